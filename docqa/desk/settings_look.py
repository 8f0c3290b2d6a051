"""The settings' page of appearance: theme, text size and language of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from docqa.desk.languages import LANGUAGES
from docqa.desk.theme import GRID, px
from docqa.desk.widgets import label
from docqa.library import Settings

_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class LookPage(QWidget):
    """Three choices; `previewed` comes when theme or text size is to be tried out."""

    previewed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.theme = QComboBox()
        for value, text in (
            ("system", self.tr("Like the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.theme.addItem(text, value)
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        self.scale = QComboBox()
        for scale in sorted({*_SCALES, settings.text_scale}):
            self.scale.addItem(f"{scale:.0%}", scale)
        self.scale.setCurrentIndex(self.scale.findData(settings.text_scale))
        self.language = QComboBox()
        self.language.addItem(self.tr("Like the system"), "")
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        for box in (self.theme, self.scale):
            box.currentIndexChanged.connect(self.previewed)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(2 * GRID)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for text, box in (
            (self.tr("Theme"), self.theme),
            (self.tr("Text size"), self.scale),
            (self.tr("Language of the window"), self.language),
        ):
            box.setMinimumWidth(px(50 * GRID))
            box.setAccessibleName(text)
            form.addRow(text, box)
        note = self.tr("Questions are answered in the language they are asked in, whatever the window speaks.")
        form.addRow(label(note, "small", wrap=True))
