"""The settings' page of scans: languages that pictures of pages are read in unless a document has its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.picture_reading import language_name, languages_there
from docqa.desk.theme import GRID, px
from docqa.desk.widgets import label


class ScansPage(QWidget):
    """A list to tick. What was chosen stays chosen even where it cannot be read here just now."""

    def __init__(self, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self._chosen = chosen
        self.list = QListWidget()
        self.list.setObjectName("endpoints")
        self.list.setAccessibleName(self.tr("Languages that can be read from pictures"))
        self.list.setMinimumHeight(px(72 * GRID))
        self._said = label(self.tr("Looking what can be read here…"), "small", wrap=True)
        said = (
            self.tr(
                "Scanned pages, and those whose fonts hide what their letters are, are read as pictures, on this "
                "computer. The language is guessed unless it is ticked here or chosen for a document."
            ),
            self.tr("Tick few: with each language reading takes longer and errs more."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        for text in said:
            column.addWidget(label(text, "muted", wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self._said)
        self._show(())
        jobs.call(languages_there, owner=self, on_result=self._found, on_error=lambda _: self._found(()))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The languages that are ticked, in the order shown."""
        items = (self.list.item(i) for i in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _found(self, there: tuple[str, ...]) -> None:
        self._chosen = self.chosen
        self._show(there)
        self._said.setText(
            self.tr("`docqa doctor` says how to add a language.")
            if there
            else self.tr("Nothing here reads pictures of pages: `docqa doctor` says what is missing.")
        )

    def _show(self, there: tuple[str, ...]) -> None:
        self.list.clear()
        for language in (*self._chosen, *(one for one in there if one not in self._chosen)):
            item = QListWidgetItem(language_name(language), self.list)
            item.setData(Qt.ItemDataRole.UserRole, language)
            ticked = language in self._chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
