"""What the desk costs: how soon the window is there, how smoothly it scrolls and streams, what a long book weighs.

    python tests/bench/bench_desk.py [start|book|stream|ocr|understand …]

Each measure runs in processes of its own, offscreen. A table is printed; see README.md here. With DOCQA_STACKS=1
what the window's thread did in a stall of over 50 ms is told as well.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[2]
PYCACHE = Path(tempfile.gettempdir()) / "docqa-bench-pycache"
RUNS = 9
PAGES = 1_000
WORDS = (
    "harbour",
    "lantern",
    "tide",
    "quay",
    "oil",
    "litres",
    "spring",
    "mole",
    "night",
    "keeper",
    "rope",
    "salt",
)
SCANS = 20
STALL = 0.05  # seconds
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
        self._hear()
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"now": time.time(), "cpu": used.ru_utime + used.ru_stime}), flush=True)
        self.close()

    def _hear(self):
        pass
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
    # As docqa itself begins: its own import of PySide6 is the first.
    """
from docqa.__main__ import main
from docqa.desk import app
"""
    + _FIRST_PAINT
    + """
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

class Window(Painted, app.Window):
    def _hear(self):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QCoreApplication.sendEvent(self.focusWidget(), key)
        assert self.conversation.box.text == "a", "the window does not hear what is typed"

app.Window = Window
main([])
"""
)


def start() -> Iterator[tuple[str, str]]:
    """From starting Python to the first painted window that has heard a letter, beside a bare PySide6 window."""
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
        ratio, usual = min(docqa) / min(bare), statistics.median(docqa) / statistics.median(bare)
        yield (
            f"start, {unit}",
            f"bare {min(bare):.3f}, docqa {min(docqa):.3f}: ratio {ratio:.2f} (of the medians {usual:.2f})",
        )


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def _python(arguments: list[str], home: str) -> dict[str, Any]:
    environment = {
        **_offscreen(),
        "PYTHONPATH": str(REPO),
        "DOCQA_HOME": home,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONPYCACHEPREFIX": str(PYCACHE),  # compiled once, as where docqa is installed
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    run = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(run.stderr)
    if environment.get("DOCQA_STACKS"):
        print(run.stderr, file=sys.stderr)
    last: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return last


class Stalls:
    """How long the event loop hears nothing: a timer of one millisecond tells how late it comes."""

    def __init__(self) -> None:
        from PySide6.QtCore import QEventLoop, Qt, QTimer

        self._loop, self._timer_of = QEventLoop(), QTimer
        self._ticks: list[float] = []
        self._timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._worked: list[float] = []
        if os.environ.get("DOCQA_STACKS"):
            threading.Thread(target=self._watch, args=(threading.get_ident(),), daemon=True).start()

    def _watch(self, thread: int) -> None:
        """Tell once for each stall where the window's thread is."""
        told = 0.0
        while True:
            time.sleep(0.005)
            last = self._ticks[-1] if self._ticks else 0.0
            if self._timer.isActive() and last != told and time.perf_counter() - last > STALL:
                told = last
                print("--- a stall", file=sys.stderr)
                for number, frame in sys._current_frames().items():
                    deep = 6 if number == thread else 3  # the others: who keeps the interpreter from it
                    print("".join(traceback.format_stack(frame)[-deep:]), file=sys.stderr, flush=True)

    def _tick(self) -> None:
        self._ticks.append(time.perf_counter())
        self._worked.append(time.thread_time())

    @property
    def longest_work(self) -> float:
        """Milliseconds that the window's thread itself worked between two ticks: without waiting for a core."""
        return 1000 * max((b - a for a, b in pairwise(self._worked)), default=0.0)

    def over(self, seconds: float) -> int:
        """How many times the event loop heard nothing for longer than this."""
        return sum(b - a > seconds for a, b in pairwise(self._ticks))

    def spin(self, seconds: float) -> None:
        self._timer_of.singleShot(round(seconds * 1000), self._loop.quit)
        self._loop.exec()

    def longest(self, work: Callable[[], object]) -> float:
        """Milliseconds."""
        self._ticks[:] = [time.perf_counter()]
        self._worked[:] = [time.thread_time()]
        self._timer.start()
        work()
        self._timer.stop()
        return 1000 * max(b - a for a, b in pairwise([*self._ticks, time.perf_counter()]))


def _window() -> Any:
    from docqa.desk import app
    from docqa.desk.services import Services
    from docqa.desk.theme import theme
    from docqa.desk.window import Window
    from docqa.library import Settings, Store, library_path

    app.application([sys.argv[0]])
    theme().apply("light")
    made = Window(Services(Store(library_path()), Settings()))
    made.furnish()
    made.resize(1370, 860)
    made.show()
    return made


def _memory() -> float:
    """Megabytes of this process that are in memory now."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _book(pages: int, path: Path) -> None:
    """A PDF of pages full of words."""
    from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(72)
    painter = QPainter(writer)
    rng = random.Random(1)
    for number in range(pages):
        if number:
            writer.newPage()
        for line in range(46):
            painter.drawText(40, 40 + 15 * line, " ".join(rng.choices(WORDS, k=11)))
        painter.drawText(240, 760, f"page {number + 1}")
    painter.end()


def _measure_book(pages: int) -> dict[str, object]:
    """In a process of its own: open a long file, scroll through all of it, ask about it."""
    window = _window()
    path = Path(os.environ["DOCQA_HOME"]) / f"{pages}.pdf"
    stalls = Stalls()
    stalls.spin(4)  # until what reads files has started
    canvas = window.pages.view.canvas
    drawn: list[float] = []
    canvas.pictures.ready.connect(lambda page: drawn.append(time.perf_counter()))

    def opening() -> None:
        window.open_files([path])
        while not drawn:
            stalls.spin(0.005)

    began = time.perf_counter()
    found: dict[str, object] = {"stall while opening": stalls.longest(opening)}
    found["first page"] = drawn[0] - began
    dots = round(72 * canvas._layout.scale)
    mutool = _mutool(path, dots)
    if mutool:
        found["first page, as a multiple of mutool draw"] = found["first page"] / mutool

    def reading() -> None:
        while window.opener.busy:
            stalls.spin(0.02)

    found["stall while being read"] = stalls.longest(reading)
    found["all words, after first page"] = time.perf_counter() - drawn[0]
    stalls.spin(3)
    window.open_files([path])  # a second time, as from the library: nothing is read again
    drawn.clear()
    again = time.perf_counter()
    while not drawn:
        stalls.spin(0.005)
    found["first page again"] = drawn[0] - again
    stalls.spin(2)
    bar = canvas.verticalScrollBar()

    def scrolling() -> None:
        for _ in range(300):
            bar.setValue(bar.value() + 60)
            stalls.spin(0.016)

    def dragging() -> None:
        for step in range(151):
            bar.setValue(bar.maximum() * step // 150)
            stalls.spin(0.025)

    def all_pages() -> None:
        bar.setValue(0)
        while bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep())
            stalls.spin(0.02)

    def zooming() -> None:
        for step in range(40):
            canvas.set_zoom(0.6 + 0.05 * (step if step < 20 else 40 - step))
            stalls.spin(0.03)

    for name, work in (
        ("scrolling", scrolling),
        ("zooming", zooming),
        ("dragging", dragging),
        ("all pages", all_pages),
    ):
        found[f"stall while {name}"] = stalls.longest(work)
    found["memory after all pages"] = _memory()
    return found


def _scan(pages: int, path: Path) -> None:
    """A PDF of pages that are pictures of words, as a scanner makes them at 150 dots an inch."""
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter

    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(150)
    painter = QPainter(writer)
    rng = random.Random(2)
    for number in range(pages):
        if number:
            writer.newPage()
        image = QImage(1240, 1754, QImage.Format.Format_Grayscale8)
        image.fill(0xFFFFFFFF)
        ink = QPainter(image)
        font = ink.font()
        font.setPixelSize(24)
        ink.setFont(font)
        for line in range(36):
            ink.drawText(90, 110 + 40 * line, " ".join(rng.choices(WORDS, k=9)))
        ink.end()
        painter.drawImage(QRect(0, 0, 1240, 1754), image)
    painter.end()


def _measure_background(what: str, path: Path) -> dict[str, object]:
    """In a process of its own: open a file and scroll in it while its scans are read or it is understood."""
    window = _window()
    stalls = Stalls()
    stalls.spin(4)  # until what reads files has started
    window.open_files([path])
    busy = window.reading if what == "ocr" else window.conversation.understanding
    while not window.pages.opened or not busy.busy:
        stalls.spin(0.01)
    bar = window.pages.view.canvas.verticalScrollBar()
    began = time.perf_counter()

    def work() -> None:
        down = 40
        while busy.busy and time.perf_counter() - began < 90:
            if not 0 < bar.value() + down < bar.maximum():
                down = -down
            bar.setValue(bar.value() + down)
            stalls.spin(0.03)

    found: dict[str, object] = {"stall": stalls.longest(work), "work": stalls.longest_work}
    found["seconds"] = time.perf_counter() - began
    found["over"] = stalls.over(0.05)
    return found


def _mutool(path: Path, dots: int) -> float:
    """Seconds that `mutool draw` takes for the first page, the best of five; 0 where there is none."""
    if shutil.which("mutool") is None:
        return 0.0
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        out = str(path.with_suffix(".png"))
        subprocess.run(["mutool", "draw", "-q", "-r", str(dots), "-o", out, str(path), "1"], check=True)
        best = min(best, time.perf_counter() - began)
    return best


def _measure_stream() -> dict[str, object]:
    """In a process of its own: an answer of some length streams in while its conversation grows."""
    from docqa.domain import Delta, Done
    from docqa.library import EndpointProfile, Settings

    pieces = 8 * WORDS_A_SECOND

    class Steady:
        name, model = "openai", "m"

        def stream(self, context: Any, cancel: Any) -> Iterator[Any]:
            began = time.monotonic()
            for number in range(pieces):
                cancel.wait(max(0.0, began + number / WORDS_A_SECOND - time.monotonic()))
                yield Delta("**word** " if number % 40 == 0 else "\n\n- item " if number % 60 == 59 else "word ")
            yield Done()

    window = _window()
    window._services.settings = Settings(
        engine="x", endpoints=(EndpointProfile("x", "http://127.0.0.1:9/v1", "m"),)
    )
    window._services.make_engine = lambda profile, key: Steady()
    stalls = Stalls()
    window.open_files([REPO / "resources" / "samples" / "guide.pdf"])
    while not window.pages.opened:
        stalls.spin(0.01)
    stalls.spin(4)
    conversation = window.conversation

    def streaming() -> None:
        conversation.ask("What is it?")
        while conversation.busy:
            stalls.spin(0.05)

    idle = stalls.longest(lambda: stalls.spin(8))
    stall = stalls.longest(streaming)
    return {"stall while streaming": stall, "work": stalls.longest_work, "idle": idle, "words": pieces}


def book() -> Iterator[tuple[str, str]]:
    """A file of 1,000 pages, and one of 100 beside it: the first page must not wait for the length."""
    for pages in (PAGES // 10, PAGES):
        with tempfile.TemporaryDirectory() as home:
            made = Path(home) / f"{pages}.pdf"
            subprocess.run(
                [sys.executable, __file__, "--make", str(pages), str(made)], check=True, env=_offscreen()
            )
            found = _python([__file__, "--book", str(pages)], home)
        for what, value in found.items():
            unit = "MB" if "memory" in what else "" if "multiple" in what else "s" if "first" in what else "ms"
            yield f"{pages:,} pages: {what}", f"{value:.2f} {unit}" if unit in ("s", "") else f"{value:.0f} {unit}"


def stream() -> Iterator[tuple[str, str]]:
    """An answer at 200 words a second."""
    with tempfile.TemporaryDirectory() as home:
        found = _python([__file__, "--stream"], home)
    what = f"longest stall, {found['words']:,} words at {WORDS_A_SECOND} a second"
    yield (
        what,
        f"{found['stall while streaming']:.0f} ms, of the thread's own work {found['work']:.0f} ms; "
        f"doing nothing {found['idle']:.0f} ms",
    )


def _background(what: str, made: str, pages: int) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / f"{pages}.pdf"
        subprocess.run([sys.executable, __file__, made, str(pages), str(path)], check=True, env=_offscreen())
        found = _python([__file__, f"--{what}", str(path)], home)
    return (
        f"longest stall while scrolling, {pages} pages, {found['seconds']:.0f} s",
        f"{found['stall']:.0f} ms, of the thread's own work {found['work']:.0f} ms; "
        f"over 50 ms {found['over']} times",
    )


def ocr() -> Iterator[tuple[str, str]]:
    """A scan whose pages are read in the background."""
    what, found = _background("ocr", "--scan", SCANS)
    yield f"scans being read: {what}", found


def understand() -> Iterator[tuple[str, str]]:
    """A long document that is understood in the background."""
    what, found = _background("understand", "--make", PAGES // 2)
    yield f"document being understood: {what}", found


MEASURES: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "start": start,
    "book": book,
    "stream": stream,
    "ocr": ocr,
    "understand": understand,
}


def _tell(found: dict[str, object]) -> None:
    """Hand over what was measured, and end without waiting for anything."""
    print(json.dumps(found), flush=True)
    os._exit(0)


def main() -> None:
    match sys.argv[1:]:
        case ["--make", pages, path]:
            from PySide6.QtGui import QGuiApplication

            app = QGuiApplication([])
            _book(int(pages), Path(path))
            del app
            return
        case ["--scan", pages, path]:
            from PySide6.QtGui import QGuiApplication

            app = QGuiApplication([])
            _scan(int(pages), Path(path))
            del app
            return
        case ["--ocr" | "--understand" as what, path]:
            _tell(_measure_background(what.removeprefix("--"), Path(path)))
        case ["--book", pages]:
            _tell(_measure_book(int(pages)))
        case ["--stream"]:
            _tell(_measure_stream())
    for name in sys.argv[1:] or MEASURES:
        for what, found in MEASURES[name]():
            print(f"| {what} | {found} |", flush=True)


if __name__ == "__main__":
    main()
