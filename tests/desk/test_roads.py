"""Every road that a person has through the window, and the test that drives it; those without one are driven here.

Those in `test_day.py` go the same roads with a real keyboard and a real mouse. A test that was renamed fails here.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from docqa.desk.settings_dialog import SettingsDialog
from docqa.desk.theme import theme

Talk = Any
LEFT = Qt.MouseButton.LeftButton
HERE = Path(__file__).parent

DAY = "day: a_day_with_a_real_keyboard_and_a_real_mouse"
ROADS = {
    "Pages": {
        "scrolling draws only what is near": "pages: only_pages_near_what_is_seen_are_drawn",
        "scrolling a 1,000-page file": DAY,
        "sharp on dense screens": "roads: pages_are_drawn_as_densely_as_the_screen_is",
        "zoom to width, page, percent": "roads: a_size_is_chosen_and_fitted",
        "turn": "pages: turned_pages_are_pointed_at_and_marked_where_they_lie",
        "two pages, a cover": "pages: pages_side_by_side_and_the_cover_alone",
        "night": "pages: night_turns_ink_light_and_paper_dark",
        "small pages": "pages_window: small_pages_lead_to_large_ones",
        "contents": "window: contents_lead_to_the_page_and_follow_it",
        "go to a page by label or number": "pages: the_page_can_be_written_as_printed_or_by_number",
        "back and forward": "pages: back_and_forward_after_jumps",
        "select, also from the right and over pages": "pages: hebrew_is_selected_in_its_own_order",
        "copy, copy as quote": "pages: words_are_selected_with_the_mouse_and_copied",
        "copy as a picture": "pages: a_rectangle_is_drawn_asked_about_and_copied",
        "find, all hits marked": "pages: find_marks_all_places_whatever_their_accents",
        "links inside": "pages: links_inside_are_followed_and_back_leads_back",
        "links outside": "pages: links_outside_say_where_before_they_are_opened",
        "citations on their words": "pages: a_citation_is_gone_to_and_drawn_on_its_words_only",
        "ask about a selection": "window: selection_can_be_asked_about",
        "ask about a page": "looking: a_page_is_asked_about_with_its_picture",
        "ask about a rectangle": "pages_window: a_rectangle_becomes_what_the_question_is_about",
        "ask about a figure": "looking: figures_are_listed_and_asked_about",
    },
    "Conversation": {
        "stream and stop": "window: answer_streams_and_a_stop_keeps_what_came",
        "try again": "window: engine_that_fails_says_so_in_place_and_can_be_asked_again",
        "another engine": "talk: another_engine_can_be_asked_from_the_turns_menu",
        "edit, ask again, branches": "talk: a_question_asked_otherwise_keeps_what_was_there",
        "copy": "talk: answers_are_copied_as_markdown_and_as_plain_text",
        "tables, code, formulas": "parts: each_paragraph_runs_in_its_own_direction_and_code_wraps",
        "citations": "window: question_is_answered_and_its_citation_leads_to_the_words",
        "preview of a passage": "talk: passage_of_a_citation_is_previewed",
        "checks": "window: claims_that_are_not_there_are_marked_by_words",
        "earlier questions with Up": "talk: up_brings_back_earlier_questions",
        "first questions": "voices: a_starter_is_asked_with_one_click",
        "the meter": "window: meter_counts_what_would_be_sent",
        "what would be sent": "meter: what_would_be_sent_is_shown_message_by_message_and_searched",
        "the price": "meter: price_is_told_before_a_paid_call",
        "what was not seen": "coverage: a_long_book_says_below_the_answer_what_went_in",
        "voices": "voices: a_preset_goes_with_the_rules_and_stays_with_the_session",
        "own voices": "voices: own_voices_are_written_changed_and_removed",
        "read everything": "deep: reading_everything_is_offered_told_and_done",
    },
    "Library": {
        "sessions renamed, deleted, brought back": "window: sessions_are_renamed_deleted_brought_back_and_found",
        "a document removed and brought back": "library: a_document_leaves_the_library_and_comes_back_as_it_was",
        "another title": "library: a_conversation_is_given_another_title_where_it_stands",
        "search in all": "library: words_of_any_document_are_found_and_lead_to_their_page",
        "drag and drop": "window: dropped_file_opens",
        "several documents": "library: a_document_joins_from_the_library_and_is_taken_out_again",
        "a missing file": "library: a_file_that_moved_is_shown_and_linked_again",
        "several windows": "library: several_windows_come_back_each_with_its_own",
        "save and export": "roads: a_session_is_saved_and_exported_from_the_window",
        "open a session file": "window: session_file_opens_on_another_library",
        "reopen after closing": "window: everything_is_there_again_after_closing",
        "reopen after a kill": "window: a_kill_loses_neither_place_nor_question",
    },
    "Look": {
        "both themes readable": "parts: text_stands_out_from_what_it_stands_on",
        "light and dark with the system": "roads: the_look_follows_the_system",
        "tooltips with keys": "roads: what_has_a_key_says_so_where_the_pointer_rests",
        "empty states": "roads: every_empty_pane_says_what_to_do",
    },
    "For everyone": {
        "Hebrew all over": "languages: hebrew_turns_the_window_round_and_speaks_everywhere",
        "switch while open": "languages: language_changes_while_the_window_is_open",
        "nothing untranslated": "languages: everything_is_translated",
        "from right to left, with a real keyboard": DAY,
        "the list of keys": "settings_pages: list_of_shortcuts_narrows_down",
        "focus seen in the window": "accessible: the_window_shows_where_the_focus_is",
        "focus seen in dialogs": "accessible: a_dialog_shows_where_the_focus_is_and_says_what_it_is",
        "names for screen readers": "accessible: everything_that_is_operated_has_a_name",
        "Tab through the window": "accessible: tab_goes_round_the_window_and_comes_back",
        "Tab through dialogs": "accessible: a_dialog_is_named_and_gone_through_by_keyboard",
        "text size": "parts: preview_of_the_look_is_taken_back",
        "the first run": "roads: a_first_run_asks_nobody_before_a_choice",
        "long work": "window: slow_file_shows_progress_and_can_be_cancelled",
        "errors say what to do": "window: broken_file_says_what_to_do_and_leaves_the_rest",
        "a password": "window: password_is_asked_for_until_it_fits",
        "a bug's report": "bugs: bug_while_answering_is_told_in_its_place_and_its_report_is_clean",
        "test an engine": "parts: button_really_asks_the_model",
        "window and reserve": "parts: endpoint_is_kept_and_its_key_stays_out_of_the_file",
        "languages of scans": "settings_pages: languages_of_scans_are_ticked_and_kept",
        "erase all": "settings_pages: everything_is_erased_after_asking",
        "keys of one's own": "settings_pages: key_is_changed_kept_and_heard",
    },
}


@pytest.mark.parametrize("part", ROADS)
def test_every_road_has_a_test_that_drives_it(part: str) -> None:
    known = {}
    for path in HERE.glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known[path.stem.removeprefix("test_")] = {
            node.name.removeprefix("test_") for node in tree.body if isinstance(node, ast.FunctionDef)
        }
    lost = [
        road
        for road, test in ROADS[part].items()
        if test.partition(": ")[2] not in known.get(test.partition(": ")[0], ())
    ]
    assert lost == []


_DENSE = """
import json, sys
from pathlib import Path
from docqa.desk.app import application
app = application([])
from PySide6.QtTest import QTest
from docqa.desk.services import Services
from docqa.desk.window import Window
from docqa.library import Settings, Store, library_path
with Store(library_path()) as store:
    window = Window(Services(store, Settings()))
    window.resize(1200, 800)
    window.show()
    window.open_files([Path(sys.argv[1])])
    canvas = window.pages.view.canvas
    for _ in range(1500):
        QTest.qWait(20)
        found = canvas.pictures._wanted and [canvas.pictures.get(want) for want in canvas.pictures._wanted]
        if window.pages.opened and found and all(found):
            break
    print(json.dumps([found[0].width(), canvas.page_rect(0).width(), canvas.devicePixelRatioF()]))
    window.close()
"""


def test_pages_are_drawn_as_densely_as_the_screen_is(tmp_path: Path) -> None:
    guide = HERE.parents[1] / "resources" / "samples" / "guide.pdf"
    run = subprocess.run(
        [sys.executable, "-c", _DENSE, str(guide)],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    pixels, width, ratio = json.loads(run.stdout.splitlines()[-1])
    assert ratio == 2
    assert abs(pixels - 2 * width) < 3, "one pixel of the picture for each of the screen"


def test_a_size_is_chosen_and_fitted(talk: Talk, harbour: Path) -> None:
    talk.open(HERE.parents[1] / "resources" / "samples" / "guide.pdf")
    view = talk.window.pages.view
    zoom = view.findChildren(QToolButton, "")
    button = next(one for one in zoom if one.menu() and "%" in one.text())
    next(action for action in button.menu().actions() if action.text().startswith("150")).trigger()
    assert button.text() == "150%"
    talk.qtbot.keyClick(view.canvas, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert view.canvas.page_rect(0).height() <= view.canvas.viewport().height()
    talk.qtbot.keyClick(view.canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.canvas.page_rect(0).width() > 0.9 * view.canvas.viewport().width()


def test_a_session_is_saved_and_exported_from_the_window(
    talk: Talk, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.tell("m", ["The lantern burns oil."])
    talk.open(harbour)
    talk.ask("What burns?")
    actions = {action.text(): action for _, actions in talk.window.menus.by_menu for action in actions}
    for text, name, held in (
        ("Save session as file…", "one.docqa", b"lantern"),
        ("Export as Markdown…", "one.md", b"## 1. What burns?"),
        ("Export as HTML…", "one.html", b"<h2"),
    ):
        monkeypatch.setattr(
            "docqa.desk.saving.QFileDialog.getSaveFileName", lambda *_, name=name: (str(tmp_path / name), "")
        )
        actions[text].trigger()
        talk.wait(lambda name=name: talk.window.toast.text == f"Saved as {name}")
        written = (tmp_path / name).read_bytes()
        assert written
        assert name.endswith(".docqa") or held in written


class Hints:
    """A system that changes its mind: the platform of the tests has none."""

    scheme = Qt.ColorScheme.Light

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None: ...


class System:
    """The application with other hints."""

    def __init__(self, app: QApplication) -> None:
        self._app, self.hints = app, Hints()

    def __getattr__(self, name: str) -> object:
        return getattr(self._app, name)

    def styleHints(self) -> Hints:
        return self.hints


def test_the_look_follows_the_system(talk: Talk, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.open()
    system = System(qapp)
    monkeypatch.setattr(theme(), "_app", system)
    try:
        theme().apply("system")
        for scheme, dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
            system.hints.scheme = scheme
            qapp.styleHints().colorSchemeChanged.emit(scheme)
            assert theme().dark is dark
            ground = talk.window.conversation.grab().toImage().pixelColor(3, 100)
            assert (ground.lightness() < 128) is dark, "what is shown changes with it"
        system.hints.scheme = Qt.ColorScheme.Dark
        theme().apply("light")
        assert not theme().dark, "a choice of one's own comes first"
    finally:
        monkeypatch.undo()
        theme().apply("light")


def test_what_has_a_key_says_so_where_the_pointer_rests(talk: Talk, harbour: Path) -> None:
    talk.open(harbour)
    window = talk.window
    for widget, key in (
        (window.library.open_button, "Ctrl+O"),
        (window.library.search, "Ctrl+Shift+F"),
        (window.conversation.engine_button, "Ctrl+E"),
        (window.conversation.box.button, "Return"),
    ):
        assert f"({key})" in widget.toolTip()
    told = [one.toolTip() for one in window.pages.view.findChildren(QToolButton) if one.isVisible()]
    assert sum("(" in tip for tip in told) >= 5
    assert all(told), "no button of the pages is without a word"


def test_every_empty_pane_says_what_to_do(talk: Talk) -> None:
    talk.open()
    window = talk.window
    talk.wait(lambda: window.library._stack.currentWidget() is window.library._empty)
    assert "Open a file or drop one" in window.library._empty.text.text()
    assert "Open one" in window.conversation.starters.text.text()
    assert "Open a document" in window.contents._nothing.text.text()
    assert window.pages.welcome.isVisible()
    assert "Open a document" in window.conversation.box.field.placeholderText()


def buttons(root: QWidget) -> dict[str, QPushButton]:
    return {one.text(): one for one in root.findChildren(QPushButton)}


def test_a_first_run_asks_nobody_before_a_choice(
    qtbot: QtBot, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.open()
    window, asked = talk.window, []
    monkeypatch.setattr(window._services, "find_local_servers", lambda: asked.append("looked") or ())
    monkeypatch.setattr(window._services, "list_models", lambda *_: asked.append("listed") or ())
    seen: list[SettingsDialog] = []
    monkeypatch.setattr(SettingsDialog, "exec", lambda dialog: (dialog.show(), seen.append(dialog))[1])
    qtbot.wait(50)
    assert asked == []
    qtbot.mouseClick(window.pages.welcome.local_button, LEFT)
    talk.wait(lambda: asked == ["looked"])
    qtbot.mouseClick(window.pages.welcome.endpoint_button, LEFT)
    talk.wait(lambda: len(seen) == 2 and seen[1].form.drafts)
    for dialog in seen:
        dialog.close()
    qtbot.mouseClick(buttons(window.pages.welcome)["A text in Hebrew"], LEFT)
    talk.wait(lambda: window.pages.opened and not window.opener.busy)
    assert window.pages.front.path.name == "hebrew.pdf"
    assert asked == ["looked"], "and the built-in reader asks nobody"
