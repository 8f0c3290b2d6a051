"""The figures and tables of the document in front: a click goes there, and each can be asked about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.opening import Opened
from docqa.desk.theme import GRID, icon, theme
from docqa.desk.thumbnails import HIGH, WIDE, Thumbnails
from docqa.desk.widgets import EmptyState, button
from docqa.domain import Figure, FigureKind, Region
from docqa.language.ways import direction

_FIGURE = Qt.ItemDataRole.UserRole
_PAGE = Qt.ItemDataRole.UserRole + 1
_CAPTION = Qt.ItemDataRole.UserRole + 2
_DRAWN = Qt.ItemDataRole.UserRole + 3
_LINES = 2  # of a caption that are shown


class _Row(QStyledItemDelegate):
    """A row: the thumbnail, and beside it the name with its page, and the caption's first lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = option.fontMetrics.height()
        return QSize(WIDE + 20 * GRID, max(HIGH, (_LINES + 1) * line + GRID) + 2 * GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme().colours
        whole: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(whole, QColor(colours.tint))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(whole, QColor(colours.hover))
        inside = whole.adjusted(GRID, GRID, -GRID, -GRID)
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        field = QRect(inside.right() - WIDE + 1 if mirrored else inside.left(), inside.top(), WIDE, HIGH)
        pixmap = index.data(_DRAWN)
        if isinstance(pixmap, QPixmap):
            size = pixmap.deviceIndependentSize().toSize()
            at = QRect(QPoint(0, 0), size)
            at.moveCenter(field.center())
            painter.drawPixmap(at.topLeft(), pixmap)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawRect(at.adjusted(0, 0, -1, -1))
        words = (
            inside.adjusted(0, 0, -WIDE - 2 * GRID, 0) if mirrored else inside.adjusted(WIDE + 2 * GRID, 0, 0, 0)
        )
        self._write(painter, option, index, words)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        words: QRect,
    ) -> None:
        colours, font = theme().colours, QFont(option.font)
        metrics = option.fontMetrics
        line = metrics.height()
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        top = QRect(words.left(), words.top(), words.width(), line)
        painter.setPen(QColor(colours.muted))
        page = index.data(_PAGE)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop), page)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        room = top.width() - metrics.horizontalAdvance(page) - GRID
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        if mirrored:
            top.setLeft(top.right() - room)
        else:
            top.setWidth(room)
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, int(align), name)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        flow = QTextOption()
        flow.setWrapMode(QTextOption.WrapMode.NoWrap)
        caption = index.data(_CAPTION)
        flow.setTextDirection(
            Qt.LayoutDirection.RightToLeft if direction(caption) == "rtl" else Qt.LayoutDirection.LeftToRight
        )
        for number, shown in enumerate(first_lines(caption, font, words.width(), _LINES)):
            place = QRect(words.left(), words.top() + line + GRID // 2 + number * line, words.width(), line)
            painter.drawText(place.toRectF(), shown, flow)


def first_lines(text: str, font: QFont, width: int, most: int) -> list[str]:
    """At most `most` lines of `text`, `width` pixels wide: the last ends in an ellipsis where text is left."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    units = text.encode("utf-16-le")  # Qt counts in these, two bytes each
    ends = [*starts[1:], len(units) // 2]
    lines = [
        units[2 * start : 2 * end].decode("utf-16-le").rstrip() for start, end in zip(starts, ends, strict=True)
    ]
    if len(lines) > most:
        rest = units[2 * starts[most - 1] :].decode("utf-16-le")
        lines = [*lines[: most - 1], QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
    return lines


class FiguresPane(QWidget):
    """`figure_wanted` carries a figure to go to, `asked` the region of one to ask about."""

    figure_wanted = Signal(object)  # Figure
    asked = Signal(object)  # Region

    def __init__(self) -> None:
        super().__init__()
        self._of: Opened | None = None
        self._drawn = Thumbnails(self)
        self._drawn.ready.connect(self._draw)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Figures and tables of the document"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.list.viewport().installEventFilter(self)
        self._soon = QTimer(self, singleShot=True, interval=40)
        self._soon.timeout.connect(self._want_seen)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())
        self.ask = button(self.tr("Ask about this"), "", "conversation")
        self.ask.clicked.connect(lambda: self._ask(self.list.currentIndex()))
        held = QWidget()
        inner = QVBoxLayout(held)
        inner.setContentsMargins(0, 0, 0, 2 * GRID)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeading)
        self._held = held
        self._nothing = EmptyState("document", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(held)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        column.addWidget(self._stack)
        self.show_figures(None, None)

    def show_figures(self, of: Opened | None, figures: Sequence[Figure] | None) -> None:
        """Show the figures of a document; None while they are being looked for."""
        same = of is self._of and self.model.rowCount() == len(figures or ()) > 0
        self._of = of
        if same:
            return
        self._drawn.forget()
        self.model.clear()
        if of is None or not figures:
            self._nothing.heading.setText(
                self.tr("No figures") if of is None or figures is not None else self.tr("Looking for figures…")
            )
            self._nothing.text.setText(
                self.tr("Pictures, drawings and tables of the document in front are listed here.")
            )
            self._stack.setCurrentWidget(self._nothing)
            return
        for figure in figures:
            self.model.appendRow(self._item(of, figure))
        self._enable()
        self._stack.setCurrentWidget(self._held)
        self._soon.start()

    def _item(self, of: Opened, figure: Figure) -> QStandardItem:
        page = self.tr("p. {label}").format(label=of.document.label(figure.page))
        kind = self.tr("Table") if figure.kind is FigureKind.TABLE else self.tr("Figure")
        caption = " ".join(of.document.text(figure.caption).split()) if figure.caption else ""
        said = caption.removeprefix(figure.label).lstrip(" .:–—-")
        item = QStandardItem(figure.label or kind)
        item.setToolTip(caption)
        item.setAccessibleText(f"{item.text()}, {page}. {said}")
        item.setData(figure, _FIGURE)
        item.setData(page, _PAGE)
        item.setData(said, _CAPTION)
        return item

    # --- thumbnails: only those that are seen ----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._soon.start()
        return super().eventFilter(watched, event)

    def _want_seen(self) -> None:
        if self._of is None or not self.list.isVisible():
            return
        self._drawn.forget()
        seen = self.list.viewport().rect()
        for row in range(self.model.rowCount()):
            index = self.model.index(row, 0)
            if self.list.visualRect(index).intersects(seen):
                region = self._region(index)
                pixmap = self._drawn.get(region, self._of, self.devicePixelRatioF())
                if pixmap is not None:
                    self._set(row, pixmap)

    def _draw(self, region: Region) -> None:
        for row in range(self.model.rowCount()):
            if self._of is not None and self._region(self.model.index(row, 0)) == region:
                pixmap = self._drawn.get(region, self._of, self.devicePixelRatioF())
                if pixmap is not None:
                    self._set(row, pixmap)

    def _set(self, row: int, pixmap: QPixmap) -> None:
        self.model.item(row).setData(pixmap, _DRAWN)

    # --- going there and asking ------------------------------------------------------------------------------

    def _region(self, index: QModelIndex) -> Region:
        figure: Figure = index.data(_FIGURE)
        assert self._of is not None, "there are rows only of a document"
        return Region(self._of.document.id, figure.page, figure.rect)

    def _go(self, index: QModelIndex) -> None:
        self.figure_wanted.emit(index.data(_FIGURE))

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            self.asked.emit(self._region(index))

    def _enable(self) -> None:
        self.ask.setEnabled(self.list.currentIndex().isValid())

    def _open_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go = menu.addAction(icon("document", "muted"), self.tr("Show on its page"))
        go.triggered.connect(lambda: self._go(index))
        ask = menu.addAction(icon("conversation", "muted"), self.tr("Ask about this"))
        ask.triggered.connect(lambda: self._ask(index))
        menu.popup(self.list.viewport().mapToGlobal(at))
