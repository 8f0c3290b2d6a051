"""All of the documents, cut into parts that each fit the window: for reading them from end to end.

A part is whole pages in order; only a page that is longer than a part is cut, at its units. Each character stands
in exactly one part. Where the cuts are does not depend on the question's exact length, so that a server that has
kept what it read before can use it for the next question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from docqa.domain import (
    ContextReport,
    Document,
    Message,
    Mode,
    PackedContext,
    PackingOptions,
    Page,
    Passage,
    Place,
    Span,
    TokenUse,
)
from docqa.errors import PackError
from docqa.packing import prompt
from docqa.packing.tokens import PER_CONVERSATION, PER_MESSAGE, count, count_all
from docqa.packing.units import units
from docqa.packing.window import coverage
from docqa.resources import resource

_LEAST = 200  # tokens: a part below this is no help to anyone
_STEP = 64  # tokens: what a question costs is rounded up to this for the cuts
_RESERVE_SHARE = (
    3  # notes may take this fraction of what rules and question leave, if the answer's reserve is more
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `number` counts from 1, `pages` says what it holds ("pages 31–60"), `context` is what is sent."""

    number: int
    of: int
    pages: str
    context: PackedContext


@dataclass(frozen=True, slots=True)
class _Piece:
    """A page or a stretch of one: which document, where, its block in the window and the block's tokens."""

    document: int
    span: Span
    block: str = field(repr=False)
    tokens: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around every part's pages, and the tokens that are left for these."""

    documents: Sequence[Document]
    headings: Sequence[str]
    encoding: str
    code: str
    room: int

    def text(self, pieces: Sequence[_Piece]) -> str:
        """The fenced documents with `pieces` alone."""
        lines = [prompt.opening(self.code)]
        for document, held in _by_document(pieces):
            lines.append(self._heading(document, held))
            lines += [piece.block for piece in held]
        return "".join([*lines, prompt.closing(self.code)])

    def around(self, pieces: Sequence[_Piece]) -> int:
        """Tokens of the headings that `pieces` need."""
        return sum(count_all([self._heading(*each) for each in _by_document(pieces)], self.encoding))

    def most_alone(self, number: int, pages: Sequence[Page]) -> int:
        """Tokens of the longest heading that a part with one of `pages` alone can have."""
        alone = ([_Piece(number, Span(page.index, 0, 0), "", 0)] for page in pages)
        return max(count_all([self._heading(number, held) for held in alone], self.encoding))

    def _heading(self, number: int, held: Sequence[_Piece]) -> str:
        document = self.documents[number]
        return self.headings[number] + part_shown(document, held[0].span.page, held[-1].span.page)


def cut(
    question: str, documents: Sequence[Document], options: PackingOptions, before: str = ""
) -> tuple[Part, ...]:
    """All parts, in order, each asking for notes for `question`; none where the documents hold no text.

    `before` is the question that this one follows up. Raises PackError for a window too small to read in.
    """
    encoding = options.encoding
    rules, asked = task("notes"), asked_after(before, question)
    instructions = count(rules, encoding) + PER_MESSAGE + PER_CONVERSATION
    asked_tokens = count(asked, encoding) + PER_MESSAGE
    code = prompt.fence(documents)
    fence = count(prompt.opening(code), encoding) + count(prompt.closing(code), encoding)
    left = options.usable_window - instructions - fence - -(-asked_tokens // _STEP) * _STEP
    reserve = notes_reserve(options, left)
    headings = [prompt.heading(document, i + 1, len(documents)) for i, document in enumerate(documents)]
    frame = _Frame(documents, headings, encoding, code, left - reserve)
    filled = list(_filled(_pieces(frame, options), frame))
    return tuple(
        Part(
            number,
            len(filled),
            _pages(held, documents),
            _context(
                question,
                frame,
                held,
                (Message("system", rules), Message("user", frame.text(held) + asked)),
                TokenUse(instructions, fence + used, 0, asked_tokens, reserve),
                options,
                whole=len(filled) == 1,
            ),
        )
        for number, (held, used) in enumerate(filled, 1)
    )


@cache
def task(name: str) -> str:
    """The fixed rules of one step of a deep read: "notes", "condense", "from_notes"."""
    return resource("prompts", f"{name}.md").read_text(encoding="utf-8").strip()


def asked_after(before: str, question: str) -> str:
    """The question as a part ends with it; a follow-up needs the question before it to be understood."""
    earlier = f"The question before it: {before.strip()}\n" if before.strip() else ""
    return earlier + prompt.asked(question)


def part_shown(document: Document, first: int, last: int) -> str:
    """The block that says honestly which pages of the document a part holds."""
    if first == 0 and last == len(document.pages) - 1:
        return ""
    return f"Shown here: {_span_of(document, first, last)}. The others are read in parts of their own.\n"


def _span_of(document: Document, first: int, last: int) -> str:
    """Page indices `first` to `last` by their labels: "page 31", "pages 31–60"."""
    labels = {page: prompt.marker(document.pages[page]).strip()[4:-1] for page in (first, last)}
    return f"page {labels[first]}" if first == last else f"pages {labels[first]}–{labels[last]}"


def notes_reserve(options: PackingOptions, left: int) -> int:
    """Tokens kept for notes where `left` remain for them and what they are taken from: less than what is read."""
    return min(options.answer_reserve, max(left, 0) // _RESERVE_SHARE)


def _pieces(frame: _Frame, options: PackingOptions) -> Iterator[_Piece]:
    """All pages with text, in order; those that no part can hold in pieces. Raises PackError."""
    for number, document in enumerate(frame.documents):
        pages = [page for page in document.pages if page.text.strip()]
        if not pages:
            continue
        room = frame.room - frame.most_alone(number, pages)
        if room < _LEAST:
            raise PackError(
                f"A window of {options.window:,} tokens is too small to read the document in parts: docqa's "
                "rules, the question and the room for notes leave next to nothing.",
                "Choose a larger window or a smaller answer reserve.",
            )
        blocks = list(map(prompt.page_block, pages))
        for page, block, tokens in zip(pages, blocks, count_all(blocks, frame.encoding), strict=True):
            if tokens <= room:
                yield _Piece(number, Span(page.index, 0, len(page.text)), block, tokens)
            else:
                yield from _stretches(number, page, room, frame.encoding)


def _stretches(number: int, page: Page, room: int, encoding: str) -> Iterator[_Piece]:
    """A page in stretches of at most `room` tokens: halved at the unit nearest its middle until they fit."""
    starts = [unit.start for unit in units(page)][1:]
    waiting = [(0, len(page.text))]
    while waiting:
        start, end = waiting.pop()
        block = prompt.parts_block(page, [(start, end)])
        tokens = count(block, encoding)
        if tokens <= room or end - start < 2:
            if page.text[start:end].strip():
                yield _Piece(number, Span(page.index, start, end), block, tokens)
            continue
        middle = (start + end) // 2
        at = min((at for at in starts if start < at < end), key=lambda at: abs(at - middle), default=middle)
        waiting += [(at, end), (start, at)]


def _filled(pieces: Iterator[_Piece], frame: _Frame) -> Iterator[tuple[list[_Piece], int]]:
    """Parts as full as they can be, with the tokens of their pieces and headings."""
    held: list[_Piece] = []
    used = 0
    for piece in pieces:
        if held and used + piece.tokens + frame.around([*held, piece]) > frame.room:
            yield held, used + frame.around(held)
            held, used = [], 0
        held.append(piece)
        used += piece.tokens
    if held:
        yield held, used + frame.around(held)


def _by_document(pieces: Sequence[_Piece]) -> list[tuple[int, list[_Piece]]]:
    found: dict[int, list[_Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.document, []).append(piece)
    return list(found.items())


def _context(
    question: str,
    frame: _Frame,
    held: Sequence[_Piece],
    messages: tuple[Message, ...],
    tokens: TokenUse,
    options: PackingOptions,
    *,
    whole: bool,
) -> PackedContext:
    passages = []
    for piece in held:
        document, span = frame.documents[piece.document], piece.span
        place = Place(document.id, span)
        passages.append(Passage(place, document.label(span.page), document.text(span)))
    pages = {number: {piece.span.page for piece in some} for number, some in _by_document(held)}
    report = ContextReport(
        mode=Mode.WHOLE if whole else Mode.PASSAGES,
        window=options.window,
        tokens=tokens,
        included=tuple(passage.place for passage in passages),
        coverage=tuple(
            coverage(document, pages.get(number, set())) for number, document in enumerate(frame.documents)
        ),
    )
    return PackedContext(question, messages, tuple(passages), report)


def _pages(held: Sequence[_Piece], documents: Sequence[Document]) -> str:
    """What a part holds, in words: "pages 31–60", with the document's title where there are several."""
    named = []
    for number, some in _by_document(held):
        document = documents[number]
        line = _span_of(document, some[0].span.page, some[-1].span.page)
        named.append(f"{line} of {document.title}" if len(documents) > 1 else line)
    return "; ".join(named)
