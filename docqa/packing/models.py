"""What gives texts their vectors: the small models that are shipped, or one that the person has chosen."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from docqa.domain import CancelToken
from docqa.packing.vectors import LANGUAGE, MODEL, MULTILINGUAL, Floats, encoder, multilingual, unit

# How units are cut and worded before they are embedded: raise the number when that changes.
_UNITS: Final = "units-1"


class Embedder(Protocol):
    """A model elsewhere that embeds texts of any language it was trained for."""

    @property
    def name(self) -> str:
        """The model and where it is: what it gives is kept under this name, and compared with nothing else."""

    def embed(
        self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None
    ) -> Sequence[array[float]]:
        """A vector for each text, all of one length. Raises EngineError, and Cancelled once `cancel` is thrown."""


class Model(Protocol):
    """What `Meaning` asks of either: `kind` names its vectors, `chunk` texts are embedded between two reports.

    A question waits for `at_once` units where others are still to come: about a second's. `spread` tells whether
    its cosines need to be spread before they are added to anything: some models find everything alike.
    """

    kind: str
    chunk: int
    at_once: int
    spread: bool

    def encode(self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None) -> Floats:
        """Unit vectors, shape (texts, dimensions)."""


class Shipped:
    """The small model on this machine; it reads English."""

    kind = f"{MODEL}.{_UNITS}"
    chunk = 64
    at_once = 192
    spread = False

    def encode(self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None) -> Floats:
        """Unit vectors, shape (texts, 384)."""
        return encoder().encode(texts)


class Multilingual:
    """The other model on this machine; it reads about a hundred languages, and questions in another than theirs.

    Slower than the English one: some 40 units a second and core.
    """

    kind = f"{MULTILINGUAL}.{_UNITS}"
    chunk = 32
    at_once = 96
    spread = True

    def encode(self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None) -> Floats:
        """Unit vectors, shape (texts, 384). Raises Cancelled."""
        before = "query: " if question else "passage: "
        found = []
        for start in range(0, len(texts), self.chunk):
            if cancel:
                cancel.check()
            found.append(multilingual().encode([before + text for text in texts[start : start + self.chunk]]))
        return np.concatenate(found)


class ByEmbedder:
    """The embedder that the person has chosen, taken to read any language."""

    chunk = 32
    at_once = 64
    spread = True

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.kind = f"{embedder.name}.{_UNITS}"

    def encode(self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None) -> Floats:
        """Unit vectors, shape (texts, dimensions). Raises EngineError and Cancelled."""
        found = self._embedder.embed(texts, question=question, cancel=cancel)
        return unit(np.array([np.frombuffer(vector, dtype=np.float32) for vector in found], dtype=np.float32))


def shipped_for(language: str, *, foreign: bool) -> Model | None:
    """The shipped model for a document in this language (ISO 639-1, "" when unsure); None where words are better.

    `foreign`: the question is in another language than the document.
    """
    if language == LANGUAGE and not foreign:
        return _ENGLISH
    return _MULTILINGUAL if language else None


_ENGLISH: Final = Shipped()
_MULTILINGUAL: Final = Multilingual()
