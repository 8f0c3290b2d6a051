"""The strip that tells how far the documents are understood, and lets the person stop it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from docqa.desk import jobs
from docqa.desk.languages import said
from docqa.desk.progress_strip import ProgressStrip
from docqa.desk.services import Services
from docqa.desk.theme import GRID
from docqa.domain import Document, Progress


class Understanding(ProgressStrip):
    """Makes documents ready for questions in the background: counted, indexed, embedded where they are long.

    Questions can be asked meanwhile. It is seen only while it takes long, and what was stopped is gone on with
    when the documents are opened again. `ended` comes when more may be found than before.
    """

    ended = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__((GRID, 0, GRID, 0))
        self._services = services
        self.stop_button.setToolTip(
            self.tr("Questions are then answered by the words they share with the document")
        )

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

    def _understood(self, _: None) -> None:
        self._done()
        self.ended.emit()

    def _failed(self, _: Exception) -> None:
        """What was prepared ahead failed; asking will say so where the person can see it."""
        self._done()

    def _progressed(self, progress: Progress) -> None:
        percent = 100 * progress.done // progress.total if progress.total else 0
        words = self.tr("{doing} · {percent} %").format(doing=said(progress.doing), percent=percent)
        self._far(words, progress.done, progress.total)
