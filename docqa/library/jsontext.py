"""JSON that strangers may have written, as plain data."""

from __future__ import annotations

import json
from typing import Any


class CodecError(ValueError):
    """The JSON is not the value it should be; the text says where, as in ``turns: 3: asked: not a time``."""


def parse(text: str | bytes) -> Any:
    """JSON `text` as plain data; what JSON does not allow (NaN, endless nesting) is a CodecError."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"not JSON: {error}") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
