"""The salient spans of an answer held against the documents, sentence by sentence.

A span is sought near the cited page first, then everywhere. That a number stands somewhere in a long document
proves little, so the document's sentence that says the same as the answer's is looked at too: where it has another
number, date or name in the span's stead, the span counts as not found, wherever else it may stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from docqa.domain import Check, ClaimKind, Document, Place, Span, Status
from docqa.grounding.against import held_against, in_window
from docqa.grounding.arithmetic import derivation, grows_yearly
from docqa.grounding.claimed import WINDOW, At, Sentence
from docqa.grounding.facts import Found
from docqa.grounding.index import DocumentIndex
from docqa.grounding.lookup import Candidate, anywhere, in_words, on_pages, parted_date, rounded
from docqa.grounding.spans import Salient
from docqa.grounding.spans_dates import Dated
from docqa.grounding.spans_numbers import Quantity

_ABOUT = 0.02  # share of a sentence's other terms that the page of one of its spans must hold to be about the same
_ANYWHERE = (ClaimKind.REFERENCE, ClaimKind.LINK)  # that are the document's wherever they stand
_OPERANDS_BACK = 2  # sentences before a reckoned number in which its operands may stand


class Judge:
    """Judges the spans of one answer. `items` is how many things each of its lists has.

    `same_language`: the answer is in a language of the documents, so that its words can be looked for in them.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        indexes: Sequence[DocumentIndex],
        items: Sequence[int],
        same_language: bool,
    ) -> None:
        self._documents = documents
        self._indexes = indexes
        self._items = items
        self._same_language = same_language

    def checks(self, sentences: Sequence[Sentence]) -> Iterator[Check]:
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
                check = self._last_resort(span, note, sentence, number, supported)
                if check is None:
                    continue
                if check.status is Status.DERIVED:
                    supported.append((number, span))  # what was reckoned can be reckoned with
                yield check

    # --- one span ------------------------------------------------------------------------------------------

    def _check(self, span: Salient, sentence: Sentence) -> tuple[Check | None, bool]:
        """The check of a span, and whether a sentence of the document says otherwise."""
        found = [
            At(index, candidate)
            for index in self._indexes
            for candidate in on_pages(span, index, sentence.likely(index))
        ]
        held = held_against(span, sentence, found, self._indexes, self._label)
        if isinstance(held, str):
            return self._made(span, Status.MISSING, (), held), True
        if held is not None and self._is_cited(held, sentence):
            return self._made(span, Status.SUPPORTED, (held.place,), held.candidate.note), False
        here = self._here(span, found, sentence) or self._otherwise(span, sentence)
        if here is not None:
            return self._made(span, Status.SUPPORTED, (here.place,), here.candidate.note), False
        return self._far(span, sentence, found), False

    @staticmethod
    def _is_cited(at: At, sentence: Sentence) -> bool:
        return not sentence.cited or at.candidate.found.page in sentence.cited.get(at.index.document.id, ())

    def _far(self, span: Salient, sentence: Sentence, found: Sequence[At]) -> Check | None:
        """The check of a span that is not where it is cited for, or in no sentence like the answer's."""
        far = [*found]
        if not any(at.candidate.sure for at in far):
            for index in self._indexes:
                far += [At(index, candidate) for candidate in anywhere(span, index, sentence.likely(index))]
        about = [(sentence.about(span, at), at) for at in far if at.candidate.sure]
        share, best = max(about, key=lambda pair: pair[0], default=(0.0, None))
        if best is None:
            if far and not sentence.cited:
                return None  # a small number that stands somewhere says nothing either way
            return self._made(span, Status.MISSING, (), self._absent(bool(far), sentence))
        if self._astray(span, share):
            return self._made(span, Status.MISSING, (), f"stands on {self._label(best.place)}, but not about this")
        # A part of the document may be named on any page.
        if sentence.cited and span.kind is not ClaimKind.REFERENCE:
            note = f"on {self._label(best.place)}, not on p. {sentence.labels}"
            return self._made(span, Status.ELSEWHERE, (best.place,), note)
        return self._made(span, Status.SUPPORTED, (best.place,), best.candidate.note)

    def _telling(self, span: Salient, sentence: Sentence, at: At) -> bool:
        """Whether a span stands among words that have something of what the answer says of it."""
        if not self._same_language:
            return True
        return not self._astray(span, sentence.about(span, at)) and (at.candidate.sure or sentence.tells(span, at))

    def _astray(self, span: Salient, about: float) -> bool:
        """Whether a span stands among words that have nothing of what the answer says of it."""
        return about < _ABOUT and span.kind not in _ANYWHERE and self._same_language

    def _here(self, span: Salient, found: Sequence[At], sentence: Sentence) -> At | None:
        """The candidate on a cited page, best in a sentence that says the same; without a page only there."""
        best: At | None = None
        for at in found:
            place = at.candidate.found
            pages = sentence.cited.get(at.index.document.id, ())
            if sentence.cited and place.page not in pages and not self._runs_over(at, sentence):
                continue
            likely = in_window(place, at.index, sentence.hits(at.index, cited=bool(sentence.cited)))
            if likely and (sentence.cited or self._telling(span, sentence, at)):
                return at
            if sentence.cited:
                best = best or at
        return best

    def _runs_over(self, at: At, sentence: Sentence) -> bool:
        """Whether the likeliest sentence of the cited page goes on at the top of the candidate's page."""
        found = at.candidate.found
        hits = sentence.hits(at.index, cited=True)[:1]
        return any(
            hit.page + 1 == found.page and at.index.sentences.is_last(hit) and found.start < 300 for hit in hits
        )

    def _otherwise(self, span: Salient, sentence: Sentence) -> At | None:
        """A number that stands in words or finer than claimed, or a date in pieces, where the sentence points."""
        what = span.what
        for index in self._indexes:
            pages = sentence.cited.get(index.document.id, ())
            hits = sentence.hits(index, cited=bool(sentence.cited))
            stretches = [(hit.page, *index.sentences.around(hit, WINDOW)) for hit in hits]
            if isinstance(what, Dated):
                candidate = parted_date(what, index, pages or tuple(dict.fromkeys(hit.page for hit in hits)))
                if candidate is not None:
                    return At(index, candidate)
                continue
            if not isinstance(what, Quantity):
                return None
            stretches += [(page, 0, len(index.document.pages[page].text)) for page in pages]
            for page, start, end in stretches:
                text = index.facts.plain(page)[start:end]
                if (words := in_words(what, text)) is not None:
                    found = Found(page, start + words[0], start + words[1])
                    return At(index, Candidate(found, note="in words there"))
            for page, start, end in stretches:
                text = index.facts.plain(page)[start:end]
                counted = index.facts.counted_in(Found(page, end, end))
                near = rounded(what, text, start, counted, comma=index.facts.comma)
                if near is not None:
                    note = f"rounded: {self._label(Place(index.document.id, Span(page, 0, 0)))} has {near[2]}"
                    return At(index, Candidate(Found(page, near[0], near[1]), note=note))
        return None

    def _last_resort(
        self,
        span: Salient,
        note: str,
        sentence: Sentence,
        number: int,
        supported: Sequence[tuple[int, Salient]],
    ) -> Check | None:
        """For what was not found: whether it was reckoned or counted; a name in another language is left open."""
        what = span.what
        if span.kind is ClaimKind.NAME and not self._same_language:
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
                shown = derivation(what, operands, self._periods(supported, sentence, number))
                if shown:
                    return self._made(span, Status.DERIVED, (), f"reckoned: {shown}")
        return self._made(span, Status.MISSING, (), note)

    @staticmethod
    def _periods(supported: Sequence[tuple[int, Salient]], sentence: Sentence, number: int) -> list[int]:
        """Numbers of years between the years near a sentence, where it speaks of growth a year."""
        if not grows_yearly(sentence.words):
            return []
        near = [span.what for at, span in supported if number - _OPERANDS_BACK <= at <= number]
        years = sorted({int(what.value.number) for what in near if isinstance(what, Quantity) and what.year})
        counts = [int(what.value.number) for what in near if isinstance(what, Quantity) and what.unit == "time-y"]
        return [*(late - early for early, late in combinations(years, 2)), *counts]

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
