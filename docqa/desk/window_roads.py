"""What comes to the desk: files, sessions of the library and those in files, and how the window shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from docqa.desk import jobs
from docqa.desk.remembered import Remembered
from docqa.desk.window_parts import WindowParts

if TYPE_CHECKING:
    from docqa.desk.opening import Failure, Opened, Sketch, Wanted
    from docqa.desk.saving import Saver
    from docqa.desk.services import Services
    from docqa.domain import DocumentRef, Session


class WindowRoads(WindowParts):
    """The panes with what is open in them. `slot` is which of several windows this is."""

    def __init__(self, services: Services, slot: int) -> None:
        super().__init__(services)
        self.slot = slot
        self.remembered = Remembered(slot)  # where one was, for each window
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
        self.pages.reload_asked.connect(self._reload)
        self.files_dropped.connect(lambda paths, add: self.open_files(paths, add=add))
        self.sketched.connect(self._sketched)
        self.more_read.connect(self._more_read)
        self.all_read.connect(self._all_read)
        self.said.connect(lambda text: self.toast.say(text))
        self.failed.connect(self.tell)
        self.conversation.session_begun.connect(self._session_begun)

    @cached_property
    def saver(self) -> Saver:
        """What writes sessions into files."""
        from docqa.desk.saving import Saver

        saver = Saver(self._services.store, self.remembered, self)
        saver.said.connect(self.said)
        saver.failed.connect(self.failed)
        return saver

    def tell(self, error: Exception) -> None:
        """An error that belongs to no pane in particular."""
        from docqa.desk.messages import words

        self.pages.tell(" ".join(filter(None, words(error))))

    def name_window(self) -> None:
        """Call the window by what is open in it."""
        names = ", ".join(one.document.title for one in self.pages.opened)
        self.setWindowTitle(f"{names} – docqa" if names else "docqa")

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
        self.open_wanted([wanted_by(ref)], self.begin)

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

        self.open_wanted([wanted_by(old.ref)], show, sketches=False)

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
        self.open_wanted([wanted_by(ref) for ref in session.documents], partial(self._show_session, session))

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


def wanted_by(ref: DocumentRef) -> Wanted:
    """A document that the library knows, to be opened."""
    from docqa.desk.opening import Wanted

    return Wanted(Path(ref.path), ref)
