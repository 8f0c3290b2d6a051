"""What the library pane asks of the window: a page that was found, a file that moved, a document more or less."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
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
        self._ending = False
        window.library.page_chosen.connect(self.open_page)
        window.library.locate_asked.connect(self.locate)
        window.library.add_asked.connect(self.add)
        window.library.forget_asked.connect(self.forget)
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

    def forget(self, ref: DocumentRef) -> None:
        """Remove a document that no session is about: our copy and its pages, never the person's file.

        It is out of sight at once, and out of the library when it can no longer be undone.
        """
        jobs.call(
            partial(self._services.store.must_be_unused, ref.id),
            owner=self,
            on_result=lambda _: self._forget(ref),
            on_error=self._window.tell,
        )

    def _forget(self, ref: DocumentRef) -> None:
        window, store = self._window, self._services.store
        left = tuple(one for one in window.pages.opened if one.document.id != ref.id)
        was_open = len(left) < len(window.pages.opened)
        if was_open:
            window.pages.set_documents(left)
            window.new_conversation()
            window.name_window()
        window.library.hide_document(ref.id)

        def back() -> None:
            window.library.hide_document(ref.id, hidden=False)
            if was_open:
                self.add(ref)

        def removed() -> None:
            if any(one.document.id == ref.id for one in window.pages.opened):  # it was opened again
                window.library.hide_document(ref.id, hidden=False)
            elif self._ending:
                with suppress(StoreError):  # no job outlives the window, and nobody is there to be told
                    store.forget_document(ref.id)
            else:
                jobs.call(partial(store.forget_document, ref.id), owner=self, on_error=window.tell)

        said = self.tr("Removed “{title}” from the library").format(title=ref.title)
        window.toast.say(said, self.tr("Undo"), back, removed)

    def end(self) -> None:
        """The window closes: what could be undone until now is done."""
        self._ending = True
        self._window.toast.end()

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
