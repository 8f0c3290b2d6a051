"""Where on its page a line stands that the library's search has found."""

from __future__ import annotations

import re

from docqa.domain import Document, Span
from docqa.library import PageHit


def spans_of(hit: PageHit, document: Document) -> list[Span]:
    """The words that were found, as spans of the page; the line they stand in where they are not told apart."""
    if hit.page >= len(document.pages):
        return []
    text = document.pages[hit.page].text
    words = hit.snippet.strip("… \n").split()
    line = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    start, end = line.span() if line else (0, len(text))
    found = []
    for word in dict.fromkeys(hit.snippet[a:b] for a, b in hit.hits):
        pattern = r"\s+".join(map(re.escape, word.split()))
        if pattern:
            found += [
                Span(hit.page, *match.span())
                for match in re.finditer(pattern, text[:end])
                if match.start() >= start
            ]
    return sorted(found) or ([Span(hit.page, start, end)] if line else [])
