"""From nothing to an open window: application, look, language, services, window."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from docqa.desk import messages, shortcuts
from docqa.desk.languages import said, speak
from docqa.desk.remembered import Remembered, forget, slots
from docqa.desk.services import Services
from docqa.desk.theme import theme
from docqa.desk.window import Window
from docqa.errors import DocqaError
from docqa.library import Settings, Store, library_path
from docqa.resources import resource

_BESIDE = 32  # pixels between a window and the one opened from it
_log = logging.getLogger(__name__)


def run(paths: Sequence[Path]) -> int:
    """Open the window with these files (else with the session that was on the desk) until it is closed."""
    app = application(sys.argv[:1])
    try:
        settings = Settings.load()
        theme().apply(settings.theme, settings.text_scale)
        speak(app, settings.language)
        shortcuts.use(settings.shortcuts)
        store = Store(library_path())
    except DocqaError as error:
        QMessageBox.critical(None, "docqa", "\n\n".join(filter(None, messages.words(error))))
        return 1
    with store:
        desk = Desk(app, Services(store, settings))
        window = desk.open_first(restore=not paths)
        messages.install()
        if settings.notice:
            window.pages.tell(said(settings.notice))
        window.show()
        if paths:
            window.open_files([path.absolute() for path in paths])
        QTimer.singleShot(0, app, _collect_again)
        code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code


def _collect_again() -> None:
    """The window is there: collect rubbish again, but never look through what was made until now."""
    gc.freeze()
    gc.enable()


class Desk(QObject):
    """The windows that are open. A window is made with one language and its keys; for others it is made again."""

    def __init__(self, app: QApplication, services: Services) -> None:
        super().__init__(app)
        self._app, self._services = app, services
        self.windows: list[Window] = []
        self._quitting = False

    def open_first(self, *, restore: bool) -> Window:
        """The windows that were open when docqa ended, or with `restore` False the first of them, empty.

        The one returned is not shown yet.
        """
        if not restore:
            return self.open()
        others = slots()
        if others and Remembered().text("closed"):
            first, *others_left = others
        else:
            first, others_left = 0, list(others)
        window = self.open(first)
        window.restore_desk()
        for slot in others_left:
            another = self.open(slot)
            another.show()
            another.restore_desk()
        return window

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
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("docqa")
    app.setApplicationDisplayName("docqa")
    app.setDesktopFileName("docqa")
    app.setWindowIcon(QIcon(str(resource("icons", "docqa.svg"))))
    return app
