"""What of the documents an answer could not see is said below it, and leads to the pages that are meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from docqa.desk.turn_coverage import CoverageLine, is_whole
from docqa.domain import ContextReport, Coverage, Document, Mode, Page, Region, TokenUse

Talk = Any
LEFT = Qt.MouseButton.LeftButton


def report(*coverage: Coverage) -> ContextReport:
    return ContextReport(Mode.PASSAGES, 8_000, TokenUse(), (), coverage)


def document(id: str, pages: int) -> Document:
    return Document(id, id, "k", tuple(Page(i, str(i + 1), "words", 595, 842) for i in range(pages)))


def words(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.text()]


SOME = Coverage("a", "Almanac", 5, (0, 1), (2, 4), (3,))
MANY = Coverage("a", "Almanac", 300, tuple(range(0, 300, 3)), tuple(n for n in range(300) if n % 3), ())


@pytest.mark.parametrize(
    ("coverage", "local", "said"),
    [
        ((SOME,), False, "Page 1, 2 of 5 sent, 2 left out; page 4 could not be read"),
        ((SOME,), True, "Page 1, 2 of 5 read, 2 left out; page 4 could not be read"),
        ((MANY,), False, "0 passages from 100 of 300 pages"),
        ((SOME, MANY), False, "0 passages from 102 of 305 pages; 1 page could not be read"),
    ],
)
def test_the_line_is_short_and_says_how_much(
    qtbot: QtBot, coverage: tuple[Coverage, ...], local: bool, said: str
) -> None:
    line = CoverageLine(report(*coverage), {"a": document("a", 300)}, local=local)
    qtbot.addWidget(line)
    assert line.words.text().replace("Pages", "Page") == said


def test_a_click_unfolds_the_pages_and_leads_to_those_that_could_not_be_read(qtbot: QtBot) -> None:
    line = CoverageLine(report(SOME, MANY), {"a": document("a", 300)}, local=False)
    qtbot.addWidget(line)
    line.show()
    went: list[Region] = []
    line.opened.connect(went.append)
    qtbot.mouseClick(line.toggle, LEFT)
    told = words(line)
    assert told.count("Almanac") == 2
    assert told[told.index("Left out") + 1] == "3, 5"
    (chip,) = [made for made in line.findChildren(QPushButton) if made is not line.toggle]
    assert chip.text() == "p. 4"
    qtbot.mouseClick(chip, LEFT)
    assert went == [Region("a", 3)]
    qtbot.mouseClick(line.toggle, LEFT)
    assert line.details.isHidden()


def test_where_all_was_read_nothing_is_said() -> None:
    assert is_whole(report(Coverage("a", "A", 2, (0, 1), (), ())))
    assert not is_whole(report(SOME))


def test_a_long_book_says_below_the_answer_what_went_in(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("\f".join(f"Page {n}. The lamp burns oil. " * 60 for n in range(40)), encoding="utf-8")
    talk.window_tokens = 4_000
    talk.tell("m", ["It burns oil."])
    talk.open(path)
    talk.ask("What does the lamp burn?")
    (line,) = talk.window.conversation.views[0].findChildren(CoverageLine)
    talk.wait(line.isVisible)
    covered = talk.window.conversation.views[0].turn.report.coverage[0]
    assert covered.omitted
    talk.qtbot.mouseClick(line.toggle, LEFT)
    assert {"Sent", "Left out"} <= set(words(line))
