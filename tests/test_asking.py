"""The road through asking: what is kept when all goes well, when it is stopped, and when the engine breaks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from docqa import asking
from docqa.domain import (
    Cancelled,
    CancelToken,
    Delta,
    Document,
    Done,
    Event,
    PackedContext,
    PackingOptions,
    Page,
    Status,
    Stop,
    Turn,
    Usage,
    Used,
)
from docqa.errors import ContextTooLong, Unreachable
from docqa.library import Store
from docqa.library.calibration import Calibration
from docqa.packing import Packer

T = TypeVar("T")
TEXT = "The lighthouse was lit on 3 May 1871. Its keeper, Ada Brandt, wrote down every ship."


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "lighthouse.txt"
    path.write_text(TEXT, encoding="utf-8")
    identity = hashlib.sha256(path.read_bytes()).hexdigest()
    return Document(identity, "Lighthouse", "text/plain", (Page(0, "1", TEXT, 595, 842),))


class Scripted:
    """An engine that says what it is told to, and remembers what it was sent."""

    name, model = "scripted", "script-1"

    def __init__(self, *script: Event | Exception | Callable[[], None]) -> None:
        self.script = script
        self.sent: list[PackedContext] = []

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        self.sent.append(context)
        for step in self.script:
            if cancel.cancelled:
                raise Cancelled
            if isinstance(step, Exception):
                raise step
            if isinstance(step, Delta | Used | Done):
                yield step
            else:
                step()


def run(work: Generator[asking.AskEvent, None, T]) -> tuple[list[asking.AskEvent], T]:
    events = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            return events, end.value


QUOTED = (Delta("It was lit “on 3 May "), Delta("1871” [p. 1]."), Used(Usage(90, 12)), Done())


def test_an_answer_is_streamed_and_its_quote_is_found(document: Document) -> None:
    events, turn = run(
        asking.ask(asking.Request("When was it lit?", [document], Scripted(*QUOTED), Packer(), PackingOptions()))
    )
    assert isinstance(events[0], asking.Packed)
    assert [event.text for event in events[1:] if isinstance(event, Delta)] == [
        "It was lit “on 3 May ",
        "1871” [p. 1].",
    ]
    assert turn.answer.complete
    assert turn.answer.usage == Usage(90, 12)
    (citation,) = turn.answer.citations
    assert document.text(citation.place.span) == "on 3 May 1871"
    assert turn.report is not None
    assert turn.report.tokens.total <= turn.report.window


def test_an_invented_quote_is_marked_missing(document: Document) -> None:
    script = (Delta("It was lit “on 9 June 1904” [p. 1]."), Done())
    _, turn = run(asking.ask(asking.Request("When?", [document], Scripted(*script), Packer(), PackingOptions())))
    assert [check.status for check in turn.answer.checks if check.kind.value == "quote"] == [Status.MISSING]


def test_stopping_midway_keeps_what_came(document: Document) -> None:
    cancel = CancelToken()
    engine = Scripted(Delta("It was "), cancel.cancel, Delta("never said"))
    _, turn = run(
        asking.ask(asking.Request("When?", [document], engine, Packer(), PackingOptions(), cancel=cancel))
    )
    assert turn.answer.text == "It was "
    assert not turn.answer.complete
    assert turn.answer.problem == asking.STOPPED


def test_stopping_before_the_first_word_is_no_answer(document: Document) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        run(
            asking.ask(
                asking.Request(
                    "When?", [document], Scripted(cancel.cancel, Done()), Packer(), PackingOptions(), cancel=cancel
                )
            )
        )


def test_a_broken_stream_keeps_what_came_and_says_why(document: Document) -> None:
    engine = Scripted(Delta("It was "), Unreachable("The connection broke.", "Try again."))
    _, turn = run(asking.ask(asking.Request("When?", [document], engine, Packer(), PackingOptions())))
    assert turn.answer.text == "It was "
    assert not turn.answer.complete
    assert "The connection broke." in turn.answer.problem


def test_an_engine_that_says_nothing_raises_its_error(document: Document) -> None:
    with pytest.raises(ContextTooLong):
        run(
            asking.ask(
                asking.Request(
                    "When?", [document], Scripted(ContextTooLong("Too long.")), Packer(), PackingOptions()
                )
            )
        )


def test_an_answer_cut_at_the_reserve_is_marked(document: Document) -> None:
    engine = Scripted(Delta("It was"), Done(Stop.LENGTH))
    _, turn = run(asking.ask(asking.Request("When?", [document], engine, Packer(), PackingOptions())))
    assert turn.answer.problem == asking.CUT


def test_follow_ups_send_the_document_and_the_turns_before(document: Document) -> None:
    first = Scripted(*QUOTED)
    _, turn = run(asking.ask(asking.Request("When was it lit?", [document], first, Packer(), PackingOptions())))
    second = Scripted(Delta("Ada Brandt."), Done())
    run(asking.ask(asking.Request("Who kept it?", [document], second, Packer(), PackingOptions(), [turn])))
    messages = second.sent[0].messages
    assert [message.role for message in messages] == ["system", "user", "assistant", "user"]
    assert TEXT in messages[1].text
    assert "When was it lit?" in messages[1].text
    assert messages[-1].text.endswith("Who kept it?")
    document_end = first.sent[0].messages[1].text.index("When was it lit?")
    assert first.sent[0].messages[0] == messages[0]
    assert first.sent[0].messages[1].text[:document_end] == messages[1].text[:document_end]


@pytest.fixture
def kept(document: Document, tmp_path: Path) -> Iterator[tuple[Store, str]]:
    with Store(tmp_path / "library.sqlite3") as store:
        ref = store.remember(document, tmp_path / "lighthouse.txt")
        yield store, store.create_session("Lighthouse", [ref]).id


def ask_kept(
    kept: tuple[Store, str], document: Document, engine: Scripted, cancel: CancelToken | None = None
) -> Turn:
    store, session = kept
    work = asking.ask_in_session(
        store,
        session,
        asking.Request("When?", [document], engine, Packer(), PackingOptions(), cancel=cancel or CancelToken()),
    )
    return run(work)[1]


def test_a_kept_turn_comes_back_as_it_was(kept: tuple[Store, str], document: Document) -> None:
    turn = ask_kept(kept, document, Scripted(*QUOTED))
    store, session = kept
    assert store.session(session).turns == (turn,)


def test_words_that_streamed_are_on_disk_before_the_answer_ends(
    kept: tuple[Store, str], document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_SAVE_EVERY", 0.0)
    store, session = kept
    work = asking.ask_in_session(
        store, session, asking.Request("When?", [document], Scripted(*QUOTED), Packer(), PackingOptions())
    )
    next(work)  # packed
    next(work)  # the first words
    next(work)  # the next words: the first are kept by now
    (turn,) = store.session(session).turns
    assert turn.answer.text.startswith("It was lit")
    assert not turn.answer.complete
    work.close()
    (turn,) = store.session(session).turns
    assert turn.answer.text.startswith("It was lit")


def test_a_question_without_any_answer_leaves_no_turn(kept: tuple[Store, str], document: Document) -> None:
    with pytest.raises(Unreachable):
        ask_kept(kept, document, Scripted(Unreachable("No connection.")))
    store, session = kept
    assert store.session(session).turns == ()


# --- what the server counts ------------------------------------------------------------------------------


@pytest.fixture
def long_document() -> Document:
    pages = (
        Page(n, str(n + 1), f"Chapter {n + 1}. The tower of Vell is {90 + n} metres tall. " * 30, 595, 842)
        for n in range(60)
    )
    return Document("d" * 64, "Towers", "text/plain", tuple(pages))


def counting(share: float) -> Scripted:
    """An engine whose tokenizer counts `share` times as many tokens as ours."""
    engine = Scripted()

    def stream(context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        engine.sent.append(context)
        tokens = context.report.tokens
        yield Delta("90 metres.")
        yield Used(Usage(round(share * (tokens.total - tokens.answer_reserve)), 3))
        yield Done()

    engine.stream = stream  # type: ignore[method-assign]
    return engine


def sent_by(engine: Scripted) -> int:
    tokens = engine.sent[-1].report.tokens
    return tokens.total - tokens.answer_reserve


def test_a_server_that_drops_a_part_in_silence_is_told(long_document: Document) -> None:
    calibration = Calibration()
    engine = counting(0.2)
    work = asking.ask(
        asking.Request(
            "How tall?", [long_document], engine, Packer(), PackingOptions(8192, 512), calibration=calibration
        )
    )
    _, turn = run(work)
    assert turn.answer.complete
    read = round(0.2 * sent_by(engine))
    assert f"only {read:,} of the {sent_by(engine):,} tokens" in turn.answer.warning
    assert f"window to {read:,}" in turn.answer.warning
    assert calibration.factor(engine.model, "en") is None, "a cut prompt teaches nothing about the tokenizer"


def test_an_answer_to_all_that_was_sent_has_no_warning(long_document: Document) -> None:
    for share in (0.8, 1.0, 1.4):
        _, turn = run(
            asking.ask(
                asking.Request("How tall?", [long_document], counting(share), Packer(), PackingOptions(8192, 512))
            )
        )
        assert turn.answer.warning == ""


def test_the_next_window_keeps_the_margin_that_the_model_needs(long_document: Document, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    options = PackingOptions(8192, 512)
    for _ in range(2):
        engine, calibration = counting(1.31), Calibration(path)
        run(
            asking.ask(
                asking.Request("How tall?", [long_document], engine, Packer(), options, calibration=calibration)
            )
        )
    room = options.window - options.answer_reserve
    assert 0.85 * room < 1.31 * sent_by(engine) <= room
    assert engine.sent[-1].report.window == options.window


def test_another_language_has_a_margin_of_its_own(long_document: Document, tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "calibration.json")
    run(
        asking.ask(
            asking.Request(
                "How tall?",
                [long_document],
                counting(1.5),
                Packer(),
                PackingOptions(8192),
                calibration=calibration,
            )
        )
    )
    assert calibration.margin("script-1", "en") == pytest.approx(0.5, abs=0.02)
    assert calibration.margin("script-1", "he") == 0
    assert calibration.margin("script-2", "en") == 0
