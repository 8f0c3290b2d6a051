"""What a person asks of the library's pages, as the search index takes it and as it is found again on a page.

A page is indexed as two streams of tokens: its words as they stand (folded; in scripts without spaces each
character is one), which phrases need, and its terms (stems, readings, pairs; see `docqa.language.terms`), so that
"expenditures" finds "expenditure" and a Hebrew word is found behind its prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from docqa.language import fold, is_hangul, terms
from docqa.language.words import words

VERSION = 1  # raise it when tokens come out otherwise, as when folding or stemming change: indices are made anew
SNIPPET = 200  # characters

TOKENIZER = "ascii tokenchars _"
"""FTS5's plainest tokenizer: it parts at spaces and leaves all else to `columns`."""

_INSIDE = str.maketrans(
    dict.fromkeys("'’\".,״׳”٫٬-", "_")
)  # what may stand inside a word, for the tokenizer above
_ITEM = re.compile(r'"(.+?)"(?!\w)|(\S+)')  # a quote inside a Hebrew abbreviation neither opens nor closes


class Wanted(NamedTuple):
    """One thing a query asks for: a word in any of its forms, one that only begins so (`open`), or words in a row.

    `exact` ones count only as they stand.
    """

    shown: str
    tokens: tuple[str, ...]
    open: bool
    exact: bool


def columns(text: str, language: str) -> tuple[str, str]:
    """The two streams a page is indexed by."""
    folded = fold(text).text
    row = " ".join(folded[start:end].translate(_INSIDE) for start, end in words(folded))
    return row, " ".join(term.translate(_INSIDE) for term in terms(folded, language))


def parse(query: str) -> tuple[Wanted, ...]:
    """What `query` asks for: its words, "phrases in quotes", and words cut short with a star (expend*)."""
    found: dict[Wanted, None] = {}
    for phrase, word in _ITEM.findall(re.sub("[“”„‟«»]", '"', query)):
        shown = phrase or word
        folded = fold(shown).text
        tokens = tuple(folded[start:end] for start, end in words(folded))
        if tokens:
            begins = word.endswith("*")
            found[Wanted(shown, tokens, begins, exact=bool(phrase) or begins or len(tokens) > 1)] = None
    return tuple(found)


def without_function_words(wanted: Sequence[Wanted], languages: Iterable[str]) -> tuple[Wanted, ...]:
    """`wanted` less the words that carry no meaning in one of `languages`; all of it when nothing else is left."""
    known = tuple(languages)
    left = tuple(one for one in wanted if one.exact or all(_terms(one.tokens[0], language) for language in known))
    return left or tuple(wanted)


def expression(wanted: Sequence[Wanted], languages: Iterable[str], *, every: bool) -> str:
    """`wanted` for FTS5's MATCH: pages with every one of them, or with any."""
    known = tuple(languages)
    return (" AND " if every else " OR ").join(f"({_match(one, known)})" for one in wanted)


def _match(wanted: Wanted, languages: Sequence[str]) -> str:
    if wanted.exact:
        row = " ".join(token.translate(_INSIDE) for token in wanted.tokens)
        return f'words : "{row}"{" *" if wanted.open else ""}'
    first = wanted.tokens[0]
    if is_hangul(first):
        # Particles follow the word, and compounds hold it inside: pairs of syllables in a row.
        pairs = " ".join(terms(first, "ko"))
        return f'words : "{first}" * OR terms : "{pairs}"' if len(first) > 1 else f'words : "{first}" *'
    forms = dict.fromkeys(term for language in languages for term in _terms(first, language))
    asked = (f'words : "{first.translate(_INSIDE)}"', *(f'terms : "{form.translate(_INSIDE)}"' for form in forms))
    return " OR ".join(asked)


@lru_cache(maxsize=1 << 16)
def _terms(token: str, language: str) -> tuple[str, ...]:
    return tuple(terms(token, language))


class Found(NamedTuple):
    """The part of a page that shows best what was asked; `hits` are (start, end) in `text`.

    `missing` is what was asked for and does not stand on the page.
    """

    text: str
    hits: tuple[tuple[int, int], ...]
    missing: tuple[str, ...]


def find(text: str, wanted: Sequence[Wanted], language: str) -> Found:
    """Find `wanted` on a page of that text, as the index does."""
    folded = fold(text)
    spans = words(folded.text)
    row = [folded.text[start:end] for start, end in spans]
    places: list[tuple[int, int, int]] = []  # start and end in the page's text, and which of `wanted` it is
    missing = []
    for which, one in enumerate(wanted):
        found = _places(row, one, language)
        places += [(*folded.span(spans[first][0], spans[last][1]), which) for first, last in found]
        if not found:
            missing.append(one.shown)
    return Found(*_snippet(text, sorted(places)), tuple(missing))


def _places(row: Sequence[str], wanted: Wanted, language: str) -> list[tuple[int, int]]:
    """The first and last of the words in `row` that are `wanted`, wherever they are."""
    asked = wanted.tokens
    if len(asked) == 1:
        is_hit = _matcher(wanted, language)
        hits = {token for token in set(row) if is_hit(token)}
        return [(at, at) for at, token in enumerate(row) if token in hits]
    last = len(asked) - 1
    found = []
    for at in range(len(row) - last):
        if row[at] == asked[0] and all(row[at + i] == asked[i] for i in range(1, last)):
            end = row[at + last]
            if end == asked[-1] or (wanted.open and end.startswith(asked[-1])):
                found.append((at, at + last))
    return found


def _matcher(wanted: Wanted, language: str) -> Callable[[str], bool]:
    """Whether a page's token is what a single wanted word stands for."""
    word = wanted.tokens[0]
    if wanted.open:
        return lambda token: token.startswith(word)
    if wanted.exact:
        return word.__eq__
    if is_hangul(word):
        return lambda token: word in token if len(word) > 1 else token.startswith(word)
    forms = {word, *_terms(word, language)}
    return lambda token: token == word or not forms.isdisjoint(_terms(token, language))


def _snippet(text: str, places: Sequence[tuple[int, int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line of `text` that holds as many different ones of `places` as it can."""
    first, best = 0, 0
    for start, _, _ in places:
        inside = {which for at, end, which in places if start <= at and end <= start + SNIPPET * 2 // 3}
        if len(inside) > best:
            first, best = start, len(inside)
    start = max(0, first - SNIPPET // 3)
    if start and (space := re.compile(r"\s+").search(text, start, first)):
        start = space.end()
    end = min(len(text), start + SNIPPET)
    if end < len(text) and (cut := max(text.rfind(" ", first, end), text.rfind("\n", first, end))) > first:
        end = cut
    before = "…" if start else ""
    line = re.sub(r"\s", " ", text[start:end])  # one for one, so that offsets stay
    shift = len(before) - start
    hits: list[tuple[int, int]] = []
    for at, to, _ in places:
        if start <= at < end:
            to = min(to, end)
            if hits and at + shift < hits[-1][1]:
                hits[-1] = hits[-1][0], max(hits[-1][1], to + shift)
            else:
                hits.append((at + shift, to + shift))
    return f"{before}{line}{'…' if end < len(text) else ''}", tuple(hits)
