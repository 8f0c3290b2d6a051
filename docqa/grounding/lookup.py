"""Where a document has what an answer's span says: candidates, how sure each is, and what is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docqa.grounding import scales
from docqa.grounding.facts import Found
from docqa.grounding.index import DocumentIndex
from docqa.grounding.keys import key
from docqa.grounding.spans_dates import Dated, Day, same
from docqa.grounding.spans_links import finder
from docqa.grounding.spans_names import content_words
from docqa.grounding.spans_numbers import Quantity, numbers, plain, significant
from docqa.grounding.spans_tables import SYNONYMS, PartName, numbered_heading

_ELSEWHERE = 400  # places of a number that are looked at beyond the likely pages
_PLACES = 60  # of a name or a link
_BETWEEN = r"\W.{0,28}?(?<![^\W_])"  # of the words of a name ("Robert J. Smith" for "Robert Smith")
_SAID = {3: "thousands", 4: "ten thousands", 6: "millions", 8: "hundred millions", 9: "billions"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that says what a span says. `sure`: so particular that it may stand anywhere in the document."""

    found: Found
    sure: bool = True
    note: str = ""


def candidates(
    what: Quantity | Dated | PartName | str, text: str, index: DocumentIndex, near: Sequence[int]
) -> Iterator[Candidate]:
    """The places of a number, date or part of the document, those on the pages `near` first."""
    if isinstance(what, Quantity):
        return _literals(text, index, near) if what.literal else _numbers(what, index, near)
    if isinstance(what, Dated):
        return _dates(what, index, near)
    if isinstance(what, PartName):
        return _parts(what, text, index, near)
    return iter(())


# --- numbers -----------------------------------------------------------------------------------------------


def _numbers(claim: Quantity, index: DocumentIndex, near: Sequence[int]) -> Iterator[Candidate]:
    facts = index.facts
    for found in facts.places(claim.value.digits, near, _ELSEWHERE):
        there = facts.read(found)
        if there is None:
            continue
        agreed = agree(claim, there, facts.counted_in(found) if not there.scale else [])
        if agreed is None or (not claim.year and there.year and facts.in_date(found)):
            continue
        if not claim.year and there.bare and not there.decimals and facts.in_date(found):
            continue
        yield Candidate(Found(found.page, *there.at), agreed[0], agreed[1])


def agree(claim: Quantity, there: Quantity, counted: Sequence[int]) -> tuple[bool, str] | None:
    """Whether a number of the document is the claimed one: (sure, note), or None when it is not.

    `counted` are the powers of ten in which the page's tables count.
    """
    note = ""
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
    if claim.year and not (there.year or there.bare):
        return None
    if claim.negative and not there.negative and not claim.percent:
        return None
    alike = (claim.percent and there.percent and claim.decimals) or bool(claim.unit and claim.unit == there.unit)
    alike = alike or bool(claim.currencies and there.currencies) or bool(claim.scale and there.scale)
    long = len(claim.value.digits) >= 3 and not claim.year
    return alike or long, note


def _literals(text: str, index: DocumentIndex, near: Sequence[int]) -> Iterator[Candidate]:
    """Times, versions, fractions: found as they are written."""
    for found in _key_places(key(text), index, near):
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


def _dates(claim: Dated, index: DocumentIndex, near: Sequence[int]) -> Iterator[Candidate]:
    """Places that have the date; of a list of dates those that have them all, of the rest those of the first."""
    days = [*claim.days]
    if claim.either:
        for day in days:
            yield from (Candidate(found) for found in _ordered(index.facts.days(day), near))
        return
    listed = [index.facts.days(day) for day in days]
    pages = set.intersection(*({found.page for found in places} for places in listed))
    yield from (Candidate(found) for found in _ordered(listed[0], near) if found.page in pages)


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


def _ordered(found: Iterable[Found], near: Sequence[int]) -> list[Found]:
    order = {page: i for i, page in enumerate(near)}
    return sorted(found, key=lambda place: (order.get(place.page, len(order)), place))


# --- parts, links, names -----------------------------------------------------------------------------------


def _parts(claim: PartName, text: str, index: DocumentIndex, near: Sequence[int]) -> Iterator[Candidate]:
    """A figure, table or section: by the word the answer uses, by other words for it, or by its heading."""
    own = re.sub(r"[\d(].*|\s\S+$", "", text).strip().casefold()
    for word in dict.fromkeys((own, *SYNONYMS[claim.kind])):
        if not key(word):
            continue
        found = list(_key_places(key(f"{word} {claim.number}"), index, near))
        if found:
            yield from map(Candidate, found)
            return
    if claim.kind in ("section", "chapter", "appendix", "note") and claim.number[0].isdigit():
        heading = numbered_heading(claim.number)
        for page in index.document.pages:
            if match := heading.search(page.text):
                yield Candidate(Found(page.index, match.start(), match.end()))


def link_places(link: str, index: DocumentIndex, near: Sequence[int]) -> Iterator[Candidate]:
    """Pages with this link (made bare), character for character but for line breaks."""
    needle = key(link)
    if not needle:
        return
    stretch, whole = index.everything, finder(link)
    pages = dict.fromkeys(stretch.page_at(at) for at in stretch.find(needle, limit=_PLACES))
    for page in sorted(pages, key=lambda page: page not in near):
        text = index.document.pages[page].text
        if match := whole.search(text):
            yield Candidate(Found(page, *match.span()))


def name_places(name: str, index: DocumentIndex, near: Sequence[int]) -> Iterator[Candidate]:
    """Places with this name, written with capitals: whole, else its words close to each other."""
    whole = False
    for found in _key_places(key(name), index, near):
        if _capital(index.document.pages[found.page].text[found.start : found.end], name):
            whole = True
            yield Candidate(found)
    if whole:
        return
    words = [word for word in content_words(name) if len(word) > 1]
    if len(words) < 2:
        return
    rarest = max(words, key=len)
    spelled = [re.escape(plain(word)) for word in words]
    for found in _key_places(key(rarest), index, near):
        text = plain(index.document.pages[found.page].text)
        start = max(0, found.start - 80)
        around = text[start : found.end + 80]
        ways = (spelled, spelled[1:] + spelled[:1])
        for way in ways:
            match = re.search(rf"(?<![^\W_]){_BETWEEN.join(way)}(?![^\W_])", around, re.DOTALL)
            if match and len(re.findall(r"\w+", match[0])) <= len(words) + 2:
                yield Candidate(Found(found.page, start + match.start(), start + match.end()))
                break


def _capital(there: str, name: str) -> bool:
    """Whether the document's words have capitals where the name's have."""
    first = next((c for c in there if c.isalpha()), "")
    return not name[:1].isupper() or first.isupper() or first.lower() == first.upper()


def _key_places(needle: str, index: DocumentIndex, near: Sequence[int]) -> Iterator[Found]:
    """Whole words and numbers with this key: on the pages `near` first, then elsewhere in order."""
    if not needle:
        return
    for page in near:
        keyed = index.page(page)
        at = keyed.key.find(needle)
        while at >= 0:
            if index.starts_word(page, at) and index.ends_word(page, at + len(needle)):
                yield Found(page, *keyed.span(at, at + len(needle)))
            at = keyed.key.find(needle, at + 1)
    stretch = index.everything
    for at in stretch.find(needle, limit=_PLACES):
        if stretch.page_at(at) in near or not stretch.whole(at, at + len(needle)):
            continue
        place = stretch.places(at, at + len(needle))[0]
        yield Found(place.span.page, place.span.start, place.span.end)
