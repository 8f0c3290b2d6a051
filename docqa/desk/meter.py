"""The context meter: what of the window is spent on what, in tokens and words; a click shows what would go out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.theme import GRID, theme
from docqa.desk.widgets import Elided, Flow, label
from docqa.domain import PackedContext, TokenUse
from docqa.domain.wording import mode_line


def parts(tokens: TokenUse) -> list[tuple[str, int]]:
    """The window's parts in the order they are sent: theme role and tokens."""
    return [
        ("meter_rules", tokens.instructions),
        ("meter_document", tokens.document),
        ("meter_history", tokens.history),
        ("meter_question", tokens.question),
        ("meter_answer", tokens.answer_reserve),
    ]


class _Track(QWidget):
    """The bar itself. A part too small to see still gets two pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, int]] = []
        self._window = 1
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, shown: list[tuple[str, int]], window: int) -> None:
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


class ContextMeter(QFrame):
    """Bar and words for the window as it would be sent now."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.context: PackedContext | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("meter")
        self._track = _Track()
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

    def show_context(self, context: PackedContext) -> None:
        """Show how the window is spent."""
        self.context = context
        report = context.report
        self._track.set_parts(parts(report.tokens), report.window)
        self._track.setVisible(True)
        count = self.tr("{used} of {window} tokens").format(
            used=f"{report.tokens.total:,}", window=f"{report.window:,}"
        )
        mode = mode_line(report)
        lines = [f"{name}: {tokens:,}" for name, tokens in self.named_parts()]
        self._say(
            mode, count, "\n".join([mode, *lines, count, self.tr("Click to see exactly what would be sent.")])
        )

    def named_parts(self) -> list[tuple[str, int]]:
        """What the window is spent on, in words, with tokens."""
        names = (
            self.tr("Rules"),
            self.tr("Document"),
            self.tr("History"),
            self.tr("Question"),
            self.tr("Kept for the answer"),
        )
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


class SentDialog(QDialog):
    """Exactly what would be sent: every message of the packed window as plain text."""

    def __init__(
        self, context: PackedContext, named: Sequence[tuple[str, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What would be sent"))
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(label(mode_line(context.report), "title", wrap=True))
        track = _Track()
        track.set_parts(parts(context.report.tokens), context.report.window)
        column.addWidget(track)
        legend = QWidget()
        flow = Flow(legend, 4 * GRID)
        for (name, tokens), (role, _) in zip(named, parts(context.report.tokens), strict=True):
            flow.addWidget(_Key(role, f"{name} {tokens:,}"))
        free = context.report.window - context.report.tokens.total
        flow.addWidget(_Key("line", self.tr("Free {n}").format(n=f"{free:,}")))
        column.addWidget(legend)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Messages"))
        names = {"system": self.tr("RULES"), "user": self.tr("USER"), "assistant": self.tr("ASSISTANT")}
        self.text.setPlainText("\n\n".join(f"── {names[m.role]} ──\n{m.text}" for m in context.messages))
        column.addWidget(self.text, 1)
        buttons = QDialogButtonBox()
        copy = buttons.addButton(self.tr("Copy all"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(760, 620)


class _Key(QWidget):
    """A swatch of the bar with its meaning in words."""

    def __init__(self, role: str, text: str) -> None:
        super().__init__()
        self._role = role
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 0, 0, 0)
        row.addWidget(label(text, "small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme().colours, self._role)))
        x = self.width() - 10 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0
        painter.drawRoundedRect(QRectF(x, self.height() / 2 - 5, 10, 10), 3, 3)
