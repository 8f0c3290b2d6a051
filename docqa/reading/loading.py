"""From a file to a Document: fingerprint, format, pages read in the worker, title, labels and outline."""

from __future__ import annotations

import re
from array import array
from collections.abc import Generator
from pathlib import Path
from typing import Any

from docqa.domain import Document, OutlineEntry, Page, PageKind, PageSource, Progress, WordBoxes
from docqa.errors import LoadError
from docqa.reading import normalise, worker
from docqa.reading.files import fingerprint, shown_name, unreadable
from docqa.reading.formats import Format, recognise
from docqa.reading.wire import Header
from docqa.reading.worker import PAGE_SECONDS, Message, Worker, WorkerFailure

_STRIKES = 3  # pages that may take the worker down before the file is given up
_SHARED = 64  # pages from which a file is read by two workers
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
        title=title_of(str(header["title"]), path),
        kind=form.kind,
        pages=tuple(
            page.as_page(index, str(label).strip())
            for index, (label, page) in enumerate(zip(labels, pages, strict=True))
        ),
        outline=tuple(OutlineEntry(int(level), str(title), int(page)) for level, title, page in header["outline"]),
    )


class ReadPage:
    """A page as it came over the pipe."""

    def __init__(self, header: list[Any], columns: memoryview) -> None:
        width, height, self.text, count, source, self.problem, kind, self.failed, self.hidden = header
        self.width, self.height = float(width), float(height)
        self.source, self.kind = PageSource(source), PageKind(kind)
        size = 4 * int(count)
        self.boxes = WordBoxes(array("I"), array("I"), array("f"))
        self.boxes.starts.frombytes(columns[:size])
        self.boxes.ends.frombytes(columns[size : 2 * size])
        self.boxes.edges.frombytes(columns[2 * size : 6 * size])

    def as_page(self, index: int, label: str) -> Page:
        """The page with its place in the document."""
        return Page(
            index=index,
            label=label or str(index + 1),
            text=str(self.text),
            width=self.width,
            height=self.height,
            source=self.source,
            boxes=self.boxes,
            problem=str(self.problem),
            kind=self.kind,
            hidden=str(self.hidden),
        )


class _Reader:
    """Reads one file, going on behind a page that takes the worker down."""

    def __init__(self, path: Path, form: Format, shown: str, password: str | None) -> None:
        self._path, self._form, self._shown, self._password = path, form, shown, password
        self._worker: Worker | None = None
        self._second: _SecondWorker | None = None

    def open(self) -> Generator[Progress, None, Header]:
        self._worker = worker.take()
        return (yield from worker.open_in(self._worker, self._path, self._form, self._shown, self._password))

    def pages(self, count: int) -> Generator[Progress, None, list[ReadPage]]:
        """All pages. A second worker reads the later half of a long file; what it does not give is read here."""
        pages: list[ReadPage] = []
        poisonous: dict[int, str] = {}
        if count >= _SHARED and not self._form.flowing:
            middle = count // 2
            self._second = _SecondWorker(self._path, self._form, self._shown, self._password, middle, count)
            yield from self._until(middle, pages, count, poisonous)
            pages += yield from self._second.rest(middle, count)
            self._second = None
        yield from self._until(count, pages, count, poisonous)
        yield Progress(count, count, _DOING)
        if all(page.failed for page in pages):
            raise LoadError(
                f"None of the {count} pages of “{self._shown}” could be read: {pages[0].problem}."
                if count > 1
                else f"“{self._shown}” could not be read: {pages[0].problem}.",
                "Get the file anew, or open and save it in another program first.",
            )
        return pages

    def _until(
        self, last: int, pages: list[ReadPage], count: int, poisonous: dict[int, str]
    ) -> Generator[Progress, None, None]:
        """Read on to page `last`, skipping what takes the worker down."""
        while len(pages) < last:
            try:
                yield from self._read(last, pages, count, poisonous)
            except _PageFailure as failure:
                poisonous[failure.page] = failure.why
                if len(poisonous) > _STRIKES or len(poisonous) == count:
                    raise WorkerFailure(failure.why) from failure
                self._end_first()
                yield from self.open()

    def _read(
        self, last: int, pages: list[ReadPage], count: int, poisonous: dict[int, str]
    ) -> Generator[Progress, None, None]:
        assert self._worker is not None
        at = len(pages)
        try:
            self._worker.ask("read", PAGE_SECONDS, first=at, last=last, skip=list(poisonous.items()))
            while True:
                waiting = self._worker.answer(PAGE_SECONDS, self._shown)
                while True:
                    try:
                        next(waiting)
                    except StopIteration as end:
                        header, blob = end.value
                        break
                    yield self._progress(pages, count)
                if "at" in header:
                    at = int(header["at"])
                elif "pages" in header:
                    pages.extend(pages_from(header, blob))
                    yield self._progress(pages, count)
                else:
                    self._worker.busy = False
                    return
        except WorkerFailure as failure:
            raise _PageFailure(at, failure.why) from failure

    def _progress(self, pages: list[ReadPage], count: int) -> Progress:
        beside = self._second.collect() if self._second is not None else 0
        return Progress(min(len(pages) + beside, count), count, _DOING)

    def close(self) -> None:
        """Give the workers back, or end those that are in the middle of something."""
        self._end_first()
        if self._second is not None:
            self._second.close()
            self._second = None

    def _end_first(self) -> None:
        if self._worker is not None:
            worker.give_back(self._worker, self._shown)
            self._worker = None


class _SecondWorker:
    """Reads pages `first` to `last` beside the first worker. Gives up on any trouble and leaves it to that one."""

    def __init__(self, path: Path, form: Format, shown: str, password: str | None, first: int, last: int) -> None:
        self._shown = shown
        self._pages: list[ReadPage] = []
        self._worker: Worker | None = worker.take()
        try:
            # Both at once: the second is not answered before the file is open.
            worker.ask_to_open(self._worker, path, form, shown, password)
            self._worker.ask("read", PAGE_SECONDS, first=first, last=last, skip=[])
        except WorkerFailure:
            self.close()

    def collect(self) -> int:
        """Take in what came so far; returns the number of pages read."""
        while self._worker is not None and self._worker.waiting:
            self._step(self._worker.answer(PAGE_SECONDS, self._shown))
        return len(self._pages)

    def rest(self, before: int, count: int) -> Generator[Progress, None, list[ReadPage]]:
        """Wait for the other pages, `before` others of `count` being read; fewer come where there is trouble."""
        while self._worker is not None:
            waiting = self._worker.answer(PAGE_SECONDS, self._shown)
            while self._step(waiting):
                yield Progress(before + len(self._pages), count, _DOING)
        return self._pages

    def _step(self, waiting: Generator[Progress, None, Message]) -> bool:
        """Go on with one message; whether it is still to come."""
        assert self._worker is not None
        try:
            next(waiting)
        except StopIteration as end:
            header, blob = end.value
            if isinstance(header.get("pages"), list):
                self._pages += pages_from(header, blob)
            elif "done" in header:
                self._worker.busy = False
                self.close()
            return False
        except (WorkerFailure, LoadError):
            self.close()
            return False
        return True

    def close(self) -> None:
        """Give the worker back, or end it."""
        if self._worker is not None:
            worker.give_back(self._worker, self._shown)
            self._worker = None


class _PageFailure(WorkerFailure):
    """A page took the worker down."""

    def __init__(self, page: int, why: str) -> None:
        super().__init__(why)
        self.page = page


def pages_from(header: Header, blob: bytes) -> list[ReadPage]:
    """The pages of one message."""
    view, at, out = memoryview(blob), 0, []
    for page in header["pages"]:
        end = at + 24 * int(page[3])
        out.append(ReadPage(page, view[at:end]))
        at = end
    return out


_MADE_UP = re.compile(
    r"(?:microsoft (?:word|powerpoint)|powerpoint presentation|adobe photoshop pdf|untitled|unknown|none|title"
    r"|(?:document|presentation|slide)\s*\d*"
    r"|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|fm|rtf|odt|txt|html?|ps|eps|cdr|ai|jpe?g|png|tiff?))"
    r"(?:\s*-.*)?",
    re.IGNORECASE,
)


def title_of(title: str, path: Path) -> str:
    """The metadata's title where a person wrote it, else the file's name."""
    title = " ".join(normalise.word(part) for part in title.split()).strip()
    letters = sum(character.isalpha() for character in title)
    meaningful = letters >= 3 and "\ufffd" not in title and not _MADE_UP.fullmatch(title)
    return title[:300] if meaningful else shown_name(Path(path.stem)) or shown_name(path)
