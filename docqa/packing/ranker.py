"""Who ranks: words always, and beside them the embedder that was chosen or the model that is shipped."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from docqa.domain import CancelToken, Document, Progress
from docqa.errors import EngineError
from docqa.packing.cache import VectorCache
from docqa.packing.hints import NOT_YET, by_words_alone, is_foreign, other_language, without_embedder
from docqa.packing.meaning import Meaning, Questions
from docqa.packing.models import ByEmbedder, Embedder, Model, Multilingual, shipped_for
from docqa.packing.ranking import Index, Scores
from docqa.packing.relevance import relevance
from docqa.packing.vectors import trouble


@dataclass
class Indexed:
    """A document, its index, and what models made of it, by the kinds of their vectors."""

    document: Document
    index: Index
    meanings: dict[str, Meaning] = field(default_factory=dict)


class Ranker:
    """Scores units, by the best model at hand. Safe to use from several threads."""

    def __init__(self, vectors: VectorCache | None, embedder: Embedder | None) -> None:
        self._vectors = vectors
        self._questions = Questions()
        self._lock = threading.Lock()
        self._chosen: ByEmbedder | None = None
        self._failed: EngineError | None = None  # why the chosen embedder is not asked for now
        self.embed_with(embedder)

    def embed_with(self, embedder: Embedder | None) -> None:
        """Rank by another embedder from now on, or by the model that is shipped (None)."""
        self._chosen = ByEmbedder(embedder) if embedder else None
        self._failed = None

    def prepare(self, of: Indexed, cancel: CancelToken | None) -> Generator[Progress, None, None]:
        """Embed what is not embedded yet; without the chosen embedder where it fails. Raises Cancelled.

        What a question in another language began is finished, too.
        """
        self._failed = None  # what failed before may work now
        while (meaning := self._meaning(of)) is not None:
            try:
                yield from meaning.work(self._vectors, cancel)
                break
            except EngineError as error:
                self._failed = error
        if not self._chosen:
            for begun in list(of.meanings.values()):
                if isinstance(begun.model, Multilingual):
                    yield from begun.work(self._vectors, cancel)

    def scores(
        self, question: str, before: str, documents: Sequence[Indexed], cancel: CancelToken | None
    ) -> list[Scores]:
        """A score for each unit of each document; `before` is the question before, or "". Raises Cancelled."""
        indices = [each.index for each in documents]
        while True:
            meanings = [self._meaning(each, question) for each in documents]
            try:
                return relevance(question, before, indices, meanings, self._questions, cancel)
            except EngineError as error:
                self._failed = error

    def hint(self, question: str, documents: Sequence[Indexed]) -> str:
        """What would have found more, in words; "" when there is nothing to say."""
        indices = [each.index for each in documents]
        if self._chosen and self._failed:
            return without_embedder(self._failed)
        if not self._chosen and trouble():
            return other_language(question, indices, trouble()) or by_words_alone(trouble())
        meanings = [self._meaning(each, question) for each in documents]
        if all(meaning is None or meaning.complete for meaning in meanings):
            return ""
        return (not self._chosen and other_language(question, indices)) or NOT_YET

    def _meaning(self, of: Indexed, question: str = "") -> Meaning | None:
        """What the model in force makes of a document, as far as it is known; None if none reads it.

        `question` tells whether the document has to be compared with another language than its own.
        """
        model: Model | None = None
        if self._chosen and not self._failed:
            model = self._chosen
        elif not trouble():
            model = shipped_for(of.index.language, foreign=is_foreign(question, of.index))
        if model is None:
            return None
        with self._lock:
            meaning = of.meanings.get(model.kind)
            if meaning is None:
                meaning = Meaning(of.document, of.index, model)
                if self._vectors is not None:
                    meaning.load(self._vectors)
                of.meanings[model.kind] = meaning
            meaning.model = model  # the same model may be asked with another key from now on
        return meaning
