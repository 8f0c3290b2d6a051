"""Scanned pages read in the background: page by page, seen only while it takes long, in languages to be chosen."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from docqa.desk import jobs
from docqa.desk.languages import said
from docqa.desk.opening import Opened
from docqa.desk.progress_strip import ProgressStrip
from docqa.desk.services import Services
from docqa.desk.theme import GRID
from docqa.desk.widgets import button, label
from docqa.domain import CancelToken, Document, Page, Progress, passed_on
from docqa.errors import DocqaError, StoreError
from docqa.reading import Recognised, ocr_languages, read_pictures, unread_pictures

_SHOWN_EVERY_MS = 1_500  # pages that became readable are put under the eye at most this often


@dataclass(frozen=True, slots=True)
class _Read:
    """A page of one of the documents was read."""

    document: str
    page: Page


@dataclass(frozen=True, slots=True)
class _Failed:
    """A document whose file could not be read again."""

    error: DocqaError


Event = Progress | _Read | _Failed


class PictureReading(ProgressStrip):
    """Reads the pictures of pages of what is on the desk. Questions can be asked meanwhile, of what is read.

    `updated` brings an `Opened` whose document has more text than before; `ended` comes when all is read, `failed`
    with an error where a file could not be opened again. What was read before it was stopped is kept.
    """

    updated = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__((3 * GRID, GRID, 3 * GRID, GRID))
        self._services = services
        self._opened: dict[str, Opened] = {}
        self._new: dict[str, list[Page]] = {}
        self._chosen: dict[str, tuple[str, ...]] = {}
        self.stop_button.setToolTip(self.tr("Pages not read yet stay pictures until the document is opened again"))
        self._showing = QTimer(self, singleShot=True, interval=_SHOWN_EVERY_MS)
        self._showing.timeout.connect(self._bring)

    def begin(self, opened: Sequence[Opened]) -> None:
        """Read what is unread of these from now on, and of no others."""
        self.stop()
        waiting = [one for one in opened if one.renderer and unread_pictures(one.document)]
        self._go(waiting, again=False)

    def read_again(self, opened: Opened, languages: tuple[str, ...]) -> None:
        """Read all pictures of pages of one document in these languages (none: guessed)."""
        self.stop()
        self._chosen[opened.document.id] = languages
        self._go([opened], again=True)

    def languages(self, document: str) -> tuple[str, ...]:
        """What a document's pictures are read in; empty where it is guessed."""
        if document in self._chosen:
            return self._chosen[document]
        return _languages_of(document, None, self._services)

    def _go(self, waiting: Sequence[Opened], *, again: bool) -> None:
        if not waiting:
            return
        self._opened = {one.document.id: one for one in waiting}
        self._slow.start()
        self._job = jobs.run(
            partial(_work, self._services, tuple(waiting), dict(self._chosen), again),
            owner=self,
            on_event=self._happened,
            on_result=self._finished,
            on_error=self._broke,
        )

    def stop(self) -> None:
        """Leave the rest unread; what was read counts."""
        if self._job:
            self._job.cancel()
            self._bring()
        super().stop()

    def _happened(self, event: Event) -> None:
        if isinstance(event, _Read):
            self._new.setdefault(event.document, []).append(event.page)
            if not self._showing.isActive():
                self._showing.start()
        elif isinstance(event, _Failed):
            self.failed.emit(event.error)
        else:
            far = self.tr("{doing} · {done} of {total}")
            self._far(
                far.format(doing=said(event.doing), done=event.done, total=event.total), event.done, event.total
            )

    def _bring(self) -> None:
        """Bring the pages that came to those who show and ask."""
        self._showing.stop()
        new, self._new = self._new, {}
        for id, pages in new.items():
            one = self._opened[id]
            fresh = {page.index: page for page in pages}
            together = tuple(fresh.get(page.index, page) for page in one.document.pages)
            self._opened[id] = replace(one, document=replace(one.document, pages=together))
            self.updated.emit(self._opened[id])

    def _finished(self, _: None) -> None:
        self._bring()
        self._done()
        self.ended.emit()

    def _broke(self, error: Exception) -> None:
        self._bring()
        self._done()
        self.failed.emit(error)


def _work(
    services: Services,
    waiting: Sequence[Opened],
    chosen: Mapping[str, tuple[str, ...]],
    again: bool,
    cancel: CancelToken,
) -> Generator[Event, None, None]:
    for one in waiting:
        cancel.check()
        languages = _languages_of(one.document.id, chosen.get(one.document.id), services)
        work = services.read_pictures(one.path, one.document, languages, one.password, again=again)
        try:
            document = yield from _events(one.document.id, work)
        except DocqaError as error:
            yield _Failed(error)
            continue
        finally:
            work.close()
        with suppress(StoreError):  # it can be asked about all the same
            services.store.remember(document, one.path, encrypted=one.password is not None)


def _languages_of(document: str, said: Sequence[str] | None, services: Services) -> tuple[str, ...]:
    from docqa.pictures_read import languages_of  # the window stands before anything is read

    return languages_of(document, said, services.settings.ocr_languages)


def _events(id: str, work: Generator[Progress | Recognised, None, Document]) -> Generator[Event, None, Document]:
    return passed_on(work, lambda event: _Read(id, event.page) if isinstance(event, Recognised) else event)


class LanguagesDialog(QDialog):
    """What a document's scanned pages are written in: languages that can be read here, or a guess."""

    def __init__(self, title: str, there: Sequence[str], chosen: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Languages of scanned pages"))
        words = label(
            self.tr(
                "What are the scanned pages of “{title}” written in? Choose few: with each, reading takes longer "
                "and errs more. Without a choice it is guessed."
            ).format(title=title),
            wrap=True,
        )
        self.list = QListWidget()
        self.list.setObjectName("endpoints")
        self.list.setAccessibleName(self.tr("Languages that can be read from pictures"))
        for language in (*chosen, *(one for one in there if one not in chosen)):
            item = QListWidgetItem(language_name(language), self.list)
            item.setData(Qt.ItemDataRole.UserRole, language)
            item.setCheckState(Qt.CheckState.Checked if language in chosen else Qt.CheckState.Unchecked)
        more = label(self.tr("`docqa doctor` says how to add a language."), "small", wrap=True)
        buttons = QDialogButtonBox()
        buttons.addButton(button(self.tr("Read again"), "primary"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        for widget in (words, self.list, more, buttons):
            column.addWidget(widget)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The languages that are ticked, in the order shown."""
        items = (self.list.item(i) for i in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )


def can_be_read_again(document: Document) -> bool:
    """Whether the document has pictures of pages at all."""
    return bool(read_pictures(document) or unread_pictures(document))


def languages_there() -> tuple[str, ...]:
    """The languages that can be read here. Asks a program the first time: off the GUI thread."""
    return ocr_languages()


# Tesseract's names that are no language tags as Qt and people know them.
_TAGS = {
    "ara": "ar", "ces": "cs", "chi_sim": "zh_Hans", "chi_tra": "zh_Hant", "dan": "da", "deu": "de", "ell": "el",
    "eng": "en", "fas": "fa", "fin": "fi", "fra": "fr", "heb": "he", "hin": "hi", "hun": "hu", "ind": "id",
    "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl", "nor": "nb", "pol": "pl", "por": "pt", "ron": "ro",
    "rus": "ru", "spa": "es", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi",
    "yid": "yi",
}  # fmt: skip


def language_name(language: str) -> str:
    """A language's own name beside Tesseract's name for it."""
    tag = _TAGS.get(language)
    name = QLocale(tag).nativeLanguageName() if tag else ""
    return f"{name} ({language})" if name else language
