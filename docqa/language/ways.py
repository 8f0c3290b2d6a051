"""Which way a text runs. The window asks it of every line it shows, so it is quick to import and to answer."""

from __future__ import annotations

import re
from typing import Literal

Direction = Literal["ltr", "rtl"]

# The blocks that Hebrew, Arabic, Syriac, Thaana and N'Ko lie in: a text without any of it runs from the left.
_PERHAPS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def direction(text: str) -> Direction:
    """The way most letters of `text` run; "ltr" where there are none or as many of each."""
    if text.isascii() or _PERHAPS.search(text) is None:
        return "ltr"
    from docqa.language.scripts import letters_each_way  # only a text that may run from the right waits for it

    rightwards, leftwards = letters_each_way(text)
    return "rtl" if leftwards > rightwards else "ltr"
