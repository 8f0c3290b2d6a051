"""The words of a page as they are pointed at: what lies under the mouse, and which ink a span covers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from docqa.domain import Document, Page, Rect, Span, WordBoxes
from docqa.language import direction
from docqa.language.words import words as word_spans

_FAR = 200  # characters within which the next word is looked for


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


def paragraph_around(page: Page, offset: int) -> tuple[int, int]:
    """The paragraph that a character belongs to; paragraphs are parted by empty lines."""
    start = page.text.rfind("\n\n", 0, offset)
    end = page.text.find("\n\n", offset)
    return (start + 2 if start >= 0 else 0), (end if end >= 0 else len(page.text))


def text_inside(page: Page, rect: Rect) -> str:
    """The words whose middle lies in a rectangle, in reading order; what is not neighbours on lines of its own."""
    pieces: list[str] = []
    last = -1
    for i in range(len(page.boxes)):
        start, end, box = page.boxes.word(i)
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if not (rect.x0 <= x <= rect.x1 and rect.y0 <= y <= rect.y1):
            continue
        if pieces:
            pieces.append(page.text[page.boxes.ends[i - 1] : start] if last == i - 1 else "\n")
        pieces.append(page.text[start:end])
        last = i
    return "".join(pieces)


def stepped(document: Document, place: TextPlace, arrow: str, *, by_word: bool = False) -> TextPlace:
    """Where a place moves by an arrow key: Left, Right, Up, Down, Home or End, as seen on the page."""
    page = document.pages[place.page]
    match arrow:
        case "Up" | "Down":
            return _line_away(document, place, 1 if arrow == "Down" else -1)
        case "Home" | "End":
            return _line_end(page, place, last=arrow == "End")
    around = page.text[max(0, place.offset - 20) : place.offset + 20]
    forward = (arrow == "Right") is (direction(around) != "rtl")
    return _along(document, place, forward=forward, by_word=by_word)


def _along(document: Document, place: TextPlace, *, forward: bool, by_word: bool) -> TextPlace:
    text = document.pages[place.page].text
    at = place.offset
    if forward and at >= len(text):
        return TextPlace(place.page + 1, 0) if place.page + 1 < len(document.pages) else place
    if not forward and at <= 0:
        before = place.page - 1
        return TextPlace(before, len(document.pages[before].text)) if before >= 0 else place
    if not by_word:
        return TextPlace(place.page, at + (1 if forward else -1))
    if forward:
        ends = (end for _, end in word_spans(text[at : at + _FAR]))
        return TextPlace(place.page, min(len(text), at + next(ends, _FAR)))
    begin = max(0, at - _FAR)
    starts = [start for start, _ in word_spans(text[begin:at])]
    return TextPlace(place.page, begin + starts[-1] if starts else begin)


def _box_at(page: Page, offset: int) -> int:
    """The word that a place stands in or behind; -1 on a page without words."""
    return max(0, bisect_right(page.boxes.starts, max(0, offset - 1)) - 1) if len(page.boxes) else -1


def _line_away(document: Document, place: TextPlace, lines: int) -> TextPlace:
    """The place a line above or below, as far across."""
    page = document.pages[place.page]
    box = _box_at(page, place.offset)
    beyond = TextPlace(place.page, len(page.text) if lines > 0 else 0)
    if box >= 0:
        start, end, rect = page.boxes.word(box)
        part = _part(page, (start, end, rect), start, max(start, min(end, place.offset)))
        x = part.x0 if direction(page.text[start:end]) == "rtl" else part.x1
        y = (rect.y0 + rect.y1) / 2 + lines * 1.3 * (rect.y1 - rect.y0)
        near = word_near(page, x, y)
        if near is not None and near[0] != box:
            there = page.boxes.word(near[0])[2]
            if (there.y0 + there.y1 - rect.y0 - rect.y1) * lines > 0:
                return TextPlace(place.page, offset_at(page, x, (there.y0 + there.y1) / 2))
    other = place.page + lines
    if place == beyond and 0 <= other < len(document.pages):
        return TextPlace(other, 0 if lines > 0 else len(document.pages[other].text))
    return beyond


def _line_end(page: Page, place: TextPlace, *, last: bool) -> TextPlace:
    """Where the line that a place stands on begins or ends."""
    box = _box_at(page, place.offset)
    if box < 0:
        return place
    middle = page.boxes.word(box)[2]
    y, step = (middle.y0 + middle.y1) / 2, 1 if last else -1
    while 0 <= box + step < len(page.boxes):
        rect = page.boxes.word(box + step)[2]
        if not rect.y0 <= y <= rect.y1:
            break
        box += step
    return TextPlace(place.page, page.boxes.ends[box] if last else page.boxes.starts[box])
