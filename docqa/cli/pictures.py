"""Pages and parts of pages on the command line: which are asked about, and whether they may go as pictures."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from docqa.domain import ContextReport, Document, Figure, Progress, Rect, Region
from docqa.domain.wording import pages_line, sight_line
from docqa.engines import Engine, OpenAIEngine, reads_pictures
from docqa.errors import DocqaError, NoVision, StoreError
from docqa.language.captions import mentions
from docqa.language.page_words import page_labels
from docqa.library import Eyes, FigureFiles, Settings
from docqa.reading import FIGURES_VERSION, Renderer, find_figures
from docqa.seeing import WORDS_ALONE, Encoded, Looking, page_named, pages_named

_REGION = re.compile(r"\s*(.+?)\s*:" + ",".join([r"\s*(-?\d+(?:\.\d+)?)\s*"] * 4))


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of every verb that packs a window."""
    parser.add_argument(
        "--pictures", action="store_true", help="send pages as pictures where that says more than their text"
    )
    parser.add_argument("--pages", metavar="3-5,9", help="only about these pages, by their printed labels")
    parser.add_argument(
        "--region",
        action="append",
        default=[],
        metavar="PAGE:x0,y0,x1,y1",
        help="only about this part of a page, in points from its top left; may be given several times",
    )


def regions_of(args: argparse.Namespace, documents: Sequence[Document]) -> tuple[Region, ...]:
    """The pages and parts that the options name. Raises DocqaError for one that is not there."""
    if not args.pages and not args.region:
        return ()
    if len(documents) != 1:
        raise DocqaError("--pages and --region are for one document at a time.", "Give one file.")
    (document,) = documents
    regions = [Region(document.id, page) for page in pages_named(args.pages or "", document)]
    for text in args.region:
        match = _REGION.fullmatch(text)
        if match is None:
            raise DocqaError(f"{text} is no part of a page.", "Write PAGE:x0,y0,x1,y1, as in 12:72,100,540,380.")
        edges = [float(edge) for edge in match.groups()[1:]]
        rect = Rect(
            min(edges[0], edges[2]), min(edges[1], edges[3]), max(edges[0], edges[2]), max(edges[1], edges[3])
        )
        regions.append(Region(document.id, page_named(match[1], document), rect))
    return tuple(dict.fromkeys(regions))


def eyes_of(engine: Engine, eyes: Eyes) -> bool | None:
    """Whether the engine reads pictures: as the person set it, as it was found, or as its name tells."""
    if not isinstance(engine, OpenAIEngine):
        return False
    with suppress(StoreError):
        for profile in Settings.load().endpoints:
            if (profile.base_url, profile.model) == (engine.base_url, engine.model) and profile.vision != "auto":
                return profile.vision == "yes"
    found = eyes.of(engine.base_url, engine.model)
    return reads_pictures(engine.model) if found is None else found


def looking_with(
    args: argparse.Namespace,
    files: Sequence[Path],
    opened: Sequence[tuple[Document, str | None]],
    engine: Engine,
    figures: Mapping[str, tuple[Figure, ...]],
    stack: ExitStack,
) -> tuple[Looking, str]:
    """What may be sent as pictures to `engine`, and what to say before that.

    Raises NoVision where pictures were demanded of an engine that is known to read none.
    """
    eyes = Eyes.load()
    sees = eyes_of(engine, eyes)
    about = bool(args.pages or args.region)
    name = engine.model or "the built-in reader"
    if sees is False and args.pictures:
        raise NoVision(
            f"{name[0].upper()}{name[1:]} reads no pictures, so nothing was sent.",
            "Leave --pictures out to ask about the text instead, or choose a model that reads pictures.",
        )
    if sees is False or (sees is None and not (about or args.pictures)):
        told = f"{name} reads no pictures: the words of these pages go instead" if about else ""
        return Looking(figures=figures), told
    found = _learner(engine, eyes)
    return Looking(_drawing(files, opened, stack), figures, args.pictures, found=found), ""


def _learner(engine: Engine, eyes: Eyes) -> Callable[[bool], None]:
    """What keeps whether `engine` turned out to have eyes."""

    def found(answer: bool) -> None:
        if isinstance(engine, OpenAIEngine):
            with suppress(StoreError):  # learnt again the next time
                eyes.learn(engine.base_url, engine.model, answer)

    return found


def measuring(
    args: argparse.Namespace,
    opened: Sequence[tuple[Document, str | None]],
    figures: Mapping[str, tuple[Figure, ...]],
) -> tuple[Looking, tuple[Region, ...]]:
    """How a window is packed that is only looked at, and what it is about."""
    documents = [document for document, _ in opened]
    regions = regions_of(args, documents)
    # Whoever asks for pictures wants to see how they fit; a model named decides whether they would be sent.
    sees = args.pictures or bool(regions and args.model and reads_pictures(args.model))
    named = bool(args.model and reads_pictures(args.model))
    draws = {document.id: _Undrawn() for document in documents} if sees or named else {}
    return Looking(draws, figures, args.pictures), regions


def figures_of(
    args: argparse.Namespace,
    files: Sequence[Path],
    opened: Sequence[tuple[Document, str | None]],
    questions: Sequence[str],
) -> Generator[Progress, None, dict[str, tuple[Figure, ...]]]:
    """The documents' figures, where a question names one or pictures are wanted; what was found is kept."""
    deep = getattr(args, "deep", False)  # which says how many of them it does not look at
    if not (
        args.pictures or args.region or deep or any(map(mentions, questions)) or any(map(page_labels, questions))
    ):
        return {}
    figures = {}
    for file, (document, password) in zip(files, opened, strict=True):
        figures[document.id] = yield from _figures(file, document, password)
    return figures


def _figures(
    file: Path, document: Document, password: str | None
) -> Generator[Progress, None, tuple[Figure, ...]]:
    """A document's figures, as they were kept or as they are found now."""
    kept = FigureFiles()
    found = kept.load(document.id, FIGURES_VERSION)
    if found is None:
        found = yield from find_figures(file, document, password=password)
        kept.keep(document.id, FIGURES_VERSION, found)
    return found


class Looks:
    """How the files of a batch may be looked at, question by question; the last one's pages are held ready.

    Only for questions that name a figure, a table or a page, and pictures only for engines known to have eyes. To
    be closed after the batch.
    """

    def __init__(self, engine: Engine, password: str | None) -> None:
        self._engine, self._password = engine, password
        self._eyes = Eyes.load()
        self._open: tuple[Path, Renderer] | None = None

    def __call__(self, file: Path, document: Document, question: str) -> Generator[Progress, None, Looking]:
        """How `file` may be looked at for this question. Raises LoadError where it can't be opened any more."""
        if not (mentions(question) or page_labels(question)):
            return WORDS_ALONE
        figures = {document.id: (yield from _figures(file, document, self._password))}
        if eyes_of(self._engine, self._eyes) is not True:
            return Looking(figures=figures)
        if self._open is None or self._open[0] != file:
            self.close()
            self._open = (file, Renderer(file, password=self._password))
        return Looking({document.id: self._open[1]}, figures, found=_learner(self._engine, self._eyes))

    def close(self) -> None:
        """Let go of the file whose pages were drawn last."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


class _Undrawn:
    """Stands in for what draws where nothing is drawn."""

    def encode(self, page: int, width: int, height: int, clip: Rect | None = None) -> Encoded:
        raise AssertionError("a window that is only measured draws nothing")


def _drawing(
    files: Sequence[Path], opened: Sequence[tuple[Document, str | None]], stack: ExitStack
) -> dict[str, Renderer]:
    """What draws each document's pages, closed with `stack`."""
    return {
        document.id: stack.enter_context(Renderer(file, password=password))
        for file, (document, password) in zip(files, opened, strict=True)
    }


def picture_lines(report: ContextReport, document: Document | None = None) -> list[str]:
    """What goes as pictures, a line each; of a `document`, which pages go as text, too."""
    lines = [f"picture of {sight_line(sight)}" for sight in report.pictures]
    if lines and document is not None:
        pages = sorted({place.span.page for place in report.included})
        labels = [page.label for page in document.pages]
        lines.append(f"text of {pages_line(pages, labels)}" if pages else "no text")
        omitted = [page for coverage in report.coverage for page in coverage.omitted]
        unread = [page for coverage in report.coverage for page in coverage.unreadable]
        lines += [f"left out: {pages_line(omitted, labels)}"] if omitted else []
        lines += [f"neither read nor seen: {pages_line(unread, labels)}"] if unread else []
    return lines
