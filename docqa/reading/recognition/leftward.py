"""What Hebrew and Arabic need beyond one reading: words that Latin letters were seen in, and letters alike.

Tesseract reads a page in two languages at once word by word, and takes many a short Hebrew word for a Latin one; a
second reading in the page's own language alone says which. No word lists: what is likelier, what stands where, and
what the page's other letters look like.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np

from docqa.reading.recognition.found import FoundLine, FoundWord, Gray
from docqa.reading.recognition.leftover import Scrap

_LATIN = re.compile("[A-Za-z]")
_OWN = re.compile("[\u0590-\u08ff]")
_PLAIN = re.compile(r"[\u0590-\u08ff\W]+")  # no Latin, no digits
_BIAS, _BIAS_WORD = (
    0.02,
    0.25,
)  # by which a reading in the page's own script may be less sure and still counts more
_UNSURE = 0.75  # below it, figures or Latin with a hyphen at the right end are a prefix that was not understood
_SAME_PLACE = 0.6  # of their union that two words share
_PREFIX = re.compile(r"(?=.*[A-Za-z0-9]).+[-־–][A-Za-z0-9]{1,3}\W?")
_STRANGE, _LATIN_WORD = 0.5, 4  # how sure a word is at most, and how long at least, to be looked at as Latin
_LATIN_WORDS = re.compile(r"(?=.*[a-z]{2})[A-Za-z]{4,}\W?")
_SHORT = re.compile("[א-ת]{1,3}")
_HYPHENS = "-־–"


def wants_own(lines: Sequence[FoundLine]) -> bool:
    """Whether a page read in two scripts has words that its own script alone may read better."""
    return any(_LATIN.search(word.text) or word.sure < _UNSURE for line in lines for word in line.words)


def together(mixed: list[FoundLine], alone: list[FoundLine]) -> list[FoundLine]:
    """The lines of `mixed`, read in two scripts, with words that are likelier as `alone` has them, read in one."""
    others = [word for line in alone for word in line.words]
    return [FoundLine([_likelier(word, others) for word in line.words], line.size) for line in mixed]


def _likelier(word: FoundWord, others: Sequence[FoundWord]) -> FoundWord:
    unsure = word.sure < _UNSURE and _PREFIX.fullmatch(word.text)
    if not unsure and not _LATIN.search(word.text):
        return word
    other = _in_place_of(word, others)
    if other is None:
        return word
    if unsure and (prefixed := _with_prefix(word, other)):
        return prefixed
    if not _LATIN.search(word.text) or not _OWN.search(other.text):
        return word
    single = len(_LATIN.findall(word.text)) < 2 or not _PLAIN.fullmatch(other.text)
    return other if other.sure + (_BIAS if single else _BIAS_WORD) >= word.sure else word


def _with_prefix(word: FoundWord, other: FoundWord) -> FoundWord | None:
    """A number or Latin word behind a Hebrew prefix: what stands right of the hyphen as `other` has it."""
    hyphens = [x0 for text, x0, _ in word.letters if text in _HYPHENS]
    if not hyphens:
        return None
    prefix = tuple(letter for letter in other.letters if letter[1] > hyphens[-1] and letter[0] not in _HYPHENS)
    rest = tuple(letter for letter in word.letters if letter[1] <= hyphens[-1])
    if not prefix or not all(_OWN.match(text) for text, _, _ in prefix):
        return None
    ordered = sorted(prefix, key=lambda letter: -letter[1])
    hyphen = [text for text, x0, _ in rest if x0 == hyphens[-1]]
    text = "".join(
        [*(text for text, _, _ in ordered), *hyphen, *(text for text, x0, _ in rest if x0 < hyphens[-1])]
    )
    return word._replace(text=text, sure=max(word.sure, other.sure), letters=(*rest, *prefix))


def doubtful(lines: Sequence[FoundLine]) -> tuple[list[Scrap], list[Scrap]]:
    """Where to look again: at what stands right of the hyphen in numbers and Latin words that may have a Hebrew
    prefix, in the page's own language; and at words that are likely none of its own, in Latin letters."""
    prefixes, strange = [], []
    for word in (word for line in lines for word in line.words):
        if word.sure < _UNSURE and _PREFIX.fullmatch(word.text) and (end := _hyphen_end(word)) is not None:
            prefixes.append(Scrap(*map(round, (end, word.y0, word.x1 + 1, word.y1))))
        elif word.sure < _STRANGE and len(word.text) >= _LATIN_WORD and not _LATIN.search(word.text):
            strange.append(Scrap(*map(round, (word.x0, word.y0, word.x1, word.y1))))
    return prefixes, strange


def settled(
    lines: list[FoundLine], prefixes: Sequence[FoundLine], strange: Sequence[FoundLine]
) -> list[FoundLine]:
    """The lines with what looking again at the doubtful places has brought."""
    letters = [word for line in prefixes for word in line.words if _SHORT.fullmatch(word.text)]
    latin = [word for line in strange for word in line.words if _LATIN_WORDS.fullmatch(word.text)]
    return [FoundLine([_settled(word, letters, latin) for word in line.words], line.size) for line in lines]


def _settled(word: FoundWord, letters: Sequence[FoundWord], latin: Sequence[FoundWord]) -> FoundWord:
    if word.sure >= _UNSURE:
        return word
    end = _hyphen_end(word) if _PREFIX.fullmatch(word.text) else None
    if end is not None:
        for other in letters:
            if end - 2 <= other.x0 and other.x1 <= word.x1 + 2 and word.y0 < (other.y0 + other.y1) / 2 < word.y1:
                return _with_prefix(word, other) or word
    if word.sure < _STRANGE:
        other_word = _in_place_of(word, latin)
        if other_word is not None:
            return other_word._replace(y0=word.y0, y1=word.y1, letters=_evenly(other_word))
    return word


def _hyphen_end(word: FoundWord) -> float | None:
    """Where the last hyphen of a word ends, seen from the left."""
    return max((x1 for text, _, x1 in word.letters if text in _HYPHENS), default=None)


def _evenly(word: FoundWord) -> tuple[tuple[str, float, float], ...]:
    step = (word.x1 - word.x0) / len(word.text)
    return tuple((text, word.x0 + i * step, word.x0 + (i + 1) * step) for i, text in enumerate(word.text))


def _in_place_of(word: FoundWord, others: Sequence[FoundWord]) -> FoundWord | None:
    for other in others:
        width = min(word.x1, other.x1) - max(word.x0, other.x0)
        height = min(word.y1, other.y1) - max(word.y0, other.y0)
        if width > 0 and height > 0:
            inner = width * height
            whole = _area(word) + _area(other) - inner
            if inner > _SAME_PLACE * whole:
                return other
    return None


def _area(word: FoundWord) -> float:
    return (word.x1 - word.x0) * (word.y1 - word.y0)


def mended(lines: list[FoundLine], picture: Gray, shapes: Shapes) -> list[FoundLine]:
    """The lines with letters set right that Tesseract confuses in Hebrew: samekh and final mem at the ends of
    words, and the mark inside abbreviations. `shapes` learns from the page."""
    shapes.learn(picture, lines)
    return [FoundLine([_mended(word, shapes) for word in line.words], line.size) for line in lines]


def _mended(word: FoundWord, shapes: Shapes) -> FoundWord:
    text, letters = word.text, word.letters
    if not letters or "".join(letter for letter, _, _ in letters) != text:
        return word
    out = list(letters)
    for i, (letter, x0, x1) in enumerate(letters):
        before = letters[i - 1][0] if i else ""
        behind = letters[i + 1][0] if i + 1 < len(letters) else ""
        if letter in _INNER_MARKS and _is_hebrew(before) and _is_hebrew(behind):
            out[i] = ('"', x0, x1)
        elif letter == _SAMEKH and _is_hebrew(before) and not _is_hebrew(behind) and shapes.is_mem(word, x0, x1):
            out[i] = (_MEM, x0, x1)
    return word._replace(text="".join(letter for letter, _, _ in out), letters=tuple(out))


_SAMEKH, _MEM = "ס", "ם"
_INNER_MARKS = "*״”“"
_SIDE = 20  # pixels of a letter's picture when it is compared
_ENOUGH = 2  # letters of each kind that tell how a page prints them
_KEPT = 40  # letters of each kind that are kept in mind
_NEARER = 0.02  # correlation by which a letter must be nearer to the other kind


def _is_hebrew(letter: str) -> bool:
    return bool(letter) and "א" <= letter[0] <= "ת"


class Shapes:
    """How a document prints samekh, which inside words nothing else is taken for, and final mem."""

    def __init__(self) -> None:
        self._picture: Gray = None
        self._known: dict[str, deque[Any]] = {_SAMEKH: deque(maxlen=_KEPT), _MEM: deque(maxlen=_KEPT)}
        self._kinds: dict[str, Any] = {}

    def learn(self, picture: Gray, lines: Sequence[FoundLine]) -> None:
        """Look at a page's letters, before asking about others of it."""
        self._picture = picture
        for word, letter, x0, x1 in _sure_letters(lines):
            shape = self._shape(word, x0, x1)
            if shape is not None:
                self._known[letter].append(shape)
        self._kinds = {
            letter: np.mean(list(shapes), axis=0)
            for letter, shapes in self._known.items()
            if len(shapes) >= _ENOUGH
        }

    def is_mem(self, word: FoundWord, x0: float, x1: float) -> bool:
        """Whether the letter from `x0` to `x1` of a word looks more like a final mem here than like a samekh."""
        samekh, mem = self._kinds.get(_SAMEKH), self._kinds.get(_MEM)
        shape = self._shape(word, x0, x1) if samekh is not None else None
        if shape is None:
            return False
        if mem is not None:
            return _alike(shape, mem) > _alike(shape, samekh) + _NEARER
        # Every final mem was taken for a samekh: it is less like those inside words than any of them is.
        return _alike(shape, samekh) < min(_alike(one, samekh) for one in self._known[_SAMEKH]) - _NEARER

    def _shape(self, word: FoundWord, x0: float, x1: float) -> Any:
        """A letter's picture on a square, ink bright; None where there is none."""
        part = self._picture[max(0, round(word.y0)) : round(word.y1), round(x0) : round(x1)]
        if part.size == 0 or min(part.shape) < 5:
            return None
        _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        ys = np.flatnonzero(ink.any(axis=1))
        xs = np.flatnonzero(ink.any(axis=0))
        if len(ys) < 5 or len(xs) < 5:
            return None
        tight = ink[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
        return cv2.GaussianBlur(
            cv2.resize(tight, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32), (3, 3), 0
        )


def _sure_letters(lines: Sequence[FoundLine]) -> Iterator[tuple[FoundWord, str, float, float]]:
    """Samekhs inside words and final mems at their ends."""
    for line in lines:
        for word in line.words:
            for i, (letter, x0, x1) in enumerate(word.letters):
                inside = i + 1 < len(word.letters) and _is_hebrew(word.letters[i + 1][0])
                if (letter == _SAMEKH and inside) or (letter == _MEM and i and not inside):
                    yield word, letter, x0, x1


def _alike(a: Any, b: Any) -> float:
    """The correlation of two pictures, from -1 to 1."""
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / max(1e-6, float(np.sqrt((a * a).sum() * (b * b).sum()))))
