"""How near sentences are to a question in what they mean, in any of about a hundred languages and across them.

The model is multilingual-e5-small (intfloat, MIT): see resources/models/README.md. It and its libraries are loaded
when it is first asked: about a second and 150 MB.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from docqa.domain import CancelToken
from docqa.packing.vectors import Codes, Encoder, codes, cosines

MODEL: Final = "multilingual-e5-small-int8"
_SHA256 = {
    "model.onnx": "1f01c27b06158c2e4861e7ceeef2862ae5ac79f09a5ca3cd82429da2ec8f3963",
    "tokenizer.json": "da4b68a7d15a5fb27d2fac615be469dc423479d4c62d4fcce53732a6a6db3235",
}
# What the model was trained to see before each kind of text.
_QUESTION, _PASSAGE = "query: ", "passage: "
_KEPT = 40_000  # texts whose vectors stay in memory: 16 MB
_CHUNK = 64  # texts between two looks at the cancel token
_LONGEST = 700  # characters of a text: more would be cut by the model anyway


class Nearness:
    """Cosines between a question and texts. Keeps the texts' vectors. Safe to use from several threads."""

    def __init__(self) -> None:
        self._encoder: Encoder | None = None
        self._trouble = ""
        self._known: OrderedDict[str, Codes] = OrderedDict()
        self._loading, self._lock = threading.Lock(), threading.Lock()

    def __call__(
        self, question: str, texts: Sequence[str], cancel: CancelToken | None = None
    ) -> Sequence[float] | None:
        """For each of `texts` the cosine of its angle to `question`: as a rule .7 for strangers, .9 for an answer.

        None where the model cannot be loaded on this machine. Raises Cancelled; FileNotFoundError or ValueError
        where docqa's own files are missing or damaged.
        """
        if not texts:
            return []
        if (encoder := self.ready()) is None:
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
        return [float(cosine) for cosine in cosines(rows, vector / max(float(np.linalg.norm(vector)), 1e-9))]

    def ready(self) -> Encoder | None:
        """The model, loaded; None where this machine cannot load it. Raises as a call does."""
        with self._loading:
            if self._encoder is None and not self._trouble:
                try:
                    self._encoder = Encoder(MODEL, _SHA256)
                except ImportError as error:
                    self._trouble = str(error) or type(error).__name__
            return self._encoder


@cache
def nearness() -> Nearness:
    """The one that all share: the model is large, and what was read once need not be read again."""
    return Nearness()
