"""`docqa ask --deep`: the forecast, the person's consent, progress on standard error, what is kept meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from docqa import deepkept
from docqa.asking import Request
from docqa.cli.terminal import tell
from docqa.deepforecast import Forecast
from docqa.deepread import Condensing, NoteFound, PartStarted
from docqa.deepstate import reading_key
from docqa.domain import Delta, Note, NoteState, Turn
from docqa.engines import Engine, OpenAIEngine, is_loopback
from docqa.errors import DocqaError
from docqa.library import Settings, Store
from docqa.prices import price_line, prices_of_engine


def ask_deeply(
    request: Request, session: tuple[Store, str] | None, *, consent: bool, show: Callable[[str], object]
) -> tuple[Turn, dict[str, Any]]:
    """Read everything and answer; returns the Turn, and "parts" and "notes" for its JSON.

    `consent`: the person has agreed beforehand. `show` gets the words of the answer. Raises what
    `deepkept.read_on` raises, and DocqaError where consent is needed and not given.
    """
    prices = prices_of_engine(request.engine, Settings.load().endpoints, request.options.window)
    if session:
        store, id = session
        request = replace(request, history=store.turns_until(id))
        work = deepkept.read_in_session(store, id, request, prices=prices)
    else:
        work = deepkept.read_on(request, prices)
    parts, notes = 0, []
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            turn: Turn = end.value
            break
        except (DocqaError, KeyboardInterrupt):
            if deepkept.kept(reading_key(request)):
                tell("the notes so far are kept: the same command goes on from there")
            raise
        match event:
            case Forecast():
                parts = event.parts
                tell(forecast_line(event))
                _agree(event, request.engine, consent)
            case PartStarted():
                tell(f"part {event.number} of {event.of}: {event.pages}{' (kept)' if event.kept else ''}")
            case NoteFound():
                notes.append({"part": event.part, **_note_json(event.note)})
                if event.note.state is NoteState.MISSING:
                    tell(f"  left out, its quotes are not in the document: {event.note.text}")
            case Condensing():
                tell(f"more notes than the window holds: condensing, {event.number} of {event.of}")
            case Delta():
                show(event.text)
    return turn, {"parts": parts, "notes": notes}


def forecast_line(forecast: Forecast) -> str:
    """What a deep read will take, in words."""
    if forecast.parts == 0:
        return "there is no text to read"
    seen = {0: "", 1: "; one picture is not looked at"}
    return _calls_line(forecast) + seen.get(forecast.unseen, f"; {forecast.unseen} pictures are not looked at")


def _calls_line(forecast: Forecast) -> str:
    read = f"{forecast.parts} {'part' if forecast.parts == 1 else 'parts'}"
    if not forecast.calls:
        return f"reading all of it in {read}; nothing is sent anywhere"
    if forecast.kept:
        read += f", {forecast.kept} of them read before"
    calls = f"{forecast.calls} {'call' if forecast.calls == 1 else 'calls'}"
    if forecast.calls_at_most > forecast.calls:
        calls += f" (at most {forecast.calls_at_most})"
    line = (
        f"reading all of it in {read}: {calls}, up to {forecast.prompt_tokens:,} tokens sent and "
        f"{forecast.answer_tokens_at_most:,} answered"
    )
    if forecast.price_at_most is not None and forecast.prices is not None:
        price = price_line(forecast.price_at_most, forecast.prices)
        line += ", which costs nothing" if forecast.prices.free else f", at most {price}"
    return line


def _agree(forecast: Forecast, engine: Engine, consent: bool) -> None:
    """Ask before much is sent: on a terminal always, elsewhere only where somebody may be paid for it.

    Raises DocqaError when the person does not agree.
    """
    if consent or forecast.calls <= 1:
        return
    if sys.stdin.isatty() and sys.stderr.isatty():
        sys.stderr.write("docqa: go on? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() in ("y", "yes"):
            return
        raise DocqaError("Not started: nothing was sent.")
    if isinstance(engine, OpenAIEngine) and not is_loopback(engine.base_url):
        raise DocqaError(
            f"Not started: this would send up to {forecast.prompt_tokens_at_most:,} tokens away in "
            f"{forecast.calls} calls.",
            "Add --yes if that is what you want.",
        )


def _note_json(note: Note) -> dict[str, Any]:
    return {
        "text": note.text,
        "state": note.state.value,
        "pages": sorted({citation.place.span.page for citation in note.citations}),
    }
