"""Questions to begin with: from contents, headings and captions, in the document's language."""

from __future__ import annotations

from docqa.domain import Document, OutlineEntry, Page
from docqa.language.starting import starting_questions

ENGLISH = "The keeper of the harbour wrote down every ship that came in, and what it paid for its place.\n"
HEBREW = "שומר הנמל רשם כל אונייה שנכנסה לנמל ואת הסכום ששילמה עבור מקומה ליד הרציף בכל יום ויום.\n"


def document(*pages: str, outline: tuple[tuple[int, str], ...] = ()) -> Document:
    made = tuple(Page(i, str(i + 1), text, 595, 842) for i, text in enumerate(pages))
    return Document("a" * 64, "t", "application/pdf", made, tuple(OutlineEntry(*one, 0) for one in outline))


def test_chapters_are_asked_about_from_all_over_the_book() -> None:
    titles = [
        "Contents",
        "Preface",
        "1. Ships",
        "2. Dues and fees",
        "3. Storms",
        "4. The lamp",
        "5. Ropes",
        "Index",
    ]
    asked = starting_questions(document(ENGLISH, outline=tuple((1, title) for title in titles)))
    assert asked == (
        "What does “Ships” say?",
        "What does “Storms” say?",
        "What does “Ropes” say?",
        "What is this about?",
    )


def test_headings_serve_where_there_is_no_contents() -> None:
    asked = starting_questions(
        document(ENGLISH + "1. Ships of the year\n" + ENGLISH + "2 Harbour dues\n" + ENGLISH)
    )
    assert asked == (
        "What is said about Ships of the year?",
        "What is said about Harbour dues?",
        "What is this about?",
    )


def test_a_figure_is_asked_about() -> None:
    assert "What does Table 2.1 show?" in starting_questions(document(ENGLISH + "\nTable 2.1: Dues by month\n"))
    assert "What does Figure 3 show?" in starting_questions(document(ENGLISH), ["Figure 3"])


def test_a_hebrew_document_is_asked_in_hebrew() -> None:
    asked = starting_questions(
        document(HEBREW * 3 + "איור 1: הנמל\n", outline=((1, "פרק 1 האוניות"), (1, "מבוא")))
    )
    assert asked == ("מה נאמר בפרק “האוניות”?", "מה רואים באיור 1?", "על מה המסמך?")


def test_nothing_is_asked_about_nothing() -> None:
    assert starting_questions(document("", "1 2 3")) == ()
    assert starting_questions(document()) == ()
