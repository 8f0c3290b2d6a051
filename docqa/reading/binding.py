"""MuPDF's Python binding, imported without what this program has no use for. In the worker process alone.

Whatever imports PyMuPDF takes it from here: whoever came first would otherwise decide how it is loaded.
"""

from __future__ import annotations

import sys
from typing import Any

# PyMuPDF imports its layout models (onnxruntime, networkx: 0.7 s, 100 MB) wherever they are installed. Nothing
# here uses them; None makes the import fail the way PyMuPDF expects when they are absent.
for _unused in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules.setdefault(_unused, None)  # type: ignore[arg-type]

import pymupdf as _pymupdf  # noqa: E402
from pymupdf import extra as _extra  # noqa: E402
from pymupdf import mupdf as _mupdf  # noqa: E402

pymupdf: Any = _pymupdf  # most of it is untyped
extra: Any = _extra
mupdf: Any = _mupdf

__all__ = ["extra", "mupdf", "pymupdf"]
