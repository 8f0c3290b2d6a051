"""A strip that tells how far work in the background is, seen only while it takes long, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from docqa.desk import jobs
from docqa.desk.opening import SLOW_MS
from docqa.desk.theme import GRID
from docqa.desk.widgets import Elided, button

_BAR = 22 * GRID  # pixels


class ProgressStrip(QFrame):
    """Words, a bar and a button to stop. What derives from it starts the work."""

    def __init__(self, around: tuple[int, int, int, int]) -> None:
        """`around` are the margins left, above, right and below, in pixels."""
        super().__init__()
        self._job: jobs.Job | None = None
        self.words = Elided("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.stop_button = button(self.tr("Stop"), "link")
        self.stop_button.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(*around)
        row.setSpacing(2 * GRID)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.stop_button)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._show)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether it is at work."""
        return self._job is not None

    def stop(self) -> None:
        """Leave the work as it is; what was done counts."""
        if self._job:
            self._job.cancel()
        self._done()

    def _far(self, words: str, done: int, total: int) -> None:
        """Tell how far it is, once it has taken long enough to be seen."""
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if not self._slow.isActive():
            self._show()

    def _show(self) -> None:
        self.setVisible(self.busy)

    def _done(self) -> None:
        self._job = None
        self._slow.stop()
        self.hide()
