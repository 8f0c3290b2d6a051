"""Work runs beside the window: in order, on the right threads, and quiet once nobody wants it."""

from __future__ import annotations

import gc
import sys
import threading
import time
import weakref
from collections.abc import Generator
from types import TracebackType

import pytest
from PySide6.QtCore import QEventLoop, QObject, QThread, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from docqa.desk import jobs
from docqa.domain import Cancelled, CancelToken
from docqa.errors import LoadError


class Ear:
    """Writes down all that a job says, and on which thread it was said."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []
        self.foreign: list[str] = []

    def _note(self, kind: str, value: object = None) -> None:
        self.heard.append((kind, value))
        if threading.current_thread() is not threading.main_thread():
            self.foreign.append(kind)

    def event(self, value: object) -> None:
        self._note("event", value)

    def events(self, value: object) -> None:
        self._note("events", value)

    def result(self, value: object) -> None:
        self._note("result", value)

    def error(self, value: Exception) -> None:
        self._note("error", value)

    def cancelled(self) -> None:
        self._note("cancelled")

    def done(self) -> None:
        self._note("done")

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.heard]


def start(work, owner: QObject, ear: Ear, replaces: jobs.Job | None = None) -> jobs.Job:
    return jobs.run(
        work,
        owner=owner,
        on_event=ear.event,
        on_result=ear.result,
        on_error=ear.error,
        on_cancelled=ear.cancelled,
        on_done=ear.done,
        replaces=replaces,
    )


def counting(upto: int, pause: float = 0.0):
    def work(cancel: CancelToken) -> Generator[int, None, str]:
        for number in range(upto):
            if pause:
                cancel.wait(pause)
            yield number
        return "end"

    return work


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_events_result_and_done_come_in_order_on_the_gui_thread(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()
    worked_on: list[threading.Thread] = []

    def work(cancel: CancelToken) -> Generator[int, None, str]:
        worked_on.append(threading.current_thread())
        yield 1
        yield 2
        return "end"

    job = start(work, owner, ear)
    assert job.running
    qtbot.waitUntil(lambda: not job.running)
    assert ear.heard == [("event", 1), ("event", 2), ("result", "end"), ("done", None)]
    assert ear.foreign == []
    assert worked_on[0] is not threading.main_thread()


def test_an_error_arrives_as_the_same_exception(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()
    boom = LoadError("It is broken.", "Try another.")

    def work(cancel: CancelToken) -> Generator[int, None, None]:
        yield 1
        raise boom

    job = start(work, owner, ear)
    qtbot.waitUntil(lambda: not job.running)
    assert ear.heard == [("event", 1), ("error", boom), ("done", None)]


def test_an_error_nobody_waits_for_reaches_the_excepthook(
    qtbot: QtBot, owner: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[BaseException] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        seen.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    job = jobs.call(lambda: 1 // 0, owner=owner)
    qtbot.waitUntil(lambda: not job.running)
    assert [type(error) for error in seen] == [ZeroDivisionError]


def test_cancelled_is_not_an_error(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()

    def work(cancel: CancelToken) -> Generator[int, None, None]:
        yield 1
        raise Cancelled

    job = start(work, owner, ear)
    qtbot.waitUntil(lambda: not job.running)
    assert ear.kinds() == ["event", "cancelled", "done"]


def test_cancel_closes_the_generator_on_its_own_thread_and_drops_what_comes(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()
    closed_on: list[str] = []
    tokens: list[CancelToken] = []

    def work(cancel: CancelToken) -> Generator[int, None, str]:
        tokens.append(cancel)
        try:
            number = 0
            while True:
                cancel.wait(0.005)
                yield (number := number + 1)
        finally:
            closed_on.append(threading.current_thread().name)

    job = start(work, owner, ear)
    qtbot.waitUntil(lambda: len(ear.heard) > 2)
    job.cancel()
    heard = len(ear.heard)
    assert tokens[0].cancelled
    qtbot.waitUntil(lambda: not job.running)
    assert closed_on == ["docqa-job"]
    assert ear.kinds()[heard:] == ["cancelled", "done"]


def test_cancel_before_the_work_began(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()
    job = start(counting(3), owner, ear)
    job.cancel()
    qtbot.waitUntil(lambda: not job.running)
    assert ear.kinds() == ["cancelled", "done"]


def test_stop_lets_the_work_hand_over_what_it_has(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()

    def work(cancel: CancelToken) -> Generator[str, None, str]:
        yield "half an "
        while not cancel.wait(0.01):
            pass
        yield "answer"
        return "half an answer"

    job = start(work, owner, ear)
    qtbot.waitUntil(lambda: len(ear.heard) == 1)
    job.stop()
    qtbot.waitUntil(lambda: not job.running)
    assert ear.heard[1:] == [("event", "answer"), ("result", "half an answer"), ("done", None)]


def test_an_error_after_cancel_is_not_shown(qtbot: QtBot, owner: QWidget) -> None:
    ear = Ear()

    def work(cancel: CancelToken) -> Generator[int, None, None]:
        yield 1
        cancel.wait(5)
        raise LoadError("the stream was closed under it")

    job = start(work, owner, ear)
    qtbot.waitUntil(lambda: len(ear.heard) == 1)
    job.cancel()
    qtbot.waitUntil(lambda: not job.running)
    assert ear.kinds() == ["event", "cancelled", "done"]


def test_a_newer_job_silences_the_one_it_replaces(qtbot: QtBot, owner: QWidget) -> None:
    old, new = Ear(), Ear()
    first = start(counting(10_000, pause=0.002), owner, old)
    qtbot.waitUntil(lambda: len(old.heard) > 0)
    second = start(counting(3), owner, new, replaces=first)
    heard = len(old.heard)
    qtbot.waitUntil(lambda: not first.running and not second.running)
    assert old.kinds()[heard:] == ["cancelled", "done"]
    assert new.kinds() == ["event", "event", "event", "result", "done"]


def test_nothing_comes_to_an_owner_that_is_gone(qtbot: QtBot) -> None:
    ear = Ear()
    owner = QObject()
    closed = threading.Event()

    def work(cancel: CancelToken) -> Generator[int, None, None]:
        try:
            while True:
                yield 1
                cancel.wait(0.01)
        finally:
            closed.set()

    job = start(work, owner, ear)
    qtbot.waitUntil(lambda: len(ear.heard) > 0)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not job.running)
    heard = len(ear.heard)
    assert closed.is_set()
    assert "cancelled" not in ear.kinds()
    assert "done" not in ear.kinds()
    qtbot.wait(60)
    assert len(ear.heard) == heard


def test_a_flood_of_events_is_whole_in_order_and_does_not_stall_the_window(qtbot: QtBot, owner: QWidget) -> None:
    flood = 60_000
    got: list[int] = []
    batches: list[int] = []
    stalls: list[float] = []
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        stalls.append(now - last)
        last = now

    def take(batch: list[int]) -> None:
        got.extend(batch)
        batches.append(len(batch))

    probe = QTimer(owner, interval=0)
    probe.timeout.connect(tick)
    probe.start()
    job = jobs.run(counting(flood), owner=owner, on_events=take)
    qtbot.waitUntil(lambda: not job.running, timeout=20_000)
    assert got == list(range(flood))
    assert len(batches) < flood / 20, "events must come in batches"
    assert max(stalls) < 0.25, f"the window stood still for {max(stalls):.3f} s"


def test_slow_events_come_at_once(qtbot: QtBot, owner: QWidget) -> None:
    came: list[float] = []
    sent: list[float] = []

    def work(cancel: CancelToken) -> Generator[int, None, None]:
        for number in range(3):
            cancel.wait(0.08)
            sent.append(time.monotonic())
            yield number

    job = jobs.run(work, owner=owner, on_event=lambda _: came.append(time.monotonic()))
    qtbot.waitUntil(lambda: not job.running)
    assert sorted(b - a for a, b in zip(sent, came, strict=True))[1] < 0.03


def test_order_survives_a_callback_that_opens_a_dialog(qtbot: QtBot, owner: QWidget) -> None:
    heard: list[object] = []

    def slow(value: int) -> None:
        if value == 0:
            loop = QEventLoop()
            QTimer.singleShot(120, loop.quit)
            loop.exec()
        heard.append(value)

    job = jobs.run(counting(4), owner=owner, on_event=slow, on_result=heard.append)
    qtbot.waitUntil(lambda: not job.running)
    assert heard == [0, 1, 2, 3, "end"]


def test_a_callback_that_breaks_does_not_stop_the_job(
    qtbot: QtBot, owner: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    broke: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: broke.append(kind.__name__))
    results: list[str] = []

    def fragile(value: int) -> None:
        raise KeyError(value)

    job = jobs.run(counting(2), owner=owner, on_event=fragile, on_result=results.append)
    qtbot.waitUntil(lambda: not job.running)
    assert broke == ["KeyError", "KeyError"]
    assert results == ["end"]


def test_call_runs_a_plain_function_elsewhere(qtbot: QtBot, owner: QWidget) -> None:
    results: list[bool] = []
    gui = QThread.currentThread()
    job = jobs.call(lambda: QThread.currentThread() is gui, owner=owner, on_result=results.append)
    qtbot.waitUntil(lambda: not job.running)
    assert results == [False]


def test_shutdown_cancels_all_and_waits(qtbot: QtBot, owner: QWidget) -> None:
    ears = [Ear() for _ in range(5)]
    for ear in ears:
        start(counting(100_000, pause=0.01), owner, ear)
    qtbot.waitUntil(lambda: all(ear.heard for ear in ears))
    heard = [len(ear.heard) for ear in ears]
    began = time.monotonic()
    assert jobs.shutdown(5.0)
    assert time.monotonic() - began < 2.0
    qtbot.wait(50)
    assert [len(ear.heard) for ear in ears] == heard
    assert jobs.running() == ()


def test_shutdown_gives_up_on_a_job_that_hangs(qtbot: QtBot, owner: QWidget) -> None:
    let_go, hanging = threading.Event(), threading.Event()

    def hang() -> None:
        hanging.set()
        let_go.wait(10)

    jobs.call(hang, owner=owner)
    assert hanging.wait(5)
    began = time.monotonic()
    assert not jobs.shutdown(0.1)
    assert time.monotonic() - began < 1.0
    let_go.set()


def test_the_last_holder_of_a_widget_is_never_the_thread(qtbot: QtBot, owner: QWidget) -> None:
    """A closure that holds the last reference to a QObject must die on the GUI thread."""
    died_on: list[threading.Thread] = []
    held = QObject()
    weakref.finalize(held, lambda: died_on.append(threading.current_thread()))

    def work(cancel: CancelToken, held: QObject = held) -> Generator[int, None, None]:
        assert held is not None
        yield 1

    job = jobs.run(work, owner=owner)
    del work, held
    qtbot.waitUntil(lambda: not job.running)
    qtbot.wait(20)
    gc.collect()
    assert died_on == [threading.main_thread()]


def test_a_finished_job_is_let_go_even_if_its_callback_knows_it(qtbot: QtBot, owner: QWidget) -> None:
    heard: list[jobs.Job] = []

    def begin() -> weakref.ref[jobs.Job]:
        job = jobs.call(int, owner=owner, on_done=lambda: heard.append(job))
        return weakref.ref(job)

    job = begin()
    qtbot.waitUntil(lambda: len(heard) == 1)
    heard.clear()
    qtbot.wait(1)
    gc.collect()
    assert job() is None


def test_threads_are_used_again(qtbot: QtBot, owner: QWidget) -> None:
    names: list[int] = []
    for _ in range(20):
        job = jobs.call(threading.get_ident, owner=owner, on_result=names.append)
        qtbot.waitUntil(lambda job=job: not job.running)
        qtbot.wait(2)
    assert len(set(names)) <= 3


def test_jobs_start_on_the_gui_thread_only(qtbot: QtBot, owner: QWidget) -> None:
    errors: list[Exception] = []

    def off_thread() -> None:
        try:
            jobs.call(int, owner=owner)
        except RuntimeError as error:
            errors.append(error)

    thread = threading.Thread(target=off_thread)
    thread.start()
    thread.join()
    assert "GUI thread" in str(errors[0])
