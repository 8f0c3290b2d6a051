"""Sessions and turns: kept, found, renamed, deleted with undo; from threads, and when the disk refuses."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docqa.domain import Answer, Document, Session, Turn, finish
from docqa.errors import StoreError
from docqa.library import LibrarySearch, Store, home, library_path
from docqa.library import store as store_module

Make = Callable[..., tuple[Document, Path]]


def finished(id: str, text: str = "Yes, it is.", question: str = "Is it?") -> Turn:
    return Turn(id, question, datetime.now(UTC), Answer(text, "openai", "m"))


def test_a_session_comes_back_with_all_its_turns(store: Store, make: Make) -> None:
    document, path = make()
    ref = store.remember(document, path)
    session = store.create_session("עלות המגדל", [ref], voice="Answer like a pirate")
    one = finished(store.begin_turn(session.id, "Is it?", "openai", "m", None))
    store.finish_turn(one)
    two = store.begin_turn(session.id, "And the year before?", "openai", "m", None)
    store.keep_text(two, "In 19")
    store.keep_text(two, "In 1957 it")
    store.close()
    with Store() as again:
        back = again.session(session.id)
        assert (back.title, back.voice, back.documents, back.created) == (
            "עלות המגדל",
            "Answer like a pirate",
            (ref,),
            session.created,
        )
        assert back.turns[0] == one
        begun = back.turns[1]
        assert (begun.id, begun.question) == (two, "And the year before?")
        assert begun.answer == Answer("In 1957 it", "openai", "m", complete=False, problem=store_module.UNFINISHED)
        assert back.updated >= begun.asked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # one library for all sessions
@given(session=st.from_type(Session))
def test_any_session_is_kept_exactly(session: Session, store: Store) -> None:
    session = replace(
        session,
        id=uuid.uuid4().hex,
        turns=tuple(replace(turn, id=uuid.uuid4().hex) for turn in session.turns),
        documents=tuple(replace(ref, id=uuid.uuid4().hex) for ref in session.documents),
    )
    store.insert_session(session)
    assert store.session(session.id) == session


def test_the_list_is_recent_first_and_sums_up(store: Store, make: Make) -> None:
    ref = store.remember(*make())
    older = store.create_session("Older", [ref])
    newer = store.create_session("Newer", [])
    assert [one.title for one in store.sessions()] == ["Newer", "Older"]
    store.finish_turn(finished(store.begin_turn(older.id, "Is it?", "openai", "m", None)))
    first, second = store.sessions()
    assert (first.id, first.turns, first.documents, first.snippet) == (older.id, 1, ("report",), "")
    assert (second.id, second.turns, second.documents) == (newer.id, 0, ())


def test_a_dropped_turn_leaves_nothing(store: Store) -> None:
    session = store.create_session("S", [])
    turn = store.begin_turn(session.id, "Unanswerable zebra", "openai", "m", None)
    store.drop_turn(turn)
    store.drop_turn(turn)
    assert store.session(session.id).turns == ()
    assert store.sessions("zebra") == ()
    with pytest.raises(StoreError, match="not in the library"):
        store.keep_text(turn, "late")
    with pytest.raises(StoreError, match="not in the library"):
        store.finish_turn(finished(turn))


def test_rename_voice_and_documents_change(store: Store, make: Make) -> None:
    one, two = store.remember(*make("one.txt", "a")), store.remember(*make("two.txt", "b"))
    session = store.create_session("Before", [one])
    store.rename_session(session.id, "After")
    store.set_voice(session.id, "short")
    store.set_session_documents(session.id, [two, one])
    back = store.session(session.id)
    assert (back.title, back.voice, back.documents) == ("After", "short", (two, one))
    assert [one.title for one in store.sessions("after two")] == ["After"]
    assert store.sessions("before") == ()


def test_deleting_can_be_undone(store: Store) -> None:
    session = store.create_session("S", [])
    turn = finished(store.begin_turn(session.id, "Is it?", "openai", "m", None))
    store.finish_turn(turn)
    store.delete_session(session.id)
    assert store.sessions() == ()
    assert store.sessions("yes") == ()
    assert [one.id for one in store.sessions(deleted=True)] == [session.id]
    store.restore_session(session.id)
    assert [one.id for one in store.sessions()] == [session.id]
    assert store.session(session.id).turns == (turn,)
    assert store.sessions(deleted=True) == ()


def test_what_was_deleted_long_ago_is_erased_on_opening(store: Store, make: Make) -> None:
    ref = store.remember(*make())
    kept, living = (store.create_session(name, []) for name in ("kept", "living"))
    gone = store.create_session("gone", [ref])
    store.begin_turn(gone.id, "Was it a walrus?", "openai", "m", None)
    store.delete_session(kept.id)
    store.delete_session(gone.id)
    store.close()
    old = (datetime.now(UTC) - timedelta(days=31)).isoformat(timespec="microseconds")
    with closing(sqlite3.connect(library_path())) as raw:
        raw.execute("UPDATE sessions SET deleted = ? WHERE id = ?", (old, gone.id))
        raw.commit()
    with Store() as again:
        assert [one.id for one in again.sessions(deleted=True)] == [kept.id]
        assert [one.id for one in again.sessions()] == [living.id]
        assert not again.has_session(gone.id)
        assert again.recent_documents() == ()
        assert list((home() / "files").iterdir()) == []
        assert again.check() == ()
    with closing(sqlite3.connect(library_path())) as raw:
        assert raw.execute("SELECT count(*) FROM search_rows WHERE session = ?", (gone.id,)).fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM search WHERE search MATCH 'walrus'").fetchone() == (0,)
        raw.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def everything_on_disk() -> bytes:
    return b"".join(path.read_bytes() for path in home().rglob("*") if path.is_file())


def test_an_erased_session_leaves_nothing_readable(store: Store, make: Make) -> None:
    own, shared = store.remember(*make("own.txt", "platypus")), store.remember(*make("shared.txt", "otter"))
    gone, kept = store.create_session("Quokka", [own, shared]), store.create_session("Numbat", [shared])
    for session, word in ((gone, "wombat"), (kept, "bilby")):
        turn = store.begin_turn(session.id, f"A {word}?", "openai", "m", None)
        store.finish_turn(finished(turn, f"The {word} says so.", f"A {word}?"))
    with LibrarySearch() as search:
        for ref in (own, shared):
            document = store.cached_document(ref.id)
            assert document
            finish(search.index(document))
    backup = library_path().with_name("library.db.v1-20260101T000000000000.bak")
    backup.write_bytes(library_path().read_bytes() + b"wombat")

    store.erase_session(gone.id)

    left = everything_on_disk()
    for word in (b"wombat", b"Quokka", b"quokka", b"platypus", b"own.txt", own.id.encode()):
        assert word not in left
    with closing(sqlite3.connect(library_path())) as raw:
        raw.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, search, row)")
        terms = {term for (term,) in raw.execute("SELECT term FROM temp.terms")}
        index = b"".join(block for (block,) in raw.execute("SELECT block FROM search_data"))
    assert "bil" in terms
    assert b"mba" in index  # of the numbat
    assert b"wom" not in index
    assert b"omb" not in index
    assert not store.has_session(gone.id)
    with pytest.raises(StoreError, match="not in the library"):
        store.erase_session(gone.id)
    assert [ref.id for ref in store.recent_documents()] == [shared.id]
    assert store.session(kept.id).turns[0].answer.text == "The bilby says so."
    assert [one.id for one in store.sessions("bilby")] == [kept.id]
    assert store.cached_document(shared.id) is not None
    assert Path(own.path).exists()
    assert store.check() == ()


def test_erasing_a_deleted_session_keeps_what_others_are_about(store: Store, make: Make) -> None:
    ref = store.remember(*make())
    gone, kept = store.create_session("Gone", [ref]), store.create_session("Kept", [ref])
    for session in (gone, kept):
        store.delete_session(session.id)
    store.erase_session(gone.id)
    store.restore_session(kept.id)  # a deleted session may come back, so its document has to stay
    assert store.session(kept.id).documents == (ref,)
    assert store.cached_document(ref.id) is not None


def test_erasing_everything_leaves_an_empty_library(store: Store, make: Make) -> None:
    for name in ("one", "two"):
        store.create_session(f"About {name}", [store.remember(*make(f"{name}.txt", f"{name} wombat"))])
    store.delete_session(store.sessions()[0].id)
    store.remember(*make("never-asked.txt", "platypus"))
    store.erase_everything()
    assert store.sessions() == store.sessions(deleted=True) == ()
    assert store.recent_documents() == ()
    assert list((home() / "files").iterdir()) == []
    left = everything_on_disk()
    assert not any(word in left for word in (b"wombat", b"platypus", b"About", b"never-asked"))
    assert len(store.sessions()) == 0
    assert store.create_session("Anew", []).title == "Anew"


@pytest.mark.parametrize("call", ["session", "delete_session", "restore_session", "erase_session"])
def test_a_session_that_is_not_there_is_said_to_be_gone(store: Store, call: str) -> None:
    with pytest.raises(StoreError, match="not in the library") as error:
        getattr(store, call)("nowhere")
    assert error.value.hint
    with pytest.raises(StoreError, match="not in the library"):
        store.begin_turn("nowhere", "?", "openai", "m", None)
    assert store.sessions() == ()


def test_text_that_is_not_unicode_is_kept(store: Store) -> None:
    session = store.create_session("half a pair \ud83d", [], voice="\udcff")
    turn = store.begin_turn(session.id, "why \ud83d?", "openai", "m", None)
    store.keep_text(turn, "so \ud83d\x00 far")
    back = store.session(session.id)
    assert (back.title, back.voice) == ("half a pair \ud83d", "\udcff")
    assert (back.turns[0].question, back.turns[0].answer.text) == ("why \ud83d?", "so \ud83d\x00 far")
    assert len(store.sessions("half a pair")) == 1


def test_many_threads_write_and_read_at_once(store: Store) -> None:
    sessions = [store.create_session(f"S{i}", []).id for i in range(4)]
    failures: list[BaseException] = []

    def work(session: str) -> None:
        try:
            for i in range(15):
                turn = store.begin_turn(session, f"question {i}", "openai", "m", None)
                store.keep_text(turn, "partial")
                store.finish_turn(finished(turn, f"answer {i}", f"question {i}"))
                assert store.session(session).turns[-1].answer.text == f"answer {i}"
                store.sessions("answer")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for session in sessions:
        assert [turn.answer.text for turn in store.session(session).turns] == [f"answer {i}" for i in range(15)]
    assert store.check() == ()


def test_a_reader_sees_one_moment(store: Store) -> None:
    session = store.create_session("S", [])
    with store._database.reading() as connection:
        before = connection.execute("SELECT count(*) FROM turns").fetchone()
        store.begin_turn(session.id, "?", "openai", "m", None)
        assert connection.execute("SELECT count(*) FROM turns").fetchone() == before
    assert len(store.session(session.id).turns) == 1


def test_a_failed_change_leaves_all_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    session = store.create_session("S", [])
    monkeypatch.setattr(store_module.search, "index", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.begin_turn(session.id, "?", "openai", "m", None)
    assert store.session(session.id).turns == ()
    assert store.session(session.id).updated == session.updated


def test_closing_twice_is_harmless_and_late_calls_are_told(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.sessions()


def test_a_full_disk_says_so_and_loses_nothing(store: Store) -> None:
    session = store.create_session("S", [])
    kept = finished(store.begin_turn(session.id, "Is it?", "openai", "m", None))
    store.finish_turn(kept)
    with store._database.reading() as connection:  # the one idle connection: the limit stays on it
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="disk is full") as error:
        store.begin_turn(session.id, "x" * 100_000, "openai", "m", None)
    assert "Free some space" in error.value.hint
    assert store.session(session.id).turns == (kept,)
    assert store.check() == ()


def test_a_drafted_session_is_kept_with_its_first_turn_or_not_at_all(store: Store) -> None:
    draft = store.draft_session("Drafted", [], voice="short")
    assert not store.has_session(draft.id)
    with store._database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="disk is full"):
        store.begin_turn(draft.id, "x" * 100_000, "openai", "m", None)
    assert store.sessions() == ()
    with store._database.reading() as connection:
        connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    first = finished(store.begin_turn(draft.id, "Is it?", "openai", "m", None))
    store.finish_turn(first)
    second = finished(store.begin_turn(draft.id, "Is it?", "openai", "m", None))
    store.finish_turn(second)
    kept = store.session(draft.id)
    assert (kept.title, kept.voice, kept.turns) == ("Drafted", "short", (first, second))


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="not a folder") as error:
        Store(tmp_path / "file" / "library.db")
    assert error.value.hint


_UNWRITABLE = """
import os, sys
from pathlib import Path
from docqa.errors import StoreError
from docqa.library import Store
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere; nobody may not
try:
    Store(Path(sys.argv[1]))
except StoreError as error:
    print(error.message, "|", error.hint)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders cannot be made read-only this way here")
@pytest.mark.parametrize("existing", [False, True])
def test_a_folder_that_cannot_be_written_is_told(existing: bool) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        path = folder / "library.db"
        if existing:
            Store(path).close()
            path.chmod(0o444)
        folder.chmod(0o555)
        run = subprocess.run(
            [sys.executable, "-c", _UNWRITABLE, str(path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
        folder.chmod(0o755)
    message, hint = run.stdout.split("|")
    assert str(path) in message
    assert f"Check the permissions of {folder}" in hint
