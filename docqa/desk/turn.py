"""One question and its answer on the desk: while it streams, when it is done, and when it failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from docqa.desk.answer import AnswerText, Link, claims, hover_html, marked_html, page_word
from docqa.desk.languages import said
from docqa.desk.messages import BugDialog, is_bug, words
from docqa.desk.theme import GRID, icon
from docqa.desk.widgets import Elided, Flow, Notice, button, label, tool_button
from docqa.domain import CUT, STOPPED, Answer, Citation, Document, Place, Status, Turn
from docqa.domain.wording import checks_line, coverage_line, mode_line
from docqa.language.markup import to_html
from docqa.language.scripts import direction

_LEAST_MS = 50  # between two paintings of a streaming answer
_PAGES_SHOWN = 120  # characters of page numbers below an answer; more of them are in the tooltip
_SHARE = 4  # a painting may take this part of the time: a long answer is painted less often, never late


class TurnView(QFrame):
    """A question as a heading, its answer as text, and below it what the answer rests on."""

    followed = Signal(object)  # Link: the person wants to see these places
    again = Signal(str)  # the question to ask once more

    def __init__(self, question: str, documents: Mapping[str, Document]) -> None:
        super().__init__()
        self.question = question
        self.turn: Turn | None = None
        self._documents = documents
        self._text = ""
        self._painted = True
        self._cost = 0.0

        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)
        asked = label(question, "question", wrap=True)
        asked.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        if direction(question) == "rtl":
            asked.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._column.addWidget(asked)
        self._column.addSpacing(GRID // 2)
        self._doing = label(self.tr("Choosing what to send…"), "muted")
        self._column.addWidget(self._doing)
        self.answer = AnswerText()
        self.answer.followed.connect(self.followed)
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
        return bool(self._text)

    # --- while it streams ----------------------------------------------------------------------------------

    def packed(self, summary: str) -> None:
        """The window is packed; `summary` says how. Nothing has come yet."""
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

    def _paint_text(self) -> None:
        if self._painted:
            return
        self._painted = True
        began = time.monotonic()
        self._doing.hide()
        self.answer.show()
        self.answer.show_html(to_html(self._text))
        self._cost = time.monotonic() - began

    # --- when it is done -----------------------------------------------------------------------------------

    def finish(self, turn: Turn) -> None:
        """Show the checked answer with all that was found out about it."""
        self.turn = turn
        self._paint.stop()
        self._doing.hide()
        answer = turn.answer
        html, links = marked_html(answer, self._label)
        self.answer.setVisible(bool(answer.text))
        self.answer.show_html(html, links)
        self._clear_below()
        if not answer.complete:
            self._below.addWidget(self._state("warning", "warn", self._problem(answer)))
        if answer.warning:
            self._below.addWidget(self._state("warning", "warn", said(answer.warning)))
        if answer.refused:
            self._below.addWidget(self._state("info", "muted", self.tr("Not answered from the document.")))
        if checks := claims(answer):
            found = all(check.status is Status.SUPPORTED for check in checks)
            self._below.addWidget(
                self._state(*(("check", "accent") if found else ("missing", "bad")), checks_line(checks))
            )
        inline = {(place,) for link in links.values() for place in link.places}
        if any((citation.place,) not in inline for citation in answer.citations):
            self._below.addWidget(self._chips(self.tr("Sources"), answer.citations))
        if answer.alternatives:
            self._below.addWidget(self._alternatives(answer.alternatives))
        self._below.addWidget(self._foot(turn))

    def fail(self, error: Exception) -> None:
        """Nothing was answered: say why, what to do, and offer to ask again."""
        self._paint.stop()
        self._doing.hide()
        self.answer.setVisible(bool(self._text))
        self._clear_below()
        message, hint = words(error)
        actions: list[tuple[str, Callable[[], object]]] = [
            (self.tr("Try again"), lambda: self.again.emit(self.question))
        ]
        if is_bug(error):
            actions.append((self.tr("Show report"), lambda: BugDialog(error, self.window()).exec()))
        notice = Notice(message, hint, tone="bad", actions=actions)
        self._below.addWidget(notice)

    def stopped_before_first_word(self) -> None:
        """Stopped with nothing to keep."""
        self._paint.stop()
        self._doing.setText(self.tr("Stopped before the first word. The question is back in its box."))

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
        picture = QLabel()
        picture.setPixmap(icon(icon_name, role).pixmap(16, 16))
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(text, "muted", wrap=True), 1)
        return row

    def _chips(self, heading: str, citations: Sequence[Citation]) -> QWidget:
        row = QWidget()
        flow = Flow(row)
        flow.addWidget(label(heading, "small"))
        seen: set[Place] = set()
        several = len(self._documents) > 1
        for citation in citations:
            if citation.place in seen:
                continue
            seen.add(citation.place)
            flow.addWidget(self._chip(self._where(citation, several), citation))
        return row

    def _where(self, citation: Citation, several: bool) -> str:
        page = page_word(citation.label)
        return f"{self._title(citation.place.document)} · {page}" if several else page

    def _title(self, document: str) -> str:
        known = self._documents.get(document)
        title = known.title if known else self.tr("missing document")
        return title if len(title) <= 28 else title[:27].rstrip() + "…"

    def _chip(self, text: str, citation: Citation) -> QPushButton:
        chip = button(text, "chip")
        chip.setToolTip(hover_html(citation.quote))
        chip.setAccessibleName(
            self.tr("Show on page {label}: {quote}").format(label=citation.label, quote=citation.quote)
        )
        link = Link((citation.place,), citation.quote, citation.label)
        chip.clicked.connect(lambda: self.followed.emit(link))
        return chip

    def _alternatives(self, citations: Sequence[Citation]) -> QWidget:
        """Other passages that may answer, each on a line of its own with its first words."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Other passages that may answer"), "small"))
        several = len(self._documents) > 1
        for citation in citations:
            row = QHBoxLayout()
            row.setSpacing(2 * GRID)
            row.addWidget(self._chip(self._where(citation, several), citation))
            line = Elided(" ".join(citation.quote.split()), "muted")
            line.setToolTip(hover_html(citation.quote))
            row.addWidget(line, 1)
            column.addLayout(row)
        return box

    def _foot(self, turn: Turn) -> QWidget:
        """Who answered from what, in small type, and what can be done with the answer."""
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        copy = tool_button("copy", self.tr("Copy the answer as Markdown"), "muted")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(turn.answer.text))
        again = tool_button("again", self.tr("Ask this again"), "muted")
        again.clicked.connect(lambda: self.again.emit(self.question))
        for made in (copy, again):
            made.setIconSize(made.iconSize() * 0.9)
        short, whole = self._account(turn)
        account = label(short, "small", wrap=True)
        account.setToolTip(whole)
        layout.addWidget(account, 1)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(again, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _account(self, turn: Turn) -> tuple[str, str]:
        """Who answered from what: short enough to read in passing, and with every page."""
        answer = turn.answer
        who = self.tr("Built-in reader") if answer.builtin else answer.model or answer.engine
        facts = [who]
        if answer.usage:
            used = self.tr("{sent:,} tokens read, {answered:,} written")
            facts.append(used.format(sent=answer.usage.prompt, answered=answer.usage.answer))
        report = turn.report
        if report is None:
            return " · ".join(facts), ""
        pages = []
        for coverage in report.coverage:
            document = self._documents.get(coverage.document)
            labels = [page.label for page in document.pages] if document else []
            line = coverage_line(coverage, labels, local=answer.builtin)
            pages.append(f"{coverage.title}: {line}" if len(report.coverage) > 1 else line)
        gave_way = []
        if report.dropped_turns:
            gave_way.append(
                self.tr("Earlier turns that gave way to the document: {n}").format(n=report.dropped_turns)
            )
        whole = " · ".join([*facts, *pages, *gave_way])
        if sum(map(len, pages)) <= _PAGES_SHOWN:
            return whole, whole
        unreadable = sum(len(coverage.unreadable) for coverage in report.coverage)
        short = [*facts, mode_line(report), *gave_way]
        if unreadable:
            short.append(self.tr("Pages that could not be read: {n}").format(n=unreadable))
        return " · ".join(short), whole
