"""Search over the library, measured on the evaluation set's long documents: `python -m pytest -m bench -s FILE`.

Prints how long the longest document takes to index, bytes of index for each character of text, and the median and
worst of nine searches for each query, beside SQLite's own trigram index over the same folded text.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

import pytest

from docqa.domain import Document, finish
from docqa.errors import LoadError
from docqa.language import fold
from docqa.library import LibrarySearch
from docqa.reading import load

QUERIES = (
    "capital expenditures",
    '"property, plant and equipment"',
    "the company",
    "expend*",
    "2019",
    "zzz total",
)


@pytest.fixture(scope="module")
def documents(evalset: Path) -> list[Document]:
    found = {}
    for file in sorted((evalset / "long" / "docs").glob("*.pdf")):
        try:
            document = finish(load(file))
        except LoadError:
            continue
        found[document.id] = document
    return list(found.values())


@pytest.mark.bench
def test_search(documents: list[Document], tmp_path: Path) -> None:
    longest = max(documents, key=lambda document: len(document.pages))
    characters = sum(len(page.text) for document in documents for page in document.pages)
    pages = sum(len(document.pages) for document in documents)
    with LibrarySearch(tmp_path / "search.sqlite3") as search:
        took = 0.0
        for document in documents:
            start = time.perf_counter()
            finish(search.index(document))
            if document is longest:
                took = time.perf_counter() - start
        print(f"\n{len(documents)} documents, {pages} pages, {characters / 1e6:.1f} million characters")
        print(f"index of {len(longest.pages)} pages: {took:.2f} s")
        for query in QUERIES:
            times = []
            for _ in range(9):
                start = time.perf_counter()
                hits = search.search(query)
                times.append((time.perf_counter() - start) * 1000)
            print(f"{query:35} {statistics.median(times):5.0f} ms, at most {max(times):.0f}; {len(hits)} pages")
            assert hits
            assert statistics.median(times) < 100
        start = time.perf_counter()
        search.forget(longest.id)
        print(f"erasing {len(longest.pages)} pages: {time.perf_counter() - start:.2f} s")
    ours = (tmp_path / "search.sqlite3").stat().st_size
    print(f"{ours / characters:.2f} bytes a character; trigrams {_trigrams(documents, tmp_path) / characters:.2f}")


def _trigrams(documents: list[Document], folder: Path) -> int:
    """Bytes of a trigram index of the same pages, without the text itself."""
    path = folder / "trigram.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE pages USING fts5 (text, content = '', tokenize = 'trigram')")
        rows = ((fold(page.text).text,) for document in documents for page in document.pages)
        connection.executemany("INSERT INTO pages (text) VALUES (?)", rows)
        connection.commit()
    return path.stat().st_size
