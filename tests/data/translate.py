"""Bring docqa's translations up to date: python tests/data/translate.py

Collects everything the window says, lets `pyside6-lupdate` merge it into resources/translations/docqa_he.ts, names
what has no Hebrew yet, and compiles with `pyside6-lrelease`. Three kinds of texts are collected:

- what desk modules give to `self.tr`, `_tr` or `QCoreApplication.translate`, under its context at run time;
- the templates that docqa/domain/wording.py gives to `say` and `count`, under "wording";
- sentences of the rooms that know no Qt: errors, hints, warnings, what long work is doing. They are whole English
  sentences; their shapes ("{host} refused the connection.") go under "sentences", and into sentences.json,
  by which docqa/desk/languages.py knows them again when they are to be shown.

It exits with 1 while something is untranslated. `--keep` leaves the sources alone and only compiles.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

REPO = Path(__file__).resolve().parents[2]
PACKAGE = REPO / "docqa"
FOLDER = REPO / "resources" / "translations"
TS, QM, SHAPES = FOLDER / "docqa_he.ts", FOLDER / "docqa_he.qm", FOLDER / "sentences.json"
WORDING, SENTENCES = "wording", "sentences"

# Modules below the desk whose sentences no person reads in the window: what a model is sent, what the command line
# says, and the built-in reader's own words, which follow the language of the question.
_UNSEEN = (
    *("cli", "__main__", "batch", "doctor", "engines/saying", "packing/prompt"),
    *("desk/", "domain/", "language/"),
)
_SENTENCE = re.compile(r"[“A-Z{][^\n]* [^\n]*[.?]")
_CODE = re.compile(r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|WITH|ATTACH) |.*\(\?[:P]")
# What stands in a field of such a sentence: why a page could not be read, what a file is, what failed.
_PHRASE = re.compile(r"(?:it|its|the|an?|nothing) [^\n]*[a-zA-Z)}]")
_PHRASED = ("reading/formats", "reading/mupdf", "reading/recognition", "reading/worker", "library/paths")
_LETTERS = 8  # a shape with fewer letters of its own would be recognised in anything

Text = tuple[str, str]
"""Context and source."""


class Unreadable(Exception):
    """A text that cannot be collected since it is put together at run time."""


def texts() -> list[Text]:
    """Everything to be translated, each once, in a stable order."""
    found: dict[Text, None] = {}
    for path in sorted((PACKAGE / "desk").rglob("*.py")):
        found.update(dict.fromkeys(_of_desk(path)))
    found.update(dict.fromkeys((WORDING, text) for text in _of_wording(PACKAGE / "domain" / "wording.py")))
    found.update(dict.fromkeys((SENTENCES, shape) for shape in shapes()))
    return list(found)


def _of_desk(path: Path) -> Iterator[Text]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    own = {node.name: _context_of(node) for node in functions if node.name in ("tr", "_tr")}

    def walk(node: ast.AST, inside: str) -> Iterator[Text]:
        for child in ast.iter_child_nodes(node):
            yield from walk(child, child.name if isinstance(child, ast.ClassDef) else inside)
        if not isinstance(node, ast.Call) or not node.args:
            return
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        where = f"{path.relative_to(REPO)}:{node.lineno}"
        if name in ("tr", "_tr"):
            yield own[name] if isinstance(node.func, ast.Name) else inside, _literal(node.args[0], where)
        elif ast.unparse(node.func) == "QCoreApplication.translate" and not isinstance(node.args[1], ast.Name):
            yield _literal(node.args[0], where), _literal(node.args[1], where)

    yield from walk(tree, "")


def _context_of(function: ast.FunctionDef) -> str:
    """The context of a module's own `_tr(text)`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "translate":
            return _literal(node.args[0], function.name)
    return ""


def _literal(node: ast.expr, where: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise Unreadable(f"{where}: a text to translate must stand there in one piece")


def _of_wording(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "count"):
            for argument in node.args[: 1 if node.func.id == "say" else 2]:
                yield _literal(argument, path.name)


def shapes() -> list[str]:
    """The shapes of the sentences that the rooms below the desk show to a person."""
    found: dict[str, None] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(_UNSEEN):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found.update(dict.fromkeys(_sentences(tree, _PHRASE if name.startswith(_PHRASED) else None)))
    return list(found)


def _sentences(tree: ast.AST, phrase: re.Pattern[str] | None) -> Iterator[str]:
    aside = set()  # docstrings and other bare texts, and the pieces of f-strings
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            aside.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            aside.update(id(part) for part in ast.walk(node) if part is not node)
        yield from filter(None, map(_shape, _doing(node)))
    for node in ast.walk(tree):
        shape = "" if id(node) in aside else _shape(node)
        letters = sum(map(str.isalpha, re.sub(r"\{\w*\}", "", shape)))
        whole = _SENTENCE.fullmatch(shape) and not _CODE.match(shape) and letters >= _LETTERS
        if whole or (phrase and phrase.fullmatch(shape)):
            yield shape


def _doing(node: ast.AST) -> list[ast.AST]:
    """The words of a Progress, or what they are named by before; what was tried with a file that failed."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Progress" and len(node.args) == 3:
        return [node.args[2]]
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "file_error":
        return [node.args[0]]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").lower().endswith("doing"):
        return [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
    return []


def _shape(node: ast.AST) -> str:
    """A text with its changing parts as named fields; "" where it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.strip()
    if not isinstance(node, ast.JoinedStr):
        return ""
    shape, used = "", set()
    for part in node.values:
        if isinstance(part, ast.Constant):
            shape += str(part.value)
            continue
        assert isinstance(part, ast.FormattedValue)
        words = re.findall(r"[a-z][a-z_]*", re.sub(r"'[^']*'|\"[^\"]*\"|\bif .*", "", ast.unparse(part.value)))
        name = base = words[-1] if words else "it"
        number = 2
        while name in used:
            name, number = f"{base}{number}", number + 1
        used.add(name)
        shape += f"{{{name}}}"
    return shape.strip()


def finished() -> dict[Text, str]:
    """The Hebrew that the .ts file holds."""
    kept = {}
    for context in ElementTree.parse(TS).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and not translation.get("type") and translation.text:
                kept[context.findtext("name", ""), message.findtext("source", "")] = translation.text
    return kept


def update() -> None:
    """Merge what is said today into the .ts file, and write the shapes."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.py"
        lines = [f"translate({json.dumps(c)}, {json.dumps(t, ensure_ascii=False)})" for c, t in sorted(texts())]
        said.write_text("\n".join(lines) + "\n", encoding="utf-8")
        _run("pyside6-lupdate", "-locations", "none", "-no-obsolete", "-source-language", "en", "-target-language",
             "he", str(said), "-ts", str(TS))  # fmt: skip
    SHAPES.write_text(json.dumps(sorted(shapes()), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def compile_() -> None:
    """Make the .qm file that docqa loads."""
    _run("pyside6-lrelease", "-silent", str(TS), "-qm", str(QM))


def _run(tool: str, *arguments: str) -> None:
    beside = Path(sys.executable).with_name(tool)
    subprocess.run([str(beside) if beside.exists() else tool, *arguments], check=True)


def main() -> int:
    if "--keep" not in sys.argv:
        update()
    compile_()
    kept = finished()
    missing = [text for text in texts() if text not in kept]
    for context, text in missing:
        print(f"no Hebrew: {context}: {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
