"""Ranking by an embedder that the person has chosen: in any language, and left out where it fails."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

import pytest

from docqa.domain import Cancelled, CancelToken, Document, PackingOptions, finish
from docqa.errors import EngineError, Unreachable
from docqa.packing import Packer, ranker
from tests.packing.test_meaning import Memory, book, document, sent

OPTIONS = PackingOptions(window=2_048, answer_reserve=128)
# What the bilingual embedder below understands: words of both languages that mean the same.
MEANINGS = (
    ("lighthouse", "המגדלור"),
    ("built", "נבנה"),
    ("brothers", "אחים"),
    ("sea", "הים"),
    ("houses", "הבתים"),
)


class Bilingual:
    """Knows what a few words mean in two languages, and finds all texts rather alike, as many models do."""

    def __init__(self, name: str = "bilingual at test", fails: EngineError | None = None) -> None:
        self.name = name
        self.fails = fails
        self.asked: list[tuple[int, bool]] = []

    def embed(
        self, texts: Sequence[str], *, question: bool = False, cancel: CancelToken | None = None
    ) -> list[array[float]]:
        self.asked.append((len(texts), question))
        if cancel:
            cancel.check()
        if self.fails:
            raise self.fails
        return [
            array("f", [3.0, *(any(word in _words(text) for word in both) for both in MEANINGS)]) for text in texts
        ]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def hebrew(pages: int = 60) -> Document:
    texts = [f"בפרק {i} כתוב על הים ועל האנשים של העיר הישנה, וגם על הבתים שלה. " * 8 for i in range(pages)]
    texts[pages * 2 // 3] += "\nהמגדלור נבנה על ידי שני אחים.\n"
    return document(texts)


QUESTION = "Which brothers have built the lighthouse?"


def test_finds_the_answer_in_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    of, needle = hebrew(), "המגדלור"
    monkeypatch.setattr(ranker, "trouble", lambda: "there is no model here")
    by_words = Packer()
    finish(by_words.prepare_meaning(of))
    assert needle not in sent(by_words, QUESTION, of)
    assert "embeddings model" in by_words.pack(QUESTION, [of], OPTIONS).report.hint

    packer = Packer(embedder=Bilingual())
    finish(packer.prepare_meaning(of))
    assert needle in sent(packer, QUESTION, of)
    assert packer.pack(QUESTION, [of], OPTIONS).report.hint == ""


def test_vectors_are_kept_under_the_embedders_name() -> None:
    cache, of, first = Memory(), hebrew(), Bilingual()
    finish(Packer(cache, first).prepare_meaning(of))
    again = Bilingual()
    sent(Packer(cache, again), QUESTION, of)
    assert again.asked == [(1, True)], "only the question is new"
    other = Bilingual("another")
    finish(Packer(cache, other).prepare_meaning(of))
    assert sum(texts for texts, _ in other.asked) == sum(texts for texts, _ in first.asked)


def test_a_question_can_be_asked_before_it_is_done() -> None:
    of, embedder = hebrew(), Bilingual()
    packer = Packer(embedder=embedder)
    hint = packer.pack("מי בנה את המגדלור?", [of], OPTIONS).report.hint
    assert "not understood yet" in hint
    assert sum(texts for texts, _ in embedder.asked) < len(of.pages) * 3


@pytest.mark.parametrize("of", [hebrew(), book()], ids=["by words", "by the shipped model"])
def test_goes_on_without_an_embedder_that_fails(of: Document) -> None:
    embedder = Bilingual(fails=Unreachable("There is no answer from example.", "Start the server."))
    packer = Packer(embedder=embedder)
    finish(packer.prepare_meaning(of))
    assert len(embedder.asked) == 1
    context = packer.pack("What did equipment and property cost? המגדלור", [of], OPTIONS)
    assert "There is no answer from example." in context.report.hint
    assert len(embedder.asked) == 1, "a server that is away is not waited for with every question"

    embedder.fails = None
    finish(packer.prepare_meaning(of))
    assert packer.pack("What did equipment and property cost?", [of], OPTIONS).report.hint == ""


def test_another_embedder_takes_over() -> None:
    of, packer = hebrew(), Packer(embedder=Bilingual(fails=Unreachable("Away.")))
    finish(packer.prepare_meaning(of))
    packer.embed_with(Bilingual())
    finish(packer.prepare_meaning(of))
    assert "המגדלור" in sent(packer, QUESTION, of)
    packer.embed_with(None)
    fails = Bilingual(fails=Unreachable("Away."))
    assert "המגדלור" in sent(packer, QUESTION, of), "the shipped model reads both"
    packer.embed_with(fails)
    assert "Away." in packer.pack("Who lives there?", [of], OPTIONS).report.hint


def test_can_be_cancelled_while_it_embeds() -> None:
    of, cancel = hebrew(), CancelToken()
    packer = Packer(embedder=Bilingual())
    work = packer.prepare_meaning(of, cancel)
    next(work)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(work)
    with pytest.raises(Cancelled):
        packer.pack(QUESTION, [of], OPTIONS, cancel=cancel)


def test_documents_of_two_languages_compete_by_meaning() -> None:
    of, other = hebrew(), book()
    packer = Packer(embedder=Bilingual())
    finish(packer.ready([of, other], OPTIONS))
    context = packer.pack(QUESTION, [other, of], OPTIONS)
    assert "המגדלור" in context.messages[-1].text
