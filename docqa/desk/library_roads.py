"""What the library pane asks of the window: a page that was found, a file that moved, a document more or less."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMenu

from docqa.desk import jobs
from docqa.desk.hits import spans_of
from docqa.desk.opening import Opened, Wanted
from docqa.desk.theme import icon
from docqa.domain import DocumentRef, Place
from docqa.errors import StoreError
from docqa.library import PageHit

if TYPE_CHECKING:
    from docqa.desk.services import Services
    from docqa.desk.window import Window


class LibraryRoads(QObject):
    """Connects the library pane, and the tabs of the documents, with the window."""

    def __init__(self, window: Window, services: Services) -> None:
        super().__init__(window)
        self._window, self._services = window, services
        window.library.page_chosen.connect(self.open_page)
        window.library.locate_asked.connect(self.locate)
        window.library.add_asked.connect(self.add)
        tabs = window.pages.tabs
        tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tabs.customContextMenuRequested.connect(self._tab_menu)

    def open_page(self, hit: PageHit) -> None:
        """Show a page that was found, with what was looked for marked; its document is opened if need be."""
        one = next((one for one in self._window.pages.opened if one.document.id == hit.document), None)
        if one:
            self._window.opener.cancel()  # else what is still being opened would take its place
            self._show_hit(hit, one)
            return

        def known() -> DocumentRef:
            store = self._services.store
            ref = next((ref for ref in store.recent_documents(100_000) if ref.id == hit.document), None)
            if ref is None:
                raise StoreError("This document is not in the library any more.", "Search again.")
            return ref

        def opened(found: Sequence[Opened]) -> None:
            self._window.begin(found)
            for each in found:
                # When all of its opening is done, the end of its sketch among it.
                QTimer.singleShot(0, self, partial(self._show_hit, hit, each))

        jobs.call(
            known,
            owner=self,
            on_result=lambda ref: self._window.open_wanted([Wanted(Path(ref.path), ref)], opened),
            on_error=self._window.tell,
        )

    def _show_hit(self, hit: PageHit, one: Opened) -> None:
        spans = spans_of(hit, one.document)
        if spans:
            self._window.pages.show_places([Place(hit.document, span) for span in spans])
        else:
            self._window.pages.tabs.setCurrentIndex(self._window.pages.opened.index(one))
            self._window.pages.view.go_to_page(hit.page)

    def add(self, ref: DocumentRef) -> None:
        """Let a document of the library join the conversation on the desk."""
        window = self._window
        window.open_wanted([Wanted(Path(ref.path), ref)], window.join if window.pages.opened else window.begin)

    def locate(self, ref: DocumentRef) -> None:
        """Let the person say where a document's file is now; it must be the same by content."""
        folder = Path(ref.path).parent
        name = self.tr("Locate {name}").format(name=Path(ref.path).name)
        start = str(folder if folder.is_dir() else Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self._window, name, start)
        if not chosen:
            return
        path = Path(chosen)

        def done(_: None) -> None:
            self._window.toast.say(self.tr("Found “{title}” again.").format(title=ref.title))
            self._window.library.refresh()

        jobs.call(
            partial(self._services.store.relink, ref.id, path),
            owner=self,
            on_result=done,
            on_error=self._window.tell,
        )

    def _tab_menu(self, at: QPoint) -> None:
        index = self._window.pages.tabs.tabAt(at)
        if index >= 0:
            self.tab_menu(index).exec(self._window.pages.tabs.mapToGlobal(at))

    def tab_menu(self, index: int) -> QMenu:
        """What can be done with a document of the conversation."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(
            icon("close", "muted"),
            self.tr("Remove from this conversation"),
            lambda: self.remove(self._window.pages.opened[index]),
        )
        return menu

    def remove(self, one: Opened) -> None:
        """Take a document out of the conversation; it stays in the library, and so do the answers about it."""
        window = self._window
        if window.conversation.busy or len(window.pages.opened) < 2:
            return
        left = tuple(other for other in window.pages.opened if other is not one)
        title = one.document.title
        window.conversation.set_documents(left, without=one.document.id)
        window.pages.set_documents(left)
        window.name_window()
        window.toast.say(
            self.tr("Removed “{title}” from this conversation").format(title=title),
            self.tr("Undo"),
            lambda: self.add(one.ref),
        )
