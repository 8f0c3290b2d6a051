"""An answer's text taken apart into what can be checked: quotations, and the pages cited for them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from docqa.grounding.quotations import block_quotes, is_word, quotations, without_block_marks
from docqa.grounding.references import Reference, references

# What docqa's instructions ask a model to begin with when the document does not hold the answer.
_REFUSAL = re.compile(r"[\s*_>#`]*\\?\[\s*not[ _-]found\s*\\?\][*_`]*[\s.:;,—–-]*", re.IGNORECASE)
_FENCE = re.compile(r"(?ms)^[ ]{0,3}(?:[-*>] )?(`{3,}+|~{3,}+)[^\n]*\n.*?(?:^[ ]{0,3}\1[`~]*[ \t]*$|\Z)")
_CODE = re.compile(r"(?s)(?<!`)(`++)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)")
_TARGET = re.compile(
    r"(?<=\])\((?:[^()\s]|\([^()\s]*\))+(?:\s+\"[^\"\n]*\")?\)|<?\bhttps?://[^\s<>\"“”„«»‘’״「」『』（）]+"
)
_ENDS_SENTENCE = re.compile(r"[.!?。！？؟](?=[\s\"'”’»)\]]|$)|\n[ \t>]*(?:[-*+•]\s|\d{1,3}[.)]\s|#|\n)")
_ATTRIBUTION = re.compile(r"\s*(?:\n[ \t>]*)?(?:[—–―]|--)\s*[^\W\d][^\n]{0,100}$")
_QUOTED = "█"  # overwrites quoted words where only what stands around them counts
_TRIM = " \t\n\r\u00a0\u202f\u3000>*_~|"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the answer gives as the document's own.

    `at` is where they stand in the answer (start, end), without their marks; `words` are they, without what
    Markdown adds; `references` are the pages cited for them, best first.
    """

    at: tuple[int, int]
    words: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """An answer taken apart. Offsets count characters of `text`, which is the answer as it is shown.

    `refused` says that it began with the mark for "not found", which `text` no longer holds. `references` holds
    all pages cited, also those for quotations.
    """

    text: str
    refused: bool
    quotations: tuple[Quotation, ...]
    references: tuple[Reference, ...]


def parse(answer: str) -> Parsed:
    """Take `answer` apart. Never raises, whatever the text is."""
    refusal = _REFUSAL.match(answer)
    text = answer[refusal.end() :] if refusal else answer
    masked = _masked(text)
    flat = without_block_marks(masked)
    cited = references(flat)
    quoted = _with_block_quotes(flat, block_quotes(masked), quotations(flat), cited)
    quoted, cited = _untangle(flat, quoted, cited)
    attached = _attach(flat, quoted, cited)
    return Parsed(
        text,
        refusal is not None,
        tuple(Quotation(span, _words(text[slice(*span)]), tuple(attached.get(span, ()))) for span in quoted),
        # A mere [12] is a page only where it follows a quotation.
        tuple(r for r in cited if r.certain or any(r in given for given in attached.values())),
    )


def _masked(text: str) -> str:
    """`text` with code and link targets overwritten, so that no quotation or page is found in them."""

    def cover(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", "x", match[0])

    return _TARGET.sub(cover, _CODE.sub(cover, _FENCE.sub(cover, text)))


def without_code(text: str) -> str:
    """`text` with its blocks of code overwritten, so that offsets stay."""
    return _FENCE.sub(lambda match: re.sub(r"[^\n]", "\x00", match[0]), text)


def _words(quoted: str) -> str:
    """What stands in a quotation, without the marks of a block quote's lines."""
    return re.sub(r"(?m)^[ \t]*(?:>[ \t]?)+", "", quoted)


def _with_block_quotes(
    text: str, blocks: list[tuple[int, int]], quoted: list[tuple[int, int]], cited: list[Reference]
) -> list[tuple[int, int]]:
    """Quotations of both kinds. A block quote whose words are mostly between marks is no quotation itself."""
    found = list(quoted)
    for start, end in blocks:
        inside = [span for span in quoted if start <= span[0] and span[1] <= end]
        across = any(a < end and start < b for a, b in quoted if not (start <= a and b <= end))
        if across or _in_marks(text, start, end, inside, cited):
            continue
        found = [span for span in found if span not in inside]
        found += _pieces(text, start, end, cited)
    return sorted(found)


def _in_marks(text: str, start: int, end: int, inside: list[tuple[int, int]], cited: list[Reference]) -> bool:
    """Whether a block quote is nothing but quotations between marks and the pages cited for them."""
    rest = list(text[start:end])
    for a, b in inside + [
        reference.at for reference in cited if start <= reference.at[0] and reference.at[1] <= end
    ]:
        rest[a - start : b - start] = " " * (b - a)
    return bool(inside) and _letters("".join(rest)) * 5 <= _letters(text[start:end])


def _pieces(text: str, start: int, end: int, cited: list[Reference]) -> list[tuple[int, int]]:
    """A block quote's paragraph without the markers and the attribution in it, cut where markers stand."""
    cuts = [
        reference.at
        for reference in cited
        if reference.bracketed and reference.certain and start <= reference.at[0] < end
    ]
    tail = next((r for r in reversed(cited) if not r.bracketed and start <= r.at[0] and r.at[1] <= end), None)
    if tail is not None and not any(map(is_word, text[tail.at[1] : end])):
        line = text.rfind("\n", start, tail.at[0])
        dash = _ATTRIBUTION.search(text[start : tail.at[0]])
        if dash is not None:
            end = start + dash.start()
        elif line > 0 and _letters(text[line : tail.at[0]]) <= 2:
            end = line
    spans = []
    for begins, stops in zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True):
        begins, stops = _trimmed(text, begins, stops)
        dash = _ATTRIBUTION.search(text[begins:stops]) if cuts or "\n" in text[begins:stops] else None
        if dash is not None and dash.start() and "\n" in dash[0]:
            begins, stops = _trimmed(text, begins, begins + dash.start())
        if any(c.isalnum() for c in text[begins:stops]):
            spans.append((begins, stops))
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _untangle(
    text: str, quoted: list[tuple[int, int]], cited: list[Reference]
) -> tuple[list[tuple[int, int]], list[Reference]]:
    """Pages named inside quoted words are the document's words, but for markers that close the quotation.

    `“exact words [p. 12]”` is how some models write `“exact words” [p. 12]`.
    """
    spans: list[tuple[int, int]] = []
    kept: list[Reference] = []
    rest = list(cited)
    for start, end in quoted:
        inside = [r for r in rest if start <= r.at[0] and r.at[1] <= end]
        rest = [r for r in rest if not (start < r.at[1] and r.at[0] < end)]
        while inside and inside[-1].bracketed and inside[-1].certain and end - inside[-1].at[1] <= 1:
            kept.append(inside.pop())
            end = kept[-1].at[0]
        start, end = _trimmed(text, start, end)
        if end > start:
            spans.append((start, end))
    return spans, sorted(kept + rest, key=lambda r: r.at)


def _attach(
    text: str, quoted: list[tuple[int, int]], cited: list[Reference]
) -> dict[tuple[int, int], list[Reference]]:
    """Which pages are cited for which quotation: those that follow it in its sentence, else one before it."""
    attached: dict[tuple[int, int], list[Reference]] = {}
    plain = list(text)
    for start, end in quoted:
        plain[start:end] = _QUOTED * (end - start)  # a full stop inside quoted words does not end the sentence
    for reference in cited:
        plain[reference.at[0] : reference.at[1]] = "x" * (reference.at[1] - reference.at[0])
    line = "".join(plain)
    starts = [reference.at[0] for reference in cited]

    for start, end in quoted:
        at = end
        for reference in cited[bisect_left(starts, end) :]:
            given = attached.setdefault((start, end), [])
            bare = _letters(line[at : reference.at[0]]) == 0
            if not (_next(line[at : reference.at[0]]) if given else _follows(line, at, reference.at[0])):
                break
            if reference.certain or (bare and not given):
                given.append(reference)
            at = reference.at[1]
    used = {reference.at for given in attached.values() for reference in given}
    for start, end in quoted:
        if attached.get((start, end)):
            continue
        before = cited[max(bisect_left(starts, start) - 1, 0)] if cited else None
        if (
            before is not None
            and before.at[1] <= start
            and before.certain
            and before.at not in used
            and not _ENDS_SENTENCE.search(line, before.at[1], start)
        ):
            attached[start, end] = [before]
    return attached


def _next(between: str) -> bool:
    """Whether `between` two markers there is no more than a comma, an "and", a "p."."""
    return len(between) <= 8 and _letters(between) <= 4 and _QUOTED not in between


def _follows(line: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` keeps a marker with the quotation before it."""
    between = line[start:end]
    if not any(c.isalnum() for c in between):
        return between.count("\n") <= 3
    return _ENDS_SENTENCE.search(line, start, end) is None and len(between) <= 400
