"""Choosing what of the documents goes into a budget, given how well their parts rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document
from docqa.packing.prompt import marker, page_block, parts_block
from docqa.packing.ranking import Index, Scores
from docqa.packing.tokens import count_all

# Up to this share of the budget the best pages go in whole; the rest takes the best unit of each further page,
# then their other units. Small units find the page that a whole page's noise hides; whole pages carry the table.
# Measured against other shares and orders: see tests/bench/README.md.
WHOLE_SHARE = 0.8
# An answer's pages stand together: each page's score gains this much of its neighbours'.
_NEIGHBOURS = 0.3
# What a page gains for tables that the rest of the document comes back to.
_CENTRAL = 0.4
# A page that says it several times is surer than one with a single good unit: half of its score is the mean of
# so many.
_SEVERAL = 3
_CRUMB = 24  # tokens that hold no unit worth looking for
# A book's first leaves (title, imprint, dedication) say in a few words what it is, and share none with a question
# for it. As many as fit this share of the budget go in.
_LEAVES, _LEAVES_SHARE = 10, 0.02


@dataclass(frozen=True)
class Ranked:
    """A document with a score for each of its units; scores compare across documents.

    `page_tokens[p]` is what page p costs as a whole, marker included; 0 for a page without text.
    """

    document: Document
    index: Index
    unit_scores: Scores
    page_tokens: NDArray[np.int64]

    @cached_property
    def page_scores(self) -> Scores:
        """For each page its best units' scores, a part of its neighbours', and what its tables add.

        float32, shape (pages,).
        """
        pages = self.index.pages_of
        order = np.lexsort((-self.unit_scores, pages))
        found, sorted_pages = self.unit_scores[order], pages[order]
        # The place of each unit among those of its page, the best at 0.
        place = np.arange(len(order)) - np.searchsorted(sorted_pages, sorted_pages)
        count = len(self.document.pages)
        several = place < _SEVERAL
        sums = np.bincount(sorted_pages[several], weights=found[several], minlength=count)
        sizes = np.bincount(sorted_pages[several], minlength=count)
        best = np.zeros(count, dtype=np.float32)
        best[sorted_pages[place == 0]] = found[place == 0]
        best = ((best + sums / np.maximum(sizes, 1)) / 2).astype(np.float32)
        scores = best.copy()
        scores[1:] += _NEIGHBOURS * best[:-1]
        scores[:-1] += _NEIGHBOURS * best[1:]
        return scores + np.float32(_CENTRAL) * self.index.central


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

    order: tuple[int, float, int]
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
        _Pick((0, -float(ranked.unit_scores.max()), 0), number, int(ranked.unit_scores.argmax()))
        for number, ranked in enumerate(documents)
        if len(documents) > 1 and len(ranked.unit_scores) and ranked.unit_scores.max() > 0
    ]
    for pick in sorted(firsts):
        left -= _add_unit(chosen[pick.document], pick, left, picked)

    for to in chosen:
        left -= _add_leaves(to, int(budget * _LEAVES_SHARE / len(chosen)))
    reserved = left * (1 - WHOLE_SHARE)
    for pick in merge(*(_pages(ranked, i) for i, ranked in enumerate(documents))):
        to = chosen[pick.document]
        if pick.number in to.whole:
            continue
        cost = int(to.ranked.page_tokens[pick.number])
        if left - cost < reserved:
            # A page that is too long is passed over for its units; what is left may still hold a shorter one.
            if left - reserved < 0.1 * budget:
                break
            continue
        if cost:
            to.whole.add(pick.number)
            left -= cost
    for pick in merge(*(_units(ranked, i) for i, ranked in enumerate(documents))):
        if left < _CRUMB:
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


def _add_leaves(to: Chosen, budget: int) -> int:
    """Add the short ones of the first pages, and return their cost; those of the fewest letters come first.

    Tokens would not tell: a row of ornaments over a dedication costs more than a paragraph.
    """
    pages = to.ranked.document.pages[:_LEAVES]
    costs = {page.index: int(to.ranked.page_tokens[page.index]) for page in pages}
    used = 0
    for page in sorted(pages, key=lambda page: sum(map(str.isalpha, page.text))):
        cost = costs[page.index]
        if cost and used + cost <= budget:
            to.whole.add(page.index)
            used += cost
    return used


def _drop_unit(chosen: Chosen, unit: int) -> None:
    page = int(chosen.ranked.index.pages_of[unit])
    held = chosen.units.get(page)
    if held is not None:
        held.discard(unit)
        if not held:
            del chosen.units[page]


def _pages(ranked: Ranked, document: int) -> Iterator[_Pick]:
    """The pages of a document, best first; those that score the same are spread over the document."""
    ties = spread_order(len(ranked.page_scores))
    order = np.lexsort((ties, -ranked.page_scores))
    for page in order:
        yield _Pick((0, -float(ranked.page_scores[page]), int(ties[page])), document, int(page))


def _units(ranked: Ranked, document: int) -> Iterator[_Pick]:
    """The units of a document: first each page's best, best first, then the others."""
    scores, pages = ranked.unit_scores, ranked.index.pages_of
    ties = spread_order(len(ranked.page_scores))[pages]
    order = np.lexsort((ties, -scores))
    later = np.ones(len(scores), dtype=np.int64)
    later[order[np.unique(pages[order], return_index=True)[1]]] = 0
    order = np.lexsort((ties, -scores, later))
    for unit in order:
        yield _Pick((int(later[unit]), -float(scores[unit]), int(ties[unit])), document, int(unit))


def spread_order(pages: int) -> NDArray[np.int64]:
    """For each page when it has its turn if nothing else tells pages apart.

    The first pages (title, abstract, contents) come first, then pages ever more densely over the whole document
    (bit-reversed, van der Corput's sequence), so that a question that matches nothing still sees all of its parts.
    """
    bits = max(1, (pages - 1).bit_length())
    turns = np.array([int(f"{page:0{bits}b}"[::-1], 2) for page in range(pages)], dtype=np.int64)
    turns[: min(3, pages)] = np.arange(min(3, pages)) - 3
    return np.argsort(np.argsort(turns, kind="stable"), kind="stable")
