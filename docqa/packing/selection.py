"""Choosing what of the documents goes into a budget, given how well their parts rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document
from docqa.packing.prompt import marker, page_block, parts_block
from docqa.packing.ranking import Index, Scores
from docqa.packing.tokens import count_all

# The best pages go in whole up to this share of the budget, the rest of it takes the best small units of other
# pages: units find the page, whole pages carry its table. Measured in tests/bench/bench_packing.py.
WHOLE_SHARE = 0.5


@dataclass(frozen=True)
class Ranked:
    """A document with a score for each of its units and of its pages; scores compare across documents.

    `page_tokens[p]` is what page p costs as a whole, marker included; 0 for a page without text.
    """

    document: Document
    index: Index
    unit_scores: Scores
    page_scores: Scores
    page_tokens: NDArray[np.int64]


@dataclass
class Chosen:
    """What goes in of one document: whole pages, and units of other pages by their numbers in the index."""

    ranked: Ranked
    whole: set[int] = field(default_factory=set)
    units: dict[int, set[int]] = field(default_factory=dict)  # page -> unit numbers
    _costs: dict[int, tuple[frozenset[int], int]] = field(default_factory=dict)

    def pages(self) -> list[int]:
        """Pages of which anything goes in, in order."""
        return sorted({*self.whole, *self.units})

    def parts(self, page: int) -> list[tuple[int, int]]:
        """What goes in of `page`: characters (start, end) in order, neighbouring units as one."""
        if page in self.whole:
            return [(0, len(self.ranked.document.pages[page].text))]
        spans, text = self.ranked.index.units, self.ranked.document.pages[page].text
        found: list[tuple[int, int]] = []
        for unit in sorted(self.units.get(page, ())):
            start, end = spans[unit].start, spans[unit].end
            if found and not text[found[-1][1] : start].strip():
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def block(self, page: int) -> str:
        """The text of `page` as it stands in the window."""
        source = self.ranked.document.pages[page]
        return page_block(source) if page in self.whole else parts_block(source, self.parts(page))

    def tokens(self, encoding: str) -> int:
        """Exact tokens of all blocks."""
        changed = [
            page for page, units in self.units.items() if page not in self._costs or self._costs[page][0] != units
        ]
        for page, cost in zip(changed, count_all([self.block(page) for page in changed], encoding), strict=True):
            self._costs[page] = frozenset(self.units[page]), cost
        whole = sum(int(self.ranked.page_tokens[page]) for page in self.whole)
        return whole + sum(self._costs[page][1] for page in self.units)


class _Pick(NamedTuple):
    """A candidate: sorts by `order` (better first)."""

    order: tuple[float, int]
    document: int
    number: int


def choose(documents: Sequence[Ranked], budget: int, encoding: str) -> tuple[list[Chosen], int]:
    """Fill `budget` tokens with the best of `documents`; returns what was chosen of each, and its exact tokens.

    Every document with a match keeps its best unit, so that a long one does not hide a short one.
    """
    chosen = [Chosen(ranked) for ranked in documents]
    left = float(budget)
    picked: list[tuple[int, int]] = []  # units in the order they were chosen: the last ones give way first

    firsts = [
        _Pick((-float(ranked.unit_scores.max()), 0), number, int(ranked.unit_scores.argmax()))
        for number, ranked in enumerate(documents)
        if len(documents) > 1 and len(ranked.unit_scores) and ranked.unit_scores.max() > 0
    ]
    for pick in sorted(firsts):
        left -= _add_unit(chosen[pick.document], pick, left, picked)

    reserved = left * (1 - WHOLE_SHARE)
    for pick in merge(
        *(_by_score(ranked, i, ranked.page_scores, pages=True) for i, ranked in enumerate(documents))
    ):
        to = chosen[pick.document]
        cost = int(to.ranked.page_tokens[pick.number])
        if left - cost < reserved:
            # A page that is too long is passed over for its units; what is left may still hold a shorter one.
            if left - reserved < 0.1 * budget:
                break
            continue
        if cost:
            to.whole.add(pick.number)
            left -= cost
    for pick in merge(
        *(_by_score(ranked, i, ranked.unit_scores, pages=False) for i, ranked in enumerate(documents))
    ):
        if left <= 0:
            break
        left -= _add_unit(chosen[pick.document], pick, left, picked)

    for to in chosen:
        for page in to.whole & set(to.units):
            del to.units[page]
    total = sum(to.tokens(encoding) for to in chosen)
    while total > budget and picked:
        number, unit = picked.pop()
        _drop_unit(chosen[number], unit)
        total = sum(to.tokens(encoding) for to in chosen)
    return chosen, total


def shorten(chosen: Sequence[Chosen]) -> bool:
    """Take out the least of what was chosen, a unit before a page; False when nothing is left to take."""
    units = [
        (float(to.ranked.unit_scores[unit]), i, unit)
        for i, to in enumerate(chosen)
        for held in to.units.values()
        for unit in held
    ]
    if units:
        _, i, unit = min(units)
        _drop_unit(chosen[i], unit)
        return True
    pages = [(float(to.ranked.page_scores[page]), i, page) for i, to in enumerate(chosen) for page in to.whole]
    if pages:
        _, i, page = min(pages)
        chosen[i].whole.discard(page)
        return True
    return False


def _add_unit(to: Chosen, pick: _Pick, left: float, picked: list[tuple[int, int]]) -> float:
    """Add a unit if its estimated cost fits, and return that cost (0 if it was not added)."""
    ranked = to.ranked
    page = int(ranked.index.pages_of[pick.number])
    held = to.units.get(page, set())
    if page in to.whole or pick.number in held:
        return 0
    source = ranked.document.pages[page]
    span = ranked.index.units[pick.number]
    # A unit costs its share of the page, and once a page its marker; a gap's mark is one or two tokens.
    cost = int(ranked.page_tokens[page]) * len(span) / max(len(source.text), 1) + 2
    if not held:
        cost += 0.5 * len(marker(source)) + 2
    if cost > left:
        return 0
    to.units.setdefault(page, set()).add(pick.number)
    picked.append((pick.document, pick.number))
    return cost


def _drop_unit(chosen: Chosen, unit: int) -> None:
    page = int(chosen.ranked.index.pages_of[unit])
    held = chosen.units.get(page)
    if held is not None:
        held.discard(unit)
        if not held:
            del chosen.units[page]


def _by_score(ranked: Ranked, document: int, scores: Scores, *, pages: bool) -> list[_Pick]:
    """All rows of a document, best first; those that score the same are spread over the document."""
    spread = spread_order(len(ranked.document.pages))
    ties = spread if pages else spread[ranked.index.pages_of] if len(scores) else spread[:0]
    order = np.lexsort((ties, -scores))
    return [_Pick((-float(scores[i]), int(ties[i])), document, int(i)) for i in order]


def spread_order(pages: int) -> NDArray[np.int64]:
    """For each page when it has its turn if nothing else tells pages apart.

    The first pages (title, abstract, contents) come first, then pages ever more densely over the whole document
    (bit-reversed, van der Corput's sequence), so that a question that matches nothing still sees all of its parts.
    """
    bits = max(1, (pages - 1).bit_length())
    turns = np.array([int(f"{page:0{bits}b}"[::-1], 2) for page in range(pages)], dtype=np.int64)
    turns[: min(3, pages)] = np.arange(min(3, pages)) - 3
    return np.argsort(np.argsort(turns, kind="stable"), kind="stable")
