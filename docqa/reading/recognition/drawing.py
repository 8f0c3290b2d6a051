"""A page drawn to be read: in grey, as fine as its own picture is, within reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

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


def pictures_alone(page: Any, drawn: View, words: Sequence[float]) -> View:
    """The page's view with nothing but its pictures on it.

    `words` are the rectangles of the text layer's words in points, four numbers each: they are painted over, for
    what is known already is not to be read again.
    """
    height, width = drawn.pixels.shape
    seen: Any = np.full_like(drawn.pixels, 255)
    for image in page.get_image_info():
        x0, y0, x1, y1 = (max(0, round(edge)) for edge in drawn.from_page(*image["bbox"]))
        seen[y0:y1, x0:x1] = drawn.pixels[y0:y1, x0:x1]
    for at in range(0, len(words), 4):
        x0, y0, x1, y1 = (max(0, round(edge)) for edge in drawn.from_page(*words[at : at + 4]))
        seen[y0 : min(y1, height) + 1, x0 : min(x1, width) + 1] = 255
    return replace(drawn, pixels=seen)
