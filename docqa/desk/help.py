"""The list of shortcuts, and what docqa is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import docqa
from docqa.desk.shortcuts import Command, native_of
from docqa.desk.theme import GRID, icon
from docqa.desk.widgets import clearable, label


def _close_button(dialog: QDialog, text: str) -> QDialogButtonBox:
    buttons = QDialogButtonBox()
    buttons.addButton(text, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    return buttons


class ShortcutsDialog(QDialog):
    """Every shortcut in force, as the platform writes it, in two columns; a word narrows them down."""

    def __init__(
        self,
        commands: Sequence[Command],
        more: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in commands:
            if command.keys:
                groups.setdefault(command.group, []).append((command.text, native_of(command.keys)))
        groups[self.tr("While writing and choosing")] = [(text, native_of(keys)) for text, keys in more]
        self._groups = groups
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the shortcuts"))
        clearable(self.search)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._show)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(self.tr("Keyboard shortcuts"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 4 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(self.search)
        layout.addWidget(self.area, 1)
        layout.addWidget(_close_button(self, self.tr("Close")))
        self._show("")
        inner = self.area.widget()
        if inner:
            size = inner.sizeHint()
            self.resize(size.width() + 16 * GRID, min(size.height() + 36 * GRID, 200 * GRID))

    def _show(self, wanted: str) -> None:
        """The groups in two columns of about one height, with what holds the wanted words."""
        wanted = wanted.strip().casefold()
        shown = {
            group: kept
            for group, rows in self._groups.items()
            if (kept := [row for row in rows if wanted in f"{row[0]} {row[1]}".casefold()])
        }
        half = sum(len(rows) + 2 for rows in shown.values()) / 2
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, 2 * GRID, 0)
        columns.setSpacing(12 * GRID)
        left, right = QVBoxLayout(), QVBoxLayout()
        done = 0
        for group, rows in shown.items():
            column = left if done < half else right
            done += len(rows) + 2
            column.addWidget(label(group, "heading"))
            column.addLayout(_table(rows))
            column.addSpacing(3 * GRID)
        if not shown:
            left.addWidget(label(self.tr("No shortcut holds these words."), "muted"))
        for column in (left, right):
            column.setSpacing(2 * GRID)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.area.setWidget(inner)


def _table(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8 * GRID)
    grid.setVerticalSpacing(GRID)
    grid.setColumnStretch(0, 1)
    for number, (text, keys) in enumerate(rows):
        grid.addWidget(label(text), number, 0)
        grid.addWidget(label(keys, "key"), number, 1, Qt.AlignmentFlag.AlignTrailing)
    return grid


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
