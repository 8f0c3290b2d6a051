"""The files a library keeps for its documents: a copy by content hash, and the parsed pages beside it."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from docqa.domain import Document
from docqa.errors import SessionFileError, StoreError
from docqa.library import parsed
from docqa.library.paths import file_error, make_folder, replacing, sweep, write_file
from docqa.library.recognised import forget_recognised
from docqa.library.vectors import forget_vectors, pages_path

_FICLONE = 0x40049409  # linux/fs.h: share a file's blocks until either side changes
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class Stamp(NamedTuple):
    """What tells cheaply that a file is the one last seen: bytes, and time of change in ns."""

    size: int
    mtime: int


class Files:
    """The folder `folder`: ``<sha256><suffix>`` copies, ``<sha256>.pages`` parsed texts, vectors beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)
        sweep(folder)

    def keep(self, source: Path, document: str, suffix: str) -> Stamp:
        """Keep a copy of `source`, whose bytes must have the sha256 `document`; returns what it looked like.

        Copies to a temporary name (sharing blocks where the file system can) and hashes the copy, so that what was
        verified is what is kept. Raises StoreError when the file is gone, changed meanwhile, or the disk is full.
        """
        stamp = stamp_of(source)
        if self.copy(document, suffix, stamp.size):
            if hash_of(source) != document:
                raise _changed(source)
        else:
            with replacing(self._copy(document, suffix)) as file:
                _clone(source, file)
                file.seek(0)
                if hashlib.file_digest(file, "sha256").hexdigest() != document:
                    raise _changed(source)
        if stamp_of(source) != stamp:
            raise _changed(source)
        return stamp

    def keep_bytes(self, source: IO[bytes], document: str, suffix: str, size: int) -> None:
        """Keep the next `size` bytes of `source`, which must have the sha256 `document`. Raises StoreError."""
        digest = hashlib.sha256()
        with replacing(self._copy(document, suffix)) as file:
            left = size
            while left and (piece := source.read(min(left, 1 << 20))):
                left -= len(piece)
                digest.update(piece)
                file.write(piece)
            if left or digest.hexdigest() != document:
                message = "A document in the session file is damaged: its bytes are not those its name promises."
                raise SessionFileError(message, "Ask for the file again.")

    def copy(self, document: str, suffix: str, size: int | None) -> Path | None:
        """Our copy of a document, if it is there with its full `size` in bytes."""
        path = self._copy(document, suffix)
        with suppress(OSError):
            if path.is_file() and path.stat().st_size == size:
                return path
        return None

    def keep_parsed(self, document: Document, reader_version: int) -> None:
        """Keep a document's pages. Raises StoreError."""
        write_file(self._parsed(document.id), parsed.pack(document, reader_version))

    def parsed(self, document: str, reader_version: int | None) -> Document | None:
        """A document's pages as `reader_version` (None: any) read them; None when they must be read anew."""
        try:
            data = self._parsed(document).read_bytes()
        except OSError:
            return None
        return parsed.unpack(data, document, reader_version)

    def forget_parsed(self, document: str) -> None:
        """Remove a document's parsed pages and what was computed from them. Raises StoreError."""
        _remove(self._parsed(document))
        forget_vectors(self.folder, document)
        forget_recognised(self.folder, document)

    def forget(self, document: str, suffix: str) -> None:
        """Remove all that is kept of a document. Raises StoreError."""
        self.forget_parsed(document)
        _remove(self._copy(document, suffix))

    def _copy(self, document: str, suffix: str) -> Path:
        return self.folder / f"{document}{suffix}"

    def _parsed(self, document: str) -> Path:
        return pages_path(self.folder, document)


def stamp_of(path: Path) -> Stamp:
    """Size and time of change of the file at `path`. Raises StoreError."""
    try:
        status = path.stat()
    except OSError as error:
        raise file_error("read", path, error) from error
    return Stamp(status.st_size, status.st_mtime_ns)


def hash_of(path: Path) -> str:
    """The sha256 of the file at `path`, in hex. Raises StoreError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise file_error("read", path, error) from error


def kept_suffix(path: Path) -> str:
    """The suffix a copy of `path` gets: a short plain one, or none."""
    suffix = path.suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) and suffix != ".pages" else ""


def _clone(source: Path, target: IO[bytes]) -> None:
    """Copy `source` into `target`, sharing blocks on file systems that can (btrfs, XFS)."""
    try:
        with source.open("rb") as file:
            if sys.platform == "linux":
                import fcntl

                with suppress(OSError):
                    fcntl.ioctl(target.fileno(), _FICLONE, file.fileno())
                    return
            shutil.copyfileobj(file, target, 1 << 20)
    except OSError as error:
        raise file_error("copy", source, error) from error


def _changed(path: Path) -> StoreError:
    return StoreError(f"{path} changed while docqa was reading it.", "Open it again to read it as it is now.")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise file_error("remove", path, error) from error
