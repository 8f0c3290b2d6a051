from __future__ import annotations

import time
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from docqa.domain import Document, OutlineEntry, Page, finish
from docqa.packing.ranking import index
from docqa.packing.units import MOST, headings, units

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("ab 1.\n\n。中文שע\t|•"), st.characters(exclude_categories=["Cs"])),
    max_size=3_000,
)


def page(text: str) -> Page:
    return Page(0, "1", text, 600, 800)


def document(texts: Sequence[str], outline: Sequence[OutlineEntry] = ()) -> Document:
    pages = tuple(Page(i, str(i + 1), text, 600, 800) for i, text in enumerate(texts))
    return Document("0" * 64, "Report", "text/plain", pages, tuple(outline))


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_units_hold_all_the_text_in_order_without_overlap(text: str) -> None:
    found = units(page(text))
    covered: set[int] = set()
    at = 0
    for span in found:
        assert span.page == 0
        assert at <= span.start < span.end <= len(text)
        at = span.end
        covered.update(range(span.start, span.end))
    assert all(char.isspace() for i, char in enumerate(text) if i not in covered)


def test_units_are_small_and_end_at_lines() -> None:
    text = "\n".join(f"Line {i} tells of the ship and its crew in nine words" for i in range(60))
    found = units(page(text))
    assert len(found) > 5
    for span in found:
        assert 30 <= len(text[span.start : span.end].split()) <= MOST
        assert text[span.start : span.end].startswith("Line")


def test_a_paragraph_in_one_line_is_cut_at_its_sentences() -> None:
    text = " ".join(f"Sentence number {i} says something about the sea." for i in range(100))
    found = units(page(text))
    assert len(found) > 5
    assert all(text[span.start : span.end].endswith("sea.") for span in found)


def test_scripts_without_spaces_are_cut_as_well() -> None:
    text = "这是一句关于海洋的话。" * 200
    assert len(units(page(text))) > 5


def test_endless_text_is_cut_quickly() -> None:
    start = time.perf_counter()
    for text in ("x" * 500_000, "x " * 200_000, "中" * 100_000, "\n" * 100_000):
        found = units(page(text))
        assert all(len(span) < 6_000 for span in found)
    assert time.perf_counter() - start < 15


def test_headings_follow_the_outline() -> None:
    outline = [
        OutlineEntry(1, "One", 1),
        OutlineEntry(2, "Deep", 2),
        OutlineEntry(1, "Two", 3),
        OutlineEntry(1, "X", -1),
    ]
    assert headings(document(["a"] * 5, outline=outline)) == ["", "One", "One Deep", "Two", "Two"]
    assert headings(document(["a"])) == [""]


def test_a_unit_is_found_by_the_heading_above_it() -> None:
    texts = ["The fleet sailed north."] * 6
    found = finish(index(document(texts, outline=[OutlineEntry(1, "Dividends", 3), OutlineEntry(1, "Fleet", 4)])))
    scores = found.words.scores({"dividend": 1.0})
    assert [int(found.pages_of[i]) for i in scores.nonzero()[0]] == [3]


def test_rare_words_in_short_units_rank_first() -> None:
    texts = ["whale " * 5 + "ship " * 50, "whale whale sea", "ship of the sea", "calm"]
    found = finish(index(document(texts)))
    scores = found.words.scores({"whale": 2.0, "unknown": 9.0})
    assert int(scores.argmax()) == 1
    assert scores[2] == scores[3] == 0
    assert found.words.frequency("whale") == 2
    assert found.words.frequency("unknown") == 0


def test_an_empty_document_has_an_empty_index() -> None:
    found = finish(index(document(["", " \n"])))
    assert found.units == ()
    assert len(found.words.scores({"x": 1.0})) == 0
