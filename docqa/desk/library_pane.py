"""The library pane: sessions and documents, the most recent first, and a search over everything that was said."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.theme import GRID, icon
from docqa.desk.widgets import Bar, EmptyState, button, clearable, with_shortcut

if TYPE_CHECKING:
    from docqa.desk.library_list import RowList
    from docqa.desk.library_rows import Listed, Row, Rows
    from docqa.desk.services import Services

_SEARCH_MS = 150


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

        self._stack = QStackedWidget()

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

    @cached_property
    def rows(self) -> Rows:
        """What is listed."""
        from docqa.desk.library_rows import Rows

        rows = Rows()
        rows.renamed.connect(self._rename)
        return rows

    @cached_property
    def list(self) -> RowList:
        """The list itself."""
        from docqa.desk.library_list import RowList

        made = RowList(self.rows)
        made.setAccessibleName(self.tr("Sessions and documents"))
        made.customContextMenuRequested.connect(self._menu)
        made.clicked.connect(self._choose)
        made.chosen.connect(self._choose)
        made.deleted.connect(self._delete)
        self._stack.addWidget(made)
        return made

    @cached_property
    def _empty(self) -> EmptyState:
        text = self.tr(
            "Open a file or drop one anywhere on this window. Your questions and their answers stay here."
        )
        return self._state("library", self.tr("Nothing here yet"), text)

    @cached_property
    def _nothing(self) -> EmptyState:
        text = self.tr("No conversation and no page holds all these words.")
        return self._state("search", self.tr("Nothing found"), text)

    @cached_property
    def _looking(self) -> EmptyState:
        text = self.tr("The pages of the library are being made findable. What is found shows here.")
        return self._state("search", self.tr("Still looking"), text)

    def _state(self, picture: str, heading: str, text: str) -> EmptyState:
        made = EmptyState(picture, heading, text)
        self._stack.addWidget(made)
        return made

    def refresh(self) -> None:
        """Read the list anew, in the background."""
        # Here, not on the thread: PySide6 ends the process when two threads make classes of it at the same time.
        from docqa.desk.library_rows import Listed

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
        if self.list.state() is self.list.State.EditingState:
            self._typed.start()  # a title is being written: the list stays under it
            return
        rows = self.rows.of(found)
        chosen = (
            self.list.currentIndex().data(Qt.ItemDataRole.UserRole) if self.list.currentIndex().isValid() else None
        )
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
        row: Row = index.data(Qt.ItemDataRole.UserRole)
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
        row: Row = index.data(Qt.ItemDataRole.UserRole)
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
        row: Row | None = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if row is None or row.heading:
            return
        self.menu_for(index).exec(self.list.viewport().mapToGlobal(at))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a row."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)
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
