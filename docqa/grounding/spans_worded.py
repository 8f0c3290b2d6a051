"""Numbers written in words, by value: "fifteen hundred", "אלף וחמש מאות", "مائة وسبعة وعشرون", "一千五百".

English, Hebrew, Arabic, Chinese and Japanese; numbers with a hundred, a thousand or more in them, and percentages.
Smaller ones are too common to be looked for far from where they belong; see `docqa.grounding.lookup.in_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docqa.grounding.scales import SOLID_SCALES
from docqa.grounding.spans_numbers import Quantity, Value, belonging

_SMALL = """
    one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13
    fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40
    fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 a=1
    אחד=1 אחת=1 שניים=2 שתיים=2 שני=2 שתי=2 שלוש=3 שלושה=3 שלושת=3 שלש=3 ארבע=4 ארבעה=4 ארבעת=4 חמש=5 חמישה=5
    חמשה=5 חמשת=5 חמישים=50 שש=6 שישה=6 ששה=6 ששת=6 שבע=7 שבעה=7 שבעת=7 שמונה=8 שמונת=8 תשע=9 תשעה=9 תשעת=9 עשר=10
    עשרה=10 עשרת=10 עשרים=20 שלושים=30 ארבעים=40 שישים=60 ששים=60 שבעים=70 שמונים=80 תשעים=90 מאה=100 מאתיים=200
    واحد=1 واحدة=1 اثنان=2 اثنين=2 اثنتان=2 ثلاث=3 ثلاثة=3 أربع=4 أربعة=4 خمس=5 خمسة=5 ست=6 ستة=6 سبع=7 سبعة=7
    ثمان=8 ثماني=8 ثمانية=8 تسع=9 تسعة=9 عشر=10 عشرة=10 عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30 أربعون=40 أربعين=40
    خمسون=50 خمسين=50 ستون=60 ستين=60 سبعون=70 سبعين=70 ثمانون=80 ثمانين=80 تسعون=90 تسعين=90 مائة=100 مئة=100
    مائتان=200 مائتين=200 مئتان=200 مئتين=200 ثلاثمائة=300 ثلاثمئة=300 أربعمائة=400 أربعمئة=400
    خمسمائة=500 خمسمئة=500 ستمائة=600 ستمئة=600 سبعمائة=700 سبعمئة=700 ثمانمائة=800 ثمانمئة=800
    تسعمائة=900 تسعمئة=900
"""
_LARGE = """
    hundred=2 thousand=3 million=6 billion=9 trillion=12
    מאות=2 אלף=3 אלפים=3 מיליון=6 מליון=6 מיליוני=6 מיליארד=9 מיליארדי=9
    ألف=3 آلاف=3 ألفا=3 مليون=6 ملايين=6 مليار=9 مليارات=9
"""
_TWOFOLD = "אלפיים=3 ألفان=3 ألفين=3 مليونان=6 مليونين=6 ملياران=9"  # "two thousand" in one word


def _listed(words: str) -> dict[str, int]:
    return {word: int(value) for word, value in (pair.split("=") for pair in words.split())}


_ADDED, _POWERS, _DUALS = _listed(_SMALL), _listed(_LARGE), _listed(_TWOFOLD)
# What every number read here has in it. "3.5 million" is a number in digits: none of ours.
_ANCHOR = re.compile(
    r"(?i:hundred|thousand|[mb]illion|trillion|percent|per\scent)|מא(?:ה|ות|תיים)|אל(?:ף|פים|פיים)|מי?ליון|מיליוני|מיליארד"
    r"|אחוז|م(?:ائة|ئة|ائت|ئت)|[أآ]ل(?:ف|اف)|ملايين|ملي(?:ون|ار)"
)
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \u00a0-]|\s{1,2}")
_DIGIT_BEFORE = re.compile(r"[\d.,][ \u00a0\n-]{0,2}$")
_REACH = 90  # characters before and after an anchor in which the rest of its number stands
_AND = {"ו": "", "و": ""}
_PREFIXES = {"ו", "ב", "ה", "ל", "כ", "מ", "ש", "וב", "ול", "וכ", "וש", "שב", "של", "כש"}  # of the first word
_PREFIXES |= {"ال", "وال", "بال", "لل", "و", "ب", "ل", "ف"}

_HAN = "零〇一二两兩三四五六七八九十百千万萬亿億兆"
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_POWERS = {"十": 1, "百": 2, "千": 3}
_HAN_NUMBER = re.compile(
    rf"(?P<percent>百分之)?(?P<n>[一二两兩三四五六七八九十][{_HAN}]*)(?:点(?P<d>[零〇一二三四五六七八九]+))?"
)


class _Read(NamedTuple):
    """A number in words: where it ends, its value, the power of ten of its last scale word.

    `counted`: it says how many of these there are ("two hundred", "אלפיים"); a mere "hundred" says little.
    """

    end: int
    value: int
    scale: int
    counted: bool


def worded(text: str) -> Iterator[Quantity]:
    """The numbers in words in `text` (made plain), in no order."""
    end = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < end:
            continue
        found = _around(text, anchor.start(), max(end, anchor.start() - _REACH))
        if found is not None:
            end = found.at[1]
            yield found
    yield from _han(text)


def _around(text: str, anchor: int, since: int) -> Quantity | None:
    """The number in words that has the word at `anchor`, or stands right before it."""
    words = list(_WORD.finditer(text, since, anchor + _REACH))
    at = next((i for i, word in enumerate(words) if word.end() > anchor), len(words))
    first = at
    while first > 0 and _is_number(words[first - 1][0]) and _joined(text, words[first - 1].end(), words[first]):
        first -= 1
    while first < at and words[first][0].casefold() == "and":
        first += 1
    for begin in range(first, min(at + 1, len(words))):
        if text[words[begin].start() - 1 : words[begin].start()].isalnum():
            continue
        read = _read(text, words, begin)
        if read is None or read.end < words[max(at - 1, begin)].end() or not read.value:
            continue
        start = words[begin].start()
        if _DIGIT_BEFORE.search(text, max(0, start - 4), start):
            return None
        found = _quantity(text, start, read)
        return found if read.counted and (found.percent or (read.value >= 100 and read.end > anchor)) else None
    return None


def _joined(text: str, end: int, following: re.Match[str]) -> bool:
    return len(following[0]) > 0 and _GAP.fullmatch(text, end, following.start()) is not None


def _is_number(word: str) -> bool:
    folded = word.casefold()
    return folded == "and" or _part(folded, first=True) is not None


def _part(word: str, *, first: bool) -> tuple[str, int, bool] | None:
    """What a word adds to a number: (how, value, whether an "and" is glued to it); None for other words."""
    for how, listed in (("add", _ADDED), ("power", _POWERS), ("dual", _DUALS)):
        if word in listed:
            return how, listed[word], False
    glued = word[:1] in _AND and len(word) > 2
    if glued and (found := _part(word[1:], first=False)) is not None:
        return found[0], found[1], True
    for length in (1, 2, 3) if first else ():
        if word[:length] in _PREFIXES and (rest := _part(word[length:], first=False)) is not None:
            return rest[0], rest[1], False
    return None


def _read(text: str, words: list[re.Match[str]], begin: int) -> _Read | None:
    """The number that begins with word `begin`, as far as it goes."""
    total = current = scale = said = 0
    last: _Read | None = None
    smallest = 10**18
    link = False
    for number in range(begin, len(words)):
        word = words[number]
        if number > begin and not _joined(text, words[number - 1].end(), word):
            break
        folded = word[0].casefold()
        if folded == "and" and number > begin and current % 100 == 0:
            link = True
            continue
        if folded == "a" and (number > begin or number + 1 == len(words)):
            break
        part = _part(folded, first=number == begin)
        if part is None:
            break
        how, value, glued = part
        if how == "add":
            if not _fits(current, value, glued or link, number > begin and words[number - 1][0]):
                break
            current += value
        elif how == "power" and value == 2:
            if not 1 <= current <= 99:
                current = 0 if current else 1
            if not current:
                break
            current *= 100
        else:
            size = 10**value
            if size >= smallest:
                break
            total += (2 if how == "dual" else current or 1) * size
            if how == "dual" and current:
                break
            smallest, scale, current = size, value, 0
        link = False
        said += folded != "a"
        counted = said > 1 or how == "dual" or (how == "add" and value not in (1, 100))
        last = _Read(word.end(), total + current, 0 if current else scale, counted)
    return last


def _fits(current: int, value: int, linked: bool, before: str | bool) -> bool:
    """Whether `value` can be added to what was read since the last scale word."""
    if not current:
        return True
    if value >= 100:
        return False
    rest = current % 100
    if not rest:
        return True
    if value == 10:  # "שלוש עשרה", "ثلاثة عشر"
        return rest < 10 and not linked
    if value >= 20:
        return rest < 10 and linked  # "سبعة وعشرون"
    return rest >= 20 and rest % 10 == 0 and value < 10


def _quantity(text: str, start: int, read: _Read) -> Quantity:
    spelled = str(read.value)
    kept = spelled.rstrip("0")
    zeros = len(spelled) - len(kept)
    scale, percent, unit, end, currencies = belonging(text, read.end)
    value = Value(kept, zeros).scaled(scale)
    return Quantity(
        (start, end),
        (start, read.end),
        value,
        zeros + scale,
        scale or read.scale,
        False,
        percent,
        currencies,
        unit,
        token=text[start : read.end],
    )


def _han(text: str) -> Iterator[Quantity]:
    """Numbers in Chinese characters that are larger than those of every sentence, and percentages."""
    if not any(c in text for c in "十百千万萬亿億"):
        return
    for match in _HAN_NUMBER.finditer(text):
        written = match["n"]
        value = han_value(written)
        if value is None or (value < 20 and not match["percent"]):
            continue
        if match["percent"]:
            decimals = "".join(str(_HAN_DIGITS[c]) for c in match["d"] or "")
            digits = f"{value}{decimals}"
            kept = digits.strip("0")
            exponent = len(digits) - len(digits.rstrip("0")) - len(decimals)
            yield Quantity(
                match.span(),
                match.span("n"),
                Value(kept, exponent),
                -len(decimals),
                percent=True,
                decimals=bool(decimals),
                token=written,
            )
        elif not match["d"] and any(c in _HAN_POWERS or c in SOLID_SCALES for c in written):
            large = next((SOLID_SCALES[c] for c in written[-1:] if c in SOLID_SCALES), 0)
            yield _quantity(text, match.start("n"), _Read(match.end("n"), value, large, True))


def han_value(written: str) -> int | None:
    """The value of a number in Chinese characters; None where they are none. 二〇一六 is read digit by digit."""
    if all(c in _HAN_DIGITS for c in written):
        return int("".join(str(_HAN_DIGITS[c]) for c in written))
    total = section = digit = 0
    smallest = 10**17
    for c in written:
        if c in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[c]
        elif c in _HAN_POWERS:
            section += (digit or 1) * 10 ** _HAN_POWERS[c]
            digit = 0
        else:
            size = 10 ** SOLID_SCALES[c]
            if size > smallest:  # 一万亿: the larger one multiplies all before it
                total = (total + section + digit) * size
            else:
                total += (section + digit or 1) * size
            smallest, section, digit = size, 0, 0
    return total + section + digit
