"""What the window works with, in one object: library, settings, keys, packer, engines. Tests put in theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication

from docqa.domain.names import BUILTIN

if TYPE_CHECKING:
    from docqa.domain import CancelToken, Document, PackedContext, PackingOptions, Progress, Region, Turn
    from docqa.engines import Engine, LocalServer
    from docqa.library import Calibration, EndpointProfile, PageHit, Secrets, Settings, Store
    from docqa.packing import Packer
    from docqa.prices import Prices
    from docqa.reading import Recognised, Renderer
    from docqa.seeing import Looking

    class Loader(Protocol):
        """How a file becomes a document: `docqa.reading.load`."""

        def __call__(self, path: Path, *, password: str | None = None) -> Generator[Progress, None, Document]: ...

    class RendererMaker(Protocol):
        """How a file's pages are drawn: `docqa.reading.Renderer`."""

        def __call__(self, path: Path, *, password: str | None = None) -> Renderer: ...

    class PictureReader(Protocol):
        """How pictures of pages are read: `docqa.pictures_read.read_as_pictures`."""

        def __call__(
            self,
            path: Path,
            document: Document,
            languages: Sequence[str] = (),
            password: str | None = None,
            *,
            again: bool = False,
        ) -> Generator[Progress | Recognised, None, Document]: ...


class Choice(NamedTuple):
    """An engine that can be chosen: its id as in `Settings.engine`, and its name for people."""

    id: str
    name: str


def load(path: Path, *, password: str | None = None) -> Generator[Progress, None, Document]:
    """A file read: `docqa.reading.load`."""
    from docqa import reading

    return (yield from reading.load(path, password=password))


def renderer(path: Path, *, password: str | None = None) -> Renderer:
    """What draws a file's pages: `docqa.reading.Renderer`."""
    from docqa.reading import Renderer

    return Renderer(path, password=password)


def read_pictures(
    path: Path,
    document: Document,
    languages: Sequence[str] = (),
    password: str | None = None,
    *,
    again: bool = False,
) -> Generator[Progress | Recognised, None, Document]:
    """Pictures of pages read: `docqa.pictures_read.read_as_pictures`."""
    from docqa.pictures_read import read_as_pictures

    return (yield from read_as_pictures(path, document, languages, password, again=again))


def make_engine(profile: EndpointProfile | None, key: str | None) -> Engine:
    """An endpoint's engine with its key, or the built-in reader. Raises EngineError for a wrong address."""
    from docqa.engines import BuiltinReader, OpenAIEngine
    from docqa.packing import nearness

    if profile is None:
        return BuiltinReader(nearness())
    return OpenAIEngine(profile.base_url, profile.model, key)


def list_models(base_url: str, key: str | None) -> tuple[str, ...]:
    """The models an endpoint has. Raises EngineError."""
    from docqa import engines

    return engines.list_models(base_url, key)


def find_local_servers() -> tuple[LocalServer, ...]:
    """The model servers that answer on this computer."""
    from docqa import engines

    return engines.find_local_servers()


@dataclass
class Services:
    """Everything behind the window, with the choices in force.

    What reads, packs and answers is imported by the job that first needs it, and the library may be handed over as
    what opens it: the window is there before.
    """

    library: Store | Callable[[], Store]
    settings: Settings
    load: Loader = load
    renderer: RendererMaker = renderer
    read_pictures: PictureReader = read_pictures
    make_engine: Callable[[EndpointProfile | None, str | None], Engine] = make_engine
    list_models: Callable[[str, str | None], tuple[str, ...]] = list_models
    find_local_servers: Callable[[], tuple[LocalServer, ...]] = find_local_servers
    _secrets: Secrets | None = None
    _packer: Packer | None = None
    _embedding: tuple[str, str] | None = None  # base URL and model that the packer ranks by
    _calibration: Calibration | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _opening: threading.Lock = field(default_factory=threading.Lock)

    @property
    def store(self) -> Store:
        """The library, opened at the first call. Raises StoreError then."""
        library = self.library
        if not callable(library):
            return library
        with self._opening:
            if callable(self.library):
                self.library = self.library()
            return self.library

    def close(self) -> None:
        """Close the library, if it was opened."""
        if not callable(self.library):
            self.library.close()

    def warm_up(self) -> None:
        """Start what reads files, import what packs, answers and sets answers: nothing waits for it later.

        Off the GUI thread.
        """
        from docqa.reading import warm_up

        warm_up()
        import docqa.asking  # noqa: F401
        from docqa.language.markup import to_html
        from docqa.packing import count

        to_html("")
        # The table of tokens takes the interpreter for itself while it is built: better now than in mid-scroll.
        count("", self.options().encoding)

    def secrets(self) -> Secrets:
        """The keys. Looks for the keyring at the first call, which may take a while: off the GUI thread."""
        with self._lock:
            if self._secrets is None:
                from docqa.library import Secrets

                self._secrets = Secrets()
            return self._secrets

    def key(self, base_url: str, written: str | None = None) -> str | None:
        """The key for an endpoint: the one just `written` ("" for none), else the one kept. Off the GUI thread."""
        return self.secrets().get(base_url) if written is None else written or None

    def packer(self) -> Packer:
        """What fits documents into the window, ranking as the engine in force wants. Off the GUI thread."""
        from docqa.packing import Packer

        profile = self.settings.endpoint
        wanted = (profile.base_url, profile.embeddings_model) if profile and profile.embeddings_model else None
        embedder = None
        if wanted and wanted != self._embedding:
            from docqa.engines import EndpointEmbedder

            embedder = EndpointEmbedder(*wanted, self.key(wanted[0]))
        with self._lock:
            if self._packer is None:
                from docqa.library import VectorFiles

                self._packer = Packer(VectorFiles())
            if wanted != self._embedding:
                self._packer.embed_with(embedder)
                self._embedding = wanted
            return self._packer

    def read(self, path: Path, password: str | None) -> Generator[Progress, None, Document]:
        """`load` a file, and count and index its pages as they come. Off the GUI thread."""
        return self.packer().reading(self.load(path, password=password), self.options().encoding)

    def prepare(self, documents: Sequence[Document], cancel: CancelToken) -> Generator[Progress, None, None]:
        """Make documents ready for questions and answers: indexed, counted, understood. Off the GUI thread."""
        from docqa.grounding import prepare

        for document in documents:
            yield from prepare(document)
        yield from self.packer().ready(documents, self.options(), cancel)

    def pack(
        self,
        question: str,
        documents: Sequence[Document],
        voice: str,
        turns: Sequence[Turn],
        regions: Sequence[Region] = (),
        looking: Looking | None = None,
    ) -> PackedContext:
        """The window as it would be sent now, its pictures not drawn. Off the GUI thread. Raises PackError."""
        from docqa import seeing
        from docqa.asking import main_language

        options, profile = self.options(voice), self.settings.endpoint
        if profile is not None:
            margin = self.calibration().margin(profile.model, main_language(documents))
            options = replace(options, margin=margin)
        looking = looking or seeing.WORDS_ALONE
        return seeing.pack(question, documents, self.packer(), options, turns, regions, looking, measured=True)

    def index(self, cancel: CancelToken) -> Generator[Progress, None, None]:
        """Make every document of the library findable; quick where they are. Off the GUI thread."""
        from docqa.library import LibrarySearch

        with LibrarySearch() as search:
            for progress in search.rebuild(self.store):
                cancel.check()
                yield progress

    def find_pages(self, query: str) -> tuple[PageHit, ...]:
        """The pages of the library's documents that answer a query best. Off the GUI thread. Raises StoreError."""
        from docqa.library import LibrarySearch

        with LibrarySearch() as search:
            return search.search(query)

    def calibration(self) -> Calibration:
        """How the models' own tokenizers were found to count."""
        with self._lock:
            if self._calibration is None:
                from docqa.library import Calibration

                self._calibration = Calibration.load()
            return self._calibration

    def profile(self, id: str = "") -> EndpointProfile | None:
        """The endpoint of the engine with this id, of the one in force without; None for the built-in reader."""
        if not id:
            return self.settings.endpoint
        return next((profile for profile in self.settings.endpoints if profile.name == id), None)

    def engine(self, id: str = "") -> Engine:
        """The engine with this id, or the one in force. Off the GUI thread.

        Raises SecretsUnavailable while the keyring is locked.
        """
        profile = self.profile(id)
        return self.make_engine(profile, self.key(profile.base_url) if profile else None)

    def prices(self, id: str = "") -> Prices | None:
        """What tokens of this engine's cost, as far as anybody knows. Off the GUI thread."""
        from docqa.prices import prices_of_profile

        return prices_of_profile(self.profile(id))

    def price_of(self, context: PackedContext) -> str:
        """What sending a window and filling its answer reserve costs, in words; "" where nothing is paid or known.

        Off the GUI thread.
        """
        from docqa.prices import price_line

        prices, tokens = self.prices(), context.report.tokens
        if prices is None or prices.free:
            return ""
        return price_line(prices.of(tokens.total - tokens.answer_reserve, tokens.answer_reserve), prices)

    def options(self, voice: str = "", id: str = "") -> PackingOptions:
        """The window of the engine with this id, or of the one in force. Off the GUI thread."""
        from docqa.domain import PackingOptions
        from docqa.packing import encoding_for

        profile = self.profile(id)
        if profile is None:
            return PackingOptions(voice=voice)
        encoding, model = encoding_for(profile.model), profile.model
        return PackingOptions(profile.window, profile.answer_reserve, encoding, voice=voice, model=model)

    @property
    def uses_builtin(self) -> bool:
        """Whether the built-in reader answers, so that nothing leaves this computer."""
        return self.settings.endpoint is None

    @property
    def chosen(self) -> str:
        """The id of the engine in force."""
        return BUILTIN if self.settings.endpoint is None else self.settings.endpoint.name

    def engine_name(self) -> str:
        """The engine in force, in words."""
        return next(choice.name for choice in self.choices() if choice.id == self.chosen)

    def choices(self) -> list[Choice]:
        """All engines that can be chosen, the built-in reader first."""
        builtin = Choice(BUILTIN, QCoreApplication.translate("Services", "Built-in reader"))
        return [builtin, *(Choice(profile.name, profile.name) for profile in self.settings.endpoints)]

    def choose(self, id: str) -> None:
        """Let another engine answer from now on. Raises StoreError when that can't be kept."""
        self.change(replace(self.settings, engine=id))

    def change(self, settings: Settings) -> None:
        """Take these settings, and keep them. Raises StoreError; they then serve for this run."""
        self.settings = settings
        settings.save()
