"""Tells of words in a file that nobody sees on its pages, and shows them: as text, never on a page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from docqa.desk.theme import GRID
from docqa.desk.widgets import Notice, label
from docqa.domain import Document
from docqa.domain.wording import hidden_line


def _tr(text: str) -> str:
    return QCoreApplication.translate("HiddenText", text)


def hidden_notice(document: Document, parent: QWidget) -> Notice | None:
    """A notice of the document's hidden words with a button that shows them; None where it has none."""
    line = hidden_line(document)
    if not line:
        return None
    return Notice(
        f"{document.title}: {line}",
        _tr(
            "They are kept out of what is asked and sent. Somebody may have put them there for a program to read."
        ),
        tone="warn",
        actions=[(_tr("Look at it"), lambda: HiddenDialog(document, parent).exec())],
        closable=True,
    )


class HiddenDialog(QDialog):
    """The hidden words of a document, page by page."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Hidden text"))
        self.resize(80 * GRID * 2, 60 * GRID * 2)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_tr("Hidden text"))
        pages = [page for page in document.pages if page.hidden]
        self.text.setPlainText("\n\n".join(f"[{_page(page.label)}]\n{page.hidden}" for page in pages))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label(document.title, "heading", wrap=True))
        column.addWidget(self.text, 1)
        column.addWidget(buttons)


def _page(name: str) -> str:
    return _tr("p. {label}").format(label=name)
