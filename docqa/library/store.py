"""The library: sessions with their turns, and the documents they are about. Kept for good, in one database."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from docqa.domain import Answer, ContextReport, DocumentRef, Session, Turn
from docqa.errors import StoreError
from docqa.library import branches, codec, search
from docqa.library.database import read_text, sql_text
from docqa.library.documents import Documents, document_titles, session_documents, set_session_documents
from docqa.library.migrations import remove_backups
from docqa.library.paths import library_path

UNFINISHED = "docqa was closed before the answer was finished"
PURGE_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session in a list. `documents` are titles; `snippet` is where a search found it, `hits` the words in it.

    `turn` is the id of the turn that `snippet` is from, empty when it is from a title or nothing was searched.
    """

    id: str
    title: str
    updated: datetime
    turns: int
    documents: tuple[str, ...]
    snippet: str = ""
    hits: tuple[tuple[int, int], ...] = ()
    turn: str = ""


class Store(Documents):
    """The library whose database is at `path`; copies of documents live beside it in ``files/``.

    Safe to use from several threads and from several docqa processes at once. `reader_version` is that of the
    reading room: pages parsed by another version are read anew. Every method raises StoreError when the disk or
    the database refuses; opening also raises NewerSchema. Sessions deleted over 30 days ago are erased on opening.
    """

    def __init__(self, path: Path | None = None, *, reader_version: int = 1) -> None:
        self.path = path or library_path()
        super().__init__(self.path, reader_version)
        self._drafts: dict[str, Session] = {}
        self._tidy()

    def close(self) -> None:
        """Close the library. Harmless when it is closed."""
        self._database.close()

    def _tidy(self) -> None:
        """Erase what was deleted long ago, and index sessions anew where folding has changed."""
        before = codec.time_text(datetime.now(UTC) - PURGE_AFTER)
        with self._database.reading() as connection:
            stale = not search.is_current(connection)
            old = connection.execute("SELECT id FROM sessions WHERE deleted < ?", (before,)).fetchall()
        if stale:
            with self._database.writing() as connection:
                if not search.is_current(connection):
                    _index_all(connection)
        if old:
            self._erase(id for (id,) in old)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def check(self) -> tuple[str, ...]:
        """What a full check of the database finds wrong, for the doctor; empty when all is well."""
        return self._database.check()

    # Sessions

    def create_session(self, title: str, documents: Sequence[DocumentRef], voice: str = "") -> Session:
        """Begin a session about `documents`."""
        session = _new_session(title, documents, voice)
        self.insert_session(session)
        return session

    def draft_session(self, title: str, documents: Sequence[DocumentRef], voice: str = "") -> Session:
        """A session about `documents` that is kept together with its first turn, or not at all."""
        session = _new_session(title, documents, voice)
        self._drafts[session.id] = session
        return session

    def insert_session(self, session: Session) -> None:
        """Add a whole session, as from a session file. Raises StoreError if one of its ids is taken."""
        with self._database.writing() as connection:
            _insert(connection, session)

    def sessions(self, query: str = "", *, deleted: bool = False) -> tuple[SessionSummary, ...]:
        """All sessions, most recent first; with `query`, those in whose titles, questions and answers every word
        of it stands. `deleted` lists those that can still be restored instead.
        """
        wanted = search.terms(query)
        if query.strip() and not wanted:
            return ()
        with self._database.reading() as connection:
            found = {row.session: row for row in search.find(connection, wanted)} if wanted else None
            rows = connection.execute(
                "SELECT id, title, updated, (SELECT count(*) FROM turns WHERE session = sessions.id)"
                " FROM sessions WHERE (deleted IS NOT NULL) = ? ORDER BY updated DESC, rowid DESC",
                (deleted,),
            )
            return tuple(
                _summary(connection, row, found.get(row[0]) if found else None, wanted)
                for row in rows.fetchall()
                if found is None or row[0] in found
            )

    def session(self, id: str) -> Session:
        """A session with all its turns; a turn that never finished is incomplete and keeps what had arrived."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT title, created, updated, voice FROM sessions WHERE id = ?", (id,)
            ).fetchone()
            if row is None:
                raise _no_session()
            title, created, updated, voice = row
            rows = connection.execute("SELECT id, turn, streamed FROM turns WHERE session = ?", (id,))
            turns = {turn: _turn(*kept) for turn, *kept in rows}
            tree = branches.parents(connection, id)
            on_show = branches.shown(connection, id, tree)
            return Session(
                id,
                read_text(title),
                codec.read_time(created),
                codec.read_time(updated),
                session_documents(connection, id),
                tuple(turns[turn] for turn in on_show),
                read_text(voice),
                branches.others(tree, turns, on_show),
            )

    def has_session(self, id: str) -> bool:
        """Whether the session is there, deleted or not."""
        with self._database.reading() as connection:
            return connection.execute("SELECT 1 FROM sessions WHERE id = ?", (id,)).fetchone() is not None

    def has_turns(self, ids: Iterable[str]) -> bool:
        """Whether any turn of the library has one of these ids."""
        with self._database.reading() as connection:
            one = "SELECT 1 FROM turns WHERE id = ?"
            return any(connection.execute(one, (id,)).fetchone() is not None for id in ids)

    def rename_session(self, id: str, title: str) -> None:
        """Give a session another title."""
        with self._database.writing() as connection:
            _must_change(connection.execute("UPDATE sessions SET title = ? WHERE id = ?", (sql_text(title), id)))
            _index_titles(connection, id)

    def set_voice(self, id: str, voice: str) -> None:
        """Give a session other instructions for how its answers sound."""
        with self._database.writing() as connection:
            _must_change(connection.execute("UPDATE sessions SET voice = ? WHERE id = ?", (sql_text(voice), id)))

    def set_session_documents(self, id: str, documents: Sequence[DocumentRef]) -> None:
        """Make `documents` what a session is about."""
        with self._database.writing() as connection:
            _touch(connection, id)
            set_session_documents(connection, id, documents)
            _index_titles(connection, id)

    def delete_session(self, id: str) -> None:
        """Take a session out of the list; `restore_session` brings it back within 30 days, then it is erased."""
        now = codec.time_text(datetime.now(UTC))
        with self._database.writing() as connection:
            _must_change(connection.execute("UPDATE sessions SET deleted = ? WHERE id = ?", (now, id)))

    def restore_session(self, id: str) -> None:
        """Undo `delete_session`."""
        with self._database.writing() as connection:
            _must_change(connection.execute("UPDATE sessions SET deleted = NULL WHERE id = ?", (id,)))

    def erase_session(self, id: str) -> None:
        """Remove a session for good, deleted or not, and what is kept of the documents that only it was about.

        Nothing of it stays readable in the library's files. The copies of the library from before its updates,
        which hold it too, are removed. The person's own files are not touched.
        """
        if not self.has_session(id):
            raise _no_session()
        self._erase([id])

    def erase_everything(self) -> None:
        """Remove all sessions and all that is kept of documents, for good, as `erase_session` does."""
        with self._database.reading() as connection:
            sessions = connection.execute("SELECT id FROM sessions").fetchall()
            documents = connection.execute("SELECT id FROM documents").fetchall()
        self._erase(id for (id,) in sessions)
        self.forget_unused(id for (id,) in documents)

    def _erase(self, sessions: Iterable[str]) -> None:
        documents: set[str] = set()
        with self._database.writing() as connection:
            for id in sessions:
                documents |= {ref.id for ref in session_documents(connection, id)}
                connection.execute("DELETE FROM sessions WHERE id = ?", (id,))
            search.compact(connection)
        self._database.flush()
        remove_backups(self.path)
        self.forget_unused(documents)

    # Turns

    def turns_until(self, session: str, last: str | None = None) -> tuple[Turn, ...]:
        """The turns that lead to the one with the id `last` ("" for none): what a question after it goes on from.

        Without `last`, the turns shown.
        """
        with self._database.reading() as connection:
            tree = branches.parents(connection, session)
            ids = branches.shown(connection, session, tree) if last is None else branches.path(tree, last)
            one = "SELECT turn, streamed FROM turns WHERE id = ?"
            return tuple(_turn(*connection.execute(one, (id,)).fetchone()) for id in ids)

    def show_turn(self, session: str, turn: str) -> None:
        """Let the session show the branch that a turn is in, to where it was last gone on with."""
        with self._database.writing() as connection:
            branches.show(connection, session, branches.newest_below(branches.parents(connection, session), turn))

    def begin_turn(
        self,
        session: str,
        question: str,
        engine: str,
        model: str,
        report: ContextReport | None,
        after: str | None = None,
    ) -> str:
        """Keep a question before its answer arrives; returns the turn's id. It is shown from now on.

        It follows the turn with the id `after` ("" for none: it is a first one), else the last of those shown.
        """
        unfinished = Answer("", engine, model, complete=False, problem=UNFINISHED)
        turn = Turn(uuid.uuid4().hex, question, datetime.now(UTC), unfinished, report)
        draft = self._drafts.get(session)
        with self._database.writing() as connection:
            if draft is not None:
                _insert(connection, draft)
            _touch(connection, session)
            if after is None:
                ids = branches.shown(connection, session, branches.parents(connection, session))
                after = ids[-1] if ids else ""
            connection.execute(
                "INSERT INTO turns (id, session, turn, streamed, parent) VALUES (?, ?, ?, ?, ?)",
                (turn.id, session, codec.dumps(turn), "", after or None),
            )
            branches.show(connection, session, turn.id)
            search.index(connection, session, turn.id, _said(turn))
        self._drafts.pop(session, None)
        return turn.id

    def keep_text(self, turn: str, text: str) -> None:
        """Keep all that has arrived so far of a turn's answer."""
        with self._database.writing() as connection:
            row = connection.execute("SELECT session, turn FROM turns WHERE id = ?", (turn,)).fetchone()
            if row is None:
                raise _no_turn()
            connection.execute("UPDATE turns SET streamed = ? WHERE id = ?", (sql_text(text), turn))
            search.index(connection, row[0], turn, _said(_turn(row[1], text)))

    def finish_turn(self, turn: Turn) -> None:
        """Keep a turn as it ended, in place of the one begun under its id."""
        with self._database.writing() as connection:
            row = connection.execute("SELECT session FROM turns WHERE id = ?", (turn.id,)).fetchone()
            if row is None:
                raise _no_turn()
            connection.execute(
                "UPDATE turns SET turn = ?, streamed = NULL WHERE id = ?", (codec.dumps(turn), turn.id)
            )
            _touch(connection, row[0])
            search.index(connection, row[0], turn.id, _said(turn))

    def drop_turn(self, turn: str) -> None:
        """Remove a turn; what was asked in its place is shown again. Harmless when it is gone."""
        with self._database.writing() as connection:
            row = connection.execute("SELECT session, parent FROM turns WHERE id = ?", (turn,)).fetchone()
            if row is None:
                return
            session, parent = row
            connection.execute("UPDATE turns SET parent = ? WHERE parent = ?", (parent, turn))
            connection.execute("DELETE FROM turns WHERE id = ?", (turn,))
            search.forget(connection, turn)
            tree = branches.parents(connection, session)
            branches.show(connection, session, branches.newest_below(tree, parent or ""))


def _new_session(title: str, documents: Sequence[DocumentRef], voice: str) -> Session:
    now = datetime.now(UTC)
    return Session(uuid.uuid4().hex, title, now, now, tuple(documents), voice=voice)


def _insert(connection: sqlite3.Connection, session: Session) -> None:
    turns = list(branches.in_order(session.turns, session.others))
    try:
        connection.execute(
            "INSERT INTO sessions (id, title, voice, created, updated) VALUES (?, ?, ?, ?, ?)",
            (
                session.id,
                sql_text(session.title),
                sql_text(session.voice),
                codec.time_text(session.created),
                codec.time_text(session.updated),
            ),
        )
        for turn, after in turns:
            connection.execute(
                "INSERT INTO turns (id, session, turn, parent) VALUES (?, ?, ?, ?)",
                (turn.id, session.id, codec.dumps(turn), after or None),
            )
        branches.show(connection, session.id, session.turns[-1].id if session.turns else "")
    except sqlite3.IntegrityError as error:
        raise StoreError("The library already holds this session.", "Open it from the list.") from error
    set_session_documents(connection, session.id, session.documents)
    _index_titles(connection, session.id)
    for turn, _ in turns:
        search.index(connection, session.id, turn.id, _said(turn))


def _turn(text: str, streamed: str | bytes | None) -> Turn:
    """A stored turn; `streamed` is what had arrived where it never finished."""
    turn = codec.loads(Turn, text)
    return turn if streamed is None else replace(turn, answer=replace(turn.answer, text=read_text(streamed)))


def _said(turn: Turn) -> str:
    return f"{turn.question}\n{turn.answer.text}"


def _said_in(text: str, streamed: str | bytes | None) -> str:
    """`_said` of a stored turn without reading all that it holds."""
    turn = json.loads(text)
    return f"{turn['question']}\n{turn['answer']['text'] if streamed is None else read_text(streamed)}"


def _titles(connection: sqlite3.Connection, session: str) -> str:
    (title,) = connection.execute("SELECT title FROM sessions WHERE id = ?", (session,)).fetchone()
    return "\n".join((read_text(title), *document_titles(connection, session)))


def _index_titles(connection: sqlite3.Connection, session: str) -> None:
    search.index(connection, session, "", _titles(connection, session))


def _index_all(connection: sqlite3.Connection) -> None:
    search.begin_anew(connection)
    for (session,) in connection.execute("SELECT id FROM sessions").fetchall():
        _index_titles(connection, session)
    for turn, session, *stored in connection.execute("SELECT id, session, turn, streamed FROM turns"):
        search.index(connection, session, turn, _said_in(*stored))


def _summary(
    connection: sqlite3.Connection,
    row: tuple[str, str | bytes, str, int],
    found: search.Found | None,
    wanted: Sequence[str],
) -> SessionSummary:
    id, title, updated, turns = row
    documents = document_titles(connection, id)
    summary = SessionSummary(id, read_text(title), codec.read_time(updated), turns, documents)
    if found is None:
        return summary
    if found.turn:
        stored = connection.execute("SELECT turn, streamed FROM turns WHERE id = ?", (found.turn,)).fetchone()
        text = _said_in(*stored)
    else:
        text = _titles(connection, id)
    snippet = search.snippet(text, wanted)
    return replace(summary, snippet=snippet.text, hits=snippet.hits, turn=found.turn)


def _touch(connection: sqlite3.Connection, session: str) -> None:
    now = codec.time_text(datetime.now(UTC))
    _must_change(connection.execute("UPDATE sessions SET updated = ? WHERE id = ?", (now, session)))


def _must_change(cursor: sqlite3.Cursor) -> None:
    if not cursor.rowcount:
        raise _no_session()


def _no_session() -> StoreError:
    return StoreError("This session is not in the library any more.", "Choose another one from the list.")


def _no_turn() -> StoreError:
    return StoreError("This question is not in the library any more.", "Ask it again.")
