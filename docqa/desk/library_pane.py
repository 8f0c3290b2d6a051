"""The library pane: sessions and documents, the most recent first, and a search over everything that was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTime,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from docqa.desk import jobs
from docqa.desk.services import Services
from docqa.desk.theme import GRID, icon, px, theme
from docqa.desk.widgets import Bar, EmptyState, button, clearable, with_shortcut
from docqa.domain import DocumentRef
from docqa.language.ways import direction
from docqa.library import PageHit, SessionSummary

_SEARCH_MS = 150
_BEFORE_HIT = 14  # characters shown before the first word found, in a narrow pane
_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the library holds, or holds of what is looked for."""

    query: str
    sessions: Sequence[SessionSummary]
    documents: Sequence[DocumentRef]
    pages: Sequence[PageHit]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list: a heading, a session or a document."""

    title: str
    below: str = ""
    session: str = ""
    document: DocumentRef | None = None
    page: PageHit | None = None
    turn: str = ""  # of the session, where its words were found
    hits: tuple[tuple[int, int], ...] = ()  # characters of `below` that were looked for
    missing: bool = False  # the document's file is not where it was

    @property
    def heading(self) -> bool:
        return not self.session and self.document is None and self.page is None


Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    """The list's rows. A session's title can be edited in place."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self.current = ""

    def show(self, rows: list[_Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def mark(self, session: str) -> None:
        """Which session is on the desk."""
        self.current = session
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}. {row.below}" if row.below else row.title
        if role == Qt.ItemDataRole.ToolTipRole and not row.heading:
            return row.document.path if row.document else row.title
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, title = self.rows[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not title or title == row.title:
            return False
        self.renamed.emit(row.session, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        if row.heading:
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemIsEditable if row.session else usual


class _Painter(QStyledItemDelegate):
    """Two lines a row: the title, and quietly below it what it is about."""

    def _fonts(self, option: QStyleOptionViewItem, row: _Row) -> tuple[QFont, QFont]:
        top, below = QFont(option.font), QFont(option.font)
        below.setPointSizeF(theme().type.small)
        if row.heading:
            top.setPointSizeF(theme().type.small)
            top.setWeight(QFont.Weight.DemiBold)
        return top, below

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: _Row = index.data(_ROW)
        top, below = (QFontMetrics(font).height() for font in self._fonts(option, row))
        if row.heading:
            return QSize(0, top + 5 * GRID)
        return QSize(0, top + (below if row.below else 0) + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: _Row = index.data(_ROW)
        model = index.model()
        current = isinstance(model, _Rows) and row.session != "" and model.current == row.session
        colours = theme().colours
        state, box = option.state, QRect(option.rect).adjusted(2 * GRID, 1, -2 * GRID, -1)
        top, below = self._fonts(option, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            painter.setFont(top)
            painter.setPen(QColor(colours.muted))
            line = box.adjusted(2 * GRID, 3 * GRID, -2 * GRID, 0)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), row.title)
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
        if current or selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(colours.accent) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint if current or selected else colours.hover))
            painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(2 * GRID, 0, -2 * GRID, 0)
        rtl = option.direction is Qt.LayoutDirection.RightToLeft
        side = px(16)
        picture = QRect(inner.right() + 1 - side if rtl else inner.x(), 0, side, side)
        height = QFontMetrics(top).height()
        used = height + (QFontMetrics(below).height() if row.below else 0)
        y = box.y() + (box.height() - used) // 2
        picture.moveTop(y + (height - side) // 2)
        name = "conversation" if row.session else "warning" if row.missing else "document"
        icon(name, "warn" if row.missing else "accent" if current else "muted").paint(painter, picture)
        text = inner.adjusted(0, 0, -side - 2 * GRID, 0) if rtl else inner.adjusted(side + 2 * GRID, 0, 0, 0)
        painter.setFont(top)
        painter.setPen(QColor(colours.text))
        _line(painter, row.title, QRect(text.x(), y, text.width(), height), rtl)
        if row.below:
            painter.setFont(below)
            painter.setPen(QColor(colours.muted))
            line = QRect(text.x(), y + height, text.width(), used - height)
            if row.hits:
                _found_line(painter, row, line, rtl)
            else:
                _line(painter, row.below, line, rtl)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(QRect(option.rect).adjusted(4 * GRID, 2, -2 * GRID, -2))


def _found_line(painter: QPainter, row: _Row, box: QRect, mirrored: bool) -> None:
    """One line of text around what was looked for, which stands out."""
    first = row.hits[0][0]
    start = max(0, first - _BEFORE_HIT)
    shown = ("…" if start else "") + row.below[start:]
    shift = (1 if start else 0) - start
    layout = QTextLayout(shown, painter.font())
    option = QTextOption()
    rtl = direction(row.below) == "rtl"
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    bold.setForeground(QColor(theme().colours.text))
    ranges = []
    for a, b in row.hits:
        if a >= start:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = a + shift, b - a, bold
            ranges.append(part)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    layout.draw(painter, QPointF(box.topLeft()))


def _line(painter: QPainter, text: str, box: QRect, mirrored: bool) -> None:
    """One line of text, in its own direction, elided, at the side where the interface begins."""
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    rtl = direction(text) == "rtl"
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
    absolute = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(box, int(absolute | Qt.TextFlag.TextSingleLine), shown)


class _List(QListView):
    """The list with its keys: Enter opens, F2 renames, Delete deletes."""

    chosen = Signal(QModelIndex)
    deleted = Signal(QModelIndex)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes: show where it is, though no row was chosen yet."""
        keyboard = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        if keyboard and not self.currentIndex().isValid():
            rows = (self.model().index(number, 0) for number in range(self.model().rowCount()))
            first = next((index for index in rows if index.flags() & Qt.ItemFlag.ItemIsSelectable), None)
            if first is not None:
                self.setCurrentIndex(first)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        editing = self.state() is QListView.State.EditingState
        if index.isValid() and not editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif index.isValid() and not editing and event.matches(QKeySequence.StandardKey.Delete):
            self.deleted.emit(index)
        else:
            super().keyPressEvent(event)


class LibraryPane(QWidget):
    """Sessions and documents. Says what the person wants; the window does it."""

    open_asked = Signal()
    session_chosen = Signal(str, str)  # session id, the id of a turn to show or ""
    page_chosen = Signal(object)  # PageHit
    locate_asked = Signal(object)  # DocumentRef whose file is not where it was
    forget_asked = Signal(object)  # DocumentRef to be removed from the library
    add_asked = Signal(object)  # DocumentRef to join the conversation on the desk
    document_chosen = Signal(object)  # DocumentRef
    deleted = Signal(str, str)  # session id, title: already deleted
    renamed = Signal(str, str)
    save_asked = Signal(str)
    export_asked = Signal(str, str)  # session id, "md" or "html"
    failed = Signal(object)  # Exception

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._job: jobs.Job | None = None
        self._indexed = False
        self._indexing: jobs.Job | None = None
        self._leaving: set[str] = set()  # documents on their way out of the library
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search everything that was said and opened"))
        self.search.setToolTip(
            with_shortcut(self.tr("Search everything that was said and opened"), "Ctrl+Shift+F")
        )
        clearable(self.search)
        self.search.setAcceptDrops(False)  # a file dropped here is to be opened like anywhere else
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.open_button = button(self.tr("Open"), "", "open")
        self.open_button.setToolTip(with_shortcut(self.tr("Open files"), QKeySequence.StandardKey.Open))
        self.open_button.clicked.connect(self.open_asked)

        self.rows = _Rows()
        self.rows.renamed.connect(self._rename)
        self.list = _List()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Sessions and documents"))
        self.list.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.clicked.connect(self._choose)
        self.list.chosen.connect(self._choose)
        self.list.deleted.connect(self._delete)
        self._empty = EmptyState(
            "library",
            self.tr("Nothing here yet"),
            self.tr(
                "Open a file or drop one anywhere on this window. Your questions and their answers stay here."
            ),
        )
        self._nothing = EmptyState(
            "search", self.tr("Nothing found"), self.tr("No conversation and no page holds all these words.")
        )
        self._looking = EmptyState(
            "search",
            self.tr("Still looking"),
            self.tr("The pages of the library are being made findable. What is found shows here."),
        )
        self._stack = QStackedWidget()
        for page in (self.list, self._empty, self._nothing, self._looking):
            self._stack.addWidget(page)

        bar = Bar(self.search, self.open_button)
        bar.row.setSpacing(2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self._typed = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._typed.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda: self._typed.start())

    def refresh(self) -> None:
        """Read the list anew, in the background."""
        query, services, leaving = self.search.text().strip(), self._services, frozenset(self._leaving)
        if query and not self._indexed:
            self._index()

        def read() -> _Listed:
            store = services.store
            recent = () if query else store.recent_documents()
            documents = [ref for ref in recent if ref.id not in leaving]
            pages = [hit for hit in services.find_pages(query) if hit.document not in leaving] if query else ()
            return _Listed(query, store.sessions(query), documents, pages, store.missing_files(documents))

        self._job = jobs.call(
            read, owner=self, on_result=self._show, on_error=self.failed.emit, replaces=self._job
        )

    def _index(self) -> None:
        """Make what was opened since findable, and look again: the first search does not wait for it."""
        self._indexed = True
        self._indexing = jobs.run(
            self._services.index, owner=self, on_error=self.failed.emit, on_done=self._index_ended
        )

    def _index_ended(self) -> None:
        self._indexing = None
        self.refresh()

    def opened(self) -> None:
        """A document was opened: the next search looks whether it is findable."""
        self._indexed = False
        self.refresh()

    def mark(self, session: str) -> None:
        """Show which session is on the desk."""
        self.rows.mark(session)

    def _show(self, found: _Listed) -> None:
        query, sessions, documents = found.query, found.sessions, found.documents
        if self.list.state() is QListView.State.EditingState:
            self._typed.start()  # a title is being written: the list stays under it
            return
        rows: list[_Row] = []
        if sessions:
            rows.append(_Row(self.tr("Conversations")))
            rows += [
                _Row(one.title, self._about(one), session=one.id, turn=one.turn, hits=one.hits) for one in sessions
            ]
        if found.pages:
            rows.append(_Row(self.tr("Pages")))
            for hit in found.pages:
                where = self.tr("p. {label} · {title}").format(label=hit.label, title=hit.title)
                rows.append(_Row(where, hit.snippet, page=hit, hits=hit.hits))
        if documents:
            rows.append(_Row(self.tr("Documents")))
            for ref in documents:
                gone = ref.id in found.missing
                below = self.tr("{name} · file not found").format(name=_where(ref)) if gone else _where(ref)
                rows.append(_Row(ref.title, below, document=ref, missing=gone))
        chosen = self.list.currentIndex().data(_ROW) if self.list.currentIndex().isValid() else None
        if rows != self.rows.rows:  # else a click under way would get lost
            self.rows.show(rows)
        for number, row in enumerate(rows):
            same = chosen and (row.session, row.document, row.page) == (
                chosen.session,
                chosen.document,
                chosen.page,
            )
            if same and not row.heading:
                self.list.setCurrentIndex(self.rows.index(number))
        nothing = self._looking if self._indexing else self._nothing
        self._stack.setCurrentWidget(self.list if rows else nothing if query else self._empty)

    def _about(self, session: SessionSummary) -> str:
        if session.snippet:
            return session.snippet
        return " · ".join(filter(None, (_when(session.updated), ", ".join(session.documents))))

    def _choose(self, index: QModelIndex) -> None:
        row: _Row = index.data(_ROW)
        if row.session:
            self.session_chosen.emit(row.session, row.turn)
        elif row.page:
            self.page_chosen.emit(row.page)
        elif row.document:
            self.document_chosen.emit(row.document)

    def _rename(self, session: str, title: str) -> None:
        self._change(lambda: self._services.store.rename_session(session, title))
        self.renamed.emit(session, title)

    def _delete(self, index: QModelIndex) -> None:
        row: _Row = index.data(_ROW)
        if row.session:
            self.delete(row.session, row.title)
        elif row.document:
            self.forget_asked.emit(row.document)

    def delete(self, session: str, title: str) -> None:
        """Delete a session; `deleted` lets the window offer to undo it."""
        self._change(lambda: self._services.store.delete_session(session))
        self.deleted.emit(session, title)

    def restore(self, session: str) -> None:
        """Undo `delete`."""
        self._change(lambda: self._services.store.restore_session(session))

    def hide_document(self, id: str, *, hidden: bool = True) -> None:
        """Leave a document out of the list while its removal can be undone, or list it again."""
        (self._leaving.add if hidden else self._leaving.discard)(id)
        self.refresh()

    def _change(self, change: Callable[[], object]) -> None:
        jobs.call(change, owner=self, on_error=self.failed.emit, on_done=self.refresh)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        row: _Row | None = index.data(_ROW) if index.isValid() else None
        if row is None or row.heading:
            return
        self.menu_for(index).exec(self.list.viewport().mapToGlobal(at))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a row."""
        row: _Row = index.data(_ROW)
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)

        def add(icon_name: str, text: str, shortcut: str, action: object) -> None:
            made = QAction(icon(icon_name), text, menu)
            made.setShortcut(shortcut)
            made.triggered.connect(action)
            menu.addAction(made)

        add("open", self.tr("Open"), "Return", lambda: self._choose(index))
        if ref := row.document:
            add("add", self.tr("Add to this conversation"), "", lambda: self.add_asked.emit(ref))
            add("search", self.tr("Locate its file…"), "", lambda: self.locate_asked.emit(ref))
            menu.addSeparator()
            add("delete", self.tr("Remove from the library"), "Del", lambda: self.forget_asked.emit(ref))
        if row.session:
            add("rename", self.tr("Rename"), "F2", lambda: self.list.edit(index))
            menu.addSeparator()
            add("save", self.tr("Save session as file…"), "", lambda: self.save_asked.emit(row.session))
            add("export", self.tr("Export as Markdown…"), "", lambda: self.export_asked.emit(row.session, "md"))
            add("export", self.tr("Export as HTML…"), "", lambda: self.export_asked.emit(row.session, "html"))
            menu.addSeparator()
            add("delete", self.tr("Delete"), "Del", lambda: self._delete(index))
        return menu


def _when(moment: datetime) -> str:
    """A time in the list: the hour today, the day this year, else the date."""
    local, now = moment.astimezone(), datetime.now(UTC).astimezone()
    day, time = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
    if local.date() == now.date():
        return QLocale().toString(time, QLocale.FormatType.ShortFormat)
    if local.year == now.year:
        return QLocale().toString(day, "d MMM")
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _where(ref: DocumentRef) -> str:
    return Path(ref.path).name
