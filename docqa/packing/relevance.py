"""How well each unit answers the question: by the words they share and by what they mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from docqa.domain import CancelToken
from docqa.language import terms
from docqa.packing.meaning import Meaning, Questions
from docqa.packing.ranking import Index, Scores, WordIndex

# How much the question before counts for a follow-up ("and the year before?").
_FOLLOW_UP: Final = 0.4
# A unit's score is this much its cosine, the rest its BM25 as a share of the best unit's.
# Measured against other shares and against fusing by rank: see tests/bench/README.md.
_MEANING: Final = 0.8
# What the best unit's cosine usually is: a document that is ranked by words alone competes with the others so.
_USUAL: Final = 0.5
# What the title of its page adds to a unit's cosine, by that title's own: a table seldom says what it shows.
_TITLE: Final = 0.35
# Where the shipped model's cosines lie for most questions, their mean and their deviation. Others' are brought
# there: some models say .8 to everything, and words would decide alone.
_MEAN: Final = 0.14
_DEVIATION: Final = 0.12


def relevance(
    question: str,
    before: str,
    indices: Sequence[Index],
    meanings: Sequence[Meaning | None],
    questions: Questions,
    cancel: CancelToken | None = None,
) -> list[Scores]:
    """A score for each unit of each index, comparable across them; `before` is the question before, or "".

    Where there is no meaning, as for a language that the model does not read, words decide alone. Raises what the
    model raises.
    """
    weights = [_wanted(question, before, index.language) for index in indices]
    words = _words([index.words for index in indices], weights)
    shares: list[Scores | None] = []
    for meaning, by_words in zip(meanings, words, strict=True):
        if meaning is None or not len(by_words):
            shares.append(None)
            continue
        vector = questions.vector(meaning.model, question, before, _FOLLOW_UP, cancel)
        units, titles = meaning.cosines(vector, by_words, cancel)
        shares.append(units + np.float32(_TITLE) * titles)
    _spread(shares, meanings)
    return [
        by_words * np.float32((1 - _MEANING) + _MEANING * _USUAL)
        if by_meaning is None
        else np.float32(_MEANING) * by_meaning + np.float32(1 - _MEANING) * by_words
        for by_meaning, by_words in zip(shares, words, strict=True)
    ]


def _spread(shares: list[Scores | None], meanings: Sequence[Meaning | None]) -> None:
    """Bring the scores of models that need it to where the shipped model's lie, all documents' in one go."""
    asked = {
        i: share
        for i, (share, meaning) in enumerate(zip(shares, meanings, strict=True))
        if share is not None and meaning is not None and meaning.model.spread
    }
    if asked:
        together = np.concatenate(list(asked.values()))
        mean, scale = together.mean(), _DEVIATION / max(float(together.std()), 1e-6)
        for i, share in asked.items():
            shares[i] = np.asarray((share - mean) * scale + _MEAN, dtype=np.float32)


def _wanted(question: str, before: str, language: str) -> dict[str, float]:
    """The terms to look for and their weights; a follow-up leans on the question before it."""
    wanted = dict.fromkeys(terms(before, language), _FOLLOW_UP)
    wanted.update(dict.fromkeys(terms(question, language), 1.0))
    return wanted


def _words(indices: Sequence[WordIndex], weights: Sequence[dict[str, float]]) -> list[Scores]:
    """BM25 of each index's rows with rarity over all of them, scaled so that the best row of all has 1."""
    size = sum(found.size for found in indices)
    scores = []
    for found, wanted in zip(indices, weights, strict=True):
        rare = {}
        for term, weight in wanted.items():
            rows = sum(other.frequency(term) for other in indices)
            rare[term] = weight * math.log(1 + (size - rows + 0.5) / (rows + 0.5))
        scores.append(found.scores(rare))
    best = max((float(each.max()) for each in scores if len(each)), default=0.0)
    return [each / np.float32(best) if best > 0 else each for each in scores]
