"""A document's matching keys, made as they are needed and remembered for the next answer."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Generator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise, zip_longest

from docqa.domain import Document, Place, Progress, Span
from docqa.grounding.evidence import Sentences
from docqa.grounding.facts import Facts
from docqa.grounding.keys import KeyedText, folded_key
from docqa.grounding.quotations import is_word
from docqa.grounding.recent import Recent
from docqa.language.folding import fold
from docqa.language.words import detect

_KEPT_DOCUMENTS = 8
_FEW_PAGES = 30  # that are looked through one by one


class DocumentIndex:
    """The keys of one document's pages. Safe across threads.

    `page(index)` is a page's key with its way back.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.page = Recent(lambda page: KeyedText(document.pages[page].text))
        self._everything: Stretch | None = None
        self._facts: Facts | None = None
        self._held: Sentences | None = None

    @cached_property
    def language(self) -> str:
        """The document's main language as ISO 639-1, "" when unsure: from pages spread over all of it."""
        pages = self.document.pages
        return detect("\n".join(page.text for page in pages[:: max(1, len(pages) // 8)]))

    def prepare(self) -> Generator[Progress, None, None]:
        """Fold the whole document, index its sentences, numbers and dates: some four seconds for 1,000 pages.

        Nothing to do the next time. All of it is kept in memory alone.
        """
        made = (self._fold(), self._find_facts(), self._find_sentences())
        for pages in zip_longest(*made):
            page = next(page for page in pages if page is not None)
            yield Progress(page, len(self.document.pages), "Preparing to check answers")

    def _fold(self) -> Generator[int, None, None]:
        if self._everything is None:
            keys: list[str] = []
            for page in self.document.pages:
                yield page.index
                keys.append(folded_key(fold(page.text).text))
            self._everything = Stretch(self, 0, keys)

    def _find_facts(self) -> Generator[int, None, None]:
        if self._facts is None:
            facts = Facts(self.document, self.language)
            yield from facts.build()
            self._facts = facts

    def _find_sentences(self) -> Generator[int, None, None]:
        if self._held is None:
            held = Sentences(self.document, self.language)
            yield from held.build()
            self._held = held

    @property
    def everything(self) -> Stretch:
        """The whole document; the first use of a document that was not prepared takes the time that needs."""
        _exhaust(self._fold())
        assert self._everything is not None
        return self._everything

    @property
    def facts(self) -> Facts:
        """The document's numbers and dates."""
        _exhaust(self._find_facts())
        assert self._facts is not None
        return self._facts

    @property
    def sentences(self) -> Sentences:
        """The document's sentences by their terms."""
        _exhaust(self._find_sentences())
        assert self._held is not None
        return self._held

    def pages_with(self, needle: str, pages: Sequence[int] | None = None) -> list[int]:
        """The pages whose key may hold `needle`, also inside words: of `pages`, in their order, or of all."""
        if not needle:
            return []
        everything = self.everything
        if pages is not None and len(pages) <= _FEW_PAGES:
            return [page for page in pages if everything.holds(needle, page)]
        found = dict.fromkeys(everything.page_at(at) for at in everything.find(needle))
        return list(found) if pages is None else [page for page in pages if page in found]

    def stretch(self, first: int, last: int) -> Stretch:
        """Pages `first` to `last` (inclusive), as far as the document has them, without folding the others."""
        first, last = max(first, 0), min(last, len(self.document.pages) - 1)
        return Stretch(self, first, [self.page(page).key for page in range(first, last + 1)])

    def starts_word(self, page: int, start: int) -> bool:
        """Whether a word or number begins at character `start` of the page's key.

        Hebrew and Arabic glue "and", "the", "in" to the front of a word: a quotation may begin after them.
        """
        keyed = self.page(page)
        at = keyed.folded_span(start, start + 1)[0]
        words = keyed.folded.text
        if at == 0 or not is_word(words[at]):
            return True
        if words[at].isdigit() and words[at - 1] in ".," and at > 1 and words[at - 2].isdigit():
            return False
        if not is_word(words[at - 1]):
            return True
        first = at
        while first > 0 and is_word(words[first - 1]):
            first -= 1
        return words[at - 1].isdigit() != words[at].isdigit() or words[first:at] in _PREFIXES

    def ends_word(self, page: int, end: int) -> bool:
        """Whether a word or number ends before character `end` of the page's key. Korean glues particles to it."""
        keyed = self.page(page)
        at = keyed.folded_span(end - 1, end)[1]
        words = keyed.folded.text
        if at >= len(words) or not is_word(words[at - 1]):
            return True
        if words[at - 1].isdigit() and words[at] in ".," and words[at + 1 : at + 2].isdigit():
            return False
        return (
            not is_word(words[at]) or words[at - 1].isdigit() != words[at].isdigit() or "가" <= words[at] <= "힣"
        )

    def place(self, page: int, start: int, end: int) -> Place:
        """Characters `start` to `end` of the page's key as a place in the document."""
        return Place(self.document.id, Span(page, *self.page(page).span(start, end)))

    def folded_place(self, page: int, start: int, end: int) -> Place:
        """Characters `start` to `end` of the page's folded text as a place in the document."""
        return Place(self.document.id, Span(page, *self.page(page).folded.span(start, end)))


class Stretch:
    """The keys of consecutive pages without a seam, so that a quotation may run over a page break."""

    def __init__(self, index: DocumentIndex, first: int, keys: Sequence[str]) -> None:
        self._index = index
        self._first = first
        self._lengths = tuple(map(len, keys))
        # Numbers on both sides of a page break are two numbers, as the key of one page would say.
        joined = [f"{a} " if a[-1:].isdigit() and b[:1].isdigit() else a for a, b in pairwise((*keys, ""))]
        self.key = "".join(joined)
        self._starts = tuple(accumulate(map(len, joined), initial=0))

    def page_at(self, at: int) -> int:
        """The page that character `at` of the key stands on."""
        return self._first + bisect_right(self._starts, at) - 1

    def find(self, needle: str, start: int = 0, end: int | None = None, limit: int = 2000) -> list[int]:
        """Where `needle` stands in the key from `start` to `end`, in order, at most `limit`; also inside words."""
        found: list[int] = []
        at = self.key.find(needle, start, end)
        while at >= 0 and len(found) < limit:
            found.append(at)
            at = self.key.find(needle, at + 1, end)
        return found

    def holds(self, needle: str, page: int) -> bool:
        """Whether `needle` begins in the key of `page`."""
        at = page - self._first
        return self.key.find(needle, self._starts[at], self._starts[at + 1] + len(needle) - 1) >= 0

    def segments(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The pages that characters `start` to `end` (start < end) cover, as (page, start, end) in their keys."""
        found = []
        page = bisect_right(self._starts, start) - 1
        while start < end:
            base = self._starts[page]
            stop = min(end, base + self._lengths[page])
            if start < stop:
                found.append((self._first + page, start - base, stop - base))
            start, page = max(start, self._starts[page + 1]), page + 1
        return found

    def between(self, start: int, end: int) -> str:
        """The folded text between the characters before `start` and at `end`, with what the key has dropped."""
        first, last = self.segments(start - 1, start)[0], self.segments(end, end + 1)[0]
        words = self._index.page(first[0])
        begins = words.folded_span(*first[1:])[1]
        if first[0] != last[0]:
            return words.folded.text[begins:]
        return words.folded.text[begins : words.folded_span(*last[1:])[0]]

    def whole(self, start: int, end: int) -> bool:
        """Whether characters `start` to `end` begin and end with whole words and numbers."""
        segments = self.segments(start, end)
        return self._index.starts_word(*segments[0][:2]) and self._index.ends_word(
            segments[-1][0], segments[-1][2]
        )

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """Characters `start` to `end` as places in the document, one a page."""
        return tuple(self._index.place(*segment) for segment in self.segments(start, end))


_HEBREW_PREFIXES = (
    "ו",
    "ב",
    "ה",
    "ל",
    "כ",
    "מ",
    "ש",
    "וה",
    "וב",
    "ול",
    "ומ",
    "וכ",
    "וש",
    "שה",
    "שב",
    "של",
    "שמ",
    "כש",
    "מה",
)
_ARABIC_PREFIXES = ("ال", "و", "ب", "ل", "ف", "ك", "وال", "بال", "فال", "كال", "لل", "ولل", "وب", "ول")
_PREFIXES = frozenset(_HEBREW_PREFIXES + _ARABIC_PREFIXES)
_indexes: OrderedDict[str, DocumentIndex] = OrderedDict()
_lock = threading.Lock()


def _exhaust(work: Generator[int, None, None]) -> None:
    for _ in work:
        pass


def index_of(document: Document) -> DocumentIndex:
    """The index of `document`, remembered while it is among the last few that were asked for."""
    with _lock:
        index = _indexes.get(document.id)
        if index is None or index.document is not document:
            index = _indexes[document.id] = DocumentIndex(document)
        _indexes.move_to_end(document.id)
        if len(_indexes) > _KEPT_DOCUMENTS:
            _indexes.popitem(last=False)
        return index
