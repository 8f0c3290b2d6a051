"""How near passages are to a question in what they mean, in any of about a hundred languages and across them.

The model is multilingual-e5-small (intfloat, MIT): see resources/models/README.md. It and its libraries are loaded
when it is first asked: about a second and 150 MB.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache

import numpy as np

from docqa.domain import CancelToken
from docqa.packing.vectors import Codes, Encoder, codes, cosines, multilingual

# What the model was trained to see before each kind of text.
_QUESTION, _PASSAGE = "query: ", "passage: "
# The mean and the deviation of the cosines of passages that share words with a question but do not answer it.
_USUAL, _DEVIATION = 0.81, 0.025
_KEPT = 40_000  # texts whose vectors stay in memory: 16 MB
_CHUNK = 64  # texts between two looks at the cancel token
_LONGEST = 700  # characters of a text: more would be cut by the model anyway


class Nearness:
    """How near texts are to a question. Keeps the texts' vectors. Safe to use from several threads."""

    def __init__(self) -> None:
        self._encoder: Encoder | None = None
        self._trouble = False
        self._known: OrderedDict[str, Codes] = OrderedDict()
        self._loading, self._lock = threading.Lock(), threading.Lock()

    def __call__(
        self, question: str, texts: Sequence[str], cancel: CancelToken | None = None
    ) -> Sequence[float] | None:
        """How far each of `texts` stands above what is usual, in deviations: 0 for a stranger, 3 for an answer.

        None where the model cannot be loaded on this machine. Raises Cancelled; FileNotFoundError or ValueError
        where docqa's own files are missing or damaged.
        """
        if not texts:
            return []
        if (encoder := self._ready()) is None:
            return None
        wanted = [_PASSAGE + " ".join(text.split())[:_LONGEST] for text in texts]
        asked = _QUESTION + " ".join(question.split())[:_LONGEST]
        with self._lock:
            missing = [text for text in dict.fromkeys([asked, *wanted]) if text not in self._known]
        missing.sort(key=len)
        for start in range(0, len(missing), _CHUNK):
            if cancel:
                cancel.check()
            chunk = missing[start : start + _CHUNK]
            made = codes(encoder.encode(chunk))
            with self._lock:
                self._known.update(zip(chunk, made, strict=True))
        with self._lock:
            rows = np.stack([self._known[text] for text in wanted])
            vector = self._known[asked].astype(np.float32)
            for text in dict.fromkeys([*wanted, asked]):
                self._known.move_to_end(text)
            while len(self._known) > max(_KEPT, len(wanted) + 1):
                self._known.popitem(last=False)
        found = cosines(rows, vector / max(float(np.linalg.norm(vector)), 1e-9))
        return [(float(cosine) - _USUAL) / _DEVIATION for cosine in found]

    def _ready(self) -> Encoder | None:
        """The model, loaded; None where this machine cannot load it. Raises as a call does."""
        with self._loading:
            if self._encoder is None and not self._trouble:
                try:
                    self._encoder = multilingual()
                except ImportError:
                    self._trouble = True
            return self._encoder


@cache
def nearness() -> Nearness:
    """The one that all share: the model is large, and what was read once need not be read again."""
    return Nearness()
