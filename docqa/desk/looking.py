"""What the desk knows about looking at documents: their figures, and which engines have eyes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from docqa.desk import jobs
from docqa.desk.opening import Opened
from docqa.domain import CancelToken, Figure, Progress, Region
from docqa.errors import DocqaError, StoreError
from docqa.library import EndpointProfile, Eyes, FigureFiles

if TYPE_CHECKING:
    from docqa.seeing import Looking


class Looks(QObject):
    """The figures of what is open, found in the background one document after the other, and engines' eyes.

    `found` carries the id of a document whose figures are known now. All but `find` is safe on any thread.
    """

    found = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._figures: dict[str, tuple[Figure, ...]] = {}
        self._files = FigureFiles()
        self._eyes: Eyes | None = None
        self._lock = threading.Lock()
        self._job: jobs.Job | None = None

    def figures(self, document: str) -> tuple[Figure, ...] | None:
        """The figures of a document by its id; None while they are not known."""
        return self._figures.get(document)

    def find(self, opened: Iterable[Opened]) -> None:
        """Look for the figures of these, as far as they are not known."""
        wanted = [one for one in opened if one.document.id not in self._figures]
        if wanted:
            self._job = jobs.run(
                partial(self._work, wanted), owner=self, on_event=self._heard, on_error=_leave, replaces=self._job
            )

    def _work(self, opened: Sequence[Opened], cancel: CancelToken) -> Generator[Progress | str, None, None]:
        from docqa.reading import FIGURES_VERSION, find_figures  # the window is there sooner without them

        for one in opened:
            found = self._files.load(one.document.id, FIGURES_VERSION)
            if found is None:
                try:
                    found = yield from find_figures(one.path, one.document, password=one.password)
                except DocqaError:
                    continue  # its file is gone or locked: it is read all the same, without a list of figures
                cancel.check()
                self._files.keep(one.document.id, FIGURES_VERSION, found)
            self._figures[one.document.id] = found
            yield one.document.id

    def _heard(self, event: Progress | str) -> None:
        if isinstance(event, str):
            self.found.emit(event)

    # --- eyes ----------------------------------------------------------------------------------------------

    def sees(self, profile: EndpointProfile | None) -> bool | None:
        """Whether an engine reads pictures (None: the built-in reader, which doesn't); None while nobody knows."""
        if profile is None:
            return False
        if profile.vision != "auto":
            return profile.vision == "yes"
        from docqa.engines import reads_pictures

        known = self._known().of(profile.base_url, profile.model)
        return reads_pictures(profile.model) if known is None else known

    def _known(self) -> Eyes:
        with self._lock:
            if self._eyes is None:
                self._eyes = Eyes.load()
            return self._eyes

    def learn(self, profile: EndpointProfile, sees: bool) -> None:
        """Keep what an engine made of pictures."""
        with suppress(StoreError):  # learnt again the next time
            self._known().learn(profile.base_url, profile.model, sees)

    def looking(
        self,
        opened: Sequence[Opened],
        profile: EndpointProfile | None,
        regions: Sequence[Region],
        without: frozenset[Region] = frozenset(),
    ) -> Looking:
        """How these may be looked at by an engine, for a question about `regions`."""
        from docqa.seeing import Looking

        figures = {one.document.id: self._figures.get(one.document.id, ()) for one in opened}
        sees = self.sees(profile)
        if profile is None or sees is False or (sees is None and not regions):
            return Looking(figures=figures)
        draws = {one.document.id: one.renderer for one in opened if one.renderer is not None}
        told: Callable[[bool], None] = partial(self.learn, profile)
        return Looking(draws, figures, without=without, found=told)


def _leave(_: Exception) -> None:
    """A list of figures is a help; a question about one says where the file is what failed."""
