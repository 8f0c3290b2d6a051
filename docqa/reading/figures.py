"""Finding a document's figures and tables: captions in its text, and what is drawn or set in rows beside them.

The worker says where a page has marks that are no text; everything else is read off the words and their places, so
that scanned pages that were recognised have their figures found, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docqa.domain import Document, Figure, FigureKind, Page, Progress, Rect
from docqa.errors import LoadError
from docqa.language.captions import FIGURE, TABLE, Mention
from docqa.reading import worker
from docqa.reading.captioned import captions_of, lines_of
from docqa.reading.files import shown_name, unreadable
from docqa.reading.formats import recognise
from docqa.reading.graphics import Cluster
from docqa.reading.regions import bare_figures, bare_tables, covered, figure_region, table_region
from docqa.reading.worker import PAGE_SECONDS, Worker, WorkerFailure

VERSION = 4
"""Changes whenever the same document may give other figures; what is kept by an older version is found anew."""

_DOING = "Looking for figures"
_STRIKES = 3  # pages that may take the worker down before the rest is done by words alone


@dataclass(frozen=True, slots=True)
class _Found:
    figure: Figure
    mention: Mention | None
    sure: bool  # something drawn, or rows, and not the words alone


def find_figures(
    path: Path, document: Document, *, password: str | None = None
) -> Generator[Progress, None, tuple[Figure, ...]]:
    """The figures and tables of an opened document, page by page; close the generator to cancel.

    `path` is the file that it was read from. A page that can't be looked at has those that its words tell of.
    Raises LoadError and kin where the file can't be opened any more.
    """
    path = Path(path)
    shown = shown_name(path)
    try:
        form = recognise(path, shown)
    except OSError as error:
        raise unreadable(shown, error) from error
    opened: Worker | None = None
    strikes = 0
    found: list[_Found] = []
    count = len(document.pages)
    try:
        for page in document.pages:
            yield Progress(page.index, count, _DOING)
            marks: list[Cluster] = []
            if strikes < _STRIKES:
                try:
                    if opened is None:
                        opened = worker.take()
                        yield from worker.open_in(opened, path, form, shown, password)
                    opened.ask("graphics", PAGE_SECONDS, page=page.index)
                    header, _ = yield from opened.answer(PAGE_SECONDS, shown)
                    opened.busy = False
                    marks = [Cluster.of(row) for row in header["clusters"]]
                except WorkerFailure:
                    strikes += 1
                    if opened is not None:
                        opened.kill()
                        opened = None
                except LoadError:
                    if opened is None or not page.index:
                        raise
                    opened.busy = False  # this page alone can't be looked at
            found += page_figures(page, marks)
    finally:
        if opened is not None:
            worker.give_back(opened, shown)
    yield Progress(count, count, _DOING)
    return _kept(found, count)


def _kept(found: Sequence[_Found], pages: int) -> tuple[Figure, ...]:
    """Without logos that stand on page after page, and without words that only look like a caption."""
    places = Counter(_place(each.figure) for each in found if each.mention is None)
    sure = {each.mention for each in found if each.mention and each.sure}
    return tuple(
        each.figure
        for each in found
        if (
            places[_place(each.figure)] < max(3, 0.1 * pages)
            if each.mention is None
            else each.sure or each.mention not in sure
        )
    )


def _place(figure: Figure) -> tuple[FigureKind, tuple[int, ...]]:
    return figure.kind, tuple(round(edge / 8) for edge in figure.rect)


def page_figures(page: Page, marks: Sequence[Cluster]) -> list[_Found]:
    """The figures and tables of one page, `marks` being what is drawn on it."""
    lines = lines_of(page)
    captions = captions_of(page, lines)
    taken: list[Rect] = []
    found: list[_Found] = []
    in_caption = {n for each in captions for n in range(each.first, each.last + 1)}
    free = [line for n, line in enumerate(lines) if n not in in_caption]
    # Tables first: their rows are sure, and what they take is no part of a figure beside them.
    for each in sorted(captions, key=lambda each: each.mention.kind != TABLE):
        others = [other.rect for other in captions if other is not each]
        if each.mention.kind == TABLE:
            kind, (rect, sure) = FigureKind.TABLE, table_region(page, each, free, marks, others)
        else:
            kind, (rect, sure) = FigureKind.FIGURE, figure_region(page, each, free, marks, [*others, *taken])
            if each.mention.kind != FIGURE and not sure:
                continue  # "Exhibit 10.1" is mostly an entry of a list
        taken.append(rect)
        found.append(_Found(Figure(each.label, kind, page.index, rect, each.span), each.mention, sure))
    for rect in bare_tables(page, free, marks):
        if not any(covered(rect, other) > 0.3 for other in taken):
            taken.append(rect)
            found.append(_Found(Figure("", FigureKind.TABLE, page.index, rect), None, True))
    for kind, rect in bare_figures(page, free, marks):
        if not any(max(covered(rect, other), covered(other, rect)) > 0.3 for other in taken):
            found.append(_Found(Figure("", kind, page.index, rect), None, True))
    found.sort(key=lambda each: (each.figure.rect.y0, each.figure.rect.x0))
    return found
