"""Settings: who answers, how the window looks, and what is kept on this computer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from docqa.desk import jobs
from docqa.desk.endpoint_form import EndpointForm, keep_keys
from docqa.desk.languages import LANGUAGES
from docqa.desk.messages import words
from docqa.desk.services import Services
from docqa.desk.theme import GRID, icon, theme
from docqa.desk.widgets import Elided, button, label
from docqa.domain import BUILTIN
from docqa.errors import StoreError
from docqa.library import Store, home

_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class SettingsDialog(QDialog):
    """The settings; `changed` comes when they were saved, `cleared` when sessions were removed."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.setWindowTitle(self.tr("Settings"))
        self.form = EndpointForm(services)
        self._sections = QListWidget()
        self._sections.setObjectName("settingsPages")
        self._sections.setAccessibleName(self.tr("Sections"))
        self._sections.setFixedWidth(150)
        self._sections.setIconSize(QSize(18, 18))
        self._stack = QStackedWidget()
        for icon_name, title, page in (
            ("engine", self.tr("Engines"), self.form),
            ("appearance", self.tr("Appearance"), self._appearance_page()),
            ("privacy", self.tr("Privacy"), self._privacy_page()),
        ):
            QListWidgetItem(icon(icon_name), title, self._sections)
            self._stack.addWidget(_scrolled(page))
        self._sections.currentRowChanged.connect(self._stack.setCurrentIndex)
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
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(body, 1)
        column.addLayout(foot)
        self.form.edited.connect(lambda: self._problem.setText(""))
        self.resize(760, 620)
        self.show_page(0)

    def show_page(self, page: int) -> None:
        """Bring a section to the front: 0 engines, 1 appearance, 2 privacy."""
        self._sections.setCurrentRow(page)

    @property
    def problem(self) -> str:
        """Why the settings were not saved."""
        return self._problem.text()

    # --- appearance ----------------------------------------------------------------------------------------

    def _appearance_page(self) -> QWidget:
        settings = self._services.settings
        self.appearance = QComboBox()
        for value, text in (
            ("system", self.tr("Like the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.appearance.addItem(text, value)
        self.appearance.setCurrentIndex(max(0, self.appearance.findData(settings.theme)))
        self.scale = QComboBox()
        for scale in sorted({*_SCALES, settings.text_scale}):
            self.scale.addItem(f"{scale:.0%}", scale)
        self.scale.setCurrentIndex(self.scale.findData(settings.text_scale))
        self.language = QComboBox()
        self.language.addItem(self.tr("Like the system"), "")
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        for box in (self.appearance, self.scale):
            box.currentIndexChanged.connect(self._preview)
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(2 * GRID)
        form.addRow(self.tr("Theme"), self.appearance)
        form.addRow(self.tr("Text size"), self.scale)
        form.addRow(self.tr("Language"), self.language)
        return page

    def _preview(self) -> None:
        theme().apply(self.appearance.currentData(), self.scale.currentData())

    # --- privacy -------------------------------------------------------------------------------------------

    def _privacy_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        said = (
            self.tr(
                "Everything docqa keeps lies in one folder on this computer: sessions, copies of the documents "
                "you opened, settings. Keys are in the system's keyring."
            ),
            self.tr(
                "The built-in reader sends nothing anywhere. An endpoint gets the rules, the packed document, the "
                "conversation and your question, at the moment you ask. Nothing else ever leaves docqa."
            ),
        )
        for text in said:
            column.addWidget(label(text, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        folder = button(self.tr("Open folder"), "", "folder")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(home()))))
        row.addWidget(Elided(str(home()), "muted", Qt.TextElideMode.ElideMiddle), 1)
        row.addWidget(folder)
        column.addLayout(row)
        self.clear_button = button(self.tr("Delete all sessions…"), "", "delete")
        self.clear_button.clicked.connect(self.clear)
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return page

    def clear(self) -> None:
        """Delete all sessions, after asking."""
        store = self._services.store
        ask = QMessageBox(self)
        ask.setWindowTitle(self.tr("Delete all sessions?"))
        ask.setText(self.tr("All conversations leave the library. They are gone for good after 30 days."))
        delete = ask.addButton(self.tr("Delete all"), QMessageBox.ButtonRole.DestructiveRole)
        ask.setDefaultButton(ask.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        ask.exec()
        if ask.clickedButton() is delete:
            jobs.call(
                lambda: _delete_all(store),
                owner=self,
                on_result=lambda _: self.cleared.emit(),
                on_error=self._tell,
            )

    # --- saving --------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep it all: keys in the keyring first, then the settings. Says why when that fails."""
        problem = self.form.problem()
        if problem:
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
            theme=self.appearance.currentData(),
            text_scale=self.scale.currentData(),
            language=self.language.currentData(),
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


def _delete_all(store: Store) -> None:
    for session in store.sessions():
        store.delete_session(session.id)


def _scrolled(page: QWidget) -> QScrollArea:
    """A section with its margins, scrolling where the window is too low for it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 3 * GRID)
    column.addWidget(page)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(box)
    return area
