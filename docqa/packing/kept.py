"""A document's index and token counts as bytes, so that opening it again need not make them again.

The bytes name the text they were made of: the same file read in another way, as after its scans were recognised,
gives another text and so needs another index.
"""

from __future__ import annotations

import io
import zipfile
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docqa.domain import Document, Span
from docqa.packing.ranking import Index, WordIndex

# Raise the number when units are cut, words are stemmed or tables are weighed in another way.
INDEX_KIND: Final = "index-1"
_COUNTS: Final = "tokens-1"  # … and this one when a page's block is worded in another way
_BROKEN = (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile)


def digest(document: Document) -> bytes:
    """Tells a document's text and outline from all others: 16 bytes."""
    found = blake2b(digest_size=16)
    for page in document.pages:
        found.update(page.label.encode("utf-8", "replace") + b"\0")
        found.update(page.text.encode("utf-8", "surrogatepass") + b"\0")
    for entry in document.outline:
        found.update(f"{entry.level} {entry.page} {entry.title}\0".encode("utf-8", "replace"))
    return found.digest()


def index_to_bytes(index: Index, of: bytes) -> bytes:
    """The index of the document whose `digest` is `of`."""
    words = index.words
    out = io.BytesIO()
    np.savez(
        out,
        of=np.frombuffer(of, dtype=np.uint8),
        language=_text(index.language),
        spans=np.array([(unit.start, unit.end) for unit in index.units], dtype=np.int32).reshape(-1, 2),
        pages_of=index.pages_of,
        central=index.central,
        vocabulary=_text("\n".join(words.vocabulary)),
        rows=words.rows,
        first=words.first.astype(np.int32),
        gains=words.gains,
    )
    return out.getvalue()


def index_from_bytes(data: bytes, of: bytes) -> Index | None:
    """What `index_to_bytes` wrote for a document of this `digest`; None if it is damaged or of another."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            if kept["of"].tobytes() != of:
                return None
            pages_of = kept["pages_of"]
            terms = _said(kept["vocabulary"]).split("\n")
            words = WordIndex(
                {term: number for number, term in enumerate(terms) if term},
                kept["rows"],
                kept["first"].astype(np.int64),
                kept["gains"],
                len(pages_of),
            )
            spans = zip(pages_of.tolist(), kept["spans"].tolist(), strict=True)
            units = tuple(Span(page, start, end) for page, (start, end) in spans)
            return Index(_said(kept["language"]), units, pages_of, words, kept["central"])
    except _BROKEN:
        return None


def counts_kind(encoding: str) -> str:
    """Under what the counts of an encoding are kept."""
    return f"{_COUNTS}.{encoding}"


def counts_to_bytes(tokens: NDArray[np.int64], of: bytes) -> bytes:
    """Tokens of each page's block, of the document whose `digest` is `of`."""
    body = of + tokens.astype("<i4").tobytes()
    return blake2b(body, digest_size=16).digest() + body


def counts_from_bytes(data: bytes, of: bytes, pages: int) -> NDArray[np.int64] | None:
    """What `counts_to_bytes` wrote for this document; None if it is another or damaged."""
    check, body = data[:16], data[16:]
    if blake2b(body, digest_size=16).digest() != check or body[:16] != of or len(body) != 16 + 4 * pages:
        return None
    return np.frombuffer(body[16:], dtype="<i4").astype(np.int64)


def _text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _said(data: NDArray[np.uint8]) -> str:
    return data.tobytes().decode("utf-8", "surrogatepass")
