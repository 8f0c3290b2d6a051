"""Where the figure or table of a caption stands, and those that no caption names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from docqa.domain import FigureKind, Page, Rect
from docqa.language.captions import FIGURE
from docqa.reading.captioned import Caption, Line
from docqa.reading.graphics import Cluster
from docqa.reading.layout import CELL

_NEAR = 90.0  # points between a caption and what it belongs to
_LABELS = 14.0  # points around a drawing within which short words are its labels
_SIDE_LABEL = 0.3  # share of a drawing's width up to which a line beside it is a label
_PANELS = 60.0  # points between panels of one figure that stand in a column, with their names between
_LEAST_AREA = 0.04  # share of the page of a figure without a caption
_LEAST_SIDE = 50.0  # points
_ROWS = 4  # rows of a table without a caption
_HEADINGS = 3  # lines above the first row of numbers that are taken for its headings


def figure_region(
    page: Page, of: Caption, lines: Sequence[Line], marks: Sequence[Cluster], others: Sequence[Rect]
) -> tuple[Rect, bool]:
    """What a figure's caption belongs to: what is drawn next above it, or else below or beside it."""
    # Line charts are rules, too; but what is called an exhibit or a plate is hardly the rules of a table.
    rects = [_rect(mark) for mark in marks if of.mention.kind == FIGURE or not _ruled(mark)]
    rects = [rect for rect in rects if not _anothers(rect, of.rect, others)]
    lines = [line for line in lines if line.prose or not _anothers(line.rect, of.rect, others)]
    nearest = _nearest(of.rect, rects, lines)
    if nearest is None:
        return _gap(page, of, lines), False
    grown = _down_to(of.rect, _together(nearest, rects, lines, of.rect, others), lines)
    return _labelled(grown, lines, of.rect, others), True


def _anothers(rect: Rect, caption_at: Rect, others: Sequence[Rect]) -> bool:
    """Whether a part belongs to a caption that stands beside this one: it is more above that than above this."""
    middle = Rect((rect.x0 + rect.x1) / 2, rect.y0, (rect.x0 + rect.x1) / 2, rect.y1)
    return any(
        _down(other, caption_at) > 0.5 * min(other.y1 - other.y0, caption_at.y1 - caption_at.y0)
        and _across(other, rect) > _across(caption_at, rect)
        and _apart(other, middle) < _apart(caption_at, middle)
        for other in others
    )


def _down_to(caption_at: Rect, rect: Rect, lines: Sequence[Line]) -> Rect:
    """The drawing with the short lines between it and its caption below: its axis, its parts' names."""
    if rect.y1 > caption_at.y0 or _prose_between(rect, caption_at, lines):
        return rect
    for line in lines:
        between = rect.y1 - 2 <= line.rect.y0 and line.rect.y1 <= caption_at.y0 + 2
        if between and not line.prose and rect.x0 - _LABELS <= line.rect.x0 and line.rect.x1 <= rect.x1 + _LABELS:
            rect = rect.union(line.rect)
    return rect


def _nearest(to: Rect, rects: Sequence[Rect], lines: Sequence[Line]) -> Rect | None:
    best: tuple[float, Rect] | None = None
    for rect in rects:
        if _across(rect, to) < 0.25 * min(rect.x1 - rect.x0, to.x1 - to.x0):
            if not (_down(rect, to) > 0.5 * (to.y1 - to.y0) and _apart(rect, to) < 40):
                continue
            distance = 30 + _apart(rect, to)
        elif rect.y1 <= to.y0 + 8:
            distance = to.y0 - rect.y1
        elif rect.y0 >= to.y1 - 8:
            distance = 45 + rect.y0 - to.y1  # captions stand below far more often
        elif covered(to, rect) > 0.6:
            distance = 0.0  # printed inside its frame
        else:
            continue
        if distance > _NEAR or (distance > 30 and _prose_between(rect, to, lines)):
            continue
        if best is None or distance < best[0]:
            best = (distance, rect)
    return best[1] if best else None


def _prose_between(one: Rect, other: Rect, lines: Sequence[Line]) -> bool:
    top, bottom = (one.y1, other.y0) if one.y1 <= other.y0 + 8 else (other.y1, one.y0)
    between = [
        line
        for line in lines
        if line.prose and top < (line.rect.y0 + line.rect.y1) / 2 < bottom and _across(line.rect, one) > 0
    ]
    return len(between) > 1


def _together(
    rect: Rect, rects: Sequence[Rect], lines: Sequence[Line], caption_at: Rect, others: Sequence[Rect]
) -> Rect:
    """The parts of one figure: side by side at the same height, or close above with no running text between."""
    above = rect.y1 <= caption_at.y0 + 8
    grown = rect
    changed = True
    while changed:
        changed = False
        for part in rects:
            if part == grown or covered(part, grown) > 0.95 or covered(caption_at, part) > 0.6:
                continue
            beside = _down(part, grown) > 0.4 * min(part.y1 - part.y0, grown.y1 - grown.y0)
            stacked = _across(part, grown) > 0 and 0 <= (grown.y0 - part.y1 if above else part.y0 - grown.y1) < 28
            reach = _apart(part, grown)
            stacked = stacked or _alike(part, grown, above)
            if not (beside and reach < 60) and not (stacked and not _prose_between(part, grown, lines)):
                continue
            both = grown.union(part)
            if any(covered(other, both) > 0.3 for other in others) or covered(caption_at, both) > 0.5:
                continue
            if beside and sum(line.prose and covered(line.rect, both) > 0.8 for line in lines) > 3 + sum(
                line.prose and covered(line.rect, grown) > 0.8 for line in lines
            ):
                continue  # another column's, with text between
            if both != grown:
                grown, changed = both, True
    return grown


def _alike(part: Rect, grown: Rect, above: bool) -> bool:
    """Whether a part continues a column of panels: as wide, at the same edges, a name's height away."""
    away = grown.y0 - part.y1 if above else part.y0 - grown.y1
    edges = abs(part.x0 - grown.x0) < 12 and abs(part.x1 - grown.x1) < 12
    return edges and 0 <= away < _PANELS


def _labelled(rect: Rect, lines: Sequence[Line], caption_at: Rect, others: Sequence[Rect]) -> Rect:
    """The drawing with the words that label it: short lines at its edge."""
    for _ in range(2):
        reach = Rect(rect.x0 - _LABELS, rect.y0 - _LABELS, rect.x1 + _LABELS, rect.y1 + _LABELS)
        for line in lines:
            if line.prose or covered(line.rect, rect) > 0.95:
                continue
            high, wide = line.rect.y1 - line.rect.y0, line.rect.x1 - line.rect.x0
            at_side = _down(line.rect, rect) > 0.5 * high and _apart(line.rect, rect) <= _LABELS
            if covered(line.rect, reach) > 0.5 or (at_side and wide < _SIDE_LABEL * (rect.x1 - rect.x0)):
                both = rect.union(line.rect)
                if covered(caption_at, both) < 0.3 and not any(covered(other, both) > 0.3 for other in others):
                    rect = both
    return rect


def _gap(page: Page, of: Caption, lines: Sequence[Line]) -> Rect:
    """Where a scanned or textless drawing must be: the empty space above the caption, or below it."""
    column = [line.rect for line in lines if _across(line.rect, of.rect) > 0]
    prose = [line.rect for line in lines if line.prose and _across(line.rect, of.rect) > 0]
    left = min([rect.x0 for rect in column] + [of.rect.x0])
    right = max([rect.x1 for rect in column] + [of.rect.x1])
    top = max([rect.y1 for rect in prose if rect.y1 <= of.rect.y0] + [0.03 * page.height])
    bottom = min([rect.y0 for rect in prose if rect.y0 >= of.rect.y1] + [0.97 * page.height])
    if of.rect.y0 - top >= max(40.0, 0.8 * (bottom - of.rect.y1)) and of.rect.y0 > top:
        return Rect(left, top, right, of.rect.y0)
    if bottom - of.rect.y1 >= 40:
        return Rect(left, of.rect.y1, right, bottom)
    return of.rect


# --- tables ------------------------------------------------------------------------------------------------


def table_region(
    page: Page, of: Caption, lines: Sequence[Line], marks: Sequence[Cluster], others: Sequence[Rect]
) -> tuple[Rect, bool]:
    """The rows below a table's caption, or those above it, with the rules around them."""
    high = median([line.rect.y1 - line.rect.y0 for line in lines] or [10.0])
    below = _rows_from(of.rect, lines, others, high, down=True)
    above = _rows_from(of.rect, lines, others, high, down=False)
    rows = below if _tabular(below) >= min(_tabular(above), 2) and below else above
    framed = [_rect(mark) for mark in marks]
    if _tabular(rows) >= 1 and len(rows) >= 2:
        rect = rows[0].rect
        for line in rows[1:]:
            rect = rect.union(line.rect)
        for frame in framed:
            both = rect.union(frame)
            near = _across(frame, rect) > 0 and _gap_between(frame, rect) < high
            if near and covered(of.rect, both) < 0.3 and not any(covered(other, both) > 0.3 for other in others):
                rect = both
        return _labelled(rect, [line for line in lines if line.cells > 1], of.rect, others), True
    nearest = _nearest(of.rect, framed, lines)
    if nearest is not None:
        grown = _together(nearest, framed, lines, of.rect, others)
        return _labelled(grown, lines, of.rect, others), True
    return _gap(page, of, lines), False


def _rows_from(at: Rect, lines: Sequence[Line], others: Sequence[Rect], high: float, *, down: bool) -> list[Line]:
    """The lines from a caption on, away from it, until running text, a gap, or another caption comes."""
    if down:
        beyond = sorted(
            (line for line in lines if line.rect.y0 >= at.y1 - 0.4 * high), key=lambda line: line.rect.y0
        )
        edge = min([rect.y0 for rect in others if rect.y0 >= at.y1 and _across(rect, at) > 0], default=1e9)
    else:
        beyond = sorted(
            (line for line in lines if line.rect.y1 <= at.y0 + 0.4 * high), key=lambda line: -line.rect.y1
        )
        edge = max([rect.y1 for rect in others if rect.y1 <= at.y0 and _across(rect, at) > 0], default=-1e9)
    rows: list[Line] = []
    last, prose = at, 0
    for line in beyond:
        if _across(line.rect, at) <= 0 and not any(_across(line.rect, row.rect) > 0 for row in rows):
            continue
        if (line.rect.y0 > edge) if down else (line.rect.y1 < edge):
            break
        if _gap_between(line.rect, last) > 3.2 * high:
            break
        if line.prose and line.rect.y1 - line.rect.y0 > 1.8 * high:
            # A paragraph, and what stands alone before it is its heading.
            while rows and rows[-1].cells == 1:
                rows.pop()
            break
        prose = prose + 1 if line.prose and not line.numbers else 0
        if prose > 2:
            return rows[: len(rows) - 2]
        rows.append(line)
        last = line.rect
    while rows and rows[-1].prose and not rows[-1].numbers:
        rows.pop()
    return rows


def _tabular(rows: Sequence[Line]) -> int:
    return sum(line.cells > 1 for line in rows)


def bare_tables(page: Page, lines: Sequence[Line], marks: Sequence[Cluster]) -> list[Rect]:
    """Rows of numbers that no caption names."""
    found: list[Rect] = []
    run: list[Line] = []
    high = median([line.rect.y1 - line.rect.y0 for line in lines] or [10.0])

    def end() -> None:
        rows = [line for line in run if line.numbers >= 2 or (line.cells >= 3 and line.numbers >= 1)]
        if len(rows) >= _ROWS and _guttered(page, rows) and not _is_contents(run):
            # Above the first row of numbers are a few lines of headings; below the last there is none.
            above = max(run.index(rows[0]) - _HEADINGS, 0)
            held = run[above : run.index(rows[-1]) + 1]
            rect = held[0].rect
            for line in held[1:]:
                rect = rect.union(line.rect)
            for mark in map(_rect, marks):
                if covered(mark, rect) > 0.5 or (_across(mark, rect) > 0 and _gap_between(mark, rect) <= 0):
                    rect = rect.union(mark)
            found.append(rect)
        run.clear()

    misses = 0
    for line in sorted(lines, key=lambda line: line.start):
        if run and (_gap_between(line.rect, run[-1].rect) > 3 * high or line.rect.y0 < run[0].rect.y0):
            end()
        if line.cells > 1:
            misses = 0
            run.append(line)
        elif run and not line.prose and misses < 2:
            misses += 1
            run.append(line)
        else:
            end()
    end()
    return found


def _guttered(page: Page, rows: Sequence[Line]) -> bool:
    """Whether one line from top to bottom goes between the cells of most rows, as in no running text."""
    edges: list[tuple[float, int]] = []
    for line in rows:
        for left, right in _gaps(page, line):
            edges += [(left, 1), (right, -1)]
    most = open_now = 0
    for _, step in sorted(edges):
        open_now += step
        most = max(most, open_now)
    return most >= max(_ROWS, 0.6 * len(rows))


def _gaps(page: Page, line: Line) -> list[tuple[float, float]]:
    """The spaces between the cells of a line, from left to right, as far as they do not overlap."""
    cells: list[tuple[float, float]] = []
    at = line.start
    for piece in line.text.split(CELL):
        rects = page.boxes.rects(at, at + len(piece)) if piece.strip() else ()
        if rects:
            cells.append((min(rect.x0 for rect in rects), max(rect.x1 for rect in rects)))
        at += len(piece) + len(CELL)
    cells.sort()
    return [(one[1], other[0]) for one, other in pairwise(cells) if other[0] > one[1]]


_LEADERS = ("...", ". . .", "…", "··")


def _is_contents(rows: Sequence[Line]) -> bool:
    """Whether rows are a table of contents: leaders, or one number a row at the same end and never a smaller one.

    Where the text runs from right to left, the page's number is set left and may come first.
    """
    entries = [line for line in rows if line.cells > 1]
    if sum(line.numbers - _counted(line) > 1 for line in rows) > 0.2 * len(entries):
        return False
    if sum(any(mark in line.text for mark in _LEADERS) for line in entries) >= 0.5 * len(entries):
        return True
    for end in (-1, 0):
        ends = [line.text.split(CELL)[end].strip() for line in entries]
        pages = [int(each) for each in ends if each.isdecimal() and len(each) <= 4]
        if len(pages) < 0.6 * len(ends) or any(after < before for before, after in pairwise(pages)):
            continue
        if len(set(pages)) > 3:
            return True
    return False


def _counted(line: Line) -> bool:
    """Whether a line begins or ends with a chapter's number: "3.", ".3", "3.1"."""
    cells = [cell.strip() for cell in line.text.split(CELL)]
    return any(
        "." in cell and cell.replace(".", "").isdecimal() and len(cell) <= 6 for cell in (cells[0], cells[-1])
    )


def bare_figures(page: Page, lines: Sequence[Line], marks: Sequence[Cluster]) -> list[tuple[FigureKind, Rect]]:
    """Pictures and drawings of some size that no caption names, and shaded rows; not panels of text, nor rules."""
    found: list[tuple[FigureKind, Rect]] = []
    for mark in marks:
        rect = _rect(mark)
        area = (rect.x1 - rect.x0) * (rect.y1 - rect.y0)
        if area < _LEAST_AREA * page.width * page.height or area > 0.85 * page.width * page.height:
            continue
        if min(rect.x1 - rect.x0, rect.y1 - rect.y0) < _LEAST_SIDE or _ruled(mark):
            continue
        inside = [line for line in lines if covered(line.rect, rect) > 0.7]
        words = sum((line.rect.x1 - line.rect.x0) * (line.rect.y1 - line.rect.y0) for line in inside)
        panel = words > 0.3 * area or sum(line.prose for line in inside) > 4
        if mark.pictures < 0.3 * area and (panel or mark.shapes < 4):
            continue
        if not mark.pictures and _tabular(inside) >= 2:
            found.append((FigureKind.TABLE, rect))
            continue
        labels = [line for line in lines if line.cells == 1]
        found.append((FigureKind.FIGURE, _labelled(rect, labels, Rect(0, 0, 0, 0), [one for _, one in found])))
    return found


# --- rectangles --------------------------------------------------------------------------------------------


def _rect(mark: Cluster) -> Rect:
    return Rect(mark.x0, mark.y0, mark.x1, mark.y1)


def _ruled(mark: Cluster) -> bool:
    """Whether a cluster is lines alone, as those of a table."""
    return not mark.pictures and mark.rules >= 3 and mark.shapes <= mark.rules // 4


def _across(one: Rect, other: Rect) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _down(one: Rect, other: Rect) -> float:
    return min(one.y1, other.y1) - max(one.y0, other.y0)


def _apart(one: Rect, other: Rect) -> float:
    """Points between two rectangles from side to side; 0 where one stands above the other."""
    return max(0.0, -_across(one, other))


def _gap_between(one: Rect, other: Rect) -> float:
    """Points between two rectangles from top to bottom; negative where they overlap."""
    return -_down(one, other)


def covered(one: Rect, by: Rect) -> float:
    """The share of `one` that lies in `by`."""
    area = (one.x1 - one.x0) * (one.y1 - one.y0)
    wide, high = _across(one, by), _down(one, by)
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0
