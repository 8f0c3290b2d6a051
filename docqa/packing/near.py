"""How near passages are to a question in what they mean, in any of about a hundred languages and across them.

English is left to the model that ranks passages, all-MiniLM-L6-v2, which reads it better and in half the time. All
else is read by multilingual-e5-small (intfloat, MIT); see resources/models/README.md. Each is loaded when it is
first asked: up to a second and 150 MB.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from docqa.domain import CancelToken
from docqa.language import detect
from docqa.packing.vectors import LANGUAGE, Codes, Encoder, codes, cosines, encoder, multilingual

_KEPT = 40_000  # texts whose vectors stay in memory: 16 MB
_CHUNK = 64  # texts between two looks at the cancel token
_LONGEST = 700  # characters of a text: more would be cut by the model anyway
_SAMPLE = 24  # texts that tell the language


@dataclass(frozen=True)
class _Model:
    """How one of the models is loaded and asked.

    `question` and `passage` are what it was trained to see before each; the cosines of passages that share words
    with a question but do not answer it have the mean `usual` and the standard deviation `deviation`.
    """

    load: Callable[[], Encoder]
    question: str
    passage: str
    usual: float
    deviation: float


_ENGLISH = _Model(encoder, "", "", 0.30, 0.13)
_ANY = _Model(multilingual, "query: ", "passage: ", 0.81, 0.025)


class Nearness:
    """How near texts are to a question. Keeps the texts' vectors. Safe to use from several threads."""

    def __init__(self) -> None:
        self._encoders: dict[_Model, Encoder] = {}
        self._trouble = False
        self._known: OrderedDict[tuple[_Model, str], Codes] = OrderedDict()
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
        model = _model_for(question, texts)
        if (loaded := self._ready(model)) is None:
            return None
        wanted = [(model, model.passage + " ".join(text.split())[:_LONGEST]) for text in texts]
        asked = (model, model.question + " ".join(question.split())[:_LONGEST])
        with self._lock:
            missing = [text for text in dict.fromkeys([asked, *wanted]) if text not in self._known]
        missing.sort(key=lambda text: len(text[1]))
        for start in range(0, len(missing), _CHUNK):
            if cancel:
                cancel.check()
            chunk = missing[start : start + _CHUNK]
            made = codes(loaded.encode([text for _, text in chunk]))
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
        return [(float(cosine) - model.usual) / model.deviation for cosine in found]

    def _ready(self, model: _Model) -> Encoder | None:
        """The model, loaded; None where this machine cannot load it. Raises as a call does."""
        with self._loading:
            if model not in self._encoders and not self._trouble:
                try:
                    self._encoders[model] = model.load()
                except ImportError:
                    self._trouble = True
            return self._encoders.get(model)


def _model_for(question: str, texts: Sequence[str]) -> _Model:
    """The English model where both are English as far as can be told; a short question need not tell."""
    english = detect("\n".join(texts[:: max(1, len(texts) // _SAMPLE)])) == LANGUAGE
    return _ENGLISH if english and detect(question) in ("", LANGUAGE) else _ANY


@cache
def nearness() -> Nearness:
    """The one that all share: the model is large, and what was read once need not be read again."""
    return Nearness()
