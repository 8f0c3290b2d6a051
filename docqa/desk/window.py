"""The window: three panes side by side, and everything that connects them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

from docqa.desk.menus import Menus
from docqa.desk.window_parts import furnish
from docqa.desk.window_roads import WindowRoads, wanted_by
from docqa.later import made

if TYPE_CHECKING:
    from docqa.desk.answer import Link
    from docqa.desk.asking_about import AskingAbout
    from docqa.desk.library_roads import LibraryRoads
    from docqa.desk.services import Services

_WIDTHS = (250, 620, 500)
_QUOTED = 1_000  # characters of a selection that one asks about; of a longer one its two ends name it
_KEEP_MS = 1_000  # of quiet after which where one was is written down: what a crash may lose


class Window(WindowRoads):
    """docqa's window. `services` is what it works with."""

    remake_asked = Signal()  # language, keys or text size are others than this window was made with
    another_asked = Signal()  # one more window
    quit_asked = Signal()
    closed = Signal()

    def __init__(self, services: Services, slot: int = 0) -> None:
        super().__init__(services, slot)
        self.restoring = False  # what was on the desk is about to come back: nothing else is on it meanwhile
        self._retired = False
        self.menus = Menus(self)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self.keep)

        self._connect()
        self._restore()
        self.conversation.box.field.setFocus()

    @cached_property
    def asking_about(self) -> AskingAbout:
        """How pages, parts and pictures become what the next question is about."""
        from docqa.desk.asking_about import AskingAbout

        about = AskingAbout(self)
        about.show_figures()
        return about

    @cached_property
    def library_roads(self) -> LibraryRoads:
        """What the library pane asks of the window."""
        from docqa.desk.library_roads import LibraryRoads

        return LibraryRoads(self, self._services)

    def _rest(self) -> Iterator[object]:
        """What is made after the first paint, bit by bit. Raises StoreError where there is no library."""
        yield from furnish(self, self._services)
        yield self.saver
        yield self.library_roads
        yield self.asking_about
        yield from self.menus.filling()

    def _connect(self) -> None:
        self.pages.welcome.engine_asked.connect(lambda begin: self.show_settings(begin=begin))
        self.pages.shown.connect(self._show_contents)
        self.pages.moved.connect(self._keeping.start)
        self.pages.shown.connect(self._keeping.start)
        self.conversation.followed.connect(self._follow)
        self.conversation.turn_ended.connect(self.library.refresh)
        self.conversation.retitled.connect(self.library.refresh)
        self.conversation.settings_asked.connect(self.show_settings)
        self.conversation.box.edited.connect(self._keeping.start)
        self.conversation.voice_button.chosen.connect(lambda _: self._keeping.start())

    # --- the panes together --------------------------------------------------------------------------------

    def _follow(self, link: Link) -> None:
        if not self.pages.show_places(link.places):
            self.pages.tell(
                self.tr("The document of this citation is not open. The quote: “{quote}”").format(quote=link.hover)
            )

    def _show_contents(self) -> None:
        self.contents.show_document(self.pages.view.document)
        self.sheets.show_document(self.pages.view.document, self.pages.view.renderer)
        self.sheets.show_page(self.pages.view.page)
        self.contents.show_page(self.pages.view.page)

    def ask_about_selection(self) -> None:
        """Put the words selected on the pages into the question box, with their page."""
        quote = self.pages.view.selected_quote(title=len(self.pages.opened) > 1, most=_QUOTED)
        if quote:
            self.conversation.box.begin_with(quote)

    def show_settings(self, page: int = 0, begin: str = "") -> None:
        """Open the settings, and take what was chosen; `begin` with "local" servers or an "endpoint" to set up."""
        from docqa.desk.settings_dialog import SettingsDialog
        from docqa.desk.shortcuts import commands

        dialog = SettingsDialog(self._services, self, commands(self.menus.all_keys))
        dialog.show_page(page)
        dialog.changed.connect(self._settings_changed)
        dialog.cleared.connect(self._cleared)
        dialog.erased.connect(self._erased)
        before = self._services.settings
        if begin:
            QTimer.singleShot(0, dialog, dialog.form.find_local if begin == "local" else dialog.form.add_empty)
        dialog.exec()
        now = self._services.settings
        if any(getattr(now, what) != getattr(before, what) for what in ("language", "shortcuts", "text_scale")):
            self.remake_asked.emit()

    def _settings_changed(self) -> None:
        from docqa.desk.theme import theme

        settings = self._services.settings
        theme().apply(settings.theme, settings.text_scale)
        self.conversation.engine_chosen()

    def _cleared(self) -> None:
        self.new_conversation()
        self.conversation.set_questions({})
        self.library.refresh()

    def _erased(self) -> None:
        """Nothing of the documents is kept any more: none stays on the desk."""
        self.pages.set_documents(())
        self._cleared()
        self.name_window()

    # --- drops ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from docqa.desk.dropping import files_of

        if files_of(event.mimeData()):
            self.veil.unfold(several=bool(self.pages.opened))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.fold_if_outside()

    def dropEvent(self, event: QDropEvent) -> None:
        from docqa.desk.dropping import files_of

        self.veil.hide()
        paths = files_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.open_files(paths)

    # --- another language ----------------------------------------------------------------------------------

    def take_over(self, old: Window) -> None:
        """Show what `old` shows, where it shows it; `old` is to retire then."""
        front, session, opened = old.pages.front, old.conversation.session, old.pages.hand_over()
        self.setGeometry(old.geometry())
        self.setWindowState(old.windowState())
        self.pages.set_documents(opened)
        if front in opened:
            self.pages.tabs.setCurrentIndex(opened.index(front))
        if session:
            self.conversation.show_session(session, opened)
            self.library.mark(session.id)
        elif opened:
            self.conversation.begin(opened)
        self.name_window()

    def retire(self) -> None:
        """Close for a window that has taken over: where one was is for it to keep now."""
        self._retired = True
        self.close()
        self.deleteLater()

    # --- where one was -------------------------------------------------------------------------------------

    def _restore(self) -> None:
        kept = self.remembered
        geometry, panes = kept.bytes("geometry"), kept.bytes("panes")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(QSize(1370, 860).boundedTo(self.screen().availableSize()))
        if panes is None or not self.splitter.restoreState(panes):
            self.splitter.setSizes(list(_WIDTHS))
        self.side.setHidden(kept.text("side") == "hidden")
        self.pages.set_night(kept.text("night") == "night")
        self.pages.view_made.connect(lambda _: self.pages.set_places(kept.places))
        self.conversation.set_questions(kept.questions)
        self.conversation.set_voice_to_be(kept.text("voice"))

    def restore_desk(self) -> None:
        """Bring back the session, or the documents, that were on the desk when docqa ended."""
        self.restoring = False
        if self.pages.opened or self.opener.busy:
            return  # the person was quicker
        session, documents = self.remembered.text("session"), self.remembered.documents
        store = self._services.store
        if session and store.has_session(session):
            self.open_session(session)
        elif documents:
            known = {ref.id: ref for ref in store.recent_documents()}
            wanted = [wanted_by(known[id]) for id in documents if id in known]
            if wanted:
                self.open_wanted(wanted, self.begin)

    def keep(self) -> None:
        """Write down where one is."""
        if self._retired or self.restoring:
            return
        kept, session = self.remembered, self.conversation.session
        kept.set("geometry", self.saveGeometry())
        kept.set("panes", self.splitter.saveState())
        kept.set("closed", "")
        kept.set("side", "hidden" if self.side.isHidden() else "")
        kept.set("night", "night" if self.pages.night else "")
        if not (made(self, "opener") and self.opener.busy):  # else what is about to be there counts
            kept.set("session", session.id if session else "")
            kept.set_documents([one.document.id for one in self.pages.opened])
        if made(self.pages, "view"):  # else they are what they were
            kept.set_places(self.pages.places)
        kept.set_questions(self.conversation.questions)
        kept.set("voice", self.conversation.voice_to_be)
        kept.write()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.conversation.stop()
        if made(self.conversation, "understanding"):
            self.conversation.understanding.stop()
        if made(self, "reading"):
            self.reading.stop()
        if made(self, "library_roads"):
            self.library_roads.end()
        self.keep()
        self._retired = True  # the desk is cleared now: that is not where one was
        if made(self, "opener"):
            self.opener.cancel()
        self.pages.set_documents(())
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.keep()  # a crash or a kill then loses little of where one was
        super().changeEvent(event)
