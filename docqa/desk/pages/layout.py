"""Where pages lie on the desk, from their sizes alone; and where one has been. No widget in it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate, zip_longest
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from docqa.domain import Rect

GAP = 12  # logical pixels between pages and around them
SPINE = 4  # logical pixels between two pages that face each other
_LETTER = (612.0, 792.0)  # for a page whose size says nothing
_LARGEST = 14_400.0  # points; the largest page a PDF may have, five metres: beyond it a size is a lie
_TALLEST = float(2**30)  # logical pixels: Qt's scroll bars count in 32 bits


class Spot(NamedTuple):
    """A point on a page, in points from its top left."""

    page: int
    x: float
    y: float


def sane_size(width: float, height: float) -> tuple[float, float]:
    """A page's size in points, kept within what can be laid out; Letter where the file says nothing of use."""
    if not (math.isfinite(width) and math.isfinite(height)) or width <= 0 or height <= 0:
        return _LETTER
    return min(max(width, 1.0), _LARGEST), min(max(height, 1.0), _LARGEST)


class Spread(StrEnum):
    """How pages stand beside each other."""

    SINGLE = "single"  # one below the other
    DOUBLE = "double"  # two by two
    COVER = "cover"  # two by two, the first alone, as in a book


def turned(size: tuple[float, float], turn: int) -> tuple[float, float]:
    """A page's size after `turn` quarter turns."""
    return (size[1], size[0]) if turn % 2 else size


def to_shown(x: float, y: float, size: tuple[float, float], turn: int) -> tuple[float, float]:
    """A point on a page of `size`, as it lies after `turn` quarter turns clockwise."""
    width, height = size
    match turn % 4:
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case 3:
            return y, width - x
    return x, y


def to_page(x: float, y: float, size: tuple[float, float], turn: int) -> tuple[float, float]:
    """The way back from `to_shown`; `size` is the page's own, not turned."""
    return to_shown(x, y, turned(size, turn), -turn)


def shown_rect(rect: Rect, size: tuple[float, float], turn: int) -> Rect:
    """A rectangle on a page of `size`, as it lies after `turn` quarter turns clockwise."""
    return _of_corners(to_shown(rect.x0, rect.y0, size, turn), to_shown(rect.x1, rect.y1, size, turn))


def page_rect(rect: Rect, size: tuple[float, float], turn: int) -> Rect:
    """The way back from `shown_rect`."""
    return _of_corners(to_page(rect.x0, rect.y0, size, turn), to_page(rect.x1, rect.y1, size, turn))


def _of_corners(one: tuple[float, float], other: tuple[float, float]) -> Rect:
    return Rect(*map(min, one, other), *map(max, one, other))


class Layout:
    """Pages in rows at `scale` logical pixels a point, each row centred on the widest or the viewport.

    `sizes` are the pages' own; `turn` counts quarter turns clockwise of all of them. In rows of two the first page
    stands left, or right where the book is `bound_right`. Coordinates are logical pixels from the top left of the
    whole desk.
    """

    def __init__(
        self,
        sizes: Sequence[tuple[float, float]],
        scale: float,
        viewport_width: float,
        spread: Spread = Spread.SINGLE,
        turn: int = 0,
        *,
        bound_right: bool = False,
    ) -> None:
        self.sizes = tuple(sizes)
        self.scale, self.spread, self.turn, self.bound_right = scale, spread, turn % 4, bound_right
        self._shown = tuple(turned(size, turn) for size in self.sizes) if self.turn % 2 else self.sizes
        self._double = spread is not Spread.SINGLE
        self._rows = self.row_of(len(self.sizes) - 1) + 1 if self.sizes else 0
        widest = max((width for width, _ in self._shown), default=0.0) * scale
        self.width = max((2 * widest + SPINE if self._double else widest) + 2 * GAP, viewport_width)
        heights = [height for _, height in self._shown]
        if self._double:
            if spread is Spread.COVER:
                heights.insert(0, 0.0)
            heights = [max(pair) for pair in zip_longest(heights[::2], heights[1::2], fillvalue=0.0)]
        self._tops = list(accumulate((height * scale + GAP for height in heights), initial=float(GAP)))
        self.height = self._tops[-1]

    @property
    def order(self) -> tuple[Spread, int, bool]:
        """How the pages stand: spread, quarter turns, and on which side the book is bound."""
        return self.spread, self.turn, self.bound_right

    def row_of(self, page: int) -> int:
        """The row that page `page` stands in."""
        if self._double:
            return (page + (self.spread is Spread.COVER)) // 2
        return page

    def row(self, row: int) -> range:
        """The pages of a row."""
        if not self._double:
            return range(row, row + 1)
        first = 2 * row - (self.spread is Spread.COVER)
        return range(max(0, first), min(len(self.sizes), first + 2))

    def row_size(self, row: int) -> tuple[float, float]:
        """Points that a row takes, both halves of it as wide as its wider page."""
        width, height = map(max, zip(*(self._shown[page] for page in self.row(row)), strict=True))
        return (2 * width if self._double else width), height

    def step(self, page: int, rows: int) -> int:
        """The first page of the row that is `rows` below that of `page`, or of the last (or first) there is."""
        return self.row(max(0, min(self._rows - 1, self.row_of(page) + rows))).start

    def shown_size(self, page: int) -> tuple[float, float]:
        """Points that page `page` takes as it lies."""
        return self._shown[page]

    def largest_scale(self) -> float:
        """The scale beyond which the scroll bars could not count the pixels of all pages any more."""
        return _TALLEST / max(1.0, (self.height - GAP * (self._rows + 1)) / self.scale)

    def page(self, index: int) -> QRectF:
        """The rectangle of page `index`."""
        width, height = (part * self.scale for part in self._shown[index])
        row = self.row_of(index)
        left, top = (self.width - width) / 2, self._tops[row]
        if self._double:
            second = bool((index + (self.spread is Spread.COVER)) % 2)
            on_right = second is not self.bound_right
            left = self.width / 2 + SPINE / 2 if on_right else self.width / 2 - SPINE / 2 - width
            top += (self._tops[row + 1] - GAP - self._tops[row] - height) / 2
        return QRectF(left, top, width, height)

    def visible(self, top: float, bottom: float) -> range:
        """The pages whose rows show between two heights."""
        if not self.sizes:
            return range(0)
        first = max(0, min(self._rows, bisect_right(self._tops, top)) - 1)
        if self._tops[first + 1] - GAP <= top:
            first += 1  # only the gap below it shows
        last = min(self._rows, bisect_left(self._tops, bottom))
        return range(self.row(first).start, self.row(last - 1).stop) if first < last else range(0)

    def nearest(self, point: QPointF) -> int:
        """The page at a point, or the nearest; the gap below a row is its own."""
        row = max(0, min(self._rows - 1, bisect_right(self._tops, point.y()) - 1))
        return min(self.row(row), key=lambda index: _beside(self.page(index), point.x()))

    def spot(self, point: QPointF) -> Spot:
        """What lies at `point`: the nearest page, and the place on it, which may be beyond its edges."""
        return self.spot_on(self.nearest(point), point)

    def spot_on(self, page: int, point: QPointF) -> Spot:
        """The place on a page at `point`, which may be beyond the page's edges."""
        rect = self.page(page)
        x, y = (point.x() - rect.x()) / self.scale, (point.y() - rect.y()) / self.scale
        return Spot(page, *to_page(x, y, self.sizes[page], self.turn))

    def point(self, spot: Spot) -> QPointF:
        """Where `spot` lies."""
        rect = self.page(spot.page)
        x, y = to_shown(spot.x, spot.y, self.sizes[spot.page], self.turn)
        return QPointF(rect.x() + x * self.scale, rect.y() + y * self.scale)

    def rect(self, page: int, rect: Rect) -> QRectF:
        """Where a rectangle of a page lies."""
        at, scale = self.page(page), self.scale
        shown = shown_rect(rect, self.sizes[page], self.turn) if self.turn else rect
        return QRectF(
            at.x() + shown.x0 * scale,
            at.y() + shown.y0 * scale,
            (shown.x1 - shown.x0) * scale,
            (shown.y1 - shown.y0) * scale,
        )


def _beside(rect: QRectF, x: float) -> float:
    return max(rect.left() - x, x - rect.right(), 0.0)


class History:
    """Where the reader was before each jump, and the way forward again after going back."""

    _KEPT = 200

    def __init__(self) -> None:
        self._past: list[Spot] = []
        self._future: list[Spot] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there was a jump to go back from."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back before."""
        return bool(self._future)

    def left(self, spot: Spot) -> None:
        """The reader jumps away from `spot`."""
        if not self._past or self._past[-1] != spot:
            self._past.append(spot)
            del self._past[: -self._KEPT]
        self._future.clear()

    def back(self, now: Spot) -> Spot | None:
        """Where to go back to from `now`; None at the beginning."""
        if not self._past:
            return None
        self._future.append(now)
        return self._past.pop()

    def forward(self, now: Spot) -> Spot | None:
        """Where one had gone back from; None at the end."""
        if not self._future:
            return None
        self._past.append(now)
        return self._future.pop()
