"""Pages that were read as pictures, kept by the document's content and the languages chosen: it takes minutes.

Layout: a line of JSON naming format, recogniser's version, document, languages and the pages tried; then the pages
as `parsed.pack` writes them, all others empty. Beside it, in JSON, the languages last chosen for the document.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from docqa.domain import Document, Page
from docqa.errors import StoreError
from docqa.library import parsed
from docqa.library.paths import file_error, home, write_file
from docqa.library.vectors import pages_path

FORMAT = 1
SUFFIX = ".recognised"
_HASH = 64  # hex digits of a document's id
_STRANGER_DAYS = 60  # how long pages of a document stay that the library does not otherwise keep


class RecognisedFiles:
    """Pages read as pictures, by document and chosen languages (none: they were guessed).

    Never to be given pages of an encrypted document: they lie here in plain. A cache raises nothing.
    """

    def __init__(self, version: int, folder: Path | None = None) -> None:
        self._folder, self._version = folder or home() / "files", version

    def load(self, document: str, languages: Sequence[str]) -> tuple[dict[int, Page], frozenset[int]]:
        """The pages kept, by index, and the indices of those that were tried, readable or not."""
        nothing: tuple[dict[int, Page], frozenset[int]] = {}, frozenset()
        try:
            first, _, data = self._path(document, languages).read_bytes().partition(b"\n")
            header = json.loads(first)
            tried = frozenset(header.pop("tried"))
            if header != self._header(document, languages):
                return nothing
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return nothing
        kept = parsed.unpack(data, document, self._version)
        if kept is None or not all(isinstance(page, int) and 0 <= page < len(kept.pages) for page in tried):
            return nothing
        return {page: kept.pages[page] for page in tried}, tried

    def keep(self, document: Document, languages: Sequence[str], tried: Collection[int]) -> None:
        """Keep the pages `tried` of `document`, whole or not at all, if the disk has room."""
        pages = tuple(
            page if page.index in tried else Page(page.index, page.label, "", page.width, page.height)
            for page in document.pages
        )
        bare = replace(document, pages=pages, outline=())
        header = {**self._header(document.id, languages), "tried": sorted(tried)}
        data = json.dumps(header).encode() + b"\n" + parsed.pack(bare, self._version)
        with suppress(StoreError):
            write_file(self._path(document.id, languages), data)
        self._forget_strangers(document.id)

    def choose(self, document: str, languages: Sequence[str]) -> None:
        """Remember what the person said a document's pictures are written in; none: it is to be guessed."""
        data = json.dumps({"languages": list(languages)}).encode()
        with suppress(StoreError):
            write_file(self._chosen_path(document), data)

    def chosen(self, document: str) -> tuple[str, ...] | None:
        """The languages chosen for a document; None where nobody chose."""
        try:
            languages = json.loads(self._chosen_path(document).read_bytes())["languages"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        if not isinstance(languages, list) or not all(isinstance(one, str) for one in languages):
            return None
        return tuple(languages)

    def _chosen_path(self, document: str) -> Path:
        return self._folder / f"{_checked(document)}.chosen{SUFFIX}"

    def _header(self, document: str, languages: Sequence[str]) -> dict[str, object]:
        return {
            "docqa recognised": FORMAT,
            "version": self._version,
            "document": document,
            "languages": list(languages),
        }

    def _path(self, document: str, languages: Sequence[str]) -> Path:
        chosen = sha256("+".join(languages).encode()).hexdigest()[:16]
        return self._folder / f"{_checked(document)}.{chosen}{SUFFIX}"

    def _forget_strangers(self, but: str) -> None:
        """Documents read on the command line alone leave their pages here for a while, not for good."""
        before = time.time() - _STRANGER_DAYS * 86_400
        for path in self._folder.glob(f"*{SUFFIX}"):
            document = path.name.partition(".")[0]
            with suppress(OSError):
                stranger = document != but and not pages_path(self._folder, document).exists()
                if stranger and path.stat().st_mtime < before:
                    path.unlink()


def _checked(document: str) -> str:
    if len(document) != _HASH or not document.isalnum():
        raise ValueError("a document is named by the sha256 of its bytes")
    return document


def forget_recognised(folder: Path, document: str) -> None:
    """Remove what was read of a document's pictures, in whatever languages. Raises StoreError."""
    for path in _of(folder, document):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise file_error("remove", path, error) from error


def _of(folder: Path, document: str) -> Iterable[Path]:
    return folder.glob(f"{document}.*{SUFFIX}")
