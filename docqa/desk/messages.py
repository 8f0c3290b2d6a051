"""Errors into words, in one place: a person's mistake gets a sentence and what to do, a bug a report to copy."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

import docqa
from docqa.desk.languages import said
from docqa.desk.theme import GRID
from docqa.desk.widgets import Picture
from docqa.errors import DocqaError

_log = logging.getLogger(__name__)
_ROOT = Path(docqa.__file__).parent.parent


def words(error: BaseException) -> tuple[str, str]:
    """What happened and what to do next, for any error. A bug is named as one, without its inner words."""
    if isinstance(error, DocqaError):
        return said(error.message), said(error.hint)
    return (
        QCoreApplication.translate("messages", "docqa made a mistake of its own: this should not have happened."),
        QCoreApplication.translate("messages", "Nothing of yours is lost. Please report it, then try again."),
    )


def is_bug(error: BaseException) -> bool:
    """Whether the error is docqa's own fault, so that a report is worth offering."""
    return not isinstance(error, DocqaError)


def report(error: BaseException) -> str:
    """A bug's report that is safe to share: where it happened and on what, but no exception's text.

    An exception may quote the document, a path or a key, so only its kind is written down.
    """
    lines = [
        f"docqa {docqa.__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}, {QGuiApplication.platformName()}",
        "",
    ]
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame in reversed(traceback.extract_tb(link.__traceback__)):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if link is not None:
            lines.append("from")
    return "\n".join(lines)


def _short(filename: str) -> str:
    """The path without the person's folders in it."""
    path = Path(filename)
    if path.is_relative_to(_ROOT / "docqa"):
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-2:])


class BugDialog(QDialog):
    """Says that docqa failed, and gives the report for copying."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("A mistake in docqa"))
        message, hint = words(error)
        self.text = report(error)
        heading = QLabel(message)
        heading.setProperty("kind", "heading")
        heading.setWordWrap(True)
        advice = QLabel(hint + " " + self.tr("The report names no words of your documents and no keys."))
        advice.setWordWrap(True)
        shown = QPlainTextEdit(self.text)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("Report"))
        picture = Picture("warning", "warn", 28)
        top = QHBoxLayout()
        top.setSpacing(3 * GRID)
        top.addWidget(picture)
        top.addWidget(heading, 1)
        buttons = QDialogButtonBox()
        copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addLayout(top)
        layout.addWidget(advice)
        layout.addWidget(shown, 1)
        layout.addWidget(buttons)
        self.resize(560, 380)


def install() -> None:
    """Show every exception that nobody caught as a bug, one at a time, over the window in front."""
    showing = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal showing
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("unexpected:\n%s", report(error))
        if showing:
            return
        showing = True
        try:
            BugDialog(error, QApplication.activeWindow()).exec()
        finally:
            showing = False

    sys.excepthook = hook
