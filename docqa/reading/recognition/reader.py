"""Recognition in the worker process: a page of an open file in, a read page out, whatever is on it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import cv2

from docqa.domain import PageKind, PageSource
from docqa.reading.layout import Text
from docqa.reading.mupdf import PageText, unread_page
from docqa.reading.recognition.drawing import draw, pictures_alone
from docqa.reading.recognition.found import RecognitionFailed
from docqa.reading.recognition.pagereading import PageReader

if TYPE_CHECKING:
    from docqa.reading.mupdf import File

cv2.setNumThreads(1)  # pages are read beside each other, not faster one by one


class Reader:
    """Reads pages of one file as pictures."""

    def __init__(self) -> None:
        self._pages = PageReader()

    def read(self, file: File, index: int, languages: Sequence[str], seconds: float) -> tuple[PageText, list[str]]:
        """Page `index` with source OCR, or NONE and a problem; and the languages it was read in."""
        width, height, page = file.page_to_recognise(index)
        kind = PageKind.SCANNED
        if page is None:
            return unread_page("it is damaged", width, height, kind), []
        try:
            drawn = draw(page)
        except Exception as error:
            if isinstance(error, MemoryError) or "malloc" in str(error):
                return unread_page("it needs more memory than is safe", width, height, kind), []
            return unread_page("it is damaged", width, height, kind), []
        finally:
            del page
        try:
            read = self._pages.read(drawn, languages, seconds)
        except RecognitionFailed as failure:
            return unread_page(str(failure), width, height, kind), []
        if read.problem:
            return unread_page(read.problem, width, height, kind), list(read.languages)
        text = read.text
        found = PageText(width, height, text.text, text.starts, text.ends, text.edges, PageSource.OCR, kind=kind)
        return found, list(read.languages)

    def read_pictures(
        self, file: File, index: int, languages: Sequence[str], seconds: float
    ) -> tuple[PageText, list[str]]:
        """Page `index` with its text layer, and the words of its pictures behind it."""
        text = file.page(index)
        if text.source is not PageSource.TEXT:
            return text, []
        text.source = PageSource.BOTH
        _, _, page = file.page_to_recognise(index)
        if page is None:
            return text, []
        try:
            drawn = pictures_alone(page, draw(page), text.edges)
        except Exception as error:
            if isinstance(error, MemoryError):
                raise
            return text, []  # what can't be drawn has no more words
        finally:
            del page
        with suppress(RecognitionFailed):
            more = self._pages.read_pictures(drawn, languages, seconds)
            if more.text:
                _add(text, more)
        return text, list(languages)


def _add(page: PageText, more: Text) -> None:
    """Put `more` behind the page's text, as paragraphs of their own."""
    gap = "\n\n" if page.text else ""
    shift = len(page.text) + len(gap)
    page.text += gap + more.text
    page.starts.extend([start + shift for start in more.starts])
    page.ends.extend([end + shift for end in more.ends])
    page.edges.extend(more.edges)
