"""What a question is about: the pages and parts that a person pointed at, and the figures that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from docqa.domain import Document, Figure, PageImage, Passage, Place, Region, Span
from docqa.errors import PackError
from docqa.language.captions import mentions
from docqa.language.page_words import page_labels
from docqa.packing import prompt
from docqa.packing.blocks import Block
from docqa.packing.pictures import Wanted, in_order, needs_picture, wanted
from docqa.packing.ranking import Scores
from docqa.packing.selection import spread_order
from docqa.packing.tokens import count
from docqa.packing.units import units

Order = Callable[[Sequence[Document]], list[Scores]]
_MOST_NAMED = 6  # figures and pages of one question that are pictured


def wishes(
    question: str,
    documents: Sequence[Document],
    regions: Sequence[Region],
    figures: Mapping[str, Sequence[Figure]] | None,
    everywhere: bool,
    order: Order,
) -> list[Wanted]:
    """The pictures that would help, the most wanted first. `order` scores the pages of documents.

    What nobody could read is looked at in any case; `everywhere` adds what is better seen than read.
    """
    numbers = {document.id: i if len(documents) > 1 else 0 for i, document in enumerate(documents, 1)}
    by_id = {document.id: document for document in documents}
    known = figures or {}
    found: dict[Region, Wanted] = {}

    def add(region: Region, name: str = "") -> None:
        document = by_id.get(region.document)
        wish = document and wanted(document, region, name, numbers[region.document])
        if wish:
            found.setdefault(wish.region, wish)

    for region in regions:
        add(region, _name(region, known))
    for document, figure in list(_named(question, documents, known))[:_MOST_NAMED]:
        add(Region(document.id, figure.page, figure.rect), figure.label)
    for document, page in _named_pages(question, documents)[:_MOST_NAMED]:
        drawn = any(figure.page == page for figure in known.get(document.id, ()))
        if drawn or needs_picture(document.pages[page]):
            add(Region(document.id, page))
    if not regions:
        for region in _better_seen(documents, known, order) if everywhere else _unread(documents, order):
            add(region)
    return list(found.values())


def _name(region: Region, figures: Mapping[str, Sequence[Figure]]) -> str:
    """What a region shows, where it is a figure's own."""
    for figure in figures.get(region.document, ()):
        if figure.page == region.page and figure.rect == region.rect:
            return figure.label
    return ""


def _better_seen(
    documents: Sequence[Document], figures: Mapping[str, Sequence[Figure]], order: Order
) -> Iterator[Region]:
    """The pages that are better looked at than read (all where none is), those that answer best first."""
    pages = [
        (document, page.index)
        for document in documents
        for page in document.pages
        if needs_picture(page, figures.get(document.id, ()))
    ]
    yield from _ranked(
        pages or [(document, page.index) for document in documents for page in document.pages], documents, order
    )


def _unread(documents: Sequence[Document], order: Order) -> Iterator[Region]:
    """The pages that docqa could not read, those that answer best first."""
    pages = [(document, page) for document in documents for page in document.unreadable_pages]
    yield from _ranked(pages, documents, order)


def _ranked(pages: list[tuple[Document, int]], documents: Sequence[Document], order: Order) -> Iterator[Region]:
    if not pages:
        return
    scores = dict(zip((document.id for document in documents), order(documents), strict=True))
    turns = {document.id: spread_order(len(document.pages)) for document in documents}
    pages.sort(key=lambda at: (-float(scores[at[0].id][at[1]]), int(turns[at[0].id][at[1]])))
    for document, page in pages:
        yield Region(document.id, page)


def _named(
    question: str, documents: Sequence[Document], figures: Mapping[str, Sequence[Figure]]
) -> Iterator[tuple[Document, Figure]]:
    """The figures that the question names, in the order it does."""
    for mention in mentions(question):
        for document in documents:
            for figure in figures.get(document.id, ()):
                if mention in mentions(figure.label):
                    yield document, figure


def _named_pages(question: str, documents: Sequence[Document]) -> list[tuple[Document, int]]:
    """The pages that the question names by their printed labels, in the order it does."""
    labels = page_labels(question)
    return [(each, page) for label in labels for each in documents for page in each.pages_labelled(label)]


def named_places(
    question: str, documents: Sequence[Document], figures: Mapping[str, Sequence[Figure]] | None
) -> tuple[Place, ...]:
    """The captions of the figures that the question names, the words inside them, and the pages it names."""
    places = []
    for document, figure in _named(question, documents, figures or {}):
        if figure.caption is not None:
            places.append(Place(document.id, figure.caption))
        places += [Place(document.id, span) for span in document.pages[figure.page].spans_in(figure.rect)]
    for document, page in _named_pages(question, documents)[:_MOST_NAMED]:
        if text := document.pages[page].text:
            places.append(Place(document.id, Span(page, 0, len(text))))
    return tuple(places)


def passages_at(
    places: Sequence[Place], documents: Sequence[Document], held: Sequence[Passage]
) -> tuple[Passage, ...]:
    """`places` as passages, as far as `held`, what is in the window, has all of them."""
    by_id = {document.id: document for document in documents}
    found = []
    for place in places:
        span = place.span
        if any(
            each.place.document == place.document
            and each.place.span.page == span.page
            and each.place.span.start <= span.start
            and span.end <= each.place.span.end
            for each in held
        ):
            document = by_id[place.document]
            found.append(Passage(place, document.label(span.page), document.text(span)))
    return tuple(found)


def blocks_about(
    regions: Sequence[Region],
    documents: Sequence[Document],
    images: Sequence[PageImage],
    room: int,
    encoding: str,
) -> tuple[list[Block], int]:
    """The text of `regions` within `room` tokens, a block a document, and what it takes.

    A page that a picture shows a part of comes whole, for the words around it; without pictures the words inside
    the rectangle alone, or the whole page where it holds none.
    """
    blocks, used = [], 0
    for document in documents:
        parts = _parts(document, [region for region in regions if region.document == document.id], images)
        texts: list[str] = []
        passages: list[Passage] = []
        pages: list[int] = []
        for page, spans in parts.items():
            held, tokens = _within(document, page, spans, room - used, encoding)
            if not held:
                continue
            used += tokens
            texts.append(_text(document, page, held))
            pages.append(page)
            for start, end in held:
                place = Place(document.id, Span(page, start, end))
                passages.append(Passage(place, document.label(page), document.pages[page].text[start:end]))
        blocks.append(Block("".join(texts), tuple(passages), tuple(pages)))
    return blocks, used


def _parts(
    document: Document, regions: Sequence[Region], images: Sequence[PageImage]
) -> dict[int, list[tuple[int, int]]]:
    """For each page asked about, in order, the characters (start, end) that go in."""
    seen = {image.sight.region.page for image in images if image.sight.region.document == document.id}
    parts: dict[int, list[tuple[int, int]]] = {}
    for region in sorted(regions, key=lambda region: region.page):
        page = document.pages[region.page]
        if not page.text.strip():
            continue
        whole = [(0, len(page.text))]
        words = whole
        if region.rect is not None and region.page not in seen:
            words = [(span.start, span.end) for span in page.spans_in(region.rect)] or whole
        parts[region.page] = _merged([*parts.get(region.page, ()), *words])
    return parts


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, overlapping ones as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _within(
    document: Document, page: int, spans: Sequence[tuple[int, int]], room: int, encoding: str
) -> tuple[list[tuple[int, int]], int]:
    """As much of `spans` of a page as `room` holds, from its top, and the tokens of its block."""
    tokens = count(_text(document, page, spans), encoding)
    if tokens <= room:
        return list(spans), tokens
    # A page longer than the room: its units, as long as they fit.
    held: list[tuple[int, int]] = []
    taken = 0
    for unit in units(document.pages[page]):
        if not any(start <= unit.start and unit.end <= end for start, end in spans):
            continue
        more = [*held, (unit.start, unit.end)]
        tokens = count(_text(document, page, more), encoding)
        if tokens > room:
            break
        held, taken = more, tokens
    return held, taken


def _text(document: Document, page: int, spans: Sequence[tuple[int, int]]) -> str:
    source = document.pages[page]
    whole = list(spans) == [(0, len(source.text))]
    return prompt.page_block(source) if whole else prompt.parts_block(source, spans)


def in_place(images: Sequence[PageImage], documents: Sequence[Document]) -> tuple[PageImage, ...]:
    """`images` as the pages stand."""
    by_sight = {image.sight: image for image in images}
    return tuple(by_sight[sight] for sight in in_order(documents, list(by_sight)))


def called(region: Region, documents: Sequence[Document]) -> str:
    """What a region is called in the window. Raises PackError where there is no such page or part."""
    for number, document in enumerate(documents, 1):
        if document.id == region.document:
            found = wanted(document, region, number=number if len(documents) > 1 else 0)
            if found is not None:
                return found.label
    raise PackError(
        f"There is no page {region.page + 1}, or no such part of it, in what is open.", "Choose another page."
    )


def asked_with(question: str, places: Sequence[str], labels: Sequence[str]) -> str:
    """The question, and before it what it is about (`places`) and the `labels` of the pictures with it."""
    before = prompt.about(places) if places else ""
    if labels:
        before += prompt.pictured(labels)
    return before + prompt.asked(question)


def nothing_to_read(places: Sequence[str]) -> PackError:
    """The error of pages that hold no words, asked of an engine that sees no pictures."""
    return PackError(
        f"There are no words to read on {', '.join(places)}: it is a picture.",
        "Ask a model that reads pictures, or let docqa recognise its text first.",
    )
