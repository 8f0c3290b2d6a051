"""What stands in a window beside what was chosen for it: fences, headings, past turns, the messages they make."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from docqa.domain import Coverage, Document, Message, PageImage, Passage, Place, Span, Turn
from docqa.packing import prompt
from docqa.packing.blocks import Block
from docqa.packing.selection import Chosen
from docqa.packing.tokens import PER_MESSAGE, count, count_fixed


@dataclass(frozen=True)
class Turns:
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


@dataclass(frozen=True)
class Frame:
    """The fence around the documents and each one's heading."""

    opening: str
    headings: tuple[str, ...]
    closing: str

    def text(self, blocks: Sequence[Block]) -> str:
        """All documents, fenced."""
        inside = "".join(heading + block.text for heading, block in zip(self.headings, blocks, strict=True))
        return f"{self.opening}{inside}{self.closing}"

    def tokens(self, encoding: str) -> int:
        """What it costs, the documents aside."""
        return sum(count_fixed(part, encoding) for part in (self.opening, *self.headings, self.closing))


def frame_of(documents: Sequence[Document]) -> Frame:
    """The fence and headings of `documents`, in their order."""
    code = prompt.fence(documents)
    headings = tuple(prompt.heading(document, i + 1, len(documents)) for i, document in enumerate(documents))
    return Frame(prompt.opening(code), headings, prompt.closing(code))


def whole_block(document: Document) -> Block:
    """All pages of a document that have text."""
    pages = [page for page in document.pages if page.text.strip()]
    passages = tuple(
        Passage(Place(document.id, Span(page.index, 0, len(page.text))), page.label, page.text) for page in pages
    )
    return Block("".join(map(prompt.page_block, pages)), passages, tuple(page.index for page in pages))


def passage_block(chosen: Chosen, note: str) -> Block:
    """What was chosen of a document, below the `note` that says so."""
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
    return Block(note + "".join(chosen.block(page) for page in pages), tuple(passages), tuple(pages))


def coverage_of(document: Document, block: Block, images: Sequence[PageImage]) -> Coverage:
    """Which pages of a document go in, as text in `block` or as pictures, and which do not."""
    seen = {image.sight.region.page for image in images if image.sight.region.document == document.id}
    return coverage(document, set(block.pages), seen)


def coverage(document: Document, held: Set[int], seen: Set[int] = frozenset()) -> Coverage:
    """What of a document goes into a window: something of the pages `held`, and pictures of those `seen`."""
    unreadable = set(document.unreadable_pages) - seen
    readable = [page for page in document.pages if page.index not in unreadable]
    inside = held | seen
    return Coverage(
        document=document.id,
        title=document.title,
        pages=len(document.pages),
        sent=tuple(page.index for page in readable if page.index in inside or not page.text.strip()),
        omitted=tuple(page.index for page in readable if page.index not in inside and page.text.strip()),
        unreadable=tuple(sorted(unreadable)),
    )


def turns_of(history: Sequence[Turn], encoding: str) -> Turns:
    """The past turns that were answered, counted."""
    pairs = tuple(pair for turn in history if (pair := prompt.turn_of(turn)) is not None)
    tokens = tuple(
        count(prompt.asked(question), encoding) + count(answer, encoding) + 2 * PER_MESSAGE
        for question, answer in pairs
    )
    return Turns(pairs, tokens)


def messages_of(
    rules: str,
    documents: str,
    history: Sequence[tuple[str, str]],
    asked: str,
    images: tuple[PageImage, ...],
) -> tuple[Message, ...]:
    """System, then user and assistant in strict turns: many local models' templates refuse anything else.

    Pictures go with the question, so that what stands before it stays the same for an engine that has read it.
    """
    messages = [Message("system", rules)]
    for before, answered in history:
        messages += [Message("user", prompt.asked(before)), Message("assistant", answered)]
    messages.append(Message("user", asked, images))
    messages[1] = Message("user", documents + messages[1].text, messages[1].images)
    return tuple(messages)
