"""Links, DOIs and e-mail addresses in a text, and how two spellings of one compare."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LATIN = r"A-Za-z0-9_\u00c0-\u024f"
_TAIL = r"[^\s<>\"“”„«»‘’״「」『』（）|\\^`{}，。；、]"
_URL = re.compile(rf"(?:https?://|ftp://|www\.){_TAIL}+", re.IGNORECASE)
_DOI = re.compile(rf"(?:doi:\s*|doi\.org/)?\b10\.\d{{4,9}}/{_TAIL}+", re.IGNORECASE)
_EMAIL = re.compile(rf"(?<![{_LATIN}.+%-])[{_LATIN}.+%-]+@[{_LATIN}-]+(?:\.[{_LATIN}-]+)+(?<![.-])")
# A bare address: only well-known endings, so that "report.pdf" and "e.g.in" are no links.
_BARE = re.compile(
    rf"(?<![{_LATIN}@./-])(?:[a-z0-9-]+\.)+(?:(?:com|co|ac|gov|edu|org|net)\.[a-z]{{2}}"
    r"|com|org|net|edu|gov|int|io|eu|de|fr|uk|il|cn|jp|kr|ru)"
    rf"(?![\w.-]*@)(?:/{_TAIL}*)?(?![{_LATIN}-])",
    re.IGNORECASE,
)
# Where words have no spaces, or Hebrew prefixes, they stand right beside a link: 见www.example.cn上的公告.
_OTHER_SCRIPT = re.compile(r"(?<=[A-Za-z0-9_=&%~-])[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]")
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
    """Where a link ends: without the full stop, bracket or asterisk that belongs to the sentence around it.

    Where letters of another script follow Latin ones without a slash, the sentence goes on.
    """
    if glued := _OTHER_SCRIPT.search(text, start + 1, end):
        end = glued.start()
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


_BREAK = r"(?:[-‐\u00ad]?\n[ \u00a0]*)?"  # a line may end anywhere in a link


def finder(link: str) -> re.Pattern[str]:
    """What finds `link` (made bare) in a page's text as a whole, not as a part of a longer one.

    A letter of another script beside a link in Latin letters is no part of it.
    """
    spelled = _BREAK.join(map(re.escape, link))
    letter = _LATIN if link.isascii() else r"\w"
    goes_on = rf"[{letter}%&=#~+@-]|[?.:][{letter}]" + (rf"|/[{letter}]" if "/" in link else "")
    return re.compile(rf"(?<![{letter}@-])(?<![{letter}]\.)(?:www\.)?{spelled}(?!{goes_on})", re.IGNORECASE)
