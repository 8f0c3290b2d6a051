"""Small parts that several panes are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from docqa.desk.shortcuts import in_force, native_of
from docqa.desk.theme import GRID, icon, px
from docqa.language.ways import direction

_BAR = 11 * GRID  # height of the strip at the top of a pane
_ROUND = 4 * GRID  # of it, the distance round what stands in it: that does not grow with the text
_TOAST_MS = 8_000


def label(text: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of one of the style sheet's kinds: muted, small, title, heading, bad, question."""
    made = QLabel(text)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class Picture(QLabel):
    """An icon that is no button, in the theme's colour of the moment; words beside it say what it shows."""

    def __init__(self, icon_name: str, role: str = "text", size: int = 16) -> None:
        super().__init__()
        self._icon, self._size = icon(icon_name, role), QSize(px(size), px(size))
        self.setFixedSize(self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())


def button(text: str, kind: str = "", icon_name: str = "") -> QPushButton:
    """A push button: kind "" (plain), "primary", "link" or "chip"."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon_name:
        made.setIcon(icon(icon_name, "on_accent" if kind == "primary" else "text"))
        made.setIconSize(QSize(px(20), px(16)))
    return made


def tool_button(icon_name: str, name: str, role: str = "text") -> QToolButton:
    """A flat button that shows only an icon; `name` is its tooltip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(icon(icon_name, role))
    made.setIconSize(QSize(px(18), px(18)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def clearable(field: QLineEdit) -> QLineEdit:
    """Give a field a button that empties it, in docqa's own icon."""
    field.setClearButtonEnabled(True)
    for action in field.findChildren(QAction, "_q_qlineeditclearaction"):
        action.setIcon(icon("close", "muted"))
    for made in field.findChildren(QToolButton):
        made.setAccessibleName(QCoreApplication.translate("clearable", "Empty this field"))
    return field


def with_shortcut(text: str, shortcut: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """A tooltip that carries its shortcut, as the platform writes it; of a usual key, the one in force."""
    native = native_of(shortcut if isinstance(shortcut, QKeySequence) else in_force(shortcut))
    return f"{text} ({native})" if native else text


class Bar(QFrame):
    """The strip at the top of a pane; all three are of one height so that they line up."""

    def __init__(self, *widgets: QWidget | None) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(px(_BAR - _ROUND) + _ROUND)
        self.row = QHBoxLayout(self)
        self._set_margins()
        self.row.setSpacing(GRID)
        for widget in widgets:
            if widget is None:
                self.row.addStretch(1)
            else:
                self.row.addWidget(widget)

    def _set_margins(self) -> None:
        """A little more where lines begin: Qt mirrors what a row holds, not its margins."""
        start, end = 3 * GRID, 2 * GRID
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.row.setContentsMargins(end if mirrored else start, 0, start if mirrored else end, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._set_margins()
        super().changeEvent(event)


class Elided(QLabel):
    """One line of text that gives way with an ellipsis; its tooltip has all of it."""

    def __init__(
        self, text: str = "", kind: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._mode = mode
        self._whole = ""
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        super().setText(text)
        self.setToolTip(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        draw_line(painter, self._whole, self.rect(), mirrored, self._mode)


def draw_line(
    painter: QPainter,
    text: str,
    box: QRect,
    mirrored: bool,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """One line of text, in its own direction, elided, at the side where the interface begins."""
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    rtl = direction(text) == "rtl"
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), mode, box.width())
    where = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(box, int(where | Qt.TextFlag.TextSingleLine), shown)


class Flow(QLayout):
    """Lays its items out like words of a line, wrapping; from the right in a right-to-left interface."""

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, height = rect.x(), rect.y(), 0
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), rect.width()), hint.height())
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, height = rect.x(), y + height + self.spacing(), 0
            if move:
                left = rect.right() + 1 - (x - rect.x()) - size.width() if mirrored else x
                item.setGeometry(QRect(QPoint(left, y), size))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        return y + height - rect.y()


class Notice(QFrame):
    """Something said where it belongs: what happened, what to do next, and buttons that do it."""

    closed = Signal()

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        tone: str = "info",
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        closable: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        role, picture_name = {"bad": ("bad", "warning"), "warn": ("warn", "warning")}.get(tone, ("accent", "info"))
        self.message, self.hint = message, hint
        self.setAccessibleName(f"{message} {hint}".strip())
        picture = Picture(picture_name, role, 18)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        heading = label(message, "heading" if hint else "", wrap=True)
        column.addWidget(heading)
        heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if hint:
            column.addWidget(label(hint, wrap=True))
        self.buttons: list[QPushButton] = []
        if actions:
            row = QHBoxLayout()
            row.setSpacing(2 * GRID)
            row.setContentsMargins(0, GRID, 0, 0)
            for text, action in actions:
                made = button(text)
                made.clicked.connect(lambda _=False, action=action: action())
                self.buttons.append(made)
                row.addWidget(made)
            row.addStretch(1)
            column.addLayout(row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 2 * GRID, 3 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        if closable:
            close = tool_button("close", self.tr("Dismiss"), "muted")
            close.setIconSize(QSize(px(14), px(14)))
            close.clicked.connect(self.close_notice)
            layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def close_notice(self) -> None:
        """Go away, as if dismissed by the person."""
        self.hide()
        self.closed.emit()
        self.deleteLater()


class EmptyState(QWidget):
    """What a pane says while it holds nothing: what it is for, and what to do."""

    def __init__(self, icon_name: str, heading: str, text: str, *buttons: QPushButton) -> None:
        super().__init__()
        picture = Picture(icon_name, "muted", 40)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 6 * GRID)
        column.setSpacing(3 * GRID)
        column.addStretch(2)
        self.heading = label(heading, "title", wrap=True)
        self.text = label(text, "muted", wrap=True)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(picture, 0, centre)
        for part in (self.heading, self.text):
            part.setAlignment(centre)
            column.addWidget(part)
        for made in buttons:
            column.addWidget(made, 0, centre)
        column.addStretch(3)


class Toast(QFrame):
    """A word at the foot of the window that goes by itself, with one thing that can still be done about it."""

    def __init__(self, host: QWidget, over: QWidget | None = None) -> None:
        """At the foot of `host`, in the middle of the part of it that `over` takes."""
        super().__init__(host)
        self.setObjectName("toast")
        self._host, self._over = host, over or host
        self._said = label("")
        self.button = button("")
        self._action: Callable[[], object] | None = None
        self._otherwise: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(4 * GRID)
        row.addWidget(self._said)
        row.addWidget(self.button)
        self.button.clicked.connect(self._act)
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.end)
        host.installEventFilter(self)
        self.hide()

    def say(
        self,
        text: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Show `text` for eight seconds, with a button that runs `action` once.

        `otherwise` is done when the toast has gone without that, be it for the next one.
        """
        self.end()
        self._otherwise = otherwise
        self._said.setText(text)
        self.setAccessibleName(text)
        self._action = action
        self.button.setText(action_text)
        self.button.setVisible(action is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    @property
    def text(self) -> str:
        """What it says."""
        return self._said.text()

    def end(self) -> None:
        """Go now."""
        self._timer.stop()
        self.hide()
        otherwise, self._otherwise = self._otherwise, None
        if otherwise:
            otherwise()

    def _act(self) -> None:
        action, self._action, self._otherwise = self._action, None, None
        self.hide()
        if action:
            action()

    def _place(self) -> None:
        self.adjustSize()
        foot = self._over.mapTo(self._host, self._over.rect().bottomLeft())
        x = foot.x() + (self._over.width() - self.width()) // 2
        self.move(
            max(2 * GRID, min(x, self._host.width() - self.width() - 2 * GRID)),
            foot.y() - self.height() - 5 * GRID,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and not self.isHidden():
            self._place()
        return False
