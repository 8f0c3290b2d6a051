"""The reading order of lines that stand about on a page: cut at gutters and gaps until nothing is left to cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_GUTTER = 1.0  # line heights of white from top to bottom that part columns
_GAP = 0.9  # line heights of white from side to side that part blocks
_COLUMN = 3  # lines that make a column


class Box(NamedTuple):
    """A line's rectangle in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float


def blocks_of(boxes: Sequence[Box]) -> list[list[int]]:
    """Indices of `boxes` in reading order, block by block; pieces of one line side by side from left to right."""
    if not boxes:
        return []
    height = median(box.y1 - box.y0 for box in boxes)
    out: list[list[int]] = []
    _cut(boxes, list(range(len(boxes))), height, out)
    return out


def _cut(boxes: Sequence[Box], members: list[int], height: float, out: list[list[int]]) -> None:
    across = _parts([(boxes[i].y0, boxes[i].y1, i) for i in members], _GAP * height)
    down = _parts([(boxes[i].x0, boxes[i].x1, i) for i in members], _GUTTER * height)
    if len(down) > 1 and _are_columns(boxes, down):
        for column in down:
            _cut(boxes, column, height, out)
    elif len(across) > 1:
        for band in _bands(boxes, across, height):
            _cut(boxes, band, height, out)
    else:
        out.append(_by_rows(boxes, members))


def _parts(edges: list[tuple[float, float, int]], least: float) -> list[list[int]]:
    """Groups of intervals (start, end, index) between which at least `least` is free."""
    edges.sort()
    parts, end = [[edges[0][2]]], edges[0][1]
    for start, stop, i in edges[1:]:
        if start - end >= least:
            parts.append([])
        parts[-1].append(i)
        end = max(end, stop)
    return parts


def _are_columns(boxes: Sequence[Box], parts: Sequence[Sequence[int]]) -> bool:
    """Whether parts side by side are read one after the other: a table's rows line up, columns of text need not,
    and have lines that fill them."""
    if min(len(part) for part in parts) < _COLUMN:
        return False
    widest = [max(boxes[i].x1 for i in part) - min(boxes[i].x0 for i in part) for part in parts]
    full = [
        sum(boxes[i].x1 - boxes[i].x0 > 0.75 * width for i in part) / len(part)
        for part, width in zip(parts, widest, strict=True)
    ]
    tall = [median(boxes[i].y1 - boxes[i].y0 for i in part) for part in parts]
    return all(width > 8 * height for width, height in zip(widest, tall, strict=True)) and min(full) > 0.4


def _bands(boxes: Sequence[Box], bands: list[list[int]], height: float) -> list[list[int]]:
    """Bands that belong to the same columns put together again: a gap between paragraphs that happens to run
    through all columns parts nothing."""
    merged = [bands[0]]
    for upper, lower in pairwise(bands):
        together = _parts([(boxes[i].x0, boxes[i].x1, i) for i in (*merged[-1], *lower)], _GUTTER * height)
        alone = _parts([(boxes[i].x0, boxes[i].x1, i) for i in upper], _GUTTER * height)
        below = _parts([(boxes[i].x0, boxes[i].x1, i) for i in lower], _GUTTER * height)
        same = len(together) == len(alone) == len(below) > 1 and _are_columns(boxes, together)
        if same:
            merged[-1] = [*merged[-1], *lower]
        else:
            merged.append(lower)
    return merged


def _by_rows(boxes: Sequence[Box], members: Sequence[int]) -> list[int]:
    """Lines from top to bottom; those at one height from left to right."""
    rows: list[list[int]] = []
    for i in sorted(members, key=lambda i: boxes[i].y0 + boxes[i].y1):
        if rows:
            last = boxes[rows[-1][0]]
            overlap = min(last.y1, boxes[i].y1) - max(last.y0, boxes[i].y0)
            if overlap > 0.5 * min(last.y1 - last.y0, boxes[i].y1 - boxes[i].y0):
                rows[-1].append(i)
                continue
        rows.append([i])
    return [i for row in rows for i in sorted(row, key=lambda i: boxes[i].x0)]
