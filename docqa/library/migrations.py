"""Bringing a database to today's schema: never past it, never without a backup, never half-way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from docqa.errors import NewerSchema, StoreError
from docqa.library.paths import file_error, make_private
from docqa.library.schema import MIGRATIONS, VERSION

KEPT_BACKUPS = 3


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that the database at `path` still lacks, each in one transaction.

    A database with something in it is copied first, beside itself, as ``NAME.v<version>-<time>.bak``; the last
    three copies stay. `connection` is in autocommit mode with foreign keys off. Raises NewerSchema when a newer
    docqa wrote it, StoreError when it is damaged or not docqa's, and sqlite3.Error.
    """
    saved = False  # or there was nothing to save
    while True:
        # Taking the write lock before looking keeps a second process from migrating at the same time.
        version = _version(connection)
        if version == VERSION:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = _version(connection)
            if version > VERSION:
                raise NewerSchema(
                    f"The library at {path} was written by a newer docqa.",
                    "Update docqa, or set DOCQA_HOME to another folder to work with a library of its own.",
                )
            if version == 0:
                _must_be_empty(connection, path)
                saved = True
            elif version < VERSION and not saved:
                _back_up(connection, path, version)
                saved = True
            if version < VERSION:
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                if connection.execute("PRAGMA foreign_key_check").fetchone():
                    raise damaged(path)
                connection.execute(f"PRAGMA user_version = {version + 1:d}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def backups(path: Path) -> tuple[Path, ...]:
    """The copies of the database at `path` that stand beside it, newest first."""
    found = path.parent.glob(f"{path.name}.v*.bak")
    return tuple(sorted(found, key=lambda copy: copy.stat().st_mtime_ns, reverse=True))


def remove_backups(path: Path) -> None:
    """Remove the copies of the database at `path`. Raises StoreError."""
    for copy in backups(path):
        try:
            copy.unlink(missing_ok=True)
        except OSError as error:
            raise file_error("remove", copy, error) from error


def damaged(path: Path) -> StoreError:
    """What to tell of a database that cannot be read: it stays as it is, and how to go on."""
    copies = backups(path)
    hint = f"It was left as it is. Move {path.name} elsewhere to begin with an empty library"
    hint += f", or put its copy {copies[0].name} in its place." if copies else "."
    return StoreError(f"The library at {path} is damaged.", hint)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _must_be_empty(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(
            f"{path} is a database of another program.", "Move it elsewhere, or set DOCQA_HOME to another folder."
        )


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path)
    when = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.name}.v{version}-{when}.bak")
    unfinished = copy.with_suffix(".tmp")
    try:
        try:
            make_private(unfinished)
            # A reader of its own sees the last committed state; the lock above keeps it from moving.
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
            unfinished.replace(copy)
        finally:
            unfinished.unlink(missing_ok=True)
        for old in backups(path)[KEPT_BACKUPS:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise file_error("back up the library to", copy, error) from error
