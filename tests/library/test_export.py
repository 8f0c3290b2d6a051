"""Exports say all that the window says, in either direction, and load nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from docqa.domain import (
    Answer,
    Check,
    Citation,
    ClaimKind,
    ContextReport,
    Coverage,
    DocumentRef,
    Mode,
    Place,
    Rect,
    Region,
    Session,
    Sight,
    Span,
    Status,
    TokenUse,
    Turn,
)
from docqa.library import export_html, export_markdown

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
TOWERS = DocumentRef(
    "d1", "Towers <b>", "/home/someone/private/towers.pdf", "application/pdf", 4, ("iii", "iv", "1", "2")
)
HEBREW = DocumentRef("d2", "מגדלים", "C:\\Users\\someone\\מגדלים.pdf", "application/pdf", 2)


def place(page: int, document: str = "d1") -> Place:
    return Place(document, Span(page, 0, 5))


ANSWER = Answer(
    "It is **324 m** high, see “324 m” and [site](https://a.example/b). ![x](https://evil.example/p.png)",
    "openai",
    "model-x",
    citations=(
        Citation(place(1), "iv", "324 m <high>", (26, 33)),
        Citation(place(0, "d2"), "1", "שלוש מאות מטרים"),
    ),
    checks=(
        Check("324 m", ClaimKind.QUOTE, Status.SUPPORTED, (27, 32), (place(1),)),
        Check("p. 9", ClaimKind.CITATION, Status.ELSEWHERE, (0, 1), (place(2),), "cited as p. 9"),
        Check("blue & tall", ClaimKind.QUOTE, Status.MISSING, (0, 1)),
    ),
    alternatives=(Citation(place(3), "2", "another"),),
    complete=False,
    problem="stopped",
)  # fmt: skip
REPORT = ContextReport(
    Mode.PASSAGES,
    1000,
    TokenUse(),
    (place(1),),
    (Coverage("d1", "Towers <b>", 4, (0, 1), (2,), (3,)), Coverage("d2", "מגדלים", 2, (0, 1), (), ())),
    dropped_turns=3,
    pictures=(
        Sight(Region("t", 2), "p. iii", 768, 1024, 765),
        Sight(Region("t", 3, Rect(1, 2, 30, 40)), "p. iv, Figure 2", 700, 500, 425),
    ),
)
REFUSED = Answer("אין תשובה במסמך הזה.", "builtin", refused=True)
SESSION = Session(
    "s",
    "Towers & <script>alert(1)</script>",
    NOW,
    NOW,
    (TOWERS, HEBREW),
    (
        Turn("a", "How <i>tall</i>?\n# really", NOW, ANSWER, REPORT),
        Turn("b", "מה צבע המגדל?", NOW, REFUSED),
    ),
    voice="Short, *please*",
)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("export", [export_markdown, export_html])
def test_everything_that_matters_is_said_in_words(export: object) -> None:
    text = export(SESSION)  # type: ignore[operator]
    plain = re.sub(r"\\(?=\W)", "", text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    for words in (
        "Towers <b> (towers.pdf), 4 pages",
        "מגדלים (מגדלים.pdf), 2 pages",
        "Short, *please*",
        "Incomplete: stopped",
        "No answer found in the document",
        "Towers <b>, p. iv",
        "324 m <high>",
        "שלוש מאות מטרים",
        "Other passages",
        "Checks: 2 of 3 claims found in the document, 1 on another page than cited",
        "found in the document (p. iv)",
        "found on another page than cited (p. 1), cited as p. 9",
        "not found in the document",
        "blue & tall",
        "model-x, 2026-03-04 05:06 UTC",
        "Built-in reader, 2026-03-04 05:06 UTC",
        "Towers <b>: pages iii, iv of 4 sent, 1 left out; page 2 could not be read",
        "מגדלים: all 2 pages sent",
        "Sent as pictures: p. iii; p. iv, Figure 2",
        "Earlier questions that gave way to the document: 3",
    ):
        assert words in plain
    assert "someone" not in text, "folders are nobody's business"


def test_html_loads_and_runs_nothing() -> None:
    html = export_html(SESSION)
    parsed = Tags(html)
    assert parsed.open == []
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "i", "b"}
    for tag, attributes in parsed.tags:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "srcset")}, tag
        href = attributes.get("href")
        if href and not href.startswith("#"):
            assert attributes["rel"] == "noopener noreferrer"
            assert f"({href})" in html, "the address is shown"
    assert "url(" not in html
    assert "default-src 'none'" in html
    assert "evil.example/p.png" in html, "a picture is told of, not loaded"


def test_html_runs_each_way() -> None:
    tags = Tags(export_html(SESSION)).tags
    assert [attributes["dir"] for tag, attributes in tags if tag == "h2"] == ["ltr", "rtl"]
    assert [attributes["dir"] for tag, attributes in tags if tag == "blockquote"] == ["ltr", "rtl", "ltr"]
    assert ("p", {"dir": "rtl"}) in tags
    assert dict(tags)["html"]["dir"] == "ltr"
    assert dict(Tags(export_html(replace(SESSION, title="שיחה"))).tags)["html"]["dir"] == "rtl"


def test_citations_are_anchored() -> None:
    tags = Tags(export_html(SESSION)).tags
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    links = [
        attributes["href"] for tag, attributes in tags if tag == "a" and (attributes["href"] or "").startswith("#")
    ]
    assert links == ["#q1s1"]
    assert {link[1:] for link in links if link} <= ids
    assert re.search(r"“324 m”<sup><a [^>]*>1</a></sup>", export_html(SESSION))


@pytest.mark.parametrize("at", range(60))
def test_a_citation_anywhere_in_the_markdown_does_no_harm(at: int) -> None:
    text = "A [link](https://a.example/b) `code` **b**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    answer = Answer(text, "openai", citations=(Citation(place(1), "iv", "x", (0, at)),))
    html = export_html(replace(SESSION, turns=(Turn("a", "?", NOW, answer),)))
    assert Tags(html).open == []
    assert "\U000f0000" not in html
    assert "%F3%B0" not in html


def test_private_characters_of_an_answer_make_no_links() -> None:
    answer = Answer("fake \U000f00007\U000f0001 mark", "openai")
    html = export_html(replace(SESSION, turns=(Turn("a", "?", NOW, answer),)))
    assert "<sup>" not in html


def test_markdown_keeps_strangers_words_inert() -> None:
    text = export_markdown(SESSION)
    assert text.startswith("# Towers \\& \\<script\\>")
    assert "## 1. How \\<i\\>tall\\</i\\>? \\# really\n" in text
    assert "![" not in text
    assert "!\\[x](https://evil.example/p.png)" in text
    assert "**324 m**" in text, "the answer's own Markdown stays"
    assert '<div dir="rtl">\n\nאין תשובה במסמך הזה.\n\n</div>' in text


def test_an_answer_cut_inside_code_does_not_swallow_the_rest() -> None:
    answer = Answer("```python\nprint(", "openai", complete=False, problem="stopped")
    text = export_markdown(replace(SESSION, turns=(Turn("a", "?", NOW, answer),)))
    assert "```python\nprint(\n```\n" in text


def test_an_empty_session_exports() -> None:
    empty = Session("s", "", NOW, NOW, ())
    assert export_markdown(empty).startswith("#")
    assert Tags(export_html(empty)).open == []
