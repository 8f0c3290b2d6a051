"""The scrolled desk on which pages lie: where they are, how large, what is drawn of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QStyle, QWidget

from docqa.desk.languages import said
from docqa.desk.pages import painting, words
from docqa.desk.pages.ground import Ground
from docqa.desk.pages.layout import sane_size
from docqa.desk.pages.margin import Margin
from docqa.desk.pages.marks import Marks
from docqa.desk.pages.painting import PageColours
from docqa.desk.pages.pictures import TILE, Pictures, Renders, Want, pixel_size, wants
from docqa.desk.theme import theme
from docqa.domain import Document, Page, Span
from docqa.language import direction

_MARGIN_MS = 100  # after which the scroll bar shows a change of what is marked
_LOOKED_AT = 24  # pages by which one judges from which side a book is read


class Canvas(Ground):
    """Pages as they look. Only those near what is seen are drawn, elsewhere (see `Pictures`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.pictures = Pictures(self)
        self.marks = Marks()
        self._flash = 0.0
        self._night = False
        self._focus_shown = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.margin = Margin()
        self.setVerticalScrollBar(self.margin)
        self._marking = QTimer(self, singleShot=True, interval=_MARGIN_MS)
        self._marking.timeout.connect(self._mark_margin)
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
        self.marks.clear()
        self._page = -1
        self._aim = -1, QPointF()
        self._bound_right = _reads_leftwards(document)
        self._flashing.stop()
        self.pictures.show(document, renderer)
        self.verticalScrollBar().setValue(0)
        self._set_sizes(_sizes(document))
        self.horizontalScrollBar().setValue((self.horizontalScrollBar().maximum()) // 2)
        self._scrolled()
        self.redraw()

    def take(self, document: Document) -> None:
        """The same pages, now with all that is known of them. One stays where one is."""
        old, sizes = self._layout.sizes, _sizes(document)
        self.document = document
        self._bound_right = _reads_leftwards(document)
        self.pictures.take(document)
        if sizes != old or self._bound_right is not self._layout.bound_right:
            spot = self.spot()
            self._set_sizes(sizes)
            self.show_spot(spot)
            self.pictures.forget(page for page, size in enumerate(sizes) if old[page : page + 1] != (size,))
        self._scrolled()
        self.redraw()

    def flash(self) -> None:
        """Draw the eye to the citations, unless the desktop asks for less motion."""
        self._flashing.stop()
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self):
            self._flashing.start()

    def set_night(self, night: bool) -> None:
        """Dark paper with light ink, or the pages as they are."""
        self._night = night
        self.pictures.set_look(night, self.turn)
        self._recolour()
        self._soon.start()

    @property
    def night(self) -> bool:
        """Whether pages are dark."""
        return self._night

    def set_turn(self, turn: int) -> None:
        self.pictures.set_look(self._night, turn)
        super().set_turn(turn)

    def reveal(self, span: Span) -> None:
        """Scroll until the first words of `span` are comfortably in sight; not at all if they are."""
        if self.document is None or not 0 <= span.page < self.pages:
            return
        where = words.rects(self.document.pages[span.page], span.start, span.end)
        if where:
            self.reveal_rect(span.page, where[0])
        else:
            self.show_page(span.page)

    # -- Qt ------------------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._soon.start()
        return super().viewportEvent(event)

    def _recolour(self) -> None:
        self._colours = PageColours.of(theme().colours, self._night)
        self.redraw()

    def redraw(self) -> None:
        """Paint what is seen again, as after a change of `marks`."""
        self.viewport().update()
        if not self._marking.isActive():
            self._marking.start()

    def _mark_margin(self) -> None:
        self.margin.show_marks(self.document, self._layout, self.marks, self._colours)

    def _flash_on(self, strength: object) -> None:
        self._flash = float(strength) if isinstance(strength, float) else 0.0
        self.viewport().update()

    def _picture_ready(self, page: int) -> None:
        if page in self._visible():
            self.viewport().update()

    def _relaid(self) -> None:
        self.redraw()
        # Sizes come in quick succession while a wheel or a border is turned: draw the one that stays.
        self._soon.start(60)

    def _moved(self) -> None:
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
            wanted += wants(index, self._layout.shown_size(index), self._layout.scale * ratio, pixels)
        around = (max(visible) + 1, min(visible) - 1)
        for index in [index for index in around if 0 <= index < self.pages]:
            wanted += wants(index, self._layout.shown_size(index), self._layout.scale * ratio, QRectF())
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
        self._paint_over(painter)
        if self._focus_shown and self.hasFocus():
            painter.setPen(QPen(self._colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_over(self, painter: QPainter) -> None:
        """What lies above all pages."""

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
        self.marks.paint(painter, page, self.on_screen, shown, self._flash, self._colours, self.turn)
        painter.setClipping(False)
        note = self.note(index)
        if note:
            painting.badge(painter, exact, QRectF(self.viewport().rect()), note, self.font(), self._colours)

    def _paint_tiles(self, painter: QPainter, index: int, rect: QRectF, scale: float, ratio: float) -> None:
        part = rect.intersected(QRectF(self.viewport().rect())).translated(-rect.topLeft())
        seen = QRectF(part.topLeft() * ratio, part.size() * ratio)
        pixels = pixel_size(self._layout.shown_size(index), scale)
        for want in wants(index, self._layout.shown_size(index), scale, seen):
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
            return self.tr("This page could not be read as text: {problem}").format(problem=said(page.problem))
        return ""


def _sizes(document: Document | None) -> tuple[tuple[float, float], ...]:
    return tuple(sane_size(page.width, page.height) for page in document.pages) if document else ()


def _reads_leftwards(document: Document | None) -> bool:
    """Whether a document is bound on the right, by the script that most of its first pages are in."""
    pages: tuple[Page, ...] = document.pages[:_LOOKED_AT] if document else ()
    sides = [direction(page.text[:2_000]) for page in pages if page.text]
    return sides.count("rtl") > len(sides) / 2
