"""The empty conversation: what to ask about, with questions that the document itself suggests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from docqa.desk import jobs
from docqa.desk.theme import GRID
from docqa.desk.widgets import EmptyState, button
from docqa.language.ways import direction

if TYPE_CHECKING:
    from docqa.desk.opening import Opened


_RTL, _LTR, _END = "\u2067", "\u2066", "\u2069"  # right-to-left isolate, left-to-right isolate, and their end


class Starters(EmptyState):
    """Says what to do, and offers questions as quiet buttons; no model is needed for them."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("conversation", "", "")
        self._job: jobs.Job | None = None
        self._about: tuple[str, ...] = ()
        self.buttons: list[QPushButton] = []
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 2 * GRID, 0, 0)
        self._column.setSpacing(2 * GRID)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, self._box, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_documents(self, opened: Sequence[Opened]) -> None:
        """What to do with these documents, and questions about them."""
        names = ", ".join(one.document.title for one in opened)
        if opened:
            self.heading.setText(self.tr("Ask about {names}").format(names=names))
            self.text.setText(
                self.tr("Answers quote the document with page numbers. Click one to see the words on the page.")
            )
        else:
            self.heading.setText(self.tr("Ask your documents"))
            self.text.setText(self.tr("Open one, and the conversation about it begins here."))
        ids = tuple(one.document.id for one in opened)
        if ids == self._about:
            return
        self._about = ids
        self._show(())
        documents = [one.document for one in opened]
        if documents:

            def find() -> list[str]:
                from docqa.language.starting import starting_questions

                each = [starting_questions(document) for document in documents]
                return list(each[0]) if len(each) == 1 else [asks[0] for asks in each[:4] if asks]

            self._job = jobs.call(find, owner=self, on_result=self._show, replaces=self._job)

    def _show(self, questions: Sequence[str]) -> None:
        for made in self.buttons:
            made.hide()
            made.deleteLater()
        self.buttons = []
        for question in questions:
            rtl = direction(question) == "rtl"
            # A styled button draws its text the way the window runs: marks keep a question's own way.
            made = button(f"{_RTL if rtl else _LTR}{question}{_END}", "quiet")
            made.setAccessibleName(question)
            made.setToolTip(self.tr("Ask this"))
            made.clicked.connect(lambda _=False, question=question: self.asked.emit(question))
            self._column.addWidget(made)
            self.buttons.append(made)
