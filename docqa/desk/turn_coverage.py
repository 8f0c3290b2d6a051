"""What of the documents an answer could not see, said below it: one quiet line, and on a click page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from docqa.desk.theme import GRID, icon
from docqa.desk.widgets import Flow, Picture, button, label
from docqa.domain import ContextReport, Coverage, Document, Region
from docqa.domain.say import count, say
from docqa.domain.wording import coverage_line, mode_line, page_label, page_ranges

_MOST = 110  # characters of page numbers in the line itself; more of them are in the details
_CHIPS = 12  # unreadable pages that can be gone to from here


def is_whole(report: ContextReport) -> bool:
    """Whether all pages of all documents went in, so that there is nothing to say."""
    return not any(coverage.omitted or coverage.unreadable for coverage in report.coverage)


class CoverageLine(QFrame):
    """ "Pages 1–84 of 212 sent; page 31 could not be read", with a button that unfolds which pages are meant."""

    opened = Signal(object)  # Region: show this page

    def __init__(self, report: ContextReport, documents: Mapping[str, Document], *, local: bool) -> None:
        super().__init__()
        self._report, self._coverage = report, report.coverage
        self._documents, self._local = documents, local
        unread = any(coverage.unreadable for coverage in report.coverage)
        self.words = label(self._summary(), "" if unread else "muted", wrap=True)
        self.toggle = button(self.tr("Which pages"), "link")
        self.toggle.setIcon(icon("chevron-down", "accent"))
        self.toggle.clicked.connect(self._unfold)
        self.details: QWidget | None = None
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(Picture("warning" if unread else "info", "warn" if unread else "muted"))
        row.addWidget(self.words, 1)
        row.addWidget(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addLayout(row)

    def _labels(self, coverage: Coverage) -> Sequence[str]:
        document = self._documents.get(coverage.document)
        return [page.label for page in document.pages] if document else []

    def _summary(self) -> str:
        """All of it where it is short, else how much of how many pages."""
        if len(self._coverage) == 1:
            (only,) = self._coverage
            line = coverage_line(only, self._labels(only), local=self._local)
            if len(line) <= _MOST:
                return line[:1].upper() + line[1:]
        line = mode_line(self._report)
        unread = sum(len(coverage.unreadable) for coverage in self._coverage)
        if unread:
            line = say(
                "{line}; {pages} could not be read", line=line, pages=count("{n} page", "{n} pages", unread)
            )
        return line

    def _unfold(self) -> None:
        if self.details is None:
            self.details = self._make_details()
            self._column.addWidget(self.details)
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.toggle.setIcon(icon("chevron-up" if shown else "chevron-down", "accent"))

    def _make_details(self) -> QWidget:
        box = QFrame()
        box.setObjectName("notes")
        grid = QGridLayout(box)
        grid.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        sent = self.tr("Read") if self._local else self.tr("Sent")
        for coverage in self._coverage:
            if len(self._coverage) > 1:
                grid.addWidget(label(coverage.title, "heading", wrap=True), grid.rowCount(), 0, 1, 2)
            parts = (
                (sent, coverage.sent),
                (self.tr("Left out"), coverage.omitted),
                (self.tr("Not readable"), coverage.unreadable),
            )
            for name, pages in parts:
                if not pages:
                    continue
                row = grid.rowCount()
                grid.addWidget(label(name, "small"), row, 0)
                if pages is coverage.unreadable and coverage.document in self._documents and len(pages) <= _CHIPS:
                    grid.addWidget(self._chips(coverage), row, 1)
                else:
                    grid.addWidget(label(page_ranges(pages, self._labels(coverage)), "small", wrap=True), row, 1)
        if any(coverage.unreadable for coverage in self._coverage):
            why = self.tr("These are pictures that no words could be read from. Each page says why.")
            grid.addWidget(label(why, "small", wrap=True), grid.rowCount(), 0, 1, 2)
        return box

    def _chips(self, coverage: Coverage) -> QWidget:
        """Pages that could not be read, each to be looked at."""
        row = QWidget()
        flow = Flow(row)
        for page in coverage.unreadable:
            name = page_label(page, self._labels(coverage))
            made = button(self.tr("p. {label}").format(label=name), "chip")
            made.setAccessibleName(self.tr("Show page {label}, which could not be read").format(label=name))
            region = Region(coverage.document, page)
            made.clicked.connect(lambda _=False, region=region: self.opened.emit(region))
            flow.addWidget(made)
        return row
