"""From a file to a Document: fingerprint, format, pages read in the worker, title, labels and outline."""

from __future__ import annotations

import re
from array import array
from collections.abc import Generator
from pathlib import Path
from typing import Any

from docqa.domain import Document, OutlineEntry, Page, PageSource, Progress, WordBoxes
from docqa.errors import LoadError
from docqa.reading import normalise, worker
from docqa.reading.files import fingerprint, shown_name, unreadable
from docqa.reading.formats import Format, recognise
from docqa.reading.wire import Header
from docqa.reading.worker import PAGE_SECONDS, Worker, WorkerFailure

_STRIKES = 3  # pages that may take the worker down before the file is given up
_DOING = "Reading pages"


def load(path: Path, *, password: str | None = None) -> Generator[Progress, None, Document]:
    """Read the file at `path`; yields progress, returns the Document. Close the generator to cancel.

    A page that can't be read becomes a Page with source NONE and a problem. Raises LoadError where the file as a
    whole can't be read, PasswordNeeded and WrongPassword (both kin of it) where it is locked.
    """
    path = Path(path)
    shown = shown_name(path)
    identity = yield from fingerprint(path, shown)
    try:
        form = recognise(path, shown)
    except OSError as error:
        raise unreadable(shown, error) from error
    reader = _Reader(path, form, shown, password)
    try:
        header = yield from reader.open()
        pages = yield from reader.pages(int(header["pages"]))
    except WorkerFailure as failure:
        raise worker.failed(shown, failure) from failure
    finally:
        reader.close()
    labels = header["labels"] or [""] * len(pages)
    return Document(
        id=identity,
        title=_title(str(header["title"]), path),
        kind=form.kind,
        pages=tuple(
            _page(index, str(label).strip(), page)
            for index, (label, page) in enumerate(zip(labels, pages, strict=True))
        ),
        outline=tuple(OutlineEntry(int(level), str(title), int(page)) for level, title, page in header["outline"]),
    )


class _ReadPage:
    """A page as it came over the pipe."""

    def __init__(self, header: list[Any], columns: memoryview) -> None:
        width, height, self.text, count, source, self.problem, self.failed = header
        self.width, self.height = float(width), float(height)
        self.source = PageSource(source)
        size = 4 * int(count)
        self.boxes = WordBoxes(array("I"), array("I"), array("f"))
        self.boxes.starts.frombytes(columns[:size])
        self.boxes.ends.frombytes(columns[size : 2 * size])
        self.boxes.edges.frombytes(columns[2 * size : 6 * size])


def _page(index: int, label: str, page: _ReadPage) -> Page:
    return Page(
        index=index,
        label=label or str(index + 1),
        text=str(page.text),
        width=page.width,
        height=page.height,
        source=page.source,
        boxes=page.boxes,
        problem=str(page.problem),
    )


class _Reader:
    """Reads one file, going on behind a page that takes the worker down."""

    def __init__(self, path: Path, form: Format, shown: str, password: str | None) -> None:
        self._path, self._form, self._shown, self._password = path, form, shown, password
        self._worker: Worker | None = None

    def open(self) -> Generator[Progress, None, Header]:
        self._worker = worker.take()
        return (yield from worker.open_in(self._worker, self._path, self._form, self._shown, self._password))

    def pages(self, count: int) -> Generator[Progress, None, list[_ReadPage]]:
        pages: list[_ReadPage] = []
        poisonous: dict[int, str] = {}
        while len(pages) < count:
            try:
                yield from self._read(pages, count, poisonous)
            except _PageFailure as failure:
                poisonous[failure.page] = failure.why
                if len(poisonous) > _STRIKES or len(poisonous) == count:
                    raise WorkerFailure(failure.why) from failure
                self.close()
                yield from self.open()
        if all(page.failed for page in pages):
            raise LoadError(
                f"None of the {count} pages of “{self._shown}” could be read: {pages[0].problem}."
                if count > 1
                else f"“{self._shown}” could not be read: {pages[0].problem}.",
                "Get the file anew, or open and save it in another program first.",
            )
        return pages

    def _read(
        self, pages: list[_ReadPage], count: int, poisonous: dict[int, str]
    ) -> Generator[Progress, None, None]:
        assert self._worker is not None
        at = len(pages)
        try:
            self._worker.ask("read", PAGE_SECONDS, first=at, last=count, skip=list(poisonous.items()))
            while True:
                waiting = self._worker.answer(PAGE_SECONDS, self._shown)
                while True:
                    try:
                        next(waiting)
                    except StopIteration as end:
                        header, blob = end.value
                        break
                    yield Progress(len(pages), count, _DOING)
                if "at" in header:
                    at = int(header["at"])
                elif "pages" in header:
                    pages.extend(_unpack(header, blob))
                    yield Progress(len(pages), count, _DOING)
                else:
                    self._worker.busy = False
                    return
        except WorkerFailure as failure:
            raise _PageFailure(at, failure.why) from failure

    def close(self) -> None:
        """Give the worker back, or end it if it is in the middle of something."""
        if self._worker is not None:
            worker.give_back(self._worker, self._shown)
            self._worker = None


class _PageFailure(WorkerFailure):
    """A page took the worker down."""

    def __init__(self, page: int, why: str) -> None:
        super().__init__(why)
        self.page = page


def _unpack(header: Header, blob: bytes) -> list[_ReadPage]:
    view, at, out = memoryview(blob), 0, []
    for page in header["pages"]:
        end = at + 24 * int(page[3])
        out.append(_ReadPage(page, view[at:end]))
        at = end
    return out


_MADE_UP = re.compile(
    r"(?:microsoft (?:word|powerpoint)|powerpoint presentation|adobe photoshop pdf|untitled|unknown|none|title"
    r"|(?:document|presentation|slide)\s*\d*"
    r"|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|fm|rtf|odt|txt|html?|ps|eps|cdr|ai|jpe?g|png|tiff?))"
    r"(?:\s*-.*)?",
    re.IGNORECASE,
)


def _title(title: str, path: Path) -> str:
    """The metadata's title where a person wrote it, else the file's name."""
    title = " ".join(normalise.word(part) for part in title.split()).strip()
    letters = sum(character.isalpha() for character in title)
    meaningful = letters >= 3 and "\ufffd" not in title and not _MADE_UP.fullmatch(title)
    return title[:300] if meaningful else shown_name(Path(path.stem)) or shown_name(path)
