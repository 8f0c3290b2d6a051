"""Every broken file of the evaluation set does what its row says."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from docqa.domain import Document, PageSource, finish
from docqa.errors import LoadError, PasswordNeeded, WrongPassword
from docqa.reading import load

KIT = Path(__file__).resolve().parents[3] / "shared/evalset/kit"
_EXPECT = KIT / "broken/EXPECT.jsonl"
ROWS: list[dict[str, Any]] = (
    [json.loads(line) for line in _EXPECT.read_text("utf-8").splitlines()] if _EXPECT.exists() else []
)
SECONDS = 20


def attempt(row: dict[str, Any], password: str | None) -> Document | LoadError:
    started = time.monotonic()
    outcome: Document | LoadError
    try:
        outcome = finish(load(KIT / row["file"], password=password))
    except LoadError as error:
        outcome = error
    assert time.monotonic() - started < SECONDS
    assert isinstance(outcome, Document) or (outcome.message and outcome.hint)
    return outcome


def text(document: Document) -> str:
    return "\n".join(page.text for page in document.pages)


@pytest.mark.skipif(bool(ROWS), reason="the evaluation set is here")
def test_the_kit_is_absent() -> None:
    pytest.skip("the evaluation set is not beside this checkout (../shared/evalset)")


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_broken_file(row: dict[str, Any]) -> None:
    expect, baseline, name = row["expect"] or "", row["pymupdf_baseline"], row["file"]
    outcome = attempt(row, row["password"] or None)
    if isinstance(outcome, Document):
        # Never an empty document shown as if it were read: pages there are, and what is unread says why.
        assert outcome.pages
        assert all(page.problem for page in outcome.pages if page.source is PageSource.NONE)
        assert not all("damaged" in page.problem for page in outcome.pages)
    if baseline.get("needs_pass"):
        assert isinstance(attempt(row, None), PasswordNeeded)
        assert isinstance(attempt(row, "certainly not this one"), WrongPassword)
        if row["password"]:
            assert isinstance(outcome, Document)
    if baseline.get("pages") == 0 or "0-byte" in expect or expect == "clear error":
        assert isinstance(outcome, LoadError)
    if baseline.get("chars", 0) > 0 and row["cls"] not in ("wrong_extension", "encoding", "garbled_fonts"):
        assert isinstance(outcome, Document)
        assert len(text(outcome)) > 0.8 * baseline["chars"]
    if "should load" in expect or "load as PDF" in expect or expect == "detect %PDF-" or "opens without" in expect:
        assert isinstance(outcome, Document)
        assert outcome.kind == "application/pdf"
        assert text(outcome)
    if "not a PDF" in expect:
        assert isinstance(outcome, LoadError)
        assert "not a PDF" in outcome.message
    if name.endswith("hebrew_cp1255.txt"):
        assert isinstance(outcome, Document)
        assert "2 במרץ 2002" in text(outcome)
        assert "\ufffd" not in text(outcome)
    if name.endswith("shift_jis.txt"):
        assert isinstance(outcome, Document)
        decoded = (KIT / name).read_bytes().decode("cp932")
        assert "".join(text(outcome).split()) == "".join(decoded.split())
    if "900 megapixel" in expect:
        assert isinstance(outcome, LoadError)
    if name.endswith(".hidden.pdf"):
        assert isinstance(outcome, Document)
        assert (len(outcome.pages), bool(outcome.title)) == (1, True)
