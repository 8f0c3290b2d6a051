"""From nothing to an open window: application, look, translation, services, window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from docqa.desk import messages
from docqa.desk.services import Services
from docqa.desk.theme import theme
from docqa.desk.window import Window
from docqa.errors import DocqaError
from docqa.library import Settings, Store, library_path
from docqa.resources import resource

_log = logging.getLogger(__name__)


def run(paths: Sequence[Path]) -> int:
    """Open the window with these files (else with the session that was on the desk) until it is closed."""
    app = application(sys.argv[:1])
    try:
        settings = Settings.load()
        theme().apply(settings.theme, settings.text_scale)
        translate(app, settings.language)
        store = Store(library_path())
    except DocqaError as error:
        QMessageBox.critical(None, "docqa", "\n\n".join(filter(None, messages.words(error))))
        return 1
    with store:
        window = Window(Services(store, settings))
        messages.install(window)
        if settings.notice:
            window.pages.tell(settings.notice)
        window.show()
        if paths:
            window.open_files([path.absolute() for path in paths])
        else:
            window.restore_desk()
        code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code


def application(arguments: list[str]) -> QApplication:
    """The application object with docqa's name, for the window and for tests."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("docqa")
    app.setApplicationDisplayName("docqa")
    app.setDesktopFileName("docqa")
    app.setWindowIcon(QIcon(str(resource("icons", "docqa.svg"))))
    return app


def translate(app: QApplication, language: str) -> None:
    """Speak `language` (the system's when empty) as far as there is a translation of Qt's and docqa's words."""
    locale = QLocale(language) if language else QLocale()
    QLocale.setDefault(locale)
    for folder, name in (
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
        (str(resource("translations")), "docqa"),
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
            if name == "docqa":  # English words stay left to right, whatever the system speaks
                app.setLayoutDirection(locale.textDirection())
