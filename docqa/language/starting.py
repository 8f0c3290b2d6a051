"""Questions to begin with, made from what a document says about itself: its contents, figures and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docqa.domain import Document
from docqa.language.ways import direction
from docqa.language.words import detect

_MOST = 4  # questions
_LEAST_LETTERS, _MOST_WORDS, _MOST_LETTERS = 4, 9, 60  # of a heading that can stand in a question
_SCANNED_PAGES = 60  # whose lines are looked at
_NUMBER = re.compile(
    r"^(?:chapter|part|section|appendix|פרק|חלק|נספח)?\s*[\dIVXLC]+(?:\.\d+)*[.:)]?\s+(?=\S)", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})?\.?\s+(?P<title>[^\W\d_][^\n.;:]{4,60})$", re.MULTILINE)
_CAPTION = re.compile(
    r"^(?P<label>(?:Figure|Table|Fig\.|איור|תרשים|טבלה|לוח)\s?\d{1,3}(?:[.\-]\d{1,3})?)[.:]?\s+\S", re.MULTILINE
)
# What every document has, or what says nothing about it.
_DULL = re.compile(
    r"(?:table of )?contents|(?:list of )?(?:figures|tables)|preface|foreword|index|references|bibliography|notes"
    r"|acknowledge?ments?|glossary|introduction|conclusions?|appendi(?:x|ces).*|cover|title page|abstract|summary"
    r"|copyright|about .*|part .{1,3}|chapter .{1,5}|תוכן(?: עניינים)?|הקדמה|מבוא|מפתח|ביבליוגרפיה|נספחים?|סיכום"
    r"|תודות|מקורות",
    re.IGNORECASE,
)
# About a chapter, a heading, a figure, and all of it.
_ASKS = {
    "en": (
        "What does “{title}” say?",
        "What is said about {title}?",
        "What does {label} show?",
        "What is this about?",
    ),
    "he": ("מה נאמר בפרק “{title}”?", "מה נאמר על {title}?", "מה רואים ב{label}?", "על מה המסמך?"),
}


def starting_questions(document: Document, labels: Sequence[str] = ()) -> tuple[str, ...]:
    """Up to four questions about `document`, in its language (English where it is none we know).

    From its table of contents, else its numbered headings; one about a figure or table: `labels` are those known,
    else the captions in its text are looked for. None for a document without words.
    """
    sample = "\n".join(page.text[:1_500] for page in document.pages[:8])
    if not any(map(str.isalpha, sample)):
        return ()
    language = "he" if detect(sample) == "he" else "en"
    part, about, figure, whole = _ASKS[language]
    rtl = language == "he"
    titles = [title for title in _titles(document) if (direction(title) == "rtl") is rtl]
    spread = _spread(titles, _MOST - 1)
    questions = [(part if document.outline else about).format(title=title) for title in spread]
    label = next(iter(labels), "") or _captioned(document)
    if label and (any("\u0590" <= letter <= "\u05ff" for letter in label) is rtl):
        questions = [*questions[: _MOST - 1], figure.format(label=label)]
    return tuple(dict.fromkeys([*questions, whole]))[:_MOST]


def _titles(document: Document) -> list[str]:
    """Headings that say something of the document's own, in its order."""
    found = [heading for level, heading, _ in document.outline if level == 1]
    if len(list(_telling(found))) < 2:
        found = [heading for level, heading, _ in document.outline if level <= 2]
    if not document.outline:
        pages = document.pages[:_SCANNED_PAGES]
        found = [heading["title"] for page in pages for heading in _NUMBERED.finditer(page.text)]
    return list(dict.fromkeys(_telling(found)))


def _telling(headings: Sequence[str]) -> Iterator[str]:
    for heading in headings:
        title = _NUMBER.sub("", " ".join(heading.split())).strip(' .:–-“”"')
        long_enough = sum(map(str.isalpha, title)) >= _LEAST_LETTERS
        short_enough = len(title) <= _MOST_LETTERS and len(title.split()) <= _MOST_WORDS
        if long_enough and short_enough and not _DULL.fullmatch(title):
            yield title


def _spread(titles: Sequence[str], most: int) -> list[str]:
    """Some of them, from all over the document."""
    if len(titles) <= most:
        return list(titles)
    return [titles[(2 * i + 1) * len(titles) // (2 * most)] for i in range(most)]


def _captioned(document: Document) -> str:
    """What the first caption calls its figure or table."""
    for page in document.pages[:_SCANNED_PAGES]:
        if found := _CAPTION.search(page.text):
            return found["label"].replace("Fig.", "Figure")
    return ""
