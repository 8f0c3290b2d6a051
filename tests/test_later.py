"""Rooms that give out their names one by one give out all of them, and import nothing before."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from docqa.later import later

ROOMS = ("docqa.domain", "docqa.language", "docqa.library", "docqa.reading")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_gives_out_what_it_promises(room: str) -> None:
    """What the type checker is told comes from where it is told to come from."""
    package = import_module(room)
    told = {}
    for node in ast.walk(ast.parse(Path(package.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.startswith(room):
            told |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    assert sorted(told) == sorted(package.__all__)
    for name, (home, own) in told.items():
        assert getattr(package, name) is getattr(import_module(home), own), name


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_of_a_room_is_that_of_one_of_its_modules(room: str) -> None:
    package = import_module(room)
    modules = {path.stem for path in Path(package.__file__).parent.iterdir()}
    assert not modules & set(package.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_without_importing_it_all(room: str) -> None:
    code = f"import sys, {room}; print(sorted(name for name in sys.modules if name.startswith('{room}.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_not_there_is_said_as_python_says_it() -> None:
    get = later("docqa.domain", {"work": "Progress"})
    with pytest.raises(AttributeError, match=r"module 'docqa\.domain' has no attribute 'Nothing'"):
        get("Nothing")
    with pytest.raises(ImportError, match="cannot import name 'Nothing'"):
        from docqa.domain import Nothing  # noqa: F401 - it is not there
