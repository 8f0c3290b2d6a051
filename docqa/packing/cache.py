"""What outlives a run: a document's vectors and index, kept by whoever has a place to keep them."""

from __future__ import annotations

from typing import Protocol


class VectorCache(Protocol):
    """Keeps vectors, and the index that they belong to, by document and kind: so a document is embedded once.

    `document` is Document.id; `kind` is a short name (letters, digits, "." and "-") of the model and of the way
    units are cut: what was kept under another kind is of no use and may be thrown away. The bytes check
    themselves, so a cache need not: damaged or stale ones are simply made anew.
    """

    def load(self, document: str, kind: str) -> bytes | None:
        """What was kept, or None. Must not raise for what is missing or unreadable."""
        ...

    def keep(self, document: str, kind: str, data: bytes) -> None:
        """Keep `data`, in place of what was there. Must not raise when there is no room: it can be made again."""
        ...
