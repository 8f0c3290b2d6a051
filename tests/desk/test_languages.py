"""The window in English and Hebrew: what is translated, how it is found, and switching while it runs."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from docqa.desk import app as starting
from docqa.desk import jobs, messages
from docqa.desk.languages import LANGUAGES, said, speak
from docqa.desk.services import Services
from docqa.desk.understanding import Understanding
from docqa.domain import Check, ClaimKind, Progress, Status
from docqa.domain.wording import checks_line, pages_line
from docqa.errors import LoadError
from docqa.library import Settings, Store, library_path

REPO = Path(__file__).resolve().parents[2]
HEBREW = re.compile("[א-ת]")
FIELD = re.compile(r"\{\w*[^{}]*\}")

_spec = importlib.util.spec_from_file_location("translate", REPO / "tests" / "data" / "translate.py")
assert _spec is not None
assert _spec.loader is not None
translate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(translate)


@pytest.fixture
def hebrew(qapp: QApplication) -> Iterator[QApplication]:
    speak(qapp, "he")
    yield qapp
    speak(qapp, "en")


def test_everything_is_translated() -> None:
    """Whoever changes what the window says runs python tests/data/translate.py and translates what it names."""
    kept = translate.finished()
    assert [text for text in translate.texts() if text not in kept] == []


def test_shapes_of_sentences_are_those_of_today() -> None:
    assert json.loads(translate.SHAPES.read_text(encoding="utf-8")) == sorted(translate.shapes())


def test_a_translation_has_the_fields_of_its_source() -> None:
    wrong = {
        source: hebrew
        for (_, source), hebrew in translate.finished().items()
        if not set(FIELD.findall(hebrew)) <= set(FIELD.findall(source))
    }
    assert wrong == {}


def test_what_is_compiled_is_what_is_written(qapp: QApplication) -> None:
    compiled = QTranslator()
    assert compiled.load(str(translate.QM))
    stale = {
        source: hebrew
        for (context, source), hebrew in translate.finished().items()
        if compiled.translate(context, source) != hebrew
    }
    assert stale == {}, "run python tests/data/translate.py"


def test_every_language_of_the_settings_is_there() -> None:
    assert [
        code for code, _ in LANGUAGES if code != "en" and not (translate.FOLDER / f"docqa_{code}.qm").exists()
    ] == []


def test_hebrew_turns_the_window_round_and_speaks_everywhere(hebrew: QApplication) -> None:
    assert hebrew.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert QCoreApplication.translate("SidePane", "Library") == "ספרייה"
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert HEBREW.search(buttons.buttons()[0].text())  # Qt's own
    assert pages_line([3]) == "עמוד \u20684\u2069"
    claims = [Check("x", (0, 1), ClaimKind.QUOTE, Status.SUPPORTED, ())] * 3
    assert HEBREW.search(checks_line(claims))
    speak(hebrew, "en")
    assert hebrew.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert QCoreApplication.translate("SidePane", "Library") == "Library"
    assert pages_line([3]) == "page 4"


def test_errors_of_other_rooms_are_recognised_by_their_shape(hebrew: QApplication) -> None:
    message, hint = messages.words(LoadError("“my file.pdf” is locked with a password.", "Ask a wizard."))
    assert message == "„\u2068my file.pdf\u2069” נעול בסיסמה."
    assert hint == "Ask a wizard."  # nobody knows this one: better English than nothing
    both = said(
        "This system has no keyring that docqa can use. Keys are kept in memory and forgotten when docqa closes."
    )
    assert not re.search("[a-z]{4}", both.replace("docqa", ""))
    served = said("localhost:11434 failed while answering (HTTP 500). It says: out of coal")
    assert served.endswith("It says: out of coal")
    assert HEBREW.search(served)


@pytest.mark.parametrize(
    "sentence",
    [
        "“ש” could not be read: it is damaged.",
        "“ש” is a file of an old office program, which docqa does not read.",
        "Page 3 of “ש” can't be shown: it took too long.",
        "Could not back up the library to “/ש”: the disk is full.",
        "None of the 3 pages of “ש” could be read: it made the program that reads files crash.",
        "it is a picture in which no words could be made out",
    ],
)
def test_no_english_is_left_inside_a_translated_sentence(hebrew: QApplication, sentence: str) -> None:
    assert re.findall("[a-z]+", said(sentence).replace("docqa", "")) == []
    assert said(f"{sentence} says somebody").endswith("says somebody")


def test_nothing_is_recognised_in_english(qapp: QApplication) -> None:
    speak(qapp, "en")
    assert said("“my file.pdf” is locked with a password.") == "“my file.pdf” is locked with a password."


def test_every_shape_recognises_its_own_sentence(hebrew: QApplication) -> None:
    """Filled with something, a shape leads to its own translation and to that of no other."""
    kept = translate.finished()
    lost = []
    for shape in translate.shapes():
        fields = {name[1:-1]: f"Q{number}q" for number, name in enumerate(dict.fromkeys(FIELD.findall(shape)))}
        filled = shape.format(**fields)
        wanted = kept.get((translate.SENTENCES, shape))
        if wanted is not None and re.sub("[\u2066-\u2069\u200e\u200f]", "", said(filled)) != re.sub(
            "[\u200e\u200f]", "", wanted.format(**fields)
        ):
            lost.append(shape)
    assert lost == []


def test_language_changes_while_the_window_is_open(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    tides = tmp_path / "tides.txt"
    tides.write_text("High water stands at the quay at 6:40 in spring.\n" * 40, encoding="utf-8")
    speak(qapp, "en")
    with Store(library_path()) as store:
        desk = starting.Desk(qapp, Services(store, Settings()))
        old = desk.open()
        old.show()
        old.open_files([tides])
        qtbot.waitUntil(lambda: bool(old.pages.opened), timeout=20_000)
        old.conversation.ask("When is high water?")
        qtbot.waitUntil(lambda: not old.conversation.busy, timeout=20_000)
        session = old.conversation.session
        assert session is not None
        old.conversation.box.set_text("And in autumn?")
        opened = old.pages.opened
        desk._services.settings = replace(desk._services.settings, language="he")
        old.remake_asked.emit()
        (new,) = desk.windows
        assert new is not old
        assert new.isVisible()
        assert not old.isVisible()
        assert new.pages.opened == opened
        assert new.conversation.session is not None
        assert new.conversation.session.id == session.id
        assert len(new.conversation.views) == 1
        assert new.conversation.box.text == "And in autumn?"
        assert new.menus.by_menu[0][0] == "קובץ"
        assert any(HEBREW.search(label.text()) for label in new.conversation.views[0].findChildren(QLabel))
        assert new.splitter.widget(0).x() > new.splitter.widget(2).x()  # the panes stand the other way round
        qtbot.wait(50)
        image = new.pages.view.grab()
        assert not image.isNull()
        new.close()
        new.deleteLater()
        speak(qapp, "en")
        assert jobs.shutdown(10)
        desk.deleteLater()


def test_how_far_the_documents_are_understood_is_said_in_hebrew(hebrew: QApplication, qtbot: QtBot) -> None:
    strip = Understanding(Services(Store(library_path()), Settings()))
    qtbot.addWidget(strip)
    strip._progressed(Progress(1, 4, "Understanding the document"))
    assert "25" in strip.words.text()
    assert re.findall("[a-z]+", strip.words.text()) == []
