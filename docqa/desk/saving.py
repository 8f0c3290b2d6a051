"""Sessions into files: one portable file for another docqa, Markdown or HTML for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from docqa.desk import jobs
from docqa.desk.remembered import Remembered
from docqa.domain import Session
from docqa.library import Store, export_html, export_markdown, save_session_file, write_file

SESSION_SUFFIX = ".docqa"


class Saver(QObject):
    """Asks where to, and writes in a job. The folder chosen last is offered again."""

    said = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, store: Store, remembered: Remembered, window: QWidget) -> None:
        super().__init__(window)
        self._store, self._remembered, self._window = store, remembered, window

    def save(self, session: str) -> None:
        """Save the session with this id as one portable file."""
        heading = self.tr("Save session as file")
        self._write(session, heading, SESSION_SUFFIX, lambda one, path: save_session_file(one, self._store, path))

    def export(self, session: str, form: str) -> None:
        """Export the session with this id as Markdown ("md") or HTML ("html")."""
        export = export_html if form == "html" else export_markdown

        def write(one: Session, path: Path) -> None:
            write_file(path, export(one).encode(), private=False)

        self._write(session, self.tr("Export session"), f".{form}", write)

    def _write(self, session: str, heading: str, suffix: str, write: Callable[[Session, Path], object]) -> None:
        if not session:
            self.said.emit(self.tr("Ask a question first: there is no session yet."))
            return
        jobs.call(
            lambda: self._store.session(session),
            owner=self,
            on_result=lambda one: self._choose(one, heading, suffix, write),
            on_error=self.failed.emit,
        )

    def _choose(self, one: Session, heading: str, suffix: str, write: Callable[[Session, Path], object]) -> None:
        name = "".join(c if c.isalnum() or c in " -_" else "_" for c in one.title).strip() or "session"
        folder = Path(self._remembered.text("export folder") or Path.home())
        offered = str(folder / f"{name[:60]}{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(self._window, heading, offered, f"*{suffix}")
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(suffix)
        self._remembered.set("export folder", str(path.parent))
        saved = self.tr("Saved as {name}").format(name=path.name)
        jobs.call(
            lambda: write(one, path),
            owner=self,
            on_result=lambda _: self.said.emit(saved),
            on_error=self.failed.emit,
        )
