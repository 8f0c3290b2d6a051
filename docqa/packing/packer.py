"""Fitting documents, history and question into the engine's window, with an exact account of what went in."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from docqa.domain import (
    CancelToken,
    ContextReport,
    Coverage,
    Document,
    Message,
    Mode,
    PackedContext,
    PackingOptions,
    Passage,
    Place,
    Progress,
    Span,
    TokenBudget,
    TokenUse,
    Turn,
    finish,
)
from docqa.errors import PackError
from docqa.packing import prompt
from docqa.packing.cache import VectorCache
from docqa.packing.models import Embedder
from docqa.packing.ranker import Indexed, Ranker
from docqa.packing.ranking import index
from docqa.packing.selection import Chosen, Ranked, choose, shorten
from docqa.packing.staying import lift, staying
from docqa.packing.tokens import DEFAULT, PER_CONVERSATION, PER_MESSAGE, count, count_all

_KEPT = 8  # documents whose index and counts stay in memory
_LEAST = 400  # tokens: a document's share below this is no help to anyone
# Where the document does not fit whole, history may take this share of what rules and question leave.
_HISTORY_SHARE = 0.15
_QUESTION = 300  # tokens of a long question and what goes with its message
_BATCH = 64  # pages counted between two reports of progress


@dataclass
class _Known:
    """What was worked out about a document: tokens of each page's block by encoding, its index."""

    document: Document
    tokens: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    indexed: Indexed | None = None


@dataclass(frozen=True)
class _Turns:
    """Past turns as (question, answer) with their tokens, oldest first."""

    pairs: tuple[tuple[str, str], ...]
    tokens: tuple[int, ...]

    def newest_within(self, budget: float) -> int:
        """How many of the newest turns fit into `budget` tokens."""
        used, kept = 0, 0
        for tokens in reversed(self.tokens):
            used += tokens
            if used > budget:
                break
            kept += 1
        return kept

    def tokens_of(self, newest: int) -> int:
        """Tokens of the `newest` turns."""
        return sum(self.tokens[len(self.tokens) - newest :])


class Packer:
    """Packs windows. Keeps the indices of the last few documents, so that the next question is quick.

    Safe to use from several threads. `vectors` keeps what the embedding model made of a document; without it that
    lasts as long as the packer. `embedder` takes the place of the model that is shipped, in any language; where it
    fails, ranking goes on without it and the report's hint says so.
    """

    def __init__(self, vectors: VectorCache | None = None, embedder: Embedder | None = None) -> None:
        self._ranker = Ranker(vectors, embedder)
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def embed_with(self, embedder: Embedder | None) -> None:
        """Rank by another embedder from now on, or by the model that is shipped (None)."""
        self._ranker.embed_with(embedder)

    def prepare(self, document: Document, encoding: str = DEFAULT) -> Generator[Progress, None, None]:
        """Count and index `document` ahead of the first question."""
        known = self._of(document)
        yield from self._count(known, encoding)
        yield from self._index(known)

    def prepare_meaning(
        self, document: Document, cancel: CancelToken | None = None
    ) -> Generator[Progress, None, None]:
        """Embed the units of `document`, so that questions find what is said in other words.

        Takes some ten seconds for 500 pages on two cores, or nothing where vectors were kept or the embedding
        model does not read the language. Until it is done a question is ranked by words, and the best units by
        words are embedded for it. Closing it early loses nothing that was done. Raises Cancelled.
        """
        indexed = yield from self._index(self._of(document))
        yield from self._ranker.prepare(indexed, cancel)

    def ready(
        self, documents: Sequence[Document], options: PackingOptions, cancel: CancelToken | None = None
    ) -> Generator[Progress, None, None]:
        """All there is to do ahead of the questions: count and index, and embed what will not go in whole."""
        for document in documents:
            yield from self.prepare(document, options.encoding)
        if not self.fits(documents, options):
            for document in documents:
                yield from self.prepare_meaning(document, cancel)

    def fits(self, documents: Sequence[Document], options: PackingOptions) -> bool:
        """Whether all of `documents` go in whole beside a question of usual length: then nothing is ranked."""
        known = [self._of(document) for document in documents]
        for each in known:
            finish(self._count(each, options.encoding))
        pages = sum(int(each.tokens[options.encoding].sum()) for each in known)
        frame = _frame(documents)
        around = sum(count(part, options.encoding) for part in (frame.opening, *frame.headings, frame.closing))
        rules = count(prompt.instructions(options.voice), options.encoding)
        return pages + around + rules + options.answer_reserve + _QUESTION <= options.usable_window

    def forget(self, document_id: str) -> None:
        """Let go of what was worked out about a document."""
        with self._lock:
            self._known.pop(document_id, None)

    def pack(
        self,
        question: str,
        documents: Sequence[Document],
        options: PackingOptions,
        history: Sequence[Turn] = (),
        cancel: CancelToken | None = None,
    ) -> PackedContext:
        """Fit it all into the window: the whole of the documents if possible, else the passages that rank best.

        History gives way first, its oldest turn first. The messages are the same bytes for the same input up to
        the first thing that changed, so that an engine can reuse what it has read.
        Raises PackError if the question, the rules and the answer's reserve leave no room for the document, and
        Cancelled where a chosen embedder is waited for.
        """
        encoding = options.encoding
        rules = prompt.instructions(options.voice)
        budget = TokenBudget(
            window=options.usable_window,
            answer=options.answer_reserve,
            instructions=count(rules, encoding) + PER_MESSAGE + PER_CONVERSATION,
            question=count(prompt.asked(question), encoding) + PER_MESSAGE,
        )
        turns = _turns(history, encoding)
        known = [self._of(document) for document in documents]
        for each in known:
            finish(self._count(each, encoding))

        frame = _frame(documents)
        around = count(frame.opening, encoding) + count(frame.closing, encoding)
        around += sum(count(heading, encoding) for heading in frame.headings)
        pages = sum(int(each.tokens[encoding].sum()) for each in known)
        room = budget.document - around - pages
        if room >= 0:
            kept = turns.newest_within(room)
            blocks = [_whole(document) for document in documents]
            mode, tokens, hint = Mode.WHOLE, around + pages, ""
        else:
            room = budget.document - around
            if room < _LEAST:
                raise _too_small(budget, around)
            kept = turns.newest_within(min(room * _HISTORY_SHARE, room - _LEAST))
            room -= turns.tokens_of(kept)
            before = history[-1].question if history else ""
            blocks, used = self._passages(question, before, known, room, encoding, staying(history), cancel)
            if not any(block.pages for block in blocks):
                raise _too_small(budget, around)
            mode, tokens = Mode.PASSAGES, around + used
            hint = self._ranker.hint(question, [finish(self._index(each)) for each in known])

        pairs = turns.pairs[len(turns.pairs) - kept :]
        use = TokenUse(
            instructions=budget.instructions,
            document=tokens,
            history=turns.tokens_of(kept),
            question=budget.question,
            answer_reserve=options.answer_reserve,
        )
        passages = tuple(passage for block in blocks for passage in block.passages)
        return PackedContext(
            question=question,
            messages=_messages(rules, frame.text(blocks), pairs, question),
            passages=passages,
            report=ContextReport(
                mode=mode,
                window=options.window,
                tokens=use,
                included=tuple(passage.place for passage in passages),
                coverage=tuple(map(_coverage, documents, blocks)),
                dropped_turns=len(turns.pairs) - kept,
                hint=hint,
            ),
            history=pairs,
        )

    def _passages(
        self,
        question: str,
        before: str,
        known: Sequence[_Known],
        room: int,
        encoding: str,
        cited: Sequence[Place],
        cancel: CancelToken | None,
    ) -> tuple[list[_Block], int]:
        """Blocks of the best passages within `room` tokens, and what they cost."""
        indexed = [finish(self._index(each)) for each in known]
        indices = [each.index for each in indexed]
        by_unit = self._ranker.scores(question, before, indexed, cancel)
        by_unit = lift(cited, [each.document.id for each in known], indices, by_unit)
        ranked = [
            Ranked(each.document, found, scores, each.tokens[encoding])
            for each, found, scores in zip(known, indices, by_unit, strict=True)
        ]
        chosen, total = choose(ranked, room, encoding)
        while True:
            notes = [prompt.shown(to.ranked.document, to.pages()) for to in chosen]
            total = sum(to.tokens(encoding) for to in chosen) + sum(count_all(notes, encoding))
            if total <= room or not shorten(chosen):
                break
        blocks = [_passage_block(to, note) for to, note in zip(chosen, notes, strict=True)]
        return blocks, total

    def _of(self, document: Document) -> _Known:
        with self._lock:
            known = self._known.get(document.id)
            # The same file read again may give other words, after more languages for recognition were installed.
            if known is None or (known.document is not document and known.document != document):
                known = _Known(document)
                self._known[document.id] = known
            self._known.move_to_end(document.id)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            return known

    def _count(self, known: _Known, encoding: str) -> Generator[Progress, None, None]:
        """Count the tokens of each page's block; 0 for pages without text."""
        if encoding in known.tokens:
            return
        pages = known.document.pages
        tokens = np.zeros(len(pages), dtype=np.int64)
        for start in range(0, len(pages), _BATCH):
            yield Progress(start, len(pages), "Counting tokens")
            batch = [page for page in pages[start : start + _BATCH] if page.text.strip()]
            counts = count_all([prompt.page_block(page) for page in batch], encoding)
            for page, cost in zip(batch, counts, strict=True):
                tokens[page.index] = cost
        known.tokens[encoding] = tokens

    def _index(self, known: _Known) -> Generator[Progress, None, Indexed]:
        if known.indexed is None:
            known.indexed = Indexed(known.document, (yield from index(known.document)))
        return known.indexed


@dataclass(frozen=True)
class _Block:
    """A document's text in the window below its heading, the passages it is made of, and their pages."""

    text: str
    passages: tuple[Passage, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True)
class _Frame:
    """The fence around the documents and each one's heading."""

    opening: str
    headings: tuple[str, ...]
    closing: str

    def text(self, blocks: Sequence[_Block]) -> str:
        """All documents, fenced."""
        inside = "".join(heading + block.text for heading, block in zip(self.headings, blocks, strict=True))
        return f"{self.opening}{inside}{self.closing}"


def _frame(documents: Sequence[Document]) -> _Frame:
    code = prompt.fence(documents)
    headings = tuple(prompt.heading(document, i + 1, len(documents)) for i, document in enumerate(documents))
    return _Frame(prompt.opening(code), headings, prompt.closing(code))


def _whole(document: Document) -> _Block:
    pages = [page for page in document.pages if page.text.strip()]
    passages = tuple(
        Passage(Place(document.id, Span(page.index, 0, len(page.text))), page.label, page.text) for page in pages
    )
    return _Block("".join(map(prompt.page_block, pages)), passages, tuple(page.index for page in pages))


def _passage_block(chosen: Chosen, note: str) -> _Block:
    document, spans = chosen.ranked.document, chosen.ranked.index.units
    pages = chosen.pages()
    passages = []
    for page in pages:
        held = chosen.units.get(page, set())
        for start, end in chosen.parts(page):
            if page in chosen.whole:
                score = chosen.ranked.page_scores[page]
            else:
                score = max(chosen.ranked.unit_scores[unit] for unit in held if start <= spans[unit].start < end)
            text = document.pages[page].text[start:end]
            passages.append(
                Passage(Place(document.id, Span(page, start, end)), document.label(page), text, float(score))
            )
    return _Block(note + "".join(chosen.block(page) for page in pages), tuple(passages), tuple(pages))


def _coverage(document: Document, block: _Block) -> Coverage:
    held, unreadable = set(block.pages), set(document.unreadable_pages)
    readable = [page for page in document.pages if page.index not in unreadable]
    return Coverage(
        document=document.id,
        title=document.title,
        pages=len(document.pages),
        sent=tuple(page.index for page in readable if page.index in held or not page.text.strip()),
        omitted=tuple(page.index for page in readable if page.index not in held and page.text.strip()),
        unreadable=tuple(sorted(unreadable)),
    )


def _turns(history: Sequence[Turn], encoding: str) -> _Turns:
    pairs = tuple(pair for turn in history if (pair := prompt.turn_of(turn)) is not None)
    tokens = tuple(
        count(prompt.asked(question), encoding) + count(answer, encoding) + 2 * PER_MESSAGE
        for question, answer in pairs
    )
    return _Turns(pairs, tokens)


def _messages(
    rules: str, documents: str, history: Sequence[tuple[str, str]], question: str
) -> tuple[Message, ...]:
    """System, then user and assistant in strict turns: many local models' templates refuse anything else."""
    messages = [Message("system", rules)]
    for asked, answered in history:
        messages += [Message("user", prompt.asked(asked)), Message("assistant", answered)]
    messages.append(Message("user", prompt.asked(question)))
    messages[1] = Message("user", documents + messages[1].text)
    return tuple(messages)


def _too_small(budget: TokenBudget, around: int) -> PackError:
    needed = budget.answer + budget.instructions + budget.question + around + _LEAST
    return PackError(
        f"The question does not fit: with docqa's rules and the room kept for the answer it needs {needed:,} "
        f"tokens, and the window has {budget.window:,}.",
        "Choose a larger window or a smaller answer reserve, or ask a shorter question.",
    )
