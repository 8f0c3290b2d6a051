"""Vectors lie beside the pages they were made of, whole or not at all, and go with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from docqa.domain import Document
from docqa.library import Store, VectorFiles
from docqa.library import vectors as vectors_module
from docqa.library.paths import file_error, home

Make = Callable[..., tuple[Document, Path]]
KIND = "sentence-transformers/all-MiniLM-L6-v2:int8"
DATA = bytes(range(256)) * 9 + b"\n{}\n"


@pytest.fixture
def kept(store: Store, make: Make) -> str:
    document, path = make()
    store.remember(document, path)
    return document.id


def files() -> list[Path]:
    return sorted((home() / "files").glob("*.vectors"))


def test_come_back_as_they_were(kept: str) -> None:
    VectorFiles().keep(kept, KIND, DATA)
    VectorFiles().keep(kept, "other", b"")
    assert VectorFiles().load(kept, KIND) == DATA
    assert VectorFiles().load(kept, "other") == b""
    assert VectorFiles().load(kept, "third") is None
    assert len(files()) == 2


def test_later_ones_replace_earlier_ones(kept: str) -> None:
    for data in (b"first", b"second"):
        VectorFiles().keep(kept, KIND, data)
    assert VectorFiles().load(kept, KIND) == b"second"
    assert len(files()) == 1


@pytest.mark.parametrize("damage", ["flip", "cut", "more", "empty", "other kind"])
def test_damaged_ones_are_as_none(kept: str, damage: str) -> None:
    cache = VectorFiles()
    cache.keep(kept, KIND, DATA)
    (file,) = files()
    data = file.read_bytes()
    if damage == "other kind":
        cache.keep(kept, "other", b"x")
        (data,) = (other.read_bytes() for other in files() if other != file)
    changed = {
        "flip": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "cut": data[:-1],
        "more": data + b"\0",
        "empty": b"",
        "other kind": data,
    }
    file.write_bytes(changed[damage])
    assert cache.load(kept, KIND) is None


def test_go_with_the_document(store: Store, kept: str) -> None:
    for kind in (KIND, "other"):
        VectorFiles().keep(kept, kind, DATA)
    store.forget_document(kept)
    assert not files()
    assert VectorFiles().load(kept, KIND) is None


def test_nothing_lasts_of_what_was_not_remembered_or_is_encrypted(store: Store, make: Make) -> None:
    document, path = make()
    VectorFiles().keep(document.id, KIND, DATA)
    assert not files()
    store.remember(document, path)
    VectorFiles().keep(document.id, KIND, DATA)
    store.remember(document, path, encrypted=True)
    VectorFiles().keep(document.id, KIND, DATA)
    assert not files()


def test_a_full_disk_is_no_error(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise file_error("write", path, OSError(28, "No space left on device"))

    cache = VectorFiles()
    cache.keep(kept, KIND, DATA)
    monkeypatch.setattr(vectors_module, "write_file", full)
    cache.keep(kept, KIND, b"newer")
    assert cache.load(kept, KIND) == DATA


def test_a_name_that_is_no_hash_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="sha256"):
        VectorFiles().load("../../etc/passwd", KIND)
