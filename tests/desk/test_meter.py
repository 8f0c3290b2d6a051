"""The context meter: what is spent on what, in words and at which price; and exactly what would be sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from docqa.desk.sent import SentDialog

Talk = Any


def test_price_is_told_before_a_paid_call(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    window = talk.open(harbour)
    services, meter = window._services, window.conversation.meter
    talk.wait(lambda: meter.context)
    assert "≤" not in meter.words, "nothing is paid on one's own computer"
    (profile,) = services.settings.endpoints
    paid = replace(profile, base_url="https://api.example.com/v1", price_in=1_000.0, price_out=2_000.0)
    services.settings = replace(services.settings, endpoints=(paid,))
    window.conversation.engine_chosen()
    talk.wait(lambda: "≤" in meter.words)
    tokens = meter.context.report.tokens
    cost = (tokens.total - tokens.answer_reserve) / 1_000 + tokens.answer_reserve / 500
    assert f"{cost:,.2f}" in meter.words
    assert "at the prices in your settings" in meter.toolTip()
    assert "Document: " in meter.toolTip()


def test_what_would_be_sent_is_shown_message_by_message_and_searched(talk: Talk, harbour: Path) -> None:
    talk.tell("m", ["one"])
    window = talk.open(harbour)
    talk.ask("A?")
    meter = window.conversation.meter
    window.conversation.box.set_text("How much oil?")
    talk.wait(lambda: meter.context and meter.context.question == "How much oil?")
    dialog = SentDialog(meter.context, meter.named_parts(), window, "price")
    talk.qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.tabs.count() == 1 + len(meter.context.messages)
    assert all(message.text in dialog.text.toPlainText() for message in meter.context.messages)
    dialog.tabs.setCurrentIndex(1)
    assert dialog.text.toPlainText() == meter.context.messages[0].text
    dialog.tabs.setCurrentIndex(0)
    talk.qtbot.keyClicks(dialog.search, "lantern")
    assert dialog.found.text() == "1 found"
    assert dialog.text.textCursor().selectedText() == "lantern"
    talk.qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
