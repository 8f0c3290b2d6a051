"""Packing a window that may hold pictures: what is worth looking at is chosen, drawn, and put beside the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from docqa.domain import (
    CancelToken,
    Document,
    Figure,
    PackedContext,
    PackingOptions,
    PageImage,
    Rect,
    Region,
    Sight,
    Turn,
)
from docqa.errors import DocqaError, LoadError
from docqa.packing import Packer


class Encoded(Protocol):
    """A picture file: `media` is its media type."""

    @property
    def media(self) -> str: ...
    @property
    def data(self) -> bytes: ...


class Draws(Protocol):
    """Whatever draws a file's pages; `docqa.reading.Renderer` does."""

    def encode(self, page: int, width: int, height: int, clip: Rect | None = None) -> Encoded:
        """Page index `page`, or `clip` of it in points, in exactly so many pixels. Raises LoadError."""


def _unheard(_: bool) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Looking:
    """How the documents of a question may be looked at.

    `draws` draws pages, by document id; empty where the engine reads no pictures. `figures` are the documents'
    figures as far as they are known, by document id. `everywhere`: the person wants pictures, not only those of
    what the question is about; `without` are those that they took out. `found` is told whether the engine turned
    out to read pictures.
    """

    draws: Mapping[str, Draws] = field(default_factory=dict)
    figures: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    everywhere: bool = False
    without: frozenset[Region] = frozenset()
    found: Callable[[bool], None] = _unheard


WORDS_ALONE = Looking()
"""Looking at nothing: the text alone goes in."""


def pack(
    question: str,
    documents: Sequence[Document],
    packer: Packer,
    options: PackingOptions,
    history: Sequence[Turn] = (),
    regions: Sequence[Region] = (),
    looking: Looking = WORDS_ALONE,
    cancel: CancelToken | None = None,
    *,
    measured: bool = False,
) -> PackedContext:
    """The window for a question, with the pictures that help it.

    `measured`: nothing is drawn, the pictures' places and sizes are all that is wanted. A page that cannot be
    drawn goes in as text alone. Raises PackError, and Cancelled when stopped while drawing.
    """
    planned = planned_sights(question, documents, packer, options, history, regions, looking)
    images = tuple(map(PageImage, planned)) if measured else _drawn(planned, looking.draws, cancel)
    return packer.pack(
        question, documents, options, history, cancel, regions=regions, images=images, figures=looking.figures
    )


def planned_sights(
    question: str,
    documents: Sequence[Document],
    packer: Packer,
    options: PackingOptions,
    history: Sequence[Turn],
    regions: Sequence[Region],
    looking: Looking,
) -> tuple[Sight, ...]:
    """The pictures that would go with the question; none where nothing can be drawn."""
    if not looking.draws:
        return ()
    sights = packer.sights(
        question,
        documents,
        options,
        history,
        regions=regions,
        figures=looking.figures,
        everywhere=looking.everywhere,
    )
    return tuple(
        sight for sight in sights if sight.region.document in looking.draws and sight.region not in looking.without
    )


def pages_named(text: str, document: Document) -> list[int]:
    """The pages that "3-5, ix, 9" names by their printed labels, or by their numbers where no label is so.

    Each once, in the order they are named. Raises DocqaError for one that is not there.
    """
    found: list[int] = []
    for part in filter(str.strip, text.split(",")):
        with suppress(DocqaError):  # a label may hold a hyphen of its own
            found.append(page_named(part, document))
            continue
        first, _, last = part.partition("-")
        ends = page_named(first, document), page_named(last or first, document)
        found += range(min(ends), max(ends) + 1)
    return list(dict.fromkeys(found))


def page_named(label: str, document: Document) -> int:
    """The index of the page with this printed label, or else of the page with this number. Raises DocqaError."""
    if labelled := document.pages_labelled(label):
        return labelled[0]
    number = label.strip()
    if number.isdecimal() and 1 <= int(number) <= len(document.pages):
        return int(number) - 1
    raise DocqaError(
        f"{document.title} has no page {number}.", f"It has {len(document.pages)}; give their printed labels."
    )


def _drawn(
    sights: Sequence[Sight], draws: Mapping[str, Draws], cancel: CancelToken | None
) -> tuple[PageImage, ...]:
    images = []
    for sight in sights:
        if cancel is not None:
            cancel.check()
        region = sight.region
        try:
            picture = draws[region.document].encode(region.page, sight.width, sight.height, region.rect)
        except LoadError:
            continue
        images.append(PageImage(sight, picture.data, picture.media))
    return tuple(images)
