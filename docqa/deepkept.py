"""Where the notes of deep reads lie until they are answered from, so that a stop or a kill loses none."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from docqa.deepstate import Reading, decode, encode
from docqa.library import home, write_file


def kept(key: str) -> Reading | None:
    """What an earlier run left of the reading with this key (see `reading_key`), if it can be read."""
    try:
        return decode(json.loads(_path(key).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def keep(reading: Reading) -> None:
    """Keep a reading as it stands. Raises StoreError."""
    write_file(_path(reading.key), json.dumps(encode(reading)).encode() + b"\n")


def forget(key: str) -> None:
    """Let go of a reading that was answered from. Harmless when there is none."""
    with suppress(OSError):
        _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return home() / "reading" / f"{key}.json"
