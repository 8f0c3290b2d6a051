"""What can be worked out about a document while its file is still being read: page by page, as pages come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docqa.domain import Document, Page
from docqa.packing import prompt
from docqa.packing.ranking import Gathering
from docqa.packing.tokens import DEFAULT, count_all


class Ahead:
    """Counts the tokens of pages, and gathers what they give to the index, in whatever order they come."""

    def __init__(self, encoding: str = DEFAULT) -> None:
        self.encoding = encoding
        self.gathered = Gathering()
        self._pages: dict[int, Page] = {}
        self._tokens: dict[int, int] = {}

    def add(self, pages: Sequence[Page]) -> None:
        """Take these in."""
        self._tokens.update(page_tokens(pages, self.encoding))
        for page in pages:
            self.gathered.add(page)
            self._pages[page.index] = page

    def holds(self, document: Document) -> bool:
        """Whether these are the very pages of `document`: they were not read anew in another way since."""
        return all(self._pages.get(page.index) is page for page in document.pages)

    def tokens(self, document: Document) -> list[int]:
        """What each page of `document` costs; 0 for those without text."""
        return [self._tokens.get(page.index, 0) for page in document.pages]


def page_tokens(pages: Iterable[Page], encoding: str) -> dict[int, int]:
    """What the block of each page with text costs, by the page's index."""
    worded = [page for page in pages if page.text.strip()]
    counts = count_all([prompt.page_block(page) for page in worded], encoding)
    return {page.index: cost for page, cost in zip(worded, counts, strict=True)}
