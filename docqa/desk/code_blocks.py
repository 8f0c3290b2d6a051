"""Code in an answer can be copied and saved, and a web page in it looked at: without scripts, network or files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QMessageBox,
    QPlainTextEdit,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.messages import words
from docqa.desk.theme import GRID
from docqa.desk.widgets import label
from docqa.errors import DocqaError
from docqa.library import write_file

SCHEME = "code"
_BLOCK = re.compile(r'<pre\b[^>]*>\s*<code(?:\s+class="language-([^"]*)")?[^>]*>(.*?)</code>\s*</pre>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html\b|<svg\b)", re.IGNORECASE)
_WEB = frozenset(("html", "htm", "xhtml", "svg"))
_SUFFIXES = {
    "python": "py",
    "py": "py",
    "javascript": "js",
    "typescript": "ts",
    "bash": "sh",
    "shell": "sh",
    "sh": "sh",
    "markdown": "md",
    "c++": "cpp",
    "cpp": "cpp",
    "csharp": "cs",
    "rust": "rs",
    "ruby": "rb",
    "latex": "tex",
    "yaml": "yaml",
    "text": "txt",
    "": "txt",
}
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Code of an answer: its text, and the language that the answer names ("" where it names none)."""

    language: str
    text: str

    @property
    def web(self) -> bool:
        """Whether it is a web page that can be looked at."""
        return self.language in _WEB or (not self.language and _PAGE.match(self.text) is not None)

    @property
    def suffix(self) -> str:
        """What a file of it would end in, dot included."""
        if self.web:
            return ".svg" if self.language == "svg" else ".html"
        known = _SUFFIXES.get(self.language, self.language)
        return f".{known}" if _SUFFIX.fullmatch(known) else ".txt"


def blocks_of(html: str) -> tuple[CodeBlock, ...]:
    """The blocks of code in an answer's safe HTML, in order."""
    return tuple(
        CodeBlock(unescape(match[1] or "").casefold(), unescape(_TAG.sub("", match[2])))
        for match in _BLOCK.finditer(html)
    )


def actions_row(number: int, block: CodeBlock, ground: str) -> str:
    """A row for the table that a block of code stands in: what can be done with it, as links."""
    actions = [("copy", _tr("Copy")), ("save", _tr("Save…"))]
    if block.web:
        actions.append(("preview", _tr("Preview")))
    links = " &nbsp; ".join(f'<a href="{SCHEME}:{number}/{act}">{escape(name)}</a>' for act, name in actions)
    return f'<tr><td bgcolor="{ground}" align="right">{links}</td></tr>'


def act(blocks: Sequence[CodeBlock], url: QUrl, parent: QWidget) -> None:
    """Do what a link of `actions_row` says."""
    number, _, action = url.path().partition("/")
    if not number.isdecimal() or int(number) >= len(blocks):
        return
    block = blocks[int(number)]
    if action == "copy":
        QGuiApplication.clipboard().setText(block.text)
    elif action == "save":
        save(block, parent)
    elif action == "preview" and block.web:
        PreviewDialog(block.text, parent.window()).exec()


def save(block: CodeBlock, parent: QWidget) -> None:
    """Write a block of code to a file that the person chooses."""
    offered = str(Path.home() / f"answer{block.suffix}")
    chosen, _ = QFileDialog.getSaveFileName(parent.window(), _tr("Save the code"), offered)
    if not chosen:
        return
    try:
        write_file(Path(chosen), block.text.encode("utf-8", "replace"), private=False)
    except DocqaError as error:
        box = QMessageBox(QMessageBox.Icon.Warning, _tr("Not saved"), words(error)[0], parent=parent.window())
        box.setInformativeText(words(error)[1])
        box.exec()


class Sandbox(QTextBrowser):
    """Shows a web page of unknown origin. Nothing is loaded for it, nothing in it runs, and it leads nowhere.

    Qt's text engine knows no scripts at all; styles, pictures, fonts and frames it asks for here, and gets none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(self.tr("Preview"))
        self.refused: list[str] = []

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        self.refused.append(name.toString() if isinstance(name, QUrl) else name)
        return None

    def show_page(self, html: str) -> None:
        """Show this page."""
        self.refused.clear()
        self.setHtml(html)


class PreviewDialog(QDialog):
    """An answer's web page as it looks, and as it is written."""

    def __init__(self, html: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preview"))
        self.resize(760, 620)
        said = label(
            self.tr(
                "A simple preview: no scripts run, and nothing is loaded, neither from the network nor from your "
                "files. Layout that needs a browser looks plainer here."
            ),
            "small",
            wrap=True,
        )
        self.page = Sandbox()
        self.page.show_page(html)
        source = QPlainTextEdit(html)
        source.setReadOnly(True)
        source.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        source.setAccessibleName(self.tr("Source"))
        source.setTabChangesFocus(True)
        tabs = QTabWidget()
        tabs.setAccessibleName(self.tr("Preview"))
        tabs.addTab(self.page, self.tr("Page"))
        tabs.addTab(source, self.tr("Source"))
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(said)
        column.addWidget(tabs, 1)
        column.addWidget(buttons)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CodeBlocks", text)
