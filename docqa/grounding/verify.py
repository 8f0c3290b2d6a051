"""What an answer claims, held against the documents: one check a claim, and citations for what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docqa.domain import Check, Citation, ClaimKind, Document, Place, Span, Status
from docqa.domain.wording import page_label, pages_line
from docqa.grounding.index import index_of
from docqa.grounding.keys import key
from docqa.grounding.labels import cited_pages
from docqa.grounding.locate import CitedPages, Located, locate
from docqa.grounding.parse import Parsed, Quotation
from docqa.grounding.references import Reference, plain_label
from docqa.grounding.statements import state
from docqa.grounding.support import ENOUGH, best_sentence, elsewhere
from docqa.language.sentences import sentences

_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 160  # characters of the document's nearest words that a note shows


@dataclass(frozen=True, slots=True)
class Finding:
    """A check with the citations that belong to it."""

    check: Check
    citations: tuple[Citation, ...] = ()


def verify(parsed: Parsed, documents: Sequence[Document], question: str = "") -> list[Finding]:
    """Check every claim of an answer, in the order in which the answer makes them.

    What `question` states is no claim of the answer.
    """
    pages = {reference.at: cited_pages(reference, documents) for reference in parsed.references}
    titles = {key(document.title) for document in documents}
    findings: list[Finding] = []
    results: dict[tuple[int, int], list[Check]] = {}  # of the quotations, by the marker that follows them
    shown: set[tuple[int, int]] = set()
    for quotation in parsed.quotations:
        if key(quotation.words) in titles and not quotation.references:
            continue  # a document's name between quotation marks
        cited = _merged([pages[reference.at] for reference in quotation.references])
        located = locate(quotation.words, documents, cited or _nearest_cited(quotation, parsed, pages))
        if located.short and not cited:
            continue  # a word or two that stand everywhere: nothing is claimed by them
        check = _quote(quotation, located, cited, parsed.text, documents)
        for reference in quotation.references:
            results.setdefault(reference.at, []).append(check)
        marker = next((r.at for r in quotation.references if _on(check.places, pages[r.at])), None)
        at = check.at if marker is None or marker in shown else marker
        shown.add(at)
        findings.append(Finding(check, _citations(check.places, at, documents)))
    for reference in parsed.references:
        if reference.certain or any(check.status is Status.SUPPORTED for check in results.get(reference.at, ())):
            findings.append(_reference(reference, pages[reference.at], results, shown, parsed, documents))
    findings += [Finding(check) for check in state(parsed, documents, question)]
    return sorted(findings, key=lambda finding: finding.check.at)


def _merged(cited: Sequence[tuple[CitedPages, ...]]) -> list[CitedPages]:
    """The pages of several markers, one entry a document, in the order in which they are cited."""
    merged: dict[str, CitedPages] = {}
    for pages in (pages for group in cited for pages in group):
        before = merged[pages.document.id].pages if pages.document.id in merged else ()
        merged[pages.document.id] = CitedPages(pages.document, tuple(dict.fromkeys(before + pages.pages)))
    return list(merged.values())


def _nearest_cited(
    quotation: Quotation, parsed: Parsed, pages: dict[tuple[int, int], tuple[CitedPages, ...]]
) -> tuple[CitedPages, ...]:
    """For a quotation without a page: what the answer cites nearest to it is the likeliest place to look first."""
    certain = [reference for reference in parsed.references if reference.certain and pages[reference.at]]
    nearest = min(certain, key=lambda r: abs(r.at[0] - quotation.at[1]), default=None)
    return pages[nearest.at] if nearest is not None else ()


def _quote(
    quotation: Quotation, located: Located, cited: list[CitedPages], text: str, documents: Sequence[Document]
) -> Check:
    words = text[slice(*quotation.at)]
    if not located.places:
        note = _why_missing(located, cited, documents)
        return Check(words, ClaimKind.QUOTE, Status.MISSING, quotation.at, note=note)
    if (written := _name_in_other_letters(quotation.words, located.places, documents)) is not None:
        there = _pages(located.places, documents)
        note = f"not in the document in these letters; {there} has: “{written}”"
        return Check(words, ClaimKind.QUOTE, Status.MISSING, quotation.at, note=note)
    if quotation.references and not _on(located.places, cited):
        labels = ", ".join(dict.fromkeys(plain_label(r.label) for r in quotation.references if r.certain))
        if labels:
            note = f"on {_pages(located.places, documents)}, not on p. {labels}"
            return Check(words, ClaimKind.QUOTE, Status.ELSEWHERE, quotation.at, located.places, note)
    return Check(words, ClaimKind.QUOTE, Status.SUPPORTED, quotation.at, located.places)


def _name_in_other_letters(quoted: str, places: Sequence[Place], documents: Sequence[Document]) -> str | None:
    """A name that the document writes with a capital and the quotation without, as the document has it.

    A name is a word that the document never writes small; a quotation in small letters of a heading is none.
    """
    there = " ".join(cite(place, documents).quote for place in places)
    mine: list[str] = _WORD.findall(quoted)
    theirs: list[str] = _WORD.findall(there)
    if len(mine) != len(theirs):
        return None
    index = index_of(next(document for document in documents if document.id == places[0].document))
    for ours, written in zip(mine, theirs, strict=True):
        differs = ours != written and ours.casefold() == written.casefold()
        if differs and ours.islower() and written.istitle() and not index.facts.writes_small(written):
            return written
    return None


def _reference(
    reference: Reference,
    cited: tuple[CitedPages, ...],
    results: dict[tuple[int, int], list[Check]],
    shown: set[tuple[int, int]],
    parsed: Parsed,
    documents: Sequence[Document],
) -> Finding:
    """A cited page: it has its quotations' result, or what docqa itself finds on it for the sentence it closes."""
    words = parsed.text[slice(*reference.at)]

    def check(status: Status, places: tuple[Place, ...], note: str) -> Check:
        return Check(words, ClaimKind.CITATION, status, reference.at, places, note)

    if not cited:
        return Finding(check(Status.MISSING, (), f"no page {plain_label(reference.label)}"))
    quotes = results.get(reference.at, [])
    here = next((quote for quote in quotes if _on(quote.places, cited)), None)
    if here is not None:
        found = check(Status.SUPPORTED, here.places, "")
        return Finding(found, () if reference.at in shown else _citations(here.places, reference.at, documents))
    others = [quote for quote in quotes if quote.status is Status.SUPPORTED]
    if quotes and not others:
        wrong = next((quote for quote in quotes if quote.places), None)
        if wrong is not None:
            return Finding(check(Status.ELSEWHERE, wrong.places, wrong.note))
        return Finding(check(Status.MISSING, (), "the words it is cited for are not in the document"))
    return _own_finding(reference, cited, parsed, documents, check)


def _own_finding(
    reference: Reference,
    cited: tuple[CitedPages, ...],
    parsed: Parsed,
    documents: Sequence[Document],
    check: Callable[[Status, tuple[Place, ...], str], Check],
) -> Finding:
    """A page cited without quoting it: the sentence on it that docqa finds to say what the answer says."""
    claim = _sentence(reference, parsed)
    found = [support for c in cited if (support := best_sentence(claim, c.document, c.pages))]
    best = max(found, key=lambda support: support.share, default=None)
    share = best.share if best else 0.0
    better = elsewhere(claim, documents, cited, share)
    if better is not None:
        label = _pages((better.place,), documents)
        note = f"docqa's own finding: {label} says this, p. {plain_label(reference.label)} does not"
        return Finding(check(Status.ELSEWHERE, (better.place,), note))
    if best is not None and share >= ENOUGH:
        place, note = best.place, "docqa's own finding: the sentence of this page that fits best"
    else:
        place = Place(cited[0].document.id, Span(cited[0].pages[0], 0, 0))
        note = "the page is there; docqa found no sentence on it in these words"
    found_check = check(Status.SUPPORTED, (place,), note)
    return Finding(found_check, _citations((place,), reference.at, documents))


def _sentence(reference: Reference, parsed: Parsed) -> str:
    """The answer's sentence that `reference` belongs to, without markers; the one before where none is left."""
    before = ""
    for start, end in sentences(parsed.text):
        words = _without_markers(parsed, start, end)
        if start <= reference.at[0] < end:
            return words if any(map(str.isalnum, words)) else before
        if any(map(str.isalnum, words)):
            before = words
    return before


def _without_markers(parsed: Parsed, start: int, end: int) -> str:
    pieces, at = [], start
    for reference in parsed.references:
        if start <= reference.at[0] and reference.at[1] <= end:
            pieces.append(parsed.text[at : reference.at[0]])
            at = reference.at[1]
    return " ".join([*pieces, parsed.text[at:end]])


def _on(places: Sequence[Place], cited: Sequence[CitedPages]) -> bool:
    """Whether one of `places` is on a cited page."""
    return any(place.document == c.document.id and place.span.page in c.pages for place in places for c in cited)


def _citations(
    places: Sequence[Place], at: tuple[int, int], documents: Sequence[Document]
) -> tuple[Citation, ...]:
    return tuple(cite(place, documents, at) for place in places)


def cite(place: Place, documents: Sequence[Document], at: tuple[int, int] | None = None) -> Citation:
    """The citation of `place`, in the document's own words. Raises StopIteration for a document not given."""
    document = next(document for document in documents if document.id == place.document)
    return Citation(place, page_label(place.span.page, _labels(document)), document.text(place.span), at)


def _labels(document: Document) -> list[str]:
    return [page.label for page in document.pages]


def _pages(places: Sequence[Place], documents: Sequence[Document]) -> str:
    """The places' pages as a note names them: "p. 14", "pp. 14, 15", and whose they are if need be."""
    labels = list(dict.fromkeys(cite(place, documents).label for place in places))
    named = f"{'pp.' if len(labels) > 1 else 'p.'} {', '.join(labels)}"
    if len(documents) == 1:
        return named
    title = next(document.title for document in documents if document.id == places[0].document)
    return f"{named} of {title}"


def _why_missing(located: Located, cited: Sequence[CitedPages], documents: Sequence[Document]) -> str:
    """Why quoted words count as missing, in words: what stands there instead, or what docqa could not read."""
    if located.near is not None:
        shown = " ".join(cite(located.near, documents).quote.split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        return f"not in the document in these words; {_pages((located.near,), documents)} has: “{shown}”"
    unread = [page for c in cited for page in c.pages if c.document.pages[page].unreadable]
    if unread:
        document = next(c.document for c in cited if unread[0] in c.pages)
        return f"{pages_line(unread, _labels(document))} could not be read as text, so this could not be checked"
    if located.short:
        return "too short to be looked for far from the cited page"
    if any(document.unreadable_pages for document in documents):
        return "not in the pages that could be read"
    return "not in the document"
