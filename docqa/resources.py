"""Where docqa's shipped files are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_ROOTS = (os.path.join(_PACKAGE, "_resources"), os.path.join(os.path.dirname(_PACKAGE), "resources"))


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``resource("prompts", "rules.md")``.

    Raises FileNotFoundError when it is not there: a broken installation, never a person's mistake.
    """
    for root in _ROOTS:
        path = os.path.join(root, *parts)
        if os.path.exists(path):
            return Path(path)
    raise FileNotFoundError(f"docqa's own file {'/'.join(parts)} is missing: reinstall docqa")
