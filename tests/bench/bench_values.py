"""Measures how dates and numbers are read in several languages, beside the libraries that people take for it.

    pip install dateparser quantulum3 price-parser   (wherever this Python finds them; what is missing is left out)
    python tests/bench/bench_values.py [--show]

The sentences are our own. A date counts as read when one found in the sentence is the one written there; a
sentence without a date counts as guessed when one is found. A number counts as read when its value is found, with
its scale word and percent sign.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable
from typing import Any

from docqa.grounding.spans_dates import dates
from docqa.grounding.spans_numbers import comma_decimals, numbers, plain
from docqa.grounding.spans_worded import worded

Date = tuple[int, int, int]
DATES: dict[str, list[tuple[str, Date]]] = {
    "English": [
        ("The bridge was opened on 12 May 2014.", (2014, 5, 12)),
        ("It rained on May 12th, 2014, all day.", (2014, 5, 12)),
        ("The lease ends on the 3rd of March, 2021.", (2021, 3, 3)),
        ("As of Sept. 30, 2019 the mill stood still.", (2019, 9, 30)),
        ("Signed: 2014-05-12.", (2014, 5, 12)),
        ("From 1 to 30 June 2011 the pier was closed.", (2011, 6, 30)),
        ("Ferries ran from July 18 to 30 September 2013.", (2013, 9, 30)),
        ("The council met on Friday, 7 January 1994.", (1994, 1, 7)),
    ],
    "German": [
        ("Die Brücke wurde am 12. Mai 2014 eröffnet.", (2014, 5, 12)),
        ("Am 3.11.2019 fiel der Strom aus.", (2019, 11, 3)),
        ("Der Pachtvertrag endet zum 31. Dezember 2021.", (2021, 12, 31)),
        ("Stand: 1. März 2008", (2008, 3, 1)),
        ("Der Rat tagte am Freitag, den 7. Januar 1994.", (1994, 1, 7)),
    ],
    "French": [
        ("Le pont a été ouvert le 12 mai 2014.", (2014, 5, 12)),
        ("Le bail prend fin le 1er août 2021.", (2021, 8, 1)),
        ("Réuni le vendredi 7 janvier 1994, le conseil a voté.", (1994, 1, 7)),
        ("Fait à Vela, le 28 février 2003.", (2003, 2, 28)),
        ("Arrêté au 31/12/2019.", (2019, 12, 31)),
    ],
    "Spanish": [
        ("El puente se abrió el 12 de mayo de 2014.", (2014, 5, 12)),
        ("El contrato termina el 3 de septiembre de 2021.", (2021, 9, 3)),
        ("Datos a 31 de diciembre del 2019.", (2019, 12, 31)),
    ],
    "Russian": [
        ("Мост открыли 12 мая 2014 года.", (2014, 5, 12)),
        ("Договор действует до 31 декабря 2021 г.", (2021, 12, 31)),
        ("Совет заседал 07.01.1994.", (1994, 1, 7)),
    ],
    "Hebrew": [
        ("הגשר נפתח ב-12 במאי 2014.", (2014, 5, 12)),
        ("החוזה מסתיים ביום 31 בדצמבר 2021.", (2021, 12, 31)),
        ("המועצה התכנסה ב-7.1.1994.", (1994, 1, 7)),
        ("הטקס נערך בט״ו בשבט תשפ״ד.", (2024, 1, 25)),
        ('הוא נולד בכ"ה בכסלו ה\'תשע"ו.', (2015, 12, 7)),
        ("הבית נחנך בא׳ באדר ב׳ תשע״ו.", (2016, 3, 11)),
        ("ביום ד' בניסן התש\"פ נסגר הנמל.", (2020, 3, 29)),
    ],
    "Arabic": [
        ("افتتح الجسر في 12 مايو 2014.", (2014, 5, 12)),
        ("ينتهي العقد في ٣١ ديسمبر ٢٠٢١.", (2021, 12, 31)),
        ("اجتمع المجلس في 7 كانون الثاني 1994.", (1994, 1, 7)),
        ("بدأ العمل في 3 تشرين الأول 2009.", (2009, 10, 3)),
        ("أغلق الميناء في 15 آب 2006.", (2006, 8, 15)),
        ("وقّع في 9 أيلول 2010.", (2010, 9, 9)),
    ],
    "Chinese": [
        ("大桥于2014年5月12日通车。", (2014, 5, 12)),
        ("合同于二〇二一年十二月三十一日到期。", (2021, 12, 31)),
        ("理事会于一九九四年一月七日开会。", (1994, 1, 7)),
        ("截至2019 年 9 月 30 日，工厂停产。", (2019, 9, 30)),
        ("日期：2014-05-12。", (2014, 5, 12)),
    ],
    "Japanese": [
        ("橋は2014年5月12日に開通した。", (2014, 5, 12)),
        ("契約は令和3年12月31日に終わる。", (2021, 12, 31)),
        ("平成６年１月７日に会議があった。", (1994, 1, 7)),
    ],
}
NO_DATES = [
    "You may take 5 of 12 apples.",
    "See section 2.5 and version 1.2.34.",
    "The ratio is 3/4, the score 12:30 and the price 5.6.",
    "In second place came March, who had set out early.",
    "Order 2014 pieces of part 12-5.",
    "Er kam zu spät, und mag sein, dass es 10 Mal war.",
    "Il a 12 ans et sept frères.",
    "הוא קנה 12 ספרים ב-30 שקלים.",
    "他有三个月的时间完成12项任务。",
    "لديه 12 كتابا و30 قلما.",
    "The mean was 1.5 (SD 0.3), n = 240.",
    "Sun and Sat screens cost 40 each.",
]
NUMBERS: dict[str, list[tuple[str, float, bool]]] = {
    "English": [
        ("The mill earned $1.577 billion.", 1.577e9, False),
        ("It has 48,210 looms.", 48210, False),
        ("Costs fell by 4.2 percent.", 4.2, True),
        ("It made 3.5 million pairs.", 3.5e6, False),
        ("Some fifteen hundred people came.", 1500, False),
        ("It cost twenty-three million crowns.", 23e6, False),
        ("There were one thousand two hundred and six berths.", 1206, False),
    ],
    "Indian English": [
        ("The mill earned ₹12,34,567.", 1234567, False),
        ("It cost Rs. 3.5 crore.", 3.5e7, False),
        ("About 12 lakh people came.", 1.2e6, False),
    ],
    "German": [
        ("Die Mühle verdiente 1.577,5 Mio. Euro.", 1577.5e6, False),
        ("Das sind 3,5 Milliarden Euro.", 3.5e9, False),
        ("Es waren 48.210 Webstühle.", 48210, False),
        ("Die Kosten sanken um 4,2 Prozent.", 4.2, True),
    ],
    "French": [
        ("Le moulin a gagné 1 577,5 millions d’euros.", 1577.5e6, False),
        ("Il compte 48 210 métiers.", 48210, False),
        ("Les coûts ont baissé de 4,2 %.", 4.2, True),
    ],
    "Hebrew": [
        ("הטחנה הרוויחה 1,577 מיליון ש״ח.", 1577e6, False),
        ("העלויות ירדו ב-4.2%.", 4.2, True),
        ("באו כשלושה מיליון איש.", 3e6, False),
        ("בבית אלף וחמש מאות ספרים.", 1500, False),
        ("מאה עשרים ושבעה תלמידים למדו שם.", 127, False),
        ("עשרים וחמישה אחוזים מהתושבים עזבו.", 25, True),
    ],
    "Arabic": [
        ("ربح المصنع ٢٫٥ مليار ريال.", 2.5e9, False),
        ("فيه ٤٨٬٢١٠ أنوال.", 48210, False),
        ("انخفضت التكاليف بنسبة ٤٫٢٪.", 4.2, True),
        ("حضر ثلاثة ملايين شخص.", 3e6, False),
        ("في البيت ألف وخمسمائة كتاب.", 1500, False),
        ("درس هناك مائة وسبعة وعشرون تلميذا.", 127, False),
    ],
    "Chinese": [
        ("工厂盈利3.5亿元。", 3.5e8, False),
        ("共有48,210台织机。", 48210, False),
        ("成本下降4.2%。", 4.2, True),
        ("书架上有一千五百本书。", 1500, False),
        ("大约三百二十万人到场。", 3.2e6, False),
        ("百分之二十五的居民离开了。", 25, True),
        ("耗资一亿两千万元。", 1.2e8, False),
    ],
}


def own_dates(text: str, language: str) -> list[Date]:
    return [tuple(day) for dated in dates(plain(text)) for day in dated.days]


def own_numbers(text: str, language: str) -> list[tuple[float, bool]]:
    flat = plain(text)
    code = {"German": "de", "French": "fr"}.get(language, "")
    found = [*numbers(flat, comma=comma_decimals(flat, code)), *worded(flat)]
    return [(number.value.number, number.percent) for number in found]


def library_dates(search: Any) -> Callable[[str, str], list[Date]]:
    codes = {
        "English": "en",
        "German": "de",
        "French": "fr",
        "Spanish": "es",
        "Russian": "ru",
        "Hebrew": "he",
        "Arabic": "ar",
        "Chinese": "zh",
        "Japanese": "ja",
    }

    def read(text: str, language: str) -> list[Date]:
        languages = [codes[language]] if language in codes else None
        try:
            found = search.search_dates(text, languages=languages) or []
        except Exception:
            return []
        return [(when.year, when.month, when.day) for _, when in found]

    return read


def quantulum(parser: Any) -> Callable[[str, str], list[tuple[float, bool]]]:
    def read(text: str, language: str) -> list[tuple[float, bool]]:
        try:
            found = parser.parse(text)
        except Exception:
            return []
        return [(quantity.value, "percent" in quantity.unit.name) for quantity in found]

    return read


def prices(parser: Any) -> Callable[[str, str], list[tuple[float, bool]]]:
    def read(text: str, language: str) -> list[tuple[float, bool]]:
        found = parser.Price.fromstring(text)
        return [(float(found.amount), "%" in text)] if found.amount is not None else []

    return read


def installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except Exception:
        return None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--show", action="store_true")
    show = arguments.parse_args().show
    readers: dict[str, Callable[[str, str], list[Date]]] = {"docqa": own_dates}
    if search := installed("dateparser.search"):
        readers["dateparser"] = library_dates(search)
    counters: dict[str, Callable[[str, str], list[tuple[float, bool]]]] = {"docqa": own_numbers}
    if parser := installed("quantulum3.parser"):
        counters["quantulum3"] = quantulum(parser)
    if parser := installed("price_parser"):
        counters["price-parser"] = prices(parser)

    for name, read in readers.items():
        began = time.process_time()
        print(f"\ndates, {name}")
        for language, cases in DATES.items():
            right = sum(date in read(text, language) for text, date in cases)
            print(f"  {language:16} {right:3} of {len(cases)}")
            for text, date in cases if show else []:
                if date not in read(text, language):
                    print(f"      {text} {read(text, language)}")
        guessed = [text for text in NO_DATES if any(all(day) for day in read(text, ""))]
        print(f"  none there: guessed in {len(guessed)} of {len(NO_DATES)} {guessed if show else ''}")
        print(f"  {1000 * (time.process_time() - began):.0f} ms")
    for name, count in counters.items():
        began = time.process_time()
        print(f"\nnumbers, {name}")
        for language, cases in NUMBERS.items():
            right = 0
            for text, value, percent in cases:
                found = count(text, language)
                good = any(abs(v - value) <= 1e-9 * value and p == percent for v, p in found)
                right += good
                if show and not good:
                    print(f"      {text} {found}")
            print(f"  {language:16} {right:3} of {len(cases)}")
        print(f"  {1000 * (time.process_time() - began):.0f} ms")


if __name__ == "__main__":
    main()
