"""The turns of a session as a tree: what is shown of it, and what was asked in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from docqa.domain import Branch, Turn

Parents = dict[str, str]  # ids of turns in the order they were asked, each with the one it follows ("" for none)


def parents(connection: sqlite3.Connection, session: str) -> dict[str, str]:
    """The tree of a session as it is kept."""
    rows = connection.execute("SELECT id, parent FROM turns WHERE session = ? ORDER BY position", (session,))
    return {id: parent or "" for id, parent in rows}


def shown(connection: sqlite3.Connection, session: str, tree: Parents) -> list[str]:
    """The ids of the turns that are shown, first to last."""
    row = connection.execute("SELECT shown FROM sessions WHERE id = ?", (session,)).fetchone()
    last = row[0] if row and row[0] in tree else next(reversed(tree), "")
    return path(tree, last)


def path(tree: Parents, last: str) -> list[str]:
    """The ids that lead to `last`, itself at the end; none for ""."""
    ids: list[str] = []
    while last in tree and last not in ids:
        ids.append(last)
        last = tree[last]
    return ids[::-1]


def newest_below(tree: Parents, turn: str) -> str:
    """Where the conversation through `turn` ("" for all) was last gone on with; `turn` itself if nowhere."""
    reached, last = {turn}, turn
    for id, parent in tree.items():  # a turn comes after the one it follows
        if parent in reached:
            reached.add(id)
            last = id
    return last


def show(connection: sqlite3.Connection, session: str, last: str) -> None:
    """Let the shown turns end with `last` ("" for none)."""
    connection.execute("UPDATE sessions SET shown = ? WHERE id = ?", (last or None, session))


def others(tree: Parents, turns: Mapping[str, Turn], on_show: Sequence[str]) -> tuple[Branch, ...]:
    """The turns beside those shown, as branches."""
    found: list[tuple[str, list[str]]] = []
    for id, parent in tree.items():
        if id in on_show:
            continue
        going_on = next((ids for _, ids in found if ids[-1] == parent), None)
        if going_on is None:
            found.append((parent, [id]))
        else:
            going_on.append(id)
    return tuple(Branch(after, tuple(turns[id] for id in ids)) for after, ids in found)


def in_order(turns: Sequence[Turn], others: Sequence[Branch]) -> Iterator[tuple[Turn, str]]:
    """All turns with the id each follows, every one after the one it follows."""
    for after, line in (("", turns), *((branch.after, branch.turns) for branch in others)):
        for turn in line:
            yield turn, after
            after = turn.id
