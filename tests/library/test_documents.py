"""Documents by content: a copy kept, the pages ready again, the file found wherever it went."""

from __future__ import annotations

import os
import shutil
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docqa.domain import Document, DocumentRef, Page, Rect, WordBoxes
from docqa.errors import StoreError
from docqa.library import Store, home
from docqa.library import files as files_module
from docqa.library.paths import replacing, sweep, write_file

Make = Callable[..., tuple[Document, Path]]


def copy_of(document: Document, suffix: str = ".txt") -> Path:
    return home() / "files" / f"{document.id}{suffix}"


def test_a_document_is_remembered_with_a_copy_and_its_pages(store: Store, make: Make) -> None:
    document, path = make("דוח שנתי ‎2024.txt", "עמוד ראשון\fpage two\f")
    ref = store.remember(document, path)
    assert ref == DocumentRef(document.id, document.title, str(path), "text/plain", 3, ("iv", "1", "2"))
    assert store.recent_documents() == (ref,)
    assert copy_of(document).read_bytes() == path.read_bytes()
    back = store.cached_document(document.id)
    assert back == document
    assert back is not None
    assert back.pages[0].boxes.word(0) == (0, 10, Rect(1.5, 2.25, 30.0, 12.0))
    assert isinstance(back.pages[0].boxes.starts, array)
    assert store.locate(document.id) == path


def test_plain_labels_are_not_kept_twice(store: Store, make: Make) -> None:
    document, path = make()
    pages = tuple(replace(page, label=str(page.index + 1)) for page in document.pages)
    assert store.remember(replace(document, pages=pages), path).labels == ()


def test_copies_are_private(store: Store, make: Make) -> None:
    document, path = make()
    store.remember(document, path)
    if os.name == "posix":
        assert copy_of(document).stat().st_mode & 0o077 == 0
        assert home().stat().st_mode & 0o077 == 0


def test_a_moved_file_is_found_as_our_copy_and_at_its_new_place(store: Store, make: Make, tmp_path: Path) -> None:
    document, path = make()
    store.remember(document, path)
    moved = path.rename(tmp_path / "elsewhere.bin")
    assert store.locate(document.id) == copy_of(document)
    store.remember(document, moved)
    assert store.locate(document.id) == moved
    assert not copy_of(document, ".bin").exists(), "one copy is enough"


def test_a_touched_file_is_known_by_its_hash(store: Store, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    document, path = make()
    store.remember(document, path)
    os.utime(path, (1, 1))
    assert store.locate(document.id) == path
    monkeypatch.setattr("docqa.library.documents.hash_of", lambda _: pytest.fail("hashed again"))
    assert store.locate(document.id) == path


def test_a_file_overwritten_with_the_same_length_is_not_taken_for_it(store: Store, make: Make) -> None:
    document, path = make(text="aaaa")
    store.remember(document, path)
    path.write_text("bbbb")
    os.utime(path, (1, 1))
    assert store.locate(document.id) == copy_of(document)


def test_when_neither_is_there_the_person_is_told(store: Store, make: Make) -> None:
    document, path = make()
    store.remember(document, path)
    path.unlink()
    copy_of(document).unlink()
    with pytest.raises(StoreError, match="no copy") as error:
        store.locate(document.id)
    assert "Open the file" in error.value.hint
    assert store.cached_document(document.id) == document, "its pages can be read still"
    with pytest.raises(StoreError, match="does not know"):
        store.locate("0" * 64)


def test_a_copy_cut_short_does_not_count(store: Store, make: Make) -> None:
    document, path = make()
    store.remember(document, path)
    path.unlink()
    copy_of(document).write_bytes(b"cut")
    with pytest.raises(StoreError):
        store.locate(document.id)


def test_a_damaged_copy_is_mended_by_opening_the_file_again(store: Store, make: Make) -> None:
    document, path = make()
    store.remember(document, path)
    copy_of(document).write_bytes(b"cut")
    store.remember(document, path)
    assert copy_of(document).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("known", [False, True])
def test_a_file_changed_while_it_was_read_is_noticed(store: Store, make: Make, known: bool) -> None:
    document, path = make(text="aaaa")
    if known:
        store.remember(document, path)
    path.write_text("bbbb")
    with pytest.raises(StoreError, match="changed while") as error:
        store.remember(document, path)
    assert "Open it again" in error.value.hint
    assert len(store.recent_documents()) == known
    assert copy_of(document).exists() == known
    assert list((home() / "files").glob("*.tmp")) == []


def test_a_file_changed_while_it_is_copied_is_noticed(
    store: Store, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, path = make(text="aaaa")
    clone = files_module._clone

    def then_change(source: Path, target: object) -> None:
        clone(source, target)  # type: ignore[arg-type]
        source.write_text("bbbbb")

    monkeypatch.setattr(files_module, "_clone", then_change)
    with pytest.raises(StoreError, match="changed while"):
        store.remember(document, path)
    assert store.recent_documents() == ()


def test_a_file_gone_while_open_is_told(store: Store, make: Make) -> None:
    document, path = make()
    path.unlink()
    with pytest.raises(StoreError, match="not there") as error:
        store.remember(document, path)
    assert error.value.hint


def test_pages_of_an_encrypted_file_are_not_kept_in_plain(store: Store, make: Make) -> None:
    document, path = make(text="the secret word is xyzzy")
    store.remember(document, path)
    store.remember(document, path, encrypted=True)
    assert store.cached_document(document.id) is None
    assert store.locate(document.id) == path
    left = [file for file in (home() / "files").iterdir() if file != copy_of(document)]
    assert left == []


def test_pages_by_an_older_reader_are_read_anew(store: Store, make: Make) -> None:
    document, path = make()
    store.remember(document, path)
    with Store(reader_version=2) as newer:
        assert newer.cached_document(document.id) is None
        newer.remember(document, path)
        assert newer.cached_document(document.id) == document
    assert store.cached_document(document.id) is None


def test_damaged_pages_are_read_anew(store: Store, make: Make) -> None:
    document, path = make(text="some words " * 200)
    store.remember(document, path)
    (parsed,) = (home() / "files").glob("*.pages")
    whole = parsed.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        parsed.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert store.cached_document(document.id) is None
        parsed.write_bytes(whole[:at])
        assert store.cached_document(document.id) is None
    parsed.write_bytes(whole)
    assert store.cached_document(document.id) == document
    shutil.rmtree(parsed.parent)
    assert store.cached_document(document.id) is None


def test_text_that_is_not_unicode_survives_in_pages(store: Store, make: Make) -> None:
    document, path = make()
    page = Page(0, "i\x00", "broken \ud800 text", 1.0, 1e9, boxes=WordBoxes())
    odd = replace(document, title="t\udcff", pages=(page,), outline=())
    store.remember(odd, path)
    assert store.cached_document(document.id) == odd
    assert store.recent_documents()[0].title == "t\udcff"


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname == "Darwin", reason="file names are Unicode here")
def test_a_file_name_that_is_not_unicode_is_kept(store: Store, make: Make) -> None:
    document, path = make()
    odd = path.rename(Path(os.fsdecode(os.fsencode(path.parent) + b"/d\xe9j\xe0.txt")))
    ref = store.remember(document, odd)
    assert Path(ref.path) == odd
    assert store.recent_documents() == (ref,)
    assert store.locate(document.id) == odd


def test_odd_suffixes_do_not_become_file_names(store: Store, make: Make) -> None:
    document, path = make("strange.TäR GZ")
    store.remember(document, path)
    assert copy_of(document, "").exists()
    other, at = make("other.PDF", "x")
    store.remember(other, at)
    assert copy_of(other, ".pdf").exists()


def test_a_document_is_forgotten_unless_a_session_needs_it(store: Store, make: Make) -> None:
    document, path = make()
    ref = store.remember(document, path)
    session = store.create_session("S", [ref])
    with pytest.raises(StoreError, match="Sessions are about"):
        store.forget_document(document.id)
    assert store.locate(document.id) == path
    store.set_session_documents(session.id, [])
    store.forget_document(document.id)
    store.forget_document(document.id)
    assert store.recent_documents() == ()
    assert list((home() / "files").iterdir()) == []
    assert path.exists()


def test_a_full_disk_while_copying_leaves_nothing_behind(store: Store, make: Make) -> None:
    document, path = make(text="z" * 400_000)
    resource = pytest.importorskip("resource", reason="no file size limits here")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))  # Python turns its signal into EFBIG
    try:
        with pytest.raises(StoreError, match="disk is full") as error:
            store.remember(document, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert "Free some space" in error.value.hint
    assert list((home() / "files").iterdir()) == []
    assert store.recent_documents() == ()
    assert store.remember(document, path).id == document.id


def test_writing_replaces_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, b"one")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"half of tw", None])  # type: ignore[list-item]
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_only_old_leftovers_are_swept(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in (".docqa-0.tmp", ".docqa-1.tmp", "other.tmp"))
    for file in (old, new, other):
        file.write_bytes(b"")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == [new, other]
