"""The library pane: sessions and documents, the most recent first, and a search over everything that was said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.library_painting import RowPainter
from docqa.desk.library_rows import ROW, Listed, Row, Rows
from docqa.desk.services import Services
from docqa.desk.theme import GRID, icon
from docqa.desk.widgets import Bar, EmptyState, button, clearable, with_shortcut

_SEARCH_MS = 150


class _List(QListView):
    """The list with its keys: Enter opens, F2 renames, Delete deletes."""

    chosen = Signal(QModelIndex)
    deleted = Signal(QModelIndex)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes: show where it is, though no row was chosen yet."""
        keyboard = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        if keyboard and not self.currentIndex().isValid():
            rows = (self.model().index(number, 0) for number in range(self.model().rowCount()))
            first = next((index for index in rows if index.flags() & Qt.ItemFlag.ItemIsSelectable), None)
            if first is not None:
                self.setCurrentIndex(first)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        editing = self.state() is QListView.State.EditingState
        if index.isValid() and not editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif index.isValid() and not editing and event.matches(QKeySequence.StandardKey.Delete):
            self.deleted.emit(index)
        else:
            super().keyPressEvent(event)


class LibraryPane(QWidget):
    """Sessions and documents. Says what the person wants; the window does it."""

    open_asked = Signal()
    session_chosen = Signal(str, str)  # session id, the id of a turn to show or ""
    page_chosen = Signal(object)  # PageHit
    locate_asked = Signal(object)  # DocumentRef whose file is not where it was
    forget_asked = Signal(object)  # DocumentRef to be removed from the library
    add_asked = Signal(object)  # DocumentRef to join the conversation on the desk
    document_chosen = Signal(object)  # DocumentRef
    deleted = Signal(str, str)  # session id, title: already deleted
    renamed = Signal(str, str)
    save_asked = Signal(str)
    export_asked = Signal(str, str)  # session id, "md" or "html"
    failed = Signal(object)  # Exception

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._job: jobs.Job | None = None
        self._indexed = False
        self._indexing: jobs.Job | None = None
        self._leaving: set[str] = set()  # documents on their way out of the library
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search everything that was said and opened"))
        self.search.setToolTip(
            with_shortcut(self.tr("Search everything that was said and opened"), "Ctrl+Shift+F")
        )
        clearable(self.search)
        self.search.setAcceptDrops(False)  # a file dropped here is to be opened like anywhere else
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.open_button = button(self.tr("Open"), "", "open")
        self.open_button.setToolTip(with_shortcut(self.tr("Open files"), QKeySequence.StandardKey.Open))
        self.open_button.clicked.connect(self.open_asked)

        self.rows = Rows()
        self.rows.renamed.connect(self._rename)
        self.list = _List()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Sessions and documents"))
        self.list.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.clicked.connect(self._choose)
        self.list.chosen.connect(self._choose)
        self.list.deleted.connect(self._delete)
        self._empty = EmptyState(
            "library",
            self.tr("Nothing here yet"),
            self.tr(
                "Open a file or drop one anywhere on this window. Your questions and their answers stay here."
            ),
        )
        self._nothing = EmptyState(
            "search", self.tr("Nothing found"), self.tr("No conversation and no page holds all these words.")
        )
        self._looking = EmptyState(
            "search",
            self.tr("Still looking"),
            self.tr("The pages of the library are being made findable. What is found shows here."),
        )
        self._stack = QStackedWidget()
        for page in (self.list, self._empty, self._nothing, self._looking):
            self._stack.addWidget(page)

        bar = Bar(self.search, self.open_button)
        bar.row.setSpacing(2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self._typed = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._typed.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda: self._typed.start())

    def refresh(self) -> None:
        """Read the list anew, in the background."""
        query, services, leaving = self.search.text().strip(), self._services, frozenset(self._leaving)
        if query and not self._indexed:
            self._index()

        def read() -> Listed:
            store = services.store
            recent = () if query else store.recent_documents()
            documents = [ref for ref in recent if ref.id not in leaving]
            pages = [hit for hit in services.find_pages(query) if hit.document not in leaving] if query else ()
            return Listed(query, store.sessions(query), documents, pages, store.missing_files(documents))

        self._job = jobs.call(
            read, owner=self, on_result=self._show, on_error=self.failed.emit, replaces=self._job
        )

    def _index(self) -> None:
        """Make what was opened since findable, and look again: the first search does not wait for it."""
        self._indexed = True
        self._indexing = jobs.run(
            self._services.index, owner=self, on_error=self.failed.emit, on_done=self._index_ended
        )

    def _index_ended(self) -> None:
        self._indexing = None
        self.refresh()

    def opened(self) -> None:
        """A document was opened: the next search looks whether it is findable."""
        self._indexed = False
        self.refresh()

    def mark(self, session: str) -> None:
        """Show which session is on the desk."""
        self.rows.mark(session)

    def _show(self, found: Listed) -> None:
        if self.list.state() is QListView.State.EditingState:
            self._typed.start()  # a title is being written: the list stays under it
            return
        rows = self.rows.of(found)
        chosen = self.list.currentIndex().data(ROW) if self.list.currentIndex().isValid() else None
        if rows != self.rows.rows:  # else a click under way would get lost
            self.rows.show(rows)
        for number, row in enumerate(rows):
            same = chosen and (row.session, row.document, row.page) == (
                chosen.session,
                chosen.document,
                chosen.page,
            )
            if same and not row.heading:
                self.list.setCurrentIndex(self.rows.index(number))
        nothing = self._looking if self._indexing else self._nothing
        self._stack.setCurrentWidget(self.list if rows else nothing if found.query else self._empty)

    def _choose(self, index: QModelIndex) -> None:
        row: Row = index.data(ROW)
        if row.session:
            self.session_chosen.emit(row.session, row.turn)
        elif row.page:
            self.page_chosen.emit(row.page)
        elif row.document:
            self.document_chosen.emit(row.document)

    def _rename(self, session: str, title: str) -> None:
        self._change(lambda: self._services.store.rename_session(session, title))
        self.renamed.emit(session, title)

    def _delete(self, index: QModelIndex) -> None:
        row: Row = index.data(ROW)
        if row.session:
            self.delete(row.session, row.title)
        elif row.document:
            self.forget_asked.emit(row.document)

    def delete(self, session: str, title: str) -> None:
        """Delete a session; `deleted` lets the window offer to undo it."""
        self._change(lambda: self._services.store.delete_session(session))
        self.deleted.emit(session, title)

    def restore(self, session: str) -> None:
        """Undo `delete`."""
        self._change(lambda: self._services.store.restore_session(session))

    def hide_document(self, id: str, *, hidden: bool = True) -> None:
        """Leave a document out of the list while its removal can be undone, or list it again."""
        (self._leaving.add if hidden else self._leaving.discard)(id)
        self.refresh()

    def _change(self, change: Callable[[], object]) -> None:
        jobs.call(change, owner=self, on_error=self.failed.emit, on_done=self.refresh)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        row: Row | None = index.data(ROW) if index.isValid() else None
        if row is None or row.heading:
            return
        self.menu_for(index).exec(self.list.viewport().mapToGlobal(at))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a row."""
        row: Row = index.data(ROW)
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)

        def add(icon_name: str, text: str, shortcut: str, action: object) -> None:
            made = QAction(icon(icon_name), text, menu)
            made.setShortcut(shortcut)
            made.triggered.connect(action)
            menu.addAction(made)

        add("open", self.tr("Open"), "Return", lambda: self._choose(index))
        if ref := row.document:
            add("add", self.tr("Add to this conversation"), "", lambda: self.add_asked.emit(ref))
            add("search", self.tr("Locate its file…"), "", lambda: self.locate_asked.emit(ref))
            menu.addSeparator()
            add("delete", self.tr("Remove from the library"), "Del", lambda: self.forget_asked.emit(ref))
        if row.session:
            add("rename", self.tr("Rename"), "F2", lambda: self.list.edit(index))
            menu.addSeparator()
            add("save", self.tr("Save session as file…"), "", lambda: self.save_asked.emit(row.session))
            add("export", self.tr("Export as Markdown…"), "", lambda: self.export_asked.emit(row.session, "md"))
            add("export", self.tr("Export as HTML…"), "", lambda: self.export_asked.emit(row.session, "html"))
            menu.addSeparator()
            add("delete", self.tr("Delete"), "Del", lambda: self._delete(index))
        return menu
