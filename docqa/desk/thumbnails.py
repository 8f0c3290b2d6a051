"""Small pictures of pages and of parts of them, drawn one after the other."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.pages.pictures import Drawing
from docqa.desk.theme import GRID, theme
from docqa.desk.widgets import Elided, label, tool_button
from docqa.domain import Document, Rect, Region
from docqa.errors import DocqaError

HIGH = 15 * GRID  # pixels of a thumbnail
WIDE = 26 * GRID
_BESIDE = 54 * GRID  # pixels of a thumbnail with its words and its button: two fit beside each other
_ALONE = 84 * GRID  # pixels it may take where its words need them
_KEPT = 120  # thumbnails


class Renders(Protocol):
    """Whatever draws a file's pages."""

    def render(self, page: int, scale: float, clip: Rect | None = None) -> Drawing:
        """Page index `page` at `scale` pixels a point, or the part `clip` (points) of it. Raises LoadError."""


class Shown(Protocol):
    """A document with what draws it."""

    @property
    def document(self) -> Document: ...
    @property
    def renderer(self) -> Renders | None: ...


class Thumbnails(QObject):
    """Draws thumbnails in the order they are asked for, and keeps the last of them.

    `ready` carries the region whose thumbnail has come; one that can't be drawn never comes.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Region, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[Region, tuple[Shown, float]] = OrderedDict()
        self._job: jobs.Job | None = None

    def get(self, region: Region, of: Shown, ratio: float) -> QPixmap | None:
        """The thumbnail of a region, or None and `ready` later. `ratio`: device pixels a pixel."""
        if region in self._kept:
            self._kept.move_to_end(region)
            return self._kept[region]
        if of.renderer is not None:
            self._wanted[region] = (of, ratio)
            self._next()
        return None

    def forget(self) -> None:
        """Draw nothing that was asked for."""
        self._wanted.clear()

    def _next(self) -> None:
        if self._job is not None or not self._wanted:
            return
        region, (of, ratio) = self._wanted.popitem(last=False)
        self._job = jobs.call(
            partial(_draw, region, of, ratio),
            owner=self,
            on_result=partial(self._drawn, region, ratio),
            on_error=self._broke,
        )

    def _drawn(self, region: Region, ratio: float, image: QImage | None) -> None:
        self._job = None
        if image is not None:
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._kept[region] = pixmap
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.ready.emit(region)
        self._next()

    def _broke(self, error: Exception) -> None:
        self._job = None
        self._next()
        raise error


def _draw(region: Region, of: Shown, ratio: float) -> QImage | None:
    """Off the GUI thread. None where the page can't be drawn, or its document was closed."""
    page = of.document.pages[region.page]
    rect = region.rect or Rect(0, 0, max(page.width, 1), max(page.height, 1))
    scale = min(WIDE / max(rect.x1 - rect.x0, 1), HIGH / max(rect.y1 - rect.y0, 1)) * ratio
    assert of.renderer is not None, "only what can be drawn is asked for"
    try:
        drawn = of.renderer.render(region.page, scale, region.rect)
    except DocqaError:
        return None
    image = QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


class _Picture(QWidget):
    """The thumbnail itself, on a sheet while it is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.pixmap: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        if self.pixmap is None:
            return QSize(round(HIGH * 0.72), HIGH)
        size = self.pixmap.deviceIndependentSize()
        return QSize(max(3 * GRID, round(size.width())), HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme().colours
        area = self.rect().adjusted(0, 0, -1, -1)
        if self.pixmap is None:
            painter.fillRect(area, QColor(colours.raised))
        else:
            size = self.pixmap.deviceIndependentSize()
            area.setSize(size.toSize())
            area.moveCenter(self.rect().center())
            painter.drawPixmap(area.topLeft(), self.pixmap)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))


class Thumbnail(QFrame):
    """A region with its picture, what it is, how large it is sent, and perhaps a button to take it out."""

    opened = Signal(object)  # Region: the person wants to see it on its page
    removed = Signal(object)  # Region

    def __init__(self, region: Region, title: str, *, removable: bool) -> None:
        super().__init__()
        self.region = region
        self.setObjectName("thumbnail")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("{what}: show it on its page").format(what=title))
        self.picture = _Picture()
        self.title = Elided(title, "small")
        self.detail = label("", "small")
        self.detail.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        self.remove = tool_button("close", self.tr("Don’t send {what}").format(what=title), "muted")
        self.remove.setVisible(removable)
        self.remove.clicked.connect(lambda: self.removed.emit(self.region))
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self._fit()

    def _fit(self) -> None:
        """As wide as its words need beside a wide picture, within reason."""
        wide = self.picture.sizeHint().width() + self.title.sizeHint().width() + 4 * GRID
        if not self.remove.isHidden():
            wide += self.remove.sizeHint().width() + 2 * GRID
        self.setFixedWidth(max(_BESIDE, min(_ALONE, wide)))

    def set_pixmap(self, pixmap: QPixmap | None) -> None:
        """Show this picture."""
        if pixmap is not None:
            self.picture.pixmap = pixmap
            self.picture.updateGeometry()
            self._fit()
            self.picture.update()

    def set_detail(self, text: str) -> None:
        """Further lines: how large it is sent, or that its words are."""
        self.detail.setText(text)
        self.detail.setVisible(bool(text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.region)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.region)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.remove.isHidden():
            self.removed.emit(self.region)
        else:
            super().keyPressEvent(event)
