"""The parts of the window one by one: text that is safe to show, the question box, settings, themes, reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from docqa.desk import messages
from docqa.desk.answer import AnswerText, marked_html
from docqa.desk.asks import title_of
from docqa.desk.languages import speak
from docqa.desk.question_box import QuestionBox
from docqa.desk.services import Services
from docqa.desk.settings_dialog import SettingsDialog
from docqa.desk.theme import DARK, LIGHT, Colours, icon, theme
from docqa.desk.widgets import Flow
from docqa.domain import (
    Answer,
    CancelToken,
    Check,
    Citation,
    ClaimKind,
    Delta,
    Done,
    Event,
    PackedContext,
    Place,
    Span,
    Status,
)
from docqa.engines import LocalServer, list_models
from docqa.errors import LoadError, Unreachable
from docqa.language.markup import to_html
from docqa.library import Settings, Store, library_path

DOCUMENT = "d" * 64


def place(page: int) -> Place:
    return Place(DOCUMENT, Span(page, 0, 5))


def plain(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText().replace("\u00a0", " ")


def shown(text: str, citations: tuple[Citation, ...] = (), checks: tuple[Check, ...] = ()) -> str:
    html, _ = marked_html(
        Answer(text, "openai", citations=citations, checks=checks), lambda p: str(p.span.page + 1)
    )
    return plain(html)


# --- answers as text ------------------------------------------------------------------------------------------


def test_quote_gets_its_page_and_a_page_reference_becomes_the_link(qapp: QApplication) -> None:
    text = "Oil burns “all night” here, and “by day” [p. 7] too."
    night, day, reference = text.index("“all"), text.index("“by"), text.index("[p. 7]")
    answer = Answer(
        text,
        "openai",
        citations=(
            Citation(place(2), "3", "all night", (night, night + 11)),
            Citation(place(6), "7", "by day", (day, day + 8)),
            Citation(place(6), "7", "by day", (reference, reference + 6)),
        ),
    )
    html, links = marked_html(answer, lambda p: str(p.span.page + 1))
    assert plain(html).split() == [
        "Oil",
        "burns",
        "“all",
        "night”",
        "p.",
        "3",
        "here,",
        "and",
        "“by",
        "day”",
        "p.",
        "7",
        "too.",
    ]
    assert {link.places for link in links.values()} == {(place(2),), (place(6),)}


def test_a_page_is_called_as_the_window_calls_it(qapp: QApplication) -> None:
    text = "Oil burns “all night” [p. 3], “by day” [pp. 7-8]."
    night, day = text.index("[p. 3]"), text.index("[pp.")
    citations = (
        Citation(place(2), "3", "all night", (night, night + 6)),
        Citation(place(6), "7", "by day", (day, day + 9)),
    )
    speak(qapp, "he")
    try:
        said = shown(text, citations)
    finally:
        speak(qapp, "en")
    assert "עמ" in said, "docqa's own way of writing a page is translated"
    assert "pp. 7-8" in said, "what a model wrote otherwise stays"


def test_quote_over_a_page_break_leads_to_both_pages(qapp: QApplication) -> None:
    both = (Citation(place(2), "3", "all", (0, 5)), Citation(place(3), "4", "night", (0, 5)))
    _, links = marked_html(Answer("“all”", "openai", citations=both), lambda p: "")
    assert [link.places for link in links.values()] == [(place(2), place(3))]


def test_unfound_and_misplaced_claims_say_so(qapp: QApplication) -> None:
    checks = (
        Check("“a”", ClaimKind.QUOTE, Status.MISSING, (0, 3)),
        Check("[p. 2]", ClaimKind.CITATION, Status.ELSEWHERE, (8, 14), (place(8),)),
    )
    expected = "“a” not found in the document and [p. 2] found on p. 9"
    assert shown("“a” and [p. 2]", checks=checks).split() == expected.split()


def test_no_mark_stands_inside_a_formula(qapp: QApplication) -> None:
    text = r"So $x_1 = \frac{7}{2}$ holds."
    at = text.index("7")
    checks = (Check("7", ClaimKind.NUMBER, Status.MISSING, (at, at + 1)),)
    assert " ".join(shown(text, checks=checks).split()) == "So x1 = 7/2 not found in the document holds."


def test_one_mistake_is_said_once(qapp: QApplication) -> None:
    text = "He said “all night” [p. 4] and “all day” [p. 99]."
    night, fourth, day, last = (text.index(part) for part in ("“all n", "[p. 4]", "“all d", "[p. 99]"))
    answer = Answer(
        text,
        "openai",
        citations=(Citation(place(1), "2", "all night", (night, night + 11)),),
        checks=(
            Check("“all night”", ClaimKind.QUOTE, Status.ELSEWHERE, (night, night + 11), (place(1),)),
            Check("[p. 4]", ClaimKind.CITATION, Status.ELSEWHERE, (fourth, fourth + 6), (place(1),)),
            Check("“all day”", ClaimKind.QUOTE, Status.MISSING, (day, day + 9)),
            Check("[p. 99]", ClaimKind.CITATION, Status.MISSING, (last, last + 7)),
        ),
    )
    html, links = marked_html(answer, lambda p: str(p.span.page + 1))
    expected = "He said “all night” [p. 4] found on p. 2 and “all day” [p. 99] not found in the document ."
    assert plain(html).split() == expected.split()
    assert [link.places for link in links.values()] == [(place(1),), ()]
    assert [check.text for check in answer.claims] == ["“all night”", "“all day”"]


def test_answer_cannot_forge_marks_or_html(qapp: QApplication) -> None:
    text = "\ue0000\ue001 <b>bold</b> <img src='http://x/y.png'>"
    html, _ = marked_html(Answer(text, "openai", citations=(Citation(place(0), "1", "q", (4, 4)),)), lambda p: "1")
    assert "<b>" not in html
    assert "<img" not in html
    assert plain(html).count("p. 1") == 1


@pytest.mark.parametrize("name", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "/etc/hostname"])
def test_answer_loads_nothing(qtbot: QtBot, name: str) -> None:
    view = AnswerText()
    qtbot.addWidget(view)
    assert view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)) is None


def test_outside_link_is_shown_before_it_is_followed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view, asked, followed = AnswerText(), [], []
    qtbot.addWidget(view)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.informativeText()))
    monkeypatch.setattr("docqa.desk.answer.QDesktopServices.openUrl", followed.append)
    view.anchorClicked.emit(QUrl("https://example.org/a?b"))
    view.anchorClicked.emit(QUrl("file:///etc/hostname"))
    assert asked == ["https://example.org/a?b"]
    assert followed == []


def test_each_paragraph_runs_in_its_own_direction_and_code_wraps(qtbot: QtBot) -> None:
    view = AnswerText()
    qtbot.addWidget(view)
    view.resize(300, 10)
    view.show()
    view.show_html(
        to_html("מגדל המים נבנה ב-1934 near docqa.\n\nIt was built.\n\n```\n" + "x = 1; " * 80 + "\n```\n")
    )
    blocks = []
    block = view.document().begin()
    while block.isValid():
        blocks.append(block)
        block = block.next()
    assert blocks[0].layout().textOption().textDirection() is Qt.LayoutDirection.RightToLeft
    assert blocks[1].layout().textOption().textDirection() is Qt.LayoutDirection.LeftToRight
    assert blocks[2].layout().lineCount() > 3
    assert view.height() >= view.document().size().height()


def test_selection_survives_more_words(qtbot: QtBot) -> None:
    view = AnswerText()
    qtbot.addWidget(view)
    view.show_html("<p>The lantern burns</p>")
    cursor = view.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(11, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.show_html("<p>The lantern burns oil.</p>")
    assert view.textCursor().selectedText() == "lantern"


def test_session_is_named_after_its_question() -> None:
    assert title_of("  Who\nbuilt it? ") == "Who built it?"
    long = title_of("word " * 40)
    assert len(long) <= 65
    assert long.endswith("word…")


# --- the question box -----------------------------------------------------------------------------------------


@pytest.fixture
def box(qtbot: QtBot) -> QuestionBox:
    made = QuestionBox()
    qtbot.addWidget(made)
    made.resize(300, 60)
    made.show()
    made.set_state(ready=True, busy=False)
    return made


def test_enter_sends_and_shift_enter_breaks_the_line(box: QuestionBox, qtbot: QtBot) -> None:
    asked: list[str] = []
    box.asked.connect(asked.append)
    low = box.field.height()
    qtbot.keyClicks(box.field, "one")
    qtbot.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(box.field, "two")
    assert asked == []
    assert box.field.height() > low
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert asked == ["one\ntwo"]


def test_nothing_is_sent_while_busy_or_empty(box: QuestionBox, qtbot: QtBot) -> None:
    asked: list[str] = []
    box.asked.connect(asked.append)
    qtbot.keyClicks(box.field, "   ")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    box.set_state(ready=True, busy=True)
    qtbot.keyClicks(box.field, "now?")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert asked == []
    assert "now?" in box.text


def test_up_walks_back_and_the_draft_waits(box: QuestionBox, qtbot: QtBot) -> None:
    box.set_history(["first?", "second?"])
    qtbot.keyClicks(box.field, "draft")
    for expected in ("second?", "first?", "first?"):
        qtbot.keyClick(box.field, Qt.Key.Key_Up)
        assert box.text == expected
    for expected in ("second?", "draft", "draft"):
        qtbot.keyClick(box.field, Qt.Key.Key_Down)
        assert box.text == expected


def test_question_runs_in_the_direction_of_its_letters(box: QuestionBox) -> None:
    box.set_text("מתי נבנה המגדל?")
    assert box.field.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft
    box.set_text("When was it built?")
    assert box.field.document().defaultTextOption().textDirection() is Qt.LayoutDirection.LeftToRight


# --- settings -------------------------------------------------------------------------------------------------


class Ready:
    """An engine that proves that it was really asked, and with which key."""

    name, model = "openai", "m"

    def __init__(self, key: str | None) -> None:
        self.key = key

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        yield Delta(f"ready with {self.key}: {context.messages[0].role}")
        yield Done()


@pytest.fixture
def services(qtbot: QtBot) -> Iterator[Services]:
    with Store(library_path()) as store:
        yield Services(store, Settings())


@pytest.fixture
def dialog(services: Services, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(services)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(dialog: SettingsDialog, qtbot: QtBot) -> None:
    form = dialog.form
    form.add_button.click()
    for field, text in ((form.name, "Mine"), (form.url, "http://127.0.0.1:9/v1"), (form.key, "sk-hidden")):
        field.clear()
        qtbot.keyClicks(field, text)
    form.model.setEditText("m-1")
    form.window_tokens.setValue(8_192)


def test_endpoint_is_kept_and_its_key_stays_out_of_the_file(
    dialog: SettingsDialog, services: Services, qtbot: QtBot, docqa_home: Path
) -> None:
    fill(dialog, qtbot)
    with qtbot.waitSignal(dialog.changed):
        dialog.save()
    (profile,) = Settings.load().endpoints
    assert (profile.name, profile.base_url, profile.model, profile.window) == (
        "Mine",
        "http://127.0.0.1:9/v1",
        "m-1",
        8_192,
    )
    assert services.chosen == "Mine"
    assert services.secrets().get(profile.base_url) == "sk-hidden"
    assert not [path for path in docqa_home.rglob("*") if path.is_file() and b"sk-hidden" in path.read_bytes()]


def test_unfinished_endpoint_is_not_saved(dialog: SettingsDialog) -> None:
    dialog.form.add_button.click()
    dialog.save()
    assert "base URL" in dialog.problem
    assert Settings.load().endpoints == ()


def test_button_really_asks_the_model(dialog: SettingsDialog, services: Services, qtbot: QtBot) -> None:
    services.make_engine = lambda profile, key: Ready(key)
    fill(dialog, qtbot)
    dialog.form.test()
    qtbot.waitUntil(lambda: "ready with sk-hidden: user" in dialog.form.said_text)


def test_failed_test_says_what_to_do(dialog: SettingsDialog, qtbot: QtBot) -> None:
    fill(dialog, qtbot)
    dialog.form.list_models()
    asking = dialog.form.said_text
    qtbot.waitUntil(lambda: dialog.form.said_text != asking, timeout=20_000)
    with pytest.raises(Unreachable) as error:
        list_models("http://127.0.0.1:9/v1")
    assert dialog.form.said_text == f"{error.value.message} {error.value.hint}"


def test_local_servers_are_looked_for_only_when_asked(
    dialog: SettingsDialog, services: Services, qtbot: QtBot
) -> None:
    looked: list[int] = []

    def find() -> tuple[LocalServer, ...]:
        looked.append(1)
        return (LocalServer("Ollama", "http://127.0.0.1:11434/v1", ("llama3",)),)

    services.find_local_servers = find
    assert looked == []
    dialog.form.find_button.click()
    qtbot.waitUntil(lambda: "Ollama" in dialog.form.said_text)
    assert dialog.form.drafts[0].profile.model == "llama3"
    dialog.form.find_button.click()
    qtbot.waitUntil(lambda: "already" in dialog.form.said_text)
    assert len(dialog.form.drafts) == 1


def test_missing_keyring_is_said(dialog: SettingsDialog, qtbot: QtBot) -> None:
    def said() -> bool:
        return any("memory" in part.text() for part in dialog.form.findChildren(QLabel))

    qtbot.waitUntil(said)


def test_preview_of_the_look_is_taken_back(dialog: SettingsDialog, qapp: QApplication) -> None:
    size = qapp.font().pointSizeF()
    dialog.look.theme.setCurrentIndex(dialog.look.theme.findData("dark"))
    dialog.look.scale.setCurrentIndex(dialog.look.scale.findData(1.5))
    assert theme().dark
    assert qapp.font().pointSizeF() == pytest.approx(size * 1.5)
    dialog.reject()
    assert not theme().dark
    assert qapp.font().pointSizeF() == pytest.approx(size)


# --- the look -------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(colours: Colours) -> None:
    pairs = [(text, ground) for text in ("text", "muted") for ground in ("chrome", "paper", "raised")]
    pairs += [("accent", "paper"), ("accent", "tint"), ("text", "tint"), ("on_accent", "accent")]
    pairs += [
        ("warn", "warn_tint"),
        ("bad", "bad_tint"),
        ("bad", "paper"),
        ("text", "bad_tint"),
        ("muted", "hover"),
        ("muted", "tint"),  # the second line of what is chosen in the library
        ("text", "hover"),
        ("text", "warn_tint"),
        ("text", "mark"),
        ("paper", "text"),  # what a toast says
        ("accent", "raised"),
        ("accent", "chrome"),
        ("bad", "chrome"),
        ("bad", "raised"),
        ("warn", "paper"),
        ("muted", "desk"),
    ]
    low = {
        pair: round(contrast(getattr(colours, pair[0]), getattr(colours, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) < 4.5
    }
    assert low == {}


def test_icons_follow_the_theme(qapp: QApplication) -> None:
    made = icon("stop")
    found = []
    for appearance, colours in (("light", LIGHT), ("dark", DARK)):
        theme().apply(appearance)
        image = made.pixmap(48, 48).toImage()
        seen = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        found.append(QColor(colours.text).name() in seen)
    theme().apply("light")
    assert found == [True, True]


def test_flow_wraps_and_mirrors(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    flow = Flow(host)
    parts = [QLabel("x" * 10) for _ in range(6)]
    for part in parts:
        flow.addWidget(part)
    width = parts[0].sizeHint().width()
    host.resize(width * 3 + 20, 300)
    host.show()
    assert parts[3].y() > parts[0].y() == parts[2].y()
    host.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.activate()
    flow.setGeometry(host.rect())
    assert parts[0].x() > parts[1].x()


# --- words for errors -----------------------------------------------------------------------------------------


def test_report_of_a_bug_names_neither_words_nor_folders() -> None:
    def inner() -> None:
        raise ValueError("the secret of /home/someone/diary.pdf")

    try:
        try:
            inner()
        except ValueError as error:
            raise RuntimeError("sk-key") from error
    except RuntimeError as error:
        text = messages.report(error)
    assert "secret" not in text
    assert "sk-key" not in text
    assert str(Path(__file__).parents[1]) not in text
    assert "builtins.ValueError" in text
    assert "in inner" in text


def test_errors_keep_their_own_words_and_bugs_get_ours(qapp: QApplication) -> None:
    assert messages.words(LoadError("It is empty.", "Open another.")) == ("It is empty.", "Open another.")
    message, hint = messages.words(KeyError("private"))
    assert "private" not in message + hint
    assert hint
