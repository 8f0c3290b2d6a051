"""The scroll bar with marks beside its handle: where in the document hits and cited words are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

from docqa.desk.pages.layout import Layout, to_shown
from docqa.desk.pages.marks import Marks
from docqa.desk.pages.painting import Mark, PageColours
from docqa.domain import Document, Span

_SHOWN = (Mark.FIND, Mark.CITATION, Mark.FIND_CURRENT)  # the later ones lie above
_EXACT = 3_000  # hits up to which their place on the page counts; of more, the page alone


class Margin(QScrollBar):
    """Hits are half a bar wide, cited words a whole one, the hit one is at a whole one and thicker."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._places: dict[Mark, list[float]] = {}  # parts of the whole height, 0 to 1
        self._colours: PageColours | None = None

    @property
    def places(self) -> Mapping[Mark, Sequence[float]]:
        """What is marked, as parts of the whole height."""
        return self._places

    def show_marks(self, document: Document | None, layout: Layout, marks: Marks, colours: PageColours) -> None:
        """Mark what `marks` has, as the pages lie now."""
        self._colours = colours
        self._places = {}
        if document is not None and layout.sizes:
            for kind in _SHOWN:
                by_page = marks.by_page(kind)
                exact = sum(map(len, by_page.values())) <= _EXACT
                tops = (
                    _top(document, layout, span) if exact else layout.page(page).top()
                    for page, spans in by_page.items()
                    for span in (spans if exact else spans[:1])
                )
                self._places[kind] = sorted({round(top / layout.height, 4) for top in tops})
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._colours is None or not any(self._places.values()):
            return
        painter = QPainter(self)
        for kind, places in self._places.items():
            half = kind is Mark.FIND
            high = 3.0 if kind is Mark.FIND_CURRENT else 2.0
            colour = self._colours.margin[kind]
            left, wide = (self.width() / 2, self.width() / 2) if half else (0.0, float(self.width()))
            for place in places:
                y = place * (self.height() - high)
                painter.fillRect(QRectF(left, round(y), wide, high), colour)
        painter.end()


def _top(document: Document, layout: Layout, span: Span) -> float:
    """How far down the ground the first word of a span is."""
    page = document.pages[span.page]
    if not len(page.boxes):
        return layout.page(span.page).top()
    box = min(len(page.boxes) - 1, bisect_right(page.boxes.ends, span.start))
    x, y = page.boxes.edges[4 * box], page.boxes.edges[4 * box + 1]
    _, down = to_shown(x, y, layout.sizes[span.page], layout.turn)
    return layout.page(span.page).top() + down * layout.scale
