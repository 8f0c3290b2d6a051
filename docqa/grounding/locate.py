"""Finding quoted words in documents: word for word, on the cited page first.

Exact means exact after folding (see keys). What is not found so is aligned with the likeliest pages, and passes
only where the difference is of the extractor's making: a misread letter, a reference mark, a running head between
two pages. A changed word or digit never passes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from docqa.domain import Document, PageSource, Place
from docqa.grounding.index import DocumentIndex, Stretch, index_of
from docqa.grounding.keys import folded_key, key
from docqa.language.folding import fold
from docqa.language.scripts import is_unspaced
from docqa.language.words import words as word_spans

_SHORT = 8  # characters of the key; shorter quotations of one or two words are everywhere and so prove little
_NEAR = 2  # pages before and after a cited one where a short quotation is still looked for
_FEW = 5  # places; what stands at no more than these is told apart even when short
_FAR = 8_000  # characters of the key, some three pages, that parts of a quotation may lie apart
_INSERTED_REACH = 60  # … where the quoter put words of his own in brackets, in place of the document's
_FURNITURE = 600  # characters of the key that may stand between a page break and the words: heads, feet, notes
_FURNITURE_EACH = 15  # … for each character of the part: a single word must stand close to the break
_ALIKE = 80.0  # percent of likeness from which the nearest words are worth showing
_PIECES = 6  # that a quotation is looked up by when it is not found whole
_AROUND = 12  # characters shown on both sides of the likest words: the difference may stand at their edge
_CANDIDATES = 3  # pages aligned for a quotation that is not found word for word
_SLIP_WORDS = 12  # words of a quotation for each letter that may be misread on a page read by OCR

_LEFT_OUT, _PUT_IN = "\ue000", "\ue001"  # stand for an ellipsis and for the quoter's own words
_PARTED = re.compile(f"([{_LEFT_OUT}{_PUT_IN}])")
_GAP = re.compile(r"[\[(]\s*(?:\.\s?\.\s?\.|…)\s*[\])]|\.\s\.\s\.|\.{3,}|…+")
_INSERTED = re.compile(r"\[([^\W\d_]+(?: [^\W\d_]+){0,3})\]")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|\\(?=[^\w\s])|`+|~~")
_WORD = re.compile(r"\w*[^\W\d]\w*")
_NOTE_MARKS = re.compile(r"\[\d{1,3}(?:\s*[,-]\s*\d{1,3})*\]")


@dataclass(frozen=True, slots=True)
class CitedPages:
    """The pages of one document, by index, that are cited for something."""

    document: Document
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """Where quoted words stand, in order; `near` is the likest other words, to be shown when nothing was found.

    `short` says that the words are too few to be looked for on all pages.
    """

    places: tuple[Place, ...] = ()
    near: Place | None = None
    short: bool = False


def locate(words: str, documents: Sequence[Document], cited: Sequence[CitedPages] = ()) -> Located:
    """Find `words` in `documents`: on the cited pages, then nearest to them, then anywhere, documents in order.

    One place for each page or part that the words cover; no places when they are not there word for word.
    """
    variants = list(_variants(words))
    if not variants:
        return Located()
    indexes = [(index_of(c.document), c.pages) for c in cited if c.pages]
    for index, pages in indexes:
        for parts in variants:
            if places := _on_pages(index, parts, pages):
                return Located(places)
    named = [index for index, _ in indexes]
    order = [(index, pages) for index, pages in indexes]
    order += [(index, ()) for index in map(index_of, documents) if index not in named]
    if _is_short(words, variants[0]):
        return _locate_short(words, variants, order)
    for index, pages in order:
        for parts in variants:
            if places := _anywhere(index, parts, pages):
                return Located(places)
    near: Place | None = None
    for index, pages in order:
        likely = likely_pages(index, "".join(part.key for part in variants[-1]), pages)
        for parts in variants:
            if len(parts) == 1 and (places := _over_break(index, parts[0].key, likely)):
                return Located(places)
        for page in likely:
            places, likest = _aligned(index, words, page)
            if places:
                return Located(places)
            near = near or likest
    return Located(near=near)


class _Part(NamedTuple):
    """The key of a part of a quotation, and how many characters of the key may lie between it and the part before.

    `inserted`: what stands between them in the quotation are the quoter's own words, in brackets.
    """

    key: str
    reach: int = 0
    inserted: bool = False


def _variants(words: str) -> Iterator[list[_Part]]:
    """The ways to read a quotation: as it stands, without Markdown, in parts, without the quoter's insertions."""
    seen: list[list[_Part]] = []
    plain = _EMPHASIS.sub("", words)
    gapped = _GAP.sub(_LEFT_OUT, plain)
    inserted = _INSERTED.sub(lambda match: match[1] if len(match[1]) == 1 else _PUT_IN, gapped)
    for text in (words, plain, gapped, inserted):
        parts: list[_Part] = []
        reach = 0
        own = False
        for piece in _PARTED.split(text):
            if piece in (_LEFT_OUT, _PUT_IN):
                reach = max(reach, _FAR if piece == _LEFT_OUT else _INSERTED_REACH)
                own = piece == _PUT_IN and (own or reach == _INSERTED_REACH)
            elif part := key(piece):
                parts.append(_Part(part, reach if parts else 0, own if parts else False))
                reach, own = 0, False
        if parts and parts not in seen:
            seen.append(parts)
            yield parts


def _is_short(words: str, parts: list[_Part]) -> bool:
    spans = word_spans(words)
    solid = sum(is_unspaced(words[start]) for start, _ in spans)
    return len(parts) == 1 and len(parts[0].key) < (4 if solid else _SHORT) and len(spans) - solid <= 2


def _on_pages(index: DocumentIndex, parts: list[_Part], pages: Sequence[int]) -> tuple[Place, ...]:
    """The parts on `pages`, or running over their edges."""
    for first, last in _runs(pages):
        stretch = index.stretch(first - 1, last + 1)
        for spans in _chains(stretch, parts, pages):
            places = _places(stretch, spans)
            if any(place.span.page in pages for place in places):
                return places
        if len(parts) == 1:
            pairs = range(max(first - 1, 0), min(last + 1, len(index.document.pages) - 1))
            if places := _over_break(index, parts[0].key, pairs):
                return places
    return ()


def _runs(pages: Sequence[int]) -> list[tuple[int, int]]:
    """`pages` as runs (first, last) of consecutive pages, in the order given."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return runs


def _anywhere(index: DocumentIndex, parts: list[_Part], near: Sequence[int]) -> tuple[Place, ...]:
    """The parts at the place nearest to the pages `near`, or at the first one where `near` is empty."""
    stretch = index.everything
    spans = next(_chains(stretch, parts, near), None)
    return _places(stretch, spans) if spans else ()


def _chains(stretch: Stretch, parts: list[_Part], near: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """Where all `parts` stand in order and not far apart, nearest to the pages `near` first."""
    anchor = max(range(len(parts)), key=lambda i: len(parts[i].key))
    needle = parts[anchor].key
    found = stretch.find(needle)
    if near:
        found.sort(key=lambda at: min(abs(stretch.page_at(at) - page) for page in near))
    for at in found:
        spans = [(at, at + len(needle))] if stretch.whole(at, at + len(needle)) else []
        for i in range(anchor - 1, -1, -1):
            spans = _before(stretch, parts[i].key, parts[i + 1], spans)
        for part in parts[anchor + 1 :]:
            spans = _after(stretch, part, spans)
        if spans:
            yield spans


def _before(stretch: Stretch, needle: str, part: _Part, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans`, which begin with `part`, with the nearest place of `needle` before them; empty when it has none."""
    if not spans:
        return []
    first = spans[0][0]
    for at in reversed(stretch.find(needle, max(first - part.reach - len(needle), 0), first)):
        if _joins(stretch, (at, at + len(needle)), spans[0], part):
            return [(at, at + len(needle)), *spans]
    return []


def _after(stretch: Stretch, part: _Part, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` with the nearest place of `part` after them; empty when it has none."""
    if not spans:
        return []
    last = spans[-1][1]
    for at in stretch.find(part.key, last, last + part.reach + len(part.key)):
        if _joins(stretch, spans[-1], (at, at + len(part.key)), part):
            return [*spans, (at, at + len(part.key))]
    return []


def _joins(stretch: Stretch, one: tuple[int, int], two: tuple[int, int], part: _Part) -> bool:
    """Whether both spans are whole words and may stand for neighbouring parts of a quotation.

    Where the quoter put words in, the document has others or none; brackets of its own are words left out wrongly.
    """
    if not (stretch.whole(*one) and stretch.whole(*two)):
        return False
    return not part.inserted or "[" not in stretch.between(one[1], two[0])


def _places(stretch: Stretch, spans: list[tuple[int, int]]) -> tuple[Place, ...]:
    return tuple(place for span in spans for place in stretch.places(*span))


def _locate_short(
    words: str, variants: list[list[_Part]], order: list[tuple[DocumentIndex, tuple[int, ...]]]
) -> Located:
    """A word or two: only near a cited page, or where they stand at a handful of places at most."""
    for index, pages in order:
        stretch = index.everything
        for parts in variants:
            at = [at for at in stretch.find(parts[0].key) if stretch.whole(at, at + len(parts[0].key))]
            near = [a for a in at if any(abs(stretch.page_at(a) - page) <= _NEAR for page in pages)]
            found = near or (at if len(at) <= _FEW else [])
            if found:
                nearest = min(found, key=lambda a: min((abs(stretch.page_at(a) - p) for p in pages), default=0))
                return Located(stretch.places(nearest, nearest + len(parts[0].key)))
            if at:
                return Located(short=True)
    return Located()


def likely_pages(index: DocumentIndex, needle: str, near: Sequence[int]) -> list[int]:
    """The few pages that hold most pieces of `needle` (a key); ties go to those nearest to the pages `near`."""
    stretch = index.everything
    if not needle:
        return []
    size = max(len(needle) // _PIECES, 4 if is_unspaced(needle[0]) else 8)
    votes: Counter[int] = Counter()
    for start in range(0, max(len(needle) - size, 0) + 1, size):
        votes.update({stretch.page_at(at) for at in stretch.find(needle[start : start + size], limit=50)})

    def rank(page: int) -> tuple[int, int]:
        return -votes[page], min((abs(page - other) for other in near), default=page)

    return sorted(votes, key=rank)[:_CANDIDATES]


def _over_break(index: DocumentIndex, needle: str, pages: Sequence[int]) -> tuple[Place, ...]:
    """`needle` from the foot of a page to the top of the next, with a running head or notes between the two."""
    last = len(index.document.pages) - 1
    for page in dict.fromkeys(p for candidate in pages for p in (candidate, candidate - 1) if 0 <= p < last):
        foot, top = index.page(page).key, index.page(page + 1).key
        head = _longest(needle, foot, from_start=True)
        tail = _longest(needle, top, from_start=False)
        if len(needle) in (head, tail):
            continue  # all of it is on one page
        for cut in range(min(head, len(needle) - 4), max(len(needle) - tail, 4) - 1, -1):
            start, end = foot.rfind(needle[:cut]), top.find(needle[cut:])
            if (
                len(foot) - start - cut <= min(_FURNITURE, cut * _FURNITURE_EACH)
                and end <= min(_FURNITURE, (len(needle) - cut) * _FURNITURE_EACH)
                and index.starts_word(page, start)
                and index.ends_word(page + 1, end + len(needle) - cut)
                and index.ends_word(page, start + cut)
                and index.starts_word(page + 1, end)
            ):
                return (
                    index.place(page, start, start + cut),
                    index.place(page + 1, end, end + len(needle) - cut),
                )
    return ()


def _longest(needle: str, text: str, *, from_start: bool) -> int:
    """How many characters from the start (or to the end) of `needle` stand together in `text`."""
    low, high = 0, len(needle)
    while low < high:
        middle = (low + high + 1) // 2
        piece = needle[:middle] if from_start else needle[len(needle) - middle :]
        low, high = (middle, high) if piece in text else (low, middle - 1)
    return low


def _aligned(index: DocumentIndex, words: str, page: int) -> tuple[tuple[Place, ...], Place | None]:
    """The likest words on `page`: as a place found, or only as something to show when they differ."""
    keyed = index.page(page)
    needle = key(words)
    if not keyed.key or not needle:
        return (), None
    best = partial_ratio_alignment(needle, keyed.key, score_cutoff=_ALIKE)
    if best is None or best.dest_start >= best.dest_end:
        return (), None
    start, end = keyed.folded_span(best.dest_start, best.dest_end)
    start, end = _whole_words(keyed.folded.text, start, end)
    quoted = _EMPHASIS.sub("", words)
    ocr = index.document.pages[page].source is PageSource.OCR
    span = _same_words(fold(quoted).text, keyed.folded.text, start, end, ocr=ocr)
    if span is not None:
        return (index.folded_place(page, *span),), None
    length = len(keyed.folded.text)
    start, end = _whole_words(keyed.folded.text, max(start - _AROUND, 0), min(end + _AROUND, length))
    return (), index.folded_place(page, start, end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to whole words at both ends."""
    for first, last in word_spans(text[max(start - 40, 0) : end + 40]):
        first, last = first + max(start - 40, 0), last + max(start - 40, 0)
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return start, end


def _same_words(quoted: str, text: str, start: int, end: int, *, ocr: bool) -> tuple[int, int] | None:
    """The part of `text` (folded) around `start` to `end` that says the same words as `quoted`, or None.

    The same but for reference marks, words parted or joined, and letters misread by OCR.
    """
    base = max(start - 30, 0)
    region = _NOTE_MARKS.sub(lambda match: " " * len(match[0]), text[base : end + 30])
    theirs = [(first + base, last + base) for first, last in word_spans(region)]
    ours = [quoted[first:last] for first, last in word_spans(_NOTE_MARKS.sub(" ", quoted))]
    names = [text[first:last] for first, last in theirs]
    blocks = Levenshtein.opcodes(ours, names)
    if not ours or not blocks:
        return None
    used: list[tuple[int, int]] = []
    slips = 0
    for number, block in enumerate(blocks):
        mine, other = ours[block.src_start : block.src_end], names[block.dest_start : block.dest_end]
        if block.tag == "insert" and number in (0, len(blocks) - 1):
            continue  # what stands around the quotation
        used += theirs[block.dest_start : block.dest_end]
        paired = len(mine) == len(other)
        if block.tag == "equal" or "".join(mine) == "".join(other):
            continue
        if paired and all(_misread(a, b, ocr=ocr) for a, b in zip(mine, other, strict=True)):
            continue
        if ocr and paired and all(map(_one_letter, mine, other)):
            slips += len(mine)
            continue
        return None
    if slips * _SLIP_WORDS > len(ours) or not used:
        return None
    found = used[0][0], used[-1][1]
    same = _numbers(quoted) == _numbers(_NOTE_MARKS.sub(" ", text[slice(*found)]))
    return found if same else None


def _numbers(folded: str) -> str:
    """The numbers in folded text, with their signs; digits inside words are the words' business."""
    return folded_key(_WORD.sub(" ", folded))


def _misread(ours: str, theirs: str, *, ocr: bool) -> bool:
    """Whether two longer words differ only in what OCR takes for one another. Numbers are never misread here.

    A digit among letters ("modu1e") is a misreading whoever read the page; "rn" for "m" makes other words of
    words, so docqa must know that the page was read by OCR.
    """
    if min(len(ours), len(theirs)) < 4 or not ours.isalpha():
        return False
    return _shape(ours, ocr) == _shape(theirs, ocr)


def _shape(word: str, ocr: bool) -> str:
    """A folded word with look-alikes made one: 1 and l, 0 and o; after OCR also rn and m, vv and w, cl and d."""
    word = word.replace("1", "l").replace("0", "o")
    if ocr:
        word = word.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace("i", "l")
    return word


def _one_letter(ours: str, theirs: str) -> bool:
    """Whether two long words differ in one letter."""
    return (
        min(len(ours), len(theirs)) >= 6
        and ours.isalpha()
        and theirs.isalpha()
        and Levenshtein.distance(ours, theirs, score_cutoff=1) <= 1
    )
