"""The samples through the whole road: what each is made to show, and questions whose answers are known."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from docqa import cli
from docqa.domain import Document, PageSource, finish
from docqa.reading import load, recognise

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
ASKED = ("guide.pdf", "hebrew.pdf", "hebrew.txt", "island-maths.md")


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (SAMPLES / f"{name.rpartition('.')[0]}.questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def read() -> dict[str, Document]:
    """Every sample, read once; the scan as pictures."""
    documents = {name: finish(load(SAMPLES / name)) for name in (*ASKED, "guide-scan.pdf")}
    work = recognise(SAMPLES / "guide-scan.pdf", documents["guide-scan.pdf"], ["eng"])
    while True:
        try:
            next(work)
        except StopIteration as end:
            return {**documents, "guide-scan.pdf": end.value}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What `docqa ask FILE --questions …` says, by sample: one process of reading a file, as a person does it."""
    said: dict[str, list[dict[str, Any]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCQA_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        for name in (*ASKED, "guide-scan.pdf"):
            stem = name.rpartition(".")[0]
            lines: list[str] = []
            patch.setattr("docqa.cli.ask.print_json", lambda value, lines=lines: lines.append(json.dumps(value)))
            arguments = ["ask", str(SAMPLES / name), "--questions", str(SAMPLES / f"{stem}.questions.jsonl")]
            assert cli.run([*arguments, "--json"]) == cli.DONE
            said[name] = [json.loads(line) for line in lines]
    return said


def _plain(text: str) -> str:
    """Text without what the eye skips: kinds of space, hyphenation, directional marks."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    text = re.sub(r"(?<=[-–־])\s+(?=\w)", "", text)  # a line may end behind a dash
    return re.sub(r"\s+", " ", text)


def _on_page(name: str, row: dict[str, Any], label: str) -> bool:
    """Whether `label` is the page that the row names. Only a PDF has pages of its own, so only there it counts."""
    return not name.endswith(".pdf") or row["label"] == label


def _cases(refused: bool) -> list[Any]:
    return [
        pytest.param(name, number, row, id=f"{name}-{number}")
        for name in ASKED
        for number, row in enumerate(_rows(name))
        if row.get("refused", False) is refused
    ]


@pytest.mark.parametrize(("name", "number", "row"), _cases(refused=False))
def test_question_is_answered_on_its_page(
    name: str,
    number: int,
    row: dict[str, Any],
    answers: dict[str, list[dict[str, Any]]],
    read: dict[str, Document],
) -> None:
    """The known words stand in a passage that is shown: the answer's own, or one of those offered beside it."""
    answer = answers[name][number]
    assert answer["question"] == row["question"]
    assert not answer["refused"]
    assert answer["complete"]
    shown = [*answer["citations"], *answer["alternatives"]]
    quotes = [_plain(passage["quote"]) for passage in shown if _on_page(name, row, passage["label"])]
    for words in row["words"]:
        assert any(_plain(words) in quote for quote in quotes), (words, shown)
    for citation in shown:
        page = read[name].pages[citation["page"]]
        assert page.text[citation["start"] : citation["end"]] == citation["quote"]
        assert page.label == citation["label"]


def test_most_questions_are_answered_by_the_first_passage(answers: dict[str, list[dict[str, Any]]]) -> None:
    """The built-in reader has no understanding, so it may offer the answer second or third, but seldom."""
    first = [
        all(any(_plain(words) in _plain(c["quote"]) for c in answer["citations"]) for words in row["words"])
        for name in ASKED
        for row, answer in zip(_rows(name), answers[name], strict=True)
        if not row.get("refused")
    ]
    assert sum(first) >= 0.8 * len(first)


@pytest.mark.parametrize(("name", "number", "row"), _cases(refused=True))
def test_question_beside_the_document_is_refused(
    name: str, number: int, row: dict[str, Any], answers: dict[str, list[dict[str, Any]]]
) -> None:
    answer = answers[name][number]
    assert answer["question"] == row["question"]
    assert answer["refused"]
    assert answer["citations"] == []
    assert answer["answer"], "a refusal says so in words"


def test_scan_is_read(answers: dict[str, list[dict[str, Any]]], read: dict[str, Document]) -> None:
    scan = read["guide-scan.pdf"]
    assert len(scan.pages) == 2
    for row, answer in zip(_rows("guide-scan.pdf"), answers["guide-scan.pdf"], strict=True):
        assert all(page.source is PageSource.OCR for page in scan.pages)
        assert answer["refused"] is row.get("refused", False)
        for words in row.get("words", ()):
            assert any(words in _plain(citation["quote"]) for citation in answer["citations"])


# --- what each sample is made to show ----------------------------------------------------------------------


def test_guide_has_labels_outline_and_title(read: dict[str, Document]) -> None:
    guide = read["guide.pdf"]
    assert [page.label for page in guide.pages] == ["i", "ii", *map(str, range(1, 9))]
    assert [entry.title for entry in guide.outline][:3] == [
        "Contents",
        "What docqa does",
        "The road of a question",
    ]
    assert guide.label(guide.outline[-1].page) == "8"
    assert guide.title == "docqa: the guide"


def test_guide_reads_its_columns_one_after_the_other(read: dict[str, Document]) -> None:
    text = _plain(read["guide.pdf"].pages[9].text)
    headings = (
        "Can docqa read a scan?",
        "Is handwriting recognised?",
        "Which languages are understood?",
        "Why do page numbers differ?",
        "Why was a passage not found?",
        "Are protected e-books opened?",
        "Can the built-in reader summarise?",
        "Can an answer still be wrong?",
        "How long may a document be?",
    )
    places = [text.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


def test_guide_joins_words_broken_at_line_ends(read: dict[str, Document]) -> None:
    text = _plain(read["guide.pdf"].pages[9].text)
    assert "comparisons and translations choose" in text
    assert "not false reasoning" in text
    assert "\ufb01" not in text, "ligatures become letters"


def test_guide_table_keeps_its_rows_together(read: dict[str, Document]) -> None:
    text = read["guide.pdf"].pages[5].text
    rows = (("8,192", "5,844"), ("32,768", "30,420"), ("131,072", "126,676"), ("1,048,576", "1,040,084"))
    table = text[text.index("Table 2") :]
    places = [table.index(number) for row in rows for number in row]
    assert places == sorted(places)


def test_hebrew_is_read_in_logical_order(read: dict[str, Document]) -> None:
    """Every word and number of the text stands in the PDF's text in the order in which it was written."""
    written = _plain((SAMPLES / "hebrew.txt").read_text(encoding="utf-8"))
    document = _plain(" ".join(page.text for page in read["hebrew.pdf"].pages))
    for paragraph in re.split(r"(?<=[.:״]) ", written):
        assert paragraph in document


def test_hebrew_text_is_read_whole(read: dict[str, Document]) -> None:
    written = (SAMPLES / "hebrew.txt").read_text(encoding="utf-8")
    document = " ".join(page.text for page in read["hebrew.txt"].pages)
    assert _plain(written).strip() == _plain(document).strip()


def test_document_rules_over_memory(answers: dict[str, list[dict[str, Any]]]) -> None:
    (answer,) = (a for a in answers["island-maths.md"] if a["question"] == "What is pi in this text?")
    assert "-4" in answer["answer"]
    assert "3.14" not in answer["answer"]


@pytest.mark.parametrize("name", [*ASKED, "guide-scan.pdf"])
def test_known_answers_stand_in_the_sample(name: str, read: dict[str, Document]) -> None:
    """The questions' own answers are true of the documents, whatever any engine makes of them."""
    for row in _rows(name):
        for words in row.get("words", ()):
            pages = [page for page in read[name].pages if _plain(words) in _plain(page.text)]
            assert any(_on_page(name, row, page.label) for page in pages), words


def test_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 1_500_000
