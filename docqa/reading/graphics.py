"""Where a page has pictures and drawings: marks that stand close together become one cluster. In the worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_CELL = 6.0  # points of the grid on which marks that are near each other touch
_REACH = 4.0  # points by which each mark is made larger on it
_THIN = 2.5  # points up to which a mark is a rule
_PAGE = 0.85  # share of the page from which a mark is its background or a scan
_LEAST = 12.0  # points a cluster is wide and high at least
_OUT = 12.0  # points beyond the page's edge from which a stroke's bounds are not where it is seen

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Cluster:
    """Marks that belong together: their bounds, the area under pictures, the number of rules and shapes."""

    x0: float
    y0: float
    x1: float
    y1: float
    pictures: float = 0.0
    rules: int = 0
    shapes: int = 0

    def take(self, box: Box, kind: str) -> None:
        """Make one more graphic of the page part of it; `kind` is MuPDF's word for what it is."""
        self.x0, self.y0 = min(self.x0, box[0]), min(self.y0, box[1])
        self.x1, self.y1 = max(self.x1, box[2]), max(self.y1, box[3])
        if "image" in kind or "shade" in kind:
            self.pictures += (box[2] - box[0]) * (box[3] - box[1])
        elif min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            self.rules += 1
        else:
            self.shapes += 1

    @classmethod
    def of(cls, row: Sequence[float]) -> Cluster:
        """From what `row` gave."""
        x0, y0, x1, y1, pictures, rules, shapes = row
        return cls(x0, y0, x1, y1, pictures, int(rules), int(shapes))

    def row(self) -> list[float]:
        """As it goes over the pipe."""
        edges = [round(edge, 2) for edge in (self.x0, self.y0, self.x1, self.y1)]
        return [*edges, round(self.pictures, 1), self.rules, self.shapes]


def shown_marks(page: Any) -> list[tuple[str, Box]]:
    """What is painted on a page of PyMuPDF's, in order: MuPDF's word for its kind, and its bounds as displayed.

    The log itself has the bounds before a rotated page is turned.
    """
    marks = [(str(kind), (x0, y0, x1, y1)) for kind, (x0, y0, x1, y1), *_ in page.get_bboxlog()]
    if not page.rotation:
        return marks
    a, b, c, d, e, f = page.rotation_matrix
    turned: list[tuple[str, Box]] = []
    for kind, (x0, y0, x1, y1) in marks:
        xs, ys = (a * x0 + c * y0 + e, a * x1 + c * y1 + e), (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
        turned.append((kind, (min(xs), min(ys), max(xs), max(ys))))
    return turned


def clusters(marks: Iterable[tuple[str, Box]], width: float, height: float) -> list[Cluster]:
    """The clusters of a page's marks (kind as MuPDF's bounding-box log names it, rectangle in points)."""
    kept = _worth(marks, width, height)
    columns, lines = int(width / _CELL) + 2, int(height / _CELL) + 2
    grid = [bytearray(columns) for _ in range(lines)]
    for _, box in kept:
        left, top, right, bottom = _cells(box, columns, lines)
        run = b"\x01" * (right - left + 1)
        for line in range(top, bottom + 1):
            grid[line][left : right + 1] = run
    owner = _components(grid, columns, lines)
    found: dict[int, Cluster] = {}
    for kind, box in kept:
        left, top, _, _ = _cells(box, columns, lines)
        number = owner[top][left]
        if number not in found:
            found[number] = Cluster(*box)
        found[number].take(box, kind)
    return [
        cluster
        for cluster in found.values()
        if (cluster.pictures or cluster.shapes or cluster.rules >= 3)
        and cluster.x1 - cluster.x0 >= _LEAST
        and cluster.y1 - cluster.y0 >= _LEAST
    ]


def _worth(marks: Iterable[tuple[str, Box]], width: float, height: float) -> list[tuple[str, Box]]:
    """Marks that may belong to a figure: no text, no background, no lines that part columns, head and foot."""
    kept: dict[tuple[str, Box], None] = {}
    for kind, (x0, y0, x1, y1) in marks:
        if "text" in kind or "clip" in kind or "ignore" in kind:
            continue
        # The bounds of a stroke grow with its width and know no clip: those that leave the page say little.
        if "stroke" in kind and (min(x0, y0) < -_OUT or x1 > width + _OUT or y1 > height + _OUT):
            continue
        box = (max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height))
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide < 0 or high < 0 or wide * high > _PAGE * width * height:
            continue
        thin = min(wide, high) <= _THIN
        if thin and (high > 0.6 * height or (wide > 0.6 * width and not 0.09 < box[1] / height < 0.92)):
            continue
        kept[kind, tuple(round(edge, 1) for edge in box)] = None  # type: ignore[index]
    return _without_grounds(list(kept))


def _without_grounds(marks: list[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """Without the filled areas that lie under a picture and around it: the paper that it was pasted on."""
    pictures = [box for kind, box in marks if "image" in kind]
    return [
        (kind, box)
        for kind, box in marks
        if "fill-path" not in kind or not any(_around(box, picture) for picture in pictures)
    ]


def _around(outer: Box, inner: Box) -> bool:
    """Whether `inner` lies in `outer`, and that is larger by more than its edge."""
    inside = all(outer[i] <= inner[i] + 1 and inner[i + 2] <= outer[i + 2] + 1 for i in (0, 1))
    more = (outer[2] - outer[0]) * (outer[3] - outer[1]) - (inner[2] - inner[0]) * (inner[3] - inner[1])
    return inside and more > 0.1 * (outer[2] - outer[0]) * (outer[3] - outer[1])


def _cells(box: Box, columns: int, lines: int) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box
    left, top = max(0, int((x0 - _REACH) / _CELL)), max(0, int((y0 - _REACH) / _CELL))
    return left, top, min(columns - 1, int((x1 + _REACH) / _CELL)), min(lines - 1, int((y1 + _REACH) / _CELL))


def _components(grid: Sequence[bytearray], columns: int, lines: int) -> list[list[int]]:
    """For each cell that is marked the number of the group of touching cells that it belongs to; else 0."""
    owner = [[0] * columns for _ in range(lines)]
    number = 0
    for line in range(lines):
        column = grid[line].find(1)
        while column >= 0:
            if not owner[line][column]:
                number += 1
                _flood(grid, owner, line, column, number)
            column = grid[line].find(1, column + 1)
    return owner


def _flood(grid: Sequence[bytearray], owner: list[list[int]], line: int, column: int, number: int) -> None:
    stack = [(line, column)]
    owner[line][column] = number
    while stack:
        y, x = stack.pop()
        for down, across in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            inside = 0 <= down < len(grid) and 0 <= across < len(grid[0])
            if inside and grid[down][across] and not owner[down][across]:
                owner[down][across] = number
                stack.append((down, across))
