"""Tables in plain text: what their rows say beside the numbers, and which pages hold the ones others repeat."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# A cell with a number: a sign or a currency before it, percent or a star behind, the whole perhaps in brackets.
_BARE = r"[-–—$€£¥₪+~]*\d[\d,.]*[%*]*"
_NUMBER = rf"(?:{_BARE}|[$€£¥₪]?[(\[]{_BARE}[)\]][%*]*)"
_CELL = re.compile(rf"(?<!\S){_NUMBER}(?!\S)")
_CELL_OR_DASH = re.compile(rf"(?<!\S)(?:{_NUMBER}|[$€£¥₪—–\-()%]+)(?!\S)")
_WITH_DIGITS = re.compile(r"^[^\d\n]*\d.*$", re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)\d\d,?")
_ASIDE = re.compile(r"\([^()\d]*[^\W\d_][^()]*\)")  # "(Note 5)", "(restated)"
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ROW = 2  # cells with numbers that make a line a row of a table
_SHORTEST = 4  # letters of a label that names something
_SURE = 10.0  # the best page's gain that makes it .5: ten or so labels, each on two or three pages


def without_numbers(text: str) -> str:
    """`text` with the numbers taken out of its table rows; years and the numbers of sentences stay.

    A row's numbers say nothing of what it is about, and cost the embedding model half of its time.
    """
    lines = []
    for line in text.split("\n"):
        if len(_CELL_OR_DASH.findall(line)) >= _ROW:
            line = " ".join(_CELL_OR_DASH.sub(_year, line).split())
        if line.strip():
            lines.append(line)
    return "\n".join(lines)


def _year(match: re.Match[str]) -> str:
    return match.group() if _YEAR.fullmatch(match.group()) else ""


def labels(text: str) -> set[str]:
    """What the rows of the tables in `text` are called: folded letters before the first number."""
    found = set()
    for line in _WITH_DIGITS.findall(text):
        row = _ASIDE.sub(" ", line) if "(" in line else line
        first = _CELL.search(row)
        if first and _CELL.search(row, first.end()):
            label = _NOT_LETTERS.sub(" ", row[: first.start()].casefold()).strip()
            if len(label) >= _SHORTEST:
                found.add(label)
    return found


def central(of_page: Sequence[set[str]]) -> NDArray[np.float32]:
    """For each page how much its tables are those that the rest of the document comes back to: 0 to 1.

    `of_page` are the `labels` of each page. A report's main tables name the quantities that its other pages
    explain row by row. So a page gains for each row whose label stands on other pages too, by the logarithm of how
    many; the best page is near 1, or less where only a few labels recur. A question for a figure or a ratio often
    names none of the rows that it takes.
    """
    pages = Counter(label for found in of_page for label in found)
    gains = {label: math.log(count) for label, count in pages.items()}
    scores = np.array([sum(gains[label] for label in found) for found in of_page], dtype=np.float32)
    best = float(scores.max(initial=0.0))
    return scores * np.float32(1 / (best + _SURE))
