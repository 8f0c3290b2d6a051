"""Packs the window whenever what is in it changes, a moment after the last key, and lets the meter show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from docqa.desk import jobs
from docqa.desk.meter import ContextMeter

if TYPE_CHECKING:
    from docqa.desk.services import Services
    from docqa.domain import Document, PackedContext, Region, Turn
    from docqa.seeing import Looking

_QUIET_MS = 250  # of quiet typing before the window is packed again


class Measuring(QObject):
    """Owns the meter. `wanted` comes when it is time to measure, `measured` with what was packed."""

    wanted = Signal()
    measured = Signal(object)  # PackedContext

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._job: jobs.Job | None = None
        self.meter = ContextMeter()
        self.meter.opened.connect(self.show_what_is_sent)
        self._typed = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._typed.timeout.connect(self.wanted)

    def soon(self) -> None:
        """Measure when typing rests."""
        self._typed.start()

    def nothing(self) -> None:
        """There is nothing to measure."""
        self._typed.stop()
        if self._job:
            self._job.cancel()
        self._job = None
        self.meter.clear()

    def measure(
        self,
        question: str,
        documents: Sequence[Document],
        voice: str,
        turns: Sequence[Turn],
        regions: Sequence[Region] = (),
        looking: Callable[[], Looking | None] = lambda: None,
    ) -> None:
        """Pack this now, and show how the window is spent. `looking` is called off the GUI thread."""
        self._typed.stop()
        services = self._services

        def measured() -> tuple[PackedContext, str]:
            context = services.pack(question, documents, voice, turns, regions, looking())
            return context, services.price_of(context)

        self._job = jobs.call(
            measured,
            owner=self,
            on_result=self._measured,
            on_error=self._cannot,
            replaces=self._job,
        )

    def _measured(self, found: tuple[PackedContext, str]) -> None:
        context, price = found
        self.meter.show_context(context, price)
        self.measured.emit(context)

    def _cannot(self, error: Exception) -> None:
        from docqa.desk.messages import words

        self.meter.clear(words(error)[0])

    def show_what_is_sent(self) -> None:
        """Show the messages of the window as it would be sent now."""
        meter = self.meter
        if meter.context:
            from docqa.desk.sent import SentDialog

            SentDialog(meter.context, meter.named_parts(), meter.window(), meter.price_words).exec()
