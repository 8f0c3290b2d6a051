"""The salient spans of an answer held against the documents, sentence by sentence.

A span is sought near the cited page first, then everywhere. That a number stands somewhere in a long document
proves little, so the document's sentence that says the same as the answer's is looked at too: where it has another
number, date or name in the span's stead, the span counts as not found, wherever else it may stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from docqa.domain import Check, ClaimKind, Document, Place, Span, Status
from docqa.grounding.arithmetic import derivation, reckons
from docqa.grounding.evidence import Hit
from docqa.grounding.facts import Found
from docqa.grounding.index import DocumentIndex
from docqa.grounding.lookup import Candidate, anywhere, in_words, on_pages, parted_date, rounded
from docqa.grounding.slots import says, slot
from docqa.grounding.spans import Salient, blanked, rival
from docqa.grounding.spans_dates import Dated
from docqa.grounding.spans_numbers import Quantity

_SAME = 0.82  # share of a sentence's other terms from which a document's sentence says the same …
_TERMS = 3  # … if there are at least so many of them
_WINDOW = 1  # sentences around the likeliest one that also speak for a span
_ITEMS = 20  # things that an answer counts by itself
_OPERANDS_BACK = 2  # sentences before a reckoned number in which its operands may stand


@dataclass
class Sentence:
    """A sentence of the answer: its words without markers, what it cites, and where the documents say the same.

    `cited` are page indices by document; `near` likely pages where nothing is cited.
    """

    at: tuple[int, int]
    words: str
    spans: list[Salient]
    cited: dict[str, tuple[int, ...]]
    near: dict[str, tuple[int, ...]]
    labels: str
    indexes: Sequence[DocumentIndex]
    _hits: dict[tuple[str, bool], list[Hit]] = field(default_factory=dict)
    _best: dict[str, list[Hit]] = field(default_factory=dict)
    _likely: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def hits(self, index: DocumentIndex, *, cited: bool) -> list[Hit]:
        """The document's sentences that say most of this one: on the cited pages, or anywhere."""
        known = self._hits.get((index.document.id, cited))
        if known is None:
            pages = self.cited.get(index.document.id) if cited else None
            wanted = index.sentences.terms(self.words)
            known = [] if cited and not pages else index.sentences.search(wanted, pages)
            self._hits[index.document.id, cited] = known
        return known

    def best(self, index: DocumentIndex) -> list[Hit]:
        """The sentences to hold this one against: of the cited pages, if one of them says nearly all of it."""
        known = self._best.get(index.document.id)
        if known is None:
            known = self.hits(index, cited=True)
            if not known or known[0].share < _SAME:
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


@dataclass(frozen=True)
class _At:
    """A candidate in one of the documents."""

    index: DocumentIndex
    candidate: Candidate

    @property
    def place(self) -> Place:
        found = self.candidate.found
        return Place(self.index.document.id, Span(found.page, found.start, found.end))


class Judge:
    """Judges the spans of one answer. `items` is how many things its longest list has."""

    def __init__(
        self, documents: Sequence[Document], indexes: Sequence[DocumentIndex], items: Sequence[int]
    ) -> None:
        self._documents = documents
        self._indexes = indexes
        self._items = items

    def checks(self, sentences: Sequence[Sentence], same_language: bool) -> Iterator[Check]:
        """One check a span, in order; spans that prove nothing either way give none."""
        supported: list[tuple[int, Salient]] = []
        for number, sentence in enumerate(sentences):
            open_spans: list[tuple[Salient, str]] = []
            for span in sentence.spans:
                check, denied = self._check(span, sentence)
                if check is None:
                    continue
                if check.status is Status.MISSING and not denied:
                    open_spans.append((span, check.note))
                    continue
                if isinstance(span.what, Quantity):
                    supported.append((number, span))
                yield check
            for span, note in open_spans:
                check = self._last_resort(span, note, sentence, number, supported, same_language)
                if check is not None:
                    yield check

    # --- one span ------------------------------------------------------------------------------------------

    def _check(self, span: Salient, sentence: Sentence) -> tuple[Check | None, bool]:
        """The check of a span, and whether a sentence of the document says otherwise."""
        found = [
            _At(index, candidate)
            for index in self._indexes
            for candidate in on_pages(span, index, sentence.likely(index))
        ]
        held = self._held_against(span, sentence, found)
        if isinstance(held, str):
            return self._made(span, Status.MISSING, (), held), True
        if held is not None and self._is_cited(held, sentence):
            return self._made(span, Status.SUPPORTED, (held.place,), held.candidate.note), False
        here = self._here(found, sentence) or self._otherwise(span, sentence)
        if here is not None:
            return self._made(span, Status.SUPPORTED, (here.place,), here.candidate.note), False
        return self._far(span, sentence, found), False

    @staticmethod
    def _is_cited(at: _At, sentence: Sentence) -> bool:
        return not sentence.cited or at.candidate.found.page in sentence.cited.get(at.index.document.id, ())

    def _far(self, span: Salient, sentence: Sentence, found: Sequence[_At]) -> Check | None:
        """The check of a span that is not where it is cited for, or in no sentence like the answer's."""
        far = [*found]
        if not any(at.candidate.sure for at in far):
            for index in self._indexes:
                candidate = anywhere(span, index, sentence.likely(index))
                far += [_At(index, candidate)] if candidate else []
        best = next((at for at in far if at.candidate.sure), None)
        if best is None:
            if far and not sentence.cited:
                return None  # a small number that stands somewhere says nothing either way
            return self._made(span, Status.MISSING, (), self._absent(bool(far), sentence))
        # A part of the document may be named on any page.
        if sentence.cited and span.kind is not ClaimKind.REFERENCE:
            note = f"on {self._label(best.place)}, not on p. {sentence.labels}"
            return self._made(span, Status.ELSEWHERE, (best.place,), note)
        return self._made(span, Status.SUPPORTED, (best.place,), best.candidate.note)

    def _here(self, found: Sequence[_At], sentence: Sentence) -> _At | None:
        """The candidate on a cited page, best in a sentence that says the same; without a page only there."""
        best: _At | None = None
        for at in found:
            place = at.candidate.found
            pages = sentence.cited.get(at.index.document.id, ())
            if sentence.cited and place.page not in pages and not self._runs_over(at, sentence):
                continue
            if self._in_window(place, at.index, sentence.hits(at.index, cited=bool(sentence.cited))):
                return at
            if sentence.cited:
                best = best or at
        return best

    def _in_window(self, place: Found, index: DocumentIndex, hits: Sequence[Hit]) -> bool:
        for hit in hits:
            if hit.page == place.page:
                start, end = index.sentences.around(hit, _WINDOW)
                if start <= place.start < end:
                    return True
        return False

    def _runs_over(self, at: _At, sentence: Sentence) -> bool:
        """Whether the likeliest sentence of the cited page goes on at the top of the candidate's page."""
        found = at.candidate.found
        hits = sentence.hits(at.index, cited=True)[:1]
        return any(
            hit.page + 1 == found.page and at.index.sentences.is_last(hit) and found.start < 300 for hit in hits
        )

    def _otherwise(self, span: Salient, sentence: Sentence) -> _At | None:
        """A number that stands in words or finer than claimed, or a date in pieces, where the sentence points."""
        what = span.what
        for index in self._indexes:
            pages = sentence.cited.get(index.document.id, ())
            hits = sentence.hits(index, cited=bool(sentence.cited))
            stretches = [(hit.page, *index.sentences.around(hit, _WINDOW)) for hit in hits]
            if isinstance(what, Dated):
                candidate = parted_date(what, index, pages or tuple(dict.fromkeys(hit.page for hit in hits)))
                if candidate is not None:
                    return _At(index, candidate)
                continue
            if not isinstance(what, Quantity):
                return None
            stretches += [(page, 0, len(index.document.pages[page].text)) for page in pages]
            for page, start, end in stretches:
                text = index.facts.plain(page)[start:end]
                if (words := in_words(what, text)) is not None:
                    found = Found(page, start + words[0], start + words[1])
                    return _At(index, Candidate(found, note="in words there"))
            for page, start, end in stretches:
                text = index.facts.plain(page)[start:end]
                counted = index.facts.counted_in(Found(page, end, end))
                near = rounded(what, text, start, counted, comma=index.facts.comma)
                if near is not None:
                    note = f"rounded: {self._label(Place(index.document.id, Span(page, 0, 0)))} has {near[2]}"
                    return _At(index, Candidate(Found(page, near[0], near[1]), note=note))
        return None

    # --- what speaks against it ----------------------------------------------------------------------------

    def _held_against(self, span: Salient, sentence: Sentence, found: Sequence[_At]) -> _At | str | None:
        """What the sentences that say all the rest of this one have in the span's stead.

        The place where one of them says the same, or in words what they say instead. None where none says the
        rest; what neighbours and other pages hold counts only then.
        """
        if span.kind is ClaimKind.LINK:
            return None
        rest = blanked(sentence.words, [(span.at[0] - sentence.at[0], span.at[1] - sentence.at[0])])
        against = ""
        inside: _At | None = None
        for index in self._indexes:
            held = index.sentences
            wanted = held.terms(rest)
            if len(wanted) < _TERMS:
                continue
            for hit in sentence.best(index):
                if held.share(wanted, hit.number) < _SAME:
                    continue
                there = self._instead(span, sentence, index, hit)
                if isinstance(there, _At):
                    return there
                label = self._label(Place(index.document.id, Span(hit.page, hit.start, hit.end)))
                if there:
                    against = against or f"{label} says “{there}” here"
                    continue
                within = next(
                    (a for a in found if a.index is index and self._inside(a.candidate.found, hit)), None
                )
                inside = inside or within
                if not within and not against and (other := self._rival(span, sentence, index, hit)):
                    against = f"{label} says “{other}” here"
        return inside or against or None

    def _instead(self, span: Salient, sentence: Sentence, index: DocumentIndex, hit: Hit) -> _At | str:
        """What stands in a document's sentence where the span stands in the answer's; "" if it can't be told."""
        text = index.document.pages[hit.page].text[hit.start : hit.end]
        at = span.at[0] - sentence.at[0], span.at[1] - sentence.at[0]
        there = slot(sentence.words, at, text)
        if there is None:
            return ""
        found = Found(hit.page, hit.start + there.start, hit.start + there.end)
        counted = tuple(index.facts.counted_in(found)) if isinstance(span.what, Quantity) else ()
        if says(span, there, comma=index.facts.comma, counted=counted):
            return _At(index, Candidate(found))
        return " ".join(there.text.split())

    @staticmethod
    def _rival(span: Salient, sentence: Sentence, index: DocumentIndex, hit: Hit) -> str:
        """What of the span's kind a document's sentence has and the answer's has not."""
        there = index.document.pages[hit.page].text[hit.start : hit.end]
        facts = index.facts
        return rival(span, there, sentence.words, sentence.spans, index.language, facts.comma, facts.writes_small)

    @staticmethod
    def _inside(found: Found, hit: Hit) -> bool:
        return found.page == hit.page and hit.start <= found.start < hit.end

    def _last_resort(
        self,
        span: Salient,
        note: str,
        sentence: Sentence,
        number: int,
        supported: Sequence[tuple[int, Salient]],
        same_language: bool,
    ) -> Check | None:
        """For what was not found: whether it was reckoned or counted; a name in another language is left open."""
        what = span.what
        if span.kind is ClaimKind.NAME and not same_language:
            return None
        if isinstance(what, Quantity) and not what.literal and not what.year:
            if what.bare and not what.decimals and what.value.number in self._items:
                return self._made(span, Status.DERIVED, (), "counted in the answer")
            if sentence.reckons:
                operands = [
                    (other.text.strip(), other.what)
                    for at, other in supported
                    if number - _OPERANDS_BACK <= at <= number
                    and isinstance(other.what, Quantity)
                    and not other.what.year
                ]
                shown = derivation(what, operands)
                if shown:
                    return self._made(span, Status.DERIVED, (), f"reckoned: {shown}")
        return self._made(span, Status.MISSING, (), note)

    # --- words ---------------------------------------------------------------------------------------------

    @staticmethod
    def _made(span: Salient, status: Status, places: tuple[Place, ...], note: str) -> Check:
        return Check(span.text, span.kind, status, span.at, places, note)

    def _label(self, place: Place) -> str:
        document = next(d for d in self._documents if d.id == place.document)
        label = f"p. {document.label(place.span.page) or place.span.page + 1}"
        return label if len(self._documents) == 1 else f"{label} of {document.title}"

    def _absent(self, somewhere: bool, sentence: Sentence) -> str:
        if any(document.unreadable_pages for document in self._documents):
            return "not in the pages that could be read"
        if somewhere:
            return f"not on p. {sentence.labels}, and too common to be looked for elsewhere"
        return "not in the document" if len(self._documents) == 1 else "not in the documents"
