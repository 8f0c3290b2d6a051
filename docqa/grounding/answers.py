"""The room's door: an answer's text goes in, citations and checks come out."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from docqa.domain import Check, Citation, Document, Passage, Progress
from docqa.grounding.index import index_of
from docqa.grounding.parse import parse
from docqa.grounding.verify import verify


@dataclass(frozen=True, slots=True)
class Grounding:
    """What docqa found out about an answer.

    `text` is the answer as it is to be shown: the mark with which a model says that it found nothing is taken off,
    and `refused` says so instead. `citations` and `checks` stand in the order of the answer, and their `at` counts
    characters of `text`.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    refused: bool = False


def ground(text: str, documents: Sequence[Document], question: str = "") -> Grounding:
    """Look up everything in an answer that can be looked up.

    That is its quotations and the pages it cites, numbers, dates, names, links and references to parts of the
    document. What `question` states is no claim of the answer. Whatever engine wrote it, and whatever it holds:
    never raises. The documents are the only truth; where they are several, a page without a document's name is
    looked for in all of them, in order.
    """
    parsed = parse(text)
    findings = verify(parsed, documents, question)
    return Grounding(
        text=parsed.text,
        citations=tuple(citation for finding in findings for citation in finding.citations),
        checks=tuple(finding.check for finding in findings),
        refused=parsed.refused,
    )


def prepare(document: Document) -> Generator[Progress, None, None]:
    """Make `document` ready ahead of its first answer, which is then checked without a second's delay.

    Never needed, harmless to repeat, and may be closed at any yield. Only the last few documents stay ready.
    """
    yield from index_of(document).prepare()


def locate_passages(passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Passages, which know their places already, as citations that the answer's text does not show."""
    return tuple(Citation(passage.place, passage.label, passage.text) for passage in passages)
