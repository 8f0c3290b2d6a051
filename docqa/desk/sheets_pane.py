"""The pages of the document in front as small pictures: a click goes there, and where one is shows among them."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.pages.layout import sane_size
from docqa.desk.pages.pictures import Pictures, Renders, Want
from docqa.desk.theme import GRID, theme
from docqa.desk.widgets import EmptyState
from docqa.domain import Document

SIDE = 26 * GRID  # logical pixels of a small page's longer side
_ROOM = 12 * 2**20  # bytes of pictures kept: 200 pages or so

_Index = QModelIndex | QPersistentModelIndex


class _Sheets(QAbstractListModel):
    """Pages by number; what a view asks of it is made when it asks."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.document: Document | None = None

    def show(self, document: Document | None) -> None:
        self.beginResetModel()
        self.document = document
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.document.pages) if self.document and not (parent and parent.isValid()) else 0

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.document is None or not index.isValid():
            return None
        label = self.document.label(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.tr("Page {label}").format(label=label)
        return None


class _Sheet(QStyledItemDelegate):
    """A small page with its label below; a frame of the accent and a bold label where one is."""

    def __init__(self, pane: SheetsPane) -> None:
        super().__init__(pane)
        self._pane = pane

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(SIDE + 3 * GRID, SIDE + option.fontMetrics.height() + 4 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = theme().colours
        cell: QRect = option.rect
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        width, height = self._pane.sheet_size(index.row())
        sheet = QRectF(0, 0, width, height)
        sheet.moveCenter(QRectF(cell.left(), cell.top() + 2 * GRID, cell.width(), SIDE).center())
        sheet = QRectF(sheet.toAlignedRect())
        painter.save()
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(cell, QColor(colours.hover))
        painter.fillRect(sheet, QColor("#212325" if self._pane.night else "#ffffff"))
        image = self._pane.picture(index.row())
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(sheet.adjusted(-3, -3, 3, 3), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(colours.edge), 1))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        font = option.font
        font.setBold(here)
        painter.setFont(font)
        painter.setPen(QColor(colours.text if here else colours.muted))
        below = QRect(cell.left(), cell.top() + SIDE + 3 * GRID, cell.width(), option.fontMetrics.height())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), str(index.data()))
        painter.restore()


class SheetsPane(QWidget):
    """`page_wanted` carries the index of a page to go to. Nothing is drawn while it is not seen."""

    page_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.night = False
        self._turn = 0
        self._page = -1
        self._renderer: Renders | None = None
        self._pictures = Pictures(self, _ROOM)
        self._pictures.ready.connect(self._came)
        self._soon = QTimer(self, singleShot=True, interval=60)
        self._soon.timeout.connect(self._want)
        self._model = _Sheets(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Sheet(self))
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Pages of the document"))
        self.list.clicked.connect(lambda index: self.page_wanted.emit(index.row()))
        self.list.activated.connect(lambda index: self.page_wanted.emit(index.row()))
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())
        self.list.viewport().installEventFilter(self)
        self._nothing = EmptyState(
            "document", self.tr("No pages"), self.tr("Open a document to see its pages small.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, 0, 0)
        column.addWidget(self._stack)

    def show_document(self, document: Document | None, renderer: Renders | None) -> None:
        """Show the pages of this document; the same ones, read meanwhile, keep their pictures."""
        old = self._model.document
        if document is not None and old is not None and renderer is self._renderer is not None:
            if document is not old and len(document.pages) == len(old.pages):
                self._model.document = document
                self._pictures.take(document)
                self.list.viewport().update()
            return
        self._renderer, self._page = renderer, -1
        self._pictures.show(document, renderer)
        self._model.show(document)
        self._stack.setCurrentWidget(self.list if document is not None else self._nothing)
        self._soon.start()

    def show_page(self, page: int) -> None:
        """One reads this page now."""
        self._page = page
        if self.list.isVisible():
            self._mark()

    def set_look(self, night: bool, turn: int) -> None:
        """Draw the pages as they look in the middle."""
        self.night = night
        self._turn = turn
        self._pictures.set_look(night, turn)
        self._soon.start()
        self.list.viewport().update()

    def _mark(self) -> None:
        index = self._model.index(self._page, 0)
        if index.isValid() and index != self.list.currentIndex():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    # -- pictures ------------------------------------------------------------------------------------------------

    def sheet_size(self, page: int) -> tuple[float, float]:
        """Logical pixels that a small page takes."""
        width, height = self._size(page)
        scale = SIDE / max(width, height)
        return (height * scale, width * scale) if self._turn % 2 else (width * scale, height * scale)

    def picture(self, page: int) -> QImage | None:
        """The small picture of a page, if it has come."""
        return self._pictures.stand_in(page)

    def _size(self, page: int) -> tuple[float, float]:
        assert self._model.document is not None, "there are rows only of a document"
        shown = self._model.document.pages[page]
        return sane_size(shown.width, shown.height)

    def _want(self) -> None:
        """The pages in sight, those in the middle first."""
        if not self.list.isVisible() or self._model.document is None:
            self._pictures.want(())
            return
        port = self.list.viewport().rect()
        first = self.list.indexAt(port.topLeft() + QRect(0, 0, 2 * GRID, 2 * GRID).bottomRight()).row()
        seen = []
        for row in range(max(0, first), self._model.rowCount()):
            if not self.list.visualRect(self._model.index(row, 0)).intersects(port):
                break
            seen.append(row)
        ratio = self.devicePixelRatioF()
        self._pictures.want([Want(row, SIDE * ratio / max(self._size(row))) for row in seen])

    def _came(self, page: int) -> None:
        self.list.update(self._model.index(page, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self._soon.start()
            if event.type() is QEvent.Type.Show:
                QTimer.singleShot(0, self, self._mark)
        return super().eventFilter(watched, event)
