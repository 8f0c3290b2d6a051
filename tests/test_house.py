"""The house keeps its own rules: what each room may import, what no file may hold, what README promises."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from docqa import cli

REPO = Path(__file__).resolve().parents[1]
PACKAGE = REPO / "docqa"
README = (REPO / "README.md").read_text(encoding="utf-8")
SAMPLES = REPO / "resources" / "samples"

# The room that each third-party library lives in (two, where both need it for work of their own).
# Whoever adds a library adds its line, and its reason.
ROOMS = {
    "pymupdf": "reading",  # every format that MuPDF reads; in the worker process only
    "PIL": "reading",  # page images
    "charset_normalizer": "reading",  # encodings of plain text
    "regex": "language",  # Unicode scripts and word boundaries
    "Stemmer": "language",  # stems, compiled
    "sentencex": "language",  # where sentences end
    "markdown_it": "language",  # Markdown to HTML, for files and for answers
    "nh3": "language",  # HTML made safe
    "numpy": "packing reading",  # scores of many passages at once; the pixels of scans, in the worker process
    "cv2": "reading",  # scans set straight and cleaned; in the worker process only
    "rapidocr": "reading",  # text recognition with its models in the wheel; in the worker process only
    "tiktoken": "packing",  # tokens
    "onnxruntime": "packing",  # the embedding model
    "tokenizers": "packing",  # its word pieces
    "openai": "engines",  # the chat interface
    "httpx2": "engines",  # the transport that openai speaks through: its timeouts and errors
    "pyluach": "grounding",  # dates of the Hebrew calendar
    "rapidfuzz": "grounding",  # quotations that are off by a letter
    "keyring": "library",  # keys
    "platformdirs": "library",  # where a person's data lies
    "sqlite3": "library",  # the store; of the standard library, but in one room all the same
    "PySide6": "desk",
}


def _python_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.py") if "__pycache__" not in path.parts)


def _imports(path: Path) -> Iterator[str]:
    """Top names of every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def test_each_library_lives_in_one_room() -> None:
    strangers, astray, seen = set(), set(), set()
    for path in _python_files(PACKAGE):
        place = path.relative_to(PACKAGE)
        room = place.parts[0] if len(place.parts) > 1 else place.stem
        for name in _imports(path):
            if name in ROOMS:
                seen.add(name)
                if room not in ROOMS[name].split():
                    astray.add(f"{place} imports {name}, which lives in {ROOMS[name]}")
            elif name != "docqa" and name not in sys.stdlib_module_names:
                strangers.add(f"{place} imports {name}, which has no room")
    assert not strangers
    assert not astray
    assert set(ROOMS) - seen == set(), "libraries that nobody imports"


LEFTOVERS = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" * 3 + r"\b", "raise NotImplemented")))
MACHINES = re.compile(r"(?<![\w.~])/(?:home|work|Users)/\w|[A-Z]:\\{1,2}Users")


def _lines(paths: list[Path], banned: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(REPO)}:{number}: {line.strip()}"
        for path in paths
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if banned.search(line)
    ]


def test_no_file_holds_leftovers() -> None:
    assert not _lines([*_python_files(PACKAGE), *_python_files(REPO / "tests")], LEFTOVERS)


def test_no_file_that_ships_names_a_folder_of_one_machine() -> None:
    texts = [path for path in (REPO / "resources").rglob("*") if path.suffix in {".md", ".svg", ".qss", ".jsonl"}]
    told = [REPO / "README.md", REPO / "pyproject.toml", REPO / ".ci" / "run"]
    assert not _lines([*_python_files(PACKAGE), *texts, *told], MACHINES)


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(REPO)): lines
        for path in _python_files(PACKAGE)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert not long


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What a module offers of its own: functions, classes, and of these what is not told by what they inherit."""
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield name, value
        if inspect.isclass(value) and not getattr(value, "_is_protocol", False):
            for method, made in vars(value).items():
                told = any(hasattr(base, method) for base in value.__mro__[1:])
                if not (method.startswith("_") or told) and (
                    inspect.isfunction(made) or isinstance(made, property)
                ):
                    yield f"{name}.{method}", made


def test_everything_public_says_what_it_means() -> None:
    silent = []
    for path in _python_files(PACKAGE):
        name = ".".join(path.relative_to(REPO).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        silent += [] if module.__doc__ else [name]
        silent += [f"{name}.{what}" for what, made in _public(module) if not (made.__doc__ or "").strip()]
    assert not silent


def _fresh_python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=REPO,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_verbs_import_neither_qt_nor_mupdf() -> None:
    """All verbs in turn, in one process: Qt is the window's alone, and MuPDF stays in its worker."""
    guide = str(SAMPLES / "guide.pdf")
    calls = [
        ["text", str(SAMPLES / "island-maths.md"), "--json"],
        ["ask", guide, "What is a token?", "--json"],
        ["pack", guide, "--question", "What is a token?", "--json"],
        ["check", guide, "--answer", "“a short piece of a word” [p. 4]", "--json"],
        ["search", "token", "--json"],
        ["sessions", "list", "--json"],
    ]
    code = (
        "import json, sys\n"
        "from docqa.__main__ import main\n"
        "banned = ('PySide6', 'shiboken6', 'docqa.desk', 'pymupdf', 'fitz')\n"
        "for call in json.loads(sys.argv[1]):\n"
        "    assert main(call) == 0, call\n"
        "    print(call[0], [name for name in sys.modules if name.startswith(banned)])\n"
    )
    lines = _fresh_python(code, json.dumps(calls)).splitlines()
    for verb, *_ in calls:
        assert f"{verb} []" in lines


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.run(["--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert all(re.search(rf"^ +{verb}\b", text, re.MULTILINE) for verb in cli.VERBS)


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help_with_exit_codes(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.run([verb, "--help"])
    assert stopped.value.code == 0
    assert "exit codes" in capsys.readouterr().out


# --- README ------------------------------------------------------------------------------------------------


def _command(mark: str) -> str:
    match = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)\n```", README)
    assert match, f"README has no one-line command marked {mark}"
    return match[1]


def test_readme_names_only_verbs_that_exist() -> None:
    verbs = set(re.findall(r"`docqa ([a-z]+)", README))
    assert verbs == set(cli.VERBS)


def test_readme_asks_a_question_that_is_answered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPO)
    program, *arguments = shlex.split(_command("ask"))
    assert program.endswith("docqa")
    assert cli.run([*arguments, "--json"]) == cli.DONE
    answer = json.loads(capsys.readouterr().out)
    assert not answer["refused"]
    assert any("2,048" in citation["quote"] and citation["label"] == "4" for citation in answer["citations"])


def test_readme_opens_files_that_exist() -> None:
    files = re.findall(r"resources/samples/[\w.-]+", README)
    assert files
    assert [name for name in files if not (REPO / name).is_file()] == []


def test_readme_states_the_json_that_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    """The first level of every verb's JSON stands in README's table under these names."""
    guide = str(SAMPLES / "guide.pdf")
    for arguments in (
        ["ask", guide, "What is a token?", "--json"],
        ["pack", guide, "--question", "What is a token?", "--json"],
        ["text", guide, "--json"],
        ["check", guide, "--answer", "“a short piece of a word” [p. 4]", "--json"],
    ):
        assert cli.run(arguments) == cli.DONE
        row = next(line for line in README.splitlines() if line.startswith(f"| `docqa {arguments[0]} "))
        for name in json.loads(capsys.readouterr().out):
            assert f'"{name}"' in row, f"README's row of `docqa {arguments[0]}` does not tell of {name}"


def test_readme_runs_every_check() -> None:
    steps = [step.strip() for step in _command("tests").split("&&")]
    assert steps[0] == "python3 -m venv .venv"
    assert steps[3:] == [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports",
        "QT_QPA_PLATFORM=offscreen pytest",
    ]
