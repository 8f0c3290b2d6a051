"""A sentence of an answer made ready to be judged: what it says and cites, what of the document says it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from docqa.domain import Place, Span
from docqa.grounding.arithmetic import reckons
from docqa.grounding.evidence import Hit
from docqa.grounding.index import DocumentIndex
from docqa.grounding.lookup import Candidate
from docqa.grounding.spans import Salient, blanked

SAME = 0.82  # share of a sentence's other terms from which a document's sentence says the same
WINDOW = 1  # sentences around the likeliest one that also speak for a span
_FULL = 4  # terms of a sentence that says by itself what it is about
_TERMS = 3  # other terms that a sentence must have to be about something


@dataclass
class Sentence:
    """A sentence of the answer: its words without markers, what it cites, and where the documents say the same.

    `asked` is the question. `cited` are page indices by document; `near` likely pages where nothing is cited.
    """

    at: tuple[int, int]
    words: str
    spans: list[Salient]
    cited: dict[str, tuple[int, ...]]
    near: dict[str, tuple[int, ...]]
    labels: str
    indexes: Sequence[DocumentIndex]
    asked: str = ""
    _hits: dict[tuple[str, bool], list[Hit]] = field(default_factory=dict)
    _best: dict[str, list[Hit]] = field(default_factory=dict)
    _likely: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def hits(self, index: DocumentIndex, *, cited: bool) -> list[Hit]:
        """The document's sentences that say most of this one: on the cited pages, or anywhere."""
        known = self._hits.get((index.document.id, cited))
        if known is None:
            pages = self.cited.get(index.document.id) if cited else None
            wanted = self.terms(index)
            known = [] if cited and not pages else index.sentences.search(wanted, pages)
            self._hits[index.document.id, cited] = known
        return known

    def terms(self, index: DocumentIndex) -> frozenset[str]:
        """What it is about: its own terms, and the question's where it has few, as a mere "41" has."""
        own = index.sentences.terms(self.words)
        return own | index.sentences.terms(self.asked) if len(own) < _FULL else own

    def best(self, index: DocumentIndex) -> list[Hit]:
        """The sentences to hold this one against: of the cited pages, if one of them says nearly all of it."""
        known = self._best.get(index.document.id)
        if known is None:
            known = self.hits(index, cited=True)
            if not known or known[0].share < SAME:
                known = [*known, *self.hits(index, cited=False)]
            self._best[index.document.id] = known
        return known

    def likely(self, index: DocumentIndex) -> tuple[int, ...]:
        """The pages of a document where this sentence's spans are looked for first."""
        document = index.document.id
        known = self._likely.get(document)
        if known is None:
            found = (*self.cited.get(document, ()), *(hit.page for hit in self.best(index)))
            known = self._likely[document] = tuple(dict.fromkeys((*found, *self.near.get(document, ()))))
        return known

    @cached_property
    def reckons(self) -> bool:
        """Whether it reckons."""
        return reckons(self.words)

    def about(self, span: Salient, at: At) -> float:
        """How much (0 to 1) of what else it says the page of `at` has; 1 where it says too little to tell."""
        wanted = self._others(span, at.index)
        if len(wanted) < _TERMS:
            return 1.0
        return at.index.sentences.share_around(wanted, at.candidate.found.page)

    def tells(self, span: Salient, at: At) -> bool:
        """Whether anything else that it says stands near `at`."""
        found = at.candidate.found
        hit = at.index.sentences.at(found.page, found.start)
        if hit is None:
            return False
        start, end = at.index.sentences.around(hit, WINDOW)
        return at.index.sentences.share_around(self._others(span, at.index), found.page, start, end) > 0

    def _others(self, span: Salient, index: DocumentIndex) -> frozenset[str]:
        """The terms beside those of `span` that the document has."""
        held = index.sentences
        return held.known(self.terms(index) - held.terms(span.text) | held.terms(self.without(span)))

    def without(self, span: Salient) -> str:
        """Its words with `span`, one of its own, blanked out."""
        return blanked(self.words, [self.within(span)])

    def within(self, span: Salient) -> tuple[int, int]:
        """Where `span` stands in its words."""
        return span.at[0] - self.at[0], span.at[1] - self.at[0]


@dataclass(frozen=True)
class At:
    """A candidate in one of the documents."""

    index: DocumentIndex
    candidate: Candidate

    @property
    def place(self) -> Place:
        """Where in which document it was found."""
        found = self.candidate.found
        return Place(self.index.document.id, Span(found.page, found.start, found.end))
