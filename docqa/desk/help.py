"""The list of shortcuts, and what docqa is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

import docqa
from docqa.desk.theme import GRID
from docqa.desk.widgets import label


def _close_button(dialog: QDialog, text: str) -> QDialogButtonBox:
    buttons = QDialogButtonBox()
    buttons.addButton(text, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    return buttons


class ShortcutsDialog(QDialog):
    """Every shortcut, as the platform writes them."""

    def __init__(
        self,
        menus: Sequence[tuple[str, Sequence[QAction]]],
        more: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        columns = QHBoxLayout()
        columns.setSpacing(12 * GRID)
        groups = [
            (title, [(a.text().rstrip("…"), _native(a.shortcut())) for a in actions if not a.shortcut().isEmpty()])
            for title, actions in menus
        ]
        groups.append((self.tr("While writing and choosing"), [(text, _native(keys)) for text, keys in more]))
        half = sum(len(rows) for _, rows in groups) / 2
        done, first = 0, 0
        while done < half:  # two columns of about one height
            done, first = done + len(groups[first][1]) + 2, first + 1
        for part in (groups[:first], groups[first:]):
            column = QVBoxLayout()
            column.setSpacing(2 * GRID)
            for title, rows in part:
                grid = QGridLayout()
                grid.setHorizontalSpacing(8 * GRID)
                grid.setVerticalSpacing(GRID)
                grid.setColumnStretch(0, 1)
                for number, (text, keys) in enumerate(rows):
                    grid.addWidget(label(text), number, 0)
                    grid.addWidget(label(keys, "muted"), number, 1, Qt.AlignmentFlag.AlignRight)
                column.addWidget(label(title, "heading"))
                column.addLayout(grid)
                column.addSpacing(3 * GRID)
            column.addStretch(1)
            columns.addLayout(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 4 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addLayout(columns, 1)
        layout.addWidget(_close_button(self, self.tr("Close")))


def _native(keys: QKeySequence | str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class AboutDialog(QDialog):
    """What docqa is, its version and its licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About docqa"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 4 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(label(f"docqa {docqa.__version__}", "title"))
        layout.addWidget(
            label(self.tr("Ask long documents questions and get answers you can check, page by page."))
        )
        layout.addWidget(
            label(
                self.tr("Free software under the GNU Affero General Public License, version 3 or later."), "muted"
            )
        )
        layout.addWidget(_close_button(self, self.tr("Close")))
