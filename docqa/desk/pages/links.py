"""Links of the pages in sight: asked for beside the window, remembered for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from docqa.desk import jobs
from docqa.desk.pages.pictures import Renders
from docqa.errors import DocqaError
from docqa.reading import PageLink

_KEPT = 200  # pages whose links are remembered
_SLACK = 1.5  # points round a link within which the mouse is on it


class Links(QObject):
    """What leads where. `ready` says that the links of another page are known."""

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._renderer: Renders | None = None
        self._pages: OrderedDict[int, tuple[PageLink, ...]] = OrderedDict()
        self._wanted: list[int] = []
        self._job: jobs.Job | None = None

    def show(self, renderer: Renders | None) -> None:
        """Forget all and ask this renderer from now on."""
        self._renderer = renderer
        self._pages.clear()
        self._wanted = []
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def want(self, pages: Iterable[int]) -> None:
        """These pages are in sight."""
        self._wanted = list(pages)
        self._next()

    def on(self, page: int) -> tuple[PageLink, ...]:
        """The links of a page, as far as they are known."""
        return self._pages.get(page, ())

    def at(self, page: int, x: float, y: float) -> PageLink | None:
        """The link at a point of a page; the smallest where several lie on each other."""
        found = [
            link
            for link in self.on(page)
            if link.rect.x0 - _SLACK <= x <= link.rect.x1 + _SLACK
            and link.rect.y0 - _SLACK <= y <= link.rect.y1 + _SLACK
        ]
        return min(found, key=lambda link: _area(link), default=None)

    def _next(self) -> None:
        page = next((page for page in self._wanted if page not in self._pages), None)
        if self._job is not None or page is None or self._renderer is None:
            return
        self._job = jobs.call(partial(_ask, self._renderer, page), owner=self, on_result=partial(self._came, page))

    def _came(self, page: int, links: tuple[PageLink, ...]) -> None:
        self._job = None
        self._pages[page] = links
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        self.ready.emit()
        self._next()


def _ask(renderer: Renders, page: int) -> tuple[PageLink, ...]:
    """Off the GUI thread. A page whose links cannot be had has none: its picture says what is wrong."""
    try:
        return tuple(renderer.links(page))
    except DocqaError:
        return ()


def _area(link: PageLink) -> float:
    return (link.rect.x1 - link.rect.x0) * (link.rect.y1 - link.rect.y0)
