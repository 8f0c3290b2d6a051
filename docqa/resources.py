"""Where docqa's shipped files are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``resource("prompts", "rules.md")``.

    Raises FileNotFoundError when it is not there: a broken installation, never a person's mistake.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"docqa's own file {'/'.join(parts)} is missing: reinstall docqa")
