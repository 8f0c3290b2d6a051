"""The context meter: what of the window is spent on what, in tokens and words; a click shows what would go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
)

from docqa.desk.meter_track import MeterTrack, parts
from docqa.desk.theme import GRID, theme
from docqa.desk.widgets import Elided, label

if TYPE_CHECKING:
    from docqa.domain import PackedContext


class ContextMeter(QFrame):
    """Bar and words for the window as it would be sent now."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.context: PackedContext | None = None
        self.price = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("meter")
        self._track = MeterTrack()
        self._mode = Elided("", "small")
        self._count = label("", "small")
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._mode, 1)
        row.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._track)
        column.addLayout(row)
        self.clear()

    def clear(self, words: str = "") -> None:
        """Nothing to measure; `words` may say why."""
        self.context = None
        self._track.set_parts([], 1)
        self._say(words, "", words)
        self._track.setVisible(False)

    def show_context(self, context: PackedContext, price: str = "") -> None:
        """Show how the window is spent, and in words what sending it costs where that is known."""
        from docqa.domain.wording import mode_line

        self.context, self.price = context, price
        report = context.report
        self._track.set_parts(parts(report.tokens), report.window)
        self._track.setVisible(True)
        count = self.tr("{used} of {window} tokens").format(
            used=f"{report.tokens.total:,}", window=f"{report.window:,}"
        )
        mode = mode_line(report)
        lines = [f"{name}: {tokens:,}" for name, tokens in self.named_parts()]
        free = self.tr("Free: {n}").format(n=f"{report.window - report.tokens.total:,}")
        click = self.tr("Click to see exactly what would be sent.")
        told = [mode, *lines, free, count, self.price_words, click]
        short = self.tr("≤ {price}").format(price=price.partition(" at ")[0]) if price else ""
        self._say(mode, " · ".join(filter(None, (count, short))), "\n".join(filter(None, told)))

    @property
    def price_words(self) -> str:
        """What sending it costs at most, in words; "" where nothing is paid or known."""
        return self.tr("Price of this question: at most {price}").format(price=self.price) if self.price else ""

    def named_parts(self) -> list[tuple[str, int]]:
        """What the window is spent on, in words, with tokens."""
        names = (
            self.tr("Rules"),
            self.tr("Document"),
            self.tr("History"),
            self.tr("Question"),
            self.tr("Kept for the answer"),
        )
        from docqa.domain import TokenUse

        tokens = self.context.report.tokens if self.context else TokenUse()
        return [(name, amount) for name, (_, amount) in zip(names, parts(tokens), strict=True)]

    @property
    def words(self) -> str:
        """What it says: the mode and the count."""
        return f"{self._mode.text()} {self._count.text()}".strip()

    def _say(self, mode: str, count: str, tip: str) -> None:
        self._mode.setText(mode)
        self._count.setText(count)
        for part in (self, self._mode, self._count):
            part.setToolTip(tip)
        self.setAccessibleName(self.tr("Context window: {words}").format(words=self.words))
        self.setEnabled(self.context is not None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.context:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.context:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme().colours.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)
