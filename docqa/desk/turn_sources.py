"""What an answer rests on, below it: its sources as chips, and the other passages that may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from docqa.desk.answer import Link, page_word
from docqa.desk.theme import GRID
from docqa.desk.widgets import Elided, Flow, button, label
from docqa.domain import Citation, Document, Place

_TITLE = 28  # characters of a document's title in a chip


class Chip(QPushButton):
    """A page to go to. Hovering tells which words are meant."""

    followed = Signal(object)  # Link
    hovered = Signal(object)  # Link, or None when the pointer has left

    def __init__(self, text: str, citation: Citation) -> None:
        super().__init__(text)
        self.setProperty("kind", "chip")
        self.setCursor(button("").cursor())
        self.link = Link((citation.place,), citation.quote, citation.label)
        self.setAccessibleName(
            self.tr("Show on page {label}: {quote}").format(label=citation.label, quote=citation.quote)
        )
        self.clicked.connect(lambda: self.followed.emit(self.link))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self.hovered.emit(self.link)
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress):
            self.hovered.emit(None)
        return super().event(event)


class Sources(QObject):
    """Makes chips that say where a citation stands; `followed` and `hovered` speak for all of them."""

    followed = Signal(object)  # Link
    hovered = Signal(object)  # Link, or None

    def __init__(self, documents: Mapping[str, Document], parent: QObject) -> None:
        super().__init__(parent)
        self._documents = documents

    def chips(self, heading: str, citations: Sequence[Citation]) -> QWidget:
        """The places of `citations` in a row, each once."""
        row = QWidget()
        flow = Flow(row)
        if heading:
            flow.addWidget(label(heading, "small"))
        seen: set[Place] = set()
        for citation in citations:
            if citation.place not in seen:
                seen.add(citation.place)
                flow.addWidget(self.chip(citation))
        return row

    def chip(self, citation: Citation) -> Chip:
        """One place, with its document's title where there are several."""
        page = page_word(citation.label)
        where = f"{self._title(citation.place.document)} · {page}" if len(self._documents) > 1 else page
        made = Chip(where, citation)
        made.followed.connect(self.followed)
        made.hovered.connect(self.hovered)
        return made

    def passages(self, heading: str, citations: Sequence[Citation]) -> QWidget:
        """Each citation on a line of its own with its first words."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(heading, "small"))
        for citation in citations:
            row = QHBoxLayout()
            row.setSpacing(2 * GRID)
            row.addWidget(self.chip(citation))
            line = Elided(" ".join(citation.quote.split()), "muted")
            line.setToolTip("")
            row.addWidget(line, 1)
            column.addLayout(row)
        return box

    def _title(self, document: str) -> str:
        known = self._documents.get(document)
        title = known.title if known else self.tr("missing document")
        return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"
