"""Keys of endpoints, in the system's keyring and nowhere else. Where there is none: in memory, for this run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from docqa.errors import SecretsUnavailable

T = TypeVar("T")

SERVICE = "docqa"
_HINT = "Unlock or start the system's keyring and try again."


class Secrets:
    """The keys, by the base URL of their endpoint (written with or without a slash at its end).

    A keyring may ask the person to unlock it, and is looked for at the first use: every call may take up to
    `patience` seconds, so make them off the GUI thread. Never prints or logs a key.
    """

    def __init__(self, patience: float = 60.0) -> None:
        self._patience = patience
        self._for_this_run: dict[str, str] = {}
        self._problem = ""

    def __repr__(self) -> str:
        return "<Secrets>"

    @cached_property
    def _backend(self) -> Any:
        """The keyring, or None; `_problem` then says why."""
        try:
            backend = self._ask(_find)
        except SecretsUnavailable as error:
            self._problem = error.message
            return None
        if _is_useless(backend):
            self._problem = "This system has no keyring that docqa can use."
            return None
        return backend

    @property
    def available(self) -> bool:
        """Whether there is a keyring to keep keys in."""
        return self._backend is not None

    @property
    def backend(self) -> str:
        """The keyring's own name, or why there is none."""
        return str(self._backend.name) if self._backend is not None else self._problem

    @property
    def notice(self) -> str:
        """What the person must know about how keys are kept; empty when the keyring keeps them."""
        if self._backend is None:
            return f"{self._problem} Keys are kept in memory and forgotten when docqa closes."
        if "plaintext" in self.backend.lower():
            return f"The keyring {self.backend} keeps keys in a file that is not encrypted."
        return ""

    def get(self, base_url: str) -> str | None:
        """The key for an endpoint, None if none is kept. Raises SecretsUnavailable while the keyring is locked."""
        name = _name(base_url)
        if self._backend is None or name in self._for_this_run:
            return self._for_this_run.get(name)
        key: str | None = self._ask(lambda: self._backend.get_password(SERVICE, name))
        return key or None

    def set(self, base_url: str, key: str) -> None:
        """Keep a key. Raises SecretsUnavailable when the keyring refuses; the key then serves for this run."""
        name = _name(base_url)
        if self._backend is None:
            self._for_this_run[name] = key
            return
        try:
            self._ask(lambda: self._backend.set_password(SERVICE, name, key))
        except SecretsUnavailable as error:
            self._for_this_run[name] = key
            hint = f"{error.hint} Until then the key is kept in memory for this run."
            raise SecretsUnavailable(error.message, hint) from error.__cause__
        self._for_this_run.pop(name, None)

    def delete(self, base_url: str) -> None:
        """Forget a key. Harmless when there is none. Raises SecretsUnavailable while the keyring is locked."""
        name = _name(base_url)
        self._for_this_run.pop(name, None)
        if self._backend is not None and self.get(base_url) is not None:
            self._ask(lambda: self._backend.delete_password(SERVICE, name))

    def _ask(self, question: Callable[[], T]) -> T:
        """What the keyring answers. It may hang on a dialogue or a dead service, so it is asked on a thread."""
        answers: list[T] = []
        failures: list[Exception] = []

        def ask() -> None:
            try:
                answers.append(question())
            except Exception as error:  # backends raise their own libraries' errors, too
                failures.append(error)

        thread = threading.Thread(target=ask, name="keyring", daemon=True)
        thread.start()
        thread.join(self._patience)
        if answers:
            return answers[0]
        if failures:
            raise _told(failures[0])
        raise SecretsUnavailable(f"The system's keyring gave no answer for {self._patience:.0f} seconds.", _HINT)


def _find() -> Any:
    import keyring  # takes its time, and so stays on the thread that asks

    return keyring.get_keyring()


def _told(error: Exception) -> SecretsUnavailable:
    """A backend's error in words. Its own text is left out: it may quote what was asked to be kept."""
    from keyring.errors import KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

    match error:
        case KeyringLocked():
            message = "The system's keyring is locked."
        case NoKeyringError():
            message = "This system has no keyring that docqa can use."
        case PasswordDeleteError():
            message = "The system's keyring did not delete the key."
        case KeyringError():
            message = "The system's keyring refused."
        case ImportError() | ValueError() | AttributeError():
            message = "The keyring that is configured for Python does not load."
        case _:
            message = f"The system's keyring failed ({type(error).__name__})."
    return SecretsUnavailable(message, _HINT)


def _is_useless(backend: Any) -> bool:
    from keyring.backends import chainer, fail, null

    if isinstance(backend, chainer.ChainerBackend):
        return all(map(_is_useless, backend.backends))
    return isinstance(backend, (fail.Keyring, null.Keyring))


def _name(base_url: str) -> str:
    """One name for one endpoint, however its address is written."""
    parts = urlsplit(base_url.strip())
    if not parts.netloc:
        return base_url.strip()
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))
