"""What the last answer cites stays in the window for the next question, unless others rank clearly better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from docqa.domain import Place, Turn
from docqa.packing.ranking import Index, Scores

# The share of the best score that a cited unit has at least. Only an answer's first places: one that lists what
# stands all over a book must not fill the next window again.
_SHARE, _MOST = 0.9, 8


def staying(history: Sequence[Turn]) -> tuple[Place, ...]:
    """The places that the last answer of `history` rests on, each once."""
    places = dict.fromkeys(citation.place for citation in history[-1].answer.citations) if history else {}
    return tuple(places)[:_MOST]


def lift(
    places: Sequence[Place],
    documents: Sequence[str],
    indices: Sequence[Index],
    scores: Sequence[Scores],
    share: float = _SHARE,
) -> list[Scores]:
    """`scores` of each document's units (the ids in `documents`), those of units that hold `places` lifted.

    They have at least `share` of the best score; above 1 nothing ranks before them.
    """
    floor = share * max((float(each.max()) for each in scores if len(each)), default=0.0)
    lifted = []
    for document, found, each in zip(documents, indices, scores, strict=True):
        rows = [row for place in places if place.document == document for row in _rows(found, place)]
        each = each.copy() if rows else each
        each[rows] = np.maximum(each[rows], np.float32(floor))
        lifted.append(each)
    return lifted


def _rows(found: Index, place: Place) -> list[int]:
    """The units that a place touches."""
    span = place.span
    first, last = np.searchsorted(found.pages_of, [span.page, span.page + 1])
    return [
        row
        for row in range(int(first), int(last))
        if found.units[row].start < span.end and span.start < found.units[row].end
    ]
