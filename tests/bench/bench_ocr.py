"""How well pictures of pages are read: `python tests/bench/bench_ocr.py [gold] [words] [answers] [--engine NAME]`.

gold: the share of gold answers (any of a row's) that stand in the text of the gold page, folded, with an edit
distance of at most a tenth of their length. Rows whose answers are no words of the page are left out by this rule:
they name an `answer_format` (the asker counted, compared or read off a colour) and do not say that the answer's
string stands on the gold page; or the set has the document that the picture was drawn from, and no answer stands
in that page's own text layer.
words: pages of evaluation documents drawn clean at 300 dots an inch and skewed, noisy at 150, as TIFF; the share
of words wrong, missing or too many beside the text layer in its order, and of words missed in any order; words
whose place overlaps the true one by half (intersection over union), of those that were read right; seconds of the
processor and memory a page.
unseen: the same, clean, for pages that nothing was tuned on: by a rule, not by choice.
answers: the known questions asked of the built-in reader; whether a cited page is a gold page.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from docqa.asking import Request, ask
from docqa.domain import Document, PackingOptions, Page, Rect, finish
from docqa.engines import BuiltinReader
from docqa.packing import Packer
from docqa.reading import Recognised, Renderer, load, ocr, recognise

REPO = Path(__file__).resolve().parents[2]
SETS = ("rendered_ocr_vision", "real_scans")
PAGES = (
    ("long/docs/BOEING_2022_10K.pdf", 20, "en"),
    ("long/docs/PIP_Seniors-and-Tech-Use_040314.pdf", 5, "en"),
    ("long/docs/2312.04350v3.pdf", 2, "en"),
    ("kit/docs/contracts/contract_06.pdf", 1, "en"),
    ("kit/docs/book/freeculture.pdf", 30, "en"),
    ("kit/docs/rtl/he_heq_geektime_book.pdf", 30, "he"),
    ("kit/docs/rtl/he_heq_geektime_book.pdf", 60, "he"),
    ("kit/docs/cjk/zh_xquad_book.pdf", 20, "zh"),
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*")
    parser.add_argument("--evalset", type=Path, default=REPO.parent / "shared/evalset")
    parser.add_argument("--engine", choices=("tesseract", "rapidocr"), help="this one alone")
    parser.add_argument("--show", action="store_true", help="name what was missed")
    options = parser.parse_args()
    if options.engine:
        os.environ[ocr.ONLY] = options.engine
    what = options.what or ["gold", "words", "unseen", "answers"]
    if "gold" in what:
        gold(options.evalset / "kit", options.show)
    if "words" in what:
        pages = [(options.evalset / name, index, language) for name, index, language in PAGES]
        words(pages, (("clean", 300), ("worn", 150)))
    if "unseen" in what:
        words(unseen(options.evalset), (("clean", 300),))
    if "answers" in what:
        answers(options.evalset / "kit", options.show)


def rows_of(kit: Path) -> list[dict[str, Any]]:
    """The questions about scans."""
    return [
        json.loads(line) for name in SETS for line in (kit / f"qa/{name}.jsonl").read_text("utf-8").splitlines()
    ]


def gold(kit: Path, show: bool) -> None:
    """Gold answers on gold pages, by language and state."""
    rows = rows_of(kit)
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row["doc"]] |= {page - 1 for page in row["page"]}
    read = {doc: read_pages(kit / doc, pages) for doc, pages in wanted.items()}
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows:
        text = "\n".join(read[row["doc"]].pages[page - 1].text for page in row["page"])
        hit = any(stands(answer, text) for answer in row["answers"])
        state = "degraded" if "degraded" in row["doc"] else "clean"
        if row.get("answer_format") and row.get("answer_string_on_gold_page") is not True:
            state = "left out"
        true = text_layer(kit, row["doc"])
        if true is not None and not any(stands(answer, true) for answer in row["answers"]):
            state = "left out"
        found[row["language"], state].append(hit)
        if show and not hit:
            print(f"missed ({state}): {row['id']} {row['doc']} {row['answers']}")
    print(f"{'language':10}{'state':10}{'rows':>6}{'found':>8}")
    for (language, state), hits in sorted(found.items()):
        print(f"{language:10}{state:10}{len(hits):6}{sum(hits) / len(hits):8.1%}")
    for state in ("clean", "degraded"):
        hits = [hit for (_, one), some in found.items() if one == state for hit in some]
        print(f"{'all':10}{state:10}{len(hits):6}{sum(hits) / len(hits):8.1%}")


def text_layer(kit: Path, doc: str) -> str | None:
    """The text of the page that a picture was drawn from, where the set has its document; the name says which."""
    named = re.fullmatch(r"(.+)_p(\d+)(?:_degraded)?", Path(doc).stem)
    paths = list(kit.glob(f"docs/*/{named[1]}.pdf")) if named else []
    if named is None or not paths:
        return None
    return finish(load(paths[0])).pages[int(named[2]) - 1].text


def read_pages(path: Path, pages: Iterable[int] | None, seconds: dict[int, float] | None = None) -> Document:
    """The document with these pages read as pictures, or all that need it."""
    document = finish(load(path))
    if pages is not None:
        pages = [page for page in pages if document.pages[page].unreadable]
    work = recognise(path, document, pages=pages)
    began = time.monotonic()
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            read: Document = end.value
            return read
        if isinstance(event, Recognised) and seconds is not None:
            seconds[event.page.index] = time.monotonic() - began


def stands(answer: str, text: str) -> bool:
    """Whether `answer` stands in `text` but for a tenth of its characters."""
    answer, text = fold(answer), fold(text)
    if answer in text:
        return True
    at = fuzz.partial_ratio_alignment(answer, text)
    if at is None or len(answer) < 10 or len(text) < len(answer):
        return False
    reach = len(answer) // 10
    best = min(
        Levenshtein.distance(answer, text[max(0, at.dest_start + left) : at.dest_end + right])
        for left in range(-reach, reach + 1, max(1, reach // 4))
        for right in range(-reach, reach + 1, max(1, reach // 4))
    )
    return best <= 0.1 * len(answer)


def fold(text: str) -> str:
    """Text without what matching should not depend on."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u00ad\u0591-\u05c7\u200b-\u200f\u202a-\u202e]", "", text)
    text = text.translate(str.maketrans("”“״„’‘׳–—־‐‑", '""""\'\'\'-----'))
    text = re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", text)
    return " ".join(text.casefold().split())


def words(pages: Sequence[tuple[Path, int, str]], states: Sequence[tuple[str, int]]) -> None:
    """Wrong words, places, time and memory on pages drawn from documents with a text layer."""
    print(f"\n{'page':38}{'state':8}{'words':>6}{'wrong':>8}{'missed':>8}{'placed':>8}{'s':>6}{'MB':>6}")
    totals: dict[str, list[tuple[int, int, int, int, int]]] = defaultdict(list)
    for path, index, language in pages:
        true = finish(load(path)).pages[index]
        for state, dots in states:
            with tempfile.TemporaryDirectory() as folder:
                scan = Path(folder) / "scan.tif"
                scan.write_bytes(drawn(path, index, dots, worn=state == "worn"))
                before, peak = children_seconds(), Peak()
                (page,) = peak.during(scan)
                seconds = children_seconds() - before
            wrong, count = wrong_words(page.text, true.text, language)
            missed = missed_words(page.text, true.text, language)
            placed, of = places(page, true, turned=state == "worn")
            totals[state].append((wrong, missed, count, placed, of))
            share = f"{placed / of:8.1%}" if of else f"{'–':>8}"
            print(
                f"{path.name[:32] + ' ' + str(index):38}{state:8}{count:6}{wrong / max(count, 1):8.1%}"
                f"{missed / max(count, 1):8.1%}{share}"
                f"{seconds:6.1f}{peak.most:6.0f}",
                flush=True,
            )
    for state, found in totals.items():
        wrong, missed, count, placed, of = map(sum, zip(*found, strict=True))
        print(f"{'all':38}{state:8}{count:6}{wrong / count:8.1%}{missed / count:8.1%}{placed / max(of, 1):8.1%}")


def unseen(evalset: Path) -> list[tuple[Path, int, str]]:
    """Pages that nothing was tuned on: the one a third into every third of the long documents, by name."""
    paths = [path for path in sorted((evalset / "long/docs").glob("*.pdf"))[::3] if path.name != PAGES[2][0][10:]]
    return [(path, len(finish(load(path)).pages) // 3, "en") for path in paths]


def drawn(path: Path, index: int, dots: int, *, worn: bool) -> bytes:
    """A page as a TIFF of one frame: clean, or skewed by 2 degrees, softened and noisy."""
    with Renderer(path) as renderer:
        raw = renderer.render(index, dots / 72)
    picture = Image.frombytes("RGB", (raw.width, raw.height), raw.data, "raw", "RGB", raw.stride).convert("L")
    if worn:
        picture = picture.filter(ImageFilter.GaussianBlur(0.5)).rotate(
            2, resample=Image.Resampling.BICUBIC, fillcolor=255
        )
        picture = Image.blend(picture, Image.effect_noise(picture.size, 64), 0.25)
    out = io.BytesIO()
    picture.save(out, "TIFF", dpi=(dots, dots))
    return out.getvalue()


class Peak:
    """The memory of the processes that read, in MB, looked at while they do (Linux)."""

    def __init__(self) -> None:
        self.most = 0.0

    def during(self, path: Path) -> tuple[Page, ...]:
        """Read all pages of `path`."""
        document = finish(load(path))
        work = recognise(path, document)
        while True:
            try:
                next(work)
            except StopIteration as end:
                pages: tuple[Page, ...] = end.value.pages
                return pages
            self.most = max(self.most, sum(memory(child) for child in family(os.getpid())))


def family(process: int) -> list[int]:
    """The processes below one."""
    told = Path(f"/proc/{process}/task/{process}/children")
    try:
        children = [int(child) for child in told.read_text().split()]
    except OSError:
        return []
    return [one for child in children for one in (child, *family(child))]


def memory(process: int) -> float:
    """Resident MB."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024
    except (OSError, ValueError, IndexError):
        return 0.0


def children_seconds() -> float:
    """Seconds of the processor that ended children took."""
    times = os.times()
    return times.children_user + times.children_system


def tokens(text: str, language: str) -> list[str]:
    """What is counted: words, in Chinese characters."""
    text = fold(text)
    return list(text.replace(" ", "")) if language == "zh" else text.split()


def wrong_words(read: str, true: str, language: str) -> tuple[int, int]:
    """Words wrong, missing or too many, and all true ones."""
    wanted = tokens(true, language)
    return Levenshtein.distance(tokens(read, language), wanted), len(wanted)


def missed_words(read: str, true: str, language: str) -> int:
    """True words that were not read anywhere on the page."""
    return (Counter(tokens(true, language)) - Counter(tokens(read, language))).total()


def places(page: Page, true: Page, *, turned: bool) -> tuple[int, int]:
    """How many words that were read right stand where they should, of all that were; lone ones of each page."""
    if turned:
        return 0, 0
    mine, theirs = lone(page), lone(true)
    scale = true.width / page.width
    same = [word for word in mine if word in theirs and (len(word) > 2 or "\u3400" < word[:1] < "\u9fff")]
    good = sum(overlap(Rect(*(edge * scale for edge in mine[word])), theirs[word]) >= 0.5 for word in same)
    return good, len(same)


def lone(page: Page) -> dict[str, Rect]:
    """Words that a page has once, and where."""
    found: dict[str, list[Rect]] = defaultdict(list)
    for i in range(len(page.boxes)):
        start, end, rect = page.boxes.word(i)
        found[fold(page.text[start:end])].append(rect)
    return {word: rects[0] for word, rects in found.items() if len(rects) == 1}


def overlap(a: Rect, b: Rect) -> float:
    """Intersection over union."""
    inner = max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))
    whole = (a.x1 - a.x0) * (a.y1 - a.y0) + (b.x1 - b.x0) * (b.y1 - b.y0) - inner
    return inner / whole if whole else 0.0


def answers(kit: Path, show: bool) -> None:
    """Whether the built-in reader cites a gold page of what was read from pictures."""
    rows = [row for row in rows_of(kit) if not row.get("answer_format")]
    read: dict[str, Document] = {}
    packer, engine = Packer(), BuiltinReader()
    cited: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["doc"] not in read:
            read[row["doc"]] = read_pages(kit / row["doc"], None)
        document = read[row["doc"]]
        question = row.get("question_scoped") or row["question"]
        turn = answered(question, document, packer, engine)
        pages = {citation.place.span.page + 1 for citation in turn}
        hit = bool(pages & set(row["page"]))
        cited[row["language"]].append(hit)
        if show and not hit:
            print(f"not cited: {row['id']} {row['doc']} gold {row['page']} cited {sorted(pages)}", file=sys.stderr)
    print(f"\n{'language':10}{'rows':>6}{'gold page cited':>17}")
    for language, hits in sorted(cited.items()):
        print(f"{language:10}{len(hits):6}{sum(hits) / len(hits):17.1%}")


def answered(question: str, document: Document, packer: Packer, engine: BuiltinReader) -> Sequence[Any]:
    """The citations of an answer."""
    work = ask(Request(question, [document], engine, packer, PackingOptions()))
    while True:
        try:
            next(work)
        except StopIteration as end:
            citations: Sequence[Any] = end.value.answer.citations
            return citations


if __name__ == "__main__":
    main()
