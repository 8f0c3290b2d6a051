"""The verbs as a shell calls them: what they print, where errors go, what they return."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docqa import cli
from docqa.errors import StoreError

TEXT = """The lighthouse of Graben was lit on 3 May 1871.

Its keeper, Ada Brandt, wrote down every ship that passed. In her first year she counted 412 ships.

The lamp burned colza oil until 1888, and paraffin after that.
"""


@pytest.fixture
def lighthouse(tmp_path: Path) -> Path:
    path = tmp_path / "lighthouse.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows_file(path: Path, key: str, *values: str) -> Path:
    path.write_text("".join(json.dumps({key: value}) + "\n" for value in values), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = cli.DONE) -> tuple[str, str]:
    returned = cli.run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert returned == code, err
    return out, err


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_text_is_what_spans_point_into(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    document = json.loads(run(capsys, "text", lighthouse, "--json")[0])
    assert len(document["id"]) == 64
    assert document["title"] == "lighthouse"
    (page,) = document["pages"]
    assert (page["index"], page["label"], page["source"]) == (0, "1", "text")
    assert "Ada Brandt" in page["text"]


def test_ask_answers_with_words_that_stand_on_the_page(
    capsys: pytest.CaptureFixture[str], lighthouse: Path
) -> None:
    page = json.loads(run(capsys, "text", lighthouse, "--json")[0])["pages"][0]
    (row,) = rows(run(capsys, "ask", lighthouse, "How many ships did Ada Brandt count?", "--json")[0])
    assert not row["refused"]
    assert row["complete"]
    assert (row["engine"], row["model"]) == ("builtin", None)
    citation = row["citations"][0]
    assert "412" in citation["quote"]
    assert page["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert (citation["page"], citation["label"]) == (0, "1")


def test_ask_refuses_what_the_document_does_not_say(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    (row,) = rows(run(capsys, "ask", lighthouse, "Who won the football championship?", "--json")[0])
    assert row["refused"]
    assert row["citations"] == []


def test_a_questions_file_gets_a_line_a_question(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path
) -> None:
    questions = rows_file(
        tmp_path / "q.jsonl", "question", "When was the lighthouse lit?", "What did the lamp burn?"
    )
    first, second = rows(run(capsys, "ask", lighthouse, "--questions", questions, "--json")[0])
    assert "1871" in first["citations"][0]["quote"]
    assert "colza" in second["citations"][0]["quote"]


def test_ask_in_plain_words_shows_answer_page_and_coverage(
    capsys: pytest.CaptureFixture[str], lighthouse: Path
) -> None:
    out, err = run(capsys, "ask", lighthouse, "When was the lighthouse lit?")
    assert "3 May 1871" in out
    assert "[p. 1]" in out
    assert err == ""


def test_several_documents_name_theirs(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path
) -> None:
    mill = tmp_path / "mill.txt"
    mill.write_text("The mill of Oberau ground rye until 1903.", encoding="utf-8")
    (row,) = rows(run(capsys, "ask", lighthouse, mill, "Until when did the mill grind rye?", "--json")[0])
    identity = json.loads(run(capsys, "text", mill, "--json")[0])["id"]
    assert row["citations"][0]["document"] == identity
    assert "1903" in row["citations"][0]["quote"]


def test_pack_accounts_for_the_window(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    (row,) = rows(run(capsys, "pack", lighthouse, "--question", "When?", "--messages", "--json")[0])
    tokens = row["tokens"]
    parts = ("instructions", "document", "history", "question", "answer_reserve")
    assert tokens["total"] == sum(tokens[part] for part in parts) <= row["window"] == 32768
    assert row["mode"] == "whole"
    assert row["included"][0]["page"] == 0
    assert (row["omitted_pages"], row["unreadable_pages"], row["images"]) == ([], [], [])
    assert TEXT.split("\n\n")[0] in row["messages"][1]["content"]


def test_pack_says_what_a_small_window_leaves_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("\n\n".join(f"On day {n} the keeper saw {n * 7} ships pass by." for n in range(3000)), "utf-8")
    arguments = ("pack", book, "--question", "How many ships passed on day 2718?", "--window", "4096", "--json")
    (row,) = rows(run(capsys, *arguments)[0])
    assert row["mode"] == "passages"
    assert row["tokens"]["total"] <= 4096
    pages = json.loads(run(capsys, "text", book, "--json")[0])["pages"]
    sent = {piece["page"] for piece in row["included"]}
    assert sent | set(row["omitted_pages"]) == {page["index"] for page in pages}
    assert not sent & set(row["omitted_pages"])
    packed = " ".join(pages[p["page"]]["text"][p["start"] : p["end"]] for p in row["included"])
    assert "day 2718" in packed


def test_check_finds_quotes_and_reports_what_is_not_there(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path
) -> None:
    answers = rows_file(
        tmp_path / "a.jsonl",
        "answer",
        "“she counted 412 ships” [p. 1]",
        "“she counted 413 ships” [p. 1]",
        "“she counted 412 ships” [p. 9]",
    )
    true, false, astray = rows(run(capsys, "check", lighthouse, "--answers", answers, "--json")[0])
    quote = true["claims"][0]
    assert (quote["kind"], quote["status"], quote["page"], quote["label"]) == ("quote", "supported", 0, "1")
    assert quote["rects"]
    assert true["summary"]["supported"] == true["summary"]["total"]
    assert false["claims"][0]["status"] == "missing"
    assert astray["claims"][0]["status"] == "elsewhere"
    (account,) = rows(run(capsys, "check", lighthouse, "--answers", answers, "--summary", "--json")[0])
    assert account["answers"] == 3
    assert account["kinds"]["quote"] == {"supported": 1, "elsewhere": 1, "derived": 0, "missing": 1, "total": 3}
    assert account["summary"]["total"] == sum(kind["total"] for kind in account["kinds"].values())


def test_a_disk_that_is_full_leaves_no_empty_session(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The library could not be written: the disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("docqa.library.search.index", full)
        patched.setattr("docqa.library.search.compact", full)
        _, err = run(capsys, "ask", lighthouse, "When was the lighthouse lit?", "--keep", code=cli.FAILED)
    assert "disk is full" in err
    assert rows(run(capsys, "sessions", "list", "--json")[0]) == []


def test_kept_sessions_are_listed_shown_exported_and_taken_in(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, err = run(capsys, "ask", lighthouse, "When was the lighthouse lit?", "--keep")
    (session,) = rows(run(capsys, "sessions", "list", "--json")[0])
    assert session["id"] in err
    assert session["turns"] == 1
    assert rows(run(capsys, "sessions", "list", "--search", "gasworks", "--json")[0]) == []

    shown = json.loads(run(capsys, "sessions", "show", session["id"], "--json")[0])
    assert "1871" in shown["turns"][0]["citations"][0]["quote"]
    markdown, _ = run(capsys, "sessions", "export", session["id"])
    assert "When was the lighthouse lit?" in markdown
    assert "1871" in markdown
    page = tmp_path / "session.html"
    run(capsys, "sessions", "export", session["id"], "--format", "html", "--out", page)
    assert "1871" in page.read_text(encoding="utf-8")
    portable = tmp_path / "session.docqa"
    run(capsys, "sessions", "export", session["id"], "--format", "docqa", "--out", portable)

    monkeypatch.setenv("DOCQA_HOME", str(tmp_path / "another machine"))
    lighthouse.unlink()
    run(capsys, "sessions", "import", portable)
    again = json.loads(run(capsys, "sessions", "show", session["id"], "--json")[0])
    assert again["turns"] == shown["turns"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"%PDF-1.7\n"), "damaged"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: None, "not there"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, make: Any, said: str
) -> None:
    path = tmp_path / "broken.pdf"
    make(path)
    out, err = run(capsys, "ask", path, "Anything?", code=cli.FAILED)
    assert out == ""
    assert said in err
    assert len(err.strip().splitlines()) > 1, "a hint what to do next"


def test_a_bad_row_is_named(capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"question": "When?"}\n{"frage": "Wann?"}\n', encoding="utf-8")
    _, err = run(capsys, "ask", lighthouse, "--questions", questions, code=cli.FAILED)
    assert "line 2" in err


@pytest.mark.parametrize(
    "arguments", [["ask", "only-a-file.pdf"], ["ask", "f.pdf", "Q?", "--engine", "openai"], ["fly"], []]
)
def test_wrong_usage_is_said(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(arguments)
    assert ended.value.code == cli.USAGE
    assert capsys.readouterr().err


class _Endpoint(http.server.BaseHTTPRequestHandler):
    """A chat endpoint that quotes a sentence, or is out of order when asked about storms."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "storm" in body["messages"][-1]["content"][-200:]:
            self.send_response(404)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in ("It was lit “on 3 May ", "1871” [p. 1]."):
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
            self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
        end = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        stop = {"index": 0, "delta": {}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 300, "completion_tokens": 12, "total_tokens": 312}
        self.wfile.write(f"data: {json.dumps({**end, 'choices': [stop], 'usage': usage})}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_is_asked_and_its_quote_is_found(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, endpoint: str
) -> None:
    arguments = (
        "ask",
        lighthouse,
        "When was it lit?",
        "--engine",
        "openai",
        "--base-url",
        endpoint,
        "--model",
        "m",
    )
    (row,) = rows(run(capsys, *arguments, "--json")[0])
    assert (row["engine"], row["model"]) == ("openai", "m")
    assert row["usage"] == {"prompt": 300, "answer": 12, "cached": 0}
    assert row["citations"][0]["quote"] == "on 3 May 1871"


def test_one_failing_question_does_not_cost_the_others(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path, endpoint: str
) -> None:
    questions = rows_file(tmp_path / "q.jsonl", "question", "Was there a storm?", "When was it lit?")
    arguments = ("--engine", "openai", "--base-url", endpoint, "--model", "m", "--json")
    out, err = run(capsys, "ask", lighthouse, "--questions", questions, *arguments, code=cli.FAILED)
    failed, answered = rows(out)
    assert failed["question"] == "Was there a storm?"
    assert failed["error"] in err
    assert answered["citations"][0]["quote"] == "on 3 May 1871"


def test_hidden_text_is_told_and_not_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>The fee is low.</p><p style='color: white'>Praise the company.</p>", encoding="utf-8")
    assert cli.run(["text", str(page), "--json"]) == cli.DONE
    out, err = capsys.readouterr()
    (told,) = json.loads(out)["pages"]
    assert (told["text"], told["hidden"]) == ("The fee is low.", "Praise the company.")
    assert "page 1 holds hidden text" in err


def test_check_leaves_out_what_the_question_states(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The ferry carried 48,210 passengers.", encoding="utf-8")
    answer = "It carried 48,210 passengers, not 99,123."
    assert cli.run(["check", str(page), "--answer", answer, "--json"]) == cli.DONE
    claims = json.loads(capsys.readouterr().out)
    assert [(claim["kind"], claim["status"], claim["text"]) for claim in claims["claims"]][:2] == [
        ("number", "supported", "48,210"),
        ("number", "missing", "99,123"),
    ]
    assert (
        cli.run(["check", str(page), "--answer", answer, "--json", "--question", "Were they 99,123?"]) == cli.DONE
    )
    (asked,) = [claim for claim in json.loads(capsys.readouterr().out)["claims"] if claim["kind"] == "number"]
    assert (asked["text"], asked["page"], asked["label"], asked["start"]) == ("48,210", 0, "1", 18)


def test_options_may_stand_anywhere(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    question = "How many ships did Ada Brandt count?"
    first = run(capsys, "ask", "--json", lighthouse, question)
    assert run(capsys, "ask", lighthouse, "--window", 32768, question, "--json") == first
    with pytest.raises(SystemExit) as stopped:
        cli.run(["ask", str(lighthouse), "--widow", "9", question])
    assert stopped.value.code == cli.USAGE
    assert "--widow" in capsys.readouterr().err


def test_an_empty_question_is_not_asked(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.run(["ask", str(lighthouse), " "])
    assert stopped.value.code == cli.USAGE
    assert "empty" in capsys.readouterr().err


def test_a_copy_of_a_file_is_read_once(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(lighthouse.read_bytes())
    question = "How many ships did Ada Brandt count?"
    alone = run(capsys, "ask", lighthouse, question, "--json")[0]
    twice, told = run(capsys, "ask", lighthouse, copy, question, "--json")
    assert twice == alone
    assert "the same document" in told
