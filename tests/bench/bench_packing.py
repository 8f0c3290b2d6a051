"""How much of the evidence packing puts into the window, beside plain retrieval, and how long a question takes.

    python tests/bench/bench_packing.py --evalset DIR [--window 32768] [--limit N] [--vectors DIR]

DIR holds `long/` and `kit/` as the evaluation set does. Only questions whose document is longer than the window
count. Per set: hit (share of evidence pages of which anything is in the window) and cover (share of the evidence
pages' characters in the window), as `hit/cover`; then how long books of 500 and 1,000 pages take. `--vectors` is
a folder that keeps the documents' vectors for the next run.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from docqa.domain import Document, Mode, PackingOptions, Page, finish
from docqa.language import detect, terms
from docqa.language.words import words
from docqa.packing import Packer, count
from docqa.packing.ranking import index
from docqa.packing.vectors import Floats, encoder
from docqa.reading import load

T = TypeVar("T")
Kept = dict[int, int]  # page -> characters in the window


@dataclass(frozen=True)
class Row:
    """One question, its set, and the pages (from 0) that hold its answer."""

    document: Path
    set: str
    question: str
    evidence: tuple[int, ...]


class Folder:
    """Keeps vectors in a folder, or only in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.kept: dict[str, bytes] = {}

    def load(self, document: str, kind: str) -> bytes | None:
        """What was kept."""
        if self._folder is None:
            return self.kept.get(f"{document}.{kind}")
        path = self._folder / f"{document}.{kind}"
        return path.read_bytes() if path.exists() else None

    def keep(self, document: str, kind: str, data: bytes) -> None:
        """Keep `data`."""
        if self._folder is None:
            self.kept[f"{document}.{kind}"] = data
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{document}.{kind}").write_bytes(data)


class Baseline:
    """What is usual: pieces of a fixed size, BM25 over their stems, the best until the budget is full."""

    def __init__(self, document: Document, size: int) -> None:
        self.document = document
        self.pieces: list[tuple[int, int, int]] = []
        for page in document.pages:
            spans = words(page.text)
            # A Chinese or Japanese character is half a word.
            solid = sum(page.text[start] > "\u2e80" for start, _ in spans) > len(spans) / 2
            step = size * 2 if solid else size
            for i in range(0, len(spans), step):
                self.pieces.append((page.index, spans[i][0], spans[min(i + step, len(spans)) - 1][1]))
        self.language = detect("\n".join(page.text for page in document.pages))
        self.bags = [Counter(self._words(self._text(piece))) for piece in self.pieces]
        self.lengths = [sum(bag.values()) for bag in self.bags]
        self.average = sum(self.lengths) / max(len(self.lengths), 1)
        self.frequency = Counter(word for bag in self.bags for word in bag)
        self.costs = [count(self._text(piece)) for piece in self.pieces]
        self._vectors: Floats | None = None

    def _text(self, piece: tuple[int, int, int]) -> str:
        page, start, end = piece
        return self.document.pages[page].text[start:end]

    def _words(self, text: str) -> list[str]:
        return terms(text, self.language)

    def keep(self, question: str, budget: int, most: int = 1_000_000) -> Kept:
        """The best pieces by BM25 within `budget` tokens, at most `most` of them."""
        scores = [0.0] * len(self.pieces)
        for word in set(self._words(question)):
            rows = self.frequency[word]
            rare = math.log(1 + (len(self.pieces) - rows + 0.5) / (rows + 0.5))
            for i, bag in enumerate(self.bags):
                if tf := bag[word]:
                    scores[i] += rare * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * self.lengths[i] / self.average))
        return self._best(scores, budget, most)

    def mean(self, question: str, budget: int, most: int = 1_000_000) -> Kept:
        """The best pieces by the cosine of their MiniLM vectors."""
        if self._vectors is None:
            self._vectors = encoder().encode([self._text(piece) for piece in self.pieces])
        return self._best(list(self._vectors @ encoder().encode([question])[0]), budget, most)

    def _best(self, scores: Sequence[float], budget: int, most: int) -> Kept:
        kept: Kept = defaultdict(int)
        for i in sorted(range(len(scores)), key=lambda i: -scores[i])[:most]:
            budget -= self.costs[i]
            if budget < 0:
                break
            page, start, end = self.pieces[i]
            kept[page] += end - start
        return kept


def rows_of(evalset: Path) -> Iterator[Row]:
    """All questions of both parts of the set that have evidence pages."""
    for line in (evalset / "long" / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Row(evalset / "long/docs" / row["doc"], row["set"], row["question"], tuple(row["evidence_pages"]))
    for file in sorted((evalset / "kit/qa").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("answerable", True) and row.get("page") and row["doc"].endswith(".pdf"):
                question = row.get("question_scoped") or row["question"]
                yield Row(
                    evalset / "kit" / row["doc"], file.stem, question, tuple(page - 1 for page in row["page"])
                )


def docqa(document: Document, window: int, packer: Packer) -> Callable[[str], Kept]:
    """What the packer sends."""

    def keep(question: str) -> Kept:
        kept: Kept = defaultdict(int)
        context = packer.pack(question, [document], PackingOptions(window=window))
        assert context.report.tokens.total <= window
        for place in context.report.included:
            kept[place.span.page] += len(place.span)
        return kept

    return keep


def score(kept: Kept, evidence: list[int], document: Document) -> tuple[float, float]:
    """Hit and cover of one question."""
    hit = sum(kept.get(page, 0) > 0 for page in evidence) / len(evidence)
    cover = sum(min(1.0, kept.get(page, 0) / len(document.pages[page].text)) for page in evidence) / len(evidence)
    return hit, cover


def measure(evalset: Path, window: int, limit: int | None, vectors: Folder) -> list[Document]:
    """Print the table; returns the long documents."""
    by_document: dict[Path, list[Row]] = defaultdict(list)
    for row in rows_of(evalset):
        by_document[row.document].append(row)
    got: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    long: list[Document] = []
    for path, rows in sorted(by_document.items())[:limit]:
        document = finish(load(path))
        if Packer().pack("", [document], PackingOptions(window=window)).report.mode is Mode.WHOLE:
            continue
        long.append(document)
        units, chunks, small = Baseline(document, 90), Baseline(document, 780), Baseline(document, 160)
        packer = Packer(vectors)
        finish(packer.ready([document], PackingOptions(window=window)))
        schemes: dict[str, Callable[[str], Kept]] = {
            "docqa": docqa(document, window, packer),
            "docqa at once, nothing understood yet": docqa(document, window, Packer()),
            "MiniLM, 4 x about 1,000 characters": partial(small.mean, budget=4_000, most=4),
            "MiniLM, 90-word units to 22k tokens": partial(units.mean, budget=22_000),
            "BM25, 90-word units to 22k tokens": partial(units.keep, budget=22_000),
            "BM25, 10 x about 1,024 tokens": partial(chunks.keep, budget=10_240, most=10),
        }
        for row in rows:
            evidence = [p for p in row.evidence if 0 <= p < len(document.pages) and document.pages[p].text.strip()]
            for name, keep in schemes.items() if evidence else ():
                got[name][row.set].append(score(keep(row.question), evidence, document))
    sets = sorted({name for by_set in got.values() for name in by_set})
    print(f"{'hit/cover, documents longer than the window':44}", *(f"{name[:15]:>15}" for name in sets))
    print(f"{'questions':44}", *(f"{len(got['docqa'][name]):>15}" for name in sets))
    for scheme, by_set in got.items():
        cells = (
            " / ".join(f"{sum(part) / len(part):.3f}" for part in zip(*by_set[name], strict=True)) for name in sets
        )
        print(f"{scheme:44}", *(f"{cell:>15}" for cell in cells))
    return long


def speed(long: list[Document], questions: list[str]) -> None:
    """Print how long books of 500 and 1,000 pages take, made of the documents' pages in English."""
    texts = [page.text for document in long if _english(document) for page in document.pages]
    texts = (texts * (1_000 // len(texts) + 1))[:1_000]
    # No page twice: a text that was seen costs nothing the second time.
    pages = tuple(Page(i, str(i + 1), f"{text}\nSheet {i} of the book", 600, 800) for i, text in enumerate(texts))
    for size in (500, 1_000):
        _speed(Document(f"{size}", "Book", "application/pdf", pages[:size]), questions)


def _speed(book: Document, questions: list[str]) -> None:
    vectors, options = Folder(None), PackingOptions()
    packer, again = Packer(vectors), Packer(vectors)
    units = len(finish(index(book)).units)
    _, ready = _timed(lambda: finish(packer.prepare(book)))
    _, first = _timed(lambda: packer.pack(questions[0], [book], options))
    processor = time.process_time()
    _, understood = _timed(lambda: finish(packer.prepare_meaning(book)))
    processor = time.process_time() - processor
    times = []
    for question in questions[1:61]:
        start = time.perf_counter()
        packer.pack(question, [book], options)
        times.append((time.perf_counter() - start) * 1_000)
    finish(again.prepare(book))
    _, loaded = _timed(lambda: finish(again.prepare_meaning(book)))
    size = sum(map(len, vectors.kept.values())) / units
    print(f"{len(book.pages)} pages ({sum(len(page.text) for page in book.pages):,} characters, {units:,} units)")
    print(f"  ready in {ready:.2f} s; first question, nothing understood yet, {first:.2f} s")
    print(f"  understood in {understood:.1f} s ({processor:.1f} s of processor time)")
    print(f"  vectors {size:.0f} bytes a unit, loaded in {loaded * 1_000:.0f} ms")
    print(
        f"  a question: median {statistics.median(times):.0f} ms, 95th percentile "
        f"{statistics.quantiles(times, n=20)[-1]:.0f} ms"
    )


def _english(document: Document) -> bool:
    return detect("\n".join(page.text for page in document.pages[:20])) == "en"


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=(re.split(r"\n\n", __doc__ or ""))[0])
    parser.add_argument("--evalset", type=Path, required=True, help="the evaluation set's folder")
    parser.add_argument("--window", type=int, default=32_768, help="tokens (default %(default)s)")
    parser.add_argument("--vectors", type=Path, help="a folder to keep vectors in")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    args = parser.parse_args()
    count("load the rank table")
    long = measure(args.evalset, args.window, args.limit, Folder(args.vectors))
    if long:
        speed(long, [row.question for row in rows_of(args.evalset)])


if __name__ == "__main__":
    main()
