"""How much to quote around the sentence that answers: enough to be read alone, never more than is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docqa.engines.answer_types import signs
from docqa.engines.asked import Asked, Kind
from docqa.engines.ranking import Unit, Window, length_of
from docqa.language.scripts import is_unspaced
from docqa.language.words import terms, words

MOST = 45.0  # words of a quote
_SHORT = 12.0
_NEARLY = 0.6  # of the best score
_CLAUSE = re.compile(r"[,;:–—,،、，；：(]\s*")


def quote_around(window: Window, number: int, asked: Asked, scores: Mapping[int, float], language: str) -> Unit:
    """The slice to quote for unit `number`: the unit, its neighbours that help, or the telling part of a long one.

    `scores` are the units' scores; the result is a unit of the same passage with a span of its own.
    """
    unit = window.units[number]
    if unit.length > MOST:
        return _part(window, unit, asked, language)
    first = last = number
    length = unit.length

    def fits(side: int) -> bool:
        near = 0 <= side < len(window.units) and window.units[side].passage == unit.passage
        return near and length + window.units[side].length <= MOST

    def answers(side: int) -> bool:
        return asked.kind is Kind.OTHER or bool(signs(asked.kind, window.text(window.units[side])))

    # A heading or the line above a list says what follows; a sentence without what is asked for may lean on the
    # one beside it.
    wanting = unit.heading or not answers(number)
    while wanting and fits(last + 1):
        last += 1
        length += window.units[last].length
        wanting = not answers(last) or window.units[last].heading
    if wanting and fits(first - 1) and answers(first - 1):
        first -= 1
        length += window.units[first].length
    # Beside it, what is nearly as good, and whatever makes a short sentence easier to understand alone.
    while sides := [
        side
        for side in (first - 1, last + 1)
        if fits(side)
        and not (window.units[side].heading if side > last else window.units[first].heading)
        and scores.get(side, 0.0) > scores[number] * (0.3 if length < _SHORT else _NEARLY)
    ]:
        side = max(sides, key=lambda side: scores[side])
        first, last = min(first, side), max(last, side)
        length += window.units[side].length
    begin, end = window.units[first], window.units[last]
    return Unit(unit.passage, begin.start, end.end, unit.terms, length, unit.heading)


def _part(window: Window, unit: Unit, asked: Asked, language: str) -> Unit:
    """The `MOST` words of a long unit that hold most of what was asked, beginning at a clause where possible."""
    text = window.text(unit)
    spans = words(text)
    asked_terms = {term: n for n, word in enumerate(asked.words) for term in word.terms}
    marks: list[set[int]] = []
    for start, end in spans:
        marks.append({asked_terms[t] for t in terms(text[start:end], language) if t in asked_terms})
    kind_at = {start for start, _ in signs(asked.kind, text)} if asked.kind is not Kind.OTHER else set()
    sizes = [0.5 if is_unspaced(text[start]) else 1.0 for start, _ in spans]
    clause_ends = {match.end() for match in _CLAUSE.finditer(text)} | {0}
    best, best_span = -1.0, (0, len(text))
    for first in range(len(spans)):
        if spans[first][0] not in clause_ends:
            continue
        length, last = 0.0, first
        while last < len(spans) and length + sizes[last] <= MOST:
            length += sizes[last]
            last += 1
        held = set().union(*marks[first:last])
        start, end = spans[first][0], spans[last - 1][1]
        value = (
            len(held) + (1.0 if any(start <= at < end for at in kind_at) else 0.0) + (1.0 if first == 0 else 0.0)
        )
        if value > best:
            best, best_span = value, (start, end)
    start, end = best_span
    if end - start == len(text):
        end = spans[min(len(spans), int(MOST)) - 1][1]
    return Unit(unit.passage, unit.start + start, unit.start + end, unit.terms, length_of(text[start:end]), False)
