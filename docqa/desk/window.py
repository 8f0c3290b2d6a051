"""The window: three panes side by side, and everything that connects them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QSplitter

from docqa.desk import jobs
from docqa.desk.answer import Link
from docqa.desk.conversation import Conversation
from docqa.desk.dropping import DropVeil, files_of
from docqa.desk.library_pane import LibraryPane
from docqa.desk.menus import Menus
from docqa.desk.messages import words
from docqa.desk.opening import Failure, Opened, Opener, Wanted
from docqa.desk.pages_pane import PagesPane
from docqa.desk.saving import SESSION_SUFFIX, Saver
from docqa.desk.services import Services
from docqa.desk.settings_dialog import SettingsDialog
from docqa.desk.theme import theme
from docqa.desk.widgets import Toast
from docqa.domain import CancelToken, Document, DocumentRef, Progress, Session
from docqa.library import home, open_session_file
from docqa.reading import SUFFIXES

_WIDTHS = (250, 620, 500)
_KEEP_MS = 1_000  # of quiet after which where one was is written down: what a crash may lose


class Window(QMainWindow):
    """docqa's window. `services` is what it works with."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._state = QSettings(str(home() / "window.ini"), QSettings.Format.IniFormat)
        self._adding = False
        self._session: Session | None = None  # the session whose documents are being opened
        self.setWindowTitle("docqa")
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 480)

        self.library = LibraryPane(services)
        self.pages = PagesPane()
        self.conversation = Conversation(services)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        for pane, least in ((self.library, 190), (self.pages, 280), (self.conversation, 320)):
            pane.setMinimumWidth(least)
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setStretchFactor(2, 2)
        self.splitter.setCollapsible(1, False)
        self.setCentralWidget(self.splitter)
        self.toast = Toast(self)
        self._veil = DropVeil(self)
        self._veil.dropped.connect(lambda paths, add: self.open_files(paths, add=add))
        self.opener = Opener(services, self)
        self.saver = Saver(services.store, self._state, self)
        self.saver.said.connect(self.toast.say)
        self.saver.failed.connect(self._tell)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep)

        self._connect()
        self.menus = Menus(self)
        self._restore()
        self.library.refresh()
        self.conversation.box.field.setFocus()

    def _connect(self) -> None:
        self.library.open_asked.connect(self.choose_files)
        self.library.session_chosen.connect(self.open_session)
        self.library.document_chosen.connect(self._open_document)
        self.library.renamed.connect(self._renamed)
        self.library.deleted.connect(self._deleted)
        self.library.save_asked.connect(self.save_session)
        self.library.export_asked.connect(self.export_session)
        self.library.failed.connect(self._tell)
        self.pages.open_asked.connect(self.choose_files)
        self.pages.cancel_asked.connect(self._cancel_opening)
        self.pages.retry_asked.connect(self._retry)
        self.conversation.followed.connect(self._follow)
        self.conversation.session_begun.connect(self._session_begun)
        self.conversation.turn_ended.connect(self.library.refresh)
        self.conversation.settings_asked.connect(self.show_settings)
        self.conversation.box.edited.connect(lambda _: self._keeping.start())
        self.opener.slow.connect(self.pages.show_progress)
        self.opener.ended.connect(self.pages.hide_progress)
        self.opener.opened.connect(self._opened)

    # --- opening -------------------------------------------------------------------------------------------

    def open_files(self, paths: Sequence[Path], *, add: bool = False) -> None:
        """Open files in a new conversation, or `add` them to the one on the desk; a session file is a session."""
        sessions = [path for path in paths if path.suffix.lower() == SESSION_SUFFIX]
        if sessions:
            self._import(sessions[0])
            return
        if not paths:
            return
        self._adding, self._session = add and bool(self.pages.opened), None
        self.pages.clear_notices()
        self.opener.open([Wanted(path) for path in paths])

    def choose_files(self, *, add: bool = False) -> None:
        """Let the person choose files to open."""
        patterns = " ".join(f"*{suffix}" for suffix in (*SUFFIXES, SESSION_SUFFIX))
        kinds = f"{self.tr('Documents and sessions')} ({patterns});;{self.tr('All files')} (*)"
        folder = str(self._state.value("folder", ""))
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Open"), folder, kinds)
        if chosen:
            self._state.setValue("folder", str(Path(chosen[0]).parent))
            self.open_files([Path(name) for name in chosen], add=add)

    def _open_document(self, ref: DocumentRef) -> None:
        self._adding, self._session = False, None
        self.pages.clear_notices()
        self.opener.open([Wanted(Path(ref.path), ref)])

    def _retry(self, wanted: Wanted) -> None:
        self.pages.clear_notices()
        self.opener.open([wanted])

    def _cancel_opening(self) -> None:
        self.opener.cancel()
        session, self._session = self._session, None
        if session:
            self._show_session(session, ())

    def _opened(self, opened: tuple[Opened, ...], failures: tuple[Failure, ...]) -> None:
        session, self._session = self._session, None
        if session:
            self._show_session(session, opened)
        elif opened and self._adding:
            known = {one.document.id for one in self.pages.opened}
            for one in opened:
                if one.document.id in known and one.renderer:
                    one.renderer.close()
            opened = tuple(one for one in opened if one.document.id not in known)
            together = (*self.pages.opened, *opened)
            self.pages.set_documents(together)
            self.conversation.set_documents(together)
        elif opened:
            self.pages.set_documents(opened)
            self.conversation.begin(opened)
            self.library.mark("")
            self.conversation.box.field.setFocus()
        for one in opened:
            if one.note:
                self.pages.tell(one.note)
            document = one.document
            # Ready before the first question; a failure would show again when asking.
            jobs.run(partial(_prepare, self._services, document), owner=self, on_error=_leave)
        for failure in failures:
            self.pages.tell_failure(failure)
        self._name_window()
        self.library.refresh()

    # --- sessions ------------------------------------------------------------------------------------------

    def new_conversation(self) -> None:
        """Begin anew with the documents on the desk."""
        self.conversation.begin(self.pages.opened)
        self.library.mark("")
        self.conversation.box.field.setFocus()

    def open_session(self, id: str) -> None:
        """Bring a session of the library to the desk, with its documents."""
        current = self.conversation.session
        if current and current.id == id:
            self.conversation.box.field.setFocus()
            return
        jobs.call(
            lambda: self._services.store.session(id), owner=self, on_result=self._open_session, on_error=self._tell
        )

    def _open_session(self, session: Session) -> None:
        self.pages.clear_notices()
        self._adding = False
        if session.documents:
            # `open` gives up what was being opened before, so the session is named after it.
            self.opener.cancel()
            self._session = session
            self.opener.open([Wanted(Path(ref.path), ref) for ref in session.documents])
        else:
            self._show_session(session, ())

    def _show_session(self, session: Session, opened: Sequence[Opened]) -> None:
        self.pages.set_documents(opened)
        self.conversation.show_session(session, opened)
        self.library.mark(session.id)
        self.conversation.box.field.setFocus()
        self._name_window()

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
        store = self._services.store
        jobs.call(
            lambda: open_session_file(path, store), owner=self, on_result=self._open_session, on_error=self._tell
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

    def _tell(self, error: Exception) -> None:
        """An error that belongs to no pane in particular."""
        self.pages.tell(" ".join(filter(None, words(error))))

    def _name_window(self) -> None:
        names = ", ".join(one.document.title for one in self.pages.opened)
        self.setWindowTitle(f"{names} – docqa" if names else "docqa")

    def show_settings(self, page: int = 0) -> None:
        """Open the settings, and take what was chosen."""
        dialog = SettingsDialog(self._services, self)
        dialog.show_page(page)
        dialog.changed.connect(self._settings_changed)
        dialog.cleared.connect(self._cleared)
        dialog.exec()

    def _settings_changed(self) -> None:
        settings = self._services.settings
        theme().apply(settings.theme, settings.text_scale)
        self.conversation.engine_chosen()

    def _cleared(self) -> None:
        self.new_conversation()
        self.library.refresh()

    # --- drops ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            self._veil.unfold(several=bool(self.pages.opened))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.fold_if_outside()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        paths = files_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.open_files(paths)

    # --- where one was -------------------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry, panes = self._state.value("geometry"), self._state.value("panes")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1370, 860)
        if not (isinstance(panes, QByteArray) and self.splitter.restoreState(panes)):
            self.splitter.setSizes(list(_WIDTHS))
        self.library.setHidden(self._state.value("library hidden") == "true")
        draft = self._state.value("question")
        if isinstance(draft, str) and draft:
            self.conversation.box.set_text(draft)

    def restore_session(self) -> None:
        """Bring back the session that was on the desk when docqa was closed."""
        session = self._state.value("session")
        if isinstance(session, str) and session and self._services.store.has_session(session):
            self.open_session(session)

    def _keep(self) -> None:
        self._state.setValue("geometry", self.saveGeometry())
        self._state.setValue("panes", self.splitter.saveState())
        self._state.setValue("library hidden", "true" if self.library.isHidden() else "false")
        self._state.setValue("question", self.conversation.box.text)
        session = self.conversation.session
        self._state.setValue("session", session.id if session else "")
        self._state.sync()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.conversation.stop()
        self._keep()
        self.opener.cancel()
        self.pages.set_documents(())
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._keep()  # a crash or a kill then loses little of where one was
        super().changeEvent(event)


def _prepare(services: Services, document: Document, cancel: CancelToken) -> Generator[Progress, None, None]:
    yield from services.packer.prepare(document)


def _leave(error: Exception) -> None:
    """What was prepared ahead failed; asking will say so where the person can see it."""
