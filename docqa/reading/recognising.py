"""Scanned and garbled pages read as pictures, page by page, in workers of their own."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from docqa.domain import Document, Page, PageKind, PageSource, Progress
from docqa.errors import LoadError
from docqa.reading import worker
from docqa.reading.files import shown_name, unreadable
from docqa.reading.formats import Format
from docqa.reading.formats import recognise as recognise_format
from docqa.reading.sharing import pages_from
from docqa.reading.worker import Message, Worker, WorkerFailure

VERSION = 2  # of what is read from pictures: what an older version read is read anew
PAGE_LIMIT = 120.0  # seconds that reading one picture may take
_SLACK = 30.0  # … and loading models and drawing the page besides
_LANES = 2  # pages read beside each other at most: each takes up to a gigabyte
_CRASHES = 5  # workers in a row that pages may take down before the rest is left unread
_DOING = "Reading pictures of pages"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that was read as a picture just now: with source OCR, or still NONE and a problem that says why.

    A page with a text layer and pictures has the source BOTH from then on.
    """

    page: Page
    languages: tuple[str, ...] = ()


def unread_pictures(document: Document) -> tuple[int, ...]:
    """Indices of the pages that may be read as pictures, or have pictures beside their text, and are not yet."""
    return tuple(
        page.index
        for page in document.pages
        if (page.unreadable and page.kind is not PageKind.TEXT) or _has_unread_pictures(page)
    )


def read_pictures(document: Document) -> tuple[int, ...]:
    """Indices of the pages that were read as pictures; other languages may read them better."""
    return tuple(page.index for page in document.pages if page.source in (PageSource.OCR, PageSource.BOTH))


def _has_unread_pictures(page: Page) -> bool:
    return page.kind is PageKind.MIXED and page.source is PageSource.TEXT


def recognise(
    path: Path,
    document: Document,
    languages: Sequence[str] = (),
    password: str | None = None,
    *,
    pages: Iterable[int] | None = None,
) -> Generator[Progress | Recognised, None, Document]:
    """Read pages of `document`, which `load` made of the file at `path`, as pictures.

    `languages` by Tesseract's names; without any they are guessed, page by page. `pages`: indices, else those that
    are unread pictures. Yields Recognised for each page as it is done, in any order, and Progress; returns the new
    document. Close the generator to cancel. A page that crashes or hangs its worker stays unread with a problem.
    Raises LoadError and kin where the file can't be opened any more.
    """
    path = Path(path)
    shown = shown_name(path)
    waiting = deque(unread_pictures(document) if pages is None else pages)
    if not waiting:
        return document
    try:
        form = recognise_format(path, shown)
    except OSError as error:
        raise unreadable(shown, error) from error
    total, done, crashes = len(waiting), 0, 0
    read = {page.index: page for page in document.pages}
    lanes: list[_Lane] = []
    try:
        yield Progress(0, total, _DOING)
        while waiting or lanes:
            while waiting and len(lanes) < min(_LANES, os.cpu_count() or 1) and crashes < _CRASHES:
                lane = _Lane(path, form, shown, password, languages, document)
                lanes.append(lane)
                lane.begin(waiting.popleft())
            if not lanes:
                break
            for lane in list(lanes):
                found = lane.step()
                if found is None:
                    yield Progress(done, total, _DOING)
                    continue
                done += 1
                crashes = crashes + 1 if lane.broken else 0
                read[found.page.index] = found.page
                yield found
                yield Progress(done, total, _DOING)
                if lane.broken or not waiting:
                    lane.end()
                    lanes.remove(lane)
                else:
                    lane.begin(waiting.popleft())
    finally:
        for lane in lanes:
            lane.end()
    return replace(document, pages=tuple(read[page.index] for page in document.pages))


class _Lane:
    """One worker that reads one page after the other. Broken once a page took it down."""

    def __init__(
        self,
        path: Path,
        form: Format,
        shown: str,
        password: str | None,
        languages: Sequence[str],
        document: Document,
    ) -> None:
        self._path, self._form, self._shown, self._password = path, form, shown, password
        self._languages, self._document = list(languages), document
        self._worker: Worker | None = None
        self._work: Generator[Progress, None, Message] | None = None
        self._page = -1
        self.broken = False

    def begin(self, page: int) -> None:
        """Go about page index `page`; `step` until it is there."""
        self._page = page
        self._work = self._reading()

    def step(self) -> Recognised | None:
        """Wait a little for the page; None while it is under way."""
        assert self._work is not None
        try:
            next(self._work)
        except StopIteration as end:
            header, blob = end.value
            (row,) = pages_from(header, blob)
            old = self._document.pages[self._page]
            page = row.as_page(old.index, old.label)
            # What the text layer was found to be stays true; a page that was not read keeps all else it had.
            return Recognised(replace(page, kind=old.kind, hidden=old.hidden), tuple(header["languages"]))
        except WorkerFailure as failure:
            self.broken = True
            old = self._document.pages[self._page]
            if self._beside:  # its text is there all the same
                return Recognised(replace(old, source=PageSource.BOTH))
            return Recognised(replace(old, source=PageSource.NONE, problem=failure.why))
        return None

    def _reading(self) -> Generator[Progress, None, Message]:
        if self._worker is None:
            self._worker = Worker()
            yield from worker.open_in(self._worker, self._path, self._form, self._shown, self._password)
        patience = PAGE_LIMIT + _SLACK
        self._worker.ask(
            "recognise",
            patience,
            page=self._page,
            beside=self._beside,
            languages=self._languages,
            limit=PAGE_LIMIT,
        )
        message = yield from self._worker.answer(patience, self._shown, _DOING)
        self._worker.busy = False
        return message

    @property
    def _beside(self) -> bool:
        """Whether the page has a text layer, and only its pictures are read."""
        source = self._document.pages[self._page].source
        return source is PageSource.BOTH or _has_unread_pictures(self._document.pages[self._page])

    def end(self) -> None:
        """End the worker: it runs at low priority for good, and its models are large."""
        if self._worker is not None:
            with suppress(LoadError):
                self._worker.kill()
            self._worker = None
