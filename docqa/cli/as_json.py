"""What the verbs print as JSON: the domain's values in the words that README promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docqa.domain import (
    Answer,
    Check,
    Citation,
    ContextReport,
    Document,
    PackedContext,
    Place,
    Sight,
    Status,
    Turn,
)


def turn_json(turn: Turn) -> dict[str, Any]:
    """A question and its answer."""
    answer: Answer = turn.answer
    usage = answer.usage
    report = turn.report
    several = report is not None and len(report.coverage) > 1
    return {
        "question": turn.question,
        "answer": answer.text,
        "refused": answer.refused,
        "citations": [_citation_json(citation, several) for citation in answer.citations],
        "alternatives": [_citation_json(citation, several) for citation in answer.alternatives],
        "engine": answer.engine,
        "model": answer.model or None,
        "usage": {"prompt": usage.prompt, "answer": usage.answer, "cached": usage.cached} if usage else None,
        "complete": answer.complete,
        "problem": answer.problem or None,
        "warning": answer.warning or None,
        "hint": (report.hint if report else "") or None,
        "mode": report.mode.value if report else None,
        **_left_out(report),
    }


def _place_json(place: Place, label: str, several: bool) -> dict[str, Any]:
    span = place.span
    where = {"page": span.page, "label": label, "start": span.start, "end": span.end}
    return {"document": place.document, **where} if several else where


def _citation_json(citation: Citation, several: bool) -> dict[str, Any]:
    return {**_place_json(citation.place, citation.label, several), "quote": citation.quote}


def summary_json(checks: Sequence[Check]) -> dict[str, int]:
    """How many claims an answer makes, and how many of them have which status."""
    counts = {status.value: sum(check.status is status for check in checks) for status in Status}
    return {**counts, "total": len(checks)}


def check_json(check: Check, document: Document) -> dict[str, Any]:
    """A claim of an answer and where the document has it, with rectangles in points on the page."""
    span = check.places[0].span if check.places else None
    return {
        "text": check.text,
        "kind": check.kind.value,
        "status": check.status.value,
        "page": span.page if span else None,
        "label": document.label(span.page) if span else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "rects": [list(rect) for place in check.places for rect in document.rects(place.span)],
        "note": check.note,
    }


def sight_json(sight: Sight, document: Document, several: bool) -> dict[str, Any]:
    """A picture of the window: its page, the part of it in points (null for all of it), pixels and tokens."""
    region = sight.region
    rect = [round(edge, 2) for edge in region.rect] if region.rect else None
    where = {"page": region.page, "label": document.label(region.page), "rect": rect}
    size = {"shows": sight.label, "width": sight.width, "height": sight.height, "tokens": sight.tokens}
    if sight.estimated:
        size["estimated"] = True
    return {"document": region.document, **where, **size} if several else {**where, **size}


def context_json(context: PackedContext, documents: Sequence[Document]) -> dict[str, Any]:
    """What was packed for a question, without the words themselves."""
    report, tokens = context.report, context.report.tokens
    labels = {document.id: document for document in documents}
    several = len(documents) > 1
    included = [
        _place_json(place, labels[place.document].label(place.span.page), several) for place in report.included
    ]
    images = [sight_json(sight, labels[sight.region.document], several) for sight in report.pictures]
    return {
        "question": context.question,
        "mode": report.mode.value,
        "window": report.window,
        "tokens": {
            "instructions": tokens.instructions,
            "document": tokens.document,
            "history": tokens.history,
            "question": tokens.question,
            "answer_reserve": tokens.answer_reserve,
            "total": tokens.total,
        },
        "included": included,
        "images": images,
        **_left_out(report),
        "hint": report.hint or None,
    }


def _left_out(report: ContextReport | None) -> dict[str, Any]:
    """The pages that the window does not hold: of several documents, each one's."""
    found: dict[str, Any] = {"omitted_pages": [], "unreadable_pages": []}
    for coverage in report.coverage if report else ():
        for name, pages in zip(found, (coverage.omitted, coverage.unreadable), strict=True):
            if report and len(report.coverage) > 1:
                found[name].append({"document": coverage.document, "pages": list(pages)})
            else:
                found[name] += pages
    return found
