"""What must be there at once when docqa starts, and what comes a moment later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from docqa.desk import app as starting
from docqa.desk.services import Services
from docqa.desk.window import Window
from docqa.errors import StoreError
from docqa.later import made
from docqa.library import Settings, Store, library_path

LATER = (
    "docqa.asking",
    "docqa.desk.answer",
    "docqa.desk.pages",
    "docqa.engines",
    "docqa.grounding",
    "docqa.library.store",
    "docqa.packing",
    "docqa.reading.worker",
    "markdown_it",
    "numpy",
    "openai",
    "platformdirs",
    "regex",
    "sqlite3",
    "tiktoken",
)


def test_the_first_paint_waits_for_nothing_that_comes_later(tmp_path: Path) -> None:
    """Started as a process: what has been imported when the window is painted, and whether it hears a letter and a
    menu's key."""
    code = """
import json, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from docqa.__main__ import main
from docqa.desk import app

class Painted(app.Window):
    modules = None

    def paintEvent(self, event):
        if self.modules is None:
            self.modules = list(sys.modules)
            QTimer.singleShot(0, self, self.write)
        super().paintEvent(event)

    def write(self):
        QTest.keyClicks(self.focusWidget(), "Why?")
        written = self.conversation.box.text
        QTest.keyClick(self.focusWidget(), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        said = {"modules": self.modules, "written": written, "side": self.side.isHidden()}
        print(json.dumps(said), flush=True)
        self.close()

app.Window = Painted
main([])
"""
    found = _told(code, tmp_path)
    assert [name for name in LATER if name in found["modules"]] == []
    assert found["written"] == "Why?"
    assert found["side"], "Ctrl+B was not heard"


def test_no_thread_but_the_windows_makes_classes_of_qt(tmp_path: Path) -> None:
    """Until all is there: PySide6 ends the process when two threads make classes of it at the same time."""
    code = """
import json, sys, threading
from docqa.__main__ import main
from docqa.desk import app

class Heard:
    elsewhere = []

    def find_spec(self, name, path=None, target=None):
        here = threading.current_thread() is threading.main_thread()
        if name.startswith(("docqa.desk", "PySide6")) and not here:
            self.elsewhere.append(name)

class Furnished(app.Window):
    def __init__(self, *args):
        super().__init__(*args)
        self.furnished.connect(self.write)

    def write(self):
        print(json.dumps({"elsewhere": Heard.elsewhere}), flush=True)
        self.close()

sys.meta_path.insert(0, Heard())
app.Window = Furnished
main([])
"""
    assert _told(code, tmp_path)["elsewhere"] == []


def _told(code: str, home: Path) -> dict[str, Any]:
    """What the code says when it is run as a process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DOCQA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, env=environment
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_all_parts_come_by_themselves_after_the_first_paint(qtbot: QtBot) -> None:
    with Store(library_path()) as store:
        window = Window(Services(store, Settings()))
        qtbot.addWidget(window)
        assert not made(window.pages, "view")
        with qtbot.waitSignal(window.furnished, timeout=20_000):
            window.show()
        assert all(made(window, part) for part in ("contents", "sheets", "figures", "opener", "reading", "saver"))
        assert all(actions for _, actions in window.menus.by_menu)
        window.close()


def test_what_was_on_the_desk_is_not_forgotten_by_a_window_closed_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    tides = tmp_path / "tides.txt"
    tides.write_text("High water stands at the quay at 6:40 in spring.\n", encoding="utf-8")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with Store(library_path()) as store:
        desk = starting.Desk(app, Services(store, Settings()))
        first = desk.open()
        first.show()
        first.open_files([tides])
        qtbot.waitUntil(lambda: bool(first.pages.opened), timeout=20_000)
        first.close()
        hasty = starting.Desk(app, Services(store, Settings())).open_first(restore=True)
        hasty.close()  # before it was painted, and before anything came back
        third = starting.Desk(app, Services(store, Settings())).open_first(restore=True)
        third.show()
        qtbot.waitUntil(lambda: [one.path for one in third.pages.opened] == [tides], timeout=20_000)
        third.close()


def test_a_library_that_cannot_be_opened_is_told_and_ends_docqa(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def fail() -> Store:
        raise StoreError("The library is damaged.", "Restore a copy.")

    monkeypatch.setattr(starting, "_library", fail)
    monkeypatch.setattr(QMessageBox, "critical", lambda parent, title, text: told.append(text))
    assert starting.run([]) == 1
    assert told == ["The library is damaged.\n\nRestore a copy."]
