"""docqa beside what people build today: loader, splitter and BM25 retriever of LangChain and of LlamaIndex.

    python3 -m venv /tmp/beside
    /tmp/beside/bin/pip install langchain-community langchain-text-splitters pypdf cryptography rank_bm25 \
        tiktoken llama-index-core llama-index-readers-file llama-index-retrievers-bm25
    python tests/bench/bench_beside.py --evalset DIR --python /tmp/beside/bin/python [--quick]

They live in an environment of their own and are no dependency. Same files, same questions: those of the
evaluation set's reports and filings that are longer than a window of 32,768 tokens. They run as their guides have
it (4 pieces of 1,000 characters; 2 of 1,024 tokens), and once more with as many tokens as docqa gives the
document. `hit` is the share of evidence pages of which anything is chosen, `cover` the share of their characters;
seconds are wall clock. `--quick` takes every eighth document.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_packing import Kept, Row, docqa, rows_of, score

from docqa.domain import Document, Mode, PackingOptions, finish
from docqa.packing import Packer, count
from docqa.reading import load, warm_up

REPO = Path(__file__).resolve().parents[2]
WINDOW = 32_768
BUDGET = 29_800  # tokens that are left to the document in such a window
LANGCHAIN, LLAMAINDEX = "LangChain", "LlamaIndex"

# Runs in the other environment: a file and its questions in, what each question finds out, as JSON lines.
CHILD = r"""
import importlib.util, json, sys, time
from collections import defaultdict

job = json.load(sys.stdin)
# The tokens as docqa counts them: of it this module alone is needed, not what its package needs.
sys.path.append(job["docqa"])
where = importlib.util.spec_from_file_location("tokens", job["docqa"] + "/docqa/packing/tokens.py")
sys.modules["tokens"] = tokens = importlib.util.module_from_spec(where)
where.loader.exec_module(tokens)
count = tokens.count

def langchain(path):
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_community.retrievers import BM25Retriever
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    pages = PyPDFLoader(path).load()
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    retriever = BM25Retriever.from_documents(splitter.split_documents(pages))
    def find(question, most):
        retriever.k = most or 4
        found = retriever.invoke(question)
        return [(each.metadata["page"], each.metadata["start_index"], each.page_content) for each in found]
    return [len(page.page_content) for page in pages], find

def llamaindex(path):
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.retrievers.bm25 import BM25Retriever
    pages = SimpleDirectoryReader(input_files=[path]).load_data()
    number = {page.id_: i for i, page in enumerate(pages)}
    nodes = SentenceSplitter().get_nodes_from_documents(pages)
    def made(most):
        return BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(most, len(nodes)))
    usual, every = made(2), made(len(nodes))
    def find(question, most):
        found = (every if most else usual).retrieve(question)
        return [(number[n.node.ref_doc_id], n.node.start_char_idx or 0, n.node.text) for n in found]
    return [len(page.text) for page in pages], find

began = time.perf_counter()
sizes, find = {"LangChain": langchain, "LlamaIndex": llamaindex}[job["with"]](job["path"])
ready = time.perf_counter() - began
answers = []
for question in job["questions"]:
    for most in (0, 10_000):
        began = time.perf_counter()
        found = find(question, most)
        took = time.perf_counter() - began
        left, held = job["budget"], defaultdict(set)
        for page, start, text in found:
            if most:
                left -= count(text)
                if left < 0:
                    break
            held[page].update(range(start, start + len(text)))
        answers.append({"kept": {page: len(places) for page, places in held.items()}, "seconds": took})
json.dump({"ready": ready, "sizes": sizes, "answers": answers}, sys.stdout)
"""


class Beside:
    """What one of the others finds in a file; every question twice, as usual and with the budget."""

    def __init__(self, python: Path, name: str, path: Path, questions: list[str]) -> None:
        job = {"with": name, "path": str(path), "questions": questions, "budget": BUDGET, "docqa": str(REPO)}
        told = subprocess.run(
            [python, "-c", CHILD], input=json.dumps(job), capture_output=True, text=True, check=False
        )
        if told.returncode:
            raise SystemExit(f"{name} on {path.name}:\n{told.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
        self.ready: float = found["ready"]
        self.sizes: list[int] = found["sizes"]
        kept = [{int(page): n for page, n in answer["kept"].items()} for answer in found["answers"]]
        self.usual, self.budget = kept[::2], kept[1::2]
        self.milliseconds = [1_000 * answer["seconds"] for answer in found["answers"]]


def share(kept: Kept, evidence: list[int], sizes: list[int]) -> tuple[float, float]:
    """Hit and cover of one question, by the sizes of the pages as this program read them."""
    hit = sum(kept.get(page, 0) > 0 for page in evidence) / len(evidence)
    cover = sum(min(1.0, kept.get(page, 0) / max(sizes[page], 1)) for page in evidence) / len(evidence)
    return hit, cover


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` gives, and the seconds it took."""
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--evalset", type=Path, required=True, help="the evaluation set's folder")
    parser.add_argument("--python", type=Path, required=True, help="the other environment's Python")
    parser.add_argument("--quick", action="store_true", help="every eighth document")
    options = parser.parse_args()
    by_document: dict[Path, list[Row]] = defaultdict(list)
    for row in rows_of(options.evalset):
        if row.document.parent.parent.name == "long":
            by_document[row.document].append(row)
    count("load the rank table")
    warm_up()
    got: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    ready: dict[str, list[float]] = defaultdict(list)
    asked: dict[str, list[float]] = defaultdict(list)
    for path, rows in sorted(by_document.items())[:: 8 if options.quick else 1]:
        packer = Packer()
        document: Document
        document, read = timed(lambda path=path, packer=packer: finish(packer.reading(load(path))))
        _, indexed = timed(lambda document=document, packer=packer: finish(packer.prepare(document)))
        if packer.pack("", [document], PackingOptions(window=WINDOW)).report.mode is Mode.WHOLE:
            continue
        _, understood = timed(lambda document=document, packer=packer: finish(packer.prepare_meaning(document)))
        ready["docqa, by words"].append(read + indexed)
        ready["docqa"].append(read + indexed + understood)
        keep = docqa(document, WINDOW, packer)
        questions = [row.question for row in rows]
        others = {name: Beside(options.python, name, path, questions) for name in (LANGCHAIN, LLAMAINDEX)}
        for name, other in others.items():
            ready[name].append(other.ready)
            asked[name] += other.milliseconds
        for i, row in enumerate(rows):
            evidence = [p for p in row.evidence if 0 <= p < len(document.pages) and document.pages[p].text.strip()]
            if not evidence:
                continue
            kept, seconds = timed(lambda row=row, keep=keep: keep(row.question))
            asked["docqa"].append(1_000 * seconds)
            got["docqa"][row.set].append(score(kept, evidence, document))
            for name, other in others.items():
                got[f"{name}, as its guide has it"][row.set].append(share(other.usual[i], evidence, other.sizes))
                got[f"{name}, with as many tokens"][row.set].append(share(other.budget[i], evidence, other.sizes))
    sets = sorted({name for by_set in got.values() for name in by_set})
    heads = [f"{name} ({len(got['docqa'][name])})" for name in sets]
    print(f"{'hit / cover':34}", *(f"{head:>15}" for head in heads))
    for scheme, by_set in got.items():
        cells = (
            " / ".join(f"{sum(part) / len(part):.3f}" for part in zip(*by_set[name], strict=True)) for name in sets
        )
        print(f"{scheme:34}", *(f"{cell:>15}" for cell in cells))
    print(f"\n{'seconds, all files':34} {'until ready':>11} {'with all asked':>15} {'a question, ms':>15}")
    for name, seconds in sorted(ready.items()):
        done = f"{sum(seconds) + sum(asked[name]) / 1_000:15.1f} {statistics.median(asked[name]):15.0f}"
        print(f"{name:34} {sum(seconds):11.1f} {done if asked[name] else ''}")


if __name__ == "__main__":
    main()
