"""The spans of an answer that can be looked up by machine: numbers, dates, names, links, references to parts.

What is quoted is checked as a quotation, page references as citations; list numbers and the code of programs claim
nothing. What the question itself said is no claim of the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docqa.domain import ClaimKind
from docqa.grounding.keys import key
from docqa.grounding.parse import Parsed, without_code
from docqa.grounding.spans_dates import Dated, dates
from docqa.grounding.spans_links import bare, links
from docqa.grounding.spans_names import names
from docqa.grounding.spans_numbers import (
    LITERAL,
    TOKEN,
    Quantity,
    Value,
    comma_decimals,
    numbers,
    plain,
    significant,
    surely_comma,
)
from docqa.grounding.spans_tables import PartName, part_names
from docqa.grounding.spans_worded import worded
from docqa.language.words import detect

_LIST_NUMBER = re.compile(
    r"(?m)^[ \t>]*(?:[-*+•][ \t]+)?(?:\*\*|__)?(?:\d{1,3}[.)]|\(\d{1,3}\)(?=[\s*_]+[^\W\d_a-z])"
    r"|#{1,6}[ \t]+\d{1,2}(?:\.\d{1,2})*\.?)(?=[\s*_])"
)
_ENUMERATED = re.compile(r"(?:(?<=[:;,.])|(?<=\band)|(?<=\bor)|(?<=ו)|(?<=\bund))\s\(\d{1,2}\)(?=\s)")
_NOTE = re.compile(r"\[\^?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]")
_NOTHING = Value("", 0)
_STEP = re.compile(r"\b(?:step|schritt|étape|paso|point|option|question)\s+\d{1,2}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Salient:
    """A span of an answer that can be looked up: where it stands, what it is, and what it was read as."""

    at: tuple[int, int]
    kind: ClaimKind
    text: str
    what: Quantity | Dated | PartName | str


def salient(
    parsed: Parsed, question: str, language: str, comma: bool, is_common: Callable[[str], bool]
) -> list[Salient]:
    """The salient spans of an answer in order, none inside another, none that the question already has.

    `language` and `comma` (decimal commas) are the document's, for an answer too short to tell; `is_common` says
    whether the document writes a word in small letters.
    """
    text = _open_text(parsed)
    spoken = detect(text) or language
    decimal_commas = _commas(plain(text), spoken, language, comma)
    found = list(_extract(text, spoken, decimal_commas, is_common))
    asked = list(_extract(question, spoken, decimal_commas, is_common)) if question else []
    words = key(question)
    return [span for span in found if not _asked(span, asked, words)]


def _commas(text: str, spoken: str, language: str, comma: bool) -> bool:
    """Whether an answer has decimal commas: by its own numbers, else by its language or the document's."""
    sure = surely_comma(text)
    if sure is not None:
        return sure
    return comma if spoken == language else comma_decimals("", spoken)


def _open_text(parsed: Parsed) -> str:
    """The answer with all that makes no claims of its own blanked out, so that offsets stay."""
    text = without_code(parsed.text)
    covered = [quotation.at for quotation in parsed.quotations] + [reference.at for reference in parsed.references]
    for pattern in (_LIST_NUMBER, _ENUMERATED, _NOTE, _STEP):
        covered += [match.span() for match in pattern.finditer(text)]
    return blanked(text, covered)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with `spans` overwritten by a sign that is neither space nor word, so that offsets stay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = ["\n" if c == "\n" else "\x00" for c in letters[start:end]]
    return "".join(letters)


def _extract(text: str, language: str, comma: bool, is_common: Callable[[str], bool]) -> Iterator[Salient]:
    taken: list[tuple[int, int]] = []
    found: list[Salient] = []

    def take(at: tuple[int, int], kind: ClaimKind, what: Quantity | Dated | PartName | str) -> None:
        if not any(start < at[1] and at[0] < end for start, end in taken):
            taken.append(at)
            found.append(Salient(at, kind, text[slice(*at)], what))

    for at in sorted(links(text), key=lambda span: span[0] - span[1]):
        take(at, ClaimKind.LINK, bare(text[slice(*at)]))
    flat = plain(text)
    for dated in dates(flat):
        take(dated.at, ClaimKind.DATE, dated)
    for part in part_names(text):
        take(part.at, ClaimKind.REFERENCE, part)
    for match in LITERAL.finditer(flat):
        if "." not in match[0] or match[0].count(".") > 1:
            at = match.span()
            take(at, ClaimKind.NUMBER, Quantity(at, at, _NOTHING, 0, literal=True))
    for number in numbers(blanked(flat, taken), comma=comma):
        if number.literal:
            continue
        take(number.at, _kind(number), number)
    for number in worded(flat):
        take(number.at, _kind(number), number)
    for at in names(blanked(text, taken), language, is_common):
        take(at, ClaimKind.NAME, text[slice(*at)])
    return iter(sorted(found, key=lambda span: span.at))


def _kind(number: Quantity) -> ClaimKind:
    if number.currencies:
        return ClaimKind.MONEY
    if number.percent:
        return ClaimKind.PERCENT
    return ClaimKind.DATE if number.year else ClaimKind.NUMBER


def _asked(span: Salient, asked: Sequence[Salient], words: str) -> bool:
    """Whether the question already says what `span` says."""
    if isinstance(span.what, str):
        return key(span.what) in words
    for other in asked:
        if isinstance(span.what, Quantity) and isinstance(other.what, Quantity):
            if span.what.literal or other.what.literal:
                if span.text == other.text:
                    return True
            elif span.what.value == other.what.value and span.what.percent == other.what.percent:
                return True
        elif isinstance(span.what, Dated) and isinstance(other.what, Dated):
            if set(span.what.days) <= set(other.what.days):
                return True
        elif isinstance(span.what, PartName) and isinstance(other.what, PartName):
            if span.what[1:] == other.what[1:]:
                return True
        elif isinstance(span.what, Quantity) and isinstance(other.what, Dated):
            year = span.what.value.number if span.what.year else 0
            if year and any(day.year == year for day in other.what.days):
                return True
    return False


def rival(
    span: Salient,
    there: str,
    words: str,
    others: Sequence[Salient],
    language: str,
    comma: bool,
    is_common: Callable[[str], bool],
) -> str:
    """What a sentence of the document has of the kind of `span` that the answer's lacks; "" if nothing.

    `others` are all spans of the answer's sentence, and `words` is that sentence.
    """
    if not isinstance(span.what, str):
        ours = Counter(significant(match[0]) for match in TOKEN.finditer(plain(words)))
        for match in TOKEN.finditer(plain(there)):
            ours[significant(match[0])] -= 1
            if ours[significant(match[0])] < 0:
                return match[0]
        return ""
    theirs = list(_extract(there, language, comma, is_common))
    for other in theirs:
        if other.kind is span.kind and not _said(other, others):
            return " ".join(other.text.split())
    return ""


def _said(span: Salient, others: Sequence[Salient]) -> bool:
    """Whether one of `others` names what `span` names, perhaps shorter or longer."""
    if not isinstance(span.what, str):
        return False
    ours = key(span.what)
    return any(
        isinstance(other.what, str) and (key(other.what) in ours or ours in key(other.what)) for other in others
    )
