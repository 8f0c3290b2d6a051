"""The Qt window, the only room that imports PySide6. `run` opens it."""

from docqa.desk.app import run

__all__ = ["run"]
