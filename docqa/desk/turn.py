"""One question and its answer on the desk: while it streams, when it is done, and when it failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from docqa.desk.answer import AnswerText, marked_html, sound
from docqa.desk.deep import DeepNotes
from docqa.desk.languages import apart, said
from docqa.desk.messages import BugDialog, is_bug, words
from docqa.desk.services import Choice
from docqa.desk.streaming import settled
from docqa.desk.theme import GRID, icon
from docqa.desk.turn_coverage import CoverageLine, is_whole
from docqa.desk.turn_head import QuestionHead
from docqa.desk.turn_sources import Sources
from docqa.desk.widgets import Notice, Picture, button, label, tool_button
from docqa.domain import BUILTIN, CUT, STOPPED, Answer, Document, Place, Status, Turn
from docqa.domain.wording import checks_line, coverage_line, mode_line
from docqa.language.markup import to_html

_LEAST_MS = 50  # between two paintings of a streaming answer
_SHARE = 4  # a painting may take this part of the time: a long answer is painted less often, never late


class TurnView(QFrame):
    """A question as a heading, its answer as text, and below it what the answer rests on.

    `engines` are those that can be asked instead.
    """

    followed = Signal(object)  # Link: the person wants to see these places
    hovered = Signal(object)  # Link under the pointer, or None
    again = Signal(str, str)  # question, engine's id ("" for the one in force): ask it in this one's place
    turned = Signal(int)  # -1, 1: show the version before, after
    region_opened = Signal(object)  # Region: show this page
    deep_asked = Signal(str)  # the question to read everything for, in this one's place

    def __init__(
        self,
        question: str,
        documents: Mapping[str, Document],
        engines: Callable[[], Sequence[Choice]] = lambda: (),
    ) -> None:
        super().__init__()
        self.question = question
        self.turn: Turn | None = None
        self._documents = documents
        self._engines = engines
        self.notes: DeepNotes | None = None
        self._text = ""
        self._painted = True
        self._cost = 0.0
        self._sources = Sources(documents, self)
        self._sources.followed.connect(self.followed)
        self._sources.hovered.connect(self.hovered)

        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)
        self.head = QuestionHead(question)
        self.head.edited.connect(lambda text: self.again.emit(text, ""))
        self.head.turned.connect(self.turned)
        self._column.addWidget(self.head)
        self._doing = label(self.tr("Choosing what to send…"), "muted", wrap=True)
        self._column.addWidget(self._doing)
        self._above: list[AnswerText] = []  # what of a streaming answer will not change any more
        self.answer = AnswerText()
        self.answer.followed.connect(self.followed)
        self.answer.hovered.connect(self.hovered)
        self.answer.hide()
        self._column.addWidget(self.answer)
        self._below = QVBoxLayout()
        self._below.setSpacing(2 * GRID)
        self._column.addLayout(self._below)

        self._paint = QTimer(self, singleShot=True)
        self._paint.timeout.connect(self._paint_text)

    @property
    def begun(self) -> bool:
        """Whether a word of the answer has come."""
        return bool(self._text or self._above)

    def insert_above_answer(self, widget: QWidget) -> None:
        """Show something between the question and its answer."""
        self._column.insertWidget(1, widget)

    # --- while everything is read --------------------------------------------------------------------------

    def show_notes(self) -> DeepNotes:
        """Everything is being read for this, or was: show how far, and the notes."""
        self.notes = DeepNotes(self._documents)
        self.notes.followed.connect(self.followed)
        self.notes.hovered.connect(self.hovered)
        self.insert_above_answer(self.notes)
        self._doing.setText(self.tr("Parting the documents…"))
        return self.notes

    def heard(self, event: object) -> None:
        """Something of a deep read."""
        from docqa.deepread import Condensing, NoteFound, NoteWords, PartStarted  # the job has imported it

        if self.notes is None:
            return
        match event:
            case PartStarted():
                self._doing.hide()
                self.notes.part_started(event.number, event.of, event.pages, kept=event.kept)
            case NoteWords():
                self.notes.note_words(event.text)
            case NoteFound():
                self.notes.note_found(replace(event.note, part=event.part))
            case Condensing():
                self.notes.condensing(event.number, event.of)

    # --- while it streams ----------------------------------------------------------------------------------

    def packed(self, summary: str) -> None:
        """The window is packed; `summary` says how. Nothing has come yet."""
        if self.notes:
            self.notes.answering()
            self._doing.show()
        self._doing.setText(self.tr("{what} · waiting for the first word…").format(what=summary))

    def add(self, text: str) -> None:
        """More words of the answer."""
        self._text += text
        self._painted = False
        if not self._paint.isActive():
            self._paint.start(max(_LEAST_MS, int(self._cost * _SHARE * 1000)))

    def stopping(self) -> None:
        """The person stopped it; what came is being kept."""
        self._doing.setText(self.tr("Stopping…"))
        self._doing.show()

    def _paint_text(self) -> None:
        if self._painted:
            return
        self._painted = True
        began = time.monotonic()
        self._doing.hide()
        self.answer.show()
        if done := settled(self._text):
            above = AnswerText()
            self._column.insertWidget(self._column.indexOf(self.answer), above)
            above.show_html(to_html(self._text[:done]))
            self._above.append(above)
            self._text = self._text[done:]
        self.answer.show_html(to_html(self._text))
        self._cost = time.monotonic() - began

    def _end_stream(self) -> None:
        self._paint.stop()
        self._doing.hide()
        if self.notes:
            self.notes.ended()
        for part in self._above:
            part.hide()
            part.deleteLater()
        self._above.clear()

    # --- when it is done -----------------------------------------------------------------------------------

    def finish(self, turn: Turn) -> None:
        """Show the checked answer with all that was found out about it."""
        self.turn = turn
        answer = turn.answer
        html, links = marked_html(answer, self._label)
        self._end_stream()
        if turn.notes and self.notes is None:
            self.show_notes().show_kept(turn.notes)
        self.answer.setVisible(bool(answer.text))
        self.answer.show_html(html, links)
        self.head.set_open(True)
        self._clear_below()
        if not answer.complete:
            self._below.addWidget(self._state("warning", "warn", self._problem(answer)))
        if answer.warning:
            self._below.addWidget(self._state("warning", "warn", said(answer.warning)))
        if answer.refused:
            self._below.addWidget(self._state("info", "muted", self.tr("Not answered from the document.")))
        if turn.report and turn.report.hint:
            self._below.addWidget(self._state("info", "muted", said(turn.report.hint)))
        if turn.report and not is_whole(turn.report):
            seen = CoverageLine(turn.report, self._documents, local=answer.builtin)
            seen.opened.connect(self.region_opened)
            self._below.addWidget(seen)
        if checks := answer.claims:
            wrong = any(check.status is Status.MISSING for check in checks)
            picture = ("missing", "bad") if wrong else ("warning", "warn")
            found = all(map(sound, checks))
            self._below.addWidget(self._state(*(("check", "accent") if found else picture), checks_line(checks)))
        inline = {(place,) for link in links.values() for place in link.places}
        if any((citation.place,) not in inline for citation in answer.citations):
            self._below.addWidget(self._sources.chips(self.tr("Sources"), answer.citations))
        if answer.alternatives:
            heading = self.tr("Other passages that may answer")
            self._below.addWidget(self._sources.passages(heading, answer.alternatives))
        self._below.addWidget(self._foot(turn))

    def set_versions(self, number: int, of: int) -> None:
        """This is version `number` of `of` that were asked in this place."""
        self.head.set_place(number, of)

    def fail(self, error: Exception) -> None:
        """Nothing was answered: say why, what to do, and offer to ask again."""
        self._end_stream()
        self.answer.setVisible(bool(self._text))
        self._clear_below()
        self.tell(error, lambda: self.again.emit(self.question, ""))

    def tell(self, error: Exception, retry: Callable[[], object]) -> None:
        """Say below the answer what failed; `retry` is behind a button."""
        message, hint = words(error)
        actions: list[tuple[str, Callable[[], object]]] = [(self.tr("Try again"), retry)]
        if is_bug(error):
            actions.append((self.tr("Show report"), lambda: BugDialog(error, self.window()).exec()))
        self._below.addWidget(Notice(message, hint, tone="bad", actions=actions, closable=self.turn is not None))

    def stopped_before_first_word(self) -> None:
        """Stopped with nothing to keep."""
        self._end_stream()
        self._doing.setText(self.tr("Stopped before the first word."))
        self._doing.show()
        if self.notes:
            self.offer(self.tr("Go on reading"), lambda: self.again.emit(self.question, ""))

    def offer(self, text: str, action: Callable[[], object]) -> None:
        """A quiet button below."""
        made = button(text, "link")
        made.clicked.connect(lambda: action())
        self._below.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)

    # --- its parts -----------------------------------------------------------------------------------------

    def _clear_below(self) -> None:
        while (item := self._below.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _label(self, place: Place) -> str:
        document = self._documents.get(place.document)
        known = document is not None and place.span.page < len(document.pages)
        return document.label(place.span.page) if document and known else str(place.span.page + 1)

    def _problem(self, answer: Answer) -> str:
        if answer.problem == STOPPED:
            return self.tr("Stopped by you. What had arrived is kept.")
        if answer.problem == CUT:
            return self.tr("Cut: the answer reached its reserve of tokens. Give it more room in Settings.")
        return self.tr("Incomplete: {problem}").format(
            problem=said(answer.problem or "") or self.tr("the answer broke off.")
        )

    def _state(self, icon_name: str, role: str, text: str) -> QWidget:
        """One line with a picture: the picture never says more than the words."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        picture = Picture(icon_name, role)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(text, "muted", wrap=True), 1)
        return row

    def _foot(self, turn: Turn) -> QWidget:
        """Who answered from what, in small type, and what can be done with the answer."""
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        copy = tool_button("copy", self.tr("Copy the answer as Markdown"), "muted")
        copy.clicked.connect(self.copy_markdown)
        more = tool_button("more", self.tr("More about this answer"), "muted")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(more)
        self.menu.aboutToShow.connect(self._fill_menu)
        more.setMenu(self.menu)
        again = tool_button("again", self.tr("Ask this again"), "muted")
        again.clicked.connect(lambda: self.again.emit(self.question, ""))
        short, whole = self._account(turn)
        account = label(short, "small", wrap=True)
        account.setToolTip(whole)
        layout.addWidget(account, 1)
        for made in (copy, again, more):
            made.setIconSize(made.iconSize() * 0.9)
            layout.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _fill_menu(self) -> None:
        """What can be done with the answer, and who else could be asked."""
        menu = self.menu
        menu.clear()
        menu.addAction(icon("copy", "muted"), self.tr("Copy as Markdown"), self.copy_markdown)
        menu.addAction(icon("copy", "muted"), self.tr("Copy as plain text"), self.copy_plain)
        menu.addSeparator()
        menu.addAction(icon("rename", "muted"), self.tr("Ask this otherwise…"), self.head.edit)
        engines = menu.addMenu(icon("again", "muted"), self.tr("Ask again"))
        for choice in self._engines():
            picture = icon("reader" if choice.id == BUILTIN else "engine", "muted")
            engines.addAction(picture, choice.name, lambda id=choice.id: self.again.emit(self.question, id))
        deep = menu.addAction(icon("deep", "muted"), self.tr("Read everything for this…"))
        deep.triggered.connect(lambda: self.deep_asked.emit(self.question))

    def copy_markdown(self) -> None:
        """Put the answer on the clipboard as the engine wrote it."""
        if self.turn:
            QGuiApplication.clipboard().setText(self.turn.answer.text)

    def copy_plain(self) -> None:
        """Put the answer on the clipboard as it is read here, without marks of format."""
        QGuiApplication.clipboard().setText(self.answer.plain())

    def _account(self, turn: Turn) -> tuple[str, str]:
        """Who answered from what: short enough to read in passing, and with every page."""
        answer, report = turn.answer, turn.report
        who = self.tr("Built-in reader") if answer.builtin else answer.model or answer.engine
        facts = [apart(who)]
        if answer.usage:
            used = self.tr("{sent:,} tokens read, {answered:,} written")
            facts.append(used.format(sent=answer.usage.prompt, answered=answer.usage.answer))
        if report is None:
            return " · ".join(facts), ""
        pages = []
        for coverage in report.coverage:
            document = self._documents.get(coverage.document)
            labels = [page.label for page in document.pages] if document else []
            line = coverage_line(coverage, labels, local=answer.builtin)
            pages.append(f"{coverage.title}: {line}" if len(report.coverage) > 1 else line)
        short = [*facts, mode_line(report)] if is_whole(report) else facts  # else it is said above
        if report.dropped_turns:
            said = self.tr("Earlier turns that gave way to the document: {n}").format(n=report.dropped_turns)
            short.append(said)
        return " · ".join(short), " · ".join([*short, *pages])
