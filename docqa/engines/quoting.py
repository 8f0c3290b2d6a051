"""How much to quote around the sentence that answers: enough to be read alone, never more than is looked at."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from docqa.engines.answer_types import signs
from docqa.engines.asked import Asked, Kind
from docqa.engines.ranking import Ranked, Reading, Unit, Window, length_of
from docqa.language.scripts import is_unspaced
from docqa.language.words import terms, words

MOST = 50.0  # words of a quote
_ONE = 60.0  # words of a single sentence that is quoted whole
_STEP = 15.0  # words between the beginnings of two parts of a long sentence
_ENOUGH = 36.0  # words that need nothing beside them
_ANSWERS = 0.5  # what holding the kind of thing asked for adds to a neighbour
_BEFORE = 0.9  # what comes after a sentence explains it more often than what comes before
_CLAUSE = re.compile(r"[,;:–—,،、，；：(]\s*")


def readings(window: Window, number: int, most: float, kind: Kind) -> list[Reading]:
    """What to read for unit `number`: it with its neighbours up to `most` words, or a long one in parts.

    Each part begins at a clause; where no kind of thing is asked for, the beginning alone says what it is about.
    """
    unit = window.units[number]
    if unit.length <= _ONE:
        return [window.around(number, most)]
    text = window.text(unit)
    spans = words(text)
    clauses = {0, *(match.end() for match in _CLAUSE.finditer(text))}
    found: list[Reading] = []
    before = -math.inf  # words before the part that was last begun
    at = 0.0
    for index, (start, _) in enumerate(spans):
        if (start in clauses and at - before >= _STEP) or at - before >= most:
            length, last = 0.0, index
            while last < len(spans) and length < most:
                length += _size(text, spans[last][0])
                last += 1
            end = len(text) if last == len(spans) else spans[last - 1][1]
            found.append(Reading(number, number, unit.start + start, unit.start + end))
            before = at
            if last == len(spans) or kind is Kind.OTHER:
                break
        at += _size(text, start)
    return found or [window.together(number, number)]


def _size(text: str, start: int) -> float:
    return 0.5 if is_unspaced(text[start]) else 1.0


def quote_of(window: Window, ranked: Ranked, asked: Asked, scores: Mapping[int, float], language: str) -> Unit:
    """The slice to quote for what was ranked: what was read together, or what helps around its unit.

    `scores` are the units' scores; the result is a unit of the same passage with a span of its own.
    """
    if ranked.read is None:
        return _quote_around(window, ranked.unit, asked, scores, language)
    unit = window.units[ranked.read.first]
    return Unit(
        unit.passage,
        ranked.read.start,
        ranked.read.end,
        unit.terms,
        length_of(window.slice(ranked.read)),
        heading=False,
    )


def _quote_around(window: Window, number: int, asked: Asked, scores: Mapping[int, float], language: str) -> Unit:
    """Unit `number`, its neighbours that help, or the telling part of a long one."""
    unit = window.units[number]
    if unit.length > _ONE:
        return _part(window, unit, asked, language)
    first = last = number
    length = unit.length

    def worth(side: int) -> float:
        """What the unit beside the quote adds to it; a heading belongs to what follows."""
        beside = window.units[side]
        value = scores.get(side, 0.0) / max(scores[number], 1e-9)
        if asked.kind is not Kind.OTHER and signs(asked.kind, window.text(beside)):
            value += _ANSWERS
        if side < first:
            return -1.0 if window.units[first].heading else value * _BEFORE
        return value + window.units[last].heading - beside.heading

    while length < _ENOUGH:
        sides = {
            side: worth(side)
            for side in (first - 1, last + 1)
            if window.beside(number, side) and length + window.units[side].length <= MOST
        }
        side = max(sides, key=lambda side: sides[side], default=-1)
        if side < 0 or sides[side] <= -0.5:
            break
        first, last = min(first, side), max(last, side)
        length += window.units[side].length
    begin, end = window.units[first], window.units[last]
    return Unit(unit.passage, begin.start, end.end, unit.terms, length, unit.heading)


def _part(window: Window, unit: Unit, asked: Asked, language: str) -> Unit:
    """`MOST` words of a long unit.

    Its beginning, which says whom and what it is about; or where a kind of thing is asked for, the words that hold
    most of the question, beginning at a clause where possible.
    """
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
        if asked.kind is Kind.OTHER:
            break
    start, end = best_span
    if end - start == len(text):
        end = spans[min(len(spans), int(MOST)) - 1][1]
    return Unit(unit.passage, unit.start + start, unit.start + end, unit.terms, length_of(text[start:end]), False)
