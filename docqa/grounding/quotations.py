"""Quotations in an answer: between any language's quotation marks, or in Markdown block quotes."""

from __future__ import annotations

import itertools
import re
import unicodedata

from docqa.language.scripts import is_unspaced

# An opening mark and the marks that close it: what opens in one language closes in another.
_CLOSERS = {
    "“": "”“",
    "„": "“”",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "〝": "〞〟",
    "﹁": "﹂",
    "﹃": "﹄",
    "״": "״",
    '"': '"',
    "＂": "＂",
    "‘": "’‘",
    "‚": "‘’",
    "'": "'",
}
_SLOPPY = {"“": '"', "„": '"', "”": '"'}  # closing marks taken only where no proper one follows
_NESTING = frozenset("“„«»‹「『｢﹁﹃")  # their closing mark is another one, so they can hold their own kind
_SINGLE = frozenset("‘‚'›‹")
_TWO_WAY = frozenset("\"＂״'")  # the same mark opens and closes, and stands inside words (צה"ל, don't)
_HEBREW_PREFIXES = frozenset("ובהלכמש")
_MOST = 4000  # characters; a longer stretch is two stray marks, not a quotation
_MOST_MARKS = 64  # that may stand inside before it closes; in a stretch full of marks nothing is quoted
_BREAK = re.compile(r"\n[ \t>]*\n")
_ITEM = re.compile(r"\n[ \t>]*(?:[-*+]\s|\||#{1,6}\s)")
_BLOCK = re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+")
_CONTRACTION = re.compile(r"(?i:tis|twas|twere|til|em|cause|bout|round|n(?=['’])|\d0s)(?!\w)")
_GOES_ON = re.compile(r"[ \t]+[^\W\d_A-Z]")
_ADMONITION = re.compile(r"\s*\[!\w+\]")


def quotations(text: str) -> list[tuple[int, int]]:
    """The spans of the words between quotation marks in `text` (marks excluded), in order, never nested.

    Its code and link targets must already be masked.
    """
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        mark = text[at]
        if mark in _CLOSERS and _opens(text, at):
            end = _closing(text, at)
            if end is not None and _clear(text, at, end):
                found.append((at + 1, end))
                at = end + 1
                continue
        at += 1
    return found


def block_quotes(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs of Markdown block quotes (`> …`), from the first word to the last."""
    found: list[tuple[int, int]] = []
    start = end = -1
    position = 0
    for line in [*text.splitlines(keepends=True), "\n"]:
        prefix = _BLOCK.match(line)
        words = line[prefix.end() :] if prefix else ""
        if words.strip():
            begins = position + len(line) - len(words.lstrip())
            start = begins if start < 0 else start
            end = position + len(line.rstrip())
        elif start >= 0:
            if not _ADMONITION.match(text, start):
                found.append((start, end))
            start = -1
        position += len(line)
    return found


def without_block_marks(text: str) -> str:
    """`text` with the `>` of block quotes blanked out, so that offsets stay."""
    return _BLOCK.sub(lambda match: " " * len(match[0]), text)


def is_word(c: str) -> bool:
    """Whether `c` belongs to a word of a script that puts spaces between words."""
    return c.isalnum() and not is_unspaced(c)


def _opens(text: str, at: int) -> bool:
    """Whether the mark at `at` can open a quotation, judged by its neighbours."""
    mark = text[at]
    before, after = _neighbours(text, at)
    if mark in "‘'" and _CONTRACTION.match(text, at + 1):
        return False
    if mark in "“„‟«‹「『｢〝﹁﹃‘‚":
        return mark != "‘" or not is_word(before)
    if not after or after.isspace():
        return False
    if mark in "”»›":  # these open only where Swedes, Finns, Danes or Germans use them so
        return not before or before.isspace() or _is_opener(before)
    if is_word(before):
        return mark in '"״' and is_word(after) and _prefixed(text, at)
    return True


def _prefixed(text: str, at: int) -> bool:
    """Whether a mark between letters opens a quotation after a Hebrew prefix (ב"הארץ") and is no gershayim.

    It opens when only prefix letters stand before it in its word and the next mark that is not inside a word
    closes.
    """
    start = at
    while start > 0 and is_word(text[start - 1]):
        start -= 1
    if at - start > 3 or not set(text[start:at]) <= _HEBREW_PREFIXES:
        return False
    for other in _marks_after(text, at, text[at]):
        before, after = _neighbours(text, other)
        if not (is_word(before) and is_word(after)):
            return not before.isspace() and not is_word(after) and other - at > 2
    return False


def _closing(text: str, at: int) -> int | None:
    """Where the quotation that opens at `at` closes, or None when nothing closes it."""
    mark = text[at]
    closers = _CLOSERS[mark]
    sloppy = closers + _SLOPPY.get(mark, "")
    marks = _marks_after(text, at, sloppy + mark)
    depth = 0
    for end in marks:
        c = text[end]
        if c in closers and _closes(text, end, mark):
            if depth == 0:
                return end if end > at + 1 else None
            depth -= 1
        elif c == mark and mark in _NESTING and _opens(text, end):
            depth += 1
    # Nothing proper closes it, or an inner mark stayed open: take the nearest mark that can.
    return next(
        (end for end in marks if end > at + 1 and text[end] in sloppy and _may_close(text, end, mark)), None
    )


def _marks_after(text: str, at: int, marks: str) -> list[int]:
    """Where any of `marks` stands in the stretch that a quotation opened at `at` may reach."""
    stop = _limit(text, at)
    found = re.compile(f"[{marks}]").finditer(text, at + 1, stop)
    return [match.start() for match in itertools.islice(found, _MOST_MARKS)]


def _closes(text: str, at: int, opener: str) -> bool:
    """Whether the mark at `at` closes what `opener` opened."""
    possessive = opener in _SINGLE and text[at - 1] in "sS" and _GOES_ON.match(text, at + 1)  # the dogs' tails
    return not possessive and _may_close(text, at, opener)


def _may_close(text: str, at: int, opener: str) -> bool:
    """Whether the mark at `at` can close what `opener` opened, judged by its neighbours."""
    mark = text[at]
    before, after = _neighbours(text, at)
    if mark in "“‘" and opener in "“‘":  # a sloppy closing mark: only where it cannot open
        return not before.isspace() and not is_word(after)
    if mark in _TWO_WAY or mark == "’":
        return not before.isspace() and not is_word(after)
    return True


def _limit(text: str, at: int) -> int:
    """How far a quotation that opens at `at` may reach: to the paragraph's end, or the list item's."""
    stops = [min(len(text), at + _MOST)]
    breaks = (_BREAK,) if text[at] not in _TWO_WAY | _SINGLE else (_BREAK, _ITEM)
    stops += [match.start() for pattern in breaks if (match := pattern.search(text, at, stops[0]))]
    return min(stops)


def _clear(text: str, at: int, end: int) -> bool:
    """Whether the words between two marks are a quotation: single marks also make plurals, years and minutes."""
    words = text[at + 1 : end]
    if not any(c.isalnum() for c in words):
        return False
    if text[at] not in _SINGLE:
        return True
    return len(words.split()) >= 3 or sum(map(is_unspaced, words)) >= 6


def _neighbours(text: str, at: int) -> tuple[str, str]:
    """The characters before and after `at`, past marks of direction and accents; empty at the ends."""
    before = at - 1
    while before >= 0 and unicodedata.category(text[before]) in ("Cf", "Mn"):
        before -= 1
    after = at + 1
    while after < len(text) and unicodedata.category(text[after]) in ("Cf", "Mn"):
        after += 1
    return text[before] if before >= 0 else "", text[after] if after < len(text) else ""


def _is_opener(c: str) -> bool:
    return unicodedata.category(c) in ("Ps", "Pi", "Pd") or c in "*_~:|>/="
