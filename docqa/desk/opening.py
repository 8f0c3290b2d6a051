"""Opening files: read (or taken from the library), remembered, and handed to the window, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from docqa.desk import jobs
from docqa.desk.services import Services
from docqa.domain import CancelToken, Document, DocumentRef, Progress
from docqa.errors import LoadError, PasswordNeeded, StoreError, WrongPassword
from docqa.reading import Renderer

SLOW_MS = 600  # what is done by then needs no progress shown
_CHUNK = 1 << 20
_SMALL = 16 << 20  # bytes that are hashed in 50 ms or less


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to open: by its path, or as a session remembers it (`ref`)."""

    path: Path
    ref: DocumentRef | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A document on the desk. `renderer` is None when its file is gone for good and only its text is left.

    `note` says what the person should know: that a copy is shown, that it could not be kept. `password` opened it.
    """

    document: Document
    ref: DocumentRef
    path: Path
    renderer: Renderer | None
    note: str = ""
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What can be shown of a file before it is read: its pages, which have no words yet.

    The document's id is "" while it is not known. The renderer stays the job's until it ends well; then the
    `Opened` that comes of it has the same one.
    """

    document: Document
    renderer: Renderer


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be opened, and why; a `locked` one was one of several and waits for its password."""

    wanted: Wanted
    error: Exception
    locked: bool = False


Done = Callable[[Sequence[Opened], Sequence[Failure]], object]
"""Goes on with all that was asked for, at once: what could be opened, and what could not."""


class Opener(QObject):
    """Opens files in a job, asks for passwords, and shows progress only when it takes long.

    Nobody is asked for the password of one among several, as the others would wait for it: it comes back `locked`.
    """

    sketched = Signal(object)  # Sketch of the file being opened; None when nothing came of it
    slow = Signal(str, object)  # file name, Progress: only once it has taken 600 ms
    ended = Signal()  # whether opened, failed or cancelled

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self._waiting: list[Wanted] = []
        self._done: list[Opened] = []
        self._failed: list[Failure] = []
        self._then: Done = _nothing
        self._job: jobs.Job | None = None
        self._sketches = self._asks = True
        self._last = Progress(0, 0, "")
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether files are being opened."""
        return self._job is not None

    def open(self, wanted: Sequence[Wanted], then: Done, *, sketches: bool = True, locked: bool = False) -> None:
        """Open all these, and `then` go on with them. What was being opened before is dropped.

        Those that came back `locked` are asked for, one after the other.
        """
        self.cancel()
        self._sketches, self._asks = sketches, locked or len(wanted) == 1
        self._waiting, self._done, self._failed, self._then = list(wanted), [], [], then
        self._slow.start()
        self._next()

    def give_up(self) -> None:
        """The person will not wait: go on without any of the files."""
        if self._job:
            then = self._then
            self.cancel()
            then((), ())

    def cancel(self) -> None:
        """Stop opening; nothing comes of it."""
        if self._job:
            job, self._job = self._job, None
            self.sketched.emit(None)
            job.cancel()
            let_go(self._done)
            self._end()

    def _next(self) -> None:
        if not self._waiting:
            self._job = None
            self._end()
            self._then(self._done, self._failed)
            return
        wanted = self._waiting[0]
        self._last = Progress(0, 0, self.tr("Opening"))
        self._job = jobs.run(
            partial(_open, self._services, wanted),
            owner=self,
            on_event=self._progressed,
            on_result=self._got,
            on_error=self._did_not_get,
        )

    def _progressed(self, progress: Progress | Sketch) -> None:
        if isinstance(progress, Sketch):
            if self._job and self._sketches:
                self.sketched.emit(progress)
            return
        self._last = progress
        if not self._slow.isActive():
            self._tell()

    def _tell(self) -> None:
        if self._job and self._waiting:
            self.slow.emit(self._waiting[0].path.name, self._last)

    def _got(self, opened: Opened) -> None:
        if self._job is None:  # cancelled while the result was on its way
            let_go([opened])
            return
        if any(one.document.id == opened.document.id for one in self._done):
            let_go([opened])  # a copy of one that is open already
        else:
            self._done.append(opened)
        self._waiting.pop(0)
        self._next()

    def _did_not_get(self, error: Exception) -> None:
        self.sketched.emit(None)
        wanted = self._waiting[0]
        locked = isinstance(error, PasswordNeeded) and not self._asks
        if isinstance(error, PasswordNeeded) and self._asks:
            self._slow.stop()
            password = self._ask_password(wanted, wrong=isinstance(error, WrongPassword))
            if password is not None:
                self._waiting[0] = replace(wanted, password=password)
                self._slow.start()
                self._next()
                return
        self._failed.append(Failure(wanted, error, locked))
        self._waiting.pop(0)
        self._next()

    def _ask_password(self, wanted: Wanted, *, wrong: bool) -> str | None:
        name = wanted.path.name
        text = self.tr("{name} is encrypted. Its password:").format(name=name)
        if wrong:
            text = self.tr("That password does not open {name}. Try another:").format(name=name)
        password, ok = QInputDialog.getText(self._window, self.tr("Password"), text, QLineEdit.EchoMode.Password)
        return password if ok else None

    def _end(self) -> None:
        self._slow.stop()
        self.ended.emit()


def let_go(opened: Iterable[Opened]) -> None:
    """Close what draws these; in jobs, as each waits for the picture it is drawing."""
    app = QCoreApplication.instance()
    assert app is not None, "what is on the desk was opened by an application"
    for one in opened:
        if one.renderer:
            jobs.call(one.renderer.close, owner=app)


def _nothing(opened: Sequence[Opened], failures: Sequence[Failure]) -> None:
    """Before anything was asked for."""


def _open(services: Services, wanted: Wanted, cancel: CancelToken) -> Generator[Progress | Sketch, None, Opened]:
    """Everything that opening takes, off the GUI thread. Raises LoadError and kin."""
    if wanted.ref is not None:
        return (yield from _reopen(services, wanted, wanted.ref))
    renderer = _renderer(services, wanted.path, wanted.password)
    with _closed_unless_done(renderer):
        digest = ""
        if wanted.password is None and _is_small(wanted.path):
            digest = yield from _hash(wanted.path)  # soon done, and one comes back to where one was at once
        yield from _sketch(renderer, digest)
        document = None
        if wanted.password is None:
            digest = digest or (yield from _hash(wanted.path))
            document = services.store.cached_document(digest) if digest else None
        if document is None:
            document = yield from services.read(wanted.path, wanted.password)
        cancel.check()
        note = ""
        try:
            ref = services.store.remember(document, wanted.path, encrypted=wanted.password is not None)
        except StoreError as error:
            # It can still be read and asked about today; only the library has no room for it.
            ref = DocumentRef(document.id, document.title, str(wanted.path), document.kind, len(document.pages))
            note = f"{error.message} {error.hint}".strip()
        return Opened(document, ref, wanted.path, renderer, note, wanted.password)


def _reopen(services: Services, wanted: Wanted, ref: DocumentRef) -> Generator[Progress | Sketch, None, Opened]:
    """A session's document: from its file, else from the library's copy, else its text alone."""
    yield Progress(0, 0, "Opening")
    try:
        path = services.store.locate(ref.id)
    except StoreError as error:
        document = services.store.cached_document(ref.id, outdated=True)
        if document is None:
            raise
        return Opened(document, ref, Path(ref.path), None, f"{error.message} {error.hint}".strip())
    renderer = _renderer(services, path, wanted.password)
    with _closed_unless_done(renderer):
        yield from _sketch(renderer, ref.id)
        document = services.store.cached_document(ref.id)
        if document is None:
            document = yield from services.read(path, wanted.password)
            if wanted.password is None:
                with suppress(StoreError):  # a disk without room: it is read once more another time
                    services.store.keep_pages(document)
        note = ""
        if path != Path(ref.path):
            text = QCoreApplication.translate(
                "Opener", "{path} is gone or has changed: this is the library's copy."
            )
            note = text.format(path=ref.path)
        return Opened(document, ref, path, renderer, note, wanted.password)


def _sketch(renderer: Renderer | None, id: str) -> Generator[Sketch, None, None]:
    """What can be shown at once. What is wrong with a file is for `load` to say, in its own words."""
    if renderer is None:
        return
    try:
        document = renderer.sketch()
    except LoadError:
        return
    yield Sketch(replace(document, id=id), renderer)


@contextmanager
def _closed_unless_done(renderer: Renderer | None) -> Iterator[None]:
    """Let go of what draws the pages unless it is handed on: nobody else will when opening fails or is stopped."""
    try:
        yield
    except BaseException:  # GeneratorExit among them
        if renderer is not None:
            renderer.close()
        raise


def _is_small(path: Path) -> bool:
    """Whether a file is hashed in no time."""
    try:
        return path.stat().st_size <= _SMALL
    except OSError:
        return False


def _renderer(services: Services, path: Path, password: str | None) -> Renderer | None:
    """What draws the pages; None where that fails, as the document's text serves all the same."""
    try:
        return services.renderer(path, password=password)
    except PasswordNeeded:
        raise
    except LoadError:
        return None


def _hash(path: Path) -> Generator[Progress, None, str]:
    """The sha256 of a file's bytes, or "" where reading it fails: `load` then says why in its own words."""
    digest = hashlib.sha256()
    done = 0
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                yield Progress(done, size, "Opening")
    except OSError:
        return ""
    return digest.hexdigest()
