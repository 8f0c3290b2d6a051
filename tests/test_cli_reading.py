"""Scans on the command line: read once, in the languages said, or left unread."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from docqa import cli, pictures_read
from docqa.domain import Document, PageSource, finish
from docqa.library import home
from docqa.reading import Recognised, load, ocr_languages

SCAN = Path(__file__).resolve().parents[1] / "resources" / "samples" / "guide-scan.pdf"


def read_text(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    assert cli.run(["text", str(SCAN), "--json", *options]) == cli.DONE
    pages: list[dict[str, object]] = json.loads(capsys.readouterr().out)["pages"]
    return pages


def test_a_scan_is_read_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pages = read_text(capsys)
    assert [page["source"] for page in pages] == ["ocr", "ocr"]
    assert "32,768 tokens" in str(pages[1]["text"])
    monkeypatch.setattr(pictures_read, "recognise", None)  # would fail if it were called again
    assert read_text(capsys) == pages


def test_a_scan_is_left_unread_where_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert [page["source"] for page in read_text(capsys, "--no-ocr")] == ["none", "none"]
    assert not list(home().glob("files/*.recognised"))


def test_a_language_that_nothing_reads_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["text", str(SCAN), "--ocr-languages", "klingon"]) == cli.FAILED
    said = capsys.readouterr().err
    assert "klingon" in said
    assert ocr_languages()[0] in said


def test_chosen_languages_are_remembered_for_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def recognise(
        _path: Path, document: Document, languages: Sequence[str], *_: object, pages: Sequence[int]
    ) -> Generator[Recognised, None, Document]:
        asked.append(tuple(languages))
        yield from ()
        return document

    monkeypatch.setattr(pictures_read, "recognise", recognise)
    for options in ([], ["--ocr-languages", "deu,eng"], [], ["--ocr-languages", "guess"], []):
        assert cli.run(["text", str(SCAN), "--json", *options]) == cli.DONE
    assert asked == [(), ("deu", "eng"), ("deu", "eng"), (), ()]


def test_what_the_settings_name_counts_where_nothing_was_chosen() -> None:
    one, other = "ab" * 32, "cd" * 32
    assert pictures_read.languages_of(one, None, ("heb",)) == ("heb",)
    pictures_read.languages_of(one, ("eng",), ("heb",))
    assert pictures_read.languages_of(one, None, ("heb",)) == ("eng",)
    assert pictures_read.languages_of(other, None, ("heb",)) == ("heb",)


def test_nothing_is_kept_of_what_a_password_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    document = finish(load(SCAN))

    def recognise(*_: object, pages: Sequence[int]) -> Generator[Recognised, None, Document]:
        for page in pages:
            yield Recognised(replace(document.pages[page], text="read", source=PageSource.OCR))
        return document

    monkeypatch.setattr(pictures_read, "recognise", recognise)
    for password in ("secret", None):
        assert not list(home().glob("files/*.recognised"))
        list(pictures_read.read_as_pictures(SCAN, document, password=password))
    assert list(home().glob("files/*.recognised"))


def test_what_was_read_until_it_was_stopped_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    document = finish(load(SCAN))
    asked: list[int] = []

    def recognise(*_: object, pages: Sequence[int]) -> Generator[Recognised, None, Document]:
        for page in pages:
            asked.append(page)
            yield Recognised(replace(document.pages[page], text=f"read {page}", source=PageSource.OCR))
        return document

    monkeypatch.setattr(pictures_read, "recognise", recognise)
    work = pictures_read.read_as_pictures(SCAN, document)
    next(work)
    work.close()
    (first, second) = list(pictures_read.read_as_pictures(SCAN, document))
    assert asked == [0, 1]
    assert isinstance(first, Recognised)
    assert isinstance(second, Recognised)
    assert [first.page.text, second.page.text] == ["read 0", "read 1"]
