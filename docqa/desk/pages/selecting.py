"""Words selected on the pages: in reading order, with the mouse or with keys, and put on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from docqa.desk.pages import words
from docqa.desk.pages.canvas import Canvas
from docqa.desk.pages.painting import Mark
from docqa.desk.pages.pictures import Renders
from docqa.desk.pages.words import TextPlace
from docqa.domain import Document, Span

_NEAR = 6.0  # points from a word within which the mouse points at it


class Selecting(Canvas):
    """Pages whose words can be selected: a drag takes characters, words after a double click, then paragraphs."""

    selection_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selection: tuple[Span, ...] = ()
        self._anchor: tuple[TextPlace, TextPlace] | None = None  # both ends of what a drag began with
        self._head: TextPlace | None = None  # the end of the selection that keys move
        self._unit = 1  # what a drag selects: 1 characters, 2 words, 3 paragraphs
        self._dragging = False
        self._pressed = QPointF()
        self._last_click = 0
        self._pull = QTimer(self, interval=30)
        self._pull.timeout.connect(self._pulled)

    def show_document(self, document: Document | None, renderer: Renders | None) -> None:
        self._anchor, self._head, self._dragging = None, None, False
        self._pull.stop()
        super().show_document(document, renderer)
        self.select(())

    # -- selection -----------------------------------------------------------------------------------------------

    def select(self, spans: tuple[Span, ...]) -> None:
        """Select these words."""
        if spans != self.selection or not spans:
            changed = spans != self.selection
            self.selection = spans
            self.marks.set(Mark.SELECTION, spans)
            self.redraw()
            if changed:
                self.selection_changed.emit(self.selected_text())

    def select_all(self) -> None:
        """Select the whole document."""
        if self.document is not None and self.document.pages:
            last = len(self.document.pages) - 1
            end = TextPlace(last, len(self.document.pages[last].text))
            self._anchor, self._head = (TextPlace(0, 0), TextPlace(0, 0)), end
            self.select(words.between(self.document, TextPlace(0, 0), end))

    def selected_text(self) -> str:
        """The words selected, pages joined by a line break."""
        if self.document is None:
            return ""
        document = self.document
        return "\n".join(document.text(span).strip("\n") for span in self.selection)

    def selected_quote(self, *, title: bool = True, most: int | None = None) -> str:
        """The words selected in one line, with the page as printed on it and, if wanted, the document's title.

        More than `most` characters are named by their beginning and their end.
        """
        text = " ".join(self.selected_text().split())
        if self.document is None or not text:
            return ""
        if most and len(text) > most:
            text = f"{text[: most // 4].rsplit(' ', 1)[0]} … {text[-most // 4 :].split(' ', 1)[-1]}"
        first, last = (self.document.label(self.selection[i].page) for i in (0, -1))
        one_page = self.selection[0].page == self.selection[-1].page
        pages = self.tr("p. {first}") if one_page else self.tr("pp. {first}–{last}")
        where = pages.format(first=first, last=last)
        return f"“{text}” ({self.document.title}, {where})" if title else f"“{text}” ({where})"

    def copy(self) -> None:
        """Put the selected words on the clipboard."""
        self._to_clipboard(self.selected_text())

    def copy_quote(self) -> None:
        """Put the selected words on the clipboard as a quote with its page."""
        self._to_clipboard(self.selected_quote())

    def _to_clipboard(self, text: str) -> None:
        if text:
            # Not our own QMimeData: the clipboard outlives Python and would destroy it when that is gone.
            QGuiApplication.clipboard().setText(text)

    def _place_at(self, point: QPointF) -> TextPlace | None:
        if self.document is None or not self.document.pages:
            return None
        page, x, y = self.spot_at(point)
        return TextPlace(page, words.offset_at(self.document.pages[page], x, y))

    def _unit_at(self, place: TextPlace) -> tuple[TextPlace, TextPlace]:
        """The word or the paragraph round a place, or the place itself."""
        assert self.document is not None, "a place is in a document"
        page = self.document.pages[place.page]
        start = end = place.offset
        if self._unit == 2:
            start, end = words.word_around(page, place.offset)
        elif self._unit == 3:
            start, end = words.paragraph_around(page, place.offset)
        return TextPlace(place.page, start), TextPlace(place.page, end)

    def _over_word(self, point: QPointF) -> bool:
        if self.document is None or not self.document.pages:
            return False
        page, x, y = self.spot_at(point)
        near = words.word_near(self.document.pages[page], x, y)
        return near is not None and near[1] <= _NEAR

    def _extend(self, point: QPointF) -> None:
        place = self._place_at(point)
        if place is None or self._anchor is None or self.document is None:
            return
        start, end = self._unit_at(place)
        self._head = start if start < self._anchor[0] else end
        self.select(words.between(self.document, min(start, self._anchor[0]), max(end, self._anchor[1])))

    # -- mouse ---------------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """The left button went down on words, or beside them."""
        soon = event.timestamp() - self._last_click <= QApplication.doubleClickInterval()
        near = (event.position() - self._pressed).manhattanLength() <= QApplication.startDragDistance()
        self._press(event, 3 if self._unit == 2 and soon and near else 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._press(event, 2)

    def _press(self, event: QMouseEvent, clicks: int) -> None:
        """A drag begins that selects characters, words or paragraphs, by the number of clicks."""
        point = event.position()
        self._last_click, self._pressed = event.timestamp(), point
        self._dragging = True
        place = self._place_at(point)
        if place is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor is not None:
            self._extend(point)
            return
        self._unit = clicks
        self._anchor = self._unit_at(place)
        if self._unit > 1 and self._over_word(point):
            self._extend(point)
        else:
            self.select(())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._dragging and event.buttons() & Qt.MouseButton.LeftButton:
            if self._unit > 1 or (point - self._pressed).manhattanLength() >= 3 or self.selection:
                self._extend(point)
            outside = not QRectF(self.viewport().rect()).contains(point)
            if outside and not self._pull.isActive():
                self._pull.start()
            elif not outside:
                self._pull.stop()
            return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragging = False
            self._pull.stop()
        super().mouseReleaseEvent(event)

    def _pulled(self) -> None:
        """The selection is drawn beyond the edge: the pages come along, faster the farther out."""
        point = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        for bar, at, size in (
            (self.verticalScrollBar(), point.y(), self.viewport().height()),
            (self.horizontalScrollBar(), point.x(), self.viewport().width()),
        ):
            beyond = min(0.0, at) + max(0.0, at - size)
            bar.setValue(bar.value() + round(beyond / 2))
        self._extend(point)

    # -- keys ----------------------------------------------------------------------------------------------------

    def extend_by_key(self, event: QKeyEvent) -> bool:
        """Shift and an arrow draw the selection's end; with Ctrl word by word. Whether the key meant that."""
        held, key = event.modifiers(), Qt.Key
        arrows = (key.Key_Left, key.Key_Right, key.Key_Up, key.Key_Down, key.Key_Home, key.Key_End)
        if not held & Qt.KeyboardModifier.ShiftModifier or event.key() not in arrows or self.document is None:
            return False
        if self._anchor is None or self._head is None or not self.selection:
            return False
        by_word = bool(held & Qt.KeyboardModifier.ControlModifier)
        head = words.stepped(
            self.document, self._head, key(event.key()).name.removeprefix("Key_"), by_word=by_word
        )
        self._head = head
        self.select(words.between(self.document, min(head, self._anchor[0]), max(head, self._anchor[1])))
        if self.selection:
            self.reveal(Span(head.page, max(0, head.offset - 1), head.offset + 1))
        return True
