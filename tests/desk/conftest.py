"""Qt draws into memory here; the variable must be set before Qt is imported."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from docqa.desk import jobs


@pytest.fixture(autouse=True)
def no_job_left(qapp: QApplication) -> Iterator[None]:
    """No thread of a test outlives it."""
    yield
    assert jobs.shutdown(10.0), "a job did not stop"
    qapp.processEvents()


@pytest.fixture
def endpoint() -> Iterator[Callable[..., str]]:
    """Serves scripted answers on loopback as events: endpoint([pieces…], …) gives its base URL.

    Each answer is a list of pieces; numbers among them are pauses in seconds.
    """
    servers = []
    ended = threading.Event()

    def serve(*answers: list[str | float]) -> str:
        waiting = list(answers)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for piece in waiting.pop(0):
                    if isinstance(piece, float):
                        ended.wait(piece)
                    elif not self._say({"delta": {"content": piece}}):
                        return
                self._say({"delta": {}, "finish_reason": "stop"})

            def _say(self, choice: dict[str, object]) -> bool:
                chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
                data = json.dumps({**chunk, "choices": [{"index": 0, **choice}]})
                try:
                    self.wfile.write(f"data: {data}\n\n".encode())
                except OSError:
                    return False
                return True

            def log_message(self, *_: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/v1"

    yield serve
    ended.set()
    for server in servers:
        server.shutdown()
        server.server_close()
