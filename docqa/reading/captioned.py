"""The lines of a page, and the captions among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from docqa.domain import Page, Rect, Span
from docqa.language.captions import Mention, caption
from docqa.reading.layout import CELL

_PROSE = 7  # words of a line that is running text
_CAPTION_LINES = 15
_LISTED = 4  # captions in a row that make a list of figures


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page's text: characters, rectangle, cells, and whether a paragraph begins with it."""

    start: int
    end: int
    text: str
    rect: Rect
    cells: int
    first: bool

    @property
    def prose(self) -> bool:
        """Whether it reads like a sentence: one cell of several words."""
        return self.cells == 1 and self.text.count(" ") + 1 >= _PROSE

    @property
    def numbers(self) -> int:
        """Cells that hold a number and little else."""
        return sum(
            any(map(str.isdigit, cell)) and sum(map(str.isalpha, cell)) <= 2 for cell in self.text.split(CELL)
        )


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption: what it names, its label as printed, its characters and its rectangle."""

    mention: Mention
    label: str
    span: Span
    rect: Rect
    first: int  # its lines
    last: int


def lines_of(page: Page) -> list[Line]:
    """The page's lines that stand somewhere on it, in reading order."""
    lines: list[Line] = []
    at, first = 0, True
    for text in page.text.split("\n"):
        end = at + len(text)
        rects = page.boxes.rects(at, end) if text.strip() else ()
        if rects:
            rect = rects[0]
            for other in rects[1:]:
                rect = rect.union(other)
            lines.append(Line(at, end, text, rect, len(text.strip().split(CELL)), first))
        first = not text.strip()
        at = end + 1
    return lines


def captions_of(page: Page, lines: Sequence[Line]) -> list[Caption]:
    """The captions among these lines, in reading order; entries of a list of figures are none."""
    found: list[Caption] = []
    listed = 0
    for number, line in enumerate(lines):
        start = line.start
        for piece in line.text.split(CELL):
            named = caption(piece)
            end = start + len(piece)
            if named is not None and not _is_entry(piece, line.text):
                found.append(_whole(page, lines, number, start, end, named.mention, named.label, line.cells > 1))
            listed += named is not None and _is_entry(piece, line.text)
            start = end + len(CELL)
    # Captions one right below the other, with nothing between them that they could belong to, are a list too.
    listed += sum(
        after.first == before.last + 1 and after.rect.y0 - before.rect.y1 < 2 * (after.rect.y1 - after.rect.y0)
        for before, after in pairwise(found)
    )
    return [] if listed >= _LISTED else found


def _is_entry(piece: str, line: str) -> bool:
    """Whether it is an entry of a list of figures: leaders, or a page number at the end of the line."""
    tail = line.rsplit(CELL, 1)[-1] if CELL in line else ""
    return "...." in line or ". . ." in line or (tail.strip().isdigit() and not piece.endswith(tail))


def _whole(
    page: Page,
    lines: Sequence[Line],
    number: int,
    start: int,
    end: int,
    mention: Mention,
    label: str,
    beside: bool,
) -> Caption:
    """The caption that begins at `start` with all of its lines: up to the paragraph's end."""
    rects = page.boxes.rects(start, end)
    rect = rects[0] if rects else lines[number].rect
    for other in rects[1:]:
        rect = rect.union(other)
    last = number
    high = rect.y1 - rect.y0
    while not beside and last + 1 < len(lines) and last - number < _CAPTION_LINES:
        following = lines[last + 1]
        if (
            following.first
            or following.cells > 1
            or caption(following.text)
            or following.rect.y0 - lines[last].rect.y1 > 0.9 * high
            or following.rect.y0 < lines[last].rect.y0
        ):
            break
        last += 1
        rect = rect.union(following.rect)
        end = following.end
    return Caption(mention, label, Span(page.index, start, end), rect, number, last)
