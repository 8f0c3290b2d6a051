"""What hands do on the pages besides selecting: keys, links, rectangles, and the way back after a jump."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QToolTip, QWidget

from docqa.desk.pages import painting, regions, words
from docqa.desk.pages.layout import GAP, History, Spot
from docqa.desk.pages.links import Links
from docqa.desk.pages.pictures import Renders
from docqa.desk.pages.regions import Drawn, RegionBar
from docqa.desk.pages.selecting import Selecting
from docqa.domain import Document, Rect, Span
from docqa.reading import PageLink

_LINE = 48  # logical pixels an arrow key scrolls
_LINKS_MS = 120  # of rest after which one asks for the links in sight: pictures come first


class Reader(Selecting):
    """The pages with a reader. `address_wanted` carries an address outside the document that a link leads to."""

    history_changed = Signal()
    region_changed = Signal()
    address_wanted = Signal(str)
    menu_wanted = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = History()
        self.links = Links(self)
        self.region: Drawn | None = None
        self.drawing = False  # whether the next drag draws a rectangle
        self.region_bar: RegionBar | None = None
        self._start: Spot | None = None  # of the rectangle being drawn
        self._press_link: PageLink | None = None
        self._hints = ""  # what is typed of a link's number while they show; "?" before the first digit
        self._rest = QTimer(self, singleShot=True, interval=_LINKS_MS)
        self._rest.timeout.connect(lambda: self.links.want(self._visible()))

    def show_document(self, document: Document | None, renderer: Renders | None) -> None:
        self.history = History()
        self.links.show(renderer)
        self._start, self._press_link, self._hints = None, None, ""
        self.drawing = False
        self.set_region(None)  # before its page is gone
        super().show_document(document, renderer)
        self.history_changed.emit()

    def draw_with(self, renderer: Renders | None) -> None:
        """Draw again what could not be drawn, with this renderer from now on."""
        self.pictures.draw_with(renderer)
        self.links.show(renderer)

    def _moved(self) -> None:
        super()._moved()
        self._rest.start()
        self._place_bar()

    def _relaid(self) -> None:
        super()._relaid()
        self._place_bar()

    # -- jumps ---------------------------------------------------------------------------------------------------

    def jump_to_page(self, index: int) -> None:
        """Go to the top of a page, remembering where one was."""
        if self.document is not None and 0 <= index < len(self.document.pages):
            before = self.spot()
            self.show_page(index)
            self._left(before)

    def jump_to(self, span: Span) -> None:
        """Bring words into sight, remembering where one was."""
        before = self.spot()
        self.reveal(span)
        self._left(before)

    def jump_to_spot(self, spot: Spot) -> None:
        """Bring a place on a page to the top, remembering where one was."""
        if 0 <= spot.page < self.pages:
            before = self.spot()
            self.show_page(spot.page)
            there = self._layout.point(spot).y() - GAP
            if there > self.verticalScrollBar().value():
                self.verticalScrollBar().setValue(round(there))
            self._aim_at(spot.page)
            self._left(before)

    def back(self) -> None:
        """Go to where one was before the last jump."""
        self._travel(self.history.back(self.spot()))

    def forward(self) -> None:
        """Go to where one went back from."""
        self._travel(self.history.forward(self.spot()))

    def _left(self, before: Spot) -> None:
        if self.spot() != before:
            self.history.left(before)
            self.history_changed.emit()

    def _travel(self, spot: Spot | None) -> None:
        if spot is not None:
            self.show_spot(spot)
            self.history_changed.emit()

    # -- links ---------------------------------------------------------------------------------------------------

    def link_at(self, point: QPointF) -> PageLink | None:
        """The link at a point of the viewport."""
        return self.links.at(*self.spot_at(point)) if self.document is not None and self.pages else None

    def follow(self, link: PageLink) -> None:
        """Go where a link leads, or ask about it where that is outside."""
        if link.address:
            self.address_wanted.emit(link.address)
        else:
            self.jump_to_spot(Spot(link.page, link.x, link.y))

    def show_hints(self) -> None:
        """Number the links in sight, to be followed by their number."""
        self._hints = "?" if self._shown_links() else ""
        self.redraw()

    def _shown_links(self) -> list[tuple[int, PageLink]]:
        port = QRectF(self.viewport().rect())
        return [
            (page, link)
            for page in self._visible()
            for link in self.links.on(page)
            if self.on_screen(page, link.rect).intersects(port)
        ]

    def _type_hint(self, event: QKeyEvent) -> None:
        """Digits choose among the numbered links; Return takes what is typed, anything else ends it."""
        shown, typed = self._shown_links(), self._hints.lstrip("?")
        if event.text().isdecimal() and event.text().isascii():
            typed += event.text()
            matching = [n for n in range(1, len(shown) + 1) if str(n).startswith(typed)]
            self._hints = typed if len(matching) > 1 else ""
            if len(matching) == 1:
                self.follow(shown[matching[0] - 1][1])
        else:
            self._hints = ""
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and typed and 0 < int(typed) <= len(shown):
                self.follow(shown[int(typed) - 1][1])
        self.redraw()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            link = self.link_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._told(link), self.viewport())
            return True
        return super().viewportEvent(event)

    def _told(self, link: PageLink | None) -> str:
        if link is None or self.document is None:
            return ""
        return link.address or self.tr("Page {label}").format(label=self.document.label(link.page))

    # -- rectangles ----------------------------------------------------------------------------------------------

    def offer(self, actions: Sequence[QAction]) -> None:
        """What the bar beside a rectangle offers."""
        self.region_bar = RegionBar(self.viewport(), actions)

    def set_region(self, region: Drawn | None) -> None:
        """Draw this rectangle, or none."""
        if region != self.region:
            self.region = region
            self.region_changed.emit()
        self._place_bar()
        self.redraw()

    def draw_region(self, on: bool) -> None:
        """Let the next drag draw a rectangle; or arrow keys, Shift and arrow keys, from the middle of the page."""
        self.drawing = on
        self._point_at(None)
        self.region_changed.emit()

    def region_text(self) -> str:
        """The words inside the rectangle."""
        if self.region is None or self.document is None:
            return ""
        return words.text_inside(self.document.pages[self.region.page], self.region.rect)

    def _place_bar(self) -> None:
        if self.region_bar is None:
            return
        if self.region is None or self._start is not None:
            self.region_bar.hide()
        else:
            self.region_bar.place(self.on_screen(*self.region), QRectF(self.viewport().rect()))

    def _draw_to(self, point: QPointF) -> None:
        assert self._start is not None, "a rectangle is being drawn"
        # On the page it began on, even if the mouse has left it.
        page, size = self._start.page, self._layout.sizes[self._start.page]
        corner = self._layout.spot_on(page, point + self.origin)
        self.set_region(Drawn(page, regions.between(self._start, corner, size)))

    def _move_region(self, event: QKeyEvent) -> bool:
        """Arrow keys move a rectangle, with Shift its lower right corner. Whether the key meant that."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.pages or not (self.drawing or self.region):
            return False
        page = self.region.page if self.region else self.page
        size = self._layout.sizes[page]
        if self.region is None:
            self.draw_region(False)
            rect = Rect(0.25 * size[0], 0.25 * size[1], 0.75 * size[0], 0.5 * size[1])
        else:
            grow = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            rect = regions.moved(self.region.rect, size, step[0] * regions.STEP, step[1] * regions.STEP, grow=grow)
        self.set_region(Drawn(page, rect))
        self.reveal_rect(page, rect)
        return True

    # -- mouse ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.BackButton:
            self.back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.forward()
        elif event.button() is Qt.MouseButton.LeftButton and self.pages:
            self._hints = ""
            if self._begins_region(event):
                self.select(())
                self.set_region(None)
                self._start = self.spot_at(event.position())
                return
            self.set_region(None)
            self._press_link = self.link_at(event.position())
            self.press(event)
        else:
            super().mousePressEvent(event)

    def _begins_region(self, event: QMouseEvent) -> bool:
        """In the mode for it, with Alt, or with Shift away from words: there it has no selection to extend."""
        held = event.modifiers()
        if self.drawing or held & Qt.KeyboardModifier.AltModifier:
            return True
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        return shift and not self.selection and not self._over_word(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._draw_to(event.position())
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._point_at(event.position())

    def _point_at(self, point: QPointF | None) -> None:
        if self.drawing:
            shape = Qt.CursorShape.CrossCursor
        elif point is not None and self.link_at(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif point is not None and self._over_word(point):
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link, self._press_link = self._press_link, None
        if self._start is not None:
            self._start = None
            self.draw_region(False)
            kept = self.region is not None and regions.large_enough(self.region.rect)
            self.set_region(self.region if kept else None)
            return
        super().mouseReleaseEvent(event)
        if link is not None and not self.selection and link == self.link_at(event.position()):
            self.follow(link)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(QPointF(event.globalPos()))
        event.accept()

    # -- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._hints:
            self._type_hint(event)
        elif not (self._move_region(event) or self.extend_by_key(event) or self._go(event)):
            event.ignore()
            return
        event.accept()

    def _go(self, event: QKeyEvent) -> bool:
        """Keys that scroll and leave. Whether this is one."""
        key, down = Qt.Key, self.verticalScrollBar()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ShiftModifier and event.key() == key.Key_Space:
            down.setValue(down.value() - down.pageStep())
            return True
        moves: dict[int, Callable[[], object]] = {
            key.Key_Down: lambda: down.setValue(down.value() + _LINE),
            key.Key_J: lambda: down.setValue(down.value() + _LINE),
            key.Key_Up: lambda: down.setValue(down.value() - _LINE),
            key.Key_K: lambda: down.setValue(down.value() - _LINE),
            key.Key_PageDown: lambda: down.setValue(down.value() + down.pageStep()),
            key.Key_PageUp: lambda: down.setValue(down.value() - down.pageStep()),
            key.Key_Space: lambda: down.setValue(down.value() + down.pageStep()),
            key.Key_Home: lambda: self.jump_to_page(0),
            key.Key_End: self._to_end,
            key.Key_Left: lambda: self._sideways(-1),
            key.Key_Right: lambda: self._sideways(1),
        }
        if self.drawing or self.region or self.selection:
            moves[key.Key_Escape] = self._let_go
        move = moves.get(event.key()) if held == Qt.KeyboardModifier.NoModifier else None
        if move is None:
            return False
        move()
        return True

    def _let_go(self) -> None:
        """Escape leaves the rectangle, and else the selection."""
        if self.drawing or self.region:
            self.draw_region(False)
            self.set_region(None)
        else:
            self.select(())

    def _sideways(self, by: int) -> None:
        """Across a page that is wider than the view, else to the next pages."""
        bar = self.horizontalScrollBar()
        if bar.maximum():
            bar.setValue(bar.value() + by * _LINE)
        else:
            self.turn_pages(by)

    def _to_end(self) -> None:
        before = self.spot()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._left(before)

    # -- painting ------------------------------------------------------------------------------------------------

    def _paint_over(self, painter: QPainter) -> None:
        if self.region is not None:
            regions.paint(painter, self.on_screen(*self.region), self._colours)
        if self._hints:
            font = QFont(self.font())
            font.setBold(True)
            typed = self._hints.lstrip("?")
            for number, (page, link) in enumerate(self._shown_links(), 1):
                if str(number).startswith(typed):
                    at = self.on_screen(page, link.rect).topLeft()
                    painting.hint(painter, at, str(number), font, self._colours)
