"""What an endpoint's refusals and broken connections mean, in our errors: one sentence and what to do next.

The wordings of servers were collected from OpenAI's error guide and from what llama.cpp, vLLM, LM Studio, Ollama
and OpenRouter send. Sentences of an endpoint are shown only where they hold neither the key nor the document.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from urllib.parse import urlsplit

import httpx2

from docqa.engines.addresses import host_of, is_loopback
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

_SHOWN = 200  # characters of an endpoint's own sentence that are shown
_ECHO = 24  # so many characters in a row of what was sent make a sentence private

_TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context_size|string_above_max_length"
    r"|(?:maximum|max|available|model'?s?|loaded with|only|input|the) context (?:length|size|window)"
    r"|context (?:length|size|window) (?:exceeded|of only|has been exceeded|is too)"
    r"|maximum model length|n_keep|tokens to keep from the initial prompt|context the overflows"
    r"|prompt (?:is )?too long|too long to fit|input is too long|reduce the length of the messages",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(
    r"model_not_found|no models? (?:is |are )?loaded|not a valid model|invalid model|unknown model|model not found"
    r"|model\b.{0,120}?\b(?:not found|does not exist|doesn't exist|is not available|not exist)",
    re.IGNORECASE | re.DOTALL,
)
_NO_EYES = re.compile(
    r"image|multi-?modal|vision|mmproj|unknown variant|content.{0,40}must be a string", re.IGNORECASE | re.DOTALL
)
_FILTERED = re.compile(
    r"content_filter|content_policy|content management policy|moderation|responsible_?ai|flagged", re.IGNORECASE
)
_NO_QUOTA = re.compile(
    r"insufficient_quota|exceeded your current quota|insufficient (?:balance|credit|funds)|billing|out of credits",
    re.IGNORECASE,
)
_UNKNOWN_PARAMETER = re.compile(
    r"unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed|extra|invalid|instead"
    r"|does not support|cannot be used",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an endpoint answered instead of an answer.

    `status` is the HTTP status, None for an error that came inside a stream; `words` all that it says (message,
    code, type and parameter, joined); `message` its sentence; `location` where a redirect points;
    `retry_after` seconds it asks us to wait.
    """

    status: int | None
    words: str = ""
    message: str = ""
    location: str = ""
    retry_after: float | None = None

    @classmethod
    def of(cls, status: int | None, body: object, headers: Mapping[str, str] | None = None) -> Refusal:
        """From a status, a body in any of the shapes that servers use (JSON already decoded), and headers."""
        headers = headers or {}
        fields = body if isinstance(body, Mapping) else {"message": body if isinstance(body, str) else ""}
        message = next((str(fields[key]) for key in ("message", "detail", "error") if fields.get(key)), "")
        if "<html" in message[:500].lower() or "<!doctype" in message[:500].lower():
            message = ""
        codes = (str(fields[key]) for key in ("code", "type", "param") if fields.get(key))
        return cls(
            status, " ".join((message, *codes)), message, headers.get("location", ""), _retry_after(headers)
        )

    def names(self, parameter: str) -> bool:
        """Whether it says that the endpoint does not know this parameter of ours."""
        known = self.status in (400, 404, 422, None) and not _TOO_LONG.search(self.words)
        return known and parameter in self.words and _UNKNOWN_PARAMETER.search(self.words) is not None

    @property
    def passing(self) -> bool:
        """Whether the same request may well succeed in a moment."""
        if self.status == 429:
            return not _NO_QUOTA.search(self.words)
        return self.status in (408, 409, 425) or (
            self.status is not None and self.status >= 500 and self.status != 501
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to whom, as far as the words of an error need it. Never printed."""

    base_url: str
    model: str
    key: str | None
    texts: tuple[str, ...] = ()
    images: bool = False

    @property
    def host(self) -> str:
        """The endpoint as it is named in sentences."""
        return host_of(self.base_url)

    def clean(self, message: str) -> str:
        """The endpoint's sentence in one line and short; empty where it repeats the key or what was sent."""
        line = " ".join(message.split())
        if self.key:
            line = line.replace(self.key, "[key]")
        line = re.sub(r"\b(?:sk|key|pk)-[\w*-]{6,}", "[key]", line)
        line = line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"
        sent = " ".join(" ".join(self.texts).split())
        for start in range(0, max(1, len(line) - _ECHO + 1), 4):
            piece = line[start : start + _ECHO]
            if len(piece) == _ECHO and piece in sent:
                return ""
        return line


def from_refusal(refusal: Refusal, sent: Sent) -> EngineError:
    """The error that an endpoint's refusal means."""
    status, words, host = refusal.status, refusal.words, sent.host
    if status is not None and 300 <= status < 400:
        return _redirected(refusal, sent)
    if status == 401:
        return _key_error(sent)
    if status == 413 or _TOO_LONG.search(words):
        return context_too_long(sent)
    if _FILTERED.search(words) and status in (400, 403, None):
        return ContentRefused(
            f"The content policy of {host} refused this question or the document.",
            "Ask in other words, or choose another engine; a model on your own machine has no such filter.",
        )
    if sent.images and status != 429 and _NO_EYES.search(words):
        return NoVision(
            f"The model {sent.model} at {host} reads no pictures.",
            "Choose a model that reads images, or ask about the page's text instead.",
        )
    if status == 402 or (status in (429, 403, None) and _NO_QUOTA.search(words)):
        return RateLimited(
            f"The account at {host} has no quota or credit left.",
            "Add credit there or choose another engine; waiting does not help.",
        )
    if status == 429:
        return _slow_down(refusal, sent)
    if _NO_MODEL.search(words) and status in (400, 404, 422, 500, 503, None):
        return model_not_found(sent)
    if status == 403:
        return KeyRejected(
            f"{host} does not allow this key to use the model {sent.model} (HTTP 403)." + _says(refusal, sent),
            "Check the key's permissions there, or choose another model.",
        )
    if status in (404, 405):
        return EngineError(
            f"There is no chat endpoint at {sent.base_url} (HTTP {status})." + _says(refusal, sent),
            "Check the base URL: for most servers it ends in /v1.",
        )
    if status == 503 and re.search(r"loading", words, re.IGNORECASE):
        return Unreachable(f"{host} is still loading its model.", "Wait a moment and ask again.")
    if status is not None and status >= 500:
        return EngineError(
            f"{host} failed while answering (HTTP {status})." + _says(refusal, sent),
            "Ask again in a moment; if it goes on, look at the server's own log or status page.",
        )
    how = f"HTTP {status}" if status is not None else "inside the answer"
    return EngineError(
        f"{host} did not accept the request ({how})." + _says(refusal, sent),
        "Check the base URL and the model in the engine's settings.",
    )


def context_too_long(sent: Sent) -> ContextTooLong:
    """The error of a prompt that the model's context does not hold."""
    return ContextTooLong(
        f"What was sent is longer than the model {sent.model} at {sent.host} reads.",
        "Set a smaller window in docqa, or start the model with a larger context.",
    )


def model_not_found(sent: Sent) -> ModelNotFound:
    """The error of a model name that the endpoint does not have."""
    if not sent.model:
        return ModelNotFound(f"No model is chosen for {sent.host}.", "Choose one in the engine's settings.")
    hint = "Choose one of the models that the endpoint lists."
    if is_loopback(sent.base_url):
        hint = f"Load it in the server first (for Ollama: ollama pull {sent.model}), or choose one that it lists."
    return ModelNotFound(f"{sent.host} has no model called {sent.model}.", hint)


def from_connection(error: BaseException, sent: Sent, read_timeout: float) -> Unreachable:
    """What a connection that failed or broke means; looks through the chain of causes."""
    chain = _chain(error)
    host = sent.host

    def has(*kinds: type[BaseException]) -> BaseException | None:
        return next((link for link in chain if isinstance(link, kinds)), None)

    if has(httpx2.ReadTimeout, httpx2.WriteTimeout):
        return Unreachable(
            f"{host} sent nothing for {read_timeout:.0f} seconds.",
            "A large model may need longer for a long document: send less of it (a smaller window), or ask again.",
        )
    if has(httpx2.TimeoutException):
        return Unreachable(f"{host} did not accept a connection in time.", _connection_hint(sent))
    if has(httpx2.ProxyError):
        return Unreachable(
            f"The proxy refused to connect to {host}.",
            "Check the proxy in your environment (HTTPS_PROXY, NO_PROXY).",
        )
    if has(ssl.SSLCertVerificationError):
        return Unreachable(
            f"The certificate of {host} is not valid, so nothing was sent.",
            "Check the address and this machine's clock; a server with its own certificate authority needs "
            "SSL_CERT_FILE to name it.",
        )
    if has(ssl.SSLError):
        return Unreachable(
            f"No encrypted connection to {host} came about.",
            "If the server speaks plain HTTP, begin its address with http://.",
        )
    if has(socket.gaierror):
        return Unreachable(
            f"There is no host called {host}, or the network is down.", "Check the address and your connection."
        )
    if has(ConnectionRefusedError):
        return Unreachable(f"{host} refused the connection.", _connection_hint(sent))
    return Unreachable(f"The connection to {host} failed.", _connection_hint(sent))


def broken_off(sent: Sent) -> Unreachable:
    """The error of a stream that ended before the answer did."""
    return Unreachable(
        f"The connection to {sent.host} broke before the answer was finished.",
        "Ask again; what had arrived is kept.",
    )


def worth_retrying(error: BaseException, sent: Sent) -> bool:
    """Whether a failed connection may come about in a moment, and trying again costs nobody anything.

    Not after a read timeout (the model may be at work, and be paid, already), not for a bad certificate, and not
    for a port of this machine where nothing listens.
    """
    chain = _chain(error)
    if any(isinstance(link, (httpx2.ReadTimeout, httpx2.WriteTimeout, ssl.SSLError)) for link in chain):
        return False
    refused = any(isinstance(link, ConnectionRefusedError) for link in chain)
    return not (refused and is_loopback(sent.base_url))


def _key_error(sent: Sent) -> EngineError:
    if sent.key:
        return KeyRejected(
            f"{sent.host} rejected the key.", "Check it, or store a new one in the engine's settings."
        )
    return KeyMissing(f"{sent.host} asks for a key and none is stored.", "Store one in the engine's settings.")


def _slow_down(refusal: Refusal, sent: Sent) -> RateLimited:
    wait = refusal.retry_after
    hint = "Wait a moment and ask again, or send less (a smaller window)."
    if wait is not None and wait >= 1:
        hint = f"It asks to wait {_duration(wait)}; ask again then, or send less (a smaller window)."
    return RateLimited(f"{sent.host} asks to slow down.", hint)


def _redirected(refusal: Refusal, sent: Sent) -> EngineError:
    target = urlsplit(refusal.location)
    where = f"{target.scheme}://{target.hostname}" if target.scheme and target.hostname else "another address"
    return EngineError(
        f"{sent.host} sends requests on to {where}; docqa does not follow, so that key and document stay here.",
        "If you trust that address, enter it as the base URL.",
    )


def _says(refusal: Refusal, sent: Sent) -> str:
    words = sent.clean(refusal.message)
    return f" It says: {words}" if words else ""


def _connection_hint(sent: Sent) -> str:
    if is_loopback(sent.base_url):
        return "The server may not be running: start it (Ollama, LM Studio, llama.cpp, vLLM) and ask again."
    return "Check the address and your connection, and ask again."


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.0f} hours"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by `retry-after-ms`, or by `retry-after` in seconds or as a date (RFC 9110, 10.2.3)."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        if re.fullmatch(r"\d{1,9}(\.\d+)?", value):
            return float(value) * scale
        date = parsedate_tz(value) if value else None
        if date:
            return max(0.0, mktime_tz(date) - time.time())
    return None
