"""A document in parts: all of it, once, in order, and never more than the window holds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from docqa.domain import Document, Mode, PackedContext, PackingOptions, Page, PageSource, Place, Span, TokenUse
from docqa.errors import PackError
from docqa.packing import count
from docqa.packing.notes import Noted, answer_window, condensing_windows, split_note
from docqa.packing.parts import Part, cut
from docqa.packing.tokens import PER_CONVERSATION, PER_MESSAGE

QUESTION = "How many towers are there?"
WORDS = st.text(
    st.sampled_from("abc ABC 12,.\n\n…=-[]p/\t אבגד 塔高九十米 é\u200f🙂"),
    max_size=4_000,
)
SMALL = PackingOptions(window=2_000, answer_reserve=300)


def document(*texts: str, id: str = "d", labels: tuple[str, ...] = ()) -> Document:
    pages = (Page(n, labels[n] if labels else str(n + 1), text, 595, 842) for n, text in enumerate(texts))
    return Document(id * 8, f"Book {id}", "text/plain", tuple(pages))


def towers(pages: int, id: str = "d", words: int = 150) -> Document:
    return document(*(f"Tower {n} of Vell is {90 + n} metres tall. " * (words // 9) for n in range(pages)), id=id)


def counted(context: PackedContext) -> int:
    return sum(count(message.text) + PER_MESSAGE for message in context.messages) + PER_CONVERSATION


def places(parts: tuple[Part, ...]) -> list[Place]:
    return [place for part in parts for place in part.context.report.included]


def hold_everything_once(parts: tuple[Part, ...], documents: list[Document]) -> None:
    """The places of all parts, joined, are the documents' texts from first to last character."""
    at = iter(places(parts))
    for each in documents:
        for page in each.pages:
            if not page.text.strip():
                continue
            reached = 0
            while reached < len(page.text):
                place = next(at)
                assert (place.document, place.span.page) == (each.id, page.index)
                assert not page.text[reached : place.span.start].strip()
                reached = place.span.end
                if not page.text[reached:].strip():
                    break
    assert next(at, None) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(WORDS, max_size=12),
    more=st.lists(WORDS, max_size=4),
    window=st.integers(1_100, 4_000),
    margin=st.sampled_from([0.0, 0.13]),
    labels=st.booleans(),
)
@example(texts=["a" * 9_000, " \n ", "x\n" * 3_000], more=["塔" * 5_000], window=1_300, margin=0.0, labels=True)
def test_parts_hold_every_page_once_and_never_exceed_the_window(
    texts: list[str], more: list[str], window: int, margin: float, labels: bool
) -> None:
    odd = tuple(f"{n}-{'long label ' * (n % 3)}" for n in range(len(texts))) if labels else ()
    documents = [document(*texts, labels=odd), document(*more, id="e")]
    options = PackingOptions(window=window, answer_reserve=200, margin=margin)
    parts = cut(QUESTION, documents, options)
    hold_everything_once(parts, documents)
    for number, part in enumerate(parts, 1):
        assert (part.number, part.of) == (number, len(parts))
        tokens = part.context.report.tokens
        sent = counted(part.context)
        assert tokens.total - tokens.answer_reserve == sent
        assert sent * (1 + margin) + tokens.answer_reserve <= window + 1
        text = part.context.messages[-1].text
        for passage in part.context.passages:
            assert passage.text in text


def test_parts_are_filled_and_say_what_they_hold() -> None:
    parts = cut(QUESTION, [towers(40)], SMALL)
    assert parts[0].pages.startswith("pages 1–")
    assert parts[-1].pages.endswith("40")
    fills = [part.context.report.tokens.total / SMALL.window for part in parts[:-1]]
    assert min(fills) > 0.85
    assert "Shown here: pages 1–" in parts[0].context.messages[1].text
    assert parts[0].context.report.mode is Mode.PASSAGES
    sent = [page for part in parts for page in part.context.report.coverage[0].sent]
    assert sent == list(range(40))


def test_what_fits_is_one_part_and_whole() -> None:
    (part,) = cut(QUESTION, [towers(3)], PackingOptions())
    assert part.context.report.mode is Mode.WHOLE
    assert "Shown here" not in part.context.messages[1].text


def test_nothing_to_read_is_no_part() -> None:
    blank = Document("b", "Scan", "application/pdf", (Page(0, "1", "", 595, 842, PageSource.NONE),))
    assert cut(QUESTION, [blank], PackingOptions()) == ()


def test_each_part_begins_the_same_and_cuts_do_not_move_with_the_question() -> None:
    book = towers(40)
    first = cut("How many?", [book], SMALL)
    second = cut("How many towers stand in the city of Vell?", [book], SMALL)
    assert len({part.context.messages[0] for part in first}) == 1
    assert places(first) == places(second)
    for one, other in zip(first, second, strict=True):
        end = one.context.messages[1].text.rindex("Question:")
        assert one.context.messages[1].text[:end] == other.context.messages[1].text[:end]


def test_a_follow_up_brings_the_question_before_it() -> None:
    part, *_ = cut("And the year before?", [towers(40)], SMALL, before="How many towers in 1990?")
    assert part.context.messages[1].text.endswith(
        "The question before it: How many towers in 1990?\nQuestion: And the year before?"
    )


def test_a_window_with_no_room_is_an_error_with_a_hint() -> None:
    with pytest.raises(PackError) as caught:
        cut(QUESTION, [towers(4)], PackingOptions(window=600, answer_reserve=200))
    assert "larger window" in caught.value.hint


# --- notes -------------------------------------------------------------------------------------------------


def some(notes: int) -> list[Noted]:
    place = Place("d" * 8, Span(0, 0, 20))
    return [Noted(f"Tower {n} is “{90 + n} metres” tall [p. {n}].", (place,)) for n in range(notes)]


def test_all_notes_go_into_one_window_if_they_fit() -> None:
    context = answer_window(QUESTION, some(20), [towers(40)], SMALL)
    assert context is not None
    assert counted(context) == context.report.tokens.total - SMALL.answer_reserve
    assert context.report.tokens.total <= SMALL.window
    assert all(note.text in context.messages[-1].text for note in some(20))
    assert context.report.coverage[0].sent == tuple(range(40))


def test_no_notes_are_told_as_such() -> None:
    context = answer_window(QUESTION, [], [towers(40)], SMALL)
    assert context is not None
    assert "No part of the documents holds anything" in context.messages[-1].text


@settings(max_examples=40, deadline=None)
@given(notes=st.lists(WORDS.filter(str.strip), min_size=1, max_size=60), window=st.integers(1_200, 3_000))
def test_batches_hold_every_note_once_and_never_exceed_the_window(notes: list[str], window: int) -> None:
    options = PackingOptions(window=window, answer_reserve=400)
    pieces = [Noted(piece) for note in notes for piece in split_note(note, options)]
    windows = condensing_windows(QUESTION, pieces, [towers(2)], options)
    for context in windows:
        tokens: TokenUse = context.report.tokens
        assert tokens.total - tokens.answer_reserve == counted(context)
        assert tokens.total <= window
    sent = "".join(context.messages[-1].text for context in windows)
    at = 0
    for piece in pieces:
        at = sent.index(f"- {piece.text}\n", at) + 1


def test_notes_that_do_not_fit_say_so() -> None:
    assert answer_window(QUESTION, some(400), [towers(2)], SMALL) is None
    assert len(condensing_windows(QUESTION, some(400), [towers(2)], SMALL)) > 4
