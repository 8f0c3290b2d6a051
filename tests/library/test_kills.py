"""A kill at any moment loses at most the words then streaming. Real processes, really killed."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from docqa.library import Store
from docqa.library.store import UNFINISHED

REPO = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs fork to kill often within the time of a test"
)

# Runs in a process of its own without other threads, so that it may fork. Each child says over a pipe what it was
# told is safe; the pipe outlives the kill.
_KILLER = """
import json, os, random, signal, sys, time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from docqa.domain import Answer, Turn
from docqa.library import Store

path, rounds, rng = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))

def child(pipe, number):
    def say(*what):
        os.write(pipe, (json.dumps(what) + "\\n").encode())
    with Store(path) as store:
        for n in range(10_000):
            session = store.create_session(f"round {number}.{n}", []).id
            question = f"question {number}.{n}"
            turn = store.begin_turn(session, question, "openai", "m", None)
            say("begun", session, turn, question)
            text = ""
            for word in range(4):
                text += f"word{word} " * 50
                store.keep_text(turn, text)
                say("kept", turn, len(text))
            store.finish_turn(Turn(turn, question, datetime.now(UTC), Answer(text + "done", "openai", "m")))
            say("finished", turn)

heard = []
for number in range(rounds):
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            child(writing, number)
        except BaseException as error:
            os.write(writing, (json.dumps(["failed", repr(error)]) + "\\n").encode())
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(rng.uniform(0.0, 0.3))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with open(reading) as pipe:
        heard += [json.loads(line) for line in pipe]
print(json.dumps(heard))
"""


def test_a_kill_while_answers_stream_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    seed = random.randrange(2**32)
    print("seed", seed)
    run = subprocess.run(
        [sys.executable, "-c", _KILLER, str(path), "20", str(seed)],
        capture_output=True,
        text=True,
        cwd=REPO,
        check=True,
    )
    heard = json.loads(run.stdout)
    assert [what for what in heard if what[0] == "failed"] == []
    sessions = {turn: session for kind, session, turn, _ in (w for w in heard if w[0] == "begun")}
    finished = {what[1] for what in heard if what[0] == "finished"}
    kept = {what[1]: what[2] for what in heard if what[0] == "kept"}
    assert len(finished) >= 10
    assert len(sessions) > len(finished), "no kill came while an answer streamed"
    with Store(path) as store:
        assert store.check() == ()
        for turn, session in sessions.items():
            (back,) = store.session(session).turns
            assert back.id == turn
            if turn in finished:
                assert back.answer.complete
                assert back.answer.text.endswith("done")
            elif not back.answer.complete:  # the last word of a killed child may be on disk and not yet said
                assert back.answer.problem == UNFINISHED
                assert len(back.answer.text) >= kept.get(turn, 0)
                assert ("word0 " * 50 + "word1 " * 50 + "word2 " * 50 + "word3 " * 50).startswith(back.answer.text)
        assert len(store.sessions("word0")) >= len(finished)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


_OPENER = """
import os, random, signal, sys, time
from pathlib import Path
from docqa.library import Store
path, rng = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
for number in range(15):
    pid = os.fork()
    if not pid:
        Store(path).close()
        os._exit(0)
    time.sleep(rng.uniform(0.0, 0.03))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
"""


def test_a_kill_while_migrating_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript((Path(__file__).parent / "data" / "schema-1.sql").read_text(encoding="utf-8"))
        turn = json.loads((Path(__file__).parent / "data" / "turn.json").read_text(encoding="utf-8"))
        for n in range(150):
            old.execute(
                "INSERT INTO sessions VALUES (?, 'T', '', '2026-01-01T00:00Z', '2026-01-01T00:00Z', NULL)", (n,)
            )
            text = json.dumps({**turn, "id": f"t{n}"})
            old.execute("INSERT INTO turns (id, session, turn) VALUES (?, ?, ?)", (f"t{n}", n, text))
        old.commit()
    subprocess.run([sys.executable, "-c", _OPENER, str(path), str(random.randrange(2**32))], cwd=REPO, check=True)
    with Store(path) as store:
        assert store.check() == ()
        assert len(store.sessions()) == 150
        assert len(store.sessions("tower")) == 150
        assert all(len(store.session(str(n)).turns) == 1 for n in range(150))


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from docqa.domain import Answer, Turn
from docqa.library import Store
with Store(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    sys.stdin.read(1)
    for n in range(40):
        turn = store.begin_turn(sys.argv[2], f"question {n}", "openai", sys.argv[3], None)
        store.keep_text(turn, "some of it")
        answer = Answer("all of it", "openai", sys.argv[3])
        store.finish_turn(Turn(turn, f"question {n}", datetime.now(UTC), answer))
"""


def test_two_docqas_write_the_same_session_at_once(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store(path) as store:
        session = store.create_session("Shared", []).id
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", _WRITER, str(path), session, name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=REPO,
            )
            for name in ("one", "two")
        ]
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == b"ready\n"
        for writer in writers:
            assert writer.stdin
            writer.stdin.write(b"x")
            writer.stdin.flush()
        while any(writer.poll() is None for writer in writers):
            for turn in store.session(session).turns:
                assert turn.answer.text in ("", "some of it", "all of it")
            time.sleep(0.02)
        for writer in writers:
            assert writer.communicate()[1] == b""
            assert writer.returncode == 0
        turns = store.session(session).turns
        for name in ("one", "two"):
            mine = [turn for turn in turns if turn.answer.model == name]
            assert [turn.question for turn in mine] == [f"question {n}" for n in range(40)]
            assert all(turn.answer.complete for turn in mine)
        assert store.check() == ()
