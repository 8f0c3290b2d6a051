"""Whatever MuPDF does to its process, docqa and the next file are unharmed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from docqa.domain import PageSource, finish
from docqa.errors import LoadError
from docqa.reading import Renderer, load, worker

Fault = Callable[..., None]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Fault:
    """Make the next workers fail in a way, on a page or at opening."""

    def fail(how: str, page: int | None = None) -> None:
        monkeypatch.setattr(worker, "COMMAND", (str(Path(__file__).with_name("faulty_worker.py")),))
        monkeypatch.setenv("FAULT", how)
        if page is not None:
            monkeypatch.setenv("FAULT_PAGE", str(page))
        for seconds in ("OPEN_SECONDS", "PAGE_SECONDS"):
            monkeypatch.setattr(worker, seconds, 1.0)
        monkeypatch.setattr("docqa.reading.rendering.PAGE_SECONDS", 1.0)

    return fail


@pytest.fixture
def three_pages(tmp_path: Path, make: ModuleType) -> Path:
    """A PDF of three pages."""
    path = tmp_path / "three.pdf"
    path.write_bytes(make.pdf([make.show(f"Page {n}") for n in ("one", "two", "three")]))
    return path


@pytest.mark.parametrize(("how", "said"), [("crash", "crash"), ("hang", "too long"), ("memory", "memory")])
def test_a_fault_at_opening_is_this_file_s_error(
    faulty: Fault, monkeypatch: pytest.MonkeyPatch, three_pages: Path, how: str, said: str
) -> None:
    faulty(how)
    with pytest.raises(LoadError, match=said) as caught:
        finish(load(three_pages))
    assert caught.value.hint
    monkeypatch.undo()
    assert len(finish(load(three_pages)).pages) == 3


@pytest.mark.parametrize(("how", "said"), [("crash", "crash"), ("hang", "too long"), ("memory", "memory")])
def test_a_fault_on_a_page_costs_that_page(faulty: Fault, three_pages: Path, how: str, said: str) -> None:
    faulty(how, page=1)
    pages = finish(load(three_pages)).pages
    assert [page.text for page in pages] == ["Page one", "", "Page three"]
    assert pages[1].source is PageSource.NONE
    assert said in pages[1].problem


@pytest.fixture
def long(tmp_path: Path, make: ModuleType) -> Path:
    """A PDF that is long enough for two workers."""
    path = tmp_path / "long.pdf"
    path.write_bytes(make.pdf([make.show(f"Page {n}") for n in range(90)]))
    return path


def test_two_workers_read_a_long_file(long: Path) -> None:
    worker._end_idle()
    document = finish(load(long))
    assert len(worker._idle) == 2
    assert [page.text for page in document.pages] == [f"Page {n}" for n in range(90)]
    assert [page.index for page in document.pages] == list(range(90))


@pytest.mark.parametrize("page", [10, 80])
def test_a_fault_in_a_long_file_costs_one_page(faulty: Fault, long: Path, page: int) -> None:
    faulty("crash", page=page)
    texts = [found.text for found in finish(load(long)).pages]
    assert texts == [f"Page {n}" if n != page else "" for n in range(90)]


def test_closing_the_generator_ends_both_workers(faulty: Fault, long: Path) -> None:
    faulty("hang", page=80)
    loading = load(long)
    while len(_children()) < 2:
        next(loading)
    loading.close()
    # The first had nothing left to do and may be kept.
    assert len(_children()) <= 1


def test_a_file_of_nothing_but_faults_is_an_error(faulty: Fault, tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(make.pdf([make.show("Page one")]))
    faulty("crash", page=0)
    with pytest.raises(LoadError, match="crash"):
        finish(load(path))


def test_a_real_shortage_of_memory_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: ModuleType
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux keeps the limit on address space")
    path = tmp_path / "large.png"
    path.write_bytes(make.picture("PNG", size=(6000, 6000)))
    worker._end_idle()
    monkeypatch.setattr(worker, "MEMORY_LIMIT", 220 << 20)
    with Renderer(path) as renderer, pytest.raises(LoadError):
        renderer.render(0, 1.0)
    worker._end_idle()
    monkeypatch.undo()
    with Renderer(path) as renderer:
        assert renderer.render(0, 0.1).width == 450


def test_our_own_mistake_is_no_damaged_page(faulty: Fault, three_pages: Path) -> None:
    faulty("mistake", page=1)
    assert "crash" in finish(load(three_pages)).pages[1].problem


def test_closing_the_generator_ends_the_job_at_once(faulty: Fault, three_pages: Path) -> None:
    faulty("hang", page=1)
    loading = load(three_pages)
    pids = set()
    for _ in range(200):
        next(loading)
        pids = {int(child) for child in _children()}
        if pids:
            time.sleep(0.2)
            break
    next(loading)
    started = time.monotonic()
    loading.close()
    assert time.monotonic() - started < 1.0
    assert pids
    assert not pids & {int(child) for child in _children()}


def _children() -> list[str]:
    found = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "pid="], capture_output=True, text=True, check=False
    )
    return [pid for pid in found.stdout.split() if _is_worker(pid)]


def _is_worker(pid: str) -> bool:
    try:
        return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_one_worker_serves_file_after_file(three_pages: Path) -> None:
    finish(load(three_pages))
    first = worker.take()
    worker.give_back(first, "x")
    finish(load(three_pages))
    second = worker.take()
    worker.give_back(second, "x")
    assert first.pid == second.pid


@pytest.mark.parametrize("busy", [False, True])
def test_the_worker_dies_with_docqa(busy: bool, three_pages: Path) -> None:
    # The inner program starts a worker, tells its pid and is killed, while the worker waits or works.
    code = (
        "import sys, time; from docqa.reading import worker; w = worker.Worker();"
        "import docqa.domain as d; from docqa.reading.formats import PDF; from pathlib import Path;"
        "d.finish(worker.open_in(w, Path(sys.argv[1]), PDF, 'x', None));"
        "busy = sys.argv[2] == 'True';"
        "busy and w.ask('render', -4.0, page=0, scale=60.0, clip=None);"
        "print(w.pid, flush=True); time.sleep(60)"
    )
    root = str(Path(worker.__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", code, str(three_pages), str(busy)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    ) as outer:
        assert outer.stdout is not None
        pid = int(outer.stdout.readline())
        outer.kill()
    for _ in range(100):
        if not _runs(pid):
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived docqa")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_docqa_itself_never_imports_mupdf() -> None:
    code = "import sys, docqa.reading; sys.exit(any(name.startswith(('pymupdf', 'PIL')) for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(worker.__file__).parents[2])


def test_rendering_goes_on_after_a_crash(faulty: Fault, three_pages: Path) -> None:
    faulty("crash", page=1)
    with Renderer(three_pages) as renderer:
        before = renderer.render(0, 1.0)
        with pytest.raises(LoadError, match="crash"):
            renderer.render(1, 1.0)
        assert renderer.render(0, 1.0) == before


def test_rendering_goes_on_after_the_worker_was_killed(three_pages: Path) -> None:
    with Renderer(three_pages) as renderer:
        before = renderer.render(0, 1.0)
        assert renderer._worker is not None
        renderer._worker.kill()
        assert renderer.render(0, 1.0) == before
