"""Where a question is written: grows with it, Enter sends, Up brings back the one before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy

from docqa.desk.theme import GRID, icon, px, theme
from docqa.desk.widgets import tool_button, with_shortcut
from docqa.language.ways import direction

_MOST_LINES = 8
_ROUND = 9.5  # pixels: the radius of the frame's corners, as the style sheet has it, in the middle of its line


class QuestionField(QPlainTextEdit):
    """The text itself. Enter is for sending, Shift+Enter for a new line."""

    sent = Signal()
    earlier = Signal()
    later = Signal()
    focused = Signal(bool)
    pictured = Signal(object)  # QImage: pasted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        cursor = self.textCursor()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.sent.emit()
        elif (
            event.key() == Qt.Key.Key_Up
            and not shift
            and cursor.blockNumber() == 0
            and self._on_edge_line(up=True)
        ):
            self.earlier.emit()
        elif (
            event.key() == Qt.Key.Key_Down
            and not shift
            and cursor.blockNumber() == self.blockCount() - 1
            and self._on_edge_line(up=False)
        ):
            self.later.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files dropped here are for the window to open, not names to write."""
        return not source.hasUrls() and (source.hasImage() or super().canInsertFromMimeData(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words alone: a question has no formats. A picture becomes a page that it is about."""
        from docqa.desk.pasting import picture_of

        if (picture := picture_of(source)) is not None:
            self.pictured.emit(picture)
        elif source.hasText():
            self.insertPlainText(source.text())

    def _on_edge_line(self, *, up: bool) -> bool:
        """Whether the cursor is in the first (or last) line as displayed, long lines being wrapped."""
        cursor = self.textCursor()
        moved = self.textCursor()
        moved.movePosition(moved.MoveOperation.Up if up else moved.MoveOperation.Down)
        return moved.position() == cursor.position() or moved.blockNumber() != cursor.blockNumber()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class QuestionBox(QFrame):
    """The question being written, and the button that sends it or stops the answer."""

    asked = Signal(str)
    stopped = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("questionFrame")
        self._history: list[str] = []
        self._at = 0
        self._draft = ""
        self._busy = False
        self._ready = False
        self._held = False
        self._focused = False
        self.field = QuestionField()
        self.field.setObjectName("question")
        self.field.setAccessibleName(self.tr("Question"))
        self.field.setTabChangesFocus(True)
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.field.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.document().setDocumentMargin(2)
        self.button = tool_button("send", "")
        self.button.setProperty("kind", "round")
        self.button.setFixedSize(px(30), px(30))
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.field.sent.connect(self._send)
        self.field.earlier.connect(lambda: self._step(-1))
        self.field.later.connect(lambda: self._step(1))
        self.field.focused.connect(self._show_focus)
        self.field.textChanged.connect(self._changed)
        self.field.installEventFilter(self)
        self.button.clicked.connect(lambda: self.stopped.emit() if self._busy else self._send())
        theme().changed.connect(self._fit)
        self.set_state(ready=False, busy=False)
        self._changed()

    @property
    def text(self) -> str:
        """What is written, sent or not."""
        return self.field.toPlainText()

    def set_text(self, text: str) -> None:
        """Write `text` into the box and put the cursor behind it."""
        self.field.setPlainText(text)
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)

    def begin_with(self, quote: str) -> None:
        """Put a quotation above what is written, and the cursor where the question about it goes."""
        self.set_text(f"{quote}\n{self.text}")
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_history(self, questions: Sequence[str]) -> None:
        """The questions that Up brings back, oldest first."""
        self._history = list(questions)
        self._at = len(self._history)

    def set_state(self, *, ready: bool, busy: bool) -> None:
        """Whether something can be asked now, and whether an answer is under way."""
        self._ready, self._busy = ready, busy
        waiting = self.tr("Ask about the document") if ready else self.tr("Open a document to ask about it")
        if self._held:
            waiting = self.tr("Still reading. You can write your question already")
        self.field.setPlaceholderText(waiting)
        name = with_shortcut(self.tr("Stop"), "Esc") if busy else with_shortcut(self.tr("Ask"), "Return")
        self.button.setToolTip(name)
        self.button.setAccessibleName(name)
        self._enable()

    def hold(self, *, reading: bool) -> None:
        """While a document is being read a question can be written, not asked: it would be about another one."""
        if reading != self._held:
            self._held = reading
            self.set_state(ready=self._ready, busy=self._busy)

    def _enable(self) -> None:
        enabled = self._busy or (self._ready and not self._held and bool(self.text.strip()))
        self.button.setEnabled(enabled)
        self.button.setIcon(icon("stop" if self._busy else "send", "on_accent" if enabled else "text"))

    def _send(self) -> None:
        question = self.text.strip()
        if question and self._ready and not self._held and not self._busy:
            self.asked.emit(question)

    def _step(self, by: int) -> None:
        """Walk through the earlier questions; what was being written waits at the end of them."""
        to = self._at + by
        if not 0 <= to <= len(self._history):
            return
        if self._at == len(self._history):
            self._draft = self.text
        self._at = to
        self.set_text(self._draft if to == len(self._history) else self._history[to])

    def _changed(self) -> None:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        rtl = direction(self.text) == "rtl" if self.text.strip() else mirrored
        option = QTextOption(self.field.document().defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)  # plain text knows no leading side
        if option.textDirection() is not self.field.document().defaultTextOption().textDirection():
            self.field.blockSignals(True)
            self.field.document().setDefaultTextOption(option)
            self.field.blockSignals(False)
        self._fit()
        self._enable()
        self.edited.emit()

    def _fit(self) -> None:
        """As tall as its lines, up to eight; then it scrolls."""
        lines = max(1, min(_MOST_LINES, int(self.field.document().size().height())))
        height = self.field.fontMetrics().lineSpacing() * lines + 10
        if height != self.field.height():
            self.field.setFixedHeight(max(30, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def _show_focus(self, focused: bool) -> None:
        self._focused = focused
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._focused:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme().colours.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
