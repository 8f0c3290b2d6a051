"""The lines of the library's list: sessions, pages that were found, and documents, under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTime,
    Signal,
)

from docqa.domain import DocumentRef
from docqa.library import PageHit, SessionSummary

ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Listed:
    """What the library holds, or holds of what is looked for."""

    query: str
    sessions: Sequence[SessionSummary]
    documents: Sequence[DocumentRef]
    pages: Sequence[PageHit]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
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
        """Whether it only says what the rows below it are."""
        return not self.session and self.document is None and self.page is None


Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractListModel):
    """The list's rows. A session's title can be edited in place."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.current = ""

    def of(self, found: Listed) -> list[Row]:
        """The lines that show what was found, under their headings."""
        rows: list[Row] = []
        if found.sessions:
            rows.append(Row(self.tr("Conversations")))
            rows += [
                Row(one.title, _about(one), session=one.id, turn=one.turn, hits=one.hits) for one in found.sessions
            ]
        if found.pages:
            rows.append(Row(self.tr("Pages")))
            for hit in found.pages:
                where = self.tr("p. {label} · {title}").format(label=hit.label, title=hit.title)
                rows.append(Row(where, hit.snippet, page=hit, hits=hit.hits))
        if found.documents:
            rows.append(Row(self.tr("Documents")))
            for ref in found.documents:
                name, gone = Path(ref.path).name, ref.id in found.missing
                below = self.tr("{name} · file not found").format(name=name) if gone else name
                rows.append(Row(ref.title, below, document=ref, missing=gone))
        return rows

    def show(self, rows: list[Row]) -> None:
        """List these rows in place of those before."""
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
        if role == ROW:
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


def _about(session: SessionSummary) -> str:
    if session.snippet:
        return session.snippet
    return " · ".join(filter(None, (_when(session.updated), ", ".join(session.documents))))


def _when(moment: datetime) -> str:
    """A time in the list: the hour today, the day this year, else the date."""
    local, now = moment.astimezone(), datetime.now(UTC).astimezone()
    day, time = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
    if local.date() == now.date():
        return QLocale().toString(time, QLocale.FormatType.ShortFormat)
    if local.year == now.year:
        return QLocale().toString(day, "d MMM")
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)
