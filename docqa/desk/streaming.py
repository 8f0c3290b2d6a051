"""Where the Markdown of an answer that is still coming can be parted: what stands before changes no more."""

from __future__ import annotations

import re

_LEAST = 1_200  # characters that may be set anew with every few words; more of them would be felt
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s")


def settled(text: str) -> int:
    """How many characters at the beginning of `text` can be shown for good; 0 while it is short.

    They end before a block at the margin: after an empty line, or between two items of a list; never inside code.
    """
    if len(text) < _LEAST:
        return 0
    best = at = 0
    fence, before = "", ""
    for line in text.splitlines(keepends=True):
        if not line.endswith("\n"):
            break  # still coming: what kind of line it is, nobody knows
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        else:
            inside_list = before[:1].isspace() or _ITEM.match(before)
            begins = not before.strip() or (_ITEM.match(line) and inside_list)
            if at and begins and line.strip() and not line[0].isspace():
                best = at
            if mark:
                fence = mark[1]
        before, at = line, at + len(line)
    return best
