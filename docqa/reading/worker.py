"""docqa's side of the worker process: start it, talk to it with a time limit, and end it whatever it is doing."""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, BinaryIO, cast

from docqa.domain import Progress
from docqa.errors import LoadError, PasswordNeeded, WrongPassword
from docqa.reading import wire
from docqa.reading.files import unreadable
from docqa.reading.formats import Format

MEMORY_LIMIT = 4 << 30  # bytes of address space, where the system can limit it
TIRED = 600 << 20  # a worker whose peak memory was above this is not used again
START_SECONDS = 60.0
OPEN_SECONDS = 15.0
LAYOUT_SECONDS = 120.0  # books and web pages are laid out whole when they are opened
PAGE_SECONDS = 15.0
COMMAND = ("-m", "docqa.reading.process")
_GRACE = 5.0  # the worker's own watchdog fires this much later than ours
_POLL = 0.1
_KEPT = 2  # idle workers: a long file is read by two

_ERRORS: dict[str, type[LoadError]] = {kind.__name__: kind for kind in (LoadError, PasswordNeeded, WrongPassword)}

Message = tuple[wire.Header, bytes]


class WorkerFailure(Exception):
    """The worker crashed, hung or ran out of memory; `why` says which, in words that fit behind "because"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Worker:
    """One worker process. Used by one thread at a time."""

    def __init__(self) -> None:
        environment = os.environ.copy()
        root = str(Path(__file__).resolve().parents[2])
        paths = [root, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
        self._process = subprocess.Popen(
            [sys.executable, *COMMAND, str(MEMORY_LIMIT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="reading-worker", daemon=True)
        self._reader.start()
        self._ready = False
        self.busy = False

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def waiting(self) -> bool:
        """Whether a message has come that `answer` gives at once."""
        return not self._messages.empty()

    def _read(self) -> None:
        stream = cast("BinaryIO", self._process.stdout)
        with contextlib.suppress(EOFError, wire.BrokenWire, OSError, ValueError):
            while True:
                self._messages.put(wire.receive(stream))
        self._messages.put(None)

    def ask(self, do: str, seconds: float, **request: Any) -> None:
        """Send a request whose answers `answer` will give. `seconds`: how long the worker may be silent."""
        self.busy = True
        try:
            wire.send(cast("BinaryIO", self._process.stdin), {"do": do, "seconds": seconds + _GRACE, **request})
        except (OSError, ValueError) as error:
            raise WorkerFailure("the program that reads files stopped") from error

    def answer(self, seconds: float, shown: str, doing: str = "") -> Generator[Progress, None, Message]:
        """The next message; yields now and then while it waits, so that the caller can give up.

        Raises WorkerFailure when there is none within `seconds`, and the LoadError that the worker reports.
        """
        patience = seconds if self._ready else seconds + START_SECONDS
        until = time.monotonic() + patience
        while True:
            try:
                message = self._messages.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() > until:
                    raise WorkerFailure("it took too long") from None
                yield Progress(0, 0, doing)
                continue
            if message is None:
                raise WorkerFailure("it made the program that reads files crash")
            header, blob = message
            if "ready" in header:
                self._ready = True
                until = time.monotonic() + seconds
                continue
            if "error" in header:
                self.busy = header["error"] == "memory"  # one that ran out is not used again
                _raise(header, shown)
            return header, blob

    def kill(self) -> None:
        """End the process at once and free what belongs to it. May be called twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _raise(header: wire.Header, shown: str) -> None:
    kind = header["error"]
    if kind == "memory":
        raise WorkerFailure("it needs more memory than is safe")
    if kind == "os":
        number = int(header["number"])
        raise unreadable(shown, OSError(number, os.strerror(number)))
    raise _ERRORS.get(kind, LoadError)(str(header["message"]), str(header["hint"]))


_idle: list[Worker] = []
_lock = threading.Lock()


def take() -> Worker:
    """An idle worker, or a new one."""
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.alive:
                return worker
            worker.kill()
    return Worker()


def give_back(worker: Worker, shown: str) -> None:
    """Keep a worker that finished its job for the next file; end one in the middle of a job, or grown large."""
    if not worker.busy and worker.alive:
        try:
            worker.ask("close", OPEN_SECONDS)
            header, _ = _finish(worker.answer(OPEN_SECONDS, shown))
            worker.busy = False
        except (WorkerFailure, LoadError):
            worker.kill()
            return
        if header.get("memory", 0) <= TIRED:
            with _lock:
                if len(_idle) < _KEPT:
                    _idle.append(worker)
                    return
    worker.kill()


def _finish(waiting: Generator[Progress, None, Message]) -> Message:
    while True:
        try:
            next(waiting)
        except StopIteration as end:
            message: Message = end.value
            return message


def warm_up() -> None:
    """Start the workers ahead of the first file, so that opening it need not wait for them."""
    with _lock:
        while len(_idle) < _KEPT:
            _idle.append(Worker())


@atexit.register
def _end_idle() -> None:
    with _lock:
        while _idle:
            _idle.pop().kill()


def open_in(
    worker: Worker, path: Path, form: Format, shown: str, password: str | None
) -> Generator[Progress, None, wire.Header]:
    """Open the file in the worker; returns its page count, title, labels and outline.

    Raises LoadError and kin, WorkerFailure when the file takes the worker down.
    """
    seconds = ask_to_open(worker, path, form, shown, password)
    doing = "Laying out the pages" if form.flowing else "Opening the file"
    header, _ = yield from worker.answer(seconds, shown, doing)
    worker.busy = False
    return header


def ask_to_open(worker: Worker, path: Path, form: Format, shown: str, password: str | None) -> float:
    """Send the request that `open_in` waits for; returns how many seconds it may take."""
    seconds = LAYOUT_SECONDS if form.flowing else OPEN_SECONDS
    worker.ask("open", seconds, path=str(path.absolute()), kind=form.kind, shown=shown, password=password)
    return seconds


def failed(shown: str, failure: WorkerFailure) -> LoadError:
    """What to tell about a file that took the worker down."""
    return LoadError(
        f"“{shown}” could not be read: {failure.why}.",
        "It may be damaged, or made to do harm. Get it anew, or open and save it in another program first.",
    )
