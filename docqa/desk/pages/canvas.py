"""The scrolled desk on which pages lie: where they are, how large, what is drawn of them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStyle, QWidget

from docqa.desk.pages import painting, words
from docqa.desk.pages.layout import GAP, Layout, Spot, sane_size
from docqa.desk.pages.marks import Marks
from docqa.desk.pages.painting import PageColours
from docqa.desk.pages.pictures import TILE, Pictures, Renders, Want, pixel_size, wants
from docqa.desk.theme import theme
from docqa.domain import Document, Rect, Span


class Fit(StrEnum):
    """What decides the size of the pages."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class Canvas(QAbstractScrollArea):
    """Pages one below the other. Only those near what is seen are drawn, elsewhere (see `Pictures`).

    Scale is logical pixels a point; `spot` and its kin are in points on a page.
    """

    page_changed = Signal(int)
    zoom_changed = Signal()
    STEPS: ClassVar = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.pictures = Pictures(self)
        self.fit = Fit.WIDTH
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._layout = Layout((), 1.0, 0)
        self._page = -1
        self._aim = (-1, QPointF())  # the page that was jumped to, and where that led
        self.marks = Marks()
        self._flash = 0.0
        self._night = False
        self._focus_shown = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        # Pages are not mirrored with the interface; a mirrored bar would count from the right.
        self.horizontalScrollBar().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # fitting must not change the width
        self.setMinimumSize(160, 120)

        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask_for_pictures)
        self._flashing = QVariantAnimation(self, duration=900, startValue=1.0, endValue=0.0)
        self._flashing.valueChanged.connect(self._flash_on)
        self.pictures.ready.connect(self._picture_ready)
        self.pictures.failed.connect(self.redraw)
        theme().changed.connect(self._recolour)
        self._recolour()

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_document(self, document: Document | None, renderer: Renders | None) -> None:
        """Lay out these pages; the desk is empty for None."""
        self.document = document
        self._sizes = tuple(sane_size(page.width, page.height) for page in document.pages) if document else ()
        self.marks.clear()
        self._page = -1
        self._flashing.stop()
        self.pictures.show(document, renderer)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue((self.horizontalScrollBar().maximum()) // 2)
        self._scrolled()

    def flash(self) -> None:
        """Draw the eye to the citations, unless the desktop asks for less motion."""
        self._flashing.stop()
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self):
            self._flashing.start()

    def set_night(self, night: bool) -> None:
        """Dark paper with light ink, or the pages as they are."""
        self._night = night
        self.pictures.set_night(night)
        self._recolour()
        self._soon.start()

    # -- where things are ----------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page that is read: the one just jumped to, else what takes most of the view; -1 without pages."""
        return self._page

    @property
    def origin(self) -> QPointF:
        """The desk's point at the viewport's top left."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def seen(self) -> QRectF:
        """The part of the desk that shows."""
        return QRectF(self.origin, self.viewport().size().toSizeF())

    def spot_at(self, point: QPointF) -> Spot:
        """The place on a page at a point of the viewport."""
        return self._layout.spot(point + self.origin)

    def spot(self) -> Spot:
        """Where one is: the place at the viewport's top left."""
        return self.spot_at(QPointF(0, 0)) if self._sizes else Spot(0, 0, 0)

    def show_spot(self, spot: Spot) -> None:
        """Scroll so that `spot` is at the viewport's top left."""
        if 0 <= spot.page < len(self._sizes):
            self._scroll_to(self._layout.point(spot))

    def page_rect(self, index: int) -> QRectF:
        """Page `index` in the viewport's coordinates."""
        return self._layout.page(index).translated(-self.origin)

    def on_screen(self, page: int, rect: Rect) -> QRectF:
        """A rectangle of points on a page, in the viewport's coordinates."""
        at, scale = self.page_rect(page), self._layout.scale
        return QRectF(
            at.x() + rect.x0 * scale,
            at.y() + rect.y0 * scale,
            (rect.x1 - rect.x0) * scale,
            (rect.y1 - rect.y0) * scale,
        )

    def show_page(self, index: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= index < len(self._sizes):
            self.verticalScrollBar().setValue(round(self._layout.page(index).top() - GAP / 2))
            self._aim_at(index)

    def _aim_at(self, page: int) -> None:
        self._aim = page, self.origin
        self._scrolled()

    def reveal(self, span: Span) -> None:
        """Scroll until the first words of `span` are comfortably in sight; not at all if they are."""
        if self.document is None or not 0 <= span.page < len(self._sizes):
            return
        where = words.rects(self.document.pages[span.page], span.start, span.end)
        if not where:
            self.show_page(span.page)
            return
        first = self.on_screen(span.page, where[0])
        height, width = self.viewport().height(), self.viewport().width()
        if not (0.08 * height <= first.top() and first.bottom() <= 0.85 * height):
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + first.center().y() - height / 3))
        if not (0 <= first.left() and first.right() <= width):
            bar = self.horizontalScrollBar()
            bar.setValue(round(bar.value() + first.left() - 0.15 * width))
        self._aim_at(span.page)

    # -- size ----------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper, as far as the screen's resolution is known."""
        return self._layout.scale * 72 / self.logicalDpiX()

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """Show pages at this size; what lies at `around` (viewport; its middle if not given) stays there."""
        self.fit = Fit.FREE
        self._lay_out(zoom * self.logicalDpiX() / 72, around)

    def set_fit(self, fit: Fit) -> None:
        """Let the window decide the size of the pages."""
        self.fit = fit
        self._lay_out()

    def zoom_by(self, steps: int, around: QPointF | None = None) -> None:
        """The next larger (or smaller, below 0) of the usual sizes."""
        now = self.zoom
        larger = [step for step in self.STEPS if step > now * 1.01]
        smaller = [step for step in self.STEPS if step < now * 0.99]
        if steps > 0 and larger:
            self.set_zoom(larger[min(steps, len(larger)) - 1], around)
        elif steps < 0 and smaller:
            self.set_zoom(smaller[max(steps, -len(smaller))], around)

    def _fitting_scale(self) -> float:
        width, height = self._sizes[max(0, self._page)]
        across = max(40, self.viewport().width() - 2 * GAP) / width
        if self.fit is Fit.WIDTH:
            return across
        return min(across, max(40, self.viewport().height() - GAP) / height)

    def _lay_out(self, scale: float | None = None, around: QPointF | None = None) -> None:
        """Place the pages anew; the place one looks at stays where it is."""
        if not self._sizes:
            self._layout = Layout((), 1.0, 0)
            self._set_ranges()
            self.zoom_changed.emit()
            return
        middle = QPointF(self.viewport().width() / 2, 0 if self.fit is Fit.WIDTH else self.viewport().height() / 2)
        fixed = middle if around is None else around
        held = self._layout.spot(fixed + self.origin) if self._layout.sizes == self._sizes else None
        if scale is None:
            scale = self._fitting_scale() if self.fit is not Fit.FREE else self._layout.scale
        dots = self.logicalDpiX() / 72
        largest = min(self.STEPS[-1] * dots, Layout.largest_scale(self._sizes))
        self._layout = Layout(
            self._sizes, max(min(self.STEPS[0] * dots, largest), min(scale, largest)), self.viewport().width()
        )
        self._set_ranges()
        if held is not None:
            self._scroll_to(self._layout.point(held) - fixed)
        self.zoom_changed.emit()
        self.redraw()
        # Sizes come in quick succession while a wheel or a border is turned: draw the one that stays.
        self._soon.start(60)

    def _set_ranges(self) -> None:
        seen = self.viewport().size()
        for bar, whole, part in (
            (self.verticalScrollBar(), self._layout.height, seen.height()),
            (self.horizontalScrollBar(), self._layout.width, seen.width()),
        ):
            bar.setRange(0, max(0, round(whole) - part))
            bar.setPageStep(max(1, round(0.9 * part)))
            bar.setSingleStep(24)

    def _scroll_to(self, point: QPointF) -> None:
        self.horizontalScrollBar().setValue(round(point.x()))
        self.verticalScrollBar().setValue(round(point.y()))

    # -- Qt ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(720, 840)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._scrolled()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._scrolled()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * 1.1 ** (event.angleDelta().y() / 120), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.set_zoom(self.zoom * (1 + event.value()), event.position())
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._soon.start()
        return super().viewportEvent(event)

    def _recolour(self) -> None:
        self._colours = PageColours.of(theme().colours, self._night)
        self.redraw()

    def redraw(self) -> None:
        """Paint what is seen again, as after a change of `marks`."""
        self.viewport().update()

    def _flash_on(self, strength: object) -> None:
        self._flash = float(strength) if isinstance(strength, float) else 0.0
        self.redraw()

    def _picture_ready(self, page: int) -> None:
        if page in self._visible():
            self.redraw()

    def _visible(self) -> range:
        seen = self.seen()
        return self._layout.visible(seen.top(), seen.bottom())

    def _scrolled(self) -> None:
        seen, visible = self.seen(), self._visible()
        aim, there = self._aim
        if aim in visible and there == self.origin:
            page = aim
        else:
            page = max(
                visible, key=lambda index: round(self._layout.page(index).intersected(seen).height()), default=-1
            )
        if page != self._page:
            self._page = page
            if page >= 0:
                self.page_changed.emit(page)
        if not self._soon.isActive():
            self._soon.start(0)

    def _ask_for_pictures(self) -> None:
        """What is seen first, from the page that is read outwards; then the neighbours one will scroll to."""
        visible = sorted(self._visible(), key=lambda index: abs(index - self._page))
        if not visible or not self.isVisible():
            self.pictures.want(())
            return
        ratio, seen = self.devicePixelRatioF(), self.seen()
        wanted: list[Want] = []
        for index in visible:
            rect = self._layout.page(index)
            part = rect.intersected(seen).translated(-rect.topLeft())
            pixels = QRectF(part.topLeft() * ratio, part.size() * ratio)
            wanted += wants(index, self._sizes[index], self._layout.scale * ratio, pixels)
        around = (max(visible) + 1, min(visible) - 1)
        for index in [index for index in around if 0 <= index < len(self._sizes)]:
            wanted += wants(index, self._sizes[index], self._layout.scale * ratio, QRectF())
        self.pictures.want(wanted)

    def showEvent(self, event: QShowEvent) -> None:
        self._soon.start(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Whoever clicks knows where the focus is; whoever comes by the keyboard must see it.
        reason = Qt.FocusReason
        self._focus_shown = event.reason() in (reason.TabFocusReason, reason.BacktabFocusReason)
        super().focusInEvent(event)
        self.redraw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._colours.desk)
        for index in self._visible():
            self._paint_page(painter, index)
        if self._focus_shown and self.hasFocus():
            painter.setPen(QPen(self._colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter, index: int) -> None:
        ratio = self.devicePixelRatioF()
        exact = self.page_rect(index)
        # A page begins on a whole device pixel, or every pixel of its picture would be smeared over two.
        rect = QRectF(exact)
        rect.moveTo(round(exact.x() * ratio) / ratio, round(exact.y() * ratio) / ratio)
        painting.paper(painter, rect, self._colours)
        scale = self._layout.scale * ratio
        whole = self.pictures.get(Want(index, scale)) or self.pictures.stand_in(index)
        if whole is not None:
            painting.picture(painter, whole, rect, ratio)
        self._paint_tiles(painter, index, rect, scale, ratio)
        painter.setClipRect(rect.adjusted(-20, -20, 20, 20))
        assert self.document is not None, "what is painted is of a document"
        shown = QRectF(self.viewport().rect()).adjusted(-20, -20, 20, 20)
        page = self.document.pages[index]
        self.marks.paint(painter, page, self.on_screen, shown, self._flash, self._colours)
        painter.setClipping(False)
        note = self.note(index)
        if note:
            painting.badge(painter, exact, QRectF(self.viewport().rect()), note, self.font(), self._colours)

    def _paint_tiles(self, painter: QPainter, index: int, rect: QRectF, scale: float, ratio: float) -> None:
        part = rect.intersected(QRectF(self.viewport().rect())).translated(-rect.topLeft())
        seen = QRectF(part.topLeft() * ratio, part.size() * ratio)
        pixels = pixel_size(self._sizes[index], scale)
        for want in wants(index, self._sizes[index], scale, seen):
            image = self.pictures.get(want) if want.tile else None
            if image is None or want.tile is None:
                continue
            left, top = want.tile[0] * TILE, want.tile[1] * TILE
            size = QSize(min(TILE, pixels.width() - left), min(TILE, pixels.height() - top))
            corner = rect.topLeft() + QPointF(left, top) / ratio
            painting.picture(painter, image, QRectF(corner, size.toSizeF() / ratio), ratio)

    def note(self, index: int) -> str:
        """What is wrong with a page, in words; empty if nothing is."""
        if self.document is None:
            return ""
        page = self.document.pages[index]
        if self.pictures.spoiled(index) and self.pictures.error:
            if page.text:
                return self.tr("This page cannot be drawn now. Its text stands in for it.")
            return self.tr("This page cannot be drawn now.")
        if page.unreadable:
            return self.tr("This page could not be read as text: {problem}").format(problem=page.problem)
        return ""
