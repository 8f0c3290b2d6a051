"""The window's roads on real files: open, ask, stop, follow a citation, close and find everything again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from docqa.desk import jobs
from docqa.desk.answer import Link
from docqa.desk.services import Services
from docqa.desk.widgets import Notice
from docqa.desk.window import Window
from docqa.domain import (
    CancelToken,
    Delta,
    Document,
    Done,
    Event,
    OutlineEntry,
    PackedContext,
    Page,
    Place,
    Progress,
    Span,
    Usage,
    Used,
)
from docqa.errors import Unreachable
from docqa.library import EndpointProfile, Settings, Store, library_path

TIDES = """The tide table of Port Amber

High water stands at the quay at 6:40 in spring and at 7:15 in autumn.

The lantern on the north mole burns 14 litres of oil a night.
"""
LONG_MS = 20_000


class Scripted:
    """An engine that says what it is told to, and can be made to wait midway."""

    name, model = "openai", "scripted"

    def __init__(
        self, pieces: list[str], *, hold_after: int | None = None, error: Exception | None = None
    ) -> None:
        self.pieces, self.hold_after, self.error = pieces, hold_after, error
        self.asked: list[PackedContext] = []

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(context)
        if self.error:
            raise self.error
        for number, piece in enumerate(self.pieces):
            if number == self.hold_after:
                cancel.wait(20)
            cancel.check()
            yield Delta(piece)
        yield Used(Usage(prompt=1_000, answer=20))
        yield Done()


class Desk:
    """Windows over one library, closed and opened again as a person would."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.engine: Scripted | None = None
        self.window: Window | None = None
        self.store: Store | None = None

    def open(self, *paths: Path, restore: bool = False) -> Window:
        self.close()
        self.store = Store(library_path())
        settings = Settings()
        services = Services(self.store, settings)
        if self.engine:
            engine = self.engine
            services.settings = Settings(
                engine="scripted", endpoints=(EndpointProfile("scripted", "http://x/v1", "m"),)
            )
            services.make_engine = lambda profile, key: engine
        self.window = Window(services)
        self.window.furnish()
        self.window.resize(1280, 800)
        self.window.show()
        if paths:
            self.window.open_files(paths)
            self.wait(lambda: self.window is not None and not self.window.opener.busy)
        elif restore:
            self.window.restore_desk()
        return self.window

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=LONG_MS)

    def ask(self, question: str) -> None:
        assert self.window is not None
        conversation = self.window.conversation
        conversation.box.set_text(question)
        self._qtbot.keyClick(conversation.box.field, Qt.Key.Key_Return)
        self.wait(lambda: not conversation.busy)

    def titles(self) -> list[str]:
        assert self.window is not None
        return [row.title for row in self.window.library.rows.rows if row.session]

    def close(self) -> None:
        if self.window is not None and self.store is not None:
            self.window.close()
            self._qtbot.wait(20)
            self.window.deleteLater()
            self.window = None
            assert jobs.shutdown(10)
            self.store.close()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.close()


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    path = tmp_path / "tides.txt"
    path.write_text(TIDES, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def guide() -> Path:
    return Path(__file__).resolve().parents[2] / "resources" / "samples" / "guide.pdf"


def test_file_given_at_the_start_is_shown(desk: Desk, guide: Path) -> None:
    window = desk.open(guide)
    assert len(window.pages.opened[0].document.pages) == 10
    assert window.pages.view.document is window.pages.opened[0].document
    assert "docqa: the guide" in window.windowTitle()


def test_dropped_file_opens(desk: Desk, tides: Path) -> None:
    window = desk.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tides))])
    drop = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert drop.isAccepted()
    desk.wait(lambda: bool(window.pages.opened))
    assert "lantern" in window.pages.opened[0].document.pages[0].text


def test_chosen_file_opens(desk: Desk, tides: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.open()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tides)], ""))
    window.choose_files()
    desk.wait(lambda: bool(window.pages.opened))
    assert window.pages.opened[0].path == tides


def test_second_file_can_join_the_conversation(desk: Desk, tides: Path, guide: Path) -> None:
    window = desk.open(tides)
    window.open_files([guide], add=True)
    desk.wait(lambda: len(window.pages.opened) == 2)
    assert window.pages.tabs.isVisible()
    desk.ask("How much oil does the lantern burn a night?")
    citation = window.conversation.views[0].turn.answer.citations[0]
    assert citation.place.document == window.pages.opened[0].document.id
    assert [ref.title for ref in window.conversation.session.documents] == ["tides", "docqa: the guide"]


def test_question_is_answered_and_its_citation_leads_to_the_words(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    window = desk.open(tides)
    desk.ask("How many litres of oil does the lantern burn?")
    (view,) = window.conversation.views
    assert "14 litres" in view.answer.toPlainText()
    assert "p. 1" in view.answer.toPlainText()
    seen = []
    window.pages.view.show_places = lambda spans, **_: seen.append(list(spans))
    link = next(iter(view.answer._links))
    view.answer.anchorClicked.emit(QUrl(link))
    ((span,),) = seen
    document = window.pages.opened[0].document
    assert "14 litres of oil" in document.text(span)
    assert window.conversation.box.text == ""


def test_answer_streams_and_a_stop_keeps_what_came(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    desk.engine = Scripted(["The lantern ", "burns **oil**. ", "Never said."], hold_after=2)
    window = desk.open(tides)
    conversation = window.conversation
    conversation.ask("What burns?")
    desk.wait(lambda: bool(conversation.views) and "oil" in conversation.views[0].answer.toPlainText())
    assert conversation.busy
    assert "**" not in conversation.views[0].answer.toPlainText()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    desk.wait(lambda: not conversation.busy)
    answer = conversation.views[0].turn.answer
    assert (answer.text.strip(), answer.complete) == ("The lantern burns **oil**.", False)
    kept = desk.store.session(conversation.session.id).turns[0].answer
    assert (kept.text.strip(), kept.problem) == ("The lantern burns **oil**.", "stopped")


def test_stop_before_the_first_word_gives_the_question_back(desk: Desk, tides: Path) -> None:
    desk.engine = Scripted(["late"], hold_after=0)
    window = desk.open(tides)
    window.conversation.box.set_text("What burns?")
    window.conversation.ask("What burns?")
    desk.wait(lambda: bool(desk.engine.asked))
    window.conversation.stop()
    desk.wait(lambda: not window.conversation.busy)
    assert window.conversation.box.text == "What burns?"
    assert desk.store.session(window.conversation.session.id).turns == ()


def test_what_stands_below_an_answer_is_never_clipped(desk: Desk, tides: Path) -> None:
    desk.engine = Scripted(["It burns oil."])
    window = desk.open(tides)
    window.resize(760, 560)
    desk.ask("What burns?")
    (view,) = window.conversation.views
    turn = replace(view.turn, answer=replace(view.turn.answer, model="a model with a name of many words " * 8))
    view.finish(turn)
    desk.wait(lambda: any("many words" in part.text() for part in view.findChildren(QLabel) if part.isVisible()))
    QApplication.processEvents()
    for part in view.findChildren(QLabel):
        if part.isVisible() and part.wordWrap():
            assert part.height() >= part.heightForWidth(part.width()), part.text()


def test_engine_that_fails_says_so_in_place_and_can_be_asked_again(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    desk.engine = Scripted(["It burns oil."], error=Unreachable("Nobody answers.", "Start the server."))
    window = desk.open(tides)
    desk.ask("What burns?")
    notice = window.conversation.views[0].findChild(Notice)
    assert (notice.message, notice.hint) == ("Nobody answers.", "Start the server.")
    assert window.conversation.box.text == "What burns?"
    desk.engine.error = None
    qtbot.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
    desk.wait(lambda: not window.conversation.busy)
    (view,) = window.conversation.views
    assert view.turn.answer.text == "It burns oil."
    assert window.conversation.box.text == ""


def test_claims_that_are_not_there_are_marked_by_words(desk: Desk, tides: Path) -> None:
    said = "It says “burns 14 litres of oil a night” [p. 1] and “burns 99 barrels of whale fat” [p. 1]."
    desk.engine = Scripted([said])
    window = desk.open(tides)
    desk.ask("What burns?")
    text = window.conversation.views[0].answer.toPlainText().replace("\u00a0", " ")
    true, false = text.split(" and ")
    assert "not found in the document" not in true
    assert "not found in the document" in false


def test_everything_is_there_again_after_closing(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    window = desk.open(tides)
    desk.ask("How many litres of oil does the lantern burn?")
    desk.ask("When is high water in spring?")
    window.conversation.box.set_text("And in wint")
    answers = [view.turn.answer for view in window.conversation.views]
    window = desk.open(restore=True)
    desk.wait(lambda: len(window.conversation.views) == 2)
    assert [view.turn.answer for view in window.conversation.views] == answers
    assert window.conversation.box.text == "And in wint"
    assert window.pages.opened[0].renderer is not None
    assert window.conversation.title.text == "How many litres of oil does the lantern burn?"


def test_page_and_zoom_are_there_again(desk: Desk, tides: Path, guide: Path) -> None:
    view = desk.open(guide).pages.view
    view.go_to_page(6)
    view.canvas.set_zoom(1.7)
    left = view.state()
    desk.window.open_files([tides])
    desk.wait(lambda: view.document.title == "tides")
    assert (view.page, view.canvas.fit) == (0, "free")
    desk.window.open_files([guide])
    desk.wait(lambda: view.document.title != "tides")
    assert view.state() == pytest.approx(left)


def test_a_kill_loses_neither_place_nor_question(desk: Desk, guide: Path, qtbot: QtBot) -> None:
    window = desk.open(guide)
    window.pages.view.go_to_page(6)
    window.conversation.box.set_text("Half a quest")
    desk.wait(lambda: not window._keeping.isActive())
    window.keep = lambda: None  # as in a kill, nothing is written at the end
    window = desk.open(restore=True)
    desk.wait(lambda: bool(window.pages.opened))
    assert window.pages.view.page == 6
    assert window.conversation.box.text == "Half a quest"


def test_each_session_keeps_its_unsent_question(desk: Desk, tides: Path) -> None:
    window = desk.open(tides)
    box = window.conversation.box
    desk.ask("How many litres of oil does the lantern burn?")
    first = window.conversation.session.id
    box.set_text("about the lantern")
    window.new_conversation()
    assert box.text == ""
    box.set_text("about the tides")
    window.open_session(first)
    desk.wait(lambda: window.conversation.session is not None)
    assert box.text == "about the lantern"
    window.new_conversation()
    assert box.text == "about the tides"


def test_file_that_cannot_be_drawn_is_looked_for_again(desk: Desk, guide: Path, tmp_path: Path) -> None:
    path = tmp_path / "moved.pdf"
    path.write_bytes(guide.read_bytes())
    window = desk.open(path)
    desk.wait(lambda: window.pages.view.canvas.pictures.kept_bytes > 0)
    window.pages.front.renderer.close()
    path.unlink()
    window.pages.view.go_to_page(6)
    desk.wait(lambda: window.pages.view._notice is not None)
    window.pages.view._notice.buttons[0].click()
    desk.wait(lambda: window.pages.view._notice is None and bool(window.pages.notices))
    assert window.pages.front.path != path, "the library's copy"
    desk.wait(lambda: window.pages.view.canvas.pictures.kept_bytes > 0)
    assert not window.pages.view.canvas.pictures.spoiled(6)
    assert window.pages.view.page == 6


def test_session_reopens_from_the_librarys_copy_when_the_file_is_gone(desk: Desk, tides: Path) -> None:
    desk.open(tides)
    desk.ask("How many litres of oil does the lantern burn?")
    tides.unlink()
    window = desk.open(restore=True)
    desk.wait(lambda: len(window.conversation.views) == 1)
    assert "lantern" in window.pages.opened[0].document.pages[0].text
    assert any("tides.txt" in notice.message for notice in window.pages.notices)
    desk.ask("When is high water in spring?")
    assert "6:40" in window.conversation.views[1].turn.answer.text


def test_file_deleted_while_open_still_answers(desk: Desk, tides: Path) -> None:
    window = desk.open(tides)
    tides.unlink()
    desk.ask("How many litres of oil does the lantern burn?")
    assert "14 litres" in window.conversation.views[0].turn.answer.text


def test_copies_of_a_file_are_one_document(desk: Desk, tides: Path) -> None:
    copy = tides.with_name(f"copy{tides.suffix}")
    copy.write_bytes(tides.read_bytes())
    window = desk.open(tides, copy)
    assert len(window.pages.opened) == 1


def test_file_opened_before_is_not_read_again(desk: Desk, tides: Path) -> None:
    desk.open(tides)
    window = desk.open()

    def load(path: Path, *, password: str | None = None) -> Iterator[None]:
        raise AssertionError("read again")

    window._services.load = load
    window.open_files([tides])
    desk.wait(lambda: not window.opener.busy)
    assert window.pages.opened[0].document.title == "tides"


def test_sessions_are_renamed_deleted_brought_back_and_found(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    window = desk.open(tides)
    desk.ask("How many litres of oil does the lantern burn?")
    window.new_conversation()
    desk.ask("When is high water in spring?")
    desk.wait(lambda: len(desk.titles()) == 2)
    rows = window.library.rows
    first = next(i for i, row in enumerate(rows.rows) if "lantern" in row.title)

    window.library.list.setCurrentIndex(rows.index(first))
    qtbot.keyClick(window.library.list, Qt.Key.Key_F2)
    editor = window.library.list.findChild(QLineEdit)
    editor.setText("Lamp oil")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    desk.wait(lambda: "Lamp oil" in desk.titles())

    window.library.search.setText("how many litres")
    desk.wait(lambda: desk.titles() == ["Lamp oil"])
    window.library.search.setText("nothing holds this")
    desk.wait(lambda: desk.titles() == [])
    window.library.search.clear()
    desk.wait(lambda: len(desk.titles()) == 2)

    at = next(i for i, row in enumerate(rows.rows) if row.title == "Lamp oil")
    window.library.list.setCurrentIndex(rows.index(at))
    qtbot.keyClick(window.library.list, Qt.Key.Key_Delete)
    desk.wait(lambda: "Lamp oil" not in desk.titles())
    assert "Lamp oil" in window.toast.text
    qtbot.mouseClick(window.toast.button, Qt.MouseButton.LeftButton)
    desk.wait(lambda: "Lamp oil" in desk.titles())


def test_broken_file_says_what_to_do_and_leaves_the_rest(desk: Desk, tides: Path, tmp_path: Path) -> None:
    window = desk.open(tides)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nrubbish")
    window.open_files([broken])
    desk.wait(lambda: bool(window.pages.notices))
    (notice,) = window.pages.notices
    assert "broken.pdf" in notice.message
    assert notice.hint
    assert window.pages.opened[0].path == tides


def test_password_is_asked_for_until_it_fits(desk: Desk, evalset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = map(json.loads, (evalset / "kit/broken/EXPECT.jsonl").read_text().splitlines())
    row = next(row for row in rows if row["password"] == "user" and row["file"].endswith(".pdf"))
    answers, asked = ["wrong one", row["password"]], []

    def get_text(parent: object, title: str, text: str, mode: object) -> tuple[str, bool]:
        asked.append(text)
        return answers.pop(0), True

    monkeypatch.setattr(QInputDialog, "getText", get_text)
    window = desk.open(evalset / "kit" / row["file"])
    assert len(asked) == 2
    assert "does not open" in asked[1]
    assert window.pages.opened[0].renderer is not None


def test_a_locked_file_among_several_holds_back_none_of_them(
    desk: Desk, tides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, broken = tmp_path / "locked.pdf", tmp_path / "broken.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "Twelve lanterns stand on the mole.")
        pdf.save(locked, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own")
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    there: list[list[Path]] = []

    def get_text(parent: object, title: str, text: str, mode: object) -> tuple[str, bool]:
        assert desk.window is not None
        there.append([one.path for one in desk.window.pages.opened])
        return ("wrong" if len(there) == 1 else "open", len(there) != 3)

    monkeypatch.setattr(QInputDialog, "getText", get_text)
    window = desk.open(locked, broken, tides)
    assert there == [[tides], [tides]], "asked for when the others were there"
    assert [one.path for one in window.pages.opened] == [tides, locked]
    assert [notice.message for notice in window.pages.notices if "broken" in notice.message]
    assert window.windowTitle().startswith("tides")

    window.open_files([locked, tides])
    desk.wait(lambda: len(there) == 3 and not window.opener.busy)
    assert [one.path for one in window.pages.opened] == [tides], "the password was not given"
    assert len(window.pages.notices) == 1


def test_slow_file_shows_progress_and_can_be_cancelled(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    window = desk.open()
    closed = threading.Event()

    def load(path: Path, *, password: str | None = None) -> Iterator[Progress]:
        try:
            for page in range(100_000):
                threading.Event().wait(0.02)
                yield Progress(page, 100_000, "Reading pages")
        finally:
            closed.set()

    window._services.load = load
    window.open_files([tides])
    assert window.pages._strip.isHidden()
    desk.wait(lambda: window.pages._strip.isVisible())
    assert "Reading pages" in window.pages._strip.words.text()
    qtbot.mouseClick(window.pages._strip.cancel, Qt.MouseButton.LeftButton)
    assert window.pages._strip.isHidden()
    desk.wait(closed.is_set)
    assert window.pages.opened == ()


def test_session_file_opens_on_another_library(
    desk: Desk, tides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.open(tides)
    desk.ask("How many litres of oil does the lantern burn?")
    saved = tmp_path / "lamp.docqa"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    window.save_session()
    desk.wait(lambda: "lamp.docqa" in window.toast.text)
    tides.unlink()
    desk.close()
    monkeypatch.setenv("DOCQA_HOME", str(tmp_path / "elsewhere"))
    window = desk.open(saved)
    desk.wait(lambda: len(window.conversation.views) == 1)
    assert "14 litres" in window.conversation.views[0].turn.answer.text
    assert "lantern" in window.pages.opened[0].document.pages[0].text


def test_contents_lead_to_the_page_and_follow_it(desk: Desk, guide: Path, tides: Path, qtbot: QtBot) -> None:
    window = desk.open(guide)
    contents, view = window.contents, window.pages.view
    window.side.bring(contents)
    titles = {entry.title: entry.page for entry in view.document.outline}
    tree = contents.tree
    index = contents.model.match(contents.model.index(0, 0), Qt.ItemDataRole.DisplayRole, "The window")[0]
    tree.scrollTo(index)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert view.page == titles["The window"]
    view.go_to_page(titles["Engines"])
    assert tree.currentIndex().data() == "Engines"
    window.open_files([tides])
    desk.wait(lambda: view.document.title == "tides")
    assert contents.model.rowCount() == 0
    assert "no table of contents" in contents._nothing.text.text()


def test_broken_outline_still_makes_a_tree(desk: Desk) -> None:
    pages = tuple(Page(i, str(i + 1), "words", 595, 842) for i in range(3))
    outline = ((3, "deep", 2), (1, "back", 0), (9, "deeper", -1), (2, "far", 99))
    document = Document("a" * 64, "t", "application/pdf", pages, tuple(OutlineEntry(*entry) for entry in outline))
    contents = desk.open().contents
    contents.show_document(document)
    model = contents.model
    assert [model.item(row).text() for row in range(model.rowCount())] == ["deep", "back"]
    assert [model.item(1).child(row).text() for row in range(2)] == ["deeper", "far"]
    went = []
    contents.page_wanted.connect(went.append)
    contents.tree.clicked.emit(model.item(1).child(1).index())
    contents.tree.clicked.emit(model.item(0).index())
    assert went == [2]
    contents.show_page(1)
    assert contents.tree.currentIndex().data() == "back"


def test_selection_can_be_asked_about(desk: Desk, tides: Path, qtbot: QtBot) -> None:
    window = desk.open(tides)
    view, box = window.pages.view, window.conversation.box
    box.set_text("why?")
    start = view.document.pages[0].text.index("The lantern")
    view.canvas.select((Span(0, start, start + 25),))
    menu = QMenu()
    menu.addAction("Copy")
    view.menu_opening.emit(menu)
    assert menu.actions()[0].text() == "Ask about the selection"
    menu.actions()[0].trigger()
    assert box.text == "“The lantern on the north ” (p. 1)\nwhy?".replace(" ”", "”")
    view.canvas.select_all()
    assert len(view.selected_quote(most=40)) < 80
    view.canvas.select(())
    menu = QMenu()
    view.menu_opening.emit(menu)
    assert "Ask about the selection" not in [action.text() for action in menu.actions()]


def test_meter_counts_what_would_be_sent(desk: Desk, tides: Path) -> None:
    window = desk.open(tides)
    meter = window.conversation.meter
    desk.wait(lambda: meter.context is not None)
    before = dict(meter.named_parts())["Question"]
    assert "Whole document" in meter.words
    window.conversation.box.set_text("How many litres of oil does the lantern on the north mole burn in a night?")
    desk.wait(lambda: dict(meter.named_parts())["Question"] > before)
    assert any("north mole burn in a night?" in message.text for message in meter.context.messages)


def test_citation_of_a_document_that_is_not_open_shows_its_quote(desk: Desk, tides: Path) -> None:
    window = desk.open(tides)
    window._follow(Link((Place("f" * 64, Span(0, 0, 3)),), "the quoted words"))
    assert "the quoted words" in window.pages.notices[0].message
