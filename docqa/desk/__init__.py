"""The Qt window, the only room that imports PySide6. `app.run` opens it."""

from __future__ import annotations

import builtins

from docqa.desk import compiled

with compiled.kept():
    import PySide6.QtCore  # noqa: F401 - what it does to Python's import is undone below

# PySide6 reads the source of every module imported after it, to see whether that wants its `__feature__` switches,
# which docqa never uses. That makes importing half as long again, so Python's own import is put back.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
