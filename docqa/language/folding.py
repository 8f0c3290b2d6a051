"""Folding text for matching, with an exact way back from every folded character to the original."""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

import regex

# Marks that a reader may or may not write: accents, niqqud and cantillation, Arabic vowel signs, variation
# selectors. Vowel signs of Indic and South-East Asian scripts and the kana voicing marks are letters' business
# and stay.
_MARKS = regex.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_DROPPED = regex.compile(
    r"[\p{Cf}\u0640\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]"
)  # bidi, joiners, tatweel, fillers
_SAME = {
    **dict.fromkeys("‘’‚‛′‵׳ʹʻʼʽˈ`´＇", "'"),
    **dict.fromkeys("“”„‟″‶״«»‹›〝〞〟＂「」『』《》〈〉", '"'),
    **dict.fromkeys("‐‑‒–—―−־⁃﹘﹣－⸺⸻", "-"),
    "…": "...",
    "ـ": "",
    # Persian and Arabic keyboards write the same letters with different codes.
    "ی": "ي",
    "ى": "ي",
    "ک": "ك",
    "⁄": "/",
    "∕": "/",
    "،": ",",
    "٫": ".",
    "٬": ",",
}
# Found by a search and not one by one: this is done whenever docqa starts.
_BEYOND_ASCII = array("I", range(0x660, 0x20000)).tobytes().decode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass")
DIGITS = {ord(digit): str(unicodedata.decimal(digit)) for digit in re.findall(r"\d", _BEYOND_ASCII)}

# Characters that fold to exactly one character whatever stands beside them, apart from a mark after them. Runs of
# these are most of any text and are folded at C speed; a test folds each of them one by one.
PLAIN = r"!-,.-~¡-§©«®°-±»¿-ÞÀ-Öà-öø-ÿĀ-ıĴ-ľŁ-ňŊ-žΑ-ΡΣ-Ωα-ωЀ-џא-תء-غف-يپچژگکیぁ-ゖァ-ヺー一-龥가-힣‒-―‘-„‹›−"
_JAMO = r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb\uffa0-\uffdc"
_GONE = r"\p{Cf}\p{M}\u115f\u1160\u3164\uffa0"
_PIECES = regex.compile(
    r"(?P<join>(?<=\p{L}\p{M}*)[-‐‑\u00ad][^\S\n\r\u2028]*[\n\r\u2028]\s*(?=\p{Ll}|\p{Lo}))"
    r"|(?P<hyphen>(?<=[\p{L}\p{N}]\p{M}*)[-‐‑][^\S\n\r\u2028]*[\n\r\u2028]\s*(?=[\p{Lu}\p{N}]))"
    rf"|(?P<plain>(?:[{PLAIN}]|-(?!\s)| (?![\s\p{{Z}}{_GONE}]))+(?![\p{{M}}\uff9e\uff9f{_JAMO}]))"
    r"|(?P<space>\p{Cf}*[\s\p{Z}][\s\p{Z}\p{Cf}]*)"
    # A run of invisible characters is taken whole: looking for white space after each of them would be quadratic.
    rf"|(?P<cluster>[\uac00-\ud7a3]?[{_JAMO}]+|\p{{Cf}}++|\P{{M}}[\p{{M}}\uff9e\uff9f]*|\p{{M}}+)",
    regex.V1 | regex.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the way back: characters are kept in runs that are either one to one or a block.

    A block (a letter with its marks, a ligature, white space) is only found as a whole in the original.
    """

    text: str
    _starts: tuple[int, ...] = field(repr=False)  # of each run, in the folded text
    _originals: tuple[int, ...] = field(repr=False)  # where the run begins in the original
    _ends: tuple[int, ...] = field(repr=False)  # where a block ends in the original; -1 for one to one

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters `start` to `end` stand in the original: the smallest slice that holds them.

        Raises ValueError unless 0 <= start <= end <= len(text).
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"not a span of the folded text: {start}, {end}")
        if not self._starts:
            return 0, 0
        run = bisect_right(self._starts, start) - 1
        if start == end:
            at = self._edge(run, start)
            return at, at
        last = bisect_right(self._starts, end - 1) - 1
        first_original = self._originals[run] + (start - self._starts[run] if self._ends[run] < 0 else 0)
        return first_original, self._edge(last, end)

    def _edge(self, run: int, end: int) -> int:
        if self._ends[run] < 0:
            return self._originals[run] + end - self._starts[run]
        return self._originals[run] if end == self._starts[run] else self._ends[run]


def fold(text: str, *, case: bool = False) -> Folded:
    """Fold `text` so that what a reader takes for the same compares equal.

    NFKC, case (kept with `case=True`), accents, niqqud and Arabic vowel signs dropped, bidi controls, joiners and
    soft hyphens dropped, quotes, dashes and digits unified, white space to one space, words parted by a hyphen at
    a line end joined.
    """
    pieces: list[str] = []
    starts: list[int] = []
    originals: list[int] = []
    ends: list[int] = []
    table = _KEEP_CASE if case else _FOLD_CASE
    length = 0
    for match in _PIECES.finditer(text):
        kind = match.lastgroup
        at, end = match.span()
        if kind == "plain":
            folded, end = match.group().translate(table), -1
        elif kind == "space":
            folded = " "
        elif kind == "hyphen":
            folded, end = "-", at + 1
        elif kind == "cluster":
            folded = _cluster(match.group(), case)
            if not folded:
                continue
        else:
            continue
        if folded == " " and pieces and pieces[-1] == " ":
            ends[-1] = end
            continue
        pieces.append(folded)
        starts.append(length)
        originals.append(at)
        ends.append(end)
        length += len(folded)
    return Folded("".join(pieces), tuple(starts), tuple(originals), tuple(ends))


def strip_marks(text: str) -> str:
    """`text` without accents, niqqud and Arabic vowel signs."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=65_536)
def _cluster(cluster: str, case: bool) -> str:
    """One letter with its marks, folded until nothing changes (one folding can bring forth what another folds)."""
    before = ""
    while cluster != before:
        before = cluster
        cluster = unicodedata.normalize("NFKC", "".join(_SAME.get(char, char) for char in cluster))
        cluster = strip_marks(_DROPPED.sub("", cluster)).translate(DIGITS)
        if not case:
            cluster = cluster.casefold()
    return " ".join(cluster.split()) or (" " if cluster else "")


class _Table(dict[int, str]):
    """For str.translate: what each plain character folds to, found when first met."""

    def __init__(self, case: bool) -> None:
        super().__init__()
        self._case = case

    def __missing__(self, code: int) -> str:
        folded = _cluster(chr(code), self._case)
        self[code] = folded
        return folded


_FOLD_CASE = _Table(case=False)
_KEEP_CASE = _Table(case=True)
