"""References to a document's own parts: figures, tables, sections, notes, by kind and number in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_KINDS = {
    "figure": """
        figures? figs? figuras? abbildung(?:en)? abb figura figuur chart charts graph איורים? [הובל]?איור תרשים
        תרשימים рисун(?:ок|ка|ке|ком) рис الشكل شكل rysun(?:ek|ku) obrázek obr exhibits?
    """,
    "table": """
        tables? tabellen? tab tablas? tabelas? tabl(?:eau|eaux) tabella tabel טבלאות [הובל]{0,2}טבלה לוח
        таблиц[аеуы] табл الجدول جدول
    """,
    "section": """
        sections? secs? abschnitte? abschn secci[oó]n seç[ãa]o sezione [הובל]{0,2}סעיפים [הובל]{0,2}סעיף ס['׳]
        раздел[ае]? пункт[ае]? القسم المادة مادة البند clauses? articles? artikel artículo artigo articolo art
        items? paragraphs? para absatz
    """,
    "chapter": """
        chapters? chap kapitel cap[ií]tulos? chapitres? capitolo hoofdstuk פרקים [הובל]{0,2}פרק глав[аеуы] الفصل
        فصل parts? part
    """,
    "appendix": """
        append(?:ix|ices) app anhang anexo annex annexes annexe schedules? anlage allegato bijlage
        [הובל]{0,2}נספח נספחים приложени[ея] ملحق
    """,
    "note": "notes? anmerkung nota ביאורים? [הובל]{0,2}ביאור примечани[ея] footnotes?",
    "equation": """
        equations? eqs? eqn gleichung ecuación équation [הובל]{0,2}משוואה формул[аеуы] theorem lemma algorithm
        listing box
    """,
}
_SOLID = {"图": "figure", "圖": "figure", "図": "figure", "그림": "figure", "表": "table", "표": "table"}
_SOLID_AFTER = {
    "章": "chapter",
    "节": "section",
    "節": "section",
    "条": "section",
    "條": "section",
    "장": "chapter",
    "절": "section",
    "조": "section",
}
_NUMBER = (
    r"(?:[A-Z]{1,2}[-.]?)?\d{1,3}[A-Za-z]?(?:[.\-–]\d{1,3}){0,4}(?:\([a-z0-9]{1,3}\)){0,2}[a-z]?|[IVX]{1,6}|[A-Z]"
)
_PART = re.compile(
    r"(?<![^\W_])(?:(?:"
    + "|".join(
        f"(?P<{kind}>{'|'.join(sorted(words.split(), key=len, reverse=True))})" for kind, words in _KINDS.items()
    )
    + rf")\.?|(?P<paragraph>§§?))(?:\s+|(?<=[.§])|(?=\())\(?(?P<n>(?-i:{_NUMBER}))(?![^\W_])"
    + r"(?!\.\d|,\d{3}|\s?%)",
    re.IGNORECASE,
)
_MORE = re.compile(rf"\s*(?:,|and|&|or|to|und|et|y|e|–|-|ו-?)\s*(?P<n>{_NUMBER})(?![^\W_])(?!\.\d|,\d|\s?%)")
_HAN = re.compile(
    rf"(?P<kind>{'|'.join(_SOLID)})\s?(?P<n>\d{{1,3}}(?:[.\-–]\d{{1,3}}){{0,3}})(?!\d)"
    rf"|[第제]\s?(?P<m>\d{{1,3}}|[一二三四五六七八九十百]{{1,4}})\s?(?P<after>{'|'.join(_SOLID_AFTER)})"
)


# Plain words for each kind, to look a part up by; the answer's own word is tried first.
SYNONYMS = {
    "figure": (
        "figure",
        "fig",
        "abbildung",
        "figura",
        "chart",
        "exhibit",
        "איור",
        "תרשים",
        "图",
        "圖",
        "図",
        "рис",
        "рисунок",
    ),
    "table": ("table", "tabelle", "tabla", "tabela", "tableau", "טבלה", "לוח", "表", "таблица", "табл"),
    "section": (
        "section",
        "sec",
        "clause",
        "article",
        "item",
        "paragraph",
        "§",
        "abschnitt",
        "סעיף",
        "раздел",
        "пункт",
    ),
    "chapter": ("chapter", "part", "kapitel", "capítulo", "chapitre", "פרק", "глава"),
    "appendix": ("appendix", "annex", "schedule", "exhibit", "anhang", "נספח", "приложение"),
    "note": ("note", "footnote", "ביאור", "примечание"),
    "equation": ("equation", "eq", "theorem", "lemma", "algorithm", "box"),
}


class PartName(NamedTuple):
    """A part of a document as a text names it: where, of which kind, and its number as compared."""

    at: tuple[int, int]
    kind: str
    number: str


def part_names(text: str) -> Iterator[PartName]:
    """The figures, tables, sections and the like that `text` names, in order of their forms."""
    for match in _PART.finditer(text):
        kind = next((kind for kind in _KINDS if match[kind]), "section")
        word = match[kind] if kind != "section" or not match["paragraph"] else match["paragraph"]
        number = match["n"]
        # "a part I liked", "item A": letters alone are numbers only after a word written with a capital.
        if not any(map(str.isdigit, number)) and (not word[0].isupper() or number in ("I", "A")):
            continue
        yield PartName((match.start(), match.end("n")), kind, _plain(number))
        end = match.end("n")
        plural = word.casefold().rstrip(".")[-1:] in ("s", "n", "ם") or word == "§§"
        while plural and (more := _MORE.match(text, end)) is not None:
            yield PartName(more.span("n"), kind, _plain(more["n"]))
            end = more.end("n")
    for match in _HAN.finditer(text):
        kind = _SOLID[match["kind"]] if match["kind"] else _SOLID_AFTER[match["after"]]
        yield PartName(match.span(), kind, match["n"] or match["m"])


def _plain(number: str) -> str:
    return number.replace("–", "-").strip(".").casefold()


def numbered_heading(number: str) -> re.Pattern[str]:
    """What finds a heading with this number: at the start of a line, "4.2 Results"."""
    return re.compile(rf"^\s*{re.escape(number)}\.?\)?\s+[^\W\d]", re.MULTILINE | re.IGNORECASE)
