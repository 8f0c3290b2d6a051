"""What speaks against a span of an answer: sentences of the document that say all the rest, and something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from docqa.domain import ClaimKind, Place, Span
from docqa.grounding.claimed import SAME, WINDOW, At, Sentence
from docqa.grounding.evidence import Hit
from docqa.grounding.facts import Found
from docqa.grounding.index import DocumentIndex
from docqa.grounding.lookup import Candidate
from docqa.grounding.slots import alone, leaves_open, says, slot
from docqa.grounding.spans import Salient, rival
from docqa.grounding.spans_dates import MONTHS
from docqa.grounding.spans_numbers import Quantity

_TERMS = (
    3  # other terms of a sentence from which another sentence can hold most of them; fewer must be all there is
)


def held_against(
    span: Salient,
    sentence: Sentence,
    found: Sequence[At],
    indexes: Sequence[DocumentIndex],
    label: Callable[[Place], str],
) -> At | str | None:
    """What the sentences that say all the rest of the answer's sentence have in the stead of one of its spans.

    The place where one of them says the same, or in words what they say instead. None where none says the rest;
    what neighbours and other pages hold counts only then. `found` are places that may say what `span` says.
    """
    if span.kind is ClaimKind.LINK:
        return None
    rest = sentence.without(span)
    same: At | None = None
    inside: At | None = None
    beside: At | None = None
    against = against_all = rivals = ""
    for index in indexes:
        wanted = index.sentences.terms(rest)
        if not any(map(_is_word, wanted)):
            continue
        if len(wanted) < _TERMS:
            there = _alike(span, sentence, found, index)
            if isinstance(there, At):
                return there
            if there is not None and not against:
                against = _told(label, index, *there)
            continue
        for hit in sentence.best(index):
            share = index.sentences.share(wanted, hit.number)
            if share < SAME:
                continue
            other = _instead(span, sentence, index, hit)
            if isinstance(other, At):
                if index.sentences.holds_numbers(wanted, hit.number):
                    return other
                same = same or other
                continue
            here = [at for at in found if at.index is index]
            within = next((at for at in here if _inside(at.candidate.found, hit)), None)
            if other:
                against = against or _told(label, index, hit, other)
                if share == 1.0 and within is None:
                    against_all = against_all or _told(label, index, hit, other)
                continue
            inside = inside or within
            if within:
                continue
            beside = beside or next((at for at in here if in_window(at.candidate.found, index, [hit])), None)
            if not rivals and (lacked := _rival(span, sentence, index, hit)):
                rivals = _told(label, index, hit, lacked)
    # A sentence that has the span but other numbers beside it yields to one that has all but the span.
    return against_all or same or inside or against or (rivals if beside is None else "") or None


def in_window(place: Found, index: DocumentIndex, hits: Sequence[Hit]) -> bool:
    """Whether a place is in one of the sentences `hits`, or in a neighbour of one."""
    for hit in hits:
        if hit.page == place.page:
            start, end = index.sentences.around(hit, WINDOW)
            if start <= place.start < end:
                return True
    return False


def _told(label: Callable[[Place], str], index: DocumentIndex, hit: Hit, instead: str) -> str:
    where = label(Place(index.document.id, Span(hit.page, hit.start, hit.end)))
    return f"{where} says “{instead}” here"


def _alike(
    span: Salient, sentence: Sentence, found: Sequence[At], index: DocumentIndex
) -> At | tuple[Hit, str] | None:
    """For a sentence of few words ("Balance on 1 May 2017"): the document's that is the same but for `span`.

    A few words are about many things: nothing is said against a span in a sentence that has them too.
    """
    wanted = index.sentences.terms(sentence.without(span))
    hits = sentence.hits(index, cited=True) or sentence.hits(index, cited=False)
    instead: tuple[Hit, str] | None = None
    for hit in hits:
        words = index.document.pages[hit.page].text[hit.start : hit.end]
        if not alone(sentence.words, sentence.within(span), words):
            continue
        other = _instead(span, sentence, index, hit)
        if isinstance(other, At):
            return other
        if other and instead is None:
            instead = hit, other
    here = [at.candidate.found for at in found if at.index is index]
    for hit in hits:
        if any(_inside(place, hit) for place in here) and index.sentences.share(wanted, hit.number) == 1.0:
            return None
    return instead


def _instead(span: Salient, sentence: Sentence, index: DocumentIndex, hit: Hit) -> At | str:
    """What stands in a document's sentence where the span stands in the answer's; "" if it can't be told."""
    text = index.document.pages[hit.page].text[hit.start : hit.end]
    there = slot(sentence.words, sentence.within(span), text)
    if there is None or leaves_open(span, there):
        return ""
    found = Found(hit.page, hit.start + there.start, hit.start + there.end)
    counted = tuple(index.facts.counted_in(found)) if isinstance(span.what, Quantity) else ()
    if says(span, there, comma=index.facts.comma, counted=counted):
        return At(index, Candidate(found))
    return " ".join(there.text.split())


def _rival(span: Salient, sentence: Sentence, index: DocumentIndex, hit: Hit) -> str:
    """What of the span's kind a document's sentence has and the answer's has not."""
    there = index.document.pages[hit.page].text[hit.start : hit.end]
    facts = index.facts
    return rival(span, there, sentence.words, sentence.spans, index.language, facts.comma, facts.writes_small)


def _is_word(term: str) -> bool:
    """Whether a term, which is a word's stem, is more than a number or a month: what a sentence is about."""
    return not any(map(str.isdecimal, term)) and not _is_month(term)


@lru_cache(maxsize=4096)
def _is_month(stem: str) -> bool:
    return len(stem) > 2 and any(name.startswith(stem) for name in MONTHS)


def _inside(found: Found, hit: Hit) -> bool:
    return found.page == hit.page and hit.start <= found.start < hit.end
