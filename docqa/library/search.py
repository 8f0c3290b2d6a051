"""Finding sessions by their words, in any script: a trigram index over folded text, and a scan for short terms.

Trigrams need no word borders, so Hebrew with its prefixes and Chinese without spaces are found like English.
Terms of one or two characters, which have no trigram, are looked for in the folded text itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from docqa.language.folding import fold
from docqa.library.database import sql_text

VERSION = 1  # raise it when folding changes: libraries then index themselves anew on opening
SNIPPET = 160  # characters
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_TRIGRAM = 3


class Found(NamedTuple):
    """The row of a session that matches best: the id of its turn, empty for its titles."""

    session: str
    turn: str


class Snippet(NamedTuple):
    """A line of the text around the words found; `hits` are their (start, end) in it."""

    text: str
    hits: tuple[tuple[int, int], ...]


def terms(query: str) -> tuple[str, ...]:
    """What a query asks for, folded: its words, and "phrases in quotes" whole."""
    straight = re.sub("[“”„‟«»]", '"', query)
    found = (fold(phrase or word).text.strip() for phrase, word in _TERM.findall(straight))
    return tuple(dict.fromkeys(term for term in found if term))


def index(connection: sqlite3.Connection, session: str, turn: str, text: str) -> None:
    """Make `text` findable as what turn `turn` of a session says; turn "" stands for its titles."""
    connection.execute(
        "INSERT INTO search_rows (session, turn, folded) VALUES (?, ?, ?)"
        " ON CONFLICT (session, turn) DO UPDATE SET folded = excluded.folded",
        (session, turn, sql_text(fold(text).text)),
    )


def forget(connection: sqlite3.Connection, turn: str) -> None:
    """Take a turn out of the index."""
    connection.execute("DELETE FROM search_rows WHERE turn = ?", (turn,))


def compact(connection: sqlite3.Connection) -> None:
    """Leave nothing in the index of what was taken out: FTS5 only notes what is gone until it next merges."""
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index was made by today's folding."""
    row = connection.execute("SELECT version FROM derived WHERE name = 'search'").fetchone()
    return row is not None and row[0] == VERSION


def begin_anew(connection: sqlite3.Connection) -> None:
    """Empty the index and mark it as made by today's folding; the caller fills it in the same transaction."""
    connection.execute("DELETE FROM search_rows")
    connection.execute("INSERT OR REPLACE INTO derived VALUES ('search', ?)", (VERSION,))


def find(connection: sqlite3.Connection, wanted: Sequence[str]) -> tuple[Found, ...]:
    """The sessions that hold every term of `wanted` somewhere, each with the row that holds most of them."""
    sessions: set[str] | None = None
    counts: dict[Found, int] = {}
    for term in wanted:
        rows = [Found(*row) for row in connection.execute(*_rows_with(term))]
        for row in rows:
            counts[row] = counts.get(row, 0) + 1
        here = {row.session for row in rows}
        sessions = here if sessions is None else sessions & here
    best: dict[str, Found] = {}
    for row in sorted(counts, key=counts.__getitem__):
        if sessions and row.session in sessions:
            best[row.session] = row
    return tuple(best.values())


def snippet(text: str, wanted: Sequence[str]) -> Snippet:
    """The part of `text` around the first of the terms in it, white space made plain."""
    # Folding a long answer takes a hundred times as long as looking for the words as they are.
    lower = text.lower()
    plain = [at for at in map(lower.find, wanted) if at >= 0] if len(lower) == len(text) else []
    first = min(plain) if plain else min((start for start, _ in _hits(text, wanted)), default=0)
    start = max(0, first - SNIPPET // 3)
    start = _word_border(text, start, first) if start else 0
    end = min(len(text), start + SNIPPET)
    line = re.sub(r"\s", " ", text[start:end])  # one for one, so that offsets stay
    before = "…" if start else ""
    hits = tuple((a + len(before), b + len(before)) for a, b in _disjoint(sorted(_hits(line, wanted))))
    return Snippet(f"{before}{line}{'…' if end < len(text) else ''}", hits)


def _hits(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where the terms stand in `text`."""
    folded = fold(text)
    places = (found.span() for term in wanted for found in re.finditer(re.escape(term), folded.text))
    return [folded.span(*place) for place in places]


def _rows_with(term: str) -> tuple[str, tuple[str | bytes]]:
    if len(term) < _TRIGRAM:
        return "SELECT session, turn FROM search_rows WHERE instr(folded, ?)", (sql_text(term),)
    quoted = '"' + term.replace('"', '""') + '"'
    query = "SELECT session, turn FROM search_rows WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?)"
    return query, (sql_text(quoted),)


def _word_border(text: str, start: int, before: int) -> int:
    """The first start of a word in text[start:before], else `start`."""
    space = re.compile(r"\s+").search(text, start, before)
    return space.end() if space else start


def _disjoint(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
