"""How answers may sound: presets, and a person's own words, chosen for a session and sent with the rules."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.theme import GRID
from docqa.desk.widgets import button, label
from docqa.library import Voice

_MOST = 2_000  # characters of a voice: it is sent with every question


def presets() -> list[Voice]:
    """The voices that docqa brings. Their names are the window's, their words go to the engine as they are."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Voices", text)

    return [
        Voice(tr("Concise"), "Answer in at most three short sentences, without introduction or summary."),
        Voice(
            tr("Teacher"),
            "Explain like a patient teacher: first the answer, then step by step why it is so, with an example "
            "from the document. Explain every technical term once.",
        ),
        Voice(
            tr("A lawyer's care"),
            "Answer with a lawyer's care: use the document's own terms as it defines them, keep every condition, "
            "exception, deadline and amount, and say plainly what the text leaves open.",
        ),
        Voice(
            tr("Explained to a child"),
            "Explain so that a ten-year-old understands: short sentences, everyday words, one comparison. Leave "
            "the quotations as they are.",
        ),
        Voice(tr("Answers in Hebrew"), "Answer in Hebrew. Leave quotations in the language of the document."),
    ]


class VoicesDialog(QDialog):
    """A person's own voices: written, renamed, changed, removed. `in_force` is the one to use from now on."""

    def __init__(self, voices: tuple[Voice, ...], in_force: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Own voices"))
        self._voices = list(voices)
        known = [voice.words for voice in (*presets(), *voices)]
        if in_force and in_force not in known:  # it came with a session
            self._voices.append(Voice(self.tr("Own words"), in_force))
        self.list = QListWidget()
        self.list.setObjectName("endpoints")
        self.list.setFixedWidth(180)
        self.list.setAccessibleName(self.tr("Own voices"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setAccessibleName(self.tr("Name"))
        self.words = QPlainTextEdit()
        self.words.setPlaceholderText(
            self.tr("For instance: Answer in two paragraphs, and end with what I should look at next.")
        )
        self.words.setAccessibleName(self.tr("What the engine is told"))
        self.words.setTabChangesFocus(True)
        self.new, self.remove = button(self.tr("New")), button(self.tr("Remove"))
        row = QHBoxLayout()
        row.addWidget(self.new)
        row.addWidget(self.remove)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(row)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self.name)
        right.addWidget(self.words, 1)
        right.addWidget(
            label(self.tr("Sent with the rules, before every question of the session."), "small", wrap=True)
        )
        both = QHBoxLayout()
        both.setSpacing(4 * GRID)
        both.addLayout(left)
        both.addLayout(right, 1)
        buttons = QDialogButtonBox()
        self.use = button(self.tr("Save and use"), "primary")
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addLayout(both, 1)
        column.addWidget(buttons)
        self.new.clicked.connect(self._begin)
        self.remove.clicked.connect(self._remove)
        self.list.currentRowChanged.connect(self._show)
        self.name.textEdited.connect(lambda: self._keep())
        self.words.textChanged.connect(self._keep)
        for voice in self._voices:
            self.list.addItem(voice.name)
        if self._voices:
            at = next((i for i, voice in enumerate(self._voices) if voice.words == in_force), 0)
            self.list.setCurrentRow(at)
        else:
            self._begin()
        self.resize(620, 360)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The voices that say something, each under a name."""
        return tuple(
            replace(voice, name=voice.name.strip() or _beginning(voice.words))
            for voice in self._voices
            if voice.words.strip()
        )

    @property
    def in_force(self) -> str:
        """The words of the chosen one; "" where there is none."""
        row = self.list.currentRow()
        return self._voices[row].words.strip() if 0 <= row < len(self._voices) else ""

    def _begin(self) -> None:
        self._voices.append(Voice("", ""))
        self.list.addItem(self.tr("New voice"))
        self.list.setCurrentRow(len(self._voices) - 1)
        self.name.setFocus()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._voices):
            self._voices.pop(row)
            self.list.takeItem(row)
            self._show(self.list.currentRow())

    def _show(self, row: int) -> None:
        voice = self._voices[row] if 0 <= row < len(self._voices) else None
        for part in (self.name, self.words, self.remove):
            part.setEnabled(voice is not None)
        self.words.blockSignals(True)
        self.name.setText(voice.name if voice else "")
        self.words.setPlainText(voice.words if voice else "")
        self.words.blockSignals(False)

    def _keep(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._voices):
            self._voices[row] = Voice(self.name.text(), self.words.toPlainText()[:_MOST])
            self.list.item(row).setText(self.name.text() or self.tr("New voice"))


def _beginning(words: str) -> str:
    return " ".join(words.split()[:4])
