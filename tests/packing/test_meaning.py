from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from docqa.domain import Document, Mode, PackingOptions, Page, finish
from docqa.packing import Packer, vectors
from docqa.packing.meaning import Meaning
from docqa.packing.models import Multilingual, Shipped
from docqa.packing.ranking import index

OPTIONS = PackingOptions(window=2_048, answer_reserve=128)
NEEDLE = "Purchases of property, plant and equipment came to four billion dollars that year."


class Memory:
    """A cache that counts what it is asked."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.loads = 0

    def load(self, document: str, kind: str) -> bytes | None:
        self.loads += 1
        return self.kept.get((document, kind))

    def keep(self, document: str, kind: str, data: bytes) -> None:
        self.kept[document, kind] = data


def document(texts: Sequence[str], title: str = "Report") -> Document:
    pages = tuple(Page(i, str(i + 1), text, 600, 800) for i, text in enumerate(texts))
    return Document(hashlib.sha256("\f".join([title, *texts]).encode()).hexdigest(), title, "text/plain", pages)


def book(needle: str = NEEDLE, pages: int = 120) -> Document:
    topics = ["gardens", "sailing boats", "old songs", "cooking with herbs", "mountain weather", "chess openings"]
    texts = []
    for i in range(pages):
        topic = topics[i % len(topics)]
        texts.append(f"This is what the people of the {i}. village like to say about {topic}, and why. " * 6)
    texts[pages * 2 // 3] += f"\n\n{needle}\n"
    return document(texts)


def sent(packer: Packer, question: str, of: Document) -> str:
    context = packer.pack(question, [of], OPTIONS)
    assert context.report.mode is Mode.PASSAGES
    assert context.report.tokens.total <= OPTIONS.window
    return context.messages[-1].text


def test_finds_what_is_said_in_other_words() -> None:
    packer, of = Packer(), book()
    finish(packer.prepare_meaning(of))
    assert NEEDLE in sent(packer, "How high was capital expenditure?", of)


def test_a_question_can_be_asked_before_it_is_done() -> None:
    packer, of = Packer(), book()
    work = packer.prepare_meaning(of)
    next(work)
    question = "What did equipment and property cost?"
    assert NEEDLE in sent(packer, question, of)
    assert "not understood yet" in packer.pack(question, [of], OPTIONS).report.hint
    work.close()
    finish(packer.prepare_meaning(of))
    assert packer.pack(question, [of], OPTIONS).report.hint == ""


def test_vectors_are_made_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, of = Memory(), book()
    finish(Packer(cache).prepare_meaning(of))
    data = cache.kept[of.id, Shipped.kind]
    found = finish(index(of))
    assert len(data) <= 1024 * len(found.units)

    monkeypatch.setattr(Meaning, "_embed", lambda *_: pytest.fail("embedded again"))
    again = Packer(cache)
    finish(again.prepare_meaning(of))
    # Ready from the cache alone, also without being prepared.
    assert NEEDLE in sent(again, "How high was capital expenditure?", of)
    assert NEEDLE in sent(Packer(cache), "How high was capital expenditure?", of)


def test_damaged_vectors_are_made_anew() -> None:
    cache, of = Memory(), book(pages=40)
    finish(Packer(cache).prepare_meaning(of))
    good = cache.kept[of.id, Shipped.kind]
    cache.kept[of.id, Shipped.kind] = good[:-5] + b"wrong"
    finish(Packer(cache).prepare_meaning(of))
    assert len(cache.kept[of.id, Shipped.kind]) == len(good)
    assert cache.kept[of.id, Shipped.kind] != good[:-5] + b"wrong"


def test_stopping_keeps_what_was_done() -> None:
    cache, of = Memory(), book(pages=400)
    packer = Packer(cache)
    finish(packer.prepare(of))
    work = packer.prepare_meaning(of)
    first, second = next(work), next(work)
    assert (first.done, second.done) == (0, 64)
    work.close()
    again = Packer(cache)
    finish(again.prepare(of))
    assert next(again.prepare_meaning(of)).total == first.total - 64


def test_progress_reaches_its_end() -> None:
    seen = list(Packer().prepare_meaning(book(pages=30)))
    steps = [step for step in seen if step.doing == "Understanding the document"]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == steps[-1].total > 0


def test_the_same_text_is_embedded_once() -> None:
    of = document(["The same words stand on every page of this book, and nothing else does.\n"] * 50)
    meaning = Meaning(of, finish(index(of)), Shipped())
    steps = list(meaning.work(None))
    assert steps[-1].total == 2  # the unit, and the title made of its first words
    assert meaning.complete


def hebrew(pages: int = 60) -> Document:
    """A book that says in Hebrew, in one place, what a lighthouse cost."""
    texts = [f"בפרק {i} כתוב על הים ועל האנשים של העיר הישנה, וגם על הבתים שלה. " * 8 for i in range(pages)]
    texts[40] += "\nהמגדלור נבנה בשנת 1861 על ידי שני אחים.\n"
    return document(texts)


def test_other_languages_are_read_by_the_model_that_reads_them() -> None:
    of, cache = hebrew(), Memory()
    packer = Packer(cache)
    finish(packer.prepare_meaning(of))
    assert (of.id, Shipped.kind) not in cache.kept
    assert (of.id, Multilingual.kind) in cache.kept
    assert "1861" in sent(packer, "מתי הוקם מגדל האור?", of)
    # What was kept is as good.
    assert "1861" in sent(Packer(cache), "מתי הוקם מגדל האור?", of)


def test_a_question_in_another_language_finds_its_page() -> None:
    of, packer = hebrew(), Packer()
    finish(packer.prepare_meaning(of))
    context = packer.pack("When was the lighthouse built, and by whom?", [of], OPTIONS)
    assert "1861" in context.messages[-1].text
    assert context.report.hint == ""


def test_unknown_units_do_not_outrank_known_ones() -> None:
    of = book(pages=400)
    found = finish(index(of))
    meaning = Meaning(of, found, Shipped())
    words = np.zeros(len(found.units), dtype=np.float32)
    question = np.eye(1, 384, dtype=np.float32)[0]
    scores, _ = meaning.cosines(question, words)
    assert not meaning.complete
    assert scores.min() == scores[~meaning._known[: len(scores)]].max()


def test_documents_that_fit_need_no_understanding() -> None:
    short = document(["One page of English words, and that is all there is to it."])
    packer = Packer()
    assert packer.fits([short], OPTIONS)
    assert not packer.fits([book()], OPTIONS)
    assert {step.doing for step in packer.ready([short], OPTIONS)} <= {"Indexing", "Counting tokens"}


def test_words_decide_where_the_model_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_encoder", None)
    monkeypatch.setattr(vectors, "_trouble", "")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    packer, of = Packer(), book()
    finish(packer.prepare_meaning(of))
    question = "What did equipment and property cost?"
    assert NEEDLE in sent(packer, question, of)
    assert "onnxruntime" in packer.pack(question, [of], OPTIONS).report.hint


def test_a_foreign_question_is_compared_with_a_part_at_once_and_with_the_rest_later() -> None:
    of, packer = book(), Packer()
    finish(packer.prepare_meaning(of))
    question = "איזה סכום הוצא על רכוש וציוד באותה שנה?"
    hint = packer.pack(question, [of], OPTIONS).report.hint
    assert "Hebrew" in hint
    assert "English" in hint
    assert packer.pack("What was spent on property that year?", [of], OPTIONS).report.hint == ""
    assert packer.pack("Chess?", [of], OPTIONS).report.hint == ""
    finish(packer.prepare_meaning(of))  # what the question began
    context = packer.pack(question, [of], OPTIONS)
    assert NEEDLE in context.messages[-1].text
    assert context.report.hint == ""


def test_says_that_words_alone_cannot_compare_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setattr(vectors, "_trouble", "")
    hint = Packer().pack("איזה סכום הוצא על רכוש וציוד באותה שנה?", [book()], OPTIONS).report.hint
    assert "only names, numbers and shared words" in hint
