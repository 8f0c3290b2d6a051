"""What the window shows before the first document: how to begin, samples to try, and who answers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from docqa.desk.theme import GRID, icon
from docqa.desk.widgets import button, label, with_shortcut
from docqa.resources import resource

_WIDTH = 126 * GRID  # logical pixels of the column: what is read stays narrow


class Welcome(QScrollArea):
    """Says what the person wants; the window does it."""

    open_asked = Signal()
    sample_chosen = Signal(object)  # Path
    settings_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        heading = label(self.tr("Ask long documents. Check every answer on its page."), "title", wrap=True)
        formats = self.tr("PDF, EPUB, Word, text, Markdown, HTML, comics or pictures of pages.")
        open_button = button(self.tr("Open a file…"), "primary", "open")
        open_button.setToolTip(with_shortcut(self.tr("Open files"), QKeySequence.StandardKey.Open))
        open_button.clicked.connect(self.open_asked)
        engines = button(self.tr("Set up an engine…"), "", "engine")
        engines.clicked.connect(lambda: self.settings_asked.emit())
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
        column.addLayout(self._engines())
        column.addWidget(engines, 0, leading)
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
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        samples = (
            ("guide.pdf", self.tr("docqa's guide"), self.tr("PDF with a table, a figure and page labels")),
            ("guide-scan.pdf", self.tr("Two pages of it as a scan"), self.tr("Pictures without text")),
            ("hebrew.pdf", self.tr("A text in Hebrew"), self.tr("Right to left")),
            ("island-maths.md", self.tr("An island's sums"), self.tr("Markdown")),
        )
        for row, (name, title, what) in enumerate(samples):
            made = button(title, "link")
            made.clicked.connect(lambda _=False, name=name: self.sample_chosen.emit(resource("samples", name)))
            grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(label(what, "muted"), row, 1)
        return grid

    def _engines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        ways = (
            (
                "reader",
                self.tr("The built-in reader, from the start: it finds passages and quotes them word for word."),
            ),
            ("engine", self.tr("A model on this computer: Ollama, LM Studio, llama.cpp or vLLM.")),
            ("key", self.tr("A model online, at an address with a key of yours.")),
            ("privacy", self.tr("Nothing is sent anywhere before you choose a model and ask.")),
        )
        for row, (name, text) in enumerate(ways):
            picture = QLabel()
            picture.setPixmap(icon(name, "accent" if name == "privacy" else "muted").pixmap(QSize(16, 16)))
            grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, "" if name == "privacy" else "muted", wrap=True), row, 1)
        return grid
