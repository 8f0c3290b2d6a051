"""What a screen reader and a keyboard find: names for all that can be operated, and a road through it by Tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from docqa.desk import jobs
from docqa.desk.help import AboutDialog, ShortcutsDialog
from docqa.desk.languages import speak
from docqa.desk.messages import BugDialog
from docqa.desk.sent import SentDialog
from docqa.desk.services import Services
from docqa.desk.settings_dialog import SettingsDialog
from docqa.desk.shortcuts import commands
from docqa.desk.widgets import Toast
from docqa.desk.window import Window
from docqa.library import EndpointProfile, Settings, Store, library_path

GUIDE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "guide.pdf"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    speak(qapp, "en")
    with Store(library_path()) as store:
        endpoints = (EndpointProfile("mine", "http://127.0.0.1:9/v1", "m"),)
        made = Window(Services(store, Settings(endpoints=endpoints)))
        made.resize(1400, 900)
        made.show()
        yield made
        made.close()
        made.deleteLater()
        qapp.processEvents()
        assert jobs.shutdown(10)


def name_of(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return (face.text(QAccessible.Text.Name) if face else "").strip() or widget.accessibleName()


def inner(widget: QWidget) -> bool:
    """Part of a widget that is operated as a whole: it is that one's name which is read."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractSpinBox, QHeaderView)):
            return True
        if isinstance(parent, QAbstractItemView) and not isinstance(widget, QLineEdit):
            return True
        parent = parent.parentWidget()
    return False


def silent(widget: QWidget) -> bool:
    """Part of a toast that has nothing to say just now."""
    toast = widget.parentWidget()
    return isinstance(toast, Toast) and toast.isHidden()


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not inner(widget)
        and not isinstance(widget, QDialog)
        and not silent(widget)
        and not name_of(widget)
    ]


def answered(window: Window, qtbot: QtBot) -> None:
    window.open_files([GUIDE])
    qtbot.waitUntil(lambda: bool(window.pages.opened) and not window.opener.busy, timeout=30_000)
    window.conversation.ask("What can a check say?")
    qtbot.waitUntil(lambda: not window.conversation.busy, timeout=30_000)
    qtbot.waitUntil(lambda: window.conversation.meter.context is not None, timeout=30_000)


def test_everything_that_is_operated_has_a_name(window: Window, qtbot: QtBot) -> None:
    assert nameless(window) == []
    answered(window, qtbot)
    window.pages.view.open_find()
    assert nameless(window) == []


def test_everything_in_the_dialogs_has_a_name(window: Window, qtbot: QtBot) -> None:
    answered(window, qtbot)
    context = window.conversation.meter.context
    assert context is not None
    listed = commands(window.menus.all_keys)
    for dialog in (
        SettingsDialog(window._services, window, listed),
        ShortcutsDialog(listed, [("Send", "Return")], window),
        AboutDialog(window),
        BugDialog(RuntimeError("x"), window),
        SentDialog(context, window.conversation.meter.named_parts(), window),
    ):
        dialog.show()
        assert nameless(dialog) == [], type(dialog).__name__
        assert dialog.windowTitle()
        dialog.close()
        dialog.deleteLater()


def test_actions_say_what_they_do(window: Window) -> None:
    silent = [action.shortcut().toString() for action in window.pages.view.actions() if not action.text()]
    silent += [title for title, actions in window.menus.by_menu if not all(action.text() for action in actions)]
    assert silent == []


def test_tab_goes_round_the_window_and_comes_back(window: Window, qtbot: QtBot) -> None:
    """From the question Tab reaches every pane, is never caught, and shows where it is."""
    answered(window, qtbot)
    window.activateWindow()
    window.conversation.box.field.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        focused = window.focusWidget()
        assert focused is not None
        if focused in seen[:-1]:
            break
        if focused not in seen:  # inside an answer Tab goes from link to link first
            seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab never comes back")
    assert seen[0] is window.conversation.box.field
    assert window.focusWidget() is seen[0], f"Tab is caught by {window.focusWidget()}"
    for pane in (window.side, window.pages, window.conversation):
        assert any(pane.isAncestorOf(widget) for widget in seen), pane
    assert all(widget.isVisible() and widget.isEnabled() for widget in seen)


def test_f6_goes_through_the_panes(window: Window, qtbot: QtBot) -> None:
    answered(window, qtbot)
    window.conversation.box.field.setFocus()
    panes = []
    for _ in range(3):
        window.menus._next_pane()
        focused = window.focusWidget()
        panes.append(next(p for p in (window.side, window.pages, window.conversation) if p.isAncestorOf(focused)))
    assert panes == [window.side, window.pages, window.conversation]
