"""From MuPDF's words, lines and spans of a page to the lines that layout and bidi begin with. In the worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import compress
from operator import ne
from typing import Any

from docqa.reading import bidi, normalise, rows
from docqa.reading.binding import extra, mupdf

_RIGHTWARDS = (1.0, 0.0)


def blocks_of(page: Any, *, characters: bool = False) -> list[dict[str, Any]]:
    """MuPDF's blocks of a page, down to spans or to `characters`. Its binding would add the page's size."""
    found: dict[str, Any] = {}
    extra.JM_make_textpage_dict(page.m_internal, found, characters)
    blocks: list[dict[str, Any]] = found["blocks"]
    return blocks


def dense_length(page: Any) -> int:
    """How many characters a page has, white space aside."""
    text = mupdf.fz_string_from_buffer(mupdf.fz_new_buffer_from_stext_page(page))
    return len("".join(text.split()))


def with_unseen(words: Sequence[tuple[Any, ...]], every: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """`words` and, where they belong, those that only `every` has, in blocks numbered below zero."""
    matcher = SequenceMatcher(None, [word[4] for word in words], [word[4] for word in every], autojunk=False)
    out: list[tuple[Any, ...]] = []
    for _, first, last, start, end in matcher.get_opcodes():
        here = words[first:last]
        known = {word[4] for word in here}
        out += here
        out += [(*word[:5], -1 - word[5], *word[6:]) for word in every[start:end] if word[4] not in known]
    return out


def lines(words: list[tuple[Any, ...]], found_blocks: Sequence[dict[str, Any]]) -> Iterator[rows.Line]:
    """MuPDF's words gathered into its lines, with what only its spans know: size, direction, superscripts."""
    blocks = {block["number"]: block["lines"] for block in found_blocks}
    # In columns, which are cut where a line ends: a page has hundreds of words, and each costs nothing this way.
    left, top, right, bottom, all_texts, block_of, line_of, *_ = zip(*words, strict=True)
    places = list(zip(block_of, line_of, strict=True))
    ends = [*compress(range(1, len(places)), map(ne, places, places[1:])), len(places)]
    start = 0
    for end in ends:
        block, number = places[start]
        texts: Sequence[str] = all_texts[start:end]
        line = _line_of(words[start], number, blocks.get(block, ()))
        if line is None:
            size, turn = 0.75 * (bottom[start] - top[start]), 0
        else:
            spans, direction = line["spans"], line["dir"]
            turn = 0 if direction == _RIGHTWARDS else _turn(*direction)
            if len(spans) == 1:
                size, raised = spans[0]["size"], spans[0]["flags"] & 1
            else:
                size = max([span["size"] for span in spans])
                raised = any(span["flags"] & 1 for span in spans)
            if raised:
                texts = _raise(texts, spans)
        if not normalise.plain(" ".join(texts)):
            texts = list(map(normalise.word, texts))
        edges = [column[start:end] for column in (left, top, right, bottom)]
        if not all(texts):
            edges = [tuple(compress(column, texts)) for column in edges]
            texts = list(filter(None, texts))
        if texts:
            yield rows.Line.of(texts, edges, size, block, turn)
        start = end


def _line_of(word: tuple[Any, ...], number: int, lines: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The line that a word is of. Its number is right but where MuPDF leaves out lines beyond the page's edge."""
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    if 0 <= number < len(lines):
        line = lines[number]
        x0, y0, x1, y1 = line["bbox"]
        if x0 <= x <= x1 and y0 <= y <= y1:
            return line
    for line in lines[:number]:
        x0, y0, x1, y1 = line["bbox"]
        if x0 <= x <= x1 and y0 <= y <= y1:
            return line
    return None


def _raise(texts: Sequence[str], spans: list[dict[str, Any]]) -> list[str]:
    """Write superscript spans that touch a word as superscripts: 4,285 with a footnote 1 is not 4,2851."""
    if "".join(texts) != "".join("".join(span["text"].split()) for span in spans):
        return list(texts)
    lifted = "".join(
        normalise.raised(dense) if span["flags"] & 1 else dense
        for span in spans
        if (dense := "".join(span["text"].split()))
    )
    at, out = 0, []
    for text in texts:
        out.append(lifted[at : at + len(text)])
        at += len(text)
    return out


def _turn(x: float, y: float) -> int:
    """Quarter turns of a direction of writing: 0 rightwards, 1 upwards, 2 leftwards, 3 downwards."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y < 0 else 3


def characters(blocks: Sequence[dict[str, Any]]) -> Iterator[bidi.RawLine]:
    """The lines of a page that has its characters one by one."""
    for block in blocks:
        for line in block["lines"]:
            characters = [
                (character["c"], *character["bbox"]) for span in line["spans"] for character in span["chars"]
            ]
            if characters:
                size = max(span["size"] for span in line["spans"])
                yield bidi.RawLine(characters, size, block["number"], _turn(*line["dir"]))
