"""What was computed from a document's pages (its vectors), kept in files beside them and erased with them.

Layout: a line of JSON naming format, document, kind, the length of what follows in bytes and its BLAKE2b-128.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path

from docqa.errors import StoreError
from docqa.library.paths import file_error, home, write_file

FORMAT = 1
SUFFIX = ".vectors"
_HASH = 64  # hex digits of a document's id


class VectorFiles:
    """A document's vectors by `kind`, which names the model and its version: another kind is another file.

    Only documents whose parsed pages the library keeps have vectors kept: vectors tell what a text is about, so
    nothing lasts of a document that was not remembered, nor of an encrypted one. A cache raises nothing: what
    cannot be kept or read is computed anew.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or home() / "files"

    def load(self, document: str, kind: str) -> bytes | None:
        """What `keep` was given; None when there is nothing, or it is damaged or unreadable."""
        try:
            first, _, data = self._path(document, kind).read_bytes().partition(b"\n")
        except OSError:
            return None
        return data if first == _first_line(document, kind, data) else None

    def keep(self, document: str, kind: str, data: bytes) -> None:
        """Keep `data`, whole or not at all, if the library keeps the document's pages and the disk has room."""
        path, pages = self._path(document, kind), pages_path(self._folder, document)
        with suppress(StoreError):
            if pages.exists():
                write_file(path, _first_line(document, kind, data) + b"\n" + data)
                if not pages.exists():  # the document was erased meanwhile
                    forget_vectors(self._folder, document)

    def _path(self, document: str, kind: str) -> Path:
        if len(document) != _HASH or not document.isalnum():
            raise ValueError("a document is named by the sha256 of its bytes")
        # A model may be called anything ("org/model:tag"): its name stands inside, its hash outside.
        return self._folder / f"{document}.{sha256(kind.encode()).hexdigest()[:16]}{SUFFIX}"


def pages_path(folder: Path, document: str) -> Path:
    """Where the parsed pages of a document are kept in `folder`."""
    return folder / f"{document}.pages"


def forget_vectors(folder: Path, document: str) -> None:
    """Remove a document's vectors of every kind. Raises StoreError."""
    for path in folder.glob(f"{document}.*{SUFFIX}"):
        try:
            with suppress(FileNotFoundError):
                path.unlink()
        except OSError as error:
            raise file_error("remove", path, error) from error


def _first_line(document: str, kind: str, data: bytes) -> bytes:
    digest = blake2b(data, digest_size=16).hexdigest()
    named = {"docqa vectors": FORMAT, "document": document, "kind": kind, "length": len(data), "blake2b": digest}
    return json.dumps(named).encode()
