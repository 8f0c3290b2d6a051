"""Qt draws into memory here; the variable must be set before Qt is imported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from docqa.desk import jobs
from docqa.desk.services import Services
from docqa.desk.window import Window
from docqa.domain import CancelToken, Delta, Done, Event, PackedContext, Usage, Used
from docqa.library import EndpointProfile, Settings, Store, library_path


@pytest.fixture(autouse=True)
def no_job_left(qapp: QApplication) -> Iterator[None]:
    """No thread of a test outlives it."""
    yield
    assert jobs.shutdown(10.0), "a job did not stop"
    qapp.processEvents()


@pytest.fixture
def bodies() -> list[dict[str, Any]]:
    """What `endpoint` was sent, in order."""
    return []


@pytest.fixture
def endpoint(bodies: list[dict[str, Any]]) -> Iterator[Callable[..., str]]:
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
                bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
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


class Teller:
    """An engine that says what it is told to: one answer a question, the last one again and again.

    An answer is pieces; an exception among them is raised there, None waits there until it is stopped.
    """

    name = "openai"

    def __init__(self, model: str, *answers: list[str | Exception | None]) -> None:
        self.model, self.answers = model, list(answers)
        self.asked: list[PackedContext] = []

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(context)
        pieces = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        for piece in pieces:
            if isinstance(piece, Exception):
                raise piece
            if piece is None:
                cancel.wait(20)
            cancel.check()
            if piece:
                yield Delta(piece)
        tokens = context.report.tokens
        yield Used(Usage(prompt=tokens.total - tokens.answer_reserve, answer=20))
        yield Done()


class Talk:
    """A window over one library, worked by keys and mouse; its engines are tellers, the first one in force."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.tellers: dict[str, Teller] = {}
        self.windows: list[Window] = []
        self.store: Store | None = None
        self.window_tokens = 32_768

    def tell(self, name: str, *answers: list[str | Exception | None]) -> Teller:
        """Let there be an engine of this name that answers so."""
        teller = self.tellers[name] = Teller(name, *answers)
        return teller

    def open(self, *paths: Path, restore: bool = False) -> Window:
        self.close()
        self.store = Store(library_path())
        profiles = tuple(
            EndpointProfile(name, "http://127.0.0.1:9/v1", name, self.window_tokens, 1_024)
            for name in self.tellers
        )
        settings = Settings.load()
        if profiles:
            settings = Settings(engine=profiles[0].name, endpoints=profiles)
        services = Services(self.store, settings)
        if profiles:
            real = services.make_engine
            services.make_engine = lambda profile, key: (
                self.tellers[profile.name] if profile else real(None, None)  # type: ignore[assignment]
            )
        window = Window(services)
        window.furnish()
        self.windows.append(window)
        window.resize(1280, 800)
        window.show()
        if paths:
            window.open_files(paths)
            self.wait(lambda: not window.opener.busy)
        elif restore:
            window.restore_desk()
        return window

    @property
    def window(self) -> Window:
        return self.windows[0]

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def ask(self, question: str, window: Window | None = None) -> None:
        """Write a question and send it, by keyboard, and wait for its answer."""
        conversation = (window or self.window).conversation
        conversation.box.set_text("")
        self.qtbot.keyClicks(conversation.box.field, question)
        self.qtbot.keyClick(conversation.box.field, Qt.Key.Key_Return)
        self.wait(lambda: not conversation.busy)

    def close(self) -> None:
        if self.store is None:
            return
        for window in self.windows:
            window.close()
        self.qtbot.wait(20)
        for window in self.windows:
            window.deleteLater()
        self.windows.clear()
        assert jobs.shutdown(10)
        self.store.close()
        self.store = None


@pytest.fixture
def talk(qtbot: QtBot) -> Iterator[Talk]:
    made = Talk(qtbot)
    yield made
    made.close()


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An X server of our own."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed (Debian/Ubuntu: sudo apt install xvfb)")
    screen = subprocess.Popen(
        [server, "-displayfd", "1", "-screen", "0", "1500x950x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    monkeypatch.setenv("DISPLAY", f":{screen.stdout.readline().strip()}")
    yield
    screen.terminate()
    screen.communicate()


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A short document of our own."""
    path = tmp_path / "harbour.txt"
    path.write_text(
        "The tide table of Port Amber\n\n"
        "High water stands at the quay at 6:40 in spring and at 7:15 in autumn.\n\n"
        "The lantern on the north mole burns 14 litres of oil a night.\n",
        encoding="utf-8",
    )
    return path
