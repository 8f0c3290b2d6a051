"""What a deep read will take, counted before anything is sent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from docqa.asking import Request
from docqa.deepstate import Reading, call_digest, question_before
from docqa.domain import FigureKind
from docqa.engines import BuiltinReader
from docqa.packing.parts import Part, cut
from docqa.prices import Prices


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a deep read will take, told before it starts.

    `parts` are all parts, of which `kept` were read before. `calls` and `prompt_tokens` are those still to come if
    all notes fit one window (the parts' tokens are counted, the notes' are taken at their most); the other two are
    bounds. `price_at_most` is by `prices`, None where nobody knows them. With the built-in reader nothing is
    called. `unseen` are the figures, as far as they are known, and pages without text: a deep read looks at none.
    """

    parts: int
    kept: int
    calls: int
    calls_at_most: int
    prompt_tokens: int
    prompt_tokens_at_most: int
    answer_tokens_at_most: int
    price_at_most: float | None = None
    prices: Prices | None = None
    unseen: int = 0


def parts_of(request: Request) -> tuple[Part, ...]:
    """The documents cut into parts that fit the window one by one. Raises PackError where it is too small."""
    return cut(request.question, request.documents, request.options, question_before(request))


def forecast_of(
    request: Request, parts: Sequence[Part], reading: Reading | None, prices: Prices | None
) -> Forecast:
    """The forecast for documents that are cut already."""
    options, unseen = request.options, _unseen(request)
    if isinstance(request.engine, BuiltinReader):
        return Forecast(len(parts), 0, 0, 0, 0, 0, 0, 0.0, unseen=unseen)
    known = {said.call for said in reading.said} if reading else set()
    left = [part for part in parts if call_digest(part.context) not in known]
    tokens = [part.context.report.tokens for part in parts]
    sent = sum(p.context.report.tokens.total - p.context.report.tokens.answer_reserve for p in left)
    room = options.usable_window - options.answer_reserve
    if len(parts) <= 1:
        calls = more = 1
        first = at_most = max(sent, sum(t.total - t.answer_reserve for t in tokens))
        answered = options.answer_reserve
    else:
        # Notes at their most: every part's fills the room kept for it.
        notes = sum(t.answer_reserve for t in tokens)
        around = max(t.instructions + t.question for t in tokens)
        calls, first = len(left) + 1, sent + min(room, around + notes)
        answered = sum(p.context.report.tokens.answer_reserve for p in left) + options.answer_reserve
        more, at_most = calls, sent
        while notes + around > room:
            # A batch holds two thirds of the room or more and comes back as at most a third (see packing.notes).
            batches = math.ceil(2 * notes / max(room - around, 1))
            back = batches * min(options.answer_reserve, max(room - around, 0) // 3)
            more, at_most, answered = more + batches, at_most + notes + batches * around, answered + back
            if back >= notes:
                break
            notes = back
        at_most += min(room, around + notes)
    price = prices.of(at_most, answered) if prices else None
    return Forecast(
        len(parts), len(parts) - len(left), calls, more, first, at_most, answered, price, prices, unseen
    )


def _unseen(request: Request) -> int:
    """Pictures and drawings, and pages that nobody could read."""
    figures = [figure for of in request.looking.figures.values() for figure in of]
    drawn = sum(figure.kind is FigureKind.FIGURE for figure in figures)
    return drawn + sum(len(document.unreadable_pages) for document in request.documents)
