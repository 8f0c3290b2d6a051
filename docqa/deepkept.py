"""Deep reads that go on where they were stopped: their notes lie in docqa's home until they are answered from."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from docqa.asking import Request, keep
from docqa.deepforecast import Forecast, forecast_of, parts_of
from docqa.deepread import DeepEvent, Kept, read_deeply
from docqa.deepstate import Reading, decode, encode, reading_key
from docqa.domain import Turn, passed_on
from docqa.library import Store, home, write_file
from docqa.prices import Prices


def read_on(request: Request, prices: Prices | None = None) -> Generator[DeepEvent, None, Turn]:
    """`read_deeply` from where an earlier run stopped; what this one is told is kept until the answer is complete.

    Raises StoreError too.
    """
    turn = yield from _reading_on(request, prices)
    _let_go(request, turn)
    return turn


def read_in_session(
    store: Store, session: str, request: Request, after: str | None = None, prices: Prices | None = None
) -> Generator[DeepEvent, None, Turn]:
    """`read_on` as the next turn of a stored session, or the one `after` another."""
    request = replace(request, history=store.turns_until(session, after))
    turn = yield from keep(_reading_on(request, prices), store, session, request, after)
    _let_go(request, turn)
    return turn


def forecast(request: Request, prices: Prices | None = None) -> Forecast:
    """What reading on will take. Raises PackError for a window too small to read in."""
    reading = kept(reading_key(request))
    margin = reading.margin if reading else request.calibrated().margin
    request = replace(request, options=replace(request.options, margin=margin))
    return forecast_of(request, parts_of(request), reading, prices)


def kept(key: str) -> Reading | None:
    """What an earlier run left of the reading with this key (see `reading_key`), if it can be read."""
    try:
        return decode(json.loads(_path(key).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def _reading_on(request: Request, prices: Prices | None) -> Generator[DeepEvent, None, Turn]:
    def kept_back(event: DeepEvent) -> DeepEvent | None:
        if not isinstance(event, Kept):
            return event
        data = json.dumps(encode(event.reading)).encode() + b"\n"
        write_file(_path(event.reading.key), data)
        return None

    work = read_deeply(request, reading=kept(reading_key(request)), prices=prices)
    return passed_on(work, kept_back)


def _let_go(request: Request, turn: Turn) -> None:
    """Once it is answered from, a reading is of no more use."""
    if turn.answer.complete:
        with suppress(OSError):
            _path(reading_key(request)).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return home() / "reading" / f"{key}.json"
