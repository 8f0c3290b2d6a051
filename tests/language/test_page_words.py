"""The pages that a question names, in several languages."""

from __future__ import annotations

import pytest

from docqa.language.page_words import page_labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("What does page 12 show?", ["12"]),
        ("What do pages 3 and 5 show?", ["3", "5"]),
        ("Compare p. iv with pp. 7, 9.", ["iv", "7", "9"]),
        ("Was steht auf Seite 4?", ["4"]),
        ("מה רואים בעמוד 7?", ["7"]),
        ("ماذا في صفحة 3؟", ["3"]),
        ("第5页有什么？", ["5"]),
        # A range is asked about otherwise, and these name none.
        ("What is on pages 3-9?", []),
        ("The page is blank.", []),
        ("It has 12 pages", []),
        ("On page 3.5 of it", []),
    ],
)
def test_pages_are_known_by_their_labels(text: str, labels: list[str]) -> None:
    assert page_labels(text) == labels
