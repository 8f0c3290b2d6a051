"""What the reading tests share: the maker of small files, and an end to the workers that a test leaves behind."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from docqa.domain import Document, finish
from docqa.reading import load, worker


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The module making.py beside this file (tests are no packages, so it can't be imported by name)."""
    spec = importlib.util.spec_from_file_location("reading_making", Path(__file__).with_name("making.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _no_leftover_worker(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that changes how workers start takes none from the test before and leaves none to the next."""
    patched = "faulty" in request.fixturenames
    if patched:
        worker._end_idle()
    yield
    if patched:
        worker._end_idle()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    """Write bytes under a name and load them."""

    def reading(name: str, data: bytes, password: str | None = None) -> Document:
        path = tmp_path / name
        path.write_bytes(data)
        return finish(load(path, password=password))

    return reading
