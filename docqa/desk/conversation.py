"""The conversation pane: the turns of a session, the context meter, and the box for the next question."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from docqa.desk import jobs
from docqa.desk.engine_button import EngineButton
from docqa.desk.messages import words
from docqa.desk.meter import ContextMeter, SentDialog
from docqa.desk.opening import Opened
from docqa.desk.question_box import QuestionBox
from docqa.desk.services import Services
from docqa.desk.theme import GRID, theme
from docqa.desk.turn import TurnView
from docqa.desk.understanding import Understanding
from docqa.desk.widgets import Bar, Elided, EmptyState, Notice, tool_button
from docqa.domain import CancelToken, Delta, Document, Session, Turn
from docqa.domain.wording import mode_line

if TYPE_CHECKING:
    from docqa.asking import AskEvent

_METER_MS = 250  # of quiet typing before the window is packed again
_TITLE = 64  # characters of the first question that name its session
_MEASURE = 86  # characters a line: longer ones lose the eye on the way back


@dataclass(frozen=True, slots=True)
class _Started:
    """The session that the question was put into; the first question makes it."""

    session: Session


class Conversation(QFrame):
    """One session's turns, or the empty beginning of one. Asks in a job and keeps what comes."""

    followed = Signal(object)  # Link: show these places
    session_begun = Signal(str)  # the first question has made this session
    busy_changed = Signal(bool)
    turn_ended = Signal()  # answered, stopped or failed
    settings_asked = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self._services = services
        self._opened: tuple[Opened, ...] = ()
        self._session: Session | None = None
        self._turns: tuple[Turn, ...] = ()
        self._unsent: dict[str, str] = {}
        self._asking: jobs.Job | None = None
        self._view: TurnView | None = None
        self._meter_job: jobs.Job | None = None

        self.title = Elided("", "heading")
        self.engine_button = EngineButton(services)
        self.engine_button.changed.connect(self.engine_chosen)
        self.engine_button.failed.connect(self.notice)
        self.engine_button.settings_asked.connect(self.settings_asked)
        self.more = tool_button("more", self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        bar = Bar(self.title, self.engine_button, self.more)
        bar.row.setStretch(0, 1)

        self._column = QVBoxLayout()
        self._column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 6 * GRID)
        self._column.setSpacing(7 * GRID)
        self._inner = QWidget()
        self._inner.setLayout(self._column)
        content = QWidget()
        content.setObjectName("turnsContent")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._inner, 1000, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("turns")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(content)
        self.area.setAccessibleName(self.tr("Conversation"))
        self.area.verticalScrollBar().rangeChanged.connect(self._follow)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._at_end = True
        self._empty = EmptyState("conversation", "", "")
        self._views: list[TurnView] = []
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)

        self.box = QuestionBox()
        self.box.asked.connect(self.ask)
        self.box.stopped.connect(self.stop)
        self.box.edited.connect(self._measure_soon)
        self.meter = ContextMeter()
        self.meter.opened.connect(self.show_what_is_sent)
        foot = QVBoxLayout()
        foot.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        foot.setSpacing(GRID)
        self.understanding = Understanding(services)
        self.understanding.ended.connect(self._measure)
        foot.addWidget(self.box)
        foot.addWidget(self.meter)
        foot.addWidget(self.understanding)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._empty, 1)
        column.addWidget(self.area, 1)
        column.addLayout(self._notices)
        column.addLayout(foot)
        self._typed = QTimer(self, singleShot=True, interval=_METER_MS)
        self._typed.timeout.connect(self._measure)
        theme().changed.connect(self._set_widths)
        self._set_widths()
        self.engine_chosen()
        self._refresh()

    # --- what is on the desk -------------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """The session these turns belong to; None before the first question."""
        return replace(self._session, turns=self._turns) if self._session else None

    @property
    def views(self) -> tuple[TurnView, ...]:
        """The turns as shown, oldest first."""
        return tuple(self._views)

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._asking is not None

    @property
    def questions(self) -> dict[str, str]:
        """What was written and not asked, by session id; under "" what belongs to no session yet."""
        return {**self._unsent, self._id: self.box.text}

    def set_questions(self, questions: Mapping[str, str]) -> None:
        """What was written earlier and not asked."""
        self._unsent = dict(questions)
        self.box.set_text(self._unsent.get(self._id, ""))

    @property
    def _id(self) -> str:
        return self._session.id if self._session else ""

    def begin(self, opened: Sequence[Opened]) -> None:
        """A new conversation about these documents."""
        self._leave()
        self._opened = tuple(opened)
        self.box.set_text(self._unsent.get("", ""))
        self._refresh()

    def show_session(self, session: Session, opened: Sequence[Opened]) -> None:
        """A session from the library with all its turns; `opened` is what of its documents could be opened."""
        self._leave()
        self._session, self._turns, self._opened = session, session.turns, tuple(opened)
        for turn in session.turns:
            self._add_view(turn.question).finish(turn)
        self.box.set_text(self._unsent.get(session.id, ""))
        self._at_end = True
        self._refresh()

    def set_documents(self, opened: Sequence[Opened]) -> None:
        """The same conversation, from now on about these documents besides those whose files are gone."""
        self._opened = tuple(opened)
        if self._session:
            session, store = self._session, self._services.store
            known = {ref.id for ref in session.documents}
            refs = (*session.documents, *(one.ref for one in opened if one.document.id not in known))
            self._session = replace(session, documents=refs)
            jobs.call(lambda: store.set_session_documents(session.id, refs), owner=self, on_error=self.notice)
        self._refresh()

    def rename(self, title: str) -> None:
        """The session has another title now."""
        if self._session:
            self._session = replace(self._session, title=title)
            self._refresh()

    def notice(self, error: Exception) -> None:
        """Say what went wrong beside the question box, until dismissed."""
        self._notices.addWidget(Notice(*words(error), tone="bad", closable=True))

    def _leave(self) -> None:
        """Let go of the session shown. An answer under way is stopped; the store keeps what had come."""
        self._unsent = self.questions
        if self._asking and self._view:
            self._asking.stop()
            if not self._view.begun and not self._unsent[self._id].strip():
                self._unsent[self._id] = self._view.question
        self._asking, self._view = None, None
        self._session, self._turns, self._opened = None, (), ()
        for view in self._views:
            view.hide()
            view.deleteLater()
        self._views.clear()

    def _documents(self) -> list[Document]:
        return [one.document for one in self._opened]

    def _refresh(self) -> None:
        """Make title, empty state and question box say how things stand."""
        names = ", ".join(one.document.title for one in self._opened)
        self.title.setText(self._session.title if self._session else self.tr("New conversation") if names else "")
        self.area.setVisible(bool(self._views))
        self._empty.setVisible(not self._views)
        if self._opened:
            self._empty.heading.setText(self.tr("Ask about {names}").format(names=names))
            self._empty.text.setText(
                self.tr("Answers quote the document with page numbers. Click one to see the words on the page.")
            )
        else:
            self._empty.heading.setText(self.tr("Ask your documents"))
            self._empty.text.setText(self.tr("Open one, and the conversation about it begins here."))
        self.box.set_state(ready=bool(self._opened), busy=self.busy)
        self.busy_changed.emit(self.busy)
        self.box.set_history([turn.question for turn in self._turns])
        self._measure()

    def _set_widths(self) -> None:
        self._inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * _MEASURE + 12 * GRID)
        self._inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    # --- asking --------------------------------------------------------------------------------------------

    def ask(self, question: str) -> None:
        """Ask this about the documents on the desk."""
        if self.busy or not self._opened:
            return
        if self._view and self._view.turn is None and self._view in self._views:
            self._remove(self._view)  # a question that got no answer makes room for its next try
        view = self._view = self._add_view(question)
        if self.box.text.strip() == question:
            self.box.set_text("")
        self._at_end = True
        self._asking = jobs.run(
            partial(self._work, question, self._session, self._opened),
            owner=self,
            on_events=partial(self._heard, view),
            on_result=partial(self._answered, view),
            on_error=partial(self._failed, view),
            on_cancelled=partial(self._stopped, view),
        )
        self._refresh()

    def stop(self) -> None:
        """Stop the answer; what has come is kept."""
        if self._asking and self._view:
            self._view.stopping()
            self._asking.stop()

    def _work(
        self,
        question: str,
        session: Session | None,
        opened: Sequence[Opened],
        cancel: CancelToken,
    ) -> Generator[_Started | AskEvent, None, Turn]:
        """The whole road of one question, off the GUI thread."""
        from docqa.asking import ask_in_session  # engines and all: the window must not wait for them

        services = self._services
        engine = services.engine()
        if session is None:
            refs = [one.ref for one in opened]
            session = services.store.create_session(title_of(question), refs)
            yield _Started(session)
        documents = [one.document for one in opened]
        options = services.options(session.voice)
        return (
            yield from ask_in_session(
                services.store,
                session.id,
                question,
                documents,
                engine,
                services.packer(),
                options,
                cancel,
                services.calibration(),
            )
        )

    def _heard(self, view: TurnView, events: Sequence[_Started | AskEvent]) -> None:
        if view is not self._view:
            return
        from docqa.asking import Packed  # the job has imported it

        text = ""
        for event in events:
            match event:
                case _Started():
                    self._session = event.session
                    self._unsent.pop("", None)
                    self.title.setText(event.session.title)
                    self.session_begun.emit(event.session.id)
                case Packed():
                    view.packed(mode_line(event.context.report))
                case Delta():
                    text += event.text
        if text:
            view.add(text)

    def _answered(self, view: TurnView, turn: Turn) -> None:
        if view is self._view:
            self._asking = self._view = None
            self._turns = (*self._turns, turn)
            view.finish(turn)
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
        """An unanswered question stays with the person."""
        if not self.box.text.strip():
            self.box.set_text(view.question)
        self._refresh()

    # --- the turns as shown --------------------------------------------------------------------------------

    def _add_view(self, question: str) -> TurnView:
        view = TurnView(question, {one.document.id: one.document for one in self._opened})
        view.followed.connect(self.followed)
        view.again.connect(self.ask)
        self._views.append(view)
        self._column.addWidget(view)
        return view

    def _remove(self, view: TurnView) -> None:
        self._views.remove(view)
        view.hide()
        view.deleteLater()

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self.area.verticalScrollBar().maximum() - 4 * GRID

    def _follow(self, _: int, maximum: int) -> None:
        """Stay with the newest words, unless the person has scrolled up to read."""
        if self._at_end:
            self.area.verticalScrollBar().setValue(maximum)

    # --- the context meter ---------------------------------------------------------------------------------

    def _measure_soon(self) -> None:
        self._typed.start()

    def _measure(self) -> None:
        self._typed.stop()
        if not self._opened:
            self.meter.clear()
            return
        if self.busy:
            return
        question, documents, turns = self.box.text.strip(), self._documents(), self._turns
        voice = self._session.voice if self._session else ""
        self._meter_job = jobs.call(
            lambda: self._services.pack(question, documents, voice, turns),
            owner=self,
            on_result=self.meter.show_context,
            on_error=self._cannot_measure,
            replaces=self._meter_job,
        )

    def _cannot_measure(self, error: Exception) -> None:
        self.meter.clear(words(error)[0])

    def show_what_is_sent(self) -> None:
        """Show the messages of the window as it would be sent now."""
        if self.meter.context:
            SentDialog(self.meter.context, self.meter.named_parts(), self.window()).exec()

    # --- the engine ----------------------------------------------------------------------------------------

    def engine_chosen(self) -> None:
        """Another engine answers from now on, or its window has changed."""
        self.engine_button.refresh()
        self._measure()


def title_of(question: str) -> str:
    """A session's title from its first question: its beginning, ending at a word."""
    line = " ".join(question.split())
    if len(line) <= _TITLE:
        return line
    return line[:_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
