"""Any endpoint that speaks OpenAI's chat completions: OpenAI, Ollama, LM Studio, llama.cpp, vLLM and the like."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docqa.domain import Cancelled, CancelToken, Delta, Done, Event, Message, PackedContext, Stop, Usage, Used
from docqa.engines import failures
from docqa.engines.addresses import is_loopback, is_openai, normalise_base_url
from docqa.engines.connection import Line, backoff
from docqa.engines.failures import Refusal, Sent
from docqa.errors import ContentRefused, EngineError, RateLimited, Unreachable

if TYPE_CHECKING:
    import openai
    from openai.types import CompletionUsage
    from openai.types.chat import (
        ChatCompletionChunk,
        ChatCompletionContentPartParam,
        ChatCompletionMessageParam,
    )

_MOST_WAIT = 60.0  # seconds: a Retry-After beyond it is told to the person instead of waited for
_REMOTE_SILENCE, _LOCAL_SILENCE = 120.0, 600.0  # seconds; a CPU takes minutes to read a long document
_NEW_LIMIT = "max_completion_tokens"  # OpenAI's newer models refuse max_tokens, older servers don't know this one
_ERROR_BODY = 65_536  # bytes of an error that are read


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What differs between endpoints, learnt from their refusals."""

    limit: str  # how the parameter is called that bounds the answer's tokens
    usage: bool = True  # whether stream_options is understood

    def after(self, refusal: Refusal) -> _Dialect | None:
        """What to try once more with, if it was the dialect that was refused."""
        if self.usage and refusal.names("stream_options"):
            return replace(self, usage=False)
        if refusal.names(self.limit):
            return replace(self, limit="max_tokens" if self.limit == _NEW_LIMIT else _NEW_LIMIT)
        return None


class OpenAIEngine:
    """A model behind an OpenAI-compatible endpoint.

    `key` is None where none is needed. Timeouts are seconds: for a connection, and without a byte while waiting
    (by default two minutes, ten for a server on this machine). `retries` counts further attempts after passing
    failures, made only before the first word. Raises EngineError for a base URL that is none.
    """

    name = "openai"

    def __init__(
        self,
        base_url: str,
        model: str,
        key: str | None = None,
        *,
        connect_timeout: float = 10.0,
        read_timeout: float | None = None,
        retries: int = 3,
    ) -> None:
        self.base_url = normalise_base_url(base_url)
        self.model = model.strip()
        self._key = (key or "").strip() or None
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout or (_LOCAL_SILENCE if is_loopback(self.base_url) else _REMOTE_SILENCE)
        self._retries = retries
        self._dialect = _Dialect(_NEW_LIMIT if is_openai(self.base_url) else "max_tokens")

    def __repr__(self) -> str:
        return f"OpenAIEngine({self.base_url!r}, {self.model!r})"

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        """Yield the answer's Deltas, Used if the endpoint tells, and Done.

        Raises Cancelled as soon as `cancel` is thrown from any thread, and the kinds of EngineError; after words
        have been yielded an error means that the answer is incomplete or refused half way.
        """
        cancel.check()
        texts = tuple(message.text for message in context.messages)
        images = any(message.images for message in context.messages)
        sent = Sent(self.base_url, self.model, self._key, texts, images)
        if not self.model:
            raise failures.model_not_found(sent)
        line = Line(
            self.base_url, self._key, connect_timeout=self._connect_timeout, read_timeout=self._read_timeout
        )
        cancel.on_cancel(line.cut)
        try:
            response = self._open(line, context, sent, cancel)
            yield from self._read(response, context, sent)
        except Exception:
            # Whatever a cut connection looks like from here, the person wanted it.
            cancel.check()
            raise
        finally:
            line.close()

    def _open(
        self, line: Line, context: PackedContext, sent: Sent, cancel: CancelToken
    ) -> openai.Stream[ChatCompletionChunk]:
        """The response once its headers are there; learns the dialect and retries what is worth it."""
        import openai  # takes most of a second, which the built-in reader need not wait for

        client = client_of(line, self.base_url)
        messages = [_message(message, detail=is_openai(self.base_url)) for message in context.messages]
        reserve = context.report.tokens.answer_reserve
        tried: set[_Dialect] = set()
        attempt = 0
        while True:
            cancel.check()
            dialect = self._dialect
            tried.add(dialect)
            limit = {dialect.limit: reserve} if reserve > 0 else {}
            try:
                return client.chat.completions.create(
                    model=self.model,
                    messages=messages,
                    stream=True,
                    stream_options={"include_usage": True} if dialect.usage else openai.omit,
                    max_tokens=limit.get("max_tokens", openai.omit),
                    max_completion_tokens=limit.get(_NEW_LIMIT, openai.omit),
                )
            except openai.APIStatusError as error:
                refusal = Refusal.of(error.status_code, error.body, error.response.headers)
                other = dialect.after(refusal)
                if other and other not in tried:
                    self._dialect = other
                    continue
                failure = failures.from_refusal(refusal, sent)
                wait = refusal.retry_after
                again = refusal.passing and type(failure) in (EngineError, RateLimited, Unreachable)
            except openai.APIConnectionError as error:
                failure, wait = failures.from_connection(error, sent, self._read_timeout), None
                again = failures.worth_retrying(error, sent)
            cancel.check()
            if not again or attempt >= self._retries or (wait or 0) > _MOST_WAIT:
                raise failure from None  # the cause holds the request, with key and document
            pause = backoff(attempt) if wait is None else wait
            attempt += 1
            if cancel.wait(pause):
                raise Cancelled

    def _read(
        self, stream: openai.Stream[ChatCompletionChunk], context: PackedContext, sent: Sent
    ) -> Iterator[Event]:
        """The events of a response, and every way in which it can be none."""
        import openai

        _check_is_stream(stream, sent)
        speech = _Speech()
        finish, usage, spoke, refused_with = "", None, False, ""
        try:
            for chunk in stream:
                usage = chunk.usage or usage
                for choice in chunk.choices or ():
                    # Reasoning comes in fields of its own and is no part of the answer.
                    refused_with += (choice.delta and choice.delta.refusal) or ""
                    text = speech.say((choice.delta and choice.delta.content) or "")
                    if text:
                        spoke = True
                        yield Delta(text)
                    finish = choice.finish_reason or finish
        except openai.APIConnectionError as error:
            if not finish:
                silent = failures.from_connection(error, sent, self._read_timeout)
                raise (
                    silent if isinstance(error, openai.APITimeoutError) else failures.broken_off(sent)
                ) from None
        except openai.APIError as error:
            raise failures.from_refusal(Refusal.of(None, error.body or error.message), sent) from None
        except (ValueError, TypeError, AttributeError) as error:
            raise EngineError(
                f"{sent.host} sent something that is not a chat answer ({type(error).__name__}).", _NOT_SPOKEN
            ) from None
        text = speech.rest()
        if text:
            spoke = True
            yield Delta(text)
        if usage:
            yield Used(_usage(usage))
        if finish == "content_filter":
            raise ContentRefused(
                f"The content policy of {sent.host} stopped the answer.",
                "Ask in other words, or choose another engine.",
            )
        if not finish and not usage:
            raise failures.broken_off(sent)
        if not spoke:
            raise _nothing_said(finish, sent.clean(refused_with), sent)
        yield Done(Stop.LENGTH if finish == "length" else Stop.FINISHED)


_NOT_SPOKEN = "Check that the base URL is that of an OpenAI-compatible server; it mostly ends in /v1."


def list_models(base_url: str, key: str | None = None, *, timeout: float = 10.0) -> tuple[str, ...]:
    """The names of the models that the endpoint offers, sorted; really asks it. Raises the kinds of EngineError.

    `timeout` in seconds holds for the connection and again for the answer; nothing is retried.
    """
    import openai

    url = normalise_base_url(base_url)
    sent = Sent(url, "", (key or "").strip() or None)
    line = Line(url, sent.key, connect_timeout=timeout, read_timeout=timeout)
    try:
        models = client_of(line, url).models.list().data
        return tuple(sorted({model.id for model in models if isinstance(model.id, str) and model.id}))
    except openai.APIStatusError as error:
        refusal = Refusal.of(error.status_code, error.body, error.response.headers)
        raise failures.from_refusal(refusal, sent) from None
    except openai.APIConnectionError as error:
        raise failures.from_connection(error, sent, timeout) from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError):
        raise EngineError(f"{sent.host} answers, but not with a list of models.", _NOT_SPOKEN) from None
    finally:
        line.close()


def client_of(line: Line, base_url: str) -> openai.OpenAI:
    """The client that speaks through `line`."""
    import openai

    return openai.OpenAI(
        api_key="unused",  # the line sets the real one, or none
        admin_api_key="",
        base_url=base_url,
        timeout=line.timeout,
        max_retries=0,  # its waiting can't be interrupted; ours can
        http_client=line.client,
    )


def _message(message: Message, *, detail: bool) -> ChatCompletionMessageParam:
    """A message as it is sent: each picture behind its label, and the text last.

    `detail`: ask for high detail, which is what docqa counted. OpenAI's newest models would take more by
    themselves; other servers need not know the word.
    """
    match message.role:
        case "system":
            return {"role": "system", "content": message.text}
        case "assistant":
            return {"role": "assistant", "content": message.text}
    if not message.images:
        return {"role": "user", "content": message.text}
    parts: list[ChatCompletionContentPartParam] = []
    for image in message.images:
        url = f"data:{image.media};base64,{base64.b64encode(image.data).decode('ascii')}"
        parts.append({"type": "text", "text": f"[{image.sight.label}]\n"})
        parts.append(
            {"type": "image_url", "image_url": {"url": url, "detail": "high"} if detail else {"url": url}}
        )
    return {"role": "user", "content": [*parts, {"type": "text", "text": message.text}]}


def _usage(usage: CompletionUsage) -> Usage:
    details = usage.prompt_tokens_details
    return Usage(usage.prompt_tokens or 0, usage.completion_tokens or 0, (details and details.cached_tokens) or 0)


def _check_is_stream(stream: openai.Stream[ChatCompletionChunk], sent: Sent) -> None:
    """Raise EngineError for a page or a plain JSON where a stream should be: some servers send errors so."""
    kind = stream.response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/html"):
        return
    body = b""
    for piece in stream.response.iter_bytes():
        body += piece
        if len(body) > _ERROR_BODY:
            break
    with suppress(ValueError):
        decoded: Any = json.loads(body)
        if isinstance(decoded, dict) and decoded.get("error"):
            raise failures.from_refusal(Refusal.of(None, decoded["error"]), sent)
    raise EngineError(f"{sent.host} answers, but not with a stream of words ({kind}).", _NOT_SPOKEN)


def _nothing_said(finish: str, refusal: str, sent: Sent) -> EngineError:
    if refusal:
        return ContentRefused(f"The model refused to answer: {refusal}", "Ask in other words.")
    if finish == "length":
        return EngineError(
            f"The model {sent.model} spent its whole answer reserve before it said a word.",
            "Raise the answer reserve, or choose a model that thinks less.",
        )
    return EngineError(
        f"{sent.host} sent an empty answer.",
        "Ask again; if it goes on, the document may be longer than the server's context: set a smaller window.",
    )


class _Speech:
    """Takes a leading <think>…</think> out of the words: some servers leave a model's reasoning in the answer."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"  # then "thinking" or "speaking"

    def say(self, text: str) -> str:
        """What of the words so far is to be shown now."""
        if self._state == "speaking":
            return text
        self._held += text
        if self._state == "start":
            begun = self._held.lstrip()
            if not begun or self._OPEN.startswith(begun):
                return ""
            self._state = "thinking" if begun.startswith(self._OPEN) else "speaking"
        if self._state == "thinking":
            _, closed, spoken = self._held.partition(self._CLOSE)
            if not closed:
                self._held = self._OPEN + self._held[-len(self._CLOSE) :]
                return ""
            self._held, self._state = spoken, "start"
            return self.say("")
        return self.rest()

    def rest(self) -> str:
        """What is still held back when nothing more comes."""
        held = "" if self._state == "thinking" else self._held.lstrip()
        self._held = ""
        return held
