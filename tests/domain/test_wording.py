"""Findings in words: short, exact, by the labels that people see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.domain import (
    Check,
    ClaimKind,
    ContextReport,
    Coverage,
    Message,
    Mode,
    PageImage,
    Place,
    Region,
    Sight,
    Span,
    Status,
    TokenUse,
)
from docqa.domain.wording import (
    checks_line,
    coverage_line,
    message_text,
    mode_line,
    page_label,
    page_ranges,
    pages_line,
    status_line,
)

BOOK = ("Cover", "iii", "iv", "v", "vi", "1", "2", "3", "A-9", "A-10", "A-11", "C", "D", "E", "9", "11", "")


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((), ""),
        ((0,), "Cover"),
        (range(17), "Cover, iii–vi, 1–3, A-9–A-11, C–E, 9, 11, 17"),
        ((1, 2), "iii, iv"),
        ((3, 1, 2, 2), "iii–v"),
        ((4, 5, 6, 7), "vi, 1–3"),
        ((5, 7), "1, 3"),
        ((13, 14), "E, 9"),
        ((20, 21, 22), "21–23"),
    ],
)
def test_runs_of_pages_are_named_by_their_labels(pages: tuple[int, ...], said: str) -> None:
    assert page_ranges(pages, BOOK) == said


def test_labels_that_only_look_alike_do_not_make_a_run() -> None:
    assert page_ranges(range(3), ("I", "ii", "III")) == "I, ii, III"
    assert page_ranges(range(3), ("A1", "B2", "C3")) == "A1, B2, C3"
    assert page_ranges(range(3), ("iv", "iv", "iv")) == "iv, iv, iv"
    assert page_ranges(range(3), ("XLVIII", "XLIX", "L")) == "XLVIII–L"
    assert page_ranges(range(3), ("mix", "mx", "mxi")) == "mix–mxi"
    assert page_ranges(range(3), ("٩", "١٠", "١١")) == "٩–١١"


@given(st.sets(st.integers(0, 400)))
def test_plain_numbers_name_each_page_once(pages: set[int]) -> None:
    named: list[int] = []
    for part in filter(None, page_ranges(tuple(pages)).split(", ")):
        first, _, last = part.partition("–")
        named += range(int(first), int(last or first) + 1)
    assert [number - 1 for number in named] == sorted(pages)


def test_one_page_is_a_page() -> None:
    assert pages_line((30,)) == "page 31"
    assert pages_line((30, 31)) == "pages 31, 32"
    assert page_label(2, BOOK) == "iv"
    assert page_label(99, BOOK) == "100"


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (Coverage("d", "t", 212, tuple(range(212)), (), ()), "all 212 pages sent"),
        (Coverage("d", "t", 1, (0,), (), ()), "the page was sent"),
        (
            Coverage("d", "t", 212, tuple(range(84)), tuple(range(84, 212)), ()),
            "pages 1–84 of 212 sent, 128 left out",
        ),
        (
            Coverage("d", "t", 40, tuple(range(30)), tuple(range(31, 40)), (30,)),
            "pages 1–30 of 40 sent, 9 left out; page 31 could not be read",
        ),
        (Coverage("d", "t", 2, (), (), (0, 1)), "nothing of 2 pages sent; pages 1, 2 could not be read"),
        (Coverage("d", "t", 1, (), (0,), ()), "nothing of 1 page sent, 1 left out"),
    ],
)
def test_coverage_names_what_went_and_what_did_not(coverage: Coverage, said: str) -> None:
    assert coverage_line(coverage) == said


def test_the_mode_is_summed_up() -> None:
    place = Place("d", Span(0, 0, 1))
    some, all_of_it = Coverage("d", "t", 412, tuple(range(18)), (), ()), Coverage("e", "t", 3, (0, 1, 2), (), ())
    report = ContextReport(Mode.PASSAGES, 1, TokenUse(), (place,) * 34, (some,))
    assert mode_line(report) == "34 passages from 18 of 412 pages"
    assert mode_line(replace(report, included=(place,))) == "1 passage from 18 of 412 pages"
    assert mode_line(replace(report, mode=Mode.WHOLE, coverage=(all_of_it,))) == "Whole document: 3 pages"
    assert mode_line(replace(report, mode=Mode.WHOLE, coverage=(some, all_of_it))) == (
        "All 2 documents: 21 of 415 pages"
    )
    assert mode_line(replace(report, mode=Mode.IMAGES)) == "Pictures of 18 of 412 pages"
    assert mode_line(replace(report, mode=Mode.MIXED)) == "Text and pictures of 18 of 412 pages"


def test_checks_are_summed_up() -> None:
    checks = [Check("x", ClaimKind.QUOTE, status, (0, 1)) for status in (Status.SUPPORTED, Status.MISSING)]
    assert checks_line(checks) == "1 of 2 claims found in the document"
    assert checks_line(checks[:1]) == "1 of 1 claim found in the document"
    moved = Check("x", ClaimKind.CITATION, Status.ELSEWHERE, (0, 1))
    assert checks_line([*checks, moved]) == "2 of 3 claims found in the document, 1 on another page than cited"


@pytest.mark.parametrize("status", Status)
def test_every_status_has_words_of_its_own(status: Status) -> None:
    assert sum(status_line(status) == status_line(other) for other in Status) == 1


def test_a_message_says_which_pictures_go_with_it() -> None:
    images = (PageImage(Sight(Region("d", 2), "p. 3", 768, 1024, 1_105), b"x"),)
    assert message_text(Message("user", "Why?", images)) == "[p. 3: 768 × 1,024 pixels, 1,105 tokens]\nWhy?"
    assert message_text(Message("user", "Why?")) == "Why?"
    guessed = PageImage(Sight(Region("d", 2), "p. 3", 768, 1024, 1_105, estimated=True), b"x")
    assert "about 1,105 tokens" in message_text(Message("user", "Why?", (guessed,)))
