"""Right-to-left lines put back into logical order from where their characters stand.

A PDF says where glyphs are, not how they were typed; in lines that mix Hebrew or Arabic with numbers and Latin
words the order of drawing is no guide. Here the visual order (by x) is taken as the truth and the display rules of
the Unicode Bidirectional Algorithm (UAX #9) are undone: numbers and Latin stretches run to the right, all
else to the left. Spaces come from the gaps, not from what was drawn.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from docqa.reading import normalise
from docqa.reading.rows import Line, Word, turned

_SPACE = 0.14  # font sizes of white between two characters that part words
_TOUCH = 1.0  # font sizes between two of MuPDF's lines that are one

_PARTNERS = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
MIRRORED = str.maketrans(_PARTNERS)
_OPENING = frozenset(
    "([{«‹"
)  # < and > more often compare than enclose: they turn with the others but have no vote

Character = tuple[str, float, float, float, float]
"""One extracted character and its rectangle in points: text, x0, y0, x1, y1."""


class _Kinds(dict[str, str]):
    """What bidi makes of a character, one letter each.

    R and A for letters that run to the left (A: Arabic), L for those that run to the right, N digits, S what
    separates and T what ends numbers, B brackets, M marks on letters, W white space, O all else.
    """

    def __missing__(self, text: str) -> str:
        side = unicodedata.bidirectional(text[0])
        if text.isspace() or text == "\u200b":
            kind = "W"
        elif unicodedata.category(text[0]) == "Mn":
            kind = "M"
        elif text in _PARTNERS:
            kind = "B"
        else:
            named = {"R": "R", "AL": "A", "L": "L", "EN": "N", "AN": "N", "CS": "S", "ES": "S", "ET": "T"}
            kind = named.get(side, "O")
        self[text] = kind
        return kind


_KINDS = _Kinds()


@dataclass(slots=True)
class RawLine:
    """A line as MuPDF gives it: characters in its order; white space among them counts for nothing."""

    characters: list[Character]
    size: float
    block: int
    turn: int

    @property
    def weight(self) -> int:
        """Right-to-left letters less left-to-right ones."""
        kinds = "".join([_KINDS[character[0]] for character in self.characters])
        return kinds.count("R") + kinds.count("A") - kinds.count("L")


@dataclass(slots=True)
class _Visual:
    """A line's characters from left to right in columns: marks on their letters, no white space.

    `gaps[i]` says whether white space stands to the right of character i; the last is False, and so is the one
    behind a line that is read to its left end (index -1). Boxes are turned upright.
    """

    texts: list[str]
    boxes: list[Character]
    kinds: str
    gaps: list[bool]
    order: list[tuple[int, int]]  # character and the gap behind it, in reading order
    levels: str = ""  # for each character "L" if it runs to the right, "R" if to the left


def lines(raw: Iterable[RawLine]) -> tuple[list[Line], bool]:
    """Lines in logical order, and whether the page as a whole reads from right to left."""
    joined = [(line, line.weight) for line in _join(raw)]
    weights: dict[int, int] = defaultdict(int)
    for line, weight in joined:
        weights[line.block] += weight
    mirrored = sum(weights.values()) > 0
    found: list[tuple[RawLine, _Visual]] = []
    for line, weight in joined:
        visual = _visual(line)
        _order(visual, _reads_rightward(visual.kinds, weight, weights[line.block], mirrored))
        found.append((line, visual))
    _turn_brackets([visual for _, visual in found])
    out = []
    for line, visual in found:
        words = _words(visual, -line.turn % 4)
        if words:
            out.append(Line(words, line.size, line.block, line.turn))
    return out, mirrored


def _reads_rightward(kinds: str, own: int, block: int, mirrored: bool) -> bool:
    """The base direction of a line, by its letters and what it stands among.

    `own` and `block` are the weights of the line and of its block. A short line of a Hebrew paragraph may hold
    more Latin than Hebrew; it still begins at the right.
    """
    strong = _NOT_STRONG.sub("", kinds)
    if not strong:
        return not mirrored
    if "R" not in strong and "A" not in strong:
        return True
    if mirrored and strong[-1] != "L":
        return False
    if own and block and (own > 0) != (block > 0):
        return block < 0
    return (own or block or (1 if mirrored else -1)) < 0


_NOT_STRONG = re.compile("[^RAL]+")


def _join(raw: Iterable[RawLine]) -> list[RawLine]:
    """MuPDF parts a line where its direction changes: put touching pieces on one baseline together."""
    out: list[RawLine] = []
    bounds = (0.0, 0.0, 0.0, 0.0)
    for line in raw:
        line.characters = [character for character in line.characters if _KINDS[character[0]] != "W"]
        if not line.characters:
            continue
        _, lefts, tops, rights, bottoms = zip(*line.characters, strict=True)
        own = (min(lefts), min(tops), max(rights), max(bottoms))
        if out and line.turn == out[-1].turn == 0 and _touch(bounds, own, min(out[-1].size, line.size)):
            out[-1].characters += line.characters
            out[-1].size = max(out[-1].size, line.size)
            x0, y0, x1, y1 = bounds
            bounds = (min(x0, own[0]), min(y0, own[1]), max(x1, own[2]), max(y1, own[3]))
        else:
            out.append(line)
            bounds = own
    return out


def _touch(a: tuple[float, ...], b: tuple[float, ...], size: float) -> bool:
    overlap = min(a[3], b[3]) - max(a[1], b[1])
    if overlap < 0.6 * min(a[3] - a[1], b[3] - b[1]):
        return False
    return max(a[0], b[0]) - min(a[2], b[2]) < _TOUCH * size


def _visual(line: RawLine) -> _Visual:
    """The line's characters from left to right, marks on their letters, spaces from the gaps."""
    boxes = line.characters
    if line.turn:
        boxes = [(text, *turned(rect, line.turn)) for text, *rect in boxes]
    thin = 0.01 * line.size
    texts = [box[0] for box in boxes]
    kinds = "".join([_KINDS[text] for text in texts])
    if "M" in kinds or any(x1 - x0 < thin for _, x0, _, x1, _ in boxes):
        boxes, texts = _clusters(boxes, thin, 0.02 * line.size)
        kinds = "".join([_KINDS[text[0]] for text in texts])
    middles = [x0 + x1 for _, x0, _, x1, _ in boxes]
    seen = sorted(range(len(texts)), key=middles.__getitem__)
    boxes = [boxes[i] for i in seen]
    limit = _SPACE * line.size
    gaps = [right[1] - left[3] > limit for left, right in pairwise(boxes)]
    return _Visual([texts[i] for i in seen], boxes, "".join([kinds[i] for i in seen]), [*gaps, False], [])


def _clusters(characters: Sequence[Character], thin: float, tolerance: float) -> tuple[list[Character], list[str]]:
    """Letters (their boxes and texts) with what stands on them: marks, and further letters of one glyph.

    The letters of a ligature but the first stand at its right edge and are not wider than `thin`, behind the glyph
    or, where MuPDF has turned the line round, before it.
    """
    boxes: list[Character] = []
    texts: list[str] = []
    marks: list[Character] = []
    waiting: list[Character] = []
    for character in characters:
        text, x0, _, x1, _ = character
        if _KINDS[text] == "M":
            marks.append(character)
        elif x1 - x0 < thin:
            if boxes and abs(boxes[-1][3] - x0) < tolerance:
                texts[-1] += text
            else:
                waiting.append(character)
        else:
            boxes.append(character)
            texts.append(text)
            for letter in reversed(waiting):
                if abs(x1 - letter[1]) < tolerance:
                    texts[-1] += letter[0]
                else:
                    boxes.insert(-1, letter)
                    texts.insert(-1, letter[0])
            waiting = []
    boxes += waiting
    texts += [letter[0] for letter in waiting]
    for text, x0, _, x1, _ in marks:
        if boxes:
            distances = [abs(box[1] + box[3] - x0 - x1) for box in boxes]
            texts[distances.index(min(distances))] += text
    return boxes, texts


def _order(visual: _Visual, rightward: bool) -> None:
    """Find the levels and the reading order of a line whose base direction is known."""
    visual.levels = _levels(visual, rightward)
    if not rightward:
        visual.order = _leftward(visual.levels, 0, len(visual.levels))
        return
    at = 0
    for level, run in groupby(visual.levels):
        end = at + len(list(run))
        if level == "L":
            visual.order += [(i, i) for i in range(at, end)]
        else:
            # Numbers inside a stretch of Hebrew run to the right again.
            inner = _levels(visual, False, at, end)
            visual.levels = visual.levels[:at] + inner + visual.levels[end:]
            visual.order += _leftward(inner, at, end)
            visual.order[-1] = (visual.order[-1][0], end - 1)
        at = end


def _leftward(levels: str, start: int, end: int) -> list[tuple[int, int]]:
    """The reading order of characters `start` to `end`: runs from the right, numbers and Latin as they stand."""
    out: list[tuple[int, int]] = []
    at = end
    for level, run in groupby(reversed(levels)):
        before = at - len(list(run))
        if level == "L":
            out += [(i, i) for i in range(before, at - 1)]
            out.append((at - 1, before - 1))
        else:
            out += [(i, i - 1) for i in range(at - 1, before - 1, -1)]
        at = before
    return out


# A stretch begins and ends with its own kind (Latin: or a number beside it) without any of the other inside.
_LATIN = re.compile("N*L(?:[^RA]*[LN])?")
_HEBREW = re.compile("[RA](?:[^L]*[RA])?")
_TO_LEVELS = {False: str.maketrans("ANSTBOM", "RLRRRRR"), True: str.maketrans("ANSTBOM", "LLLLLLL")}


def _levels(visual: _Visual, rightward: bool, start: int = 0, end: int | None = None) -> str:
    """For each character from `start` to `end`: "L" if it runs to the right, "R" if to the left."""
    kinds = _numbers(visual)[start:end]
    levels = list(kinds)
    for found in (_HEBREW if rightward else _LATIN).finditer(kinds):
        first, behind = found.span()
        if not rightward:
            behind = first + _sentence_end(visual, kinds[first:behind], start + first)
            if "B" in kinds:
                first, behind = _with_partner(visual.texts[start:end], kinds, first, behind)
        levels[first:behind] = ("R" if rightward else "L") * (behind - first)
    return "".join(levels).translate(_TO_LEVELS[rightward])


def _sentence_end(visual: _Visual, kinds: str, start: int) -> int:
    """Where a Latin stretch ends that runs on, as it looks, to a number behind a full stop or comma.

    `kinds` are the stretch's, which begins at character `start`. White space before such a mark and none behind it
    means that it closes a sentence which ends with the number, and that what stands to the left comes after it.
    """
    for i in range(1, len(kinds) - 1):
        at = start + i
        closes = visual.texts[at] in ".,;:!?" and visual.gaps[at - 1] and not visual.gaps[at]
        if closes and kinds[i + 1] == "N" and "L" not in kinds[i:]:
            return len(kinds[:i].rstrip("NSTBOMW"))
    return len(kinds)


def _with_partner(texts: Sequence[str], kinds: str, first: int, behind: int) -> tuple[int, int]:
    """A Latin stretch that ends beside the partner of a bracket inside it takes it in (UAX #9, N0)."""
    open_ones: list[str] = []
    lone: list[str] = []
    for text in texts[first:behind]:
        if text in _OPENING:
            open_ones.append(text)
        elif _PARTNERS.get(text) in _OPENING:
            if open_ones and _encloses(open_ones[-1], text):
                open_ones.pop()
            else:
                lone.append(text)
    if open_ones and behind < len(texts) and _encloses(open_ones[-1], texts[behind]):
        behind += 1
    if lone and first and _encloses(texts[first - 1], lone[0]):
        first -= 1
    while kinds[behind : behind + 2] == "BB" and _encloses(texts[behind], texts[behind + 1]):
        behind += 2  # the empty brackets of a call
    return first, behind


def _encloses(opening: str, closing: str) -> bool:
    return opening in _OPENING and _PARTNERS[opening] == closing


def _numbers(visual: _Visual) -> str:
    """The line's kinds with separators between digits and terminators beside them as part of the number.

    (UAX #9, W4 and W5.) Behind Arabic letters, which stand to the right, digits count as AN (W2): neither a hyphen
    between them nor a per cent sign beside them is part of the number there.
    """
    kinds, gaps = visual.kinds, visual.gaps
    if "S" not in kinds and "T" not in kinds:
        return kinds
    out = list(kinds)
    count = len(out)
    for i in range(1, count - 1):
        inside = out[i] == "S" and out[i - 1] == "N" == out[i + 1] and not gaps[i - 1] and not gaps[i]
        if inside and (visual.texts[i] not in "+-" or "A" not in kinds):
            out[i] = "N"
    for i in range(count):
        if out[i] == "T":
            before = i > 0 and out[i - 1] == "N" and not gaps[i - 1]
            beside = before or (i + 1 < count and out[i + 1] in "NT" and not gaps[i])
            arabic = "A" in kinds and _NOT_STRONG.sub("", kinds[i:])[:1] == "A"
            out[i] = "N" if beside and not arabic else "O"
    return "".join(out)


def _turn_brackets(page: Sequence[_Visual]) -> None:
    """Give brackets that run to the left the shape they have in logical order.

    Programs differ in what they store there: the bracket as it looks, or as it was typed. What stands beside them
    tells, for white space is outside; then which reading makes more of a page's brackets pair up; where neither
    knows, as it looks, which is commoner.
    """
    held = [visual for visual in page if "B" in visual.kinds]
    typed = [[visual.texts[i] for i, _ in visual.order] for visual in held]
    turned = [_mirrored(visual) for visual in held]
    clues = sum(map(_spaced_as_typed, held))
    if clues > 0 or (clues == 0 and _pairs(typed) > _pairs(turned)):
        return
    for visual, texts in zip(held, turned, strict=True):
        for (i, _), text in zip(visual.order, texts, strict=True):
            visual.texts[i] = text


def _mirrored(visual: _Visual) -> list[str]:
    """The line in reading order with the brackets that run to the left turned round."""
    return [
        visual.texts[i].translate(MIRRORED)
        if visual.levels[i] == "R" and visual.kinds[i] == "B"
        else visual.texts[i]
        for i, _ in visual.order
    ]


def _spaced_as_typed(visual: _Visual) -> int:
    """Brackets with white space on the side where it belongs if they are stored as typed, less all others so."""
    clues, before = 0, True
    for at, (i, gap) in enumerate(visual.order):
        behind = visual.gaps[gap] or at + 1 == len(visual.order)
        if visual.kinds[i] == "B" and visual.levels[i] == "R" and before != behind:
            if visual.texts[i] in _OPENING:
                clues += 1 if before else -1
            elif _PARTNERS.get(visual.texts[i]) in _OPENING:
                clues += 1 if behind else -1
        before = behind
    return clues


def _pairs(lines: Sequence[Sequence[str]]) -> int:
    """How many brackets in lines in reading order close one before them."""
    depth: dict[str, int] = defaultdict(int)
    pairs = 0
    for text in chain.from_iterable(lines):
        if text in _OPENING:
            depth[text] += 1
        elif (opening := _PARTNERS.get(text)) and depth[opening]:
            depth[opening] -= 1
            pairs += 1
    return pairs


def _words(visual: _Visual, turn: int) -> list[Word]:
    """The line's words in reading order, their boxes turned by `turn` quarters, back to where they stand."""
    words: list[Word] = []
    texts, boxes, gaps = visual.texts, visual.boxes, visual.gaps
    current: list[int] = []
    last = len(visual.order) - 1
    for at, (i, gap) in enumerate(visual.order):
        current.append(i)
        if gaps[gap] or at == last:
            text = normalise.word("".join([texts[i] for i in current]))
            if text:
                _, x0, y0, x1, y1 = zip(*[boxes[i] for i in current], strict=True)
                rect = (min(x0), min(y0), max(x1), max(y1))
                words.append(Word(text, *(turned(rect, turn) if turn else rect)))
            current = []
    return words
