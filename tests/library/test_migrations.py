"""Every old schema comes along with all its rows; what must not be touched is not touched."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docqa.domain import Session
from docqa.errors import NewerSchema, StoreError
from docqa.library import Store, codec, migrations, schema
from docqa.library.database import sql_text

DATA = Path(__file__).parent / "data"
VERSIONS = range(1, schema.VERSION + 1)


@contextmanager
def database(path: Path, version: int) -> Iterator[sqlite3.Connection]:
    """A database as docqa's schema `version` made it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript((DATA / f"schema-{version}.sql").read_text(encoding="utf-8"))
        yield connection
        connection.commit()


def insert(connection: sqlite3.Connection, session: Session) -> None:
    """A session as its schema kept it: since schema 3 a turn names the one it follows."""
    times = codec.time_text(session.created), codec.time_text(session.updated)
    values = session.id, sql_text(session.title), sql_text(session.voice), *times
    connection.execute("INSERT INTO sessions (id, title, voice, created, updated) VALUES (?, ?, ?, ?, ?)", values)
    for position, ref in enumerate(session.documents):
        connection.execute(
            "INSERT OR IGNORE INTO documents (id, title, path, kind, pages, labels, suffix, opened)"
            " VALUES (?, ?, ?, ?, ?, ?, '', '')",
            (ref.id, ref.title, ref.path, ref.kind, ref.pages, codec.dumps(ref.labels)),
        )
        connection.execute("INSERT INTO session_documents VALUES (?, ?, ?)", (session.id, position, ref.id))
    branches = connection.execute("PRAGMA user_version").fetchone()[0] >= 3
    before = None
    for turn in session.turns:
        connection.execute(
            "INSERT INTO turns (id, session, turn) VALUES (?, ?, ?)", (turn.id, session.id, codec.dumps(turn))
        )
        if branches:
            connection.execute("UPDATE turns SET parent = ? WHERE id = ?", (before, turn.id))
        before = turn.id


def shape(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


@pytest.mark.parametrize("version", VERSIONS)
def test_released_steps_are_never_edited(version: int) -> None:
    with closing(sqlite3.connect(":memory:")) as stepped, closing(sqlite3.connect(":memory:")) as frozen:
        for step in schema.MIGRATIONS[:version]:
            for statement in step:
                stepped.execute(statement)
        frozen.executescript((DATA / f"schema-{version}.sql").read_text(encoding="utf-8"))
        assert shape(stepped) == shape(frozen)


@pytest.mark.parametrize("version", VERSIONS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(sessions=st.lists(st.from_type(Session), max_size=3))
def test_every_old_schema_keeps_every_row(version: int, sessions: list[Session]) -> None:
    sessions = [
        replace(
            session,
            id=f"s{n}",
            turns=tuple(replace(turn, id=f"{n}-{i}") for i, turn in enumerate(session.turns)),
            documents=tuple({ref.id: replace(ref, id=f"{n}{ref.id}") for ref in session.documents}.values()),
        )
        for n, session in enumerate(sessions)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with database(path, version) as connection:
            for session in sessions:
                insert(connection, session)
        with Store(path) as store:
            assert {store.session(session.id) for session in sessions} == set(sessions)
            assert len(store.sessions()) == len(sessions)
            assert store.check() == ()
        assert len(migrations.backups(path)) == (version < schema.VERSION)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_kept_before_is_searched_after(version: int, tmp_path: Path) -> None:
    with database(tmp_path / "library.db", version) as connection:
        insert(connection, codec.decode(Session, {**_SESSION, "turns": [_turn()]}))
    with Store(tmp_path / "library.db") as store:
        assert [one.id for one in store.sessions("מגדל")] == ["s"]
        assert [one.id for one in store.sessions("towers tall")] == ["s"]


def _turn() -> object:
    return codec.parse((DATA / "turn.json").read_text(encoding="utf-8"))


_SESSION = {
    "id": "s",
    "title": "Towers",
    "created": "2026-01-01T00:00:00+00:00",
    "updated": "2026-01-02T00:00:00+00:00",
    "documents": [{"id": "d1", "title": "Tall", "path": "/x", "kind": "text/plain", "pages": 9}],
}


def test_a_backup_is_made_first_and_the_last_three_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    with database(path, 1) as connection:
        insert(connection, codec.decode(Session, _SESSION))
    for number in range(2, 8):
        monkeypatch.setattr(migrations, "VERSION", number)
        steps = [*schema.MIGRATIONS, *[(f"CREATE TABLE later{n} (x)",) for n in range(6)]]
        monkeypatch.setattr(migrations, "MIGRATIONS", tuple(steps))
        Store(path).close()
    copies = migrations.backups(path)
    assert [copy.name.split("-")[0] for copy in copies] == [f"library.db.v{n}" for n in (6, 5, 4)]
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (6,)
        assert copy.execute("SELECT title FROM sessions").fetchall() == [("Towers",)]
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert {file.suffix for file in tmp_path.iterdir()} <= {".db", ".bak", "", ".db-wal", ".db-shm"}


def test_a_new_library_needs_no_backup(tmp_path: Path) -> None:
    Store(tmp_path / "library.db").close()
    Store(tmp_path / "library.db").close()
    assert migrations.backups(tmp_path / "library.db") == ()


def test_a_step_that_fails_leaves_the_old_schema_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    with database(path, 1) as connection:
        insert(connection, codec.decode(Session, _SESSION))
        before = shape(connection)
    broken = ("CREATE TABLE half (x)", "DELETE FROM sessions", "CREATE TABLE half (x)")
    monkeypatch.setattr(migrations, "MIGRATIONS", (schema.BASE, broken))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert shape(connection) == before
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    monkeypatch.undo()
    with Store(path) as store:
        assert store.session("s").title == "Towers"


def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with database(path, schema.VERSION) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        connection.execute("CREATE TABLE of_the_future (x)")
    with pytest.raises(NewerSchema, match="newer docqa") as error:
        Store(path)
    assert "Update docqa" in error.value.hint
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION + 1,)
    assert migrations.backups(path) == ()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (cake)")
        before = shape(connection)
    with pytest.raises(StoreError, match="another program") as error:
        Store(path)
    assert error.value.hint
    with closing(sqlite3.connect(path)) as connection:
        assert shape(connection) == before


@pytest.mark.parametrize("size", [100, 5000, 40_000])
def test_what_is_no_database_is_told_and_left_alone(tmp_path: Path, size: int) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"Dear diary, " * (size // 12))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="damaged") as error:
        Store(path)
    assert "Move library.db elsewhere" in error.value.hint
    assert path.read_bytes() == before


def test_a_library_cut_short_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store(path) as store:
        for n in range(40):
            store.begin_turn(store.create_session(f"S{n}", []).id, "words " * 300, "openai", "m", None)
    whole = path.read_bytes()
    for share in (0.3, 0.6, 0.95):
        path.write_bytes(whole[: int(len(whole) * share)])
        before = path.read_bytes()
        with pytest.raises(StoreError, match="damaged"):
            Store(path).close()
        assert path.read_bytes() == before


def test_damage_inside_is_told_before_migrating_with_the_backup_named(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with database(path, 1) as connection:
        for n in range(200):
            insert(connection, codec.decode(Session, {**_SESSION, "id": f"s{n}", "voice": "v" * 500}))
    (tmp_path / "library.db.v0-20260101.bak").write_bytes(b"")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :: 7] = b"\xee" * len(data[len(data) // 2 :: 7])
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged") as error:
        Store(path)
    assert "library.db.v0-20260101.bak" in error.value.hint
    assert path.read_bytes() == data


def test_damage_inside_is_told_on_opening_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store(path) as store:
        for n in range(40):
            store.begin_turn(store.create_session(f"S{n}", []).id, "words " * 300, "openai", "m", None)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :: 7] = b"\xee" * len(data[len(data) // 2 :: 7])
    path.write_bytes(data)
    (tmp_path / "library.db-wal").write_bytes(b"")
    with pytest.raises(StoreError, match="damaged"):
        Store(path)
    assert path.read_bytes() == data


@pytest.mark.skipif(os.name != "posix", reason="permissions are kept otherwise here")
def test_the_library_and_its_backups_are_private(tmp_path: Path) -> None:
    with database(tmp_path / "old.db", 1):
        pass
    with Store(tmp_path / "new.db"), Store(tmp_path / "old.db"):
        files = {*tmp_path.glob("new.db*"), *migrations.backups(tmp_path / "old.db")}
        assert len(files) >= 2
        assert [file.name for file in files if file.stat().st_mode & 0o077] == []


def test_two_docqas_opening_an_old_library_at_once_migrate_it_once(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with database(path, 1) as connection:
        insert(connection, codec.decode(Session, {**_SESSION, "turns": [_turn()]}))
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        try:
            start.wait()
            with Store(path) as store:
                assert store.session("s").title == "Towers"
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(migrations.backups(path)) == 1
