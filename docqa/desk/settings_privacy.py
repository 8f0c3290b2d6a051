"""The settings' page of privacy: what leaves this computer, what is kept on it and where, and deleting it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.services import Services
from docqa.desk.theme import GRID
from docqa.desk.widgets import Elided, button, label
from docqa.library import Kept, Secrets, Store, erase, home, kept


class PrivacyPage(QWidget):
    """`sessions_gone` and `everything_gone` come after something was deleted; `failed` says why it was not."""

    sessions_gone = Signal()
    everything_gone = Signal()
    failed = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(label(self.tr("What leaves this computer"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "The built-in reader sends nothing anywhere. An endpoint gets the rules, the packed document, "
                    "the conversation and your question, at the moment you ask. Nothing else ever leaves docqa: "
                    "no statistics, no look for updates."
                ),
                wrap=True,
            )
        )
        column.addSpacing(2 * GRID)
        column.addWidget(label(self.tr("What is kept here"), "heading"))
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        folder = button(self.tr("Open folder"), "", "folder")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(home()))))
        row.addWidget(Elided(str(home()), "muted", Qt.TextElideMode.ElideMiddle), 1)
        row.addWidget(folder)
        column.addLayout(row)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        self._amounts = [label("…", "muted") for _ in range(3)]
        names = (
            self.tr("Conversations"),
            self.tr("Copies of documents"),
            self.tr("Made from them: pages as read, search, notes"),
        )
        for line, (name, amount) in enumerate(zip(names, self._amounts, strict=True)):
            grid.addWidget(label(name), line, 0)
            grid.addWidget(amount, line, 1)
        column.addLayout(grid)
        note = self.tr("Keys lie in the system's keyring. Your own files are never touched.")
        column.addWidget(label(note, "small", wrap=True))
        column.addSpacing(2 * GRID)
        column.addWidget(label(self.tr("Delete"), "heading"))
        self.clear_button = button(self.tr("Delete all sessions…"), "", "delete")
        self.clear_button.clicked.connect(self.clear)
        self.erase_button = button(self.tr("Erase everything for good…"), "", "delete")
        self.erase_button.clicked.connect(self.erase)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.clear_button)
        buttons.addWidget(self.erase_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._measure()

    def _measure(self) -> None:
        store = self._services.store
        jobs.call(lambda: kept(store), owner=self, on_result=self._show, on_error=self.failed.emit)

    def _show(self, amount: Kept) -> None:
        sizes = QLocale()
        conversations, copies, caches = self._amounts
        conversations.setText(str(amount.sessions))
        copies.setText(f"{amount.documents} · {sizes.formattedDataSize(amount.copies)}")
        caches.setText(sizes.formattedDataSize(amount.caches))

    def clear(self) -> None:
        """Delete all sessions, after asking."""
        ask = QMessageBox(self)
        ask.setWindowTitle(self.tr("Delete all sessions?"))
        ask.setText(self.tr("All conversations leave the library. They are gone for good after 30 days."))
        if _confirmed(ask, self.tr("Delete all"), self.tr("Cancel")):
            store = self._services.store
            jobs.call(
                lambda: _delete_all(store),
                owner=self,
                on_result=lambda _: self._gone(everything=False),
                on_error=self.failed.emit,
            )

    def erase(self) -> None:
        """Take away all that docqa keeps, after asking; the keys too where that is wanted."""
        ask = QMessageBox(self)
        ask.setWindowTitle(self.tr("Erase everything for good?"))
        ask.setText(
            self.tr("All conversations, the copies of documents and what was made from them are removed at once.")
        )
        ask.setInformativeText(self.tr("This cannot be undone. Your own files and the settings stay."))
        keys = QCheckBox(self.tr("Delete the keys of all endpoints, too"))
        ask.setCheckBox(keys)
        if not _confirmed(ask, self.tr("Erase everything"), self.tr("Cancel")):
            return
        services = self._services
        urls = [profile.base_url for profile in services.settings.endpoints] if keys.isChecked() else []

        def work() -> None:
            erase(services.store)
            _forget_keys(urls, services.secrets())

        jobs.call(
            work,
            owner=self,
            on_result=lambda _: self._gone(everything=True),
            on_error=self.failed.emit,
        )

    def _gone(self, *, everything: bool) -> None:
        (self.everything_gone if everything else self.sessions_gone).emit()
        self._measure()


def _confirmed(ask: QMessageBox, yes: str, no: str) -> bool:
    ask.setIcon(QMessageBox.Icon.NoIcon)
    agreed = ask.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    ask.setDefaultButton(ask.addButton(no, QMessageBox.ButtonRole.RejectRole))
    ask.exec()
    return ask.clickedButton() is agreed


def _forget_keys(urls: Sequence[str], secrets: Secrets) -> None:
    for url in urls:
        secrets.delete(url)


def _delete_all(store: Store) -> None:
    for session in store.sessions():
        store.delete_session(session.id)
