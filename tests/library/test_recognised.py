"""What was read of pictures of pages is kept by content and languages, and goes with the document."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from docqa.domain import Document, Page, PageKind, PageSource, Rect, WordBoxes
from docqa.library import RecognisedFiles
from docqa.library.recognised import forget_recognised

BOXES = WordBoxes.of([(0, 4, Rect(1, 2, 3, 4))])


@pytest.fixture
def document() -> Document:
    pages = (
        Page(0, "i", "of the text layer", 100, 200),
        Page(1, "1", "read", 100, 200, PageSource.OCR, BOXES, kind=PageKind.SCANNED),
        Page(2, "2", "", 100, 200, PageSource.NONE, problem="it crashed", kind=PageKind.SCANNED),
    )
    return Document("ab" * 32, "T", "application/pdf", pages)


def test_what_was_kept_comes_back(tmp_path: Path, document: Document) -> None:
    files = RecognisedFiles(1, tmp_path)
    files.keep(document, ("heb", "eng"), {1, 2})
    pages, tried = files.load(document.id, ("heb", "eng"))
    assert tried == {1, 2}
    assert pages == {1: document.pages[1], 2: document.pages[2]}
    assert files.load(document.id, ()) == ({}, frozenset())
    assert RecognisedFiles(2, tmp_path).load(document.id, ("heb", "eng")) == ({}, frozenset())
    assert b"text layer" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_chosen_languages_are_remembered_until_others_are(tmp_path: Path, document: Document) -> None:
    files = RecognisedFiles(1, tmp_path)
    assert files.chosen(document.id) is None
    files.choose(document.id, ("heb", "eng"))
    assert RecognisedFiles(2, tmp_path).chosen(document.id) == ("heb", "eng")
    files.choose(document.id, ())
    assert files.chosen(document.id) == ()
    (path,) = tmp_path.iterdir()
    for damaged in (b"", b"{}", b'{"languages": "heb"}', b'{"languages": [1]}', b"[]"):
        path.write_bytes(damaged)
        assert files.chosen(document.id) is None
    forget_recognised(tmp_path, document.id)
    assert not list(tmp_path.iterdir())


def test_damage_is_no_error(tmp_path: Path, document: Document) -> None:
    files = RecognisedFiles(1, tmp_path)
    files.keep(document, (), {1})
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", b"\n", whole[:60], whole[:-9], whole.replace(b'"tried": [1]', b'"tried": [9]')):
        path.write_bytes(damaged)
        assert files.load(document.id, ()) == ({}, frozenset())


def test_it_is_forgotten_with_the_document(tmp_path: Path, document: Document) -> None:
    files = RecognisedFiles(1, tmp_path)
    files.keep(document, (), {1})
    files.keep(document, ("eng",), {1})
    other = replace(document, id="cd" * 32)
    files.keep(other, (), {1})
    forget_recognised(tmp_path, document.id)
    assert files.load(document.id, ()) == files.load(document.id, ("eng",)) == ({}, frozenset())
    assert files.load(other.id, ())[1] == {1}


def test_documents_that_the_library_does_not_know_are_forgotten_in_time(
    tmp_path: Path, document: Document
) -> None:
    files = RecognisedFiles(1, tmp_path)
    files.keep(document, (), {1})
    (path,) = tmp_path.iterdir()
    long_ago = time.time() - 100 * 86_400
    os.utime(path, (long_ago, long_ago))
    files.keep(replace(document, id="cd" * 32), (), {1})
    assert files.load(document.id, ()) == ({}, frozenset())
