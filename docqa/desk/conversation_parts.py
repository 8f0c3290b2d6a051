"""What the conversation pane is made of: the empty beginning at once, all else when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from docqa.desk.measuring import Measuring
from docqa.desk.question_box import QuestionBox
from docqa.desk.starters import Starters
from docqa.desk.theme import GRID

if TYPE_CHECKING:
    from docqa.desk.about import AboutStrip
    from docqa.desk.deep import DeepOffer
    from docqa.desk.looking import Looks
    from docqa.desk.preview import PassageCard
    from docqa.desk.services import Services
    from docqa.desk.turns_area import TurnsArea
    from docqa.desk.understanding import Understanding


class ConversationParts(QFrame):
    """The parts of the pane and where they stand. What only a document or an answer needs waits for one."""

    changed = Signal()  # what goes along with the question
    deep_wanted = Signal(str)  # the question for which everything is to be read
    region_opened = Signal(object)  # Region: show it on its page

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self._services = services
        self.starters = Starters()
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        self.box = QuestionBox()
        self.measuring = Measuring(services, self)
        self.meter = self.measuring.meter
        self.box.edited.connect(self.measuring.soon)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        self._foot.setSpacing(GRID)
        self._foot.addWidget(self.box)
        self._foot.addWidget(self.meter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.starters, 1)
        self._column.addLayout(self._notices)
        self._column.addLayout(self._foot)
        self.starters.show_documents(())

    @cached_property
    def area(self) -> TurnsArea:
        """Where the turns are."""
        from docqa.desk.turns_area import TurnsArea

        area = TurnsArea()
        area.hide()
        area.verticalScrollBar().valueChanged.connect(lambda _: self.card.leave())
        self._column.insertWidget(self._column.indexOf(self.starters) + 1, area, 1)
        return area

    @cached_property
    def card(self) -> PassageCard:
        """What a citation shows when the pointer rests on it."""
        from docqa.desk.preview import PassageCard

        return PassageCard(self)

    @cached_property
    def looks(self) -> Looks:
        """What may be looked at as pictures."""
        from docqa.desk.looking import Looks

        looks = Looks(self)
        looks.found.connect(lambda _: self.changed.emit())
        return looks

    @cached_property
    def about(self) -> AboutStrip:
        """What the question is about, above the box."""
        from docqa.desk.about import AboutStrip

        about = AboutStrip()
        about.changed.connect(self.changed)
        about.opened.connect(self.region_opened)
        self.measuring.measured.connect(lambda context: about.show_context(context, self._blind()))
        self._foot.insertWidget(self._foot.indexOf(self.box), about)
        return about

    @cached_property
    def offer(self) -> DeepOffer:
        """The offer to read everything, above what the question is about."""
        from docqa.desk.deep import DeepOffer

        offer = DeepOffer()
        offer.wanted.connect(lambda: self.deep_wanted.emit(self.box.text.strip()))
        self.measuring.measured.connect(offer.consider)
        self._foot.insertWidget(0, offer)
        return offer

    @cached_property
    def understanding(self) -> Understanding:
        """How far the documents are understood, below the meter."""
        from docqa.desk.understanding import Understanding

        understanding = Understanding(self._services)
        understanding.ended.connect(self.changed)
        self._foot.addWidget(understanding)
        return understanding

    def _blind(self) -> str:
        """The engine in force where it is known to read no pictures, in words."""
        sees = self.looks.sees(self._services.profile())
        return self._services.engine_name() if sees is False else ""
