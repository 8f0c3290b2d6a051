"""The engine against a scripted server that really speaks HTTP and server-sent events on loopback."""

from __future__ import annotations

import base64
import logging
import socket
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest

from docqa.domain import Cancelled, CancelToken, Delta, Done, PageImage, Region, Sight, Stop, Usage, Used
from docqa.engines import OpenAIEngine, find_local_servers, list_models
from docqa.errors import (
    ContentRefused,
    ContextTooLong,
    EngineError,
    KeyMissing,
    KeyRejected,
    ModelNotFound,
    NoVision,
    RateLimited,
    Unreachable,
)

KEY = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def short_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docqa.engines.connection._FIRST_BACKOFF", 0.01)


@pytest.fixture
def ask(endpoint: Any, make_context: Any) -> Callable[..., list[Any]]:
    def ask(cancel: CancelToken | None = None, key: str | None = KEY, **options: Any) -> list[Any]:
        context = options.pop("context", None) or make_context()
        engine = OpenAIEngine(endpoint.url, options.pop("model", "m"), key, **options)
        return list(engine.stream(context, cancel or CancelToken()))

    return ask


def says(*pieces: str, finish: str | None = "stop", usage: Any = None) -> Callable[[Any, Any], None]:
    def script(request: Any, reply: Any) -> None:
        reply.begin()
        reply.words(*pieces)
        reply.finish(finish, usage)

    return script


def refuses(status: int, error: Any, **headers: str) -> Callable[[Any, Any], None]:
    return lambda request, reply: reply.json(status, error, **headers)


def text(events: list[Any]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


USAGE = {
    "prompt_tokens": 40,
    "completion_tokens": 3,
    "total_tokens": 43,
    "prompt_tokens_details": {"cached_tokens": 32},
}


def test_words_usage_and_end_arrive_in_order(endpoint: Any, ask: Any) -> None:
    endpoint.plays(says("It is ", "93 ", "metres.", usage=USAGE))
    events = ask()
    assert events == [
        Delta("It is "),
        Delta("93 "),
        Delta("metres."),
        Used(Usage(prompt=40, answer=3, cached=32)),
        Done(Stop.FINISHED),
    ]


def test_what_is_sent_is_the_packed_context(endpoint: Any, ask: Any, make_context: Any) -> None:
    endpoint.plays(says("x"))
    ask(context=make_context(history=(("Earlier?", "Yes."),), reserve=77))
    (request,) = endpoint.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "m"
    assert request.body["stream"] is True
    assert request.body["stream_options"] == {"include_usage": True}
    assert request.body["max_tokens"] == 77
    assert "max_completion_tokens" not in request.body
    assert [message["role"] for message in request.body["messages"]] == [
        "system",
        "user",
        "user",
        "assistant",
        "user",
    ]
    assert request.body["messages"][-1]["content"] == "How tall is the tower?"


def test_nothing_of_this_machine_or_its_environment_goes_along(
    endpoint: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "from-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: from-environment\nAuthorization: from-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/from-environment")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    endpoint.plays(says("x"))
    ask(key=None)
    headers = endpoint.requests[0].headers
    assert "authorization" not in headers
    assert "from-environment" not in str(headers)
    assert not [name for name in headers if name.startswith(("x-", "openai"))]


def test_pictures_go_as_data_urls_before_the_question(endpoint: Any, ask: Any, make_context: Any) -> None:
    images = tuple(
        PageImage(Sight(Region("d", n), f"p. {n + 1}", 10, 20, 85), b"picture" + bytes([n]), f"image/{kind}")
        for n, kind in enumerate(("png", "jpeg"))
    )
    endpoint.plays(says("x"))
    ask(context=make_context(images=images))
    parts = endpoint.bodies[0]["messages"][-1]["content"]
    assert [part["type"] for part in parts] == ["text", "image_url", "text", "image_url", "text"]
    assert [part["text"] for part in parts if part["type"] == "text"][:2] == ["[p. 1]\n", "[p. 2]\n"]
    for image, part in zip(images, parts[1::2], strict=False):
        assert set(part["image_url"]) == {"url"}, "other servers than OpenAI's need not know the word detail"
        head, _, data = part["image_url"]["url"].partition(",")
        assert head == f"data:{image.media};base64"
        assert base64.b64decode(data) == image.data


def test_an_endpoint_that_does_not_know_usage_is_asked_again_without(endpoint: Any, make_context: Any) -> None:
    unknown = {"error": {"message": "Unrecognized request argument supplied: stream_options", "type": "invalid"}}
    endpoint.plays(refuses(400, unknown), says("fine"))
    engine = OpenAIEngine(endpoint.url, "m")
    assert text(list(engine.stream(make_context(), CancelToken()))) == "fine"
    assert "stream_options" not in endpoint.bodies[1]
    assert text(list(engine.stream(make_context(), CancelToken()))) == "fine"
    assert len(endpoint.requests) == 3, "what was learnt is remembered"


def test_no_usage_is_no_problem(endpoint: Any, ask: Any) -> None:
    endpoint.plays(says("fine"))
    assert ask() == [Delta("fine"), Done()]


@pytest.mark.parametrize(
    "error",
    [
        {
            "error": {
                "message": "Unsupported parameter: 'max_tokens' is not supported with this model. "
                "Use 'max_completion_tokens' instead.",
                "param": "max_tokens",
                "code": "unsupported_parameter",
            }
        },
        {"detail": "Extra inputs are not permitted: max_tokens"},
    ],
)
def test_the_newer_name_of_the_answer_limit(endpoint: Any, ask: Any, error: Any) -> None:
    endpoint.plays(refuses(400, error), says("fine"))
    assert text(ask()) == "fine"
    assert endpoint.bodies[1]["max_completion_tokens"] == 64
    assert "max_tokens" not in endpoint.bodies[1]


def test_a_dialect_that_no_name_satisfies_ends_in_an_error(endpoint: Any, ask: Any) -> None:
    def refuse(request: Any, reply: Any) -> None:
        name = next(name for name in ("max_tokens", "max_completion_tokens") if name in request.body)
        reply.json(400, {"error": {"message": f"unknown parameter {name}"}})

    endpoint.plays(refuse)
    with pytest.raises(EngineError, match="HTTP 400"):
        ask()
    assert len(endpoint.requests) == 2


def test_a_cut_answer_says_so(endpoint: Any, ask: Any) -> None:
    endpoint.plays(says("half of", finish="length"))
    assert ask()[-1] == Done(Stop.LENGTH)


def test_reasoning_is_no_part_of_the_answer(endpoint: Any, ask: Any) -> None:
    def script(request: Any, reply: Any) -> None:
        reply.begin()
        for piece in ("Let me", " think"):
            reply.event({"choices": [{"index": 0, "delta": {"reasoning_content": piece}, "finish_reason": None}]})
        reply.words("\n<thi", "nk>secret", " thoughts</th", "ink>\n\n", "93 <think> ", "metres")
        reply.finish()

    endpoint.plays(script)
    assert text(ask()) == "93 <think> metres"


def test_a_reserve_spent_on_thinking_is_an_error_with_words(endpoint: Any, ask: Any) -> None:
    endpoint.plays(says("<think>on and on", finish="length"))
    with pytest.raises(EngineError, match="answer reserve") as caught:
        ask()
    assert "reserve" in caught.value.hint


def test_an_empty_answer_is_an_error(endpoint: Any, ask: Any) -> None:
    endpoint.plays(says())
    with pytest.raises(EngineError, match="empty answer"):
        ask()


def test_a_model_that_refuses_in_its_own_field(endpoint: Any, ask: Any) -> None:
    def script(request: Any, reply: Any) -> None:
        reply.begin()
        reply.event({"choices": [{"index": 0, "delta": {"refusal": "I can't help."}, "finish_reason": None}]})
        reply.finish()

    endpoint.plays(script)
    with pytest.raises(ContentRefused, match="I can't help"):
        ask()


def test_what_the_server_counts_is_passed_on_even_if_it_read_too_little(endpoint: Any, make_context: Any) -> None:
    """Whether a part was dropped is told in asking, which knows how the model's tokenizer counts beside ours."""
    endpoint.plays(says("An answer to half of it.", usage={"prompt_tokens": 2050, "completion_tokens": 6}))
    events = list(OpenAIEngine(endpoint.url, "m").stream(make_context(tokens=8000), CancelToken()))
    assert events == [Delta("An answer to half of it."), Used(Usage(2050, 6)), Done()]


# Refusals


CASES: list[tuple[int, Any, str | None, type[EngineError], str]] = [
    (401, {"error": {"message": "You didn't provide an API key."}}, None, KeyMissing, "asks for a key"),
    (401, {"error": {"message": f"Incorrect API key provided: {KEY}"}}, KEY, KeyRejected, "rejected the key"),
    (403, {"error": {"message": "Project has no access"}}, KEY, KeyRejected, "does not allow"),
    (402, {"error": {"message": "Insufficient Balance"}}, KEY, RateLimited, "quota or credit"),
    (429, {"error": {"message": "x", "code": "insufficient_quota"}}, KEY, RateLimited, "quota or credit"),
    (
        400,
        {"error": {"message": "x", "code": "context_length_exceeded", "param": "messages"}},
        KEY,
        ContextTooLong,
        "longer than the model",
    ),
    (
        400,
        {
            "error": {
                "code": 400,
                "message": "request (2301 tokens) exceeds the available context size (2048 tokens)",
                "type": "exceed_context_size_error",
                "n_prompt_tokens": 2301,
                "n_ctx": 2048,
            }
        },
        None,
        ContextTooLong,
        "longer than the model",
    ),
    (
        400,
        {
            "object": "error",
            "message": "This model's maximum context length is 2048 tokens. However, you requested 2500 tokens "
            "(2436 in the messages, 64 in the completion).",
            "type": "BadRequestError",
            "code": 400,
        },
        None,
        ContextTooLong,
        "longer than the model",
    ),
    (
        400,
        {
            "object": "error",
            "message": "The decoder prompt (length 9) is longer than the maximum model length of 8.",
        },
        None,
        ContextTooLong,
        "longer than the model",
    ),
    (
        400,
        {
            "error": {
                "message": "'max_tokens' or 'max_completion_tokens' is too large: 64. This model's maximum "
                "context length is 2048 tokens and your request has 2040 input tokens",
                "code": 400,
            }
        },
        None,
        ContextTooLong,
        "longer than the model",
    ),
    (
        400,
        {
            "error": "Trying to keep the first 9000 tokens when context the overflows. However, the model is "
            "loaded with context length of only 4096 tokens, which is not enough."
        },
        None,
        ContextTooLong,
        "longer than the model",
    ),
    (400, {"error": "Cannot truncate prompt with n_keep (15028) >= n_ctx (7424)"}, None, ContextTooLong, "longer"),
    (
        400,
        {"error": {"message": "the input length exceeds the context length", "type": "invalid_request_error"}},
        None,
        ContextTooLong,
        "longer",
    ),
    (413, "<html><body>Request Entity Too Large</body></html>", None, ContextTooLong, "longer"),
    (
        404,
        {"error": {"message": 'model "m" not found, try pulling it first', "type": "api_error"}},
        None,
        ModelNotFound,
        "no model called m",
    ),
    (
        404,
        {
            "error": {
                "message": "The model `m` does not exist or you do not have access",
                "code": "model_not_found",
            }
        },
        KEY,
        ModelNotFound,
        "no model called m",
    ),
    (400, {"error": {"message": "m is not a valid model ID", "code": 400}}, KEY, ModelNotFound, "no model called"),
    (404, {"error": "No models loaded. Please load a model."}, None, ModelNotFound, "no model called"),
    (404, "404 page not found", None, EngineError, "no chat endpoint"),
    (405, {"detail": "Method Not Allowed"}, None, EngineError, "no chat endpoint"),
    (
        400,
        {
            "error": {
                "message": "The response was filtered due to the prompt triggering the content management policy.",
                "code": "content_filter",
            }
        },
        KEY,
        ContentRefused,
        "content policy",
    ),
    (400, {"error": {"message": "temperature must be 1"}}, KEY, EngineError, "HTTP 400.*temperature must be 1"),
]


@pytest.mark.parametrize(("status", "body", "key", "kind", "words"), CASES)
def test_refusals_become_our_errors_with_what_to_do(
    endpoint: Any, ask: Any, status: int, body: Any, key: str | None, kind: type[EngineError], words: str
) -> None:
    endpoint.plays(
        refuses(status, body)
        if not isinstance(body, str)
        else lambda request, reply: reply.raw(status, body.encode(), content_type="text/html")
    )
    with pytest.raises(EngineError, match=words) as caught:
        ask(key=key)
    assert type(caught.value) is kind
    assert caught.value.hint
    assert KEY not in caught.value.message + caught.value.hint
    assert len(endpoint.requests) == 1, "such a refusal is not worth asking again"


def test_errors_that_come_inside_the_stream_are_told_apart_too(endpoint: Any, ask: Any) -> None:
    def script(request: Any, reply: Any) -> None:
        reply.begin()
        reply.event({"error": {"code": 400, "message": "too much", "type": "exceed_context_size_error"}})

    endpoint.plays(script)
    with pytest.raises(ContextTooLong):
        ask()


def test_an_error_sent_as_success_is_still_an_error(endpoint: Any, ask: Any) -> None:
    endpoint.plays(refuses(200, {"error": "No models loaded"}))
    with pytest.raises(ModelNotFound):
        ask()


def test_a_web_page_is_no_endpoint(endpoint: Any, ask: Any) -> None:
    endpoint.plays(lambda request, reply: reply.raw(200, b"<!doctype html><p>Hello", content_type="text/html"))
    with pytest.raises(EngineError, match="stream of words") as caught:
        ask()
    assert "/v1" in caught.value.hint


@pytest.mark.parametrize("data", ["{not json", '{"choices": 5}', '{"choices": [{"delta": {"content": 5}}]}', "[]"])
def test_garbage_in_the_stream_is_an_error_and_no_crash(endpoint: Any, ask: Any, data: str) -> None:
    def script(request: Any, reply: Any) -> None:
        reply.begin()
        reply.event(data)

    endpoint.plays(script)
    with pytest.raises(EngineError):
        ask()


@pytest.mark.parametrize(
    "message",
    [
        "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
        "this model does not support image input",
        "Model does not support images. Please use a model that does.",
        "m is not a multimodal model",
        "Failed to deserialize: unknown variant `image_url`, expected `text`",
    ],
)
def test_a_model_without_eyes_is_told(endpoint: Any, ask: Any, make_context: Any, message: str) -> None:
    image = PageImage(Sight(Region("d", 0), "p. 1", 10, 20, 85), b"\x89PNG")
    endpoint.plays(refuses(500 if "mmproj" in message else 400, {"error": {"message": message}}))
    with pytest.raises(NoVision, match="reads no pictures"):
        ask(context=make_context(images=(image,)))
    assert len(endpoint.requests) == 1


def test_what_the_endpoint_repeats_of_key_or_document_is_not_shown(
    endpoint: Any, ask: Any, make_context: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "The patient's name is Shlomit Zerubavel and her number is 51."
    context = make_context(document=secret)

    def echo(request: Any, reply: Any) -> None:
        reply.json(400, {"error": {"message": f"bad value: {request.body['messages'][1]['content']}"}})

    endpoint.plays(echo)
    with pytest.raises(EngineError) as caught:
        ask(context=context)
    assert "Zerubavel" not in str(caught.value) + caught.value.hint
    endpoint.plays(refuses(400, {"error": {"message": f"odd header Bearer {KEY} here"}}))
    with pytest.raises(EngineError, match="odd header") as caught:
        ask(context=context)
    assert KEY not in str(caught.value)
    assert KEY not in caplog.text
    assert "Zerubavel" not in caplog.text


# Trying again


def test_slowing_down_as_asked_then_succeeding(endpoint: Any, ask: Any) -> None:
    endpoint.plays(refuses(429, {"error": {"message": "slow"}}, retry_after="0.3"), says("fine"))
    started = time.monotonic()
    assert text(ask()) == "fine"
    assert time.monotonic() - started >= 0.3


def test_retry_after_as_a_date(endpoint: Any, ask: Any) -> None:
    date = formatdate(time.time() - 5, usegmt=True)
    endpoint.plays(refuses(429, {"error": {"message": "slow"}}, retry_after=date), says("fine"))
    assert text(ask()) == "fine"


def test_a_wait_that_is_too_long_is_told_instead(endpoint: Any, ask: Any) -> None:
    endpoint.plays(refuses(429, {"error": {"message": "slow"}}, retry_after="1800"))
    started = time.monotonic()
    with pytest.raises(RateLimited) as caught:
        ask()
    assert "30 minutes" in caught.value.hint
    assert time.monotonic() - started < 5


def test_passing_failures_are_tried_again(endpoint: Any, ask: Any) -> None:
    endpoint.plays(
        refuses(500, {"error": {"message": "oops"}}),
        refuses(503, {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}),
        lambda request, reply: None,  # hangs up without a word
        says("fine"),
    )
    assert text(ask()) == "fine"
    assert len(endpoint.requests) == 4


def test_trying_again_has_an_end(endpoint: Any, ask: Any) -> None:
    endpoint.plays(refuses(503, {"error": {"message": "Loading model"}}))
    with pytest.raises(Unreachable, match="loading its model"):
        ask(retries=2)
    assert len(endpoint.requests) == 3


def test_nothing_is_tried_again_after_the_first_word(endpoint: Any, make_context: Any) -> None:
    def breaks(request: Any, reply: Any) -> None:
        reply.begin()
        reply.words("It is ")

    endpoint.plays(breaks)
    seen: list[Any] = []
    with pytest.raises(Unreachable, match="before the answer was finished") as caught:
        seen.extend(OpenAIEngine(endpoint.url, "m").stream(make_context(), CancelToken()))
    assert seen == [Delta("It is ")]
    assert "kept" in caught.value.hint
    assert len(endpoint.requests) == 1


def test_a_stream_that_just_ends_is_not_taken_for_a_whole_answer(endpoint: Any, ask: Any) -> None:
    endpoint.plays(says("It is ", finish=None))
    with pytest.raises(Unreachable, match="before the answer was finished"):
        ask()


def test_the_content_policy_may_stop_an_answer_half_way(endpoint: Any, make_context: Any) -> None:
    endpoint.plays(says("It is ", finish="content_filter"))
    stream = OpenAIEngine(endpoint.url, "m").stream(make_context(), CancelToken())
    assert next(stream) == Delta("It is ")
    with pytest.raises(ContentRefused):
        next(stream)


# Connections


def test_no_server_on_this_machine(make_context: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    engine = OpenAIEngine(f"http://127.0.0.1:{port}", "m")
    started = time.monotonic()
    with pytest.raises(Unreachable, match="refused the connection") as caught:
        list(engine.stream(make_context(), CancelToken()))
    assert "may not be running" in caught.value.hint
    assert time.monotonic() - started < 5
    with pytest.raises(Unreachable, match="refused the connection"):
        list_models(engine.base_url)


def test_https_to_a_server_without_it(endpoint: Any, make_context: Any) -> None:
    endpoint.plays(says("x"))
    engine = OpenAIEngine(endpoint.url.replace("http:", "https:"), "m")
    with pytest.raises(Unreachable, match="No encrypted connection") as caught:
        list(engine.stream(make_context(), CancelToken()))
    assert "http://" in caught.value.hint


def test_a_slow_first_word_is_waited_for(endpoint: Any, ask: Any) -> None:
    def slow(request: Any, reply: Any) -> None:
        time.sleep(0.3)
        says("fine")(request, reply)

    endpoint.plays(slow)
    assert text(ask(read_timeout=5)) == "fine"


def test_silence_has_an_end(endpoint: Any, ask: Any) -> None:
    endpoint.plays(lambda request, reply: reply.hang())
    with pytest.raises(Unreachable, match="sent nothing for"):
        ask(read_timeout=0.3)
    assert len(endpoint.requests) == 1, "the model may be at work already: asking again would pay twice"


def test_silence_in_the_middle_has_an_end(endpoint: Any, make_context: Any) -> None:
    def stalls(request: Any, reply: Any) -> None:
        reply.begin()
        reply.words("It is ")
        reply.hang()

    endpoint.plays(stalls)
    stream = OpenAIEngine(endpoint.url, "m", read_timeout=0.3).stream(make_context(), CancelToken())
    assert next(stream) == Delta("It is ")
    with pytest.raises(Unreachable, match="sent nothing for"):
        next(stream)


def test_redirects_are_not_followed_and_no_key_goes_along(make_endpoint: Any, make_context: Any) -> None:
    here, there = make_endpoint(), make_endpoint()
    there.plays(says("stolen"))
    for status in (301, 302, 307, 308):
        here.plays(lambda request, reply, status=status: reply.raw(status, b"", location=there.url + "/chat"))
        with pytest.raises(EngineError, match="does not follow"):
            list(OpenAIEngine(here.url, "m", KEY).stream(make_context(), CancelToken()))
        with pytest.raises(EngineError, match="does not follow"):
            list_models(here.url, KEY)
    assert there.requests == []


# Stopping


def _stop_after(seconds: float, cancel: CancelToken) -> tuple[threading.Thread, list[float]]:
    at: list[float] = []

    def stop() -> None:
        time.sleep(seconds)
        at.append(time.monotonic())
        cancel.cancel()

    thread = threading.Thread(target=stop)
    thread.start()
    return thread, at


@pytest.mark.parametrize("begun", [True, False], ids=["between words", "before the response"])
def test_stopping_closes_the_connection_while_nothing_arrives(
    endpoint: Any, make_context: Any, begun: bool
) -> None:
    def stalls(request: Any, reply: Any) -> None:
        if begun:
            reply.begin()
            reply.words("It is ")
        reply.hang()

    endpoint.plays(stalls)
    cancel = CancelToken()
    thread, stopped_at = _stop_after(0.3, cancel)
    seen: list[Any] = []
    with pytest.raises(Cancelled):
        seen.extend(OpenAIEngine(endpoint.url, "m").stream(make_context(), cancel))
    assert time.monotonic() - stopped_at[0] < 1
    thread.join()
    assert seen == ([Delta("It is ")] if begun else [])
    until = time.monotonic() + 2
    while endpoint.gone_at is None and time.monotonic() < until:
        time.sleep(0.01)
    assert endpoint.gone_at is not None, "the server never saw the connection close"
    assert endpoint.gone_at - stopped_at[0] < 1


def test_stopping_interrupts_the_wait_before_another_try(endpoint: Any, ask: Any) -> None:
    endpoint.plays(refuses(429, {"error": {"message": "slow"}}, retry_after="30"))
    cancel = CancelToken()
    thread, stopped_at = _stop_after(0.2, cancel)
    with pytest.raises(Cancelled):
        ask(cancel)
    assert time.monotonic() - stopped_at[0] < 1
    thread.join()
    assert len(endpoint.requests) == 1


def test_stopped_before_it_began_nothing_is_sent(endpoint: Any, ask: Any) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        ask(cancel)
    assert endpoint.requests == []


def test_leaving_the_stream_closes_the_connection(endpoint: Any, make_context: Any) -> None:
    def stalls(request: Any, reply: Any) -> None:
        reply.begin()
        reply.words("It is ")
        reply.hang()

    endpoint.plays(stalls)
    stream = OpenAIEngine(endpoint.url, "m").stream(make_context(), CancelToken())
    next(stream)
    stream.close()
    until = time.monotonic() + 2
    while endpoint.gone_at is None and time.monotonic() < until:
        time.sleep(0.01)
    assert endpoint.gone_at is not None


# Models


def test_the_models_of_an_endpoint(endpoint: Any) -> None:
    models = {"object": "list", "data": [{"id": "b", "object": "model"}, {"id": "a", "object": "model"}]}
    endpoint.plays(refuses(200, models))
    assert list_models(endpoint.url.removesuffix("/v1"), KEY) == ("a", "b")
    assert endpoint.requests[0].path == "/v1/models"
    assert endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"data": null}', b'{"data": [1]}', b'"x"', b"\xff\xfe"]
)
def test_what_is_no_list_of_models_is_an_error(endpoint: Any, body: bytes) -> None:
    endpoint.plays(lambda request, reply: reply.raw(200, body, content_type="application/json"))
    with pytest.raises(EngineError, match="list of models"):
        list_models(endpoint.url)


def test_an_unnamed_model_is_told_before_asking(endpoint: Any, ask: Any) -> None:
    with pytest.raises(ModelNotFound, match="No model is chosen"):
        ask(model=" ")
    assert endpoint.requests == []


def test_local_servers_are_found_by_asking_their_ports(make_endpoint: Any) -> None:
    def port(url: str) -> int:
        return int(url.split(":")[2].split("/")[0])

    serving, other = make_endpoint(), make_endpoint()
    serving.plays(refuses(200, {"object": "list", "data": [{"id": "small", "object": "model"}]}))
    other.plays(lambda request, reply: reply.raw(200, b"<p>not a model server", content_type="text/html"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    ports = (("Ollama", closed), ("LM Studio", port(serving.url)), ("vLLM", port(other.url)))
    (found,) = find_local_servers(ports=ports)
    assert (found.name, found.base_url, found.models) == ("LM Studio", serving.url, ("small",))


def test_looking_for_local_servers_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        find_local_servers(cancel)
