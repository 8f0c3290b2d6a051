"""Where one was: how the window lay, what was on the desk, each document's place, each question not yet asked."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from docqa.library import home

if TYPE_CHECKING:
    from docqa.desk.pages import ViewState

T = TypeVar("T", list[Any], dict[str, Any])
_PLACES = 500  # documents whose place is remembered, those looked at last


class Remembered:
    """A small file beside the library, written often so that a crash loses a second of it at most.

    What cannot be understood in it counts as never written: it holds nothing that a person would miss.
    """

    def __init__(self, slot: int = 0) -> None:
        """Of the window number `slot`: each of several windows has a file of its own."""
        self._file = QSettings(str(_path(slot)), QSettings.Format.IniFormat)

    def write(self) -> None:
        """Put what was set on the disk."""
        self._file.sync()

    def bytes(self, name: str) -> QByteArray | None:
        """What a widget's own `saveState` or `saveGeometry` gave."""
        value = self._file.value(name)
        return value if isinstance(value, QByteArray) else None

    def text(self, name: str) -> str:
        """A word; "" where there is none."""
        value = self._file.value(name)
        return value if isinstance(value, str) else ""

    def set(self, name: str, value: QByteArray | str) -> None:
        """Remember a value for `bytes` or `text`."""
        self._file.setValue(name, value)

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents on the desk, the one in front first."""
        read = self._read("documents", list)
        return tuple(one for one in read if isinstance(one, str))

    def set_documents(self, ids: Sequence[str]) -> None:
        """These documents are on the desk, the one in front first."""
        self._file.setValue("documents", json.dumps(list(ids)))

    @property
    def questions(self) -> dict[str, str]:
        """What was written and not asked, by session id; under "" what belongs to no session yet."""
        read = self._read("questions", dict)
        return {id: text for id, text in read.items() if isinstance(text, str)}

    def set_questions(self, questions: Mapping[str, str]) -> None:
        """These questions were written and not asked."""
        self._file.setValue("questions", json.dumps({id: text for id, text in questions.items() if text.strip()}))

    @property
    def places(self) -> dict[str, ViewState]:
        """Where one was in each document, by its id; the one looked at last comes last."""
        from docqa.desk.pages import ViewState

        found = {}
        for id, read in self._read("places", dict).items():
            with suppress(TypeError, ValueError, OverflowError):
                page, x, y, fit, zoom, *more = read
                spread, turn = more or ("single", 0)  # what was written before pages could lie otherwise
                state = ViewState(int(page), float(x), float(y), str(fit), float(zoom), str(spread), int(turn) % 4)
                if all(map(math.isfinite, state[1:3])) and 0 < state.zoom < 100:
                    found[id] = state
        return found

    def set_places(self, places: Mapping[str, ViewState]) -> None:
        """One was here in these documents."""
        self._file.setValue("places", json.dumps(dict(list(places.items())[-_PLACES:])))

    def _read(self, name: str, kind: type[T]) -> T:
        try:
            read = json.loads(self.text(name))
        except (ValueError, RecursionError):
            return kind()
        return read if isinstance(read, kind) else kind()


def slots() -> tuple[int, ...]:
    """The windows besides the first that were open when docqa ended."""
    found = (path.stem.removeprefix("window-") for path in home().glob("window-*.ini"))
    return tuple(sorted(int(number) for number in found if number.isdecimal()))


def forget(slot: int) -> None:
    """A window was closed while others stay: it does not come back."""
    if slot:
        with suppress(OSError):
            _path(slot).unlink(missing_ok=True)
    else:
        kept = Remembered()
        kept.set("session", "")
        kept.set_documents(())
        kept.set("closed", "closed")
        kept.write()


def _path(slot: int) -> Path:
    return home() / (f"window-{slot}.ini" if slot else "window.ini")
