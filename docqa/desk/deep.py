"""Deep read in the window: offered where passages cannot answer, forecast before anything is sent, with notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.answer import AnswerText, Link, page_word
from docqa.desk.theme import GRID, icon, theme
from docqa.desk.widgets import Elided, button, label, tool_button
from docqa.domain import Document, Mode, Note, NoteState, PackedContext
from docqa.domain.wording import notes_line
from docqa.language.ways import direction

if TYPE_CHECKING:
    from docqa.deepforecast import Forecast
    from docqa.prices import Prices

_NOTES_HEIGHT = 240  # pixels of the notes while they come


class DeepOffer(QFrame):
    """A line above the question box, for a question about the whole of documents that do not fit the window."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("offer")
        self._left = ""  # the question for which it was sent away
        self._question = ""
        self._picture = QLabel()
        theme().changed.connect(self._draw)
        self._draw()
        self.words = label("", "small", wrap=True)
        self.button = button(self.tr("Read everything…"), "link")
        self.button.setToolTip(self.tr("Go through all of it part by part; first see what that takes"))
        self.button.clicked.connect(self.wanted)
        close = tool_button("close", self.tr("Not for this question"), "muted")
        close.setIconSize(close.iconSize() * 0.75)
        close.clicked.connect(self._send_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(close)
        self.hide()

    def _draw(self) -> None:
        self._picture.setPixmap(icon("deep", "accent").pixmap(16, 16))

    def consider(self, context: PackedContext) -> None:
        """Show or hide, by what is asked and how much of it goes in."""
        from docqa.language.whole import wants_whole  # its patterns take a while to build

        self._question = context.question
        report = context.report
        sent = sum(len(coverage.sent) for coverage in report.coverage)
        total = sum(coverage.pages for coverage in report.coverage)
        asked = bool(context.question) and context.question != self._left
        wanted = asked and report.mode is not Mode.WHOLE and wants_whole(context.question)
        if wanted:
            said = self.tr("This asks about all of it, and {sent} of {total} pages fit the window.")
            self.words.setText(said.format(sent=sent, total=total))
        self.setVisible(wanted)

    def counting(self, busy: bool) -> None:
        """Whether the forecast is being counted."""
        self.button.setEnabled(not busy)
        self.button.setText(self.tr("Counting…") if busy else self.tr("Read everything…"))

    def _send_away(self) -> None:
        self._left = self._question
        self.hide()


class ForecastDialog(QDialog):
    """What a deep read will take, before it starts."""

    def __init__(self, forecast: Forecast, prices: Prices | None, engine: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Read everything"))
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(label(self.tr("Read everything for this question"), "title", wrap=True))
        told = self.tr(
            "The documents are read part by part, with notes from each; then the notes are answered from. "
            "You can stop at any time: the notes are kept, and the same question goes on from there."
        )
        column.addWidget(label(told, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(5 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        self.rows = self._rows(forecast, prices, engine)
        for number, (name, value) in enumerate(self.rows):
            grid.addWidget(label(name, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, "", wrap=True), number, 1)
        column.addLayout(grid)
        buttons = QDialogButtonBox()
        self.start = button(self.tr("Start reading"), "primary")
        buttons.addButton(self.start, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    def _rows(self, forecast: Forecast, prices: Prices | None, engine: str) -> list[tuple[str, str]]:
        parts = str(forecast.parts)
        if forecast.kept:
            parts = self.tr("{parts}, {kept} of them read before").format(parts=parts, kept=forecast.kept)
        rows = [(self.tr("Parts"), parts)]
        if forecast.unseen:
            unseen = self.tr("{n}: only words are read. Ask about one to have it looked at.")
            rows.append((self.tr("Pictures left out"), unseen.format(n=forecast.unseen)))
        if not forecast.calls:
            return [
                *rows,
                (self.tr("Sent"), self.tr("Nothing: the built-in reader looks through every page here.")),
            ]
        calls = str(forecast.calls)
        if forecast.calls_at_most > forecast.calls:
            calls = self.tr("{calls}, at most {most}").format(calls=calls, most=forecast.calls_at_most)
        sent = f"{forecast.prompt_tokens:,}"
        if forecast.prompt_tokens_at_most > forecast.prompt_tokens:
            sent = self.tr("{tokens}, at most {most}").format(
                tokens=sent, most=f"{forecast.prompt_tokens_at_most:,}"
            )
        rows += [
            (self.tr("Calls to {engine}").format(engine=engine), calls),
            (self.tr("Tokens sent"), sent),
            (self.tr("Tokens answered, at most"), f"{forecast.answer_tokens_at_most:,}"),
        ]
        price = forecast.price_at_most
        if price is None or prices is None:
            rows.append((self.tr("Price"), self.tr("Not known. State your prices in Settings to see it.")))
        else:
            from docqa.prices import price_line

            rows.append((self.tr("Price, at most"), price_line(price, prices)))
        return rows


class _NotesText(AnswerText):
    """Notes one below the other. It scrolls by itself: there may be hundreds."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Notes"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._all: dict[str, Link] = {}
        self._links = self._all
        self._end: list[str] = []

    def add(self, html: str, links: Mapping[str, Link]) -> None:
        """One more note; nothing before it is set anew."""
        self._all.update(links)
        self._end.append(html)
        self._html = "".join(self._end)
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.insertHtml(html)
        self._fit()
        if at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def show_html(self, html: str, links: Mapping[str, Link] | None = None) -> None:
        """Set all notes anew, as when the theme has changed."""
        super().show_html(html, links if links is not None else self._links)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = min(_NOTES_HEIGHT, int(self.document().size().height()) + 1)
        if height != self.height():
            self.setFixedHeight(height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum():
            super(AnswerText, self).wheelEvent(event)
        else:
            event.ignore()


class DeepNotes(QFrame):
    """How far a deep read is, and its notes as they come; folded away when the answer is there."""

    followed = Signal(object)  # Link
    hovered = Signal(object)

    def __init__(self, documents: Mapping[str, Document]) -> None:
        super().__init__()
        self.setObjectName("notes")
        self._documents = documents
        self._notes: list[Note] = []
        self.parts = self.done = 0
        self.words = label("", "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.coming = Elided("", "small")
        self.toggle: QPushButton = button("", "link")
        self.toggle.clicked.connect(lambda: self._unfold(self.text.isHidden()))
        self.toggle.hide()
        self.text: _NotesText = _NotesText()
        self.text.followed.connect(self.followed)
        self.text.hovered.connect(self.hovered)
        self.text.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        for part in (self.toggle, self.words, self.bar, self.text, self.coming):
            column.addWidget(part)

    @property
    def notes(self) -> int:
        """How many notes there are."""
        return sum(note.state is not NoteState.MISSING for note in self._notes)

    def show_kept(self, notes: Sequence[Note]) -> None:
        """The notes of a turn that was answered from them earlier, folded away."""
        self.answering()
        for note in notes:
            self.note_found(note)
        self._unfold(False)
        self.show()

    def part_started(self, number: int, of: int, pages: str, *, kept: bool) -> None:
        """A part is being read."""
        self.parts, self.done = of, number - 1
        said = self.tr("Part {number} of {of} · {pages}").format(number=number, of=of, pages=pages)
        if kept:
            said += self.tr(" · read before")
        self.words.setText(said)
        self.bar.setRange(0, of)
        self.bar.setValue(number - 1)
        self.coming.setText("")

    def note_words(self, text: str) -> None:
        """Words of a note as they arrive."""
        line = f"{self.coming.text()}{text}"
        self.coming.setText(line.rsplit("\n", 1)[-1][-300:])

    def condensing(self, number: int, of: int) -> None:
        """The notes are more than the window holds."""
        self.done = self.parts
        self.words.setText(
            self.tr("More notes than the window holds: condensing, {number} of {of}").format(number=number, of=of)
        )
        self.bar.setRange(0, of)
        self.bar.setValue(number - 1)

    def note_found(self, note: Note) -> None:
        """A note, looked up in the documents."""
        links: dict[str, Link] = {}
        marks = []
        for citation in note.citations:
            address = f"cite:n{len(self._notes)}-{len(links)}"
            if any(link.places == (citation.place,) for link in links.values()):
                continue
            links[address] = Link((citation.place,), citation.quote, citation.label)
            marks.append(f'<a href="{address}" class="cite">&nbsp;{escape(page_word(citation.label))}&nbsp;</a>')
        said = escape(note.text)
        if note.state is NoteState.MISSING:
            why = escape(self.tr("left out: its quotes are not in the document"))
            said = f'<s>{said}</s> <span class="missing">&nbsp;{why}&nbsp;</span>'
        self._notes.append(note)
        self.text.show()
        self.text.add(f'<p dir="{direction(note.text)}">{said} {" ".join(marks)}</p>', links)

    def answering(self) -> None:
        """All is read: the answer comes."""
        self.done = self.parts
        for part in (self.words, self.bar, self.coming):
            part.hide()
        self.toggle.show()
        self._unfold(False)
        self.setVisible(bool(self._notes))

    def ended(self) -> None:
        """Nothing more comes."""
        if self.done < self.parts:
            said = self.tr(
                "Read {done} of {parts} parts. The notes are kept: the same question goes on from there."
            )
            self.words.setText(said.format(done=self.done, parts=self.parts))
            self.bar.hide()
            self.coming.hide()

    def _unfold(self, shown: bool) -> None:
        self.text.setVisible(shown and not self.text.document().isEmpty())
        self.toggle.setIcon(icon("chevron-up" if shown else "chevron-down", "muted"))
        self.toggle.setText(self.tr("Read part by part: {notes}").format(notes=notes_line(self._notes)))
