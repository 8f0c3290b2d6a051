"""Dates of the Hebrew calendar as they are written, in letters: "כ״ה בכסלו ה'תשע״ו" is 7 December 2015."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyluach.dates import HebrewDate
from pyluach.hebrewcal import Year

# By the number that the calendar gives them: the year begins in the seventh.
_MONTHS = {
    "ניסן": 1,
    "אייר": 2,
    "סיוון": 3,
    "סיון": 3,
    "תמוז": 4,
    "אב": 5,
    "מנחם אב": 5,
    "אלול": 6,
    "תשרי": 7,
    "חשוון": 8,
    "חשון": 8,
    "מרחשוון": 8,
    "מרחשון": 8,
    "כסלו": 9,
    "טבת": 10,
    "שבט": 11,
    "אדר": 12,
}
_ADAR_TWO = 13
_LETTERS = {letter: value for value, letter in enumerate("אבגדהוזחט", 1)}
_LETTERS |= {letter: value * 10 for value, letter in enumerate("יכלמנסעפצ", 1)}
_LETTERS |= {letter: value * 100 for value, letter in enumerate("קרשת", 1)}
_LETTERS |= {"ך": 20, "ם": 40, "ן": 50, "ף": 80, "ץ": 90}
_MARK = "[\"״'׳’”]"
_DATE = re.compile(
    rf"(?<![א-ת])[ובלמכשה]{{0,2}}?(?P<d>[א-ל]{_MARK}|[טיכ]{_MARK}{{1,2}}[א-ט])\s+(?:ב|ל)?"
    rf"(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?:\s+(?P<which>[אב]){_MARK}?(?![א-ת]))?,?\s+"
    rf"(?:ב?שנת\s+)?ה?{_MARK}?(?P<y>ת[א-ת]{{0,3}}{_MARK}{{1,2}}[א-ת])(?![א-ת])"
)
_MILLENNIUM = 5000


def hebrew_dates(text: str) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """(start, end, (year, month, day)) of every date of the Hebrew calendar in `text`, as the common one counts.

    A Hebrew day begins the evening before; the day meant is the one that its daylight belongs to.
    """
    for match in _DATE.finditer(text):
        day, year = _value(match["d"]), _MILLENNIUM + _value(match["y"])
        month = _ADAR_TWO if match["m"] == "אדר" and match["which"] == "ב" else _MONTHS[match["m"]]
        if month == _MONTHS["אדר"] and not match["which"] and Year(year).leap:
            month = _ADAR_TWO  # in a leap year a mere Adar is the second
        try:
            when = HebrewDate(year, month, day).to_pydate()
        except ValueError:
            continue  # no such day
        yield match.start("d"), match.end(), (when.year, when.month, when.day)


def _value(letters: str) -> int:
    return sum(_LETTERS.get(letter, 0) for letter in letters)
