"""One question's whole road, off the GUI thread: the session it goes into, the engine asked, what is kept."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from docqa.desk.opening import Opened
from docqa.desk.services import Services
from docqa.domain import CancelToken, Region, Session, Turn

if TYPE_CHECKING:
    from docqa.asking import AskEvent
    from docqa.deepforecast import Forecast
    from docqa.deepread import DeepEvent
    from docqa.prices import Prices
    from docqa.seeing import Looking

_TITLE = 64  # characters of the first question that name its session


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: in which session (None makes one), about what, after which turn ("" for none), of whom.

    `engine` is an id, "" for the engine in force; `deep` reads everything part by part. `regions` are the pages
    and parts that it is about, none for all; `look` says what may go along as pictures.
    """

    question: str
    session: Session | None
    opened: tuple[Opened, ...]
    after: str = ""
    engine: str = ""
    voice: str = ""
    deep: bool = False
    regions: tuple[Region, ...] = ()
    look: Callable[[], Looking] | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The session that the question was put into; the first question makes it."""

    session: Session


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer, and the session as it now is."""

    turn: Turn
    session: Session


AskedEvent: TypeAlias = "Started | AskEvent | DeepEvent"


def work(services: Services, ask: Ask, cancel: CancelToken) -> Generator[AskedEvent, None, Asked]:
    """Ask; yields what comes. Raises what `docqa.asking.ask_in_session` and `docqa.deepread` raise."""
    from docqa.asking import ask_in_session  # engines and all: the window must not wait for them
    from docqa.seeing import WORDS_ALONE

    store, session = services.store, ask.session
    engine = services.engine(ask.engine)
    if session is None:
        refs = [one.ref for one in ask.opened]
        session = store.create_session(title_of(ask.question), refs, ask.voice)
        yield Started(session)
    if ask.deep:
        turn = yield from _read_everything(services, ask, session, cancel)
    else:
        turn = yield from ask_in_session(
            store,
            session.id,
            ask.question,
            [one.document for one in ask.opened],
            engine,
            services.packer(),
            services.options(ask.voice, ask.engine),
            cancel,
            services.calibration(),
            after=ask.after,
            regions=ask.regions,
            looking=ask.look() if ask.look else WORDS_ALONE,
        )
    return Asked(turn, store.session(session.id))


def _read_everything(
    services: Services, ask: Ask, session: Session, cancel: CancelToken
) -> Generator[AskedEvent, None, Turn]:
    from docqa import deepkept
    from docqa.deepread import Kept, read_in_session, reading_key

    store = services.store
    documents = [one.document for one in ask.opened]
    engine, options = services.engine(ask.engine), services.options(ask.voice, ask.engine)
    history = store.turns_until(session.id, ask.after)
    key = reading_key(ask.question, documents, engine, options, history)
    work = read_in_session(
        store,
        session.id,
        ask.question,
        documents,
        engine,
        services.packer(),
        options,
        cancel,
        reading=deepkept.kept(key),
        calibration=services.calibration(),
        prices=services.prices(ask.engine),
        after=ask.after,
    )
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            turn: Turn = end.value
            break
        if isinstance(event, Kept):
            deepkept.keep(event.reading)
        yield event
    if turn.answer.complete:
        deepkept.forget(key)
    return turn


@dataclass(frozen=True, slots=True)
class Taken:
    """What a deep read takes, and at which prices."""

    forecast: Forecast
    prices: Prices | None


def forecast(services: Services, ask: Ask, turns: Sequence[Turn]) -> Taken:
    """What reading everything for `ask` takes; `turns` lead up to it. Off the GUI thread. Raises PackError."""
    from docqa import deepkept, deepread
    from docqa.asking import calibrated

    documents = [one.document for one in ask.opened]
    engine, options = services.engine(ask.engine), services.options(ask.voice, ask.engine)
    reading = deepkept.kept(deepread.reading_key(ask.question, documents, engine, options, turns))
    options = (
        replace(options, margin=reading.margin)
        if reading
        else calibrated(options, documents, engine, services.calibration())
    )
    prices = services.prices(ask.engine)
    found = deepread.forecast(ask.question, documents, engine, options, turns, reading=reading, prices=prices)
    return Taken(found, prices)


def title_of(question: str) -> str:
    """A session's title from its first question: its beginning, ending at a word."""
    line = " ".join(question.split())
    if len(line) <= _TITLE:
        return line
    return line[:_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
