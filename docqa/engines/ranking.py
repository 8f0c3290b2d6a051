"""Which sentence answers: every sentence of the window weighed against the question, without a model.

A sentence is worth the share of the question's words that it holds, each weighed by how rare it is in the window
(inverse document frequency as in Robertson & Spärck Jones' BM25), where a word that stands in a sentence beside it
or in the heading above it counts in part. What is asked for (a number, a date, a name…) must be there too.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from docqa.domain import Passage
from docqa.engines.answer_types import signs
from docqa.engines.asked import Asked, Kind, names_in
from docqa.language.folding import fold
from docqa.language.scripts import is_unspaced
from docqa.language.sentences import sentences
from docqa.language.words import terms, words

# What a question's word is worth in a sentence when it stands in it, one, two or three sentences away.
_NEAR = (1.0, 0.5, 0.35, 0.25)
_UNDER_HEADING = 0.4
_HEADING_REACH = 600  # words
_SCOPE_REACH = 700  # words after its title that most likely belong to a part of the document
_OUT_OF_SCOPE = 0.3
_SAMPLE = 300  # units; in fewer, that a word is in some of them does not yet make it a common one
# What it adds, in scores of the best, to put the very name in quotation marks that the question puts in them:
# contracts and laws define what they name so ('together the "Buyers"').
_NAMES = 1.5
_ENDS = re.compile(r"[.!?…。！？؟]['\")\]”’»」]*$")
_ASKS = re.compile(r"[?？؟]['\")\]”’»」]*$")
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
_REFERENCE = re.compile(
    r"https?://|www\.|\bdoi:|\bISBN\b|\bRetrieved\b|\bArchived\b|\bet al\b|^\s*\[\d+\]|^\W*Jump up\b|^\s*\^"
)
# Mark-up that a converter left standing as words: what it parts is parted here too; cells stay in their row.
_TAG = re.compile(
    r"\s*</?(?!t[dh]\b|t[dh]_|[biu]\b|em\b|a\b)[a-z][a-z0-9]*(?:[ _][^<>]{0,80})?/?>\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, line or table row: characters `start` to `end` of passage number `passage`'s text."""

    passage: int
    start: int
    end: int
    terms: tuple[str, ...]
    length: float  # in words; two characters of a script without spaces are taken as one
    heading: bool


class Reading(NamedTuple):
    """Units `first` to `last` of a passage, or a part of one: characters `start` to `end` of its text."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit and what it is worth.

    `score` ranks; `coverage` (0 to 1) says how much of the question's words it meets; `near` is how far what it
    says stands above what all that was read have in common, or -1 where that is not known; `read` is what was read
    together for it, and so is quoted together.
    """

    unit: int
    score: float
    coverage: float
    near: float = -1.0
    read: Reading | None = None


def units_of(number: int, text: str, language: str) -> list[Unit]:
    """The units of one passage."""
    found: list[Unit] = []
    for start, end in _without_tags(text, sentences(text, language)):
        sentence = text[start:end]
        length = length_of(sentence)
        heading = length <= 12 and not _ENDS.search(sentence) and not _LEADERS.search(sentence)
        found.append(Unit(number, start, end, tuple(terms(sentence, language)), length, heading))
    return found


def _without_tags(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        at = start
        for tag in _TAG.finditer(text, start, end) if "<" in text[start:end] else ():
            if tag.start() > at:
                yield at, tag.start()
            at = tag.end()
        if at < end:
            yield at, end


def length_of(text: str) -> float:
    """How long `text` is in words."""
    return sum(0.5 if is_unspaced(text[start]) else 1.0 for start, end in words(text))


def _letters(text: str) -> str:
    """Letters and digits alone, folded."""
    return "".join(filter(str.isalnum, fold(unescape(text)).text))


class Window:
    """All units of a packed window, in document order, ready to be asked."""

    def __init__(self, passages: Sequence[Passage], units: Iterable[Unit], language: str) -> None:
        """`language` (ISO 639-1) is the one that the units' terms were made for."""
        self.passages = passages
        self.language = language
        self.units = sorted(units, key=lambda unit: (self._place(unit.passage), unit.start))
        self._holding: dict[str, list[int]] = {}
        for number, unit in enumerate(self.units):
            for term in set(unit.terms):
                self._holding.setdefault(term, []).append(number)
        self._positions: list[float] = []  # in words
        at = 0.0
        for unit in self.units:
            self._positions.append(at)
            at += unit.length
        self._headings = [n for n, unit in enumerate(self.units) if unit.heading]

    def _place(self, passage: int) -> tuple[str, int, int]:
        place = self.passages[passage].place
        return place.document, place.span.page, place.span.start

    def text(self, unit: Unit) -> str:
        """The unit's words."""
        return self.passages[unit.passage].text[unit.start : unit.end]

    def page(self, number: int) -> tuple[str, int]:
        """The document and the page that unit `number` stands on."""
        place = self.passages[self.units[number].passage].place
        return place.document, place.span.page

    def pages(self) -> dict[tuple[str, int], float]:
        """How well the packer found each page to answer, from 0 for the worst to 1; empty where all went in."""
        found: dict[tuple[str, int], float] = {}
        for passage in self.passages:
            page = passage.place.document, passage.place.span.page
            found[page] = max(found.get(page, passage.score), passage.score)
        low, high = min(found.values(), default=0.0), max(found.values(), default=0.0)
        return {page: (score - low) / (high - low) for page, score in found.items()} if high > low else {}

    def around(self, number: int, most: float) -> Reading:
        """Up to `most` words around unit `number`: the units after it, then those before it."""
        first = last = number
        length = self._size(number)
        while True:
            for side in (last + 1, first - 1):
                if self.beside(number, side) and length + self._size(side) <= most:
                    first, last = min(first, side), max(last, side)
                    length += self._size(side)
                    break
            else:
                return self.together(first, last)

    def together(self, first: int, last: int) -> Reading:
        """Units `first` to `last`, of one passage."""
        return Reading(first, last, self.units[first].start, self.units[last].end)

    def _size(self, number: int) -> float:
        """How long a unit looks: spaced marks and mark-up take room as words do."""
        return max(self.units[number].length, self.text(self.units[number]).count(" ") + 1.0)

    def beside(self, number: int, other: int) -> bool:
        """Whether both are units of one passage."""
        return 0 <= other < len(self.units) and self.units[other].passage == self.units[number].passage

    def slice(self, reading: Reading) -> str:
        """What is read, as it stands."""
        return self.passages[self.units[reading.first].passage].text[reading.start : reading.end]

    def weigh(self, asked: Asked) -> list[Ranked]:
        """All units that have anything to do with the question, best first."""
        hits = [sorted({n for term in word.terms for n in self._holding.get(term, ())}) for word in asked.words]
        count = len(self.units)
        sample = max(count, _SAMPLE)
        weights = [
            word.weight * math.log(1 + (sample - len(h) + 0.5) / (len(h) + 0.5))
            for word, h in zip(asked.words, hits, strict=True)
        ]
        total = sum(weights)
        if not total:
            return []
        anchors = self.anchors(asked.scope)
        candidates = {m for h in hits for n in h for m in (n - 1, n, n + 1) if 0 <= m < count}
        ranked = []
        for number in candidates:
            unit = self.units[number]
            heading = self._heading_above(number)
            near = [self._nearness(number, h, heading) for h in hits]
            coverage = sum(w * s for w, s in zip(weights, near, strict=True)) / total
            score = coverage * self.shape(number, asked)
            score *= 1 + 0.15 * self._togetherness(unit, asked)
            score *= self.within(number, anchors)
            ranked.append(Ranked(number, score, coverage))
        if naming := self._naming(asked):
            more = _NAMES * max(r.score for r in ranked)
            ranked = [replace(r, score=r.score + more) if r.unit in naming else r for r in ranked]
        ranked.sort(key=lambda r: (-r.score, r.unit))
        return ranked

    def _naming(self, asked: Asked) -> set[int]:
        """The units that put a name in quotation marks which the question puts in them."""
        return {
            number
            for name in asked.names
            for number in set.intersection(*(set(self._holding.get(term, ())) for term in name))
            if name in names_in(self.text(self.units[number]), self.language)
        }

    def _nearness(self, number: int, hits: list[int], heading: int | None) -> float:
        """What the nearest of a word's occurrences is worth to unit `number`."""
        best = 0.0
        at = bisect_left(hits, number)
        for other in hits[max(0, at - 1) : at + 1]:
            distance = abs(other - number)
            if distance < len(_NEAR) and self._together(number, other):
                best = max(best, _NEAR[distance])
        if best < _UNDER_HEADING and heading is not None:
            at = bisect_left(hits, heading)
            if at < len(hits) and hits[at] == heading:
                best = _UNDER_HEADING
        return best

    def _together(self, one: int, other: int) -> bool:
        """Whether two units near each other in the list are near each other in a document too."""
        a, b = (self.passages[self.units[n].passage].place for n in (one, other))
        return a.document == b.document and abs(a.span.page - b.span.page) <= 1

    def _heading_above(self, number: int) -> int | None:
        at = bisect_left(self._headings, number) - 1
        if at < 0:
            return None
        heading = self._headings[at]
        if self._positions[number] - self._positions[heading] > _HEADING_REACH or not self._together(
            number, heading
        ):
            return None
        return heading

    def shape(self, number: int, asked: Asked) -> float:
        """Whether the unit reads like an answer of the kind that is asked for."""
        unit = self.units[number]
        text = self.text(unit)
        # A long sentence holds many words by chance.
        factor = 1 / (1 + 0.1 * max(0.0, math.log2(max(unit.length, 1.0) / 20)))
        if _ASKS.search(text):
            factor *= 0.6  # another question is no answer
        if _REFERENCE.search(text) and not _REFERENCE.search(asked.text):
            factor *= 0.3
        if _LEADERS.search(text):
            factor *= 0.4  # a line of a table of contents
        elif unit.heading and unit.length <= 6:
            factor *= 0.6
        if asked.kind is not Kind.OTHER:
            factor *= 1.15 if self.answers(number, asked) else 0.85
        return factor

    def answers(self, number: int, asked: Asked) -> bool:
        """Whether the unit holds the kind of thing that is asked for, other than what the question says itself."""
        text, known = self.text(self.units[number]), fold(asked.text).text
        return any(fold(text[start:end]).text not in known for start, end in signs(asked.kind, text))

    def _togetherness(self, unit: Unit, asked: Asked) -> float:
        """The share of neighbouring pairs of the question's words that stand close together here too."""
        places: list[list[int]] = [[] for _ in asked.words]
        for at, term in enumerate(unit.terms):
            for number, word in enumerate(asked.words):
                if term in word.terms:
                    places[number].append(at)
        pairs = len(asked.words) - 1
        if pairs < 1:
            return 0.0
        close = sum(any(abs(a - b) <= 4 for a in places[n] for b in places[n + 1]) for n in range(pairs))
        return close / pairs

    def anchors(self, scope: str) -> list[int]:
        """Where the part of the document begins that the question names.

        Letters and digits alone are compared: a title may be wrapped over lines, and marks come out differently.
        """
        title = _letters(scope)
        if not title:
            return []
        lines, begun, inside = [], [], []
        for first, last in self._runs():
            letters = [_letters(self.text(unit)) for unit in self.units[first:last]]
            starts = list(accumulate(map(len, letters), initial=0))
            together = "".join(letters)
            at = together.find(title)
            while at >= 0:
                number = bisect_right(starts, at) - 1
                alone = at == starts[number]
                inside.append(first + number)
                if alone:
                    begun.append(first + number)
                if alone and at + len(title) in starts:
                    lines.append(first + number)
                at = together.find(title, at + len(title))
        # The title as lines of its own; at the beginning of a sentence; or wherever it stands.
        return lines or begun or inside

    def _runs(self) -> Iterator[tuple[int, int]]:
        """The units of each passage: the first, and the one after the last."""
        first = 0
        for number in range(1, len(self.units) + 1):
            if not self.beside(first, number):
                yield first, number
                first = number

    def within(self, number: int, anchors: list[int]) -> float:
        """1 for units that follow the title, less the further from it, least before it; 1 without a title."""
        if not anchors:
            return 1.0
        at = bisect_left(anchors, number + 1) - 1
        if at < 0:
            return _OUT_OF_SCOPE
        distance = self._positions[number] - self._positions[anchors[at]]
        return _OUT_OF_SCOPE + (1 - _OUT_OF_SCOPE) * min(1.0, (_SCOPE_REACH / max(distance, 1.0)) ** 2)
