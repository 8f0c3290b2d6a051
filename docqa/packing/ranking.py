"""Ranking a document's units by the words they share with the question (BM25)."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document, Page, Progress, Span
from docqa.language import detect, runs, terms_of
from docqa.packing.tables import central, labels
from docqa.packing.units import headings, units

Scores = NDArray[np.float32]

# Okapi BM25's usual constants (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
_K1 = 1.2
_B = 0.75
_STEP = 25  # pages between two reports of progress


class WordIndex:
    """Which terms stand in which units, ready for BM25.

    Rows are units, numbered from 0. Postings are kept in three columns: term t's rows are
    `rows[first[t] : first[t + 1]]`, their saturated frequencies beside them in `gains`.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        rows: NDArray[np.int32],
        first: NDArray[np.int64],
        gains: Scores,
        size: int,
    ) -> None:
        """`size` is the number of rows; `vocabulary` gives each term its number, in order."""
        self.vocabulary = vocabulary
        self.rows, self.first, self.gains = rows, first, gains
        self.size = size

    @classmethod
    def of(
        cls, vocabulary: dict[str, int], tokens: NDArray[np.int32], rows: NDArray[np.int32], size: int
    ) -> WordIndex:
        """`tokens` are term numbers in any order, `rows` the row of each; `size` is the number of rows."""
        lengths = np.bincount(rows, minlength=size).astype(np.float32)
        keys, counts = np.unique(tokens.astype(np.int64) * max(size, 1) + rows, return_counts=True)
        terms = keys // max(size, 1)
        held = (keys % max(size, 1)).astype(np.int32)
        first = np.searchsorted(terms, np.arange(len(vocabulary) + 1)).astype(np.int64)
        mean = float(lengths.mean()) if size else 1.0
        norms = _K1 * (1 - _B + _B * lengths / max(mean, 1.0))
        tf = counts.astype(np.float32)
        gains = (tf * (_K1 + 1) / (tf + norms[held])).astype(np.float32)
        return cls(vocabulary, held, first, gains, size)

    def frequency(self, term: str) -> int:
        """In how many rows `term` stands."""
        number = self.vocabulary.get(term)
        return 0 if number is None else int(self.first[number + 1] - self.first[number])

    def scores(self, weights: Mapping[str, float]) -> Scores:
        """For each row the sum over its terms of weight times saturated frequency: float32, shape (size,)."""
        found = np.zeros(self.size, dtype=np.float32)
        for term, weight in weights.items():
            number = self.vocabulary.get(term)
            if number is not None:
                at = slice(self.first[number], self.first[number + 1])
                found[self.rows[at]] += np.float32(weight) * self.gains[at]
        return found


@dataclass(frozen=True)
class Index:
    """A document made ready for ranking: its units in document order, and their words.

    `pages_of[i]` is the page of unit i; row i of `words` is unit i; `central[p]` says how much the tables of page
    p are the document's main ones (see tables.central).
    """

    language: str
    units: tuple[Span, ...]
    pages_of: NDArray[np.int32]
    words: WordIndex
    central: Scores


class _Words(dict[str, tuple[int, ...]]):
    """What stands between two spaces -> the numbers of its words, taken apart when it is first looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}

    def __missing__(self, piece: str) -> tuple[int, ...]:
        known = self.numbers
        found = self[piece] = tuple(known.setdefault(word, len(known)) for word in runs(piece))
        return found

    def of(self, text: str) -> list[int]:
        """The numbers of the words of `text`, in order."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))


class Gathering:
    """What an index is made of, page by page in any order: so it can begin before a file is read to its end.

    What needs to know the language, as stems do, waits for the whole document.
    """

    def __init__(self) -> None:
        self._words = _Words()  # a book has few different words: each is stemmed once, at the end
        self._pages: dict[int, tuple[list[Span], array[int], array[int], set[str]]] = {}

    def __contains__(self, page: int) -> bool:
        return page in self._pages

    def add(self, page: Page) -> None:
        """Cut a page into units and take down their words."""
        spans, sizes, words = units(page), array("i"), array("i")
        for span in spans:
            own = self._words.of(page.text[span.start : span.end])
            sizes.append(len(own))
            words.extend(own)
        self._pages[page.index] = spans, sizes, words, labels(page.text)

    def index(self, document: Document) -> Index:
        """The index of `document`, all of whose pages were added."""
        language = detect("\n".join(_sample(document)))
        above = headings(document)
        titles = {title: self._words.of(title) for title in dict.fromkeys(above)}
        found: list[Span] = []
        pages_of = array("i")
        sizes, words = array("i"), array("i")  # of each unit and the title that it is under, in turn
        for page, title in zip(document.pages, above, strict=True):
            spans, own, held, _ = self._pages[page.index]
            found += spans
            pages_of.extend([page.index] * len(spans))
            if not titles[title]:
                sizes.extend(own)
                words.extend(held)
                continue
            at = 0
            for size in own:
                words.extend(held[at : at + size])
                words.extend(titles[title])
                sizes.append(size + len(titles[title]))
                at += size
        vocabulary, first, terms = self._terms(language)
        rows = np.repeat(np.arange(len(found), dtype=np.int32), _column(sizes))
        tokens, rows = _spelt_out(_column(words), rows, first, terms)
        return Index(
            language=language,
            units=tuple(found),
            pages_of=_column(pages_of),
            words=WordIndex.of(vocabulary, tokens, rows, len(found)),
            central=central([self._pages[page.index][3] for page in document.pages]),
        )

    def _terms(self, language: str) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int32]]:
        """The terms, numbered, and those of word w: `terms[first[w] : first[w + 1]]`."""
        vocabulary: dict[str, int] = {}
        first, terms = array("q", [0]), array("i")
        for word in self._words.numbers:
            terms.extend([vocabulary.setdefault(term, len(vocabulary)) for term in terms_of(word, language)])
            first.append(len(terms))
        return vocabulary, np.frombuffer(first, dtype=np.int64), _column(terms)


def _column(values: array[int]) -> NDArray[np.int32]:
    return np.array(values, dtype=np.int32)


def _spelt_out(
    words: NDArray[np.int32], rows: NDArray[np.int32], first: NDArray[np.int64], terms: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The terms of each word in turn, and the row of each."""
    counts = (first[1:] - first[:-1])[words]
    before = np.cumsum(counts) - counts
    places = np.arange(int(counts.sum())) + np.repeat(first[words] - before, counts)
    return terms[places], np.repeat(rows, counts)


def index(document: Document, gathered: Gathering | None = None) -> Generator[Progress, None, Index]:
    """Cut `document` into units and index their words; yields between pages.

    `gathered` is what was made of some of its pages before.
    """
    gathered = gathered or Gathering()
    total = len(document.pages)
    for page in document.pages:
        if page.index % _STEP == 0:
            yield Progress(page.index, total, "Indexing")
        if page.index not in gathered:
            gathered.add(page)
    yield Progress(total, total, "Indexing")
    return gathered.index(document)


def _sample(document: Document) -> Sequence[str]:
    """Pages from the beginning, the middle and the end that hold text, to tell the language by."""
    pages = [page.text for page in document.pages if page.text.strip()]
    middle = len(pages) // 2
    return [*pages[:4], *pages[middle : middle + 4], *pages[-4:]]
