"""All sentences of a document by the terms they hold, to find quickly those that say what an answer says."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Sequence
from typing import NamedTuple

from docqa.domain import Document
from docqa.language.sentences import sentences
from docqa.language.words import terms

_MOST_READ, _FEWEST = 2_500, 3  # sentences looked at for one, and terms that are followed in any case
_NUMBER = 1.5  # how much more a term with a digit weighs than a word as rare


class Hit(NamedTuple):
    """A sentence: its page, where it stands there, and the share (0 to 1) of what was sought that it holds."""

    page: int
    start: int
    end: int
    share: float
    number: int


class Sentences:
    """The sentences of a document and an inverted index of their terms. About 2 MB for 1,000 pages."""

    def __init__(self, document: Document, language: str) -> None:
        self._document = document
        self._language = language
        self._pages = array("I")
        self._starts = array("I")
        self._ends = array("I")
        self._first: list[int] = []  # number of the first sentence of each page
        self._postings: dict[str, array[int]] = {}

    def build(self) -> Generator[int, None, None]:
        """Read every page; yields each page's index when it is done."""
        postings: dict[str, list[int]] = {}
        for page in self._document.pages:
            self._first.append(len(self._pages))
            for start, end in sentences(page.text, self._language):
                number = len(self._pages)
                self._pages.append(page.index)
                self._starts.append(start)
                self._ends.append(end)
                for term in set(terms(page.text[start:end], self._language)):
                    postings.setdefault(term, []).append(number)
            yield page.index
        self._first.append(len(self._pages))
        self._postings = {term: array("I", numbers) for term, numbers in postings.items()}

    def terms(self, text: str) -> frozenset[str]:
        """The terms of `text` as this document's are made."""
        return frozenset(terms(text, self._language))

    def weight(self, term: str) -> float:
        """How much finding a term says: the rarer, the more; numbers most."""
        found = len(self._postings.get(term, ()))
        weight = math.log(1 + len(self._pages) / (found or 1))
        return weight * (_NUMBER if any(map(str.isdecimal, term)) else 1.0)

    def search(self, wanted: Iterable[str], pages: Sequence[int] | None = None, limit: int = 6) -> list[Hit]:
        """The sentences, on `pages` or anywhere, that hold most of the terms `wanted`, the best first."""
        weights = {term: self.weight(term) for term in wanted}
        total = sum(weights.values())
        if not total or not self._pages:
            return []
        scores: Counter[int] = Counter()
        if pages is None:
            rare = self._telling(weights)
            for term in rare:
                weight = weights[term]
                for number in self._postings.get(term, ()):
                    scores[number] += weight  # type: ignore[assignment]
            best = [number for number, _ in scores.most_common(12 * limit)]
            for term in weights.keys() - rare:
                posting = self._postings.get(term)
                for number in best if posting else ():
                    if _holds(posting, number):  # type: ignore[arg-type]
                        scores[number] += weights[term]  # type: ignore[assignment]
            ranked = sorted(best, key=lambda number: (-scores[number], self._length(number), number))
        else:
            ranges = [(self._first[page], self._first[page + 1]) for page in pages if page + 1 < len(self._first)]
            for term, weight in weights.items():
                posting = self._postings.get(term)
                for first, last in ranges if posting else ():
                    for number in posting[bisect_left(posting, first) : bisect_left(posting, last)]:  # type: ignore[index, arg-type]
                        scores[number] += weight  # type: ignore[assignment]
            ranked = sorted(scores, key=lambda number: (-scores[number], self._length(number), number))
        return [self._hit(number, scores[number] / total) for number in ranked[:limit]]

    def _telling(self, wanted: Iterable[str]) -> set[str]:
        """The rarest of the terms `wanted` that stand in the document: enough of them to find what holds most."""
        found: set[str] = set()
        read = 0
        for count, term in sorted((len(self._postings[t]), t) for t in wanted if t in self._postings):
            if read + count > _MOST_READ and len(found) >= _FEWEST:
                break
            found.add(term)
            read += count
        return found

    def share(self, wanted: Collection[str], number: int) -> float:
        """The share of the terms `wanted` that sentence `number` holds."""
        weights = {term: self.weight(term) for term in wanted}
        total = sum(weights.values())
        held = sum(w for t, w in weights.items() if t in self._postings and _holds(self._postings[t], number))
        return held / total if total else 0.0

    def known(self, wanted: Iterable[str]) -> frozenset[str]:
        """Those of the terms `wanted` that the document has at all."""
        return frozenset(term for term in wanted if term in self._postings)

    def share_around(self, wanted: Collection[str], page: int, start: int = 0, end: int | None = None) -> float:
        """The share of the terms `wanted` in the sentences that touch characters `start` to `end` of a page."""
        first, last = self._first[page], self._first[page + 1]
        begins = max(bisect_right(self._starts, start, first, last) - 1, first)
        stops = last if end is None else bisect_left(self._starts, end, first, last)
        weights = {term: self.weight(term) for term in wanted}
        total = sum(weights.values())
        held = sum(
            weight
            for term, weight in weights.items()
            if (posting := self._postings.get(term)) is not None
            and bisect_left(posting, begins) < bisect_left(posting, stops)
        )
        return held / total if total else 0.0

    def holds_numbers(self, wanted: Iterable[str], number: int) -> bool:
        """Whether sentence `number` holds all the numbers among the terms `wanted`."""
        return all(
            term in self._postings and _holds(self._postings[term], number)
            for term in wanted
            if any(map(str.isdecimal, term))
        )

    def at(self, page: int, position: int) -> Hit | None:
        """The sentence that character `position` of a page belongs to."""
        first, last = self._first[page], self._first[page + 1]
        number = bisect_right(self._starts, position, first, last) - 1
        return self._hit(number, 0.0) if number >= first else None

    def around(self, hit: Hit, reach: int) -> tuple[int, int]:
        """Where the sentence stands with `reach` neighbours on both sides, as far as they are on its page."""
        first = max(hit.number - reach, self._first[hit.page])
        last = min(hit.number + reach, self._first[hit.page + 1] - 1)
        return self._starts[first], self._ends[last]

    def is_last(self, hit: Hit) -> bool:
        """Whether no sentence follows on the page."""
        return hit.number == self._first[hit.page + 1] - 1

    def _length(self, number: int) -> int:
        return self._ends[number] - self._starts[number]

    def _hit(self, number: int, share: float) -> Hit:
        return Hit(self._pages[number], self._starts[number], self._ends[number], share, number)


def _holds(posting: array[int], number: int) -> bool:
    at = bisect_left(posting, number)
    return at < len(posting) and posting[at] == number
