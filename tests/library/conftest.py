"""Documents and sessions for the library's tests, and how hypothesis makes domain values."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from docqa.domain import (
    Document,
    DocumentRef,
    OutlineEntry,
    Page,
    PageSource,
    Rect,
    Session,
    Span,
    Turn,
    WordBoxes,
)
from docqa.library import Store, database

settings.register_profile("library", deadline=None, max_examples=40)
settings.load_profile("library")

_COUNT = st.integers(0, 2**40)
_TEXT = st.text(max_size=40)

st.register_type_strategy(Span, st.builds(lambda p, a, n: Span(p, a, a + n), _COUNT, _COUNT, _COUNT))
# Fixed offsets only: a local time that a clock change skips equals no time in another zone (PEP 495).
_ZONES = st.builds(timezone, st.timedeltas(timedelta(hours=-14), timedelta(hours=14)))
st.register_type_strategy(datetime, st.datetimes(min_value=datetime(1990, 1, 1), timezones=_ZONES | st.just(UTC)))
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(int, st.integers(-(2**53), 2**53))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
# Deep values in small numbers: sizes are for the slow tests that say so.
st.register_type_strategy(
    Session,
    st.builds(
        Session,
        documents=st.lists(st.from_type(DocumentRef), max_size=2).map(tuple),
        turns=st.lists(st.from_type(Turn), max_size=2).map(tuple),
    ),
)


@pytest.fixture(autouse=True)
def unflushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk is most of these tests' time and guards against a power cut, which none of them is."""
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def store(docqa_home: Path) -> Iterator[Store]:
    with Store() as store:
        yield store


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., tuple[Document, Path]]:
    """A small document of two pages and its file, by name and content."""

    def make(
        name: str = "report.txt", text: str = "First page\fSecond page", **changes: object
    ) -> tuple[Document, Path]:
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return document_of(path, text), path

    return make


def document_of(path: Path, text: str) -> Document:
    pages = tuple(
        Page(
            index,
            label,
            page,
            612.0,
            792.5,
            PageSource.TEXT if page else PageSource.NONE,
            WordBoxes.of([(0, len(page), Rect(1.5, 2.25, 30.0, 12.0))] if page else []),
            "" if page else "no text on it",
        )
        for index, (label, page) in enumerate(zip(("iv", "1", "2", "3"), text.split("\f"), strict=False))
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Document(
        digest, path.stem, "text/plain", pages, (OutlineEntry(1, "Start", 0), OutlineEntry(2, "?", -1))
    )
