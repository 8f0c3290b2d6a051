"""PySide6's own Python files, compiled once instead of at every start.

PySide6 carries some 120 kB of Python in its library as source and compiles it whenever it is imported, which is a
seventh of the time that an empty window takes. Python keeps what it compiles of files; of these nothing is kept.
"""

from __future__ import annotations

import builtins
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from types import CodeType
from typing import Any

_OURS = "shibokensupport/"  # what the names of these files begin with
_Codes = dict[str, tuple[bytes, CodeType]]  # by name: the hash of the source, and what came of it


@contextmanager
def kept() -> Iterator[None]:
    """While PySide6 is imported for the first time: take the code of its files from where it was kept.

    It is kept among Python's compiled files, as safe and as little missed as those are, and made anew where the
    source is another than before. Where nothing can be written, all goes as without this.
    """
    compile_it, file = builtins.compile, _file()
    known = _read(file)
    used: _Codes = {}

    def compile(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        if mode != "exec" or more or named or not isinstance(source, bytes) or not _is_ours(filename):
            return compile_it(source, filename, mode, *more, **named)
        mark = source_hash(source)
        before, code = known.get(filename, (b"", None))
        if code is None or before != mark:
            code = compile_it(source, filename, mode, dont_inherit=True)
        used[filename] = (mark, code)
        return code

    builtins.compile = compile
    try:
        yield
    finally:
        builtins.compile = compile_it
    if used != known and not sys.dont_write_bytecode:
        _write(file, used)


def _is_ours(filename: object) -> bool:
    return isinstance(filename, str) and filename.startswith(_OURS)


def _file() -> str:
    """Where the code is kept; "" where Python keeps none."""
    try:
        return cache_from_source(__file__).removesuffix(".pyc") + ".pyside"
    except NotImplementedError:
        return ""


def _read(file: str) -> _Codes:
    """What was kept by this very Python; nothing where it cannot be understood."""
    with suppress(OSError, EOFError, ValueError, TypeError), open(file, "rb") as kept:
        if kept.read(len(MAGIC_NUMBER)) == MAGIC_NUMBER:
            codes = marshal.loads(kept.read())  # noqa: S302 - as safe as the compiled files that it lies among
            if isinstance(codes, dict):
                return codes
    return {}


def _write(file: str, codes: _Codes) -> None:
    """All of it or nothing: another docqa may start at the same time."""
    draft = f"{file}.{os.getpid()}"
    with suppress(OSError):
        with open(draft, "xb") as keeping:
            keeping.write(MAGIC_NUMBER + marshal.dumps(codes))
        os.replace(draft, file)
