"""Names of people, organisations and places in an answer, as far as capitals tell them.

Works for scripts with capitals (Latin, Cyrillic, Greek, Armenian). Other scripts do not mark names: there only
quotations are checked. In German every noun has a capital, so only names of two words and more, and those in
capitals throughout, are taken for names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docqa.grounding.spans_dates import MONTHS
from docqa.language.function_words import FUNCTION_WORDS

_FISCAL = re.compile(r"(?:FY|CY)\d{4}")  # a year, not a name
_WORD = re.compile(r"[^\W\d_](?:[\w'’&-]|\.(?=[^\W\d_]))*\.?", re.UNICODE)
_POSSESSIVE = re.compile(r"['’](?:s|re|ll|ve|d|m)?$", re.IGNORECASE)
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sir",
        "lord",
        "lady",
        "mme",
        "herr",
        "frau",
        "sr",
        "sra",
        "st",
        "rev",
        "hon",
        "president",
        "chairman",
        "ceo",
    ]
)
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
    ]
)
# Words that answers begin sentences and labels with, beside the function words of every language.
_OPENERS = frozenset(
    [
        "yes",
        "no",
        "note",
        "according",
        "based",
        "overall",
        "however",
        "therefore",
        "thus",
        "additionally",
        "furthermore",
        "moreover",
        "finally",
        "first",
        "second",
        "third",
        "next",
        "also",
        "answer",
        "summary",
        "page",
        "pages",
        "figure",
        "table",
        "section",
        "chapter",
        "document",
        "report",
        "total",
        "both",
        "each",
        "all",
        "other",
        "most",
        "some",
        "many",
        "several",
        "key",
        "main",
        "important",
        "conclusion",
        "source",
        "sources",
        "quote",
        "calculation",
        "step",
        "since",
        "while",
        "although",
        "because",
        "for",
        "instance",
        "example",
        "specifically",
        "notably",
        "similarly",
        "meanwhile",
        "instead",
        "indeed",
        "given",
        "despite",
        "following",
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "q1",
        "q2",
        "q3",
        "q4",
        "fy",
    ]
)
_SMALL = {word for words in FUNCTION_WORDS.values() for word in words}
_JOINTS = frozenset(
    [
        "of",
        "the",
        "&",
        "de",
        "la",
        "los",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "van",
        "der",
        "den",
        "von",
        "zu",
        "bin",
        "ibn",
        "al",
        "el",
        "le",
        "du",
        "des",
        "for",
        "on",
    ]
)
_ENDS = re.compile(r"[.!?:;…。！？]['\")\]”’»*_]*\s*$|^\s*$|\n\s*(?:[-*+•>#|]|\d{1,3}[.)])?[\s*_#>\"“(]*$")
_HEADING = re.compile(
    r"(?m)^[ \t]*(?:#{1,6} .*|[-*+•\d.) \t]*(?:\*\*|__)[^*_\n]{1,80}"
    r"(?::(?:\*\*|__)|(?:\*\*|__)\s*:|(?:\*\*|__)\s*$).*?)"
)
_LABEL = re.compile(r"(?m)^[ \t]*(?:[-*+•]|\d{1,3}[.)])?[ \t]*(?:\*\*|__)?[^\n:*_|]{1,60}:(?:\*\*|__)?(?=\s|$)")


def names(text: str, language: str, is_common: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """The spans of names in `text`, whose main language is `language`, in order.

    `is_common`: whether the document writes a word in small letters too, so that a capital at the start of a
    sentence says nothing.
    """
    covered = [match.span() for match in _HEADING.finditer(text)] + [
        match.span() for match in _LABEL.finditer(text)
    ]
    run: list[tuple[int, int]] = []
    pending: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word, span = match[0], match.span()
        if any(a <= span[0] < b for a, b in covered):
            continue
        joined = run and _adjoins(text, (pending or run)[-1][1], span[0])
        if joined and word.casefold() in _JOINTS and not word[0].isupper():
            pending.append(span)
            continue
        if _is_capital(word):
            if joined and len(pending) <= 3:
                run += [*pending, span]
            else:
                yield from _name(text, run, language, is_common)
                run = [span]
            pending = []
            ends = word.endswith(".") and len(word) > 4  # not an initial or "St.": the sentence ends here
            if ends or _POSSESSIVE.search(word):
                run[-1] = (span[0], span[1] - ends)
                yield from _name(text, run, language, is_common)
                run = []
            continue
        yield from _name(text, run, language, is_common)
        run, pending = [], []
    yield from _name(text, run, language, is_common)


def _adjoins(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return (len(between) <= 3 and not between.strip(" \u00a0") and between != "") or between == "\n"


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not _FISCAL.match(word)


def _name(
    text: str, run: list[tuple[int, int]], language: str, is_common: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """A run of words with capitals as a name, without what only begins a sentence; nothing when it is none."""
    while run and _stem(text[slice(*run[0])]).casefold() in _SMALL | _JOINTS:
        run = run[1:]
    while run and _stem(text[slice(*run[-1])]).casefold() in _SMALL | _JOINTS:
        run = run[:-1]
    if run and _ENDS.search(text[max(0, run[0][0] - 40) : run[0][0]]):
        while run and _stem(text[slice(*run[0])]).casefold() in _OPENERS | _SMALL:
            run = run[1:]
        # The first word of a sentence has its capital from there, unless the document never writes it small.
        while run and is_common(_stem(text[slice(*run[0])])):
            run = run[1:]
            while run and text[slice(*run[0])].casefold() in _JOINTS | _SMALL:
                run = run[1:]
    if not run:
        return
    words = [text[slice(*span)].rstrip(".").casefold() for span in run]
    if len(run) == 1 and words[0] in _OPENERS:
        return
    if all(word in MONTHS or word in _DAYS or word in _TITLES for word in words):
        return
    if len(run) == 1:
        word = text[slice(*run[0])].rstrip(".")
        shouted = len(word) > 1 and word.isupper()
        if len(word) < 2 or (language == "de" and not shouted) or is_common(_stem(word)):
            return
    start, end = run[0][0], run[-1][1]
    end -= text[start:end].endswith(".") and not re.search(r"(?:^|[\s.])[^\W\d_]\.$", text[start:end])
    possessive = _POSSESSIVE.search(text[start:end])
    yield start, end - len(possessive[0]) if possessive else end


def _stem(word: str) -> str:
    return _POSSESSIVE.sub("", word.rstrip("."))


def content_words(name: str) -> list[str]:
    """The words of a name that must stand in the document: without titles and joints."""
    found = [_stem(match[0]) for match in _WORD.finditer(name)]
    kept = [word for word in found if word.casefold() not in _JOINTS and word.casefold() not in _TITLES]
    return kept or found
