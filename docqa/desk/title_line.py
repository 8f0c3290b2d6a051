"""The title of the conversation: a double click, or the menu, lets it be written anew where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from docqa.desk.widgets import Elided


class TitleLine(QWidget):
    """One line that gives way to a field while it is being edited. Enter keeps, Esc leaves it as it was."""

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._can = False
        self.shown = Elided("", "heading")
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Title of this conversation"))
        self.field.hide()
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.shown, 1)
        row.addWidget(self.field, 1)

    @property
    def text(self) -> str:
        """The title as it stands."""
        return self.shown.text()

    def show_title(self, text: str, *, can_change: bool) -> None:
        """Show a title; whether it is one that a person may change."""
        if text != self.text or not can_change:
            self._leave()
        self._can = can_change
        self.shown.setText(text)
        if can_change:
            self.shown.setToolTip(self.tr("{title}\nDouble-click to rename").format(title=text))

    def edit(self) -> None:
        """Let the person write another title."""
        if self._can:
            self.shown.hide()
            self.field.setText(self.text)
            self.field.show()
            self.field.selectAll()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if not self.field.isHidden():
            self.field.hide()
            self.shown.show()

    def _keep(self) -> None:
        title = " ".join(self.field.text().split())
        changed = bool(title) and title != self.text
        self._leave()
        if changed:
            self.renamed.emit(title)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and not self.field.isHidden():
            self._keep()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()  # Esc is the field's, whatever else it stops
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._leave()
                return True
        return False
