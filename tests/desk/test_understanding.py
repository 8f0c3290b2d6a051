"""A long document is understood in the background: shown, stopped, kept, and found by meaning afterwards."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from docqa.desk.services import Services
from docqa.desk.window import Window
from docqa.domain import CancelToken, Document, Progress
from docqa.library import EndpointProfile, Settings, Store, library_path

LONG_MS = 20_000
THINGS = ("harbours", "lanterns", "orchards", "kilns", "ferries", "granaries", "bridges", "quarries")
PLACES = ("north", "south", "east", "west", "upper valley", "lower valley", "old town", "new town")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Longer than the window that the tests ask with."""
    lines = [
        f"The {thing} of the {place} were counted in the year {1700 + 10 * i + j} and {i * 37 + j * 11} "
        "were found, which the clerk wrote down with the names of their keepers and what each of them paid.\n"
        for i, thing in enumerate(THINGS)
        for j, place in enumerate(PLACES)
    ]
    path = tmp_path / "ledger.txt"
    path.write_text("\n".join(lines))
    return path


def _window(qtbot: QtBot, store: Store) -> tuple[Window, Services]:
    endpoint = EndpointProfile("small", "http://localhost/v1", "m", window=2_048, answer_reserve=256)
    services = Services(store, Settings(engine="small", endpoints=(endpoint,)))
    window = Window(services)
    window.furnish()
    qtbot.addWidget(window)
    window.show()
    return window, services


def _open(qtbot: QtBot, window: Window, path: Path) -> None:
    window.open_files([path])
    qtbot.waitUntil(lambda: bool(window.pages.opened) and not window.opener.busy, timeout=LONG_MS)


def test_long_document_is_understood_after_opening_and_kept(qtbot: QtBot, ledger: Path) -> None:
    store = Store(library_path())
    window, services = _window(qtbot, store)
    _open(qtbot, window, ledger)
    qtbot.waitUntil(lambda: not window.conversation.understanding.busy, timeout=LONG_MS)
    assert services.pack("Who kept the fruit trees?", _documents(window), "", ()).report.hint == ""
    assert list((library_path().parent / "files").glob("*.vectors"))
    window.close()
    store.close()


def test_it_shows_how_far_it_is_and_can_be_stopped(qtbot: QtBot, ledger: Path) -> None:
    store = Store(library_path())
    window, services = _window(qtbot, store)
    begun: list[Sequence[Document]] = []

    def slow(documents: Sequence[Document], cancel: CancelToken) -> Generator[Progress, None, None]:
        begun.append(documents)
        while True:
            yield Progress(17, 100, "Understanding the document")
            cancel.wait(0.02)

    services.prepare = slow  # type: ignore[method-assign]
    _open(qtbot, window, ledger)
    strip = window.conversation.understanding
    qtbot.waitUntil(strip.isVisible, timeout=LONG_MS)
    assert "17 %" in strip.words.text()
    assert begun == [tuple(_documents(window))]
    qtbot.mouseClick(strip.stop_button, Qt.MouseButton.LeftButton)
    assert not strip.busy
    assert not strip.isVisible()
    window.close()
    store.close()


def _documents(window: Window) -> list[Document]:
    return [one.document for one in window.pages.opened]
