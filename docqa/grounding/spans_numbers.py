"""Numbers in a text, read by value: separators, signs, scale words, currencies, percent, units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from docqa.grounding import scales
from docqa.language.folding import DIGITS

# One character for one, so that offsets stay. No-break spaces stay apart: they group digits, plain ones part them.
_PLAIN = str.maketrans(
    {
        **{chr(code): digit for code, digit in DIGITS.items()},
        **dict.fromkeys("\u202f\u2009\u2007", "\u00a0"),
        **dict.fromkeys("−﹣－", "-"),
        **dict.fromkeys("–—‒―", "–"),
        **dict.fromkeys("’ʼ＇`´", "'"),
        **dict.fromkeys("٬，", ","),
        **dict.fromkeys("٫．", "."),
        **dict.fromkeys("٪％", "%"),
        "＄": "$",
        "￥": "¥",
        "￡": "£",
        "（": "(",
        "）": ")",
        "：": ":",
    }
)
TOKEN = re.compile(r"\d+(?:[.,'\u00a0]\d+)*")
_SPACED = re.compile(r"(?<![\d.,'] )(?<![\d.,'])\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d'])(?! \d)")
# Times, versions, fractions, scores; "65.4-82.1" is two numbers.
LITERAL = re.compile(r"(?!\d+(?:\.\d+)?-\d+(?:\.\d+)?(?![\d]|[:/.-]\d))(?<![\d.])\d+(?:[:/.-]\d+){2,}|\d+[:/]\d+")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_POINT = re.compile(r"\d,\d{3}(?:\.\d|,\d{3})|(?<![\d.,])\d+\.\d{1,2}(?![\d.,])")
_COMMA = re.compile(r"\d\.\d{3}(?:,\d|\.\d{3})|(?<![\d.,])\d+,\d{1,2}(?![\d.,])")
_COMMA_LANGUAGES = frozenset(
    [
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "da",
        "no",
        "sv",
        "fi",
        "pl",
        "cs",
        "sk",
        "sl",
        "hr",
        "sr",
        "hu",
        "ro",
        "bg",
        "ru",
        "uk",
        "el",
        "tr",
        "id",
        "vi",
        "ca",
        "eu",
        "et",
        "lv",
        "lt",
        "hy",
    ]
)
_FISCAL = re.compile(r"(?<![^\W\d_])(?:FY|CY) ?$")
_WORD_AFTER = re.compile(r"([ \u00a0]?\n?[ \u00a0]{0,2}-?[ ]?)([^\W\d_]+(?:[\"״”'][^\W\d_]+)?|[%‰])\.?")
_SIGN_AFTER = re.compile(rf"[ \u00a0]?([{re.escape(scales.SIGNS)}]|ש[\"״”]ח)(?![ \u00a0]?[(—–-]?\d)")
_OF = re.compile(r"[ \u00a0\n](?:of|de|di|של)$")
_BEFORE = re.compile(
    rf"(?P<currency>(?:(?<![^\W\d_])(?:US|HK|A|AU|C|CA|NZ|S|R|MX|NT))?[{re.escape(scales.SIGNS)}]"
    rf"|(?<![^\W\d_])(?:[A-Z]{{3}}|NIS|Rs\.?)|ש[\"״”]ח)[ \u00a0]?(?P<minus>-)?$"
)


class Value(NamedTuple):
    """An exact number: `digits` without zeros at either end, times ten to `exponent`. Zero has no digits."""

    digits: str
    exponent: int

    def scaled(self, exponent: int) -> Value:
        """The value times ten to `exponent`."""
        return Value(self.digits, self.exponent + exponent) if self.digits else self

    @property
    def number(self) -> float:
        """As a float, for arithmetic."""
        return float(f"{self.digits or '0'}e{self.exponent}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text.

    `at` is all of it with its currency, scale word and percent sign; `digits` where the digits alone stand.
    `place` is the power of ten of the last digit written, `scale` that of its scale word (0 without one).
    `currencies` are the ISO codes that its sign may mean, `unit` a class of units of measure, "" for none.
    `literal` numbers (times, versions, fractions) have no value and are compared as written. `token` is the number
    as written, without what stands around it; `minus` says that it is `negative` by a sign, not by brackets.
    """

    at: tuple[int, int]
    digits: tuple[int, int]
    value: Value
    place: int
    scale: int = 0
    negative: bool = False
    percent: bool = False
    currencies: frozenset[str] = frozenset()
    unit: str = ""
    literal: bool = False
    decimals: bool = False
    token: str = ""
    minus: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing but digits is known of it."""
        return not (self.scale or self.percent or self.currencies or self.unit)

    @property
    def year(self) -> bool:
        """Whether it may be a year: four digits without anything."""
        length = self.digits[1] - self.digits[0]
        digits = length == 4 and self.token[:1].isdecimal() and not self.decimals
        return self.bare and digits and 1400 <= self.value.number <= 2199


def plain(text: str) -> str:
    """`text` with digits, signs and separators of all scripts in one form, character for character."""
    return text.translate(_PLAIN)


def significant(token: str) -> str:
    """The digits of a number without separators and without zeros at the ends: what its spellings share."""
    return "".join(filter(str.isdecimal, token)).strip("0")


def comma_decimals(text: str, language: str) -> bool:
    """Whether numbers in `text` (made plain) have decimal commas (1.234,5): by its numbers, else its language.

    Section numbers and foreign words in a text look like numbers of the other way, so a few are no proof.
    """
    usual = language in _COMMA_LANGUAGES
    point, comma = len(_POINT.findall(text)), len(_COMMA.findall(text))
    return comma * 3 >= point if usual else comma > point * 3


def surely_comma(text: str) -> bool | None:
    """Whether `text` (made plain) has decimal commas, by numbers that can't be read otherwise; None if unsure."""
    point, comma = len(_POINT.findall(text)), len(_COMMA.findall(text))
    return None if point == comma else comma > point


def scan(text: str, *, spaced: bool) -> Iterator[tuple[str, int, int]]:
    """(significant digits, start, end) of every number in `text` (made plain). `spaced`: 1 234 may be one."""
    for match in TOKEN.finditer(text):
        yield significant(match[0]), match.start(), match.end()
    if spaced:
        for match in _SPACED.finditer(text):
            yield significant(match[0]), match.start(), match.end()


def numbers(text: str, *, comma: bool) -> Iterator[Quantity]:
    """The numbers of `text` (made plain) in order, none inside a word. `comma`: it has decimal commas."""
    end = 0
    spaced = {match.start(): match for match in _SPACED.finditer(text)} if comma else {}
    literals = {match.start(): match for match in LITERAL.finditer(text)}
    for match in TOKEN.finditer(text):
        if match.start() < end or in_word(text, *match.span()):
            continue
        if literal := literals.get(match.start()):
            end = literal.end()
            yield Quantity(literal.span(), literal.span(), Value("", 0), 0, literal=True)
            continue
        token = spaced.get(match.start(), match)
        found = quantity(text, *token.span(), comma=comma)
        if found is not None:
            end = found.at[1]
            yield found


def in_word(text: str, start: int, end: int) -> bool:
    """Whether the digits belong to a word or a name: COVID-19, F-35, 10-K, 7A, 5G, 21st."""
    if _FISCAL.search(text, max(0, start - 4), start) and end - start == 4:
        return False  # FY2022 is a year
    before = text[start - 1] if start else ""
    if before == "_" or (before.isalpha() and not _caseless(before)):
        return True
    if before in ("-", "–") and start > 1 and text[start - 2].isalpha():
        word = re.search(r"[^\W\d_]+$", text[max(0, start - 20) : start - 1])
        if word and not _caseless(word[0][0]) and any(map(str.isupper, word[0])):
            return True
    after = text[end] if end < len(text) else ""
    if after.isalpha() and not _caseless(after):
        word = re.match(r"[^\W\d_]+", text[end : end + 20])
        glued = word[0] if word else ""
        lower = glued.casefold()
        known = (
            lower in scales.UNITS
            or lower in scales.SCALES
            or lower in scales.LETTERS
            or lower in scales.CURRENCIES
        )
        return not known or (len(glued) == 1 and glued.isupper() and not _money_before(text, start))
    return after == "-" and re.match(r"-[A-Z](?![^\W_])", text[end : end + 3]) is not None


def _caseless(letter: str) -> bool:
    return letter.lower() == letter.upper()


def _money_before(text: str, start: int) -> bool:
    return _BEFORE.search(text, max(0, start - 8), start) is not None


@lru_cache(maxsize=65_536)
def _value(token: str, comma: bool) -> tuple[Value, int, bool] | None:
    """A number's value, the power of ten of its last digit, whether it has decimals; None if it is no number."""
    seps = [c for c in token if not c.isdecimal()]
    parts = re.split(r"[.,'\u00a0 ]", token)
    decimals = ""
    if seps:
        kinds = list(dict.fromkeys(seps))
        grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
        if len(kinds) == 1 and len(seps) == 1 and kinds[0] in ".,":
            grouping = grouped and parts[0] != "0" and kinds[0] == ("." if comma else ",")
            decimals = "" if grouping else parts[1]
        elif len(kinds) == 1:
            if not grouped and not _INDIAN.fullmatch(token):
                return None
        elif len(kinds) == 2 and seps.count(kinds[1]) == 1 and kinds[1] in ".,":
            whole = token[: token.rindex(kinds[1])]
            if not (all(len(part) == 3 for part in parts[1:-1]) or _INDIAN.fullmatch(whole)):
                return None
            decimals = parts[-1]
        else:
            return None
    digits = "".join(parts)
    kept = digits.strip("0")
    if not kept:
        return Value("", 0), -len(decimals), bool(decimals)
    trailing = len(digits) - len(digits.rstrip("0"))
    return Value(kept, trailing - len(decimals)), -len(decimals), bool(decimals)


def quantity(text: str, start: int, end: int, *, comma: bool) -> Quantity | None:
    """The number whose digits stand at `start` to `end` of `text` (made plain), with all that belongs to it."""
    read = _value(text[start:end], comma)
    if read is None:
        return None
    value, place, decimals = read
    at_start, at_end = start, end
    window = max(0, start - 8)
    sign = _BEFORE.search(text[window:start])
    currencies = _currency(sign["currency"]) if sign else frozenset()
    negative = minus = bool(currencies and sign and sign["minus"])
    if sign and currencies:
        at_start = window + sign.start()
    before = text[at_start - 1] if at_start else ""
    if before == "-" and not (at_start > 1 and (text[at_start - 2].isalnum() or text[at_start - 2] in ")]")):
        negative, at_start = True, at_start - 1
        minus = True
    elif before == "(" and re.match(r" ?%? ?\)", text[end : end + 4]):
        negative = True
    scale, percent, unit, at_end, more = _after(text, end, bool(currencies))
    currencies = currencies or more
    return Quantity(
        (at_start, at_end),
        (start, end),
        value.scaled(scale),
        place + scale,
        scale,
        negative,
        percent,
        currencies,
        unit,
        decimals=decimals,
        token=text[start:end],
        minus=minus,
    )


def _currency(written: str) -> frozenset[str]:
    word = written.casefold().rstrip(".")
    if word in scales.AMBIGUOUS and not written.isupper():
        return frozenset()
    return scales.CURRENCIES.get(word, frozenset())


def _after(text: str, end: int, money: bool) -> tuple[int, bool, str, int, frozenset[str]]:
    """Scale, percent, unit, end and currencies of what follows a number: "million dollars", "%", "km", "万元"."""
    scale, at = 0, end
    if text[end : end + 1] >= "\u2e80":
        solid = next((word for word in scales.SOLID_SCALES if text.startswith(word, at)), "")
        if solid:
            scale, at = scales.SOLID_SCALES[solid], at + len(solid)
        for word in scales.SOLID_CURRENCIES:
            if text.startswith(word, at):
                return scale, False, "", at + len(word), scales.CURRENCIES[word]
    for turn in range(4):
        hundred = scales.PER_HUNDRED.match(text, _skip(text, at)) if not scale else None
        if hundred:
            return 0, True, "", hundred.end(), frozenset()
        match = _WORD_AFTER.match(text, at)
        if match is None or ("\n" in match[1] and match[2][0].isupper()):
            break  # "575\nYear ended": another line begins
        word = match[2].casefold()
        glued = not match[1]
        if word in scales.PERCENT and not scale:
            return 0, True, "", match.end(2), frozenset()
        if glued and money and word in scales.LETTERS:
            return scale + scales.LETTERS[word], False, "", match.end(2), frozenset()
        if word in scales.SCALES and (turn == 0 or scale) and not (word == "k" and not glued):
            scale += scales.SCALES[word]
            at = match.end(2)
            continue
        if word in ("of", "de", "di", "של") and scale:
            at = match.end(2)
            continue
        codes = _currency(match[2])
        if codes and not money:
            return scale, False, "", match.end(2), codes
        if word in scales.UNITS and not scale and not money:
            return 0, False, scales.UNITS[word], match.end(2), frozenset()
        break
    while at > end and text[at - 1] in " \u00a0\n":
        at -= 1
    sign = _SIGN_AFTER.match(text, at)
    if sign and not money and (codes := _currency(sign[1])):
        return scale, False, "", sign.end(), codes
    # "of" after a scale word belongs to what comes after it, not to the number.
    tail = _OF.search(text[end:at]) if at > end else None
    return scale, False, "", at - len(tail[0]) if tail else at, frozenset()


def belonging(text: str, end: int) -> tuple[int, bool, str, int, frozenset[str]]:
    """What follows a number in words that ends at `end`: scale, percent, unit, where all ends, currencies."""
    return _after(text, end, money=False)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \u00a0\n":
        at += 1
    return at


class Lines:
    """Where the lines of a text begin, to tell which line a character is on."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, at: int) -> int:
        """The number of the line (from 0) that character `at` is on."""
        return bisect_right(self._starts, at) - 1


_HEADER = re.compile(
    r"\b(?:in|of|en|em|expressed in|amounts in|stated in|figures in|angaben in|werte in|reported in)\s+"
    r"(?:[A-Z$€£¥₪]{1,4}\s?)?(?:(?:us|u\.s\.|canadian|australian|nz)\s+)?"
    r"(?:(?:dollars|euros?|nis|usd|eur|chf|gbp)\s+(?:in\s+)?)?"
    r"(?P<latin>thousands|thousand|millions|million|billions|billion|hundreds|lakhs?|crores?|tausend|tsd|millionen|mio"
    r"|milliarden|mrd|milliers|milliards|miles|millones|milhares|milhões|migliaia|milioni|bn|mn)\b"
    r"|(?:[$€£¥₪]|\b(?:us\$|usd|eur|chf|gbp|nis)) ?"
    r"(?P<money>000s?|'000s?|m|mn|mm|bn|millions?|billion|thousands?)\b(?!\.)"
    r"|(?P<zeros>[$€£¥₪]?'000s?\b)|(?P<hebrew>[בל]?(?:אלפי|מיליוני|מליוני|מיליארדי))(?= |\n)"
    r"|(?:单位|單位|単位)\s*[:：]?\s*(?:人民币|人民幣)?\s*"
    r"(?P<han>百万|百萬|千万|亿|億|万|萬|千)?\s*[元円]|\((?P<yen>百万|千|億|万)円\)"
    r"|단위\s*[:：]?\s*(?P<hangul>백만|천|억|만)\s*원?|(?P<cyrillic>тыс|млн|млрд)\.?\s*(?:руб|долл|евро)",
    re.IGNORECASE,
)
_HEADER_WORDS = {
    "000": 3,
    "000s": 3,
    "'000": 3,
    "'000s": 3,
    "hundreds": 2,
    "milliers": 3,
    "milliards": 9,
    "miles": 3,
    "milhares": 3,
    "migliaia": 3,
    "m": 6,
    "mm": 6,
}


def headers(text: str) -> list[tuple[int, int]]:
    """(start, power of ten) of what says in `text` (made plain) that numbers are counted "in millions"."""
    found = []
    for match in _HEADER.finditer(text):
        word = (
            next((group for group in match.groups() if group), "")
            .casefold()
            .lstrip("$€£¥₪בל" if match["hebrew"] else "$€£¥₪")
        )
        scale = _HEADER_WORDS.get(word) or scales.SCALES.get(word) or scales.SOLID_SCALES.get(word)
        if word in ("מיליוני", "מליוני", "יליוני", "ליוני"):
            scale = 6
        if scale:
            found.append((match.start(), scale))
    return found
