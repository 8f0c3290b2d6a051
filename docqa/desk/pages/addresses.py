"""Addresses outside the document: shown in full before anything is opened."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from docqa.desk.theme import GRID
from docqa.desk.widgets import button, label

_OPENED = ("http", "https", "mailto")
_SHOWN = 600  # characters of an address that are shown: nobody reads more


class AddressDialog(QDialog):
    """Says where a link leads, and opens it there only if the person wants it."""

    def __init__(self, address: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.address = address
        self._url = QUrl(address, QUrl.ParsingMode.StrictMode)
        self.setWindowTitle(self.tr("Link to another place"))
        self.setMinimumWidth(110 * GRID)
        # The host as it is on the wire: letters of other scripts that look like Latin ones show up as "xn--".
        host = self._url.host(QUrl.ComponentFormattingOption.FullyEncoded) or self._url.scheme()
        encoded = bytes(self._url.toEncoded().data()).decode("ascii", "replace") or address
        whole = label(_breakable(encoded[:_SHOWN]), "muted", wrap=True)
        whole.setAccessibleName(encoded)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label(self.tr("This link leaves the document:")))
        column.addWidget(label(host, "title", wrap=True))
        column.addWidget(whole)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.setContentsMargins(0, 3 * GRID, 0, 0)
        row.addStretch(1)
        self.copy_button = button(self.tr("Copy address"))
        self.copy_button.clicked.connect(self._copy)
        self.open_button = button(self.tr("Open"), "primary")
        self.open_button.clicked.connect(self._open)
        cancel = button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        if self._url.isValid() and self._url.scheme().lower() in _OPENED:
            row.addWidget(self.open_button)
            self.open_button.setDefault(True)
        else:
            column.addWidget(label(self.tr("docqa opens only web and mail addresses."), "bad", wrap=True))
            self.open_button.hide()
        for made in (self.copy_button, cancel):
            made.setAutoDefault(False)
            row.addWidget(made)
        column.addLayout(row)

    def _open(self) -> None:
        QDesktopServices.openUrl(self._url)
        self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address)
        self.accept()


def _breakable(address: str) -> str:
    """An address that may be broken into lines after any of its parts."""
    for mark in "/?&=-_.":
        address = address.replace(mark, mark + "\u200b")
    return address
