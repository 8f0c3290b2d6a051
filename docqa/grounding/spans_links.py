"""Links, DOIs and e-mail addresses in a text, and how two spellings of one compare."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAIL = r"[^\s<>\"“”„«»‘’״「」『』（）|\\^`{}，。；、]"
_URL = re.compile(rf"(?:https?://|ftp://|www\.){_TAIL}+", re.IGNORECASE)
_DOI = re.compile(rf"(?:doi:\s*|doi\.org/)?\b10\.\d{{4,9}}/{_TAIL}+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<![.-])")
# A bare address: only well-known endings, so that "report.pdf" and "e.g.in" are no links.
_BARE = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|int|io|co\.[a-z]{2}|ac\.[a-z]{2}|gov\.[a-z]{2}|org\.[a-z]{2}"
    rf"|eu|de|fr|uk|il|cn|jp|kr|ru)(?![\w.-]*@)(?:/{_TAIL}*)?(?![\w-])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


def links(text: str) -> Iterator[tuple[int, int]]:
    """The spans of links, DOIs and e-mail addresses in `text`, in no order; they may overlap."""
    for pattern in (_URL, _DOI, _EMAIL, _BARE):
        for match in pattern.finditer(text):
            start, end = match.span()
            end = _end(text, start, end)
            if end - start > 4:
                yield start, end


def _end(text: str, start: int, end: int) -> int:
    """Where a link ends: without the full stop, bracket or asterisk that belongs to the sentence around it."""
    while end > start:
        last = text[end - 1]
        if last in ".,;:!?'*_~…" or (
            last in ")]" and text.count("(["[last == "]"], start, end) < text.count(last, start, end)
        ):
            end -= 1
        else:
            break
    return end


def bare(link: str) -> str:
    """A link as it is compared: without scheme, "www.", "doi:" and a slash at its end; the host in lower case."""
    link = _SPACE.sub("", link)
    link = re.sub(r"^(?:https?://|ftp://|mailto:|doi:)+", "", link, flags=re.IGNORECASE)
    link = re.sub(r"^(?:www\.|(?:dx\.)?doi\.org/)", "", link, flags=re.IGNORECASE).rstrip("/")
    host, slash, path = link.partition("/")
    return f"{host.casefold()}{slash}{path}"


def compact(text: str) -> str:
    """A page's text as links are looked for in it: lines may break inside them, so without white space.

    Every white space becomes nothing and so do soft hyphens; lower case, since hosts are.
    """
    return _SPACE.sub("", text.replace("\u00ad", "")).casefold()


_GOES_ON = re.compile(r"[\w/?=&%#~+@-]")


def stands_in(link: str, compacted: str) -> bool:
    """Whether `link` (made bare) stands in a page's compact text as a whole, not as the front of a longer one."""
    needle = link.casefold()
    at = compacted.find(needle)
    while at >= 0:
        before = compacted[at - 1] if at else ""
        after = compacted[at + len(needle) : at + len(needle) + 2]
        starts = not before or before in "/.:@(<[\"'“," or not (before.isalnum() or before in "-_")
        # Without white space the next word stands right after it: only signs of an address say that it goes on.
        ends = not after or after[0] not in "-_/?=&%#~+@" or (after[:1] == "/" and len(after) == 1)
        if "/" not in needle:
            ends = ends or after[0] == "/"
        if starts and ends:
            return True
        at = compacted.find(needle, at + 1)
    return False
