"""The verbs that work over many documents: search and batch."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pymupdf
import pytest

from docqa import cli
from docqa.library import LibrarySearch, VectorFiles, home

TEXT = "The lighthouse of Graben was lit on 3 May 1871.\n\nIts keeper, Ada Brandt, counted 412 ships.\n"


@pytest.fixture
def lighthouse(tmp_path: Path) -> Path:
    path = tmp_path / "lighthouse.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = cli.DONE) -> tuple[str, str]:
    returned = cli.run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert returned == code, err
    return out, err


def test_what_was_kept_is_found(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    run(capsys, "ask", lighthouse, "Who was the keeper?", "--keep")
    with LibrarySearch() as search:
        assert search.search("lighthouse"), "indexed when it was kept"
    row = json.loads(run(capsys, "search", "keepers", '"ada brandt"', "--json")[0])
    assert (row["title"], row["page"], row["label"], row["missing"]) == ("lighthouse", 0, "1", [])
    assert [row["snippet"][a:b] for a, b in row["hits"]] == ["keeper", "Ada Brandt"]
    assert len(row["document"]) == 64
    out, _ = run(capsys, "search", "graben")
    assert "lighthouse" in out
    assert "[p. 1]" in out


def test_what_was_only_asked_about_is_not(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    run(capsys, "ask", lighthouse, "Who was the keeper?")
    out, err = run(capsys, "search", "keeper")
    assert not out
    assert "No page" in err


def test_a_lost_index_is_made_again(capsys: pytest.CaptureFixture[str], lighthouse: Path) -> None:
    run(capsys, "ask", lighthouse, "Who was the keeper?", "--keep")
    for file in home().glob("search.sqlite3*"):
        file.unlink()
    assert run(capsys, "search", "keeper")[0]


def test_nothing_of_an_encrypted_document_is_kept_in_plain(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "secret.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "The quetzalcoatlus was found by Ada Brandt in 1871.")
        pdf.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own")
    out, _ = run(capsys, "ask", path, "What was found?", "--keep", "--password", "open", "--json")
    assert "quetzalcoatlus" in out
    assert not run(capsys, "search", "quetzalcoatlus")[0]
    identity = next((home() / "files").glob("*.pdf")).stem
    VectorFiles().keep(identity, "kind", b"vectors")
    assert sorted(file.suffix for file in (home() / "files").iterdir()) == [".pdf"]


def test_a_batch_is_asked_once(capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path) -> None:
    (tmp_path / "Q.csv").write_text("question\nWho was the keeper?\nHow many ships?\n", encoding="utf-8")
    arguments = ("batch", lighthouse, "--questions", tmp_path / "Q.csv", "--out", tmp_path / "R.csv")
    out, err = run(capsys, *arguments)
    assert not out
    assert "2 answered, 0 were there, 0 failed" in err
    with (tmp_path / "R.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert "Ada Brandt" in first["answer"]
    assert "412" in second["answer"]
    assert first["pages"] == "1"
    before = (tmp_path / "R.csv").read_bytes()
    assert "0 answered, 2 were there" in run(capsys, *arguments)[1]
    assert (tmp_path / "R.csv").read_bytes() == before


def test_a_batch_with_a_broken_file_fails_and_says_where(
    capsys: pytest.CaptureFixture[str], lighthouse: Path, tmp_path: Path
) -> None:
    (tmp_path / "Q.csv").write_text("question\nWho was the keeper?\n", encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    arguments = ("batch", broken, lighthouse, "--questions", tmp_path / "Q.csv", "--out", tmp_path / "R.csv")
    _, err = run(capsys, *arguments, code=cli.FAILED)
    assert "1 answered, 0 were there, 1 failed" in err
    assert "error" in err
