"""A day at the desk on a real display: every key and every click comes from the X server (see fingers.py)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docqa.desk.voices import presets
from docqa.library import EndpointProfile, Settings, Store, library_path
from docqa.reading.mupdf import pymupdf

FINGERS = Path(__file__).with_name("fingers.py")
HEBREW = Path(__file__).resolve().parents[2] / "resources" / "samples" / "hebrew.pdf"
NEST = "The osprey nests on the mole"
PAGES = 1_000


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A pilot book of 1,000 pages, with an osprey on two of them."""
    path = tmp_path / "pilot.pdf"
    with pymupdf.open() as pdf:
        for number in range(1, PAGES + 1):
            page = pdf.new_page(width=420, height=595)
            page.insert_text((50, 80), f"Berth {number} is {number % 17 + 2} metres deep at low water.")
            if number in (700, 900):
                page.insert_text((50, 120), f"{NEST} and looks at the boats." if number == 700 else "An osprey!")
        pdf.save(path)
    return path


def live(road: str, *words: str | Path) -> list[dict[str, Any]]:
    """One life of the process: what it did."""
    process = subprocess.run(
        [sys.executable, str(FINGERS), road, *map(str, words)],
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    done = [json.loads(line) for line in process.stdout.splitlines()]
    assert process.returncode == 0, (done, process.stderr)
    return done


@pytest.mark.usefixtures("display")
@pytest.mark.skipif(not shutil.which("xdotool"), reason="xdotool is not installed")
def test_a_day_with_a_real_keyboard_and_a_real_mouse(
    endpoint: Callable[..., str], bodies: list[dict[str, Any]], book: Path
) -> None:
    hebrew = "סולם הברזל שעל דופן המגדל"
    base_url = endpoint(
        ["An ", "endless ", *[0.2, "word "] * 600],
        [f"It says “{NEST}” [p. 700]."],
        ["Nothing is said of it."],
        ["A part of a page."],
        ["Good night."],
        [f"נאמר „{hebrew}” [p. 1]."],
    )
    profile = EndpointProfile("scripted", base_url, "m", vision="no")
    Settings(engine="scripted", endpoints=(profile,), language="en", theme="light").save()
    done = {one.pop("did"): one for one in live("morning", book)}
    assert done["opened"] == {"pages": PAGES, "title": "pilot – docqa"}
    assert done["scrolled"]["page"] > 2
    assert done["found"] == {"page": 699, "words": ["osprey"]}
    assert done["quoted"]["text"] == "“osprey nests on the mole” (pilot, p. 700)"
    assert "osprey nests on the mole" in done["asked about the selection"]["text"]
    assert done["stopped"] == {"problem": "stopped"}
    assert done["followed"] == {"page": 699, "words": [NEST]}
    assert done["asked otherwise"] == {"place": "2/2", "question": "And the heron?"}
    assert done["turned back"] == {"place": "1/2"}
    assert done["asked about a part"]["same"]
    assert done["voiced"] == {"name": "Teacher"}
    assert presets()[1].words in str(bodies[4]["messages"][0])
    assert done["spoke Hebrew in the dark"]["dark"]
    assert done["spoke Hebrew in the dark"]["mirrored"]
    assert done["spoke Hebrew in the dark"]["menu"] == "קובץ"
    with Store(library_path()) as store:
        (session,) = store.sessions()
        asked = [turn.question for turn in store.session(session.id).turns]
    assert asked == ["Tell me without end", "Where does the osprey nest?", "What is in here?", "Last question"]

    later = {one.pop("did"): one for one in live("evening", HEBREW)}
    left = done["left"]
    assert later["came back"] == {
        "turns": left["turns"],
        "page": left["page"],
        "text": "Half a quest",
        "voice": presets()[1].words,
        "dark": True,
    }
    assert later["asked in Hebrew"] == {"rtl": True, "question": "שאלה בעברית", "words": [hebrew]}
