"""File -> Document: formats, the worker that MuPDF lives in, text in reading order, pages as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docqa.reading.formats import SUFFIXES
from docqa.reading.loading import load
from docqa.reading.ocr import ocr_engines, ocr_languages
from docqa.reading.recognising import VERSION as RECOGNITION_VERSION
from docqa.reading.recognising import Recognised, read_pictures, recognise, unread_pictures
from docqa.reading.rendering import Encoded, PageLink, Picture, Renderer
from docqa.reading.worker import warm_up

if TYPE_CHECKING:
    from docqa.reading.figures import VERSION as FIGURES_VERSION
    from docqa.reading.figures import find_figures

__all__ = [
    "FIGURES_VERSION",
    "RECOGNITION_VERSION",
    "SUFFIXES",
    "Encoded",
    "PageLink",
    "Picture",
    "Recognised",
    "Renderer",
    "find_figures",
    "load",
    "ocr_engines",
    "ocr_languages",
    "read_pictures",
    "recognise",
    "unread_pictures",
    "warm_up",
]


def __getattr__(name: str) -> object:
    """What looks for figures is imported by the job that first needs it: the window is there before."""
    if name not in ("FIGURES_VERSION", "find_figures"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from docqa.reading import figures

    return figures.VERSION if name == "FIGURES_VERSION" else figures.find_figures
