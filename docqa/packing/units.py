"""Cutting pages into the small units that are ranked: a paragraph, a few lines, some rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from docqa.domain import Document, Page, Span
from docqa.language.sentences import sentences

# Size counts words; for scripts without spaces about two characters say as much as a word.
AIM = 60
MOST = 90

_SOLID = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def units(page: Page) -> list[Span]:
    """The units of a page in order, never across pages; together they hold all of its text but white space.

    Lines are kept together until there are about AIM words; an empty line ends a unit that is half full. A line
    of more than MOST words, as in a text file without line breaks, is cut at its sentences.
    """
    found: list[Span] = []
    start, size = -1, 0
    last = 0
    for at, end, words in _pieces(page.text):
        if not words:
            if start >= 0 and size >= AIM // 2:
                found.append(Span(page.index, start, last))
                start, size = -1, 0
            continue
        if start >= 0 and size + words > MOST:
            found.append(Span(page.index, start, last))
            start, size = -1, 0
        if start < 0:
            start = at
        size, last = size + words, end
        if size >= AIM:
            found.append(Span(page.index, start, last))
            start, size = -1, 0
    if start >= 0:
        found.append(Span(page.index, start, last))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Lines (start, end, words) without their white space; (.., .., 0) for an empty one."""
    solid = not text.isascii() and _SOLID.search(text) is not None
    after = 0
    for line in text.split("\n"):
        at, after = after, after + len(line) + 1
        body = line.strip()
        start = at + (line.index(body) if len(body) < len(line) else 0)
        words = _words(body, solid)
        if words <= MOST:
            yield start, start + len(body), words
            continue
        for first, last in sentences(body):
            yield from _short(start + first, body[first:last])


def _short(start: int, sentence: str) -> Iterator[tuple[int, int, int]]:
    """A sentence, cut where it is far too long to be one."""
    words = _words(sentence)
    if words <= 2 * MOST:
        yield start, start + len(sentence), words
        return
    step = max(1, len(sentence) * MOST // words)
    at = 0
    while at < len(sentence):
        end = min(at + step, len(sentence))
        if end < len(sentence) and (space := sentence.rfind(" ", at + step // 2, end)) > 0:
            end = space + 1
        piece = sentence[at:end].rstrip()
        if piece:
            yield start + at, start + at + len(piece), _words(piece)
        at = end


def _words(text: str, solid: bool = True) -> int:
    """How much `text` says, in words: a very long run without spaces counts by its length.

    `solid`: there may be characters of scripts without spaces in it.
    """
    if not text:
        return 0
    words = text.count(" ") + 1
    if solid:
        words += len(_SOLID.findall(text)) // 2
    return max(words, len(text) // 40)


def headings(document: Document) -> list[str]:
    """For each page the titles of the outline that it stands under, outermost first, joined by spaces."""
    entries = sorted((entry for entry in document.outline if entry.page >= 0), key=lambda entry: entry.page)
    stack: list[tuple[int, str]] = []
    pages: list[int] = []
    paths: list[str] = []
    for entry in entries:
        while stack and stack[-1][0] >= entry.level:
            stack.pop()
        stack.append((entry.level, entry.title))
        path = " ".join(title for _, title in stack)
        if pages and pages[-1] == entry.page:
            # Several headings on one page: its words belong to any of them.
            paths[-1] = f"{paths[-1]} {entry.title}"
        else:
            pages.append(entry.page)
            paths.append(path)
    found = []
    for page in document.pages:
        at = bisect_right(pages, page.index) - 1
        found.append(paths[at] if at >= 0 else "")
    return found
