"""Words of pages that a file turns round: read in order, and marked where they are shown."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from docqa.domain import FigureKind, Rect, finish
from docqa.grounding import ground
from docqa.reading import find_figures, load

WORDS = "The ferry leaves the northern pier at noon."


def ink(picture: pymupdf.Pixmap, rect: Rect) -> int:
    """Dark pixels in a rectangle of a page that was drawn at one pixel a point."""
    return sum(
        picture.pixel(x, y)[0] < 128
        for y in range(int(rect.y0), min(int(rect.y1) + 1, picture.height))
        for x in range(int(rect.x0), min(int(rect.x1) + 1, picture.width))
    )


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_quotation_is_marked_on_its_ink(turned: int, tmp_path: Path) -> None:
    file = pymupdf.open()
    page = file.new_page(width=300, height=500)
    page.insert_text((40, 60), WORDS, fontsize=11)
    page.set_rotation(turned)
    path = tmp_path / "turned.pdf"
    file.save(path)
    picture = file[0].get_pixmap()
    document = finish(load(path))
    assert document.pages[0].text == WORDS
    whole = ink(picture, Rect(0, 0, picture.width, picture.height))
    for quoted, share in ((WORDS, 1.0), ("leaves the northern pier", 24 / 43)):
        (check, *_) = ground(f"“{quoted}” [p. 1]", [document]).checks
        marked = sum(ink(picture, rect) for rect in document.rects(check.places[0].span))
        assert marked == pytest.approx(whole * share, rel=0.1)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_table_is_found_where_a_turned_page_shows_it(turned: int, tmp_path: Path) -> None:
    file = pymupdf.open()
    page = file.new_page(width=500, height=400)
    page.insert_text((60, 50), "Table 1: Depth of the basins", fontsize=11)
    for row in range(6):
        for column in range(4):
            page.draw_rect((60 + 90 * column, 70 + 30 * row, 150 + 90 * column, 100 + 30 * row), width=0.5)
            page.insert_text((66 + 90 * column, 90 + 30 * row), f"{row}.{column}", fontsize=10)
    upright = pymupdf.open()
    shown = upright.new_page(width=page.rect.width, height=page.rect.height)
    if turned in (90, 270):
        shown.set_mediabox((0, 0, page.rect.height, page.rect.width))
    shown.show_pdf_page(shown.rect, file, 0, rotate=turned)
    shown.set_rotation(turned)
    path = tmp_path / "turned.pdf"
    upright.save(path)
    (figure,) = finish(find_figures(path, finish(load(path))))
    assert (figure.label, figure.kind) == ("Table 1", FigureKind.TABLE)
    assert figure.rect == pytest.approx((60, 70, 420, 250), abs=8)
