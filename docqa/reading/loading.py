"""From a file to a Document: fingerprint, format, pages read in the worker, title, labels and outline."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path

from docqa.domain import Document, OutlineEntry, Progress
from docqa.reading import normalise, worker
from docqa.reading.files import fingerprint, shown_name, unreadable
from docqa.reading.formats import recognise
from docqa.reading.sharing import Sharing
from docqa.reading.worker import WorkerFailure


def load(path: Path, *, password: str | None = None) -> Generator[Progress, None, Document]:
    """Read the file at `path`; yields progress, and the pages with it as they come (PagesRead); returns the
    Document. Close the generator to cancel.

    A page that can't be read becomes a Page with source NONE and a problem. Raises LoadError where the file as a
    whole can't be read, PasswordNeeded and WrongPassword (both kin of it) where it is locked.
    """
    path = Path(path)
    shown = shown_name(path)
    identity = yield from fingerprint(path, shown)
    try:
        form = recognise(path, shown)
    except OSError as error:
        raise unreadable(shown, error) from error
    reader = Sharing(path, form, shown, password)
    try:
        header = yield from reader.open()
        labels = header["labels"] or [""] * int(header["pages"])
        pages = yield from reader.pages([str(label).strip() for label in labels])
    except WorkerFailure as failure:
        raise worker.failed(shown, failure) from failure
    finally:
        reader.close()
    return Document(
        id=identity,
        title=title_of(str(header["title"]), path),
        kind=form.kind,
        pages=pages,
        outline=tuple(OutlineEntry(int(level), str(title), int(page)) for level, title, page in header["outline"]),
    )


_MADE_UP = re.compile(
    r"(?:microsoft (?:word|powerpoint)|powerpoint presentation|adobe photoshop pdf|untitled|unknown|none|title"
    r"|(?:document|presentation|slide)\s*\d*"
    r"|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|fm|rtf|odt|txt|html?|ps|eps|cdr|ai|jpe?g|png|tiff?))"
    r"(?:\s*-.*)?",
    re.IGNORECASE,
)


def title_of(title: str, path: Path) -> str:
    """The metadata's title where a person wrote it, else the file's name."""
    title = " ".join(normalise.word(part) for part in title.split()).strip()
    letters = sum(character.isalpha() for character in title)
    meaningful = letters >= 3 and "\ufffd" not in title and not _MADE_UP.fullmatch(title)
    return title[:300] if meaningful else shown_name(Path(path.stem)) or shown_name(path)
