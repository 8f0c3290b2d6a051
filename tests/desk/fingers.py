"""Starts docqa as `python -m docqa` does and works it with the X server's own keyboard and mouse (xdotool).

Usage: fingers.py ROAD [WORD…]   Each thing done is a JSON line on standard output. The process only looks where
things stand on the screen, and whether what was wanted has come; each key and each click goes through the server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from docqa.__main__ import main
from docqa.desk import app
from docqa.desk.pages import Mark
from docqa.desk.settings_dialog import LOOK, SettingsDialog
from docqa.desk.theme import theme
from docqa.desk.window import Window
from docqa.domain import Span

PATIENCE = 60.0  # seconds for one step, on a busy machine
Road = Iterator[Callable[[], object]]


def said(what: str, **more: object) -> None:
    print(json.dumps({"did": what, **more}), flush=True)


# --- fingers ---------------------------------------------------------------------------------------------------


def xdotool(*arguments: object) -> None:
    subprocess.run(["xdotool", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def press(*keys: str) -> None:
    xdotool("key", "--clearmodifiers", "--delay", 30, *keys)


def write(text: str) -> None:
    if text.isascii():
        xdotool("type", "--delay", 8, text)
    else:  # letters of no key are given one: the application must hear of each before the next comes
        subprocess.Popen(["xdotool", "type", "--delay", "80", text])


def spot(widget: QWidget, at: QPoint | None = None) -> tuple[int, int]:
    """A point of a widget (its middle without one) on the screen."""
    where = widget.mapToGlobal(at if at is not None else widget.rect().center())
    return where.x(), where.y()


def click(widget: QWidget, at: QPoint | None = None, *, times: int = 1) -> None:
    xdotool("mousemove", *spot(widget, at), "click", "--repeat", times, "--delay", 40, 1)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    between = (start + end) / 2
    xdotool("mousemove", *spot(widget, start), "mousedown", 1)
    for point in (between, end, end):
        xdotool("mousemove", *spot(widget, point))
    xdotool("mouseup", 1)


# --- eyes ------------------------------------------------------------------------------------------------------


def dialog(kind: type[QWidget]) -> QWidget | None:
    front = QApplication.activeModalWidget()
    return front if isinstance(front, kind) and front.isActiveWindow() else None


def edges(window: Window, page: int, text: str) -> tuple[QPoint, QPoint]:
    """Just inside the two ends of some words of a page, in the viewport."""
    view = window.pages.view
    start = view.document.pages[page].text.index(text)
    (rect,) = view.document.rects(Span(page, start, start + len(text)))
    box = view.canvas.on_screen(page, rect)
    middle = round(box.center().y())
    return QPoint(round(box.left()) + 1, middle), QPoint(round(box.right()) - 1, middle)


def marked(window: Window, kind: Mark) -> list[str]:
    view = window.pages.view
    return [view.document.text(span) for spans in view.canvas.marks.by_page(kind).values() for span in spans]


def link(window: Window, turn: int) -> QPoint | None:
    """Where the first citation of an answer can be clicked."""
    answer = window.conversation.views[turn].answer
    for y in range(0, answer.viewport().height(), 3):
        for x in range(0, answer.viewport().width(), 3):
            if answer.anchorAt(QPoint(x, y)).startswith("cite:"):
                return QPoint(x, y)
    return None


# --- roads -----------------------------------------------------------------------------------------------------


class Day:
    """What one does with docqa, step by step; each step yields what has to be true before the next."""

    @property
    def window(self) -> Window:
        """The window that is there now: a change of language makes another."""
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, Window) and one.isVisible()]
        return shown[-1]

    def in_front(self) -> Road:
        """No window manager is here that would give the keyboard to the window, at first and after a dialog."""
        yield lambda: any(isinstance(one, Window) and one.isVisible() for one in QApplication.topLevelWidgets())
        yield lambda: QApplication.activeModalWidget() is None
        self.window.activateWindow()
        # The menus, and their keys with them, come just after the first paint.
        yield lambda: self.window.isActiveWindow() and len(self.window.menus._actions) == 4
        yield lambda: not self.window.opener.busy

    def open(self, path: str) -> Road:
        press("ctrl+o")
        yield lambda: dialog(QFileDialog)
        write(path)
        press("Return")
        yield from self.in_front()
        yield lambda: self.window.pages.front and str(self.window.pages.front.path) == path

    def ask(self, question: str) -> Road:
        press("ctrl+l")
        box = self.window.conversation.box
        yield box.field.hasFocus
        write(question)
        yield lambda: box.text.endswith(question)
        yield lambda: box.button.isEnabled()
        press("Return")

    def answered(self, turns: int) -> Callable[[], object]:
        def done() -> bool:
            conversation = self.window.conversation
            return (
                not conversation.busy
                and len(conversation.views) == turns
                and conversation.views[-1].turn is not None
            )

        return done

    def morning(self, book: str) -> Road:
        """A book of 1,000 pages: opened by keyboard, scrolled, searched, quoted, asked about."""
        yield from self.in_front()
        yield from self.open(book)
        pages, conversation = self.window.pages, self.window.conversation
        view = pages.view
        said("opened", pages=len(view.document.pages), title=self.window.windowTitle())

        click(view.canvas.viewport())
        yield view.canvas.hasFocus
        press("End")
        yield lambda: view.page == 999
        press("Home")
        yield lambda: view.page == 0
        bar = view.canvas.verticalScrollBar()
        xdotool("mousemove", *spot(view.canvas.viewport()), "click", "--repeat", 40, "--delay", 5, 5)
        yield lambda: view.page > 2
        said("scrolled", page=view.page, pixels=bar.value())

        press("ctrl+f")
        yield lambda: view.find_bar.isVisible() and view.find_bar.isAncestorOf(QApplication.focusWidget())
        write("osprey")
        yield lambda: len(marked(self.window, Mark.FIND)) + len(marked(self.window, Mark.FIND_CURRENT)) >= 2
        yield lambda: view.page == 699
        press("Return")
        yield lambda: view.page == 899
        press("shift+F3")
        yield lambda: view.page == 699
        said("found", page=view.page, words=marked(self.window, Mark.FIND_CURRENT))
        press("Escape")
        yield lambda: not view.find_bar.isVisible()

        yield view.canvas.hasFocus
        drag(view.canvas.viewport(), *edges(self.window, 699, "osprey nests on the mole"))
        yield lambda: view.canvas.selected_text()
        press("ctrl+shift+c")
        yield lambda: "osprey" in QGuiApplication.clipboard().text()
        said("quoted", text=QGuiApplication.clipboard().text())
        press("ctrl+shift+l")
        yield lambda: "osprey" in conversation.box.text and conversation.box.field.hasFocus()
        said("asked about the selection", text=conversation.box.text)
        press("ctrl+a", "BackSpace")

        yield from self.ask("Tell me without end")
        yield lambda: conversation.views and "endless" in conversation.views[0].answer.toPlainText()
        press("Escape")
        yield self.answered(1)
        said("stopped", problem=conversation.views[0].turn.answer.problem)

        yield from self.ask("Where does the osprey nest?")
        yield self.answered(2)
        yield lambda: link(self.window, 1)
        press("ctrl+Home")
        at = link(self.window, 1)
        assert at is not None
        click(conversation.views[1].answer.viewport(), at)
        yield lambda: marked(self.window, Mark.CITATION)
        said("followed", page=view.page, words=marked(self.window, Mark.CITATION))

        click(conversation.views[1].head.pencil)
        yield lambda: conversation.views[1].head.field and conversation.views[1].head.field.hasFocus()
        press("ctrl+a")
        write("And the heron?")
        press("Return")
        yield self.answered(2)
        said(
            "asked otherwise",
            place=conversation.views[1].head.place.text(),
            question=conversation.views[1].question,
        )
        click(conversation.views[1].head.before)
        yield lambda: conversation.views[1].question == "Where does the osprey nest?"
        said("turned back", place=conversation.views[1].head.place.text())

        click(view.canvas.viewport())
        yield view.canvas.hasFocus
        press("r")
        yield view.actions_.region.isChecked
        middle = view.canvas.viewport().rect().center()
        drag(view.canvas.viewport(), middle - QPoint(90, 60), middle + QPoint(90, 60))
        yield lambda: view.canvas.region
        press("Return")
        yield lambda: conversation.about.regions and conversation.box.field.hasFocus()
        (region,) = conversation.about.regions
        write("What is in here?")
        press("Return")
        yield self.answered(3)
        asked = conversation.views[2].turn.report.regions
        said("asked about a part", same=list(asked) == [region], page=region.page)

        click(conversation.voice_button)
        yield lambda: conversation.voice_button.menu_.isVisible()
        press("Down", "Down", "Down", "Return")  # plain, concise, teacher
        yield lambda: conversation.voice_button.words
        said("voiced", name=conversation.voice_button.name)
        yield from self.ask("Last question")
        yield self.answered(4)

        press("ctrl+comma")
        yield lambda: dialog(SettingsDialog)
        settings = dialog(SettingsDialog)
        assert isinstance(settings, SettingsDialog)
        yield settings._sections.hasFocus
        press(*["Down"] * LOOK)
        yield settings.look.theme.isVisible
        click(settings.look.theme)
        yield lambda: settings.look.theme.view().isVisible()
        press("End", "Return")
        yield lambda: settings.look.theme.currentData() == "dark"
        click(settings.look.language)
        yield lambda: settings.look.language.view().isVisible()
        press("End", "Return")
        yield lambda: settings.look.language.currentData() == "he"
        before = self.window
        click(settings.save_button)
        yield lambda: QApplication.activeModalWidget() is None and self.window is not before
        window = self.window
        yield lambda: window.conversation.views and window.pages.front
        said(
            "spoke Hebrew in the dark",
            dark=theme().dark,
            mirrored=window.layoutDirection() is Qt.LayoutDirection.RightToLeft,
            menu=window.menus.by_menu[0][0],
            turns=len(window.conversation.views),
            page=window.pages.view.page,
        )
        yield from self.in_front()
        press("ctrl+l")
        yield window.conversation.box.field.hasFocus
        write("Half a quest")
        yield lambda: window.conversation.box.text == "Half a quest"
        said("left", page=window.pages.view.page, turns=len(window.conversation.views))
        press("ctrl+q")
        yield lambda: False

    def evening(self, hebrew: str) -> Road:
        """Where one was is there again; then a document that runs from right to left."""
        yield from self.in_front()
        window = self.window
        yield lambda: window.conversation.views and window.pages.front and window.conversation.box.text
        yield lambda: len(window.conversation.views) == 4
        said(
            "came back",
            turns=len(window.conversation.views),
            page=window.pages.view.page,
            text=window.conversation.box.text,
            voice=window.conversation.voice_button.words,
            dark=theme().dark,
        )
        yield from self.open(hebrew)
        conversation = window.conversation
        yield lambda: not conversation.views
        yield from self.ask("שאלה בעברית")
        yield self.answered(1)
        yield lambda: link(window, 0)
        at = link(window, 0)
        assert at is not None
        click(conversation.views[0].answer.viewport(), at)
        yield lambda: marked(window, Mark.CITATION)
        block = conversation.views[0].answer.document().begin()
        said(
            "asked in Hebrew",
            rtl=block.textDirection() is Qt.LayoutDirection.RightToLeft,
            question=conversation.views[0].question,
            words=marked(window, Mark.CITATION),
        )
        press("ctrl+q")
        yield lambda: False


class Driver(QObject):
    """Takes the next step as soon as what the last one waits for is true."""

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._road: Road = getattr(Day(), sys.argv[1])(*sys.argv[2:])
        self._condition: Callable[[], object] = lambda: True
        self._since = time.monotonic()
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        self._timer.stop()  # a dialog that a step opens runs a loop of its own
        try:
            if self._condition():
                self._condition, self._since = next(self._road), time.monotonic()
            elif time.monotonic() - self._since > PATIENCE:
                step = self._road
                while step.gi_yieldfrom is not None:
                    step = step.gi_yieldfrom
                raise TimeoutError(f"line {step.gi_frame.f_lineno} waited in vain")
        except StopIteration:
            return
        except Exception as error:
            QGuiApplication.primaryScreen().grabWindow(0).save(os.environ.get("FINGERS_SHOT", os.devnull), "PNG")
            said("failed", error=f"{type(error).__name__}: {error}")
            os._exit(1)
        self._timer.start()


class Worked(Window):
    """The window; the first one brings the driver."""

    def show(self) -> None:
        super().show()
        if not QApplication.instance().findChild(Driver):
            Driver()


if __name__ == "__main__":
    app.Window = Worked
    sys.exit(main([]))
