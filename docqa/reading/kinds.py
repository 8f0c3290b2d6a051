"""What is on a page: text to trust, a picture of text, both, or letters that are not what the page shows.

Judged from what reading the text layer yields anyway, so that it costs next to nothing. Thresholds are for whole
pages and lean to trust: a page of codes or sums is text, however odd its letters.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from docqa.domain import PageKind
from docqa.language import scripts
from docqa.language.folding import strip_marks

UNMAPPED = 0.3  # share of characters without Unicode from which a page's text says nothing
_MOST_UNSEEN = 0.5  # share of unseen characters from which a text layer is one laid behind a picture
_LARGE = 0.2  # share of the page under pictures from which they may hold words worth reading
_WHOLE = 0.6  # … from which the picture is the page
_MOST_MARKS = 0.7  # share of marks; a page of sums or code has less
_JUDGED = 160  # letters below which their statistics are luck


@dataclass(frozen=True, slots=True)
class Layer:
    """A page's text layer in numbers: its characters, how many of them nobody sees, and the share of the page
    under pictures (from 0 to 1)."""

    characters: int
    unseen: int
    pictures: float

    @property
    def behind_picture(self) -> bool:
        """Whether the text was laid unseen behind a scan, for searching."""
        return self.pictures >= _WHOLE and self.unseen > _MOST_UNSEEN * self.characters

    @property
    def kind(self) -> PageKind:
        """The page's kind, if its letters are what they look like."""
        if self.behind_picture or (self.pictures >= _WHOLE and self.characters == 0):
            return PageKind.SCANNED
        return PageKind.MIXED if self.pictures >= _LARGE else PageKind.TEXT


# The commonest pairs of letters within words of English, French, German, Spanish, Italian, Portuguese, Dutch,
# Polish, Czech, Turkish, Indonesian, Finnish and Hungarian: four pairs of ten in any of them, one by luck.
_PAIRS = frozenset(
    re.findall(
        r"(\w)(\w)",
        """
    th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co
    me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur la el ta na no ca di em ie ei ge un da ue
    qu os ad do ho us et ns so tr pr po pa sz ni wa za rz ak ow ja ki zy ko ov je sk vy ek mi az eg
    gy sa va ku ka ir ya bi il im nu ul au ai lo ss rs ac id ol pe mo ot am ec ut iv wi ly
        """,
    )
)
_WORDS = re.compile(r"[^\W\d_]{3,14}")
_LATIN_WORDS = re.compile("[a-z]+")
_NATURAL_PAIRS = 0.3
_SAMPLE, _PLAIN_PAIRS = 250, 0.34  # characters, and a share well above the natural's least
_MOST_ACCENTED = 0.5  # share of letters with accents; Vietnamese has a third, Hebrew read as Latin nearly all

# Letters that make up most of any text in a script, and the least share they do. Luck would give two fifths.
_COMMON = {
    "Hebrew": (frozenset("יוהלארמתבש"), 0.5),
    "Arabic": (frozenset("اليونمرتبهیةعسد"), 0.5),
    "Cyrillic": (frozenset("оеаинтсрвліу"), 0.45),
    "Greek": (frozenset("αοιετσνηυρπκάίό"), 0.45),
}
_FINALS = re.compile("[םןץףך](?=[א-ת])")  # letters that stand at the ends of words alone
_MARKS = re.compile(r"[!-,/:-@\[-`{-~¡-¿×÷]")


class _Pairs(dict[str, int]):
    """A word in small Latin letters -> how many of its pairs are common ones, counted when it is first met."""

    def __missing__(self, word: str) -> int:
        found = self[word] = sum(map(_PAIRS.__contains__, pairwise(word)))
        return found


_pairs_in = _Pairs()
_REMEMBERED = 50_000  # words: far more than a language's common ones


def improbable(text: str) -> bool:
    """Whether a page's letters are hardly those of any language: its font says one and shows another.

    A long page is judged by three samples where these are plainly of a language, as most pages are.
    """
    return not _plainly_natural(text) and _improbable(text)


def _plainly_natural(text: str) -> bool:
    """Whether three samples of a page are in Latin letters that follow each other as they do in words."""
    step = len(text) // 3
    parts = (text[:_SAMPLE], text[step : step + _SAMPLE], text[-_SAMPLE:]) if step > _SAMPLE else (text,)
    sample = "\n".join(parts).lower()
    words = _LATIN_WORDS.findall(sample)
    letters = sum(map(len, words))
    if letters < max(_JUDGED, 0.2 * len(sample)):
        return False
    if len(_pairs_in) > _REMEMBERED:
        _pairs_in.clear()
    found = sum(map(_pairs_in.__getitem__, words))
    return found >= _PLAIN_PAIRS * (letters - len(words))


def _improbable(text: str) -> bool:
    letters = scripts.counts(text)
    total = sum(letters.values())
    dense = len("".join(text.split()))
    if dense >= _JUDGED and len(_MARKS.findall(text)) > _MOST_MARKS * dense:
        return True
    if total < _JUDGED:
        return False
    large = [script for script, count in letters.items() if count >= 0.04 * total]
    kana = {"Han", "Hiragana", "Katakana", "Hangul"}
    if len(set(large) - kana) >= 4:
        return True
    main = max(letters, key=letters.__getitem__)
    if letters[main] < 0.6 * total:
        return False
    if main == "Latin":
        return _improbable_latin(text)
    if main in _COMMON:
        common, least = _COMMON[main]
        found = Counter(text.lower())
        if sum(found[letter] for letter in common) < least * letters[main]:
            return True
        return main == "Hebrew" and len(_FINALS.findall(text)) > 0.03 * letters[main]
    return False


def _improbable_latin(text: str) -> bool:
    words = _WORDS.findall(text)
    letters = "".join(words)
    if sum([not letter.isascii() for letter in letters]) > _MOST_ACCENTED * len(letters) > 0.5 * _JUDGED:
        return True
    words = [strip_marks(word).lower() for word in words]
    pairs = [pair for word in words for pair in pairwise(word)]
    if len(pairs) < _JUDGED or len(set(letters.lower())) < 10:  # sequences of bases, grades, chess
        return False
    return sum([pair in _PAIRS for pair in pairs]) < _NATURAL_PAIRS * len(pairs)
