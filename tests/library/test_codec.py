"""Domain values as JSON and back, exactly; and nothing else read as one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.domain import (
    Answer,
    Check,
    Citation,
    ClaimKind,
    ContextReport,
    Coverage,
    DocumentRef,
    Mode,
    Passage,
    Place,
    Session,
    Span,
    Status,
    TokenUse,
    Turn,
    Usage,
)
from docqa.library import codec

DATA = Path(__file__).parent / "data"

TURN = Turn(
    "a1",
    "מה גובה המגדל?",
    datetime(2026, 3, 1, 12, 30, 0, 5, tzinfo=timezone(timedelta(hours=2))),
    Answer(
        text="The tower is “324 m” high [p. iv].",
        engine="openai",
        model="some-model",
        citations=(Citation(Place("d1", Span(3, 10, 15)), "iv", "324 m", (13, 20)),),
        checks=(
            Check("324 m", ClaimKind.QUOTE, Status.ELSEWHERE, (14, 19), (Place("d1", Span(4, 0, 5)),), "page 5"),
        ),
        alternatives=(Citation(Place("d1", Span(7, 1, 2)), "4", "x"),),
        usage=Usage(900, 12, 800),
        complete=False,
        refused=False,
        problem="stopped",
    ),
    ContextReport(
        Mode.PASSAGES,
        32768,
        TokenUse(100, 2000, 30, 9, 2048),
        (Place("d1", Span(0, 0, 9)), Place("d1", Span(3, 0, 99)), Place("d2", Span(1, 0, 5))),
        (Coverage("d1", "Towers", 9, (0, 3), (1, 2, 4, 5, 6, 7), (8,)),),
        2,
    ),
)


@pytest.mark.parametrize(
    "kind", [Turn, Session, ContextReport, Answer, Check, Citation, DocumentRef, Passage, Usage]
)
@given(data=st.data())
def test_every_value_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    assert codec.loads(kind, codec.dumps(value)) == value


def test_what_earlier_versions_wrote_is_read() -> None:
    """The file is never edited: change the domain so that it still reads. A field added later has a default."""
    frozen = (DATA / "turn.json").read_text(encoding="utf-8")
    assert codec.loads(Turn, frozen) == TURN


def test_places_are_written_inline_as_the_verbs_print_them() -> None:
    written = codec.encode(TURN.answer.citations[0])
    assert written == {
        "document": "d1", "page": 3, "start": 10, "end": 15, "label": "iv", "quote": "324 m", "at": [13, 20]
    }  # fmt: skip
    assert codec.encode(TURN.answer.citations) == [written]


def test_times_become_utc_and_sort_as_text() -> None:
    earlier = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)
    later = datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=-1)))
    assert codec.time_text(earlier) < codec.time_text(later)
    assert codec.read_time(codec.time_text(later)) == later
    with pytest.raises(ValueError, match="zone"):
        codec.time_text(datetime(2026, 1, 1))


def test_text_that_is_not_unicode_survives() -> None:
    ref = DocumentRef("d", "broken \udcff name\x00", "/x/\ud800.pdf", "application/pdf", 1)
    text = codec.dumps(ref)
    text.encode("utf-8")
    assert codec.loads(DocumentRef, text) == ref


def test_an_absent_name_takes_its_default_so_that_fields_can_be_added() -> None:
    data = codec.encode(TURN)
    del data["answer"]["alternatives"], data["report"]["dropped_turns"]
    read = codec.decode(Turn, data)
    assert read.answer.alternatives == ()
    assert read.report is not None
    assert read.report.dropped_turns == 0


def _broken(change: str, value: Any) -> Any:
    data = codec.encode(TURN)
    *way, last = change.split("/")
    inner = data
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("question", 5, "question: not text"),
        ("asked", "yesterday", "asked: not a time"),
        ("asked", "2026-01-01T00:00:00", "asked: not a time"),
        ("asked", 12, "asked: not a time"),
        ("answer/complete", 1, "complete"),
        ("answer/citations/0/page", True, "not a whole number"),
        ("answer/citations/0/page", -1, "not a span"),
        ("answer/citations/0/end", 9, "not a span"),
        ("answer/citations/0/page", 2**60, "not a whole number"),
        ("answer/citations/0/page", 1.0, "not a whole number"),
        ("answer/citations/0/at", [1], "not a list of 2"),
        ("answer/citations", {}, "not a list"),
        ("answer/checks/0/status", "certain", "status: not one of"),
        ("answer/checks/0/places/0", [], "0: not an object"),
        ("answer/usage", "many", "usage: not an object"),
        ("report/mode", None, "mode: not one of"),
        ("report/included/0", {"document": "d"}, "not places"),
        ("report/included/0/spans/0", [5, 4, 3], "not a span"),
        ("surprise", 1, "unknown names: 'surprise'"),
        ("answer/citations/0/surprise", 1, "unknown names"),
    ],
)
def test_reading_is_strict_and_says_where(where: str, value: Any, told: str) -> None:
    with pytest.raises(codec.CodecError, match=told):
        codec.decode(Turn, _broken(where, value))


def test_a_required_name_must_be_there() -> None:
    data = codec.encode(TURN)
    del data["answer"]["engine"]
    with pytest.raises(codec.CodecError, match="answer: engine: missing"):
        codec.decode(Turn, data)


@pytest.mark.parametrize("text", ["", "{", "[NaN]", '{"a": Infinity}', "[" * 100_000, b"\xff\xfe", "9" * 5000])
def test_what_json_does_not_allow_is_refused(text: str | bytes) -> None:
    with pytest.raises(codec.CodecError):
        codec.parse(text)


def test_a_number_too_large_for_a_float_is_refused() -> None:
    data = codec.encode(Passage(Place("d", Span(0, 0, 1)), "1", "t", 0.5))
    assert codec.decode(Passage, {**data, "score": 2}).score == 2.0
    with pytest.raises(codec.CodecError, match="score: not a number"):
        codec.decode(Passage, {**data, "score": json.loads("1e999")})


def test_a_whole_book_in_the_window_stays_small() -> None:
    places = tuple(Place("f" * 64, Span(page, 0, 3000)) for page in range(2000))
    report = ContextReport(Mode.WHOLE, 10**6, TokenUse(), places, ())
    assert len(codec.dumps(report)) < 16 * 2000
