"""Which pages and parts of pages go into the window as pictures, and how large each one.

A picture is worth its tokens where words fail: on scanned and garbled pages, for figures, and for what the person
pointed at. All that is wanted goes in at the least size that can be read, the most wanted first; what room is then
left makes the most wanted larger, a step at a time. So nothing is left out for another's sharpness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docqa.domain import Document, Figure, Page, PageImage, PageKind, PageSource, Rect, Region, Sight
from docqa.packing.picture_tokens import PER_PICTURE, PictureRule
from docqa.packing.prompt import picture_label, picture_line
from docqa.packing.tokens import count

# Pixels of a page's long side. At the least, a printed page can just be read; beyond the most (300 dots an inch on
# A4) a scan shows no more. A part of a page is drawn up to twice as sharp as its page would be.
LEAST, MOST = 720, 3_508
_STEP = 16  # pixels between the sizes that are tried
_GOOD = 1_568  # pixels of a page's long side beyond which a page of print gains nothing for a model
_SMALLEST = 224  # pixels of a part's long side: what models were trained to see at all
_LARGE_FIGURES = 0.2  # share of a page from which its figures make it worth looking at


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that would help: of what, its size in points, its page's long side in points, and its label."""

    region: Region
    width: float
    height: float
    page_side: float
    label: str

    def sizes(self, rule: PictureRule) -> list[tuple[int, int, int]]:
        """Sizes worth choosing from, smallest first, as (width, height, tokens): of each price the largest."""
        part = max(self.width, self.height) / self.page_side
        least = LEAST if self.region.rect is None else max(_SMALLEST, LEAST * part)
        most = _GOOD if self.region.rect is None else min(MOST * part, 2 * _GOOD * part + _SMALLEST)
        limit = rule.largest(self.width, self.height) * max(self.width, self.height)
        most = min(most, limit)
        least = min(least, most)
        found: list[tuple[int, int, int]] = []
        side = least
        while True:
            width, height = self._at(side)
            tokens = rule.count(width, height)
            while found and found[-1][2] >= tokens:
                found.pop()
            found.append((width, height, tokens))
            if side >= most:
                return found
            side = min(side + _STEP, most)

    def _at(self, side: float) -> tuple[int, int]:
        scale = side / max(self.width, self.height)
        return max(1, int(self.width * scale)), max(1, int(self.height * scale))


def wanted(document: Document, region: Region, name: str = "", number: int = 0) -> Wanted | None:
    """What it takes to picture `region` of `document`; None where there is no such page or part.

    `name` says what it shows ("Figure 3"); `number` tells the document from others, 0 where it is alone.
    """
    if not 0 <= region.page < len(document.pages):
        return None
    page = document.pages[region.page]
    width, height = max(page.width, 1.0), max(page.height, 1.0)
    rect = region.rect
    if rect is not None:
        rect = Rect(max(rect.x0, 0.0), max(rect.y0, 0.0), min(rect.x1, width), min(rect.y1, height))
        if rect.x1 - rect.x0 < 1 or rect.y1 - rect.y0 < 1:
            return None
    label = picture_label(page, name or ("a part" if rect else ""), number)
    region = Region(document.id, region.page, rect)
    if rect is None:
        return Wanted(region, width, height, max(width, height), label)
    return Wanted(region, rect.x1 - rect.x0, rect.y1 - rect.y0, max(width, height), label)


def choose(wishes: Sequence[Wanted], rule: PictureRule, budget: int, encoding: str) -> tuple[Sight, ...]:
    """As many of `wishes` (the most wanted first) as `budget` tokens hold, each as large as the room allows.

    The sights come in the order of the wishes. Their tokens, labels and marks together never exceed `budget`.
    """
    ladders: list[list[tuple[int, int, int]]] = []
    taken: list[Wanted] = []
    left = budget
    for wish in wishes:
        sizes = wish.sizes(rule)
        cost = sizes[0][2] + _around(wish.label, encoding)
        if cost <= left:
            left -= cost
            taken.append(wish)
            ladders.append(sizes)
    steps = [0] * len(taken)
    growing = True
    while growing:
        growing = False
        for i, sizes in enumerate(ladders):
            if steps[i] + 1 < len(sizes) and (more := sizes[steps[i] + 1][2] - sizes[steps[i]][2]) <= left:
                left -= more
                steps[i] += 1
                growing = True
    return tuple(
        Sight(wish.region, wish.label, *sizes[step], estimated=rule.estimate)
        for wish, sizes, step in zip(taken, ladders, steps, strict=True)
    )


def cost(sights: Sequence[Sight], encoding: str) -> int:
    """Tokens of these pictures with their labels."""
    return sum(sight.tokens + _around(sight.label, encoding) for sight in sights)


def fitting(images: Sequence[PageImage], budget: int, encoding: str) -> tuple[PageImage, ...]:
    """`images` in the documents' order, without the last of them if they do not all fit into `budget` tokens."""
    kept, left = [], budget
    for image in images:
        left -= cost((image.sight,), encoding)
        if left < 0:
            break
        kept.append(image)
    return tuple(kept)


def _around(label: str, encoding: str) -> int:
    return count(picture_line(label), encoding) + PER_PICTURE


def needs_picture(page: Page, figures: Sequence[Figure] = ()) -> bool:
    """Whether a page is better looked at than read: no trustworthy text, or much of it is figures."""
    if page.unreadable or page.source is PageSource.OCR or page.kind is not PageKind.TEXT:
        return True
    area = max(page.width * page.height, 1.0)
    shown = sum((f.rect.x1 - f.rect.x0) * (f.rect.y1 - f.rect.y0) for f in figures if f.page == page.index)
    return shown / area >= _LARGE_FIGURES


def in_order(documents: Sequence[Document], sights: Sequence[Sight]) -> Iterator[Sight]:
    """`sights` as the pages stand: by document, page, and from the top."""
    place = {document.id: number for number, document in enumerate(documents)}

    def key(sight: Sight) -> tuple[int, int, float, float]:
        rect = sight.region.rect
        return (
            place[sight.region.document],
            sight.region.page,
            rect.y0 if rect else -1.0,
            rect.x0 if rect else -1.0,
        )

    yield from sorted(sights, key=key)
