"""A document's parsed pages as bytes, so that opening it again needs no reading.

Layout: a line of JSON naming format, reader version and document; then one zlib stream of the length of a JSON
header (8 bytes, little-endian), the header (title, kind, outline, pages), and the word boxes of all pages in
columns: starts, ends (uint32) and edges (float32), little-endian. zlib's checksum tells damage.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from typing import TypeVar

from docqa.domain import Document, OutlineEntry, Page, PageKind, PageSource, WordBoxes

N = TypeVar("N", int, float)

FORMAT = 2
_LIMIT = 2**31  # bytes unpacked; the largest books take some tens of millions


def pack(document: Document, reader_version: int) -> bytes:
    """`document` as bytes; `reader_version` is that of the normaliser which made its text."""
    header = {
        "title": document.title,
        "kind": document.kind,
        "outline": document.outline,
        "pages": [
            [
                page.label,
                page.text,
                page.width,
                page.height,
                page.source,
                page.problem,
                len(page.boxes),
                page.kind,
                page.hidden,
            ]
            for page in document.pages
        ],
    }
    # Escaped JSON keeps whatever text a file holds, lone surrogates too; zlib takes the length back.
    body = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    packer = zlib.compressobj(level=1)
    parts = [_first_line(document.id, reader_version), packer.compress(len(body).to_bytes(8, "little"))]
    parts.append(packer.compress(body))
    parts += [packer.compress(_little(page.boxes.starts).tobytes()) for page in document.pages]
    parts += [packer.compress(_little(page.boxes.ends).tobytes()) for page in document.pages]
    parts += [packer.compress(_little(page.boxes.edges).tobytes()) for page in document.pages]
    parts.append(packer.flush())
    return b"".join(parts)


def unpack(data: bytes, document: str, reader_version: int | None) -> Document | None:
    """The document of id `document` that `pack` wrote; None if other, older, newer or damaged.

    With no `reader_version` whatever version read it.
    """
    first, _, packed = data.partition(b"\n")
    try:
        if reader_version is None:
            reader_version = json.loads(first)["reader"]
        if first + b"\n" != _first_line(document, reader_version):
            return None
        return _document(document, _inflate(packed))
    except (zlib.error, ValueError, TypeError, KeyError, IndexError):
        return None


def _first_line(document: str, reader_version: int) -> bytes:
    return json.dumps({"docqa pages": FORMAT, "reader": reader_version, "document": document}).encode() + b"\n"


def _inflate(packed: bytes) -> memoryview:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, _LIMIT)
    if not unpacker.eof:
        raise ValueError("cut short")
    return memoryview(data)


def _document(document: str, data: memoryview) -> Document:
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(bytes(data[8:end]))
    counts = [page[6] for page in header["pages"]]
    words = sum(counts)
    if end + words * 24 != len(data):
        raise ValueError("not the words it says")
    starts, ends, edges = (
        data[end : end + 4 * words],
        data[end + 4 * words : end + 8 * words],
        data[end + 8 * words :],
    )
    pages, at = [], 0
    for index, (label, text, width, height, source, problem, count, kind, hidden) in enumerate(header["pages"]):
        boxes = WordBoxes(
            _filled(array("I"), starts[4 * at : 4 * (at + count)]),
            _filled(array("I"), ends[4 * at : 4 * (at + count)]),
            _filled(array("f"), edges[16 * at : 16 * (at + count)]),
        )
        pages.append(
            Page(index, label, text, width, height, PageSource(source), boxes, problem, PageKind(kind), hidden)
        )
        at += count
    outline = tuple(OutlineEntry(*entry) for entry in header["outline"])
    return Document(document, header["title"], header["kind"], tuple(pages), outline)


def _filled(column: array[N], data: memoryview) -> array[N]:
    column.frombytes(data)
    return _little(column)


def _little(column: array[N]) -> array[N]:
    """The column in, or from, little-endian order."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column
