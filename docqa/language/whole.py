"""Whether a question is about the whole of a document: it counts, lists or sums up.

Passages chosen for such a question rarely hold all of the answer. Most questions that begin with "how many" are
not of this kind: they ask for a number that stands somewhere. So only wordings that say plainly that all of the
document is meant are told; a question that is missed is answered as any other.
"""

from __future__ import annotations

import re

# What a whole document is called, and the things in it that people have counted, by language.
_BOOK = {
    "en": "book|document|documents|report|reports|paper|article|text|novel|story|file|filing|manual|thesis"
    "|contract|agreement|letter|guide|pdf|everything",
    "de": "buch(?:es)?|dokuments?|berichts?|texts?|romans?|artikels?|datei|vertrags?|dokumente",
    "fr": "livre|document|rapport|texte|roman|article|contrat|fichier|documents",
    "es": "libro|documento|informe|texto|novela|artículo|contrato|archivo|documentos",
    "it": "libro|documento|rapporto|testo|romanzo|articolo|contratto",
    "pt": "livro|documento|relatório|texto|romance|artigo|contrato",
    "ru": "книг[уиае]|документ[а-я]*|отч[её]т[а-я]*|текст[а-я]*|роман[а-я]*|стать[а-я]*",
    "he": 'ספר|מסמך|דוח|דו"ח|דו״ח|טקסט|רומן|מאמר|חוזה|סיפור|קובץ',
    "ar": "كتاب|مستند|وثيقة|تقرير|نص|رواية|مقال|عقد|قصة|ملف",
    "zh": "书|書|文档|文件|文檔|报告|報告|文章|论文|論文|小说|小說|合同|全文",
}
_PARTS = (
    "chapters?|sections?|appendi(?:x|xes|ces)|tables?|figures?|charts?|footnotes?|references|examples?|characters"
    "|questions?|recommendations?|definitions?|exercises?|stories|poems?|paragraphs?|pages|pictures?|photos?|images?"
)

_EN = rf"""
    \bhow\ many\ times\b .{{0,60}} \b(?:mention|appear|occur|repeat|cite|refer|named|used\ in\ th)
    | \bhow\ often\b .{{0,60}} \b(?:mention|appear|occur|repeat|cite|referred)
    | \bhow\ many\ (?:\w+\ ){{0,2}}(?:different|distinct|separate|unique)\b
    | \bhow\ many\ (?:\w+\ ){{0,3}}(?:{_PARTS})\ (?:are\ there|are\ in|does|do|appear)
    | \bhow\ many\ (?:\w+\ ){{0,3}}(?:{_PARTS})\ (?:is|are)\ (?:mention|list|nam)
    | \bhow\ many\b .{{0,60}} \b(?:mentioned|listed|named|described|discussed|cited|quoted|appear|occur)\b
      .{{0,20}} \b(?:in|throughout)\ (?:the\ |this\ )?(?:whole\ |entire\ )?(?:{_BOOK["en"]})\b
    | \bcount\ (?:all|every|each|up|how|the\ number)\b
    | \b(?:list|name|enumerate|find|collect|give(?:\ me)?|show(?:\ me)?|tell\ me|extract)\ (?:me\ )?
      (?:out\ )?(?:all|every|each)\b
    | \blist\ (?:of\ )?(?:all|every)\b | \ba\ (?:full|complete)\ list\b
    | ^\W*(?:list|enumerate)\ the\ (?:\w+\ ){{0,2}}(?:{_PARTS})\b
    | \b(?:what|which|who)\ are\ all\ (?:of\ )?(?:the|these|its)\b
    | \ball\ (?:of\ )?(?:the\ )?(?:\w+\ ){{1,3}}(?:that\ are\ |which\ are\ )?(?:mentioned|listed|named|described)\b
    | \b(?:every|all(?:\ of)?(?:\ the)?)\ (?:mentions?|occurrences?|references|instances)\b
    | \b(?:throughout|across|in)\ (?:the\ )?(?:whole|entire)\ (?:{_BOOK["en"]})\b | \bthroughout\ (?:the|this)\
      (?:{_BOOK["en"]})\b
    | \bsummari[sz]e\ (?:(?:for\ me|briefly)\ )?(?:(?:the|this|these|all|my|both)\ )*(?:(?:whole|entire|full)\ )?
      (?:{_BOOK["en"]})\b
    | ^\W*(?:please\ )?summari[sz]e(?:\ (?:it|this|that))?\W*$
    | \b(?:summary|overview|outline|synopsis|gist|abstract)\ of\ (?:(?:the|this|these|all|my)\ )*
      (?:(?:whole|entire|full)\ )?(?:{_BOOK["en"]})\b(?!\ *['’]s|\ of\b|\ \w+\ of\b)
    | \b(?:main|key|central)\ (?:points?|themes?|ideas?|messages?|arguments?|findings|takeaways?|topics?)
      \ (?:of|in|from)\ (?:the\ |this\ )?(?:whole\ |entire\ )?(?:{_BOOK["en"]})\b
    | \bwhat(?:'s|\ is)\ (?:this|the)\ (?:whole\ |entire\ )?(?:{_BOOK["en"]})\ (?:all\ )?about\W*$
    | \btl;?dr\b
"""
_OTHERS = rf"""
    \bwie\ oft\b .{{0,60}} \b(?:erwähnt|genannt|vor(?:kommt)?|zitiert)\b
    | \bwie\ ?viele\ (?:verschiedene|unterschiedliche)\b
    | \bwie\ ?viele\b .{{0,60}} \bim\ (?:ganzen|gesamten)\b
    | \b(?:liste|nenne|zähle|nennen|listen|zählen|finde|finden|gib|führe)\b (?:\ \w+)?
      \ (?:mir\ )?(?:bitte\ )?(?:alle|sämtliche|jede[nrs]?)\b
    | \balle\ (?:\w+\ ){{1,3}}(?:die|welche)\ .{{0,40}}\b(?:erwähnt|genannt|vorkommen)
    | \b(?:fasse?|fassen\ sie)\b .{{0,20}} \b(?:{_BOOK["de"]})\b .{{0,20}} \bzusammen\b
    | \bzusammenfassung\ (?:des|der|von)\ (?:\w+\ )?(?:{_BOOK["de"]})\b
    | \bworum\ geht\ es\ in\ (?:dem|diesem|der)\b | \bim\ (?:ganzen|gesamten)\ (?:{_BOOK["de"]})\b

    | \bcombien\ de\ fois\b | \bcombien\ de\ (?:\w+\ )?(?:différent|distinct)
    | \b(?:liste[rz]?|énumère[rz]?|énumérer|cite[rz]?|donne[rz]?|trouve[rz]?|nomme[rz]?)(?:-moi)?
      \ (?:tou(?:s|tes)\ les|chaque)\b
    | \bliste\ (?:complète|de\ tou(?:s|tes))\b | \bquels?\ sont\ tous\b | \bquelles\ sont\ toutes\b
    | \brésume[rz]?(?:-moi)?\ (?:\w+\ )?(?:le|ce|cet|l['’])\ ?(?:{_BOOK["fr"]})\b
    | \brésumé\ (?:du|de\ ce|de\ cet|de\ l['’])\ ?(?:\w+\ )?(?:{_BOOK["fr"]})\b
    | \bdans\ tout\ (?:le|l['’])\ ?(?:{_BOOK["fr"]})\b | \bde\ quoi\ parle\ (?:le|ce|cet)\ (?:{_BOOK["fr"]})\b

    | \bcuántas\ veces\b | \bcuánt[oa]s\ (?:\w+\ )?(?:diferentes|distint[oa]s)\b
    | \b(?:enumera|lista|menciona|nombra|cita|dame|encuentra|haz\ una\ lista\ de|enumere|liste)
      \ (?:tod[oa]s|cada)\b
    | \blista\ (?:completa|de\ tod[oa]s)\b | \bcuáles\ son\ tod[oa]s\b
    | \bresum(?:e|a|ir|eme)\ (?:\w+\ )?(?:el|este|la|esta|todo\ el)\ (?:{_BOOK["es"]})\b
    | \bresumen\ (?:del|de\ este|de\ la|de\ esta|de\ todo\ el)\ (?:{_BOOK["es"]})\b
    | \ben\ todo\ el\ (?:{_BOOK["es"]})\b | \bde\ qué\ trata\ (?:el|este|la|esta)\ (?:{_BOOK["es"]})\b

    | \bquante\ volte\b | \b(?:elenca|elencare|cita|trova|dammi)\ tutt[ie]\b
    | \b(?:riassumi|riassumere|riassunto\ del)\ (?:\w+\ )?(?:{_BOOK["it"]})\b
    | \bquantas\ vezes\b | \b(?:liste|cite|encontre|enumere)\ tod[oa]s\b
    | \b(?:resuma|resumo\ do)\ (?:\w+\ )?(?:{_BOOK["pt"]})\b
    | \bсколько\ раз\b | \b(?:перечисли|перечислите|назови|назовите|найди|найдите)\ все[хм]?\b
    | \b(?:кратко\ )?(?:изложи|изложите|перескажи|перескажите|резюмируй|резюмируйте)\b
      .{{0,20}} \b(?:{_BOOK["ru"]})\b
    | \bо\ ч[её]м\ (?:эта|этот|эт[оа]т?)?\ ?(?:{_BOOK["ru"]}|книга)\b
"""
# Scripts whose articles and prepositions are glued on, or that part no words at all.
_GLUED = rf"""
    (?<!\w)כמה\ פעמים(?!\w) .{{0,60}} (?:מוזכר|נזכר|מופיע|מצוטט|נאמר|כתוב)
    | (?<!\w)כמה\ \w+\ (?:שונים|שונות)(?!\w)
    | (?<!\w)(?:מנה|מני|מנו|פרט|פרטי|פרטו|רשום|רשמי|ציין|צייני|ציינו|הבא|מצא|תן|תני)\ (?:לי\ )?(?:את\ )?כל(?!\w)
    | (?<!\w)(?:מה|מי|מהם|מהן)\ (?:הם|הן)?\ ?(?:כל)\ ה | (?<!\w)רשימ(?:ה|ת)\ (?:מלאה|כל|של\ כל)
    | (?<!\w)(?:סכם|סכמי|סכמו|תסכם|תסכמי)\ (?:לי\ )?(?:בקצרה\ )?(?:את\ )?(?:כל\ )?ה?(?:{_BOOK["he"]})(?!\w)
    | (?<!\w)(?:סיכום|תקציר|תמצית)\ (?:של\ )?(?:כל\ )?ה(?:{_BOOK["he"]})(?!\w)
    | (?<!\w)על\ מה\ ה(?:{_BOOK["he"]})(?!\w) | (?<!\w)(?:ב|לאורך\ )כל\ ה(?:{_BOOK["he"]})(?!\w)

    | (?<!\w)كم\ مرة(?!\w) .{{0,60}} (?:ذُ?كر|يُ?ذكر|تُ?ذكر|ورد|يرد|ترد|يظهر|تظهر)
    | (?<!\w)(?:اذكر|عدد|عدّد|أدرج|اسرد|استخرج|اكتب|اعرض)\ (?:لي\ )?(?:جميع|كل|كافة)(?!\w)
    | (?<!\w)(?:ما|من)\ (?:هي|هم)\ (?:جميع|كل|كافة)(?!\w) | (?<!\w)قائمة\ (?:كاملة|بجميع|بكل|بكافة)
    | (?<!\w)(?:لخص|لخّص|لخصي)\ (?:لي\ )?(?:هذا\ |هذه\ |كامل\ )?(?:ال)?(?:{_BOOK["ar"]})(?!\w)
    | (?<!\w)(?:ملخص|ملخّص|تلخيص|خلاصة)\ (?:هذا\ |هذه\ |كامل\ )?ال(?:{_BOOK["ar"]})(?!\w)
    | (?<!\w)عمّ?ا?\ (?:ماذا\ )?يتحدث\ (?:هذا\ )?ال(?:{_BOOK["ar"]})(?!\w)

    | (?:出现|出現|提到|提及)(?:了|过|過)?(?:多少|几|幾)次 | (?:多少|几|幾)次.{{0,12}}(?:提到|提及|出现|出現)
    | (?:多少|几|幾)(?:种|種|个|個)不同 | (?:列出|列举|列舉|找出|说出|說出)(?:文中|书中|書中)?的?(?:所有|全部|每)
    | (?:总结|總結|概括|概述|归纳|歸納)(?:一下)?(?:这|這|本|此|该|該)?(?:本|篇|份|部|个|個)?(?:{_BOOK["zh"]})
    | (?:{_BOOK["zh"]})的?(?:主要内容|主要內容|大意|梗概|主旨|中心思想)
    | (?:全|整)(?:本|篇|份|部)?(?:书|書|文).{{0,10}}(?:多少|哪些|所有)
"""
_ASKS = re.compile(f"(?:{_EN})|(?:{_OTHERS})|(?:{_GLUED})", re.VERBOSE | re.IGNORECASE)

# Words of the request itself, which say nothing about what is asked for.
_REQUEST = re.compile(
    r"""\b(?:please|list|lists|name|names|enumerate|count|find|collect|extract|give|show|tell|me|out|up|all|every|each
    |full|complete|how|many|often|times|number|different|distinct|unique|separate|mention(?:s|ed)?|listed|named
    |described|discussed|cited|quoted|appear(?:s|ed)?|occur(?:s|red)?|occurrences?|instances|throughout|whole|entire
    |liste|nenne|nennen|zähle|finde|gib|mir|bitte|alle|sämtliche|jede[nrs]?|wie|oft|viele|verschiedene|erwähnt|genannt
    |listez?|énumère[rz]?|cite[rz]?|donne[rz]?|trouve[rz]?|tous|toutes|les|combien|fois|mentionné[es]*|complète
    |enumera|enumere|lista|menciona(?:d[oa]s?|n)?|nombra|dame|todos|todas|cuánt[oa]s|veces|completa)\b
    |(?<!\w)(?:מנה|מני|מנו|פרט|רשום|ציין|הבא|מצא|תן|לי|את|כל|כמה|פעמים|מוזכר(?:ים|ות|ת)?|מופיע(?:ים|ות|ה)?)(?!\w)
    |(?<!\w)(?:اذكر|عدد|أدرج|اسرد|استخرج|اكتب|اعرض|لي|جميع|كل|كافة|كم|مرة|ذكر|ورد)(?!\w)
    |列出|列举|列舉|找出|说出|說出|所有|全部|提到|提及|出现|出現|多少次|几次|幾次""",
    re.VERBOSE | re.IGNORECASE,
)


def subject(question: str) -> str:
    """What a question about the whole asks for, without the words that ask: "towers" of "List all the towers".

    The question as it is where nothing would be left.
    """
    left = " ".join(_REQUEST.sub(" ", question).split())
    return left if any(map(str.isalnum, left)) else question


def wants_whole(question: str) -> bool:
    """Whether `question` plainly asks about the whole document, so that a deep read should be offered."""
    return _ASKS.search(" ".join(question.split())) is not None
