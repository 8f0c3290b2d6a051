"""What an engine passed over: lone figures, page numbers, labels in charts. Found by their ink, read once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from docqa.reading.recognition.found import FoundLine, FoundWord, Gray

_LEAST, _MOST = 0.7, 2.4  # heights of small letters within which ink may be letters
_LONGEST = 24  # … and how long a passed-over piece of a line may be
_APART = 1.1  # … of white that parts pieces
_MANY = 80  # pieces on a page from which they are a picture's texture
_TEXTURE = 6_000  # … letters on a page from which they are one
_WORD, _WORDS = 1.5, 2  # times its height that a word is long, and how many of them a picture with words has
_SURE = 0.8  # from which such a word is believed
_WHITE = 255


class Scrap(NamedTuple):
    """A piece of ink that no word covers, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


def scraps(picture: Gray, lines: Sequence[FoundLine], letter: float) -> list[Scrap]:
    """Pieces of a page that look like letters and lie in no word. `letter`: a small letter's height in pixels."""
    if letter <= 0:
        return []
    covered = np.zeros(picture.shape, np.uint8)
    for line in lines:
        for word in line.words:
            covered[max(0, int(word.y0)) : int(word.y1) + 1, max(0, int(word.x0)) : int(word.x1) + 1] = 1
    places = [place for place in _letters(picture, letter) if not covered[_middle(place)]]
    joined = _joined(places, letter)
    if len(joined) > _MANY:
        return []
    return [one for one in joined if one.x1 - one.x0 <= _LONGEST * letter]


def has_lines(picture: Gray, letter: float) -> bool:
    """Whether letters stand side by side on it, as they do in words."""
    if letter <= 0:
        return False
    places = _letters(picture, letter)
    if len(places) > _TEXTURE:
        return False
    return sum(one.x1 - one.x0 > _WORD * (one.y1 - one.y0) for one in _joined(places, letter)) >= _WORDS


def _letters(picture: Gray, letter: float) -> list[Scrap]:
    """Ink of the size and the density of letters."""
    _, dark = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    x, y, width, height, area = (stats[:, column] for column in range(5))
    shaped = (height >= _LEAST * letter) & (height <= _MOST * letter) & (width <= 3 * letter)
    shaped &= (width * 8 >= height) & (area >= 0.12 * width * height) & (area <= 0.9 * width * height)
    shaped[0] = False
    return [Scrap(*map(int, (x[i], y[i], x[i] + width[i], y[i] + height[i]))) for i in np.flatnonzero(shaped)]


def _middle(place: Scrap) -> tuple[int, int]:
    return (place.y0 + place.y1) // 2, (place.x0 + place.x1) // 2


def _joined(places: list[Scrap], letter: float) -> list[Scrap]:
    """Letters side by side as one piece."""
    out: list[Scrap] = []
    for place in sorted(places):
        for n, last in enumerate(out):
            beside = place.x0 - last.x1 < _APART * letter
            level = min(last.y1, place.y1) - max(last.y0, place.y0)
            if beside and level > 0.5 * min(last.y1 - last.y0, place.y1 - place.y0):
                out[n] = Scrap(
                    min(last.x0, place.x0), min(last.y0, place.y0), max(last.x1, place.x1), max(last.y1, place.y1)
                )
                break
        else:
            out.append(place)
    return out


def sheet(picture: Gray, pieces: Sequence[Scrap], letter: float) -> tuple[Gray, list[int]]:
    """The pieces below each other on a white sheet, and the height at which each begins."""
    edge = round(letter)
    tall = [piece.y1 - piece.y0 + 2 * edge for piece in pieces]
    wide = max(piece.x1 - piece.x0 for piece in pieces) + 4 * edge
    out: Any = np.full((sum(tall) + 2 * edge, wide), _WHITE, np.uint8)
    at, tops = edge, []
    for piece, height in zip(pieces, tall, strict=True):
        part = picture[piece.y0 : piece.y1, piece.x0 : piece.x1]
        out[at + edge : at + edge + part.shape[0], 2 * edge : 2 * edge + part.shape[1]] = part
        tops.append(at + edge)
        at += height
    return out, tops


def put_back(
    read: Sequence[FoundLine], pieces: Sequence[Scrap], tops: Sequence[int], letter: float, least: float = _SURE
) -> list[FoundLine]:
    """What was read on the sheet, where it stands on the page; only what is as sure as `least` to be text."""
    edge = round(letter)
    out = []
    for line in read:
        for word in line.words:
            middle = (word.y0 + word.y1) / 2
            if word.sure < least or not any(character.isalnum() for character in word.text):
                continue
            for piece, top in zip(pieces, tops, strict=True):
                if top - edge / 2 <= middle <= top + piece.y1 - piece.y0 + edge / 2:
                    x, y = piece.x0 - 2 * edge, piece.y0 - top
                    letters = tuple((text, x0 + x, x1 + x) for text, x0, x1 in word.letters)
                    moved = FoundWord(
                        word.text, word.x0 + x, word.y0 + y, word.x1 + x, word.y1 + y, word.sure, letters
                    )
                    out.append(FoundLine([moved], line.size))
                    break
    return out
