"""An endpoint's embeddings: texts as vectors, by whatever model answers at /v1/embeddings."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from docqa.domain import Cancelled, CancelToken
from docqa.engines import failures
from docqa.engines.addresses import host_of, is_loopback, normalise_base_url
from docqa.engines.connection import Line, backoff
from docqa.engines.failures import Refusal, Sent
from docqa.engines.openai_compatible import client_of
from docqa.errors import ContextTooLong, EngineError, RateLimited, Unreachable

if TYPE_CHECKING:
    from openai.types import CreateEmbeddingResponse

_BATCH: Final = 32  # texts in one request: the least that servers with a limit of their own allow
_SHORTEST = 200  # characters that no model refuses as too long
_MOST_WAIT = 60.0  # seconds that a server may ask to wait
_REMOTE_SILENCE, _LOCAL_SILENCE = 60.0, 300.0  # seconds without a byte; a CPU takes its time over a batch
# Not told from other refusals by their status: llama.cpp says 500 to a text beyond its physical batch.
_TOO_MUCH = re.compile(
    r"too large|too long|too many|batch size|exceeds?|maximum|at most|must be less", re.IGNORECASE
)

# What models were trained to find before a question and before a text, by their names. Sources: their model cards.
_PREFIXES: Final = (
    (r"\be5\b(?!.*instruct)", "query: ", "passage: "),
    (r"\be5\b.*instruct|qwen3-embed", "Instruct: Find the passages that answer the question\nQuery: ", ""),
    (r"nomic-embed", "search_query: ", "search_document: "),
    (r"embeddinggemma", "task: search result | query: ", "title: none | text: "),
    (r"snowflake-arctic-embed.*v2|arctic-embed2", "query: ", ""),
    (
        r"mxbai-embed|bge-(?:small|base|large)-en|arctic-embed",
        "Represent this sentence for searching relevant passages: ",
        "",
    ),
)


class EndpointEmbedder:
    """The embeddings of a model behind an OpenAI-compatible endpoint. Safe to use from several threads.

    `key` is None where none is needed. `retries` counts further attempts after passing failures. Raises
    EngineError for a base URL that is none.
    """

    def __init__(
        self, base_url: str, model: str, key: str | None = None, *, connect_timeout: float = 10.0, retries: int = 3
    ) -> None:
        self.base_url = normalise_base_url(base_url)
        self.model = model.strip()
        self._key = (key or "").strip() or None
        self._connect_timeout = connect_timeout
        self._read_timeout = _LOCAL_SILENCE if is_loopback(self.base_url) else _REMOTE_SILENCE
        self._retries = retries
        self._before_question, self._before_text = _prefixes(self.model)

    def __repr__(self) -> str:
        return f"EndpointEmbedder({self.base_url!r}, {self.model!r})"

    @property
    def name(self) -> str:
        """The model and its host: vectors of another are not to be compared with its."""
        return f"{self.model} at {host_of(self.base_url)}"

    def embed(
        self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None
    ) -> list[array[float]]:
        """A vector for each text, all of one length, none of zeros; `question` for what is asked instead of found.

        Raises the kinds of EngineError, and Cancelled as soon as `cancel` is thrown from any thread.
        """
        cancel = cancel or CancelToken()
        before = self._before_question if question else self._before_text
        vectors: list[array[float]] = []
        waiting = [f"{before}{text}" for text in texts]
        while len(vectors) < len(texts):
            batch = waiting[len(vectors) : len(vectors) + _BATCH]
            vectors += self._embed(batch, cancel)
        if len({len(vector) for vector in vectors}) > 1:
            raise _no_embeddings(self._sent(texts))
        return vectors

    def _embed(self, texts: Sequence[str], cancel: CancelToken) -> list[array[float]]:
        """A batch, in smaller ones if the server takes no more; a text that is too long by its beginning."""
        try:
            return self._ask(texts, cancel)
        except _TooMuch as error:
            half = len(texts) // 2
            if half:
                return [*self._embed(texts[:half], cancel), *self._embed(texts[half:], cancel)]
            (text,) = texts
            if len(text) <= _SHORTEST:
                raise error.failure from None
            return self._embed([text[: len(text) // 2]], cancel)

    def _ask(self, texts: Sequence[str], cancel: CancelToken) -> list[array[float]]:
        import openai  # takes most of a second

        sent = self._sent(texts)
        if not self.model:
            raise failures.model_not_found(sent)
        for attempt in range(self._retries + 1):
            cancel.check()
            line = Line(
                self.base_url, self._key, connect_timeout=self._connect_timeout, read_timeout=self._read_timeout
            )
            cancel.on_cancel(line.cut)
            try:
                response = client_of(line, self.base_url).embeddings.create(
                    model=self.model, input=list(texts), encoding_format="float"
                )
                return _vectors(response, len(texts), sent)
            except openai.APIStatusError as error:
                refusal = Refusal.of(error.status_code, error.body, error.response.headers)
                failure, wait = failures.from_refusal(refusal, sent), refusal.retry_after
                if isinstance(failure, ContextTooLong) or (
                    refusal.status in (400, 422, 500) and _TOO_MUCH.search(refusal.words)
                ):
                    raise _TooMuch(failure) from None
                again = refusal.passing and type(failure) in (EngineError, RateLimited, Unreachable)
            except openai.APIConnectionError as error:
                cancel.check()
                failure, wait = failures.from_connection(error, sent, self._read_timeout), None
                again = failures.worth_retrying(error, sent)
            except (openai.OpenAIError, ValueError, TypeError, AttributeError):
                cancel.check()
                raise _no_embeddings(sent) from None
            finally:
                line.close()
            cancel.check()
            if not again or attempt == self._retries or (wait or 0) > _MOST_WAIT:
                break
            pause = backoff(attempt) if wait is None else wait
            if cancel.wait(pause):
                raise Cancelled
        raise failure from None  # the cause holds the request, with key and document

    def _sent(self, texts: Sequence[str]) -> Sent:
        return Sent(self.base_url, self.model, self._key, tuple(texts))


class _TooMuch(Exception):
    """More texts, or a longer one, than the server takes at once."""

    def __init__(self, failure: EngineError) -> None:
        super().__init__()
        self.failure = failure


def _prefixes(model: str) -> tuple[str, str]:
    for pattern, question, text in _PREFIXES:
        if re.search(pattern, model, re.IGNORECASE):
            return question, text
    return "", ""


def _vectors(response: CreateEmbeddingResponse, count: int, sent: Sent) -> list[array[float]]:
    """The vectors in the order of their texts. Raises EngineError for what are none."""
    found = sorted(response.data, key=lambda one: one.index)
    vectors = [array("f", one.embedding) for one in found]
    if [one.index for one in found] != list(range(count)) or not all(map(_is_vector, vectors)):
        raise _no_embeddings(sent)
    return vectors


def _is_vector(numbers: array[float]) -> bool:
    return len(numbers) > 1 and all(map(math.isfinite, numbers)) and any(numbers)


def _no_embeddings(sent: Sent) -> EngineError:
    return EngineError(
        f"{sent.host} answers, but not with embeddings of {sent.model}.",
        "Choose an embeddings model there; most chat models give none.",
    )
