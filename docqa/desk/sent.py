"""Exactly what would be sent: every message of the packed window, one by one, to be searched and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.meter_track import MeterTrack, parts
from docqa.desk.theme import GRID, theme
from docqa.desk.widgets import Flow, button, label
from docqa.domain import Message, PackedContext
from docqa.domain.wording import message_text, mode_line
from docqa.language.ways import direction

_MOST_MARKED = 2_000  # places of a word that are marked at once


class SentDialog(QDialog):
    """The messages as plain text. `price` says in words what sending them costs, "" where nothing is known."""

    def __init__(
        self,
        context: PackedContext,
        named: Sequence[tuple[str, int]],
        parent: QWidget | None = None,
        price: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What would be sent"))
        self._messages = context.messages
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(label(mode_line(context.report), "title", wrap=True))
        if price:
            column.addWidget(label(price, "muted", wrap=True))
        track = MeterTrack()
        track.set_parts(parts(context.report.tokens), context.report.window)
        column.addWidget(track)
        legend = QWidget()
        flow = Flow(legend, 4 * GRID)
        for (name, tokens), (role, _) in zip(named, parts(context.report.tokens), strict=True):
            flow.addWidget(_Key(role, f"{name} {tokens:,}"))
        free = context.report.window - context.report.tokens.total
        flow.addWidget(_Key("line", self.tr("Free {n}").format(n=f"{free:,}")))
        column.addWidget(legend)

        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Messages"))
        self.tabs.addTab(self.tr("All"))
        for message in context.messages:
            self.tabs.addTab(self._name(message))
        self.tabs.currentChanged.connect(self._show)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find in these messages"))
        self.search.setAccessibleName(self.tr("Find in these messages"))
        self.search.setClearButtonEnabled(True)
        self.search.ensurePolished()
        hint = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setFixedWidth(hint + 12 * GRID)  # the hint, whole, beside the button that clears
        self.search.textChanged.connect(lambda: self._find(begin=True))
        self.search.returnPressed.connect(lambda: self._find(begin=False))
        self.found = label("", "small")
        row = QHBoxLayout()
        row.addWidget(self.tabs, 1)
        row.addWidget(self.found)
        row.addWidget(self.search)
        column.addLayout(row)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Messages"))
        column.addWidget(self.text, 1)
        buttons = QDialogButtonBox()
        self.copy = button(self.tr("Copy"))
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        self._show(0)
        self.resize(780, 660)

    def _name(self, message: Message) -> str:
        names = {"system": self.tr("Rules"), "user": self.tr("User"), "assistant": self.tr("Assistant")}
        return names[message.role]

    def _show(self, tab: int) -> None:
        """All messages, or the one of this tab."""
        if tab:
            text = message_text(self._messages[tab - 1])
        else:
            text = "\n\n".join(f"── {self._name(each)} ──\n{message_text(each)}" for each in self._messages)
        option = QTextOption()
        rtl = direction(text[:20_000]) == "rtl"
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        self.text.document().setDefaultTextOption(option)
        self.text.setPlainText(text)
        if self.search.text():
            self._find(begin=True)

    def _find(self, *, begin: bool) -> None:
        """Mark all places of what is looked for, and go to the first, or the next, of them."""
        wanted, document = self.search.text(), self.text.document()
        marks: list[QTextEdit.ExtraSelection] = []
        if wanted:
            at = document.find(wanted, 0)
            while not at.isNull() and len(marks) < _MOST_MARKED:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = at
                mark.format.setBackground(QColor(theme().colours.mark))
                marks.append(mark)
                at = document.find(wanted, at)
            cursor = self.text.textCursor()
            if begin:
                cursor.movePosition(QTextCursor.MoveOperation.Start)
            going = document.find(wanted, cursor)
            if going.isNull():
                going = document.find(wanted, 0)
            if not going.isNull():
                self.text.setTextCursor(going)
        self.text.setExtraSelections(marks)
        self.found.setText(self.tr("{n} found").format(n=len(marks)) if wanted else "")


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
