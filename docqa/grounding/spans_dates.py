"""Dates in a text, in the forms of many languages: strict, so that nothing is taken for a date that is none.

Written for this: a general parser, which guesses, turns "may" and "2.5" into dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docqa.grounding.spans_hebrew import hebrew_dates
from docqa.grounding.spans_worded import han_value

_MONTHS = (
    """
        january jan januar janvier janv enero ene januari januar gennaio gen janeiro leden ledna stycznia
        styczeń января январь янв січня ינואר يناير tammikuuta ocak ianuarie jänner január januára siječnja
        ιανουαρίου januári januarie जनवरी januaris كانون-الثاني
    """,
    """
        february feb febr februar février févr fév febrero februari febbraio febbr fevereiro fev února lutego
        luty февраля февраль фев лютого פברואר فبراير شباط helmikuuta şubat februarie február
        φεβρουαρίου फरवरी feber
    """,
    """
        march mar märz maerz mars marzo maart março března marca marzec марта март березня מרץ מרס مارس آذار اذار
        maaliskuuta mart martie március μαρτίου मार्च
    """,
    """
        april apr avril avr abril abr aprile aprel dubna kwietnia kwiecień апреля апрель апр квітня אפריל أبريل
        ابريل نيسان huhtikuuta nisan aprilie április απριλίου अप्रैल
    """,
    """
        may mai mayo mei maggio mag maio května maja maj мая май травня מאי مايو أيار ايار toukokuuta
        mayıs május μαΐου मई
    """,
    """
        june jun juni juin junio giugno giu junho června czerwca czerwiec июня июнь червня יוני يونيو حزيران
        kesäkuuta haziran iunie június ιουνίου जून
    """,
    """
        july jul juli juillet juil julio luglio lug julho července lipca lipiec июля июль липня יולי يوليو تموز
        heinäkuuta temmuz iulie július ιουλίου जुलाई
    """,
    """
        august aug août agosto ago augustus augusti srpna sierpnia sierpień августа август авг серпня אוגוסט
        أغسطس اغسطس آب elokuuta ağustos augusztus αυγούστου अगस्त
    """,
    """
        september sep sept septembre septiembre setiembre settembre setembro set září września wrzesień сентября
        сентябрь сен сент вересня ספטמבר سبتمبر أيلول ايلول syyskuuta eylül septembrie szeptember σεπτεμβρίου सितंबर
    """,
    """
        october oct oktober okt octobre octubre ottobre ott outubro out října października październik октября
        октябрь окт жовтня אוקטובר أكتوبر اكتوبر تشرين-الأول تشرين-الاول lokakuuta ekim
        octombrie október οκτωβρίου अक्टूबर
    """,
    """
        november nov novembre noviembre novembro listopadu listopada listopad ноября ноябрь листопада נובמבר
        نوفمبر تشرين-الثاني marraskuuta kasım noiembrie νοεμβρίου नवंबर
    """,
    """
        december dec dezember dez décembre déc diciembre dic dicembre dezembro prosince grudnia grudzień декабря
        декабрь дек грудня דצמבר ديسمبر كانون-الأول كانون-الاول joulukuuta aralık decembrie δεκεμβρίου दिसंबर
    """,
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
# Months that are also common words count only beside a day or a year, which every form below demands anyway; these
# need a capital letter as well.
_CAPITAL = frozenset(["may", "mar", "march", "set", "out", "ago", "gen", "mag", "dec", "jan", "mart"])

_WORD = r"(?:(?:تشرين|كانون)\s(?:الأول|الاول|الثاني)|آب|[^\W\d_]{3,12})"
_YEAR = r"(?:1[0-9]|20|21)\d{2}"
_JOINT = r"(?:\s*(?:de|of|del|d[’'])\s*|\s+|[ .,\-–/]{1,3}\s?)"
_DAY_MONTH = re.compile(
    rf"(?<![\d.,/])(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|\.|-?(?:го|е|er))?(?:(?:\s*[-–]\s*|\s+(?:and|und|et|y|e|to)\s+)(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?)?"
    rf"(?:\s+|-|–|/|\s*de\s+|\s+of\s+)(?P<prefix>ב)?(?P<m>{_WORD})\.?"
    rf"(?:(?:,?\s+|-|–|/|\s+de\s+|\s+del\s+|\s+)(?P<y>{_YEAR})(?!\d))?"
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W_])(?P<m>{_WORD})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–]\s*(?P<d2>\d{{1,2}}))?(?![\d:%]|[.,]\d|\s*%)"
    rf"(?:(?:\s*,\s*|\s+(?:of\s+)?)(?P<y>{_YEAR})(?!\d))?"
)
_MONTH_YEAR = re.compile(
    rf"(?<![^\W_])(?P<prefix>[בלמה])?(?P<m>{_WORD})\.?(?:\s+(?:de|of|del|i)\s+|\s*,\s*|\s+|[-–/])(?P<y>{_YEAR})(?!\d)"
)
_ISO = re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d|[-/.]\d)")
_NUMERIC = re.compile(
    rf"(?<![\d./])(?<!\d-)(?P<a>\d{{1,2}})(?P<sep>[./-])\s?(?P<b>\d{{1,2}})(?P=sep)\s?(?P<y>{_YEAR}|\d{{2}})(?![\d/-]|\.\d)"
)
_EAST_ASIAN = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})\s*[年년]\s*)?(?P<m>\d{1,2})\s*[月월](?:\s*(?P<d>\d{1,2})\s*[日일号號])?"
)
# Years of Japan's eras and of the Republic of China count from the year after this one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_ERA = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})\s*(?P<y>\d{{1,3}}|元)\s*年\s*(?P<m>\d{{1,2}})\s*月(?:\s*(?P<d>\d{{1,2}})\s*日)?"
)
_HAN_NUMERAL = "[一二三四五六七八九十]{1,3}"
_HAN = re.compile(
    rf"(?P<y>[〇零一二三四五六七八九]{{4}})年(?:(?P<m>{_HAN_NUMERAL})月(?:(?P<d>{_HAN_NUMERAL})日)?)"
)
_MORE_YEARS = re.compile(rf"(?:\s*(?:,|and|&|und|et|y|e|or|-|–|ו-|וב-)\s*)+(?P<y>{_YEAR})(?!\d)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.?\s+$")


class Day(NamedTuple):
    """A date as far as it is given: 0 for the year, month or day that is not."""

    year: int
    month: int
    day: int


class Dated(NamedTuple):
    """Dates in a text: where they stand, and the days. `either`: it is one of them, as in 5/6/2014."""

    at: tuple[int, int]
    days: tuple[Day, ...]
    either: bool = False


def month(word: str) -> int:
    """The month (1 to 12) that a word names in any of the languages known here; 0 for other words."""
    lower = "-".join(word.casefold().split())
    found = MONTHS.get(lower, 0)
    return 0 if found and lower in _CAPITAL and not word[0].isupper() else found


def dates(text: str) -> list[Dated]:
    """The dates of `text` (its digits made plain) with at least a month, in order, never overlapping.

    Years alone are numbers of four digits. "31 December 2018 and 2017" also gives 31 December 2017.
    """
    found = sorted(_all(text), key=lambda dated: (dated.at[0], -dated.at[1]))
    kept: list[Dated] = []
    for dated in found:
        if not kept or dated.at[0] >= kept[-1].at[1]:
            kept.append(dated)
    return kept


def _all(text: str) -> Iterator[Dated]:
    for pattern in (_DAY_MONTH, _MONTH_DAY, _MONTH_YEAR):
        for match in pattern.finditer(text):
            if pattern is _DAY_MONTH and match["d2"] and _ends_with_month(text, match.start()):
                match = pattern.match(text, match.start("d2")) or match  # "July 18 to 30 September"
            number = month(match["m"])
            if not number and pattern is _MONTH_YEAR and match["prefix"]:
                number = month(match["m"])
            if number:
                yield from _named(text, match, number)
    for match in _ISO.finditer(text):
        yield from _checked(match.span(), (Day(int(match["y"]), int(match["m"]), int(match["d"])),))
    for match in _NUMERIC.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        year = int(match["y"])
        if year < 100:
            if match["sep"] == ".":
                continue  # 1.2.34 is more often a version or a section
            year += 1900 if year > 49 else 2000
        yield from _checked(match.span(), (Day(year, b, a), Day(year, a, b)), either=True)
    yield from _of_other_calendars(text)
    for match in _EAST_ASIAN.finditer(text):
        if match["y"] or match["d"]:
            yield from _checked(match.span(), (Day(int(match["y"] or 0), int(match["m"]), int(match["d"] or 0)),))


def _of_other_calendars(text: str) -> Iterator[Dated]:
    """Dates in Chinese numerals, by Japanese eras, and of the Hebrew calendar."""
    for match in _HAN.finditer(text):
        year, number, day = (han_value(match[part] or "零") or 0 for part in "ymd")
        yield from _checked(match.span(), (Day(year, number, day),))
    for match in _ERA.finditer(text):
        year = _ERAS[match["era"]] + (1 if match["y"] == "元" else int(match["y"]))
        yield from _checked(match.span(), (Day(year, int(match["m"]), int(match["d"] or 0)),))
    for start, end, when in hebrew_dates(text):
        yield Dated((start, end), (Day(*when),))


def _ends_with_month(text: str, end: int) -> bool:
    """Whether the word before character `end` is a month's name."""
    before = _LAST_WORD.search(text, max(0, end - 16), end)
    return before is not None and month(before[1]) > 0


def _named(text: str, match: re.Match[str], number: int) -> Iterator[Dated]:
    groups = match.groupdict()
    year = int(groups.get("y") or 0)
    listed = [int(d) for d in (groups.get("d"), groups.get("d2")) if d] or [0]
    end = match.end() if year else max(match.end("m"), match.end("d") if groups.get("d") else 0)
    if groups.get("d2"):
        end = max(end, match.end("d2"))
    start = match.start("prefix") if groups.get("prefix") and not groups.get("d") else match.start()
    yield from _checked((start, end), tuple(Day(year, number, d) for d in listed))
    # "31 December 2018 and 2017" names two days.
    while year and (more := _MORE_YEARS.match(text, end)) is not None:
        yield from _checked(more.span("y"), tuple(Day(int(more["y"]), number, d) for d in listed))
        end = more.end()


def _checked(at: tuple[int, int], days: tuple[Day, ...], *, either: bool = False) -> Iterator[Dated]:
    right = tuple(dict.fromkeys(day for day in days if 1 <= day.month <= 12 and 0 <= day.day <= 31))
    if right:
        yield Dated(at, right, either)


def same(claimed: Day, found: Day) -> bool:
    """Whether a date found says all that the claimed one says."""
    return (
        (not claimed.year or claimed.year == found.year)
        and claimed.month == found.month
        and (not claimed.day or claimed.day == found.day)
    )
