"""Page citations in an answer, in the many ways models write them, and the printed label each one names."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from docqa.language.page_words import PAGE


@dataclass(frozen=True, slots=True)
class Reference:
    """One page (or one range of pages) that the answer names.

    `at` is where it stands in the answer (start, end): the whole marker, or of `[p. 12, 14]` each page's share of
    it. `label` is as written ("12", "iv", "12-14"), `source` the document's name if the marker gives one.
    `bracketed` markers are certainly citations; a page mentioned in running words is not in brackets. `certain`
    is False for a mere `[12]`, which may as well be an entry of a bibliography.
    """

    at: tuple[int, int]
    label: str
    source: str = ""
    bracketed: bool = True
    certain: bool = True


_ROMAN = r"(?:l?x{0,3}(?:i{1,3}|i?v|vi{1,3}|ix)|l?x{1,3}|xl|xc)(?![a-z])"
_ROMAN_CAPITALS = r"(?:L?X{0,3}(?:I{2,3}|I?V|VI{1,3}|IX)|L?X{1,3}I?|XL|XC)(?![A-Za-z])"  # no lone I: "page I saw"
_CHINESE_NUMERAL = "[零〇一二三四五六七八九十百两]{1,6}"
_LABEL = rf"(?:(?:[A-Z]{{1,3}}[-–.]?)?\d{{1,5}}[a-z]?|{_ROMAN}|{_ROMAN_CAPITALS})"
_RANGE = rf"{_LABEL}(?:\s*(?:[-–—−~]|\bto\b|\bbis\b|\bà\b|\bעד\b|\bإلى\b|至|到)\s*{_LABEL})?"
_COMMA = r"\s*(?:[,;،、，；&]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bו[-־]?|\bو|和|及|と)\s*"

# Words that mean "page" only inside a citation's brackets.
_PAGE_IN_BRACKETS = rf"(?:{PAGE}|pp?|pgs?|s\.?|с\.?|str\.?|side|стр|ע['’׳]|ص|p[áa]g|blz|頁|页|쪽)"

_BARE = re.compile(rf"(?<!\w)(?i:{PAGE})\s*(?P<list>{_RANGE})(?!\w|%|[.,:]\d)", re.UNICODE)
_MORE = re.compile(rf"{_COMMA}({_RANGE})(?!\w|%|[.,:]\d)")
_PLURAL = re.compile(r"(?i:pages|pp\.|pgs\.|seiten|páginas|págs\.|pagine|bladzijden|עמודים|صفحات)")
_EAST_ASIAN = re.compile(
    rf"(?:第\s*(?P<a>(?:{_RANGE}|{_CHINESE_NUMERAL}))\s*(?:页|頁|ページ)|제\s*(?P<b>{_RANGE})\s*(?:쪽|페이지|면))"
)
_EAST_ASIAN_IN_BRACKETS = re.compile(
    rf"(?:第|제)?\s*(?P<a>(?:{_RANGE}|{_CHINESE_NUMERAL}))\s*(?:页|頁|ページ|쪽|페이지|면)"
)
_BRACKETS = re.compile(r"\\?([\[(（［【〔])([^\[\]()（）［］【】〔〕]{2,160}?)\\?([\])）］】〕])")
_IN_BRACKETS = re.compile(rf"(?<!\w)(?i:{_PAGE_IN_BRACKETS})(?:(?<=[.'’׳])|(?![^\W\d_]))\s*(?=\S)")
_ITEM = re.compile(_RANGE)
_OF = re.compile(rf"({_RANGE})\s+(?:of|in|from|de|von|aus|di|מתוך)\s+(.+)", re.DOTALL)
_HEBREW_LETTERS = re.compile(r"[א-ת]{1,3}['׳]?|[א-ת]{1,3}[\"״][א-ת]")
_SPLIT = re.compile(rf"{_COMMA}(?:(?i:{_PAGE_IN_BRACKETS})\s*(?=\d))?")
_SEE = re.compile(
    r"(?i:see(?:\s+also)?|source|cf\.?|vgl\.?|siehe|voir|quelle|in|from|on|at|ראו?|מקור|מתוך|انظر|见|來源|来源|出典)(?!\w)[:：]?\s*"
)
_NUMBER_ALONE = re.compile(r"\[(\d{1,4})\](?![(:\[])")


def references(text: str) -> list[Reference]:
    """All page citations in `text`, in order. Its code and link targets must already be masked."""
    found: list[Reference] = []
    taken: list[tuple[int, int]] = []
    for match in _BRACKETS.finditer(text):
        inside = list(_in_brackets(match))
        if inside:
            found += inside
            taken.append(match.span())
    found += _bare(text, taken)
    for match in _NUMBER_ALONE.finditer(text):
        if not _overlaps(match.span(), taken):
            found.append(Reference(match.span(), match[1], certain=False))
    return sorted(found, key=lambda reference: reference.at)


def plain_label(label: str) -> str:
    """`label` as a file would spell it: one form of digits and dashes, Chinese numerals as digits."""
    label = unicodedata.normalize("NFKC", label).strip().strip(".")
    label = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in label
    )
    label = re.sub(r"\s*[-–—−~]\s*", "-", label)
    return str(_chinese(label)) if re.fullmatch(_CHINESE_NUMERAL, label) else label


def label_range(label: str) -> tuple[str, str] | None:
    """The two ends of a range such as "12-14" or "iv to x", or None where `label` is no range."""
    match = re.fullmatch(rf"({_LABEL})\s*(?:[-–—−~]|to|bis|à|עד|إلى|至|到)\s*({_LABEL})", label.strip())
    if match is None:
        return None
    first, last = plain_label(match[1]), plain_label(match[2])
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last  # "pp. 123-7" is printers' short form
    return first, last


def _chinese(numeral: str) -> int:
    """A Chinese numeral below a thousand as a number: 十二 is 12, 一百零五 is 105, 一二 is 12."""
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    if not set(numeral) & set("十百"):
        return int("".join(str(digits[c]) for c in numeral))
    total, digit = 0, 0
    for c in numeral:
        if c in digits:
            digit = digits[c]
        else:
            total += (digit or 1) * (100 if c == "百" else 10)
            digit = 0
    return total + digit


def _in_brackets(bracket: re.Match[str]) -> Iterator[Reference]:
    """What a bracket cites: nothing unless it holds little but a page, its fellows and a document's name."""
    content, base = bracket[2], bracket.start(2)
    square = bracket[1] in "[［【〔"
    word = _IN_BRACKETS.search(content)
    if word is None:
        yield from _east_asian_in_brackets(bracket)
        return
    before = content[: word.start()].strip()
    source = _source(before)
    if source and before[-1] not in ",;:，；：—–-":
        return

    pieces = _pieces(content, word.end())
    items: list[tuple[int, int, str]] = []
    for number, (start, end) in enumerate(pieces):
        piece = content[start:end]
        of = _OF.fullmatch(piece)
        if of is not None:
            items.append((start, start + of.end(1), of[1]))
            source = f"{of[2]}{content[end:]}".strip()
            break
        docqas_own = square and number == 0 and content[word.start() : word.end()].strip().lower() in ("p.", "pp.")
        if _ITEM.fullmatch(piece) or _HEBREW_LETTERS.fullmatch(piece) or (docqas_own and len(piece) <= 40):
            items.append((start, end, piece))
            continue
        source = content[start:].strip()
        break
    if not items:
        return
    for number, (_, end, label) in enumerate(items):
        begins = bracket.start() if number == 0 else base + items[number][0]
        ends = bracket.end() if number == len(items) - 1 else base + end
        yield Reference((begins, ends), label, source)


def _source(words: str) -> str:
    """The document's name among a bracket's other words: without "see", "source:" and the like."""
    see = _SEE.match(words)
    return words[see.end() if see else 0 :].strip(" ,;:，；：—–-")


def _pieces(content: str, start: int) -> list[tuple[int, int]]:
    """The spans of `content` from `start` on between its commas (or "and"), trimmed; empty ones left out."""
    cuts = [(start, start), *(match.span() for match in _SPLIT.finditer(content, start)), (len(content),) * 2]
    spans: list[tuple[int, int]] = []
    for (_, begin), (end, _) in itertools.pairwise(cuts):
        piece = content[begin:end]
        begin += len(piece) - len(piece.lstrip())
        end = begin + len(piece.strip())
        if begin < end:
            spans.append((begin, end))
    return spans


def _east_asian_in_brackets(bracket: re.Match[str]) -> Iterator[Reference]:
    matches = list(_EAST_ASIAN_IN_BRACKETS.finditer(bracket[2]))
    if not matches:
        return
    rest = _EAST_ASIAN_IN_BRACKETS.sub("", bracket[2]).strip(" ,;:、，；：.。")
    if len(rest) > 60:
        return
    source = _source(rest)
    for number, match in enumerate(matches):
        begins = bracket.start() if number == 0 else bracket.start(2) + match.start()
        ends = bracket.end() if number == len(matches) - 1 else bracket.start(2) + match.end()
        yield Reference((begins, ends), match["a"], source)


def _bare(text: str, taken: list[tuple[int, int]]) -> Iterator[Reference]:
    """Pages named in running words: "on page 12", "pp. 3, 4 and 9", "第12页"."""
    for match in _BARE.finditer(text):
        if _overlaps(match.span(), taken):
            continue
        begins, end = match.start(), match.end()
        yield Reference((begins, end), match["list"], bracketed=False)
        if _PLURAL.match(text, begins):
            while (more := _MORE.match(text, end)) is not None:
                end = more.end()
                yield Reference(more.span(1), more[1], bracketed=False)
    for match in _EAST_ASIAN.finditer(text):
        if not _overlaps(match.span(), taken):
            yield Reference(match.span(), match["a"] or match["b"], bracketed=False)


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
