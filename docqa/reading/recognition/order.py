"""The reading order of pieces of lines that stand about on a page: columns parted at gutters, tables by rows.

A gutter is looked for wherever white runs down between pieces that are not a table's cells; what it parts is read
one side after the other, and what crosses it before or behind both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_GUTTER = 0.8  # font sizes of white that part columns
_COLUMN = 3  # lines that make a column
_NARROW = 7.0  # font sizes that a column is wide at least
_FULL, _FULL_SHARE = 0.75, 0.4  # of a column's width that a full line takes, and the share of such lines in prose
_LEVEL = 0.2  # font sizes by which pieces of one row may be out of line
_ALIGNED = 0.6  # share of lines that stand level with one beyond the gutter from which they are rows of a table
_LONE = 2.0  # font sizes of white that part a page number or running head from its column
_HEAD = 6  # lines that a table's head is high at most


class Piece(NamedTuple):
    """A piece of a line: its rectangle in pixels, its font's size in them, and its characters."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str = ""


def blocks_of(pieces: Sequence[Piece], *, mirrored: bool = False) -> list[list[int]]:
    """Indices of `pieces` in reading order, paragraph by paragraph; cells of one row beside each other.

    `mirrored`: the page reads from right to left.
    """
    if not pieces:
        return []
    if mirrored:
        pieces = [piece._replace(x0=-piece.x1, x1=-piece.x0) for piece in pieces]
    out: list[list[int]] = []
    _Cutter(pieces).cut(list(range(len(pieces))), out.extend)
    return out


@dataclass(slots=True)
class _Cut:
    """Members in the order to be read: before a gutter's reach, on both of its sides, behind; how many lines it
    parts."""

    parts: tuple[list[int], ...]
    score: int


class _Cutter:
    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._size = median(piece.size for piece in pieces)

    def cut(self, members: list[int], put: Callable[[list[list[int]]], None]) -> None:
        """Put the blocks of `members` in order."""
        best = self._gutter(members)
        if best is None:
            put(self._blocks(members))
            return
        for part in best.parts:
            if part:
                self.cut(part, put)

    def _gutter(self, members: list[int]) -> _Cut | None:
        """The gutter that parts most lines."""
        if len(members) < 2 * _COLUMN:
            return None
        pieces, wide = self._pieces, _GUTTER * self._size
        best: _Cut | None = None
        down = sorted(members, key=lambda i: pieces[i].y0 + pieces[i].y1)
        for edge in {round(pieces[i].x1) for i in members}:
            sides = [-1 if pieces[i].x1 <= edge + 1 else 1 if pieces[i].x0 >= edge + wide else 0 for i in down]
            start = 0
            for at in range(len(down) + 1):
                if at < len(down) and sides[at]:
                    continue
                if at - start >= 2 * _COLUMN:
                    found = self._try(down, sides, start, at)
                    if found is not None and (best is None or found.score > best.score):
                        best = found
                start = at + 1
        return best

    def _try(self, down: list[int], sides: list[int], start: int, end: int) -> _Cut | None:
        """The cut along a gutter that nothing crosses from place `start` to `end` of `down`."""
        left = [down[at] for at in range(start, end) if sides[at] < 0]
        right = [down[at] for at in range(start, end) if sides[at] > 0]
        if min(len(left), len(right)) < _COLUMN:
            return None
        above: list[int] = []
        below: list[int] = []
        for mine, theirs in ((left, right), (right, left)):
            above += self._lone(mine, theirs, upward=True)
            below += self._lone(mine, theirs, upward=False)
        left, right = ([i for i in side if i not in above and i not in below] for side in (left, right))
        if min(len(left), len(right)) < _COLUMN or not self._are_columns(left, right):
            return None
        before, behind = [*down[:start], *above], [*below, *down[end:]]
        score = min(len(left), len(right))
        # Text that flows round a box beside it is read to its end first.
        if self._runs_on(left, behind):
            return _Cut((before, left, behind, right), score)
        if self._runs_on(right, behind):
            return _Cut((before, right, behind, left), score)
        return _Cut((before, left, right, behind), score)

    def _runs_on(self, side: list[int], behind: list[int]) -> bool:
        """Whether what stands behind begins with the next line of a side's text."""
        if not behind:
            return False
        last, following = self._pieces[max(side, key=self._middle)], self._pieces[min(behind, key=self._middle)]
        return (
            following.y0 - last.y1 < 0.5 * self._size
            and abs(following.x0 - last.x0) < self._size
            and abs(following.size - last.size) < 0.1 * last.size
        )

    def _lone(self, mine: list[int], theirs: list[int], *, upward: bool) -> list[int]:
        """Up to two lines at the top or foot of a side, beyond the other side and far from the rest of it."""
        pieces = self._pieces
        ordered = mine if upward else mine[::-1]
        limit = min(pieces[i].y0 for i in theirs) if upward else max(pieces[i].y1 for i in theirs)
        for count in (2, 1):
            if len(ordered) <= count:
                continue
            last, following = pieces[ordered[count - 1]], pieces[ordered[count]]
            gap = following.y0 - last.y1 if upward else last.y0 - following.y1
            slack = 0.5 * self._size
            beyond = last.y1 <= limit + slack if upward else last.y0 >= limit - slack
            if beyond and gap > _LONE * self._size:
                return ordered[:count]
        return []

    def _are_columns(self, left: list[int], right: list[int]) -> bool:
        """Whether the sides are read one after the other: a table's rows line up, columns of text need not, and
        have lines that fill them."""
        pieces = self._pieces
        prose = []
        for side in (left, right):
            width = max(pieces[i].x1 for i in side) - min(pieces[i].x0 for i in side)
            if width < _NARROW * self._size:
                return False
            rows = self._rows(side)
            full = sum(
                max(pieces[i].x1 for i in row) - min(pieces[i].x0 for i in row) > _FULL * width
                and sum(pieces[i].x1 - pieces[i].x0 for i in row) > 0.9 * _FULL * width
                for row in rows
            )
            prose.append(full > _FULL_SHARE * len(rows) and len(rows) >= _COLUMN)
        if all(prose):
            return True
        few, many = sorted((left, right), key=len)
        level = sum(any(self._level(i, j) for j in many) for i in few)
        return any(prose) and level < _ALIGNED * len(few)

    def _level(self, i: int, j: int) -> bool:
        one, other = self._pieces[i], self._pieces[j]
        return abs(one.y1 - other.y1) < _LEVEL * self._size

    def _middle(self, i: int) -> float:
        return self._pieces[i].y0 + self._pieces[i].y1

    def _rows(self, members: list[int]) -> list[list[int]]:
        """Rows from top to bottom, the pieces of each from left to right."""
        pieces = self._pieces
        rows: list[list[int]] = []
        for i in sorted(members, key=self._middle):
            if rows:
                last, own = pieces[rows[-1][-1]], pieces[i]
                overlap = min(last.y1, own.y1) - max(last.y0, own.y0)
                if overlap > 0.5 * min(last.y1 - last.y0, own.y1 - own.y0):
                    rows[-1].append(i)
                    continue
            rows.append([i])
        return [sorted(row, key=lambda i: pieces[i].x0) for row in rows]

    def _blocks(self, members: list[int]) -> list[list[int]]:
        """Rows gathered into paragraphs by the white between them."""
        rows = self._by_cells(self._rows(members))
        if not rows:
            return []
        steps = [self._bottom(lower) - self._bottom(upper) for upper, lower in pairwise(rows)]
        usual = median(steps) if steps else 0.0
        blocks = [list(rows[0])]
        for upper, lower, step in zip(rows, rows[1:], steps, strict=False):
            size = max(self._pieces[lower[0]].size, self._pieces[upper[-1]].size)
            apart = step > max(1.3 * min(usual, 1.6 * size), 1.35 * size)
            other = abs(self._pieces[lower[0]].size - self._pieces[upper[-1]].size) > 0.15 * size
            if apart or other:
                blocks.append([])
            blocks[-1] += lower
        return blocks

    def _bottom(self, row: Sequence[int]) -> float:
        return max(self._pieces[i].y1 for i in row)

    def _by_cells(self, rows: list[list[int]]) -> list[list[int]]:
        """Rows whose cells wrap, put together cell by cell: heads, which stand on one bottom line, and rows whose
        cells begin at one height."""
        out: list[list[int]] = []
        at = 0
        while at < len(rows):
            end = self._head_end(rows, at)
            if end - at > 1:
                members = [i for row in rows[at:end] for i in row]
                out.append([i for column in self._columns(members) for i in column])
            else:
                out.append(rows[at])
            at = max(end, at + 1)
        return out

    def _head_end(self, rows: list[list[int]], start: int) -> int:
        """Behind the last row of a table's head that begins at row `start`; `start` where none does.

        From row to row it has more columns, until it has all of them; its words are not figures.
        """
        end = start
        while end < len(rows) and end - start < _HEAD and not any(self._is_figure(i) for i in rows[end]):
            if end > start and self._top(rows[end]) - self._bottom(rows[end - 1]) > 0.35 * self._size:
                break
            end += 1
        rows = rows[start:end]
        if len(rows) < 2:
            return start
        columns = self._columns([i for row in rows for i in row])
        if len(columns) < 2 or any(len(column) > len(rows) for column in columns):
            return start
        filled = [{n for n, column in enumerate(columns) if set(column) & set(row)} for row in rows]
        grows = all(upper <= lower for upper, lower in pairwise(filled))
        return end if grows and len(filled[0]) < len(columns) == len(filled[-1]) else start

    def _top(self, row: Sequence[int]) -> float:
        return min(self._pieces[i].y0 for i in row)

    def _is_figure(self, i: int) -> bool:
        text = self._pieces[i].text
        return 2 * sum(character.isdigit() for character in text) > len(text)

    def _columns(self, members: list[int]) -> list[list[int]]:
        """Members that stand below each other, column by column."""
        pieces = self._pieces
        ordered = sorted(members, key=lambda i: pieces[i].x0)
        columns, end = [[ordered[0]]], pieces[ordered[0]].x1
        for i in ordered[1:]:
            if pieces[i].x0 > end:
                columns.append([])
            columns[-1].append(i)
            end = max(end, pieces[i].x1)
        return [sorted(column, key=self._middle) for column in columns]
