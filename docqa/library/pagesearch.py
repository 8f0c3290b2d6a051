"""Finding pages in every document ever opened, by words and phrases in any script.

The index is a database of its own beside the library: it can be thrown away and is made again from the parsed
pages. Measured on 4,143 pages of filings, reports and books in English, Hebrew and Chinese: 1.4 bytes for each
character of text, the pages themselves included; SQLite's trigram index would take 3.1.
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from docqa.domain import Document, Progress
from docqa.errors import StoreError
from docqa.language import detect
from docqa.library import pagequery
from docqa.library.database import Database, read_text, sql_text
from docqa.library.paths import file_error, home

if TYPE_CHECKING:
    from docqa.library.documents import Documents

_FORMAT = 1
_VERSION = _FORMAT * 1000 + pagequery.VERSION
_BATCH = 16  # pages a transaction: other writers and a cancel wait no longer than that
_SCHEMA = (
    """
    CREATE TABLE documents (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,        -- sha256 of the file, hex
        title TEXT NOT NULL,
        language TEXT NOT NULL,         -- ISO 639-1 or empty: how its terms were made
        stamp INTEGER NOT NULL,         -- of the text: a better reader may read another one
        complete INTEGER NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE pages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, so that no other page is taken for it
        document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
        page INTEGER NOT NULL,
        label TEXT NOT NULL,
        text BLOB NOT NULL,             -- UTF-8, zlib
        UNIQUE (document, page)
    )
    """,
    # Without its own copy of the text: a page's tokens are made again from the text above when it is removed.
    f"CREATE VIRTUAL TABLE search USING fts5 (words, terms, content = '', tokenize = '{pagequery.TOKENIZER}')",
)


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page that was found: of which document (id and title), its index and label, and a line of it.

    `hits` are the (start, end) of the words found in `snippet`. `missing` are the words asked for that do not
    stand on this page: only ever any when no page of the library holds them all.
    """

    document: str
    title: str
    page: int
    label: str
    snippet: str
    hits: tuple[tuple[int, int], ...]
    missing: tuple[str, ...] = ()


class _Damaged(StoreError):
    """The index is no whole database."""


class _Index(Database):
    """A database that is made anew where a library would be migrated or mended."""

    def _prepare(self, connection: sqlite3.Connection, killed: bool) -> None:
        if connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                for table in ("search", "pages", "documents"):
                    connection.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _SCHEMA:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION:d}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _damaged(self) -> StoreError:
        return _Damaged(
            f"The search index at {self.path} is damaged.",
            f"Close docqa and remove {self.path.name}: it is made again from the library. Nothing else is lost.",
        )


class LibrarySearch:
    """The pages of the library's documents, findable. Safe to use from several threads and processes.

    Made anew, empty, when it is damaged or of another version: `rebuild` fills it. Opening and every method raise
    StoreError when the disk or the database refuses.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or search_path()
        try:
            self._database = _Index(self.path)
        except _Damaged:
            _remove(self.path)
            self._database = _Index(self.path)

    def close(self) -> None:
        """Close the index. Harmless when it is closed."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def index(self, document: Document) -> Generator[Progress, None, None]:
        """Make a document's pages findable; nothing to do where they are. Stopped early, it goes on from there.

        The text is kept, in plain: an encrypted document should be given here only when the person asks for it.
        """
        stamp = _stamp(document)
        with self._database.writing() as connection:
            known = connection.execute(
                "SELECT key, stamp, complete FROM documents WHERE id = ?", (document.id,)
            ).fetchone()
            if known and known[1] != stamp:
                _erase(connection, known[0])
                known = None
            if known and known[2]:
                return
            if not known:
                language = detect("\n".join(page.text for page in document.pages))
                connection.execute(
                    "INSERT INTO documents (id, title, language, stamp) VALUES (?, ?, ?, ?)",
                    (document.id, sql_text(document.title), language, stamp),
                )
        done, total = 0, len(document.pages)
        while done < total:
            with self._database.writing() as connection:
                row = connection.execute(
                    "SELECT key, language, (SELECT count(*) FROM pages WHERE document = key) FROM documents"
                    " WHERE id = ? AND stamp = ?",
                    (document.id, stamp),
                ).fetchone()
                if row is None:  # erased meanwhile
                    return
                key, language, done = row
                for page in document.pages[done : done + _BATCH]:
                    text = zlib.compress(page.text.encode("utf-8", "surrogatepass"))
                    added = connection.execute(
                        "INSERT INTO pages (document, page, label, text) VALUES (?, ?, ?, ?)",
                        (key, page.index, sql_text(page.label), text),
                    )
                    connection.execute(
                        "INSERT INTO search (rowid, words, terms) VALUES (?, ?, ?)",
                        (added.lastrowid, *pagequery.columns(page.text, language)),
                    )
                done = min(total, done + _BATCH)
                if done == total:
                    connection.execute("UPDATE documents SET complete = 1 WHERE key = ?", (key,))
            yield Progress(done, total, "Indexing for search")

    def outdate(self, document: Document) -> None:
        """Let `rebuild` index a document anew if its pages are others by now than those that are found."""
        now = (document.id, _stamp(document))
        with self._database.reading() as connection:
            others = connection.execute("SELECT 1 FROM documents WHERE id = ? AND stamp != ?", now).fetchone()
        if others:
            with self._database.writing() as connection:
                connection.execute("UPDATE documents SET complete = 0 WHERE id = ? AND stamp != ?", now)

    def search(self, query: str, limit: int = 20) -> tuple[PageHit, ...]:
        """The `limit` best pages for a query: words (in any form), "exact phrases", and beginnings (expend*).

        Pages that hold all of it; only where there is none, those that hold some. Ranked by BM25; the pages of
        one document stand together, best first, and the documents in the order of their best pages.
        """
        wanted = pagequery.parse(query)
        if not wanted:
            return ()
        with self._database.reading() as connection:
            languages = [row[0] for row in connection.execute("SELECT DISTINCT language FROM documents")]
            wanted = pagequery.without_function_words(wanted, languages)
            rows = _rows(connection, pagequery.expression(wanted, languages, every=True), limit)
            if not rows and len(wanted) > 1:
                rows = _rows(connection, pagequery.expression(wanted, languages, every=False), limit)
        grouped: dict[str, list[PageHit]] = {}
        for id, title, language, page, label, packed in rows:
            text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
            found = pagequery.find(text, wanted, language)
            hit = PageHit(id, read_text(title), page, read_text(label), found.text, found.hits, found.missing)
            grouped.setdefault(id, []).append(hit)
        return tuple(hit for hits in grouped.values() for hit in hits)

    def forget(self, id: str) -> None:
        """Erase a document's pages from the index and from the file that holds it. Harmless when there are none.

        Takes about as long as indexing it took.
        """
        with self._database.writing() as connection:
            row = connection.execute("SELECT key FROM documents WHERE id = ?", (id,)).fetchone()
            if row is None:
                return
            _erase(connection, row[0])
            # FTS5 only notes what is gone until it next merges: make it merge, so that no word stays behind.
            connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        self._database.flush()

    def rebuild(self, store: Documents) -> Generator[Progress, None, None]:
        """Bring the index in line with the library: add what is missing, erase what the library forgot.

        Documents whose pages the library does not keep (encrypted ones) stay as they are. Pages that an older
        reading kept are found until they are read anew. Quick when there is nothing to do.
        """
        kept = [ref.id for ref in store.recent_documents(sys.maxsize)]
        with self._database.reading() as connection:
            indexed = dict(connection.execute("SELECT id, complete FROM documents").fetchall())
        for gone in indexed.keys() - set(kept):
            self.forget(gone)
        for id in kept:
            document = None if indexed.get(id) else store.cached_document(id, outdated=True)
            if document is not None:
                yield from self.index(document)


def search_path(folder: Path | None = None) -> Path:
    """Where the search index of the library in `folder` (docqa's own by default) is."""
    return (folder or home()) / "search.sqlite3"


def _rows(
    connection: sqlite3.Connection, expression: str, limit: int
) -> list[tuple[str, str | bytes, str, int, str | bytes, bytes]]:
    return connection.execute(
        "SELECT documents.id, title, language, page, label, text"
        " FROM (SELECT rowid AS found, rank AS score FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?)"
        " JOIN pages ON pages.id = found JOIN documents ON key = document ORDER BY score",
        (expression, limit),
    ).fetchall()


def _erase(connection: sqlite3.Connection, key: int) -> None:
    (language,) = connection.execute("SELECT language FROM documents WHERE key = ?", (key,)).fetchone()
    for id, packed in connection.execute("SELECT id, text FROM pages WHERE document = ?", (key,)).fetchall():
        text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        connection.execute(
            "INSERT INTO search (search, rowid, words, terms) VALUES ('delete', ?, ?, ?)",
            (id, *pagequery.columns(text, language)),
        )
    connection.execute("DELETE FROM documents WHERE key = ?", (key,))


def _stamp(document: Document) -> int:
    """What changes when a document is read otherwise."""
    stamp = 0
    for page in document.pages:
        stamp = zlib.crc32(f"{page.label}\f{page.text}\f".encode("utf-8", "surrogatepass"), stamp)
    return stamp


def _remove(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        try:
            with suppress(FileNotFoundError):
                file.unlink()
        except OSError as error:
            raise file_error("remove", file, error) from error
