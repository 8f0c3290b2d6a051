"""The product's story in one place: pack the window, stream the answer, find its evidence, keep the turn."""

from __future__ import annotations

import time
import uuid
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from docqa.domain import (
    Answer,
    Cancelled,
    CancelToken,
    Delta,
    Document,
    Done,
    PackedContext,
    PackingOptions,
    Stop,
    Turn,
    Used,
)
from docqa.engines import Engine
from docqa.errors import EngineError
from docqa.grounding import ground, locate_passages
from docqa.library import Store
from docqa.packing import Packer

STOPPED = "stopped"
CUT = "cut at the answer reserve"
_SAVE_EVERY = 0.3  # seconds of streaming that a kill may lose


@dataclass(frozen=True, slots=True)
class Packed:
    """The window is packed; nothing has been sent yet."""

    context: PackedContext


AskEvent = Packed | Delta


def ask(
    question: str,
    documents: Sequence[Document],
    engine: Engine,
    packer: Packer,
    options: PackingOptions,
    history: Sequence[Turn] = (),
    cancel: CancelToken | None = None,
) -> Generator[AskEvent, None, Turn]:
    """Ask `engine` about `documents`; yields Packed once, then each Delta, and returns the checked Turn.

    What had streamed when the person stopped it, or when the engine broke down, is kept as an incomplete answer.
    Raises PackError if the question does not fit the window, EngineError if nothing at all was answered, and
    Cancelled if it was stopped before the first word.
    """
    cancel = cancel or CancelToken()
    turn = Turn(id=uuid.uuid4().hex, question=question, asked=datetime.now(UTC), answer=Answer("", engine.name))
    context = packer.pack(question, documents, options, history)
    yield Packed(context)

    pieces: list[str] = []
    usage, done, problem = None, Done(), ""
    try:
        for event in engine.stream(context, cancel):
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
        if not pieces:
            raise
        problem = f"{error.message} {error.hint}".strip()

    found = ground("".join(pieces), documents)
    answer = Answer(
        text=found.text,
        engine=engine.name,
        model=engine.model,
        citations=found.citations,
        checks=found.checks,
        alternatives=locate_passages(done.alternatives),
        usage=usage,
        complete=not problem,
        refused=done.refused or found.refused,
        problem=problem,
    )
    return replace(turn, answer=answer, report=context.report)


def ask_in_session(
    store: Store,
    session: str,
    question: str,
    documents: Sequence[Document],
    engine: Engine,
    packer: Packer,
    options: PackingOptions,
    cancel: CancelToken | None = None,
) -> Generator[AskEvent, None, Turn]:
    """`ask` as the next turn of a stored session: every word that arrives is on disk within a moment.

    A kill leaves the turn with what had streamed, marked incomplete. Raises what `ask` raises, and StoreError.
    """
    history = store.session(session).turns
    asking = ask(question, documents, engine, packer, options, history, cancel)
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
                kept = store.begin_turn(session, question, engine.name, engine.model, event.context.report)
            else:
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
