"""From a page as an answer names it to pages of the documents."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio

from docqa.domain import Document
from docqa.grounding.keys import key
from docqa.grounding.locate import CitedPages
from docqa.grounding.references import Reference, label_range, plain_label

_MOST_PAGES = 200  # of a range: "pp. 1-900" is no citation of a place
_SAME_NAME = 90.0  # percent of likeness between a marker's name and a document's title


def cited_pages(reference: Reference, documents: Sequence[Document]) -> tuple[CitedPages, ...]:
    """The pages that `reference` names: of the document it names, else of the first ones that have such a page.

    Empty when no document has the page.
    """
    named = [document for document in documents if _names(reference.source, document)]
    found = [CitedPages(document, pages_named(reference.label, document)) for document in named or documents]
    return tuple(cited for cited in found if cited.pages)


def pages_named(label: str, document: Document) -> tuple[int, ...]:
    """Indices of the pages that `label` ("12", "iv", "12-14") names in `document`; empty when there are none."""
    if pages := _page(label, document):
        return pages
    ends = label_range(label)
    if ends is None:
        return ()
    first, last = _page(ends[0], document), _page(ends[1], document)
    for start in first:
        stop = next((page for page in last if page >= start), None)
        if stop is not None and stop - start < _MOST_PAGES:
            return tuple(range(start, stop + 1))
    return ()


def _page(label: str, document: Document) -> tuple[int, ...]:
    """The pages with this label. A file without labels of its own goes by the page's number, from 1."""
    for spelling in (label, plain_label(label), plain_label(label).lstrip("0")):
        if pages := document.pages_labelled(spelling):
            return pages
    number = plain_label(label)
    if number.isdecimal() and 1 <= int(number) <= len(document.pages) and not _has_labels(document):
        return (int(number) - 1,)
    return ()


def _has_labels(document: Document) -> bool:
    return any(page.label not in ("", str(page.index + 1)) for page in document.pages)


def _names(source: str, document: Document) -> bool:
    """Whether a marker's `source` names `document`, by its title, perhaps shortened."""
    name, title = key(source), key(document.title)
    if len(name) < 3 or not title:
        return bool(name) and name == title
    return name in title or title in name or partial_ratio(name, title) >= _SAME_NAME
