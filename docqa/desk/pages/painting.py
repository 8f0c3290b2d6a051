"""How a page and what is marked on it look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from docqa.desk.theme import Colours


class Mark(Enum):
    """Why words are marked. Each kind has a shape of its own besides its colour."""

    CITATION = auto()  # underlined
    FIND = auto()  # filled
    FIND_CURRENT = auto()  # filled and framed
    SELECTION = auto()  # filled, in the accent


@dataclass(frozen=True, slots=True)
class PageColours:
    """What the page area is painted with. Fills are laid over the ink (see `fill`)."""

    desk: QColor
    edge: QColor
    paper: QColor
    accent: QColor
    on_accent: QColor
    warn: QColor
    warn_tint: QColor
    muted: QColor
    fills: dict[Mark, QColor]
    lines: dict[Mark, QColor]
    margin: dict[Mark, QColor]  # beside the scroll bar's handle, on the desk
    night: bool

    @classmethod
    def of(cls, colours: Colours, night: bool) -> PageColours:
        """The window's theme on paper, which is white by day whatever the theme."""
        dark = QColor(colours.desk).lightness() < 128
        if night:
            fills = {Mark.CITATION: "#6b5310", Mark.FIND: "#1f4a63", Mark.FIND_CURRENT: "#2b6c92"}
            lines = {Mark.CITATION: "#f0bf4c", Mark.FIND: "#5fb0dd", Mark.FIND_CURRENT: "#9ad6f7"}
            selection = "#2f6f69"
        else:
            fills = {Mark.CITATION: "#ffe9a3", Mark.FIND: "#cfe6f7", Mark.FIND_CURRENT: "#a5d3f3"}
            lines = {Mark.CITATION: "#c07f00", Mark.FIND: "#4a93c0", Mark.FIND_CURRENT: "#0f5f93"}
            selection = "#b9dedb"
        return cls(
            desk=QColor(colours.desk),
            edge=QColor(colours.edge),
            paper=QColor("#212325" if night else "#ffffff"),
            accent=QColor(colours.accent),
            on_accent=QColor(colours.on_accent),
            warn=QColor(colours.warn),
            warn_tint=QColor(colours.warn_tint),
            muted=QColor(colours.muted),
            fills={**{kind: QColor(name) for kind, name in fills.items()}, Mark.SELECTION: QColor(selection)},
            lines={kind: QColor(name) for kind, name in lines.items()},
            margin={
                Mark.CITATION: QColor("#e0a52f" if dark else "#c07f00"),
                Mark.FIND: QColor("#5fb0dd" if dark else "#4a93c0"),
                Mark.FIND_CURRENT: QColor("#9ad6f7" if dark else "#0f5f93"),
            },
            night=night,
        )


def paper(painter: QPainter, rect: QRectF, colours: PageColours) -> None:
    """A blank sheet with a hairline round it."""
    painter.fillRect(rect, colours.paper)
    painter.setPen(QPen(colours.edge, 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))


def picture(painter: QPainter, image: QImage, rect: QRectF, ratio: float) -> None:
    """An image over `rect`; pixel for pixel where the sizes agree, smoothly scaled where it only stands in."""
    exact = abs(image.width() - rect.width() * ratio) < 1.5 and abs(image.height() - rect.height() * ratio) < 1.5
    if exact:
        painter.drawImage(QRectF(rect.topLeft(), image.size().toSizeF() / ratio), image)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawImage(rect, image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)


def fill(painter: QPainter, rects: Iterable[QRectF], kind: Mark, colours: PageColours, turn: int = 0) -> None:
    """Mark words: the ink stays as dark (by night as light) as it was. `turn` is how the pages are turned."""
    mode = QPainter.CompositionMode
    painter.save()
    painter.setCompositionMode(mode.CompositionMode_Lighten if colours.night else mode.CompositionMode_Multiply)
    rects = list(rects)
    for rect in rects:
        painter.fillRect(rect.adjusted(-1, 0, 1, 0), colours.fills[kind])
    painter.setCompositionMode(mode.CompositionMode_SourceOver)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind is Mark.CITATION:
        painter.setPen(QPen(colours.lines[kind], 2))
        for rect in rects:
            painter.drawLine(*_foot(rect, turn))
    elif kind is Mark.FIND_CURRENT:
        painter.setPen(QPen(colours.lines[kind], 2))
        for rect in rects:
            painter.drawRoundedRect(rect.adjusted(-2, -1, 2, 1), 2, 2)
    painter.restore()


def _foot(rect: QRectF, turn: int) -> tuple[QPointF, QPointF]:
    """The line below words that lie in `rect` after `turn` quarter turns clockwise."""
    match turn % 4:
        case 1:
            return rect.topLeft(), rect.bottomLeft()
        case 2:
            return rect.topLeft(), rect.topRight()
        case 3:
            return rect.topRight(), rect.bottomRight()
    return rect.bottomLeft(), rect.bottomRight()


def flash(painter: QPainter, rects: Iterable[QRectF], strength: float, colours: PageColours) -> None:
    """A frame that closes in on marked words while `strength` falls from 1 to 0."""
    colour = QColor(colours.lines[Mark.CITATION])
    colour.setAlphaF(0.9 * strength)
    grow = 3 + 14 * strength
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)
    for rect in rects:
        outline.addRoundedRect(rect.adjusted(-grow, -grow, grow, grow), 4, 4)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2 + strength))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline.simplified())
    painter.restore()


def hint(painter: QPainter, at: QPointF, text: str, font: QFont, colours: PageColours) -> None:
    """A small number that a link can be followed by."""
    metrics = QFontMetricsF(font)
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height())
    box.moveTo(at.x() - box.width() / 2, at.y() - box.height() / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.on_accent, 1))
    painter.setBrush(colours.accent)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def badge(painter: QPainter, page: QRectF, seen: QRectF, text: str, font: QFont, colours: PageColours) -> QRectF:
    """A note along the top of a page, kept in sight while the page is; returns where it stands."""
    metrics = QFontMetricsF(font)
    pad = 8.0
    room = min(page.width(), seen.width()) - 4 * pad - 20
    left, top = max(page.left(), seen.left()) + pad, max(page.top(), seen.top()) + pad
    needed = metrics.boundingRect(QRectF(0, 0, max(80.0, room), 400), int(Qt.TextFlag.TextWordWrap), text)
    box = QRectF(left, top, needed.width() + 2 * pad + 20, needed.height() + pad)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.warn, 1))
    painter.setBrush(colours.warn_tint)
    painter.drawRoundedRect(box, 4, 4)
    _warning_sign(painter, QPointF(left + pad + 6, box.center().y()), colours)
    painter.setFont(font)
    painter.setPen(colours.warn)
    painter.drawText(
        QRectF(left + pad + 20, top + pad / 2, needed.width() + 1, needed.height()),
        int(Qt.TextFlag.TextWordWrap),
        text,
    )
    painter.restore()
    return box


def _warning_sign(painter: QPainter, centre: QPointF, colours: PageColours) -> None:
    x, y = centre.x(), centre.y()
    painter.setPen(
        QPen(colours.warn, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPolygon(QPolygonF([QPointF(x, y - 6), QPointF(x + 7, y + 6), QPointF(x - 7, y + 6)]))
    stroke = QPainterPath(QPointF(x, y - 2))
    stroke.lineTo(x, y + 1.5)
    stroke.moveTo(x, y + 4)
    stroke.lineTo(x, y + 4.1)
    painter.drawPath(stroke)
