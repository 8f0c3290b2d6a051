"""How much of the evidence packing puts into the window, beside plain retrieval, and how long a question takes.

    python tests/bench/bench_packing.py --evalset DIR [--window 32768] [--limit N]

DIR holds `long/` and `kit/` as the evaluation set does. Only questions whose document is longer than the window
count. Per set: hit (share of evidence pages of which anything is in the window) and cover (share of the evidence
pages' characters in the window), as `hit/cover`; then milliseconds on a book of 1,000 pages.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docqa.domain import Document, Mode, PackingOptions, Page, finish
from docqa.language import detect, terms, words
from docqa.packing import Packer, count
from docqa.reading import load

Kept = dict[int, int]  # page -> characters in the window


@dataclass(frozen=True)
class Row:
    """One question, its set, and the pages (from 0) that hold its answer."""

    document: Path
    set: str
    question: str
    evidence: tuple[int, ...]


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
        self.mean = sum(self.lengths) / max(len(self.lengths), 1)
        self.frequency = Counter(word for bag in self.bags for word in bag)
        self.costs = [count(self._text(piece)) for piece in self.pieces]

    def _text(self, piece: tuple[int, int, int]) -> str:
        page, start, end = piece
        return self.document.pages[page].text[start:end]

    def _words(self, text: str) -> list[str]:
        return terms(text, self.language)

    def keep(self, question: str, budget: int, most: int = 1_000_000) -> Kept:
        """The best pieces within `budget` tokens, at most `most` of them."""
        scores = [0.0] * len(self.pieces)
        for word in set(self._words(question)):
            rows = self.frequency[word]
            rare = math.log(1 + (len(self.pieces) - rows + 0.5) / (rows + 0.5))
            for i, bag in enumerate(self.bags):
                if tf := bag[word]:
                    scores[i] += rare * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * self.lengths[i] / self.mean))
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


def docqa(document: Document, window: int) -> Callable[[str], Kept]:
    """What the packer sends."""
    packer = Packer()

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


def measure(evalset: Path, window: int, limit: int | None) -> list[Document]:
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
        units, chunks = Baseline(document, 90), Baseline(document, 780)
        schemes: dict[str, Callable[[str], Kept]] = {
            "docqa": docqa(document, window),
            "BM25, 90-word units to 22k tokens": lambda question, base=units: base.keep(question, 22_000),
            "BM25, 10 x about 1,024 tokens": lambda question, base=chunks: base.keep(question, 10_240, 10),
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
    """Print how long indexing and packing take on a book of 1,000 pages made of the documents' pages."""
    texts = [page.text for document in long for page in document.pages]
    texts = (texts * (1_000 // len(texts) + 1))[:1_000]
    pages = tuple(Page(i, str(i + 1), text, 600, 800) for i, text in enumerate(texts))
    for size in (500, 1_000):
        book = Document(f"{size}", "Book", "application/pdf", pages[:size])
        packer = Packer()
        start = time.perf_counter()
        finish(packer.prepare(book))
        ready = time.perf_counter() - start
        times = []
        for question in questions[:60]:
            start = time.perf_counter()
            packer.pack(question, [book], PackingOptions())
            times.append((time.perf_counter() - start) * 1_000)
        characters = sum(len(page.text) for page in book.pages)
        print(
            f"{size} pages ({characters:,} characters): ready in {ready:.2f} s; a question: median "
            f"{statistics.median(times):.0f} ms, 95th percentile {statistics.quantiles(times, n=20)[-1]:.0f} ms"
        )


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=(re.split(r"\n\n", __doc__ or ""))[0])
    parser.add_argument("--evalset", type=Path, required=True, help="the evaluation set's folder")
    parser.add_argument("--window", type=int, default=32_768, help="tokens (default %(default)s)")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    args = parser.parse_args()
    count("load the rank table")
    long = measure(args.evalset, args.window, args.limit)
    if long:
        speed(long, [row.question for row in rows_of(args.evalset)])


if __name__ == "__main__":
    main()
