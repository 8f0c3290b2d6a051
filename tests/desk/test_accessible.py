"""What a screen reader and a keyboard find: names for all that can be operated, and a road through it by Tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QRadioButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from docqa.deepforecast import Forecast
from docqa.desk import jobs
from docqa.desk.code_blocks import PreviewDialog
from docqa.desk.deep import ForecastDialog
from docqa.desk.help import AboutDialog, ShortcutsDialog
from docqa.desk.languages import speak
from docqa.desk.messages import BugDialog
from docqa.desk.pages.addresses import AddressDialog
from docqa.desk.picture_reading import LanguagesDialog
from docqa.desk.sent import SentDialog
from docqa.desk.services import Services
from docqa.desk.settings_dialog import SettingsDialog
from docqa.desk.shortcuts import commands
from docqa.desk.theme import theme
from docqa.desk.voices import VoicesDialog
from docqa.desk.widgets import Toast
from docqa.desk.window import Window
from docqa.library import EndpointProfile, Settings, Store, Voice, library_path

GUIDE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "guide.pdf"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    speak(qapp, "en")
    theme().apply("light")
    with Store(library_path()) as store:
        endpoints = (EndpointProfile("mine", "http://127.0.0.1:9/v1", "m"),)
        made = Window(Services(store, Settings(endpoints=endpoints)))
        made.furnish()
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


def forecast_dialog(window: Window) -> QDialog:
    taken = Forecast(3, 1, 3, 4, 9_000, 10_000, 2_000, None)
    return ForecastDialog(taken, None, "mine", window)


def sent_dialog(window: Window) -> QDialog:
    context = window.conversation.meter.context
    assert context is not None
    return SentDialog(context, window.conversation.meter.named_parts(), window)


DIALOGS: dict[str, Callable[[Window], QDialog]] = {
    "settings": lambda window: SettingsDialog(window._services, window, commands(window.menus.all_keys)),
    "shortcuts": lambda window: ShortcutsDialog(commands(window.menus.all_keys), [("Send", "Return")], window),
    "about": AboutDialog,
    "bug": lambda window: BugDialog(RuntimeError("x"), window),
    "sent": sent_dialog,
    "voices": lambda window: VoicesDialog((Voice("Rhymes", "In rhyme."), Voice("Short", "Be short.")), "", window),
    "forecast": forecast_dialog,
    "preview": lambda window: PreviewDialog("<h1>A page</h1><p>words</p>", window),
    "address": lambda window: AddressDialog("https://example.org/a", window),
    "wrong address": lambda window: AddressDialog("file:///etc/passwd", window),
    "languages": lambda window: LanguagesDialog("Guide", ("eng", "heb", "deu"), ("heb",), window),
}


@pytest.fixture
def dialog(request: pytest.FixtureRequest, window: Window, qtbot: QtBot) -> Iterator[QDialog]:
    if request.param == "sent":
        answered(window, qtbot)
    made = DIALOGS[request.param](window)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()


def stops(root: QWidget) -> list[QWidget]:
    """What the Tab key is to reach: all that is shown, can be used and takes the focus."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and not inner(widget)
        and not widget.focusProxy()
    ]


@pytest.mark.parametrize("dialog", DIALOGS, indirect=True)
def test_a_dialog_is_named_and_gone_through_by_keyboard(dialog: QDialog, qtbot: QtBot) -> None:
    assert dialog.windowTitle()
    assert nameless(dialog) == []
    first = dialog.focusWidget()
    assert first is not None, "the keyboard has somewhere to begin"
    seen = [first]
    for _ in range(80):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        if dialog.focusWidget() is first:
            break
        if dialog.focusWidget() not in seen:
            seen.append(dialog.focusWidget())
    else:
        pytest.fail(f"Tab never comes back from {dialog.focusWidget()}")
    missed = [widget for widget in stops(dialog) if widget not in seen and not of_a_group(widget, seen)]
    assert missed == []
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible(), "Escape leaves it"


def of_a_group(widget: QWidget, seen: list[QWidget]) -> bool:
    """Radio buttons are one stop: the arrows go on from there."""
    return isinstance(widget, QRadioButton) and any(isinstance(one, QRadioButton) for one in seen)


@pytest.mark.parametrize("dialog", DIALOGS, indirect=True)
def test_a_dialog_shows_where_the_focus_is_and_says_what_it_is(dialog: QDialog, qtbot: QtBot) -> None:
    shows_its_focus(dialog)


def test_the_window_shows_where_the_focus_is(window: Window, qtbot: QtBot) -> None:
    answered(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shows_its_focus(window)


def shows_its_focus(root: QWidget) -> None:
    """Each stop looks otherwise with the focus than without, and has a role."""
    for widget in stops(root):
        face = QAccessible.queryAccessibleInterface(widget)
        # What only holds others says so by its name.
        holds = isinstance(widget, (QAbstractScrollArea, QTabWidget))
        assert face.role() not in (QAccessible.Role.NoRole, *(() if holds else (QAccessible.Role.Client,))), widget
        others = [one for one in stops(root) if one is not widget]
        if not others:
            continue
        others[0].setFocus(Qt.FocusReason.TabFocusReason)
        plain = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if not widget.hasFocus():
            continue
        lit = widget.grab().toImage()
        changed = sum(
            plain.pixel(x, y) != lit.pixel(x, y)
            for y in range(0, plain.height(), 2 if plain.height() > 60 else 1)
            for x in range(0, plain.width(), 2)
        )
        assert changed >= 12, f"nothing shows that {type(widget).__name__} {name_of(widget)!r} has the focus"


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
