"""Text in any language: folded for matching, split into words, terms and sentences. No other room's business.

What a module is named after, `words.words` and `sentences.sentences`, is imported from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docqa.later import later

if TYPE_CHECKING:
    from docqa.language.folding import Folded, fold, strip_marks
    from docqa.language.scripts import is_hangul
    from docqa.language.ways import direction
    from docqa.language.words import detect, runs, terms, terms_of

__all__ = [
    "Folded",
    "detect",
    "direction",
    "fold",
    "is_hangul",
    "runs",
    "strip_marks",
    "terms",
    "terms_of",
]

__getattr__ = later(
    __name__,
    {
        "folding": "Folded fold strip_marks",
        "scripts": "is_hangul",
        "ways": "direction",
        "words": "detect runs terms terms_of",
    },
)
