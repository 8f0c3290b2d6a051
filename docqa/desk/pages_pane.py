"""The middle pane: which document is shown, what went wrong with opening one, and how far a slow one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.languages import said
from docqa.desk.theme import GRID
from docqa.desk.welcome import Welcome
from docqa.desk.widgets import Elided, Notice, button
from docqa.later import made

if TYPE_CHECKING:
    from docqa.desk.opening import Failure, Opened, Sketch
    from docqa.desk.pages import PagesView, ViewState
    from docqa.domain import Place, Progress, Region


class _ProgressStrip(QFrame):
    """What is being opened, how far it is, and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.words = Elided()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(self.tr("Cancel"))
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        row.setSpacing(3 * GRID)
        row.addLayout(column, 1)
        row.addWidget(self.cancel)

    def show_progress(self, name: str, progress: Progress) -> None:
        """Show how far `name` is; without a known total the bar only says that it goes on."""
        doing = said(progress.doing) or self.tr("Opening")
        far = (
            self.tr("{done} of {total}").format(done=progress.done, total=progress.total) if progress.total else ""
        )
        # Bytes are no count a person follows: only small totals are pages.
        shown = far if progress.total <= 100_000 else f"{100 * progress.done // progress.total}%"
        self.words.setText(" · ".join(filter(None, (name, doing, shown))))
        if progress.total > 100_000:
            self.bar.setRange(0, 100)
            self.bar.setValue(100 * progress.done // progress.total)
        else:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
        self.show()


class PagesPane(QFrame):
    """The documents of the conversation, one shown at a time."""

    view_made = Signal(object)  # PagesView
    cancel_asked = Signal()
    shown = Signal()  # another document is in front, or none
    moved = Signal()  # one is at another place than before
    reload_asked = Signal(object)  # Opened: its pages could not be drawn, try its file again

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pagesPane")
        self._opened: tuple[Opened, ...] = ()
        self._front: Opened | None = None
        self._sketch: Sketch | None = None
        self._untouched: ViewState | None = None  # where a sketch was first shown
        self._places: dict[str, ViewState] = {}
        self._night = False
        self.welcome = Welcome()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.tabs.setAccessibleName(self.tr("Documents of this conversation"))
        self.tabs.currentChanged.connect(self._show)
        self.tabs.hide()
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        self._notices.setSpacing(2 * GRID)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.addLayout(self._notices)  # below, so that the bars of all panes stay in line

    @cached_property
    def view(self) -> PagesView:
        """Where pages are shown; made when it is first needed."""
        from docqa.desk.pages import PagesView

        view = PagesView()
        view.set_night(self._night)
        view.moved.connect(self.moved)
        view.reload_wanted.connect(lambda: self.reload_asked.emit(self._front))
        self._stack.addWidget(view)
        self.view_made.emit(view)
        return view

    @cached_property
    def _strip(self) -> _ProgressStrip:
        """How far a slow opening is, above what the pane says."""
        strip = _ProgressStrip()
        strip.cancel.clicked.connect(self.cancel_asked)
        strip.hide()
        self._notices.insertWidget(0, strip)
        return strip

    @property
    def night(self) -> bool:
        """Whether pages are shown in night colours."""
        return self.view.canvas.night if made(self, "view") else self._night

    def set_night(self, night: bool) -> None:
        """Show pages in night colours, or as they are."""
        self._night = night
        if made(self, "view"):
            self.view.set_night(night)

    @property
    def opened(self) -> tuple[Opened, ...]:
        """The documents on the desk."""
        return self._opened

    @property
    def front(self) -> Opened | None:
        """The document that is shown."""
        return self._front

    @property
    def places(self) -> dict[str, ViewState]:
        """Where one was in each document, by its id; the ones left last come last."""
        self._keep_place()
        return dict(self._places)

    def set_places(self, places: Mapping[str, ViewState]) -> None:
        """Where one was in documents that may be opened again."""
        self._places = dict(places)

    def _keep_place(self) -> None:
        if self._front:
            id = self._front.document.id
            self._places.pop(id, None)
            self._places[id] = self.view.state()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the pane says just now."""
        found = (self._notices.itemAt(i) for i in range(self._notices.count()))
        widgets = (item.widget() for item in found if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, Notice) and not widget.isHidden())

    def add_strip(self, strip: QWidget) -> None:
        """A strip below the pages that shows and hides itself."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(strip)

    def show_sketch(self, sketch: Sketch | None) -> None:
        """Show the pages of a file that is still being read; None: what was there before is back."""
        if sketch is None:
            if self._sketch is not None:
                self._sketch = None
                self._show(self.tabs.currentIndex())
            return
        if self._sketch is not None:  # the first of several files is looked at already
            return
        self._keep_place()
        self._front, self._sketch = None, sketch
        self.view.show_document(sketch.document, sketch.renderer, sketch=True)
        if sketch.document.id in self._places:
            self.view.restore(self._places[sketch.document.id])
        self._untouched = self.view.state()
        self._stack.setCurrentWidget(self.view)
        self.shown.emit()

    def set_documents(self, opened: Sequence[Opened]) -> None:
        """Show these documents, the first of the new ones in front. Files no longer shown are let go."""
        kept = {id(one) for one in opened}
        gone = [one for one in self._opened if id(one) not in kept]
        before = {id(one) for one in self._opened}
        self._opened = tuple(opened)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for one in opened:
            index = self.tabs.addTab(one.document.title)
            self.tabs.setTabToolTip(index, str(one.path))
        front = next((i for i, one in enumerate(opened) if id(one) not in before), 0)
        self.tabs.setCurrentIndex(front)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(opened) > 1)
        self._show(front)
        for one in opened:
            if id(one) not in before:
                from docqa.desk.hidden_notice import hidden_notice

                notice = hidden_notice(one.document, self)
                if notice is not None:
                    self._add(notice)
        if gone:
            from docqa.desk.opening import let_go

            let_go(gone)

    def hand_over(self) -> tuple[Opened, ...]:
        """Give the documents to another pane, with what draws them; this one shows none any more."""
        opened, self._opened = self.opened, ()
        self._show(-1)
        return opened

    def replace(self, old: Opened, new: Opened) -> None:
        """The same document from another file, or the same file tried again; one stays where one is."""
        from docqa.desk.opening import let_go

        if old not in self._opened:
            let_go([new])
            return
        self._opened = tuple(new if one is old else one for one in self._opened)
        if self._front is old:
            self._front = new
            self.view.draw_with(new.renderer)
        let_go([old])

    def take(self, new: Opened) -> bool:
        """The same document with more of its pages read; one stays where one is. False if it is not here."""
        old = next((one for one in self._opened if one.document.id == new.document.id), None)
        if old is None:
            return False
        new = replace(old, document=new.document)
        self._opened = tuple(new if one is old else one for one in self._opened)
        if self._front is old:
            self._front = new
            self.view.take(new.document)
        return True

    def show_places(self, places: Sequence[Place]) -> bool:
        """Bring these words to the front. False when their document is not on the desk."""
        for index, one in enumerate(self._opened):
            spans = [place.span for place in places if place.document == one.document.id]
            if spans:
                if self.tabs.currentIndex() != index:
                    self.tabs.setCurrentIndex(index)
                self.view.show_places(spans)
                return True
        return False

    def show_region(self, region: Region) -> bool:
        """Bring a page or a part of it to the front, its words marked. False when its document is not open."""
        for index, one in enumerate(self._opened):
            if one.document.id == region.document and region.page < len(one.document.pages):
                if self.tabs.currentIndex() != index:
                    self.tabs.setCurrentIndex(index)
                words = one.document.pages[region.page].spans_in(region.rect) if region.rect else []
                self.view.show_places(words)
                if not words:
                    self.view.go_to_page(region.page)
                return True
        return False

    def _show(self, index: int) -> None:
        self._keep_place()
        self._front = one = self._opened[index] if 0 <= index < len(self._opened) else None
        sketch, self._sketch = self._sketch, None
        if one:
            view, place = self.view, self._places.get(one.document.id)
            if sketch is not None and sketch.renderer is one.renderer:
                view.take(one.document)
                if sketch.document.id or view.state() != self._untouched:
                    place = None  # one is where one was, or has gone on from there
            else:
                view.show_document(one.document, one.renderer)
            if place is not None:
                view.restore(place)
            self._stack.setCurrentWidget(view)
        else:
            if made(self, "view"):
                self.view.clear()
            self._stack.setCurrentWidget(self.welcome)
        self.shown.emit()

    # --- what it says --------------------------------------------------------------------------------------

    def clear_notices(self) -> None:
        """Take back what was said about earlier files."""
        for notice in self.notices:
            notice.close_notice()

    def tell(self, text: str) -> None:
        """Say something the person should know about what is shown."""
        self._add(Notice(text, tone="warn", closable=True))

    def tell_failure(self, failure: Failure, retry: Callable[[], object]) -> None:
        """Say why a file was not opened and what to do; `retry` is behind the button that offers it."""
        from docqa.desk.messages import BugDialog, is_bug, words

        message, hint = words(failure.error)
        error = failure.error
        actions: list[tuple[str, Callable[[], object]]] = [(self.tr("Try again"), retry)]
        if is_bug(error):
            actions.append((self.tr("Show report"), lambda: BugDialog(error, self.window()).exec()))
        self._add(Notice(message, hint, tone="bad", actions=actions, closable=True))

    def _add(self, notice: Notice) -> None:
        self._notices.addWidget(notice)
        notice.show()
        margins = self._notices.contentsMargins()
        margins.setTop(2 * GRID)
        margins.setBottom(2 * GRID)
        self._notices.setContentsMargins(margins)
        notice.closed.connect(self._tighten)

    def _tighten(self) -> None:
        if not self.notices and (not made(self, "_strip") or self._strip.isHidden()):
            self._notices.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)

    def show_progress(self, name: str, progress: Progress) -> None:
        """Show how far the opening of a file is."""
        self._notices.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self._strip.show_progress(name, progress)

    def hide_progress(self) -> None:
        """The opening has ended."""
        if made(self, "_strip"):
            self._strip.hide()
        self._tighten()
