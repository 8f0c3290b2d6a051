"""The page pane inside the window, on real files: pages are there before they are read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from docqa.desk import jobs
from docqa.desk.services import Services
from docqa.desk.window import Window
from docqa.domain import Document, Progress
from docqa.errors import LoadError
from docqa.library import Settings, Store, library_path
from docqa.reading import load

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
GUIDE = SAMPLES / "guide.pdf"
LONG_MS = 20_000


class SlowReading:
    """Reads files, but not before it is told to."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.error: LoadError | None = None

    def __call__(self, path: Path, *, password: str | None = None) -> Generator[Progress, None, Document]:
        while not self.go.wait(0.01):
            yield Progress(1, 10, "Reading pages")
        if self.error:
            raise self.error
        return (yield from load(path, password=password))


@pytest.fixture
def reading() -> SlowReading:
    return SlowReading()


@pytest.fixture
def window(qtbot: QtBot, reading: SlowReading) -> Iterator[Window]:
    store = Store(library_path())
    services = Services(store, Settings(), load=reading)
    made = Window(services)
    made.furnish()
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    reading.go.set()
    made.close()
    qtbot.wait(20)
    made.deleteLater()
    assert jobs.shutdown(10)
    store.close()


def until(qtbot: QtBot, true: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(true()), timeout=LONG_MS)


def drawn(window: Window) -> bool:
    return window.pages.view.canvas.pictures.stand_in(max(0, window.pages.view.page)) is not None


def open_guide(window: Window, reading: SlowReading, qtbot: QtBot) -> None:
    reading.go.set()
    window.open_files([GUIDE])
    until(qtbot, lambda: window.pages.opened and drawn(window))


def test_pages_are_shown_before_they_are_read(window: Window, reading: SlowReading, qtbot: QtBot) -> None:
    window.open_files([GUIDE])
    until(qtbot, lambda: drawn(window))
    view = window.pages.view
    assert not window.pages.opened, "the file is still being read"
    assert len(view.document.pages) == 10
    assert view.document.label(3) == "2"
    assert window.contents.tree.isVisible() or window.contents.model.rowCount() > 5
    view.go_to_page(6)
    view.canvas.set_zoom(1.3)
    here = view.state()
    window.conversation.box.set_text("What is it?")
    assert not window.conversation.box.button.isEnabled(), "it would be asked about another document"
    until(qtbot, lambda: view.canvas.pictures.stand_in(6) is not None)

    reading.go.set()
    until(qtbot, lambda: window.pages.opened)
    assert view.document is window.pages.opened[0].document
    assert view.document.pages[6].text
    assert view.state() == here, "one stays where one is"
    assert view.canvas.pictures.stand_in(6) is not None, "and what was drawn stays"
    assert window.conversation.box.button.isEnabled()
    view.actions_.back.trigger()
    assert view.page == 0


def test_what_is_looked_for_meanwhile_is_found_once_the_words_are_there(
    window: Window, reading: SlowReading, qtbot: QtBot
) -> None:
    window.open_files([GUIDE])
    until(qtbot, lambda: drawn(window))
    view = window.pages.view
    view.open_find()
    QTest.keyClicks(view.find_bar.edit, "endpoint")
    until(qtbot, lambda: view.finder.searching)
    assert view.find_bar.count.text().startswith("Looking")
    reading.go.set()
    until(qtbot, lambda: view.finder.hits)


def test_a_file_that_fails_after_all_gives_the_desk_back(
    window: Window, reading: SlowReading, qtbot: QtBot, tmp_path: Path
) -> None:
    open_guide(window, reading, qtbot)
    window.pages.view.go_to_page(4)
    before = window.pages.view.state()
    reading.go.clear()
    reading.error = LoadError("It is broken.", "Get another.")
    window.open_files([SAMPLES / "hebrew.pdf"])
    until(qtbot, lambda: len(window.pages.view.document.pages) != 10)
    reading.go.set()
    until(qtbot, lambda: window.pages.notices)
    assert len(window.pages.opened) == 1
    assert window.pages.view.document is window.pages.opened[0].document
    assert window.pages.view.state() == before
    assert "broken" in window.pages.notices[0].message


def test_a_person_who_will_not_wait_has_the_old_pages_back(
    window: Window, reading: SlowReading, qtbot: QtBot
) -> None:
    open_guide(window, reading, qtbot)
    reading.go.clear()
    window.open_files([SAMPLES / "hebrew.pdf"])
    until(qtbot, lambda: len(window.pages.view.document.pages) != 10)
    window.opener.give_up()
    assert window.pages.view.document is window.pages.opened[0].document
    window.conversation.box.set_text("What is it?")
    assert window.conversation.box.button.isEnabled()


def test_a_document_known_from_before_is_sketched_where_one_was(
    window: Window, reading: SlowReading, qtbot: QtBot
) -> None:
    open_guide(window, reading, qtbot)
    window.pages.view.go_to_page(5)
    where = window.pages.view.state()
    window.open_files([SAMPLES / "hebrew.pdf"])
    until(qtbot, lambda: len(window.pages.opened[0].document.pages) != 10)
    window.open_files([GUIDE])
    until(qtbot, lambda: len(window.pages.opened[0].document.pages) == 10)
    assert window.pages.view.state() == where


def test_a_rectangle_becomes_what_the_question_is_about(
    window: Window, reading: SlowReading, qtbot: QtBot
) -> None:
    open_guide(window, reading, qtbot)
    view = window.pages.view
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_R)
    QTest.keyClick(view.canvas, Qt.Key.Key_Down)
    QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    (region,) = window.conversation.about.regions
    assert (region.document, region.page) == (view.document.id, 0)
    assert region.rect == view.canvas.region.rect


def test_the_contents_page_of_a_real_file_leads_to_its_chapters(
    window: Window, reading: SlowReading, qtbot: QtBot
) -> None:
    open_guide(window, reading, qtbot)
    view = window.pages.view
    view.go_to_page(1)
    until(qtbot, lambda: view.canvas.links.on(1))
    link = view.canvas.links.on(1)[3]
    at = view.canvas.on_screen(1, link.rect).center().toPoint()
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.page == link.page > 2
    QTest.keyClick(view.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.page == 1


def test_small_pages_lead_to_large_ones(window: Window, reading: SlowReading, qtbot: QtBot) -> None:
    open_guide(window, reading, qtbot)
    sheets, view = window.sheets, window.pages.view
    assert not sheets._pictures.kept_bytes, "nothing is drawn that nobody sees"
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_M, held)
    until(qtbot, lambda: sheets.picture(0) is not None)
    at = sheets.list.visualRect(sheets.list.model().index(2, 0)).center()
    QTest.mouseClick(sheets.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.page == 2
    view.go_to_page(9)
    assert sheets.list.currentIndex().row() == 9
    until(qtbot, lambda: sheets.picture(9) is not None)
    assert sheets.list.model().index(9, 0).data() == view.document.label(9)
    sheets.list.setFocus()
    QTest.keyClick(sheets.list, Qt.Key.Key_Home)
    QTest.keyClick(sheets.list, Qt.Key.Key_Return)
    assert view.page == 0
    view.actions_.turn_right.trigger()
    assert sheets.sheet_size(0)[0] > sheets.sheet_size(0)[1]


def test_the_side_panes_follow_the_keyboard(window: Window, reading: SlowReading, qtbot: QtBot) -> None:
    open_guide(window, reading, qtbot)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.contents.tree.isVisible()
