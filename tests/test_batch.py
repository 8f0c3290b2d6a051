"""A set of questions over a set of documents: every row once, whatever breaks in between."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from docqa.batch import COLUMNS, Outcome, batch, read_questions
from docqa.domain import (
    Cancelled,
    CancelToken,
    Delta,
    Document,
    Done,
    Event,
    Figure,
    FigureKind,
    PackedContext,
    PackingOptions,
    Page,
    Progress,
    Rect,
    Stop,
    Usage,
    Used,
    finish,
)
from docqa.engines import BuiltinReader, Engine
from docqa.errors import ContextTooLong, DocqaError, LoadError, NoVision, StoreError, Unreachable
from docqa.packing import Packer
from docqa.seeing import Looking

Row = dict[str, str]
TEXTS = {
    "lighthouse.txt": "The lighthouse was lit on 3 May 1871. Its keeper, Ada Brandt, wrote down every ship.",
    "mill.txt": "The mill was built in 1790. Its miller, Jon Holm, ground rye for nine villages.",
}
ANSWER = (Delta("It says “on 3 May 1871” [p. 1]."), Used(Usage(340, 12)), Done())


class Scripted:
    """An engine that answers each question by a function of it, and remembers what it was asked."""

    name, model = "scripted", "script-1"

    def __init__(self, says: Callable[[str], tuple[Event | Exception, ...]] = lambda question: ANSWER) -> None:
        self.says = says
        self.asked: list[str] = []

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(context.question)
        for step in self.says(context.question):
            if cancel.cancelled:
                raise Cancelled
            if isinstance(step, Exception):
                raise step
            yield step


def read(path: Path) -> Generator[Progress, None, Document]:
    yield Progress(0, 1, "Reading")
    if path.name.startswith("bad"):
        raise LoadError(f"{path.name} is no document.", "Give another.")
    data = path.read_bytes()
    pages = tuple(Page(i, str(i + 1), text, 595, 842) for i, text in enumerate(data.decode().split("\f")))
    return Document(hashlib.sha256(data).hexdigest(), path.stem, "text/plain", pages)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in TEXTS]


def table(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return table(tmp_path / "Q.csv", ("question",), ("When was it lit?",), ("Who is named?",))


def run(
    files: list[Path],
    questions: Path,
    out: Path,
    engine: Engine | None = None,
    cancel: CancelToken | None = None,
) -> Outcome:
    work = batch(files, questions, out, read, engine or Scripted(), Packer(), PackingOptions(), cancel)
    while True:
        try:
            assert isinstance(next(work), Progress)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def rows(out: Path) -> list[Row]:
    with out.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        found = list(reader)
        assert tuple(reader.fieldnames or ()) == COLUMNS
    return found


def test_a_row_for_every_document_and_question(files: list[Path], questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "R.csv"
    assert run(files, questions, out) == Outcome(4, 0, 0)
    found = rows(out)
    assert [(row["document"], row["question"]) for row in found] == [
        (name, question) for name in TEXTS for question in ("When was it lit?", "Who is named?")
    ]
    first, other = found[0], found[2]
    assert first["quotes"] == "on 3 May 1871"
    assert first["pages"] == "1"
    said = first["checks"].removesuffix(" claims found in the document")
    assert said.split()[0] == said.split()[2] != "0"
    assert (first["engine"], first["model"], first["tokens"]) == ("scripted", "script-1", "352")
    assert (first["refused"], first["complete"], first["error"]) == ("false", "true", "")
    assert other["checks"].startswith("0 of "), "the mill's book does not say so"


def test_the_built_in_reader_answers_with_words_of_the_page(files: list[Path], tmp_path: Path) -> None:
    asked = table(tmp_path / "Q.csv", ("question",), ("Who was the keeper of the lighthouse?",))
    out = tmp_path / "R.csv"
    run(files[:1], asked, out, BuiltinReader())
    (row,) = rows(out)
    assert "Ada Brandt" in row["answer"]
    assert (row["engine"], row["model"], row["tokens"]) == ("builtin", "", "")
    assert row["quotes"] in TEXTS["lighthouse.txt"]


class OneEyed(Scripted):
    """Refuses pictures, and remembers how many it was sent each time."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[int] = []

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        self.pictures.append(len(context.images))
        if context.images:
            raise NoVision("It has no eyes.", "Ask another.")
        yield from super().stream(context, cancel)


class Drawn(NamedTuple):
    media: str = "image/png"
    data: bytes = b"png"


def test_a_figure_that_is_named_goes_as_a_picture_or_else_in_words(files: list[Path], tmp_path: Path) -> None:
    asked = table(tmp_path / "Q.csv", ("question",), ("What does Figure 2 show?",), ("When was it lit?",))
    engine, out = OneEyed(), tmp_path / "R.csv"
    figure = Figure("Figure 2", FigureKind.FIGURE, 0, Rect(50, 50, 300, 200))
    drawn: list[tuple[int, Rect | None]] = []

    class Draws:
        def encode(self, page: int, width: int, height: int, clip: Rect | None = None) -> Drawn:
            drawn.append((page, clip))
            return Drawn()

    def look(file: Path, document: Document, question: str) -> Generator[Progress, None, Looking]:
        yield Progress(0, 1, "Looking for figures")
        return Looking({document.id: Draws()}, {document.id: [figure]})

    work = batch(files[:1], asked, out, read, engine, Packer(), PackingOptions(model="gpt-4o"), look=look)
    assert finish(work) == Outcome(2, 0, 0)
    assert drawn == [(0, figure.rect)], "the other question names nothing to look at"
    assert engine.pictures == [1, 0, 0], "the refused one is asked again with words alone"
    assert [row["error"] for row in rows(out)] == ["", ""]


def test_what_is_there_is_not_asked_again(files: list[Path], questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "R.csv"
    run(files[:1], questions, out)
    before = out.read_bytes()
    engine = Scripted()
    assert run(files, questions, out, engine) == Outcome(2, 2, 0)
    assert len(engine.asked) == 2
    assert out.read_bytes().startswith(before)
    assert run(files, questions, out, engine) == Outcome(0, 4, 0)
    assert len(engine.asked) == 2


def test_another_model_is_asked_anew(files: list[Path], questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "R.csv"
    run(files, questions, out)
    assert run(files, questions, out, BuiltinReader()) == Outcome(4, 0, 0)
    assert len(rows(out)) == 8


@pytest.mark.parametrize("torn", [1, 9, 40, "in quotes", "header", "nothing"])
def test_a_row_torn_by_a_kill_is_asked_again(
    files: list[Path], questions: Path, tmp_path: Path, torn: int | str
) -> None:
    out = tmp_path / "R.csv"
    engine = Scripted(lambda question: (Delta('It says “on 3 May 1871”, a "date",\nas so:\n' + question), Done()))
    run(files, questions, out, engine)
    whole = out.read_bytes()
    expected = rows(out)
    cut = {"header": 12, "nothing": 0, "in quotes": whole.rindex(b"as so:\n") + len(b"as so:\n")}
    out.write_bytes(whole[: cut[torn] if isinstance(torn, str) else -torn])
    engine.asked.clear()
    run(files, questions, out, engine)
    assert rows(out) == expected
    assert len(engine.asked) == (4 if torn in ("header", "nothing") else 1)


def test_a_killed_batch_goes_on_where_it_was(files: list[Path], tmp_path: Path) -> None:
    asked = table(tmp_path / "Q.csv", ("question",), *((f"Question {i}?",) for i in range(60)))
    out = tmp_path / "R.csv"
    script = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import importlib.util as u; from pathlib import Path\n"
        "spec = u.spec_from_file_location('t', sys.argv[2]); t = u.module_from_spec(spec)\n"
        "spec.loader.exec_module(t)\n"
        "engine = t.Scripted(lambda q: (time.sleep(0.02), t.ANSWER)[1])\n"
        "t.run([Path(p) for p in sys.argv[5:]], Path(sys.argv[3]), Path(sys.argv[4]), engine)\n"
    )
    repo = Path(__file__).resolve().parents[1]
    arguments = [sys.executable, "-c", script, repo, __file__, asked, out, *files]
    killed = subprocess.Popen([str(argument) for argument in arguments])
    until = time.monotonic() + 60
    while time.monotonic() < until and (not out.exists() or out.read_bytes().count(b"\n") < 20):
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    killed.wait()
    before = len(rows(out))
    assert 19 <= before < 120
    outcome = run(files, asked, out)
    assert outcome == Outcome(120 - before, before, 0)
    assert len({(row["document"], row["question"]) for row in rows(out)}) == 120


def test_a_question_or_file_that_fails_gives_a_row_and_is_tried_again(
    files: list[Path], questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "R.csv"
    bad = tmp_path / "bad.txt"
    bad.write_text("x")
    script = {"When was it lit?": (ContextTooLong("Too long.", "Shorten it."),)}
    assert run([bad, *files], questions, out, Scripted(lambda q: script.get(q, ANSWER))) == Outcome(2, 0, 4)
    assert [row["error"] for row in rows(out)] == [
        "bad.txt is no document. Give another.",
        "bad.txt is no document. Give another.",
        "Too long. Shorten it.",
        "",
        "Too long. Shorten it.",
        "",
    ]
    assert run(files, questions, out) == Outcome(2, 2, 0)
    assert [row["error"] for row in rows(out)] == [""] * 4


def test_an_engine_out_of_reach_ends_it_and_keeps_what_is_there(
    files: list[Path], questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "R.csv"
    gone = Scripted(lambda q: ANSWER if q.startswith("When") else (Unreachable("No answer.", "Start it."),))
    with pytest.raises(Unreachable) as error:
        run(files, questions, out, gone)
    assert error.value.hint.startswith("Start it. ")
    assert str(out) in error.value.hint
    assert len(rows(out)) == 1
    assert run(files, questions, out) == Outcome(3, 1, 0)


def test_a_broken_answer_is_asked_again_a_cut_one_is_not(
    files: list[Path], questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "R.csv"
    half = (Delta("It was "), ContextTooLong("Broke.", ""))
    cut = (Delta("It was "), Done(Stop.LENGTH))
    run(files[:1], questions, out, Scripted(lambda q: half if q.startswith("When") else cut))
    assert [(row["answer"], row["complete"]) for row in rows(out)] == [("It was ", "false")] * 2
    engine = Scripted()
    assert run(files[:1], questions, out, engine) == Outcome(1, 1, 0)
    assert engine.asked == ["When was it lit?"]


def test_stopped_it_writes_no_half_answer(files: list[Path], questions: Path, tmp_path: Path) -> None:
    out, cancel = tmp_path / "R.csv", CancelToken()

    def says(question: str) -> tuple[Event, ...]:
        if question.startswith("Who"):
            cancel.cancel()
        return ANSWER

    with pytest.raises(Cancelled):
        run(files, questions, out, Scripted(says), cancel)
    assert len(rows(out)) == 1


def test_cells_that_look_like_formulas_stay_text(files: list[Path], tmp_path: Path) -> None:
    evil = '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "＝1"
    asked = table(tmp_path / "Q.csv", ("question",), *((question,) for question in evil))
    out, engine = tmp_path / "R.csv", Scripted(lambda question: (Delta(question), Done()))
    run(files[:1], asked, out, engine)
    for row, question in zip(rows(out), evil, strict=True):
        assert row["question"] == f"'{question}"
        assert row["answer"] == f"'{question}"
    assert run(files[:1], asked, out, engine) == Outcome(0, 5, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_question_tables_as_spreadsheets_write_them(
    files: list[Path], tmp_path: Path, encoding: str, delimiter: str
) -> None:
    asked = table(
        tmp_path / "Q.csv",
        ("nr", "Question ", "document"),
        ("1", "מתי, ואיפה?\nExactly", "mill.txt"),
        (),
        ("2", 'Who "is" it; why?', ""),
        ("3", "By stem?", "lighthouse"),
        ("4", "By path?", str(files[0])),
        encoding=encoding,
        delimiter=delimiter,
    )
    found = read_questions(asked, files)
    assert [(question.text, question.document) for question in found] == [
        ("מתי, ואיפה?\nExactly", files[1]),
        ('Who "is" it; why?', None),
        ("By stem?", files[0]),
        ("By path?", files[0]),
    ]
    assert run(files, asked, tmp_path / "R.csv") == Outcome(5, 0, 0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"query\nWho?\n", "no column"),
        (b"", "no column"),
        (b"question\n", "no questions"),
        (b"question,document\nWho?,other.txt\n", "line 2 asks about other.txt, which is not"),
        (b"question,document\n,mill.txt\n", "line 2 holds no question"),
        ("question\nמה?\n".encode("cp1255"), "UTF-8"),
    ],
)
def test_a_wrong_question_table_says_where(files: list[Path], tmp_path: Path, content: bytes, says: str) -> None:
    asked, engine = tmp_path / "Q.csv", Scripted()
    asked.write_bytes(content)
    with pytest.raises(DocqaError) as error:
        run(files, asked, tmp_path / "R.csv", engine)
    assert says in error.value.message.replace("line 2,", "line 2")
    assert error.value.hint
    assert not engine.asked
    assert not (tmp_path / "R.csv").exists()


def test_files_of_the_same_name_are_told_apart_by_path(questions: Path, tmp_path: Path) -> None:
    same = [tmp_path / folder / "book.txt" for folder in ("a", "b")]
    for file in same:
        file.parent.mkdir()
        file.write_text(f"In {file.parent.name}.")
    run(same, questions, tmp_path / "R.csv")
    assert {row["document"] for row in rows(tmp_path / "R.csv")} == {str(file) for file in same}
    asked = table(tmp_path / "Q2.csv", ("question", "document"), ("Who?", "book.txt"))
    with pytest.raises(DocqaError, match="several"):
        read_questions(asked, same)


@pytest.mark.parametrize("content", ["a,b,c\n1,2,3\n", "not a table", "question\nWho?\n", '"'])
def test_another_file_is_never_written_over(
    files: list[Path], questions: Path, tmp_path: Path, content: str
) -> None:
    out, engine = tmp_path / "R.csv", Scripted()
    out.write_text(content)
    with pytest.raises(DocqaError, match=r"R\.csv"):
        run(files, questions, out, engine)
    assert out.read_text() == content
    assert not engine.asked


def test_a_place_that_cannot_be_written_is_told_before_asking(
    files: list[Path], questions: Path, tmp_path: Path
) -> None:
    engine = Scripted()
    with pytest.raises(StoreError, match="no folder"):
        run(files, questions, tmp_path / "nowhere" / "R.csv", engine)
    with pytest.raises(StoreError):
        run(files, questions, tmp_path, engine)
    assert not engine.asked
