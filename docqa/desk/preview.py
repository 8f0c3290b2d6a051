"""The card that a citation shows when the pointer rests on it: its passage as it stands on the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.answer import Link, page_word
from docqa.desk.opening import Opened
from docqa.desk.theme import GRID, theme
from docqa.desk.widgets import label
from docqa.domain import Document, Place, Rect, Span
from docqa.errors import DocqaError
from docqa.language.ways import direction
from docqa.reading import Renderer

_REST_MS = 280  # of rest on a citation before the card comes
_WIDTH = 420  # pixels of the card
_HEIGHT = 190  # pixels of the picture
_AROUND = 26.0  # points of the page above and below the words
_CONTEXT = 180  # characters before and after the words, where there is no picture
_MOST = 600  # characters of the words themselves


class PassageCard(QFrame):
    """Shows the picture of a passage if it comes in time, else its words. Takes no focus and no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.WindowTransparentForInput)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._link: Link | None = None
        self._picture: QPixmap | None = None
        self._job: jobs.Job | None = None
        self.where = label("", "small")
        self.note = label("", "", wrap=True)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.image = QLabel()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        for part in (self.where, self.note, self.words, self.image):
            column.addWidget(part)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._appear)

    def rest_on(self, link: Link, opened: Sequence[Opened]) -> None:
        """The pointer rests on `link`: the card comes in a moment."""
        self.leave()
        self._link = link
        one = next((one for one in opened if link.places and one.document.id == link.places[0].document), None)
        self._fill(link, one.document if one else None, several=len(opened) > 1)
        if one and one.renderer and link.places:
            self._draw(one.renderer, one.document, link.places)
        self._rest.start()

    def leave(self) -> None:
        """The pointer has left."""
        self._rest.stop()
        if self._job:
            self._job.cancel()
            self._job = None
        self._link = self._picture = None
        self.hide()

    def _fill(self, link: Link, document: Document | None, *, several: bool) -> None:
        page = page_word(link.label) if link.label else ""
        self.where.setText(" · ".join(filter(None, (document.title if document and several else "", page))))
        self.where.setVisible(bool(self.where.text()))
        quoted = document is not None and bool(link.places)
        # What is not the words themselves says why they are (not) what was claimed.
        said = "" if quoted and self._is_quote(link, document) else link.hover
        self.note.setText(said if len(said) <= _MOST else said[:_MOST] + " …")
        self.note.setVisible(bool(said))
        self.words.setText(in_context(document, link.places[0].span) if document and quoted else "")
        self.words.setVisible(bool(self.words.text()))
        self.image.hide()

    def _is_quote(self, link: Link, document: Document | None) -> bool:
        return document is not None and any(
            place.document == document.id and document.text(place.span)[:40] in link.hover
            for place in link.places
            if place.span.page < len(document.pages)
        )

    def _draw(self, renderer: Renderer, document: Document, places: Sequence[Place]) -> None:
        span = places[0].span
        if span.page >= len(document.pages):
            return
        page = document.pages[span.page]
        lines = page.boxes.rects(span.start, span.end)
        if not lines:
            return
        clip = clip_around(lines, page.width, page.height)
        ratio = self.devicePixelRatioF()
        width = _WIDTH - 6 * GRID
        scale = width * ratio / (clip.x1 - clip.x0)

        def draw() -> QImage:
            drawn = renderer.render(span.page, scale, clip)
            return QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB888).copy()

        self._job = jobs.call(
            draw,
            owner=self,
            on_result=lambda image: self._drawn(image, clip, lines, ratio),
            on_error=_without_picture,
            replaces=self._job,
        )

    def _drawn(self, image: QImage, clip: Rect, lines: Sequence[Rect], ratio: float) -> None:
        """Mark the words in the picture, as on the page."""
        scale = image.width() / (clip.x1 - clip.x0)
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for line in lines:
            box = QRectF(line.x0 - clip.x0, line.y0 - clip.y0, line.x1 - line.x0, line.y1 - line.y0)
            painter.fillRect(
                QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale),
                QColor("#ffe9a3"),
            )
        painter.end()
        image.setDevicePixelRatio(ratio)
        self._picture = QPixmap.fromImage(image)

    def _appear(self) -> None:
        if self._link is None or not (self.words.text() or self.note.text()):
            return
        if self._picture:
            self.image.setPixmap(self._picture)
            self.image.show()
            self.words.hide()
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        wrapped = self._column.heightForWidth(_WIDTH)  # -1 where no words are shown that could wrap
        self.setFixedHeight(wrapped if wrapped > 0 else self._column.sizeHint().height())
        self.move(self._corner())
        self.show()

    def _corner(self) -> QPoint:
        """Below the pointer, on the screen."""
        at = QCursor.pos()
        screen = QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        size = QSize(self.width(), self.height())
        x = min(max(room.left() + GRID, at.x() - size.width() // 3), room.right() - size.width() - GRID)
        below = at.y() + 5 * GRID
        y = below if below + size.height() < room.bottom() else at.y() - size.height() - 3 * GRID
        return QPoint(x, max(room.top() + GRID, y))


def clip_around(lines: Sequence[Rect], width: float, height: float) -> Rect:
    """The part of a page (points) that shows these lines with some room around, no higher than the card allows."""
    top, bottom = min(line.y0 for line in lines), max(line.y1 for line in lines)
    most = _HEIGHT / _WIDTH * width
    y0 = max(0.0, top - _AROUND)
    y1 = min(height, max(bottom + _AROUND, y0 + 60), y0 + most)
    return Rect(0.0, y0, width, max(y1, y0 + 1))


def in_context(document: Document, span: Span) -> str:
    """The words of a span among those around them, as safe HTML with the span marked."""
    if span.page >= len(document.pages):
        return ""
    text = document.pages[span.page].text
    before = text[max(0, span.start - _CONTEXT) : span.start]
    words = text[span.start : min(span.end, span.start + _MOST)]
    after = text[span.end : span.end + _CONTEXT] if span.end - span.start <= _MOST else " …"
    if span.start > _CONTEXT:
        before = "… " + before.partition(" ")[2]
    if span.end + _CONTEXT < len(text) and " " in after.strip():
        after = after.rpartition(" ")[0] + " …"
    colours = theme().colours
    shown = (
        f'<span style="color: {colours.muted}">{escape(before)}</span>'
        f'<span style="background-color: {colours.mark}">{escape(words)}</span>'
        f'<span style="color: {colours.muted}">{escape(after)}</span>'
    )
    lines = "<br>".join(line for line in shown.splitlines() if line.strip())
    return f'<div dir="{direction(words)}">{lines}</div>'


def _without_picture(error: Exception) -> None:
    """The card shows the words instead."""
    if not isinstance(error, DocqaError):
        raise error
