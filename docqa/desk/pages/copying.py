"""Pages and parts of them as pictures, for the clipboard: sharp enough for print, drawn beside the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from docqa.desk import jobs
from docqa.desk.pages.layout import sane_size
from docqa.desk.pages.pictures import Renders, as_image, words_image
from docqa.domain import Page, Rect

_DPI = 300
_MOST = 24_000_000  # pixels: beyond that programs that one pastes into give up


def copy_picture(
    page: Page,
    rect: Rect | None,
    renderer: Renders | None,
    owner: QObject,
    failed: Callable[[Exception], None],
    done: Callable[[], object] | None = None,
) -> jobs.Job:
    """Put a page, or `rect` of it, on the clipboard as it is by day and unturned, at 300 dots an inch."""
    width, height = sane_size(page.width, page.height)
    part = rect or Rect(0, 0, width, height)
    area = max(1.0, (part.x1 - part.x0) * (part.y1 - part.y0))
    scale = min(_DPI / 72, (_MOST / area) ** 0.5)

    def draw() -> QImage:
        if renderer is None:
            return words_image(page, scale, rect)
        return as_image(renderer.render(page.index, scale, rect))

    def put(image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        if done is not None:
            done()

    return jobs.call(draw, owner=owner, on_result=put, on_error=failed)
