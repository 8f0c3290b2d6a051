from __future__ import annotations

import pytest

from docqa.engines.addresses import is_loopback, is_openai, normalise_base_url
from docqa.errors import EngineError


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("api.openai.com", "https://api.openai.com/v1"),
        ("  https://api.openai.com/v1/  ", "https://api.openai.com/v1"),
        ("HTTPS://API.OpenAI.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
        ("localhost:11434", "http://localhost:11434/v1"),
        ("127.0.0.1:8080/", "http://127.0.0.1:8080/v1"),
        ("192.168.1.7:1234", "http://192.168.1.7:1234/v1"),
        ("gpu-box:8000", "http://gpu-box:8000/v1"),
        ("studio.local", "http://studio.local/v1"),
        ("[::1]:8080", "http://[::1]:8080/v1"),
        ("http://[::1]", "http://[::1]/v1"),
        ("openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
        ("https://example.com/v1beta/openai/", "https://example.com/v1beta/openai"),
        ("https://localhost:443/v1/models", "https://localhost:443/v1"),
        ("8.8.8.8", "https://8.8.8.8/v1"),
    ],
)
def test_one_way_to_write_a_base_url(given: str, meant: str) -> None:
    assert normalise_base_url(given) == meant
    assert normalise_base_url(meant) == meant


@pytest.mark.parametrize(
    "given",
    [
        "",
        "   ",
        "ftp://example.com",
        "file:///etc/passwd",
        "http://",
        "https:///v1",
        "http://exa mple.com",
        "http://example.com:99999",
        "http://example.com:port",
        "http://user:secret@example.com",
        "http://sk-secret@example.com/v1",
        "https://example.com/v1?key=secret",
        "https://example.com/#x",
        "http://[::1",
        "http://exam<ple.com",
        "java\nscript:alert(1)",
        "a" * 300 + ".com",
    ],
)
def test_nonsense_is_refused_in_words_that_hold_no_secret(given: str) -> None:
    with pytest.raises(EngineError) as caught:
        normalise_base_url(given)
    assert caught.value.hint
    assert "secret" not in caught.value.message + caught.value.hint


def test_which_endpoints_are_on_this_machine() -> None:
    assert is_loopback("http://localhost:1/v1")
    assert is_loopback("http://127.8.8.8/v1")
    assert is_loopback("http://[::1]:8/v1")
    assert is_loopback("http://0.0.0.0:8000/v1")
    assert not is_loopback("http://192.168.0.4/v1")
    assert not is_loopback("https://localhost.example.com/v1")


def test_openai_is_told_from_hosts_that_only_sound_like_it() -> None:
    assert is_openai("https://api.openai.com/v1")
    assert is_openai("https://mine.openai.azure.com/openai/v1")
    assert not is_openai("https://notopenai.com/v1")
    assert not is_openai("https://api.openai.com.example.org/v1")
