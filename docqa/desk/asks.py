"""One question's whole road, off the GUI thread: the session it goes into, the engine asked, what is kept."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from docqa.desk.opening import Opened
from docqa.desk.services import Services
from docqa.domain import CancelToken, Region, Session, Turn

if TYPE_CHECKING:
    from docqa.asking import AskEvent, Request
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

    store, session = services.store, ask.session
    if session is None:
        refs = [one.ref for one in ask.opened]
        session = store.create_session(title_of(ask.question), refs, ask.voice)
        yield Started(session)
    request = _request(services, ask, cancel=cancel)
    if ask.deep:
        from docqa.deepkept import read_in_session

        prices = services.prices(ask.engine)
        turn = yield from read_in_session(store, session.id, request, ask.after, prices)
    else:
        turn = yield from ask_in_session(store, session.id, request, ask.after)
    return Asked(turn, store.session(session.id))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a deep read takes, and at which prices."""

    forecast: Forecast
    prices: Prices | None


def forecast(services: Services, ask: Ask, turns: Sequence[Turn]) -> Taken:
    """What reading everything for `ask` takes; `turns` lead up to it. Off the GUI thread. Raises PackError."""
    from docqa import deepkept

    prices = services.prices(ask.engine)
    return Taken(deepkept.forecast(_request(services, ask, turns), prices), prices)


def _request(
    services: Services, ask: Ask, turns: Sequence[Turn] = (), cancel: CancelToken | None = None
) -> Request:
    from docqa.asking import Request
    from docqa.seeing import WORDS_ALONE

    return Request(
        ask.question,
        [one.document for one in ask.opened],
        services.engine(ask.engine),
        services.packer(),
        services.options(ask.voice, ask.engine),
        turns,
        services.calibration(),
        ask.regions,
        ask.look() if ask.look else WORDS_ALONE,
        cancel or CancelToken(),
    )


def title_of(question: str) -> str:
    """A session's title from its first question: its beginning, ending at a word."""
    line = " ".join(question.split())
    if len(line) <= _TITLE:
        return line
    return line[:_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
