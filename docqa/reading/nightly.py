"""A page's picture by night: dark paper, light ink, colours that stay themselves, photographs left alone.

Runs in the worker process alone, as all of MuPDF does.
"""

from __future__ import annotations

from typing import Any

from docqa.reading.binding import mupdf, pymupdf
from docqa.reading.graphics import shown_marks

PAPER, INK = 0x1E2022, 0xE6E3DC  # what white and black become: neither is pure, that tires the eye
DIMMED = 0xD0D0D0  # what white becomes in a photograph
_WHOLE = 0.85  # of the page: a picture that covers as much is the page, a scan
_DARK = 100  # of 255: mean brightness below which a page is dark
_LEAST = 24  # pixels a side below which a picture is an ornament
_SAMPLES = 24  # points a side at which a picture is looked at
_PALE = 0.35  # share of paper-white points from which a picture is a drawing on paper


def darken(page: Any, pixmap: Any, scale: float) -> None:
    """Turn an RGB pixmap of `page`, drawn at `scale` pixels a point, into its night picture in place."""
    photographs = [area for area in _pictures(page, pixmap, scale) if _is_photograph(pixmap, area)]
    day = pymupdf.Pixmap(pixmap, 0) if photographs else None
    mupdf.fz_invert_pixmap_luminance(pixmap.this)
    mupdf.fz_tint_pixmap(pixmap.this, PAPER, INK)
    if day is not None:
        mupdf.fz_tint_pixmap(day.this, 0, DIMMED)
        for area in photographs:
            pixmap.copy(day, area)


def is_dark(page: Any) -> bool:
    """Whether a page is dark as it is, such as a cover: by night it stays that, only dimmed."""
    scale = _SAMPLES / max(page.rect.width, page.rect.height, 1)
    small = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    samples: bytes = small.samples
    return sum(samples) < _DARK * len(samples)


def dim(pixmap: Any) -> None:
    """A dark page's picture by night, in place."""
    mupdf.fz_tint_pixmap(pixmap.this, 0, DIMMED)


def _pictures(page: Any, pixmap: Any, scale: float) -> list[Any]:
    """Where the page has pictures, in the pixmap's own pixels; the picture of a whole page left out."""
    whole = abs(page.rect.get_area()) * _WHOLE
    areas = []
    for kind, box in shown_marks(page):
        rect = pymupdf.Rect(box)
        if kind == "fill-image" and rect.get_area() < whole:
            area = pymupdf.Rect(*(edge * scale for edge in rect)).round() & pixmap.irect
            if area.width >= _LEAST and area.height >= _LEAST:
                areas.append(area)
    return areas


def _is_photograph(pixmap: Any, area: Any) -> bool:
    """Whether a picture is one, and not lines on white paper, which should turn with the rest of the page."""
    pale = looked = 0
    for row in range(_SAMPLES):
        y = area.y0 - pixmap.y + (2 * row + 1) * area.height // (2 * _SAMPLES)
        for column in range(_SAMPLES):
            x = area.x0 - pixmap.x + (2 * column + 1) * area.width // (2 * _SAMPLES)
            looked += 1
            pale += min(pixmap.pixel(x, y)) >= 235
    return pale < _PALE * looked
