"""A page drawn to be read: in grey, as fine as its own picture is, within reason."""

from __future__ import annotations

from typing import Any

from docqa.reading.binding import mupdf, pymupdf
from docqa.reading.recognition.picture import View, view_of

_USUAL = 300 / 72  # pixels a point for pages of letters
_COARSEST = 100 / 72
_LEAST = 2_400  # pixels of the longer side up to which small pages are drawn finer, if their picture is
_LARGEST = 16_000_000  # pixels


def draw(page: Any) -> View:
    """The page as a grey picture. What MuPDF raises is not caught."""
    bounds = mupdf.fz_bound_page(page.this)
    width, height = bounds.x1 - bounds.x0, bounds.y1 - bounds.y0
    scale = max(_USUAL, min(_LEAST / max(width, height, 1.0), 8 * _USUAL))
    native = _native(page, width * height)
    scale = max(_COARSEST, min(scale, native)) if native else _USUAL
    scale = min(scale, (_LARGEST / max(width * height, 1.0)) ** 0.5)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    return view_of(bytes(pixmap.samples_mv), pixmap.width, pixmap.height, pixmap.stride, scale)


def _native(page: Any, area: float) -> float:
    """Pixels a point of the picture that the page mostly is; 0 where it is none."""
    best, finest = 0.3 * area, 0.0
    for image in page.get_image_info():
        x0, y0, x1, y1 = image["bbox"]
        covered = (x1 - x0) * (y1 - y0)
        if covered > best:
            best = covered
            pixels = image["width"] * image["height"]
            finest = (pixels / covered) ** 0.5
    return finest
