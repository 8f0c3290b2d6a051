"""Reading everything in the window: offered, told beforehand, seen while it runs, stopped and gone on with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from docqa.desk.deep import ForecastDialog
from docqa.library import export_html, export_markdown

Talk = Any
QUESTION = "List all the lamps mentioned in the book"
NOTE = "- The lamp burns “14 litres of oil a night” [p. 1]"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A text much longer than the window it is read through."""
    path = tmp_path / "book.txt"
    rows = [
        f"Entry {number}: the tide was high and the wind came from the west over the mole."
        for number in range(900)
    ]
    rows[3] = "The lamp burns 14 litres of oil a night."
    path.write_text("\n\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def consent(monkeypatch: pytest.MonkeyPatch) -> list[ForecastDialog]:
    """The forecasts that were agreed to."""
    seen: list[ForecastDialog] = []
    monkeypatch.setattr(ForecastDialog, "exec", lambda dialog: seen.append(dialog) or 1)
    return seen


def test_reading_everything_is_offered_told_and_done(
    talk: Talk, book: Path, consent: list[ForecastDialog]
) -> None:
    talk.window_tokens = 6_000
    teller = talk.tell("m", [NOTE], [NOTE], ["[nothing here]"], ["[nothing here]"], ["One lamp."])
    talk.open(book)
    conversation = talk.window.conversation
    talk.qtbot.keyClicks(conversation.box.field, "Where is the lamp")
    talk.wait(lambda: conversation.meter.context and conversation.meter.context.question)
    assert conversation.offer.isHidden()
    conversation.box.set_text("")
    talk.qtbot.keyClicks(conversation.box.field, QUESTION)
    talk.wait(conversation.offer.isVisible)
    talk.qtbot.mouseClick(conversation.offer.button, Qt.MouseButton.LeftButton)
    talk.wait(lambda: consent and not conversation.busy)
    rows = dict(consent[0].rows)
    assert int(rows["Parts"]) > 1
    assert rows["Calls to m"].startswith(str(int(rows["Parts"]) + 1))
    assert rows["Price, at most"] == "nothing", "on one's own computer"
    (view,) = conversation.views
    assert view.turn.answer.text == "One lamp."
    assert view.notes.notes == 2
    assert "14 litres of oil" in view.notes.text.plain()
    assert view.notes.text.isHidden(), "folded away below the question"
    talk.qtbot.mouseClick(view.notes.toggle, Qt.MouseButton.LeftButton)
    assert view.notes.text.isVisible()
    assert len(teller.asked) == int(rows["Parts"]) + 1
    assert conversation.offer.isHidden()
    talk.open(restore=True)
    talk.wait(lambda: talk.window.conversation.views)
    (view,) = talk.window.conversation.views
    assert view.notes.toggle.text() == "Read part by part: 2 notes from 2 parts"
    assert view.notes.text.isHidden()
    talk.qtbot.mouseClick(view.notes.toggle, Qt.MouseButton.LeftButton)
    assert "14 litres of oil" in view.notes.text.plain()
    session = talk.window.conversation.session
    assert export_markdown(session).count("The lamp burns") == 2
    assert "<summary>Read part by part: 2 notes from 2 parts</summary>" in export_html(session)


def test_a_stop_keeps_the_notes_and_it_goes_on_from_there(
    talk: Talk, book: Path, consent: list[ForecastDialog]
) -> None:
    talk.window_tokens = 6_000
    teller = talk.tell("m", [NOTE], [NOTE], [None, "late"], ["[nothing here]"])
    talk.open(book)
    conversation = talk.window.conversation
    conversation.read_everything(QUESTION)
    talk.wait(lambda: len(teller.asked) == 3)
    conversation.stop()
    talk.wait(lambda: not conversation.busy)
    (view,) = conversation.views
    assert "Read 2 of" in view.notes.words.text()
    assert view.notes.notes == 2
    (go_on,) = [made for made in view.findChildren(QPushButton) if made.text() == "Go on reading"]
    teller.answers = [["[nothing here]"]]
    talk.qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    talk.wait(lambda: not conversation.busy and conversation.views[0].turn)
    (view,) = conversation.views
    assert view.notes.notes == 2, "kept from before"
    parts = view.notes.parts
    assert len(teller.asked) == 3 + (parts - 2) + 1


def test_offer_can_be_sent_away(talk: Talk, book: Path) -> None:
    talk.window_tokens = 6_000
    talk.tell("m", ["x"])
    talk.open(book)
    conversation = talk.window.conversation
    conversation.box.set_text(QUESTION)
    talk.wait(conversation.offer.isVisible)
    conversation.offer._send_away()
    conversation._measure()
    talk.qtbot.wait(300)
    assert conversation.offer.isHidden()
