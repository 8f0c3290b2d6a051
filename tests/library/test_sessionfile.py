"""A session as one file: the same on another machine, and nothing a stranger puts in it gets through."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docqa.domain import Answer, Citation, Document, Place, Session, Span, Turn
from docqa.errors import DocqaError, NewerSchema, SessionFileError, StoreError
from docqa.library import Store, open_session_file, save_session_file
from docqa.library import sessionfile as module

Make = Callable[..., tuple[Document, Path]]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """The library of another machine."""
    with Store(tmp_path / "other machine" / "library.db") as store:
        yield store


@pytest.fixture
def session(store: Store, make: Make) -> Session:
    one, two = make("דוח 2024.txt", "עמוד\fpage"), make("notes.md", "# Notes")
    refs = [store.remember(*one), store.remember(*two)]
    session = store.create_session("Über שיחה", refs, voice="short")
    turn = store.begin_turn(session.id, "Is it?", "openai", "m", None)
    cited = Citation(Place(refs[0].id, Span(1, 0, 4)), "1", "page", (0, 4))
    store.finish_turn(Turn(turn, "Is it?", datetime.now(UTC), Answer("page, yes", "openai", "m", (cited,))))
    begun = store.begin_turn(session.id, "And?", "openai", "m", None)
    store.keep_text(begun, "cut sh")
    return store.session(session.id)


@pytest.fixture
def saved(session: Session, store: Store, tmp_path: Path) -> Path:
    path = tmp_path / "שיחה.docqa"
    assert save_session_file(session, store, path) == ()
    return path


def test_it_opens_on_another_machine(session: Session, saved: Path, store: Store, other: Store) -> None:
    back = open_session_file(saved, other)
    assert back == replace(
        session, documents=tuple(replace(ref, path=Path(ref.path).name) for ref in session.documents)
    )
    assert other.session(session.id) == back
    for ref in session.documents:
        assert other.locate(ref.id).read_bytes() == store.locate(ref.id).read_bytes()
        assert other.locate(ref.id).is_relative_to(other.path.parent)
    assert other.locate(session.documents[0].id).suffix == ".txt"
    assert [one.id for one in other.sessions("cut sh")] == [session.id]
    assert other.check() == ()


def test_folders_of_this_machine_stay_here(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        text = archive.read("session.json").decode()
    assert tmp_path.name not in text
    assert "papers" not in text


def test_the_same_session_is_not_doubled(session: Session, saved: Path, store: Store) -> None:
    assert open_session_file(saved, store) == session
    store.rename_session(session.id, "Renamed since")
    store.delete_session(session.id)
    assert open_session_file(saved, store).title == "Renamed since"
    assert [one.id for one in store.sessions()] == [session.id], "and it is restored"


def test_a_session_that_went_on_is_left_alone(session: Session, saved: Path, store: Store) -> None:
    store.begin_turn(session.id, "One more?", "openai", "m", None)
    gone_on = store.session(session.id)
    copy = open_session_file(saved, store)
    assert store.session(session.id) == gone_on
    assert copy.id != session.id
    assert copy.title.startswith("Über שיחה (imported 20")
    assert [turn.answer for turn in copy.turns] == [turn.answer for turn in session.turns]
    assert not {turn.id for turn in copy.turns} & {turn.id for turn in session.turns}
    assert len(store.sessions()) == 2


def test_the_persons_own_file_stays_known(session: Session, saved: Path, store: Store) -> None:
    before = [store.locate(ref.id) for ref in session.documents]
    for copy in (store.path.parent / "files").glob("*[!s]"):
        copy.unlink()
    open_session_file(saved, store)
    assert [store.locate(ref.id) for ref in session.documents] == before
    assert [ref.path for ref in store.recent_documents()] == [str(path) for path in reversed(before)]


def test_documents_that_are_nowhere_are_named(
    session: Session, store: Store, other: Store, tmp_path: Path
) -> None:
    gone = session.documents[0]
    store.locate(gone.id).unlink()
    store.locate(gone.id).write_bytes(b"x" * store.locate(gone.id).stat().st_size)  # our copy went bad
    path = tmp_path / "partly.docqa"
    assert [ref.id for ref in save_session_file(session, store, path)] == [gone.id]
    back = open_session_file(path, other)
    assert len(back.documents) == 2
    with pytest.raises(StoreError, match="not at"):
        other.locate(gone.id)


def test_saving_over_a_file_is_whole_or_not_at_all(
    session: Session, saved: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()
    monkeypatch.setattr(store, "find_file", lambda *_, **__: Path("/nowhere/at/all"))
    with pytest.raises(StoreError):
        save_session_file(session, store, saved)
    assert saved.read_bytes() == before
    assert [path for path in saved.parent.iterdir() if path.suffix == ".tmp"] == []


def test_a_folder_that_is_not_there_is_told(session: Session, store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        save_session_file(session, store, tmp_path / "no" / "x.docqa")
    assert error.value.hint


# What strangers may send


def changed(path: Path, change: Callable[[dict[str, Any]], Any] = lambda data: None, **entries: bytes) -> Path:
    """The file at `path` with its session.json changed and entries added."""
    target = path.with_name("changed.docqa")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "session.json":
                manifest = json.loads(data)
                data = json.dumps(change(manifest) or manifest).encode()
            archive.writestr(entry.filename, entries.pop(entry.filename, data))
        for name, data in entries.items():
            archive.writestr(name, data)
    return target


def refused(path: Path, store: Store, error: type[DocqaError] = SessionFileError) -> DocqaError:
    with pytest.raises(error) as told:
        open_session_file(path, store)
    assert told.value.hint
    assert store.sessions() == ()
    left = [file.name for file in (store.path.parent / "files").iterdir() if file.suffix == ".tmp"]
    assert left == []
    return told.value


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no format": lambda data: data.pop("format") and None,
    "format is text": lambda data: data.update(format="1"),
    "a list": lambda data: [data],
    "unknown name": lambda data: data.update(more=1),
    "session unknown name": lambda data: data["session"].update(more=1),
    "id with slash": lambda data: data["session"].update(id="../../x"),
    "empty id": lambda data: data["session"].update(id=""),
    "turn id odd": lambda data: data["session"]["turns"][0].update(id="a b"),
    "turn twice": lambda data: data["session"]["turns"].append(data["session"]["turns"][0]),
    "document twice": lambda data: data["session"]["documents"].append(data["session"]["documents"][0]),
    "document id": lambda data: data["session"]["documents"][0].update(id="../../../etc/passwd"),
    "document id upper": lambda data: data["session"]["documents"][0].update(id="A" * 64),
    "labels": lambda data: data["session"]["documents"][0].update(labels=["1"]),
    "page beyond": lambda data: data["session"]["turns"][0]["answer"]["citations"][0].update(page=99),
    "words beyond": lambda data: data["session"]["turns"][0]["answer"]["citations"][0].update(at=[0, 999]),
    "words backwards": lambda data: data["session"]["turns"][0]["answer"]["citations"][0].update(at=[4, 1]),
    "time": lambda data: data["session"].update(created="soon"),
    "huge number": lambda data: data["session"]["documents"][0].update(pages=10**30),
    "negative pages": lambda data: data["session"]["documents"][0].update(pages=-1, labels=[]),
    "document not listed": lambda data: data["session"]["documents"].pop() and None,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_session_that_is_not_right_is_refused(
    saved: Path, other: Store, change: Callable[[dict[str, Any]], Any]
) -> None:
    refused(changed(saved, change), other)


def test_a_newer_format_says_to_update(saved: Path, other: Store) -> None:
    told = refused(
        changed(saved, lambda data: data.update(format=module.FORMAT + 1, of_the_future=[])), other, NewerSchema
    )
    assert "Update docqa" in told.hint


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/etc/cron.d/evil", "documents/../../evil", "documents/" + "0" * 64 + ".txt", "C:\\evil", "x/",
     "documents/", "SESSION.JSON"],
)  # fmt: skip
def test_names_that_docqa_does_not_write_are_refused(saved: Path, other: Store, name: str) -> None:
    refused(changed(saved, **{name: b"evil"}), other)


def test_a_document_whose_bytes_are_others_is_refused(session: Session, saved: Path, other: Store) -> None:
    name = f"documents/{session.documents[0].id}.txt"
    told = refused(changed(saved, **{name: b"evil"}), other)
    assert "bytes" in told.message
    assert other.cached_document(session.documents[0].id) is None


def test_a_compressed_document_is_refused_before_it_is_unpacked(
    session: Session, saved: Path, other: Store
) -> None:
    bomb = saved.with_name("bomb.docqa")
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("session.json", source.read("session.json"))
        archive.writestr(f"documents/{session.documents[0].id}.txt", b"\0" * 50_000_000)
    assert bomb.stat().st_size < 100_000
    refused(bomb, other)


def test_a_session_json_that_unpacks_without_end_is_refused(
    saved: Path, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_SESSION", 100_000)
    bomb = saved.with_name("bomb.docqa")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("session.json", b" " * 1_000_000)
    assert "too large" in refused(bomb, other).message


def test_a_file_that_claims_more_than_it_holds_is_refused(session: Session, saved: Path, other: Store) -> None:
    data = bytearray(saved.read_bytes())
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[at + 20 : at + 28] = (10**9).to_bytes(4, "little") * 2  # both sizes in the central directory
    saved.write_bytes(data)
    refused(saved, other)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04 cut"])
def test_what_is_no_session_file_is_told(other: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.docqa"
    path.write_bytes(content)
    refused(path, other)


def test_a_file_that_is_not_there_is_told(other: Store, tmp_path: Path) -> None:
    refused(tmp_path / "gone.docqa", other, StoreError)
    refused(tmp_path, other, StoreError)


def test_no_damage_gets_through(session: Session, saved: Path, other: Store) -> None:
    """Bytes flipped and cut anywhere: refused in our own words, or the session as it was."""
    whole = saved.read_bytes()
    expected = module._portable(session)
    rng = random.Random(7)
    for _ in range(250):
        data = bytearray(whole)
        if rng.random() < 0.2:
            del data[rng.randrange(len(data)) :]
        for _ in range(rng.randrange(1, 4)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        saved.write_bytes(data)
        with suppress(SessionFileError, StoreError, NewerSchema):
            assert open_session_file(saved, other) == expected
    assert len(other.sessions()) <= 1
    assert other.check() == ()
