"""How an answer's checked spans look: quiet where they are right, words and an underline where they are not."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from docqa.desk.answer import AnswerText, marked_html
from docqa.domain import Answer, Check, ClaimKind, Document, Page, Place, Span
from docqa.domain.wording import checks_line
from docqa.grounding import ground

PAGES = (
    "The ferry carried 48,210 passengers in 2016, says the report on the crossing.",
    "The harbour was built by Otto Brandt, and 312 people live beside it now.",
)


@pytest.fixture
def document() -> Document:
    pages = tuple(Page(i, str(i + 1), text, 400, 400) for i, text in enumerate(PAGES))
    return Document("d" * 64, "Crossing", "application/pdf", pages)


def answered(text: str, document: Document) -> Answer:
    found = ground(text, [document])
    return Answer(found.text, "engine", "model", found.citations, found.checks)


def html(text: str, document: Document) -> str:
    return marked_html(answered(text, document), lambda place: str(place.span.page + 1))[0]


def words(shown: str) -> str:
    return re.sub(r"<[^>]+>", "", shown).replace("\xa0", " ").replace("&nbsp;", " ").strip()


def test_what_is_right_is_underlined_and_nothing_is_written(document: Document) -> None:
    text = "It carried 48,210 passengers in 2016 [p. 1]."
    shown = html(text, document)
    assert re.findall(r'class="found">([^<]+)</a>', shown) == ["48,210", "2016"]
    assert re.sub(r"\s+", " ", words(shown)).replace(" ]", "]") == "It carried 48,210 passengers in 2016 p. 1 ."


def test_what_is_wrong_says_what_stands_there(document: Document) -> None:
    shown = html("The ferry carried 48,310 passengers in 2016, says the report [p. 1].", document)
    assert re.findall(r'class="doubt">([^<]+)</a>', shown) == ["48,310"]
    assert "p. 1 says “48,210”" in words(shown)


def test_what_stands_on_another_page_offers_it(document: Document) -> None:
    answer = answered("About 312 people are there [p. 1].", document)
    shown, links = marked_html(answer, lambda place: str(place.span.page + 1))
    assert "found on p. 2" in words(shown)
    offered = [link for address, link in links.items() if f'"{address}" class="elsewhere"' in shown]
    assert {link.places[0].span.page for link in offered} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "**It carried 48,210 passengers** in 2016.",
        "`48,210` in code, [48,210](https://example.org/48,210) in a link, and 2016.",
        "| a | b |\n|---|---|\n| 48,210 | 2016 |",
        "Otto\nBrandt built it for 312 people",
        "<b>48,210</b> & 2016",
    ],
)
def test_marks_never_break_the_text(document: Document, text: str) -> None:
    shown = html(text, document)
    assert shown.count("<a ") == shown.count("</a>")
    assert "\ue000" not in shown
    assert '<a href="check:0" class="found"><a' not in shown


def test_a_sentences_own_passage_is_no_claim_but_can_be_followed(document: Document) -> None:
    answer = answered("The harbour was built by Otto Brandt.", document)
    assert ClaimKind.SENTENCE in {check.kind for check in answer.checks}
    assert [check.kind for check in answer.claims] == [ClaimKind.NAME]
    assert checks_line(answer.claims) == "1 of 1 claim found in the document"


def test_a_page_repeats_its_quotation_with_a_number_between_them(document: Document) -> None:
    answer = answered("It says “The ferry carried” 48,210 [p. 1].", document)
    assert [check.kind for check in answer.claims] == [ClaimKind.QUOTE, ClaimKind.NUMBER]


def test_the_window_shows_quiet_marks_dotted(qtbot: QtBot, document: Document) -> None:
    view = AnswerText()
    qtbot.addWidget(view)
    shown, links = marked_html(answered("It carried 48,210 passengers.", document), lambda place: "1")
    view.show_html(shown, links)
    view.resize(400, 100)
    cursor = view.document().find("48,210")
    form = cursor.charFormat()
    assert form.underlineStyle() is form.UnderlineStyle.DotLine
    (link,) = [link for link in links.values() if link.places == (Place(document.id, Span(0, 18, 24)),)]
    assert link.hover.startswith("p. 1")


def test_checks_of_a_kind_unknown_to_the_marks_do_no_harm(document: Document) -> None:
    answer = Answer(
        "x", "engine", checks=(Check("x", ClaimKind.LINK, answered("312", document).checks[0].status, (0, 1)),)
    )
    assert marked_html(answer, lambda place: "1")[0]
