"""From lines scattered over a page to text in reading order, every word keeping its box.

MuPDF gives lines in the order the file draws them, gathered in blocks. That order is nearly always the reading
order (column by column, a table row by row), so it is kept; what is rebuilt are rows from a table's cells,
cells from wrapped lines, paragraphs from lines, and words from hyphenated halves.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, count, pairwise
from operator import add, sub

from docqa.reading.normalise import SOFT_HYPHEN
from docqa.reading.rows import CJK, Line, Row, Word, breaks, is_marker, rows_of

CELL = "  "  # between the cells of a row: white space, so that a row can be quoted as it reads
_GAP = 1.5  # font sizes between words of one MuPDF line that make two cells of it


@dataclass(slots=True)
class Text:
    """A page's text and its words' places, as the columns of WordBoxes."""

    text: str
    starts: array[int]
    ends: array[int]
    edges: array[float]


def compose(lines: Sequence[Line], *, mirrored: bool = False, margin: tuple[float, float] | None = None) -> Text:
    """The text of `lines`, given in drawing order.

    `mirrored`: the page reads from right to left. `margin`: the x (points) that lines begin and end at, where
    it is known because we laid the page out; elsewhere the lines themselves have to tell.
    """
    edge = float("-inf") if margin is None else -margin[0] if mirrored else margin[1]
    writer = _Writer(lines, edge)
    for turn, _ in sorted(Counter([line.turn for line in lines]).items(), key=lambda found: (-found[1], found[0])):
        group = [line for line in lines if line.turn == turn]
        writer.rows(rows_of(group, mirrored))
    return writer.finish()


def _without_leaders(words: list[Word]) -> list[Word]:
    """Dots drawn one by one from a heading to its page number become one ellipsis."""
    out: list[Word] = []
    dots: list[Word] = []
    for word in [*words, None]:
        if word is not None and word.text == ".":
            dots.append(word)
            continue
        if len(dots) >= 3:
            x0, y0 = min(dot.x0 for dot in dots), min(dot.y0 for dot in dots)
            out.append(Word("…", x0, y0, max(dot.x1 for dot in dots), max(dot.y1 for dot in dots)))
        else:
            out.extend(dots)
        dots = []
        if word is not None:
            out.append(word)
    return out


_ITEM = re.compile(
    r"[•‣◦▪■●○◆❖➢➔✓✗❑·]|[–—*-]$|\((?:\d{1,3}|[A-Za-z]|[ivxl]{1,6}|[א-ת])\)|(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Zא-ת]|[ivxl]{1,6})[.)]$|\[\d{1,3}\]$"
)


# Soft hyphens, which may have to go, and scripts whose words are parted or joined.
_CAREFUL = re.compile("[\u00ad\u2e80-\U0010ffff]")

_OPENS = re.compile(r"[$€£¥₪₩₹(]+")
_NUMBER = re.compile(r"[(\d.,—–-]+\)?%?")
_CLOSES = re.compile(r"[)%]{1,2}")


# First and last parts of English compounds that are hardly ever a syllable of another word.
# fmt: off
_FIRST = frozenset((
    "anti", "co", "cross", "ex", "multi", "non", "post", "pre", "self", "semi", "ten", "twenty",
))
_LAST = frozenset((
    "and", "average", "based", "down", "for", "line", "looking", "off", "or", "owned", "quality",
    "related", "specific", "term", "time", "to", "type", "up",
))
# fmt: on


class _Writer:
    """Writes words one after the other, keeping where each begins, ends and stands."""

    def __init__(self, lines: Sequence[Line], edge: float) -> None:
        self._edge = edge
        self._pieces: list[str] = []
        self._length = 0
        self._tail = ""
        # Lists while they grow: an array asks of each number whether it fits.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._edges: list[float] = []
        self._lines = lines

    def finish(self) -> Text:
        if self._tail.endswith(SOFT_HYPHEN):
            self._drop_hyphen()
        starts, ends, edges = array("I", self._starts), array("I", self._ends), array("f", self._edges)
        return Text("".join(self._pieces), starts, ends, edges)

    def rows(self, rows: Sequence[Row]) -> None:
        """Write rows, with what separates them."""
        previous: Row | None = None
        for row in rows:
            separator = self._between(previous, row) if previous else ("\n\n" if self._length else "")
            if len(row.cells) == 1:
                self._paragraphs(row.last, separator)
            elif len(row.cells) == 2 and is_marker(row.cells[0]):
                self._line(row.cells[0][0], separator)
                self._paragraphs(row.cells[1], " ")
            else:
                self._table_row(row, separator)
            previous = row

    def _between(self, previous: Row, row: Row) -> str:
        size = max(row.cells[0][0].size, previous.cells[0][0].size)
        gap = row.y0 - previous.y1
        if (
            gap < -size
            and row.cells[0][0].size < 1.15 * size
            and self._runs_on(previous.last[-1], row.cells[0][0])
        ):
            return " "  # a sentence that goes on in the next column
        tabular = len(previous.cells) > 1 or len(row.cells) > 1
        return "\n" if tabular and -size < gap < 0.9 * size else "\n\n"

    def _runs_on(self, line: Line, following: Line) -> bool:
        end, start = line.texts[-1][-1], following.texts[0][0]
        return len(line.texts) > 3 and (end.islower() or end in ",-" or end == SOFT_HYPHEN) and start.islower()

    def _paragraphs(self, lines: Sequence[Line], separator: str) -> None:
        self._line(lines[0], separator)
        rights, blocks = [line.x1 for line in lines], [line.block for line in lines]
        one = blocks.count(blocks[0]) == len(blocks)
        for i in range(1, len(lines)):
            upper, line = lines[i - 1], lines[i]
            around = slice(max(0, i - 3), i + 4)
            if line.block != upper.block or abs(line.size - upper.size) > 0.15 * upper.size:
                separator = " " if self._same_sentence(upper, line, max(self._edge, *rights[around])) else "\n\n"
            elif _ITEM.match(line.texts[0]) and len(line.texts) > 1:
                separator = "\n"
            else:
                near = rights[around]
                if not one:
                    near = [x for x, block in zip(near, blocks[around], strict=True) if block == line.block]
                separator = "\n" if breaks(upper, line, max(self._edge, *near)) else " "
            self._line(line, separator)

    def _same_sentence(self, upper: Line, line: Line, right: float) -> bool:
        """Whether two blocks are one paragraph after all: MuPDF parts them where lines end raggedly."""
        return (
            abs(line.size - upper.size) < 0.05 * upper.size
            and line.y0 - upper.y1 < 0.4 * line.size
            and abs(line.x0 - upper.x0) < 4 * line.size  # indented, or hanging behind a bullet
            and (self._runs_on(upper, line) or _is_caseless(upper, line))
            and not breaks(upper, line, right)
        )

    def _table_row(self, row: Row, separator: str) -> None:
        for cell in row.cells:
            self._line(cell[0], separator)
            for line in cell[1:]:
                self._line(line, " ")
            separator = CELL

    def _line(self, line: Line, separator: str) -> None:
        if len(line.texts) > 3 and line.texts.count(".") >= 3:
            line = Line(_without_leaders(line.words), line.size, line.block, line.turn)
        first = line.texts[0]
        joint = None
        if separator == " " and self._tail:
            joint = "" if _are_cjk(self._tail, first) else self._hyphenated(first)
        if joint is None:
            joint = self._joint(first, separator)
        self._word(first, line.left[0], line.top[0], line.right[0], line.bottom[0], joint)
        if len(line.texts) > 1 and not self._at_once(line):
            self._one_by_one(line)

    def _one_by_one(self, line: Line) -> None:
        """Write all but the first word, asking of each what parts it from the one before."""
        wide = _GAP * line.size
        upright = line.turn % 2 == 0
        for before, word in pairwise(line.words):
            text = word.text
            if upright:
                gap = max(word.x0 - before.x1, before.x0 - word.x1)
            else:
                gap = max(word.y0 - before.y1, before.y0 - word.y1)
            if gap > wide:
                spaced = gap < 2 * wide and len(text) == len(before.text) == 1
                self._word(*word, "" if spaced and _are_cjk(before.text, text) else self._joint(text, CELL))
            elif len(text) == len(before.text) == 1 and _are_cjk(before.text, text):
                self._word(*word, "")  # a spaced-out heading, or vertical writing
            else:
                self._word(*word, " ")

    def _at_once(self, line: Line) -> bool:
        """Write all but the first word if a space is all that parts them, as in nearly every line."""
        texts, left, right = line.texts, line.left, line.right
        if line.turn % 2:
            return False
        wide = _GAP * line.size
        gaps = list(map(sub, left[1:], right))
        if max(gaps) > wide or (min(gaps) < -wide and max(map(sub, left, right[1:])) > wide):
            return False
        joined = " ".join(texts)
        if not joined.isascii() and _CAREFUL.search(joined):
            return False
        last, lengths = texts[-1], list(map(len, texts[1:]))
        # The last word is a piece of its own: its hyphen may have to go.
        self._pieces += (joined[len(texts[0]) : len(joined) - len(last)], last)
        ends = list(map(add, accumulate(lengths), count(self._length + 1)))
        self._starts.extend(map(sub, ends, lengths))
        self._ends.extend(ends)
        boxes = zip(left[1:], line.top[1:], right[1:], line.bottom[1:], strict=True)
        self._edges.extend(chain.from_iterable(boxes))
        self._length, self._tail = ends[-1], last
        return True

    def _joint(self, text: str, separator: str) -> str:
        """What really stands between what was written and `text`, where plain layout says `separator`."""
        tail = self._tail
        if not tail or separator == "\n\n":
            return separator
        if separator == CELL and (
            (_OPENS.fullmatch(tail) and _NUMBER.match(text)) or (_CLOSES.fullmatch(text) and tail[-1].isdigit())
        ):
            return ""  # the currency sign, bracket or per cent sign that is set in a column of its own
        return separator

    def _hyphenated(self, text: str) -> str | None:
        """What joins the halves of a word parted at a line's end; None where the last word was whole."""
        tail = self._tail
        if len(tail) < 2 or tail[-1] not in f"-‐{SOFT_HYPHEN}" or not tail[-2].isalpha() or not text[0].isalnum():
            return None
        if tail[-1] != SOFT_HYPHEN:
            left, right = re.split(r"\W", tail[:-1])[-1].casefold(), re.split(r"[^\w-]", text)[0].casefold()
            known = self._vocabulary
            compound = f"{left}-{right}" in known or left in known
            if not self._hyphenates:
                # `right` itself is one of the page's words, as it begins a line.
                compound = compound or known[right] > 1 or left in _FIRST or right in _LAST or left.endswith("ly")
            if not text[0].islower() or (compound and left + right not in known):
                return ""  # the hyphen is the word's own
        self._drop_hyphen()
        return ""

    @cached_property
    def _hyphenates(self) -> bool:
        """Whether the page was set with words parted at line ends; elsewhere most hyphens are the words' own."""
        ends = sum(line.texts[-1][-1] in "-‐" for line in self._lines)
        return ends >= 3 and ends >= 0.03 * len(self._lines)

    @cached_property
    def _vocabulary(self) -> Counter[str]:
        """How often the page has each word."""
        return Counter(text.strip(".,;:()“”\"'").casefold() for line in self._lines for text in line.texts)

    def _drop_hyphen(self) -> None:
        self._tail = self._pieces[-1] = self._pieces[-1][:-1]
        self._length -= 1
        self._ends[-1] -= 1

    def _word(self, text: str, x0: float, y0: float, x1: float, y1: float, separator: str) -> None:
        if self._tail[-1:] == SOFT_HYPHEN:
            self._drop_hyphen()  # the other half never came
        if separator:
            self._pieces.append(separator)
            self._length += len(separator)
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self._tail = text
        if len(text) > 1 and not text.isascii() and CJK.search(text):
            self._characters(Word(text, x0, y0, x1, y1), start)
            return
        self._starts.append(start)
        self._ends.append(self._length)
        self._edges.extend((x0, y0, x1, y1))

    def _characters(self, word: Word, start: int) -> None:
        """Chinese and Japanese lines come as one word: part its box by character, half-width ones taking half."""
        widths = [1.0 if _is_cjk(character) else 0.5 for character in word.text]
        along = word.x1 - word.x0 >= word.y1 - word.y0
        step = (word.x1 - word.x0 if along else word.y1 - word.y0) / sum(widths)
        at = word.x0 if along else word.y0
        for i, width in enumerate(widths):
            self._starts.append(start + i)
            self._ends.append(start + i + 1)
            if along:
                self._edges.extend((at, word.y0, at + width * step, word.y1))
            else:
                self._edges.extend((word.x0, at, word.x1, at + width * step))
            at += width * step


def _is_caseless(upper: Line, line: Line) -> bool:
    """Whether nothing tells a sentence's beginning: letters without case, and no full stop before."""
    end, start = upper.texts[-1][-1], line.texts[0][0]
    return start.isalpha() and not start.isupper() and not start.islower() and end not in ".!?:。！？؟"


def _are_cjk(before: str, after: str) -> bool:
    """Whether two words meet in Chinese or Japanese, which put no space between words."""
    return not after.isascii() and _is_cjk(before[-1]) and _is_cjk(after[0])


_CJK_MARK = re.compile("[\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")


def _is_cjk(character: str) -> bool:
    return bool(CJK.match(character) or _CJK_MARK.match(character))
