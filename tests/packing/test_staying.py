"""Follow-ups: what the last answer rests on stays in the window, and gives way to what ranks better."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from docqa.domain import Answer, Citation, Document, PackedContext, PackingOptions, Page, Place, Span, Turn
from docqa.packing import Packer

OPTIONS = PackingOptions(window=3_000, answer_reserve=300)
FILLER = "Rain fell on the hills and nothing else was written down that day. " * 10
DOCUMENT = Document(
    "d" * 64,
    "Ledger",
    "text/plain",
    tuple(Page(n, str(n + 1), f"{FILLER}The harbour dues were {n} crowns. {FILLER}", 595, 842) for n in range(60)),
)


def turn_citing(*pages: int) -> Turn:
    citations = tuple(
        Citation(Place(DOCUMENT.id, Span(page, len(FILLER), len(FILLER) + 20)), str(page + 1), "The harbour dues")
        for page in pages
    )
    answer = Answer("They were “crowns”.", "scripted", citations=citations)
    return Turn("t", "Which vessel paid in salted herring?", datetime.now(UTC), answer)


def pages_of(context: PackedContext) -> set[int]:
    return {place.span.page for place in context.report.included}


def test_the_passages_of_the_last_answer_stay() -> None:
    packer = Packer()
    question = "And the dues of 3 crowns?"
    without = pages_of(packer.pack(question, [DOCUMENT], OPTIONS, [turn_citing()]))
    page = min(set(range(60)) - without)
    stays = packer.pack(question, [DOCUMENT], OPTIONS, [turn_citing(page)])
    assert page in pages_of(stays)
    assert stays.report.tokens.total <= OPTIONS.window


def test_an_answer_that_cites_everything_does_not_fill_the_next_window() -> None:
    packer = Packer()
    context = packer.pack("What were the dues of 57 crowns?", [DOCUMENT], OPTIONS, [turn_citing(*range(50))])
    assert 57 in pages_of(context)


def test_another_documents_citations_lift_nothing() -> None:
    packer = Packer()
    other = turn_citing(40)
    citation = other.answer.citations[0]
    foreign = Citation(Place("e" * 64, citation.place.span), "41", "x")
    turn = Turn("t", other.question, other.asked, replace(other.answer, citations=(foreign,)))
    with_it = packer.pack("What was rain on the hills?", [DOCUMENT], OPTIONS, [turn])
    without = packer.pack("What was rain on the hills?", [DOCUMENT], OPTIONS, [turn_citing()])
    assert pages_of(with_it) == pages_of(without)
