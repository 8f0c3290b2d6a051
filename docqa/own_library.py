"""docqa's own library, as every road to it opens it: pages that an older reading kept are read anew."""

from __future__ import annotations

from docqa.library import Store, library_path
from docqa.reading import READING_VERSION


def own_library() -> Store:
    """The library of this person on this computer. Raises StoreError; to be closed by the caller."""
    return Store(library_path(), reader_version=READING_VERSION)
