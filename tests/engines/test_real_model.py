"""The same road with a real, very small model behind llama.cpp's server. It is weak: nothing here asks wisdom."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docqa.asking import Request, ask
from docqa.deepforecast import Forecast
from docqa.deepread import PartStarted, read_deeply
from docqa.domain import (
    Cancelled,
    CancelToken,
    Delta,
    Document,
    Done,
    PackingOptions,
    Page,
    PageImage,
    Region,
    Sight,
    Stop,
    Used,
    finish,
)
from docqa.engines import OpenAIEngine, list_models
from docqa.errors import ContextTooLong, NoVision
from docqa.packing import Packer
from docqa.reading import Renderer, load
from docqa.seeing import Looking

GUIDE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "guide.pdf"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082".replace(" ", "")
)


@pytest.fixture
def engine(real_server: Any) -> OpenAIEngine:
    return OpenAIEngine(real_server.url, real_server.model)


def wait_until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_it_lists_its_model(real_server: Any) -> None:
    assert list_models(real_server.url) == (real_server.model,)


def test_an_answer_streams_in_pieces_and_is_counted(engine: OpenAIEngine, make_context: Any) -> None:
    events = list(engine.stream(make_context("Tell me about the tower.", reserve=24), CancelToken()))
    deltas = [event for event in events if isinstance(event, Delta)]
    assert len(deltas) > 3
    assert "".join(delta.text for delta in deltas).strip()
    (used,) = (event for event in events if isinstance(event, Used))
    assert used.usage.prompt > 20
    assert 3 < used.usage.answer <= 24
    assert isinstance(events[-1], Done)


def test_the_reserve_bounds_the_answer(engine: OpenAIEngine, make_context: Any) -> None:
    context = make_context("Write a very long story about the tower.", reserve=5)
    events = list(engine.stream(context, CancelToken()))
    said = next(event.usage.answer for event in events if isinstance(event, Used))
    assert said <= 5
    assert said < 5 or events[-1] == Done(Stop.LENGTH)


def test_a_follow_up_reuses_what_the_server_has_read(engine: OpenAIEngine, make_context: Any) -> None:
    first = make_context("What is the tower?", "The tower is 93 metres tall. " * 20, reserve=8)
    said = "".join(e.text for e in engine.stream(first, CancelToken()) if isinstance(e, Delta))
    history = (("What is the tower?", said),)
    follow = make_context("And how tall?", "The tower is 93 metres tall. " * 20, history=history, reserve=8)
    events = list(engine.stream(follow, CancelToken()))
    (used,) = (event.usage for event in events if isinstance(event, Used))
    assert used.cached > 100, "the document stood in the same place, so the server need not read it again"
    assert isinstance(events[-1], Done)


def test_stopping_midway_frees_the_server(engine: OpenAIEngine, real_server: Any, make_context: Any) -> None:
    cancel = CancelToken()
    stream = engine.stream(make_context("Write a very long story.", reserve=1500), cancel)
    for _ in range(3):
        assert isinstance(next(stream), Delta)
    assert real_server.busy()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(stream)
    assert wait_until(lambda: not real_server.busy(), 3), "the server goes on although nobody listens"


def test_more_than_the_context_holds_is_told(engine: OpenAIEngine, make_context: Any) -> None:
    context = make_context(document="The tower is 93 metres tall. " * 400)
    with pytest.raises(ContextTooLong) as caught:
        list(engine.stream(context, CancelToken()))
    assert "window" in caught.value.hint


def test_pictures_for_a_model_without_eyes(engine: OpenAIEngine, make_context: Any) -> None:
    image = PageImage(Sight(Region("d", 0), "p. 1", 1, 1, 85), PIXEL)
    with pytest.raises(NoVision) as caught:
        list(engine.stream(make_context(images=(image,)), CancelToken()))
    assert "text" in caught.value.hint
    assert isinstance(list(engine.stream(make_context(reserve=4), CancelToken()))[-1], Done), "nothing is lost"


def test_a_page_asked_of_a_model_without_eyes_is_told_and_then_read(engine: OpenAIEngine) -> None:
    """The whole road: file, picture, refusal, what is learnt of it, and the same page's words instead."""
    document = finish(load(GUIDE))
    page = Region(document.id, 1)
    options = PackingOptions(window=1_400, answer_reserve=16, model="gpt-4o")
    found: list[bool] = []
    with Renderer(GUIDE) as renderer:
        looking = Looking({document.id: renderer}, found=found.append)
        work = ask(
            Request("What is this?", [document], engine, Packer(), options, regions=[page], looking=looking)
        )
        with pytest.raises(NoVision) as caught:
            finish(work)  # type: ignore[arg-type]  # what it yields is of no matter here
    assert "reads no pictures" in caught.value.message
    assert "text" in caught.value.hint
    assert found == [False]
    turn = finish(ask(Request("What is this?", [document], engine, Packer(), options, regions=[page])))  # type: ignore[arg-type]
    assert turn.answer.text
    assert turn.report is not None
    assert turn.report.coverage[0].sent == (1,)


def test_a_window_packed_by_docqa_is_read_whole(engine: OpenAIEngine) -> None:
    pages = tuple(
        Page(n, str(n + 1), f"Chapter {n + 1}. The tower of Vell is {90 + n} metres tall. " * 12, 595, 842)
        for n in range(40)
    )
    document = Document("d", "Towers", "text/plain", pages)
    # Small, so that a slow machine reads it in seconds; the model's tokens are shorter than those counted here.
    options = PackingOptions(window=1000, answer_reserve=32)
    context = Packer().pack("How tall is the tower in chapter 7?", [document], options)
    assert context.report.tokens.total <= options.window
    events = list(engine.stream(context, CancelToken()))
    (used,) = (event.usage for event in events if isinstance(event, Used))
    assert used.prompt > 0.8 * (context.report.tokens.total - 32)
    assert isinstance(events[-1], Done)


def test_a_deep_read_reads_every_part_and_stays_in_the_window(engine: OpenAIEngine) -> None:
    pages = tuple(
        Page(n, str(n + 1), f"Chapter {n + 1}. The tower of Vell is {90 + n} metres tall. " * 8, 595, 842)
        for n in range(6)
    )
    document = Document("d", "Towers", "text/plain", pages)
    options = PackingOptions(window=1000, answer_reserve=24)
    work = read_deeply(Request("List all towers.", [document], engine, Packer(), options))
    told = next(work)
    assert isinstance(told, Forecast)
    assert told.parts > 1
    events = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            turn = end.value
            break
    assert sum(isinstance(event, PartStarted) for event in events) == told.parts
    assert turn.answer.usage is not None
    assert turn.answer.usage.answer <= told.answer_tokens_at_most
    assert turn.report.coverage[0].sent == tuple(range(6))
    assert "read only" not in turn.answer.warning
