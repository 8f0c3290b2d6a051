"""Words of pages that a file turns round: read in order, and marked where they are shown."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from docqa.domain import Rect, finish
from docqa.grounding import ground
from docqa.reading import load

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
