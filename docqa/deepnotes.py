"""Notes as an engine writes them in a deep read: taken apart, and each held against the documents at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docqa.domain import ClaimKind, Document, Note, NoteState, PackingOptions, Status
from docqa.grounding import ground
from docqa.packing.notes import Noted, split_note

_BULLET = re.compile(r"[ \t]*(?:[-*+•–—]|\d{1,3}[.)])[ \t]+")
_GOES_ON = re.compile(r"[ \t]+\S|>")  # a line that belongs to the note above it
_NOTHING = re.compile(r"[\W_]*(?:nothing[ _]here|not[ _-]found)\b[\W_]*", re.IGNORECASE)
_UNNAMED = re.compile(r"\[p\. ?([^],]+)\]")  # a page without its document
_BRACKETS = str.maketrans("[]()", "    ")
_MARKS = set('"“”„«»「」『』״')


def notes_in(said: str, documents: Sequence[Document], *, cut: bool = False) -> list[Note]:
    """The notes of what an engine said. `cut`: it was cut off, so that its last line is no whole note.

    A line that only introduces others ("Notes:") is none; nor is anything said around "[nothing here]" that quotes
    nothing.
    """
    nothing = _NOTHING.match(said) is not None
    lines = _lines(said)
    if cut and lines and not said.endswith("\n"):
        lines.pop()
    notes = []
    for line, bullet in lines:
        if _NOTHING.fullmatch(line):
            continue
        note = looked_up(line, documents)
        if note.state is NoteState.UNQUOTED and (
            nothing or (not bullet and line.rstrip("* ").endswith((":", "：")))
        ):
            continue
        notes.append(note)
    return notes


def as_noted(note: Note, documents: Sequence[Document], options: PackingOptions) -> list[Noted]:
    """The note for the next window, with what was found out about it; nothing if its quotes are not there."""
    if note.state is NoteState.MISSING:
        return []
    text = note.text
    quotes = [check for check in note.checks if check.kind is ClaimKind.QUOTE]
    titles = {document.id: document for document in documents}
    for check in quotes:
        if check.status is Status.ELSEWHERE:
            labels = dict.fromkeys(titles[at.document].label(at.span.page) for at in check.places)
            text += f" (“{_short(check.text)}” is on {' and '.join(f'[p. {label}]' for label in labels)})"
        elif check.status is Status.MISSING:
            text += f" (not found: “{_short(check.text)}”)"
    if note.state is NoteState.UNQUOTED:
        text += " (no quote found)"
    if len(documents) > 1:
        names = {titles[citation.place.document].title for citation in note.citations}
        if len(names) == 1:
            name = " ".join(names.pop().translate(_BRACKETS).split())
            text = _UNNAMED.sub(lambda page: f"[p. {page[1]}, {name}]", text)
    places = tuple(dict.fromkeys(citation.place for citation in note.citations))
    return [Noted(piece, places if not i else ()) for i, piece in enumerate(split_note(text, options))]


def looked_up(text: str, documents: Sequence[Document]) -> Note:
    """What an engine noted, with its quotes looked for in the documents."""
    found = ground(text, documents)
    quotes = [check for check in found.checks if check.kind is ClaimKind.QUOTE]
    missing = sum(check.status is Status.MISSING for check in quotes)
    if not quotes:
        state = NoteState.UNQUOTED
    elif not missing:
        state = NoteState.FOUND
    else:
        state = NoteState.MISSING if missing == len(quotes) else NoteState.PARTLY
    return Note(found.text, state, found.checks, found.citations)


def _lines(said: str) -> list[tuple[str, bool]]:
    """One text a note, without its bullet, and whether it had one; lines that belong together are joined."""
    found: list[tuple[str, bool]] = []
    apart = False  # an empty line stands before
    for line in said.splitlines():
        bullet = _BULLET.match(line)
        words = " ".join((line[bullet.end() :] if bullet else line).split())
        if words.startswith(">"):
            words = words.lstrip("> ")
            words = words if not words or set(words) & _MARKS else f"“{words}”"
        if not words:
            apart = True
            continue
        if found and not bullet and (line.startswith("[p.") or (not apart and _GOES_ON.match(line))):
            found[-1] = (f"{found[-1][0]} {words}", found[-1][1])
        else:
            found.append((words, bullet is not None))
        apart = False
    return found


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
