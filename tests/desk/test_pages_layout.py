"""Where pages lie, the way back after jumps, and words as they are pointed at."""

from __future__ import annotations

import math
import time

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from docqa.desk.pages import words
from docqa.desk.pages.layout import GAP, History, Layout, Spot, sane_size
from docqa.desk.pages.pictures import PREVIEW, TILE, WHOLE, Want, wants
from docqa.desk.pages.words import TextPlace
from docqa.domain import Document, Page, Rect, Span, WordBoxes


def test_pages_lie_below_each_other_and_centred() -> None:
    layout = Layout([(100, 200), (300, 50), (100, 100)], 2.0, 0)
    assert layout.page(0) == QRectF(GAP + 200, GAP, 200, 400)
    assert layout.page(1) == QRectF(GAP, 2 * GAP + 400, 600, 100)
    assert layout.width == 600 + 2 * GAP
    assert layout.height == 4 * GAP + 400 + 100 + 200


def test_what_shows_is_found_for_every_height() -> None:
    layout = Layout([(100, height) for height in (50, 500, 10, 80)], 1.0, 400)
    for top in range(0, int(layout.height), 7):
        seen = set(layout.visible(top, top + 120))
        truly = {i for i in range(4) if layout.page(i).top() < top + 120 and layout.page(i).bottom() > top}
        assert truly <= seen
        assert all(layout.page(i).bottom() + GAP > top and layout.page(i).top() < top + 120 for i in seen)


def test_no_pages_show_nothing() -> None:
    assert list(Layout((), 1.0, 100).visible(0, 100)) == []


def test_a_spot_is_the_same_place_at_any_scale() -> None:
    sizes = [(595, 842), (842, 595)]
    spot = Layout(sizes, 1.3, 900).spot(Layout(sizes, 1.3, 900).point(Spot(1, 100, 50)))
    assert spot.page == 1
    assert spot.x == pytest.approx(100)
    assert spot.y == pytest.approx(50)


@pytest.mark.parametrize("size", [(0, 10), (-5, 10), (math.nan, 10), (math.inf, 10)])
def test_sizes_that_say_nothing_become_letter(size: tuple[float, float]) -> None:
    assert sane_size(*size) == (612, 792)


def test_a_lying_size_is_bounded() -> None:
    assert sane_size(1e12, 0.001) == (14_400, 1)


def test_the_largest_scale_keeps_scroll_bars_in_range() -> None:
    sizes = [(600, 14_400)] * 50_000
    layout = Layout(sizes, Layout(sizes, 1.0, 800).largest_scale(), 800)
    assert layout.height < 2**31


def test_a_long_book_is_laid_out_at_once() -> None:
    began = time.perf_counter()
    Layout([(595, 842)] * 20_000, 1.5, 900)
    assert time.perf_counter() - began < 0.2


def test_history_goes_back_and_forward_like_a_browser() -> None:
    history, a, b, c = History(), Spot(0, 0, 0), Spot(5, 0, 0), Spot(9, 0, 0)
    assert history.back(a) is None
    history.left(a)
    history.left(b)
    assert history.back(c) == b
    assert history.back(b) == a
    assert not history.can_go_back
    assert history.forward(a) == b
    history.left(b)
    assert not history.can_go_forward


def test_a_page_of_usual_size_is_one_picture() -> None:
    assert wants(3, (595, 842), 2.0, QRectF(0, 0, 100, 100)) == [Want(3, 2.0)]


def test_a_large_page_is_wanted_in_the_parts_that_show_after_a_coarse_whole() -> None:
    wanted = wants(0, (595, 842), 10.0, QRectF(TILE + 1, 0, 10, TILE + 1))
    assert wanted == [Want(0, PREVIEW / 595), Want(0, 10.0, (1, 0)), Want(0, 10.0, (1, 1))]
    assert (595 * wanted[0].scale) * (842 * wanted[0].scale) <= WHOLE


# -- words -----------------------------------------------------------------------------------------


def two_columns() -> Page:
    """Left column "alpha beta / gamma", right column "delta", and a Hebrew line below."""
    parts = [
        ("alpha", Rect(50, 100, 90, 112)),
        ("beta", Rect(95, 100, 125, 112)),
        ("gamma", Rect(50, 116, 90, 128)),
        ("delta", Rect(300, 100, 340, 112)),
        ("שלום", Rect(200, 200, 240, 212)),
        ("עולם", Rect(155, 200, 195, 212)),
    ]
    text, boxes = "", []
    for word, rect in parts:
        text += " " if text else ""
        boxes.append((len(text), len(text) + len(word), rect))
        text += word
    return Page(0, "1", text, 595, 842, boxes=WordBoxes.of(boxes))


@pytest.fixture
def page(qapp: QApplication) -> Page:
    return two_columns()


def word_at(page: Page, x: float, y: float) -> str:
    start, end = words.word_around(page, words.offset_at(page, x, y))
    return page.text[start:end]


@pytest.mark.parametrize(
    ("x", "y", "word"),
    [
        (70, 106, "alpha"),
        (20, 106, "alpha"),  # beside the line: in it
        (180, 106, "beta"),  # between the columns: the nearer one
        (600, 106, "delta"),
        (70, 140, "gamma"),
        (220, 206, "שלום"),
        (170, 206, "עולם"),
    ],
)
def test_the_word_nearest_to_the_mouse(page: Page, x: float, y: float, word: str) -> None:
    assert word_at(page, x, y) == word


def test_places_inside_a_word_run_with_its_direction(page: Page) -> None:
    alpha, shalom = page.text.index("alpha"), page.text.index("שלום")
    assert words.offset_at(page, 50, 106) == alpha
    assert words.offset_at(page, 90, 106) == alpha + 5
    assert words.offset_at(page, 240, 206) == shalom
    assert words.offset_at(page, 200, 206) == shalom + 4


def test_part_of_a_word_covers_part_of_its_box(page: Page) -> None:
    alpha, shalom = page.text.index("alpha"), page.text.index("שלום")
    (first,) = words.rects(page, alpha, alpha + 2)
    assert first.x0 == 50
    assert 55 < first.x1 < 80
    (right,) = words.rects(page, shalom, shalom + 2)
    assert right.x1 == 240
    assert 205 < right.x0 < 235


def test_whole_words_are_the_boxes_themselves(page: Page) -> None:
    span = Span(0, 0, len("alpha beta"))
    assert words.rects(page, span.start, span.end) == (Rect(50, 100, 125, 112),)
    assert words.rects(page, 5, 6) == ()  # the space between


def test_text_between_two_places_in_either_order() -> None:
    pages = tuple(Page(i, str(i + 1), text, 100, 100) for i, text in enumerate(("one", "", "three")))
    document = Document("x", "t", "text/plain", pages)
    expected = (Span(0, 1, 3), Span(2, 0, 2))
    assert words.between(document, TextPlace(0, 1), TextPlace(2, 2)) == expected
    assert words.between(document, TextPlace(2, 2), TextPlace(0, 1)) == expected


def test_a_page_without_words_can_be_pointed_at() -> None:
    blank = Page(0, "1", "", 100, 100)
    assert words.offset_at(blank, 5, 5) == 0
    assert words.word_around(blank, 0) == (0, 0)
