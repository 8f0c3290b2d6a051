"""Findings in plain words, the same wherever they are shown. No input or output."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from docqa.domain.context import ContextReport, Coverage, Message, Mode, Sight
from docqa.domain.conversation import Check, Note, NoteState, Status
from docqa.domain.document import Document
from docqa.domain.say import count, say

_COUNTED = re.compile(r"(.*?)(\d{1,9})")
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def page_label(page: int, labels: Sequence[str] = ()) -> str:
    """The printed label of page index `page`; its number where `labels` does not say."""
    return (labels[page] if page < len(labels) else "") or str(page + 1)


def page_ranges(pages: Sequence[int], labels: Sequence[str] = ()) -> str:
    """Page indices by their labels, runs made short: "iv–vi, 1–84, 90".

    A run is written as one only where its labels count on, so that "iv" and the "1" after it stay apart.
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if (
            runs
            and page == runs[-1][-1] + 1
            and _counts_on(page_label(page - 1, labels), page_label(page, labels))
        ):
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = []
    for run in runs:
        first, last = page_label(run[0], labels), page_label(run[-1], labels)
        parts += [f"{first}–{last}"] if len(run) > 2 else [page_label(page, labels) for page in run]
    return ", ".join(parts)


def pages_line(pages: Sequence[int], labels: Sequence[str] = ()) -> str:
    """`page_ranges` with its noun: "page 31", "pages 1–84, 90"."""
    return count("page {pages}", "pages {pages}", len(set(pages)), pages=page_ranges(pages, labels))


def coverage_line(coverage: Coverage, labels: Sequence[str] = (), *, local: bool = False) -> str:
    """What of a document went into the window: "pages 1–30 of 40 sent, 9 left out; page 31 could not be read".

    `local`: the built-in reader read them, nothing was sent anywhere.
    """
    sent, total = coverage.sent, coverage.pages
    if not sent:
        line = _nothing(total, local)
    elif len(sent) == total:
        line = _all(total, local)
    else:
        line = _some(len(sent), page_ranges(sent, labels), total, local)
    if coverage.omitted:
        line = say("{line}, {left} left out", line=line, left=len(coverage.omitted))
    if coverage.unreadable:
        unread = pages_line(coverage.unreadable, labels)
        line = say("{line}; {pages} could not be read", line=line, pages=unread)
    return line


def coverage_sum(coverages: Sequence[Coverage], *, local: bool = False) -> str:
    """`coverage_line` of several documents, or of pages too many to name: "30 of 40 pages sent"."""
    total = sum(coverage.pages for coverage in coverages)
    sent = sum(len(coverage.sent) for coverage in coverages)
    unread = sum(len(coverage.unreadable) for coverage in coverages)
    if local:
        line = count("{sent} of {n} page read", "{sent} of {n} pages read", total, sent=sent)
    else:
        line = count("{sent} of {n} page sent", "{sent} of {n} pages sent", total, sent=sent)
    if unread:
        pages = count("{n} page", "{n} pages", unread)
        line = say("{line}; {pages} could not be read", line=line, pages=pages)
    return line


def _nothing(total: int, local: bool) -> str:
    if local:
        return count("nothing of {n} page read", "nothing of {n} pages read", total)
    return count("nothing of {n} page sent", "nothing of {n} pages sent", total)


def _all(total: int, local: bool) -> str:
    if local:
        return count("the page was read", "all {n} pages read", total)
    return count("the page was sent", "all {n} pages sent", total)


def _some(n: int, pages: str, total: int, local: bool) -> str:
    if local:
        return count("page {pages} of {total} read", "pages {pages} of {total} read", n, pages=pages, total=total)
    return count("page {pages} of {total} sent", "pages {pages} of {total} sent", n, pages=pages, total=total)


def mode_line(report: ContextReport) -> str:
    """How the documents went in: "Whole document: 212 pages", "34 passages from 18 of 412 pages"."""
    sent = sum(len(coverage.sent) for coverage in report.coverage)
    total = sum(coverage.pages for coverage in report.coverage)
    if sent == total:
        pages = count("{n} page", "{n} pages", total)
    else:
        pages = count("{sent} of {n} page", "{sent} of {n} pages", total, sent=sent)
    match report.mode:
        case Mode.WHOLE:
            several = len(report.coverage)
            if several > 1:
                return say("All {n} documents: {pages}", n=several, pages=pages)
            return say("Whole document: {pages}", pages=pages)
        case Mode.PASSAGES:
            return count(
                "{n} passage from {pages}", "{n} passages from {pages}", len(report.included), pages=pages
            )
        case Mode.IMAGES:
            return say("Pictures of {pages}", pages=pages)
        case Mode.MIXED:
            return say("Text and pictures of {pages}", pages=pages)


def sight_line(sight: Sight) -> str:
    """A picture of the window with its size: "p. 12, Figure 3: 1,024 × 768 pixels, 765 tokens"."""
    about = "about " if sight.estimated else ""
    return f"{sight.label}: {sight.width:,} × {sight.height:,} pixels, {about}{sight.tokens:,} tokens"


def hidden_line(document: Document) -> str:
    """Which pages hold words that nobody sees: "page 3 holds hidden text"; "" where none does."""
    pages = [page.index for page in document.pages if page.hidden]
    if not pages:
        return ""
    listed = page_ranges(pages, [page.label for page in document.pages])
    return count("page {pages} holds hidden text", "pages {pages} hold hidden text", len(pages), pages=listed)


def message_text(message: Message) -> str:
    """A message as it is sent, each of its pictures as a line that says what it is of and how large."""
    pictures = "".join(f"[{sight_line(image.sight)}]\n" for image in message.images)
    return pictures + message.text


def status_line(status: Status) -> str:
    """What docqa found about a claim."""
    match status:
        case Status.SUPPORTED:
            return say("found in the document")
        case Status.ELSEWHERE:
            return say("found on another page than cited")
        case Status.DERIVED:
            return say("reckoned from numbers in the document")
        case Status.MISSING:
            return say("not found in the document")


def checks_line(checks: Sequence[Check]) -> str:
    """The sum of an answer's checks: "14 of 15 claims found in the document, 1 on another page than cited"."""
    found = sum(check.status is not Status.MISSING for check in checks)
    elsewhere = sum(check.status is Status.ELSEWHERE for check in checks)
    line = count(
        "{found} of {n} claim found in the document",
        "{found} of {n} claims found in the document",
        len(checks),
        found=found,
    )
    derived = sum(check.status is Status.DERIVED for check in checks)
    if derived:
        line = say("{line}, {n} of them reckoned", line=line, n=derived)
    return say("{line}, {n} on another page than cited", line=line, n=elsewhere) if elsewhere else line


def notes_line(notes: Sequence[Note]) -> str:
    """How many notes a deep read took: "12 notes from 9 parts, 1 left out"."""
    left = sum(note.state is NoteState.MISSING for note in notes)
    parts = count("{n} part", "{n} parts", len({note.part for note in notes}))
    line = count("{n} note from {parts}", "{n} notes from {parts}", len(notes) - left, parts=parts)
    return say("{line}, {left} left out", line=line, left=left) if left else line


@lru_cache(4096)
def _counts_on(label: str, following: str) -> bool:
    """Whether `following` is the label that comes after `label`: 9, 10; A-3, A-4; iv, v; B, C."""
    one, two = _COUNTED.fullmatch(label), _COUNTED.fullmatch(following)
    if one or two:
        return bool(one and two) and one[1] == two[1] and int(one[2]) + 1 == int(two[2])  # type: ignore[index]
    if len(label) == len(following) == 1 and ord(label) + 1 == ord(following):
        return True
    return 0 < _roman(label) == _roman(following) - 1 and label.islower() == following.islower()


def _roman(label: str) -> int:
    """The value of a Roman numeral in one case; 0 for anything else."""
    small = label.lower()
    if label not in (small, label.upper()) or not _ROMAN.fullmatch(small):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in small]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
