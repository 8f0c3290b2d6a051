"""Connections to the library's database, for any thread and any number of docqa processes."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from docqa.errors import StoreError
from docqa.library.migrations import damaged, migrate
from docqa.library.paths import make_folder, make_private

BUSY_SECONDS = 10.0
SYNCHRONOUS = "FULL"


class Database:
    """A SQLite file in WAL mode: readers never wait, writers take turns.

    Connections are lent for one block at a time and belong to no thread, so that threads of a pool may come and
    go. What SQLite raises becomes StoreError with what to do. Raises StoreError and NewerSchema on opening.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._lock = threading.Lock()
        self._writer = threading.Lock()
        make_folder(path.parent)
        if not path.exists():
            make_private(path)  # SQLite gives the files beside it the same permissions
        killed = path.with_name(f"{path.name}-wal").exists()  # or another docqa is at work
        with self._told():
            # Not even the journal mode of a file is changed before it is known to be ours and whole.
            with closing(self._connect()) as connection:
                self._prepare(connection, killed)
            self._idle.append(self._ready())

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the database throughout the block."""
        with self._told(), self._lent() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: committed when the block ends well, undone when it does not."""
        with self._told(), self._writer, self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close all connections; those in use close as they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def flush(self) -> None:
        """Bring all that was written into the file itself and empty the log beside it, if no one is reading."""
        with self._told(), self._lent() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> tuple[str, ...]:
        """What SQLite's own full check finds wrong; empty when all is well. Reads the whole file."""
        with self.reading() as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            found += [
                f"{table}: row {row} points nowhere"
                for table, row, *_ in connection.execute("PRAGMA foreign_key_check")
            ]
        return tuple(line for line in found if line != "ok")

    def _prepare(self, connection: sqlite3.Connection, killed: bool) -> None:
        """Bring the file to today's schema; `killed` when whoever had it open last may not have closed it."""
        migrate(connection, self.path)
        if killed and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise self._damaged()

    def _damaged(self) -> StoreError:
        return damaged(self.path)

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise StoreError("The library is closed.", "Start docqa again.")
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._ready()
        try:
            yield connection
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        # A finished turn survives even a power cut: one flush a transaction is cheap beside an answer.
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        connection.execute("PRAGMA secure_delete = ON")  # what was erased shall not stay readable in the file
        return connection

    def _ready(self) -> sqlite3.Connection:
        """A connection to a database of today's schema."""
        connection = self._connect()
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            _use_wal(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite says into what a person can do."""
        try:
            yield
        except sqlite3.Error as error:
            if told := self._as_store_error(error):
                raise told from error
            raise  # a bug of ours: let it be reported as one

    def _as_store_error(self, error: sqlite3.Error) -> StoreError | None:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return self._damaged()
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreError(
                "Another docqa has been writing to the library for a long time.",
                "Wait until it is done or close it, then try again.",
            )
        if code == sqlite3.SQLITE_FULL:
            return StoreError(
                f"The library at {self.path} could not be written: the disk is full.",
                "Free some space there and try again. Nothing that was saved is lost.",
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
            return StoreError(
                f"The library at {self.path} cannot be opened for writing.",
                f"Check the permissions of {self.path.parent}, or set DOCQA_HOME to a folder of your own.",
            )
        if code == sqlite3.SQLITE_IOERR:
            return StoreError(
                f"The drive failed while docqa worked on {self.path}.",
                "Check the drive and its space, then try again.",
            )
        return None


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL once; a file system that cannot do it (some network drives) keeps the rollback journal.

    Switching needs the file for oneself and ignores the busy timeout: two docqas starting at once take turns here.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        with suppress(sqlite3.OperationalError):
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.05)


def sql_text(text: str) -> str | bytes:
    """`text` as a column takes it: bytes where it holds lone surrogates (a file name that is not Unicode)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def read_text(value: str | bytes) -> str:
    """The text that `sql_text` made `value` of."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value
