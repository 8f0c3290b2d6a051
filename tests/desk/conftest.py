"""Qt draws into memory here; the variable must be set before Qt is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from docqa.desk import jobs


@pytest.fixture(autouse=True)
def no_job_left(qapp: QApplication) -> Iterator[None]:
    """No thread of a test outlives it."""
    yield
    assert jobs.shutdown(10.0), "a job did not stop"
    qapp.processEvents()
