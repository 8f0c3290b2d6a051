"""The page pane: pages with their bars, and what the rest of the window asks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from docqa.desk import messages
from docqa.desk.pages import words
from docqa.desk.pages.actions import PageActions
from docqa.desk.pages.addresses import AddressDialog
from docqa.desk.pages.bars import FindBar, PageBar
from docqa.desk.pages.copying import copy_picture
from docqa.desk.pages.find import Finder
from docqa.desk.pages.ground import Fit
from docqa.desk.pages.layout import Spot, Spread
from docqa.desk.pages.painting import Mark
from docqa.desk.pages.pictures import Renders
from docqa.desk.pages.reader import Reader
from docqa.desk.pages.regions import Drawn
from docqa.desk.shortcuts import in_force
from docqa.desk.widgets import Notice
from docqa.domain import Document, Rect, Region, Span

_FIND_MOST = 80  # characters of a selection that Ctrl+F takes over


class ViewState(NamedTuple):
    """Where one is in a document and how it is shown, to come back to. `fit` and `spread` are their values' names,
    `turn` quarter turns clockwise."""

    page: int = 0
    x: float = 0.0
    y: float = 0.0
    fit: str = "width"
    zoom: float = 1.0
    spread: str = "single"
    turn: int = 0


class PagesView(QWidget):
    """A document's pages: read, searched, selected from, with the words marked that an answer rests on.

    `page_changed` carries the index of the page that is read, `selection_changed` the words selected.
    `menu_opening` lets others add to the context menu; `reload_wanted` says that the person wants a file that
    could not be drawn to be tried again: answer with `draw_with`. `moved` comes with every change of `state`.
    `region_asked` carries the Region of the part of a page that the person wants to ask about.
    """

    page_changed = Signal(int)
    moved = Signal()
    selection_changed = Signal(str)
    region_asked = Signal(object)
    look_changed = Signal(bool, int)  # night, quarter turns
    menu_opening = Signal(QMenu)
    reload_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Reader()
        self.finder = Finder(self)
        self.actions_ = PageActions(self, self.canvas)
        self.bar = PageBar(self.actions_)
        self.find_bar = FindBar(self.finder, self.actions_)
        self.find_bar.hide()
        self._notice: Notice | None = None
        self._sketch = False  # whether the words are still to come
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self.bar, self.find_bar, self.canvas):
            self._column.addWidget(part)
        self.setFocusProxy(self.canvas)
        self._connect()
        self.clear()

    def _connect(self) -> None:
        canvas, actions = self.canvas, self.actions_
        canvas.page_changed.connect(self._page_changed)
        canvas.zoom_changed.connect(self._zoom_changed)
        canvas.selection_changed.connect(self._selection_changed)
        canvas.history_changed.connect(self._history_changed)
        canvas.region_changed.connect(self._region_changed)
        canvas.address_wanted.connect(lambda address: AddressDialog(address, self).open())
        canvas.offer(
            [
                actions.ask_region,
                actions.copy_region_text,
                actions.copy_region_image,
                actions.zoom_to_region,
                actions.drop_region,
            ]
        )
        canvas.menu_wanted.connect(self._open_menu)
        canvas.verticalScrollBar().valueChanged.connect(self.moved)
        canvas.horizontalScrollBar().valueChanged.connect(self.moved)
        canvas.zoom_changed.connect(self.moved)
        canvas.pictures.failed.connect(self._drawing_failed)
        self.bar.page_wanted.connect(canvas.jump_to_page)
        self.bar.zoom_wanted.connect(canvas.set_zoom)
        self.bar.left.connect(self._back_to_pages)
        self.find_bar.wanted.connect(self.find_text)
        self.find_bar.closed.connect(self.close_find)
        self.finder.changed.connect(self._mark_hits)
        self.finder.landed.connect(canvas.jump_to)
        actions.connect_to(
            (actions.back, canvas.back),
            (actions.forward, canvas.forward),
            (actions.previous_page, lambda: canvas.turn_pages(-1)),
            (actions.next_page, lambda: canvas.turn_pages(1)),
            (actions.go_to, self.bar.ask_page),
            (actions.zoom_in, lambda: canvas.zoom_by(1)),
            (actions.zoom_out, lambda: canvas.zoom_by(-1)),
            (actions.fit_width, lambda: canvas.set_fit(Fit.WIDTH)),
            (actions.fit_page, lambda: canvas.set_fit(Fit.PAGE)),
            (actions.real_size, lambda: canvas.set_zoom(1.0)),
            (actions.zoom_to_selection, self._zoom_to_selection),
            (actions.two_pages, lambda: self._spread(Spread.DOUBLE)),
            (actions.cover, lambda: self._spread(Spread.COVER)),
            (actions.turn_right, lambda: self._turn(canvas.turn + 1)),
            (actions.turn_left, lambda: self._turn(canvas.turn - 1)),
            (actions.night, lambda: self.set_night(actions.night.isChecked())),
            (actions.region, lambda: canvas.draw_region(actions.region.isChecked())),
            (actions.follow, canvas.show_hints),
            (actions.ask_region, self.ask_about_region),
            (actions.copy_region_text, lambda: QGuiApplication.clipboard().setText(canvas.region_text())),
            (actions.copy_region_image, lambda: self._copy_picture(canvas.region)),
            (actions.zoom_to_region, self._zoom_to_region),
            (actions.drop_region, lambda: canvas.set_region(None)),
            (actions.copy_page_image, lambda: self._copy_picture(None)),
            (actions.search, self.open_find),
            (actions.find_next, lambda: self._step(True)),
            (actions.find_previous, lambda: self._step(False)),
            (actions.copy, self._copy),
            (actions.copy_quote, canvas.copy_quote),
            (actions.select_all, canvas.select_all),
        )

    # -- what the window asks ------------------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """The document shown."""
        return self.canvas.document

    @property
    def renderer(self) -> Renders | None:
        """What draws it."""
        return self.canvas.pictures.renderer

    @property
    def page(self) -> int:
        """The index of the page that is read; -1 without a document."""
        return self.canvas.page

    def show_document(self, document: Document, renderer: Renders | None, *, sketch: bool = False) -> None:
        """Show this document from its first page. The renderer stays the caller's; None shows the words alone.

        A `sketch` has pages without words: `take` brings them.
        """
        self._show(document, renderer, sketch=sketch)

    def take(self, document: Document) -> None:
        """The document whose sketch is shown has been read. One stays where one is."""
        self._sketch = False
        self.canvas.take(document)
        self.bar.take(document)
        self._region_changed()
        self.finder.show(document)
        if self.find_bar.isVisible():
            self.find_text(self.find_bar.edit.text())
        self._name_pages()
        self._page_changed(self.page)

    def clear(self) -> None:
        """Show nothing."""
        self._show(None, None)

    def _show(self, document: Document | None, renderer: Renders | None, *, sketch: bool = False) -> None:
        self._sketch = sketch
        self.finder.show(document, waits=sketch)
        self.bar.show_document(document)
        self.canvas.show_document(document, renderer)
        self._drawing_failed()
        for action in self.actions():
            action.setEnabled(document is not None)
        self._selection_changed("")
        self._history_changed()
        self._region_changed()
        self._name_pages()
        if self.find_bar.isVisible() and document is not None:
            self.find_text(self.find_bar.edit.text())

    def _name_pages(self) -> None:
        title = self.document.title if self.document else ""
        self.canvas.setAccessibleName(
            self.tr("Pages of {title}").format(title=title) if title else self.tr("Pages")
        )

    def go_to_page(self, index: int) -> None:
        """Go to the top of page `index`; Back leads back. An index that is not there is ignored."""
        self.canvas.jump_to_page(index)

    def show_places(self, spans: Sequence[Span], *, flash: bool = True) -> None:
        """Mark these words as a citation, and go to the first of them; `flash` draws the eye there."""
        self.set_highlights(Mark.CITATION, spans)
        if spans:
            self.canvas.jump_to(spans[0])
            if flash:
                self.canvas.flash()

    def set_highlights(self, kind: Mark, spans: Iterable[Span]) -> None:
        """Mark these words instead of those marked so far for the same reason. Spans of no page are left out."""
        pages = len(self.document.pages) if self.document else 0
        self.canvas.marks.set(kind, [span for span in spans if span.page < pages])
        self.canvas.redraw()

    def find_text(self, text: str) -> None:
        """Mark all places of `text`, whatever its case and accents, and go to the next one from here."""
        here = self.canvas.selection[0] if self.canvas.selection else Span(max(0, self.page), 0, 0)
        self.finder.find(text, here)

    def open_find(self) -> None:
        """Show the find bar; a short selection is what one looks for."""
        selected = self.canvas.selected_text()
        short = len(selected) <= _FIND_MOST and "\n" not in selected
        self.find_bar.ask(selected if short else "")

    def close_find(self) -> None:
        """Hide the find bar and its marks."""
        self.find_bar.hide()
        self.finder.find("", Span(0, 0, 0))
        self._back_to_pages()

    def selected_quote(self, *, title: bool = True, most: int | None = None) -> str:
        """What is selected as a quotation with its page; see `Reader.selected_quote`."""
        return self.canvas.selected_quote(title=title, most=most)

    def set_night(self, night: bool) -> None:
        """Dark paper with light ink, or the pages as they are."""
        self.actions_.night.setChecked(night)
        self.canvas.set_night(night)
        self.look_changed.emit(night, self.canvas.turn)

    def draw_with(self, renderer: Renders | None) -> None:
        """Draw again what could not be drawn, with this renderer from now on; all else stays as it is."""
        self.canvas.draw_with(renderer)

    def ask_about_region(self) -> None:
        """The person wants to ask about the rectangle that is marked."""
        drawn, document = self.canvas.region, self.document
        if drawn is not None and document is not None:
            self.region_asked.emit(Region(document.id, drawn.page, drawn.rect))

    def state(self) -> ViewState:
        """Where one is."""
        spot = self.canvas.spot()
        canvas = self.canvas
        return ViewState(*spot, canvas.fit.value, canvas.zoom, canvas.spread.value, canvas.turn)

    def restore(self, state: ViewState) -> None:
        """Go where one was."""
        self._turn(state.turn)
        self._spread(Spread(state.spread) if state.spread in set(Spread) else Spread.SINGLE, toggle=False)
        fit = Fit(state.fit) if state.fit in set(Fit) else Fit.WIDTH
        if fit is Fit.FREE:
            self.canvas.set_zoom(state.zoom)
        else:
            self.canvas.set_fit(fit)
        self.canvas.show_spot(Spot(state.page, state.x, state.y))

    # -- what happens in it --------------------------------------------------------------------------------------

    def _page_changed(self, index: int) -> None:
        self.bar.show_page(index)
        document = self.document
        if document is not None:
            text = self.tr("Page {label}, {number} of {pages}").format(
                label=document.label(index), number=index + 1, pages=len(document.pages)
            )
            note = self.canvas.note(index)
            self.canvas.setAccessibleDescription(f"{text}. {note}" if note else text)
            if QAccessible.isActive():
                event = QAccessibleEvent(self.canvas, QAccessible.Event.DescriptionChanged)
                QAccessible.updateAccessibility(event)
        self.page_changed.emit(index)

    def _zoom_changed(self) -> None:
        self.bar.show_zoom(self.canvas.zoom)
        self.actions_.fit_width.setChecked(self.canvas.fit is Fit.WIDTH)
        self.actions_.fit_page.setChecked(self.canvas.fit is Fit.PAGE)

    def _spread(self, spread: Spread, *, toggle: bool = True) -> None:
        """Show pages so; what is asked for a second time goes back to one page in a row."""
        if toggle and self.canvas.spread is spread:
            spread = Spread.SINGLE
        self.canvas.set_spread(spread)
        self.actions_.two_pages.setChecked(spread is not Spread.SINGLE)
        self.actions_.cover.setChecked(spread is Spread.COVER)
        self.moved.emit()

    def _turn(self, turn: int) -> None:
        self.canvas.set_turn(turn)
        self.look_changed.emit(self.canvas.night, self.canvas.turn)
        self.moved.emit()

    def _zoom_to_selection(self) -> None:
        selected = self.canvas.selection
        if self.document is not None and selected:
            page = self.document.pages[selected[0].page]
            where = words.rects(page, selected[0].start, selected[0].end)
            if where:
                self.canvas.zoom_to(page.index, reduce(Rect.union, where))

    def _zoom_to_region(self) -> None:
        if self.canvas.region is not None:
            self.canvas.zoom_to(*self.canvas.region)

    def _region_changed(self) -> None:
        actions, drawn = self.actions_, self.canvas.region
        actions.region.setChecked(self.canvas.drawing)
        for action in (actions.copy_region_image, actions.zoom_to_region, actions.drop_region):
            action.setEnabled(drawn is not None)
        actions.ask_region.setEnabled(drawn is not None and not self._sketch)
        # Words are gathered when they are wanted: a rectangle changes with every move of the mouse.
        actions.copy_region_text.setEnabled(drawn is not None)
        actions.copy.setEnabled(drawn is not None or bool(self.canvas.selection))

    def _copy(self) -> None:
        """The words selected; of a rectangle its words, or the picture where it has none."""
        if self.canvas.selection or self.canvas.region is None:
            self.canvas.copy()
        elif text := self.canvas.region_text():
            QGuiApplication.clipboard().setText(text)
        else:
            self._copy_picture(self.canvas.region)

    def _copy_picture(self, drawn: Drawn | None) -> None:
        if self.document is None or self.page < 0:
            return
        page, rect = (drawn.page, drawn.rect) if drawn is not None else (self.page, None)
        copy_picture(self.document.pages[page], rect, self.canvas.pictures.renderer, self, self._copying_failed)

    def _copying_failed(self, error: Exception) -> None:
        message, hint = messages.words(error)
        self._say(message, hint)

    def _selection_changed(self, text: str) -> None:
        self.actions_.copy.setEnabled(bool(text) or self.canvas.region is not None)
        self.actions_.zoom_to_selection.setEnabled(bool(text))
        self.actions_.copy_quote.setEnabled(bool(text))
        self.selection_changed.emit(text)

    def _history_changed(self) -> None:
        self.actions_.back.setEnabled(self.canvas.history.can_go_back)
        self.actions_.forward.setEnabled(self.canvas.history.can_go_forward)

    def _back_to_pages(self) -> None:
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, forward: bool) -> None:
        if self.find_bar.isVisible():
            self.find_bar.step(forward)
        else:
            self.open_find()

    def _mark_hits(self) -> None:
        current = self.finder.current
        self.canvas.marks.set_by_page(Mark.FIND, self.finder.by_page)
        self.set_highlights(Mark.FIND_CURRENT, [current] if current else [])

    def _drawing_failed(self) -> None:
        """Say that pages cannot be drawn, where they would be; the words stay readable below."""
        error = self.canvas.pictures.error
        if error is None:
            self._unsay()
        else:
            self._say(*messages.words(error), actions=[(self.tr("Try again"), self.reload_wanted.emit)])

    def _unsay(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._column.removeWidget(self._notice)
            self._notice.deleteLater()
            self._notice = None

    def _say(self, message: str, hint: str, actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        self._unsay()
        self._notice = Notice(message, hint, tone="warn", actions=actions, closable=True)
        self._column.insertWidget(self._column.indexOf(self.canvas), self._notice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not a shortcut of the action: the window's own menu has the same keys, and two of them cancel each other.
        find = in_force(QKeySequence.StandardKey.Find)
        if find == QKeySequence(event.keyCombination()) and self.document is not None:
            self.open_find()
        else:
            super().keyPressEvent(event)

    def _open_menu(self, at: QPointF) -> None:
        if self.document is None:
            return
        actions, menu = self.actions_, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.canvas.region is not None:
            menu.addActions([actions.ask_region, actions.copy_region_text, actions.copy_region_image])
            menu.addActions([actions.zoom_to_region, actions.drop_region])
            menu.addSeparator()
        menu.addActions([actions.copy, actions.copy_quote, actions.select_all])
        link = self.canvas.link_at(QPointF(self.canvas.viewport().mapFromGlobal(at.toPoint())))
        if link is not None and link.address:
            copy = menu.addAction(self.tr("Copy the link's address"))
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(link.address))
        menu.addSeparator()
        menu.addActions([actions.copy_page_image, actions.region])
        menu.addSeparator()
        menu.addActions([actions.search, actions.go_to, actions.back, actions.forward])
        menu.addSeparator()
        menu.addActions([actions.zoom_in, actions.zoom_out, actions.fit_width, actions.fit_page])
        if self.canvas.selection:
            menu.addAction(actions.zoom_to_selection)
        menu.addActions([actions.two_pages, actions.cover, actions.turn_right, actions.turn_left, actions.night])
        self.menu_opening.emit(menu)
        menu.popup(at.toPoint())
