"""The worker process: `python -m docqa.reading.process`. Opens one file at a time and answers over its pipes.

It keeps nothing on disk. It ends when its standard input does (docqa quit or was killed), and by its own watchdog
when a job outlives its time, so that a hang inside MuPDF outlives docqa by no more than that.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from docqa.errors import LoadError
from docqa.reading import wire
from docqa.reading.formats import FORMATS

FLUSH_PAGES = 32
FLUSH_SECONDS = 0.1
REWIND_SECONDS = 0.5  # pages that take less share a watchdog's patience; docqa's own is longer by more than that


def main() -> None:
    """Serve requests until standard input ends."""
    requests, answers = _take_pipes()
    options = sys.argv[1:]
    _limit_memory(int(options[0]) if options else 0)
    from docqa.reading import mupdf  # after the limits, and away from the parent

    # Reading makes many small objects and no cycles to speak of: the collector would go through them for nothing.
    gc.freeze()
    gc.set_threshold(50_000)
    server = _Server(mupdf, answers)
    wire.send(answers, {"ready": True})
    while True:
        try:
            request, _ = wire.receive(requests)
        except (EOFError, wire.BrokenWire, OSError):
            return
        try:
            server.serve(request)
        except LoadError as error:
            wire.send(answers, {"error": type(error).__name__, "message": error.message, "hint": error.hint})
        except MemoryError:
            wire.send(answers, {"error": "memory"})
        except OSError as error:
            wire.send(answers, {"error": "os", "number": error.errno or 0})
        finally:
            faulthandler.cancel_dump_traceback_later()


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes to ourselves: whatever a library prints must not land between our messages."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return requests, answers


def _limit_memory(limit: int) -> None:
    """Cap the address space where the system can: a bomb then fails here and leaves the machine alone."""
    if not limit:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):  # a system that knows the limit but does not keep it
        return


class _Server:
    def __init__(self, mupdf: Any, answers: BinaryIO) -> None:
        self._mupdf, self._answers = mupdf, answers
        self._file: Any = None
        self._reader: Any = None
        self._sink = open(os.devnull, "w")  # noqa: SIM115  kept open: the watchdog writes there when it fires

    def serve(self, request: wire.Header) -> None:
        # The watchdog needs no Python to run: it fires even while MuPDF holds the interpreter.
        faulthandler.dump_traceback_later(request["seconds"], exit=True, file=self._sink)
        match request["do"]:
            case "open":
                self._open(request)
            case "read":
                self._read(request)
            case "render":
                clip = tuple(request["clip"]) if request["clip"] else None
                width, height, stride, data = self._file.render(
                    request["page"], request["scale"], clip, night=request["night"]
                )
                self._send({"width": width, "height": height, "stride": stride}, data)
            case "encode":
                from docqa.reading.encoding import encode  # most jobs need no pictures

                clip = tuple(request["clip"]) if request["clip"] else None
                size = request["width"], request["height"]
                media, data = encode(self._file.draw_to(request["page"], *size, clip), *size)
                self._send({"media": media}, data)
            case "graphics":
                self._send({"clusters": self._file.graphics(request["page"])})
            case "sizes":
                self._send({"sizes": self._file.sizes(request["budget"])})
            case "links":
                self._send({"links": self._file.links(request["page"])})
            case "recognise":
                self._recognise(request)
            case "close":
                self._close()
                self._send({"closed": True, "memory": _peak_memory()})

    def _send(self, header: wire.Header, blob: bytes = b"") -> None:
        wire.send(self._answers, header, blob)

    def _close(self) -> None:
        self._reader = None
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self, request: wire.Header) -> None:
        self._close()
        form = next(form for form in FORMATS if form.kind == request["kind"])
        file = self._mupdf.File(Path(request["path"]), form, request["shown"], request["password"])
        self._file = file
        self._send({"pages": file.pages, "title": file.title, "labels": file.labels(), "outline": file.outline()})

    def _recognise(self, request: wire.Header) -> None:
        """Read one page as a picture, or the pictures beside its text; the guess at its languages serves the next
        page of the file."""
        from docqa.reading.recognition.reader import Reader  # half a second, for most jobs in vain

        if self._reader is None:
            self._reader = Reader()
            _step_back()
        read = self._reader.read_pictures if request["beside"] else self._reader.read
        page, languages = read(self._file, request["page"], tuple(request["languages"]), request["limit"])
        self._send({"pages": [_row(page)], "languages": languages}, b"".join(_columns([page])))

    def _read(self, request: wire.Header) -> None:
        """Stream pages in batches; before each page say which one it is, so that a crash has a culprit."""
        batch: list[Any] = []
        since = time.monotonic()
        skip = dict(request["skip"])
        wound = since
        for index in range(request["first"], request["last"]):
            if (now := time.monotonic()) - wound > REWIND_SECONDS:
                # Not for every page: it starts a thread and waits for the last one to end.
                faulthandler.dump_traceback_later(request["seconds"], exit=True, file=self._sink)
                wound = now
            self._send({"at": index})
            why = skip.get(index)
            batch.append(self._mupdf.failed_page(why) if why else self._file.page(index))
            if len(batch) >= FLUSH_PAGES or time.monotonic() - since > FLUSH_SECONDS:
                self._flush(batch)
                batch, since = [], time.monotonic()
        self._flush(batch)
        self._send({"done": True})

    def _flush(self, batch: list[Any]) -> None:
        if not batch:
            return
        pages = [_row(page) for page in batch]
        self._send({"pages": pages}, b"".join(_columns(batch)))


def _row(page: Any) -> list[Any]:
    return [
        page.width,
        page.height,
        page.text,
        len(page.starts),
        page.source.value,
        page.problem,
        page.kind.value,
        page.failed,
        page.hidden,
    ]


def _columns(batch: list[Any]) -> Iterator[bytes]:
    for page in batch:
        yield page.starts.tobytes()
        yield page.ends.tobytes()
        yield page.edges.tobytes()


def _step_back() -> None:
    """Let whatever a person does go first: this is work for minutes."""
    if hasattr(os, "nice"):
        os.nice(10)


def _peak_memory() -> int:
    """Peak resident memory in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    try:
        # Linux carries ru_maxrss over from the process that started this one; VmHWM is this program's own.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except (OSError, ValueError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
