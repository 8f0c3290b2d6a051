"""Measures docqa's checks of numbers, dates, names, links, pages: true statements and their corrupted twins.

    python tests/bench/bench_claims.py [--statements 12] [--seed 7] [--half dev|test|both] [--show 0]

A statement is a sentence of a document, half of them with its page cited, some with a number or date written
in another way. Its twin has one thing changed. The generator finds numbers, dates and names by patterns of its
own. The documents are parted into two halves by the hash of their content: one to tune on, one to hold against.
"""

from __future__ import annotations

import argparse
import calendar
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docqa.domain import Check, ClaimKind, Document, Status, finish
from docqa.grounding import ground, prepare
from docqa.language.sentences import sentences
from docqa.reading import load

EVALSET = Path(__file__).resolve().parents[2].parent / "shared" / "evalset"
FOLDERS = (
    "long/docs",
    "kit/docs/book",
    "kit/docs/contracts",
    "kit/docs/other",
    "kit/docs/paper",
    "kit/docs/rtl",
    "kit/docs/cjk",
)
MOST_PAGES = 400  # a longer file says nothing more and takes long to open
MONTHS = [calendar.month_name[month] for month in range(1, 13)]
NUMBER = re.compile(
    r"(?<![\w.,/:$€£-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{2,})(?![\w/:%-]|[.,]\d)(?!\s*(?:percent|%))"
)
MONEY = re.compile(r"[$€£]\s?\d[\d,]*(?:\.\d+)?(?![\d,])")
PERCENT = re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?:%| percent)")
SCALED = re.compile(r"(?<![\d.,])\d[\d,.]* (thousand|million|billion|trillion)\b")
DATE = re.compile(
    rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})\b|\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b"
)
YEAR = re.compile(r"(?<![\d\w,.$/-])(?:19|20)\d{2}(?![\d\w,/%-]|\.\d)")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z]\.)? [A-Z][a-z]+(?:-[A-Z][a-z]+)?(?=[ ,.;)]|’s|'s)")
LINK = re.compile(r"(?:https?://|www\.)[\w./%?=&~-]*[\w/]")
FIGURE = re.compile(r"\b(?:Figure|Table|Section) \d{1,2}(?:\.\d{1,2})?(?![\d.]\d)")
# What an answer would not hold: quotation marks, pages of other books, marks of notes; a date cut out of a range.
UNFIT = re.compile(r"[\"“”„«»<>]|\b(?:pp?\.|[Pp]ages?) ?\d|\[\d|\d ?[-–] ?[A-Z][a-z]+ \d|^\W*\d{1,3}[.)]|… ?\d")
WRONG = (Status.MISSING, Status.ELSEWHERE)
TARGETS = {
    "digit": 99.0,
    "borrowed": 99.0,
    "money": 99.0,
    "percent": 99.0,
    "scale": 99.0,
    "date": 99.0,
    "year": 99.0,
    "link": 99.0,
    "page": 99.0,
    "name": 90.0,
    "reference": 90.0,
}


@dataclass(frozen=True)
class Twin:
    """A statement and what was changed in it: the span (start, end) in the changed text."""

    figure: str
    document: Document
    page: int
    true: str
    at: tuple[int, int]
    changed: str
    changed_at: tuple[int, int]
    cited: bool
    form: str = ""


class Maker:
    """Makes twins from one document with a generator of its own."""

    def __init__(self, document: Document, seed: int) -> None:
        self.document = document
        self.random = random.Random(f"{seed} {document.id}")
        self.pool: list[tuple[int, str]] = []
        self.all = "".join("".join(page.text.split()) for page in document.pages)
        names: set[str] = set()
        for page in document.pages:
            for start, end in sentences(page.text):
                words = " ".join(page.text[start:end].split())
                if not is_title(words):
                    names.update(match[0] for match in NAME.finditer(words))
                if 6 <= len(words.split()) <= 60 and not UNFIT.search(words):
                    self.pool.append((page.index, words))
        self.names = sorted(names)
        self.numbers = sorted({match[0] for _, words in self.pool for match in NUMBER.finditer(words)})
        self.labels = [page.label for page in document.pages]

    def twins(self, count: int) -> Iterator[Twin]:
        """Up to `count` twins of each figure."""
        made: dict[str, int] = defaultdict(int)
        pool = list(self.pool)
        self.random.shuffle(pool)
        for page, words in pool:
            for figure, pattern, change in self.changes():
                if made[figure] >= count:
                    continue
                found = list(pattern.finditer(words))
                if not found:
                    continue
                match = self.random.choice(found)
                other = change(match, words)
                if not other or other == match[0] or other in words:
                    continue
                changed = words[: match.start()] + other + words[match.end() :]
                if "".join(changed.split()).rstrip(".。") in self.all:
                    continue  # the document says this as well
                made[figure] += 1
                yield self.twin(figure, page, words, match.span(), other)
            if made["page"] < count and (shifted := self.shifted(page, words)):
                made["page"] += 1
                yield shifted

    def changes(self) -> list[tuple[str, re.Pattern[str], Callable[[re.Match[str], str], str]]]:
        return [
            ("digit", NUMBER, lambda match, words: self.digit(match[0])),
            ("borrowed", NUMBER, lambda match, words: self.borrowed(match[0])),
            ("money", MONEY, lambda match, words: self.digit(match[0])),
            ("percent", PERCENT, lambda match, words: self.digit(match[0])),
            ("scale", SCALED, lambda match, words: self.scale(match)),
            ("date", DATE, lambda match, words: self.moved(match)),
            ("year", YEAR, lambda match, words: str(int(match[0]) + self.random.choice((-3, -2, -1, 1, 2, 3)))),
            ("name", NAME, self.swapped),
            ("link", LINK, lambda match, words: self.altered(match[0])),
            ("reference", FIGURE, lambda match, words: self.digit(match[0])),
        ]

    def digit(self, token: str) -> str:
        at = self.random.choice([i for i, c in enumerate(token) if c.isdigit()])
        new = self.random.choice([d for d in "123456789" if d != token[at]])
        return token[:at] + new + token[at + 1 :]

    def borrowed(self, token: str) -> str:
        """Another number of the document, as long as this one."""
        others = [number for number in self.numbers if len(number) == len(token) and number != token]
        return self.random.choice(others) if others else ""

    def scale(self, match: re.Match[str]) -> str:
        other = self.random.choice([s for s in ("thousand", "million", "billion", "trillion") if s != match[1]])
        return match[0][: -len(match[1])] + other

    def moved(self, match: re.Match[str]) -> str:
        if match[1]:
            month, day, year = match[1], int(match[2]), int(match[3])
        else:
            day, month, year = int(match[4]), match[5], int(match[6])
        which = self.random.choice(("day", "month", "year"))
        if which == "day":
            day = self.random.choice([d for d in range(1, 29) if d != day])
        elif which == "month":
            month = self.random.choice([m for m in MONTHS if m != month])
        else:
            year += self.random.choice((-2, -1, 1, 2))
        return f"{month} {day}, {year}" if match[1] else f"{day} {month} {year}"

    def swapped(self, match: re.Match[str], words: str) -> str:
        if is_title(words):
            return ""
        others = [name for name in self.names if not set(name.split()) & set(words.split())]
        return self.random.choice(others) if others else ""

    def altered(self, link: str) -> str:
        at = self.random.choice([i for i, c in enumerate(link) if c.isalpha() and i > 8] or [0])
        return (
            link[:at] + self.random.choice([c for c in "abcdefghklmn" if c != link[at].lower()]) + link[at + 1 :]
            if at
            else ""
        )

    def twin(self, figure: str, page: int, words: str, span: tuple[int, int], other: str) -> Twin:
        cited = self.random.random() < 0.5
        marker = f" [p. {self.labels[page] or page + 1}]" if cited else ""
        end = words.rstrip(".。") if cited else words
        tail = f"{marker}." if cited else ""
        true_words, form, at = end, "", span
        if self.random.random() < 0.4:
            rewritten = self.rewritten(figure, words[slice(*span)])
            if rewritten:
                form = "rewritten"
                true_words = end[: span[0]] + rewritten + end[span[1] :]
                at = (span[0], span[0] + len(rewritten))
        changed = end[: span[0]] + other + end[span[1] :]
        return Twin(
            figure,
            self.document,
            page,
            true_words + tail,
            at,
            changed + tail,
            (span[0], span[0] + len(other)),
            cited,
            form,
        )

    def rewritten(self, figure: str, token: str) -> str:
        """The same in another notation: what an answer may write where the document writes `token`."""
        if figure in ("digit", "money") and "," in token and self.random.random() < 0.5:
            return token.replace(",", "")
        if figure == "percent":
            return token.replace("%", " percent") if "%" in token else token.replace(" percent", "%")
        if figure == "scale":
            number, word = token.replace(",", "").split(" ")
            if word == "million" and number.isdigit() and len(number) > 3:
                return f"{number[:-3]}.{number[-3:]} billion"
            return f"{token.split(' ')[0]} {word[0]}n" if word != "thousand" else ""
        if figure == "date" and (match := DATE.fullmatch(token)):
            if match[1]:
                month, day, year = match[1], match[2], match[3]
            else:
                day, month, year = match[4], match[5], match[6]
            return self.random.choice(
                (
                    f"{day} {month} {year}",
                    f"{month[:3]}. {day}, {year}",
                    f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}",
                    f"{day}.{MONTHS.index(month) + 1}.{year}",
                )
            )
        return ""

    def shifted(self, page: int, words: str) -> Twin | None:
        plain = "".join(words.split())
        holders = {p.index for p in self.document.pages if plain in "".join(p.text.split())}
        label = self.labels[page] or str(page + 1)
        others = [
            p.index
            for p in self.document.pages
            if len(p.text) > 300
            and p.index not in holders
            and self.labels.count(p.label) == 1
            and p.label != label
        ]
        if not others or self.labels.count(label) != 1 or len(words.split()) < 8:
            return None
        wrong = self.random.choice(others)
        end = words.rstrip(".。")
        true = f"{end} [p. {label}]."
        changed = f"{end} [p. {self.labels[wrong]}]."
        return Twin(
            "page",
            self.document,
            page,
            true,
            (len(end) + 1, len(true) - 1),
            changed,
            (len(end) + 1, len(changed) - 1),
            True,
        )


def is_title(words: str) -> bool:
    """Whether most words begin with a capital: a heading, in which capitals tell no names."""
    long = [word for word in words.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) * 2 > len(long)


def overlapping(checks: tuple[Check, ...], at: tuple[int, int], *, page: bool) -> list[Check]:
    kinds = (ClaimKind.CITATION,)
    return [
        check
        for check in checks
        if check.at[0] < at[1]
        and at[0] < check.at[1]
        and (check.kind in kinds) == page
        and check.kind is not ClaimKind.SENTENCE
    ]


def measure(documents: list[Document], count: int, seed: int, show: int, only: str) -> dict[str, list[int]]:
    """By figure: corrupted n, flagged; true n, wrongly flagged, supported; and all spans of true statements."""
    table: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    shown: dict[str, int] = defaultdict(int)
    for document in documents:
        for twin in Maker(document, seed).twins(count):
            if only and twin.figure != only:
                continue
            row = table[twin.figure]
            page = twin.figure == "page"
            false = overlapping(ground(twin.changed, [document]).checks, twin.changed_at, page=page)
            checks = ground(twin.true, [document]).checks
            true = overlapping(checks, twin.at, page=page)
            flagged = any(check.status in WRONG for check in false)
            alarmed = any(check.status in WRONG for check in true)
            row[0] += 1
            row[1] += flagged
            row[2] += 1
            row[3] += alarmed
            row[4] += any(check.status is Status.SUPPORTED for check in true)
            every = [c for c in checks if c.kind not in (ClaimKind.SENTENCE, ClaimKind.CITATION)]
            table["all spans"][2] += len(every)
            table["all spans"][3] += sum(c.status in WRONG for c in every)
            table["all spans"][4] += sum(c.status is Status.SUPPORTED for c in every)
            others = [c for c in every if c.status in WRONG]
            for wrong, text, at, which in (
                (not flagged, twin.changed, twin.changed_at, "MISSED"),
                (alarmed, twin.true, twin.at, "ALARM"),
                (bool(others) and not alarmed, twin.true, twin.at, "OTHER ALARM"),
            ):
                if wrong and shown[twin.figure + which] < show:
                    shown[twin.figure + which] += 1
                    which_checks = false if which == "MISSED" else true if which == "ALARM" else others
                    where = f"{document.title}, page {twin.page}"
                    print(f"--- {which} {twin.figure} {twin.form} ({where}) {text[slice(*at)]!r}")
                    print(f"    {text!r}\n    was {twin.true[slice(*twin.at)]!r}")
                    for check in which_checks:
                        words = [document.text(place.span) for place in check.places]
                        print(f"    {check.kind} {check.status} {check.text!r} {check.note!r} {words}")
    return table


def print_table(title: str, table: dict[str, list[int]]) -> bool:
    """Print one half's figures; returns whether every target is met."""
    met = True
    print(f"\n{title}\n{'figure':12} {'flagged':>9} {'target':>8} {'n':>6}   {'true flagged':>12} {'found':>8} n")
    for figure in (*TARGETS, "all spans"):
        n, flagged, true, alarmed, supported = table[figure]
        share = f"{100 * flagged / n:8.2f}%" if n else "        -"
        target = TARGETS.get(figure)
        good = (not n or not target or 100 * flagged / n >= target) and (not true or 100 * alarmed / true <= 1)
        met &= good
        alarms = f"{100 * alarmed / true:11.2f}% {100 * supported / true:7.2f}% {true:6}" if true else ""
        aim = f">= {target:.0f}" if target else ""
        print(f"{figure:12} {share} {aim:>8} {n:6}   {alarms}{'' if good else '  MISSED'}")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=12, help="twins of each figure per document")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--half", default="both", choices=("dev", "test", "both"))
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--documents", type=int, default=0, help="no more than so many of each half")
    args = parser.parse_args()
    if not EVALSET.is_dir():
        print("the evaluation set is not beside this checkout (../shared/evalset)")
        return 0
    halves: dict[str, list[Document]] = {"dev": [], "test": []}
    for folder in FOLDERS:
        for path in sorted((EVALSET / folder).iterdir()):
            document = cached(path)
            if document is None or sum(len(page.text) for page in document.pages) < 3000:
                continue
            half = halves["dev" if int(document.id[:8], 16) % 2 else "test"]
            if not args.documents or len(half) < args.documents:
                half.append(document)
    met = True
    for half in ("dev", "test") if args.half == "both" else (args.half,):
        documents = halves[half]
        for document in documents:
            finish(prepare(document))
        began = time.process_time()
        table = measure(documents, args.statements, args.seed, args.show, args.only)
        spent = time.process_time() - began
        met &= print_table(f"{half} half: {len(documents)} documents ({spent:.0f} s)", table)
    return 0 if met else 1


def cached(path: Path) -> Document | None:
    """The document of a file; None for what is no document of moderate length."""
    if path.suffix not in (".pdf", ".txt", ".md", ".docx", ".epub") or path.stat().st_size > 30_000_000:
        return None
    try:
        document = finish(load(path))
    except Exception as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return None
    return document if len(document.pages) <= MOST_PAGES else None


if __name__ == "__main__":
    sys.exit(main())
