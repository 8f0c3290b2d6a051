"""Sentences, lines and table rows: the smallest pieces of a page that can be read on their own."""

from __future__ import annotations

import re

import regex
import sentencex

_BULLET = regex.compile(
    r"\s*(?:[•▪◦‣●○■□➢➤✓·*–—-]\s|[•▪◦‣●○■□➢➤✓]|\(?(?:\d{1,3}|\p{L}|[ivx]{1,5})[.)]\s|§|#{1,6}\s)"
)
_NUMBER = regex.compile(r"[(\[]?[-−–+]?[$€£¥₪%]?\s?\d[\d.,:/%]*[)\]]?[%)]?")
_CELLS = regex.compile(r"\S\t+\S|\S {3,}\S|\S\s*\|\s*\S")
_ENDS = regex.compile(r"[.!?…。！？؟۔।]['\")\]”’»]*\s*$")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\u2028\u2029]")
# A sentence of more characters than this is no sentence but a list without full stops; sentencex is only asked
# about pieces of at most this size, so that no input makes it slow.
_LONGEST = 20_000


def sentences(text: str, language: str = "") -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of `text`, trimmed; a heading, list item or table row is one.

    A line break inside running prose does not end a sentence. `language` (ISO 639-1) tells abbreviations;
    unsure is taken as English. The spans cover all of the text but white space.
    """
    found: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        for at in range(start, end, _LONGEST):
            piece = _BREAK.sub(lambda gap: " " * len(gap.group()), text[at : min(at + _LONGEST, end)])
            for sentence in sentencex.get_sentence_boundaries(language or "en", piece):
                first, last = sentence["start_index"], sentence["end_index"]
                words = piece[first:last]
                first += len(words) - len(words.lstrip())
                last -= len(words) - len(words.rstrip())
                if first < last:
                    found.append((at + first, at + last))
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    """Lines, with the lines of running prose put together."""
    lines: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        lines.append((start, gap.start()))
        start = gap.end()
    lines.append((start, len(text)))
    lengths = sorted(end - start for start, end in lines if end > start)
    # What a full line of this text holds: wrapped prose fills its lines, headings and cells do not.
    full = lengths[int(len(lengths) * 0.9)] if lengths else 0
    blocks: list[tuple[int, int]] = []
    before = ""
    for start, end in lines:
        line = text[start:end]
        if line.strip():
            if before and _continues(before, line, full):
                blocks[-1] = (blocks[-1][0], end)
            else:
                blocks.append((start, end))
        before = line.strip()
    return blocks


def _continues(before: str, line: str, full: int) -> bool:
    """Whether `line` goes on with the sentence of the line `before` it."""
    if _BULLET.match(line) or _is_row(line) or _is_row(before):
        return False
    first = line.lstrip()[0]
    if first.islower():
        return True
    return len(before) >= 0.6 * full and not (_ENDS.search(before) and len(before) < 0.85 * full)


def _is_row(line: str) -> bool:
    """Whether a line reads as cells of a table: gaps or bars between them, or mostly numbers."""
    if _CELLS.search(line):
        return True
    cells = line.split()
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    return (numbers >= 2 and numbers * 2 >= len(cells)) or (numbers == 1 and len(cells) == 1)
