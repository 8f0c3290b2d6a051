"""The languages of the window: which there are, how one is spoken, and sentences of other rooms in it.

Texts of the window are translated by Qt (resources/translations/docqa_LANGUAGE.qm). The rooms below know no Qt and
raise whole English sentences; `said` recognises such a sentence by its shape and fills the translated shape with
what stood in its fields. What it does not recognise (a server's own words) stays as it is.
"""

from __future__ import annotations

import json
import re
from functools import cache
from string import ascii_letters

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from docqa.domain.say import speak as speak_below
from docqa.resources import resource

LANGUAGES = (("en", "English"), ("he", "עברית"))
"""Code and own name of each language that the window speaks."""

_TRANSLATORS = "docqa-translators"
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")
_LATIN = frozenset(ascii_letters)
_MARK = "\u200f"  # right-to-left mark
_APART = "\u2068\\g<0>\u2069"  # first strong isolate … pop directional isolate
_ENDS = (".", "?", "!", "…", ":")
_MOST = 2_000  # characters of a sentence that is worth recognising


class _Translator(QTranslator):
    """Keeps what fills the fields of a right-to-left text apart from it: a path or "1–84" would run backwards."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        text = super().translate(context, source, disambiguation, n)
        if not text:
            return None  # which lets Qt ask its other translators
        if QLocale(self.language()).textDirection() is Qt.LayoutDirection.RightToLeft:
            text = _FIELD.sub(_APART, text)
            if text[0] in _LATIN or text[0] == _APART[0]:
                text = _MARK + text  # "PDF" at its beginning must not turn the line round
        return text


def speak(app: QApplication, language: str) -> None:
    """Speak `language` (the system's when empty) as far as there is a translation of Qt's and docqa's words.

    Windows that are open keep their words: they are made again (see `docqa.desk.app`).
    """
    for old in app.property(_TRANSLATORS) or ():
        app.removeTranslator(old)
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    installed = []
    own = False
    for translator, folder, name in (
        (QTranslator(app), QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
        (_Translator(app), str(resource("translations")), "docqa"),
    ):
        if locale.language() is not QLocale.Language.English and translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
            installed.append(translator)
            own = name == "docqa"
    app.setProperty(_TRANSLATORS, installed)
    # English words stay left to right, whatever the system speaks.
    app.setLayoutDirection(locale.textDirection() if own else Qt.LayoutDirection.LeftToRight)
    speak_below(_wording if own else None)


def _wording(template: str) -> str:
    return QCoreApplication.translate("wording", template)


def _sentence(shape: str) -> str:
    return QCoreApplication.translate("sentences", shape)


def said(text: str) -> str:
    """Sentences from a room below the desk in the language of the window, as far as they are known."""
    app = QCoreApplication.instance()
    if not text or app is None or len(text) > _MOST or not app.property(_TRANSLATORS):
        return text
    return _said(text, 3)


def apart(text: str) -> str:
    """Words of another direction, kept from turning round a line of the window that begins with them."""
    if QApplication.layoutDirection() is Qt.LayoutDirection.LeftToRight or not text:
        return text
    return _MARK + _APART[0] + text + _APART[-1]


def _said(text: str, deeper: int) -> str:
    known_in_part = ""
    for form, shape in _shapes():
        found = form.match(text)
        if found is None:
            continue
        rest = text[found.end() :]
        if rest and (not rest[0].isspace() or not shape.endswith(_ENDS)):
            continue  # a phrase ("it is damaged") is one only where it is all of a field
        # A field may hold a sentence or a phrase of its own ("… could not be read: it is damaged").
        fields = {name: _said(value, deeper - 1) if deeper else value for name, value in found.groupdict().items()}
        words = _FIELD.sub(lambda field, fields=fields: fields[field[1]], _sentence(shape))  # type: ignore[misc]
        rest = rest.strip()
        if not rest:
            return words
        then = _said(rest, deeper)
        if then != rest:
            return f"{words} {then}"
        known_in_part = known_in_part or f"{words} {rest}"
    return known_in_part or text


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The known shapes, those that begin with words and have most of them first, and what recognises each."""
    shapes: list[str] = json.loads(resource("translations", "sentences.json").read_text(encoding="utf-8"))
    shapes.sort(key=lambda shape: (shape.startswith("{"), -len(_FIELD.sub("", shape))))
    return tuple((_form(shape), shape) for shape in shapes)


def _form(shape: str) -> re.Pattern[str]:
    pieces = _FIELD.split(shape)
    form = "".join(f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    # The end of a sentence is a full stop with a space after it or nothing: “v1.2” ends none.
    return re.compile(form + r"(?=\s|$)", re.DOTALL)
