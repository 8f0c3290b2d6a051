"""Right-to-left lines put back into logical order from where their characters stand.

A PDF says where glyphs are, not how they were typed; in lines that mix Hebrew or Arabic with numbers and Latin
words the order of drawing is no guide. Here the visual order (by x) is taken as the truth and the display rules of
the Unicode Bidirectional Algorithm (UAX #9) are undone: numbers and Latin stretches run to the right, all
else to the left. Spaces come from the gaps, not from what was drawn.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from docqa.reading import normalise
from docqa.reading.rows import Line, Word

_SPACE = 0.14  # font sizes of white between two characters that part words
_TOUCH = 1.0  # font sizes between two of MuPDF's lines that are one

_BRACKETS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_OPENING, _CLOSING = "([{", ")]}"


class Character(NamedTuple):
    """One extracted character and its rectangle in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class RawLine:
    """A line as MuPDF gives it: characters in its order, white space included."""

    characters: list[Character]
    size: float
    block: int
    turn: int


@dataclass(slots=True)
class _Cluster:
    """A character with the marks on it, and its class: R, L, N(umber), S(eparator of numbers), T(erminator), O."""

    text: str
    box: Character
    kind: str
    space: bool = False  # white space stands to the right of it


def lines(raw: Iterable[RawLine]) -> tuple[list[Line], bool]:
    """Lines in logical order, and whether the page as a whole reads from right to left."""
    joined = _join(list(raw))
    weights: dict[int, int] = defaultdict(int)
    for line in joined:
        weights[line.block] += _weight(line)
    mirrored = sum(weights.values()) > 0
    found: list[tuple[RawLine, list[_Cluster], bool]] = []
    for line in joined:
        clusters = _clusters(line)
        rightward = _reads_rightward(clusters, _weight(line), weights[line.block], mirrored)
        if clusters:
            found.append((line, _logical(clusters, rightward), rightward))
    swap = _brackets_are_visual(found)
    out = []
    for line, clusters, rightward in found:
        words = _words(clusters, swap and not rightward)
        if words:
            out.append(Line(words, line.size, line.block, line.turn))
    return out, mirrored


def _reads_rightward(clusters: Sequence[_Cluster], own: int, block: int, mirrored: bool) -> bool:
    """The base direction of a line, by its letters and what it stands among.

    `own` and `block` are the weights of the line and of its block. A short line of a Hebrew paragraph may hold
    more Latin than Hebrew; it still begins at the right.
    """
    strong = [cluster.kind for cluster in clusters if cluster.kind in "RL"]
    if not strong:
        return not mirrored
    if "R" not in strong:
        return True
    if mirrored and strong[-1] == "R":
        return False
    if own and block and (own > 0) != (block > 0):
        return block < 0
    return (own or block or (1 if mirrored else -1)) < 0


def _weight(line: RawLine) -> int:
    """Right-to-left letters less left-to-right ones."""
    total = 0
    for character in line.characters:
        side = unicodedata.bidirectional(character.text[0])
        total += (side in ("R", "AL")) - (side == "L")
    return total


def _join(raw: list[RawLine]) -> list[RawLine]:
    """MuPDF parts a line where its direction changes: put touching pieces on one baseline together."""
    out: list[RawLine] = []
    for line in raw:
        if out and line.turn == out[-1].turn == 0 and _touch(out[-1], line):
            out[-1].characters.extend(line.characters)
            out[-1].size = max(out[-1].size, line.size)
        else:
            out.append(line)
    return out


def _touch(first: RawLine, second: RawLine) -> bool:
    a, b = _bounds(first), _bounds(second)
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    if overlap < 0.6 * min(a.y1 - a.y0, b.y1 - b.y0):
        return False
    return max(a.x0, b.x0) - min(a.x1, b.x1) < _TOUCH * min(first.size, second.size)


def _bounds(line: RawLine) -> Character:
    dense = [c for c in line.characters if not c.text.isspace()] or line.characters
    return Character(
        "", min(c.x0 for c in dense), min(c.y0 for c in dense), max(c.x1 for c in dense), max(c.y1 for c in dense)
    )


def _clusters(line: RawLine) -> list[_Cluster]:
    """The line's characters from left to right, marks on their letters, spaces from the gaps."""
    bases: list[_Cluster] = []
    marks: list[Character] = []
    waiting: list[Character] = []
    tolerance = 0.02 * line.size
    for character in line.characters:
        if character.text.isspace() or character.text == "\u200b":
            continue
        if unicodedata.category(character.text[0]) == "Mn":
            marks.append(character)
        elif character.x1 - character.x0 < 0.01 * line.size and line.turn % 2 == 0:
            # A further letter of one glyph (a ligature) stands at its right edge without a width of its own,
            # behind the glyph or, where MuPDF has turned the line round, before it.
            if bases and abs(bases[-1].box.x1 - character.x0) < tolerance:
                bases[-1].text += character.text
            else:
                waiting.append(character)
        else:
            bases.append(_Cluster(character.text, character, _kind(character.text)))
            for letter in reversed(waiting):
                if abs(character.x1 - letter.x0) < tolerance:
                    bases[-1].text += letter.text
                else:
                    bases.insert(-1, _Cluster(letter.text, letter, _kind(letter.text)))
            waiting = []
    bases.extend(_Cluster(letter.text, letter, _kind(letter.text)) for letter in waiting)
    for mark in marks:
        middle = (mark.x0 + mark.x1) / 2
        if bases:
            nearest = min(bases, key=lambda base: abs((base.box.x0 + base.box.x1) / 2 - middle))
            nearest.text += mark.text
    upright = line.turn % 2 == 0
    if upright:
        bases.sort(key=lambda base: base.box.x0 + base.box.x1)
        for left, right in pairwise(bases):
            left.space = right.box.x0 - left.box.x1 > _SPACE * line.size
    return bases


def _kind(text: str) -> str:
    side = unicodedata.bidirectional(text[0])
    if side in ("R", "AL"):
        return "R"
    return {"L": "L", "EN": "N", "AN": "N", "CS": "S", "ES": "S", "ET": "T"}.get(side, "O")


def _logical(visual: list[_Cluster], rightward: bool) -> list[_Cluster]:
    """Clusters from left to right into reading order.

    Sets each cluster's `space` anew: whether white space follows it in reading order.
    """
    arabic = any(unicodedata.bidirectional(cluster.text[0]) == "AL" for cluster in visual)
    if not rightward:
        return _leftward(visual, arabic)
    levels = _levels(visual, True, arabic)
    out: list[_Cluster] = []
    for level, run in groupby(range(len(visual)), key=levels.__getitem__):
        piece = [visual[at] for at in run]
        after = piece[-1].space
        if level == "R":
            piece = _leftward(piece, arabic)
            piece[-1].space = after
        out.extend(piece)
    return out


def _leftward(visual: list[_Cluster], arabic: bool) -> list[_Cluster]:
    """A stretch of a right-to-left line: its runs from the right, numbers and Latin as they stand."""
    levels = _levels(visual, False, arabic)
    out: list[_Cluster] = []
    for level, run in groupby(reversed(range(len(visual))), key=levels.__getitem__):
        piece = [visual[at] for at in run]
        if out:
            out[-1].space = piece[0].space  # the white space between this run and the one to its right
        gaps = [cluster.space for cluster in piece[1:]]  # gaps[i] parts piece[i + 1] from piece[i]
        if level == "L":
            piece.reverse()
            gaps.reverse()
        for cluster, gap in zip(piece, [*gaps, False], strict=True):
            cluster.space = gap
        out.extend(piece)
    return out


def _levels(visual: Sequence[_Cluster], rightward: bool, arabic: bool) -> list[str]:
    """For each cluster from left to right: "L" if it runs to the right, "R" if to the left."""
    kinds = [cluster.kind for cluster in visual]
    count = len(kinds)
    # Separators between digits and terminators beside them belong to the number (UAX #9, W4 and W5). In Arabic
    # a hyphen between numbers does not (its digits count as AN).
    for i in range(1, count - 1):
        if kinds[i] == "S" and kinds[i - 1] == "N" and kinds[i + 1] == "N":
            joins = visual[i].text not in "+-" or not arabic
            if joins and not visual[i - 1].space and not visual[i].space:
                kinds[i] = "N"
    for i in range(count):
        if kinds[i] == "T":
            beside = (i > 0 and kinds[i - 1] == "N" and not visual[i - 1].space) or (
                i + 1 < count and kinds[i + 1] in "NT" and not visual[i].space
            )
            kinds[i] = "N" if beside else "O"
    if rightward:
        return _stretches(kinds, "R", "L")
    levels = _stretches(kinds, "L", "R")
    return ["L" if kind == "N" else level for kind, level in zip(kinds, levels, strict=True)]


def _stretches(kinds: Sequence[str], strong: str, rest: str) -> list[str]:
    """Mark each stretch that begins and ends with `strong` (Latin: or a number beside it) without any `rest`."""
    levels = [rest] * len(kinds)
    at = 0
    while at < len(kinds):
        if kinds[at] != strong:
            at += 1
            continue
        end, probe = at, at
        while probe < len(kinds) and kinds[probe] != rest:
            if kinds[probe] == strong or (strong == "L" and kinds[probe] == "N"):
                end = probe
            probe += 1
        begin = at
        while strong == "L" and begin > 0 and kinds[begin - 1] == "N" and levels[begin - 1] != strong:
            begin -= 1
        levels[begin : end + 1] = [strong] * (end + 1 - begin)
        at = end + 1
    return levels


def _brackets_are_visual(found: Sequence[tuple[RawLine, list[_Cluster], bool]]) -> bool:
    """Whether brackets in right-to-left text are stored as they look rather than as they mean.

    Programs differ; the reading under which more of them pair up is the right one.
    """
    text = "".join(cluster.text for _, clusters, rightward in found if not rightward for cluster in clusters)
    return _pairs(text.translate(_BRACKETS)) > _pairs(text)


def _pairs(text: str) -> int:
    depth = dict.fromkeys(_OPENING, 0)
    pairs = 0
    for character in text:
        if character in _OPENING:
            depth[character] += 1
        elif character in _CLOSING:
            opening = _OPENING[_CLOSING.index(character)]
            if depth[opening]:
                depth[opening] -= 1
                pairs += 1
    return pairs


def _words(clusters: Sequence[_Cluster], swap: bool) -> list[Word]:
    words: list[Word] = []
    current: list[_Cluster] = []
    for cluster in clusters:
        current.append(cluster)
        if cluster.space:
            _finish(words, current, swap)
            current = []
    _finish(words, current, swap)
    return words


def _finish(words: list[Word], clusters: Sequence[_Cluster], swap: bool) -> None:
    if not clusters:
        return
    latin = any(cluster.kind == "L" for cluster in clusters)
    raw = "".join(cluster.text for cluster in clusters)
    text = normalise.word(raw.translate(_BRACKETS) if swap and not latin else raw)
    if text:
        boxes = [cluster.box for cluster in clusters]
        words.append(
            Word(
                text,
                min(box.x0 for box in boxes),
                min(box.y0 for box in boxes),
                max(box.x1 for box in boxes),
                max(box.y1 for box in boxes),
            )
        )
