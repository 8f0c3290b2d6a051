from __future__ import annotations

from docqa.domain import Document, Page
from docqa.packing.titles import titles


def document(*texts: str) -> Document:
    return Document("d", "Report", "text/plain", tuple(Page(i, str(i + 1), t, 1, 1) for i, t in enumerate(texts)))


def test_titles_are_the_first_telling_lines() -> None:
    found = titles(document("12\n\nBalance sheets\nDecember 31 of both years\nCash  1  2\n", "", "One. " * 90))
    assert found == ["Balance sheets\nDecember 31 of both years", "", ("One. " * 90)[:120]]


def test_running_titles_are_passed_over() -> None:
    pages = [f"The Annual Report\n{i}\nPart {chr(65 + i)} of the story\nIt goes on with {i}." for i in range(20)]
    assert titles(document(*pages))[3] == "Part D of the story\nIt goes on with 3."


def test_a_line_on_two_pages_is_no_running_title() -> None:
    assert titles(document("Cash flows of the group\nRest", "Cash flows of the group\nRest"))[0].startswith(
        "Cash flows"
    )
