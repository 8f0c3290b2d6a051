"""Matching keys: what is left of a text when all that a quotation may change is gone.

A key is the folded text without white space and punctuation, so that line breaks, spaces put in or lost by an
extractor, quotation marks and hyphens never part equal words. What numbers are made of stays: "1,577" is not
"1 577", "-5" is not "5", "10 20" is not "1020".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from docqa.language.folding import Folded, fold


def _class(codes: Iterable[int]) -> str:
    return "".join(f"\\U{code:08x}" for code in codes)


# Python's \w knows letters and digits; vowel signs of Indic and South-East Asian scripts, currency and
# mathematical signs also tell one word from another. Bars and tildes are Markdown's and leaders' business.
_SIGNS = _class(c for c in range(0x300, 0xAC00) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
_VALUES = _class(
    c for c in range(0x24, 0x2C00) if unicodedata.category(chr(c)) in ("Sc", "Sm") and chr(c) not in "|~"
)
_DROPPED = rf"(?![{_SIGNS}{_VALUES}%‰])[\W_]"
_CURRENCY = _class(c for c in range(0x24, 0x20D0) if unicodedata.category(chr(c)) == "Sc")
_GAP = re.compile(rf"(?<=\d)(?![.,:/-]\d)(?:{_DROPPED})+(?=\d)")
_NOISE = re.compile(rf"(?!(?<=\d)[ .,:/-]\d)(?!(?<!\w)-[{_CURRENCY}]?\d){_DROPPED}")
_CHANGED = re.compile(rf"({_GAP.pattern})|(?:{_NOISE.pattern})+")


def key(text: str) -> str:
    """The matching key of `text`."""
    return folded_key(fold(text).text)


def folded_key(folded: str) -> str:
    """The matching key of text that is already folded."""
    return _NOISE.sub("", _GAP.sub(" ", folded))


class KeyedText:
    """A text with its key and the way back from the key's characters to its own."""

    def __init__(self, text: str) -> None:
        self.folded: Folded = fold(text)
        self.key = folded_key(self.folded.text)

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        """Where each run of characters that the key kept begins: in the key, and in the folded text."""
        starts, origins = [0], [0]
        dropped = 0
        for match in _CHANGED.finditer(self.folded.text):
            if match[1]:  # a gap between numbers became one space
                starts.append(match.start() - dropped)
                origins.append(match.start())
                dropped -= 1
            dropped += match.end() - match.start()
            starts.append(match.end() - dropped)
            origins.append(match.end())
        return starts, origins

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` (start < end) of the key stand in the folded text."""
        return self._folded(start), self._folded(end - 1) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` (start < end) of the key stand in the text itself."""
        return self.folded.span(*self.folded_span(start, end))

    def _folded(self, at: int) -> int:
        starts, origins = self._runs
        run = bisect_right(starts, at) - 1
        return origins[run] + at - starts[run]
