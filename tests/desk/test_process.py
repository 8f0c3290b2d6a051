"""docqa as a process of its own: worked by hand on a real display, and killed in the middle of an answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docqa.library import EndpointProfile, Settings, Store, library_path

HANDS = Path(__file__).with_name("hands.py")
GUIDE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "guide.pdf"


def start(platform: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HANDS), *map(str, arguments)],
        env={**os.environ, "QT_QPA_PLATFORM": platform},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def choose(base_url: str) -> None:
    Settings(engine="scripted", endpoints=(EndpointProfile("scripted", base_url, "m"),)).save()


def test_kill_while_an_answer_streams_keeps_what_had_come(endpoint: Callable[..., str]) -> None:
    words = [part for number in range(600) for part in (f"word{number} ", 0.05)]
    choose(endpoint(words))
    process = start("offscreen", "be_killed", GUIDE, "Tell me all of it")
    try:
        for line in process.stdout:
            if json.loads(line)["did"] == "asked":
                break
        kept = ""
        until = time.monotonic() + 30
        while "word30 " not in kept and time.monotonic() < until:
            time.sleep(0.2)
            with Store(library_path()) as store:
                turns = [turn for one in store.sessions() for turn in store.session(one.id).turns]
                kept = turns[0].answer.text if turns else ""
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    finally:
        process.kill()
        process.communicate()
    with Store(library_path()) as store:
        (session,) = store.sessions()
        (turn,) = store.session(session.id).turns
    assert turn.question == "Tell me all of it"
    assert turn.answer.text.startswith("word0 word1 word2 ")
    assert "word30 " in turn.answer.text
    assert not turn.answer.complete
    assert turn.answer.problem


@pytest.mark.usefixtures("display")
def test_whole_road_with_keys_and_mouse_on_a_real_display(endpoint: Callable[..., str]) -> None:
    quote = "It works offline and costs nothing"
    choose(endpoint([f"The guide says “{quote}” [p. 6]."], ["An ", "endless ", *[0.2, "word "] * 300]))
    process = start("xcb", "whole_road", GUIDE, "Who answers?", "And then?")
    try:
        out, error = process.communicate(timeout=150)
    finally:
        process.kill()
    done = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 0, (done, error)
    assert [one["did"] for one in done] == ["opened", "asked", "answered", "followed", "stopped"]
    _, _, answered, followed, stopped = done
    assert answered["page"] == 0
    assert followed["page"] == 7
    assert followed["words"] == [quote]
    assert stopped["text"].startswith("An endless ")
    assert stopped["problem"] == "stopped"
