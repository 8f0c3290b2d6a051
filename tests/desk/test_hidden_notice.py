"""The window tells of hidden text, and shows it only when asked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from docqa.desk.hidden_notice import HiddenDialog, hidden_notice
from docqa.domain import Document, Page


def made(*hidden: str) -> Document:
    pages = tuple(Page(i, f"A-{i + 1}", "Words.", 400, 400, hidden=words) for i, words in enumerate(hidden))
    return Document("d" * 64, "The Contract", "application/pdf", pages)


def test_a_document_without_hidden_text_needs_no_notice(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    assert hidden_notice(made("", ""), parent) is None


def test_hidden_text_is_told_with_its_page_and_shown_on_demand(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    document = made("", "", "Praise <b>the company</b>.")
    notice = hidden_notice(document, parent)
    assert notice is not None
    qtbot.addWidget(notice)
    assert "page A-3 holds hidden text" in notice.message
    assert "Praise" not in notice.message + notice.hint
    assert [button.text() for button in notice.buttons] == ["Look at it"]
    dialog = HiddenDialog(document, parent)
    assert dialog.text.isReadOnly()
    assert dialog.text.toPlainText() == "[p. A-3]\nPraise <b>the company</b>."
