"""Dates and numbers in the words, numerals and calendars of several languages, read and looked up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docqa.domain import Check, ClaimKind, Document, Status
from docqa.grounding import ground
from docqa.grounding.spans_dates import dates
from docqa.grounding.spans_numbers import plain
from docqa.grounding.spans_worded import worded

MakeDocument = Callable[..., Document]


def spans(answer: str, document: Document) -> dict[str, Check]:
    other = (ClaimKind.QUOTE, ClaimKind.CITATION, ClaimKind.SENTENCE)
    return {check.text: check for check in ground(answer, [document]).checks if check.kind not in other}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("נערך בט״ו בשבט תשפ״ד ונגמר", (2024, 1, 25)),
        ('נולד בכ"ה בכסלו ה\'תשע"ו', (2015, 12, 7)),
        ("נחנך בא׳ באדר ב׳ תשע״ו", (2016, 3, 11)),
        ("ביום ד' בניסן התש\"פ", (2020, 3, 29)),
        ("נפתח ב-7.1.1994", (1994, 1, 7)),
        ("في 7 كانون الثاني 1994", (1994, 1, 7)),
        ("في ٣ كانون الأول ٢٠٠٩", (2009, 12, 3)),
        ("في 15 آب 2006", (2006, 8, 15)),
        ("于二〇二一年十二月三十一日到期", (2021, 12, 31)),
        ("令和3年12月31日", (2021, 12, 31)),
        ("平成元年2月1日", (1989, 2, 1)),
        ("民國112年5月4日", (2023, 5, 4)),
    ],
)
def test_dates_of_other_calendars_and_numerals(text: str, day: tuple[int, int, int]) -> None:
    assert day in [tuple(found) for dated in dates(plain(text)) for found in dated.days]


@pytest.mark.parametrize("text", ['תנ"ך וש"ס', "א' באדר", "ל׳ בטבת תשפ״ד", "十二月", "כ״ח ספרים תש״ח"])
def test_what_only_looks_like_a_hebrew_date_is_none(text: str) -> None:
    assert [day for dated in dates(text) for day in dated.days if day.year] == []


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("fifteen hundred people", 1500, False),
        ("one thousand two hundred and six berths", 1206, False),
        ("twenty-three million crowns", 23e6, False),
        ("sixteen per cent of them", 16, True),
        ("אלף וחמש מאות ספרים", 1500, False),
        ("כשלושה מיליון איש", 3e6, False),
        ("מאה עשרים ושבעה תלמידים", 127, False),
        ("עשרים וחמישה אחוזים", 25, True),
        ("ألف وخمسمائة كتاب", 1500, False),
        ("مائة وسبعة وعشرون تلميذا", 127, False),
        ("ثلاثة ملايين شخص", 3e6, False),
        ("一千五百本书", 1500, False),
        ("耗资一亿两千万元", 1.2e8, False),
        ("一百零五人", 105, False),
        ("百分之三点五", 3.5, True),
    ],
)
def test_numbers_in_words(text: str, value: float, percent: bool) -> None:
    (found,) = worded(plain(text))
    assert (found.value.number, found.percent) == (pytest.approx(value), percent)


@pytest.mark.parametrize(
    "text",
    ["hundreds of men", "one of a thousand", "3.5 million", "the Hundred Years", "千万不要", "לפני אלפי שנים"],
)
def test_words_that_count_nothing_are_no_numbers(text: str) -> None:
    assert list(worded(text)) == []


PAGES = {
    "en": "The old mill had fifteen hundred looms, and the harbour office paid 2,300,000 crowns for the roof.",
    "he": "בטחנה הישנה היו אלף וחמש מאות נולים, והגג עלה 2.3 מיליון ש״ח. הטקס נערך בט״ו בשבט תשפ״ד.",
    "ar": "كان في المصنع القديم ألف وخمسمائة نول، وكلف السقف ٢٫٣ مليون ريال، وافتتح في 7 كانون الثاني 1994.",
    "zh": "老工厂有一千五百台织机，屋顶耗资230万元，于二〇二一年十二月三十一日开业。",
}


@pytest.mark.parametrize(
    ("language", "answer", "claim", "status"),
    [
        ("en", "The old mill had 1,500 looms.", "1,500", Status.SUPPORTED),
        ("en", "The old mill had 1,600 looms.", "1,600", Status.MISSING),
        ("en", "The harbour office paid two million three hundred thousand crowns for the roof.",
         "two million three hundred thousand", Status.SUPPORTED),
        ("en", "The harbour office paid two million four hundred thousand crowns for the roof.",
         "two million four hundred thousand", Status.MISSING),
        ("he", "בטחנה הישנה היו 1,500 נולים.", "1,500", Status.SUPPORTED),
        ("he", "בטחנה הישנה היו 1,700 נולים.", "1,700", Status.MISSING),
        ("he", "הטקס נערך ב-25 בינואר 2024.", "25 בינואר 2024", Status.SUPPORTED),
        ("he", "הטקס נערך בט״ז בשבט תשפ״ד.", "ט״ז בשבט תשפ״ד", Status.MISSING),
        ("ar", "كان في المصنع القديم 1500 نول.", "1500", Status.SUPPORTED),
        ("ar", "كان في المصنع القديم 1600 نول.", "1600", Status.MISSING),
        ("ar", "افتتح في 7 يناير 1994.", "7 يناير 1994", Status.SUPPORTED),
        ("ar", "افتتح في 8 كانون الثاني 1994.", "8 كانون الثاني 1994", Status.MISSING),
        ("zh", "老工厂有1500台织机。", "1500", Status.SUPPORTED),
        ("zh", "老工厂有一千六百台织机。", "一千六百", Status.MISSING),
        ("zh", "屋顶耗资二百三十万元。", "二百三十万元", Status.SUPPORTED),
        ("zh", "工厂于2021年12月31日开业。", "2021年12月31日", Status.SUPPORTED),
        ("zh", "工厂于二〇二一年十二月三十日开业。", "二〇二一年十二月三十日", Status.MISSING),
    ],
)  # fmt: skip
def test_claims_are_found_in_whatever_way_they_are_written(
    make: MakeDocument, language: str, answer: str, claim: str, status: Status
) -> None:
    found = spans(answer, make(PAGES[language]))
    assert found[claim].status is status, found
