"""How an answer of each kind looks on the page: numbers, dates, names, places, reasons, definitions."""

from __future__ import annotations

import re

from docqa.engines.asked import Kind


def _any(words: str) -> str:
    return "|".join(words.split())


def _hebrew(prefixes: str, words: str) -> str:
    """Hebrew words with glued prefixes, between characters that are no Hebrew letters."""
    glued = f"[{prefixes}]{{0,2}}" if prefixes else ""
    return rf"(?<![א-ת]){glued}(?:{words})(?![א-ת])"


_MONTHS = _any("""
    january jan february feb march mar april apr may june jun july jul august aug september sept? october oct
    november nov december dec januar februar märz mai juni juli oktober dezember janvier février mars avril juin
    juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre
    octubre noviembre diciembre январ\\w феврал\\w март\\w? апрел\\w ма[йя] июн\\w июл\\w август\\w? сентябр\\w
    октябр\\w ноябр\\w декабр\\w
""")
_HEBREW_MONTHS = _any("ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר")
_HEBREW_TIMES = _any("שנת שנה שנים חודש שבוע יום ימים אתמול מחר בוקר ערב") + "|שנות ה|המאה ה"
_TIME = (
    r"(?<![\d.,])(?:1[0-9]{3}|20[0-9]{2})(?![\d.,]\d)(?:s\b)?|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    rf"\b(?:{_MONTHS})\b\.?|\b\d+(?:st|nd|rd|th) century\b|\byears? ago\b",
    r"\b(?:yesterday|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|immediately|annually|daily)\b",
    _hebrew("ובלמהש", f"{_HEBREW_MONTHS}|{_HEBREW_TIMES}"),
    r"[0-9一二三四五六七八九十〇]{1,4} ?(?:年|月|日|世纪|世紀|년|월|일)",
)
_NUMBERS = _any("""
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    trillion dozen half third quarter twice once none several ein[es]? zwei drei vier fünf zehn hundert tausend
    deux trois quatre cinq dix cent mille dos tres cuatro cinco diez cien mil
""")
_HEBREW_NUMBERS = _any("""
    אחד אחת שני שתי שניים שתיים שלוש שלושה שלושת ארבע ארבעה חמש חמישה חמשת שש שישה שבע שבעה שמונה תשע תשעה עשר
    עשרה עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים מאה מאות אלף אלפי אלפים מיליון מיליוני מיליארד חצי
    רבע שליש פעמיים
""")
_COUNTED = "个|個|名|位|人|次|种|種|倍|岁|歳|座|条|年|月|天|元|米|公里|英里|分|％|%"
_NUMBER = (
    rf"\d|\b(?:{_NUMBERS})\b|[½¼¾]",
    _hebrew("ובלמהשכ", _HEBREW_NUMBERS),
    rf"[一二三四五六七八九十百千万萬亿億两兩半]+ ?(?:{_COUNTED})|百分之",
)
# A capitalised word that does not open its sentence; scripts without capitals give no such sign.
_NAME = (
    r"(?<=[\w,;’'”)\]] )[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][\w’'-]+",
    r"\b[A-Z][a-z]+ (?:[A-Z]\.? )*[A-Z][a-z]+",
)
_REASON = (
    r"\b(?:because|since|due to|owing to|in order to|so that|so as to|as a result|caused? by|reasons?)\b",
    r"\b(?:therefore|thus|weil|da|denn|wegen|damit|car|parce|puisque|afin|grâce|porque|debido|perché|потому|чтобы)\b",
    _hebrew("", _any("כי מכיוון כיוון מאחר משום מפני בגלל בשל עקב לאור כדי הואיל היות בעקבות הודות לכן בזכות")),
    r"על מנת|因为|因為|由于|由於|为了|為了|因此|所以|以便|以免|ため|ので|から|때문|위해|لأن|بسبب",
)
_MEANING = (
    r"\b(?:is|are|was|were|means?|meaning|refers? to|defined as|denotes?|called|known as|consists? of)\b",
    r"\b(?:ist|sind|bedeutet|est|sont|désigne|signifie|es|son|significa|è|это|является|означает)\b",
    _hebrew("", _any("הוא היא הינו הינה הם הן פירושו פירושה כלומר דהיינו נקרא נקראת מכונה משמעו")),
    r"是|指|即|称为|稱為|とは|である|이다|هو|هي",
)
_PLACE = (
    r"\b(?:in|at|from|to|near|on|into|of|bei|aus|nach|à|en|de|dans|в|из|на) (?:the )?[A-ZÀ-ÖØ-ÞА-Я][\w’'-]+",
    r"(?<![א-ת])[במל][א-ת]{3,}|在|位于|位於|来自|來自|で|に|에서",
)
_PATTERNS = {
    kind: re.compile("|".join(patterns), 0 if kind in (Kind.PERSON, Kind.PLACE) else re.IGNORECASE)
    for kind, patterns in {
        Kind.TIME: _TIME,
        Kind.NUMBER: _NUMBER,
        Kind.PERSON: _NAME,
        Kind.PLACE: _PLACE,
        Kind.REASON: _REASON,
        Kind.MEANING: _MEANING,
    }.items()
}


def signs(kind: Kind, text: str) -> list[tuple[int, int]]:
    """Where in `text` stand words that an answer of this kind needs; always empty for Kind.OTHER."""
    pattern = _PATTERNS.get(kind)
    return [match.span() for match in pattern.finditer(text)] if pattern else []
