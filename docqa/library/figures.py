"""The figures found in a document, kept beside its pages by the same rule as its vectors, erased with them."""

from __future__ import annotations

from pathlib import Path

from docqa.domain import Figure
from docqa.library import codec
from docqa.library.vectors import VectorFiles


class FigureFiles:
    """A document's figures by the version of what found them. A cache raises nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        self._files = VectorFiles(folder)

    def load(self, document: str, version: int) -> tuple[Figure, ...] | None:
        """What `keep` was given; None when there is nothing, or it is damaged, or another version's."""
        data = self._files.load(document, _kind(version))
        if data is None:
            return None
        try:
            return tuple(codec.decode(Figure, one) for one in codec.parse(data))
        except (codec.CodecError, TypeError):
            return None

    def keep(self, document: str, version: int, figures: tuple[Figure, ...]) -> None:
        """Keep them, if the library keeps the document's pages and the disk has room."""
        self._files.keep(document, _kind(version), codec.dumps(figures).encode())


def _kind(version: int) -> str:
    return f"figures {version}"
