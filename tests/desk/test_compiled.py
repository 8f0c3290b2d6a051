"""PySide6's own files are compiled once; whatever was kept of them may be missing, old or damaged."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest

from docqa.desk import compiled

NAME = "shibokensupport/one.py"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where code is kept."""
    file = tmp_path / "kept"
    monkeypatch.setattr(compiled, "_file", lambda: str(file))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return file


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what Python has really compiled."""
    found: list[str] = []
    really = builtins.compile

    def noting(source: Any, filename: str, *more: Any, **named: Any) -> Any:
        found.append(filename)
        return really(source, filename, *more, **named)

    monkeypatch.setattr(builtins, "compile", noting)
    return found


def run(source: bytes, name: str = NAME) -> object:
    """What `source` makes of `x`, compiled as PySide6 compiles its files."""
    found: dict[str, object] = {}
    with compiled.kept():
        exec(compile(source, name, "exec"), found)
    return found["x"]


def test_a_file_is_compiled_once(file: Path, names: list[str]) -> None:
    assert [run(b"x = 1"), run(b"x = 1")] == [1, 1]
    assert names == [NAME]


def test_another_source_is_compiled_anew(file: Path, names: list[str]) -> None:
    assert [run(b"x = 1"), run(b"x = 2"), run(b"x = 2")] == [1, 2, 2]
    assert names == [NAME, NAME]


def test_other_files_are_not_kept(file: Path, names: list[str]) -> None:
    assert [run(b"x = 1", "another.py"), run(b"x = 1", "another.py")] == [1, 1]
    assert names == ["another.py", "another.py"]
    assert not file.exists()


@pytest.mark.parametrize("keep", [0, 3, 30, -1])
def test_a_damaged_file_is_passed_over(file: Path, names: list[str], keep: int) -> None:
    run(b"x = 1")
    file.write_bytes(file.read_bytes()[:keep])
    assert [run(b"x = 1"), run(b"x = 1")] == [1, 1]
    assert names == [NAME, NAME]


def test_nothing_is_missed_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(compiled, "_file", lambda: str(tmp_path / "no folder" / "kept"))
    assert [run(b"x = 1"), run(b"x = 1")] == [1, 1]


def test_python_compiles_itself_afterwards() -> None:
    before = builtins.compile
    with compiled.kept():
        assert builtins.compile is not before
    assert builtins.compile is before
