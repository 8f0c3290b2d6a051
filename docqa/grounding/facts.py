"""What of a document can be looked up by value: its numbers and its dates, by where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from docqa.domain import Document
from docqa.grounding.recent import Recent
from docqa.grounding.spans_dates import Dated, Day, dates
from docqa.grounding.spans_numbers import TOKEN, Quantity, comma_decimals, headers, plain, quantity, scan
from docqa.grounding.spans_worded import worded

_SHIFT = 24  # bits for a position on a page; a page of more characters is read up to there
_MOST = 1 << _SHIFT
_COMMON_WORD = re.compile(r"(?<![^\W_])[^\W\d_A-Z][^\W\d_]*", re.UNICODE)


class Found(NamedTuple):
    """Something at characters `start` to `end` of a page."""

    page: int
    start: int
    end: int


class Facts:
    """The numbers and dates of one document; `plain` gives a page's text with its numbers in one form."""

    def __init__(self, document: Document, language: str) -> None:
        self._document = document
        self.language = language
        self.plain = Recent(lambda page: plain(document.pages[page].text))
        self._numbers: dict[str, list[int]] = {}  # significant digits -> page and position, ascending
        self._worded: dict[int, Quantity] = {}  # numbers in words by page and position
        self._lengths: dict[int, int] = {}
        self._dates: dict[Day, list[tuple[int, int, int]]] = {}
        self._headers: dict[int, list[tuple[int, int]]] = {}
        self._small: set[str] = set()
        self._dated: dict[int, list[Dated]] = {}

    @cached_property
    def comma(self) -> bool:
        """Whether the document's numbers have decimal commas."""
        pages = self._document.pages
        sample = "\n".join(page.text for page in pages[:: max(1, len(pages) // 60)])
        return comma_decimals(plain(sample), self.language)

    def build(self) -> Generator[int, None, None]:
        """Read every page; yields each page's index when it is done."""
        for page in self._document.pages:
            text = plain(page.text[:_MOST])
            base = page.index << _SHIFT
            for digits, start, end in scan(text, spaced=self.comma):
                self._numbers.setdefault(digits, []).append(base + start)
                if end - start > 15 or " " in text[start:end]:
                    self._lengths[base + start] = end - start
            for spelled in worded(text):
                self._numbers.setdefault(spelled.value.digits, []).append(base + spelled.at[0])
                self._worded[base + spelled.at[0]] = spelled
            found = dates(text)
            if found:
                self._dated[page.index] = found
            for dated in found:
                for day in dated.days:
                    self._dates.setdefault(day, []).append((page.index, *dated.at))
            if counted := headers(text):
                self._headers[page.index] = counted
            self._small.update(_COMMON_WORD.findall(page.text))
            yield page.index

    def writes_small(self, word: str) -> bool:
        """Whether the document writes `word` in small letters somewhere."""
        return word.casefold() in self._small

    # --- numbers -------------------------------------------------------------------------------------------

    def off_pages(self, digits: str, but: Sequence[int], limit: int) -> Iterator[Found]:
        """Where numbers with these significant digits stand on other pages than `but`, in order."""
        given = 0
        for at in self._numbers.get(digits, ()):
            if at >> _SHIFT not in but:
                yield self._token(at)
                given += 1
                if given == limit:
                    return

    def on_page(self, digits: str, page: int) -> list[Found]:
        """Where numbers with these significant digits stand on one page."""
        listed = self._numbers.get(digits, [])
        first, last = bisect_left(listed, page << _SHIFT), bisect_left(listed, (page + 1) << _SHIFT)
        return [self._token(at) for at in listed[first:last]]

    def _token(self, at: int) -> Found:
        page, start = at >> _SHIFT, at & (_MOST - 1)
        if at in self._worded:
            return Found(page, *self._worded[at].at)
        length = self._lengths.get(at)
        if length:
            return Found(page, start, start + length)
        match = TOKEN.match(self.plain(page), start)
        return Found(page, start, match.end() if match else start)

    def read(self, found: Found) -> Quantity | None:
        """The number at a place, with its currency, scale word and the rest."""
        if (there := self._worded.get((found.page << _SHIFT) + found.start)) is not None:
            return there
        return quantity(self.plain(found.page), found.start, found.end, comma=self.comma)

    def counted_in(self, found: Found) -> list[int]:
        """The powers of ten in which the number's page counts ("in millions"): the nearest above it first."""
        here = self._headers.get(found.page, [])
        above = [scale for start, scale in here if start < found.start][::-1]
        below = [scale for start, scale in here if start >= found.start]
        before = [scale for _, scale in self._headers.get(found.page - 1, [])][::-1]
        return list(dict.fromkeys(above + below + (before if not here else []) + self._usual))

    @cached_property
    def _usual(self) -> list[int]:
        """How most tables of the document count, where more than a few pages say so."""
        counted: dict[int, int] = {}
        for listed in self._headers.values():
            for scale in {scale for _, scale in listed}:
                counted[scale] = counted.get(scale, 0) + 1
        best = max(counted, key=lambda scale: counted[scale], default=0)
        return [best] if best and counted[best] >= 3 else []

    # --- dates ---------------------------------------------------------------------------------------------

    def dated(self, page: int) -> list[Dated]:
        """The dates on a page."""
        return self._dated.get(page, [])

    def in_date(self, found: Found) -> bool:
        """Whether a number is a part of a date."""
        return any(dated.at[0] <= found.start < dated.at[1] for dated in self.dated(found.page))

    def days(self, day: Day) -> list[Found]:
        """Where the document has this date, or one that says more than it."""
        if day.year and day.day:
            return [Found(*place) for place in self._dates.get(day, [])]
        found = [place for other, places in self._dates.items() if _says(day, other) for place in places]
        return [Found(*place) for place in sorted(set(found))]


def _says(claimed: Day, other: Day) -> bool:
    return (
        claimed.month == other.month
        and (not claimed.year or claimed.year == other.year)
        and (not claimed.day or claimed.day == other.day)
    )
