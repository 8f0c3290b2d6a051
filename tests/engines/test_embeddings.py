"""The embeddings of a scripted endpoint on loopback."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable
from typing import Any

import pytest

from docqa.domain import Cancelled, CancelToken
from docqa.engines import EndpointEmbedder
from docqa.errors import EngineError, KeyRejected, ModelNotFound, RateLimited, Unreachable

KEY = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def short_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docqa.engines.connection._FIRST_BACKOFF", 0.01)


def embeds(most: int = 1_000, longest: int = 1_000_000) -> Callable[[Any, Any], None]:
    """Answers each text with its length and a one, the last text first; refuses what is too much as servers do."""

    def script(request: Any, reply: Any) -> None:
        texts = request.body["input"]
        if len(texts) > most:
            reply.json(422, {"error": f"batch size {len(texts)} > maximum allowed batch size {most}"})
        elif any(len(text) > longest for text in texts):
            reply.json(500, {"error": {"code": 500, "message": "input is too large to process", "type": "server"}})
        else:
            data = [{"object": "embedding", "index": i, "embedding": [len(t), 1.0]} for i, t in enumerate(texts)]
            reply.json(200, {"object": "list", "model": "m", "data": data[::-1], "usage": {}})

    return script


def test_each_text_gets_its_vector_in_order(endpoint: Any) -> None:
    endpoint.plays(embeds())
    embedder = EndpointEmbedder(endpoint.url, "m", KEY)
    texts = ["x" * (i + 1) for i in range(75)]
    assert embedder.embed(texts) == [array("f", [i + 1, 1.0]) for i in range(75)]
    assert [len(body["input"]) for body in endpoint.bodies] == [32, 32, 11]
    assert {body["model"] for body in endpoint.bodies} == {"m"}
    assert {request.path for request in endpoint.requests} == {"/v1/embeddings"}
    assert {request.headers["authorization"] for request in endpoint.requests} == {f"Bearer {KEY}"}
    assert embedder.name == "m at 127.0.0.1"
    assert embedder.embed([]) == []


def test_servers_that_take_less_get_less(endpoint: Any) -> None:
    endpoint.plays(embeds(most=8, longest=900))
    texts = ["a" * 10] * 20 + ["b" * 3_000]
    found = EndpointEmbedder(endpoint.url, "m").embed(texts)
    assert found[:20] == [array("f", [10, 1.0])] * 20
    assert 400 <= found[20][0] <= 900, "a text that is too long is embedded by its beginning"


@pytest.mark.parametrize(
    ("model", "question", "text"),
    [
        ("intfloat/multilingual-e5-small", "query: who?", "passage: he"),
        ("nomic-embed-text:v1.5", "search_query: who?", "search_document: he"),
        ("bge-m3", "who?", "he"),
        ("text-embedding-3-small", "who?", "he"),
    ],
)
def test_models_get_the_prefixes_they_were_trained_with(
    endpoint: Any, model: str, question: str, text: str
) -> None:
    endpoint.plays(embeds())
    embedder = EndpointEmbedder(endpoint.url, model)
    embedder.embed(["who?"], question=True)
    embedder.embed(["he"])
    assert [body["input"] for body in endpoint.bodies] == [[question], [text]]


def test_passing_failures_are_tried_again(endpoint: Any) -> None:
    busy = lambda request, reply: reply.json(503, {"error": "busy"}, retry_after="0")  # noqa: E731
    endpoint.plays(busy, busy, embeds())
    assert len(EndpointEmbedder(endpoint.url, "m").embed(["a"])) == 1
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"error": {"message": "bad key"}}, KeyRejected),
        (404, {"error": {"message": "model 'm' not found"}}, ModelNotFound),
        (429, {"error": {"message": "You exceeded your current quota"}}, RateLimited),
        (501, {"error": {"message": "This server does not support embeddings"}}, EngineError),
        (200, {"object": "list", "data": []}, EngineError),
        (200, {"object": "list", "data": [{"index": 0, "embedding": [0.0, 0.0]}]}, EngineError),
        (200, {"object": "list", "data": [{"index": 0, "embedding": ["a"]}]}, EngineError),
        (200, {"hello": "world"}, EngineError),
        (200, [], EngineError),
    ],
)
def test_what_is_no_embedding_is_an_error_with_a_sentence(
    endpoint: Any, status: int, body: Any, kind: type[EngineError]
) -> None:
    endpoint.plays(lambda request, reply: reply.json(status, body))
    with pytest.raises(kind) as raised:
        EndpointEmbedder(endpoint.url, "m", KEY).embed(["The tower is 93 metres tall and green."])
    assert raised.value.message
    assert KEY not in str(raised.value)
    assert "tower" not in str(raised.value)


def test_a_server_that_is_not_there_is_not_waited_for() -> None:
    with pytest.raises(Unreachable):
        EndpointEmbedder("http://127.0.0.1:1/v1", "m").embed(["a"])


def test_cancelling_ends_the_wait_at_once(endpoint: Any) -> None:
    endpoint.plays(lambda request, reply: reply.hang())
    cancel = CancelToken()
    threading.Timer(0.1, cancel.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        EndpointEmbedder(endpoint.url, "m").embed(["a"], cancel=cancel)
    assert time.monotonic() - began < 5
