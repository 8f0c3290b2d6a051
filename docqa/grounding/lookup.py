"""Where a document has what an answer's span says: candidates, how sure each is, and what is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docqa.domain import ClaimKind
from docqa.grounding import scales
from docqa.grounding.facts import Found
from docqa.grounding.index import DocumentIndex
from docqa.grounding.keys import key
from docqa.grounding.spans import Salient
from docqa.grounding.spans_dates import Dated, Day, same
from docqa.grounding.spans_links import finder
from docqa.grounding.spans_names import content_words
from docqa.grounding.spans_numbers import Quantity, numbers, significant
from docqa.grounding.spans_tables import SYNONYMS, PartName, numbered_heading

_ELSEWHERE = 400  # places of a number that are looked at beyond the likely pages …
_SHOWN = 40  # … to find so many that surely say it
_BETWEEN = r"\W.{0,28}?(?<![^\W_])"  # of the words of a name ("Robert J. Smith" for "Robert Smith")
_WORDS = re.compile(r"\w+")
_SAID = {3: "thousands", 4: "ten thousands", 6: "millions", 8: "hundred millions", 9: "billions"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that says what a span says. `sure`: so particular that it may stand anywhere in the document."""

    found: Found
    sure: bool = True
    note: str = ""


def on_pages(span: Salient, index: DocumentIndex, pages: Sequence[int]) -> Iterator[Candidate]:
    """The places on `pages` that say what `span` says."""
    what = span.what
    if isinstance(what, Quantity):
        if what.literal:
            yield from _literals(span.text, index, pages)
        else:
            found = (place for page in pages for place in index.facts.on_page(what.value.digits, page))
            yield from _numbers(what, index, found)
    elif isinstance(what, Dated):
        yield from (candidate for candidate in _dates(what, index) if candidate.found.page in pages)
    elif isinstance(what, PartName):
        yield from _parts(what, span.text, index, pages)
    elif span.kind is ClaimKind.LINK:
        yield from _links(what, index, pages)
    else:
        yield from _names(span.text, index, pages)


def anywhere(span: Salient, index: DocumentIndex, but: Sequence[int]) -> list[Candidate]:
    """The first places on other pages than `but` that surely say what `span` says, else one that may."""
    what = span.what
    found: Iterator[Candidate]
    if isinstance(what, Quantity):
        if what.literal:
            found = _literals(span.text, index, None)
        else:
            found = _numbers(what, index, index.facts.off_pages(what.value.digits, but, _ELSEWHERE))
    elif isinstance(what, Dated):
        found = _dates(what, index)
    elif isinstance(what, PartName):
        found = _parts(what, span.text, index, None)
    elif span.kind is ClaimKind.LINK:
        found = _links(what, index, None)
    else:
        found = _names(span.text, index, None)
    sure: list[Candidate] = []
    maybe: list[Candidate] = []
    for candidate in found:
        if candidate.found.page in but:
            continue
        (sure if candidate.sure else maybe).append(candidate)
        if len(sure) == _SHOWN:
            break
    return sure or maybe[:1]


# --- numbers -----------------------------------------------------------------------------------------------


def _numbers(claim: Quantity, index: DocumentIndex, places: Iterable[Found]) -> Iterator[Candidate]:
    facts = index.facts
    for found in places:
        there = facts.read(found)
        if there is None:
            continue
        agreed = agree(claim, there, facts.counted_in(found) if not there.scale else [])
        if agreed is None:
            continue
        # The day or the year of a date is no number by itself.
        if not claim.year and there.bare and not there.decimals and facts.in_date(found):
            continue
        yield Candidate(Found(found.page, *there.at), agreed[0], agreed[1])


def agree(claim: Quantity, there: Quantity, counted: Sequence[int]) -> tuple[bool, str] | None:
    """Whether a number of the document is the claimed one: (sure, note), or None when it is not.

    `counted` are the powers of ten in which the page's tables count.
    """
    note = ""
    if claim.literal or there.literal:
        return None
    if claim.value != there.value and not (claim.token == there.token and claim.scale == there.scale):
        bare = not (there.scale or there.percent or there.unit)
        scale = next((s for s in counted if there.value.scaled(s) == claim.value), 0) if bare else 0
        if not scale:
            return None
        note = f"the page counts in {_SAID.get(scale, f'10^{scale}')}"
    if claim.percent and (there.currencies or there.scale or there.unit):
        return None
    if there.percent and not claim.percent and not claim.bare:
        return None
    if claim.currencies and there.currencies and not claim.currencies & there.currencies:
        return None
    if claim.currencies and there.unit:
        return None
    if claim.unit and there.unit and claim.unit != there.unit:
        return None
    if there.year and not claim.year and not (claim.bare and not claim.decimals):
        return None
    if claim.year and (there.percent or there.scale or there.unit):
        return None
    if claim.minus and not there.negative and not claim.percent:
        return None
    alike = (claim.percent and there.percent and claim.decimals) or bool(claim.unit and claim.unit == there.unit)
    alike = alike or bool(claim.currencies and there.currencies) or bool(claim.scale and there.scale)
    long = len(claim.value.digits) >= 3 and not claim.year
    return alike or long, note


def _literals(text: str, index: DocumentIndex, pages: Sequence[int] | None) -> Iterator[Candidate]:
    """Times, versions, fractions: found as they are written."""
    for found in _written(text, index, pages):
        yield Candidate(found, len(text) >= 5)


def in_words(claim: Quantity, text: str) -> tuple[int, int] | None:
    """Where a small whole number stands in words in `text` ("five million" for 5 million)."""
    value = claim.value.scaled(-claim.scale)
    if claim.decimals or not 0 <= value.number <= 100 or (claim.percent and claim.scale):
        return None
    for match in _words_pattern(int(value.number)).finditer(text):
        if not claim.scale:
            return match.span()
        after = re.match(r"[\s-]+([^\W\d_]+)", text[match.end() : match.end() + 25])
        if after and scales.SCALES.get(after[1].casefold()) == claim.scale:
            return match.start(), match.end() + after.end()
        solid = next((word for word in scales.SOLID_SCALES if text.startswith(word, match.end())), "")
        if solid and scales.SOLID_SCALES[solid] == claim.scale:
            return match.start(), match.end() + len(solid)
    return None


def _words_pattern(value: int) -> re.Pattern[str]:
    words = sorted(scales.number_words(value), key=len, reverse=True)
    spaced = "|".join(
        re.escape(word).replace("\\ ", r"\s+").replace("\\-", r"-\s?") for word in words if word[0] < "\u2e80"
    )
    solid = "|".join(word for word in words if word[0] >= "\u2e80")
    han = f"|(?<![零一二三四五六七八九十百])(?:{solid})(?![一二三四五六七八九十百])" if solid else ""
    prefix = "(?:[ובהלמכש]{0,2})" if any("\u0590" < word[0] < "\u0600" for word in words) else ""
    return re.compile(rf"(?<![^\W_]){prefix}(?:{spaced})(?![^\W_]){han}", re.IGNORECASE)


def rounded(
    claim: Quantity, text: str, base: int, counted: Sequence[int], *, comma: bool
) -> tuple[int, int, str] | None:
    """A number in `text` (plain) that rounds to `claim`: where it stands (plus `base`) and how it is written."""
    if claim.year or claim.literal or not claim.value.digits:
        return None
    coarse = len(claim.value.digits) < 2 and not claim.scale
    half = 0.5 * 10.0**claim.place
    if coarse or half > 0.06 * claim.value.number:
        return None
    for there in numbers(text, comma=comma):
        if there.literal or there.year or there.percent != claim.percent:
            continue
        if claim.currencies and there.currencies and not claim.currencies & there.currencies:
            continue
        for scale in (0, *counted) if not (there.scale or there.percent) else (0,):
            value, place = there.value.scaled(scale), there.place + scale
            finer = place < claim.place and value.exponent < claim.place
            if finer and abs(value.number - claim.value.number) <= half:
                return base + there.at[0], base + there.at[1], text[slice(*there.at)]
    return None


# --- dates -------------------------------------------------------------------------------------------------


def _dates(claim: Dated, index: DocumentIndex) -> Iterator[Candidate]:
    """Places that have the date; of several dates those of the first, on pages that have them all."""
    listed = [index.facts.days(day) for day in claim.days]
    if claim.either:
        yield from (Candidate(found) for places in listed for found in places)
        return
    pages = set.intersection(*({found.page for found in places} for places in listed))
    yield from (Candidate(found) for found in listed[0] if found.page in pages)


def parted_date(claim: Dated, index: DocumentIndex, pages: Iterable[int]) -> Candidate | None:
    """A date whose day and month stand on one of `pages` without a year, and the year near them."""
    for page in pages:
        for day in claim.days:
            if not (day.year and day.day):
                continue
            years = index.facts.on_page(significant(str(day.year)), page)
            for dated in index.facts.dated(page):
                if not any(same(Day(0, day.month, day.day), other) and not other.year for other in dated.days):
                    continue
                if any(abs(year.start - dated.at[0]) <= 400 for year in years):
                    return Candidate(Found(page, *dated.at), False, "the day and the year stand apart there")
    return None


# --- parts, links, names -----------------------------------------------------------------------------------


def _parts(claim: PartName, text: str, index: DocumentIndex, pages: Sequence[int] | None) -> Iterator[Candidate]:
    """A figure, table or section: by the word the answer uses, by other words for it, or by its heading."""
    own = re.sub(r"[\d(].*|\s\S+$", "", text).strip().casefold()
    if not own and len(text) > 2:  # one of a list ("Sections 4.2 and 5.1"): its word is far from it
        yield from map(Candidate, _written(text, index, pages))
    for word in dict.fromkeys((own, *SYNONYMS[claim.kind])):
        if not key(word):
            continue
        found = list(_written(f"{word} {claim.number}", index, pages))
        if found:
            yield from map(Candidate, found)
            return
    if claim.kind in ("section", "chapter", "appendix", "note") and claim.number[0].isdigit():
        heading = numbered_heading(claim.number)
        for page in range(len(index.document.pages)) if pages is None else pages:
            if match := heading.search(index.document.pages[page].text):
                yield Candidate(Found(page, match.start(), match.end()))


def _links(link: str, index: DocumentIndex, pages: Sequence[int] | None) -> Iterator[Candidate]:
    """Pages with this link (made bare), character for character but for line breaks."""
    whole = finder(link)
    for page in index.pages_with(key(link), pages):
        if match := whole.search(index.document.pages[page].text):
            yield Candidate(Found(page, *match.span()))


def _names(name: str, index: DocumentIndex, pages: Sequence[int] | None) -> Iterator[Candidate]:
    """Places with this name, written with capitals: whole, else its words close to each other."""
    whole = False
    for found in _written(name, index, pages, case=True):
        if _capital(index.document.pages[found.page].text[found.start : found.end], name):
            whole = True
            yield Candidate(found)
    words = [word for word in content_words(name) if len(word) > 1]
    if whole or len(words) < 2:
        return
    spelled = [re.escape(word) for word in words]
    ways = [
        re.compile(rf"(?<![^\W_]){_BETWEEN.join(way)}(?![^\W_])", re.DOTALL)
        for way in (spelled, spelled[1:] + spelled[:1])
    ]
    for page in index.pages_with(key(max(words, key=len)), pages):
        text = index.document.pages[page].text
        for way in ways:
            match = way.search(text)
            if match and len(_WORDS.findall(match[0])) <= len(words) + 2:
                yield Candidate(Found(page, *match.span()))
                break


def _capital(there: str, name: str) -> bool:
    """Whether the document's words have capitals where the name's have."""
    first = next((c for c in there if c.isalpha()), "")
    return not name[:1].isupper() or first.isupper() or first.lower() == first.upper()


def _written(
    text: str, index: DocumentIndex, pages: Sequence[int] | None, *, case: bool = False
) -> Iterator[Found]:
    """Where `text` stands as whole words and numbers, by its key; on `pages`, or anywhere with None."""
    needle = key(text)
    words = r"[\s\u00a0-]+".join(map(re.escape, re.split(r"[\s\u00a0-]+", text)))
    plainly = re.compile(rf"(?<![^\W_])(?<!\d[.,:/-]){words}(?![^\W_]|[.,:/-]\d)", 0 if case else re.IGNORECASE)
    for page in index.pages_with(needle, pages):
        matches = [match.span() for match in plainly.finditer(index.document.pages[page].text)]
        if matches:
            yield from (Found(page, *span) for span in matches)
            continue
        # With accents, marks or a hyphen in between: the key tells, at some cost.
        keyed = index.page(page)
        at = keyed.key.find(needle)
        while at >= 0:
            if index.starts_word(page, at) and index.ends_word(page, at + len(needle)):
                yield Found(page, *keyed.span(at, at + len(needle)))
            at = keyed.key.find(needle, at + 1)
