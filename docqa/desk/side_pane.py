"""The left side: the library, and the contents, pages and figures of the document in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QStackedWidget,
    QStyle,
    QStyleOptionTab,
    QStylePainter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.theme import icon, px
from docqa.desk.widgets import Bar

if TYPE_CHECKING:
    from docqa.desk.contents_pane import ContentsPane
    from docqa.desk.figures_pane import FiguresPane
    from docqa.desk.library_pane import LibraryPane
    from docqa.desk.sheets_pane import SheetsPane


class _Tabs(QTabBar):
    """Tabs that stand by their icons where they have no words: Qt leaves room for words beside an icon."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.tabText(0):
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        for tab in range(self.count()):
            option = QStyleOptionTab()
            self.initStyleOption(option, tab)
            option.icon = QIcon()
            painter.drawControl(QStyle.ControlElement.CE_TabBarTab, option)
            self.tabIcon(tab).paint(painter, _centred(self.tabRect(tab), self.iconSize()))


def _centred(outer: QRect, size: QSize) -> QRect:
    inner = QRect(0, 0, size.width(), size.height())
    inner.moveCenter(outer.center())
    return inner


class SidePane(QWidget):
    """Four panes behind tabs, which are named where there is room and have icons where there is not."""

    def __init__(
        self, library: LibraryPane, contents: ContentsPane, sheets: SheetsPane, figures: FiguresPane
    ) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = _Tabs()
        self.tabs.setIconSize(QSize(px(18), px(18)))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)  # in a narrow pane the names give way, no tab goes out of sight
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(self.tr("Side pane"))
        self._stack = QStackedWidget()
        self._names: list[str] = []
        named = (
            (library, "library", self.tr("Library")),
            (contents, "contents", self.tr("Contents")),
            (sheets, "thumbnails", self.tr("Pages")),
            (figures, "picture", self.tr("Figures")),
        )
        for pane, picture, name in named:
            self._names.append(name)
            tab = self.tabs.addTab(name)
            self.tabs.setTabData(tab, picture)
            self.tabs.setTabToolTip(tab, name)
            self.tabs.setAccessibleTabName(tab, name)
            self._stack.addWidget(pane)
        self._needed = 0  # pixels that the names take
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        bar = Bar(self.tabs)
        bar.row.setContentsMargins(0, 0, 0, 1)  # the line below all three panes goes on below the tabs
        bar.row.setAlignment(self.tabs, Qt.AlignmentFlag.AlignBottom)
        bar.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self._needed = 0
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        """Names on the tabs where all of them have room, else icons; the tooltips have the names."""
        if not self._needed:
            self._name_tabs(True)
            self._needed = self.tabs.sizeHint().width()
        self._name_tabs(self._needed <= self.width())

    def _name_tabs(self, named: bool) -> None:
        for tab, name in enumerate(self._names):
            self.tabs.setTabText(tab, name if named else "")
            self.tabs.setTabIcon(tab, QIcon() if named else icon(self.tabs.tabData(tab)))

    def bring(self, pane: QWidget) -> None:
        """Show one of the panes, even if the side was hidden."""
        self.show()
        self.tabs.setCurrentIndex(self._stack.indexOf(pane))
