"""Pictures of pages: asked for by what is looked at now, drawn elsewhere, kept while there is room."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QTextOption, QTransform

from docqa.desk import jobs
from docqa.desk.pages.layout import page_rect, sane_size, turned
from docqa.domain import Document, Page, Rect
from docqa.errors import DocqaError
from docqa.language import direction
from docqa.reading import PageLink

TILE = 1_024  # device pixels a side of a part of a page
WHOLE = 6_000_000  # device pixels up to which a page is drawn in one piece
PREVIEW = 1_000  # device pixels of width of the coarse picture that stands in for parts not drawn yet
_M_MMAP_THRESHOLD = -3  # from glibc's malloc.h
ROOM = 64 * 2**20  # bytes of pictures kept


class Drawing(Protocol):
    """Pixels: rows of `stride` bytes, RGB888, top to bottom."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def data(self) -> bytes: ...


class Renders(Protocol):
    """Whatever draws a file's pages; `docqa.reading.Renderer` does."""

    def render(self, page: int, scale: float, clip: Rect | None = None, *, night: bool = False) -> Drawing:
        """Page index `page` at `scale` pixels a point, or the part `clip` (points) of it. Raises LoadError."""

    def links(self, page: int) -> Sequence[PageLink]:
        """The links of page index `page`. Raises LoadError."""


class Want(NamedTuple):
    """A picture: page index, device pixels a point, and the column and row of the tile (None: the whole page)."""

    page: int
    scale: float
    tile: tuple[int, int] | None = None


def pixel_size(size: tuple[float, float], scale: float) -> QSize:
    """Device pixels of a page of `size` points."""
    return QSize(max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))


def wants(page: int, size: tuple[float, float], scale: float, seen: QRectF) -> list[Want]:
    """The pictures that show the part `seen` (device pixels from the page's top left) of a page.

    A page too large for one piece comes in tiles, after a coarse picture of all of it.
    """
    pixels = pixel_size(size, scale)
    if pixels.width() * pixels.height() <= WHOLE:
        return [Want(page, scale)]
    left, top = max(0, int(seen.left() // TILE)), max(0, int(seen.top() // TILE))
    right = min(math.ceil(pixels.width() / TILE), math.ceil(seen.right() / TILE))
    bottom = min(math.ceil(pixels.height() / TILE), math.ceil(seen.bottom() / TILE))
    tiles = [Want(page, scale, (x, y)) for y in range(top, bottom) for x in range(left, right)]
    return [Want(page, coarse(size)), *tiles]


def coarse(size: tuple[float, float]) -> float:
    """The scale of the picture that stands in for the parts of a large page."""
    return min(PREVIEW / size[0], math.sqrt(WHOLE / (size[0] * size[1])))


@dataclass(frozen=True, slots=True)
class _Drawn:
    image: QImage
    error: DocqaError | None = None


@cache
def _hand_memory_back() -> None:
    """Let the C library return each freed picture to the system at once.

    glibc raises the size from which it does so to that of the largest block freed, and then keeps the pictures'
    memory in pieces: 130 MB after scrolling through a book of 1,000 pages. Setting the size fixes it (mallopt(3)).
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 2**20)


class Pictures(QObject):
    """Draws what is wanted, newest wish first, one at a time, and keeps what was drawn last up to `room` bytes.

    `ready` carries a page index when a picture of it has come; `failed` says that `error` has changed. A page that
    cannot be drawn comes as its words, set where they stand.
    """

    ready = Signal(int)
    failed = Signal()

    def __init__(self, parent: QObject, room: int = ROOM) -> None:
        super().__init__(parent)
        _hand_memory_back()
        self._room = room
        self._document: Document | None = None
        self._renderer: Renders | None = None
        self._images: OrderedDict[Want, QImage] = OrderedDict()
        self._by_page: dict[int, set[Want]] = {}
        self._bytes = 0
        self._wanted: list[Want] = []
        self._job: jobs.Job | None = None
        self._spoiled: set[int] = set()
        self._night = False
        self._turn = 0
        self.error: DocqaError | None = None

    def show(self, document: Document | None, renderer: Renders | None) -> None:
        """Forget all pictures and draw this document from now on; without a renderer, as its words."""
        self._document, self._renderer = document, renderer
        self.error = None
        self._spoiled.clear()
        self._drop_all()

    def take(self, document: Document) -> None:
        """The same pages, now with their words."""
        self._document = document

    def forget(self, pages: Iterable[int]) -> None:
        """These pages are not as they were: drop their pictures."""
        for page in pages:
            for want in self._by_page.pop(page, ()):
                self._bytes -= self._images.pop(want).sizeInBytes()

    def set_look(self, night: bool, turn: int) -> None:
        """Draw dark paper with light ink, or the pages as they are; after `turn` quarter turns clockwise."""
        if (night, turn % 4) != (self._night, self._turn):
            self._night, self._turn = night, turn % 4
            self._drop_all()

    def draw_with(self, renderer: Renders | None) -> None:
        """Draw what is wanted anew, with this renderer."""
        wanted = self._wanted
        self.show(self._document, renderer)
        self.failed.emit()
        self.want(wanted)

    @property
    def renderer(self) -> Renders | None:
        """What draws the pages."""
        return self._renderer

    @property
    def kept_bytes(self) -> int:
        """What the pictures kept take."""
        return self._bytes

    def spoiled(self, page: int) -> bool:
        """Whether the renderer could not draw this page, so that its words stand in for it."""
        return page in self._spoiled

    def want(self, wanted: Sequence[Want]) -> None:
        """What should be drawn from now on, most urgent first; earlier wishes not begun yet are void."""
        self._wanted = list(wanted)
        for want in reversed(self._wanted):
            if want in self._images:
                self._images.move_to_end(want)
        self._next()

    def get(self, want: Want) -> QImage | None:
        """The picture, if it is there."""
        return self._images.get(want)

    def stand_in(self, page: int) -> QImage | None:
        """The sharpest picture there is of the whole page, at whatever scale."""
        whole = [want for want in self._by_page.get(page, ()) if want.tile is None]
        return self._images[max(whole, key=lambda want: want.scale)] if whole else None

    def _drop_all(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._images.clear()
        self._by_page.clear()
        self._wanted = []
        self._bytes = 0

    def _next(self) -> None:
        if self._job is not None or self._document is None:
            return
        want = next((want for want in self._wanted if want not in self._images), None)
        if want is None:
            return
        draw = partial(
            _draw,
            self._document.pages[want.page],
            None if self.spoiled(want.page) else self._renderer,
            want,
            self._night,
            self._turn,
        )
        self._job = jobs.call(
            draw,
            owner=self,
            on_result=lambda drawn: self._drawn(want, drawn),
            on_error=lambda error: self._broke(want, error),
        )

    def _drawn(self, want: Want, drawn: _Drawn) -> None:
        self._job = None
        if drawn.error:
            self._spoil(want.page, drawn.error)
        self._keep(want, drawn.image)
        self.ready.emit(want.page)
        self._next()

    def _broke(self, want: Want, error: Exception) -> None:
        """A bug, not a broken file: stand in with the words, once, and let the report be written."""
        self._job = None
        if self.spoiled(want.page):
            self._wanted = [other for other in self._wanted if other.page != want.page]
        self._spoiled.add(want.page)
        self._next()
        raise error

    def _spoil(self, page: int, error: DocqaError) -> None:
        self._spoiled.add(page)
        self.error = error
        self.failed.emit()

    def _keep(self, want: Want, image: QImage) -> None:
        self._images[want] = image
        self._by_page.setdefault(want.page, set()).add(want)
        self._bytes += image.sizeInBytes()
        needed = set(self._wanted)
        for old in [old for old in self._images if old not in needed]:
            if self._bytes <= self._room:
                break
            self._bytes -= self._images.pop(old).sizeInBytes()
            pages = self._by_page[old.page]
            pages.discard(old)
            if not pages:
                del self._by_page[old.page]


def _draw(page: Page, renderer: Renders | None, want: Want, night: bool, turn: int) -> _Drawn:
    """Off the GUI thread: the picture, or the page's words in its place."""
    error: DocqaError | None = None
    image: QImage | None = None
    clip = _clip(page, want, turn)
    if renderer is not None:
        try:
            image = as_image(renderer.render(page.index, want.scale, clip, night=night))
        except DocqaError as failed:
            error = failed
    if image is None:
        image = words_image(page, want.scale, clip)
        if night:
            image.invertPixels()
            _soften(image)
    if turn:
        image = image.transformed(QTransform().rotate(90 * turn))
    return _Drawn(image, error)


def _clip(page: Page, want: Want, turn: int) -> Rect | None:
    """The part of the page that a tile shows; tiles are counted as the page lies after its turns."""
    if want.tile is None:
        return None
    column, row = want.tile
    size = sane_size(page.width, page.height)
    width, height = turned(size, turn)
    step = TILE / want.scale
    tile = Rect(column * step, row * step, min(width, (column + 1) * step), min(height, (row + 1) * step))
    return page_rect(tile, size, turn)


def as_image(drawing: Drawing) -> QImage:
    """Pixels as Qt paints them."""
    if len(drawing.data) < drawing.stride * drawing.height or drawing.stride < 3 * drawing.width:
        raise ValueError("a picture with fewer bytes than it says")
    shared = QImage(drawing.data, drawing.width, drawing.height, drawing.stride, QImage.Format.Format_RGB888)
    # Thirty-two bits a pixel is what the window is painted in; it also takes a copy of bytes that are not Qt's.
    return shared.convertToFormat(QImage.Format.Format_RGB32)


def _soften(image: QImage) -> None:
    """Dark grey paper instead of black: white on black tires the eye."""
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Screen)
    painter.fillRect(image.rect(), QColor(30, 32, 34))
    painter.end()


def words_image(page: Page, scale: float, clip: Rect | None = None) -> QImage:
    """The page's words set where they stand, for a page that cannot be drawn; flowing where no place is known."""
    width, height = sane_size(page.width, page.height)
    part = clip or Rect(0, 0, width, height)
    pixels = pixel_size((part.x1 - part.x0, part.y1 - part.y0), scale)
    left, top = part.x0 * scale, part.y0 * scale
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.translate(-left, -top)
    painter.scale(scale, scale)
    painter.setPen(QColor("#23262a"))
    if len(page.boxes):
        _set_words(painter, page, QRectF(left, top, pixels.width(), pixels.height()), scale)
    else:
        _flow(painter, page.text, QRectF(0, 0, width, height))
    painter.end()
    return image


def _set_words(painter: QPainter, page: Page, seen: QRectF, scale: float) -> None:
    font = QFont()
    font.setPixelSize(100)  # measured large, drawn scaled: widths do not depend on hinting then
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for i in range(len(page.boxes)):
        start, end, rect = page.boxes.word(i)
        box = QRectF(rect.x0 * scale, rect.y0 * scale, (rect.x1 - rect.x0) * scale, (rect.y1 - rect.y0) * scale)
        text = page.text[start:end]
        advance = metrics.horizontalAdvance(text)
        if not box.intersects(seen) or advance <= 0:
            continue
        # As high as its box, unless that is upright; as wide, but never stretched beyond what can be read.
        wide, high = (rect.x1 - rect.x0) / advance, (rect.y1 - rect.y0) / metrics.height()
        high = min(high, 1.6 * wide)
        wide = min(wide, 1.25 * high)
        slack = rect.x1 - rect.x0 - wide * advance
        painter.save()
        painter.translate(rect.x0 + (slack if direction(text) == "rtl" else 0), (rect.y0 + rect.y1) / 2)
        painter.scale(wide, high)
        height = metrics.height()
        painter.drawText(QRectF(0, -height / 2, advance + 1, height), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def _flow(painter: QPainter, text: str, paper: QRectF) -> None:
    area = paper.adjusted(0.06 * paper.width(), 0.06 * paper.width(), -0.06 * paper.width(), -0.06 * paper.width())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    font = QFont()
    for size in (12, 10, 8, 6, 4, 2):
        font.setPixelSize(size)
        needed = QFontMetricsF(font).boundingRect(area, int(Qt.TextFlag.TextWordWrap), text)
        if needed.height() <= area.height():
            break
    painter.setFont(font)
    painter.drawText(area, text, option)
