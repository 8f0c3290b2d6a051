"""Text in any language: folded for matching, split into words, terms and sentences. No other room's business."""

from docqa.language.folding import Folded, fold, strip_marks
from docqa.language.scripts import direction, is_hangul
from docqa.language.sentences import sentences
from docqa.language.words import detect, runs, terms, terms_of, words

__all__ = [
    "Folded",
    "detect",
    "direction",
    "fold",
    "is_hangul",
    "runs",
    "sentences",
    "strip_marks",
    "terms",
    "terms_of",
    "words",
]
