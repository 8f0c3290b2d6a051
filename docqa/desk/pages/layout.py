"""Where pages lie on the desk, from their sizes alone; and where one has been. No widget in it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

GAP = 12  # logical pixels between pages and around them
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


class Layout:
    """Pages one below the other at `scale` logical pixels a point, each centred on the widest or the viewport.

    Coordinates are logical pixels from the top left of the whole desk.
    """

    def __init__(self, sizes: Sequence[tuple[float, float]], scale: float, viewport_width: float) -> None:
        self.sizes = tuple(sizes)
        self.scale = scale
        widest = max((width for width, _ in self.sizes), default=0.0) * scale
        self.width = max(widest + 2 * GAP, viewport_width)
        steps = (height * scale + GAP for _, height in self.sizes)
        self._tops = list(accumulate(steps, initial=float(GAP)))
        self.height = self._tops[-1]

    @staticmethod
    def largest_scale(sizes: Sequence[tuple[float, float]]) -> float:
        """The scale beyond which the scroll bars could not count the pixels of all pages any more."""
        return _TALLEST / max(1.0, sum(height for _, height in sizes))

    def page(self, index: int) -> QRectF:
        """The rectangle of page `index`."""
        width, height = self.sizes[index]
        width *= self.scale
        return QRectF((self.width - width) / 2, self._tops[index], width, height * self.scale)

    def visible(self, top: float, bottom: float) -> range:
        """The pages that show between two heights."""
        if not self.sizes:
            return range(0)
        first = max(0, min(len(self.sizes), bisect_right(self._tops, top)) - 1)
        if self._tops[first] + self.sizes[first][1] * self.scale <= top:
            first += 1  # only the gap below it shows
        return range(first, min(len(self.sizes), bisect_left(self._tops, bottom)))

    def nearest(self, y: float) -> int:
        """The page at height `y`, or the nearest; the gap below a page is its own."""
        return max(0, min(len(self.sizes) - 1, bisect_right(self._tops, y) - 1))

    def spot(self, point: QPointF) -> Spot:
        """What lies at `point`: the nearest page, and the place on it, which may be beyond its edges."""
        index = self.nearest(point.y())
        rect = self.page(index)
        return Spot(index, (point.x() - rect.x()) / self.scale, (point.y() - rect.y()) / self.scale)

    def point(self, spot: Spot) -> QPointF:
        """Where `spot` lies."""
        rect = self.page(spot.page)
        return QPointF(rect.x() + spot.x * self.scale, rect.y() + spot.y * self.scale)


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
