"""A picture pasted into the question becomes a document of one page that the question is about."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


class Pasted:
    """Keeps pasted pictures as files while docqa runs; the library keeps its own copy of what was opened."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def save(self, image: QImage) -> Path | None:
        """The picture as a PNG file; None where it can't be written."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="docqa-pasted-"))  # for this person's eyes alone
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        from datetime import datetime

        name = f"Pasted picture {datetime.now():%Y-%m-%d %H.%M.%S.%f}"[:-3]
        path = self._folder / f"{name}.png"
        # Screens tell of their dots an inch; a page of the picture's own size in points is what is wanted.
        image.setDotsPerMeterX(round(96 / 0.0254))
        image.setDotsPerMeterY(round(96 / 0.0254))
        return path if image.save(str(path)) else None


def picture_of(data: QMimeData) -> QImage | None:
    """The picture in what is pasted, unless it comes with words or files of its own."""
    if not data.hasImage() or data.hasUrls() or data.hasText():
        return None
    image = data.imageData()
    return image if isinstance(image, QImage) and not image.isNull() else None
