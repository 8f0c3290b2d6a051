"""Pictures in the window: what goes in, how large, and that it never grows over the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docqa.domain import (
    Document,
    Figure,
    FigureKind,
    Mode,
    PackingOptions,
    Page,
    PageImage,
    PageKind,
    PageSource,
    Rect,
    Region,
    Span,
    WordBoxes,
)
from docqa.errors import PackError
from docqa.packing import Packer, count
from docqa.packing.picture_tokens import PER_PICTURE, picture_rule
from docqa.packing.prompt import picture_line
from docqa.packing.tokens import PER_CONVERSATION, PER_MESSAGE

A4 = (595.0, 842.0)
MODELS = (
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-5-mini",
    "gpt-6",
    "claude-sonnet-4",
    "gemini-2.5-pro",
    "qwen3-vl",
    "x",
    "gemma3",
)


def page(index: int, text: str = "", kind: PageKind = PageKind.TEXT) -> Page:
    source = PageSource.TEXT if text or kind is PageKind.TEXT else PageSource.NONE
    words, at, boxes = text.split(), 0, []
    for n, word in enumerate(words):
        at = text.index(word, at)
        left, top = 50 + (n % 10) * 50, 50 + (n // 10) * 14
        boxes.append((at, at + len(word), Rect(left, top, left + 45, top + 10)))
        at += len(word)
    return Page(index, str(index + 1), text, *A4, source, WordBoxes.of(boxes), kind=kind)


def document(pages: Sequence[Page], id: str = "d") -> Document:
    return Document(id * 64, "A paper", "application/pdf", tuple(pages))


def scanned(pages: int) -> Document:
    return document([page(n, kind=PageKind.SCANNED) for n in range(pages)])


def mixed() -> Document:
    said = "The harbour of Port Amber has a crane that lifts eleven tons from a ship in nine minutes. "
    return document(
        [page(n, "" if n % 3 else said * 12, PageKind.SCANNED if n % 3 else PageKind.TEXT) for n in range(9)]
    )


def drawn(sights: Sequence[object]) -> list[PageImage]:
    return [PageImage(sight, b"x") for sight in sights]  # type: ignore[arg-type]


def recounted(context: object, options: PackingOptions) -> int:
    """All that is sent and kept free, counted anew from the messages themselves."""
    total = PER_CONVERSATION + options.answer_reserve
    rule = picture_rule(options.model)
    for message in context.messages:  # type: ignore[attr-defined]
        total += PER_MESSAGE + count(message.text, options.encoding)
        for image in message.images:
            sight = image.sight
            assert sight.tokens == rule.count(sight.width, sight.height)
            total += sight.tokens + PER_PICTURE + count(picture_line(sight.label), options.encoding)
    return total


@pytest.mark.parametrize("model", MODELS)
def test_forty_scanned_pages_are_scaled_to_fit(model: str) -> None:
    paper, packer = scanned(40), Packer()
    options = PackingOptions(window=65_536, model=model)
    sights = packer.sights("What was measured?", [paper], options, everywhere=True)
    context = packer.pack("What was measured?", [paper], options, images=drawn(sights))
    report = context.report
    assert report.mode is Mode.IMAGES
    assert recounted(context, options) == report.tokens.total <= options.window
    assert [sight.region.page for sight in report.pictures] == sorted(
        sight.region.page for sight in report.pictures
    )
    seen = {sight.region.page for sight in report.pictures}
    assert seen | set(report.coverage[0].unreadable) == set(range(40))
    assert not seen & set(report.coverage[0].unreadable)
    if model not in ("gpt-4o-mini",):
        assert len(seen) == 40, "a smaller size for all, rather than pages left out"
    assert all(max(sight.width, sight.height) >= 700 for sight in report.pictures)
    assert report.tokens.total > 0.6 * min(options.window, 40 * 256), "the room there is makes them larger"


def test_a_window_too_small_for_all_says_which_pages_stayed_out() -> None:
    paper, packer, options = scanned(40), Packer(), PackingOptions(window=8_192, model="gpt-4o")
    sights = packer.sights("?", [paper], options, everywhere=True)
    context = packer.pack("?", [paper], options, images=drawn(sights))
    assert 5 <= len(context.images) < 40
    assert context.report.tokens.total <= 8_192
    assert len(context.report.coverage[0].unreadable) == 40 - len(context.images)
    spread = [sight.region.page for sight in context.report.pictures]
    assert max(spread) >= 20, "of pages that nothing tells apart, some of every part"


def test_text_where_it_is_readable_and_pictures_where_not() -> None:
    paper, packer, options = mixed(), Packer(), PackingOptions(window=32_768, model="gpt-4o")
    sights = packer.sights("How long does the crane take?", [paper], options, everywhere=True)
    assert {sight.region.page for sight in sights} == {1, 2, 4, 5, 7, 8}
    context = packer.pack("How long does the crane take?", [paper], options, images=drawn(sights))
    assert context.report.mode is Mode.MIXED
    assert {place.span.page for place in context.report.included} == {0, 3, 6}
    assert context.report.coverage[0].sent == tuple(range(9))


def test_unasked_only_what_could_not_be_read_is_pictured() -> None:
    paper, packer, options = mixed(), Packer(), PackingOptions(model="gpt-4o")
    assert [sight.region.page for sight in packer.sights("What?", [paper], options)] == [1, 2, 4, 5, 7, 8]
    recognised = document([replace(p, text="a word", source=PageSource.OCR) for p in scanned(3).pages])
    assert packer.sights("What?", [recognised], options) == ()
    assert len(packer.sights("What?", [recognised], options, everywhere=True)) == 3


def test_unasked_pictures_leave_the_text_its_room() -> None:
    said = "Nothing of any interest was seen that day, and the log was closed early in the evening. " * 18
    pages = [page(n, kind=PageKind.SCANNED) if n % 2 else page(n, said) for n in range(80)]
    paper, packer, options = document(pages), Packer(), PackingOptions(window=32_768, model="gpt-4o")
    images = drawn(packer.sights("What?", [paper], options))
    context = packer.pack("What?", [paper], options, images=images)
    assert images
    assert sum(sight.tokens for sight in context.report.pictures) < 0.6 * options.window
    assert len(context.report.included) == 40, "all of the text fits, so all of it goes in"


def test_pages_asked_about_go_with_their_text_and_alone() -> None:
    paper, packer, options = mixed(), Packer(), PackingOptions(model="gpt-4o")
    regions = (Region(paper.id, 3), Region(paper.id, 4))
    sights = packer.sights("What is here?", [paper], options, regions=regions)
    context = packer.pack("What is here?", [paper], options, regions=regions, images=drawn(sights))
    assert [image.sight.label for image in context.images] == ["p. 4", "p. 5"]
    assert [passage.place.span.page for passage in context.passages] == [3]
    assert context.report.regions == regions
    assert context.report.coverage[0].sent == (3, 4)
    assert context.report.coverage[0].omitted == (0, 6)
    last = context.messages[-1]
    assert last.images == context.images
    assert "The question is about p. 4, p. 5." in last.text
    assert "The pictures above are of p. 4, p. 5." in last.text


def test_a_part_is_drawn_sharper_than_its_page() -> None:
    paper, packer, options = mixed(), Packer(), PackingOptions(model="qwen3-vl")
    part = Region(paper.id, 3, Rect(100, 100, 300, 200))
    (of_part,) = packer.sights("?", [paper], options, regions=[part])
    (of_page,) = packer.sights("?", [paper], options, regions=[Region(paper.id, 3)])
    assert of_part.width / 200 > 1.5 * of_page.width / A4[0]
    assert abs(of_part.width / of_part.height - 2) < 0.05


def test_without_eyes_a_part_is_its_words() -> None:
    paper, packer = mixed(), Packer()
    part = Region(paper.id, 0, Rect(40, 45, 310, 62))
    context = packer.pack("What?", [paper], PackingOptions(), regions=[part])
    assert [passage.text for passage in context.passages] == ["The harbour of Port Amber"]
    assert context.report.mode is Mode.PASSAGES
    assert "…" in context.messages[1].text


def test_with_a_picture_of_a_part_its_page_is_there_to_read() -> None:
    paper, packer, options = mixed(), Packer(), PackingOptions(model="gpt-4o")
    part = Region(paper.id, 0, Rect(40, 45, 310, 62))
    images = drawn(packer.sights("?", [paper], options, regions=[part]))
    context = packer.pack("?", [paper], options, regions=[part], images=images)
    assert context.passages[0].text == paper.pages[0].text


@pytest.mark.parametrize(
    "region", [Region("d" * 64, 9), Region("e" * 64, 0), Region("d" * 64, 0, Rect(700, 0, 800, 9))]
)
def test_what_is_not_there_cannot_be_asked_about(region: Region) -> None:
    with pytest.raises(PackError, match="There is no page"):
        Packer().pack("?", [mixed()], PackingOptions(), regions=[region])


def test_a_scanned_page_cannot_be_asked_about_without_eyes() -> None:
    paper = scanned(2)
    with pytest.raises(PackError, match=r"no words to read on p\. 2"):
        Packer().pack("?", [paper], PackingOptions(), regions=[Region(paper.id, 1)])


def figures(paper: Document, page: int) -> dict[str, tuple[Figure, ...]]:
    text = paper.pages[page].text
    start = text.index("Figure 7")
    caption = Span(page, start, text.index("\n", start))
    return {paper.id: (Figure("Figure 7", FigureKind.FIGURE, page, Rect(50, 300, 500, 600), caption),)}


def long_paper() -> Document:
    filler = "Nothing of any interest was seen that day, and the log was closed early in the evening. \n"
    pages = [filler * 40 for _ in range(120)]
    pages[77] = filler * 20 + "Figure 7: Tides at the north mole\n" + filler * 19
    return document([page(n, text) for n, text in enumerate(pages)])


def test_a_figure_named_in_the_question_is_pictured() -> None:
    paper, packer, options = long_paper(), Packer(), PackingOptions(window=8_192, model="gpt-4o")
    for question in ("What does Figure 7 show?", "explain fig. 7b", "Was zeigt Abb. 7?"):
        (sight,) = packer.sights(question, [paper], options, figures=figures(paper, 77))
        assert sight.label == "p. 78, Figure 7"
        assert sight.region.rect == Rect(50, 300, 500, 600)
    assert packer.sights("What does Figure 8 show?", [paper], options, figures=figures(paper, 77)) == ()


def test_without_eyes_its_caption_is_sure_to_go_in() -> None:
    paper, packer, options = long_paper(), Packer(), PackingOptions(window=4_096, answer_reserve=512)
    question = "In the log of a day of no interest, what does fig. 7 show of the evening?"
    context = packer.pack(question, [paper], options, figures=figures(paper, 77))
    assert any("Tides at the north mole" in passage.text for passage in context.passages)
    assert context.report.tokens.total <= options.window


@settings(max_examples=40, deadline=None)
@given(
    window=st.integers(1_200, 40_000),
    reserve=st.integers(0, 600),
    model=st.sampled_from(MODELS),
    margin=st.sampled_from((0.0, 0.2)),
    pages=st.lists(st.integers(0, 8), max_size=4),
    boxed=st.booleans(),
    everywhere=st.booleans(),
)
def test_never_over_the_window(
    window: int, reserve: int, model: str, margin: float, pages: list[int], boxed: bool, everywhere: bool
) -> None:
    paper, packer = mixed(), Packer()
    options = PackingOptions(window, reserve, model=model, margin=margin)
    regions = [Region(paper.id, n, Rect(40, 40, 400, 300) if boxed else None) for n in pages]
    sights = packer.sights("What does the crane lift?", [paper], options, regions=regions, everywhere=everywhere)
    try:
        context = packer.pack("What does the crane lift?", [paper], options, regions=regions, images=drawn(sights))
    except PackError:
        return
    assert recounted(context, options) <= context.report.tokens.total <= options.usable_window
    assert context.report.pictures == sights, "what was planned is what fits"


@settings(max_examples=30, deadline=None)
@given(window=st.integers(1_200, 6_000), sizes=st.lists(st.integers(1, 3_000), min_size=1, max_size=9))
@example(window=2_324, sizes=[1])  # the picture fits, and leaves no room to say that no words do
def test_pictures_of_any_size_are_left_out_where_they_do_not_fit(window: int, sizes: list[int]) -> None:
    paper, packer, options = mixed(), Packer(), PackingOptions(window, 200, model="qwen3-vl")
    sights = packer.sights("?", [paper], PackingOptions(60_000, 200, model="qwen3-vl"), everywhere=True)
    try:
        context = packer.pack("?", [paper], options, images=drawn(sights))
    except PackError:
        return
    assert recounted(context, options) <= context.report.tokens.total <= window


def test_the_words_of_a_named_table_are_told_apart() -> None:
    paper, packer = long_paper(), Packer()
    found = figures(paper, 77)
    small = PackingOptions(window=4_096, answer_reserve=512)
    context = packer.pack("What does Figure 7 show?", [paper], small, figures=found)
    assert next(passage.text for passage in context.named) == "Figure 7: Tides at the north mole"
    assert packer.pack("What was seen?", [paper], small, figures=found).named == ()


def test_a_named_table_comes_whole_with_its_header_where_nothing_is_looked_at() -> None:
    """From a long book in a small window: every row of the table, and the names of its columns."""
    filler = "The harbour was quiet and nobody saw the ship come in from the north that day. " * 20
    rows = "\n".join(f"19{n:02}  {1000 + 7 * n}  {300 + n}" for n in range(30))
    table = f"Table 4: Tons by year\nYear  Salt  Herring\n{rows}"
    there = document([page(n, f"{filler}\n{table}\n{filler}" if n == 11 else filler) for n in range(40)])
    start = there.pages[11].text.index("Table 4")
    caption = Span(11, start, start + len("Table 4: Tons by year"))
    first, *_ = there.rects(Span(11, start, start + 5))
    *_, last = there.rects(Span(11, start + len(table) - 3, start + len(table)))
    figure = Figure("Table 4", FigureKind.TABLE, 11, Rect(0, first.y0 - 1, 600, last.y1 + 1), caption)
    options = PackingOptions(window=3_000, answer_reserve=400)
    context = Packer().pack("What does Table 4 say?", [there], options, figures={there.id: (figure,)})
    assert context.report.mode is Mode.PASSAGES
    assert context.report.tokens.total <= options.window
    sent = context.messages[-1].text
    assert "Year  Salt  Herring" in sent
    assert all(row in sent for row in rows.split("\n"))
