"""A document as docqa sees it: pages of normalised text that never moves, and ways to point into it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle on the displayed page: points (1/72 inch), origin top left, x right, y down."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Rect) -> Rect:
        """The smallest rectangle that holds both."""
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The only way to point into a document: characters `start` to `end` (exclusive) of page index `page`.

    Offsets count characters of the page's normalised text.
    """

    page: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.page and 0 <= self.start <= self.end):
            raise ValueError(f"not a span: {self.page}, {self.start}, {self.end}")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class WordBoxes:
    """Where a page's words stand, kept in columns so that a 2,000-page book stays small.

    Word i covers characters starts[i] to ends[i] of the page's text (ascending, never overlapping) and the
    rectangle edges[4 * i : 4 * i + 4] (x0, y0, x1, y1 in points).
    """

    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    edges: array[float] = field(default_factory=lambda: array("f"))

    @classmethod
    def of(cls, words: Iterable[tuple[int, int, Rect]]) -> WordBoxes:
        """From (start, end, rectangle) triples in text order."""
        boxes = cls()
        for start, end, rect in words:
            boxes.starts.append(start)
            boxes.ends.append(end)
            boxes.edges.extend(rect)
        return boxes

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, i: int) -> tuple[int, int, Rect]:
        """Word i as (start, end, rectangle)."""
        return self.starts[i], self.ends[i], Rect(*self.edges[4 * i : 4 * i + 4])

    def rects(self, start: int, end: int) -> tuple[Rect, ...]:
        """One rectangle a line for the words that characters `start` to `end` touch."""
        lines: list[Rect] = []
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        for i in range(first, last):
            rect = self.word(i)[2]
            if lines and _same_line(lines[-1], rect):
                lines[-1] = lines[-1].union(rect)
            else:
                lines.append(rect)
        return tuple(lines)


def _same_line(line: Rect, word: Rect) -> bool:
    """Whether `word` continues `line`: they overlap by half their height and stand within two heights' reach."""
    overlap = min(line.y1, word.y1) - max(line.y0, word.y0)
    height = min(line.y1 - line.y0, word.y1 - word.y0)
    gap = max(word.x0 - line.x1, line.x0 - word.x1)
    return overlap >= 0.5 * height and gap <= 2 * max(line.y1 - line.y0, word.y1 - word.y0)


class PageSource(StrEnum):
    """Where a page's text comes from. A blank page has a text layer that is empty; NONE means unread.

    BOTH is a text layer behind which come the words that were recognised in the page's pictures, if there are any.
    """

    TEXT = "text"
    OCR = "ocr"
    BOTH = "both"
    NONE = "none"


class PageKind(StrEnum):
    """What is on a page, judged page by page when it is read.

    TEXT has a text layer to trust. SCANNED is a picture with no text layer, or one that hides behind the picture.
    MIXED has a text layer, and large pictures that may hold more words. GARBLED has a text layer that does not say
    what the page shows (fonts without Unicode): it counts as unread until it is read as a picture.
    """

    TEXT = "text"
    SCANNED = "scanned"
    MIXED = "mixed"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `index` counts from 0 and is kept; `label` is what is printed on it and is shown.

    `width` and `height` are in points, as displayed. `problem` says why a page with source NONE is unread.
    `hidden` are words of the file that nobody sees on the page (white, tiny, covered, off the page): they are
    no part of `text`, and so never sent.
    """

    index: int
    label: str
    text: str
    width: float
    height: float
    source: PageSource = PageSource.TEXT
    boxes: WordBoxes = field(default_factory=WordBoxes, repr=False)
    problem: str = ""
    kind: PageKind = PageKind.TEXT
    hidden: str = ""

    def spans_in(self, rect: Rect) -> list[Span]:
        """The words whose middle lies in `rect`, in text order; neighbours are one span."""
        found: list[Span] = []
        for i in range(len(self.boxes)):
            start, end, box = self.boxes.word(i)
            x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            if not (rect.x0 <= x <= rect.x1 and rect.y0 <= y <= rect.y1):
                continue
            if found and not self.text[found[-1].end : start].strip():
                found[-1] = Span(self.index, found[-1].start, end)
            else:
                found.append(Span(self.index, start, end))
        return found

    @property
    def unreadable(self) -> bool:
        """Whether there is something on the page that docqa could not read as text."""
        return self.source is PageSource.NONE


class FigureKind(StrEnum):
    """What a figure is: a picture or drawing, or a table."""

    FIGURE = "figure"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, drawing or table of a document: what it is called ("Figure 3", "" without a caption), and where.

    `rect` is the region on page index `page`, in points; `caption` the caption's words, None where there are none.
    """

    label: str
    kind: FigureKind
    page: int
    rect: Rect
    caption: Span | None = None


class OutlineEntry(NamedTuple):
    """A heading of the table of contents: level from 1, title, page index (-1 if it points nowhere)."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Document:
    """A document read once. `id` is the sha256 of the file's bytes, in hex; `kind` its media type."""

    id: str
    title: str
    kind: str
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...] = ()

    @cached_property
    def _pages_by_label(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for page in self.pages:
            key = page.label.casefold()
            found[key] = (*found.get(key, ()), page.index)
        return found

    def pages_labelled(self, label: str) -> tuple[int, ...]:
        """Indices of the pages with this printed label; several where a file numbers its parts anew."""
        return self._pages_by_label.get(label.strip().casefold(), ())

    def text(self, span: Span) -> str:
        """The words that `span` points to. Raises IndexError for a page that is not there."""
        return self.pages[span.page].text[span.start : span.end]

    def label(self, page: int) -> str:
        """The label printed on page index `page`."""
        return self.pages[page].label

    def rects(self, span: Span) -> tuple[Rect, ...]:
        """Where `span` stands on its page, one rectangle a line."""
        return self.pages[span.page].boxes.rects(span.start, span.end)

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Indices of pages with something on them that could not be read."""
        return tuple(page.index for page in self.pages if page.unreadable)
