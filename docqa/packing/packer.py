"""Fitting documents, history and question into the engine's window, with an exact account of what went in."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import numpy as np

from docqa.domain import (
    CancelToken,
    ContextReport,
    Document,
    Figure,
    Mode,
    PackedContext,
    PackingOptions,
    PageImage,
    PagesRead,
    Passage,
    Place,
    Progress,
    Region,
    Sight,
    TokenBudget,
    TokenUse,
    Turn,
    finish,
)
from docqa.errors import PackError
from docqa.packing import pictures, prompt
from docqa.packing.ahead import Ahead
from docqa.packing.asking_about import (
    asked_with,
    blocks_about,
    called,
    in_place,
    named_places,
    nothing_to_read,
    passages_at,
    wishes,
)
from docqa.packing.blocks import Block
from docqa.packing.cache import VectorCache
from docqa.packing.known import Known
from docqa.packing.models import Embedder
from docqa.packing.picture_tokens import picture_rule
from docqa.packing.ranker import Ranker
from docqa.packing.ranking import Scores
from docqa.packing.selection import Ranked, choose, shorten
from docqa.packing.staying import lift, staying
from docqa.packing.tokens import DEFAULT, PER_CONVERSATION, PER_MESSAGE, count, count_all, count_fixed
from docqa.packing.window import Turns, coverage_of, frame_of, messages_of, passage_block, turns_of, whole_block

_KEPT = 8  # documents whose index and counts stay in memory
_LEAST = 400  # tokens: a document's share below this is no help to anyone
# Where the document does not fit whole, history may take this share of what rules and question leave.
_HISTORY_SHARE = 0.15
_QUESTION = 300  # tokens of a long question and what goes with its message
_NAMED = 1.5  # of the best score: what the question names goes in before all else
# Of the room that rules and question leave, what pictures leave to the text of pages that need none: where
# pictures were asked for, and where they go along of themselves.
_TEXT_SHARE, _TEXT_FIRST = 0.4, 0.8


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What goes in: a block of each document and what they cost in tokens, and how many of the newest turns."""

    mode: Mode  # of the text alone
    blocks: Sequence[Block]
    tokens: int
    turns: int
    hint: str = ""

    @property
    def says_anything(self) -> bool:
        return any(block.pages for block in self.blocks)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for block in self.blocks for passage in block.passages)

    def mode_with(self, images: Sequence[PageImage]) -> Mode:
        if not images:
            return self.mode
        return Mode.MIXED if self.passages else Mode.IMAGES


class Packer:
    """Packs windows. Keeps the indices of the last few documents, so that the next question is quick.

    Safe to use from several threads. `vectors` keeps what was worked out about a document, its index and what the
    embedding model made of it; without it that lasts as long as the packer. `embedder` takes the place of the
    model that is shipped, in any language; where it fails, ranking goes on without it and the report's hint says
    so.
    """

    def __init__(self, vectors: VectorCache | None = None, embedder: Embedder | None = None) -> None:
        self._cache = vectors
        self._ranker = Ranker(vectors, embedder)
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = threading.Lock()

    def embed_with(self, embedder: Embedder | None) -> None:
        """Rank by another embedder from now on, or by the model that is shipped (None)."""
        self._ranker.embed_with(embedder)

    def reading(
        self, loading: Generator[Progress, None, Document], encoding: str = DEFAULT
    ) -> Generator[Progress, None, Document]:
        """Read a file by `loading` and work on its pages as they come, so that `prepare` has little left to do.

        Yields what `loading` yields and returns its document; raises what it raises.
        """
        ahead = Ahead(encoding)
        with closing(loading):
            while True:
                try:
                    progress = next(loading)
                except StopIteration as end:
                    document: Document = end.value
                    self._of(document, ahead)
                    return document
                if isinstance(progress, PagesRead):
                    ahead.add(progress.pages)
                yield progress

    def prepare(self, document: Document, encoding: str = DEFAULT) -> Generator[Progress, None, None]:
        """Count and index `document` ahead of the first question."""
        known = self._of(document)
        yield from known.count(encoding)
        yield from known.index()

    def prepare_meaning(
        self, document: Document, cancel: CancelToken | None = None
    ) -> Generator[Progress, None, None]:
        """Embed the units of `document`, so that questions find what is said in other words.

        Takes some ten seconds for 500 pages on two cores, or nothing where vectors were kept or the embedding
        model does not read the language. Until it is done a question is ranked by words, and the best units by
        words are embedded for it. Closing it early loses nothing that was done. Raises Cancelled.
        """
        indexed = yield from self._of(document).index()
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
            finish(each.count(options.encoding))
        pages = sum(int(each.tokens[options.encoding].sum()) for each in known)
        around = frame_of(documents).tokens(options.encoding)
        rules = count_fixed(prompt.instructions(options.voice), options.encoding)
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
        *,
        regions: Sequence[Region] = (),
        images: Sequence[PageImage] = (),
        figures: Mapping[str, Sequence[Figure]] | None = None,
    ) -> PackedContext:
        """Fit it all into the window: the whole of the documents if possible, else the passages that rank best.

        History gives way first, its oldest turn first. The messages are the same bytes for the same input up to
        the first thing that changed, so that an engine can reuse what it has read.

        With `regions` only these pages go in, or the words inside their rectangles where no picture shows them.
        `images` (those that `sights` planned, drawn) go with the question; the text takes the room that they
        leave. `figures`, by document: the caption and the words of one that the question names are sure to go in.
        Raises PackError if the question, the rules and the answer's reserve leave no room for the document, and
        Cancelled where a chosen embedder is waited for.
        """
        encoding = options.encoding
        rules = prompt.instructions(options.voice)
        places = [called(region, documents) for region in regions]
        images = in_place(images, documents)
        asked = asked_with(question, places, [image.sight.label for image in images])
        budget = TokenBudget(
            window=options.usable_window,
            answer=options.answer_reserve,
            instructions=count_fixed(rules, encoding) + PER_MESSAGE + PER_CONVERSATION,
            question=count(asked, encoding) + PER_MESSAGE,
        )
        turns = turns_of(history, encoding)
        known = [self._of(document) for document in documents]
        for each in known:
            finish(each.count(encoding))

        named = named_places(question, documents, figures)
        frame = frame_of(documents)
        around = frame.tokens(encoding)
        images = pictures.fitting(images, budget.document - around, encoding)
        around += pictures.cost([image.sight for image in images], encoding)
        pages = sum(int(each.tokens[encoding].sum()) for each in known)
        room = budget.document - around
        if regions:
            if room < 0:
                raise _too_small(budget, around)
            blocks, used = blocks_about(regions, documents, images, room, encoding)
            chosen = _Chosen(Mode.PASSAGES, blocks, used, turns.newest_within(room - used))
            if not images and not chosen.says_anything:
                raise nothing_to_read(places) if room >= _LEAST else _too_small(budget, around)
        elif pages <= room:
            blocks = [whole_block(document) for document in documents]
            chosen = _Chosen(Mode.WHOLE, blocks, pages, turns.newest_within(room - pages))
        else:
            if room < _LEAST and not images:
                raise _too_small(budget, around)
            chosen = self._best(question, history, turns, known, room, encoding, named, cancel)
            if not images and not chosen.says_anything:
                raise _too_small(budget, around)

        pairs = turns.pairs[len(turns.pairs) - chosen.turns :]
        use = TokenUse(
            instructions=budget.instructions,
            document=around + chosen.tokens,
            history=turns.tokens_of(chosen.turns),
            question=budget.question,
            answer_reserve=options.answer_reserve,
        )
        return PackedContext(
            question=question,
            messages=messages_of(rules, frame.text(chosen.blocks), pairs, asked, images),
            passages=chosen.passages,
            report=ContextReport(
                mode=chosen.mode_with(images),
                window=options.window,
                tokens=use,
                included=tuple(passage.place for passage in chosen.passages),
                coverage=tuple(coverage_of(*each, images) for each in zip(documents, chosen.blocks, strict=True)),
                dropped_turns=len(turns.pairs) - chosen.turns,
                hint=chosen.hint,
                pictures=tuple(image.sight for image in images),
                regions=tuple(regions),
            ),
            history=pairs,
            images=images,
            named=passages_at(named, documents, chosen.passages),
        )

    def sights(
        self,
        question: str,
        documents: Sequence[Document],
        options: PackingOptions,
        history: Sequence[Turn] = (),
        *,
        regions: Sequence[Region] = (),
        figures: Mapping[str, Sequence[Figure]] | None = None,
        everywhere: bool = False,
    ) -> tuple[Sight, ...]:
        """The pictures that would help with this question, as many and as large as the window has room for.

        These are the `regions` it is about and the figures that it names; where it is about everything, the pages
        that could not be read; and with `everywhere` all that are better looked at than read, or all pages where
        none is. In the documents' order.
        """
        wished = wishes(question, documents, regions, figures, everywhere, partial(self._order, question, history))
        if not wished:
            return ()
        encoding = options.encoding
        labels = [wish.label for wish in wished]
        asked = asked_with(question, labels, labels)
        around = frame_of(documents).tokens(encoding)
        used = count_fixed(prompt.instructions(options.voice), encoding) + PER_MESSAGE + PER_CONVERSATION
        room = (
            options.usable_window - options.answer_reserve - used - count(asked, encoding) - PER_MESSAGE - around
        )
        known = [self._of(document) for document in documents]
        for each in known:
            finish(each.count(encoding))
        looked = {(wish.region.document, wish.region.page) for wish in wished}
        text = sum(
            int(tokens)
            for each in known
            for page, tokens in enumerate(each.tokens[encoding])
            if ((each.document.id, page) in looked) == bool(regions)
        )
        share = _TEXT_SHARE if everywhere or regions else _TEXT_FIRST
        room -= int(min(text, room * share)) + min(
            sum(turns_of(history, encoding).tokens), int(room * _HISTORY_SHARE)
        )
        chosen = pictures.choose(wished, picture_rule(options.model), room, encoding)
        return tuple(pictures.in_order(documents, chosen))

    def _order(self, question: str, history: Sequence[Turn], documents: Sequence[Document]) -> list[Scores]:
        """How well each page of each document answers the question; the shape of a list is (pages,)."""
        indexed = [finish(self._of(document).index()) for document in documents]
        before = history[-1].question if history else ""
        by_unit = self._ranker.scores(question, before, indexed, None)
        nothing = np.zeros(0, dtype=np.int64)
        return [
            Ranked(document, each.index, scores, nothing).page_scores
            for document, each, scores in zip(documents, indexed, by_unit, strict=True)
        ]

    def _best(
        self,
        question: str,
        history: Sequence[Turn],
        turns: Turns,
        known: Sequence[Known],
        room: int,
        encoding: str,
        named: Sequence[Place],
        cancel: CancelToken | None,
    ) -> _Chosen:
        """The best passages, in the `room` (tokens) that the newest of `turns` leave them."""
        kept = turns.newest_within(max(0.0, min(room * _HISTORY_SHARE, room - _LEAST)))
        room -= turns.tokens_of(kept)
        before = history[-1].question if history else ""
        indexed = [finish(each.index()) for each in known]
        indices = [each.index for each in indexed]
        by_unit = self._ranker.scores(question, before, indexed, cancel)
        ids = [each.document.id for each in known]
        by_unit = lift(staying(history), ids, indices, by_unit)
        by_unit = lift(named, ids, indices, by_unit, _NAMED)
        ranked = [
            Ranked(each.document, found, scores, each.tokens[encoding])
            for each, found, scores in zip(known, indices, by_unit, strict=True)
        ]
        chosen, total = choose(ranked, room, encoding)
        while True:
            notes = [prompt.shown(to.ranked.document, to.pages()) for to in chosen]
            total = sum(to.tokens(encoding) for to in chosen) + sum(count_all(notes, encoding))
            if total <= room:
                break
            if not shorten(chosen):  # not even room to say that nothing is shown
                notes, total = [""] * len(chosen), 0
                break
        blocks = [passage_block(to, note) for to, note in zip(chosen, notes, strict=True)]
        return _Chosen(Mode.PASSAGES, blocks, total, kept, self._ranker.hint(question, indexed))

    def _of(self, document: Document, ahead: Ahead | None = None) -> Known:
        with self._lock:
            known = self._known.get(document.id)
            # The same file read again may give other words, after more languages for recognition were installed.
            if known is None or (known.document is not document and known.document != document):
                known = Known(document, self._cache, ahead)
                self._known[document.id] = known
            self._known.move_to_end(document.id)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            return known


def _too_small(budget: TokenBudget, around: int) -> PackError:
    needed = budget.answer + budget.instructions + budget.question + around + _LEAST
    return PackError(
        f"The question does not fit: with docqa's rules and the room kept for the answer it needs {needed:,} "
        f"tokens, and the window has {budget.window:,}.",
        "Choose a larger window or a smaller answer reserve, or ask a shorter question.",
    )
