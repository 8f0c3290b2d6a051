"""Pictures of pages read once: what was read before comes from the library, the rest is read and kept."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from docqa.domain import Document, Page, Progress
from docqa.library import RecognisedFiles
from docqa.reading import RECOGNITION_VERSION, Recognised, read_pictures, recognise, unread_pictures

_KEEP_EVERY = 20.0  # seconds of reading that a kill may lose

ReadingEvent = Progress | Recognised


def languages_of(
    document: str,
    said: Sequence[str] | None = None,
    usual: Sequence[str] = (),
    files: RecognisedFiles | None = None,
) -> tuple[str, ...]:
    """What the pictures of the document with this id are written in; none: it is guessed.

    What is `said` now is remembered for the document; else what was said of it before counts, else the `usual`.
    """
    kept = files or RecognisedFiles(RECOGNITION_VERSION)
    if said is not None:
        kept.choose(document, said)
        return tuple(said)
    before = kept.chosen(document)
    return tuple(usual) if before is None else before


def read_as_pictures(
    path: Path,
    document: Document,
    languages: Sequence[str] = (),
    password: str | None = None,
    *,
    again: bool = False,
    files: RecognisedFiles | None = None,
) -> Generator[ReadingEvent, None, Document]:
    """`document` with its pictures of pages read, as `docqa.reading.recognise` does it, but each page only once.

    `again`: also those that were read before, in other languages. Nothing is kept of a document that a password
    opened. Closed midway, what was read until then is kept. Raises LoadError and kin.
    """
    wanted = set(unread_pictures(document)) | (set(read_pictures(document)) if again else set())
    if not wanted:
        return document
    kept = files or RecognisedFiles(RECOGNITION_VERSION)
    known, tried = kept.load(document.id, languages) if password is None else ({}, frozenset())
    document = _with(document, [known[page] for page in wanted & tried])
    for page in sorted(wanted & tried):
        yield Recognised(document.pages[page])
    left = sorted(wanted - tried)
    if not left:
        return document
    done, since = set(tried), time.monotonic()
    work = recognise(path, document, languages, password, pages=left)
    fresh = False
    try:
        while True:
            try:
                event = next(work)
            except StopIteration:
                return document
            if isinstance(event, Recognised):
                document = _with(document, [event.page])
                done.add(event.page.index)
                fresh = True
                if password is None and time.monotonic() - since > _KEEP_EVERY:
                    kept.keep(document, languages, done)
                    fresh, since = False, time.monotonic()
            yield event
    finally:
        work.close()
        if fresh and password is None:
            kept.keep(document, languages, done)


def _with(document: Document, pages: Iterable[Page]) -> Document:
    """`document` with these pages in place of its own; labels and hidden words stay its own."""
    new = {page.index: page for page in pages}
    if not new:
        return document
    merged = (
        replace(new[page.index], label=page.label, hidden=page.hidden, kind=page.kind)
        if page.index in new
        else page
        for page in document.pages
    )
    return replace(document, pages=tuple(merged))
