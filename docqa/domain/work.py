"""How long work reports and stops: a generator yields Progress and looks at a CancelToken at each yield."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from docqa.domain.document import Page


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: `done` of `total` steps (total 0 while unknown), and what it is doing."""

    done: int
    total: int
    doing: str


@dataclass(frozen=True, slots=True)
class PagesRead(Progress):
    """Progress of reading a file, with pages that were read since the last report: in any order, each once.

    Whoever wants to work on them need not wait for the rest.
    """

    pages: tuple[Page, ...] = ()


class Cancelled(Exception):
    """The person stopped the work. Never shown as an error."""


class CancelToken:
    """A switch that one side throws and the other side looks at. Safe across threads."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; runs what `on_cancel` was given, once, on the calling thread."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            callback()

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Call `callback` when the work is cancelled (at once if it already is), as for closing a stream."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def check(self) -> None:
        """Raise Cancelled if the work should stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Sleep up to `seconds`, less if cancelled meanwhile. Returns whether it was cancelled."""
        return self._event.wait(seconds)


T = TypeVar("T")
E = TypeVar("E")
F = TypeVar("F")


def passed_on(work: Generator[E, None, T], change: Callable[[E], F | None]) -> Generator[F, None, T]:
    """Go through `work`, yield what `change` makes of each event unless that is None, and return its result."""
    try:
        while True:
            try:
                event = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            if (changed := change(event)) is not None:
                yield changed
    finally:
        work.close()


def finish(work: Generator[Progress, None, T]) -> T:
    """Run `work` to its end without showing its progress and return its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
