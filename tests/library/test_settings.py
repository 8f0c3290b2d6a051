"""Settings survive: whole or not at all, unknown values kept, damage set aside and told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.errors import StoreError
from docqa.library import EndpointProfile, Settings, Voice, home
from docqa.library.settings import settings_path

FULL = Settings(
    engine="local",
    endpoints=(
        EndpointProfile("local", "http://127.0.0.1:8080/v1", "small", 8192, 512, price_in=0.15, price_out=2),
        EndpointProfile("b", "u", "m"),
    ),
    theme="dark",
    text_scale=1.25,
    language="he",
    ocr_languages=("heb", "eng"),
    voices=(Voice("Mine", "Answer in rhyme."),),
)


def write(**values: Any) -> Path:
    home().mkdir(parents=True, exist_ok=True)
    settings_path().write_text(json.dumps(values), encoding="utf-8")
    return settings_path()


def test_defaults_where_there_is_no_file() -> None:
    assert Settings.load() == Settings()
    assert Settings().endpoint is None
    assert not settings_path().exists(), "looking writes nothing"


def test_what_is_saved_comes_back() -> None:
    FULL.save()
    back = Settings.load()
    assert back == FULL
    assert back.notice == ""
    assert back.endpoint == FULL.endpoints[0]
    if os.name == "posix":
        assert settings_path().stat().st_mode & 0o077 == 0


def test_home_moves() -> None:
    assert settings_path().parent == Path(os.environ["DOCQA_HOME"])


def test_home_is_the_platforms_folder_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCQA_HOME")
    assert home().is_absolute()
    assert "docqa" in home().name


def test_what_a_newer_docqa_wrote_is_kept() -> None:
    write(
        future={"deep": [1, None]},
        theme="light",
        endpoints=[{"name": "a", "base_url": "b", "model": "c", "hearing": True}],
    )
    settings = Settings.load()
    assert settings.notice == ""
    settings.save()
    kept = json.loads(settings_path().read_text(encoding="utf-8"))
    assert kept["future"] == {"deep": [1, None]}
    assert kept["endpoints"][0]["hearing"] is True
    assert kept["theme"] == "light"
    assert "notice" not in kept
    assert "unknown" not in kept


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"theme": NaN}', b"[" * 99_999])
def test_a_damaged_file_is_set_aside(content: bytes) -> None:
    home().mkdir(parents=True)
    settings_path().write_bytes(content)
    settings = Settings.load()
    assert settings == Settings()
    (aside,) = home().glob("settings.json.damaged-*")
    assert aside.read_bytes() == content
    assert aside.name in settings.notice
    settings.save()
    assert Settings.load().notice == ""
    assert aside.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("engine", 5),
        ("theme", "pink"),
        ("theme", []),
        ("text_scale", "big"),
        ("text_scale", 99),
        ("text_scale", True),
        ("language", None),
        ("ocr_languages", "heb"),
        ("ocr_languages", [1]),
        ("voices", [{"name": "Mine"}]),
        ("endpoints", {}),
        ("endpoints", [{"name": "a", "base_url": "b"}]),
        ("endpoints", [{"name": "a", "base_url": "b", "model": "c", "window": 0}]),
        ("endpoints", [{"name": "a", "base_url": "b", "model": "c", "price_in": -1}]),
        ("endpoints", [{"name": "a", "base_url": "b", "model": "c", "price_out": "cheap"}]),
        ("endpoints", ["a"]),
    ],
)
def test_one_value_that_is_wrong_costs_only_itself(name: str, value: Any) -> None:
    values = {"theme": "dark", "language": "he", name: value}
    path = write(**values)
    before = path.read_bytes()
    settings = Settings.load()
    assert getattr(settings, name) == getattr(Settings(), name)
    assert name in settings.notice
    others = {"theme": "dark", "language": "he"}
    others.pop(name, None)
    assert {other: getattr(settings, other) for other in others} == others
    (aside,) = home().glob("settings.json.damaged-*")
    assert aside.read_bytes() == before


def test_one_endpoint_that_is_wrong_leaves_the_others() -> None:
    write(endpoints=[{"name": "a", "base_url": "b", "model": "c"}, {"name": "broken"}])
    settings = Settings.load()
    assert [profile.name for profile in settings.endpoints] == ["a"]
    assert "endpoints" in settings.notice


def test_a_chosen_endpoint_that_is_gone_falls_back() -> None:
    assert Settings(engine="gone").endpoint is None


def test_a_file_that_cannot_be_opened_is_told() -> None:
    settings_path().mkdir(parents=True)
    with pytest.raises(StoreError) as error:
        Settings.load()
    assert error.value.hint
    with pytest.raises(StoreError):
        Settings().save()
    assert list(home().glob("*.tmp")) == []


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from([*FULL.__slots__, "name", "base_url", "model", "x"]), inner)
        ),
        max_leaves=20,
    )
)
def test_no_file_breaks_the_start(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any-settings" / "settings.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    settings = Settings.load(path)
    settings.save(path)
    assert Settings.load(path) == settings


def test_whether_a_model_sees_is_kept_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    profile = EndpointProfile("Mine", "http://localhost/v1", "m", vision="no")
    Settings(endpoints=(profile,)).save(path)
    assert Settings.load(path).endpoints == (profile,)
    path.write_text(path.read_text().replace('"no"', '"perhaps"'))
    assert Settings.load(path).notice
