"""Files dropped on the window: a veil shows where they would go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QVBoxLayout, QWidget

from docqa.desk.theme import GRID
from docqa.desk.widgets import label


def files_of(data: QMimeData) -> list[Path]:
    """The local files in what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class _Zone(QFrame):
    """One thing that can be done with the files."""

    dropped = Signal(list)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setObjectName("dropZone")
        self.setAcceptDrops(True)
        said = label(text, "title", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(said)

    def _activate(self, active: bool) -> None:
        self.setProperty("active", active)
        self.style().unpolish(self)
        self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._activate(True)
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._activate(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._activate(False)
        event.acceptProposedAction()
        self.dropped.emit(files_of(event.mimeData()))


class DropVeil(QFrame):
    """Lies over the whole window while files are dragged over it."""

    dropped = Signal(list, bool)  # paths, whether they join the conversation on the desk

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropVeil")
        self.setAcceptDrops(True)
        self._new = _Zone(self.tr("Open in a new conversation"))
        self._add = _Zone(self.tr("Add to this conversation"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8 * GRID, 8 * GRID, 8 * GRID, 8 * GRID)
        row.setSpacing(6 * GRID)
        row.addWidget(self._new)
        row.addWidget(self._add)
        effect = QGraphicsOpacityEffect(self)
        effect.setOpacity(0.94)
        self.setGraphicsEffect(effect)
        self._new.dropped.connect(lambda paths: self._drop(paths, add=False))
        self._add.dropped.connect(lambda paths: self._drop(paths, add=True))
        self.hide()

    def unfold(self, *, several: bool) -> None:
        """Cover the window; with `several` choices where a conversation is on the desk."""
        self._add.setVisible(several)
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()

    def fold_if_outside(self) -> None:
        """Go away when the files have left the window (and not when they moved from it onto this veil)."""
        QTimer.singleShot(60, self, self._fold)

    def _fold(self) -> None:
        if not self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            self.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.fold_if_outside()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(files_of(event.mimeData()), add=False)
        event.acceptProposedAction()

    def _drop(self, paths: list[Path], *, add: bool) -> None:
        self.hide()
        self.dropped.emit(paths, add)
