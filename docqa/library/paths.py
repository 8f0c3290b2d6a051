"""Where docqa keeps its things, and how files are written: to a temporary name, then renamed."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

from docqa.errors import StoreError

_TEMPORARY = ".docqa-"
_STALE = 24 * 3600.0  # seconds after which a temporary file belongs to no living process


def home() -> Path:
    """The folder of all of docqa's data: `DOCQA_HOME`, or the platform's folder for an application's data."""
    moved = os.environ.get("DOCQA_HOME")
    if moved:
        return Path(moved).expanduser().absolute()
    import platformdirs  # whoever moved it needs none

    return Path(platformdirs.user_data_dir("docqa", appauthor=False))


def library_path() -> Path:
    """Where the library's database is."""
    return home() / "library.db"


def file_error(doing: str, path: Path, error: OSError) -> StoreError:
    """`error`, met while `doing` something (as in "write") with `path`, as a StoreError that says what to do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            why, hint = "the disk is full", "Free some space there and try again. Nothing that was saved is lost."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            why = "it is not allowed"
            hint = f"Check the permissions of {path.parent}, or choose another folder (DOCQA_HOME moves docqa's)."
        case errno.ENOENT:
            why, hint = "it is not there", "Check whether it was moved or its drive taken out."
        case errno.ENOTDIR | errno.EEXIST:
            why, hint = f"{path.parent} is not a folder", "Rename the file that stands in the way."
        case _:
            why, hint = error.strerror or "the system gave no reason", "Check the drive and try again."
    return StoreError(f"Could not {doing} “{path}”: {why}.", hint)


def make_folder(path: Path) -> None:
    """Make `path` and its parents, readable by this person alone. Raises StoreError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise file_error("make the folder", path, error) from error


def make_private(path: Path) -> None:
    """Make an empty file at `path`, readable by this person alone, unless there is one. Raises StoreError."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise file_error("write", path, error) from error


@contextmanager
def replacing(path: Path, *, private: bool = True) -> Iterator[BufferedRandom]:
    """A file to write that becomes `path` when the block ends well, and leaves `path` alone when it does not.

    `private` files are readable by this person alone. Raises StoreError for what the disk refuses.
    """
    temporary = path.parent / f"{_TEMPORARY}{os.urandom(8).hex()}.tmp"
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600 if private else 0o666)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise file_error("write", path, error) from error


def write_file(path: Path, data: bytes, *, private: bool = True) -> None:
    """Replace `path` with `data`, whole or not at all, making its folder. Raises StoreError."""
    make_folder(path.parent)
    with replacing(path, private=private) as file:
        file.write(data)


def sweep(folder: Path) -> None:
    """Remove temporary files that a killed process left in `folder` over a day ago."""
    with suppress(OSError):
        for left in folder.glob(f"{_TEMPORARY}*.tmp"):
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink(missing_ok=True)
