"""The figures and tables of the document in front: a click goes there, and each can be asked about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from docqa.desk.opening import Opened
from docqa.desk.theme import GRID, icon
from docqa.desk.thumbnails import HIGH, WIDE, Thumbnails
from docqa.desk.widgets import EmptyState, button
from docqa.domain import Figure, FigureKind, Region

_FIGURE = Qt.ItemDataRole.UserRole
_CAPTION = 160  # characters of a caption that are shown


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
        self.list.setIconSize(QSize(WIDE, HIGH))
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(False)
        self.list.setSpacing(GRID)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
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
        page = self.tr("page {label}").format(label=of.document.label(figure.page))
        kind = self.tr("Table") if figure.kind is FigureKind.TABLE else self.tr("Figure")
        name = f"{figure.label or kind} · {page}"
        caption = " ".join(of.document.text(figure.caption).split()) if figure.caption else ""
        said = caption.removeprefix(figure.label).lstrip(" .:–—-")
        shown = said if len(said) <= _CAPTION else said[:_CAPTION].rsplit(" ", 1)[0] + "…"
        item = QStandardItem(f"{name}\n{shown}" if shown else name)
        item.setIcon(QIcon(_framed(QPixmap(), self.devicePixelRatioF())))
        item.setToolTip(caption)
        item.setAccessibleText(f"{name}. {said}" if said else name)
        item.setData(figure, _FIGURE)
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
        self.model.item(row).setIcon(QIcon(_framed(pixmap, self.devicePixelRatioF())))

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


def _framed(pixmap: QPixmap, ratio: float) -> QPixmap:
    """A thumbnail in the middle of a field that all have, so that the words beside them line up."""
    field = QPixmap(QSize(WIDE, HIGH) * ratio)
    field.setDevicePixelRatio(ratio)
    field.fill(Qt.GlobalColor.transparent)
    if not pixmap.isNull():
        size = pixmap.deviceIndependentSize()
        painter = QPainter(field)
        painter.drawPixmap(round((WIDE - size.width()) / 2), round((HIGH - size.height()) / 2), pixmap)
        painter.end()
    return field
