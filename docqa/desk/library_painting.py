"""How the lines of the library's list look: a title, and quietly below it what it is about."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from docqa.desk.library_rows import ROW, Index, Row, Rows
from docqa.desk.theme import GRID, icon, px, theme
from docqa.desk.widgets import draw_line
from docqa.language.ways import direction

_BEFORE_HIT = 14  # characters shown before the first word found, in a narrow pane


class RowPainter(QStyledItemDelegate):
    """Two lines a row: the title, and quietly below it what it is about."""

    def _fonts(self, option: QStyleOptionViewItem, row: Row) -> tuple[QFont, QFont]:
        top, below = QFont(option.font), QFont(option.font)
        below.setPointSizeF(theme().type.small)
        if row.heading:
            top.setPointSizeF(theme().type.small)
            top.setWeight(QFont.Weight.DemiBold)
        return top, below

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        top, below = (QFontMetrics(font).height() for font in self._fonts(option, row))
        if row.heading:
            return QSize(0, top + 5 * GRID)
        return QSize(0, top + (below if row.below else 0) + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        model = index.model()
        current = isinstance(model, Rows) and row.session != "" and model.current == row.session
        colours = theme().colours
        state, box = option.state, QRect(option.rect).adjusted(2 * GRID, 1, -2 * GRID, -1)
        top, below = self._fonts(option, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            painter.setFont(top)
            painter.setPen(QColor(colours.muted))
            line = box.adjusted(2 * GRID, 3 * GRID, -2 * GRID, 0)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), row.title)
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
        if current or selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(colours.accent) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint if current or selected else colours.hover))
            painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(2 * GRID, 0, -2 * GRID, 0)
        rtl = option.direction is Qt.LayoutDirection.RightToLeft
        side = px(16)
        picture = QRect(inner.right() + 1 - side if rtl else inner.x(), 0, side, side)
        height = QFontMetrics(top).height()
        used = height + (QFontMetrics(below).height() if row.below else 0)
        y = box.y() + (box.height() - used) // 2
        picture.moveTop(y + (height - side) // 2)
        name = "conversation" if row.session else "warning" if row.missing else "document"
        icon(name, "warn" if row.missing else "accent" if current else "muted").paint(painter, picture)
        text = inner.adjusted(0, 0, -side - 2 * GRID, 0) if rtl else inner.adjusted(side + 2 * GRID, 0, 0, 0)
        painter.setFont(top)
        painter.setPen(QColor(colours.text))
        draw_line(painter, row.title, QRect(text.x(), y, text.width(), height), rtl)
        if row.below:
            painter.setFont(below)
            painter.setPen(QColor(colours.muted))
            line = QRect(text.x(), y + height, text.width(), used - height)
            if row.hits:
                _found_line(painter, row, line, rtl)
            else:
                draw_line(painter, row.below, line, rtl)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(QRect(option.rect).adjusted(4 * GRID, 2, -2 * GRID, -2))


def _found_line(painter: QPainter, row: Row, box: QRect, mirrored: bool) -> None:
    """One line of text around what was looked for, which stands out."""
    first = row.hits[0][0]
    start = max(0, first - _BEFORE_HIT)
    shown = ("…" if start else "") + row.below[start:]
    shift = (1 if start else 0) - start
    layout = QTextLayout(shown, painter.font())
    option = QTextOption()
    rtl = direction(row.below) == "rtl"
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    bold.setForeground(QColor(theme().colours.text))
    ranges = []
    for a, b in row.hits:
        if a >= start:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = a + shift, b - a, bold
            ranges.append(part)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    layout.draw(painter, QPointF(box.topLeft()))
