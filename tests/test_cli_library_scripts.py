"""The search verb over real documents in Hebrew and Chinese: every tenth page is found by what stands on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docqa import cli
from docqa.domain import Document, finish
from docqa.library import Store, library_path
from docqa.reading import load

EVERY = 10
SCRIPTS = {
    # Three words of Hebrew side by side; six characters of Chinese, which has no spaces.
    "rtl": re.compile(r"(?<![א-ת\"״'׳־])[א-ת]{3,}(?: [א-ת]{2,}){2}(?![א-ת\"״'׳־])"),
    "cjk": re.compile("[\u4e00-\u9fff]{6}"),
}


def _kept(folder: Path, script: re.Pattern[str]) -> Document:
    """The document of the folder with the most of the script, kept in the library as the window keeps it."""
    found = [(finish(load(path)), path) for path in folder.glob("*.pdf")]
    document, path = max(found, key=lambda one: sum(len(script.findall(page.text)) for page in one[0].pages))
    with Store(library_path()) as store:
        store.remember(document, path)
    return document


def _stretches(document: Document, script: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """A stretch from the middle of every tenth page that has any."""
    for page in document.pages[::EVERY]:
        if stretches := script.findall(page.text):
            yield page.index, stretches[len(stretches) // 2]


def _found(capsys: pytest.CaptureFixture[str], *words: str) -> dict[tuple[str, int], str]:
    """Pages that the verb finds, by document and index, with the words that it marks."""
    assert cli.run(["search", *words, "--limit", "500", "--json"]) == cli.DONE
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {
        (row["document"], row["page"]): " ".join(row["snippet"][start:end] for start, end in row["hits"])
        for row in rows
        if not row["missing"]
    }


@pytest.mark.parametrize("script", SCRIPTS)
def test_pages_are_found_by_phrases_and_words(
    evalset: Path, capsys: pytest.CaptureFixture[str], script: str
) -> None:
    document = _kept(evalset / "kit" / "docs" / script, SCRIPTS[script])
    stretches = list(_stretches(document, SCRIPTS[script]))
    assert len(stretches) >= 5
    for page, stretch in stretches:
        found = _found(capsys, f'"{stretch}"')
        assert found[document.id, page], "the words are marked"
        assert len(found) < len(document.pages) / 2, "a phrase is not everywhere"
        words = stretch.split() if " " in stretch else [stretch[:2], stretch[-2:]]
        assert (document.id, page) in _found(capsys, *words)


def test_a_hebrew_word_is_found_behind_its_prefix(evalset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _kept(evalset / "kit" / "docs" / "rtl", SCRIPTS["rtl"])
    # Words that one page has with "and" or "the" before them and another without: so it is a prefix.
    pages = [set(re.findall(r"(?<![א-ת])[א-ת]{5,}(?![א-ת])", page.text)) for page in document.pages]
    bare = set.union(*pages)
    asked = [
        (number, word[1:])
        for number, page in list(enumerate(pages))[::EVERY]
        for word in sorted(page)
        if word[0] in "וה" and word[1:] in bare and word[1:] not in page
    ][::3][:20]
    assert len(asked) >= 10
    found = sum((document.id, page) in _found(capsys, word) for page, word in asked)
    assert found >= 0.9 * len(asked)
