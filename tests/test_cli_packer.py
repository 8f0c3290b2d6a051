"""The verbs' choice of who ranks passages, against a server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from docqa import cli

# What the server's model understands: these words mean the same.
SAME = ("lighthouse", "המגדלור")


class Server:
    """Embeds texts by whether they speak of a lighthouse, in English or Hebrew."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append({"path": self.path, **body})
                data = [
                    {"object": "embedding", "index": i, "embedding": [2.0, float(any(w in text for w in SAME))]}
                    for i, text in enumerate(body["input"])
                ]
                answer = json.dumps({"object": "list", "model": "m", "data": data}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None: ...

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """Hebrew, longer than the window below; one paragraph is about a lighthouse."""
    lines = [
        f"בפרק {i} כתוב על הים ועל האנשים של העיר הישנה, וגם על הבתים שלה ועל הדרך אל הנמל." for i in range(200)
    ]
    lines[133] += " המגדלור נבנה על ידי שני אחים."
    path = tmp_path / "village.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def _pack(village: Path, *more: str, capsys: pytest.CaptureFixture[str]) -> Any:
    arguments = ["pack", str(village), "--question", "Who has built the lighthouse?", "--json", "--messages"]
    assert cli.run([*arguments, "--window", "2048", "--answer-reserve", "128", *more]) == cli.DONE
    return json.loads(capsys.readouterr().out)


def test_an_endpoints_model_finds_across_languages(
    village: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr("docqa.packing.ranker.trouble", lambda: "there is no model here")
        by_words = _pack(village, capsys=capsys)
    assert "Hebrew" in by_words["hint"]
    assert SAME[1] not in by_words["messages"][-1]["content"]

    packed = _pack(village, "--embeddings-model", "bge-m3", "--embeddings-base-url", server.url, capsys=capsys)
    assert packed["hint"] is None
    assert SAME[1] in packed["messages"][-1]["content"]
    assert {one["path"] for one in server.asked} == {"/v1/embeddings"}
    assert {one["model"] for one in server.asked} == {"bge-m3"}


def test_the_shipped_model_finds_across_languages(village: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = _pack(village, capsys=capsys)
    assert packed["hint"] is None
    assert SAME[1] in packed["messages"][-1]["content"]


def test_without_the_server_words_decide_and_the_hint_says_so(
    village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = ("--embeddings-model", "m", "--embeddings-base-url", "http://127.0.0.1:1/v1")
    assert "without the embeddings model" in _pack(village, *away, capsys=capsys)["hint"]


@pytest.mark.parametrize(
    "half", [("--embeddings-model", "m"), ("--embeddings-base-url", "http://127.0.0.1:1/v1")], ids=["model", "url"]
)
def test_half_of_a_choice_is_refused(
    village: Path, half: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["pack", str(village), "--question", "Who?", *half]) == cli.FAILED
    assert "--embeddings" in capsys.readouterr().err
