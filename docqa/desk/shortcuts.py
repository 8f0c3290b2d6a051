"""The keys in force. Where an action is made, its usual key is named; here stands what a person made of it.

A change is kept in the settings under the usual key, such as {"Ctrl+E": "Ctrl+Alt+E"}: that can be read and edited
by hand. "" takes a key away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence

Keys = QKeySequence.StandardKey | str

_USUAL = "docqa-usual-keys"  # an action's property
_chosen: dict[str, str] = {}


class Command(NamedTuple):
    """Something that has a key: the group it is listed in, its words, its usual key and the one in force."""

    group: str
    text: str
    usual: str
    keys: str


def use(chosen: Mapping[str, str]) -> None:
    """These keys were chosen in place of the usual ones; windows made from now on hear them."""
    _chosen.clear()
    _chosen.update(chosen)


def in_force(usual: Keys) -> QKeySequence:
    """The key that works where `usual` is the usual one."""
    portable = portable_of(QKeySequence(usual))
    return QKeySequence(_chosen.get(portable, portable))


def give(action: QAction, *usual: Keys) -> None:
    """Let an action hear its keys; the first one can be chosen, further ones stay beside it."""
    if not usual:
        return
    action.setProperty(_USUAL, portable_of(QKeySequence(usual[0])))
    action.setShortcuts([in_force(usual[0]), *(QKeySequence(key) for key in usual[1:])])


def commands(groups: Sequence[tuple[str, Sequence[QAction]]]) -> list[Command]:
    """What of these actions has a key, each once."""
    found: dict[str, Command] = {}
    for group, actions in groups:
        for action in actions:
            usual = action.property(_USUAL) or portable_of(action.shortcut())
            if usual and usual not in found:
                text = action.text().partition("\t")[0].rstrip("…").replace("&", "")
                found[usual] = Command(group, text, usual, portable_of(in_force(usual)))
    return list(found.values())


def portable_of(keys: QKeySequence) -> str:
    """A key as it is written in the settings."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


def native_of(keys: QKeySequence | str) -> str:
    """A key as the platform writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
