"""An HTTP connection to an endpoint that another thread can cut, and that carries nothing it need not carry."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx2

from docqa.engines.addresses import is_loopback

# All that the protocol needs. The openai client would add facts about this machine, and, from the environment,
# an organisation, a project, headers and another key: meant for OpenAI, not for whichever host is asked here.
_HEADERS = frozenset(
    ("host", "content-type", "content-length", "transfer-encoding", "accept", "accept-encoding", "connection")
)

_FIRST_BACKOFF, _MOST_BACKOFF = 0.5, 8.0  # seconds


def backoff(attempt: int) -> float:
    """Seconds to wait before trying again after try number `attempt` (from 0), where the server names none."""
    longest: float = min(_FIRST_BACKOFF * 2**attempt, _MOST_BACKOFF)
    return longest * random.uniform(0.75, 1)  # noqa: S311 - no secret


class Line:
    """A connection for one answer. `cut` may be called from any thread, at any moment, also more than once.

    Closing a socket does not wake a thread that waits for its next byte; shutting it down does, on every system,
    and the server sees the end at once and can stop its model.
    """

    def __init__(self, base_url: str, key: str | None, *, connect_timeout: float, read_timeout: float) -> None:
        self.timeout = httpx2.Timeout(read_timeout, connect=connect_timeout)
        self._key = key
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cut = False
        self.client = httpx2.Client(
            timeout=self.timeout,
            # A redirect could carry key and document to another host.
            follow_redirects=False,
            # A proxy of the environment can't reach this machine's own servers.
            trust_env=not is_loopback(base_url),
            event_hooks={"request": [self._prepare]},
        )

    def cut(self) -> None:
        """End the connection now, or as soon as it comes about."""
        with self._lock:
            self._cut = True
            if self._socket is not None:
                _shut_down(self._socket)

    def close(self) -> None:
        """Release what is left of it."""
        with self._lock:
            self._socket = None
        self.client.close()

    def _prepare(self, request: httpx2.Request) -> None:
        for name in list(request.headers):
            if name.lower() not in _HEADERS:
                del request.headers[name]
        request.headers["User-Agent"] = "docqa"
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        request.extensions = {**request.extensions, "trace": self._trace}

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of the socket as soon as there is one: before a response has begun there is no other way."""
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        found = info["return_value"].get_extra_info("socket")
        with self._lock:
            self._socket = found
            if self._cut:
                _shut_down(found)


def _shut_down(connection: socket.socket) -> None:
    with suppress(OSError):  # it may have ended by itself
        # Not SSLSocket.shutdown: it would pull the TLS state from under the thread that is reading.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
