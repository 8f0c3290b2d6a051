"""Who answers: a button that names the engine in force and lets another one be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from docqa.desk.theme import icon, px
from docqa.desk.widgets import with_shortcut
from docqa.domain.names import BUILTIN
from docqa.errors import StoreError

if TYPE_CHECKING:
    from docqa.desk.services import Services


class EngineButton(QToolButton):
    """Names the engine; its menu holds all that are set up."""

    changed = Signal()
    failed = Signal(object)  # Exception: the choice could not be kept
    settings_asked = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.setProperty("kind", "choice")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(px(20), px(16)))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.refresh()

    def give_way(self, narrow: bool) -> None:
        """In a narrow pane the picture alone stands for the engine; the tooltip names it."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)

    def refresh(self) -> None:
        """Name the engine in force."""
        name = self._services.engine_name()
        self.setText(name)
        self.setIcon(icon("reader" if self._services.uses_builtin else "engine", "muted"))
        tip = with_shortcut(self.tr("Who answers: {name}").format(name=name), "Ctrl+E")
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def _fill(self) -> None:
        self._menu.clear()
        for choice in self._services.choices():
            picture = icon("reader" if choice.id == BUILTIN else "engine", "muted")
            action = self._menu.addAction(picture, choice.name)
            action.setCheckable(True)
            action.setChecked(choice.id == self._services.chosen)
            action.triggered.connect(lambda _=False, id=choice.id: self._choose(id))
        self._menu.addSeparator()
        self._menu.addAction(icon("settings", "muted"), self.tr("Set up engines…"), self.settings_asked.emit)

    def _choose(self, id: str) -> None:
        try:
            self._services.choose(id)
        except StoreError as error:
            self.failed.emit(error)
        self.changed.emit()
