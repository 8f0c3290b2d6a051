"""Pages, parts and pictures become what the next question is about: the window's actions for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QInputDialog, QMenu

from docqa.desk.messages import words
from docqa.desk.opening import Opened
from docqa.desk.pasting import Pasted
from docqa.desk.theme import icon
from docqa.domain import Figure, Region
from docqa.errors import DocqaError

if TYPE_CHECKING:
    from docqa.desk.window import Window


class AskingAbout(QObject):
    """Connects the pages, the list of figures and the clipboard with the question box."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._pasted = Pasted()
        self.this_page = QAction(icon("conversation", "muted"), self.tr("Ask about this page"), self)
        self.this_page.setShortcut("Ctrl+Shift+G")
        self.this_page.triggered.connect(lambda _=False: self.ask_about_page())
        self.these_pages = QAction(icon("conversation", "muted"), self.tr("Ask about pages…"), self)
        self.these_pages.triggered.connect(lambda _=False: self.choose_pages())
        conversation, figures = window.conversation, window.figures
        conversation.region_opened.connect(window.pages.show_region)
        conversation.looks.found.connect(lambda _: self.show_figures())
        conversation.box.field.pictured.connect(self.paste)
        figures.figure_wanted.connect(self.show_figure)
        figures.asked.connect(lambda region: conversation.ask_about([region]))
        window.pages.shown.connect(self.show_figures)
        window.pages.view.menu_opening.connect(self._offer)

    @property
    def actions(self) -> tuple[QAction, ...]:
        """What the menu of the conversation offers."""
        return self.this_page, self.these_pages

    def show_figures(self) -> None:
        """List the figures of the document in front."""
        front = self._window.pages.front
        known = self._window.conversation.looks.figures(front.document.id) if front else None
        self._window.figures.show_figures(front, known)

    def show_figure(self, figure: Figure) -> None:
        """Go to a figure, its caption marked."""
        front = self._window.pages.front
        if front is None:
            return
        if figure.caption is not None:
            self._window.pages.view.show_places([figure.caption])
        else:
            self._window.pages.show_region(Region(front.document.id, figure.page, figure.rect))

    def ask_about_page(self) -> None:
        """The question is about the page that is read."""
        front, page = self._window.pages.front, self._window.pages.view.page
        if front is not None and page >= 0:
            self._window.conversation.ask_about([Region(front.document.id, page)])

    def choose_pages(self) -> None:
        """The question is about the pages whose labels the person writes."""
        front = self._window.pages.front
        if front is None:
            return
        text = front.document.label(max(0, self._window.pages.view.page))
        asked = self.tr("Pages, as in 3-5, 9:")
        while True:
            text, ok = QInputDialog.getText(self._window, self.tr("Ask about pages"), asked, text=text)
            if not ok or not text.strip():
                return
            try:
                self.ask_about_pages(front, text)
            except DocqaError as error:
                asked = " ".join(words(error))
                continue
            return

    def ask_about_pages(self, of: Opened, text: str) -> None:
        """The question is about these pages of a document. Raises DocqaError for one that is not there."""
        from docqa.seeing import pages_named  # what packs: the window is there sooner without it

        pages = pages_named(text, of.document)
        self._window.conversation.ask_about([Region(of.document.id, page) for page in pages])

    def paste(self, image: QImage) -> None:
        """The question is about a picture from the clipboard, which joins the conversation as a document."""
        path = self._pasted.save(image)
        if path is None:
            self._window.toast.say(self.tr("The picture could not be pasted."))
            return
        conversation = self._window.conversation

        def opened(come: Sequence[Opened]) -> None:
            for one in come:
                conversation.ask_about([Region(one.document.id, page.index) for page in one.document.pages])

        self._window.open_beside(path, opened)

    def _offer(self, menu: QMenu) -> None:
        """In the pages' own menu."""
        menu.addSeparator()
        menu.addAction(self.this_page)
