"""The strips round the pages: where one is and how large it is shown, and what one looks for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from docqa.desk.pages.actions import PageActions
from docqa.desk.pages.find import Finder
from docqa.desk.theme import GRID, px
from docqa.desk.widgets import Bar, label, tool_button, with_shortcut
from docqa.domain import Document

_TYPING_MS = 180  # a pause in typing after which the search begins
_PERCENTS = (50, 75, 100, 125, 150, 200, 300, 400)


def _button_of(action: QAction) -> QToolButton:
    """A flat button for an action; it follows the action's text, tooltip and state."""
    made = tool_button("info", action.text())
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _option(picture: str) -> QToolButton:
    """A flat button that stays down while its choice is in force."""
    made = tool_button(picture, "")
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class _Edit(QLineEdit):
    """A line that one leaves with Escape, whatever else that key does in the window."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.modifiers() == Qt.KeyboardModifier.AltModifier:
            event.ignore()  # for the bar around it, not a letter
            return
        super().keyPressEvent(event)


class _PageEdit(_Edit):
    """The page one is on, as printed on it; written over to go to another."""

    deserted = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deserted.emit()


class PageBar(Bar):
    """Back and forward, the page, and its size."""

    page_wanted = Signal(int)
    zoom_wanted = Signal(float)
    left = Signal()

    def __init__(self, actions: PageActions) -> None:
        self.edit = _PageEdit()
        self.total = label("", "muted")
        self.zoom = QToolButton()
        smaller, larger, fit_width, fit_page = map(
            _button_of, (actions.zoom_out, actions.zoom_in, actions.fit_width, actions.fit_page)
        )
        two_pages = _button_of(actions.two_pages)
        super().__init__(
            _button_of(actions.back),
            _button_of(actions.forward),
            self.edit,
            self.total,
            None,
            smaller,
            self.zoom,
            larger,
            fit_width,
            fit_page,
            two_pages,
            _button_of(actions.region),
            _button_of(actions.search),
        )
        # What a narrow bar can do without, by its width in grid steps: keys and the menu of sizes do the same.
        self._spare = ((118, (fit_page, fit_width)), (138, (smaller, larger)), (148, (two_pages,)))
        self._document: Document | None = None
        self._page = -1
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit.setFixedWidth(px(17 * GRID))
        self.edit.returnPressed.connect(self._go)
        self.edit.left.connect(self._give_up)
        self.edit.textEdited.connect(lambda: self._complain(""))
        self.edit.deserted.connect(self._show)
        self.zoom.setProperty("kind", "choice")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMinimumWidth(px(16 * GRID))
        menu = QMenu(self.zoom)
        menu.addActions([actions.fit_width, actions.fit_page, actions.real_size])
        menu.addSeparator()
        for percent in _PERCENTS:
            menu.addAction(f"{percent}%").triggered.connect(
                lambda _=False, percent=percent: self.zoom_wanted.emit(percent / 100)
            )
        menu.addSeparator()
        menu.addActions([actions.two_pages, actions.cover])
        menu.addActions([actions.turn_right, actions.turn_left])
        menu.addSeparator()
        menu.addAction(actions.night)
        self.zoom.setMenu(menu)
        self._name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for least, buttons in self._spare:
            for made in buttons:
                made.setVisible(event.size().width() >= px(least * GRID))

    def _name(self) -> None:
        self.edit.setAccessibleName(self.tr("Page"))
        go_to = self.tr("Go to a page: as printed on it, or by its number")
        self.edit.setToolTip(with_shortcut(go_to, "Ctrl+G"))
        self.zoom.setAccessibleName(self.tr("Size of the pages"))
        self.zoom.setToolTip(self.tr("Size of the pages (Ctrl and the wheel)"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def show_document(self, document: Document | None) -> None:
        """Count these pages."""
        self._document, self._page = document, -1
        self.setEnabled(document is not None)
        self._show()

    def take(self, document: Document) -> None:
        """The same pages, perhaps with other labels."""
        self._document = document
        self.show_page(self._page)

    def show_page(self, index: int) -> None:
        """This is the page one is on."""
        self._page = index
        if not (self.edit.hasFocus() and self.edit.isModified()):
            self._show()
        else:
            self._count()

    def show_zoom(self, zoom: float) -> None:
        """Pages are this large; 1.0 is their size on paper."""
        self.zoom.setText(f"{round(100 * zoom)}%")

    def ask_page(self) -> None:
        """Put the cursor where a page is written."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self) -> None:
        known = self._document is not None and 0 <= self._page < len(self._document.pages)
        self.edit.setText(self._document.label(self._page) if self._document and known else "")
        if self.edit.hasFocus():
            self.edit.selectAll()
        self._count()

    def _count(self) -> None:
        self._complain("")
        if self._document is None or self._page < 0:
            self.total.setText("")
            return
        page, pages = str(self._page + 1), str(len(self._document.pages))
        if self._document.label(self._page) == page:
            self.total.setText(self.tr("of {pages}").format(pages=pages))
        else:
            self.total.setText(self.tr("({page} of {pages})").format(page=page, pages=pages))

    def _go(self) -> None:
        index = self._find(self.edit.text())
        if index is None:
            self._complain(self.tr("No such page"))
            self.edit.selectAll()
            return
        self.page_wanted.emit(index)
        self.left.emit()

    def _find(self, text: str) -> int | None:
        """The page meant: as printed (the next one where several are printed so), else by its number."""
        if self._document is None:
            return None
        labelled = self._document.pages_labelled(text)
        if labelled:
            return next((index for index in labelled if index > self._page), labelled[0])
        number = text.strip()
        if number.isdecimal() and len(number) < 9 and 1 <= int(number) <= len(self._document.pages):
            return int(number) - 1
        return None

    def _give_up(self) -> None:
        self._show()
        self.left.emit()

    def _complain(self, text: str) -> None:
        self.total.setProperty("kind", "bad" if text else "muted")
        self.total.style().polish(self.total)
        if text:
            self.total.setText(text)


class FindBar(QFrame):
    """What is looked for, how often it is there, and the way from hit to hit."""

    wanted = Signal(str)
    closed = Signal()

    def __init__(self, finder: Finder, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._finder = finder
        self.edit = _Edit()
        self.edit.left.connect(self.closed)
        self.count = label("", "muted")
        self.count.setMinimumWidth(px(24 * GRID))
        self.case = _option("match-case")
        self.whole = _option("whole-word")
        self._previous = tool_button("chevron-up", "")
        self._next = tool_button("chevron-down", "")
        self._close = tool_button("close", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.edit, 1)
        row.addWidget(self.case)
        row.addWidget(self.whole)
        row.addSpacing(GRID)
        row.addWidget(self.count)
        for made in (self.case, self.whole, self._previous, self._next, self._close):
            made.setIconSize(QSize(px(16), px(16)))
        for made in (self._previous, self._next, self._close):
            row.addWidget(made)
        self.case.toggled.connect(self._choose)
        self.whole.toggled.connect(self._choose)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.wanted.emit(self.edit.text()))
        self.edit.textChanged.connect(lambda: self._typing.start())
        self._previous.clicked.connect(lambda: self.step(False))
        self._next.clicked.connect(lambda: self.step(True))
        self._close.clicked.connect(self.closed)
        finder.changed.connect(self._tell)
        self._actions = actions
        self._name()
        self._tell()

    def _name(self) -> None:
        self.edit.setPlaceholderText(self.tr("Find in the document"))
        self.edit.setAccessibleName(self.tr("Find in the document"))
        for made, text in (
            (self._previous, self._actions.find_previous.toolTip()),
            (self._next, self._actions.find_next.toolTip()),
            (self._close, self.tr("Close (Esc)")),
            (self.case, with_shortcut(self.tr("Capitals count"), "Alt+C")),
            (self.whole, with_shortcut(self.tr("Whole words only"), "Alt+W")),
        ):
            made.setToolTip(text)
            made.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
            self._tell()
        super().changeEvent(event)

    def _choose(self) -> None:
        self._finder.case, self._finder.whole = self.case.isChecked(), self.whole.isChecked()
        self._typing.stop()
        self.wanted.emit(self.edit.text())

    def ask(self, text: str = "") -> None:
        """Show the bar and put the cursor into it; `text`, if any, is looked for."""
        self.show()
        if text:
            self.edit.setText(text)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def step(self, forward: bool) -> None:
        """The next or previous hit; what was typed last counts even before the pause is over."""
        if self._typing.isActive() or self.edit.text() != self._finder.needle:
            self._typing.stop()
            self.wanted.emit(self.edit.text())
        else:
            self._finder.step(forward)

    def _tell(self) -> None:
        finder = self._finder
        total = f"{len(finder.hits):n}" + ("+" if finder.more else "")
        if not finder.needle.strip():
            text = ""
        elif finder.hits:
            pattern = self.tr("{number} of {total}…") if finder.searching else self.tr("{number} of {total}")
            text = pattern.format(number=finder.position, total=total)
        else:
            text = self.tr("Looking…") if finder.searching else self.tr("Not found")
        if finder.searching and 0 < finder.progress < 100:
            text = f"{text} {finder.progress} %"
        missing = not finder.hits and not finder.searching and bool(text)
        self.count.setProperty("kind", "bad" if missing else "muted")
        self.count.style().polish(self.count)
        self.count.setText(text)
        self.count.setToolTip(
            self.tr("Only the first {total} hits are marked: type more to narrow it down.").format(total=total)
            if finder.more
            else ""
        )
        self._previous.setEnabled(bool(finder.hits))
        self._next.setEnabled(bool(finder.hits))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_C, Qt.Key.Key_W):
            (self.case if event.key() == Qt.Key.Key_C else self.whole).toggle()
        else:
            super().keyPressEvent(event)
