"""The library's documents: what was opened, where it was, a copy of it, and its pages ready to use again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from docqa.domain import Document, DocumentRef
from docqa.errors import StoreError
from docqa.library import codec
from docqa.library.database import Database, read_text, sql_text
from docqa.library.files import Files, Stamp, hash_of, kept_suffix, stamp_of
from docqa.library.pagesearch import LibrarySearch, search_path

_REF = "id, title, path, kind, pages, labels"


class _Known(NamedTuple):
    title: str
    path: Path
    suffix: str
    stamp: Stamp | None  # None while the file itself was never seen here


class Documents:
    """The half of `Store` that keeps documents, by the sha256 of their bytes."""

    def __init__(self, path: Path, reader_version: int) -> None:
        self._database = Database(path)
        self._files = Files(path.parent / "files")
        self._reader_version = reader_version

    def remember(self, document: Document, path: Path, *, encrypted: bool = False) -> DocumentRef:
        """Keep a document that was opened from `path`: what it is, a copy of the file, and its parsed pages.

        The pages of an `encrypted` file are not kept, since they would lie there in plain. Raises StoreError when
        the file is not the one that was read, or does not fit the disk.
        """
        path = path.absolute()
        known = self._known(document.id)
        # One copy, whatever the file is called today.
        suffix = known.suffix if known and known.stamp else kept_suffix(path)
        stamp = self._files.keep(path, document.id, suffix)
        if encrypted:
            self._files.forget_parsed(document.id)
        else:
            self.keep_pages(document)
        labels = tuple(page.label for page in document.pages)
        plain = all(label == str(number) for number, label in enumerate(labels, 1))
        ref = DocumentRef(
            document.id, document.title, str(path), document.kind, len(labels), () if plain else labels
        )
        self._set_document(ref, suffix, stamp)
        return ref

    def keep_pages(self, document: Document) -> None:
        """Keep the pages of a document that the library knows, read anew. Raises StoreError."""
        self._files.keep_parsed(document, self._reader_version)
        index = search_path(self._database.path.parent)
        if index.exists():
            with suppress(StoreError), LibrarySearch(index) as search:  # they are kept all the same
                search.outdate(document)

    def relink(self, document: str, path: Path) -> None:
        """Remember that a document's file is at `path` now. Raises StoreError when that is another file."""
        known = self._known(document)
        if known is None:
            raise StoreError("docqa does not know this document.", "Open its file first.")
        path = path.absolute()
        if hash_of(path) != document:
            raise StoreError(
                f"“{path.name}” is another file: it does not hold what “{known.title}” held when it was opened.",
                "Choose the file as it was, or open this one as a document of its own.",
            )
        stamp = self._files.keep(path, document, known.suffix)
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE documents SET path = ?, size = ?, mtime = ? WHERE id = ?",
                (sql_text(str(path)), *stamp, document),
            )

    def missing_files(self, documents: Iterable[DocumentRef]) -> frozenset[str]:
        """The ids of those of `documents` whose own file is not where it was (our copy may still be there)."""
        return frozenset(ref.id for ref in documents if not Path(ref.path).is_file())

    def adopt(self, ref: DocumentRef, file: IO[bytes], size: int) -> None:
        """Keep a document that came in a session file: the next `size` bytes of `file`, verified by their hash."""
        known = self._known(ref.id)
        if known and known.stamp:
            if not self._files.copy(ref.id, known.suffix, known.stamp.size):
                self._files.keep_bytes(file, ref.id, known.suffix, size)
            return
        suffix = kept_suffix(Path(ref.path))
        self._files.keep_bytes(file, ref.id, suffix, size)
        self._set_document(ref, suffix, Stamp(size, 0))

    def recent_documents(self, limit: int = 50) -> tuple[DocumentRef, ...]:
        """The documents opened here, last one first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_REF} FROM documents WHERE size IS NOT NULL"  # noqa: S608 - a constant
                " ORDER BY opened DESC, rowid DESC LIMIT ?",
                (limit,),
            )
            return tuple(_ref(row) for row in rows)

    def locate(self, document: str) -> Path:
        """A file with a document's bytes: the person's own if it is still the same, else our copy.

        Size and time of change decide first; where they moved, the hash does. Raises StoreError when neither is
        there.
        """
        if found := self.find_file(document):
            return found
        known = self._known(document)
        if known is None:
            raise StoreError("docqa does not know this document.", "Open its file first.")
        raise StoreError(
            f'The file of "{known.title}" is not at {known.path} any more, and docqa has no copy of it.',
            "Open the file from where it is now; its sessions will find it by its content.",
        )

    def find_file(self, document: str, *, verify: bool = False) -> Path | None:
        """What `locate` finds, or None. With `verify` the hash decides, whatever size and time say."""
        known = self._known(document)
        if known is None or known.stamp is None:
            return None
        with suppress(StoreError):
            # A relative path is a bare name from another machine's session file: it points nowhere here.
            if known.path.is_absolute() and self._is_still(document, known.path, known.stamp, verify):
                return known.path
        copy = self._files.copy(document, known.suffix, known.stamp.size)
        return copy if copy and not (verify and hash_of(copy) != document) else None

    def cached_document(self, document: str, *, outdated: bool = False) -> Document | None:
        """A document's pages as kept by `remember`; None when it must be read (again).

        `outdated` pages, kept under another version of the reading, serve where there is no file to read anew.
        """
        return self._files.parsed(document, None if outdated else self._reader_version)

    def forget_document(self, document: str) -> None:
        """Remove a document that no session is about, with our copy, its pages and what finds them; never the
        person's file.

        Raises StoreError while a session (deleted ones count until they are purged) is about it.
        """
        known = self._known(document)
        if known is not None and not self._forget(document, known.suffix):
            raise _still_used(known.title)

    def must_be_unused(self, document: str) -> None:
        """Raises what `forget_document` would raise."""
        with self._database.reading() as connection:
            used = connection.execute("SELECT 1 FROM session_documents WHERE document = ?", (document,)).fetchone()
        known = self._known(document)
        if used and known is not None:
            raise _still_used(known.title)

    def forget_unused(self, documents: Iterable[str]) -> None:
        """Remove those of `documents` that no session is about, as `forget_document` does."""
        for document in documents:
            if known := self._known(document):
                self._forget(document, known.suffix)

    def _forget(self, document: str, suffix: str) -> bool:
        """Remove all that is kept of a document; returns False where a session is about it."""
        with self._database.writing() as connection:
            try:
                connection.execute("DELETE FROM documents WHERE id = ?", (document,))
            except sqlite3.IntegrityError:
                return False
            # While the row can still come back: a file that can't be removed now is not forgotten about.
            self._files.forget(document, suffix)
        index = search_path(self._database.path.parent)
        if index.exists():
            with LibrarySearch(index) as search:
                search.forget(document)
        self._database.flush()
        return True

    def _known(self, document: str) -> _Known | None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT title, path, suffix, size, mtime FROM documents WHERE id = ?", (document,)
            ).fetchone()
        if row is None:
            return None
        title, path, suffix, size, mtime = row
        return _Known(
            read_text(title), Path(read_text(path)), suffix, None if size is None else Stamp(size, mtime)
        )

    def _is_still(self, document: str, path: Path, stamp: Stamp, verify: bool) -> bool:
        """Whether the file at `path` is the document. Raises StoreError when there is none."""
        now = stamp_of(path)
        if now == stamp and not verify:
            return True
        if now.size != stamp.size or hash_of(path) != document:
            return False
        if now != stamp:
            with self._database.writing() as connection:
                connection.execute("UPDATE documents SET mtime = ? WHERE id = ?", (now.mtime, document))
        return True

    def _set_document(self, ref: DocumentRef, suffix: str, stamp: Stamp) -> None:
        opened = codec.time_text(datetime.now(UTC))
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO documents (id, title, path, kind, pages, labels, suffix, size, mtime, opened)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
                " path = excluded.path, kind = excluded.kind, pages = excluded.pages, labels = excluded.labels,"
                " suffix = excluded.suffix, size = excluded.size, mtime = excluded.mtime,"
                " opened = excluded.opened",
                (*_columns(ref), suffix, *stamp, opened),
            )


def _still_used(title: str) -> StoreError:
    return StoreError(f'Sessions are about "{title}" still.', "Delete them for good, or keep the document.")


def set_session_documents(connection: sqlite3.Connection, session: str, refs: Sequence[DocumentRef]) -> None:
    """Make `refs` what a session is about; a document not known here yet becomes known by name."""
    now = codec.time_text(datetime.now(UTC))
    connection.execute("DELETE FROM session_documents WHERE session = ?", (session,))
    for position, ref in enumerate(refs):
        connection.execute(
            "INSERT INTO documents (id, title, path, kind, pages, labels, suffix, opened)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (*_columns(ref), kept_suffix(Path(ref.path)), now),
        )
        connection.execute("INSERT INTO session_documents VALUES (?, ?, ?)", (session, position, ref.id))


def session_documents(connection: sqlite3.Connection, session: str) -> tuple[DocumentRef, ...]:
    """What a session is about, in its order."""
    rows = connection.execute(
        f"SELECT {_REF} FROM documents JOIN session_documents ON document = id"  # noqa: S608 - a constant
        " WHERE session = ? ORDER BY position",
        (session,),
    )
    return tuple(_ref(row) for row in rows)


def document_titles(connection: sqlite3.Connection, session: str) -> tuple[str, ...]:
    """The titles of what a session is about, in its order."""
    rows = connection.execute(
        "SELECT title FROM documents JOIN session_documents ON document = id WHERE session = ? ORDER BY position",
        (session,),
    )
    return tuple(read_text(title) for (title,) in rows)


def _columns(ref: DocumentRef) -> tuple[Any, ...]:
    labels = json.dumps(ref.labels, separators=(",", ":"))
    return ref.id, sql_text(ref.title), sql_text(ref.path), ref.kind, ref.pages, labels


def _ref(row: tuple[Any, ...]) -> DocumentRef:
    id, title, path, kind, pages, labels = row
    return DocumentRef(id, read_text(title), read_text(path), kind, pages, tuple(json.loads(labels)))
