"""File -> Document: formats, the worker that MuPDF lives in, text in reading order, pages as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docqa.later import later

if TYPE_CHECKING:
    from docqa.reading.figures import VERSION as FIGURES_VERSION
    from docqa.reading.figures import find_figures
    from docqa.reading.formats import SUFFIXES
    from docqa.reading.loading import load
    from docqa.reading.normalise import VERSION as READING_VERSION
    from docqa.reading.ocr import ocr_engines, ocr_languages
    from docqa.reading.recognising import VERSION as RECOGNITION_VERSION
    from docqa.reading.recognising import Recognised, read_pictures, recognise, unread_pictures
    from docqa.reading.rendering import Encoded, PageLink, Picture, Renderer
    from docqa.reading.worker import warm_up

__all__ = [
    "FIGURES_VERSION",
    "READING_VERSION",
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

__getattr__ = later(
    __name__,
    {
        "formats": "SUFFIXES",
        "loading": "load",
        "normalise": "READING_VERSION=VERSION",
        "ocr": "ocr_engines ocr_languages",
        "recognising": "RECOGNITION_VERSION=VERSION Recognised read_pictures recognise unread_pictures",
        "rendering": "Encoded PageLink Picture Renderer",
        "worker": "warm_up",
        "figures": "FIGURES_VERSION=VERSION find_figures",
    },
)
