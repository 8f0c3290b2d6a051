"""The window: three panes side by side, and everything that connects them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

from docqa.desk import jobs
from docqa.desk.menus import Menus
from docqa.desk.remembered import Remembered
from docqa.desk.window_parts import WindowParts, furnish
from docqa.later import made

if TYPE_CHECKING:
    from docqa.desk.answer import Link
    from docqa.desk.asking_about import AskingAbout
    from docqa.desk.library_roads import LibraryRoads
    from docqa.desk.opening import Failure, Opened, Sketch, Wanted
    from docqa.desk.saving import Saver
    from docqa.desk.services import Services
    from docqa.domain import DocumentRef, Session

_WIDTHS = (250, 620, 500)
_QUOTED = 1_000  # characters of a selection that one asks about; of a longer one its two ends name it
_KEEP_MS = 1_000  # of quiet after which where one was is written down: what a crash may lose


class Window(WindowParts):
    """docqa's window. `services` is what it works with."""

    remake_asked = Signal()  # language, keys or text size are others than this window was made with
    another_asked = Signal()  # one more window
    quit_asked = Signal()
    closed = Signal()

    def __init__(self, services: Services, slot: int = 0) -> None:
        super().__init__(services)
        self.slot = slot  # which of several windows this is: where one was is remembered for each
        self.remembered = Remembered(slot)
        self.restoring = False  # what was on the desk is about to come back: nothing else is on it meanwhile
        self._retired = False
        self.menus = Menus(self)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self.keep)

        self._connect()
        self._restore()
        self.conversation.box.field.setFocus()

    @cached_property
    def saver(self) -> Saver:
        """What writes sessions into files."""
        from docqa.desk.saving import Saver

        saver = Saver(self._services.store, self.remembered, self)
        saver.said.connect(self.said)
        saver.failed.connect(self.failed)
        return saver

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
        self.library.open_asked.connect(self.choose_files)
        self.library.session_chosen.connect(self.open_session)
        self.library.document_chosen.connect(self._open_document)
        self.library.renamed.connect(self._renamed)
        self.library.deleted.connect(self._deleted)
        self.library.save_asked.connect(self.save_session)
        self.library.export_asked.connect(self.export_session)
        self.library.failed.connect(self.tell)
        self.pages.welcome.open_asked.connect(self.choose_files)
        self.pages.welcome.sample_chosen.connect(lambda path: self.open_files([path]))
        self.pages.welcome.engine_asked.connect(lambda begin: self.show_settings(begin=begin))
        self.files_dropped.connect(lambda paths, add: self.open_files(paths, add=add))
        self.sketched.connect(self._sketched)
        self.more_read.connect(self._more_read)
        self.all_read.connect(self._all_read)
        self.said.connect(lambda text: self.toast.say(text))
        self.failed.connect(self.tell)
        self.pages.shown.connect(self._show_contents)
        self.pages.reload_asked.connect(self._reload)
        self.pages.moved.connect(self._keeping.start)
        self.pages.shown.connect(self._keeping.start)
        self.conversation.followed.connect(self._follow)
        self.conversation.session_begun.connect(self._session_begun)
        self.conversation.turn_ended.connect(self.library.refresh)
        self.conversation.retitled.connect(self.library.refresh)
        self.conversation.settings_asked.connect(self.show_settings)
        self.conversation.box.edited.connect(self._keeping.start)
        self.conversation.voice_button.chosen.connect(lambda _: self._keeping.start())

    # --- opening -------------------------------------------------------------------------------------------

    def open_files(self, paths: Sequence[Path], *, add: bool = False) -> None:
        """Open files in a new conversation, or `add` them to the one on the desk; a session file is a session."""
        from docqa.desk.opening import Wanted
        from docqa.desk.saving import SESSION_SUFFIX

        session = next((path for path in paths if path.suffix.lower() == SESSION_SUFFIX), None)
        if session:
            self._import(session)
            if len(paths) > 1:
                self.toast.say(self.tr("Opened {name} alone: it brings its documents.").format(name=session.name))
        elif paths:
            self.open_wanted(
                [Wanted(path) for path in paths], self.join if add and self.pages.opened else self.begin
            )

    def choose_files(self, *, add: bool = False) -> None:
        """Let the person choose files to open."""
        from PySide6.QtWidgets import QFileDialog

        from docqa.desk.saving import SESSION_SUFFIX
        from docqa.reading import SUFFIXES

        patterns = " ".join(f"*{suffix}" for suffix in (*SUFFIXES, SESSION_SUFFIX))
        kinds = f"{self.tr('Documents and sessions')} ({patterns});;{self.tr('All files')} (*)"
        folder = self.remembered.text("folder")
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Open"), folder, kinds)
        if chosen:
            self.remembered.set("folder", str(Path(chosen[0]).parent))
            self.open_files([Path(name) for name in chosen], add=add)

    def _open_document(self, ref: DocumentRef) -> None:
        self.open_wanted([_wanted(ref)], self.begin)

    def open_wanted(
        self, wanted: Sequence[Wanted], show: Callable[[Sequence[Opened]], None], *, sketches: bool = True
    ) -> None:
        """Open files, `show` what could be opened, and say what could not."""
        self.pages.clear_notices()
        self._open(wanted, show, sketches=sketches)

    def _open(
        self,
        wanted: Sequence[Wanted],
        show: Callable[[Sequence[Opened]], None],
        *,
        sketches: bool,
        locked: bool = False,
    ) -> None:

        from docqa.desk.languages import said

        def done(opened: Sequence[Opened], failures: Sequence[Failure]) -> None:
            show(opened)
            self._sketched(None)
            self.library.opened()
            for one in opened:
                if one.note:
                    self.pages.tell(said(one.note))
            then = self.join if opened else show  # what comes at a second try joins what came at the first
            for failure in failures:
                if not failure.locked:
                    self.pages.tell_failure(failure, partial(self.open_wanted, [failure.wanted], then))
            self.conversation.understanding.begin([one.document for one in self.pages.opened])
            self.reading.begin(self.pages.opened)
            self.name_window()
            if waiting := [failure.wanted for failure in failures if failure.locked]:
                self._open(waiting, then, sketches=False, locked=True)

        self.opener.open(wanted, done, sketches=sketches, locked=locked)

    def _sketched(self, sketch: Sketch | None) -> None:
        """Pages can be looked at before they are read."""
        self.pages.show_sketch(sketch)
        self.conversation.box.hold(reading=sketch is not None)

    def begin(self, opened: Sequence[Opened]) -> None:
        """Begin a conversation about these."""
        if opened:
            self.pages.set_documents(opened)
            self.new_conversation()

    def open_beside(self, path: Path, then: Callable[[Sequence[Opened]], None]) -> None:
        """Let a file join the conversation on the desk, or begin one where there is none, and go on with it."""

        def show(opened: Sequence[Opened]) -> None:
            (self.join if self.pages.opened else self.begin)(opened)
            then(opened)

        from docqa.desk.opening import Wanted

        self.open_wanted([Wanted(path)], show, sketches=False)

    def join(self, opened: Sequence[Opened]) -> None:
        """Let these join the conversation on the desk, as far as they are not part of it."""
        from docqa.desk.opening import let_go

        known = {one.document.id for one in self.pages.opened}
        let_go(one for one in opened if one.document.id in known)
        new = [one for one in opened if one.document.id not in known]
        if new:
            together = (*self.pages.opened, *new)
            self.pages.set_documents(together)
            self.conversation.set_documents(together)

    def _more_read(self, one: Opened) -> None:
        """Pages that were pictures have words now."""
        if self.pages.take(one):
            self.conversation.take(self.pages.opened)

    def _all_read(self) -> None:
        self.conversation.understanding.begin([one.document for one in self.pages.opened])
        self.library.refresh()

    def choose_picture_languages(self) -> None:
        """Let the person say what the scanned pages of the document in front are written in, and read them so."""
        from docqa.desk.picture_reading import LanguagesDialog, can_be_read_again, languages_there

        one = self.pages.front
        if one is None or not can_be_read_again(one.document):
            self.toast.say(self.tr("This document has no scanned pages"))
            return

        def ask(there: Sequence[str]) -> None:
            dialog = LanguagesDialog(one.document.title, there, self.reading.languages(one.document.id), self)
            if dialog.exec():
                self.reading.read_again(self.pages.front or one, dialog.chosen)

        jobs.call(languages_there, owner=self, on_result=ask)

    def _reload(self, old: Opened) -> None:
        """The pages of `old` cannot be drawn: look for its file anew, or else for the library's copy."""

        def show(opened: Sequence[Opened]) -> None:
            for new in opened:
                self.pages.replace(old, new)

        self.open_wanted([_wanted(old.ref)], show, sketches=False)

    # --- sessions ------------------------------------------------------------------------------------------

    def new_conversation(self) -> None:
        """Begin anew with the documents on the desk."""
        self.conversation.begin(self.pages.opened)
        self.library.mark("")
        self.conversation.box.field.setFocus()

    def open_session(self, id: str, turn: str = "") -> None:
        """Bring a session of the library to the desk, with its documents; `turn` is to be seen in it."""
        current = self.conversation.session
        if current and current.id == id:
            self.conversation.box.field.setFocus()
            if turn:
                self.conversation.show_turn(turn)
            return
        store = self._services.store

        def read() -> Session:
            session = store.session(id)
            if turn and all(turn != one.id for one in session.turns):
                store.show_turn(id, turn)
                session = store.session(id)
            return session

        jobs.call(read, owner=self, on_result=self._open_session, on_error=self.tell)

    def _open_session(self, session: Session) -> None:
        self.open_wanted([_wanted(ref) for ref in session.documents], partial(self._show_session, session))

    def _show_session(self, session: Session, opened: Sequence[Opened]) -> None:
        current = self.conversation.session
        if current and current.id == session.id:  # some of its documents were opened at a second try
            self.join(opened)
            return
        self.pages.set_documents(opened)
        self.conversation.show_session(session, opened)
        self.library.mark(session.id)
        self.conversation.box.field.setFocus()

    def _session_begun(self, id: str) -> None:
        self.library.mark(id)
        self.library.refresh()

    def _renamed(self, id: str, title: str) -> None:
        session = self.conversation.session
        if session and session.id == id:
            self.conversation.rename(title)

    def _deleted(self, id: str, title: str) -> None:
        session = self.conversation.session
        if session and session.id == id:
            self.new_conversation()
        self.toast.say(
            self.tr("Deleted “{title}”").format(title=title), self.tr("Undo"), lambda: self.library.restore(id)
        )

    def _import(self, path: Path) -> None:
        from docqa.library import open_session_file

        store = self._services.store
        jobs.call(
            lambda: open_session_file(path, store), owner=self, on_result=self._open_session, on_error=self.tell
        )

    def save_session(self, id: str = "") -> None:
        """Save a session (the one on the desk unless told otherwise) as one portable file."""
        current = self.conversation.session
        self.saver.save(id or (current.id if current else ""))

    def export_session(self, id: str = "", form: str = "md") -> None:
        """Export a session as Markdown ("md") or HTML ("html")."""
        current = self.conversation.session
        self.saver.export(id or (current.id if current else ""), form)

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

    def tell(self, error: Exception) -> None:
        """An error that belongs to no pane in particular."""
        from docqa.desk.messages import words

        self.pages.tell(" ".join(filter(None, words(error))))

    def name_window(self) -> None:
        """Call the window by what is open in it."""
        names = ", ".join(one.document.title for one in self.pages.opened)
        self.setWindowTitle(f"{names} – docqa" if names else "docqa")

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
            self.resize(1370, 860)
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
            wanted = [_wanted(known[id]) for id in documents if id in known]
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


def _wanted(ref: DocumentRef) -> Wanted:
    from docqa.desk.opening import Wanted

    return Wanted(Path(ref.path), ref)
