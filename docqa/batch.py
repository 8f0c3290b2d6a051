"""A set of questions over a set of documents, into a table of answers that can be gone on with at any time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from docqa.asking import Request, ask
from docqa.domain import CUT, CancelToken, Document, PackingOptions, Progress, Turn, passed_on
from docqa.domain.wording import checks_line
from docqa.engines import Engine
from docqa.errors import (
    DocqaError,
    KeyMissing,
    KeyRejected,
    LoadError,
    ModelNotFound,
    NoVision,
    RateLimited,
    StoreError,
    Unreachable,
)
from docqa.library import write_file
from docqa.library.calibration import Calibration
from docqa.library.paths import file_error
from docqa.packing import Packer
from docqa.seeing import WORDS_ALONE, Looking

COLUMNS = (
    "document",
    "question",
    "answer",
    "pages",  # labels of the pages the answer rests on
    "quotes",  # the document's own words, one a line
    "checks",  # "3 of 4 claims found in the document"; empty where nothing is claimed
    "refused",
    "complete",
    "engine",
    "model",
    "tokens",  # sent and answered, as the engine counted them; empty where it did not
    "error",
)
_IDENTITY = ("document", "question", "engine", "model")
# What fails for one question will fail for the next: better to stop and go on when it is mended.
_HOPELESS = (KeyMissing, KeyRejected, ModelNotFound, Unreachable, RateLimited)
_DELIMITERS = (",", ";", "\t")  # spreadsheets write what their country is used to
_LARGEST_CELL = 1 << 26
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

Row = dict[str, str]
Read = Callable[[Path], Generator[Progress, None, Document]]
Look = Callable[[Path, Document, str], Generator[Progress, None, Looking]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the set; `document` is the file it is meant for alone, None for every file."""

    text: str
    document: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were answered now, had been answered before, and could not be answered."""

    answered: int
    before: int
    failed: int


def batch(
    files: Sequence[Path],
    questions: Path,
    out: Path,
    read: Read,
    engine: Engine,
    packer: Packer,
    options: PackingOptions,
    cancel: CancelToken | None = None,
    calibration: Calibration | None = None,
    *,
    wait: bool = True,
    look: Look | None = None,
) -> Generator[Progress, None, Outcome]:
    """Ask every question of the CSV `questions` about each of `files`, and append each answer to the CSV `out`.

    One row for each document and question, written when it is answered: a kill loses the row that was in the
    making. Rows that `out` has from the same engine and model are not asked again; those without an answer or with
    one that broke off are, and are replaced. A file or question that fails gives a row with its `error`.
    Each file is understood before its first question, unless told not to `wait`. `look` finds out how a file may
    be looked at for a question: figures that it names, and pictures of them where the engine has eyes.
    Raises DocqaError for tables that are not what they should be, StoreError when `out` can't be written,
    EngineError when the engine will answer no question, and Cancelled.
    """
    files, cancel = tuple(dict.fromkeys(files)), cancel or CancelToken()
    asked = read_questions(questions, files)
    names = _names(files)
    wanted = [(file, question.text) for file in files for question in asked if question.document in (None, file)]
    left = _unanswered(wanted, names, engine, out)
    before = len(wanted) - len(left)
    done, failed = before, 0

    for file in dict.fromkeys(file for file, _ in left):
        texts = [text for one, text in left if one == file]
        try:
            document = yield from read(file)
        except LoadError as error:
            for text in texts:
                _append(out, _row(names[file], text, engine, error=error))
            done, failed = done + len(texts), failed + len(texts)
            continue
        if wait:
            yield from packer.ready([document], options, cancel)
        for text in texts:
            progress = Progress(done, len(wanted), f"{names[file]}: asking")
            yield progress
            try:
                request = Request(
                    text, [document], engine, packer, options, calibration=calibration, cancel=cancel
                )
                if look:
                    request = replace(request, looking=(yield from look(file, document, text)))
                turn = yield from _asking(_answered(request), progress)
                if not turn.answer.complete:
                    cancel.check()  # half an answer is asked again when the batch goes on
                row = _row(names[file], text, engine, turn=turn)
            except _HOPELESS as error:
                kept = f"What is answered so far is in {out}: give the same command again to go on."
                raise type(error)(error.message, f"{error.hint} {kept}".strip()) from error
            except DocqaError as error:
                row = _row(names[file], text, engine, error=error)
                failed += 1
            _append(out, row)
            done += 1
        packer.forget(document.id)
    yield Progress(done, len(wanted), "Asked")
    return Outcome(len(left) - failed, before, failed)


def _unanswered(
    wanted: Sequence[tuple[Path, str]], names: Mapping[Path, str], engine: Engine, out: Path
) -> list[tuple[Path, str]]:
    """The files and questions of `wanted` that the table `out` has no answer to from this engine."""
    had = Counter(_identity(row) for row in _open_table(out))
    left: list[tuple[Path, str]] = []
    for file, text in wanted:
        key = _identity(_row(names[file], text, engine))
        if had[key] > 0:
            had[key] -= 1
        else:
            left.append((file, text))
    return left


def _answered(request: Request) -> Generator[object, None, Turn]:
    """Asked with its pictures, or with words alone where the engine turns out to see none."""
    try:
        return (yield from ask(request))
    except NoVision:
        return (yield from ask(replace(request, looking=replace(request.looking, draws=WORDS_ALONE.draws))))


def _asking(work: Generator[object, None, Turn], progress: Progress) -> Generator[Progress, None, Turn]:
    return passed_on(work, lambda _: progress)


def read_questions(path: Path, files: Sequence[Path]) -> list[Question]:
    """The rows of a CSV with a column `question` and perhaps `document` (a path or name among `files`).

    UTF-8 with or without a byte order mark; commas, semicolons or tabs. Raises DocqaError naming the line that is
    wrong, before anything is asked.
    """
    text = _read_text(path, "Save it as CSV in UTF-8.")
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        with _cells(path):
            header = [name.strip().casefold() for name in next(reader, [])]
        if "question" in header:
            break
    else:
        raise DocqaError(f"{path} has no column named question.", "Name the columns in its first line.")
    found = []
    with _cells(path):
        for cells in reader:
            row = dict(zip(header, cells, strict=False))
            asked, document = row.get("question", "").strip(), row.get("document", "").strip()
            if not any(cell.strip() for cell in cells):
                continue
            if not asked:
                raise DocqaError(f"{path}, line {reader.line_num}, holds no question.", "Mend or remove the line.")
            found.append(Question(asked, _file(document, files, path, reader.line_num) if document else None))
    if not found:
        raise DocqaError(f"{path} holds no questions.", "Write one a line under the column name question.")
    return found


def _file(name: str, files: Sequence[Path], path: Path, line: int) -> Path:
    """The one of `files` that is meant by a path, a name, or a name without its suffix."""
    for matching in (
        [file for file in files if str(file) == name],
        [file for file in files if file.name == name],
        [file for file in files if file.stem == name],
    ):
        if len(set(matching)) == 1:
            return matching[0]
        if matching:
            break
    else:
        raise DocqaError(
            f"{path}, line {line}, asks about {name}, which is not among the files given.",
            "Give that file too, or mend the line.",
        )
    raise DocqaError(f"{path}, line {line}: several files are called {name}.", "Write its path as you give it.")


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """How each file is called in the table: by name, or by path where two have the same name."""
    names = Counter(file.name for file in files)
    return {file: file.name if names[file.name] == 1 else str(file) for file in files}


# --- the table of answers ----------------------------------------------------------------------------------


def _row(
    name: str, question: str, engine: Engine, *, turn: Turn | None = None, error: DocqaError | None = None
) -> Row:
    row = dict.fromkeys(COLUMNS, "")
    row |= {"document": name, "question": question, "engine": engine.name, "model": engine.model}
    if error:
        row["error"] = f"{error.message} {error.hint}".strip()
    if turn:
        answer = turn.answer
        usage = answer.usage
        row |= {
            "answer": answer.text,
            "pages": "; ".join(dict.fromkeys(citation.label for citation in answer.citations)),
            "quotes": "\n".join(" ".join(citation.quote.split()) for citation in answer.citations),
            "checks": checks_line(answer.claims) if answer.claims else "",
            "refused": str(answer.refused).lower(),
            "complete": str(answer.complete).lower(),
            "tokens": str(usage.prompt + usage.answer) if usage else "",
            "error": " ".join(filter(None, (answer.problem, answer.warning))),
        }
    return {column: _cell(value) for column, value in row.items()}


def _cell(text: str) -> str:
    """`text` as a spreadsheet shows it and never runs it: what looks like a formula begins with an apostrophe."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is in no encoding
    return f"'{text}" if text.startswith(_FORMULA) else text


def _identity(row: Row) -> tuple[str, ...]:
    # Spreadsheets that saved the table may have written other line ends into its cells.
    return tuple(" ".join(row[column].split()) for column in _IDENTITY)


def _open_table(out: Path) -> list[Row]:
    """The rows that `out` has; begins it where there is none, and takes away errors and a row cut short by a kill.

    Raises DocqaError when it is another kind of file.
    """
    if not out.exists() or not out.stat().st_size:
        _write(out, [])
        return []
    text = _read_text(out, "Choose another file for the answers.")
    whole = text[: _end_of_whole_rows(text)]
    with _cells(out):
        header, *cells = list(csv.reader(io.StringIO(whole, newline=""))) or [[]]
    if not whole and ",".join(COLUMNS).startswith(text.strip()):  # a kill while the header was written
        header = list(COLUMNS)
    if tuple(header) != COLUMNS:
        raise DocqaError(
            f"{out} is there and is no table of docqa's answers.", "Choose another file for the answers."
        )
    if any(len(row) != len(COLUMNS) for row in cells if row):
        raise DocqaError(f"{out} has rows with too many or too few cells.", "Mend it, or choose another file.")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in cells if row]
    # Asked again, an answer that was too long for its reserve would only be cut again.
    answered = [row for row in rows if row["complete"] == "true" or row["error"].startswith(CUT)]
    if len(answered) < len(rows) or whole != text:
        _write(out, answered)
    else:
        _append_bytes(out, b"")  # find out now, not after the first answer, that it can't be written
    return answered


def _end_of_whole_rows(text: str) -> int:
    """Where the last row ends that was written to its end: at a line's end outside quotes."""
    end = at = quotes = 0
    for line in io.StringIO(text, newline=""):
        at += len(line)
        quotes += line.count('"')
        if quotes % 2 == 0 and line.endswith("\n"):
            end = at
    return end


def _append(out: Path, row: Row) -> None:
    _append_bytes(out, _lines([row]))


def _append_bytes(out: Path, data: bytes) -> None:
    """Add to the table in one write, past every buffer of ours. Raises StoreError."""
    try:
        with out.open("ab", buffering=0) as file:
            file.write(data)
    except OSError as error:
        raise file_error("write", out, error) from error


def _write(out: Path, rows: Sequence[Row]) -> None:
    """Write the table anew, whole or not at all."""
    if not out.parent.is_dir():
        raise StoreError(f"There is no folder {out.parent} for the answers.", "Make it, or choose another file.")
    write_file(out, _lines([dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]), private=False)


def _lines(rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(list(row.values()) for row in rows)
    return text.getvalue().encode()


def _read_text(path: Path, hint: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise file_error("read", path, error) from error
    except UnicodeDecodeError as error:
        raise DocqaError(f"{path} is not in UTF-8.", hint) from error


@contextmanager
def _cells(path: Path) -> Iterator[None]:
    """A block in which cells may be long, and a file that is no table is a DocqaError."""
    limit = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    except csv.Error as error:
        raise DocqaError(f"{path} is no CSV table: {error}.", "Save it as CSV in UTF-8.") from error
    finally:
        csv.field_size_limit(limit)
