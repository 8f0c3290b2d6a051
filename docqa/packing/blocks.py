"""A document's text as it stands in the window."""

from __future__ import annotations

from dataclasses import dataclass

from docqa.domain import Passage


@dataclass(frozen=True)
class Block:
    """A document's text in the window below its heading, the passages it is made of, and their pages."""

    text: str
    passages: tuple[Passage, ...]
    pages: tuple[int, ...]
