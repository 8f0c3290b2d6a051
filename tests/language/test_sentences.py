from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docqa.language.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


PROSE = (
    "The company reported net sales of $3.2 billion for the year, an increase of 5.2% over\n"
    "the prior year. Mr. Smith, who joined Acme Inc. in 2019, said that growth was driven by\n"
    "Asia. He expects more."
)


def test_prose_runs_over_its_lines() -> None:
    assert [" ".join(piece.split()) for piece in cut(PROSE)] == [
        "The company reported net sales of $3.2 billion for the year, an increase of 5.2% over the prior year.",
        "Mr. Smith, who joined Acme Inc. in 2019, said that growth was driven by Asia.",
        "He expects more.",
    ]


def test_headings_items_and_rows_stand_alone() -> None:
    text = (
        f"Results of operations\n{PROSE}\n\n• Lower costs\n• Higher prices\nSales 5,000 6,000\nCosts (100) 200\n"
    )
    found = cut(text)
    assert found[0] == "Results of operations"
    assert found[-4:] == ["• Lower costs", "• Higher prices", "Sales 5,000 6,000", "Costs (100) 200"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("שלום עולם. מה שלומך? הכול טוב!", 3),
        ("这是一句话。这是第二句！", 2),
        ("これは文です。次の文です。", 2),
        ("هذه جملة. وهذه أخرى؟", 2),
        ("", 0),
        (" \n \n", 0),
    ],
)
def test_other_languages(text: str, count: int) -> None:
    assert len(cut(text)) == count


@settings(deadline=None, max_examples=300)
@given(text=st.one_of(st.text(max_size=120), st.text(alphabet="aA1.?! \n\t•()|\u00a0。", max_size=120)))
def test_spans_cover_all_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    covered = set().union(*(range(start, end) for start, end in spans)) if spans else set()
    assert all(char.isspace() for i, char in enumerate(text) if i not in covered)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def test_long_text_without_stops_is_quick() -> None:
    start = time.perf_counter()
    for text in ("a" * 1_000_000, "a. " * 100_000, "a\n" * 100_000, "1 " * 200_000, "." * 300_000):
        sentences(text)
    assert time.perf_counter() - start < 10
