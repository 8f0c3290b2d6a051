"""Questions, answers, and what was found out about the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from docqa.domain.context import ContextReport, Place
from docqa.domain.names import BUILTIN

_SAME_SENTENCE = re.compile(r"[^.!?\n]{0,80}|[\s\"'”’»׳״.,;:]{0,4}")  # what parts a quotation from its own page


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the engine itself counted them; `cached` of the prompt's came from its cache."""

    prompt: int = 0
    answer: int = 0
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of the document that the answer rests on, located by docqa.

    `quote` is the document's own text at `place`; `label` the page's; `at` the characters (start, end) of the
    answer's text that it belongs to, or None where the answer does not show it.
    """

    place: Place
    label: str
    quote: str
    at: tuple[int, int] | None = None


class ClaimKind(StrEnum):
    """What sort of checkable thing an answer says."""

    QUOTE = "quote"
    CITATION = "citation"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    NAME = "name"
    LINK = "link"
    REFERENCE = "reference"  # to a figure, table or section of the document
    SENTENCE = "sentence"


class Status(StrEnum):
    """What docqa found about a claim: there, there but on another page than cited, reckoned, or not there.

    DERIVED is the result of arithmetic with numbers that are supported.
    """

    SUPPORTED = "supported"
    ELSEWHERE = "elsewhere"
    DERIVED = "derived"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One claim of an answer and what the document says to it.

    `text` is the claim as the answer words it, at characters `at` (start, end) of the answer; `places` is
    where it was found (two when a quote runs over a page break, none when missing); `note` says why, in words.
    """

    text: str
    kind: ClaimKind
    status: Status
    at: tuple[int, int]
    places: tuple[Place, ...] = ()
    note: str = ""


class NoteState(StrEnum):
    """What became of a note's quotes: all found, some, none of them, or there are none to look for."""

    FOUND = "found"
    PARTLY = "partly"
    MISSING = "missing"
    UNQUOTED = "unquoted"


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a deep read in the engine's words, what became of its quotes, and where they stand.

    `part` is the number of the part that it was taken from, 0 where that is not known. A note kept with a turn has
    no `checks`: its citations say what was found.
    """

    text: str
    state: NoteState
    checks: tuple[Check, ...] = ()
    citations: tuple[Citation, ...] = ()
    part: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine said and what docqa found about it.

    `complete` is False when it was stopped, cut at the reserve, or lost its connection: `problem` says which.
    `refused` is True when the document does not hold the answer and the engine says so. `alternatives` are other
    passages that may answer, best first. `warning` says what makes an answer that came in full less trustworthy,
    as that its server read only a part of what was sent.
    """

    text: str
    engine: str
    model: str = ""
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    alternatives: tuple[Citation, ...] = ()
    usage: Usage | None = None
    complete: bool = True
    refused: bool = False
    problem: str = ""
    warning: str = ""

    @property
    def builtin(self) -> bool:
        """Whether docqa's own reader answered: nothing left the computer."""
        return self.engine == BUILTIN

    @property
    def claims(self) -> tuple[Check, ...]:
        """Its checks as a person counts them, each finding once: a page reference repeats that of its quotation.

        Passages that docqa found for whole sentences are no claims beside those in the sentences.
        """
        kept: list[Check] = []
        before: Check | None = None
        for check in self.checks:
            if check.kind is ClaimKind.SENTENCE:
                continue
            if check.kind is ClaimKind.QUOTE:
                before = check
            elif check.kind is ClaimKind.CITATION and before:
                same = check.status is before.status and check.places == before.places
                wrong = check.status is Status.MISSING and before.status is not Status.SUPPORTED
                if (same or wrong) and _SAME_SENTENCE.fullmatch(self.text, before.at[1], check.at[0]):
                    continue
            kept.append(check)
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer. `report` is the account of what was sent; None before it was packed.

    `notes` are those of a deep read that the answer was written from, and those left out, in the order taken.
    """

    id: str
    question: str
    asked: datetime
    answer: Answer
    report: ContextReport | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document as a session remembers it: by content, with the name and path it was last seen under.

    `labels` are the printed page labels by page index; empty where they are simply 1 to `pages`.
    """

    id: str
    title: str
    path: str
    kind: str
    pages: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Turns that went another way: the first of them follows the turn with the id `after` ("" for none before)."""

    after: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation about one or several documents. Times are in UTC; `voice` is its own instructions.

    `turns` are those shown: each follows the one before. `others` are what was asked in their place; each branch
    leaves the shown turns, or a branch listed before it.
    """

    id: str
    title: str
    created: datetime
    updated: datetime
    documents: tuple[DocumentRef, ...]
    turns: tuple[Turn, ...] = ()
    voice: str = ""
    others: tuple[Branch, ...] = ()

    def beside(self, turn: str) -> tuple[Turn, ...]:
        """All turns asked at the place of the one with the id `turn`, itself among them, oldest first."""
        places = [("", self.turns), *((branch.after, branch.turns) for branch in self.others)]
        before = {
            one.id: turns[number - 1].id if number else after
            for after, turns in places
            for number, one in enumerate(turns)
        }
        here = [one for _, turns in places for one in turns if before[one.id] == before[turn]]
        return tuple(sorted(here, key=lambda one: one.asked))
