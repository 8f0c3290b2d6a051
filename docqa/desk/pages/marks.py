"""Which words are marked, why, and where that is on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from docqa.desk.pages import painting, words
from docqa.desk.pages.painting import Mark, PageColours
from docqa.domain import Page, Rect, Span

_KEPT = 5_000  # rectangles of marks remembered: those of hits in sight, and of a selection being drawn


class Marks:
    """Words marked by kind and page."""

    def __init__(self) -> None:
        self._marks: dict[Mark, Mapping[int, Sequence[Span]]] = {}
        self._rects: dict[Span, tuple[Rect, ...]] = {}

    def clear(self) -> None:
        """Forget all, as for another document."""
        self._marks.clear()
        self._rects.clear()

    def set(self, kind: Mark, spans: Iterable[Span]) -> None:
        """Mark these words, instead of those marked so far for the same reason."""
        by_page: dict[int, list[Span]] = {}
        for span in spans:
            by_page.setdefault(span.page, []).append(span)
        self.set_by_page(kind, by_page)

    def set_by_page(self, kind: Mark, by_page: Mapping[int, Sequence[Span]]) -> None:
        """`set` for many words, sorted by page already; the mapping is looked into while painting."""
        self._marks[kind] = by_page
        if len(self._rects) > _KEPT:
            self._rects.clear()

    def by_page(self, kind: Mark) -> Mapping[int, Sequence[Span]]:
        """The words marked for this reason."""
        return self._marks.get(kind, {})

    def paint(
        self,
        painter: QPainter,
        page: Page,
        on_screen: Callable[[int, Rect], QRectF],
        shown: QRectF,
        flash: float,
        colours: PageColours,
        turn: int = 0,
    ) -> None:
        """Draw the marks of `page` that lie in `shown`, after `turn` quarter turns; citations flash by 0 to 1."""
        for kind in Mark:
            where = []
            for span in self.by_page(kind).get(page.index, ()):
                if span not in self._rects:
                    self._rects[span] = words.rects(page, span.start, span.end)
                where += [on_screen(page.index, rect) for rect in self._rects[span]]
            where = [rect for rect in where if rect.intersects(shown)]
            if where:
                painting.fill(painter, where, kind, colours, turn)
                if kind is Mark.CITATION and flash:
                    painting.flash(painter, where, flash, colours)
