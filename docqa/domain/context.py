"""What goes to the engine: the window's budget, what was packed into it, and an honest account of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from docqa.domain.document import Rect, Span


class Mode(StrEnum):
    """How the document went in."""

    WHOLE = "whole"
    PASSAGES = "passages"
    IMAGES = "images"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class TokenUse:
    """Tokens of the window by what they are spent on. Counted, not estimated, for text."""

    instructions: int = 0
    document: int = 0
    history: int = 0
    question: int = 0
    answer_reserve: int = 0

    @property
    def total(self) -> int:
        """All that must fit the window: what is sent, and the room kept for the answer."""
        return self.instructions + self.document + self.history + self.question + self.answer_reserve


@dataclass(frozen=True, slots=True)
class TokenBudget:
    """The window in tokens and what is already spoken for; the document's share is what remains."""

    window: int
    answer: int
    instructions: int
    question: int
    history: int = 0

    @property
    def document(self) -> int:
        """Tokens left for the document; negative when even the rest does not fit."""
        return self.window - self.answer - self.instructions - self.question - self.history


@dataclass(frozen=True, slots=True)
class PackingOptions:
    """What the person or the engine decides about the window.

    `window` and `answer_reserve` are tokens; `encoding` names the rank table (o200k_base, cl100k_base);
    `voice` is the person's own wish for how answers should sound. `margin` is the share by which the engine's own
    tokenizer counts more than ours (0.1 for a tenth more): what is sent is kept that much smaller. `model` is the
    engine's model, whose family's rule says what a picture costs; "" for one that nothing is known of.
    """

    window: int = 32_768
    answer_reserve: int = 2_048
    encoding: str = "o200k_base"
    voice: str = ""
    margin: float = 0.0
    model: str = ""

    @property
    def usable_window(self) -> int:
        """Tokens of the window by our own count: as many as the engine's tokenizer still gets into it."""
        return self.answer_reserve + int((self.window - self.answer_reserve) / (1 + max(self.margin, 0.0)))


@dataclass(frozen=True, slots=True)
class Place:
    """A span in one of several documents."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Region:
    """A page of one of several documents, or the part of it inside `rect` (points), that is asked about."""

    document: str
    page: int
    rect: Rect | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that go into the window: where they stand, the page's label, the text, and how well they ranked."""

    place: Place
    label: str
    text: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Sight:
    """A page or a part of it as a picture in the window: what it is of, its size in pixels, and its tokens.

    `label` is how the picture is called in the window: "p. 12", "p. 12, Figure 3". `estimated`: the model's maker
    has published no rule for its tokens, so that they are about what is said here, rather fewer than more.
    """

    region: Region
    label: str
    width: int
    height: int
    tokens: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class PageImage:
    """A sight with its picture: the bytes of a file of the media type `media` (PNG or JPEG).

    `data` is empty where a window is only measured and nothing is drawn.
    """

    sight: Sight
    data: bytes = field(default=b"", repr=False)
    media: str = "image/png"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of one document went into the window, by page index.

    `sent` pages went in whole or in part, as text or as a picture, `omitted` pages have text of which nothing went
    in, `unreadable` pages have something on them that is not text to docqa and did not go in as a picture either.
    A blank page counts as sent.
    """

    document: str
    title: str
    pages: int
    sent: tuple[int, ...]
    omitted: tuple[int, ...]
    unreadable: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContextReport:
    """The account of one packed window, kept with the turn for good. `dropped_turns` of history gave way.

    `hint` says what would have found more, in words; "" when there is nothing to say. `pictures` are what went in
    as pictures, in the documents' order; `regions` what the question was about, none for the whole documents.
    """

    mode: Mode
    window: int
    tokens: TokenUse
    included: tuple[Place, ...]
    coverage: tuple[Coverage, ...]
    dropped_turns: int = 0
    hint: str = ""
    pictures: tuple[Sight, ...] = ()
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the conversation as the engine receives it: pictures, each under its label, then the text."""

    role: Literal["system", "user", "assistant"]
    text: str
    images: tuple[PageImage, ...] = ()


@dataclass(frozen=True, slots=True)
class PackedContext:
    """All an engine gets: the exact messages, and for the built-in reader the passages they were made of.

    `history` holds the (question, answer) pairs that stayed in the window, oldest first. `named` are the captions
    and the words of the figures and tables that the question names.
    """

    question: str
    messages: tuple[Message, ...]
    passages: tuple[Passage, ...]
    report: ContextReport
    history: tuple[tuple[str, str], ...] = ()
    images: tuple[PageImage, ...] = ()
    named: tuple[Passage, ...] = ()
