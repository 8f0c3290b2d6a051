"""Findings in plain words, the same wherever they are shown. No input or output."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docqa.domain.context import ContextReport, Coverage, Mode
from docqa.domain.conversation import Check, Status

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
    return f"{'page' if len(set(pages)) == 1 else 'pages'} {page_ranges(pages, labels)}"


def coverage_line(coverage: Coverage, labels: Sequence[str] = (), *, local: bool = False) -> str:
    """What of a document went into the window: "pages 1–30 of 40 sent, 9 left out; page 31 could not be read".

    `local`: the built-in reader read them, nothing was sent anywhere.
    """
    sent, total, verb = len(coverage.sent), coverage.pages, "read" if local else "sent"
    if not sent:
        line = f"nothing of {total} {_pages(total)} {verb}"
    elif sent == total:
        line = f"all {total} pages {verb}" if total > 1 else f"the page was {verb}"
    else:
        line = f"{pages_line(coverage.sent, labels)} of {total} {verb}"
    if coverage.omitted:
        line += f", {len(coverage.omitted)} left out"
    if coverage.unreadable:
        line += f"; {pages_line(coverage.unreadable, labels)} could not be read"
    return line


def mode_line(report: ContextReport) -> str:
    """How the documents went in: "Whole document: 212 pages", "34 passages from 18 of 412 pages"."""
    sent = sum(len(coverage.sent) for coverage in report.coverage)
    total = sum(coverage.pages for coverage in report.coverage)
    pages = f"{total} {_pages(total)}" if sent == total else f"{sent} of {total} {_pages(total)}"
    match report.mode:
        case Mode.WHOLE:
            several = len(report.coverage) > 1
            return f"{f'All {len(report.coverage)} documents' if several else 'Whole document'}: {pages}"
        case Mode.PASSAGES:
            count = len(report.included)
            return f"{count} {'passage' if count == 1 else 'passages'} from {pages}"
        case Mode.IMAGES:
            return f"Pictures of {pages}"
        case Mode.MIXED:
            return f"Text and pictures of {pages}"


def status_line(status: Status) -> str:
    """What docqa found about a claim."""
    match status:
        case Status.SUPPORTED:
            return "found in the document"
        case Status.ELSEWHERE:
            return "found on another page than cited"
        case Status.DERIVED:
            return "reckoned from numbers in the document"
        case Status.MISSING:
            return "not found in the document"


def checks_line(checks: Sequence[Check]) -> str:
    """The sum of an answer's checks: "14 of 15 claims found in the document, 1 on another page than cited"."""
    found = sum(check.status is not Status.MISSING for check in checks)
    elsewhere = sum(check.status is Status.ELSEWHERE for check in checks)
    line = f"{found} of {len(checks)} {'claim' if len(checks) == 1 else 'claims'} found in the document"
    return f"{line}, {elsewhere} on another page than cited" if elsewhere else line


def _pages(count: int) -> str:
    return "page" if count == 1 else "pages"


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
