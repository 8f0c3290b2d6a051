"""Settings: who answers, how the window looks, its keys, and what is kept on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from docqa.desk import jobs
from docqa.desk.endpoint_form import EndpointForm, keep_keys
from docqa.desk.messages import words
from docqa.desk.services import Services
from docqa.desk.settings_keys import KeysPage
from docqa.desk.settings_look import LookPage
from docqa.desk.settings_privacy import PrivacyPage
from docqa.desk.settings_scans import ScansPage
from docqa.desk.shortcuts import Command
from docqa.desk.theme import GRID, icon, px, theme
from docqa.desk.widgets import button, label
from docqa.domain import BUILTIN
from docqa.errors import StoreError

ENGINES, SCANS, LOOK, KEYS, PRIVACY = range(5)
"""The sections, as `SettingsDialog.show_page` counts them."""


class SettingsDialog(QDialog):
    """The settings. `commands` are what has keys in the window.

    `changed` comes when they were saved, `cleared` when sessions were removed, `erased` when documents were, too.
    """

    changed = Signal()
    cleared = Signal()
    erased = Signal()

    def __init__(
        self, services: Services, parent: QWidget | None = None, commands: Sequence[Command] = ()
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.setWindowTitle(self.tr("Settings"))
        self.form = EndpointForm(services)
        self.look = LookPage(services.settings)
        self.look.previewed.connect(self._preview)
        self.scans = ScansPage(services.settings.ocr_languages)
        self.keys = KeysPage(commands)
        self.privacy = PrivacyPage(services)
        self.privacy.sessions_gone.connect(self.cleared)
        self.privacy.everything_gone.connect(self.erased)
        self.privacy.failed.connect(self._tell)
        self._sections = QListWidget()
        self._sections.setObjectName("settingsPages")
        self._sections.setAccessibleName(self.tr("Sections"))
        self._sections.setIconSize(QSize(px(18), px(18)))
        self._stack = QStackedWidget()
        for icon_name, title, page in (
            ("engine", self.tr("Engines"), self.form),
            ("scan", self.tr("Scans"), self.scans),
            ("appearance", self.tr("Appearance"), self.look),
            ("keyboard", self.tr("Shortcuts"), self.keys),
            ("privacy", self.tr("Privacy"), self.privacy),
        ):
            QListWidgetItem(icon(icon_name), title, self._sections)
            self._stack.addWidget(_scrolled(page, title))
        self._sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._sections.setFixedWidth(max(150, self._sections.sizeHintForColumn(0) + 8 * GRID))
        edge = QFrame()
        edge.setObjectName("edge")
        edge.setFixedWidth(1)
        self._problem = label("", "bad", wrap=True)
        buttons = QDialogButtonBox()
        self.save_button = button(self.tr("Save"), "primary")
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 4 * GRID)
        foot.addWidget(self._problem, 1)
        foot.addWidget(buttons)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._sections)
        body.addWidget(edge)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(body, 1)
        column.addLayout(foot)
        self.form.edited.connect(lambda: self._problem.setText(""))
        self.keys.edited.connect(lambda: self._problem.setText(self.keys.problem))
        self.resize(min(px(800), 1200), min(px(680), 900))
        self.show_page(ENGINES)

    def show_page(self, page: int) -> None:
        """Bring a section to the front: ENGINES, SCANS, LOOK, KEYS or PRIVACY."""
        self._sections.setCurrentRow(page)

    @property
    def problem(self) -> str:
        """Why the settings were not saved."""
        return self._problem.text()

    def _preview(self) -> None:
        theme().apply(self.look.theme.currentData(), self.look.scale.currentData())

    # --- saving --------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep it all: keys in the keyring first, then the settings. Says why when that fails."""
        for page, problem in ((ENGINES, self.form.problem()), (KEYS, self.keys.problem)):
            if problem:
                self.show_page(page)
                self._problem.setText(problem)
                return
        self.save_button.setEnabled(False)
        drafts = [draft for draft in self.form.drafts if draft.key is not None]
        if drafts:
            jobs.call(
                lambda: keep_keys(drafts, self._services.secrets()),
                owner=self,
                on_result=lambda _: self._keep(),
                on_error=self._keys_not_kept,
            )
        else:
            self._keep()

    def _keys_not_kept(self, error: Exception) -> None:
        for draft in self.form.drafts:
            draft.key = None  # it serves for this run; pressing Save again keeps the rest
        self._tell(error)

    def _keep(self) -> None:
        old = self._services.settings
        renamed = {draft.was: draft.profile.name for draft in self.form.drafts if draft.was}
        engine = renamed.get(old.engine, BUILTIN)
        if engine == BUILTIN and not old.endpoints and self.form.drafts:
            engine = self.form.drafts[0].profile.name  # the first endpoint was set up to be used
        new = replace(
            old,
            engine=engine,
            endpoints=tuple(draft.profile for draft in self.form.drafts),
            theme=self.look.theme.currentData(),
            text_scale=self.look.scale.currentData(),
            language=self.look.language.currentData(),
            ocr_languages=self.scans.chosen,
            shortcuts=self.keys.chosen if self.keys.rows else old.shortcuts,
        )
        try:
            self._services.change(new)
        except StoreError as error:
            self._tell(error)
            self.changed.emit()
            return
        self.changed.emit()
        self.accept()

    def _tell(self, error: Exception) -> None:
        self._problem.setText(" ".join(filter(None, words(error))))
        self.save_button.setEnabled(True)

    def reject(self) -> None:
        settings = self._services.settings
        theme().apply(settings.theme, settings.text_scale)  # takes the preview back
        super().reject()


def _scrolled(page: QWidget, title: str) -> QScrollArea:
    """A section with its margins, scrolling where the window is too low for it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 3 * GRID)
    column.addWidget(page)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setAccessibleName(title)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(box)
    return area
