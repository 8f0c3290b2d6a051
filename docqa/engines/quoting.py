"""How much to quote around the sentence that answers: enough to be read alone, never more than is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docqa.engines.answer_types import signs
from docqa.engines.asked import Asked, Kind
from docqa.engines.ranking import Unit, Window, length_of
from docqa.language.words import terms, words

MOST = 45.0  # words of a quote
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
    while True:
        sides = []
        for side in (first - 1, last + 1):
            if not 0 <= side < len(window.units):
                continue
            other = window.units[side]
            if other.passage == unit.passage and length + other.length <= MOST and scores.get(side, 0.0) > 0:
                sides.append((scores[side], side))
        if not sides:
            break
        score, side = max(sides)
        if score < 0.5 * scores[number] and length > 12:
            break
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
    sizes = [0.5 if end - start == 1 and text[start] >= "\u2e80" else 1.0 for start, end in spans]
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
        value = len(held) + (1.0 if any(start <= at < end for at in kind_at) else 0.0) + (0.3 if first == 0 else 0)
        if value > best:
            best, best_span = value, (start, end)
    start, end = best_span
    if end - start == len(text):
        end = spans[min(len(spans), int(MOST)) - 1][1]
    return Unit(unit.passage, unit.start + start, unit.start + end, unit.terms, length_of(text[start:end]), False)
