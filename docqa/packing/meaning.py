"""A document's units by their meaning: embedded in the background, once, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document, Progress
from docqa.packing.cache import VectorCache
from docqa.packing.ranking import Index, Scores
from docqa.packing.tables import without_numbers
from docqa.packing.titles import titles
from docqa.packing.vectors import (
    DIMENSIONS,
    LANGUAGE,
    MODEL,
    Floats,
    codes,
    cosines,
    encoder,
    from_bytes,
    to_bytes,
)

# Names the model and how units are cut and worded: raise the number when either changes.
KIND: Final = f"{MODEL}.units-1"
# What the title of its page adds to a unit's cosine, by that title's own: a table seldom says what it shows.
_TITLE: Final = 0.35
_CHUNK = 64  # texts between two reports of progress
_AT_ONCE = 192  # units that a question waits for while the others are still to come: about a second
_DOING = "Understanding the document"
_ASKED = 32  # questions whose vectors stay in memory


class Meaning:
    """The vectors of a document's units and of its pages' titles, as many as are known by now.

    Rows are the units, then the pages. Safe to use from several threads.
    """

    def __init__(self, document: Document, index: Index) -> None:
        self._document = document
        self._index = index
        rows = len(index.units) + len(document.pages)
        self._codes = np.zeros((rows, DIMENSIONS), dtype=np.int8)
        self._known = np.zeros(rows, dtype=np.bool_)

    @cached_property
    def _texts(self) -> list[str]:
        """What is embedded; not needed where vectors were kept."""
        units = [without_numbers(self._document.text(unit)) for unit in self._index.units]
        return units + [without_numbers(title) for title in titles(self._document)]

    @property
    def complete(self) -> bool:
        """Whether everything has its vector."""
        return bool(self._known.all())

    def load(self, cache: VectorCache) -> bool:
        """Take what `cache` holds; whether it was all that is needed."""
        if not self.complete and (data := cache.load(self._document.id, KIND)) is not None:
            found = from_bytes(data, len(self._known))
            if found is not None:
                self._codes, self._known = found.copy(), np.ones(len(found), dtype=np.bool_)
        return self.complete

    def work(self, cache: VectorCache | None) -> Generator[Progress, None, None]:
        """Embed what is still unknown, and keep it all. What was done stays when the work is closed early."""
        if self.complete or (cache is not None and self.load(cache)):
            return
        # Texts of one length together, and the same text (a running title, a repeated exhibit) once.
        rows = self._rows(np.flatnonzero(~self._known))
        texts = sorted(rows, key=len)
        for start in range(0, len(texts), _CHUNK):
            yield Progress(start, len(texts), _DOING)
            # A question asked meanwhile has done some of them.
            self._embed([text for text in texts[start : start + _CHUNK] if not self._known[rows[text][0]]], rows)
        if cache is not None:
            cache.keep(self._document.id, KIND, to_bytes(self._codes))
        yield Progress(len(texts), len(texts), _DOING)

    def scores(self, question: Floats, words: Scores) -> Scores:
        """For each unit the cosine of its angle to `question`, and a share of its page's title's: float32.

        While vectors are missing, those of the units that rank best by `words` are made at once, and the rest are
        taken to be as far from the question as the farthest of them.
        """
        units, pages_of = len(self._index.units), self._index.pages_of
        if not self.complete:
            best = np.argsort(-words, kind="stable")[:_AT_ONCE]
            best = np.concatenate([best, units + np.unique(pages_of[best])])
            rows = self._rows(best[~self._known[best]])
            self._embed(list(rows), rows)
        known = self._known.copy()
        found = cosines(self._codes, question)
        for part in (slice(0, units), slice(units, None)):
            found[part][~known[part]] = found[part][known[part]].min(initial=0.0)
        return found[:units] + np.float32(_TITLE) * found[units:][pages_of]

    def _rows(self, numbers: NDArray[np.int64]) -> dict[str, list[int]]:
        """Those of the units that say each of their texts."""
        rows: dict[str, list[int]] = {}
        for row in numbers:
            rows.setdefault(self._texts[row], []).append(int(row))
        return rows

    def _embed(self, texts: Sequence[str], rows: dict[str, list[int]]) -> None:
        for text, code in zip(texts, codes(encoder().encode(texts)), strict=True):
            self._codes[rows[text]] = code
            self._known[rows[text]] = True


class Questions:
    """Vectors of the questions asked last."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def vector(self, question: str, before: str, weight: float) -> Floats:
        """The direction of `question`, drawn by `weight` towards the question `before` it ("" for none)."""
        found = self._of(question)
        if before:
            found = found + np.float32(weight) * self._of(before)
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9), dtype=np.float32)

    def _of(self, text: str) -> Floats:
        with self._lock:
            known = self._known.get(text)
        if known is None:
            known = encoder().encode([text])[0]
            with self._lock:
                self._known[text] = known
                while len(self._known) > _ASKED:
                    self._known.popitem(last=False)
        return known


def readable(index: Index) -> bool:
    """Whether the model reads the document's language."""
    return index.language == LANGUAGE
