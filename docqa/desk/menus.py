"""The window's menus: everything that can be done, with its shortcut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from docqa.desk.shortcuts import Keys, commands, give
from docqa.desk.theme import icon

if TYPE_CHECKING:
    from docqa.desk.window import Window

_F1, _F35 = Qt.Key.Key_F1.value, Qt.Key.Key_F35.value


class Menus(QObject):
    """The menu bar: its titles at once, what is under them when `filling` is gone through or a menu is opened.

    `by_menu` lists the actions under their menus' titles.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._titles: list[str] = []
        self._menus: list[QMenu] = []
        self._actions: list[list[QAction]] = []
        self._filling = self._fill()
        for title in (self.tr("&File"), self.tr("&Conversation"), self.tr("&View"), self.tr("&Help")):
            menu = window.menuBar().addMenu(title)
            menu.aboutToShow.connect(self._filled)
            self._titles.append(title.replace("&", ""))
            self._menus.append(menu)
        # Keys go up to the window from whatever has the focus. Hearing the whole application instead would let
        # PySide6 look up the class of every object, and make all classes and their enumerations for that.
        window.installEventFilter(self)

    @property
    def by_menu(self) -> list[tuple[str, list[QAction]]]:
        """All actions, under their menus' titles."""
        self._filled()
        return list(zip(self._titles, self._actions, strict=True))

    def _filled(self) -> None:
        """See to it that everything is there."""
        for _ in self.filling():
            pass

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Until all is there: a key pressed before its menu is filled is to find its action."""
        # It comes before Qt looks the key up among the shortcuts; a mere letter is for the question.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or _F1 <= event.key() <= _F35)
        ):
            self._filled()
        return False

    def filling(self) -> Iterator[None]:
        """Fill the menus one after the other; those that are filled stay as they are."""
        return self._filling

    def _fill(self) -> Iterator[None]:
        file, talk, view, help = self._menus
        for menu, fill in (
            (file, self._fill_file),
            (talk, self._fill_conversation),
            (view, self._fill_view),
            (help, self._fill_help),
        ):
            self._actions.append([])
            fill(menu)
            yield
        self._window.removeEventFilter(self)

    def _fill_file(self, file: QMenu) -> None:
        window, standard = self._window, QKeySequence.StandardKey
        self._add(file, "new", self.tr("New window"), "Ctrl+Shift+N", window.another_asked.emit)
        self._add(file, "open", self.tr("Open…"), standard.Open, window.choose_files)
        self._add(
            file,
            "add",
            self.tr("Add to this conversation…"),
            "Ctrl+Shift+O",
            lambda: window.choose_files(add=True),
        )
        file.addSeparator()
        self._save = self._add(
            file, "save", self.tr("Save session as file…"), standard.Save, lambda: window.save_session()
        )
        self._markdown = self._add(
            file,
            "export",
            self.tr("Export as Markdown…"),
            "Ctrl+Shift+S",
            lambda: window.export_session(form="md"),
        )
        self._html = self._add(
            file, "export", self.tr("Export as HTML…"), "", lambda: window.export_session(form="html")
        )
        file.addSeparator()
        self._add(file, "settings", self.tr("Settings…"), "Ctrl+,", lambda: window.show_settings())
        self._add(file, "", self.tr("Quit"), "Ctrl+Q", window.quit_asked.emit)

    def _fill_conversation(self, talk: QMenu) -> None:
        window, standard = self._window, QKeySequence.StandardKey
        self._add(talk, "new", self.tr("New conversation"), standard.New, window.new_conversation)
        rename = self._add(
            talk, "rename", self.tr("Rename this conversation…"), "Shift+F2", window.conversation.title.edit
        )
        self._add(talk, "", self.tr("Write a question"), "Ctrl+L", window.conversation.box.field.setFocus)
        self._ask = self._add(
            talk, "conversation", self.tr("Ask about the selection"), "Ctrl+Shift+L", window.ask_about_selection
        )
        self._ask.setEnabled(False)
        window.pages.view.selection_changed.connect(lambda text: self._ask.setEnabled(bool(text)))
        window.pages.view.menu_opening.connect(self._offer_to_ask)
        for action in window.asking_about.actions:
            self._share(talk, action)
        stop = self._add(talk, "stop", self.tr("Stop the answer"), "Esc", window.conversation.stop)
        stop.setEnabled(False)  # else it would keep Esc from closing the find bar
        window.conversation.busy_changed.connect(stop.setEnabled)
        self._add(
            talk, "engine", self.tr("Choose who answers"), "Ctrl+E", window.conversation.engine_button.showMenu
        )
        sent = self._add(
            talk, "info", self.tr("Show what would be sent"), "Ctrl+I", window.conversation.show_what_is_sent
        )
        more = QMenu(window)
        more.addActions([rename, self._save, self._markdown, self._html, sent])
        window.conversation.more.setMenu(more)

    def _fill_view(self, view: QMenu) -> None:
        window, standard = self._window, QKeySequence.StandardKey
        pages = window.pages.view.actions_
        self._add(view, "search", self.tr("Find in the document"), standard.Find, self._find)
        for action in (pages.find_next, pages.find_previous, pages.go_to, pages.back, pages.forward):
            self._share(view, action)
        view.addSeparator()
        for action in (
            pages.zoom_in,
            pages.zoom_out,
            pages.fit_width,
            pages.fit_page,
            pages.zoom_to_selection,
            pages.two_pages,
            pages.cover,
            pages.turn_right,
            pages.turn_left,
            pages.night,
        ):
            self._share(view, action)
        view.addSeparator()
        for action in (pages.region, pages.follow):
            self._share(view, action)
        self._add(view, "", self.tr("Languages of scanned pages…"), "", window.choose_picture_languages)
        view.addSeparator()
        self._add(view, "search", self.tr("Search all sessions"), "Ctrl+Shift+F", self._search)
        self._add(view, "contents", self.tr("Contents of the document"), "Ctrl+Shift+T", self._contents)
        self._add(view, "thumbnails", self.tr("Pages of the document, small"), "Ctrl+Shift+M", self._sheets)
        self._add(view, "library", self.tr("Show or hide the side pane"), "Ctrl+B", self._toggle_side)
        self._add(view, "", self.tr("Next pane"), "F6", self._next_pane)

    def _fill_help(self, help: QMenu) -> None:
        self._add(help, "keyboard", self.tr("Keyboard shortcuts"), "F1", self._show_shortcuts)
        self._add(help, "info", self.tr("About docqa"), "", self._about)

    @property
    def all_keys(self) -> list[tuple[str, list[QAction]]]:
        """Everything that has a key: the menus, and what the pages hear besides."""
        shared = {action for _, actions in self.by_menu for action in actions}
        pages = [action for action in self._window.pages.view.actions() if action not in shared]
        return [*self.by_menu, (self.tr("On the pages"), pages)]

    def _add(
        self,
        menu: QMenu,
        icon_name: str,
        text: str,
        shortcut: Keys,
        action: Callable[[], object],
    ) -> QAction:
        made = QAction(text, self._window)
        if icon_name:
            made.setIcon(icon(icon_name, "muted"))
        if shortcut:
            give(made, shortcut)
        made.triggered.connect(lambda _=False: action())
        menu.addAction(made)
        self._actions[-1].append(made)
        return made

    def _find(self) -> None:
        if self._window.pages.opened:
            self._window.pages.view.open_find()

    def _share(self, menu: QMenu, action: QAction) -> None:
        """Put an action of the pages into a menu, and let its shortcut work from the other panes, too."""
        if action.shortcutContext() is not Qt.ShortcutContext.WidgetShortcut:  # else its key is a letter elsewhere
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        menu.addAction(action)
        self._actions[-1].append(action)

    def _offer_to_ask(self, menu: QMenu) -> None:
        """First in the pages' own menu, where words are selected."""
        if self._ask.isEnabled():
            first = menu.actions()[0]
            menu.insertAction(first, self._ask)
            menu.insertSeparator(first)

    def _search(self) -> None:
        self._window.side.bring(self._window.library)
        self._window.library.search.setFocus()
        self._window.library.search.selectAll()

    def _contents(self) -> None:
        self._window.side.bring(self._window.contents)
        self._window.contents.tree.setFocus()

    def _sheets(self) -> None:
        self._window.side.bring(self._window.sheets)
        self._window.sheets.list.setFocus()

    def _toggle_side(self) -> None:
        self._window.side.setVisible(self._window.side.isHidden())

    def _next_pane(self) -> None:
        """Move the focus to the next pane, in the order they stand."""
        stops: list[tuple[QWidget, QWidget]] = [
            (self._window.library, self._window.library.list),
            (self._window.contents, self._window.contents.tree),
            (self._window.sheets, self._window.sheets.list),
            (self._window.pages, self._window.pages.view),
            (self._window.conversation, self._window.conversation.box.field),
        ]
        stops = [(pane, target) for pane, target in stops if target.isVisible()]
        focused = self._window.focusWidget()
        here = next((i for i, (pane, _) in enumerate(stops) if focused and pane.isAncestorOf(focused)), -1)
        if stops:
            stops[(here + 1) % len(stops)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _about(self) -> None:
        from docqa.desk.help import AboutDialog

        AboutDialog(self._window).exec()

    def _show_shortcuts(self) -> None:
        from docqa.desk.help import ShortcutsDialog

        more = [
            (self.tr("Send the question"), "Return"),
            (self.tr("New line in the question"), "Shift+Return"),
            (self.tr("The question before"), "Up"),
            (self.tr("Rename the chosen session"), "F2"),
            (self.tr("Delete the chosen session"), "Del"),
        ]
        ShortcutsDialog(commands(self.all_keys), more, self._window).exec()
