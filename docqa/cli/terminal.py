"""What every verb says and hears at the shell: results as text or JSON, progress, errors, files of rows."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from docqa.domain import Coverage, Document, Progress
from docqa.domain.wording import coverage_line, coverage_sum
from docqa.errors import DocqaError

T = TypeVar("T")

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
EXIT_CODES = f"exit codes: {DONE} done, {FAILED} could not be done (see standard error), {USAGE} wrong usage, \
{INTERRUPTED} interrupted"
LOG_EVERY = 5.0  # seconds
_LINE = 160  # characters that are still read as a line


@dataclass(frozen=True, slots=True)
class Verb:
    """A word of the command line: what it does in a sentence, its options, and the function that does it.

    `run` gets the parsed arguments and returns the exit code; None where the verb's actions bring their own.
    `several` names the argument that takes as many words as come.
    """

    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int] | None = None
    several: str | None = None


def json_argument(parser: argparse.ArgumentParser) -> None:
    """The option of every verb whose result can be read by a program."""
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")


def with_progress(work: Generator[Progress, None, T], *, log_every: float = math.inf) -> T:
    """Run `work`, its progress on one line of a terminal; elsewhere on a new line every `log_every` seconds."""
    shown, logged = sys.stderr.isatty(), time.monotonic()
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            if shown:
                print("\r\033[K", end="", file=sys.stderr)
            result: T = end.value
            return result
        far = f" {progress.done} of {progress.total}" if progress.total else ""
        if shown:
            print(f"\r\033[K{progress.doing}{far}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - logged >= log_every:
            logged = time.monotonic()
            print(f"{progress.doing}{far}", file=sys.stderr, flush=True)


def coverage_words(coverage: Coverage, document: Document, *, local: bool = False) -> str:
    """What of a document went into the window: by page where that is a line to read, else how many pages."""
    line = coverage_line(coverage, [page.label for page in document.pages], local=local)
    return line if len(line) <= _LINE else coverage_sum([coverage], local=local)


def print_json(value: dict[str, Any]) -> None:
    """One line of a verb's JSON."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def tell(line: str) -> None:
    """Say something beside the result, on standard error."""
    print(f"docqa: {line}", file=sys.stderr, flush=True)


def complain(error: DocqaError) -> None:
    """Say what went wrong and what to do about it."""
    tell(error.message)
    if error.hint:
        print(f"       {error.hint}", file=sys.stderr)


def usage(message: str) -> NoReturn:
    """End with the exit code for wrong usage."""
    tell(message)
    raise SystemExit(USAGE)


def rows(path: Path, key: str) -> Iterator[str]:
    """The `key` of every row of a JSON Lines file. Raises DocqaError naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocqaError(f"{path} could not be read: {error}.", "Give a JSON Lines file in UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)[key]
        except (ValueError, KeyError, TypeError) as error:
            raise DocqaError(f'{path}, line {number}, is no {{"{key}": …}} row.', "Mend the line.") from error
        if not isinstance(value, str) or not value.strip():
            raise DocqaError(f"{path}, line {number}, holds no {key}.", "Mend the line.")
        yield value


def positive(text: str) -> int:
    """A number of the command line that is at least 1."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be a positive number")
    return value
