"""The list of the library pane, and the keys it hears."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView

from docqa.desk.library_painting import RowPainter
from docqa.desk.library_rows import Rows


class RowList(QListView):
    """The list with its keys: Enter opens, F2 renames, Delete deletes."""

    chosen = Signal(QModelIndex)
    deleted = Signal(QModelIndex)

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.setModel(rows)
        self.setItemDelegate(RowPainter(self))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes: show where it is, though no row was chosen yet."""
        keyboard = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        if keyboard and not self.currentIndex().isValid():
            rows = (self.model().index(number, 0) for number in range(self.model().rowCount()))
            first = next((index for index in rows if index.flags() & Qt.ItemFlag.ItemIsSelectable), None)
            if first is not None:
                self.setCurrentIndex(first)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        editing = self.state() is QListView.State.EditingState
        if index.isValid() and not editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif index.isValid() and not editing and event.matches(QKeySequence.StandardKey.Delete):
            self.deleted.emit(index)
        else:
            super().keyPressEvent(event)
