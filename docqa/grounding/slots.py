"""Which words of a document's sentence stand where a span stands in a sentence that says nearly the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from docqa.grounding.keys import key
from docqa.grounding.lookup import agree
from docqa.grounding.spans import Salient
from docqa.grounding.spans_dates import Dated, dates
from docqa.grounding.spans_numbers import Quantity, numbers, plain
from docqa.grounding.spans_tables import PartName
from docqa.grounding.spans_worded import worded
from docqa.language.words import words as word_spans

_JOINED = re.compile(r"(?<=\d)[.,'](?=\d)")
_SIGN = re.compile(r"[%‰$€£¥₪]")
_BEFORE = "-−+($€£¥₪"  # signs that belong to the number after them
_DIGITS = re.compile(r"\d+")
_LONGER = 4  # words that a slot may hold more than the span


@dataclass(frozen=True, slots=True)
class Slot:
    """The words `start` to `end` of the document's text that stand in the span's place.

    `wide` are they with the words after or before them that may be theirs too, where the answer's sentence ends or
    begins with the span.
    """

    start: int
    end: int
    text: str
    wide: str


def slot(ours: str, at: tuple[int, int], theirs: str) -> Slot | None:
    """What stands in sentence `theirs` where characters `at` stand in sentence `ours`.

    None unless the words on both sides are the same, or where nothing stands there.
    """
    mine, other = _words(ours), _words(theirs)
    first = next((i for i, (_, _, end) in enumerate(mine) if end > at[0]), len(mine))
    last = next((i for i, (_, start, _) in enumerate(mine) if start >= at[1]), len(mine))
    if first >= last:
        return None
    where = _aligned(tuple(word for word, _, _ in mine), tuple(word for word, _, _ in other))
    before = where.get(first - 1, -1) if first else None
    after = where.get(last, -1) if last < len(mine) else None
    if before == -1 or after == -1 or (before is None and after is None):
        return None
    length = last - first
    begins = before + 1 if before is not None else max(0, (after or 0) - length)
    ends = after if after is not None else min(len(other), begins + length)
    if not begins < ends or ends - begins > length + _LONGER:
        return None
    start, end = other[begins][1], other[ends - 1][2]
    while start > 0 and theirs[start - 1] in _BEFORE:
        start -= 1
    wide_start = other[max(0, begins - _LONGER)][1] if before is None else start
    wide_end = other[min(len(other), ends + _LONGER) - 1][2] if after is None else end
    return Slot(start, end, theirs[start:end], theirs[wide_start:wide_end])


def alone(ours: str, at: tuple[int, int], theirs: str) -> bool:
    """Whether sentence `theirs` is sentence `ours` but for what stands where characters `at` stand in it."""
    there = slot(ours, at, theirs)
    if there is None:
        return False
    mine = [word for word, start, end in _words(ours) if end <= at[0] or start >= at[1]]
    other = [word for word, start, end in _words(theirs) if end <= there.start or start >= there.end]
    return mine == other


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words, numbers and signs of a text, folded in case, with where they stand."""
    flat = plain(text)
    spans = sorted([*word_spans(flat), *(match.span() for match in _SIGN.finditer(flat))])
    return tuple((flat[start:end].casefold(), start, end) for start, end in spans)


@lru_cache(maxsize=512)
def _aligned(mine: tuple[str, ...], other: tuple[str, ...]) -> dict[int, int]:
    """Which of our words are which of theirs."""
    same: dict[int, int] = {}
    for block in Levenshtein.opcodes(mine, other):
        if block.tag == "equal":
            same.update(
                zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True)
            )
    return same


def leaves_open(span: Salient, slot: Slot) -> bool:
    """Whether the document's words in a date's place are only a part of it: "31 December 2022 and 2021"."""
    if not isinstance(span.what, Dated) or dates(plain(slot.wide)):
        return False
    there = {int(match[0]) for match in _DIGITS.finditer(plain(slot.text))}
    return bool(there) and any(day.year in there or there <= {day.day} for day in span.what.days)


def says(span: Salient, slot: Slot, *, comma: bool, counted: tuple[int, ...]) -> bool:
    """Whether the document's words in a span's place say what the span says."""
    what, there = span.what, slot.text
    if key(span.text) == key(there):
        return True
    flat = plain(slot.wide)
    if isinstance(what, Quantity):
        if what.literal:
            return key(span.text) in key(flat)
        there_are = [*numbers(flat, comma=comma), *worded(flat)]
        return any(agree(what, number, counted) is not None for number in there_are)
    if isinstance(what, Dated):
        found = {day for dated in dates(flat) for day in dated.days}
        return any(day in found for day in what.days) if what.either else set(what.days) <= found
    if isinstance(what, PartName):
        return key(what.number) in key(there)
    return key(what) in key(slot.wide) or key(there) in key(what)
