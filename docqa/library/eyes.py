"""Which models were found to read pictures, and which to refuse them, in ``eyes.json`` in docqa's home.

A model's name does not always tell, and a server may run a model without its eyes. What a server answered is kept
by address and model. It can be learnt anew at any time, so a file that cannot be read is no loss.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from docqa.library.paths import home, write_file


class Eyes:
    """What is known about models' eyes; without a path, for this run only. Safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = Lock()
        self._known = _read(path) if path else {}

    @classmethod
    def load(cls) -> Eyes:
        """What is kept in docqa's home."""
        return cls(home() / "eyes.json")

    def of(self, base_url: str, model: str) -> bool | None:
        """Whether this model there was found to read pictures; None while nothing is known."""
        with self._lock:
            return self._known.get(_name(base_url, model))

    def learn(self, base_url: str, model: str, sees: bool) -> None:
        """Take in what a server answered to pictures. Raises StoreError if it can't be kept."""
        with self._lock:
            if self._known.get(_name(base_url, model)) is sees:
                return
            self._known[_name(base_url, model)] = sees
            if self._path is not None:
                written = json.dumps({"models": self._known}, indent=1, sort_keys=True)
                write_file(self._path, written.encode() + b"\n")


def _name(base_url: str, model: str) -> str:
    return f"{base_url.rstrip('/')} {model}"


def _read(path: Path) -> dict[str, bool]:
    read: Any = None
    with suppress(OSError, ValueError, RecursionError):
        read = json.loads(path.read_bytes())
    models = read.get("models") if isinstance(read, dict) else None
    known = models.items() if isinstance(models, dict) else ()
    return {str(name): sees for name, sees in known if type(sees) is bool}
