"""The bar of the context meter: the parts of the window side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from docqa.desk.theme import theme

if TYPE_CHECKING:
    from docqa.domain import TokenUse


def parts(tokens: TokenUse) -> list[tuple[str, int]]:
    """The window's parts in the order they are sent: theme role and tokens."""
    return [
        ("meter_rules", tokens.instructions),
        ("meter_document", tokens.document),
        ("meter_history", tokens.history),
        ("meter_question", tokens.question),
        ("meter_answer", tokens.answer_reserve),
    ]


class MeterTrack(QWidget):
    """The bar itself. A part too small to see still gets two pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, int]] = []
        self._window = 1
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, shown: list[tuple[str, int]], window: int) -> None:
        """Show these parts of the window from now on."""
        self._parts, self._window = shown, max(1, window)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(colours.line))
        x = 0.0
        for role, tokens in self._parts:
            width = max(2.0, self.width() * tokens / self._window) if tokens else 0.0
            left = self.width() - x - width if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else x
            painter.fillRect(QRectF(left, 0, width, self.height()), QColor(getattr(colours, role)))
            x += width
        painter.end()
