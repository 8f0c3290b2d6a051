"""What lasts: sessions and documents, session files, exports, settings and keys."""

from docqa.library.paths import home
from docqa.library.store import SessionSummary, Store

__all__ = [
    "SessionSummary",
    "Store",
    "home",
]
