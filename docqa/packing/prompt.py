"""The words around the document: rules, fence, page markers, turns. All of it byte-stable for the same input.

Everything that stands alone in the window ("block") ends with a line break, and what follows a block begins with
neither white space nor "/": at such a place both encodings always cut, so the tokens of the blocks add up to the
tokens of the message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache

from docqa.domain import Document, Page, Turn
from docqa.domain.wording import page_ranges
from docqa.resources import resource

GAP = "…\n"
_LONGEST_NAME = 120  # characters of a document's title or a page's label that are shown
_MOST_RANGES = 40  # ranges of pages named in a list before it is summed up


@cache
def rules() -> str:
    """The fixed rules for every question."""
    return resource("prompts", "rules.md").read_text(encoding="utf-8").strip()


def instructions(voice: str) -> str:
    """The system message: the rules, and after them how the person wants answers to sound."""
    wish = voice.strip()
    return (
        f"{rules()}\n\nHow the person wishes answers to sound (the rules above stay):\n{wish}" if wish else rules()
    )


def fence(documents: Sequence[Document]) -> str:
    """A code for the fence's lines that no document contains: the same for the same documents."""
    ids = "\n".join(document.id for document in documents)
    for attempt in range(1_000):
        code = hashlib.sha256(f"{attempt}\n{ids}".encode()).hexdigest()[:12]
        if not any(
            code in document.title or any(code in page.text or code in page.label for page in document.pages)
            for document in documents
        ):
            return code
    raise AssertionError("a document cannot contain a thousand hashes of its own")


def opening(code: str) -> str:
    """The block that begins the documents."""
    return f"=====DOCUMENTS {code}\n"


def closing(code: str) -> str:
    """The block that ends the documents."""
    return f"=====END {code}\n"


def heading(document: Document, number: int, of: int) -> str:
    """The block that names a document and says what could not be read of it."""
    name = _one_line(document.title) or "untitled"
    pages = len(document.pages)
    lines = [f"Document{f' {number}' if of > 1 else ''}: {name} ({pages} {'page' if pages == 1 else 'pages'})"]
    if unreadable := document.unreadable_pages:
        several = len(unreadable) > 1
        lines.append(f"Page{'s' if several else ''} {_listed(document, unreadable)} could not be read.")
    return "\n".join(lines) + "\n"


def shown(document: Document, pages: Sequence[int]) -> str:
    """The block that says honestly that only a part of the document is shown."""
    total = len(document.pages)
    if not pages:
        return f"Nothing of its {total} pages is shown: nothing in it matches the question.\n"
    return (
        f"Only parts of {len(pages)} of its {total} pages are shown, chosen for the question: "
        f"{_listed(document, pages)}. The rest was left out for lack of room.\n"
    )


def page_block(page: Page) -> str:
    """A whole page under its marker."""
    return f"{marker(page)}{page.text}\n"


def parts_block(page: Page, parts: Iterable[tuple[int, int]]) -> str:
    """Parts (start, end) of a page under its marker, in order, with a mark where text is left out."""
    lines, at = [marker(page)], 0
    for start, end in parts:
        if page.text[at:start].strip():
            lines.append(GAP)
        lines.append(f"{page.text[start:end]}\n")
        at = end
    if page.text[at:].strip():
        lines.append(GAP)
    return "".join(lines)


def marker(page: Page) -> str:
    """The line that a page begins with."""
    return f"[p. {_label(page)}]\n"


def picture_label(page: Page, name: str = "", number: int = 0) -> str:
    """How a picture is called: its page, what it shows, and the document's number where there are several."""
    said = _one_line(name).replace("[", "(").replace("]", ")")
    return ", ".join(filter(None, (f"p. {_label(page)}", said, f"document {number}" if number else "")))


def picture_line(label: str) -> str:
    """The line that stands before a picture."""
    return f"[{label}]\n"


def pictured(labels: Sequence[str]) -> str:
    """The block before a question that pictures come with: how to use them."""
    many = len(labels) != 1
    return (
        f"The picture{'s' if many else ''} above {'are' if many else 'is'} of {_several(labels)}. "
        f"{'They belong' if many else 'It belongs'} to the documents: read {'them' if many else 'it'}, too, and "
        "after what you take from a picture put the label of its page, such as [p. 12].\n"
    )


def about(places: Sequence[str]) -> str:
    """The block before a question about certain pages or parts of pages."""
    return f"The question is about {_several(places)}.\n"


def _several(names: Sequence[str]) -> str:
    known = list(dict.fromkeys(names))
    if len(known) > _MOST_RANGES:
        return f"{', '.join(known[:_MOST_RANGES])} and {len(known) - _MOST_RANGES} more"
    return ", ".join(known)


def _label(page: Page) -> str:
    return _one_line(page.label).replace("[", "(").replace("]", ")") or str(page.index + 1)


def asked(question: str) -> str:
    """A question as a user message, or as the end of the first one."""
    return f"Question: {question.strip()}"


def turn_of(turn: Turn) -> tuple[str, str] | None:
    """A turn as (question, answer); None when nothing was answered, since roles must alternate."""
    answer = turn.answer.text.strip()
    return (turn.question, answer) if answer else None


def _listed(document: Document, pages: Sequence[int]) -> str:
    labels = [""] * len(document.pages)
    for page in pages:  # no others are looked at
        labels[page] = _one_line(document.pages[page].label)
    ranges = page_ranges(pages, labels).split(", ")
    if len(ranges) <= _MOST_RANGES:
        return ", ".join(ranges)
    return f"{', '.join(ranges[:_MOST_RANGES])} and more"


def _one_line(text: str) -> str:
    name = " ".join(text.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
