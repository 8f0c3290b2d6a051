"""What the window is made of: its frame at once, everything else when it is first needed or after the first paint.

A window that shows its frame, its welcome and a question box to write in is there at once. All else takes several
times as long to import and to make.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QToolButton

from docqa.desk import jobs
from docqa.desk.conversation import Conversation
from docqa.desk.library_pane import LibraryPane
from docqa.desk.pages_pane import PagesPane
from docqa.desk.side_pane import CONTENTS, FIGURES, LIBRARY, SHEETS, SidePane
from docqa.errors import DocqaError

if TYPE_CHECKING:
    from docqa.desk.contents_pane import ContentsPane
    from docqa.desk.dropping import DropVeil
    from docqa.desk.figures_pane import FiguresPane
    from docqa.desk.opening import Opener
    from docqa.desk.pages import PagesView
    from docqa.desk.picture_reading import PictureReading
    from docqa.desk.services import Services
    from docqa.desk.sheets_pane import SheetsPane
    from docqa.desk.widgets import Toast


_BREATH_MS = 1  # after the first paint: what was typed and clicked while docqa started is heard first


class WindowParts(QMainWindow):
    """Three panes side by side, and what they need once there is a document. They say what happens."""

    usable = Signal()  # documents can be opened now
    furnished = Signal()  # everything is there, some moments after the first paint
    unfurnished = Signal(object)  # DocqaError: there is no library to work with
    sketched = Signal(object)  # Sketch of the file being opened; None when nothing came of it
    more_read = Signal(object)  # Opened with more text than before
    all_read = Signal()  # the scanned pages
    files_dropped = Signal(list, bool)  # paths, and whether they are to join what is on the desk
    said = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._furnishing: Iterator[object] | None = None
        self.setWindowTitle("docqa")
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 480)
        self.library = LibraryPane(services)
        self.side = SidePane(lambda tab: (self.library, self.contents, self.sheets, self.figures)[tab])
        self.side.put(LIBRARY, self.library)
        self.pages = PagesPane()
        self.pages.view_made.connect(self._connect_view)
        self.conversation = Conversation(services)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        for pane, least in ((self.side, 190), (self.pages, 280), (self.conversation, 320)):
            pane.setMinimumWidth(least)
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setStretchFactor(2, 2)
        self.splitter.setCollapsible(1, False)
        self.setCentralWidget(self.splitter)

    # --- after the first paint -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._furnishing is None:
            self._furnishing = self._rest()
            QTimer.singleShot(_BREATH_MS, self, self._furnish)

    def _rest(self) -> Iterator[object]:
        """What is made after the first paint, bit by bit. Raises StoreError where there is no library."""
        return furnish(self, self._services)

    def _furnish(self) -> None:
        """Make what is next; what the person does meanwhile is heard in between."""
        try:
            next(self._furnishing or iter(()))
        except StopIteration:
            self.furnished.emit()
        except DocqaError as error:
            self.unfurnished.emit(error)
        else:
            QTimer.singleShot(0, self, self._furnish)

    def furnish(self) -> None:
        """Make all that is left now. Raises StoreError where there is no library."""
        self._furnishing = self._furnishing or self._rest()
        for _ in self._furnishing:
            pass

    # --- parts that are made when they are first needed ------------------------------------------------------

    def _connect_view(self, view: PagesView) -> None:
        view.page_changed.connect(lambda page: self.contents.show_page(page))
        view.page_changed.connect(lambda page: self.sheets.show_page(page))
        view.look_changed.connect(lambda night, turn: self.sheets.set_look(night, turn))
        view.region_asked.connect(lambda region: self.conversation.ask_about([region]))

    @cached_property
    def contents(self) -> ContentsPane:
        """The table of contents."""
        from docqa.desk.contents_pane import ContentsPane

        pane = ContentsPane()
        pane.page_wanted.connect(lambda page: self.pages.view.go_to_page(page))
        self.side.put(CONTENTS, pane)
        return pane

    @cached_property
    def sheets(self) -> SheetsPane:
        """The pages, small."""
        from docqa.desk.sheets_pane import SheetsPane

        pane = SheetsPane()
        pane.page_wanted.connect(lambda page: self.pages.view.go_to_page(page))
        self.side.put(SHEETS, pane)
        return pane

    @cached_property
    def figures(self) -> FiguresPane:
        """The figures and tables."""
        from docqa.desk.figures_pane import FiguresPane

        pane = FiguresPane()
        self.side.put(FIGURES, pane)
        return pane

    @cached_property
    def opener(self) -> Opener:
        """What opens files."""
        from docqa.desk.opening import Opener

        opener = Opener(self._services, self)
        opener.sketched.connect(self.sketched)
        opener.slow.connect(self.pages.show_progress)
        opener.ended.connect(self.pages.hide_progress)
        self.pages.cancel_asked.connect(opener.give_up)
        return opener

    @cached_property
    def reading(self) -> PictureReading:
        """What reads scanned pages."""
        from docqa.desk.picture_reading import PictureReading

        reading = PictureReading(self._services)
        reading.updated.connect(self.more_read)
        reading.ended.connect(self.all_read)
        reading.failed.connect(self.failed)
        self.pages.add_strip(reading)
        return reading

    @cached_property
    def toast(self) -> Toast:
        """A word at the foot of the window."""
        from docqa.desk.widgets import Toast

        return Toast(self, self.pages)

    @cached_property
    def veil(self) -> DropVeil:
        """What shows where dropped files go."""
        from docqa.desk.dropping import DropVeil

        veil = DropVeil(self)
        veil.dropped.connect(self.files_dropped)
        return veil


def furnish(window: WindowParts, services: Services) -> Iterator[object]:
    """Import and make the parts; each step is short, and what is seen or needed first comes first."""
    yield services.store
    window.library.refresh()
    import docqa.desk.library_list

    yield docqa.desk.library_list
    import docqa.desk.pages.canvas

    yield docqa.desk.pages.canvas
    import docqa.desk.pages

    yield docqa.desk.pages
    yield window.pages.view
    yield window.opener
    yield jobs.call(services.warm_up, owner=window)
    window.usable.emit()
    import docqa.desk.answer

    yield docqa.desk.answer
    import docqa.desk.turn

    yield docqa.desk.turn
    conversation = window.conversation
    yield conversation.area
    yield conversation.card
    yield conversation.about
    yield conversation.offer
    yield conversation.understanding
    yield conversation.looks
    yield window.contents
    yield window.sheets
    yield window.figures
    yield window.toast
    yield window.reading
    for button in window.pages.view.bar.findChildren(QToolButton):  # read now, they are drawn at once later
        yield button.icon().pixmap(button.iconSize())
