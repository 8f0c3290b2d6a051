"""Finding words in a document: page by page beside the window, from where one reads onwards."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Sequence

from PySide6.QtCore import QObject, Signal

from docqa.desk import jobs
from docqa.domain import CancelToken, Document, Span
from docqa.language import fold

_BREATH = 0.001  # seconds: folding is pure computing, and the window's thread must get its turn in between
MOST = 10_000  # hits that are marked; beyond it one is told to type more


class Folds:
    """Folded text of a document's pages, kept for the next search. Filled by one search at a time."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._texts: list[str | None] = [None] * len(document.pages)

    def ready(self, index: int) -> bool:
        """Whether the page (counted round the end) was searched before."""
        return self._texts[index % len(self._texts)] is not None

    def hits(self, index: int, needle: str, exact: str = "", *, whole: bool = False) -> tuple[Span, ...]:
        """Where `needle`, itself folded, stands on page `index`.

        `exact`: the same folded with its case kept, where that counts. `whole`: as words of their own only.
        """
        page = self.document.pages[index]
        text = self._texts[index]
        folded = None
        if text is None:
            folded = fold(page.text)
            text = self._texts[index] = folded.text
        at = text.find(needle)
        if at < 0:
            return ()
        # The way back to the original is not kept: it weighs several times the text, and hits are few.
        folded = folded or fold(page.text)
        spans = []
        while at >= 0:
            start, end = folded.span(at, at + len(needle))
            cased = not exact or fold(page.text[start:end], case=True).text == exact
            if cased and not (whole and _in_a_word(page.text, start, end)):
                spans.append(Span(index, start, end))
            at = text.find(needle, at + len(needle))
        return tuple(spans)


def _in_a_word(text: str, start: int, end: int) -> bool:
    """Whether a place begins or ends in the middle of a word."""

    def joined(at: int) -> bool:
        return 0 < at < len(text) and (text[at - 1] + text[at]).replace("_", "a").isalnum()

    return joined(start) or joined(end)


def search(
    folds: Folds, needle: str, exact: str, whole: bool, first: int, cancel: CancelToken
) -> Generator[tuple[Span, ...], None, None]:
    """The hits page by page, from page `first` to the end and then from the beginning; see `Folds.hits`."""
    pages = len(folds.document.pages)
    for step in range(pages):
        cancel.check()
        if step % 8 == 7 and not folds.ready(first + step):
            cancel.wait(_BREATH)
        yield folds.hits((first + step) % pages, needle, exact, whole=whole)


class Finder(QObject):
    """What is being looked for, where it was found, and which hit one is at.

    `changed` comes while hits arrive and when the current one changes; `landed` with the hit to go to.
    """

    changed = Signal()
    landed = Signal(Span)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folds: Folds | None = None
        self._waits = False
        self._job: jobs.Job | None = None
        self._from = Span(0, 0, 0)
        self.hits: list[Span] = []
        self.by_page: dict[int, list[Span]] = {}
        self._early = 0  # how many of the hits stand on pages before the one the search began on
        self.current: Span | None = None
        self.searching = False
        self.needle = ""
        self.case = False  # whether capitals count
        self.whole = False  # whether only whole words count
        self._searched = 0

    @property
    def more(self) -> bool:
        """Whether there are more hits than are marked."""
        return len(self.hits) >= MOST

    @property
    def progress(self) -> int:
        """Hundredths of the pages that have been searched."""
        return 100 * self._searched // max(1, len(self._folds.document.pages) if self._folds else 1)

    @property
    def position(self) -> int:
        """The current hit's number in the document, from 1; 0 if there is none."""
        return bisect_left(self.hits, self.current) + 1 if self.current else 0

    def show(self, document: Document | None, *, waits: bool = False) -> None:
        """Search this document from now on; one that `waits` for its words is searched once they are there."""
        self._folds = Folds(document) if document and not waits else None
        self._waits = waits
        self.find("", Span(0, 0, 0))

    def find(self, needle: str, start: Span) -> None:
        """Look for `needle`; the first hit at or after `start` becomes the current one."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.needle, self._from = needle, start
        self.hits, self.by_page, self._early, self.current = [], {}, 0, None
        self._searched = 0
        folded = fold(needle).text.strip()
        self.searching = bool(folded) and (self._folds is not None or self._waits)
        self.changed.emit()
        if not self.searching or self._folds is None:
            return
        folds, whole = self._folds, self.whole
        exact = fold(needle, case=True).text.strip() if self.case else ""
        self._job = jobs.run(
            lambda cancel: search(folds, folded, exact, whole, start.page, cancel),
            owner=self,
            on_events=self._found,
            on_result=self._finished,
        )

    def step(self, forward: bool) -> None:
        """Go to the next or previous hit, round the ends of the document."""
        if not self.hits:
            return
        if self.current is None:
            at = bisect_left(self.hits, self._from) - (not forward)
        else:
            at = bisect_left(self.hits, self.current) + (1 if forward else -1)
        self._land(self.hits[at % len(self.hits)])
        self.changed.emit()

    def _found(self, batch: Sequence[tuple[Span, ...]]) -> None:
        self._searched += len(batch)
        for spans in batch:
            self._take(spans[: max(0, MOST - len(self.hits))])
        if self.more and self._job is not None:
            self._job.cancel()
            self.searching = False
        if self.current is None:
            # Pages come from the one that is read onwards: the first hit not before it there is the nearest.
            came = (span for spans in batch for span in spans)
            here = self._from
            self._land(next((span for span in came if span >= here or span.page < here.page), None))
        self.changed.emit()

    def _take(self, spans: Sequence[Span]) -> None:
        """The hits of one page. Pages come from the one that is read to the last, then from the first."""
        if not spans:
            return
        self.by_page[spans[0].page] = list(spans)
        if spans[0].page < self._from.page:
            self.hits[self._early : self._early] = spans
            self._early += len(spans)
        else:
            self.hits.extend(spans)

    def _finished(self, _: None) -> None:
        self.searching = False
        if self.current is None and self.hits:
            self._land(self.hits[0])
        self.changed.emit()

    def _land(self, hit: Span | None) -> None:
        if hit is not None:
            self.current = hit
            self.landed.emit(hit)
