"""What figures and tables are called in many languages: "Figure 3", "Abb. 2", "Tableau IV", "图3-1", "טבלה 2".

The same words begin a caption and name a figure in a question, so both are understood here. A mention is a word's
class and its number: "Fig. 3" and "Figure 3" are the same, "Chart 3" is another.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

FIGURE, TABLE = "figure", "table"

# By class, the words as they are written, longest first where one begins another; a full stop may follow each.
_WORDS = {
    FIGURE: (
        "figures figure figs fig abbildungen abbildung abb bilder bild figuras figura figur figuren figuur "
        "afbeelding afb illustration ilustración obrázek obr rysunek rys рисунок рисунки рис рисунку рисунке мал "
        "εικόνα σχήμα şekil kuva slika hình รูปที่ रेखाचित्र चित्र 그림 שרטוט איורים איור תרשימים תרשים "
        "תמונה الشكل شكل الصورة شکل"
    ),
    TABLE: (
        "tables table tableaux tableau tabellen tabelle tabella tabelas tabela tablas tabla tabell tabel tab "
        "tablo taulukko tabulka tablica таблицы таблица таблице таблицу табл πίνακας bảng "
        "ตารางที่ ตาราง तालिका सारणी 표 טבלאות טבלה לוח الجدول جدول"
    ),
    "chart": "charts chart diagramme diagramm grafik graphique gráfico grafico graphs graph graf גרף диаграмма",
    "exhibit": "exhibits exhibit",
    "scheme": "schemes scheme schema schéma",
    "plate": "plates plate tafel planche",
    "diagram": "diagrams diagram",
    "map": "maps map karte carte",
}
# Written without spaces before their numbers and after other words.
_SOLID = {FIGURE: "附图 附圖 图表 圖表 图 圖 図", TABLE: "附表 表"}

_CLASS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_CLASS_SOLID = {word: kind for kind, words in _SOLID.items() for word in words.split()}

_DIGITS = r"\d{1,3}(?:[.\-‐–:]\d{1,3}){0,3}"
_PIECE = r"(?:[a-z]\b|\([a-zא-ת]\))"
_NUMBER = rf"(?:\p{{Lu}}{{1,2}}[.\-]?{_DIGITS}[a-z]?|{_DIGITS}{_PIECE}?|[IVXL]{{1,6}}\b|\p{{Lu}}\b(?![.]?\w))"
_AND = r"(?:\s*(?:,|&|and|und|et|y|e|i|en|och|и|và|או|و|and|or|oder|ou|bis|to|до)\s*|\s+ו-?)"
_WORD = "|".join(sorted(map(regex.escape, _CLASS), key=len, reverse=True))
_SOLID_WORD = "|".join(sorted(map(regex.escape, _CLASS_SOLID), key=len, reverse=True))
_CHINESE = "一二三四五六七八九十"
# Hebrew and Arabic put prepositions and the article before the word without a space.
_BEFORE = r"(?<![\p{L}\p{N}])(?:[והבלכמש]{1,3}|(?:و|ب|ل|ف|ك){1,2})?"
_MENTION = regex.compile(
    rf"{_BEFORE}(?P<word>(?i:{_WORD}))\.?\s*(?:(?:no|nr|n°|nº|#|№|מס|מספר)\.?['׳]?\s*)?(?P<numbers>{_NUMBER}"
    rf"(?:{_AND}{_DIGITS}[a-z]?(?!\p{{L}}))*)"
    rf"|(?P<solid>{_SOLID_WORD})\s*(?P<number>{_DIGITS}|[{_CHINESE}]{{1,3}}|[A-Z]\d{{0,2}}\b)"
)
_ONE = regex.compile(_NUMBER)
_PART = regex.compile(r"(?<=\d)[a-zא-ת]$")
# A caption's label is followed by its end, by a mark, or by the caption's first word with a capital or in a script
# without capitals: "Figure 3 shows" in running text is none, "Figure 3 Sales by year" is.
_AFTER = regex.compile(r"\s*(?:$|[.:|\-‐–—)\]。：．│]|\s(?=[\p{Lu}\p{Lt}\p{Lo}\p{N}“\"(«„\[]))")


class Mention(NamedTuple):
    """A figure or table by its class ("figure", "table", "chart", …) and number ("3", "a.1", "iv")."""

    kind: str
    number: str


class Caption(NamedTuple):
    """How a line calls the figure that it stands with: its mention, and the label as printed, ending at `end`."""

    mention: Mention
    label: str
    end: int


def mentions(text: str) -> list[Mention]:
    """The figures and tables that `text` names, each once, in order; "Figure 3b" and "3(b)" name Figure 3, too."""
    found: dict[Mention, None] = {}
    for match in _MENTION.finditer(text):
        kind = _kind(match)
        numbers = [match["number"]] if match["solid"] else _ONE.findall(match["numbers"])
        for number in numbers:
            plain = _plain(number)
            found[Mention(kind, plain)] = None
            if _PART.search(plain):
                found[Mention(kind, plain[:-1])] = None
    return list(found)


def caption(line: str) -> Caption | None:
    """The label that `line` begins with, if it is the first line of a caption."""
    start = len(line) - len(line.lstrip(" \t([*•"))
    match = _MENTION.match(line, start)
    if match is None:
        return None
    first = match["number"] if match["solid"] else match["numbers"]
    number = first if match["solid"] else _ONE.findall(first)[0]
    end = match.end() if match["solid"] else match.start("numbers") + len(number)
    if not match["solid"] and match["word"].islower() and match["word"].isascii():
        return None  # "figure 3" in small letters is running text
    if not _AFTER.match(line, end):
        return None
    return Caption(Mention(_kind(match), _plain(number)), line[start:end].strip(), end)


def _kind(match: regex.Match[str]) -> str:
    return _CLASS_SOLID[match["solid"]] if match["solid"] else _CLASS[match["word"].casefold()]


def _plain(number: str) -> str:
    """A number as it compares: small letters, one kind of dash, Chinese numerals as digits."""
    if number[0] in _CHINESE:
        tens, _, ones = number.rpartition("十") if "十" in number else ("", "", number)
        value = (
            (_CHINESE.index(ones) + 1 if ones else 0)
            if "十" not in number
            else (10 * (_CHINESE.index(tens) + 1 if tens else 1) + (_CHINESE.index(ones) + 1 if ones else 0))
        )
        return str(value)
    return regex.sub("[‐–:]", "-", number).strip("()").replace("(", "").casefold()
