"""The library pane: all is found and opened at its place, moved files are linked again, windows come back."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from docqa.desk.app import Desk
from docqa.desk.hits import spans_of
from docqa.desk.pages import Mark
from docqa.desk.remembered import slots
from docqa.desk.services import Services
from docqa.domain import CancelToken, Document, Page, Span
from docqa.library import PageHit, Settings, Store, library_path

Talk = Any
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def almanac(tmp_path: Path) -> Path:
    path = tmp_path / "almanac.txt"
    pages = [f"Page {number} of the almanac.\n\n" + "Nothing is said here. " * 150 for number in range(6)]
    pages[4] = "The heron\nnests in the reeds by the mill.\n\n" + "Words. " * 200
    path.write_text("\f".join(pages), encoding="utf-8")
    return path


def rows(talk: Talk) -> list[Any]:
    return [row for row in talk.window.library.rows.rows if not row.heading]


def click(talk: Talk, wanted: Any) -> None:
    library = talk.window.library
    number = next(i for i, row in enumerate(library.rows.rows) if wanted(row))
    index = library.rows.index(number)
    library.list.scrollTo(index)
    talk.qtbot.mouseClick(library.list.viewport(), LEFT, pos=library.list.visualRect(index).center())


def test_words_of_any_document_are_found_and_lead_to_their_page(talk: Talk, almanac: Path, harbour: Path) -> None:
    talk.open(almanac)
    talk.window.open_files([harbour])
    talk.wait(lambda: talk.window.pages.view.document and talk.window.pages.view.document.title == "harbour")
    talk.qtbot.keyClicks(talk.window.library.search, "heron nests")
    talk.wait(lambda: any(row.page for row in rows(talk)))
    (row,) = rows(talk)
    assert row.page.title == "almanac"
    assert {row.below[a:b] for a, b in row.hits} == {"heron", "nests"}
    click(talk, lambda row: row.page)
    view = talk.window.pages.view
    talk.wait(lambda: view.document.title == "almanac" and view.canvas.marks.by_page(Mark.CITATION))
    marked = [
        view.document.text(span) for spans in view.canvas.marks.by_page(Mark.CITATION).values() for span in spans
    ]
    assert marked == ["heron", "nests"]
    assert view.page == row.page.page


def test_while_pages_are_made_findable_nothing_is_said_to_be_nowhere(
    talk: Talk, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.open(harbour)
    library, go_on = talk.window.library, threading.Event()
    real = library._services.index

    def slow(cancel: CancelToken) -> Any:
        go_on.wait(20)
        yield from real(cancel)

    monkeypatch.setattr(library._services, "index", slow)
    try:
        talk.qtbot.keyClicks(library.search, "lantern")
        talk.wait(lambda: library._stack.currentWidget() is library._looking)
    finally:
        go_on.set()
    talk.wait(lambda: [row for row in rows(talk) if row.page])
    library.search.setText("lighthouse keeper")
    talk.wait(lambda: library._stack.currentWidget() is library._nothing)


def test_a_turn_of_a_branch_that_is_not_shown_is_found_and_shown(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["the walrus"], ["the bilby"])
    talk.open(harbour)
    talk.ask("A?")
    talk.window.conversation._again(talk.window.conversation.views[0], "B?")
    talk.wait(lambda: not talk.window.conversation.busy)
    talk.window.new_conversation()
    talk.qtbot.keyClicks(talk.window.library.search, "walrus")
    talk.wait(lambda: [row.session for row in rows(talk)] and rows(talk)[0].hits)
    click(talk, lambda row: row.session)
    talk.wait(lambda: [view.question for view in talk.window.conversation.views] == ["A?"])
    assert talk.window.conversation.views[0].head.place.text() == "1/2"


def test_a_file_that_moved_is_shown_and_linked_again(
    talk: Talk, harbour: Path, almanac: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.open(harbour)
    moved = harbour.parent / "elsewhere" / "port.txt"
    moved.parent.mkdir()
    harbour.rename(moved)
    talk.window.library.refresh()
    talk.wait(lambda: [row.missing for row in rows(talk) if row.document] == [True])
    assert "file not found" in rows(talk)[0].below
    index = talk.window.library.rows.index(1)
    actions = {action.text(): action for action in talk.window.library.menu_for(index).actions()}
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(almanac), ""))
    actions["Locate its file…"].trigger()
    talk.wait(lambda: talk.window.pages.notices)
    assert "is another file" in talk.window.pages.notices[0].message
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(moved), ""))
    actions["Locate its file…"].trigger()
    talk.wait(lambda: [row.missing for row in rows(talk) if row.document] == [False])
    (ref,) = talk.store.recent_documents()
    assert Path(ref.path) == moved
    assert talk.store.locate(ref.id) == moved


def test_a_document_joins_from_the_library_and_is_taken_out_again(
    talk: Talk, harbour: Path, almanac: Path
) -> None:
    teller = talk.tell("m", ["one"])
    talk.open(almanac)
    talk.window.open_files([harbour])
    talk.wait(lambda: talk.window.pages.opened and talk.window.pages.opened[0].document.title == "harbour")
    talk.ask("A?")
    talk.wait(lambda: any(row.document and row.document.title == "almanac" for row in rows(talk)))
    number = next(
        i for i, row in enumerate(talk.window.library.rows.rows) if row.document and row.title == "almanac"
    )
    menu = talk.window.library.menu_for(talk.window.library.rows.index(number))
    next(action for action in menu.actions() if action.text() == "Add to this conversation").trigger()
    talk.wait(lambda: len(talk.window.pages.opened) == 2)
    talk.ask("B?")
    assert len(teller.asked[-1].report.coverage) == 2
    menu = talk.window.library_roads.tab_menu(1)
    menu.actions()[0].trigger()
    assert [one.document.title for one in talk.window.pages.opened] == ["harbour"]
    talk.ask("C?")
    assert len(teller.asked[-1].report.coverage) == 1
    id = talk.window.conversation.session.id
    talk.wait(lambda: [ref.title for ref in talk.store.session(id).documents] == ["harbour"])
    talk.qtbot.mouseClick(talk.window.toast.button, LEFT)
    talk.wait(lambda: len(talk.window.pages.opened) == 2)


def test_only_what_is_on_the_page_is_marked() -> None:
    page = Page(0, "1", "A heron stood.\nThe heron\nnests in reeds. No heron.", 595, 842)
    document = Document("a" * 64, "t", "text/plain", (page,))
    hit = PageHit("a" * 64, "t", 0, "1", "…The heron nests in reeds.…", ((5, 10), (11, 16)))
    found = [document.text(span) for span in spans_of(hit, document)]
    assert found == ["heron", "nests"]
    lost = PageHit("a" * 64, "t", 0, "1", "words that are not there", ())
    assert spans_of(lost, document) == []
    assert spans_of(PageHit("a" * 64, "t", 9, "10", "x", ()), document) == []
    assert spans_of(hit, document)[0] == Span(0, 19, 24)


def test_several_windows_come_back_each_with_its_own(
    qapp: QApplication, talk: Talk, harbour: Path, almanac: Path
) -> None:
    talk.open(harbour)
    talk.window.open_files([almanac])
    talk.wait(lambda: talk.window.pages.opened and talk.window.pages.opened[0].document.title == "almanac")
    talk.close()

    def titles(desk: Desk) -> list[str]:
        return [one.document.title for window in desk.windows for one in window.pages.opened]

    with Store(library_path()) as store:
        desk = Desk(qapp, Services(store, Settings()))
        first = desk.open_first(restore=True)
        first.show()
        talk.wait(lambda: titles(desk) == ["almanac"])
        first.another_asked.emit()
        second = desk.windows[1]
        assert second.pages.opened == ()
        second.open_files([harbour])
        talk.wait(lambda: titles(desk) == ["almanac", "harbour"])
        second.conversation.box.set_text("Half a quest")
        desk.quit()
        assert slots() == (1,)
        assert desk.windows == []

        desk = Desk(qapp, Services(store, Settings()))
        desk.open_first(restore=True).show()
        talk.wait(lambda: titles(desk) == ["almanac", "harbour"])
        assert desk.windows[1].conversation.box.text == "Half a quest"
        desk.windows[0].close()
        assert len(desk.windows) == 1
        desk.windows[0].close()

        desk = Desk(qapp, Services(store, Settings()))
        only = desk.open_first(restore=True)
        only.show()
        talk.wait(lambda: titles(desk) == ["harbour"])
        only.close()
        assert slots() == (1,)


def test_a_document_leaves_the_library_and_comes_back_as_it_was(talk: Talk, harbour: Path, almanac: Path) -> None:
    talk.open(almanac)
    talk.window.open_files([harbour])
    talk.wait(lambda: [one.document.title for one in talk.window.pages.opened] == ["harbour"])
    library = talk.window.library
    ref = next(ref for ref in talk.store.recent_documents() if ref.title == "harbour")
    talk.wait(lambda: [row.title for row in rows(talk)] == ["harbour", "almanac"])

    def remove() -> None:
        number = next(i for i, row in enumerate(library.rows.rows) if row.document == ref)
        library.list.setCurrentIndex(library.rows.index(number))
        talk.qtbot.keyClick(library.list, Qt.Key.Key_Delete)
        talk.wait(lambda: [row.title for row in rows(talk)] == ["almanac"])

    remove()
    assert talk.window.toast.text == "Removed “harbour” from the library"
    assert not talk.window.pages.opened, "it is no longer on the desk either"
    talk.qtbot.mouseClick(talk.window.toast.button, LEFT)
    talk.wait(lambda: [row.title for row in rows(talk)] == ["harbour", "almanac"])
    talk.wait(lambda: [one.document.title for one in talk.window.pages.opened] == ["harbour"])
    remove()
    talk.window.toast.end()
    talk.wait(lambda: [one.title for one in talk.store.recent_documents()] == ["almanac"])
    assert talk.store.find_file(ref.id) is None, "our copy is gone"
    assert harbour.exists(), "the person's file is not"


def test_a_document_that_a_conversation_is_about_stays(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    talk.open(harbour)
    talk.ask("A?")
    (ref,) = talk.store.recent_documents()
    talk.window.library.forget_asked.emit(ref)
    talk.wait(lambda: talk.window.pages.notices)
    assert "Sessions are about" in talk.window.pages.notices[0].message
    assert talk.window.pages.opened


def test_closing_the_window_ends_the_time_for_undoing(talk: Talk, harbour: Path) -> None:
    talk.open(harbour)
    (ref,) = talk.store.recent_documents()
    talk.window.library.forget_asked.emit(ref)
    talk.wait(lambda: talk.window.toast.isVisible())
    talk.window.close()
    assert talk.store.recent_documents() == ()


def test_a_conversation_is_given_another_title_where_it_stands(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    talk.open(harbour)
    title, field = talk.window.conversation.title, talk.window.conversation.title.field
    title.edit()
    assert field.isHidden(), "there is no session to be renamed yet"
    talk.ask("A?")
    for key, becomes in ((Qt.Key.Key_Escape, "A?"), (Qt.Key.Key_Return, "Port Amber")):
        talk.qtbot.mouseDClick(title.shown, LEFT)
        assert field.hasFocus()
        talk.qtbot.keyClicks(field, "Port Amber")
        talk.qtbot.keyClick(field, key)
        assert title.text == becomes
    talk.wait(lambda: [row.title for row in rows(talk) if row.session] == ["Port Amber"])
    assert talk.store.session(talk.window.conversation.session.id).title == "Port Amber"
