"""The conversation pane: the turns of a session, the context meter, and the box for the next question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton

from docqa.desk import jobs
from docqa.desk.conversation_parts import ConversationParts
from docqa.desk.engine_button import EngineButton
from docqa.desk.shown_session import ShownSession
from docqa.desk.title_line import TitleLine
from docqa.desk.voice_button import VoiceButton
from docqa.desk.widgets import Bar, tool_button

if TYPE_CHECKING:
    from docqa.desk.answer import Link
    from docqa.desk.asks import Ask, Asked, AskedEvent, Taken
    from docqa.desk.opening import Opened
    from docqa.desk.services import Services
    from docqa.desk.turn import TurnView
    from docqa.domain import ContextReport, Region, Session, Turn
    from docqa.library import EndpointProfile
    from docqa.seeing import Looking


_ROOMY = 55  # characters of width that leave a title room beside the engine's name


class Conversation(ConversationParts):
    """One session's turns, or the empty beginning of one. Asks in a job and keeps what comes."""

    followed = Signal(object)  # Link: show these places
    session_begun = Signal(str)  # the first question has made this session
    busy_changed = Signal(bool)
    retitled = Signal()  # the session has been given another title here
    turn_ended = Signal()  # answered, stopped or failed
    settings_asked = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._opened: tuple[Opened, ...] = ()
        self.kept = ShownSession(services, lambda: self.area, self._finished, self)
        self.kept.failed.connect(self.notice)
        self.kept.retitled.connect(self.retitled)
        self._unsent: dict[str, str] = {}
        self._asking: jobs.Job | None = None
        self._ask: Ask | None = None  # what is being asked, or was asked last and not answered
        self._view: TurnView | None = None  # where

        self.title = TitleLine()
        self.title.renamed.connect(self._rename)
        self.engine_button = EngineButton(services)
        self.engine_button.changed.connect(self.engine_chosen)
        self.engine_button.failed.connect(self.notice)
        self.engine_button.settings_asked.connect(self.settings_asked)
        self.more = tool_button("more", self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.voice_button = VoiceButton(services)
        self.voice_button.chosen.connect(self._voice_chosen)
        self.voice_button.failed.connect(self.notice)
        bar = Bar(self.title, self.voice_button, self.engine_button, self.more)
        bar.row.setStretch(0, 1)

        self._column.insertWidget(0, bar)
        self.starters.asked.connect(self.ask)
        self.box.asked.connect(self.ask)
        self.box.stopped.connect(self.stop)
        self.measuring.wanted.connect(self._measure)
        self.changed.connect(self._measure)
        self.deep_wanted.connect(self.read_everything)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.engine_button.give_way(self.width() < self.fontMetrics().averageCharWidth() * _ROOMY)

    # --- what is on the desk -------------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """The session these turns belong to; None before the first question."""
        return self.kept.whole

    @property
    def views(self) -> tuple[TurnView, ...]:
        """The turns as shown, oldest first."""
        return self.area.views

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._asking is not None

    @property
    def questions(self) -> dict[str, str]:
        """What was written and not asked, by session id; under "" what belongs to no session yet."""
        return {**self._unsent, self.kept.id: self.box.text}

    def set_questions(self, questions: Mapping[str, str]) -> None:
        """What was written earlier and not asked."""
        self._unsent = dict(questions)
        written = self._unsent.get(self.kept.id, "")
        if written != self.box.text:
            self.box.set_text(written)

    @property
    def _voice(self) -> str:
        return self.voice_button.words

    @property
    def voice_to_be(self) -> str:
        """The voice chosen for a conversation that has no question yet; a session keeps its own."""
        return "" if self.kept.session else self._voice

    def set_voice_to_be(self, words: str) -> None:
        """The voice of a conversation that has no question yet."""
        if self.kept.session is None:
            self.voice_button.show_voice(words)
            self._measure()

    def _voice_chosen(self, words: str) -> None:
        """Answers of this session sound like this from now on."""
        self.kept.set_voice(words)
        self._measure()

    def begin(self, opened: Sequence[Opened]) -> None:
        """A new conversation about these documents; a voice that was chosen and has not answered yet stays."""
        voice = self.voice_to_be
        self._leave()
        self._on_desk(opened)
        self.voice_button.show_voice(voice)
        self.box.set_text(self._unsent.get("", ""))
        self._refresh()

    def show_session(self, session: Session, opened: Sequence[Opened]) -> None:
        """A session from the library with all its turns; `opened` is what of its documents could be opened."""
        self._leave()
        self._on_desk(opened)
        self.kept.show(session)
        self.voice_button.show_voice(session.voice)
        self.box.set_text(self._unsent.get(session.id, ""))
        self._refresh()

    def set_documents(self, opened: Sequence[Opened], *, without: str = "") -> None:
        """The same conversation, from now on about these documents besides those whose files are gone.

        `without` is the id of a document that it is no longer about.
        """
        self._on_desk(opened)
        self.kept.set_documents(opened, without)
        self._refresh()

    def take(self, opened: Sequence[Opened]) -> None:
        """The same documents with more of their pages read: the next question is about all of it."""
        self._opened = tuple(opened)
        self._measure()

    def _on_desk(self, opened: Sequence[Opened]) -> None:
        """These are the documents from now on."""
        self._opened = tuple(opened)
        ids = {one.document.id for one in opened}
        self.about.set_documents(opened)
        self.about.set([region for region in self.about.regions if region.document in ids])
        self.looks.find(opened)

    def _rename(self, title: str) -> None:
        """The person has given the session another title."""
        self.kept.retitle(title)
        self._refresh()

    def rename(self, title: str) -> None:
        """The session has another title now."""
        self.kept.rename(title)
        self._refresh()

    def notice(self, error: Exception) -> None:
        """Say what went wrong beside the question box, until dismissed."""
        from docqa.desk.messages import words
        from docqa.desk.widgets import Notice

        self._notices.addWidget(Notice(*words(error), tone="bad", closable=True))

    def _leave(self) -> None:
        """Let go of the session shown. An answer under way is stopped; the store keeps what had come."""
        self._unsent = self.questions
        if self._asking and self._view:
            self._asking.stop()
            if not self._view.begun and not self._unsent[self.kept.id].strip():
                self._unsent[self.kept.id] = self._view.question
        self._asking = self._view = self._ask = None
        self._opened = ()
        self.card.leave()
        self.kept.leave()

    def ask_about(self, regions: Sequence[Region]) -> None:
        """The next question is about these pages or parts of pages, too."""
        self.about.add(regions)
        self.box.field.setFocus()

    def _look(self, profile: EndpointProfile | None) -> Callable[[], Looking]:
        """How the next question may look at what is open; to be called off the GUI thread."""
        return partial(self.looks.looking, self._opened, profile, self.about.regions, self.about.without)

    def _refresh(self) -> None:
        """Make title, empty state and question box say how things stand."""
        names = ", ".join(one.document.title for one in self._opened)
        title = self.kept.session.title if self.kept.session else self.tr("New conversation") if names else ""
        self.title.show_title(title, can_change=self.kept.session is not None)
        self.area.setVisible(not self.area.empty)
        self.starters.setVisible(self.area.empty)
        self.starters.show_documents(self._opened)
        self.box.set_state(ready=bool(self._opened), busy=self.busy)
        self.busy_changed.emit(self.busy)
        self.box.set_history([turn.question for turn in self.kept.turns])
        self._measure()

    # --- the turns as shown --------------------------------------------------------------------------------

    def _finished(self, turn: Turn) -> TurnView:
        view = self._new_view(turn.question)
        view.finish(turn)
        self._show_sent(view, turn.report)
        return view

    def _show_sent(self, view: TurnView, report: ContextReport | None) -> None:
        """What went along with the question, above its answer."""
        from docqa.desk.about import sent_strip

        strip = sent_strip(report, self._opened)
        if strip is not None:
            strip.opened.connect(self.region_opened)
            view.insert_above_answer(strip)

    def _new_view(self, question: str) -> TurnView:
        from docqa.desk.turn import TurnView

        documents = {one.document.id: one.document for one in self._opened}
        view = TurnView(question, documents, self._services.choices)
        view.followed.connect(self._follow)
        view.hovered.connect(self._hover)
        view.again.connect(lambda text, engine: self._again(view, text, engine))
        view.turned.connect(lambda by: self._turn_to(view, by))
        view.region_opened.connect(self.region_opened)
        view.deep_asked.connect(lambda text: self.read_everything(text, after=self._before(view)))
        return view

    def _follow(self, link: Link) -> None:
        self.card.leave()
        self.followed.emit(link)

    def _hover(self, link: Link | None) -> None:
        if link:
            self.card.rest_on(link, self._opened)
        else:
            self.card.leave()

    def _again(self, view: TurnView, question: str, engine: str = "", *, deep: bool = False) -> None:
        """Ask in the place of a turn that is shown; what is there is kept beside it."""
        if view.turn is None and self._ask:  # it got no answer: the same once more
            engine, deep = engine or self._ask.engine, deep or self._ask.deep
            regions = self._ask.regions
        else:
            regions = view.turn.report.regions if view.turn and view.turn.report else ()
        here = {one.document.id for one in self._opened}
        self.about.set([region for region in regions if region.document in here])
        self.ask(question, after=self._before(view), engine=engine, deep=deep)

    def _before(self, view: TurnView) -> str:
        """The id of the turn that this one follows."""
        if view.turn is None:
            return self._ask.after if self._ask else ""
        return self.kept.before(view.turn)

    def _turn_to(self, view: TurnView, by: int) -> None:
        """Show the version before or after this one, with all that followed on it."""
        if view.turn is not None and not self.busy:
            self.show_turn(self.kept.version(view.turn, by))

    def show_turn(self, turn: str) -> None:
        """Bring the branch that a turn of this session is in to the front."""
        if self.kept.session is not None and not self.busy:
            self.kept.bring(turn, self._came_back)

    # --- asking --------------------------------------------------------------------------------------------

    def ask(self, question: str, *, after: str | None = None, engine: str = "", deep: bool = False) -> None:
        """Ask this about the documents on the desk: after the turn with this id ("" for none), else the last one.

        `engine` is the id of the one to ask, "" for the one in force; `deep` reads everything for it.
        """
        if self.busy or not self._opened:
            return
        ids = [turn.id for turn in self.kept.turns]
        if after is None:
            after = ids[-1] if ids else ""
        stay = ids.index(after) + 1 if after in ids else 0
        # An unanswered question makes room for its next try, and what went on from here for its other version.
        self.area.remove([view for view in self.area.views if view.turn is None or view.turn.id not in ids[:stay]])
        view = self._view = self._new_view(question)
        if deep:
            view.show_notes()
        self.area.add(view)
        self.offer.hide()
        if self.box.text.strip() == question:
            self.box.set_text("")
        self.area.stay_at_end()
        from docqa.desk.asks import Ask, work

        look = self._look(self._services.profile(engine))
        regions = () if deep else self.about.regions
        self._ask = Ask(question, self.kept.session, self._opened, after, engine, self._voice, deep, regions, look)
        self.about.clear()
        self._asking = jobs.run(
            partial(work, self._services, self._ask),
            owner=self,
            on_events=partial(self._heard, view),
            on_result=partial(self._answered, view),
            on_error=partial(self._failed, view),
            on_cancelled=partial(self._stopped, view),
        )
        self._refresh()

    def read_everything(self, question: str, *, after: str | None = None) -> None:
        """Say what reading everything for a question takes, and do it if the person wants to."""
        if self.busy or not self._opened or not question:
            return
        from docqa.desk.asks import Ask, forecast
        from docqa.desk.deep import ForecastDialog

        ids = [turn.id for turn in self.kept.turns]
        place = after if after is not None else ids[-1] if ids else ""
        turns = self.kept.turns[: ids.index(place) + 1] if place in ids else ()
        ask = Ask(question, self.kept.session, self._opened, place, voice=self._voice, deep=True)
        self.offer.counting(True)

        def counted(taken: Taken) -> None:
            dialog = ForecastDialog(taken.forecast, taken.prices, self._services.engine_name(), self.window())
            if dialog.exec():
                self.ask(question, after=place, deep=True)

        jobs.call(
            lambda: forecast(self._services, ask, turns),
            owner=self,
            on_result=counted,
            on_error=self.notice,
            on_done=lambda: self.offer.counting(False),
        )

    def stop(self) -> None:
        """Stop the answer; what has come is kept."""
        if self._asking and self._view:
            self._view.stopping()
            self._asking.stop()

    def _heard(self, view: TurnView, events: Sequence[AskedEvent]) -> None:
        if view is not self._view:
            return
        from docqa.asking import Packed  # the job has imported it
        from docqa.desk.asks import Started
        from docqa.domain import Delta
        from docqa.domain.wording import mode_line

        text = ""
        for event in events:
            match event:
                case Started():
                    self.kept.session = event.session
                    self._unsent.pop("", None)
                    self.title.show_title(event.session.title, can_change=True)
                    self.session_begun.emit(event.session.id)
                case Packed():
                    view.packed(mode_line(event.context.report))
                    self._show_sent(view, event.context.report)
                case Delta():
                    text += event.text
                case _:
                    view.heard(event)
        if text:
            view.add(text)

    def _answered(self, view: TurnView, asked: Asked) -> None:
        if view is self._view:
            self._asking = self._view = self._ask = None
            self.kept.session, self.kept.turns = asked.session, asked.session.turns
            view.finish(asked.turn)
            self.kept.place(view, asked.turn)
            self._refresh()
        self.turn_ended.emit()

    def _failed(self, view: TurnView, error: Exception) -> None:
        if view is self._view:
            self._asking = None
            view.fail(error)
            self._give_back(view)
        self.turn_ended.emit()

    def _stopped(self, view: TurnView) -> None:
        if view is self._view:
            self._asking = None
            view.stopped_before_first_word()
            self._give_back(view)
        self.turn_ended.emit()

    def _give_back(self, view: TurnView) -> None:
        """An unanswered question stays with the person; what had been answered in its place comes back."""
        ask = self._ask
        ids = [turn.id for turn in self.kept.turns]
        if ask and self.kept.session and ids and ask.after != ids[-1]:
            self.kept.turns = tuple(
                turn for turn in self.kept.turns if turn.id in ids[: _index(ids, ask.after) + 1]
            )
            view.offer(self.tr("Show what was here before"), self._come_back)
        elif not self.box.text.strip():
            self.box.set_text(view.question)
            self.about.set(ask.regions if ask else ())
        self._refresh()

    def _come_back(self) -> None:
        self.kept.read_again(self._came_back)

    def _came_back(self, session: Session) -> None:
        if session.id == self.kept.id and not self.busy:
            self.kept.show(session)
            self._refresh()

    # --- the context meter ---------------------------------------------------------------------------------

    def _measure(self) -> None:
        if self.busy:
            return
        if not self._opened:
            self.measuring.nothing()
            return
        look = self._look(self._services.profile())
        documents = [one.document for one in self._opened]
        self.measuring.measure(
            self.box.text.strip(), documents, self._voice, self.kept.turns, self.about.regions, look
        )

    def show_what_is_sent(self) -> None:
        """Show the messages of the window as it would be sent now."""
        self.measuring.show_what_is_sent()

    # --- the engine ----------------------------------------------------------------------------------------

    def engine_chosen(self) -> None:
        """Another engine answers from now on, or its window has changed."""
        self.engine_button.refresh()
        self.voice_button.show_voice(self._voice)
        self._measure()


def _index(ids: Sequence[str], id: str) -> int:
    return ids.index(id) if id in ids else -1
