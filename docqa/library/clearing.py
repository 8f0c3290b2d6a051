"""What docqa keeps on this computer, how much it is, and taking it away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from docqa.library.pagesearch import search_path
from docqa.library.paths import file_error, home
from docqa.library.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept: sessions and documents by number, the rest in bytes.

    `copies` are the documents' files, `caches` what can be made again from them: pages as read, vectors, the
    search index, notes of deep reads.
    """

    sessions: int
    documents: int
    copies: int
    caches: int


def kept(store: Store, folder: Path | None = None) -> Kept:
    """What lies in docqa's home (`folder`). Raises StoreError."""
    folder = folder or home()
    copies, caches = 0, 0
    for path in _files(folder / "files"):
        if path.suffix in (".pages", ".vectors") or path.name.count(".") > 1:
            caches += _size(path)
        else:
            copies += _size(path)
    caches += sum(map(_size, _files(folder / "reading"))) + _size(search_path(folder))
    return Kept(len(store.sessions()), len(store.recent_documents(1_000_000)), copies, caches)


def erase(store: Store, folder: Path | None = None) -> None:
    """Take away all sessions, all copies of documents and everything made from them, for good.

    Settings and keys stay, as do the person's own files. Raises StoreError when something cannot be removed.
    """
    folder = folder or home()
    store.erase_everything()
    try:
        with suppress(FileNotFoundError):
            rmtree(folder / "reading")
    except OSError as error:
        raise file_error("remove", folder / "reading", error) from error


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
