"""How an answer of each kind looks on the page: numbers, dates, names, places, reasons, definitions."""

from __future__ import annotations

import re

from docqa.engines.asked import Kind

_MONTHS = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|févr?(?:ier)?|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|abril|may|mai|mayo"
    r"|june?|juni|juin|junio|july?|juli|juillet|julio|aug(?:ust)?|août|agosto|sept?(?:ember|embre)?|septiembre"
    r"|o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember|iembre)?|décembre"
    r"|январ\w|феврал\w|март\w?|апрел\w|ма[йя]|июн\w|июл\w|август\w?|сентябр\w|октябр\w|ноябр\w|декабр\w"
)
_HEBREW_MONTHS = "ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר"
_HEBREW_TIMES = "שנת|שנה|שנים|חודש|שבוע|יום|ימים|אתמול|מחר|בוקר|ערב|מאה ה|שנות ה"
_TIME = re.compile(
    r"(?<![\d.,])(?:1[0-9]{3}|20[0-9]{2})(?![\d.,]\d)(?:s\b)?"
    rf"|\b(?:{_MONTHS})\b\.?|(?<![\u05d0-\u05ea])[ובלמה]{{0,2}}(?:{_HEBREW_MONTHS})|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
    rf"|(?<![\u05d0-\u05ea])[ובלמהש]{{0,2}}(?:{_HEBREW_TIMES})(?![\u05d0-\u05ea])"
    r"|\b(?:\d+(?:st|nd|rd|th)|\w+(?:teen|ie)th) century\b|[0-9一二三四五六七八九十〇]{1,4} ?(?:年|月|日|世纪|世紀|년|월|일)"
    r"|\b(?:yesterday|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|years? ago|immediately|annually|daily)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
    r"|trillion|dozen|half|third|quarter|twice|once|none|several|ein[es]?|zwei|drei|vier|fünf|zehn|hundert|tausend"
    r"|deux|trois|quatre|cinq|dix|cent|mille|dos|tres|cuatro|cinco|diez|cien|mil"
)
_HEBREW_NUMBERS = (
    "אחד|אחת|שני|שתי|שניים|שתיים|שלוש|שלושה|שלושת|ארבע|ארבעה|חמש|חמישה|חמשת|שש|שישה|שבע|שבעה|שמונה|תשע|תשעה|עשר|עשרה"
    "|עשרים|שלושים|ארבעים|חמישים|שישים|שבעים|שמונים|תשעים|מאה|מאות|אלף|אלפי|אלפים|מיליון|מיליוני|מיליארד|חצי|רבע|שליש|פעמיים"
)
_NUMBER = re.compile(
    rf"\d|\b(?:{_NUMBER_WORDS})\b|(?<![\u05d0-\u05ea])[ובלמהשכ]{{0,2}}(?:{_HEBREW_NUMBERS})(?![\u05d0-\u05ea])"
    r"|[一二三四五六七八九十百千万萬亿億两兩半]+ ?(?:个|個|名|位|人|次|种|種|倍|岁|歳|座|条|年|月|天|元|米|公里|英里|分|％|%)|百分之|[½¼¾]",
    re.IGNORECASE,
)
# A capitalised word that does not open its sentence; scripts without capitals give no such sign.
_NAME = re.compile(
    r"(?<![.!?:•“\"(\n] )(?<!^)(?<=[\w,;’'”)\]] )[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][\w’'-]+|\b[A-Z][a-z]+ (?:[A-Z]\.? )*[A-Z][a-z]+"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|so as to|as a result|caused? by|reasons?|therefore|thus"
    r"|weil|da|denn|um|wegen|damit|car|parce|puisque|afin|grâce|porque|debido|perché|потому|чтобы|из-за)\b"
    r"|(?<![\u05d0-\u05ea])(?:כי|מכיוון|כיוון|מאחר|משום|מפני|בגלל|בשל|עקב|לאור|כדי|הואיל|היות|בעקבות|על מנת|על ידי|הודות|לכן|בזכות)(?![\u05d0-\u05ea])"
    r"|因为|因為|由于|由於|为了|為了|因此|所以|以便|以免|ため|ので|から|때문|위해|لأن|بسبب",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"\b(?:is|are|was|were|means?|meaning|refers? to|defined as|denotes?|called|known as|consists? of|ist|sind|bedeutet"
    r"|est|sont|désigne|signifie|es|son|significa|è|это|является|означает)\b"
    r"|(?<![\u05d0-\u05ea])(?:הוא|היא|הינו|הינה|הם|הן|פירושו|פירושה|כלומר|דהיינו|נקרא|נקראת|מכונה|משמעו)(?![\u05d0-\u05ea])"
    r"|是|指|即|称为|稱為|とは|である|이다|هو|هي",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|from|to|near|on|into|of|bei|aus|nach|à|en|de|dans|в|из|на) (?:the )?[A-ZÀ-ÖØ-ÞА-Я][\w’'-]+"
    r"|(?<![\u05d0-\u05ea])(?:ב|מ|ל)[\u05d0-\u05ea]{3,}|在|位于|位於|来自|來自|で|に|에서"
)

_PATTERNS = {
    Kind.TIME: _TIME,
    Kind.NUMBER: _NUMBER,
    Kind.PERSON: _NAME,
    Kind.PLACE: _PLACE,
    Kind.REASON: _REASON,
    Kind.MEANING: _MEANING,
}


def signs(kind: Kind, text: str) -> list[tuple[int, int]]:
    """Where in `text` stand words that an answer of this kind needs; always empty for Kind.OTHER."""
    pattern = _PATTERNS.get(kind)
    return [match.span() for match in pattern.finditer(text)] if pattern else []
