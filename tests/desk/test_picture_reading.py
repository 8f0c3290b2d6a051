"""Scans on the desk: read in the background, shown as they come, in languages that can be chosen."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from docqa.desk import picture_reading
from docqa.desk.picture_reading import LanguagesDialog, language_name
from docqa.desk.services import Services
from docqa.domain import Document, PageSource, Progress
from docqa.library import RecognisedFiles
from docqa.reading import Recognised

SCAN = Path(__file__).resolve().parents[2] / "resources" / "samples" / "guide-scan.pdf"
WORDS = ("The lantern burns 14 litres of oil a night.", "High water stands at 6:40 in spring.")


class Reader:
    """Reads pages as told, one after the other, each once it is let go."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], bool]] = []
        self.ready = [True, True]
        self.closed = False

    def __call__(
        self,
        path: Path,
        document: Document,
        languages: Sequence[str] = (),
        password: str | None = None,
        *,
        again: bool = False,
    ) -> Generator[Progress | Recognised, None, Document]:
        self.asked.append((tuple(languages), again))
        try:
            for page in document.pages:
                while not self.ready[page.index]:
                    yield Progress(page.index, 2, "Reading pictures of pages")
                text = "+".join((*languages, WORDS[page.index]))
                read = replace(page, text=text, source=PageSource.OCR, problem="")
                yield Recognised(read)
                document = replace(
                    document, pages=tuple(read if one.index == page.index else one for one in document.pages)
                )
            return document
        finally:
            self.closed = True


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(Services, "read_pictures", made)
    begin = Services.__init__

    def with_reader(self: Services, *arguments: Any, **options: Any) -> None:
        begin(self, *arguments, **options)
        self.read_pictures = made

    monkeypatch.setattr(Services, "__init__", with_reader)
    monkeypatch.setattr(picture_reading, "_SHOWN_EVERY_MS", 10)
    return made


def test_pages_become_readable_as_they_are_read(talk: Any, reader: Reader) -> None:
    reader.ready[1] = False
    window = talk.open(SCAN)
    talk.wait(lambda: window.pages.opened[0].document.pages[0].text)
    assert window.pages.opened[0].document.unreadable_pages == (1,)
    assert window.reading.busy
    talk.ask("How many litres of oil does the lantern burn?")
    (turn,) = talk.store.session(window.conversation.session.id).turns
    assert "14 litres" in turn.answer.text
    reader.ready[1] = True
    talk.wait(lambda: not window.reading.busy)
    assert window.pages.opened[0].document.unreadable_pages == ()
    assert window.pages.view.document.pages[1].text == WORDS[1]
    id = window.pages.opened[0].document.id
    kept = talk.store.cached_document(id)
    assert [page.text for page in kept.pages] == list(WORDS)


def test_reading_is_stopped_and_keeps_what_came(talk: Any, reader: Reader) -> None:
    reader.ready[1] = False
    window = talk.open(SCAN)
    talk.wait(lambda: window.pages.opened[0].document.pages[0].text)
    talk.wait(lambda: window.reading.isVisible())  # it takes longer than 600 ms
    assert "1" in window.reading.words.text()
    talk.qtbot.mouseClick(window.reading.stop_button, Qt.MouseButton.LeftButton)
    assert not window.reading.isVisible()
    talk.wait(lambda: reader.closed)
    assert window.pages.opened[0].document.pages[0].text == WORDS[0]
    assert window.pages.opened[0].document.unreadable_pages == (1,)


def test_quick_reading_shows_no_progress(talk: Any, reader: Reader) -> None:
    window = talk.open(SCAN)
    talk.wait(lambda: not window.reading.busy)
    assert not window.reading.isVisible()


def test_languages_are_chosen_for_a_document(talk: Any, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    window = talk.open(SCAN)
    talk.wait(lambda: not window.reading.busy)
    monkeypatch.setattr("docqa.desk.picture_reading.languages_there", lambda: ("eng", "heb"))

    def tick(dialog: LanguagesDialog) -> bool:
        assert [dialog.list.item(i).text() for i in range(2)] == [language_name("eng"), language_name("heb")]
        dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
        return True

    monkeypatch.setattr(LanguagesDialog, "exec", tick)
    window.choose_picture_languages()
    talk.wait(lambda: window.pages.opened[0].document.pages[0].text.startswith("heb+"))
    talk.wait(lambda: not window.reading.busy)
    assert reader.asked == [((), False), (("heb",), True)]
    document = window.pages.opened[0].document.id
    assert window.reading.languages(document) == ("heb",)
    assert RecognisedFiles(1).chosen(document) == ("heb",)  # … also when it is opened another day


def test_a_document_without_scans_has_no_languages_to_choose(talk: Any, harbour: Path) -> None:
    window = talk.open(harbour)
    window.choose_picture_languages()
    talk.wait(lambda: window.toast.isVisible())
