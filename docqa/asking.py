"""The product's story in one place: pack the window, stream the answer, find its evidence, keep the turn."""

from __future__ import annotations

import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from docqa.domain import (
    BUILTIN,
    CUT,
    STOPPED,
    Answer,
    Cancelled,
    CancelToken,
    Delta,
    Document,
    Done,
    Event,
    PackedContext,
    PackingOptions,
    Region,
    Stop,
    Turn,
    Usage,
    Used,
)
from docqa.engines import Engine
from docqa.errors import EngineError, NoVision, StoreError
from docqa.grounding import ground, locate_passages
from docqa.language import detect
from docqa.library import Store
from docqa.library.calibration import Calibration
from docqa.packing import Packer
from docqa.seeing import WORDS_ALONE, Looking, pack

_SAVE_EVERY = 0.3  # seconds of streaming that a kill may lose
_SAMPLE_PAGES, _SAMPLE = 8, 1_500  # pages of a document, and characters of each, that tell its language


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, about what, of whom, and in how large a window: all that asking and deep reading need.

    `history` are the turns before it. With `calibration` the window keeps the margin that the model's own
    tokenizer was found to need, and what the server counts this time is learnt. With `regions` the question is
    about these pages or parts of pages; `looking` says what may be sent as pictures. Throwing `cancel` stops it.
    """

    question: str
    documents: Sequence[Document]
    engine: Engine
    packer: Packer
    options: PackingOptions
    history: Sequence[Turn] = ()
    calibration: Calibration | None = None
    regions: Sequence[Region] = ()
    looking: Looking = WORDS_ALONE
    cancel: CancelToken = field(default_factory=CancelToken)

    def calibrated(self) -> PackingOptions:
        """The window with the margin that the engine's tokenizer needs here, as far as it is known."""
        if self.calibration is None or not self.engine.model:
            return self.options
        margin = self.calibration.margin(self.engine.model, main_language(self.documents))
        return replace(self.options, margin=max(self.options.margin, margin))


@dataclass(frozen=True, slots=True)
class Packed:
    """The window is packed; nothing has been sent yet."""

    context: PackedContext


AskEvent = Packed | Delta
E = TypeVar("E")


def ask(request: Request) -> Generator[AskEvent, None, Turn]:
    """Pack the window, let the engine answer, and look the answer up; yields Packed once, then each Delta.

    Returns the checked Turn. What had streamed when the person stopped it, or when the engine broke down, is kept
    as an incomplete answer. Raises PackError if the question does not fit the window, NoVision if the engine
    refuses pictures, EngineError if nothing at all was answered, and Cancelled if it was stopped before the first
    word.
    """
    options = request.calibrated()
    context = pack(
        request.question,
        request.documents,
        request.packer,
        options,
        request.history,
        request.regions,
        request.looking,
        request.cancel,
    )
    return (yield from answer(request, context))


def answer(
    request: Request, context: PackedContext, engine: Engine | None = None
) -> Generator[AskEvent, None, Turn]:
    """What `ask` does once the window is packed; `engine` may be another than the request's."""
    engine = engine or request.engine
    asked = datetime.now(UTC)
    yield Packed(context)

    pieces: list[str] = []
    usage, done, problem = None, Done(), ""
    try:
        for event in _said(engine, context, request.cancel):
            match event:
                case Delta(text):
                    pieces.append(text)
                    yield event
                case Used():
                    usage = event.usage
                case Done():
                    done = event
        if done.stop is Stop.LENGTH:
            problem = CUT
    except Cancelled:
        if not pieces:
            raise
        problem = STOPPED
    except EngineError as error:
        if isinstance(error, NoVision):
            request.looking.found(False)
        if not pieces:
            raise
        problem = f"{error.message} {error.hint}".strip()

    if context.images and usage and not problem:
        request.looking.found(True)

    found = ground("".join(pieces), request.documents, context.question)
    checked = Answer(
        text=found.text,
        engine=engine.name,
        model=engine.model,
        citations=found.citations,
        checks=() if done.refused else found.checks,  # that it found nothing is no claim of the document's words
        alternatives=locate_passages(done.alternatives),
        usage=usage,
        complete=not problem,
        refused=done.refused or found.refused,
        problem=problem,
        warning=heed(request, context, usage) if usage else "",
    )
    return Turn(uuid.uuid4().hex, context.question, asked, checked, context.report)


def _said(engine: Engine, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
    """What the engine answers. The built-in reader looks first where the figure or table is that was named."""
    if context.named and engine.name == BUILTIN:
        near = list(engine.stream(replace(context, passages=context.named), cancel))
        if not any(isinstance(event, Done) and event.refused for event in near):
            yield from near
            return
    yield from engine.stream(context, cancel)


def heed(request: Request, context: PackedContext, usage: Usage) -> str:
    """Hold the server's count of the prompt against ours: learn from it, or warn that a part was dropped.

    Returns the warning, "" where all is well. Pictures are left out: what one costs is each server's own matter.
    """
    tokens = context.report.tokens
    counted, read = tokens.total - tokens.answer_reserve, usage.prompt
    if any(message.images for message in context.messages):
        return ""
    model, language = request.engine.model, main_language(request.documents)
    known = request.calibration or Calibration()
    if known.was_cut(model, language, counted, read):
        return (
            f"The server read only {read:,} of the {counted:,} tokens sent and dropped the rest without saying "
            "so: its context is smaller than docqa was told. Don't rely on this answer. Set the window to "
            f"{read:,}, or give the model a larger context at the server (for Ollama: OLLAMA_CONTEXT_LENGTH or "
            "num_ctx)."
        )
    if request.calibration:
        # What can't be written down now is learnt again from the next answer.
        with suppress(StoreError):
            request.calibration.learn(model, language, counted, read)
    return ""


def main_language(documents: Sequence[Document]) -> str:
    """The language that most of `documents` is in (ISO 639-1), by pages spread over them; "" when unsure."""
    sample = []
    for document in documents:
        pages = document.pages
        sample += [page.text[:_SAMPLE] for page in pages[:: max(1, len(pages) // _SAMPLE_PAGES)]]
    return detect("\n".join(sample))


def ask_in_session(
    store: Store, session: str, request: Request, after: str | None = None
) -> Generator[AskEvent, None, Turn]:
    """`ask` as the next turn of a stored session: every word that arrives is on disk within a moment.

    With `after`, the id of an earlier turn or "" for the beginning, it goes on from there in a branch of its own.
    A kill leaves the turn with what had streamed, marked incomplete. Raises what `ask` raises, and StoreError.
    """
    request = replace(request, history=store.turns_until(session, after))
    return (yield from keep(ask(request), store, session, request, after))


def keep(
    asking: Generator[E, None, Turn],
    store: Store,
    session: str,
    request: Request,
    after: str | None = None,
) -> Generator[E, None, Turn]:
    """Let `asking` run as the turn after `after` (the last one shown by default) of a stored session.

    Its events pass through.
    """
    kept: str | None = None
    text, saved = "", time.monotonic()
    try:
        while True:
            try:
                event = next(asking)
            except StopIteration as end:
                turn: Turn = end.value
                break
            if isinstance(event, Packed):
                engine, report = request.engine, event.context.report
                kept = store.begin_turn(session, request.question, engine.name, engine.model, report, after)
            elif isinstance(event, Delta):
                text += event.text
                if kept and time.monotonic() - saved > _SAVE_EVERY:
                    store.keep_text(kept, text)
                    saved = time.monotonic()
            yield event
    except (EngineError, Cancelled):
        # Nothing was answered: the question stays with the person, not in the session.
        if kept:
            store.drop_turn(kept)
        raise
    assert kept is not None, "a window is always packed before an answer"
    turn = replace(turn, id=kept)
    store.finish_turn(turn)
    return turn
