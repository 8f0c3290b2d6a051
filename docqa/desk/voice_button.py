"""How answers sound: a button that names the voice in force and lets another one be chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from docqa.desk.theme import icon, px
from docqa.errors import StoreError

if TYPE_CHECKING:
    from docqa.desk.services import Services
    from docqa.library import Voice

_WIDE = 16_777_215  # Qt's own bound of a widget's width: no bound


class VoiceButton(QToolButton):
    """Names the voice in force; its menu holds the presets and the person's own ones."""

    chosen = Signal(str)  # the words, "" for none
    failed = Signal(object)  # Exception: an own voice could not be kept

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.words = ""
        self.setProperty("kind", "choice")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setIcon(icon("voice", "muted"))
        self.setIconSize(QSize(px(20), px(16)))
        self.menu_ = QMenu(self)
        self.menu_.aboutToShow.connect(self.fill)
        self.setMenu(self.menu_)
        self.show_voice("")

    def show_voice(self, words: str) -> None:
        """Name the voice with these words."""
        self.words = words
        name = self.name
        self.setText(name)
        plain = not words
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if plain else style.ToolButtonTextBesideIcon)
        self.setMaximumWidth(_WIDE if plain else px(160))
        tip = self.tr("How answers sound: {name}").format(name=name)
        # The built-in reader quotes: it has no words of its own that could sound like anything.
        if self._services.uses_builtin:
            tip += "\n" + self.tr("The built-in reader quotes; a voice is heard from a language model.")
        self.setToolTip(f"{tip}\n{words}".strip())
        self.setAccessibleName(tip)

    @property
    def name(self) -> str:
        """The name of the voice in force."""
        if not self.words:
            return self.tr("Plain")
        from docqa.desk.voices import presets

        known = (*presets(), *self._services.settings.voices)
        return next((voice.name for voice in known if voice.words == self.words), self.tr("Own words"))

    def fill(self) -> None:
        """Put all voices into the menu."""
        from docqa.desk.voices import presets
        from docqa.library import Voice

        self.menu_.clear()
        own = self._services.settings.voices
        self._add(Voice(self.tr("Plain"), ""))
        for voice in presets():
            self._add(voice)
        if own:
            self.menu_.addSeparator()
            for voice in own:
                self._add(voice)
        self.menu_.addSeparator()
        self.menu_.addAction(icon("rename", "muted"), self.tr("Own voices…"), self._edit)

    def _add(self, voice: Voice) -> None:
        action = self.menu_.addAction(voice.name, lambda: self._choose(voice.words))
        action.setCheckable(True)
        action.setChecked(voice.words == self.words)
        action.setToolTip(voice.words)

    def _choose(self, words: str) -> None:
        self.show_voice(words)
        self.chosen.emit(words)

    def _edit(self) -> None:
        from docqa.desk.voices import VoicesDialog

        dialog = VoicesDialog(self._services.settings.voices, self.words, self.window())
        if dialog.exec():
            try:
                self._services.change(replace(self._services.settings, voices=dialog.voices))
            except StoreError as error:
                self.failed.emit(error)
            self._choose(dialog.in_force)
