"""Sessions are found by what was asked, answered and opened, in any script."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from docqa.domain import Answer, DocumentRef, Session, Turn
from docqa.library import Store, search

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BOOK = DocumentRef("d", "Annual report of Café Zürich", "/x/r.pdf", "application/pdf", 3)

TALKS = {
    "english": [("How tall is the tower?", "It is 324 metres tall, it's “the tallest” there.")],
    "hebrew": [("מה גובה המגדל?", "גובה המגדל 324 מטרים, והוא הגבוה בעיר. בְּרֵאשִׁית")],
    "chinese": [("这座塔有多高？", "埃菲尔铁塔高三百二十四米。")],
    "japanese": [("タワーの高さは？", "３２４メートルです。")],
    "accents": [("Naïve question?", "The résumé of Straße 5 and Ελλάδα.")],
    "odd": [('100% of "quoted" AND (weird) * syntax_x?', "a'b; DROP TABLE; x^2 NEAR -minus")],
}


@pytest.fixture
def full(store: Store) -> Store:
    for name, turns in TALKS.items():
        kept = tuple(Turn(f"{name}{i}", q, NOW, Answer(a, "openai")) for i, (q, a) in enumerate(turns))
        store.insert_session(Session(name, f"Talk {name}", NOW, NOW, (BOOK,) if name == "accents" else (), kept))
    return store


def found(store: Store, query: str) -> set[str]:
    return {summary.id for summary in store.sessions(query)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tower", {"english"}),
        ("TOWER tall", {"english"}),
        ("it's", {"english"}),
        ("it’s the", {"english"}),
        ('"the tallest"', {"english"}),
        ("“the tallest”", {"english"}),
        ('"tallest the"', set()),
        ("324", {"english", "hebrew", "japanese"}),
        ("32", {"english", "hebrew", "japanese"}),
        ("מגדל", {"hebrew"}),
        ("בראשית", {"hebrew"}),
        ("בְּרֵאשִׁית", {"hebrew"}),
        ("塔", {"chinese"}),
        ("铁塔", {"chinese"}),
        ("埃菲尔", {"chinese"}),
        ("高さ", {"japanese"}),
        ("resume naive", {"accents"}),
        ("STRASSE", {"accents"}),
        ("ελλαδα", {"accents"}),
        ("cafe zurich", {"accents"}),
        ("talk", set(TALKS)),
        ("talk tower", {"english"}),
        ("metres nothing", set()),
        ("100%", {"odd"}),
        ("quoted AND (weird)", {"odd"}),
        ("syntax_x", {"odd"}),
        ("syntaxAx", set()),
        ("* ^2", {"odd"}),
        ("-minus", {"odd"}),
        ("NEAR", {"odd"}),
        ("'b; DROP", {"odd"}),
        ("%", {"odd"}),
        ('"', {"odd", "english"}),
        ("   ", set(TALKS)),
        ("\u200f", set()),
    ],
)
def test_words_phrases_and_parts_are_found(full: Store, query: str, expected: set[str]) -> None:
    assert found(full, query) == expected


def test_words_may_stand_in_different_turns(store: Store) -> None:
    turns = tuple(
        Turn(f"t{i}", q, NOW, Answer("yes", "x"))
        for i, q in enumerate(("a walrus", "a penguin", "a walrus penguin"))
    )
    store.insert_session(Session("s", "S", NOW, NOW, (), turns[:2]))
    assert found(store, "walrus penguin") == {"s"}
    store.insert_session(Session("s2", "S2", NOW, NOW, (), (turns[2],)))
    assert {one.turn for one in store.sessions("walrus penguin")} <= {"t0", "t1", "t2"}


def test_the_snippet_is_from_the_turn_that_holds_most(store: Store) -> None:
    turns = tuple(
        Turn(f"t{i}", q, NOW, Answer("", "x"))
        for i, q in enumerate(("a walrus", "walrus\nand penguin", "a penguin"))
    )
    store.insert_session(Session("s", "S", NOW, NOW, (), turns))
    (summary,) = store.sessions("walrus penguin")
    assert summary.turn == "t1"
    assert summary.snippet == "walrus and penguin "
    assert [summary.snippet[a:b] for a, b in summary.hits] == ["walrus", "penguin"]


def test_a_title_match_has_no_turn(full: Store) -> None:
    (summary,) = full.sessions("annual report")
    assert (summary.turn, summary.documents) == ("", (BOOK.title,))
    assert "Annual report" in summary.snippet


def test_a_long_text_is_cut_around_the_words() -> None:
    text = "before " * 100 + "the NÁÏVE\n needle here" + " after" * 100
    shown = search.snippet(text, search.terms("needle naive"))
    assert shown.text.startswith("…before ")
    assert shown.text.endswith("…")
    assert len(shown.text) <= search.SNIPPET + 2
    assert [shown.text[a:b] for a, b in shown.hits] == ["NÁÏVE", "needle"]
    assert "\n" not in shown.text


def test_overlapping_words_are_marked_once() -> None:
    shown = search.snippet("towers tower", search.terms("tower towers owe"))
    assert shown.hits == ((0, 6), (7, 12))


def test_an_answer_is_found_while_it_streams_and_as_it_ended(store: Store) -> None:
    session = store.create_session("S", []).id
    turn = store.begin_turn(session, "question", "openai", "m", None)
    store.keep_text(turn, "walrus so far")
    assert found(store, "walrus") == {session}
    store.finish_turn(Turn(turn, "question", NOW, Answer("penguin at last", "openai")))
    assert found(store, "walrus") == set()
    assert found(store, "penguin") == {session}


def test_a_new_way_of_folding_indexes_anew(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    full.close()
    monkeypatch.setattr(search, "VERSION", search.VERSION + 1)
    real = search.fold
    monkeypatch.setattr(search, "fold", lambda text: real(text.replace("tower", "spire")))
    with Store() as again:
        assert found(again, "spire") == {"english"}
        assert again.check() == ()
