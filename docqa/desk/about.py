"""What a question is about and what goes with it as pictures: shown before it is sent, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from docqa.desk.opening import Opened
from docqa.desk.theme import GRID
from docqa.desk.thumbnails import Thumbnail, Thumbnails
from docqa.desk.widgets import Flow, button, label
from docqa.domain import ContextReport, PackedContext, Rect, Region, Sight

_MOST = 12  # thumbnails shown; a count stands for the others


class Strip(QFrame):
    """Thumbnails of regions, with a line of words above them and perhaps a note below."""

    opened = Signal(object)  # Region: show it on its page
    removed = Signal(object)  # Region

    def __init__(self, *, removable: bool) -> None:
        super().__init__()
        self._removable = removable
        self._opened: dict[str, Opened] = {}
        self._drawn = Thumbnails(self)
        self._drawn.ready.connect(self._draw)
        self.heading = label("", "small")
        self.note = label("", "small", wrap=True)
        self._top = QHBoxLayout()
        self._top.addWidget(self.heading, 1)
        self._box = QWidget()
        self._flow = Flow(self._box, 2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._top)
        column.addWidget(self._box)
        column.addWidget(self.note)
        self.thumbnails: list[Thumbnail] = []

    def set_documents(self, opened: Sequence[Opened]) -> None:
        """The documents that regions are of."""
        self._opened = {one.document.id: one for one in opened}

    def show_regions(self, shown: Sequence[tuple[Region, str, str]], heading: str, note: str = "") -> None:
        """Show these: each a region, what it is called, and a detail."""
        same = [thumbnail.region for thumbnail in self.thumbnails] == [region for region, _, _ in shown[:_MOST]]
        if not same:
            for thumbnail in self.thumbnails:
                thumbnail.hide()
                thumbnail.deleteLater()
            self._drawn.forget()
            self.thumbnails = [self._add(region, title) for region, title, _ in shown[:_MOST]]
        for thumbnail, (_, title, detail) in zip(self.thumbnails, shown, strict=False):
            thumbnail.title.setText(title)
            thumbnail.set_detail(detail)
        more = len(shown) - _MOST
        self.heading.setText(heading + (self.tr(" (and {n} more)").format(n=more) if more > 0 else ""))
        self.heading.setVisible(bool(heading))
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _add(self, region: Region, title: str) -> Thumbnail:
        made = Thumbnail(region, title, removable=self._removable)
        made.opened.connect(self.opened)
        made.removed.connect(self.removed)
        self._flow.addWidget(made)
        of = self._opened.get(region.document)
        if of is not None and region.page < len(of.document.pages):
            made.set_pixmap(self._drawn.get(region, of, self.devicePixelRatioF()))
        return made

    def _draw(self, region: Region) -> None:
        for thumbnail in self.thumbnails:
            of = self._opened.get(region.document)
            if thumbnail.region == region and of is not None:
                thumbnail.set_pixmap(self._drawn.get(region, of, self.devicePixelRatioF()))

    def called(self, region: Region) -> str:
        """What a region is called."""
        of = self._opened.get(region.document)
        known = of is not None and region.page < len(of.document.pages)
        number = of.document.label(region.page) if of and known else str(region.page + 1)
        text = self.tr("Page {label}, a part") if region.rect else self.tr("Page {label}")
        return text.format(label=number)

    def detail(self, sight: Sight) -> str:
        """How a picture is sent."""
        text = self.tr("{width} × {height}\n{tokens} tokens")
        if sight.estimated:
            text = self.tr("{width} × {height}\nabout {tokens} tokens")
        return text.format(width=sight.width, height=sight.height, tokens=f"{sight.tokens:,}")


class AboutStrip(Strip):
    """Above the question box: what the next question is about, and the pictures that go with it.

    `changed` says that `regions` or `without` has: the window is to be measured anew.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(removable=True)
        self.regions: tuple[Region, ...] = ()
        self.without: frozenset[Region] = frozenset()
        self.clear_button = button(self.tr("Ask about all of it"), "link")
        self.clear_button.clicked.connect(self.clear)
        self._top.addWidget(self.clear_button)
        self.removed.connect(self._remove)
        self.hide()

    def add(self, regions: Sequence[Region]) -> None:
        """The question is about these, too."""
        self.set(dict.fromkeys((*self.regions, *regions)))

    def set(self, regions: Sequence[Region] | dict[Region, None]) -> None:
        """The question is about these, and nothing else; about everything where there are none."""
        regions = tuple(dict.fromkeys(map(self._inside, regions)))
        if regions != self.regions or self.without:
            self.regions, self.without = regions, frozenset()
            self._show((), "")
            self.changed.emit()

    def _inside(self, region: Region) -> Region:
        """A region without what lies beyond its page: as its picture is called when it comes."""
        of, rect = self._opened.get(region.document), region.rect
        if rect is None or of is None or region.page >= len(of.document.pages):
            return region
        page = of.document.pages[region.page]
        right, bottom = min(rect.x1, max(page.width, 1.0)), min(rect.y1, max(page.height, 1.0))
        return replace(region, rect=Rect(max(rect.x0, 0.0), max(rect.y0, 0.0), right, bottom))

    def clear(self) -> None:
        """The question is about everything again."""
        self.set(())

    def _remove(self, region: Region) -> None:
        if region in self.regions:
            self.regions = tuple(one for one in self.regions if one != region)
        else:
            self.without |= {region}
        self._show((), "")
        self.changed.emit()

    def show_context(self, context: PackedContext, blind: str = "") -> None:
        """Show the pictures of the window as it would be sent now; `blind` names an engine that reads none."""
        self._show(context.report.pictures, blind)

    def _show(self, sights: Sequence[Sight], blind: str) -> None:
        by_region = {sight.region: sight for sight in sights}
        shown = []
        for region in self.regions:
            sight = by_region.pop(region, None)
            detail = self.detail(sight) if sight else self.tr("its words") if blind else ""
            shown.append((region, self._titled(sight) if sight else self.called(region), detail))
        shown += [(region, self._titled(sight), self.detail(sight)) for region, sight in by_region.items()]
        note = ""
        if blind and self.regions:
            note = self.tr("{engine} reads no pictures: the words found there are sent instead.").format(
                engine=blind
            )
        heading = self.tr("The question is about") if self.regions else self.tr("Sent along as pictures")
        self.show_regions(shown, heading, note)
        self.clear_button.setVisible(bool(self.regions))
        self.setVisible(bool(shown))

    def _titled(self, sight: Sight) -> str:
        """A figure by its name, anything else by its page."""
        _, comma, name = sight.label.partition(", ")
        region = Region(sight.region.document, sight.region.page)
        return f"{name} · {self.called(region)}" if comma and name != "a part" else self.called(sight.region)


class SentStrip(Strip):
    """In a turn: what its question was about and which pictures went along."""

    def __init__(self, report: ContextReport, opened: Sequence[Opened]) -> None:
        super().__init__(removable=False)
        self.set_documents(opened)
        by_region = {sight.region: sight for sight in report.pictures}
        shown = [
            (region, self.called(region), "" if region in by_region else self.tr("as words"))
            for region in report.regions
        ]
        for region, sight in by_region.items():
            title = self.called(region) if region in report.regions else sight.label
            entry = (region, title, self.detail(sight))
            places = [one for one, _, _ in shown]
            if region in places:
                shown[places.index(region)] = entry
            else:
                shown.append(entry)
        heading = self.tr("About") if report.regions else self.tr("Sent as pictures")
        self.show_regions(shown, heading)


def sent_strip(report: ContextReport | None, opened: Sequence[Opened]) -> SentStrip | None:
    """What a turn shows of what went along; None where there was nothing but text."""
    if report is None or not (report.pictures or report.regions):
        return None
    return SentStrip(report, opened)
