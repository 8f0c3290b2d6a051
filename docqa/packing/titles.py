"""What stands at the top of each page: in most documents the title of what follows."""

from __future__ import annotations

from collections import Counter

from docqa.domain import Document

_TOP = 15  # lines from the top among which a title is looked for
_RUNNING_TOP = 4  # lines from the top where a running title stands
_RUNNING_SHARE = 0.1  # of the pages: a line at the top of more is a running title
_WORDS = 4  # enough to say what a page is about
_LINES = 4
_LONGEST = 120  # characters of a line: the top of a page of prose is its first words


def titles(document: Document) -> list[str]:
    """For each page its first telling lines, one or two as a rule; "" for a page without text.

    Running titles and page numbers are passed over.
    """
    tops = [_lines(page.text) for page in document.pages]
    often = Counter(line for top in tops for line in set(top[:_RUNNING_TOP]))
    most = max(3.0, _RUNNING_SHARE * len(tops))
    return [_title([line for line in top if often[line] <= most]) for top in tops]


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.split("\n", _TOP)[:_TOP]) if line]


def _title(lines: list[str]) -> str:
    found: list[str] = []
    words = 0
    for line in lines:
        if not any(map(str.isalpha, line)):
            continue
        found.append(line[:_LONGEST])
        words += len(found[-1].split())
        if len(found) == _LINES or (len(found) > 1 and words >= _WORDS):
            break
    return "\n".join(found)
