"""What recognising text gives, whichever engine did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

Gray = Any
"""A picture as numpy array of rows of bytes: 0 is black, 255 white."""


class FoundWord(NamedTuple):
    """A word in logical order, its rectangle in pixels of the picture given, and how sure it is (0 to 1).

    The rectangle is as high as the font of the word's line, as in a text layer, and as wide as the ink. `letters`
    are its characters with their left and right edges, where the engine says; they tell what runs which way.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float
    letters: tuple[tuple[str, float, float], ...] = ()


@dataclass(slots=True)
class FoundLine:
    """Words at one height in logical order, though columns may part them. `size` is their font's, in pixels."""

    words: list[FoundWord]
    size: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How much was read, in characters, and how sure it is on average (0 to 1)."""

    characters: int
    sure: float

    @property
    def good(self) -> bool:
        """Whether to trust it at once: wrong sides up, wrong scripts and wrecks score far lower."""
        return self.characters >= _ENOUGH and self.sure >= _SURE

    @property
    def poor(self) -> bool:
        """Whether it is no text at all, but what an engine makes of something else."""
        return self.characters > 0 and self.sure < _POOR

    @property
    def score(self) -> float:
        """What to compare by: characters that are likely right."""
        return self.characters * max(0.0, self.sure - 0.3)


_ENOUGH, _SURE, _POOR = 24, 0.82, 0.55


def quality(lines: list[FoundLine]) -> Quality:
    """The quality of what an engine gave."""
    characters = sum(len(word.text) for line in lines for word in line.words)
    if not characters:
        return Quality(0, 0.0)
    sure = sum(len(word.text) * word.sure for line in lines for word in line.words) / characters
    return Quality(characters, sure)


class Recogniser(Protocol):
    """One engine. Used in the worker process alone."""

    def read(self, picture: Gray, languages: tuple[str, ...], dots: int, seconds: float) -> list[FoundLine]:
        """The lines of an upright picture. `dots`: its pixels an inch. `seconds`: how long it may take.

        Raises RecognitionFailed.
        """
        ...


class RecognitionFailed(Exception):
    """An engine could not read a page; the text says why, in words that fit behind "because"."""
