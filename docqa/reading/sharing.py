"""The pages of one file, read by two workers that begin at its two ends and meet, going on behind one that fails.

Each is asked for two blocks of pages at a time, so that it never waits for us; blocks grow small towards the end,
so that both are done together, whichever half of the file is the harder one.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from docqa.domain import Page, PageKind, PageSource, PagesRead, Progress, WordBoxes
from docqa.errors import LoadError
from docqa.reading import worker
from docqa.reading.formats import Format
from docqa.reading.wire import Header
from docqa.reading.worker import Message, Worker, WorkerFailure

_STRIKES = 3  # pages that may take the worker down before the file is given up
_SHARED = 64  # pages from which a file is read by two workers
_AHEAD = 2  # blocks that a worker is asked for at a time
_LEAST, _MOST = 4, 32  # pages of a block
_PARTS = 10  # of what is left, a block is one
_DOING = "Reading pages"


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


def pages_from(header: Header, blob: bytes) -> list[ReadPage]:
    """The pages of one message."""
    view, at, out = memoryview(blob), 0, []
    for page in header["pages"]:
        end = at + 24 * int(page[3])
        out.append(ReadPage(page, view[at:end]))
        at = end
    return out


class Sharing:
    """Reads one file: `open` it, then its `pages`; `close` whatever came of it."""

    def __init__(self, path: Path, form: Format, shown: str, password: str | None) -> None:
        self._path, self._form, self._shown, self._password = path, form, shown, password
        self._worker: Worker | None = None
        self._second: _Hand | None = None

    def open(self) -> Generator[Progress, None, Header]:
        """Page count, title, labels and outline. Raises LoadError and kin, WorkerFailure."""
        self._worker = worker.take()
        return (yield from worker.open_in(self._worker, self._path, self._form, self._shown, self._password))

    def pages(self, labels: Sequence[str]) -> Generator[Progress, None, tuple[Page, ...]]:
        """All pages, one a label, as they come and at last in order. Raises LoadError, WorkerFailure."""
        found = _Found(labels)
        left = _Left(len(labels))
        poisonous: dict[int, str] = {}
        if len(labels) >= _SHARED and not self._form.flowing:
            self._second = self._beside(left)
        while True:
            try:
                yield from self._by_first(left, found, poisonous)
            except _PageFailure as failure:
                poisonous[failure.page] = failure.why
                if len(poisonous) > _STRIKES or len(poisonous) == len(labels):
                    raise WorkerFailure(failure.why) from failure
                self._end_first()
                yield from self.open()
                continue
            # What the second worker does not give for any trouble is read by the first one after all.
            while self._second is not None:
                self._step_beside(found, wait=True)
                yield found.progress()
            if not left:
                return found.pages(self._shown)

    def _by_first(self, left: _Left, found: _Found, poisonous: dict[int, str]) -> Generator[Progress, None, None]:
        """Read until there is no page left to be asked for, taking in what the second worker reads meanwhile."""
        assert self._worker is not None
        hand = _Hand(self._worker, left, list(poisonous.items()))
        try:
            hand.ask()
            while hand.asked:
                waiting = self._worker.answer(worker.PAGE_SECONDS, self._shown)
                while True:
                    try:
                        next(waiting)
                    except StopIteration as end:
                        found.take(hand.took(end.value))
                        break
                    finally:
                        self._step_beside(found)
                    yield found.progress()
                if found.fresh:
                    yield found.progress()
        except WorkerFailure as failure:
            hand.give_up()
            raise _PageFailure(hand.at, failure.why) from failure

    def _beside(self, left: _Left) -> _Hand | None:
        """A second worker that reads from the end. Gives up on any trouble and leaves it to the first."""
        second = worker.take()
        hand = _Hand(second, left, [], backwards=True)
        try:
            # All at once: it is not waited for before the file is open.
            worker.ask_to_open(second, self._path, self._form, self._shown, self._password)
            hand.ask()
        except WorkerFailure:
            hand.give_up()
            worker.give_back(second, self._shown)
            return None
        return hand

    def _step_beside(self, found: _Found, *, wait: bool = False) -> None:
        """Take in what the second worker has read so far; with `wait` wait a little for it."""
        while (hand := self._second) is not None and (wait or hand.worker.waiting):
            wait = False
            try:
                next(hand.waiting_for(self._shown))
                return
            except StopIteration as end:
                hand.waited()
                try:
                    found.take(hand.took(end.value))
                except WorkerFailure:
                    self._end_second()
                    return
                if not hand.asked:
                    self._end_second()
            except (WorkerFailure, LoadError):
                self._end_second()

    def close(self) -> None:
        """Give the workers back, or end those that are in the middle of something."""
        self._end_first()
        self._end_second()

    def _end_first(self) -> None:
        if self._worker is not None:
            worker.give_back(self._worker, self._shown)
            self._worker = None

    def _end_second(self) -> None:
        if self._second is not None:
            self._second.give_up()
            worker.give_back(self._second.worker, self._shown)
            self._second = None


class _PageFailure(WorkerFailure):
    """A page took the worker down."""

    def __init__(self, page: int, why: str) -> None:
        super().__init__(why)
        self.page = page


class _Left:
    """The pages that no worker was asked for yet."""

    def __init__(self, pages: int) -> None:
        self._ranges = [range(pages)] if pages else []

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def take(self, *, backwards: bool) -> range | None:
        """The next block from either end; None when there is none left."""
        if not self._ranges:
            return None
        size = min(max(sum(map(len, self._ranges)) // _PARTS, _LEAST), _MOST)
        if backwards:
            whole = self._ranges.pop()
            rest, block = whole[:-size], whole[-size:]
        else:
            whole = self._ranges.pop(0)
            block, rest = whole[:size], whole[size:]
        self.put_back(rest)
        return block

    def put_back(self, block: range) -> None:
        """What was taken is to be read by another."""
        if block:
            self._ranges = sorted([*self._ranges, block], key=lambda one: one.start)


class _Hand:
    """A worker and the blocks it was asked for; `at` is the page it is about, for when it fails."""

    def __init__(
        self, reading: Worker, left: _Left, skip: list[tuple[int, str]], *, backwards: bool = False
    ) -> None:
        self.worker, self.asked, self.at = reading, deque[range](), 0
        self._left, self._skip, self._backwards = left, skip, backwards
        self._waiting: Generator[Progress, None, Message] | None = None

    def ask(self) -> None:
        """See to it that it has enough to do. Raises WorkerFailure."""
        while len(self.asked) < _AHEAD and (block := self._left.take(backwards=self._backwards)) is not None:
            self.asked.append(block)
            self.at = self.asked[0].start
            self.worker.ask("read", worker.PAGE_SECONDS, first=block.start, last=block.stop, skip=self._skip)

    def took(self, message: Message) -> list[tuple[int, ReadPage]]:
        """What a message brings: pages with their indices, or none. Raises WorkerFailure."""
        header, blob = message
        if "at" in header:
            self.at = int(header["at"])
        elif isinstance(header.get("pages"), list) and self.asked:
            block = self.asked[0]
            found = list(zip(block, pages_from(header, blob), strict=False))
            self.asked[0] = block[len(found) :]
            return found
        elif "done" in header and self.asked:
            if self.asked[0]:
                raise WorkerFailure("the program that reads files left pages out")
            self.asked.popleft()
            self.ask()
            self.worker.busy = bool(self.asked)
        return []

    def waiting_for(self, shown: str) -> Generator[Progress, None, Message]:
        """The waiting for its next message, gone on with until `waited`: its patience is for one message."""
        if self._waiting is None:
            self._waiting = self.worker.answer(worker.PAGE_SECONDS, shown)
        return self._waiting

    def waited(self) -> None:
        """The message has come."""
        self._waiting = None

    def give_up(self) -> None:
        """Leave what it was asked for to another."""
        for block in self.asked:
            self._left.put_back(block)
        self.asked.clear()


class _Found:
    """The pages that have come, and those of them that nobody was told of."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = labels
        self._pages: list[Page | None] = [None] * len(labels)
        self._count = 0
        self._failed: dict[int, str] = {}
        self.fresh: list[Page] = []

    def take(self, read: Sequence[tuple[int, ReadPage]]) -> None:
        """Keep pages by their indices."""
        for index, one in read:
            page = self._pages[index] = one.as_page(index, self._labels[index])
            self.fresh.append(page)
            if one.failed:
                self._failed[index] = page.problem
        self._count += len(read)

    def progress(self) -> Progress:
        """How far it is, with the pages that came since this was asked last."""
        fresh, self.fresh = tuple(self.fresh), []
        return PagesRead(self._count, len(self._pages), _DOING, fresh)

    def pages(self, shown: str) -> tuple[Page, ...]:
        """All of them, in order. Raises LoadError where MuPDF failed on every one."""
        pages = tuple(page for page in self._pages if page is not None)
        assert len(pages) == len(self._pages), "no block is left before its pages are there"
        if len(self._failed) == len(pages):
            raise LoadError(
                f"None of the {len(pages)} pages of “{shown}” could be read: {self._failed[0]}."
                if len(pages) > 1
                else f"“{shown}” could not be read: {self._failed[0]}.",
                "Get the file anew, or open and save it in another program first.",
            )
        return pages
