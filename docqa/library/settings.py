"""What a person has chosen, in one JSON file that may be read and edited by hand. Never a key: see secrets.py."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from docqa.domain.names import BUILTIN
from docqa.library import jsontext
from docqa.library.paths import file_error, home, write_file

_THEMES = ("system", "light", "dark")
_VISION = ("auto", "yes", "no")
_KEPT = "unknown"


@dataclass(frozen=True, slots=True)
class EndpointProfile:
    """An OpenAI-compatible endpoint under a name of the person's own.

    `window` and `answer_reserve` are tokens. `price_in` and `price_out` are what the person pays for a million
    tokens sent and answered, in the currency of their bill; None where they did not say. `embeddings_model` is
    the endpoint's model that ranks passages; "" for the one that docqa ships. `vision` says whether the model
    reads pictures: "yes", "no", or "auto" for what docqa knows and finds. The key is in the keyring, under
    `base_url`. `unknown` are values that a newer docqa wrote; they are kept.
    """

    name: str
    base_url: str
    model: str
    window: int = 32_768
    answer_reserve: int = 2_048
    price_in: float | None = None
    price_out: float | None = None
    embeddings_model: str = ""
    vision: str = "auto"
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Voice:
    """How answers should sound, in a person's own words, under a name."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's choices. `engine` is "builtin" or the name of an endpoint; `language` "" follows the system.

    `text_scale` is a factor of the system's text size. `shortcuts` are keys chosen, by the usual ones that they
    stand for. `notice` says, in words for the person, what could not be read and what became of it; it is never
    saved.
    """

    engine: str = BUILTIN
    endpoints: tuple[EndpointProfile, ...] = ()
    theme: str = "system"
    text_scale: float = 1.0
    language: str = ""
    ocr_languages: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    shortcuts: Mapping[str, str] = field(default_factory=dict, hash=False)
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    notice: str = field(default="", compare=False)

    @property
    def endpoint(self) -> EndpointProfile | None:
        """The chosen endpoint; None for the built-in reader (also when the chosen one is gone)."""
        return next((profile for profile in self.endpoints if profile.name == self.engine), None)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The settings in `path` (settings.json in docqa's home by default); the defaults where there is no file.

        What cannot be understood takes its default; the file as it was is then kept beside as
        ``settings.json.damaged-<time>`` and `notice` says so. Raises StoreError when the file cannot be opened.
        """
        path = path or settings_path()
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise file_error("read", path, error) from error
        try:
            read = jsontext.parse(data)
            if not isinstance(read, dict):
                raise jsontext.CodecError("not an object")
        except jsontext.CodecError:
            return cls(notice=_set_aside(path, data, "could not be read; docqa begins with its defaults"))
        values, wrong = _values(read)
        notice = ""
        if wrong:
            notice = _set_aside(path, data, f"holds what docqa does not understand ({', '.join(wrong)})")
        return cls(**values, notice=notice)

    def save(self, path: Path | None = None) -> None:
        """Write the settings, whole or not at all. Raises StoreError."""
        data = _written(self, ("notice",))
        data["endpoints"] = [_written(profile) for profile in self.endpoints]
        data["voices"] = [{"name": voice.name, "words": voice.words} for voice in self.voices]
        text = json.dumps(data, ensure_ascii=True, allow_nan=False, indent=2)
        write_file(path or settings_path(), text.encode() + b"\n")


def settings_path() -> Path:
    """Where the settings are kept."""
    return home() / "settings.json"


def _written(value: Settings | EndpointProfile, without: tuple[str, ...] = ()) -> dict[str, Any]:
    known = {part.name: getattr(value, part.name) for part in fields(value) if part.name not in (_KEPT, *without)}
    return {**value.unknown, **known}


def _values(read: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What of a settings file can be used, and the names of what cannot."""
    checks: dict[str, Callable[[Any], bool]] = {
        "engine": _is_text,
        "endpoints": lambda value: isinstance(value, list),
        "theme": lambda value: value in _THEMES,
        "text_scale": lambda value: _is_number(value) and 0.5 <= value <= 4,
        "language": _is_text,
        "ocr_languages": lambda value: isinstance(value, list) and all(map(_is_text, value)),
        "voices": lambda value: isinstance(value, list) and all(map(_is_voice, value)),
        "shortcuts": lambda value: isinstance(value, dict) and all(map(_is_text, value.values())),
    }
    values = {name: read[name] for name, right in checks.items() if name in read and right(read[name])}
    wrong = [name for name in checks if name in read and name not in values]
    profiles = [_profile(one) for one in values.get("endpoints", ())]
    if None in profiles:
        wrong.append("endpoints")
    values["endpoints"] = tuple(profile for profile in profiles if profile)
    values["ocr_languages"] = tuple(values.get("ocr_languages", ()))
    values["voices"] = tuple(Voice(one["name"], one["words"]) for one in values.get("voices", ()))
    values[_KEPT] = {name: value for name, value in read.items() if name not in checks and name != "notice"}
    return values, wrong


def _profile(read: Any) -> EndpointProfile | None:
    """One endpoint of a settings file; None if it cannot be used."""
    texts, counts, prices = ("name", "base_url", "model"), ("window", "answer_reserve"), ("price_in", "price_out")
    if not isinstance(read, dict) or not all(_is_text(read.get(name)) for name in texts):
        return None
    if not _is_text(read.get("embeddings_model", "")):
        return None
    if not all(type(read[name]) is int and 0 < read[name] < 10**9 for name in counts if name in read):
        return None
    if not all(
        read[name] is None or (_is_number(read[name]) and read[name] >= 0) for name in prices if name in read
    ):
        return None
    if read.get("vision", "auto") not in _VISION:
        return None
    known = {name: read[name] for name in (*texts, *counts, *prices, "embeddings_model", "vision") if name in read}
    return EndpointProfile(**known, unknown={name: value for name, value in read.items() if name not in known})


def _is_voice(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("name")) and _is_text(value.get("words"))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _set_aside(path: Path, data: bytes, what: str) -> str:
    """Keep a file that could not be understood beside itself; returns the notice for the person."""
    from datetime import UTC, datetime

    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    write_file(aside, data)
    return f"{path} {what}. The file as it was is kept as {aside.name}."
