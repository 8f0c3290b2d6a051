from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiktoken_ext.openai_public
from hypothesis import given, settings
from hypothesis import strategies as st

from docqa import resources
from docqa.packing import count, encoding_for, tokens


def test_known_counts() -> None:
    # From OpenAI's own examples: "tiktoken is great!" is six tokens in both encodings.
    assert count("tiktoken is great!") == 6
    assert count("tiktoken is great!", "cl100k_base") == 6
    assert count("antidisestablishmentarianism", "cl100k_base") == 6
    assert count("") == 0
    assert count("שלום עולם") < count("שלום עולם", "cl100k_base")


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base"])
def test_the_tables_are_those_that_tiktoken_publishes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected: dict[str, str] = {}

    def record(url: str, expected_hash: str) -> dict[bytes, int]:
        expected["sha256"] = expected_hash
        return {}

    monkeypatch.setattr(tiktoken_ext.openai_public, "load_tiktoken_bpe", record)
    published = getattr(tiktoken_ext.openai_public, name)()
    assert tokens._TABLES[name].pattern == published["pat_str"]
    assert tokens._TABLES[name].sha256 == expected["sha256"]


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-4o-mini", "o200k_base"),
        ("gpt-5", "o200k_base"),
        ("gpt-4", "cl100k_base"),
        ("gpt-3.5-turbo-0125", "cl100k_base"),
        ("openai/gpt-4", "cl100k_base"),
        ("gpt-oss-20b", "o200k_base"),
        ("llama3.2:3b", "o200k_base"),
        ("davinci", "o200k_base"),
        ("", "o200k_base"),
    ],
)
def test_encoding_for(model: str, encoding: str) -> None:
    assert encoding_for(model) == encoding


def test_an_encoding_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(ValueError, match="p50k_base"):
        count("x", "p50k_base")


def test_words_that_look_like_control_tokens_are_text() -> None:
    assert count("<|endoftext|>") > 1


@settings(deadline=None)
@given(st.lists(st.text(max_size=80), max_size=8))
def test_counting_many_is_counting_each(texts: list[str]) -> None:
    assert tokens.count_all(texts) == [count(text) for text in texts]


@pytest.mark.parametrize(
    "text", [" " * 1_000_000, "\t\n" * 400_000, "a" * 1_000_000, "中" * 300_000, "\ud800" * 9]
)
def test_no_text_hangs_or_breaks_the_counter(text: str) -> None:
    start = time.perf_counter()
    assert 0 < count(text) <= len(text)
    assert tokens.count_all([text, "x"]) == [count(text), 1]
    assert time.perf_counter() - start < 15


def test_a_damaged_table_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "encodings").mkdir()
    (tmp_path / "encodings" / "o200k_base.tiktoken").write_bytes(b"IQ== 0\n")
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    monkeypatch.setattr(tokens, "_encodings", {})
    with pytest.raises(ValueError, match="damaged"):
        count("x")


def test_counting_needs_neither_network_nor_a_writable_home(tmp_path: Path) -> None:
    home = tmp_path / "nowhere"
    home.mkdir(mode=0o500)
    script = (
        "import socket\n"
        "def no(*args, **kwargs): raise AssertionError('network')\n"
        "socket.socket = socket.create_connection = socket.getaddrinfo = no\n"
        "import tempfile; tempfile.gettempdir = no\n"
        "from docqa.packing import count\n"
        "print(count('tiktoken is great!'), count('tiktoken is great!', 'cl100k_base'))\n"
    )
    keep = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).resolve().parents[2],
        env={**keep, "HOME": str(home), "USERPROFILE": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split() == ["6", "6"], done.stderr
    assert not list(home.iterdir())
