"""The sentence of a page that best supports a sentence of the answer, where the answer quotes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from docqa.domain import Document, Place, Span
from docqa.grounding.index import index_of
from docqa.grounding.keys import key
from docqa.grounding.locate import CitedPages, likely_pages
from docqa.language.words import terms

ENOUGH = 0.35  # share of the claim's terms that a supporting sentence holds; fewer is chance
CLEARLY = 0.75  # share from which another page's sentence speaks against the cited page …
BETTER = 0.35  # … if it also holds so much more than the cited page's best
_NUMBER = re.compile(r"\d")


class Support(NamedTuple):
    """A sentence of a document and the share (0 to 1) of a claim's terms that it holds."""

    place: Place
    share: float


def best_sentence(claim: str, document: Document, pages: Sequence[int]) -> Support | None:
    """The sentence on `pages` of `document` that shares most with `claim`; None when there is nothing to compare.

    A shared number weighs as much as three words. Works within one language: a claim in another than the
    document's is only matched by its numbers and names.
    """
    index = index_of(document)
    wanted = frozenset(terms(claim, index.language))
    total = _weight(wanted)
    best: tuple[float, int, Support] | None = None
    for page in pages:
        for (start, end), held in index.sentences(page):
            shared = _weight(wanted & held)
            if shared and (best is None or (shared, -len(held)) > best[:2]):
                support = Support(Place(document.id, Span(page, start, end)), shared / total)
                best = shared, -len(held), support
    return best[2] if best else None


def elsewhere(
    claim: str, documents: Sequence[Document], cited: Sequence[CitedPages], share: float
) -> Support | None:
    """A sentence of another page that says nearly all of `claim` where the cited page says little (`share`)."""
    needle = key(claim)
    for document in documents:
        near = next((c.pages for c in cited if c.document is document), ())
        pages = [page for page in likely_pages(index_of(document), needle, near) if page not in near]
        found = best_sentence(claim, document, pages)
        if found is not None and found.share >= max(CLEARLY, share + BETTER):
            return found
    return None


def _weight(found: frozenset[str]) -> float:
    return sum(3.0 if _NUMBER.search(term) else 1.0 for term in found)
