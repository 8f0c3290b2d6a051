"""Everything that can go wrong, in one tree: what happened, and what the person can do next.

Raised where the cause is known; turned into words shown to a person in `desk/messages.py` and `cli` only.
An exception outside this tree is a bug. Cancelling is not an error and is not in this tree.
"""

from __future__ import annotations


class DocqaError(Exception):
    """Something a person can act on.

    `message` says what happened in one sentence; `hint` says what to do next (may be empty).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[DocqaError], tuple[str, str]]:
        # Errors cross the worker's pipe: rebuild them from their two sentences.
        return type(self), (self.message, self.hint)


class LoadError(DocqaError):
    """A file could not be read as a document."""


class PasswordNeeded(LoadError):
    """The file is encrypted and no password was given."""


class WrongPassword(PasswordNeeded):
    """The file is encrypted and the password given does not open it."""


class PackError(DocqaError):
    """The question and its rules alone do not fit the window."""


class EngineError(DocqaError):
    """The chosen engine did not give an answer."""


class KeyMissing(EngineError):
    """The endpoint asks for a key and none is stored."""


class KeyRejected(EngineError):
    """The endpoint refused the key."""


class Unreachable(EngineError):
    """No connection to the endpoint, or it stopped answering."""


class RateLimited(EngineError):
    """The endpoint asked us to slow down, or the account has no quota left."""


class ContextTooLong(EngineError):
    """The endpoint says that what was sent is longer than its model reads."""


class ContentRefused(EngineError):
    """The endpoint's content policy refused the question or the answer."""


class ModelNotFound(EngineError):
    """The endpoint does not know the model."""


class NoVision(EngineError):
    """The model reads no pictures and was sent some."""


class StoreError(DocqaError):
    """The library on disk could not be read or written."""


class NewerSchema(StoreError):
    """The library or a session file was written by a newer docqa."""


class SessionFileError(DocqaError):
    """A portable session file is damaged or is none."""


class SecretsUnavailable(DocqaError):
    """No system keyring is at hand to keep a key in."""
