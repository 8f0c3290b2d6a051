"""A rectangle drawn on a page: what is asked about, or copied, where words alone do not say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from docqa.desk.pages.layout import Spot
from docqa.desk.pages.painting import PageColours
from docqa.desk.theme import GRID, px
from docqa.domain import Rect

LEAST = 6.0  # points a side: less is a slip of the hand
STEP = 9.0  # points that an arrow key moves or widens by


class Drawn(NamedTuple):
    """A rectangle on a page, in points."""

    page: int
    rect: Rect


def between(start: Spot, end: Spot, size: tuple[float, float]) -> Rect:
    """The rectangle between two spots, kept on a page of `size` points."""
    xs, ys = sorted((start.x, end.x)), sorted((start.y, end.y))
    return Rect(max(0.0, xs[0]), max(0.0, ys[0]), min(size[0], xs[1]), min(size[1], ys[1]))


def large_enough(rect: Rect) -> bool:
    """Whether somebody meant to draw it."""
    return rect.x1 - rect.x0 >= LEAST and rect.y1 - rect.y0 >= LEAST


def moved(rect: Rect, size: tuple[float, float], dx: float, dy: float, *, grow: bool) -> Rect:
    """The rectangle moved, or its right and lower edges alone (`grow`), kept on a page of `size` points."""
    if grow:
        right = min(size[0], max(rect.x0 + LEAST, rect.x1 + dx))
        return Rect(rect.x0, rect.y0, right, min(size[1], max(rect.y0 + LEAST, rect.y1 + dy)))
    dx = max(-rect.x0, min(size[0] - rect.x1, dx))
    dy = max(-rect.y0, min(size[1] - rect.y1, dy))
    return Rect(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)


def paint(painter: QPainter, rect: QRectF, colours: PageColours) -> None:
    """The frame: an accent line with a light one beside it, to be seen on any picture."""
    tint = QColor(colours.accent)
    tint.setAlphaF(0.08)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(tint)
    painter.setPen(QPen(QColor("#1e2022" if colours.night else "#ffffff"), 4))
    painter.drawRoundedRect(rect, 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours.accent, 2))
    painter.drawRoundedRect(rect, 2, 2)
    painter.restore()


class RegionBar(QFrame):
    """What can be done with the rectangle, beside it."""

    def __init__(self, parent: QWidget, actions: Sequence[QAction]) -> None:
        super().__init__(parent)
        self.setObjectName("float")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        self.buttons: list[QToolButton] = []
        for number, action in enumerate(actions):
            made = QToolButton()
            made.setDefaultAction(action)
            made.setIconSize(QSize(px(16), px(16)))
            made.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                if not number
                else Qt.ToolButtonStyle.ToolButtonIconOnly
            )
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the same by key; the rectangle keeps the focus
            self.buttons.append(made)
            row.addWidget(made)
        self.hide()

    def place(self, rect: QRectF, port: QRectF) -> None:
        """Stand below the rectangle, above it where there is no room, inside where there is none either."""
        if not rect.intersects(port):
            self.hide()
            return
        self.adjustSize()
        width, height, gap = self.width(), self.height(), 2 * GRID
        y = rect.bottom() + gap
        if y + height > port.bottom():
            y = rect.top() - gap - height
        if y < port.top():
            y = min(rect.bottom(), port.bottom()) - gap - height
        x = max(port.left() + gap, min(port.right() - width - gap, rect.left()))
        self.move(round(x), round(max(port.top() + gap, y)))
        self.show()
        self.raise_()
