"""Ranking a document's units by the words they share with the question (BM25)."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document, Progress, Span
from docqa.language import detect, runs, terms_of
from docqa.packing.tables import central
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


def index(document: Document) -> Generator[Progress, None, Index]:
    """Cut `document` into units and index their words; yields between pages."""
    total = len(document.pages)
    language = detect("\n".join(_sample(document)))
    vocabulary: dict[str, int] = {}
    number = vocabulary.setdefault
    found: list[Span] = []
    pages_of = array("i")
    tokens, rows = array("i"), array("i")
    known: dict[str, tuple[int, ...]] = {}  # the numbers of each word's terms: a book has few different words

    def numbers(text: str) -> list[int]:
        found: list[int] = []
        for word in runs(text):
            own = known.get(word)
            if own is None:
                own = known[word] = tuple(number(term, len(vocabulary)) for term in terms_of(word, language))
            found += own
        return found

    above = headings(document)
    under: tuple[str, list[int]] = ("", [])
    for page in document.pages:
        if page.index % _STEP == 0:
            yield Progress(page.index, total, "Indexing")
        if under[0] != above[page.index]:
            title = above[page.index]
            under = (title, numbers(title))
        for span in units(page):
            row = len(found)
            found.append(span)
            pages_of.append(page.index)
            own = numbers(page.text[span.start : span.end]) + under[1]
            tokens.extend(own)
            rows.extend([row] * len(own))
    token_column = np.frombuffer(tokens, dtype=np.int32) if tokens else np.zeros(0, np.int32)
    row_column = np.frombuffer(rows, dtype=np.int32) if rows else np.zeros(0, np.int32)
    yield Progress(total, total, "Indexing")
    return Index(
        language=language,
        units=tuple(found),
        pages_of=np.array(pages_of, dtype=np.int32),
        words=WordIndex.of(vocabulary, token_column, row_column, len(found)),
        central=central(document),
    )


def _sample(document: Document) -> Sequence[str]:
    """Pages from the beginning, the middle and the end that hold text, to tell the language by."""
    pages = [page.text for page in document.pages if page.text.strip()]
    middle = len(pages) // 2
    return [*pages[:4], *pages[middle : middle + 4], *pages[-4:]]
