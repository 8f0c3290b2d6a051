"""Deep read: go through all of the documents, take notes part by part, and answer from the notes.

For questions that passages cannot answer, since they count, list or sum up. Reads beside `asking`: cut into parts
-> notes from each -> find each note's quotes -> condense if need be -> one answer, checked like any other.

Nothing that an engine has said is asked for twice: every event `Kept` carries a `Reading` that `deepkept` keeps
and gives back to go on after a stop, an error or a kill.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from docqa import asking
from docqa.deepforecast import Forecast, forecast_of, parts_of
from docqa.deepnotes import as_noted, looked_up, notes_in
from docqa.deepstate import Reading, Said, call_digest, question_before, reading_key
from docqa.domain import (
    CancelToken,
    ContextReport,
    Delta,
    Document,
    Done,
    Event,
    Mode,
    Note,
    NoteState,
    PackedContext,
    Stop,
    TokenUse,
    Turn,
    Usage,
    Used,
)
from docqa.engines import BuiltinReader, Engine
from docqa.errors import ContextTooLong, PackError
from docqa.language.whole import wants_whole
from docqa.packing import count
from docqa.packing.notes import Noted, answer_window, condensing_windows
from docqa.packing.parts import Part
from docqa.packing.window import coverage
from docqa.prices import Prices

_SHRINKS = 0.9  # a round of condensing that leaves more than this share of the notes' tokens leads nowhere


@dataclass(frozen=True, slots=True)
class PartStarted:
    """Part `number` of `of` is being read; `pages` says what it holds. `kept`: its notes are there already."""

    number: int
    of: int
    pages: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class NoteWords:
    """Words of notes as they arrive, not looked up yet."""

    text: str


@dataclass(frozen=True, slots=True)
class NoteFound:
    """A note from part `part`, looked up in the documents."""

    part: int
    note: Note


@dataclass(frozen=True, slots=True)
class Condensing:
    """The notes do not fit the window together: batch `number` of `of` is being condensed, in round `round`."""

    round: int
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Kept:
    """There is more to keep: `reading` replaces the one before."""

    reading: Reading


DeepEvent = Forecast | PartStarted | NoteWords | NoteFound | Condensing | Kept | asking.AskEvent


def read_deeply(
    request: asking.Request, *, reading: Reading | None = None, prices: Prices | None = None
) -> Generator[DeepEvent, None, Turn]:
    """Read everything and answer: yields a Forecast before anything is sent, and then how it goes.

    `reading` is what was kept of the same question; another's is left aside. Documents that fit the window are
    asked as they are. The usage of the Turn is that of all calls, and it keeps the notes. Raises what `asking.ask`
    raises; Cancelled and EngineError before the answer's first word leave what the last `Kept` said.
    """
    work = _read(request, reading, prices)
    notes: list[Note] = []
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            turn: Turn = end.value
            return replace(turn, notes=tuple(notes))
        if isinstance(event, NoteFound):
            notes.append(replace(event.note, checks=(), part=event.part))
        yield event


def _read(
    request: asking.Request, reading: Reading | None, prices: Prices | None
) -> Generator[DeepEvent, None, Turn]:
    key = reading_key(request)
    if reading is None or reading.key != key:
        reading = Reading(key, request.calibrated().margin)
    request = replace(request, options=replace(request.options, margin=reading.margin))
    parts = parts_of(request)
    yield forecast_of(request, parts, reading, prices)
    if isinstance(request.engine, BuiltinReader):
        return (yield from _read_locally(request, request.engine, parts))
    if len(parts) <= 1:
        context = request.packer.pack(request.question, request.documents, request.options, request.history)
        if context.report.mode is Mode.WHOLE:
            return (yield from asking.answer(request, context))
    return (yield from _Reader(request, reading).read(parts))


class _Reader:
    """One deep read with a model: what it was asked, and what has been said so far."""

    def __init__(self, request: asking.Request, reading: Reading) -> None:
        self.request = request
        self.documents, self.options = request.documents, request.options
        self.reading = reading
        self.calls: list[Said] = []  # of this question, those kept from before among them
        self.warnings: list[str] = []

    def read(self, parts: Sequence[Part]) -> Generator[DeepEvent, None, Turn]:
        """Notes from each part, then the answer."""
        noted: list[Noted] = []
        unfound, cut_short = 0, []
        for part in parts:
            kept = self.reading.find(call_digest(part.context)) is not None
            yield PartStarted(part.number, part.of, part.pages, kept)
            said = yield from self._ask(part.context)
            if said.cut:
                cut_short.append(part.pages)
            for note in notes_in(said.text, self._shown(part), cut=said.cut):
                yield NoteFound(part.number, note)
                unfound += note.state is NoteState.MISSING
                noted += as_noted(note, self.documents, self.options)
        if cut_short:
            self.warnings.append(
                f"The notes from {'; '.join(cut_short)} were cut at the room kept for them: something there may "
                "be missing. A larger answer reserve makes more room."
            )
        if unfound:
            several = unfound > 1
            self.warnings.append(
                f"{unfound} {'notes were' if several else 'note was'} left out: "
                f"{'their' if several else 'its'} quotes are not in the document."
            )
        context = yield from self._answer_window(noted)
        turn = yield from asking.answer(self.request, context)
        answer = turn.answer
        warning = " ".join(filter(None, (answer.warning, *self.warnings)))
        return replace(turn, answer=replace(answer, usage=self._usage(answer.usage), warning=warning))

    def _shown(self, part: Part) -> list[Document]:
        """The documents that a part shows something of: its notes can be about no other."""
        shown = {place.document for place in part.context.report.included}
        return [document for document in self.documents if document.id in shown]

    def _answer_window(self, noted: Sequence[Noted]) -> Generator[DeepEvent, None, PackedContext]:
        """The window for the answer, after as many rounds of condensing as it takes."""
        rounds = 0
        while True:
            context = answer_window(
                self.request.question, noted, self.documents, self.options, self.request.history
            )
            if context is not None:
                return context
            rounds += 1
            before = self._tokens(noted)
            noted = yield from self._condense(noted, rounds)
            if self._tokens(noted) > _SHRINKS * before:
                raise PackError(
                    f"The notes of this deep read do not fit the window of {self.options.window:,} tokens, and "
                    "the model did not condense them.",
                    "Choose a larger window or another model; the notes are kept.",
                )

    def _condense(self, noted: Sequence[Noted], round: int) -> Generator[DeepEvent, None, list[Noted]]:
        windows = condensing_windows(
            self.request.question, noted, self.documents, self.options, question_before(self.request)
        )
        condensed: list[Noted] = []
        lost = 0
        for number, context in enumerate(windows, 1):
            yield Condensing(round, number, len(windows))
            said = yield from self._ask(context)
            notes = notes_in(said.text, self.documents, cut=said.cut)
            some = [piece for note in notes for piece in as_noted(note, self.documents, self.options)]
            lost += said.cut or not some
            condensed += some
        if lost:
            self.warnings.append(
                "The notes were more than the window holds, and condensing them lost some: a larger window may "
                "find more."
            )
        return condensed

    def _ask(self, context: PackedContext) -> Generator[DeepEvent, None, Said]:
        """What the engine says to `context`; from what is kept, if it was asked before."""
        call = call_digest(context)
        said = self.reading.find(call)
        if said is None:
            self.request.cancel.check()
            pieces: list[str] = []
            usage, stop = Usage(), Stop.FINISHED
            for event in self.request.engine.stream(context, self.request.cancel):
                match event:
                    case Delta(text):
                        pieces.append(text)
                        yield NoteWords(text)
                    case Used():
                        usage = event.usage
                        self._heed(usage, context)
                    case Done():
                        stop = event.stop
            text = "".join(pieces)
            said = Said(call, text, usage.prompt, usage.answer, usage.cached, stop is Stop.LENGTH)
            self.reading = replace(self.reading, said=(*self.reading.said, said))
            yield Kept(self.reading)
        self.calls.append(said)
        return said

    def _heed(self, usage: Usage, context: PackedContext) -> None:
        """Notes from a part that the server did not read whole are no notes: stop before more is paid for."""
        warning = asking.heed(self.request, context, usage)
        if warning:
            raise ContextTooLong(
                warning, "The notes from the parts before are kept while the window stays as it is."
            )

    def _usage(self, last: Usage | None) -> Usage | None:
        """The tokens of all calls; None where the server counts none."""
        used = [Usage(said.prompt, said.answer, said.cached) for said in self.calls] + ([last] if last else [])
        total = Usage(*(sum(getattr(each, name) for each in used) for name in ("prompt", "answer", "cached")))
        return total if total != Usage() else last

    def _tokens(self, noted: Sequence[Noted]) -> int:
        return count("\n".join(note.text for note in noted), self.options.encoding)


def _read_locally(
    request: asking.Request, engine: BuiltinReader, parts: Sequence[Part]
) -> Generator[DeepEvent, None, Turn]:
    """The built-in reader has no window: it looks through every page, and for a list it quotes all that match."""
    for part in parts:
        request.cancel.check()
        yield PartStarted(part.number, part.of, part.pages)
        events = list(engine.stream(part.context, request.cancel))
        if not any(isinstance(event, Done) and event.refused for event in events):
            said = "".join(event.text for event in events if isinstance(event, Delta))
            yield NoteFound(part.number, looked_up(said, request.documents))
    passages = tuple(passage for part in parts for passage in part.context.passages)
    report = ContextReport(
        mode=Mode.WHOLE,
        window=sum(part.context.report.tokens.document for part in parts),
        tokens=replace(
            parts[0].context.report.tokens if parts else TokenUse(),
            document=sum(part.context.report.tokens.document for part in parts),
        ),
        included=tuple(passage.place for passage in passages),
        coverage=tuple(coverage(document, set(range(len(document.pages)))) for document in request.documents),
    )
    context = PackedContext(request.question, (), passages, report)
    reader: Engine = _Lister(engine) if wants_whole(request.question) else engine
    return (yield from asking.answer(request, context, reader))


class _Lister:
    """The built-in reader, made to quote everything that matches."""

    def __init__(self, engine: BuiltinReader) -> None:
        self.name, self.model = engine.name, engine.model
        self._engine = engine

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        """All matches as Deltas, in the order of the documents."""
        return self._engine.every(context, cancel)
