"""Starts docqa as `python -m docqa FILE` does, and works it with keys and mouse as the platform reports them.

Usage: hands.py ROAD FILE QUESTION…   Each thing done is a JSON line on standard output.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from docqa.__main__ import main
from docqa.desk import app
from docqa.desk.pages import Mark
from docqa.desk.window import Window

PATIENCE = 60.0  # seconds for one step, on a busy machine
Road = Iterator[Callable[[], object]]


def said(what: str, **more: object) -> None:
    print(json.dumps({"did": what, **more}), flush=True)


def key(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, held)


def write(window: Window, text: str) -> None:
    for letter in text:
        QTest.keyClick(window.windowHandle(), letter)


def click(window: Window, widget: QWidget, at: QPoint) -> None:
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=widget.mapTo(window, at), delay=20)


def link(window: Window, turn: int) -> QPoint | None:
    """Where the answer's first citation can be clicked."""
    answer = window.conversation.views[turn].answer
    for y in range(0, answer.viewport().height(), 3):
        for x in range(0, answer.viewport().width(), 3):
            if answer.anchorAt(QPoint(x, y)).startswith("cite:"):
                return QPoint(x, y)
    return None


def ask(window: Window, question: str) -> Road:
    """Open the file that was given, and ask by keyboard."""
    yield lambda: window.windowHandle() is not None and window.isVisible()
    window.activateWindow()
    yield window.isActiveWindow
    yield lambda: window.pages.opened
    said("opened", title=window.windowTitle())
    yield window.conversation.box.field.hasFocus
    write(window, question)
    yield lambda: window.conversation.box.text == question
    key(window, Qt.Key.Key_Return)
    yield lambda: window.conversation.busy
    said("asked")


def be_killed(window: Window, question: str) -> Road:
    yield from ask(window, question)
    while True:
        yield lambda: False


def whole_road(window: Window, question: str, another: str) -> Road:
    yield from ask(window, question)
    conversation, view = window.conversation, window.pages.view
    yield lambda: not conversation.busy
    answer = conversation.views[0].answer
    said("answered", text=answer.toPlainText(), page=view.page)
    yield lambda: link(window, 0)
    at = link(window, 0)
    assert at is not None
    click(window, answer.viewport(), at)
    yield lambda: view.canvas.marks.by_page(Mark.CITATION)
    yield lambda: yellow(view.canvas.viewport())
    marked = view.canvas.marks.by_page(Mark.CITATION)
    words = [view.document.text(span) for spans in marked.values() for span in spans]
    said("followed", page=view.page, words=words)
    key(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    yield conversation.box.field.hasFocus
    write(window, another)
    key(window, Qt.Key.Key_Return)
    yield lambda: len(conversation.views) > 1 and "endless" in conversation.views[1].answer.toPlainText()
    key(window, Qt.Key.Key_Escape)
    yield lambda: not conversation.busy
    turn = conversation.views[1].turn
    said("stopped", text=turn.answer.text, problem=turn.answer.problem)
    window.close()


def yellow(viewport: QWidget) -> bool:
    """Whether the ground of a citation is to be seen."""
    image = viewport.grab().toImage()
    points = ((x, y) for y in range(0, image.height(), 3) for x in range(0, image.width(), 3))
    return any(image.pixelColor(x, y).name() == "#ffe9a3" for x, y in points)


class Worked(Window):
    """The window with hands on it: they go on as soon as what they wait for is true."""

    def show(self) -> None:
        super().show()
        self._road = ROADS[sys.argv[1]](self, *sys.argv[3:])
        self._condition: Callable[[], object] = lambda: True
        self._since = time.monotonic()
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        try:
            if self._condition():
                self._condition, self._since = next(self._road), time.monotonic()
            elif time.monotonic() - self._since > PATIENCE and ROADS[sys.argv[1]] is not be_killed:
                raise TimeoutError(f"line {self._road.gi_frame.f_lineno} waited in vain")
        except StopIteration:
            self._timer.stop()
        except Exception as error:
            said("failed", error=f"{type(error).__name__}: {error}")
            os._exit(1)


ROADS = {"be_killed": be_killed, "whole_road": whole_road}

if __name__ == "__main__":
    app.Window = Worked
    sys.exit(main([sys.argv[2]]))
