"""Whether the built-in reader's passages hold the answers, beside BM25's best sentence, and how long it takes.

    python tests/bench/bench_reader.py --evalset DIR [--sets a,b] [--words] [--misses] [--speed] [--long]

DIR holds `kit/` as the evaluation set does. Per set, for both halves of its documents (parted by a hash of their
names and titles; ideas were tried on A) and for the whole: answers inside the first passage and inside the first
three, the first passage on a page of the answer, its median words, and the share refused of questions that have an
answer, of those that have none, and of those whose answer was struck out of the document, sentence by sentence. An
answer of more than 12 words counts by its first 12. `--words` leaves the model out; `--misses` prints half A's.
`--long` asks the questions about long reports and filings instead: their answers are worked out from figures, so
`first` and `three` say whether the first passage, or one of the first three, stands on a page of the evidence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docqa.domain import CancelToken, Delta, Document, Done, PackedContext, PackingOptions, finish
from docqa.engines import BuiltinReader
from docqa.grounding import ground
from docqa.language import detect, terms
from docqa.language.sentences import sentences
from docqa.packing import Packer, nearness
from docqa.reading import load

_CLAUSE = 12  # words of a long answer that must be there
_STRUCK = 4  # sentences with the answer, at most, for it to be struck out


def plain(text: str) -> str:
    """Text without what does not count: case, marks, punctuation, white space."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def gold(answer: str) -> str:
    """An answer, or the beginning of a long one."""
    return " ".join(plain(answer).split()[:_CLAUSE])


def holds(passage: str, answer: str) -> bool:
    """Whether `answer` stands in `passage`; both as they come."""
    wanted, text = gold(answer), plain(passage)
    if re.search(r"[぀-ヿ一-鿿]", wanted):
        return wanted.replace(" ", "") in text.replace(" ", "")
    return bool(wanted) and f" {wanted} " in f" {text} "


@dataclass
class Tally:
    """What was found for one set, half and way."""

    first: list[bool] = field(default_factory=list)
    three: list[bool] = field(default_factory=list)
    page: list[bool] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    refused: dict[str, list[bool]] = field(default_factory=lambda: {"some": [], "none": [], "struck": []})

    def line(self) -> str:
        """As a row of the table."""
        shares = [_share(v) for v in (self.first, self.three, self.page)]
        shares.append(f"{statistics.median(self.words):.0f}" if self.words else "-")
        shares += [_share(self.refused[kind]) for kind in ("some", "none", "struck")]
        return f"{len(self.first):4}" + "".join(f"{share:>8}" for share in shares)


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.2f}" if found else "-"


class Bm25:
    """The sentences that BM25 ranks best, by docqa's own stems; it never refuses."""

    def __init__(self, document: Document) -> None:
        self.language = detect("\n".join(page.text for page in document.pages))
        self.found = [
            (page.index, page.text[start:end])
            for page in document.pages
            for start, end in sentences(page.text, self.language)
        ]
        self.bags = [Counter(terms(text, self.language)) for _, text in self.found]
        self.mean = sum(sum(bag.values()) for bag in self.bags) / max(1, len(self.bags))
        self.often = Counter(term for bag in self.bags for term in bag)

    def best(self, question: str) -> list[tuple[int, str]]:
        """The three best as (page, text)."""
        scores = [0.0] * len(self.bags)
        for term in set(terms(question, self.language)):
            there = self.often[term]
            rare = math.log(1 + (len(self.bags) - there + 0.5) / (there + 0.5))
            for i, bag in enumerate(self.bags):
                if tf := bag[term]:
                    scores[i] += rare * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * sum(bag.values()) / self.mean))
        order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:3]
        return [self.found[i] for i in order if scores[i] > 0]


def answered(
    reader: BuiltinReader, context: PackedContext, document: Document
) -> tuple[bool, list[tuple[int, str]]]:
    """Whether it refused, and the passages that it shows, as (page, text)."""
    text, done = "", Done()
    for event in reader.stream(context, CancelToken()):
        if isinstance(event, Delta):
            text += event.text
        elif isinstance(event, Done):
            done = event
    cited = [(c.place.span.page, c.quote) for c in ground(text, [document]).citations]
    others = [(p.place.span.page, p.text) for p in done.alternatives]
    return done.refused, list({text: (page, text) for page, text in reversed([*cited, *others])}.values())[::-1]


def struck(context: PackedContext, answers: Sequence[str], language: str) -> PackedContext | None:
    """The window without the sentences that hold an answer; None where there are none, or many."""
    gone, passages = 0, []
    for passage in context.passages:
        text = passage.text
        for start, end in sentences(text, language):
            if any(holds(text[start:end], answer) for answer in answers):
                text = text[:start] + " " * (end - start) + text[end:]
                gone += 1
        passages.append(replace(passage, text=text))
    return replace(context, passages=tuple(passages)) if 0 < gone <= _STRUCK else None


def half(row: dict[str, Any]) -> str:
    """A or B: articles bound into one file are documents of their own."""
    return "AB"[hashlib.sha256(f"{row['doc']}|{row.get('title', '')}".encode()).digest()[0] & 1]


def rows(path: Path) -> list[dict[str, Any]]:
    """The questions of a set that can be scored."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in found if row.get("answers") or not row.get("answerable", True)]


def run(path: Path, root: Path, reader: BuiltinReader, *, misses: bool) -> Iterator[tuple[str, str, Tally]]:
    """Tallies of a set by half and way."""
    tallies = {(way, part): Tally() for way in ("docqa", "BM25") for part in "AB"}
    packer, options = Packer(), PackingOptions()
    opened: dict[str, tuple[Document, Bm25]] = {}
    for row in rows(path):
        if row["doc"] not in opened:
            document = finish(load(root / row["doc"]))
            finish(packer.ready([document], options))
            opened = {row["doc"]: (document, Bm25(document))}
        document, bm25 = opened[row["doc"]]
        question, answers = row.get("question_scoped") or row["question"], row.get("answers") or []
        if row.get("long_answer"):
            answers = [row["long_answer"]]  # "yes" is no passage
        context = packer.pack(question, [document], options)
        refused, shown = answered(reader, context, document)
        ways = {"docqa": (refused, shown), "BM25": (False, bm25.best(question))}
        for way, (no, passages) in ways.items():
            tally = tallies[way, half(row)]
            if not row.get("answerable", True):
                tally.refused["none"].append(no)
                continue
            tally.refused["some"].append(no)
            hits = [any(holds(text, answer) for answer in answers) for _, text in passages[:3]]
            tally.first.append(hits[:1] == [True])
            tally.three.append(any(hits))
            if passages:
                tally.words.append(len(passages[0][1].split()))
                if row.get("page") and not no:
                    tally.page.append(passages[0][0] + 1 in row["page"])
            if misses and way == "docqa" and half(row) == "A" and hits[:1] != [True]:
                print(f"\n{row['id']} {hits} refused={no}\n  {question}\n  = {answers[:2]}")
                print("\n".join(f"  > {' '.join(text.split())[:200]}" for _, text in passages[:3]))
        if row.get("answerable", True) and (without := struck(context, answers, bm25.language)):
            refused, _ = answered(reader, without, document)
            tallies["docqa", half(row)].refused["struck"].append(refused)
    for way in ("docqa", "BM25"):
        for part in "AB":
            yield way, part, tallies[way, part]


def run_long(root: Path, reader: BuiltinReader, *, misses: bool) -> dict[tuple[str, str], Tally]:
    """Tallies by the kind of document and half; `first` and `three` are about pages."""
    tallies = {(kind, part): Tally() for kind in ("fb", "mml") for part in "AB"}
    packer, options = Packer(), PackingOptions()
    document: Document | None = None
    opened = ""
    for line in (root / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["evidence_pages"]:
            continue
        if document is None or row["doc"] != opened:
            document, opened = finish(load(root / "docs" / row["doc"])), row["doc"]
            finish(packer.ready([document], options))
        no, passages = answered(reader, packer.pack(row["question"], [document], options), document)
        tally, hits = tallies[row["set"], half(row)], [page in row["evidence_pages"] for page, _ in passages[:3]]
        tally.refused["some"].append(no)
        tally.first.append(hits[:1] == [True])
        tally.three.append(any(hits))
        if passages:
            tally.words.append(len(passages[0][1].split()))
        if misses and half(row) == "A" and hits[:1] != [True]:
            print(f"\n{row['doc']} {hits} refused={no}\n  {row['question']}\n  on {row['evidence_pages']}")
            print("\n".join(f"  > {page}: {' '.join(text.split())[:200]}" for page, text in passages[:3]))
    return tallies


def together(one: Tally, two: Tally) -> Tally:
    """Both halves."""
    return Tally(
        one.first + two.first,
        one.three + two.three,
        one.page + two.page,
        one.words + two.words,
        {kind: one.refused[kind] + two.refused[kind] for kind in one.refused},
    )


def speed(root: Path, reader: BuiltinReader) -> None:
    """A book of 1,000 pages, made of the kit's: seconds from the packed window to the answer, first and again."""
    book = finish(load(root / "docs/book/moby_dick.txt"))
    pages = [replace(page, index=n, label=str(n + 1)) for n, page in enumerate((book.pages * 2)[:1000])]
    long = replace(book, id="0" * 64, pages=tuple(pages))
    packer, options = Packer(), PackingOptions()
    finish(packer.prepare(long))
    took, again = [], []
    for question in [row["question"] for row in rows(root / "qa/kit_authored_and_needles.jsonl")][:8]:
        context = packer.pack(question, [long], options)
        for kept in (took, again):
            begun = time.process_time(), time.perf_counter()
            list(reader.stream(context, CancelToken()))
            kept.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
    print(f"{'1,000 pages: first, and asked again':36} seconds of the processor, and of the clock (medians)")
    for name, kept in (("first", took), ("again", again)):
        print(f"{name:36} {statistics.median(t[0] for t in kept):.2f} {statistics.median(t[1] for t in kept):.2f}")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evalset", type=Path, required=True)
    parser.add_argument("--sets")
    for flag in ("--words", "--misses", "--speed", "--long"):
        parser.add_argument(flag, action="store_true")
    args = parser.parse_args()
    root = args.evalset / "kit"
    reader = BuiltinReader(None if args.words else nearness())
    if args.speed:
        speed(root, reader)
        return
    names = ("first", "three", "page", "words", "some", "none", "struck")
    print(f"{'set':26} {'way':6}{'half':5}{'n':>4}" + "".join(f"{name:>8}" for name in names), flush=True)
    if args.long:
        long = run_long(args.evalset / "long", reader, misses=args.misses)
        for kind in ("fb", "mml"):
            one, two = long[kind, "A"], long[kind, "B"]
            for part, tally in (("A", one), ("B", two), ("all", together(one, two))):
                print(f"{kind:26} {'docqa':6}{part:5}{tally.line()}", flush=True)
        return
    for path in sorted((root / "qa").glob("*.jsonl")):
        if args.sets and path.stem not in args.sets.split(","):
            continue
        found = {(way, part): tally for way, part, tally in run(path, root, reader, misses=args.misses)}
        for way in ("docqa", "BM25"):
            one, two = found[way, "A"], found[way, "B"]
            for part, tally in (("A", one), ("B", two), ("all", together(one, two))):
                print(f"{path.stem:26} {way:6}{part:5}{tally.line()}", flush=True)


if __name__ == "__main__":
    main()
