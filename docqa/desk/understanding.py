"""The strip that tells how far the documents are understood, and lets the person stop it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from docqa.desk import jobs
from docqa.desk.opening import SLOW_MS
from docqa.desk.theme import GRID
from docqa.desk.widgets import Elided, button

if TYPE_CHECKING:
    from docqa.desk.services import Services
    from docqa.domain import Document, Progress

_BAR = 22 * GRID  # pixels


class Understanding(QFrame):
    """Makes documents ready for questions in the background: counted, indexed, embedded where they are long.

    Questions can be asked meanwhile. It is seen only while it takes long, and what was stopped is gone on with
    when the documents are opened again. `ended` comes when more may be found than before.
    """

    ended = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._job: jobs.Job | None = None
        self.words = Elided("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.stop_button = button(self.tr("Stop"), "link")
        self.stop_button.setToolTip(
            self.tr("Questions are then answered by the words they share with the document")
        )
        self.stop_button.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.stop_button)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._show)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether documents are being understood."""
        return self._job is not None

    def begin(self, documents: Sequence[Document]) -> None:
        """Understand these from now on, and no others."""
        self.stop()
        if documents:
            self._slow.start()
            self._job = jobs.run(
                partial(self._services.prepare, tuple(documents)),
                owner=self,
                on_event=self._progressed,
                on_result=self._understood,
                on_error=self._failed,
            )

    def stop(self) -> None:
        """Leave it as it is; what was done counts."""
        if self._job:
            self._job.cancel()
        self._done()

    def _understood(self, _: None) -> None:
        self._done()
        self.ended.emit()

    def _failed(self, _: Exception) -> None:
        """What was prepared ahead failed; asking will say so where the person can see it."""
        self._done()

    def _progressed(self, progress: Progress) -> None:
        percent = 100 * progress.done // progress.total if progress.total else 0
        self.words.setText(self.tr("{doing} · {percent} %").format(doing=progress.doing, percent=percent))
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        if not self._slow.isActive():
            self._show()

    def _show(self) -> None:
        self.setVisible(self.busy)

    def _done(self) -> None:
        self._job = None
        self._slow.stop()
        self.hide()
