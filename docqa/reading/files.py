"""The file itself: its fingerprint, its name made safe to show, and why it can't be opened."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Generator
from pathlib import Path

from docqa.domain import Progress
from docqa.errors import LoadError

_CHUNK = 4 << 20


def shown_name(path: Path) -> str:
    """The file's name without characters that could turn, hide or break the sentence it is shown in."""
    name = "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} else "�" for c in path.name)
    return name if len(name) <= 120 else f"{name[:80]}…{name[-30:]}"


def fingerprint(path: Path, shown: str) -> Generator[Progress, None, str]:
    """The sha256 of the file's bytes in hex; yields as it reads. Raises LoadError if there are none."""
    try:
        if path.is_dir():
            raise LoadError(f"“{shown}” is a folder.", "Open the files in it instead.")
        if not path.is_file():
            # Devices and pipes have no end; exists() tells them from what is gone.
            if path.exists():
                raise LoadError(f"“{shown}” is not a file.", "Open a document file.")
            raise LoadError(
                f"“{shown}” is not there.", "It may have been moved or deleted: look for it and open it again."
            )
        total = path.stat().st_size
        if total == 0:
            raise LoadError(
                f"“{shown}” is empty: it holds no bytes at all.", "Get the file anew and open it again."
            )
        digest, done = hashlib.sha256(), 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                yield Progress(done, total, "Looking at the file")
    except OSError as error:
        raise unreadable(shown, error) from error
    return digest.hexdigest()


def unreadable(shown: str, error: OSError) -> LoadError:
    """The operating system's refusal in our words."""
    if isinstance(error, FileNotFoundError):
        return LoadError(
            f"“{shown}” is gone.", "It may have been moved or deleted: look for it and open it again."
        )
    if isinstance(error, PermissionError):
        return LoadError(
            f"You have no permission to read “{shown}”.", "Change its permissions, or copy it and open the copy."
        )
    return LoadError(
        f"“{shown}” can't be read: {error.strerror or error}.", "Copy it to another place and open the copy."
    )
