"""Words, lines, and the rows that lines form: a table's cells side by side, running text below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CJK = re.compile(
    "[\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_OVERLAP = 0.3  # font sizes that a cell may reach into the one before it
_CELL_LINES = 6  # more lines than this are a column of text, not a wrapped cell


class Word(NamedTuple):
    """A word and its rectangle in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Line:
    """Words on one baseline in logical order. `block` groups lines, `turn` counts quarter turns.

    Turns: 0 rightwards, 1 upwards, 2 upside down, 3 downwards. Words are kept in columns, as a page has hundreds:
    their `texts`, and the edges of their rectangles on the page. `x0` to `y1` is the line's rectangle as it is
    read: upright, and mirrored where the page reads from right to left.
    """

    __slots__ = ("block", "bottom", "left", "right", "size", "texts", "top", "turn", "x0", "x1", "y0", "y1")

    def __init__(self, words: Sequence[Word], size: float, block: int, turn: int = 0) -> None:
        texts, *edges = zip(*words, strict=True)
        self._fill(texts, edges, size, block, turn)

    @classmethod
    def of(
        cls, texts: Sequence[str], edges: Sequence[Sequence[float]], size: float, block: int, turn: int
    ) -> Line:
        """A line of words that are in columns already; `edges` are their left, top, right and bottom ones."""
        line = cls.__new__(cls)
        line._fill(texts, edges, size, block, turn)
        return line

    def _fill(
        self, texts: Sequence[str], edges: Sequence[Sequence[float]], size: float, block: int, turn: int
    ) -> None:
        self.texts, self.size, self.block, self.turn = texts, size, block, turn
        self.left, self.top, self.right, self.bottom = edges
        self.x0, self.y0, self.x1, self.y1 = min(self.left), min(self.top), max(self.right), max(self.bottom)

    @property
    def words(self) -> list[Word]:
        """The words one by one."""
        return list(map(Word, self.texts, self.left, self.top, self.right, self.bottom))

    def extend(self, line: Line) -> None:
        """Take in the words of the line that goes on beside this one."""
        self.texts = [*self.texts, *line.texts]
        self.left, self.right = [*self.left, *line.left], [*self.right, *line.right]
        self.top, self.bottom = [*self.top, *line.top], [*self.bottom, *line.bottom]
        self.x1, self.y0, self.y1 = line.x1, min(self.y0, line.y0), max(self.y1, line.y1)


@dataclass(slots=True)
class Row:
    """Cells side by side, each a list of lines below each other. One cell of many lines is running text."""

    cells: list[list[Line]]
    y0: float
    y1: float

    @property
    def last(self) -> list[Line]:
        """The rightmost cell so far."""
        return self.cells[-1]


def turned(rect: Sequence[float], turn: int) -> tuple[float, float, float, float]:
    """`rect` in a frame where text of this turn reads rightwards; 4 - `turn` turns it back."""
    x0, y0, x1, y1 = rect
    if turn == 1:
        return -y1, x0, -y0, x1
    if turn == 2:
        return -x1, -y1, -x0, -y0
    if turn == 3:
        return y0, -x1, y1, -x0
    return x0, y0, x1, y1


def _place(line: Line, mirrored: bool) -> None:
    x0, y0, x1, y1 = turned((line.x0, line.y0, line.x1, line.y1), line.turn)
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
            last.extend(line)
        else:
            out.append(line)
    return out


def _is_loose(left: Line, right: Line) -> bool:
    """Whether two pieces may be words of one line that justifying drew far apart, not cells."""
    return left.block == right.block and left.texts[-1][-1] not in _CELL_ENDS and right.texts[0][0].isalpha()


_CELL_ENDS = "0123456789$€£¥%)-–—•"


def rows_of(lines: Sequence[Line], mirrored: bool) -> list[Row]:
    """Rows from lines of one direction in drawing order. `mirrored`: the page reads from right to left."""
    if mirrored or any(line.turn for line in lines):
        for line in lines:
            _place(line, mirrored)
    return _rows(_fuse(lines))


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    row: Row | None = None
    for at, line in enumerate(lines):
        if row is not None and _below(row.last[-1], line) and (len(row.cells) == 1 or _continues_cell(row, line)):
            row.last.append(line)
            row.y1 = max(row.y1, line.y1)
            continue
        right_of_it = row is not None and line.x0 >= row.last[-1].x1 - _OVERLAP * line.size
        if row is not None and right_of_it and _beside(row, line, reach := _reach(lines, at)):
            if len(row.cells) == 1:
                above, row = _split_stack(row, _label(row.last, line.y0, reach))
                rows[-1:] = [above, row] if above is not None else [row]
            row.cells.append([line])
            row.y0, row.y1 = min(row.y0, line.y0), max(row.y1, line.y1)
            continue
        row = Row([[line]], line.y0, line.y1)
        rows.append(row)
    return rows


def _reach(lines: Sequence[Line], at: int) -> float:
    """How far down the cell reaches that begins at line `at`: a few short lines that wrap below each other."""
    end = at
    while end + 1 < len(lines) and end - at < _CELL_LINES and _below(lines[end], lines[end + 1]):
        if breaks(lines[end], lines[end + 1], max(line.x1 for line in lines[at : end + 2])):
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


def _beside(row: Row, line: Line, reach: float) -> bool:
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
    if line.x0 < max(other.x1 for other in cell) - _OVERLAP * line.size:
        return False
    # Text that runs for lines and lines is a column beside another, not a cell.
    return len(row.cells) > 1 or not (
        len(cell) > _CELL_LINES or (len(cell) > 3 and _characters(cell) > 40 * len(cell))
    )


def _characters(lines: Sequence[Line]) -> int:
    return sum([sum(map(len, line.texts)) + len(line.texts) for line in lines])


def _label(stack: Sequence[Line], top: float, bottom: float) -> list[Line]:
    """The lines at the end of `stack` that are one cell beside what stands from `top` to `bottom`.

    Its last line, and those above that wrap into it; a bullet or number stands alone.
    """
    first = len(stack) - 1
    if is_marker(stack[-1:]):
        return [stack[-1]]
    right = max(line.x1 for line in stack)
    while first > 0 and not breaks(stack[first - 1], stack[first], right):
        upper = stack[first - 1]
        if upper.block != stack[-1].block and not (upper.y1 > top and upper.y0 < bottom):
            break
        first -= 1
    return list(stack[first:])


def breaks(line: Line, following: Line, right: float) -> bool:
    """Whether `line` was ended on purpose: the next line's first word would have had room before `right`."""
    first = following.texts[0]
    if following.turn % 2 == 0:
        width = following.right[0] - following.left[0]
    else:
        width = following.bottom[0] - following.top[0]
    if not first.isascii() and CJK.match(first):
        width = following.size  # these break after any character
    return line.x1 + 0.3 * line.size + width < right - 0.5 * line.size


def _continues_cell(row: Row, line: Line) -> bool:
    """Whether `line` is a further line of the row's last cell, not the next row."""
    cell = row.last
    if len(cell) >= _CELL_LINES and not is_marker(row.cells[0]):
        return False
    left = max(other.x1 for other in row.cells[-2])
    if line.x0 < left:
        return False
    right = max(cell[-1].x1, line.x1)
    if breaks(cell[-1], line, right):
        return False
    # A column of numbers goes on below itself all the time; words do so only when they wrap.
    return not any(character.isdigit() for character in cell[-1].texts[-1] + line.texts[0]) or line.y0 < row.y1


def _split_stack(row: Row, label: Sequence[Line]) -> tuple[Row | None, Row]:
    """Part running text from the label at its end that turned out to be the first cell of a row."""
    above = row.last[: len(row.last) - len(label)]
    return (_one_cell(above) if above else None), _one_cell(list(label))


def _one_cell(lines: list[Line]) -> Row:
    return Row([lines], min(line.y0 for line in lines), max(line.y1 for line in lines))


_MARKER = re.compile(
    r"[•‣◦▪■●○◆❖➢➔→✓✗❑·*–—-]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlIVXL]{1,6}|[א-ת])[.):]?|\[\d{1,3}\]|§\s?\d+"
)


def is_marker(cell: Sequence[Line]) -> bool:
    """Whether a cell is the bullet or number of the item beside it."""
    return len(cell) == 1 and len(cell[0].texts) == 1 and _MARKER.fullmatch(cell[0].texts[0]) is not None
