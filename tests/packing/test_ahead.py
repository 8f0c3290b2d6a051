"""Pages that come while a file is still being read are counted and indexed as they come."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from docqa.domain import Document, OutlineEntry, PackingOptions, Page, PagesRead, Progress, finish
from docqa.packing import Packer, known
from docqa.packing.ranking import Gathering, index

TEXTS = (
    "The harbour was deepened in 1934.\n\nIts mole carries a lantern.",
    "Assets  12  14\nTrade receivables  3  4",
    "",
    "Trade receivables  5  6\nThe lanterns burn oil, and the keeper lives beside them. " * 8,
)
PAGES = tuple(Page(i, str(i + 1), text, 595, 842) for i, text in enumerate(TEXTS))
BOOK = Document("d", "A harbour", "application/pdf", PAGES, (OutlineEntry(1, "The lantern", 1),))


def loading(*batches: tuple[int, ...]) -> Generator[Progress, None, Document]:
    """Reads the book, its pages coming in these batches."""
    yield Progress(0, 0, "Opening")
    for batch in batches:
        yield PagesRead(0, 4, "Reading", tuple(PAGES[number] for number in batch))
    return BOOK


def test_the_order_in_which_pages_come_changes_nothing() -> None:
    plain = finish(index(BOOK))
    gathered = Gathering()
    for number in (3, 0, 2, 1):
        gathered.add(PAGES[number])
    found = gathered.index(BOOK)
    assert found.units == plain.units
    assert found.pages_of.tolist() == plain.pages_of.tolist()
    assert found.central.tolist() == plain.central.tolist()
    assert found.words.vocabulary.keys() == plain.words.vocabulary.keys()
    for term in plain.words.vocabulary:
        assert found.words.scores({term: 1.0}).tolist() == plain.words.scores({term: 1.0}).tolist()


def test_what_came_while_reading_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Packer().pack("Where is the lantern?", [BOOK], PackingOptions())
    packer = Packer()
    assert finish(packer.reading(loading((3,), (0, 1), (2,)))) is BOOK
    monkeypatch.setattr(known, "page_tokens", lambda *_: pytest.fail("counted again"))
    monkeypatch.setattr(Gathering, "add", lambda *_: pytest.fail("cut again"))
    finish(packer.prepare(BOOK))
    assert packer.pack("Where is the lantern?", [BOOK], PackingOptions()) == expected


def test_pages_that_were_read_anew_since_are_worked_out_anew() -> None:
    packer = Packer()
    finish(packer.reading(loading((0, 1, 2, 3))))
    other = Page(2, "3", "Its keeper was called Osgood.", 595, 842)
    anew = Document(BOOK.id, BOOK.title, BOOK.kind, (*PAGES[:2], other, PAGES[3]))
    window = packer.pack("Who kept the lantern?", [anew], PackingOptions())
    assert "Osgood" in window.messages[-1].text


def test_closing_closes_the_reading() -> None:
    closed = []

    def endless() -> Generator[Progress, None, Document]:
        try:
            while True:
                yield Progress(0, 0, "Reading")
        finally:
            closed.append(True)

    work = Packer().reading(endless())
    next(work)
    work.close()
    assert closed
