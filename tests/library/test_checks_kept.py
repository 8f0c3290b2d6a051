"""What docqa found about every kind of claim outlives saving, exporting and opening again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from docqa.domain import Answer, Check, ClaimKind, Document, Place, Session, Span, Status, Turn
from docqa.domain.wording import page_label, status_line
from docqa.library import Store, export_html, export_markdown, open_session_file, save_session_file

Make = Callable[..., tuple[Document, Path]]
EVERY = [(kind, status) for kind in ClaimKind for status in Status]


def checks(document: str) -> tuple[Check, ...]:
    """One check of every kind with every status; the missing ones have no place, and every other one has two."""
    made = []
    for number, (kind, status) in enumerate(EVERY):
        places = (Place(document, Span(0, 1, 4)), Place(document, Span(1, 0, 4)))[: 1 + number % 2]
        made.append(
            Check(
                f"<{kind}> “{status}” שלום {number}",
                kind,
                status,
                (number, number + 1),
                () if status is Status.MISSING else places,
                f"why & how {number}",
            )
        )
    return tuple(made)


@pytest.fixture
def session(store: Store, make: Make) -> Session:
    ref = store.remember(*make("report.txt", "first page\fsecond page"))
    session = store.create_session("All kinds", [ref])
    turn = store.begin_turn(session.id, "What is found?", "openai", "m", None)
    answer = Answer("x" * len(EVERY), "openai", "m", checks=checks(ref.id))
    store.finish_turn(Turn(turn, "What is found?", datetime.now(UTC), answer))
    return store.session(session.id)


def test_they_are_the_same_when_the_library_is_opened_again(session: Session, store: Store) -> None:
    wanted = checks(session.documents[0].id)
    assert session.turns[0].answer.checks == wanted
    with Store(store.path) as again:
        assert again.session(session.id).turns[0].answer.checks == wanted


def test_they_are_the_same_on_another_machine(session: Session, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.docqa"
    save_session_file(session, store, path)
    with Store(tmp_path / "elsewhere" / "library.db") as other:
        assert open_session_file(path, other).turns[0].answer.checks == session.turns[0].answer.checks


@pytest.mark.parametrize("export", [export_markdown, export_html])
def test_exports_say_each_with_its_pages_and_its_reason(
    export: Callable[[Session], str], session: Session
) -> None:
    text = unescape(re.sub(r"\\(?=\W)", "", re.sub(r"</?(?:span|q)\b[^>]*>", "", export(session))))
    for check in session.turns[0].answer.checks:
        line = next(line for line in re.split(r"\n|</li>", text) if check.text in line)
        assert status_line(check.status) in line
        assert check.note in line
        pages = [page_label(place.span.page, session.documents[0].labels) for place in check.places]
        assert all(f"p. {page}" in line for page in pages), line
