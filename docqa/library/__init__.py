"""What lasts: sessions and documents, session files, exports, settings and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docqa.later import later

if TYPE_CHECKING:
    from docqa.library.calibration import Calibration
    from docqa.library.clearing import Kept, erase, kept
    from docqa.library.export import export_html, export_markdown
    from docqa.library.eyes import Eyes
    from docqa.library.figures import FigureFiles
    from docqa.library.pagesearch import LibrarySearch, PageHit
    from docqa.library.paths import home, library_path, write_file
    from docqa.library.recognised import RecognisedFiles
    from docqa.library.secrets import Secrets
    from docqa.library.sessionfile import open_session_file, save_session_file
    from docqa.library.settings import EndpointProfile, Settings, Voice
    from docqa.library.store import SessionSummary, Store
    from docqa.library.vectors import VectorFiles

__all__ = [
    "Calibration",
    "EndpointProfile",
    "Eyes",
    "FigureFiles",
    "Kept",
    "LibrarySearch",
    "PageHit",
    "RecognisedFiles",
    "Secrets",
    "SessionSummary",
    "Settings",
    "Store",
    "VectorFiles",
    "Voice",
    "erase",
    "export_html",
    "export_markdown",
    "home",
    "kept",
    "library_path",
    "open_session_file",
    "save_session_file",
    "write_file",
]

__getattr__ = later(
    __name__,
    {
        "calibration": "Calibration",
        "clearing": "Kept erase kept",
        "export": "export_html export_markdown",
        "eyes": "Eyes",
        "figures": "FigureFiles",
        "pagesearch": "LibrarySearch PageHit",
        "paths": "home library_path write_file",
        "recognised": "RecognisedFiles",
        "secrets": "Secrets",
        "sessionfile": "open_session_file save_session_file",
        "settings": "EndpointProfile Settings Voice",
        "store": "SessionSummary Store",
        "vectors": "VectorFiles",
    },
)
