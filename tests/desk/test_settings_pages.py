"""The settings' pages besides the engines: keys of one's own, and taking away what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from docqa.desk import jobs, settings_scans, shortcuts
from docqa.desk.help import ShortcutsDialog
from docqa.desk.services import Services
from docqa.desk.settings_dialog import KEYS, SettingsDialog
from docqa.desk.shortcuts import Command, commands, in_force, native_of
from docqa.desk.widgets import with_shortcut
from docqa.desk.window import Window
from docqa.library import Settings, Store, home, kept, library_path


@pytest.fixture
def services() -> Iterator[Services]:
    with Store(library_path()) as store:
        yield Services(store, Settings())
        assert jobs.shutdown(10)


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    yield
    shortcuts.use({})


def two(services: Services) -> SettingsDialog:
    made = [Command("File", "Open", "Ctrl+O", "Ctrl+O"), Command("File", "Quit", "Ctrl+Q", "Ctrl+Q")]
    return SettingsDialog(services, None, made)


def test_key_is_changed_kept_and_heard(qtbot: QtBot, services: Services) -> None:
    dialog = two(services)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_page(KEYS)
    row = dialog.keys.rows[0]
    qtbot.keyClick(row.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert not row.reset.isHidden()
    dialog.save()
    assert services.settings.shortcuts == {"Ctrl+O": "Ctrl+J"}
    assert Settings.load().shortcuts == {"Ctrl+O": "Ctrl+J"}
    shortcuts.use(services.settings.shortcuts)
    assert in_force("Ctrl+O") == QKeySequence("Ctrl+J")
    assert with_shortcut("Open", QKeySequence.StandardKey.Open) == f"Open ({native_of('Ctrl+J')})"


def test_one_key_for_two_things_is_said_and_not_saved(qtbot: QtBot, services: Services) -> None:
    dialog = two(services)
    qtbot.addWidget(dialog)
    dialog.keys.rows[0].edit.setKeySequence(QKeySequence("Ctrl+Q"))
    assert "Open" in dialog.problem
    assert "Quit" in dialog.problem
    dialog.save()
    assert services.settings.shortcuts == {}
    dialog.keys.reset_all.click()
    assert dialog.problem == ""


def test_a_key_can_be_taken_away(qtbot: QtBot, services: Services) -> None:
    dialog = two(services)
    qtbot.addWidget(dialog)
    for row in dialog.keys.rows:
        row.edit.clear()
    assert dialog.problem == ""  # none is no key given twice
    dialog.save()
    shortcuts.use(services.settings.shortcuts)
    action = QAction("Open")
    shortcuts.give(action, "Ctrl+O")
    assert action.shortcut().isEmpty()
    (command,) = commands([("File", [action])])
    assert (command.usual, command.keys) == ("Ctrl+O", "")


def test_window_hears_its_keys_and_lists_them_once(qtbot: QtBot, services: Services) -> None:
    shortcuts.use({"Ctrl+B": "Ctrl+Shift+B"})
    window = Window(services)
    window.furnish()
    qtbot.addWidget(window)
    window.show()
    found = commands(window.menus.all_keys)
    keys = [command.keys for command in found if command.keys]
    assert len(set(keys)) == len(keys), "two commands of the window have one key"
    assert {"Ctrl+Shift+B", "Ctrl+O", "F6", "Ctrl+Shift+C"} <= set(keys)
    assert "Ctrl+B" not in keys
    toggle = next(
        a for _, actions in window.menus.by_menu for a in actions if a.shortcut() == QKeySequence("Ctrl+Shift+B")
    )
    shown = window.side.isVisible()
    toggle.trigger()
    assert window.side.isVisible() is not shown
    window.close()


def test_list_of_shortcuts_narrows_down(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog([Command("File", "Open", "Ctrl+O", "Ctrl+J")], [("Send", "Return")])
    qtbot.addWidget(dialog)

    def said() -> set[str]:
        inner = dialog.area.widget()
        return {label.text() for label in inner.findChildren(QLabel)} if inner else set()

    assert {"Open", native_of("Ctrl+J"), "Send"} <= said()
    dialog.search.setText("open")
    assert "Open" in said()
    assert "Send" not in said()
    dialog.search.setText("nothing like it")
    assert "Open" not in said()
    assert said()


def test_everything_is_erased_after_asking(
    qapp: QApplication, qtbot: QtBot, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tides = tmp_path / "tides.txt"
    tides.write_text("High water stands at the quay at 6:40 in spring.\n" * 40, encoding="utf-8")
    window = Window(services)
    window.furnish()
    qtbot.addWidget(window)
    window.show()
    window.open_files([tides])
    qtbot.waitUntil(lambda: bool(window.pages.opened), timeout=20_000)
    window.conversation.ask("When is high water?")
    qtbot.waitUntil(lambda: not window.conversation.busy, timeout=20_000)
    notes = home() / "reading" / "a.json"
    notes.parent.mkdir(parents=True)
    notes.write_text("notes")
    before = kept(services.store)
    assert (before.sessions, before.documents) == (1, 1)
    assert before.copies > 0
    assert before.caches > 0

    dialog = SettingsDialog(services, window)
    dialog.erased.connect(window._erased)
    role = QMessageBox.ButtonRole
    answers = iter((role.RejectRole, role.DestructiveRole))

    def pressed(box: QMessageBox) -> object:
        wanted = next(answers)
        return next(button for button in box.buttons() if box.buttonRole(button) is wanted)

    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", pressed)
    dialog.privacy.erase_button.click()  # not this time
    assert kept(services.store).sessions == 1
    with qtbot.waitSignal(dialog.erased, timeout=20_000):
        dialog.privacy.erase_button.click()
    after = kept(services.store)
    assert (after.sessions, after.documents, after.copies) == (0, 0, 0)
    assert not notes.exists()
    assert tides.exists()
    assert window.pages.opened == ()
    window.close()


def test_languages_of_scans_are_ticked_and_kept(
    qtbot: QtBot, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_scans, "languages_there", lambda: ("eng", "heb"))
    services.settings = Settings(ocr_languages=("yid",))
    dialog = two(services)
    qtbot.addWidget(dialog)
    rows = dialog.scans.list
    qtbot.waitUntil(lambda: rows.count() == 3, timeout=5_000)
    assert dialog.scans.chosen == ("yid",)  # cannot be read here just now; the choice stays all the same
    assert "עברית" in rows.item(2).text()
    rows.item(2).setCheckState(Qt.CheckState.Checked)
    dialog.save()
    assert Settings.load().ocr_languages == ("yid", "heb")
