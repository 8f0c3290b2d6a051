"""What can be done with the pages: one action each, for the bar, the menus and the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from docqa.desk.shortcuts import Keys, give, in_force, native_of
from docqa.desk.theme import icon
from docqa.desk.widgets import with_shortcut

_ON_PAGES = {"R", "F", "Return", "Enter"}


class PageActions(QWidget):
    """The actions by name, as attributes. Never shown: a widget so that it hears of a change of language.

    Their shortcuts work wherever the focus is inside `owner`; single keys only on the `pages`.
    """

    def __init__(self, owner: QWidget, pages: QWidget) -> None:
        super().__init__(owner)
        self._owner, self._pages = owner, pages
        self.back = self._make("", "Alt+Left")
        self.forward = self._make("", "Alt+Right")
        self.previous_page = self._make("", "Ctrl+PgUp")
        self.next_page = self._make("", "Ctrl+PgDown")
        self.go_to = self._make("", "Ctrl+G")
        self.zoom_in = self._make("zoom-in", "Ctrl++", "Ctrl+=")
        self.zoom_out = self._make("zoom-out", "Ctrl+-")
        self.fit_width = self._make("fit-width", "Ctrl+0", checkable=True)
        self.fit_page = self._make("fit-page", "Ctrl+9", checkable=True)
        self.real_size = self._make("", "Ctrl+1")
        self.zoom_to_selection = self._make("", "Ctrl+4")
        self.two_pages = self._make("two-pages", "Ctrl+2", checkable=True)
        self.cover = self._make("", "Ctrl+3", checkable=True)
        self.turn_right = self._make("turn", "Ctrl+R")
        self.turn_left = self._make("", "Ctrl+Shift+R")
        self.night = self._make("night", "Ctrl+Shift+D", checkable=True)
        self.region = self._make("region", "R", checkable=True)
        self.follow = self._make("", "F")
        self.search = self._make("search")  # Ctrl+F is the pane's own key (see PagesView)
        self.find_next = self._make("", "F3")
        self.find_previous = self._make("", "Shift+F3")
        self.copy = self._make("copy", QKeySequence.StandardKey.Copy)
        self.copy_quote = self._make("", "Ctrl+Shift+C")
        self.ask_region = self._make("conversation", "Return", "Enter")
        self.copy_region_text = self._make("copy")
        self.copy_region_image = self._make("picture")
        self.zoom_to_region = self._make("zoom-region")
        self.drop_region = self._make("close")
        self.copy_page_image = self._make("picture")
        self.select_all = self._make("", QKeySequence.StandardKey.SelectAll)
        self.hide()
        self._name()
        self._point()

    def _make(self, picture: str, *keys: Keys, checkable: bool = False) -> QAction:
        action = QAction(self._owner, checkable=checkable)
        give(action, *[key for key in keys if key])
        # Single keys only on the pages themselves: in the fields around them they are letters.
        on_pages = set(keys) <= _ON_PAGES
        inside = Qt.ShortcutContext.WidgetShortcut if on_pages else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(inside)
        if picture:
            action.setIcon(icon(picture))
        (self._pages if on_pages and keys else self._owner).addAction(action)
        return action

    def _name(self) -> None:
        for action, text in (
            (self.back, self.tr("Back")),
            (self.forward, self.tr("Forward")),
            (self.previous_page, self.tr("Previous page")),
            (self.next_page, self.tr("Next page")),
            (self.go_to, self.tr("Go to page…")),
            (self.zoom_in, self.tr("Zoom in")),
            (self.zoom_out, self.tr("Zoom out")),
            (self.fit_width, self.tr("Fit width")),
            (self.fit_page, self.tr("Fit page")),
            (self.real_size, self.tr("Size on paper")),
            (self.zoom_to_selection, self.tr("Zoom to the selection")),
            (self.two_pages, self.tr("Two pages side by side")),
            (self.cover, self.tr("First page alone, as a cover")),
            (self.turn_right, self.tr("Turn right")),
            (self.turn_left, self.tr("Turn left")),
            (self.night, self.tr("Night colours")),
            (self.region, self.tr("Mark a figure, table or formula")),
            (self.follow, self.tr("Follow a link by its number")),
            (self.ask_region, self.tr("Ask about this")),
            (self.copy_region_text, self.tr("Copy the words inside")),
            (self.copy_region_image, self.tr("Copy as a picture")),
            (self.zoom_to_region, self.tr("Zoom to this")),
            (self.drop_region, self.tr("Take the mark away")),
            (self.copy_page_image, self.tr("Copy the page as a picture")),
            (self.find_next, self.tr("Next hit")),
            (self.find_previous, self.tr("Previous hit")),
            (self.copy, self.tr("Copy")),
            (self.copy_quote, self.tr("Copy as quote with page")),
            (self.select_all, self.tr("Select all")),
        ):
            action.setText(text)
            action.setToolTip(with_shortcut(text, action.shortcut()))
        find = native_of(in_force(QKeySequence.StandardKey.Find))
        self.search.setText(self.tr("Find…") + (f"\t{find}" if find else ""))
        self.search.setToolTip(with_shortcut(self.tr("Find"), QKeySequence.StandardKey.Find))

    def _point(self) -> None:
        """Back points to where one came from: to the right in an interface that runs from there."""
        leftwards = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        self.back.setIcon(icon("back" if leftwards else "forward"))
        self.forward.setIcon(icon("forward" if leftwards else "back"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._point()
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def connect_to(self, *pairs: tuple[QAction, Callable[[], object]]) -> None:
        """Let each action do its work."""
        for action, work in pairs:
            action.triggered.connect(lambda _=False, work=work: work())
