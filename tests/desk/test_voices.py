"""How answers sound: chosen from presets or in own words, kept with the session, sent with the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from docqa.desk import voices as module
from docqa.desk.voices import VoicesDialog, presets
from docqa.library import Settings, Voice

Talk = Any
LEFT = Qt.MouseButton.LeftButton


def choose(talk: Talk, name: str) -> None:
    button = talk.window.conversation.voice_button
    button.fill()
    next(action for action in button.menu_.actions() if action.text() == name).trigger()


def test_a_preset_goes_with_the_rules_and_stays_with_the_session(talk: Talk, harbour: Path) -> None:
    teller = talk.tell("m", ["one"])
    talk.open(harbour)
    choose(talk, "Teacher")
    talk.ask("A?")
    teacher = presets()[1].words
    assert teacher in teller.asked[-1].messages[0].text
    assert talk.window.conversation.voice_button.text() == "Teacher"
    choose(talk, "Concise")
    talk.wait(lambda: talk.store.sessions() and talk.store.session(talk.store.sessions()[0].id).voice != teacher)
    talk.ask("B?")
    assert presets()[0].words in teller.asked[-1].messages[0].text
    talk.window.new_conversation()
    assert talk.window.conversation.voice_button.words == ""
    talk.window.open_session(talk.store.sessions()[0].id)
    talk.wait(lambda: talk.window.conversation.voice_button.text() == "Concise")


def test_own_voices_are_written_changed_and_removed(
    talk: Talk, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.tell("m", ["one"])
    talk.open(harbour)
    qtbot = talk.qtbot

    def write(dialog: VoicesDialog) -> int:
        qtbot.keyClicks(dialog.name, "Rhymes")
        qtbot.keyClicks(dialog.words, "Answer in rhyme.")
        return 1

    monkeypatch.setattr(module.VoicesDialog, "exec", write)
    choose(talk, "Own voices…")
    assert talk.window.conversation.voice_button.text() == "Rhymes"
    assert Settings.load().voices == (Voice("Rhymes", "Answer in rhyme."),)
    talk.ask("A?")
    assert talk.tellers["m"].asked[-1].messages[0].text.rstrip().endswith("Answer in rhyme.")

    def remove(dialog: VoicesDialog) -> int:
        assert dialog.name.text() == "Rhymes"
        qtbot.mouseClick(dialog.remove, LEFT)
        return 1

    monkeypatch.setattr(module.VoicesDialog, "exec", remove)
    choose(talk, "Own voices…")
    assert Settings.load().voices == ()
    assert talk.window.conversation.voice_button.words == ""


def test_a_starter_is_asked_with_one_click(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "book.md"
    path.write_text("# Ships\n\nThe ships came in.\n\n# Storms\n\nThe wind blew.\n", encoding="utf-8")
    teller = talk.tell("m", ["one"])
    talk.open(path)
    starters = talk.window.conversation.starters
    talk.wait(lambda: starters.buttons)
    question = starters.buttons[0].accessibleName()
    talk.qtbot.mouseClick(starters.buttons[0], LEFT)
    talk.wait(lambda: teller.asked and not talk.window.conversation.busy)
    assert talk.window.conversation.views[0].question == question
    assert starters.isHidden()


def test_a_voice_chosen_before_the_first_question_outlasts_a_restart(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    talk.open()
    choose(talk, "Teacher")
    talk.window.open_files([harbour])
    talk.wait(lambda: talk.window.pages.opened)
    assert talk.window.conversation.voice_button.text() == "Teacher", "opening a file does not silence it"
    talk.open(restore=True)
    talk.wait(lambda: talk.window.pages.opened)
    assert talk.window.conversation.voice_button.text() == "Teacher"
    talk.ask("A?")
    assert talk.window.conversation.session.voice == presets()[1].words
    talk.window.new_conversation()
    assert talk.window.conversation.voice_button.words == "", "the next conversation begins plainly"
