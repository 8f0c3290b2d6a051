"""From nothing to an open window: application, look, language, services, window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from docqa.desk import shortcuts
from docqa.desk.languages import said, speak
from docqa.desk.remembered import Remembered, forget, slots
from docqa.desk.services import Services
from docqa.desk.theme import theme
from docqa.desk.window import Window
from docqa.errors import DocqaError
from docqa.library import Settings
from docqa.resources import resource

if TYPE_CHECKING:
    from docqa.library import Store

_TURN = 0.0005  # seconds after which a thread at work lets the window's have the interpreter, if that waits for it
_BESIDE = 32  # pixels between a window and the one opened from it


def run(paths: Sequence[Path]) -> int:
    """Open the window with these files (else with the session that was on the desk) until it is closed."""
    app = application(sys.argv[:1])
    try:
        settings = Settings.load()
    except DocqaError as error:
        return _give_up(error)
    theme().apply(settings.theme, settings.text_scale, dressed=False)
    speak(app, settings.language)
    shortcuts.use(settings.shortcuts)
    services = Services(_library, settings)
    desk = Desk(app, services)
    window = desk.open_first(restore=not paths)

    def begin() -> None:
        if settings.notice:
            window.pages.tell(said(settings.notice))
        if paths:
            window.open_files([path.absolute() for path in paths])

    window.usable.connect(begin)
    window.furnished.connect(_collect_again)
    window.unfurnished.connect(lambda error: app.exit(_give_up(error)))
    sys.excepthook = _tell_of_bugs
    theme().dress()
    window.show()
    code = app.exec()
    services.close()
    sys.excepthook = sys.__excepthook__
    return code


def _collect_again() -> None:
    """The window is there: collect rubbish again, but never look through what was made until now."""
    gc.freeze()
    gc.enable()


def _tell_of_bugs(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The first exception that nobody caught: what shows it is imported now."""
    from docqa.desk import messages

    messages.install()
    sys.excepthook(kind, error, trace)


def _library() -> Store:
    from docqa.own_library import own_library  # the window is there sooner without it

    return own_library()


def _give_up(error: DocqaError) -> int:
    """Say why there is no docqa to work with; the exit code."""
    from PySide6.QtWidgets import QMessageBox

    from docqa.desk import messages

    QMessageBox.critical(None, "docqa", "\n\n".join(filter(None, messages.words(error))))
    return 1


class Desk(QObject):
    """The windows that are open. A window is made with one language and its keys; for others it is made again."""

    def __init__(self, app: QApplication, services: Services) -> None:
        super().__init__(app)
        self._app, self._services = app, services
        self.windows: list[Window] = []
        self._others: list[int] = []  # windows that were open besides the first
        self._quitting = False

    def open_first(self, *, restore: bool) -> Window:
        """The first of the windows that were open when docqa ended; not shown yet.

        What was in it, and the others, come back once it is shown and usable; not with `restore` False.
        """
        if not restore:
            return self.open()
        others = slots()
        if others and Remembered().text("closed"):
            first, *self._others = others
        else:
            first, self._others = 0, list(others)
        window = self.open(first)
        window.restoring = True
        window.usable.connect(self._bring_back)
        return window

    def _bring_back(self) -> None:
        """Let all windows that were open show what they showed."""
        for window in self.windows:
            window.restore_desk()
        others, self._others = self._others, []
        for slot in others:
            another = self.open(slot)
            another.show()
            another.restore_desk()

    def open_another(self) -> None:
        """One more window, a little beside the one in front."""
        taken = {window.slot for window in self.windows}
        slot = next(number for number in range(1, len(taken) + 2) if number not in taken)
        forget(slot)
        front = next((window for window in self.windows if window.isActiveWindow()), self.windows[0])
        window = self.open(slot)
        window.resize(front.size())
        window.move(front.pos() + QPoint(_BESIDE, _BESIDE))
        window.show()
        window.activateWindow()

    def quit(self) -> None:
        """Close all windows; they come back at the next start."""
        self._quitting = True
        for window in list(self.windows):
            window.close()

    def _closed(self, window: Window) -> None:
        """One of several windows was closed for good; the last one comes back."""
        if window not in self.windows:
            return
        if len(self.windows) > 1 and not self._quitting:
            forget(window.slot)
        self._forget(window)
        window.deleteLater()

    def open(self, slot: int = 0) -> Window:
        """A new window; not shown yet."""
        window = Window(self._services, slot)
        window.remake_asked.connect(self._remake)
        window.another_asked.connect(self.open_another)
        window.quit_asked.connect(self.quit)
        window.closed.connect(lambda: self._closed(window))
        window.destroyed.connect(lambda: self._forget(window))
        self.windows.append(window)
        return window

    def _forget(self, window: Window) -> None:
        if window in self.windows:
            self.windows.remove(window)

    def _remake(self) -> None:
        speak(self._app, self._services.settings.language)
        shortcuts.use(self._services.settings.shortcuts)
        for window in list(self.windows):
            self._renew(window)

    def _renew(self, old: Window) -> None:
        """Another window in place of `old`, in the language in force; after the answer that is under way."""
        if old not in self.windows:
            return
        if old.conversation.busy:
            old.conversation.turn_ended.connect(partial(self._renew, old), Qt.ConnectionType.SingleShotConnection)
            return
        self._forget(old)
        old.keep()
        new = self.open(old.slot)
        new.take_over(old)
        new.show()
        old.retire()


def application(arguments: list[str]) -> QApplication:
    """The application object with docqa's name, for the window and for tests."""
    # The window's thread lets the interpreter go and takes it again many times for one scrolled line. Behind
    # threads that read and index, each time would cost Python's usual five milliseconds and more.
    sys.setswitchinterval(_TURN)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setStyle("fusion")
    else:
        # Said in this way it takes no import of all that a style can do.
        app = QApplication([*arguments[:1], "-style", "fusion", *arguments[1:]])
    app.setApplicationName("docqa")
    app.setApplicationDisplayName("docqa")
    app.setDesktopFileName("docqa")
    app.setWindowIcon(QIcon(str(resource("icons", "docqa.svg"))))
    return app
