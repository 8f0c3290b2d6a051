"""Questions asked again and otherwise, by another engine, with nothing lost; and answers while they come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from docqa.desk.streaming import settled
from docqa.desk.turn import TurnView
from docqa.desk.widgets import Notice
from docqa.errors import Unreachable

Talk = Any
LEFT = Qt.MouseButton.LeftButton


def shown(talk: Talk) -> list[str]:
    return [view.question for view in talk.window.conversation.views]


def answers(talk: Talk) -> list[str]:
    return [view.answer.plain().strip() for view in talk.window.conversation.views]


def edit(talk: Talk, view: TurnView, text: str) -> None:
    talk.qtbot.mouseClick(view.head.pencil, LEFT)
    field = view.head.field
    assert field is not None
    assert field.toPlainText() == view.question
    field.selectAll()
    talk.qtbot.keyClicks(field, text)
    talk.qtbot.keyClick(field, Qt.Key.Key_Return)
    talk.wait(lambda: not talk.window.conversation.busy)


def test_a_question_asked_otherwise_keeps_what_was_there(talk: Talk, harbour: Path) -> None:
    teller = talk.tell("m", ["one"], ["two"], ["three"], ["four"])
    talk.open(harbour)
    talk.ask("A?")
    talk.ask("B?")
    talk.ask("C?")
    edit(talk, talk.window.conversation.views[1], "D?")
    assert shown(talk) == ["A?", "D?"]
    assert answers(talk) == ["one", "four"]
    assert teller.asked[-1].history == (("A?", "one"),), "what is sent follows what is shown"
    head = talk.window.conversation.views[1].head
    assert head.place.text() == "2/2"
    assert not head.after.isEnabled()
    talk.qtbot.mouseClick(head.before, LEFT)
    talk.wait(lambda: shown(talk) == ["A?", "B?", "C?"])
    assert talk.window.conversation.views[1].head.place.text() == "1/2"
    assert talk.window.conversation.views[0].head.place.isHidden()
    talk.window.close()
    talk.open(restore=True)
    talk.wait(lambda: shown(talk) == ["A?", "B?", "C?"])


def test_the_first_question_can_be_asked_otherwise(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"], ["two"])
    talk.open(harbour)
    talk.ask("A?")
    edit(talk, talk.window.conversation.views[0], "B?")
    assert shown(talk) == ["B?"]
    assert len(talk.store.sessions()) == 1
    assert talk.store.sessions()[0].turns == 2


def test_editing_can_be_left_with_escape(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    talk.open(harbour)
    talk.ask("A?")
    (view,) = talk.window.conversation.views
    talk.qtbot.mouseClick(view.head.pencil, LEFT)
    talk.qtbot.keyClick(view.head.field, Qt.Key.Key_Escape)
    assert view.head.field is None
    assert shown(talk) == ["A?"]


def test_another_engine_can_be_asked_from_the_turns_menu(talk: Talk, harbour: Path) -> None:
    talk.tell("first", ["from first"])
    other = talk.tell("second", ["from second"])
    talk.open(harbour)
    talk.ask("A?")
    (view,) = talk.window.conversation.views
    view.menu.aboutToShow.emit()
    choices = next(action.menu() for action in view.menu.actions() if action.menu())
    assert [action.text() for action in choices.actions()] == ["Built-in reader", "first", "second"]
    choices.actions()[2].trigger()
    talk.wait(lambda: not talk.window.conversation.busy and other.asked)
    assert answers(talk) == ["from second"]
    assert talk.window.conversation.views[0].head.place.text() == "2/2"
    assert talk.window._services.chosen == "first", "only this question went to the other one"


def test_asking_again_that_fails_brings_back_what_was_there(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"], ["two"], [Unreachable("Nobody answers.", "Start the server.")], ["three"])
    talk.open(harbour)
    talk.ask("A?")
    talk.ask("B?")
    edit(talk, talk.window.conversation.views[0], "C?")
    assert shown(talk) == ["C?"]
    (view,) = talk.window.conversation.views
    assert view.findChild(Notice).message == "Nobody answers."
    back = next(made for made in view.findChildren(type(view.head.pencil).__mro__[1]) if "before" in made.text())
    talk.qtbot.mouseClick(back, LEFT)
    talk.wait(lambda: shown(talk) == ["A?", "B?"])
    edit(talk, talk.window.conversation.views[0], "C?")
    assert answers(talk) == ["three"]


def test_answers_are_copied_as_markdown_and_as_plain_text(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["It is **bold**:\n\n- one\n- two"])
    talk.open(harbour)
    talk.ask("A?")
    (view,) = talk.window.conversation.views
    view.copy_markdown()
    assert QGuiApplication.clipboard().text() == "It is **bold**:\n\n- one\n- two"
    view.copy_plain()
    assert QGuiApplication.clipboard().text().split() == ["It", "is", "bold:", "one", "two"]


def test_up_brings_back_earlier_questions(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    talk.open(harbour)
    talk.ask("A?")
    talk.ask("B?")
    box = talk.window.conversation.box
    talk.qtbot.keyClicks(box.field, "half")
    for expected in ("B?", "A?"):
        talk.qtbot.keyClick(box.field, Qt.Key.Key_Up)
        assert box.text == expected
    for expected in ("B?", "half"):
        talk.qtbot.keyClick(box.field, Qt.Key.Key_Down)
        assert box.text == expected


def test_long_answer_is_shown_whole_while_it_comes_and_after(talk: Talk, harbour: Path) -> None:
    paragraphs = [f"Paragraph {number} " + "word " * 40 + "\n\n" for number in range(30)]
    talk.tell("m", [*paragraphs, None])
    talk.open(harbour)
    conversation = talk.window.conversation
    conversation.ask("A?")
    talk.wait(lambda: conversation.views and "Paragraph 29" in conversation.views[0].answer.plain())
    (view,) = conversation.views
    parts = [*view._above, view.answer]
    assert len(parts) > 1
    assert [f"Paragraph {n} " in "".join(part.plain() for part in parts) for n in range(30)] == [True] * 30
    assert len(view.answer.plain()) < 3_000, "only the end is set anew"
    tops = [part.mapTo(view, QPoint(0, 0)).y() for part in parts]
    assert tops == sorted(tops)
    conversation.stop()
    talk.wait(lambda: not conversation.busy)
    assert view.answer.plain().count("Paragraph") == 30
    assert not view._above


def test_long_conversation_comes_piece_by_piece_from_its_end(talk: Talk, harbour: Path, qtbot: QtBot) -> None:
    talk.tell("m", ["word " * 60])
    talk.open(harbour)
    for number in range(4):
        talk.ask(f"Question {number}?")
    talk.window.new_conversation()
    made: list[str] = []
    conversation = talk.window.conversation
    real = conversation.kept._finished
    conversation.kept._finished = lambda turn: made.append(turn.question) or real(turn)
    talk.window.open_session(talk.store.sessions()[0].id)
    talk.wait(lambda: len(made) == 4)
    assert made == [f"Question {number}?" for number in (3, 2, 1, 0)]
    assert shown(talk) == [f"Question {number}?" for number in range(4)]
    bar = conversation.area.verticalScrollBar()
    talk.wait(lambda: bar.value() == bar.maximum() > 0)


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("short\n\ntext", ""),
        ("a " * 700 + "\n\n" + "b", ""),
        ("a " * 700 + "\n\nb\n", "a " * 700 + "\n\n"),
        ("a " * 700 + "\nb\n", ""),
        ("```\n" + "code\n\n" * 300, ""),
        ("```\n" + "code\n\n" * 300 + "```\n\nafter\n", "```\n" + "code\n\n" * 300 + "```\n\n"),
        ("- " + "item " * 300 + "\n- two\n", "- " + "item " * 300 + "\n"),
        ("- " + "item " * 300 + "\n\n  goes on\n", ""),
        ("| a | b |\n|---|---|\n" + "| x | y |\n" * 200, ""),
    ],
)
def test_only_what_changes_no_more_is_settled(text: str, parted: str) -> None:
    assert text[: settled(text)] == parted


def test_passage_of_a_citation_is_previewed(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["It burns “14 litres of oil a night” [p. 1]."])
    talk.open(harbour)
    talk.ask("What burns?")
    conversation = talk.window.conversation
    (view,) = conversation.views
    link = next(iter(view.answer._links.values()))
    view.answer.hovered.emit(link)
    talk.wait(conversation.card.isVisible)
    card = conversation.card
    assert "p. 1" in card.where.text()
    assert not card.image.pixmap().isNull() or "14 litres" in card.words.text()
    view.answer.hovered.emit(None)
    assert not card.isVisible()


def test_hint_of_the_report_is_read_below_the_answer(talk: Talk, harbour: Path) -> None:
    from dataclasses import replace

    talk.tell("m", ["one"])
    talk.open(harbour)
    talk.ask("A?")
    (view,) = talk.window.conversation.views
    turn = view.turn
    view.finish(replace(turn, report=replace(turn.report, hint="Chosen by words alone.")))
    assert any(part.text() == "Chosen by words alone." for part in view.findChildren(QLabel))
