"""The left side: the library, and the contents, pages and figures of the document in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from docqa.desk.theme import GRID, icon, px
from docqa.desk.widgets import Bar

LIBRARY, CONTENTS, SHEETS, FIGURES = range(4)
"""The tabs in their order."""


class _Tabs(QTabBar):
    """Tabs that stand by their icons where they have no words: Qt leaves room for words beside an icon.

    Qt paints them as if they had no icons, and their `pictures` come on top: to paint the tabs one by one in here
    would take all the enumerations of QStyle, which are long in the making.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[QIcon] = []  # by tab

    def tabSizeHint(self, index: int) -> QSize:
        """Only as wide as its picture and some room round it: at twice the size there are still four tabs."""
        size = super().tabSizeHint(index)
        if self.tabText(index):
            return size
        picture = self.iconSize()
        higher = max(0, picture.height() - self.fontMetrics().height())
        return QSize(picture.width() + 6 * GRID, size.height() + higher)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.tabText(0):
            return
        painter = QPainter(self)
        for tab, picture in enumerate(self.pictures):
            picture.paint(painter, _centred(self.tabRect(tab), self.iconSize()))


def _centred(outer: QRect, size: QSize) -> QRect:
    inner = QRect(0, 0, size.width(), size.height())
    inner.moveCenter(outer.center())
    return inner


class SidePane(QWidget):
    """Four panes behind tabs, which are named where there is room and have icons where there is not.

    `make` makes the pane of a tab that is seen for the first time, and puts it here.
    """

    def __init__(self, make: Callable[[int], QWidget]) -> None:
        super().__init__()
        self._make = make
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
        self._panes: dict[int, QWidget] = {}
        self._names: list[str] = []
        named = (
            ("library", self.tr("Library")),
            ("contents", self.tr("Contents")),
            ("thumbnails", self.tr("Pages")),
            ("picture", self.tr("Figures")),
        )
        for picture, name in named:
            self._names.append(name)
            tab = self.tabs.addTab(name)
            self.tabs.pictures.append(icon(picture))
            self.tabs.setTabToolTip(tab, name)
            self.tabs.setAccessibleTabName(tab, name)
        self._needed = 0  # pixels that the names take
        self.tabs.currentChanged.connect(self._show)
        bar = Bar(self.tabs)
        bar.row.setContentsMargins(0, 0, 0, 1)  # the line below all three panes goes on below the tabs
        bar.row.setAlignment(self.tabs, Qt.AlignmentFlag.AlignBottom)
        bar.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)

    def put(self, tab: int, pane: QWidget) -> None:
        """This is the pane of a tab."""
        self._panes[tab] = pane
        self._stack.addWidget(pane)
        if tab == self.tabs.currentIndex():
            self._stack.setCurrentWidget(pane)

    def _show(self, tab: int) -> None:
        self._stack.setCurrentWidget(self._make(tab))

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

    def bring(self, pane: QWidget) -> None:
        """Show one of the panes, even if the side was hidden."""
        self.show()
        self.tabs.setCurrentIndex(next(tab for tab, one in self._panes.items() if one is pane))
