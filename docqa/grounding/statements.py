"""An answer's sentences made ready to be judged, and docqa's own finding for those that quote and cite nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docqa.domain import Check, ClaimKind, Document, Place, Span, Status
from docqa.domain.wording import page_label
from docqa.grounding.claimed import Sentence
from docqa.grounding.index import DocumentIndex, index_of
from docqa.grounding.judging import Judge
from docqa.grounding.labels import cited_pages
from docqa.grounding.parse import Parsed, without_code
from docqa.grounding.references import Reference, plain_label
from docqa.grounding.spans import Salient, blanked, salient
from docqa.language.sentences import sentences
from docqa.language.words import detect

_STRICT = 0.6  # share of a sentence's terms that its passage must hold to be shown as docqa's own finding
_FEWEST = 4  # terms of a sentence that is worth finding
_ITEM = re.compile(r"(?m)^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_NOT = re.compile(
    r"\b(?:not?|never|none|neither|nor|without|n['’]t|cannot|nicht|kein\w*|nie|ohne|pas|jamais|sans|nunca|sin|non|не|нет"
    r"|ни|без)\b|n['’]t\b|\bלא\b|\bאין\b|\bאינ\w*|\bבלי\b|不|没|無|未|非",
    re.IGNORECASE,
)


def state(parsed: Parsed, documents: Sequence[Document], question: str) -> list[Check]:
    """Check the salient spans of an answer, and find the passages of its sentences that quote and cite nothing."""
    if not documents:
        return []
    indexes = [index_of(document) for document in documents]
    main = indexes[0]
    spans = salient(
        parsed,
        question,
        main.language,
        main.facts.comma,
        lambda word: any(index.facts.writes_small(word) for index in indexes),
    )
    spans = [span for span in spans if span.kind is not ClaimKind.NAME or not _titled(span, documents)]
    split = list(_sentences(parsed, documents, indexes, spans, question))
    spoken = detect(parsed.text)
    same = not spoken or any(spoken == index.language or not index.language for index in indexes)
    judge = Judge(documents, indexes, _counted(parsed.text), same)
    checks = list(judge.checks(split))
    wrong = [check.at for check in checks if check.status in (Status.MISSING, Status.ELSEWHERE)]
    for sentence in split:
        if not sentence.cited and not _quoted(parsed, sentence.at) and not _within(wrong, sentence.at):
            checks += _own_finding(sentence, parsed.text)
    return checks


def _titled(span: Salient, documents: Sequence[Document]) -> bool:
    """Whether a name is that of a document itself."""
    return any(span.text.casefold() in document.title.casefold() for document in documents)


def _counted(text: str) -> list[int]:
    """How many items the answer's lists have, list by list."""
    found: list[int] = []
    for block in re.split(r"\n\s*\n(?![ \t]*(?:[-*+•]|\d{1,3}[.)]))", text):
        items = len(_ITEM.findall(block))
        if items > 1:
            found.append(items)
    return found


def _sentences(
    parsed: Parsed,
    documents: Sequence[Document],
    indexes: Sequence[DocumentIndex],
    spans: Sequence[Salient],
    question: str,
) -> Iterator[Sentence]:
    """The sentences of the answer that have words, with their spans and the pages they cite."""
    text = without_code(parsed.text)
    pieces = [span for span in sentences(text) if any(map(str.isalnum, text[slice(*span)]))]
    certain = [reference for reference in parsed.references if reference.certain]
    bare = blanked(text, [reference.at for reference in parsed.references]).replace("\x00", " ")
    marked = [piece for piece in pieces if any(map(str.isalnum, bare[slice(*piece)]))]
    for i, (start, end) in enumerate(marked):
        until = marked[i + 1][0] if i + 1 < len(marked) else len(text)
        own = [reference for reference in certain if start <= reference.at[0] < until]
        near = own or _nearest(certain, end)
        yield Sentence(
            (start, end),
            bare[start:end],
            [span for span in spans if start <= span.at[0] < end],
            _pages(own, documents),
            _pages(near, documents),
            ", ".join(dict.fromkeys(plain_label(reference.label) for reference in own)),
            indexes,
            question,
        )


def _nearest(references: Sequence[Reference], at: int) -> list[Reference]:
    """The reference that follows soonest, else the last one before."""
    after = [reference for reference in references if reference.at[0] >= at]
    return after[:1] or list(references[-1:])


def _pages(references: Sequence[Reference], documents: Sequence[Document]) -> dict[str, tuple[int, ...]]:
    pages: dict[str, tuple[int, ...]] = {}
    for reference in references:
        for cited in cited_pages(reference, documents):
            before = pages.get(cited.document.id, ())
            pages[cited.document.id] = tuple(dict.fromkeys((*before, *cited.pages)))
    return pages


def _quoted(parsed: Parsed, at: tuple[int, int]) -> bool:
    return any(at[0] < quotation.at[1] and quotation.at[0] < at[1] for quotation in parsed.quotations)


def _within(spans: Sequence[tuple[int, int]], at: tuple[int, int]) -> bool:
    return any(at[0] <= start < at[1] for start, _ in spans)


def _own_finding(sentence: Sentence, text: str) -> Iterator[Check]:
    """The passage that says nearly all of a sentence; nothing where there is none or it denies what is said."""
    words = sentence.words.strip()
    start = sentence.at[0] + len(sentence.words) - len(sentence.words.lstrip())
    at = (start, start + len(words))
    for index in sentence.indexes:
        best = next(iter(sentence.hits(index, cited=False)), None)
        if best is None or best.share < _STRICT or len(index.sentences.terms(words)) < _FEWEST:
            continue
        page = index.document.pages[best.page]
        there = page.text[best.start : best.end]
        if bool(_NOT.search(words)) != bool(_NOT.search(there)):
            continue
        place = Place(index.document.id, Span(best.page, best.start, best.end))
        label = page_label(best.page, [p.label for p in index.document.pages])
        note = f"docqa's own finding: p. {label} says this in much the same words"
        yield Check(text[slice(*at)], ClaimKind.SENTENCE, Status.SUPPORTED, at, (place,), note)
        return
