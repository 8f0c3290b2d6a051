"""Which writing systems a text is in."""

from __future__ import annotations

import re
from collections import Counter

import regex

# Unicode's script names, in the order they are looked for. Kana decides between Japanese and Chinese.
_SCRIPTS = (
    "Latin",
    "Cyrillic",
    "Greek",
    "Hebrew",
    "Arabic",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
    "Thai",
    "Devanagari",
    "Tamil",
    "Bengali",
    "Armenian",
    "Georgian",
    "Lao",
    "Khmer",
    "Myanmar",
    "Ethiopic",
    "Syriac",
    "Thaana",
)
_RUNS = regex.compile("|".join(rf"(?P<{name}>[\p{{L}}&&\p{{{name}}}]+)" for name in _SCRIPTS), regex.V1)
# The same for text in Latin letters alone, several times as quick in the standard library's engine.
_NOT_LATIN = re.compile("[^\x00-\u024f\u2000-\u206f\u20a0-\u20bf\u2190-\u2bff]")
_LATIN = re.compile("[A-Za-z\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\u024f]+")
_RTL = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}&&\p{L}]", regex.V1)
_HANGUL = regex.compile(r"\p{Hangul}+")
_LTR = regex.compile(r"[\p{L}--[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}]]", regex.V1)


def counts(text: str) -> Counter[str]:
    """Letters of `text` by script, under Unicode's script names; other scripts are left out."""
    if _NOT_LATIN.search(text) is None:
        latin = sum(map(len, _LATIN.findall(text)))
        return Counter({"Latin": latin} if latin else {})
    found: Counter[str] = Counter()
    for run in _RUNS.finditer(text):
        found[run.lastgroup or ""] += run.end() - run.start()
    return found


def letters_each_way(text: str) -> tuple[int, int]:
    """How many letters of `text` run from left to right, and how many from right to left."""
    return len(_LTR.findall(text)), len(_RTL.findall(text))


def is_hangul(text: str) -> bool:
    """Whether `text` is Korean letters and nothing else."""
    return _HANGUL.fullmatch(text) is not None


def is_unspaced(c: str) -> bool:
    """Whether `c` is of a script written without spaces: Chinese, Japanese, Thai, Lao, Khmer, Burmese."""
    return (
        "\u2e80" <= c <= "\u9fff"
        or "\uf900" <= c <= "\ufaff"
        or "\U00020000" <= c <= "\U0003ffff"
        or "\u0e00" <= c <= "\u0eff"
        or "\u1000" <= c <= "\u109f"
        or "\u1780" <= c <= "\u17ff"
        or "\uff66" <= c <= "\uff9f"
    )
