"""From lines scattered over a page to text in reading order, every word keeping its box.

MuPDF gives lines in the order the file draws them, gathered in blocks. That order is nearly always the reading
order (column by column, a table row by row), so it is kept; what is rebuilt are rows from a table's cells,
cells from wrapped lines, paragraphs from lines, and words from hyphenated halves.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from docqa.reading.normalise import SOFT_HYPHEN

CELL = "  "  # between the cells of a row: white space, so that a row can be quoted as it reads
_GAP = 1.5  # font sizes between words of one MuPDF line that make two cells of it
_CELL_LINES = 6  # more lines than this are a column of text, not a wrapped cell


class Word(NamedTuple):
    """A word and its rectangle in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Line:
    """Words on one baseline in logical order. `block` groups lines, `turn` counts quarter turns (see `upright`).

    `x0` to `y1` is the line's rectangle on the page as it would be read: upright, and mirrored where the page
    reads from right to left.
    """

    words: list[Word]
    size: float
    block: int
    turn: int = 0
    x0: float = field(init=False)
    y0: float = field(init=False)
    x1: float = field(init=False)
    y1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = min(word.x0 for word in self.words)
        self.y0 = min(word.y0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)
        self.y1 = max(word.y1 for word in self.words)


@dataclass(slots=True)
class _Row:
    """Cells side by side, each a list of lines below each other. One cell of many lines is running text."""

    cells: list[list[Line]]
    y0: float
    y1: float

    @property
    def last(self) -> list[Line]:
        return self.cells[-1]


@dataclass(slots=True)
class Text:
    """A page's text and its words' places, as the columns of WordBoxes."""

    text: str
    starts: array[int]
    ends: array[int]
    edges: array[float]


def compose(lines: Sequence[Line], *, mirrored: bool = False) -> Text:
    """The text of `lines`, given in drawing order. `mirrored`: the page reads from right to left."""
    writer = _Writer(lines)
    turns = sorted({line.turn for line in lines}, key=lambda turn: -sum(line.turn == turn for line in lines))
    for turn in turns:
        group = [line for line in lines if line.turn == turn]
        for line in group:
            _place(line, mirrored)
        writer.rows(_rows(_fuse(group)))
    return writer.finish()


def _place(line: Line, mirrored: bool) -> None:
    """Turn the line's rectangle upright (dir (0,-1) is turn 1: it reads upwards), then mirror it."""
    x0, y0, x1, y1 = line.x0, line.y0, line.x1, line.y1
    if line.turn == 1:
        x0, y0, x1, y1 = -y1, x0, -y0, x1
    elif line.turn == 2:
        x0, y0, x1, y1 = -x1, -y1, -x0, -y0
    elif line.turn == 3:
        x0, y0, x1, y1 = y0, -x1, y1, -x0
    if mirrored:
        x0, x1 = -x1, -x0
    line.x0, line.y0, line.x1, line.y1 = x0, y0, x1, y1


def _fuse(lines: Sequence[Line]) -> list[Line]:
    """Put pieces of one line together that nothing but a space parts: MuPDF also breaks where a font changes, and
    after every character of vertical writing."""
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        if (
            last is not None
            and -0.2 * line.size
            < line.x0 - last.x1
            < (1.3 if _is_loose(last, line) else 0.5) * min(line.size, last.size)
            and abs(line.size - last.size) < 0.3 * last.size
            and min(line.y1, last.y1) - max(line.y0, last.y0) > 0.6 * (last.y1 - last.y0)
        ):
            last.words.extend(line.words)
            last.x1, last.y0, last.y1 = line.x1, min(last.y0, line.y0), max(last.y1, line.y1)
        else:
            out.append(line)
    return out


def _is_loose(left: Line, right: Line) -> bool:
    """Whether two pieces may be words of one line that justifying drew far apart, not cells."""
    return left.block == right.block and left.words[-1].text[-1].isalpha() and right.words[0].text[0].isalpha()


def _rows(lines: Sequence[Line]) -> list[_Row]:
    rows: list[_Row] = []
    row: _Row | None = None
    for at, line in enumerate(lines):
        if row is not None and _below(row.last[-1], line) and (len(row.cells) == 1 or _continues_cell(row, line)):
            row.last.append(line)
            row.y1 = max(row.y1, line.y1)
            continue
        if row is not None and _beside(row, line, reach := _reach(lines, at)):
            if len(row.cells) == 1:
                above, row = _split_stack(row, _label(row.last, line.y0, reach))
                rows[-1:] = [above, row] if above is not None else [row]
            row.cells.append([line])
            row.y0, row.y1 = min(row.y0, line.y0), max(row.y1, line.y1)
            continue
        row = _Row([[line]], line.y0, line.y1)
        rows.append(row)
    return rows


def _reach(lines: Sequence[Line], at: int) -> float:
    """How far down the cell reaches that begins at line `at`: a few short lines that wrap below each other."""
    end = at
    while end + 1 < len(lines) and end - at < _CELL_LINES and _below(lines[end], lines[end + 1]):
        if _breaks(lines[end], lines[end + 1], max(line.x1 for line in lines[at : end + 2])):
            break
        end += 1
    return lines[end].y1


def _below(upper: Line, line: Line) -> bool:
    """Whether `line` is the next line of the text that `upper` belongs to."""
    if line.y0 + line.y1 <= upper.y0 + upper.y1 or line.y0 - upper.y1 > 1.2 * max(line.size, upper.size):
        return False
    if min(line.y1, upper.y1) - max(line.y0, upper.y0) > 0.5 * min(line.y1 - line.y0, upper.y1 - upper.y0):
        return False
    return min(line.x1, upper.x1) - max(line.x0, upper.x0) > 0


def _beside(row: _Row, line: Line, reach: float) -> bool:
    """Whether `line` begins the next cell of `row`: right of all of it, at its height.

    A cell of several lines that ends at `reach` may begin above the others: column heads stand on one bottom line.
    """
    # One cell so far: it may be running text, of which only the end stands beside the line.
    cell = _label(row.last, line.y0, reach) if len(row.cells) == 1 else row.last
    top, bottom = (row.y0, row.y1) if len(row.cells) > 1 else (min(c.y0 for c in cell), max(c.y1 for c in cell))
    if min(bottom, reach) - max(top, line.y0) < 0.5 * (line.y1 - line.y0):
        return False
    if line.y1 < top + 0.5 * line.size and abs(reach - bottom) > 0.5 * line.size:
        return False
    if line.x0 < max(other.x1 for other in cell) - 0.3 * line.size:
        return False
    # Text that runs for lines and lines is a column beside another, not a cell.
    return len(row.cells) > 1 or not (
        len(cell) > _CELL_LINES or (len(cell) > 3 and _characters(cell) > 40 * len(cell))
    )


def _characters(lines: Sequence[Line]) -> int:
    return sum(len(word.text) + 1 for line in lines for word in line.words)


def _label(stack: Sequence[Line], top: float, bottom: float) -> list[Line]:
    """The lines at the end of `stack` that are one cell beside what stands from `top` to `bottom`.

    Its last line, and those above that wrap into it; a bullet or number stands alone.
    """
    first = len(stack) - 1
    if _is_marker(stack[-1:]):
        return [stack[-1]]
    right = max(line.x1 for line in stack)
    while first > 0 and not _breaks(stack[first - 1], stack[first], right):
        upper = stack[first - 1]
        if upper.block != stack[-1].block and not (upper.y1 > top and upper.y0 < bottom):
            break
        first -= 1
    return list(stack[first:])


def _breaks(line: Line, following: Line, right: float) -> bool:
    """Whether `line` was ended on purpose: the next line's first word would have had room before `right`."""
    word = following.words[0]
    width = (word.x1 - word.x0) if following.turn % 2 == 0 else (word.y1 - word.y0)
    if _CJK.match(word.text):
        width = following.size  # these break after any character
    return line.x1 + 0.3 * line.size + width < right - 0.5 * line.size


def _continues_cell(row: _Row, line: Line) -> bool:
    """Whether `line` is a further line of the row's last cell, not the next row."""
    cell = row.last
    if len(cell) >= _CELL_LINES and not _is_marker(row.cells[0]):
        return False
    left = max(other.x1 for other in row.cells[-2])
    if line.x0 < left:
        return False
    right = max(cell[-1].x1, line.x1)
    if _breaks(cell[-1], line, right):
        return False
    # A column of numbers goes on below itself all the time; words do so only when they wrap.
    return (
        not any(character.isdigit() for character in cell[-1].words[-1].text + line.words[0].text)
        or line.y0 < row.y1
    )


def _split_stack(row: _Row, label: Sequence[Line]) -> tuple[_Row | None, _Row]:
    """Part running text from the label at its end that turned out to be the first cell of a row."""
    above = row.last[: len(row.last) - len(label)]
    return (_one_cell(above) if above else None), _one_cell(list(label))


def _one_cell(lines: list[Line]) -> _Row:
    return _Row([lines], min(line.y0 for line in lines), max(line.y1 for line in lines))


_MARKER = re.compile(
    r"[•‣◦▪■●○◆❖➢➔→✓✗❑·*–—-]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlIVXL]{1,6}|[א-ת])[.):]?|\[\d{1,3}\]|§\s?\d+"
)
_ITEM = re.compile(
    r"[•‣◦▪■●○◆❖➢➔✓✗❑·]|[–—*-]$|\((?:\d{1,3}|[A-Za-z]|[ivxl]{1,6}|[א-ת])\)|(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Zא-ת]|[ivxl]{1,6})[.)]$|\[\d{1,3}\]$"
)


def _is_marker(cell: Sequence[Line]) -> bool:
    """Whether a cell is the bullet or number of the item beside it."""
    return len(cell) == 1 and len(cell[0].words) == 1 and _MARKER.fullmatch(cell[0].words[0].text) is not None


_CJK = re.compile(
    "[\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_CJK_MARK = re.compile("[\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_OPENS = re.compile(r"[$€£¥₪₩₹(]+")
_NUMBER = re.compile(r"[(\d.,—–-]+\)?%?")
_CLOSES = re.compile(r"[)%]{1,2}")


class _Writer:
    """Writes words one after the other, keeping where each begins, ends and stands."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._tail = ""
        self._starts, self._ends, self._edges = array("I"), array("I"), array("f")
        self._lines = lines
        self._known: frozenset[str] | None = None

    def finish(self) -> Text:
        if self._tail.endswith(SOFT_HYPHEN):
            self._drop_hyphen()
        return Text("".join(self._pieces), self._starts, self._ends, self._edges)

    def rows(self, rows: Sequence[_Row]) -> None:
        """Write rows, with what separates them."""
        previous: _Row | None = None
        for row in rows:
            separator = self._between(previous, row) if previous else ("\n\n" if self._length else "")
            if len(row.cells) == 1:
                self._paragraphs(row.last, separator)
            elif len(row.cells) == 2 and _is_marker(row.cells[0]):
                self._line(row.cells[0][0], separator)
                self._paragraphs(row.cells[1], " ")
            else:
                self._table_row(row, separator)
            previous = row

    def _between(self, previous: _Row, row: _Row) -> str:
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
        end, start = line.words[-1].text[-1], following.words[0].text[0]
        return len(line.words) > 3 and (end.islower() or end in ",-" or end == SOFT_HYPHEN) and start.islower()

    def _paragraphs(self, lines: Sequence[Line], separator: str) -> None:
        self._line(lines[0], separator)
        for i in range(1, len(lines)):
            upper, line = lines[i - 1], lines[i]
            around = lines[max(0, i - 3) : i + 4]
            near = [other.x1 for other in around if other.block in (upper.block, line.block)]
            if line.block != upper.block or abs(line.size - upper.size) > 0.15 * upper.size:
                separator = " " if self._same_sentence(upper, line, max(other.x1 for other in around)) else "\n\n"
            elif (_ITEM.match(line.words[0].text) and len(line.words) > 1) or _breaks(upper, line, max(near)):
                separator = "\n"
            else:
                separator = " "
            self._line(line, separator)

    def _same_sentence(self, upper: Line, line: Line, right: float) -> bool:
        """Whether two blocks are one paragraph after all: MuPDF parts them where lines end raggedly."""
        return (
            abs(line.size - upper.size) < 0.05 * upper.size
            and line.y0 - upper.y1 < 0.4 * line.size
            and abs(line.x0 - upper.x0) < 0.5 * line.size
            and (self._runs_on(upper, line) or _is_caseless(upper, line))
            and not _breaks(upper, line, right)
        )

    def _table_row(self, row: _Row, separator: str) -> None:
        for cell in row.cells:
            self._line(cell[0], separator)
            for line in cell[1:]:
                self._line(line, " ")
            separator = CELL

    def _line(self, line: Line, separator: str) -> None:
        words = line.words
        joint = None
        if separator == " " and self._tail:
            joint = "" if _are_cjk(self._tail, words[0].text) else self._hyphenated(words[0].text)
        self._word(words[0], self._joint(words[0].text, separator) if joint is None else joint)
        wide = _GAP * line.size
        upright = line.turn % 2 == 0
        for before, word in pairwise(words):
            text = word.text
            if upright:
                gap = max(word.x0 - before.x1, before.x0 - word.x1)
            else:
                gap = max(word.y0 - before.y1, before.y0 - word.y1)
            if gap > wide:
                spaced = gap < 2 * wide and len(text) == len(before.text) == 1
                self._word(word, "" if spaced and _are_cjk(before.text, text) else self._joint(text, CELL))
            elif len(text) == len(before.text) == 1 and _are_cjk(before.text, text):
                self._word(word, "")  # a spaced-out heading, or vertical writing
            elif text.isascii() and before.text[-1] != SOFT_HYPHEN:
                # Nearly every word goes this way: _word's work without its calls.
                start = self._length + 1
                self._length = end = start + len(text)
                self._pieces += (" ", text)
                self._starts.append(start)
                self._ends.append(end)
                self._edges.extend(word[1:])
                self._tail = text
            else:
                self._word(word, " ")

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
            known = self._vocabulary()
            compound = f"{left}-{right}" in known or (left in known and right in known)
            if not text[0].islower() or (compound and left + right not in known):
                return ""  # the hyphen is the word's own
        self._drop_hyphen()
        return ""

    def _vocabulary(self) -> frozenset[str]:
        if self._known is None:
            found = (word.text.strip(".,;:()“”\"'").casefold() for line in self._lines for word in line.words)
            self._known = frozenset(found)
        return self._known

    def _drop_hyphen(self) -> None:
        self._tail = self._pieces[-1] = self._pieces[-1][:-1]
        self._length -= 1
        self._ends[-1] -= 1

    def _word(self, word: Word, separator: str) -> None:
        if self._tail[-1:] == SOFT_HYPHEN:
            self._drop_hyphen()  # the other half never came
        if separator:
            self._pieces.append(separator)
            self._length += len(separator)
        start = self._length
        self._pieces.append(word.text)
        self._length += len(word.text)
        self._tail = word.text
        if len(word.text) > 1 and not word.text.isascii() and _CJK.search(word.text):
            self._characters(word, start)
            return
        self._starts.append(start)
        self._ends.append(self._length)
        self._edges.extend(word[1:])

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
    end, start = upper.words[-1].text[-1], line.words[0].text[0]
    return start.isalpha() and not start.isupper() and not start.islower() and end not in ".!?:。！？؟"


def _are_cjk(before: str, after: str) -> bool:
    """Whether two words meet in Chinese or Japanese, which put no space between words."""
    return not after.isascii() and _is_cjk(before[-1]) and _is_cjk(after[0])


def _is_cjk(character: str) -> bool:
    return bool(_CJK.match(character) or _CJK_MARK.match(character))
