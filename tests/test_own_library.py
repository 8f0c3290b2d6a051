"""The library as every road to it opens it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from docqa.desk import opening
from docqa.desk.opening import Opened, Wanted
from docqa.desk.services import Services
from docqa.domain import CancelToken, Document
from docqa.library import Settings, Store, library_path
from docqa.own_library import own_library
from docqa.reading import READING_VERSION

PACKAGE = Path(__file__).resolve().parents[1] / "docqa"
TEXT = "High water stands at the quay at 6:40 in spring."


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    path = tmp_path / "tides.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def opened(store: Store, wanted: Wanted) -> Document:
    """What the desk opens, all the way."""
    work = opening._open(Services(store, Settings()), wanted, CancelToken())
    while True:
        try:
            next(work)
        except StopIteration as end:
            one: Opened = end.value
            if one.renderer:
                one.renderer.close()
            return one.document


def kept_by_version_one(path: Path) -> Document:
    """The file kept in docqa's own library, as if the first version had read it otherwise."""
    with own_library() as store:
        document = opened(store, Wanted(path))
    assert TEXT in document.pages[0].text
    (page,) = document.pages
    old = replace(document, pages=(replace(page, text="As it was read once."),))
    with Store(library_path(), reader_version=1) as store:
        store.remember(old, path)
    return old


def test_what_an_older_version_kept_is_read_anew(tides: Path) -> None:
    old = kept_by_version_one(tides)
    assert READING_VERSION > 1
    with own_library() as store:
        assert store.cached_document(old.id) is None
        assert TEXT in opened(store, Wanted(tides)).pages[0].text
        kept = store.cached_document(old.id)
        assert kept is not None
        assert TEXT in kept.pages[0].text


def test_a_document_of_a_session_is_read_anew_once(tides: Path) -> None:
    old = kept_by_version_one(tides)
    with own_library() as store:
        (ref,) = store.recent_documents()
        assert TEXT in opened(store, Wanted(tides, ref)).pages[0].text
        kept = store.cached_document(old.id)
        assert kept is not None
        assert TEXT in kept.pages[0].text


def test_outdated_pages_serve_where_the_file_is_gone(tides: Path) -> None:
    old = kept_by_version_one(tides)
    with own_library() as store:
        (ref,) = store.recent_documents()
        tides.unlink()
        store.locate(old.id).unlink()
        assert opened(store, Wanted(tides, ref)).pages == old.pages


def test_no_road_opens_the_library_otherwise() -> None:
    made = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(r"(?<![\w.])(?<!class )Store\(", path.read_text(encoding="utf-8"))
    ]
    assert made == ["own_library.py"]
