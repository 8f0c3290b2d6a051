"""What the window shows before the first document: how to begin, samples to try, and who answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.theme import GRID
from docqa.desk.widgets import Picture, button, label, with_shortcut
from docqa.resources import resource

_WIDTH = 144 * GRID  # logical pixels of the column: what is read stays narrow


class Welcome(QScrollArea):
    """Says what the person wants; the window does it."""

    open_asked = Signal()
    sample_chosen = Signal(object)  # Path
    engine_asked = Signal(str)  # "local": look for servers on this computer; "endpoint": write one down

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Welcome"))
        heading = label(self.tr("Ask long documents. Check every answer on its page."), "welcome", wrap=True)
        formats = self.tr("PDF, EPUB, Word, text, Markdown, HTML, comics or pictures of pages.")
        open_button = button(self.tr("Open a file…"), "primary", "open")
        open_button.setToolTip(with_shortcut(self.tr("Open files"), QKeySequence.StandardKey.Open))
        open_button.clicked.connect(self.open_asked)
        leading = Qt.AlignmentFlag.AlignLeading

        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(8 * GRID, 8 * GRID, 8 * GRID, 8 * GRID)
        column.setSpacing(2 * GRID)
        column.addStretch(2)
        column.addWidget(heading)
        column.addWidget(label(formats + " " + self.tr("Or drop files anywhere here."), "muted", wrap=True))
        column.addSpacing(GRID)
        column.addWidget(open_button, 0, leading)
        column.addSpacing(6 * GRID)
        column.addWidget(label(self.tr("Or try a sample"), "heading"))
        column.addLayout(self._samples())
        column.addSpacing(6 * GRID)
        column.addWidget(label(self.tr("Who answers"), "heading"))
        column.addWidget(self._engines())
        column.addLayout(self._promise())
        column.addStretch(3)
        content = QWidget()
        content.setObjectName("welcomeContent")
        around = QHBoxLayout(content)
        around.setContentsMargins(0, 0, 0, 0)
        around.addStretch(1)
        around.addWidget(inner, 1000)
        around.addStretch(1)
        self.setWidget(content)

    def _samples(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        samples = (
            ("guide.pdf", self.tr("docqa's guide"), self.tr("PDF with a table, a figure and page labels")),
            ("guide-scan.pdf", self.tr("Two pages of it as a scan"), self.tr("Pictures without text")),
            ("hebrew.pdf", self.tr("A text in Hebrew"), self.tr("Right to left")),
            (
                "island-maths.md",
                self.tr("An island's sums"),
                self.tr("Markdown, with a pi of its own"),
            ),
        )
        for row, (name, title, what) in enumerate(samples):
            made = button(title, "link")
            made.setAccessibleDescription(what)
            made.clicked.connect(lambda _=False, name=name: self.sample_chosen.emit(resource("samples", name)))
            grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(label(what, "muted"), row, 1)
        return grid

    def _engines(self) -> QWidget:
        """Three ways to an answer, the first of which is there already."""
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(4 * GRID)
        grid.setColumnStretch(1, 1)
        self.local_button = button(self.tr("Look for it"), "", "search")
        self.local_button.setToolTip(
            self.tr("Asks the usual ports of Ollama, LM Studio, llama.cpp and vLLM on this computer")
        )
        self.local_button.clicked.connect(lambda: self.engine_asked.emit("local"))
        self.endpoint_button = button(self.tr("Set up…"), "", "key")
        self.endpoint_button.clicked.connect(lambda: self.engine_asked.emit("endpoint"))
        ready = label(self.tr("Ready"), "ready")
        ways: tuple[tuple[str, str, str, QLabel | QPushButton], ...] = (
            (
                "reader",
                self.tr("The built-in reader"),
                self.tr("Finds passages and quotes them word for word. Needs nothing, sends nothing."),
                ready,
            ),
            (
                "engine",
                self.tr("A model on this computer"),
                self.tr("Ollama, LM Studio, llama.cpp or vLLM, if one is running."),
                self.local_button,
            ),
            (
                "key",
                self.tr("A model online"),
                self.tr("Any service that speaks OpenAI's protocol, with a key of yours."),
                self.endpoint_button,
            ),
        )
        for row, (name, title, text, way) in enumerate(ways):
            words = QVBoxLayout()
            words.setSpacing(GRID // 2)
            words.addWidget(label(title))
            words.addWidget(label(text, "small", wrap=True))
            grid.addWidget(Picture(name, "muted", 20), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(words, row, 1)
            grid.addWidget(
                way, row, 2, Qt.AlignmentFlag.AlignCenter if way is ready else Qt.AlignmentFlag.AlignVCenter
            )
            if isinstance(way, QPushButton):
                way.setAccessibleName(f"{title}: {way.text()}")
        return card

    def _promise(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(3 * GRID, GRID, 0, 0)
        row.setSpacing(3 * GRID)
        row.addWidget(Picture("privacy", "accent", 16))
        said = self.tr("Nothing is sent anywhere before you choose a model and ask.")
        row.addWidget(label(said, "small", wrap=True), 1)
        return row
