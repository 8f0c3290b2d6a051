"""A document's units by their meaning: embedded in the background, once, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from docqa.domain import CancelToken, Document, Progress
from docqa.packing.cache import VectorCache
from docqa.packing.models import Model
from docqa.packing.ranking import Index, Scores
from docqa.packing.selection import spread_order
from docqa.packing.tables import without_numbers
from docqa.packing.titles import titles
from docqa.packing.vectors import Codes, Floats, codes, cosines, from_bytes, to_bytes

_DOING = "Understanding the document"
_ASKED = 32  # questions whose vectors stay in memory


class Meaning:
    """The vectors of a document's units and of its pages' titles, as many as are known by now.

    Rows are the units, then the pages. Safe to use from several threads.
    """

    def __init__(self, document: Document, index: Index, model: Model) -> None:
        self.model = model
        self._document = document
        self._index = index
        # Zeros where a row is not known; without columns until the first vector tells how many there are.
        self._codes: Codes = np.zeros((len(index.units) + len(document.pages), 0), dtype=np.int8)
        self._known = np.zeros(len(self._codes), dtype=np.bool_)
        self._widening = threading.Lock()

    @cached_property
    def _texts(self) -> list[str]:
        """What is embedded; not needed where vectors were kept."""
        units = [without_numbers(self._document.text(unit)) for unit in self._index.units]
        return units + [without_numbers(title) for title in titles(self._document)]

    @cached_property
    def _all_over(self) -> NDArray[np.int64]:
        """The units in an order that soon has some of all parts of the document: the pages' first ones first."""
        pages_of = self._index.pages_of
        place = np.arange(len(pages_of)) - np.searchsorted(pages_of, pages_of)
        return np.lexsort((spread_order(len(self._document.pages))[pages_of], place))

    @property
    def complete(self) -> bool:
        """Whether everything has its vector."""
        return bool(self._known.all())

    def load(self, cache: VectorCache) -> bool:
        """Take what `cache` holds; whether it was all that is needed."""
        if not self.complete and (data := cache.load(self._document.id, self.model.kind)) is not None:
            found = from_bytes(data, len(self._known))
            if found is not None:
                self._codes, self._known = found.copy(), np.asarray(found.any(axis=1), dtype=np.bool_)
        return self.complete

    def work(
        self, cache: VectorCache | None, cancel: CancelToken | None = None
    ) -> Generator[Progress, None, None]:
        """Embed what is still unknown, and keep it. What was done is kept when the work is closed early, too.

        Raises what the model raises.
        """
        if self.complete or (cache is not None and self.load(cache)):
            return
        # Texts of one length together, and the same text (a running title, a repeated exhibit) once.
        rows = self._rows(np.flatnonzero(~self._known))
        texts = sorted(rows, key=len)
        try:
            for start in range(0, len(texts), self.model.chunk):
                yield Progress(start, len(texts), _DOING)
                # A question asked meanwhile has done some of them.
                chunk = [
                    text for text in texts[start : start + self.model.chunk] if not self._known[rows[text][0]]
                ]
                self._embed(chunk, rows, cancel)
        finally:
            if cache is not None and self._known.any():
                cache.keep(self._document.id, self.model.kind, to_bytes(self._codes))
        yield Progress(len(texts), len(texts), _DOING)

    def cosines(self, question: Floats, words: Scores, cancel: CancelToken | None = None) -> tuple[Scores, Scores]:
        """The cosine of the angle to `question` of each unit, and of the title of each unit's page: float32.

        While vectors are missing, those of the units that rank best by `words` are made at once, or of some all
        over the document where few share a word; the rest are taken to be as far from the question as the farthest
        of them. Raises what the model raises.
        """
        units, pages_of = len(self._index.units), self._index.pages_of
        if not self.complete:
            best = np.argsort(-words, kind="stable")[: min(self.model.at_once, np.count_nonzero(words > 0))]
            others = self._all_over[~np.isin(self._all_over, best)]
            best = np.concatenate([best, others[: self.model.at_once - len(best)]])
            best = np.concatenate([best, units + np.unique(pages_of[best])])
            rows = self._rows(best[~self._known[best]])
            self._embed(list(rows), rows, cancel)
        known = self._known.copy()
        found = cosines(self._codes, question)
        for part in (slice(0, units), slice(units, None)):
            if known[part].any():
                found[part][~known[part]] = found[part][known[part]].min()
        return found[:units], found[units:][pages_of]

    def _rows(self, numbers: NDArray[np.int64]) -> dict[str, list[int]]:
        """Those of the units that say each of their texts."""
        rows: dict[str, list[int]] = {}
        for row in numbers:
            rows.setdefault(self._texts[row], []).append(int(row))
        return rows

    def _embed(self, texts: Sequence[str], rows: dict[str, list[int]], cancel: CancelToken | None) -> None:
        if not texts:
            return
        found = codes(self.model.encode(texts, cancel=cancel))
        with self._widening:
            if not self._codes.shape[1]:
                self._codes = np.zeros((len(self._known), found.shape[1]), dtype=np.int8)
        for text, code in zip(texts, found, strict=True):
            self._codes[rows[text]] = code
            self._known[rows[text]] = True


class Questions:
    """Vectors of the questions asked last."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Floats] = OrderedDict()
        self._lock = threading.Lock()

    def vector(
        self, model: Model, question: str, before: str, weight: float, cancel: CancelToken | None = None
    ) -> Floats:
        """The direction of `question`, drawn by `weight` towards the question `before` it ("" for none)."""
        found = self._of(model, question, cancel)
        if before:
            found = found + np.float32(weight) * self._of(model, before, cancel)
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9), dtype=np.float32)

    def _of(self, model: Model, text: str, cancel: CancelToken | None) -> Floats:
        key = model.kind, text
        with self._lock:
            known = self._known.get(key)
        if known is None:
            known = model.encode([text], question=True, cancel=cancel)[0]
            with self._lock:
                self._known[key] = known
                while len(self._known) > _ASKED:
                    self._known.popitem(last=False)
        return known
