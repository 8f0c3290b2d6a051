"""Pages as pictures, drawn by a worker of their own."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from docqa.domain import Document, OutlineEntry, Page, Rect, finish
from docqa.errors import LoadError
from docqa.reading import worker
from docqa.reading.files import shown_name, unreadable
from docqa.reading.formats import recognise
from docqa.reading.loading import title_of
from docqa.reading.wire import Header
from docqa.reading.worker import PAGE_SECONDS, Message, Worker, WorkerFailure

MOST_SIDE = 6_000  # pixels of a picture file's side
_SIZING = 0.03  # seconds that a sketch may spend on the sizes of pages: 500 pages or so


class PageLink(NamedTuple):
    """A link on a page. `address` is where it leads outside the document; "" for one to `page`, `x`, `y` in it."""

    rect: Rect
    address: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels from top to bottom, `stride` bytes a row, three bytes (red, green, blue) a pixel."""

    width: int
    height: int
    stride: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as the bytes of a PNG or JPEG file, whichever is smaller; `media` is its media type."""

    width: int
    height: int
    media: str
    data: bytes = field(repr=False)


class Renderer:
    """Draws the pages of one file. Safe to call from any thread; one page is drawn at a time.

    The worker is started at the first picture and again after a crash. The password stays in memory.
    """

    def __init__(self, path: Path, *, password: str | None = None) -> None:
        self._path, self._password = Path(path), password
        self._shown = shown_name(self._path)
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._header: Header = {}
        self._closed = False

    def render(self, page: int, scale: float, clip: Rect | None = None, *, night: bool = False) -> Picture:
        """Page index `page`, or `clip` of it in points, at `scale` pixels a point.

        By `night` dark paper with light ink, photographs as they are.

        A picture that would be larger than 40 million pixels comes back smaller than asked: its own width and
        height tell. Raises LoadError and kin where the file or the page can't be drawn.
        """
        if not (scale > 0 and page >= 0):
            raise ValueError(f"no such picture: page {page}, scale {scale}")
        header, data = self._ask("render", page, scale=scale, clip=clip, night=night)
        return Picture(int(header["width"]), int(header["height"]), int(header["stride"]), data)

    def encode(self, page: int, width: int, height: int, clip: Rect | None = None) -> Encoded:
        """Page index `page`, or `clip` of it in points, as a picture file of exactly `width` x `height` pixels.

        Raises LoadError and kin where the file or the page can't be drawn.
        """
        if not (page >= 0 and 0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
            raise ValueError(f"no such picture: page {page}, {width} x {height}")
        header, data = self._ask("encode", page, width=width, height=height, clip=clip)
        return Encoded(width, height, str(header["media"]), data)

    def links(self, page: int) -> tuple[PageLink, ...]:
        """The links of page index `page`. Raises LoadError and kin where the file can't be read."""
        header, _ = self._ask("links", page)
        return tuple(
            PageLink(Rect(*map(float, rect)), str(address), int(target), float(x), float(y))
            for rect, address, target, x, y in header["links"]
        )

    def sketch(self) -> Document:
        """What can be told at once, whatever the length: title, labels, outline, pages with sizes and no words.

        Its id is "". Sizes of pages far down a long file are those of the last page looked at. Raises LoadError
        and kin, as `load` does for the same file.
        """
        sizes = [(float(w), float(h)) for w, h in self._ask("sizes", 0, budget=_SIZING)[0]["sizes"]]
        header = self._header
        count = int(header["pages"])
        labels = [str(label).strip() for label in header["labels"]] or [""] * count
        sizes += [sizes[-1]] * (count - len(sizes))
        pages = (
            Page(index, label or str(index + 1), "", width, height)
            for index, (label, (width, height)) in enumerate(zip(labels, sizes, strict=True))
        )
        outline = (OutlineEntry(int(level), str(title), int(page)) for level, title, page in header["outline"])
        title = title_of(str(header["title"]), self._path)
        return Document("", title, recognise(self._path, self._shown).kind, tuple(pages), tuple(outline))

    def _ask(self, do: str, page: int, **request: object) -> Message:
        with self._lock:
            if self._closed:
                raise LoadError(f"“{self._shown}” is closed.", "Open it again.")
            fresh = self._worker is None
            try:
                return self._draw(do, page, request)
            except WorkerFailure as failure:
                self._end()
                if fresh:
                    raise self._failed(page, failure) from failure
            # The worker may have died since the last picture, not of this one: try once with a new one.
            try:
                return self._draw(do, page, request)
            except WorkerFailure as failure:
                self._end()
                raise self._failed(page, failure) from failure

    def _failed(self, page: int, failure: WorkerFailure) -> LoadError:
        return LoadError(
            f"Page {page + 1} of “{self._shown}” can't be shown: {failure.why}.", "Go on to another page."
        )

    def _draw(self, do: str, page: int, request: dict[str, object]) -> Message:
        if self._worker is None:
            self._header = self._open()
        assert self._worker is not None
        self._worker.ask(do, PAGE_SECONDS, page=page, **request)
        message = finish(self._worker.answer(PAGE_SECONDS, self._shown))
        self._worker.busy = False
        return message

    def _open(self) -> Header:
        try:
            form = recognise(self._path, self._shown)
        except OSError as error:
            raise unreadable(self._shown, error) from error
        self._worker = worker.take()
        try:
            return finish(worker.open_in(self._worker, self._path, form, self._shown, self._password))
        except BaseException:
            self._end()
            raise

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def close(self) -> None:
        """Let go of the file and its worker. Waits for a picture being drawn."""
        with self._lock:
            self._closed = True
            if self._worker is not None:
                worker.give_back(self._worker, self._shown)
                self._worker = None

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
