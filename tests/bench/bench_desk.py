"""What the desk costs: how soon the window is there, how smoothly it scrolls and streams, what a long book weighs.

    python tests/bench/bench_desk.py [start|book|stream …]

Each measure runs in processes of its own, offscreen. A table is printed; see README.md here.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[2]
RUNS = 9
PAGES = 1_000
WORDS_A_SECOND = 200  # a piece of an answer is about a token

_FIRST_PAINT = """
from PySide6.QtCore import QTimer
import json, resource, time

class Painted:
    def paintEvent(self, event):
        super().paintEvent(event)
        if not hasattr(self, "_told"):
            self._told = True
            QTimer.singleShot(0, self, self._tell)

    def _tell(self):
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"now": time.time(), "cpu": used.ru_utime + used.ru_stime}), flush=True)
        self.close()
"""
_BARE = (
    _FIRST_PAINT
    + """
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton

class Window(Painted, QMainWindow): ...

app = QApplication([])
window = Window()
window.setCentralWidget(QPushButton("A bare window"))
window.resize(1370, 860)
window.show()
app.exec()
"""
)
_DOCQA = (
    _FIRST_PAINT
    + """
from docqa.__main__ import main
from docqa.desk import app

class Window(Painted, app.Window): ...

app.Window = Window
main([])
"""
)


def start() -> Iterator[tuple[str, str]]:
    """From starting Python to the first painted window that hears events, beside a bare PySide6 window."""
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "docqa": []}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(RUNS + 1):
            for name, script in (("bare", _BARE), ("docqa", _DOCQA)):
                began = time.time()
                done = _python(["-c", script], home)
                found[name].append((done["now"] - began, done["cpu"]))
    for which, unit in ((0, "seconds"), (1, "seconds of the processor")):
        # The first run of each fills the disk's cache. The least is what the machine's other work disturbs least.
        bare, docqa = ([run[which] for run in found[name][1:]] for name in ("bare", "docqa"))
        yield (
            f"start, {unit}",
            f"bare {min(bare):.3f} (median {statistics.median(bare):.3f}), "
            f"docqa {min(docqa):.3f} (median {statistics.median(docqa):.3f}), "
            f"ratio {min(docqa) / min(bare):.2f} (median {statistics.median(docqa) / statistics.median(bare):.2f})",
        )


def _python(arguments: list[str], home: str) -> dict[str, Any]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPO),
        "DOCQA_HOME": home,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    run = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(run.stderr)
    last: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return last


MEASURES: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {"start": start}


def main() -> None:
    for name in sys.argv[1:] or MEASURES:
        for what, found in MEASURES[name]():
            print(f"| {what} | {found} |", flush=True)


if __name__ == "__main__":
    main()
