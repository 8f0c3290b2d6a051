"""Documents made by hand, page by page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import pytest

from docqa.domain import Document, Page, PageSource

MakeDocument = Callable[..., Document]


@pytest.fixture(scope="session")
def make() -> MakeDocument:
    """A document from its pages' texts; labels count from 1 unless given."""

    def make_document(
        *pages: str,
        labels: Sequence[str] = (),
        title: str = "The Report",
        sources: Sequence[PageSource] = (),
    ) -> Document:
        made = tuple(
            Page(
                index=i,
                label=labels[i] if labels else str(i + 1),
                text=text,
                width=612.0,
                height=792.0,
                source=sources[i] if sources else PageSource.TEXT,
            )
            for i, text in enumerate(pages)
        )
        identity = hashlib.sha256("\f".join((title, *pages, *labels)).encode()).hexdigest()
        return Document(identity, title, "application/pdf", made)

    return make_document
