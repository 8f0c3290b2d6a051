"""Characters of a page made fit to search, quote and send: once, word by word, before any span is counted."""

from __future__ import annotations

import re
import unicodedata

VERSION = 2
"""Of a page's text as the reading room makes it: to be raised whenever the same file may give another text, order
of words, kind of page or hidden words. Pages kept under an older version are read anew."""

SOFT_HYPHEN = "\u00ad"

# Compatibility forms that only say how a letter is drawn: ligatures, Hebrew and Arabic presentation forms,
# radicals that PDF fonts map to instead of the character, full-width letters and digits. NFKC beyond these would
# change meaning: 10² is not 102, ½ is not 1⁄2.
_DRAWN = re.compile(
    "[\ufb00-\ufb06\ufb13-\ufb4f\ufb50-\ufdff\ufe70-\ufefc\u2e80-\u2fd5\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"
)

# Symbol fonts put their bullets and marks into the private use area; these are the common ones
# (Symbol and Wingdings as PDF and Word writers map them).
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF06E: "■",
    0xF071: "❑",
    0xF076: "❖",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0FC: "✓",
    0xF0FB: "✗",
    0xF02D: "−",
    0xF0BE: "—",
    0xF0B0: "°",
    0xF0B1: "±",
    0xF0B4: "×",
    0xF0A3: "≤",
    0xF0B3: "≥",
}

_TABLE: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x061C)),  # zero width, direction marks
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),  # embeddings and isolates
    **dict.fromkeys(range(0xFFF9, 0xFFFC)),
    **_SYMBOLS,
}
_TABLE[0x09] = _TABLE[0x0A] = _TABLE[0x0D] = " "

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_RAISABLE = re.compile(r"[0-9+\-−=()ni]+")

_UNREADABLE = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Characters that `word` would leave alone: ASCII, composed letters, Hebrew, Arabic, Chinese, common punctuation.
_KEPT = re.compile("[ -~À-ÖØ-öø-ÿ\u05d0-\u05ea\u05be\u05f3\u05f4\u0621-\u063a\u0641-\u064a\u4e00-\u9fff–—‘’“”•]+")
_LEADERS = re.compile(r"[.․‥…]{4,}|[…]{2,}")


def plain(text: str) -> bool:
    """Whether `word` would leave every word of `text` alone: it is the quickest to ask of a whole line."""
    return ((text.isascii() and text.isprintable()) or _KEPT.fullmatch(text) is not None) and "...." not in text


def word(text: str) -> str:
    """One word's characters as they are kept; empty where nothing of it is text.

    A soft hyphen survives at the end only: the line break that it belongs to is not known here.
    """
    if (text.isascii() and text.isprintable()) or _KEPT.fullmatch(text):
        return _LEADERS.sub("…", text) if "...." in text else text
    soft = text.endswith(SOFT_HYPHEN)
    text = text.translate(_TABLE).replace(SOFT_HYPHEN, "")
    text = _DRAWN.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = _LEADERS.sub("…", unicodedata.normalize("NFC", text))
    text = " ".join(text.split())
    return text + SOFT_HYPHEN if soft and text else text


def raised(text: str) -> str:
    """`text` set as superscript, where Unicode has it: a footnote mark must not lengthen the number before it."""
    return text.translate(_SUPERSCRIPTS) if _RAISABLE.fullmatch(text) else text


def unreadable_share(text: str) -> float:
    """How much of `text` is no character at all: unmapped, control or private use. From 0 to 1."""
    if text.isprintable() and "\ufffd" not in text:
        return 0.0
    dense = "".join(text.split())
    known = sum(dense.count(chr(code)) for code in _SYMBOLS)
    return (len(_UNREADABLE.findall(dense)) - known) / len(dense) if dense else 0.0
