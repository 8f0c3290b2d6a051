"""The sentence of a page that best supports a sentence of the answer, where the answer quotes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docqa.domain import Document, Place, Span
from docqa.grounding.index import index_of
from docqa.grounding.locate import CitedPages

ENOUGH = 0.35  # share of the claim's terms that a supporting sentence holds; fewer is chance
CLEARLY = 0.7  # share from which another page's sentence speaks against the cited page …
BETTER = 0.3  # … if it also holds so much more than the cited page's best
WHOLLY, PARTLY = 0.97, 0.85  # or holds all of it where the cited page's best lacks some


class Support(NamedTuple):
    """A sentence of a document and the share (0 to 1) of a claim's terms that it holds, by weight."""

    place: Place
    share: float


def best_sentence(claim: str, document: Document, pages: Sequence[int] | None = None) -> Support | None:
    """The sentence on `pages` of `document` (anywhere without them) that shares most with `claim`; None for none.

    Works within one language: a claim in another than the document's is only matched by its numbers and names.
    """
    held = index_of(document).sentences
    best = next(iter(held.search(held.terms(claim), pages, limit=1)), None)
    if best is None:
        return None
    return Support(Place(document.id, Span(best.page, best.start, best.end)), best.share)


def elsewhere(
    claim: str, documents: Sequence[Document], cited: Sequence[CitedPages], share: float
) -> Support | None:
    """A sentence of another page that says nearly all of `claim` where the cited page says little (`share`)."""
    for document in documents:
        near = next((c.pages for c in cited if c.document is document), ())
        found = best_sentence(claim, document)
        if found is None or found.place.span.page in near:
            continue
        if found.share >= max(CLEARLY, share + BETTER) or (found.share >= WHOLLY and share < PARTLY):
            return found
    return None
