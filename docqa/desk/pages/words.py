"""The words of a page as they are pointed at: what lies under the mouse, and which ink a span covers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from docqa.domain import Document, Page, Rect, Span, WordBoxes
from docqa.language import direction
from docqa.language import words as word_spans


class TextPlace(NamedTuple):
    """A place between two characters of the document, in reading order."""

    page: int
    offset: int


@cache
def _metrics() -> QFontMetricsF:
    return QFontMetricsF(QFont())


def _reach(text: str, characters: int) -> float:
    """How much of a word's width its first characters take, 0 to 1; judged by the interface's font."""
    if characters <= 0:
        return 0.0
    if characters >= len(text):
        return 1.0
    whole = _metrics().horizontalAdvance(text)
    return (
        min(1.0, _metrics().horizontalAdvance(text[:characters]) / whole) if whole > 0 else characters / len(text)
    )


def _part(page: Page, word: tuple[int, int, Rect], start: int, end: int) -> Rect:
    """The part of a word's rectangle that characters `start` to `end` take; right-to-left from the right."""
    first, last, rect = word
    if start <= first and end >= last:
        return rect
    text = page.text[first:last]
    near, far = _reach(text, start - first), _reach(text, end - first)
    if direction(text) == "rtl":
        near, far = 1 - far, 1 - near
    width = rect.x1 - rect.x0
    return Rect(rect.x0 + near * width, rect.y0, rect.x0 + far * width, rect.y1)


def rects(page: Page, start: int, end: int) -> tuple[Rect, ...]:
    """Where characters `start` to `end` stand, one rectangle a line, cut to the characters at both ends.

    The boxes know whole words; inside a word, as in lines of Chinese that are one box, the place is estimated.
    """
    boxes = page.boxes
    first, last = bisect_right(boxes.ends, start), bisect_left(boxes.starts, end)
    if first >= last:
        return ()
    whole = boxes.word(first)[0] >= start and boxes.word(last - 1)[1] <= end
    if whole:
        return boxes.rects(start, end)
    touched = [boxes.word(i) for i in range(first, last)]
    return WordBoxes.of((a, b, _part(page, (a, b, rect), start, end)) for a, b, rect in touched).rects(start, end)


def word_near(page: Page, x: float, y: float) -> tuple[int, float] | None:
    """The word nearest to a point and its distance in points; None on a page without words.

    Up and down counts threefold, so that beside a line one stays in it, and beyond a column in that column.
    """
    edges = page.boxes.edges
    best, least = -1, float("inf")
    for i in range(len(page.boxes)):
        x0, y0, x1, y1 = edges[4 * i : 4 * i + 4]
        dx = x0 - x if x < x0 else x - x1 if x > x1 else 0.0
        dy = y0 - y if y < y0 else y - y1 if y > y1 else 0.0
        away = dx + 3 * dy
        if away < least:
            best, least = i, away
            if away == 0:
                break
    return (best, least) if best >= 0 else None


def offset_at(page: Page, x: float, y: float) -> int:
    """The place between two characters of the page's text that is nearest to a point."""
    near = word_near(page, x, y)
    if near is None:
        return 0
    start, end, rect = page.boxes.word(near[0])
    text = page.text[start:end]
    across = (x - rect.x0) / max(0.1, rect.x1 - rect.x0)
    if direction(text) == "rtl":
        across = 1 - across
    return start + min(range(len(text) + 1), key=lambda k: abs(_reach(text, k) - across))


def word_around(page: Page, offset: int) -> tuple[int, int]:
    """The word that the character at `offset` belongs to, as characters of the page's text."""
    box = max(0, bisect_right(page.boxes.starts, offset) - 1)
    if not len(page.boxes):
        return offset, offset
    start, end, _ = page.boxes.word(box)
    inner = [(start + a, start + b) for a, b in word_spans(page.text[start:end])]
    return next(((a, b) for a, b in inner if a <= offset <= b), (start, end))


def between(document: Document, one: TextPlace, other: TextPlace) -> tuple[Span, ...]:
    """The text between two places, one span a page, empty ones left out."""
    first, last = sorted((one, other))
    spans = []
    for index in range(first.page, last.page + 1):
        start = first.offset if index == first.page else 0
        end = last.offset if index == last.page else len(document.pages[index].text)
        if end > start:
            spans.append(Span(index, start, end))
    return tuple(spans)
