"""What a question asks for: which kind of answer, about which part of the document, in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from docqa.language.folding import fold
from docqa.language.scripts import is_unspaced
from docqa.language.words import terms, words


class Kind(Enum):
    """What sort of thing would answer."""

    PERSON = auto()
    TIME = auto()
    NUMBER = auto()
    PLACE = auto()
    REASON = auto()
    MEANING = auto()
    OTHER = auto()


# Question words by kind, most telling first: "how many years" asks for a number, "what year" for a time. Hebrew
# ones may carry a glued preposition; Chinese, Japanese and Korean ones stand anywhere in the question.
_KINDS = {
    Kind.TIME: (
        r"\bwhen\b|\bhow long ago\b|\bas of\b",
        r"\b(?:what|which) (?:year|date|day|month|century|decade|time|period)\b",
        r"(?<!\w)[ובהלמ]?מתי(?!\w)|באי(?:זה|זו|לו) (?:שנה|שנים|תאריך|יום|חודש|מועד|תקופה|עשור|מאה|שעה)",
        r"什么时候|什麼時候|何时|何時|哪一?(?:年|天|日|月)|几(?:年|月|日|点)|いつ|何年|何月|언제|몇 ?년",
        r"\bwann\b|\bin welchem jahr\b|\bquand\b|\ben quelle année\b|\bcuándo\b|\ben qué año\b|\bquando\b",
        r"\bкогда\b|\bв каком году\b|متى|في أي عام|\bwanneer\b|\bkiedy\b|ne zaman",
    ),
    Kind.NUMBER: (
        r"\bhow (?:many|much|long|tall|high|old|far|big|large|deep|wide|often|fast|heavy|early|late)\b",
        r"\b(?:what|which)(?: \w+){0,3} (?:number|amount|percentage|percent|share|price|cost|rate|size|height)\b",
        r"\b(?:what|which)(?: \w+){0,3} (?:length|width|depth|weight|distance|speed|age|population|capacity)\b",
        r"\b(?:what|which)(?: \w+){0,3} (?:value|total|ratio|salary|fee|sum|duration|score)\b",
        r"(?<!\w)[ובלמ]?כמה(?!\w)|(?<!\w)[בל]?איזה (?:אחוז|סכום|מחיר|גובה|גיל)",
        r"מה(?:ו|י|ם)? (?:ה)?(?:מספר|סכום|אחוז|שיעור|מחיר|עלות|גובה|אורך|רוחב|משקל|קיבולת|גיל|שווי)",
        r"多少|几(?:个|位|名|次|种|条|座|岁|人)?|幾|多(?:高|长|長|大|远|遠|久|重|宽|深)",
        r"いくつ|いくら|何(?:人|個|回|歳|メートル)|얼마|몇",
        r"\bwie ?viele?\b|\bwie (?:hoch|lang|alt|groß|weit|oft)\b|\bcombien\b|\bcuánt[oa]s?\b|\bquant[oiae]s?\b",
        r"\bсколько\b|كم\b|\bhoeveel\b|\bile\b|kaç",
    ),
    Kind.PERSON: (
        r"\bwho(?:se|m)?\b|(?<!\w)[ובלשמ]?מי(?!\w)|谁|誰|哪位|だれ|누구|누가|\bwer\b|\bwen\b|\bwem\b|\bqui\b",
        r"\bquién(?:es)?\b|\bchi\b|\bquem\b|\bкто\b|\bкому\b|(?<!\w)مَ?ن(?!\w)|\bkto\b|(?<!\w)kim(?!\w)",
    ),
    Kind.REASON: (
        r"\bwhy\b|\bwhat (?:was |is |were )?(?:the )?(?:reasons?|cause[ds]?|purpose)\b|\bhow come\b",
        r"(?<!\w)[ו]?(?:למה|מדוע|מפני מה)(?!\w)|מה(?:י|ן)? (?:ה)?(?:סיבה|סיבות|מטרת|מטרה)",
        r"为什么|為什麼|为何|為何|なぜ|どうして|왜|\bwarum\b|\bwieso\b|\bpourquoi\b|\bpor qué\b|\bperché\b",
        r"\bпочему\b|\bзачем\b|لماذا|\bwaarom\b|\bdlaczego\b|neden",
    ),
    Kind.PLACE: (
        r"\bwhere\b|\b(?:what|which) (?:country|city|town|place|state|region|continent|village|street)\b",
        r"(?<!\w)[ומל]?(?:איפה|היכן|מהיכן|מאיפה|לאן|מאין|מנין)(?!\w)",
        r"[בלמ]אי(?:זה|זו|לו) (?:מדינה|עיר|מקום|ארץ|אזור|יישוב|רחוב)",
        r"哪里|哪裡|哪儿|在哪|何处|哪个(?:国家|城市|地方)|どこ|어디|\bwo\b|\bwoher\b|\bwohin\b|\boù\b",
        r"\bdónde\b|\bdove\b|\bonde\b|\bгде\b|\bкуда\b|\bоткуда\b|أين|\bwaar\b|\bgdzie\b|nerede",
    ),
    Kind.MEANING: (
        r"^\W*what(?:'s| is| are| was| were) (?:an? |the )?[\w-]+(?: [\w-]+)?\W*$|\bdefin|\bmeaning of\b",
        r"\bwhat does .{2,60}\bmean\b|(?<!\w)(?:מהו|מהי|מהם|מהן)(?!\w)|מה זה|מה פירוש|מה משמעות",
        r"什么是|什麼是|是什么|是指什么|とは|무엇|\bwas (?:ist|bedeutet|heißt)\b|\bqu'est-ce\b",
        r"\bqué (?:es|significa)\b|\bчто такое\b|ما هو|ما هي",
    ),
}
_COMPILED = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _KINDS.items()}
_QUOTED_WEIGHT, _EARLIER_WEIGHT = 2.5, 0.5
_FEW = 3  # words of a follow-up that leans on the question before it
_MARKS = (("«", "»"), ("“", "”"), ("„", "[“”]"), ("「", "」"), ("『", "』"), ("《", "》"))
_QUOTED = re.compile(
    "|".join(rf"{a}([^{a}{b.strip('[]')}]{{2,160}}){b}" for a, b in _MARKS) + r"|(?<!\w)\"([^\"]{2,160})\"(?!\w)"
)
# "In «Title»: …", "According to the entry "Title": …": where the answer stands, not what it says.
_SCOPE = re.compile(r"^\W*(?:[^\W\d]+\W+){0,4}?(?P<quoted>@)\s*[:,：，]\s*(?=\S)")
# What a request says about the asking itself: "Highlight the parts of this contract related to …", "in the text".
# Its words stand nowhere near an answer.
_PARTS = r"(?:parts?|passages?|sections?|clauses?|provisions?|sentences?|paragraphs?|places?|statements?)"
_TEXTS = r"(?:document|text|contract|agreement|book|article|paper|report|passage|story|file|page)"
_REQUEST = re.compile(
    rf"""
    ^\W*(?:please\ |can\ you\ |could\ you\ )*
    (?:highlight|mark|find|show|list|quote|cite|extract|identify|locate|give|tell)
    (?:\ me|\ us)?(?:\ (?:all|any|every|each|the)){{0,3}}\ {_PARTS}(?:\ \(if\ any\))?
    (?:\ (?:of|in|from)\ (?:this|the)\ \w+)?(?:\ (?:that|which))?(?:\ (?:is|are|were))?
    (?:\ (?:related|relating|relevant|pertaining|referring|connected)\ (?:to|with)
    |\ about|\ on|\ concerning|\ regarding|\ dealing\ with|\ (?:that|which)\ mentions?)?
    | \b(?:that|which)\ (?:should|must|needs?\ to|ought\ to)\ be
      \ (?:reviewed|checked|read|seen|examined|considered)\ by\ (?:a|an|the|my|our|your)\ \w+
    | \b(?:here['’]s\ the\ |here\ is\ the\ )?(?:details?|question|note|context)\ ?:
    | \b(?:according\ to|based\ on|as\ (?:stated|mentioned|described|said)\ in
      |(?:mentioned|described|stated|given)\ in|in|of|under|from)\ (?:this|the)\ {_TEXTS}\b(?!\ (?:of|on|about))
    | \b(?:im|laut|nach\ dem|in\ diesem|gemäß\ dem)\ (?:Dokument|Text|Vertrag|Buch|Artikel|Bericht)\b
    | \b(?:selon|dans|d['’]après)\ (?:le|ce|cet|cette|la|l['’])\ ?
      (?:document|texte|contrat|livre|article|rapport)\b
    | \b(?:según|en)\ (?:el|este|la)\ (?:documento|texto|contrato|libro|artículo|informe)\b
    | (?<!\w)(?:לפי|על\ פי|בתוך)?\ ?[בה]?(?:טקסט|מסמך|מאמר|חוזה|הסכם|קטע|כתבה)(?!\w)
    | (?:根据|按照|在)?(?:本|该|此|这篇)?(?:文章|文中|文本|文件|合同|课文)(?:中|里|内容)?[，,]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Whole sentences about the form of the answer: "Please write the answer in percent, rounded to two decimals." What
# they say to look at ("… using the balance sheet") is kept.
_FORM = re.compile(
    r"""
    (?:(?<=[.?!;])|^)\s*(?:please\ |and\ )*
    (?:
      (?:write|answer|respond|state|provide|give|return|express|report|round|format|present|compute|calculate)\b
      (?:(?!\busing\b|\bbased\ on\b|\bfrom\ the\b)[^.?!]|\.(?=\S))*?
      \b(?:answers?|responses?|results?|formats?|decimals?|decimal\ places?|integers?|floats?|strings?|rounded
        |(?:millions?|billions?|thousands?|percent|percentages?|usd)(?=\W*$|\.))\b
      (?:(?!\busing\b|\bbased\ on\b|\bfrom\ the\b)[^.?!]|\.(?=\S))*
      (?:[.!]|(?=\busing\b|\bbased\ on\b|\bfrom\ the\b)|$)
      | if\b[^.?!]*(?:\bnot\b|n['’]t\b|\bno\b)[^.?!]*\b(?:state|say|write|answer|explain|reply|respond)\b
        [^.?!]*(?:[.!]|$)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# In scripts without spaces question words and particles would melt into pairs with the words beside them.
_SOLID_PARTICLES = re.compile(
    r"什么|什麼|哪(?:一|些|个|個|位|种|種|里|裡|儿|年|天|场|場)*|谁|誰|多少|怎么|怎麼|怎样|如何|为何|為何|何时|何時|几个|幾個"
    r"|因为|可以|没有|已经|是否|使用|[的了吗嗎呢是在和与與被将將把对對从從由于於以及等之其这這那个個们們也都就而或]"
    r"|ですか|ますか|でした|ました|です|ます|いつ|どこ|だれ|なぜ|[はがのをにでとへもやか]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question and the terms any of which is a match for it."""

    text: str
    terms: frozenset[str]
    weight: float = 1.0  # more for words that the question puts in quotation marks: they are what it is about


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    `scope` is the title of the part of the document that the question names, or ""; `question` is what it asks,
    without the scope and the request for an answer; `words` are what it asks with, without function words;
    `names` are the terms of each name that it puts in quotation marks.
    """

    text: str
    kind: Kind
    scope: str
    question: str
    words: tuple[Word, ...]
    names: frozenset[frozenset[str]] = frozenset()


def understand(question: str, language: str, earlier: Sequence[str] = ()) -> Asked:
    """Take `question` apart; `language` is the document's (ISO 639-1), so that their terms compare.

    `earlier` are the questions before it in the conversation, oldest first: a follow-up that says little by itself
    ("How many floors?") is still about what the one before it named, and one that says nothing ("And the year
    before?") asks the same once more, and so is read together with it.
    """
    scope, rest = _split_scope(question)
    rest = _without_request(rest)
    kind = _kind(rest)
    names = names_in(rest, language)
    quoted = frozenset().union(*names)
    found = [
        replace(word, weight=_QUOTED_WEIGHT) if word.terms & quoted else word for word in _words(rest, language)
    ]
    if earlier and len(found) <= _FEW:
        before = understand(earlier[-1], language, earlier[:-1])
        scope = scope or before.scope
        weight = _EARLIER_WEIGHT
        if kind is Kind.OTHER or not _words(_COMPILED[kind].sub(" ", rest), language):
            rest = f"{before.question} {rest}"
            kind = before.kind if kind is Kind.OTHER else kind
            weight = 1.0
        said = {term for word in found for term in word.terms}
        found += [replace(word, weight=weight * word.weight) for word in before.words if not word.terms & said]
        names |= before.names
    return Asked(question, kind, scope, rest, tuple(found), names)


def names_in(text: str, language: str) -> frozenset[frozenset[str]]:
    """The terms of everything that `text` puts in quotation marks."""
    quoted = ("".join(filter(None, match.groups())) for match in _QUOTED.finditer(text))
    return frozenset(found for name in quoted if (found := frozenset(terms(name, language))))


def _kind(question: str) -> Kind:
    return next((kind for kind, pattern in _COMPILED.items() if pattern.search(question)), Kind.OTHER)


def _without_request(question: str) -> str:
    """What is asked for; the question as it is where nothing would be left."""
    left = " ".join(_REQUEST.sub(" ", _FORM.sub(" ", question)).split())
    return left if any(map(str.isalnum, left)) else question


def _split_scope(question: str) -> tuple[str, str]:
    quoted = _QUOTED.search(question)
    if quoted is None:
        return "", question
    masked = question[: quoted.start()] + "@" + question[quoted.end() :]
    scope = _SCOPE.match(masked)
    if scope is None or scope.start("quoted") != quoted.start():
        return "", question
    return "".join(filter(None, quoted.groups())), masked[scope.end() :]


def _words(text: str, language: str) -> tuple[Word, ...]:
    """The question's words, each with its terms, once; runs without spaces give their pairs of characters."""
    found: dict[frozenset[str], Word] = {}
    last_end, run = -1, ""

    def flush() -> None:
        for part in _SOLID_PARTICLES.split(run):
            for term in terms(part, language):
                # Single characters of a longer run are in its pairs already and mean little by themselves.
                if len(term) > 1 or len(part) == 1:
                    found.setdefault(frozenset((term,)), Word(term, frozenset((term,))))

    for start, end in words(text):
        word = text[start:end]
        if is_unspaced(word[0]):
            if start != last_end:
                flush()
                run = ""
            run += word
            last_end = end
        elif readings := frozenset(terms(word, language)):
            found.setdefault(readings, Word(fold(word).text, readings))
    flush()
    return tuple(found.values())
