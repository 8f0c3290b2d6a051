"""Which sentence answers in other words than the question's: by what it means, beside the words it shares.

A model that knows meaning reads a sentence with what stands around it, as it will be quoted. That takes time, so
it reads those that share words with the question, and all of the part that the question names. A question that
shares next to no words with the document, as one in another language, makes it read everything once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docqa.domain import CancelToken
from docqa.engines.asked import Asked, Kind
from docqa.engines.quoting import readings
from docqa.engines.ranking import Ranked, Reading, Window

Near = Callable[[str, Sequence[str], CancelToken], Sequence[float] | None]
"""For a question and texts how far the meaning of each stands above what strangers usually have in common with a
question, in deviations of strangers; or None where nobody can tell."""

_READ = 64  # units that share words with the question
_AROUND = 45.0  # words that are read together, and quoted together
_SHARE = 0.5  # of the score: the rest is by words
_THIN = 0.12  # coverage of the best by words, below which everything is read
_TILES = 32  # pieces of everything whose sentences are read one by one
_FEW, _USUAL = 8, 0.0  # fewer texts tell nothing of what is common: then what strangers usually are
_IN_PART = 0.99  # how surely a unit belongs to the part that the question names
# What standing on the page that the packer finds best adds to a score. It ranks pages with tables well, and so its
# best are read whole for an amount; who did what, when and where is said in sentences, of which it knows less.
_PAGES, _PAGE, _PAGE_LESS = 3, 0.6, 0.1
_KIND = 0.15  # what the kind of thing that is asked for adds where it is there, and takes where it is not


def by_meaning(
    near: Near | None, ranked: list[Ranked], window: Window, asked: Asked, cancel: CancelToken
) -> list[Ranked]:
    """`ranked` (by words) ranked anew by words and meaning; as it was where nobody can tell. Raises Cancelled."""
    if near is None or not window.units:
        return ranked
    by_words = {r.unit: r for r in ranked}
    anchors = window.anchors(asked.scope)
    numbers = [r.unit for r in ranked[:_READ]]
    if anchors:
        numbers += [n for n in range(len(window.units)) if window.within(n, anchors) >= _IN_PART]
    elif max((r.coverage for r in ranked[:_READ]), default=0.0) < _THIN:
        numbers += _nearest_tiles(near, window, asked, cancel)
    pages = {} if anchors else window.pages()
    in_tables = asked.kind in (Kind.NUMBER, Kind.OTHER)
    best_pages = sorted(pages, key=lambda page: -pages[page])[: _PAGES if in_tables else 0]
    read = [
        reading for number in dict.fromkeys(numbers) for reading in readings(window, number, _AROUND, asked.kind)
    ]
    read += [tile for tile in _tiles(window) if window.page(tile.first) in best_pages]
    read = list(dict.fromkeys(read))
    found = near(asked.question, [window.slice(reading) for reading in read], cancel)
    if found is None or not read:
        return ranked
    top = max((r.score for r in ranked), default=1.0)
    # What all have in common says nothing: only how far one stands out does.
    common, best = sorted(found)[len(found) // 4], max(found)
    if len(found) < _FEW:
        common = min(common, _USUAL)
    again = []
    for reading, nearness in zip(read, found, strict=True):
        units = range(reading.first, reading.last + 1)
        words = [by_words[number] for number in units if number in by_words]
        meaning = max(0.0, (nearness - common) / max(best - common, 1e-6)) * window.within(reading.first, anchors)
        score = _SHARE * meaning + (1 - _SHARE) * max((r.score / top for r in words), default=0.0)
        if asked.kind is not Kind.OTHER:
            score *= 1 + (_KIND if any(window.answers(number, asked) for number in units) else -_KIND)
        score += (_PAGE if in_tables else _PAGE_LESS) * pages.get(window.page(reading.first), 0.0)
        again.append(
            Ranked(
                max(words, key=lambda r: r.score).unit if words else reading.first,
                score,
                max((r.coverage for r in words), default=0.0),
                nearness - common,
                reading,
            )
        )
    again.sort(key=lambda r: (-r.score, r.unit))
    held = {number for reading in read for number in range(reading.first, reading.last + 1)}
    return again + [Ranked(r.unit, 0.0, r.coverage) for r in ranked if r.unit not in held]


def _nearest_tiles(near: Near, window: Window, asked: Asked, cancel: CancelToken) -> list[int]:
    """The units of the pieces nearest to the question, of all the window."""
    tiles = list(_tiles(window))
    found = near(asked.question, [window.slice(tile) for tile in tiles], cancel)
    if found is None:
        return []
    best = sorted(range(len(tiles)), key=lambda n: (-found[n], n))[:_TILES]
    return [number for n in best for number in range(tiles[n].first, tiles[n].last + 1)]


def _tiles(window: Window) -> Iterator[Reading]:
    at = 0
    while at < len(window.units):
        first, length = at, 0.0
        while at < len(window.units) and (
            at == first
            or (
                window.units[at].passage == window.units[first].passage
                and length + window.units[at].length <= _AROUND
            )
        ):
            length += window.units[at].length
            at += 1
        yield window.together(first, at - 1)
