"""The turns of a conversation, one below the other, that stay with the newest words while one reads along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from docqa.desk.theme import GRID, theme
from docqa.desk.turn import TurnView

_MEASURE = 86  # characters a line: longer ones lose the eye on the way back
_SLICE_MS = 0  # between two turns of a long conversation that is being shown


class TurnsArea(QScrollArea):
    """Holds the views of turns. Those of a long conversation come one by one, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("turns")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Conversation"))
        self._views: list[TurnView] = []
        self._making: list[Callable[[], TurnView]] = []  # those above what is shown, the next to show last
        self._insert_at = 0
        self._column = QVBoxLayout()
        self._column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 6 * GRID)
        self._column.setSpacing(7 * GRID)
        self._inner = QWidget()
        self._inner.setLayout(self._column)
        content = QWidget()
        content.setObjectName("turnsContent")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._inner, 1000, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._follow)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._at_end = True
        self._below = 0  # pixels from the top of what is seen to the end, kept while turns come in above
        self._later = QTimer(self, singleShot=True, interval=_SLICE_MS)
        self._later.timeout.connect(self._make_one)
        theme().changed.connect(self._set_widths)
        self._set_widths()

    @property
    def views(self) -> tuple[TurnView, ...]:
        """The turns as shown, oldest first; all of them are made when this is asked for."""
        while self._making:
            self._make_one()
        return tuple(self._views)

    @property
    def empty(self) -> bool:
        """Whether there is no turn."""
        return not self._views and not self._making

    def show_turns(self, making: Sequence[Callable[[], TurnView]]) -> None:
        """Show turns below those that are there, made by these; the last of them at once."""
        self._insert_at = len(self.views)
        self._making = list(making)
        self.stay_at_end()
        self._make_one()

    def _make_one(self) -> None:
        if not self._making:
            return
        bar = self.verticalScrollBar()
        self._below = bar.maximum() - bar.value()
        view = self._making.pop()()
        self._views.insert(self._insert_at, view)
        self._column.insertWidget(self._insert_at, view)
        if self._making:
            self._later.start()

    def add(self, view: TurnView) -> None:
        """Show a turn below the others."""
        self._views.append(view)
        self._column.addWidget(view)

    def remove(self, views: Sequence[TurnView]) -> None:
        """Take turns away."""
        for view in views:
            self._views.remove(view)
            view.hide()
            view.deleteLater()

    def clear(self) -> None:
        """Take all turns away."""
        self._making.clear()
        self.remove(tuple(self._views))

    def stay_at_end(self) -> None:
        """Show the newest words, and go along with them."""
        self._at_end = True

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - 4 * GRID

    def _follow(self, _: int, maximum: int) -> None:
        """Stay with the newest words, unless the person has scrolled up to read."""
        if self._at_end:
            self.verticalScrollBar().setValue(maximum)
        elif self._making:
            self.verticalScrollBar().setValue(maximum - self._below)

    def _set_widths(self) -> None:
        self._inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * _MEASURE + 12 * GRID)
        self._inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
