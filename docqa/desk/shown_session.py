"""The session on the desk: its turns as they are shown, and what is changed in it, which is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from docqa.desk import jobs

if TYPE_CHECKING:
    from docqa.desk.opening import Opened
    from docqa.desk.services import Services
    from docqa.desk.turn import TurnView
    from docqa.desk.turns_area import TurnsArea
    from docqa.domain import Session, Turn


class ShownSession(QObject):
    """One session, or none before the first question. `finished` makes the view of a turn that was answered."""

    retitled = Signal()  # the library has its new title now
    failed = Signal(object)  # Exception: something could not be kept or read

    def __init__(
        self,
        services: Services,
        area: Callable[[], TurnsArea],
        finished: Callable[[Turn], TurnView],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._area, self._finished = services, area, finished
        self.session: Session | None = None  # without its turns' account: see `turns`
        self.turns: tuple[Turn, ...] = ()

    @property
    def id(self) -> str:
        """The session's id; "" for none."""
        return self.session.id if self.session else ""

    @property
    def whole(self) -> Session | None:
        """The session with the turns that are shown."""
        return replace(self.session, turns=self.turns) if self.session else None

    def leave(self) -> None:
        """Let go of it."""
        self.session, self.turns = None, ()
        self._area().clear()

    # --- what is shown -------------------------------------------------------------------------------------

    def show(self, session: Session) -> None:
        """Show the session's turns; those that are there already stay as they are."""
        same = 0
        for before, now in zip(self.turns, session.turns, strict=False):
            if before != now:
                break
            same += 1
        stand = [view for view in self._area().views if view.turn in session.turns[:same]]
        self._area().remove([view for view in self._area().views if view not in stand])
        same = len(stand)
        self.session, self.turns = session, session.turns
        self._area().show_turns([partial(self._view_of, turn) for turn in session.turns[same:]])
        for view, turn in zip(stand, session.turns, strict=False):
            self.place(view, turn)

    def _view_of(self, turn: Turn) -> TurnView:
        view = self._finished(turn)
        self.place(view, turn)
        return view

    def place(self, view: TurnView, turn: Turn) -> None:
        """Say which of several versions a turn is."""
        assert self.session is not None
        versions = [one.id for one in self.session.beside(turn.id)]
        view.set_versions(versions.index(turn.id) + 1, len(versions))

    def before(self, turn: Turn) -> str:
        """The id of the turn that this one follows; "" for none."""
        place = self.turns.index(turn)
        return self.turns[place - 1].id if place else ""

    def version(self, turn: Turn, by: int) -> str:
        """The id of the version asked before (-1) or after (1) this one in its place."""
        assert self.session is not None
        versions = [one.id for one in self.session.beside(turn.id)]
        return versions[versions.index(turn.id) + by]

    def bring(self, turn: str, then: Callable[[Session], None]) -> None:
        """Let the branch that a turn is in be the one that is shown, and go `then` on with the session."""
        store, id = self._services.store, self.id

        def change() -> Session:
            store.show_turn(id, turn)
            return store.session(id)

        jobs.call(change, owner=self, on_result=then, on_error=self.failed.emit)

    def read_again(self, then: Callable[[Session], None]) -> None:
        """The session as the library has it."""
        store, id = self._services.store, self.id
        jobs.call(lambda: store.session(id), owner=self, on_result=then, on_error=self.failed.emit)

    # --- what is changed -----------------------------------------------------------------------------------

    def retitle(self, title: str) -> None:
        """The person has given it another title."""
        store, id = self._services.store, self.id
        self.rename(title)
        jobs.call(
            lambda: store.rename_session(id, title),
            owner=self,
            on_result=lambda _: self.retitled.emit(),
            on_error=self.failed.emit,
        )

    def rename(self, title: str) -> None:
        """It has another title now, which the library knows."""
        if self.session:
            self.session = replace(self.session, title=title)

    def set_voice(self, words: str) -> None:
        """Its answers sound like this from now on."""
        if self.session:
            store, id = self._services.store, self.id
            self.session = replace(self.session, voice=words)
            jobs.call(lambda: store.set_voice(id, words), owner=self, on_error=self.failed.emit)

    def set_documents(self, opened: Sequence[Opened], without: str) -> None:
        """It is about these besides those whose files are gone, and not about the one with the id `without`."""
        if self.session:
            session, store = self.session, self._services.store
            known = {ref.id for ref in session.documents}
            together = (*session.documents, *(one.ref for one in opened if one.document.id not in known))
            refs = tuple(ref for ref in together if ref.id != without)
            self.session = replace(session, documents=refs)
            jobs.call(lambda: store.set_session_documents(session.id, refs), owner=self, on_error=self.failed.emit)
