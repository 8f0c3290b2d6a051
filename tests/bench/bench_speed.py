"""How long a long file takes from opening to ready, as ratios in one run on the same file.

    python tests/bench/bench_speed.py FILE.pdf [--quick]

FILE should be a filing of some 500 pages; `mutool` (Debian: mupdf-tools) makes the file of twice its pages and the
plain text that the times are held against: `mutool convert -F text` and tiktoken's own encoding of what it wrote.
Each measure runs in processes of its own, with warm workers as in the window, and is the median of five
(`--quick`: of two, without the store). Both sides take turns, so that what else the machine does falls on both.
Memory is resident, of docqa and its workers together, at its peak over what they hold when idle (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]

# Each runs as `python -c CODE FILE` and prints one object.
ENCODE = r"""
import json, sys, time
from docqa.packing.tokens import _encoding
encoding, text = _encoding("o200k_base"), open(sys.argv[1], encoding="utf-8").read()
encoding.encode_ordinary("warm")
began, worked = time.perf_counter(), time.process_time()
tokens = len(encoding.encode_ordinary(text))
worked = time.process_time() - worked
print(json.dumps({"seconds": time.perf_counter() - began, "work": worked, "tokens": tokens}))
"""

OPEN = r"""
import json, os, sys, threading, time
from pathlib import Path
from docqa.domain import finish
from docqa.packing import Packer, count
from docqa.reading import load, warm_up

def resident():
    # Of this process and its workers, in MB.
    total, mine = 0, os.getpid()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if mine in (int(folder.name), int(fields[1])):
                total += int(fields[21])
        except (OSError, ValueError):
            pass
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6

def watch():
    global peak
    while not ended.wait(0.02):
        peak = max(peak, resident())

count("warm")
warm_up()
time.sleep(2.5)
idle = peak = resident()
ended = threading.Event()
watching = threading.Thread(target=watch)
if sys.argv[2] == "memory":
    watching.start()
def worked():
    # Seconds of the processor, of this process and its workers.
    total, mine = 0, os.getpid()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if mine in (int(folder.name), int(fields[1])):
                total += int(fields[11]) + int(fields[12])
        except (OSError, ValueError):
            pass
    return total / os.sysconf("SC_CLK_TCK")

before = worked()
began = time.perf_counter()
packer = Packer()
document = finish(packer.reading(load(Path(sys.argv[1]))))
read = time.perf_counter() - began
finish(packer.prepare(document))
ready = time.perf_counter() - began
work = worked() - before
ended.set()
if watching.ident:
    watching.join()
pages = len(document.pages)
print(json.dumps({"read": read, "ready": ready, "work": work, "memory": peak - idle, "pages": pages}))
"""

UNDERSTAND = r"""
import json, sys, time
from pathlib import Path
from docqa.domain import PackingOptions, finish
from docqa.library import Store, VectorFiles, library_path
from docqa.packing import Packer, count
from docqa.packing.models import Shipped
from docqa.reading import load

def timed(work):
    began = time.perf_counter()
    return work(), time.perf_counter() - began

path, options = Path(sys.argv[1]), PackingOptions()
count("warm")
document = finish(load(path))
with Store(library_path()) as store:
    store.remember(document, path)
    packer = Packer(VectorFiles())
    finish(packer.prepare(document))
    worked = time.process_time()
    _, understood = timed(lambda: finish(packer.prepare_meaning(document)))
    worked = time.process_time() - worked
    again, opened, loaded = Packer(VectorFiles()), [], []
    for _ in range(5):
        again = Packer(VectorFiles())
        known, took = timed(lambda: store.cached_document(document.id))
        _, prepared = timed(lambda: finish(again.prepare(known)))
        _, meant = timed(lambda: finish(again.prepare_meaning(known)))
        opened.append(took + prepared + meant)
        loaded.append(meant)
    kept = len(VectorFiles().load(document.id, Shipped.kind) or b"")
units = len(finish(packer._of(document).index()).index.units)
print(json.dumps({"understood": understood, "worked": worked, "again": sorted(opened)[2],
                  "loaded": sorted(loaded)[2], "bytes": kept / units, "units": units}))
"""

ASK = r"""
import json, statistics, sys, time
from pathlib import Path
from docqa.domain import PackingOptions, finish
from docqa.packing import Packer, count
from docqa.reading import load

document, packer, options = finish(load(Path(sys.argv[1]))), Packer(), PackingOptions()
finish(packer.prepare(document))
finish(packer.prepare_meaning(document))
texts = [page.text.split() for page in document.pages if len(page.text.split()) > 60]
# Questions in the document's own words, none asked twice: what is asked first is not counted.
questions = ["What is said of " + " ".join(texts[(i * 37) % len(texts)][20:28]) + "?" for i in range(60)]
times = []
for question in questions:
    began = time.perf_counter()
    packer.pack(question, [document], options)
    times.append(1_000 * (time.perf_counter() - began))
first, *rest = times
print(json.dumps({"first": first, "median": statistics.median(rest), "95th": statistics.quantiles(rest, n=20)[-1],
                  "pages": len(document.pages)}))
"""


def run(code: str, *arguments: str | Path) -> dict[str, float]:
    """What one of the programs above prints, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        told = subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            cwd=REPO,
            env={**os.environ, "DOCQA_HOME": home, "PYTHONPATH": str(REPO)},
        )
    if told.returncode:
        raise SystemExit(told.stderr[-2000:])
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def seconds(command: list[str | Path]) -> tuple[float, float]:
    """The wall time of a command, and its seconds of the processor."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, worked


def several(times: int, work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """The median of each measure over `times` runs."""
    found = [work() for _ in range(times)]
    return {name: statistics.median(each[name] for each in found) for name in found[0]}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="a PDF of some 500 pages")
    parser.add_argument("--quick", action="store_true", help="fewer runs, no semantic index")
    options = parser.parse_args()
    mutool = shutil.which("mutool")
    if mutool is None:
        raise SystemExit("mutool is not installed (Debian: apt-get install mupdf-tools)")
    times = 2 if options.quick else 5
    with tempfile.TemporaryDirectory() as folder:
        text, twice = Path(folder) / "plain.txt", Path(folder) / "twice.pdf"
        seconds([mutool, "merge", "-o", twice, options.file, options.file])
        plain: list[float] = []
        plain_work: list[float] = []
        opened: list[dict[str, float]] = []
        for _ in range(times):
            converted, worked = seconds([mutool, "convert", "-F", "text", "-o", text, options.file])
            encoded = run(ENCODE, text)
            plain.append(converted + encoded["seconds"])
            plain_work.append(worked + encoded["work"])
            opened.append(run(OPEN, options.file, "time"))
        ready = statistics.median(each["ready"] for each in opened)
        read = statistics.median(each["read"] for each in opened)
        base = statistics.median(plain)
        ratio = statistics.median(each["ready"] / beside for each, beside in zip(opened, plain, strict=True))
        works = [each["work"] for each in opened]
        work = statistics.median(each / beside for each, beside in zip(works, plain_work, strict=True))
        double = several(times, lambda: run(OPEN, twice, "time"))
        memory = run(OPEN, options.file, "memory")["memory"]
        pages = int(opened[0]["pages"])
        print(f"{'measure':58} {'found':>9} {'asked':>9}")
        show(f"{pages} pages, mutool's text and tiktoken's tokens, s", base)
        show("  seconds of the processor", statistics.median(plain_work))
        show(f"{pages} pages, read, s", read)
        show(f"{pages} pages, read, counted and indexed: ready, s", ready)
        show("  seconds of the processor, all processes", statistics.median(works))
        show("ready beside mutool and tiktoken", ratio, 2.0)
        show("  in seconds of the processor", work)
        show("twice the pages, ready beside once", double["ready"] / ready, 2.2)
        show("memory over idle, MB", memory, 300)
        asked = run(ASK, twice)
        show(f"{int(asked['pages'])} pages, the first question, ms", asked["first"])
        show("  every further one, median, ms", asked["median"], 60)
        show("  every further one, 95th percentile, ms", asked["95th"], 120)
        if options.quick:
            return
        meaning = run(UNDERSTAND, options.file)
        show(f"semantic index of {int(meaning['units'])} units, s", meaning["understood"], 25)
        show("  of the processor, s", meaning["worked"])
        show("  loaded from the store, ms", 1_000 * meaning["loaded"], 100)
        show("  vectors, bytes a unit", meaning["bytes"], 1_024)
        show("opened again: ready, ms", 1_000 * meaning["again"], 300)


def show(what: str, found: float, most: float | None = None) -> None:
    """A row of the table."""
    asked = f"{most:9,.4g}" if most is not None else ""
    late = "  MISSED" if most is not None and found > most else ""
    print(f"{what:58} {found:9,.3g} {asked}{late}", flush=True)


if __name__ == "__main__":
    main()
