"""The window: three panes side by side, and everything that connects them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QSplitter, QWidget

from docqa.desk import jobs
from docqa.desk.answer import Link
from docqa.desk.conversation import Conversation
from docqa.desk.dropping import DropVeil, files_of
from docqa.desk.help import AboutDialog, ShortcutsDialog
from docqa.desk.library_pane import LibraryPane
from docqa.desk.messages import words
from docqa.desk.opening import Failure, Opened, Opener, Wanted
from docqa.desk.pages_pane import PagesPane
from docqa.desk.services import Services
from docqa.desk.settings_dialog import SettingsDialog
from docqa.desk.theme import icon, theme
from docqa.desk.widgets import Toast
from docqa.domain import CancelToken, Document, DocumentRef, Progress, Session
from docqa.library import export_html, export_markdown, home, open_session_file, save_session_file
from docqa.reading import SUFFIXES

SESSION_SUFFIX = ".docqa"
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
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep)

        self._connect()
        self._make_actions()
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
        self._write(
            id,
            self.tr("Save session as file"),
            SESSION_SUFFIX,
            lambda session, path: save_session_file(session, self._services.store, path),
        )

    def export_session(self, id: str = "", form: str = "md") -> None:
        """Export a session as Markdown ("md") or HTML ("html")."""
        export = export_html if form == "html" else export_markdown
        self._write(
            id,
            self.tr("Export session"),
            f".{form}",
            lambda session, path: path.write_text(export(session), encoding="utf-8"),
        )

    def _write(self, id: str, heading: str, suffix: str, write: Callable[[Session, Path], object]) -> None:
        current = self.conversation.session
        id = id or (current.id if current else "")
        if not id:
            self.toast.say(self.tr("Ask a question first: there is no session yet."))
            return
        store = self._services.store

        def choose(session: Session) -> None:
            name = "".join(c if c.isalnum() or c in " -_" else "_" for c in session.title).strip() or "session"
            folder = Path(str(self._state.value("export", str(Path.home()))))
            chosen, _ = QFileDialog.getSaveFileName(
                self, heading, str(folder / f"{name[:60]}{suffix}"), f"*{suffix}"
            )
            if not chosen:
                return
            path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(suffix)
            self._state.setValue("export", str(path.parent))
            said = self.tr("Saved as {name}").format(name=path.name)
            jobs.call(
                lambda: write(session, path),
                owner=self,
                on_result=lambda _: self.toast.say(said),
                on_error=self._tell,
            )

        jobs.call(lambda: store.session(id), owner=self, on_result=choose, on_error=self._tell)

    # --- the panes together --------------------------------------------------------------------------------

    def _follow(self, link: Link) -> None:
        if not self.pages.show_places(link.places):
            self.pages.tell(
                self.tr("The document of this citation is not open. The quote: “{quote}”").format(quote=link.hover)
            )

    def _tell(self, error: Exception) -> None:
        """An error that belongs to no pane in particular."""
        if isinstance(error, OSError):
            self.pages.tell(
                self.tr("The file could not be written: {reason}. Choose another place.").format(
                    reason=error.strerror
                )
            )
        else:
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

    # --- actions -------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.actions_by_menu: list[tuple[str, list[QAction]]] = []
        field = self.conversation.box.field
        standard = QKeySequence.StandardKey
        file = self._menu(self.tr("&File"))
        self._add(file, "open", self.tr("Open…"), standard.Open, self.choose_files)
        self._add(
            file, "add", self.tr("Add to this conversation…"), "Ctrl+Shift+O", lambda: self.choose_files(add=True)
        )
        file.addSeparator()
        self._add(file, "save", self.tr("Save session as file…"), standard.Save, lambda: self.save_session())
        self._add(
            file, "export", self.tr("Export as Markdown…"), "Ctrl+Shift+S", lambda: self.export_session(form="md")
        )
        self._add(file, "export", self.tr("Export as HTML…"), "", lambda: self.export_session(form="html"))
        file.addSeparator()
        self._add(file, "settings", self.tr("Settings…"), "Ctrl+,", lambda: self.show_settings())
        self._add(file, "", self.tr("Quit"), "Ctrl+Q", self.close)
        talk = self._menu(self.tr("&Conversation"))
        self._add(talk, "new", self.tr("New conversation"), standard.New, self.new_conversation)
        self._add(talk, "", self.tr("Write a question"), "Ctrl+L", field.setFocus)
        stop = self._add(talk, "stop", self.tr("Stop the answer"), "Esc", self.conversation.stop)
        stop.setEnabled(False)  # else it would keep Esc from closing the find bar
        self.conversation.busy_changed.connect(stop.setEnabled)
        self._add(
            talk, "engine", self.tr("Choose who answers"), "Ctrl+E", self.conversation.engine_button.showMenu
        )
        self._add(talk, "info", self.tr("Show what would be sent"), "Ctrl+I", self.conversation.show_what_is_sent)
        view = self._menu(self.tr("&View"))
        pages = self.pages.view.actions_
        self._add(view, "search", self.tr("Find in the document"), standard.Find, self._find)
        for action in (pages.find_next, pages.go_to, pages.back, pages.forward):
            self._share(view, action)
        view.addSeparator()
        for action in (pages.zoom_in, pages.zoom_out, pages.fit_width, pages.fit_page, pages.night):
            self._share(view, action)
        view.addSeparator()
        self._add(view, "search", self.tr("Search all sessions"), "Ctrl+Shift+F", self._search)
        self._add(view, "library", self.tr("Show or hide the library"), "Ctrl+B", self._toggle_library)
        self._add(view, "", self.tr("Next pane"), "F6", self._next_pane)
        help = self._menu(self.tr("&Help"))
        self._add(help, "keyboard", self.tr("Keyboard shortcuts"), "F1", self._show_shortcuts)
        self._add(help, "info", self.tr("About docqa"), "", lambda: AboutDialog(self).exec())
        more = QMenu(self)
        for action in (*file.actions()[3:6], talk.actions()[-1]):
            more.addAction(action)
        self.conversation.more.setMenu(more)

    def _menu(self, title: str) -> QMenu:
        menu = self.menuBar().addMenu(title)
        self.actions_by_menu.append((title.replace("&", ""), []))
        return menu

    def _add(
        self,
        menu: QMenu,
        icon_name: str,
        text: str,
        shortcut: QKeySequence.StandardKey | str,
        action: Callable[[], object],
    ) -> QAction:
        made = QAction(text, self)
        if icon_name:
            made.setIcon(icon(icon_name, "muted"))
        if shortcut:
            made.setShortcut(QKeySequence(shortcut))
        made.triggered.connect(lambda _=False: action())
        menu.addAction(made)
        self.actions_by_menu[-1][1].append(made)
        return made

    def _find(self) -> None:
        if self.pages.opened:
            self.pages.view.open_find()

    def _share(self, menu: QMenu, action: QAction) -> None:
        """Put an action of the pages into a menu, and let its shortcut work from the other panes, too."""
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        menu.addAction(action)
        self.actions_by_menu[-1][1].append(action)

    def _search(self) -> None:
        self.library.show()
        self.library.search.setFocus()
        self.library.search.selectAll()

    def _toggle_library(self) -> None:
        self.library.setVisible(self.library.isHidden())

    def _next_pane(self) -> None:
        """Move the focus to the next pane, in the order they stand."""
        stops: list[tuple[QWidget, QWidget]] = [
            (self.library, self.library.list),
            (self.pages, self.pages.view),
            (self.conversation, self.conversation.box.field),
        ]
        stops = [(pane, target) for pane, target in stops if target.isVisible()]
        focused = self.focusWidget()
        here = next((i for i, (pane, _) in enumerate(stops) if focused and pane.isAncestorOf(focused)), -1)
        if stops:
            stops[(here + 1) % len(stops)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_shortcuts(self) -> None:
        more = [
            (self.tr("Send the question"), "Return"),
            (self.tr("New line in the question"), "Shift+Return"),
            (self.tr("The question before"), "Up"),
            (self.tr("Rename the chosen session"), "F2"),
            (self.tr("Delete the chosen session"), "Del"),
        ]
        ShortcutsDialog(self.actions_by_menu, more, self).exec()

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
