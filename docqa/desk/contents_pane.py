"""The table of contents of the document in front: a click goes there, and where one is shows in it."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from docqa.desk.theme import GRID
from docqa.desk.widgets import EmptyState
from docqa.domain import Document

_PAGE = Qt.ItemDataRole.UserRole
_MEASURED = 100  # rows by which the width of the page numbers is judged
_OPEN = 40  # entries up to which all levels are unfolded at first


class ContentsPane(QWidget):
    """The outline as a tree with page labels. `page_wanted` carries the index of a page to go to."""

    page_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._by_page: list[tuple[int, int, QStandardItem]] = []  # page, number in the outline, entry
        self.model = QStandardItemModel(self)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setAccessibleName(self.tr("Contents of the document"))
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(4 * GRID)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setResizeContentsPrecision(_MEASURED)
        self.tree.header().setMinimumSectionSize(6 * GRID)
        self.tree.clicked.connect(self._go)
        self.tree.activated.connect(self._go)
        self._nothing = EmptyState("document", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        column.addWidget(self._stack)
        self.show_document(None)

    def show_document(self, document: Document | None) -> None:
        """Show this document's contents; say so where it has none."""
        self.model.clear()
        self._by_page = []
        if document is None or not document.outline:
            self._nothing.heading.setText(self.tr("No contents"))
            self._nothing.text.setText(
                self.tr("This file brings no table of contents.")
                if document
                else self.tr("Open a document to see its table of contents.")
            )
            self._stack.setCurrentWidget(self._nothing)
            return
        self._fill(document)
        flat = all(entry.level == document.outline[0].level for entry in document.outline)
        self.tree.setRootIsDecorated(not flat)
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        if len(document.outline) <= _OPEN:
            self.tree.expandAll()
        self._stack.setCurrentWidget(self.tree)

    def _fill(self, document: Document) -> None:
        above: list[tuple[int, QStandardItem]] = []  # the entries that the next one may stand below
        for number, entry in enumerate(document.outline):
            while above and above[-1][0] >= entry.level:
                above.pop()
            known = 0 <= entry.page < len(document.pages)
            title, page = QStandardItem(" ".join(entry.title.split())), QStandardItem()
            title.setToolTip(title.text())
            title.setData(entry.page if known else -1, _PAGE)
            page.setTextAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            if known:
                page.setText(document.label(entry.page))
                title.setAccessibleText(
                    self.tr("{title}, page {label}").format(title=title.text(), label=page.text())
                )
                self._by_page.append((entry.page, number, title))
            parent = above[-1][1] if above else self.model.invisibleRootItem()
            parent.appendRow([title, page])
            above.append((entry.level, title))
        self._by_page.sort(key=lambda entry: entry[:2])

    def show_page(self, page: int) -> None:
        """One reads this page now: mark the section it begins, or else the one it belongs to."""
        at = bisect_left(self._by_page, page, key=lambda entry: entry[0])
        begins = at < len(self._by_page) and self._by_page[at][0] == page
        entry = self._by_page[at if begins else at - 1][2] if begins or at else None
        chosen = self.model.itemFromIndex(self.tree.currentIndex())
        if chosen is not None and chosen.data(_PAGE) == page:
            return  # one of several sections of the page, and the one that was asked for
        if entry is None:
            self.tree.setCurrentIndex(QModelIndex())
        else:
            self.tree.setCurrentIndex(entry.index())
            self.tree.scrollTo(entry.index())

    def _go(self, index: QModelIndex) -> None:
        page = index.siblingAtColumn(0).data(_PAGE)
        if isinstance(page, int) and page >= 0:
            self.tree.setCurrentIndex(index.siblingAtColumn(0))
            self.page_wanted.emit(page)
