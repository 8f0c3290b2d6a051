"""Notes from a deep read into the window: all of them for the answer, or in batches to be condensed first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from docqa.domain import (
    ContextReport,
    Document,
    Message,
    Mode,
    PackedContext,
    PackingOptions,
    Passage,
    Place,
    TokenUse,
    Turn,
)
from docqa.errors import PackError
from docqa.packing import prompt
from docqa.packing.parts import asked_after, notes_reserve, task
from docqa.packing.tokens import PER_CONVERSATION, PER_MESSAGE, count, count_all
from docqa.packing.window import coverage

NO_NOTES = "(No part of the documents holds anything that helps.)\n"
_HISTORY_SHARE = 0.15  # of what rules and question leave: notes come first


@dataclass(frozen=True, slots=True)
class Noted:
    """A note as it goes into the window: its words, and the places it quotes."""

    text: str
    places: tuple[Place, ...] = ()


def answer_window(
    question: str,
    notes: Sequence[Noted],
    documents: Sequence[Document],
    options: PackingOptions,
    history: Sequence[Turn] = (),
) -> PackedContext | None:
    """The window that asks for the answer from all `notes`; None when they do not fit.

    The report covers all pages: each was read for these notes. Raises PackError if the question does not fit.
    """
    rules = task("from_notes")
    wish = options.voice.strip()
    if wish:
        rules = f"{rules}\n\nHow the person wishes answers to sound (the rules above stay):\n{wish}"
    encoding = options.encoding
    text, asked = _fenced([note.text for note in notes], documents), prompt.asked(question)
    use = TokenUse(
        instructions=count(rules, encoding) + PER_MESSAGE + PER_CONVERSATION,
        document=count(text, encoding),
        question=count(asked, encoding) + PER_MESSAGE,
        answer_reserve=options.answer_reserve,
    )
    left = options.usable_window - use.total
    if left < 0:
        if not notes:
            raise _too_small(options)
        return None
    pairs, spent = _turns(history, min(left, int((left + use.document) * _HISTORY_SHARE)), encoding)
    messages = [Message("system", rules)]
    for before, answered in pairs:
        messages += [Message("user", prompt.asked(before)), Message("assistant", answered)]
    messages.append(Message("user", text + asked))
    passages = _passages(notes, documents)
    report = ContextReport(
        mode=Mode.WHOLE,
        window=options.window,
        tokens=TokenUse(use.instructions, use.document, spent, use.question, use.answer_reserve),
        included=tuple(passage.place for passage in passages),
        coverage=tuple(coverage(document, set(range(len(document.pages)))) for document in documents),
        dropped_turns=len(history) - len(pairs),
    )
    return PackedContext(question, tuple(messages), passages, report, pairs)


def condensing_windows(
    question: str,
    notes: Sequence[Noted],
    documents: Sequence[Document],
    options: PackingOptions,
    before: str = "",
) -> tuple[PackedContext, ...]:
    """Windows that each ask for a batch of `notes`, in order, to be said in fewer words. Raises PackError.

    What comes back is at most a third of what a window holds, so that rounds of this end.
    """
    rules, encoding = task("condense"), options.encoding
    asked = asked_after(before, question)
    instructions = count(rules, encoding) + PER_MESSAGE + PER_CONVERSATION
    asked_tokens = count(asked, encoding) + PER_MESSAGE
    fence = count(_fenced([], documents), encoding)
    left = options.usable_window - instructions - asked_tokens - fence
    reserve = notes_reserve(options, left)
    room = left - reserve
    costs = count_all([_block(note.text) for note in notes], encoding)
    if room < max(costs, default=0):
        raise _too_small(options)
    batches: list[list[Noted]] = [[]]
    used = 0
    for note, cost in zip(notes, costs, strict=True):
        if batches[-1] and used + cost > room:
            batches.append([])
            used = 0
        batches[-1].append(note)
        used += cost
    windows = []
    for batch in batches:
        text = _fenced([note.text for note in batch], documents)
        passages = _passages(batch, documents)
        report = ContextReport(
            Mode.PASSAGES,
            options.window,
            TokenUse(instructions, count(text, encoding), 0, asked_tokens, reserve),
            tuple(passage.place for passage in passages),
            tuple(
                coverage(document, {p.place.span.page for p in passages if p.place.document == document.id})
                for document in documents
            ),
        )
        messages = (Message("system", rules), Message("user", text + asked))
        windows.append(PackedContext(question, messages, passages, report))
    return tuple(windows)


def split_note(text: str, options: PackingOptions) -> list[str]:
    """A note, in pieces where it is far longer than a note should be: no batch must fail for one of them."""
    most = max(options.usable_window // 8, 64)
    waiting, pieces = [text.strip()], []
    while waiting:
        piece = waiting.pop()
        if len(piece) < 2 or count(piece, options.encoding) <= most:
            pieces += [piece] if piece else []
            continue
        middle = len(piece) // 2
        at = piece.rfind(" ", middle // 2, middle) + 1 or middle
        waiting += [piece[at:].strip(), piece[:at].strip()]
    return pieces


def _block(text: str) -> str:
    """A note as a line of the window."""
    return f"- {text}\n"


def _fenced(notes: Sequence[str], documents: Sequence[Document]) -> str:
    """Notes between lines that none of them holds."""
    named = ""
    if len(documents) > 1:
        named = "".join(prompt.heading(document, i + 1, len(documents)) for i, document in enumerate(documents))
    ids = "\n".join(document.id for document in documents)
    for attempt in range(1_000):
        code = hashlib.sha256(f"notes {attempt}\n{ids}".encode()).hexdigest()[:12]
        if not any(code in note for note in notes) and code not in named:
            body = "".join(map(_block, notes)) or NO_NOTES
            return f"=====NOTES {code}\n{named}{body}{prompt.closing(code)}"
    raise AssertionError("notes cannot hold a thousand hashes of their documents")


def _passages(notes: Sequence[Noted], documents: Sequence[Document]) -> tuple[Passage, ...]:
    """The words that the notes quote, in document order, each once."""
    order = {document.id: (number, document) for number, document in enumerate(documents)}
    places = {place for note in notes for place in note.places}
    return tuple(
        Passage(place, order[place.document][1].label(place.span.page), order[place.document][1].text(place.span))
        for place in sorted(places, key=lambda place: (order[place.document][0], place.span))
    )


def _turns(history: Sequence[Turn], room: int, encoding: str) -> tuple[tuple[tuple[str, str], ...], int]:
    """The newest turns that fit, oldest first, and their tokens."""
    kept: list[tuple[str, str]] = []
    spent = 0
    for pair in reversed([pair for turn in history if (pair := prompt.turn_of(turn)) is not None]):
        cost = count(prompt.asked(pair[0]), encoding) + count(pair[1], encoding) + 2 * PER_MESSAGE
        if spent + cost > room:
            break
        kept.insert(0, pair)
        spent += cost
    return tuple(kept), spent


def _too_small(options: PackingOptions) -> PackError:
    return PackError(
        f"A window of {options.window:,} tokens is too small for the notes of a deep read.",
        "Choose a larger window or a smaller answer reserve, or ask a shorter question.",
    )
