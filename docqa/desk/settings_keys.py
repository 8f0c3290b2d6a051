"""The settings' page of shortcuts: every command with its key, to be changed where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QKeySequenceEdit, QLineEdit, QVBoxLayout, QWidget

from docqa.desk.shortcuts import Command, native_of, portable_of
from docqa.desk.theme import GRID, px
from docqa.desk.widgets import button, clearable, label, tool_button


class _Row(QWidget):
    """One command's key: press another one to change it."""

    edited = Signal()

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command
        self.edit = QKeySequenceEdit(QKeySequence(command.keys))
        self.edit.setMaximumSequenceLength(1)
        self.edit.setFixedWidth(px(42 * GRID))
        name = self.tr("Key for “{command}”").format(command=command.text)
        self.edit.setAccessibleName(name)
        inner = self.edit.findChild(QLineEdit)
        if inner:
            inner.setAccessibleName(name)
            inner.setPlaceholderText(self.tr("No key"))
            clearable(inner)
        usual = self.tr("Back to {key}").format(key=native_of(command.usual))
        self.reset = tool_button("again", usual, "muted")
        self.reset.setIconSize(QSize(px(14), px(14)))
        self.reset.clicked.connect(lambda: self.edit.setKeySequence(QKeySequence(command.usual)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.edit)
        row.addWidget(self.reset)
        self.edit.keySequenceChanged.connect(self._changed)
        self._changed()

    @property
    def keys(self) -> str:
        """The key chosen, as written in the settings; "" for none."""
        return portable_of(self.edit.keySequence())

    def _changed(self) -> None:
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.reset.setVisible(self.keys != self.command.usual)
        self.edited.emit()

    def complain(self, wrong: bool) -> None:
        """Show that this key is taken, or no more."""
        for part in (self.edit, *self.edit.findChildren(QLineEdit)):
            part.setProperty("wrong", wrong)
            part.style().unpolish(part)
            part.style().polish(part)


class KeysPage(QWidget):
    """All commands, grouped as in the menus. `problem` says which keys are given twice."""

    edited = Signal()

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.rows = [_Row(command) for command in commands]
        self._problem = ""
        self.reset_all = button(self.tr("All back to the usual keys"), "", "again")
        self.reset_all.clicked.connect(self._reset)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        line, group = 0, ""
        for row in self.rows:
            if row.command.group != group:
                group = row.command.group
                heading = label(group, "heading")
                heading.setContentsMargins(0, 2 * GRID if line else 0, 0, GRID)
                grid.addWidget(heading, line, 0, 1, 2)
                line += 1
            grid.addWidget(label(row.command.text), line, 0)
            grid.addWidget(row, line, 1)
            row.edited.connect(self._check)
            line += 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        said = self.tr("Click a key and press the one you want instead.")
        column.addWidget(label(said, "muted", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.reset_all, 0, Qt.AlignmentFlag.AlignLeading)
        self._check()

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the usual keys, by the usual key."""
        return {row.command.usual: row.keys for row in self.rows if row.keys != row.command.usual}

    @property
    def problem(self) -> str:
        """Which key would do two things; empty where all is well."""
        return self._problem

    def _reset(self) -> None:
        for row in self.rows:
            row.edit.setKeySequence(QKeySequence(row.command.usual))

    def _check(self) -> None:
        counts = Counter(row.keys for row in self.rows if row.keys)
        twice = {keys for keys, times in counts.items() if times > 1}
        for row in self.rows:
            row.complain(row.keys in twice)
        said = [
            self.tr("{key} is given to more than one: {commands}.").format(
                key=native_of(keys), commands=", ".join(row.command.text for row in self.rows if row.keys == keys)
            )
            for keys in sorted(twice)
        ]
        self._problem = "\n".join(said)
        self.edited.emit()
