"""The scrolled ground that pages lie on: where they are, how large, and which of them one sees."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from docqa.desk.pages.layout import GAP, SPINE, Layout, Spot, Spread
from docqa.domain import Rect


class Fit(StrEnum):
    """What decides the size of the pages."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class Ground(QAbstractScrollArea):
    """Places for pages, known by their sizes alone.

    Scale is logical pixels a point; `spot` and its kin are in points on a page. Those who inherit are told of
    every change by `_relaid` and `_moved`.
    """

    page_changed = Signal(int)
    zoom_changed = Signal()
    STEPS: ClassVar = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit = Fit.WIDTH
        self.spread = Spread.SINGLE
        self.turn = 0
        self._bound_right = False
        self._layout = Layout((), 1.0, 0)
        self._page = -1
        self._aim = (-1, QPointF())  # the page that was jumped to, and where that led
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Pages are not mirrored with the interface; a mirrored bar would count from the right.
        self.horizontalScrollBar().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # fitting must not change the width
        self.setMinimumSize(160, 120)

    # -- where things are ----------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page that is read: the one just jumped to, else what takes most of the view; -1 without pages."""
        return self._page

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._layout.sizes)

    @property
    def origin(self) -> QPointF:
        """The ground's point at the viewport's top left."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def seen(self) -> QRectF:
        """The part of the ground that shows."""
        return QRectF(self.origin, self.viewport().size().toSizeF())

    def spot_at(self, point: QPointF) -> Spot:
        """The place on a page at a point of the viewport."""
        return self._layout.spot(point + self.origin)

    def spot(self) -> Spot:
        """Where one is: the place at the viewport's top left."""
        return self.spot_at(QPointF(0, 0)) if self.pages else Spot(0, 0, 0)

    def show_spot(self, spot: Spot) -> None:
        """Scroll so that `spot` is at the viewport's top left."""
        if 0 <= spot.page < self.pages:
            self._scroll_to(self._layout.point(spot))

    def page_rect(self, index: int) -> QRectF:
        """Page `index` in the viewport's coordinates."""
        return self._layout.page(index).translated(-self.origin)

    def on_screen(self, page: int, rect: Rect) -> QRectF:
        """A rectangle of points on a page, in the viewport's coordinates."""
        return self._layout.rect(page, rect).translated(-self.origin)

    def show_page(self, index: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= index < self.pages:
            self.verticalScrollBar().setValue(round(self._layout.page(index).top() - GAP / 2))
            self._aim_at(index)

    def turn_pages(self, rows: int) -> None:
        """The next pages, or (below 0) those before."""
        if self.pages:
            self.show_page(self._layout.step(self._page, rows))

    def reveal_rect(self, page: int, rect: Rect) -> None:
        """Scroll until a rectangle is comfortably in sight; not at all if it is."""
        first = self.on_screen(page, rect)
        height, width = self.viewport().height(), self.viewport().width()
        if not (0.08 * height <= first.top() and first.bottom() <= 0.85 * height):
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + first.center().y() - height / 3))
        if not (0 <= first.left() and first.right() <= width):
            bar = self.horizontalScrollBar()
            bar.setValue(round(bar.value() + first.left() - 0.15 * width))
        self._aim_at(page)

    def _aim_at(self, page: int) -> None:
        self._aim = page, self.origin
        self._scrolled()

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

    def zoom_to(self, page: int, rect: Rect) -> None:
        """Show a rectangle of a page as large as it can be, in the middle."""
        at = self.on_screen(page, rect)
        port = self.viewport().size()
        by = min(
            (port.width() - 4 * GAP) / max(1.0, at.width()), (port.height() - 4 * GAP) / max(1.0, at.height())
        )
        self.set_zoom(self.zoom * by)
        middle = self.on_screen(page, rect).center() + self.origin
        self._scroll_to(middle - QPointF(port.width() / 2, port.height() / 2))
        self._aim_at(page)

    def set_spread(self, spread: Spread) -> None:
        """Show pages one below the other, or side by side."""
        if spread is not self.spread:
            self.spread = spread
            self._lay_out_again()

    def set_turn(self, turn: int) -> None:
        """Show all pages after so many quarter turns clockwise."""
        if turn % 4 != self.turn:
            self.turn = turn % 4
            self._lay_out_again()

    def _lay_out_again(self) -> None:
        """Place the pages in another order, and come back to the page that is read."""
        page = self._page
        self._lay_out()
        self.show_page(page)

    def _fitting_scale(self) -> float:
        width, height = self._layout.row_size(self._layout.row_of(max(0, self._page)))
        spine = 0 if self.spread is Spread.SINGLE else SPINE
        across = max(40, self.viewport().width() - 2 * GAP - spine) / width
        if self.fit is Fit.WIDTH:
            return across
        return min(across, max(40, self.viewport().height() - GAP) / height)

    def _place(self, sizes: Sequence[tuple[float, float]], scale: float) -> None:
        self._layout = Layout(
            sizes, scale, self.viewport().width(), self.spread, self.turn, bound_right=self._bound_right
        )

    def _set_sizes(self, sizes: Sequence[tuple[float, float]]) -> None:
        """These are the pages now."""
        self._place(sizes, self._layout.scale)
        self._lay_out()

    def _lay_out(self, scale: float | None = None, around: QPointF | None = None) -> None:
        """Place the pages anew; the place one looks at stays where it is."""
        if not self.pages:
            self._set_ranges()
            self.zoom_changed.emit()
            return
        middle = QPointF(self.viewport().width() / 2, 0 if self.fit is Fit.WIDTH else self.viewport().height() / 2)
        fixed = middle if around is None else around
        held = self._layout.spot(fixed + self.origin)
        if (self.spread, self.turn, self._bound_right) != self._layout.order:
            self._place(self._layout.sizes, self._layout.scale)
        if scale is None:
            scale = self._fitting_scale() if self.fit is not Fit.FREE else self._layout.scale
        dots = self.logicalDpiX() / 72
        largest = min(self.STEPS[-1] * dots, self._layout.largest_scale())
        self._place(self._layout.sizes, max(min(self.STEPS[0] * dots, largest), min(scale, largest)))
        self._set_ranges()
        self._scroll_to(self._layout.point(held) - fixed)
        self.zoom_changed.emit()
        self._relaid()

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
        across = self.horizontalScrollBar()
        # A page that fits lies in the middle, though a wider one elsewhere makes the ground wider than the view.
        across.setValue(round(point.x()) if self.fit is Fit.FREE else across.maximum() // 2)
        self.verticalScrollBar().setValue(round(point.y()))

    def _visible(self) -> range:
        seen = self.seen()
        return self._layout.visible(seen.top(), seen.bottom())

    def _scrolled(self) -> None:
        seen, visible = self.seen(), self._visible()
        aim, there = self._aim
        if aim in visible and there == self.origin:
            page = aim
        else:
            page = max(visible, key=lambda index: _area(self._layout.page(index).intersected(seen)), default=-1)
        if page != self._page:
            self._page = page
            if page >= 0:
                self.page_changed.emit(page)
        self._moved()

    def _relaid(self) -> None:
        """The pages lie elsewhere or have another size."""

    def _moved(self) -> None:
        """Another part of the ground is seen."""

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
        return super().viewportEvent(event)


def _area(rect: QRectF) -> int:
    return round(rect.width()) * round(rect.height())
