"""The only threading code of docqa: work runs on a pool of threads, the window hears of it on the GUI thread.

Work is a plain generator (see `docqa.domain.work`). A `Job` is a QObject that lives on the GUI thread and owns the
signals; the thread that drives the generator never touches it. The two share a mailbox, and the thread rings one
bell that lives as long as the application: so no QObject is ever destroyed on the wrong thread, and nothing is
delivered to a window that is gone.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from itertools import count
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, QThread, QTimer, Signal, SignalInstance

from docqa.domain.work import Cancelled, CancelToken

E = TypeVar("E")
T = TypeVar("T")
Work = Callable[[CancelToken], Generator[E, None, T]]

_BATCH_MS = 30  # least time between two deliveries of one job's events: faster is not seen, only paid for
_SLICE = 0.008  # seconds of delivering events before the window gets to breathe
_BACKLOG = 2_000  # events that may wait for the window before the work is made to wait
_log = logging.getLogger(__name__)


class _Ended(NamedTuple):
    """The last thing in a mailbox: the result, or what was raised (Cancelled among it)."""

    result: Any = None
    error: Exception | None = None


class _Run:
    """What the thread knows: the work, its switches and the mailbox. No QObject in it."""

    def __init__(self, work: Work[Any, Any], ring: Callable[[], None]) -> None:
        self.token = CancelToken()
        self.abandoned = threading.Event()
        self.mail: deque[Any] = deque()
        self._work: Work[Any, Any] | None = work  # kept for the GUI thread: it may be the last to hold a widget
        self._ring = ring
        self.ended = threading.Event()

    def main(self) -> None:
        """Do the work. On a thread of the pool."""
        # Nothing of the outcome stays in this frame: the GUI thread must be the last to hold it.
        self._put(self._outcome())
        self.ended.set()

    def _outcome(self) -> _Ended:
        try:
            return _Ended(result=self._drive())
        except Exception as error:
            return _Ended(error=error)
        except BaseException as error:  # a thread has nobody to hand SystemExit to; the job must end all the same
            return _Ended(error=RuntimeError(f"{type(error).__name__} inside a job"))

    def _drive(self) -> Any:
        self.token.check()
        assert self._work is not None, "a job runs once"
        work = self._work(self.token)
        try:
            while True:
                try:
                    event = next(work)
                except StopIteration as end:
                    return end.value
                if self.abandoned.is_set():
                    raise Cancelled
                self._put(event)
                while len(self.mail) > _BACKLOG and not self.abandoned.wait(_BATCH_MS / 1000):
                    pass
        finally:
            work.close()

    def release(self) -> None:
        """Let go of the work. On the GUI thread, after its end."""
        self._work = None

    def _put(self, message: Any) -> None:
        # Whoever took something from the mailbox looks again a little later, so one ring is enough until then.
        wake = not self.mail or isinstance(message, _Ended)
        self.mail.append(message)
        del message
        if wake:
            with suppress(RuntimeError):  # the application is being taken down: nobody is left to hear the bell
                self._ring()


class _Pool:
    """Threads that run one thing after the other, as many as there is work at a time.

    They are daemons, unlike those of the standard library's pools: work that hangs must not keep docqa alive.
    And they are used again, the last one first: a new thread for each picture makes the C library's memory grow.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[SimpleQueue[_Run]] = []

    def start(self, run: _Run) -> None:
        with self._lock:
            tray = self._idle.pop() if self._idle else None
        if tray is None:
            tray = SimpleQueue()
            threading.Thread(target=self._serve, args=(tray,), name="docqa-job", daemon=True).start()
        tray.put(run)

    def _serve(self, tray: SimpleQueue[_Run]) -> None:
        while True:
            tray.get().main()
            with self._lock:
                self._idle.append(tray)


_pool = _Pool()


class Job(QObject):
    """A piece of work under way. Made by `run` and `call`; lives on the GUI thread, as do its signals.

    `yielded` carries each thing the work yielded, `batched` the same in lists, at most one in 30 ms; `result` what
    it returned, `failed` what it raised; `cancelled` says that it was stopped. `done` comes last, whatever
    happened. After `cancel` only `cancelled` and `done` still come, once the work has really let go; after the
    owner is gone nothing does.
    """

    yielded = Signal(object)
    batched = Signal(object)
    result = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    done = Signal()

    def __init__(self, bell: _Bell, work: Work[Any, Any], owner: QObject) -> None:
        super().__init__()
        self._bell = bell
        self._id = bell.add(self)
        self._run = _Run(work, lambda ring=bell.rang.emit, job=self._id: ring(job))  # type: ignore[misc]
        self._delivering = False
        self._muted = False
        self._connections: list[QMetaObject.Connection] = []
        self.catches_errors = False
        self._timer = QTimer(self, singleShot=True, interval=_BATCH_MS)
        self._timer.timeout.connect(self._deliver)
        owner.destroyed.connect(self._owner_gone)

    @property
    def running(self) -> bool:
        """Whether the end of the work has not been delivered yet."""
        return self._bell.knows(self._id)

    def start(self) -> None:
        """Begin; `run` and `call` do it for you, after the callbacks are connected."""
        _pool.start(self._run)

    def tell(self, signal: SignalInstance, callback: Callable[..., object]) -> None:
        """Connect a callback until the job has ended; one that knows the job would keep it alive for ever else."""
        self._connections.append(signal.connect(callback))

    def stop(self) -> None:
        """Ask the work to come to its own end early, and take what it then returns.

        For work that keeps what it has, such as an answer that was streaming. `cancelled` comes if it had nothing.
        """
        self._run.token.cancel()

    def cancel(self) -> None:
        """Nobody wants this any more: drop what it yields and returns, and close the work at its next yield."""
        self._run.abandoned.set()
        self._run.token.cancel()

    def mute(self) -> None:
        """Cancel, and let no signal come any more."""
        self._muted = True
        self.cancel()

    def _owner_gone(self) -> None:
        self.mute()

    def mail_came(self) -> None:
        """There is something in the mailbox. On the GUI thread."""
        ended = bool(self._run.mail) and isinstance(self._run.mail[-1], _Ended)
        if ended or not self._timer.isActive():
            self._deliver()

    def _deliver(self) -> None:
        if self._delivering:  # a callback runs a dialog's event loop: keep the order, go on after it
            return
        self._delivering = True
        batch: list[Any] = []
        took = False
        ended: _Ended | None = None
        until = time.monotonic() + _SLICE
        try:
            while self._run.mail and time.monotonic() < until:
                message = self._run.mail.popleft()
                took = True
                if isinstance(message, _Ended):
                    ended = message
                elif not self._run.abandoned.is_set():
                    batch.append(message)
                    self.yielded.emit(message)
            if batch and not self._run.abandoned.is_set():
                self.batched.emit(batch)
        finally:
            self._delivering = False
        if ended:
            self._end(ended)
        elif self._run.mail:
            self._timer.start(0)
        elif took:
            self._timer.start(_BATCH_MS)

    def _end(self, ended: _Ended) -> None:
        self._bell.forget(self._id)
        self._run.release()
        if not self._muted:
            self._say_end(ended)
        for connection in self._connections:
            QObject.disconnect(connection)
        self._connections.clear()
        if ended.error and not (self.catches_errors or self._muted or self._dropped(ended.error)):
            raise ended.error  # nobody asked to be told: a bug's report must not get lost

    def _dropped(self, error: Exception | None) -> bool:
        return self._run.abandoned.is_set() or isinstance(error, Cancelled)

    def _say_end(self, ended: _Ended) -> None:
        error = ended.error
        if self._dropped(error):
            if error and not isinstance(error, Cancelled):
                # Its text may quote the document, so only its kind is written down.
                _log.info("a cancelled job ended with %s", type(error).__name__)
            self.cancelled.emit()
        elif error:
            self.failed.emit(error)
        else:
            self.result.emit(ended.result)
        self.done.emit()

    def wait(self, until: float) -> bool:
        """Block until the work has ended or time.monotonic() reaches `until`. Whether it has ended."""
        return self._run.ended.wait(max(0.0, until - time.monotonic()))


class _Bell(QObject):
    """Rung from any thread, heard on the GUI thread. Holds the jobs under way so that each dies there."""

    rang = Signal(int)

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._numbers = count(1)
        self._jobs: dict[int, Job] = {}
        self.rang.connect(self._heard, Qt.ConnectionType.QueuedConnection)
        app.aboutToQuit.connect(shutdown)

    def add(self, job: Job) -> int:
        number = next(self._numbers)
        self._jobs[number] = job
        return number

    def knows(self, number: int) -> bool:
        return number in self._jobs

    def forget(self, number: int) -> None:
        self._jobs.pop(number, None)

    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs.values())

    def _heard(self, number: int) -> None:
        job = self._jobs.get(number)
        if job:
            job.mail_came()


def _bell() -> _Bell:
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("jobs need a running application")
    if app.thread() is not QThread.currentThread():
        raise RuntimeError("jobs are started on the GUI thread")
    return app.findChild(_Bell) or _Bell(app)


def run(
    work: Callable[[CancelToken], Generator[E, None, T]],
    *,
    owner: QObject,
    on_event: Callable[[E], None] | None = None,
    on_events: Callable[[Sequence[E]], None] | None = None,
    on_result: Callable[[T], None] | None = None,
    on_error: Callable[[Exception], None] | None = None,
    on_cancelled: Callable[[], None] | None = None,
    on_done: Callable[[], None] | None = None,
    replaces: Job | None = None,
) -> Job:
    """Drive `work` on a pool thread; every callback runs on the GUI thread, in order, `on_done` last.

    `work` is called on that thread with the job's CancelToken, and closed there. `on_event` hears each thing it
    yields, `on_events` the same in batches of 30 ms (prefer it where an event costs a repaint). `owner` is the
    QObject that wants the result: when it is destroyed the job is cancelled and no callback comes. `replaces` is
    cancelled first, so that only the newest job of its kind speaks. Without `on_error` an error is raised on the
    GUI thread, where the application's excepthook reports it.
    """
    if replaces is not None:
        replaces.cancel()
    job = Job(_bell(), work, owner)
    job.catches_errors = on_error is not None
    for signal, callback in (
        (job.yielded, on_event),
        (job.batched, on_events),
        (job.result, on_result),
        (job.failed, on_error),
        (job.cancelled, on_cancelled),
        (job.done, on_done),
    ):
        if callback is not None:
            job.tell(signal, callback)
    job.start()
    return job


def call(
    function: Callable[[], T],
    *,
    owner: QObject,
    on_result: Callable[[T], None] | None = None,
    on_error: Callable[[Exception], None] | None = None,
    on_cancelled: Callable[[], None] | None = None,
    on_done: Callable[[], None] | None = None,
    replaces: Job | None = None,
) -> Job:
    """`run` for a plain function: it cannot be stopped midway, but a cancelled one's result is dropped."""

    def work(_: CancelToken) -> Generator[None, None, T]:
        yield from ()
        return function()

    return run(
        work,
        owner=owner,
        on_result=on_result,
        on_error=on_error,
        on_cancelled=on_cancelled,
        on_done=on_done,
        replaces=replaces,
    )


def running() -> tuple[Job, ...]:
    """The jobs whose end has not been delivered yet."""
    return _bell().jobs()


def shutdown(seconds: float = 2.0) -> bool:
    """Cancel all jobs, silence them, and wait up to `seconds` for their threads. Whether all have ended.

    Called by itself when the application is about to quit. A thread that does not end in time is a daemon: it
    does not keep the process alive.
    """
    jobs = running()
    for job in jobs:
        job.mute()
    until = time.monotonic() + seconds
    ended = [job.wait(until) for job in jobs]
    return all(ended)
