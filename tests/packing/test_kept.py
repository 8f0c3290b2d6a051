"""What is kept of a document's index and counts: the same when read back, and nothing of another text's."""

from __future__ import annotations

import numpy as np
import pytest

from docqa.domain import Document, PackingOptions, finish
from docqa.packing import Packer, kept, known
from docqa.packing.ranking import index
from tests.packing.test_meaning import Memory, book, document

OPTIONS = PackingOptions(window=2_048, answer_reserve=128)
OTHER = [f"המגדלור ה-{i} נבנה בשנת 1{i:03}, והים סביבו שקט. “quoted” ½ 中文字 {i}\n\n" * 4 for i in range(60)]


@pytest.mark.parametrize("of", [book(), document(OTHER), document([""] * 3)], ids=["english", "mixed", "empty"])
def test_an_index_reads_back_as_it_was(of: Document) -> None:
    found, name = finish(index(of)), kept.digest(of)
    again = kept.index_from_bytes(kept.index_to_bytes(found, name), name)
    assert again is not None
    assert (again.language, again.units) == (found.language, found.units)
    assert np.array_equal(again.pages_of, found.pages_of)
    assert np.array_equal(again.central, found.central)
    assert again.words.vocabulary == found.words.vocabulary
    wanted = dict.fromkeys(list(found.words.vocabulary)[::7], 1.5)
    assert np.array_equal(again.words.scores(wanted), found.words.scores(wanted))
    assert all(again.words.frequency(term) == found.words.frequency(term) for term in (*wanted, "nowhere"))


def test_another_text_or_damage_is_told() -> None:
    of, other = book(), book("The same file, read in another way.")
    name, wrong = kept.digest(of), kept.digest(other)
    assert name != wrong
    data, counts = kept.index_to_bytes(finish(index(of)), name), kept.counts_to_bytes(np.arange(120), name)
    assert kept.index_from_bytes(data, wrong) is None
    assert kept.counts_from_bytes(counts, wrong, 120) is None
    assert kept.counts_from_bytes(counts, name, 119) is None
    for cut in (0, 10, len(data) // 2, len(data) - 30):
        assert kept.index_from_bytes(data[:cut], name) is None
    damaged = bytearray(data)
    damaged[len(data) // 2] ^= 1
    assert kept.index_from_bytes(bytes(damaged), name) is None
    assert kept.counts_from_bytes(counts[:-1] + b"?", name, 120) is None


def test_a_document_is_indexed_and_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, of = Memory(), book()
    first = Packer(cache).pack("How high was capital expenditure?", [of], OPTIONS)
    monkeypatch.setattr(known, "index", lambda *_: pytest.fail("indexed again"))
    monkeypatch.setattr(known, "page_tokens", lambda *_: pytest.fail("counted again"))
    again = Packer(cache)
    assert not list(again.prepare(of))
    assert again.pack("How high was capital expenditure?", [of], OPTIONS) == first


def test_the_same_file_read_in_another_way_is_indexed_anew() -> None:
    cache, of = Memory(), book()
    finish(Packer(cache).prepare(of))
    words = "The lantern on the north mole burns oil."
    pages = book(words).pages
    read_again = Document(of.id, of.title, of.kind, pages)
    assert words in Packer(cache).pack("What burns the lantern?", [read_again], OPTIONS).messages[-1].text
