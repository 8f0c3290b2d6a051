"""A mistake of docqa's own: told in words where it happened, with a report that gives nothing of theirs away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from docqa.desk import jobs, messages
from docqa.desk.messages import BugDialog
from docqa.desk.services import Services
from docqa.desk.window import Window
from docqa.library import Settings, Store, library_path

SECRET = "the cellar door is never locked"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    with Store(library_path()) as store:
        made = Window(Services(store, Settings()))
        made.furnish()
        made.show()
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        yield made
        made.close()
        made.deleteLater()
        qapp.processEvents()
        assert jobs.shutdown(10)


def test_bug_while_answering_is_told_in_its_place_and_its_report_is_clean(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = tmp_path / "my diary.txt"
    diary.write_text(f"In this house {SECRET}, whatever they say.\n" * 30, encoding="utf-8")
    window.open_files([diary])
    qtbot.waitUntil(lambda: bool(window.pages.opened), timeout=20_000)
    key = "sk-" + "a1b2c3d4" * 4

    def broken(profile: object, written: str | None) -> object:
        page = window.pages.opened[0].document.pages[0].text
        raise ValueError(f"{page} {diary} {key}")

    window._services.make_engine = broken  # type: ignore[assignment]
    window.conversation.ask("Is the cellar door locked?")
    qtbot.waitUntil(lambda: not window.conversation.busy, timeout=20_000)
    view = window.conversation.views[-1]
    report = next(b for b in view.findChildren(QPushButton) if b.text() == "Show report")
    seen: list[str] = []

    def look() -> None:
        (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, BugDialog) and w.isVisible()]
        copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy report")
        copy.click()
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        seen.extend((QGuiApplication.clipboard().text(), field.toPlainText()))
        dialog.reject()

    QTimer.singleShot(50, look)
    report.click()
    copied, shown = seen
    assert copied == shown
    assert "builtins.ValueError" in copied
    assert "in broken" in copied
    for private in (SECRET, "cellar", key, "my diary", str(tmp_path), str(Path.home()) + "/"):
        assert private not in copied


def test_bug_nobody_caught_is_shown_once_and_the_window_lives_on(window: Window, qtbot: QtBot) -> None:
    messages.install()
    shown: list[str] = []

    def look() -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, BugDialog) and dialog.isVisible():
                shown.append(dialog.text)
                sys.excepthook(KeyError, KeyError(SECRET), None)  # another one meanwhile brings no second dialog
                dialog.reject()

    QTimer.singleShot(50, look)
    try:
        raise RuntimeError(SECRET)
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    assert len(shown) == 1
    assert SECRET not in shown[0]
    assert window.isVisible()
