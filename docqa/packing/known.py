"""What was worked out about a document ahead of its questions: token counts and the index, made once and kept."""

from __future__ import annotations

from collections.abc import Generator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document, Progress
from docqa.packing import kept
from docqa.packing.ahead import Ahead, page_tokens
from docqa.packing.cache import VectorCache
from docqa.packing.ranker import Indexed
from docqa.packing.ranking import index

_BATCH = 64  # pages counted between two reports of progress
_WORTH_KEEPING = 50  # pages: less is indexed as quickly as it is looked up


class Known:
    """A document with its counts and index, from `cache` where that has them.

    `ahead` is what was worked out while it was read.
    """

    def __init__(self, document: Document, cache: VectorCache | None, ahead: Ahead | None = None) -> None:
        self.document = document
        self._ahead = ahead if ahead is not None and ahead.holds(document) else None
        self.tokens: dict[
            str, NDArray[np.int64]
        ] = {}  # of each page's block, by encoding; 0 for pages without text
        self._cache = cache if len(document.pages) >= _WORTH_KEEPING else None
        self._indexed: Indexed | None = None

    def count(self, encoding: str) -> Generator[Progress, None, None]:
        """Count the tokens of each page's block."""
        if encoding in self.tokens:
            return
        pages, kind = self.document.pages, kept.counts_kind(encoding)
        data = self._cache.load(self.document.id, kind) if self._cache else None
        tokens = kept.counts_from_bytes(data, self._digest, len(pages)) if data else None
        if tokens is None:
            ahead = self._ahead  # another thread may let go of it meanwhile
            if ahead and ahead.encoding == encoding:
                tokens = np.array(ahead.tokens(self.document), dtype=np.int64)
            else:
                tokens = np.zeros(len(pages), dtype=np.int64)
                for start in range(0, len(pages), _BATCH):
                    yield Progress(start, len(pages), "Counting tokens")
                    for page, cost in page_tokens(pages[start : start + _BATCH], encoding).items():
                        tokens[page] = cost
            if self._cache:
                self._cache.keep(self.document.id, kind, kept.counts_to_bytes(tokens, self._digest))
        self.tokens[encoding] = tokens

    def index(self) -> Generator[Progress, None, Indexed]:
        """The document ready for ranking."""
        if self._indexed is None:
            id = self.document.id
            data = self._cache.load(id, kept.INDEX_KIND) if self._cache else None
            found = kept.index_from_bytes(data, self._digest) if data else None
            if found is None:
                ahead = self._ahead
                found = yield from index(self.document, ahead.gathered if ahead else None)
                if self._cache:
                    self._cache.keep(id, kept.INDEX_KIND, kept.index_to_bytes(found, self._digest))
            self._indexed = Indexed(self.document, found)
            self._ahead = None  # what it gathered is in the index now
        return self._indexed

    @cached_property
    def _digest(self) -> bytes:
        """Tells the document's text from all others, also from the same file's read in another way."""
        return kept.digest(self.document)
