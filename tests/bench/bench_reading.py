"""How fast, how large and how faithful reading is: `python tests/bench/bench_reading.py [--evalset DIR] [FILE…]`.

Seconds are wall clock with warm workers, whose peak memory is summed. "plain" is MuPDF's own text of every page
plus the token encoding of that text, in one process, in the same run; the ratio is docqa's reading plus the same
encoding beside it. The last table counts the gold answers (of the evaluation set's Hebrew, Chinese and English
questions) that stand word for word, after folding, in the text of their gold page: in docqa's text, in MuPDF's
own, and in the set's evidence.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docqa.domain import Document, finish
from docqa.reading import load, warm_up, worker

REPO = Path(__file__).resolve().parents[2]
FILES = (
    "long/docs/BOEING_2022_10K.pdf",
    "long/docs/3M_2022_10K.pdf",
    "long/docs/2312.04350v3.pdf",
    "kit/docs/book/freeculture.pdf",
    "kit/docs/book/moby_dick.txt",
    "kit/docs/rtl/he_heq_geektime_book.pdf",
    "kit/docs/cjk/zh_xquad_book.pdf",
)
QUESTIONS = ("he_heq_geektime", "zh_xquad", "en_cuad", "en_nq")

# Runs in a process of its own, so that its memory and its imports are not ours.
PLAIN = """
import sys, time
from docqa.reading import mupdf
from docqa.packing import count
from pathlib import Path
count("warm", "o200k_base")
path, kind = sys.argv[1:]
began = time.perf_counter()
with mupdf.pymupdf.open(path, filetype=kind) as document:
    text = "\\f".join(page.get_text() for page in document)
read = time.perf_counter()
count(text, "o200k_base")
print(read - began, time.perf_counter() - read)
"""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evalset", type=Path, default=REPO.parent / "shared/evalset")
    parser.add_argument("files", type=Path, nargs="*")
    options = parser.parse_args()
    files = options.files or [options.evalset / name for name in FILES]
    heads = f"{'s':>6} {'ms/page':>7} {'plain':>6} {'ratio':>6} {'worker MB':>9} {'grown MB':>8}"
    print(f"{'file':34} {'pages':>5} {heads}")
    for path in files:
        print(speed(path))
    print(f"\n{'questions':20} {'count':>5} {'docqa':>7} {'MuPDF':>7} {'evid.':>7}")
    for name in QUESTIONS:
        print(gold(options.evalset / "kit", name))


def speed(path: Path) -> str:
    """One file's row: time, ratio and memory."""
    worker._end_idle()
    warm_up()
    time.sleep(2)
    before = memory("self")
    began = time.perf_counter()
    document = finish(load(path))
    seconds = time.perf_counter() - began
    grown = memory("self") - before
    kind = "txt" if document.kind.startswith("text/") else "pdf"
    told = subprocess.run(
        [sys.executable, "-c", PLAIN, str(path), kind], capture_output=True, text=True, check=True, cwd=REPO
    )
    read, encoded = map(float, told.stdout.split())
    pages = len(document.pages)
    ratio = (seconds + encoded) / (read + encoded)
    peak = sum(memory(str(used.pid), "VmHWM") for used in worker._idle)
    return (
        f"{path.name[:34]:34} {pages:5} {seconds:6.2f} {1000 * seconds / pages:7.1f} {read + encoded:6.2f} "
        f"{ratio:6.2f} {peak:9.0f} {grown:8.0f}"
    )


def memory(process: str, field: str = "VmRSS") -> float:
    """A process's resident memory in MB (Linux); "VmHWM" is its peak."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def gold(kit: Path, name: str) -> str:
    """One set's row: shares of gold answers found on their pages."""
    rows = [json.loads(line) for line in (kit / f"qa/{name}.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["answerable"] and row["page"]]
    ours, plain, twin = 0, 0, 0
    for row in rows:
        answers = [fold(answer) for answer in row["answers"]]
        ours += any(answer in fold(pages_of(document(kit / row["doc"]), row["page"])) for answer in answers)
        plain += any(
            answer in fold("\n".join(mupdf_pages(kit / row["doc"])[p - 1] for p in row["page"]))
            for answer in answers
        )
        twin += any(answer in fold(row["evidence_text"]) for answer in answers)
    total = len(rows)
    return f"{name:20} {total:5} {ours / total:7.1%} {plain / total:7.1%} {twin / total:7.1%}"


_documents: dict[Path, Document] = {}
_plain: dict[Path, list[str]] = {}


def document(path: Path) -> Document:
    """The document at `path`, read once."""
    if path not in _documents:
        _documents[path] = finish(load(path))
    return _documents[path]


def mupdf_pages(path: Path) -> list[str]:
    """MuPDF's own text of every page."""
    if path not in _plain:
        from docqa.reading.mupdf import pymupdf

        with pymupdf.open(path) as file:
            _plain[path] = [page.get_text() for page in file]
    return _plain[path]


def pages_of(read: Document, pages: Sequence[int]) -> str:
    """The text of pages counted from 1."""
    return "\n".join(read.pages[page - 1].text for page in pages if page <= len(read.pages))


def fold(text: Any) -> str:
    """Text without what matching should not depend on."""
    text = unicodedata.normalize("NFKC", str(text))
    text = re.sub("[\u00ad\u0591-\u05c7\u200b-\u200f\u202a-\u202e]", "", text)
    text = text.translate(str.maketrans("”“״„’‘׳–—־‐‑", '""""\'\'\'-----'))
    return " ".join(text.casefold().split())


if __name__ == "__main__":
    main()
