"""The question above an answer: the versions of it, and the field in which it can be put otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from docqa.desk.question_box import QuestionField
from docqa.desk.theme import GRID
from docqa.desk.widgets import button, label, tool_button
from docqa.language.ways import direction

_MOST_LINES = 8


class QuestionHead(QWidget):
    """The question as a heading. Where it has several versions, "2/3" between arrows that lead to the others."""

    edited = Signal(str)  # ask this in its place
    turned = Signal(int)  # -1 for the version before, 1 for the one after

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question
        self._asked = label(question, "question", wrap=True)
        self._asked.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._asked.setAccessibleName(self.tr("Question: {words}").format(words=question))
        self.before = tool_button("back", self.tr("The version before"), "muted")
        self.after = tool_button("forward", self.tr("The version after"), "muted")
        self.place = label("", "small")
        self.pencil = tool_button("rename", self.tr("Ask this otherwise"), "muted")
        for made in (self.before, self.after, self.pencil):
            made.setIconSize(made.iconSize() * 0.8)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._asked, 1)
        for part in (self.before, self.place, self.after, self.pencil):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.place.setFixedHeight(self.before.sizeHint().height())
        self._shown = QWidget()
        self._shown.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        if direction(question) == "rtl":
            self._asked.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self._shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._shown)
        self._editor: QFrame | None = None
        self.field: QuestionField | None = None
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.after.clicked.connect(lambda: self.turned.emit(1))
        self.pencil.clicked.connect(self.edit)
        self.set_place(1, 1)
        self.set_open(False)

    def set_place(self, number: int, of: int) -> None:
        """This is version `number` of `of`."""
        for part in (self.before, self.place, self.after):
            part.setVisible(of > 1)
        self.place.setText(f"{number}/{of}")
        self.place.setAccessibleName(self.tr("Version {number} of {of}").format(number=number, of=of))
        self.before.setEnabled(number > 1)
        self.after.setEnabled(number < of)

    def set_open(self, is_open: bool) -> None:
        """Whether it can be asked otherwise, and other versions shown, just now."""
        self.setEnabled(True)
        for part in (self.before, self.after, self.pencil):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_open)
        self.pencil.setVisible(is_open)

    def edit(self) -> None:
        """Put a field in the question's place."""
        if self._editor:
            return
        self._editor = QFrame()
        self._editor.setObjectName("questionFrame")
        self._editor.setProperty("active", True)
        self.field = QuestionField()
        self.field.setObjectName("question")
        self.field.setAccessibleName(self.tr("The question, to be asked otherwise"))
        self.field.setPlainText(self.question)
        self.field.selectAll()
        self.field.sent.connect(self._send)
        self.field.installEventFilter(self)
        lines = max(2, min(_MOST_LINES, self.question.count("\n") + len(self.question) // 50 + 1))
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * lines + 3 * GRID)
        ask, cancel = button(self.tr("Ask"), "primary"), button(self.tr("Cancel"))
        ask.clicked.connect(self._send)
        cancel.clicked.connect(self.leave)
        said = label(self.tr("What is there is kept beside it."), "small")
        row = QHBoxLayout()
        row.addWidget(said, 1)
        row.addWidget(cancel)
        row.addWidget(ask)
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addWidget(self.field)
        column.addLayout(row)
        self._shown.hide()
        self._column.addWidget(self._editor)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave the question as it is."""
        if self._editor:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = self.field = None
            self._shown.show()
            self.pencil.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        if self.field and (words := self.field.toPlainText().strip()):
            self.leave()
            self.edited.emit(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()  # Esc is the field's, whatever else it stops
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.leave()
                return True
        return False
