"""The left side: the library, and the contents and figures of the document in front."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from docqa.desk.contents_pane import ContentsPane
from docqa.desk.figures_pane import FiguresPane
from docqa.desk.library_pane import LibraryPane
from docqa.desk.widgets import Bar


class SidePane(QWidget):
    """Three panes behind tabs."""

    def __init__(self, library: LibraryPane, contents: ContentsPane, figures: FiguresPane) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)  # in a narrow pane the names give way, no tab goes out of sight
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(self.tr("Side pane"))
        self._stack = QStackedWidget()
        named = (
            (library, self.tr("Library")),
            (contents, self.tr("Contents")),
            (figures, self.tr("Figures")),
        )
        for pane, name in named:
            self.tabs.addTab(name)
            self._stack.addWidget(pane)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        bar = Bar(self.tabs)
        bar.row.setContentsMargins(0, 0, 0, 0)
        bar.row.setAlignment(self.tabs, Qt.AlignmentFlag.AlignBottom)
        bar.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)

    def bring(self, pane: QWidget) -> None:
        """Show one of the panes, even if the side was hidden."""
        self.show()
        self.tabs.setCurrentIndex(self._stack.indexOf(pane))
