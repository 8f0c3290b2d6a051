"""Deep read: every part asked once, notes held against the pages, stopped and gone on with, honest beforehand."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from docqa import deepkept
from docqa.asking import Packed, Request
from docqa.cli.deep import forecast_line
from docqa.deepforecast import Forecast
from docqa.deepnotes import as_noted, notes_in
from docqa.deepread import (
    Condensing,
    DeepEvent,
    Kept,
    NoteFound,
    PartStarted,
    read_deeply,
)
from docqa.deepstate import Reading, decode, encode
from docqa.domain import (
    Cancelled,
    CancelToken,
    Delta,
    Document,
    Done,
    Event,
    Figure,
    FigureKind,
    Mode,
    Note,
    NoteState,
    PackedContext,
    PackingOptions,
    Page,
    Rect,
    Stop,
    Turn,
    Usage,
    Used,
)
from docqa.engines import BuiltinReader
from docqa.errors import ContextTooLong, DocqaError, PackError, Unreachable
from docqa.language.whole import subject, wants_whole
from docqa.library import Calibration, Store
from docqa.packing import Packer
from docqa.prices import Prices
from docqa.seeing import WORDS_ALONE, Looking

T = TypeVar("T")
QUESTION = "List all towers and their heights."
OPTIONS = PackingOptions(window=2_000, answer_reserve=300)
SAID = re.compile(r"tower of (\w+) is (\d+) metres")


def book(pages: int = 30, id: str = "b", title: str = "Towers") -> Document:
    filler = "Rain fell on the hills and nothing else was written down that day. " * 12
    return Document(
        id * 8,
        title,
        "text/plain",
        tuple(
            Page(
                n,
                str(n + 1),
                f"{filler}The tower of {id.upper()}vell{n} is {90 + n} metres tall. {filler}",
                595,
                842,
            )
            for n in range(pages)
        ),
    )


class Model:
    """An engine that reads: it notes each tower of a part, and lists what the notes hold. Remembers its calls."""

    name, model = "scripted", "script-1"

    def __init__(
        self, note: str = "- The tower of {0} is “{1} metres” tall [p. {2}].", counts: float = 1.0
    ) -> None:
        self.note = note
        self.counts = counts
        self.parts: list[PackedContext] = []
        self.condensed: list[PackedContext] = []
        self.answered: list[PackedContext] = []
        self.before_part: Callable[[int], None] = lambda number: None
        self.stop = Stop.FINISHED

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        if cancel.cancelled:
            raise Cancelled
        tokens = context.report.tokens
        words = context.messages[-1].text
        if "You take notes" in context.messages[0].text:
            self.before_part(len(self.parts))
            if cancel.cancelled:
                raise Cancelled
            self.parts.append(context)
            lines = [self.note.format(*m.groups(), page_of(words, m.start())) for m in SAID.finditer(words)]
            said = "\n".join(lines) or "[nothing here]"
        elif "You shorten notes" in context.messages[0].text:
            self.condensed.append(context)
            said = "\n".join(line for line in words.splitlines() if line.startswith("- "))
        else:
            self.answered.append(context)
            found = re.findall(r"“(\d+ metres)”.*?(\[p\. [^]]+\])", words)
            said = "\n".join(f"“{quote}” {page}" for quote, page in found) or "[not found] No towers."
        middle = len(said) // 2
        yield Delta(said[:middle])
        yield Delta(said[middle:])
        yield Used(Usage(round(self.counts * (tokens.total - tokens.answer_reserve)), 10))
        yield Done(self.stop if "You take notes" in context.messages[0].text else Stop.FINISHED)


class Teller(Model):
    """An engine that has an answer to everything."""

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        yield Delta("It is 93 metres tall.")
        yield Done()


def page_of(text: str, at: int) -> str:
    return re.findall(r"^\[p\. ([^]]+)\]$", text[:at], re.MULTILINE)[-1]


def run(work: Generator[DeepEvent, None, T]) -> tuple[list[DeepEvent], T]:
    events: list[DeepEvent] = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            return events, end.value


def read(engine: Any, *documents: Document, **more: Any) -> tuple[list[DeepEvent], Turn]:
    options = more.pop("options", OPTIONS)
    told = {name: more.pop(name) for name in ("reading", "prices") if name in more}
    return run(read_deeply(Request(QUESTION, documents or [book()], engine, Packer(), options, **more), **told))


def until(error: type[BaseException], work: Generator[DeepEvent, None, Turn]) -> list[DeepEvent]:
    """The events up to `error`, which must come."""
    events: list[DeepEvent] = []
    with pytest.raises(error):
        events.extend(work)
    return events


def kept_in(events: list[DeepEvent]) -> Reading:
    return [event.reading for event in events if isinstance(event, Kept)][-1]


def test_every_page_is_read_and_the_answer_lists_what_all_of_them_hold() -> None:
    engine = Model()
    events, turn = read(engine)
    started = [event for event in events if isinstance(event, PartStarted)]
    assert len(started) == len(engine.parts) > 5
    assert [event.number for event in started] == list(range(1, started[0].of + 1))
    sent = [page for part in engine.parts for page in part.report.coverage[0].sent]
    assert sent == list(range(30))
    notes = [event.note for event in events if isinstance(event, NoteFound)]
    assert [note.state for note in notes] == [NoteState.FOUND] * 30
    assert {citation.place.span.page for citation in turn.answer.citations} == set(range(30))
    assert turn.answer.warning == ""
    assert turn.report is not None
    assert turn.report.mode is Mode.WHOLE
    assert turn.report.coverage[0].sent == tuple(range(30))
    assert turn.report.tokens.total <= OPTIONS.window
    assert turn.answer.usage is not None
    calls = [*engine.parts, *engine.condensed, *engine.answered]
    assert turn.answer.usage.answer == 10 * len(calls)


def test_the_forecast_comes_before_anything_is_sent_and_holds() -> None:
    engine = Model()
    options = PackingOptions(window=4_000, answer_reserve=600)
    prices = Prices(2.0, 8.0)
    work = read_deeply(Request(QUESTION, [book()], engine, Packer(), options), prices=prices)
    told = next(work)
    assert isinstance(told, Forecast)
    assert not engine.parts
    assert told == deepkept.forecast(Request(QUESTION, [book()], engine, Packer(), options), prices)
    _, turn = run(work)
    calls = len(engine.parts) + len(engine.condensed) + len(engine.answered)
    assert told.parts == len(engine.parts)
    assert told.calls <= calls <= told.calls_at_most
    usage = turn.answer.usage
    assert usage is not None
    assert usage.prompt <= told.prompt_tokens_at_most
    assert usage.answer <= told.answer_tokens_at_most
    assert told.price_at_most == pytest.approx(
        (told.prompt_tokens_at_most * 2 + told.answer_tokens_at_most * 8) / 1_000_000
    )


def test_the_forecast_says_how_many_pictures_are_left_out() -> None:
    """Drawings and pages without words; a table's words are read."""
    there = book(4)
    kinds = (FigureKind.FIGURE, FigureKind.FIGURE, FigureKind.TABLE)
    figures = [Figure("", kind, page, Rect(0, 0, 100, 100)) for page, kind in enumerate(kinds)]
    looking = Looking(figures={there.id: figures})
    request = Request(QUESTION, [there], Model(), Packer(), PackingOptions(), looking=looking)
    told = deepkept.forecast(request)
    assert told.unseen == 2
    assert forecast_line(told).endswith("; 2 pictures are not looked at")
    assert "pictures" not in forecast_line(deepkept.forecast(replace(request, looking=WORDS_ALONE)))


def test_what_fits_the_window_is_asked_as_it_is() -> None:
    engine = Model()
    options = PackingOptions()
    events, turn = read(engine, book(3), options=options)
    assert not engine.parts
    assert len(engine.answered) == 1
    told = next(event for event in events if isinstance(event, Forecast))
    assert (told.parts, told.calls, told.calls_at_most) == (1, 1, 1)
    assert turn.report is not None
    assert turn.report.mode is Mode.WHOLE
    assert any(isinstance(event, Packed) for event in events)


@pytest.mark.parametrize("stop_at", [0, 1, 4])
def test_stop_and_go_on_asks_no_part_twice(stop_at: int) -> None:
    cancel, engine = CancelToken(), Model()
    engine.before_part = lambda number: cancel.cancel() if number == stop_at else None
    work = read_deeply(Request(QUESTION, [book()], engine, Packer(), OPTIONS, cancel=cancel))
    events = until(Cancelled, work)
    assert len(engine.parts) == stop_at
    reading = decode(json.loads(json.dumps(encode(kept_in(events))))) if stop_at else None
    assert (len(reading.said) if reading else 0) == stop_at
    other = Model()
    events, turn = read(other, reading=reading)
    told = next(event for event in events if isinstance(event, Forecast))
    assert told.kept == stop_at
    assert len(other.parts) == told.parts - stop_at
    kept = [event.kept for event in events if isinstance(event, PartStarted)]
    assert kept == [number < stop_at for number in range(told.parts)]
    straight, whole = read(Model())
    assert turn.answer.text == whole.answer.text
    assert turn.answer.usage == whole.answer.usage, "what the first run cost is told too"
    assert [e for e in events if isinstance(e, NoteFound)] == [e for e in straight if isinstance(e, NoteFound)]


def test_after_an_error_only_the_rest_is_asked() -> None:
    engine = Model()

    def fails(number: int) -> None:
        if number == 3:
            raise Unreachable("The connection broke.", "Try again.")

    engine.before_part = fails
    events = until(Unreachable, read_deeply(Request(QUESTION, [book()], engine, Packer(), OPTIONS)))
    engine.before_part = lambda number: None
    read(engine, reading=kept_in(events))
    texts = [part.messages[1].text for part in engine.parts]
    assert len(texts) == len(set(texts))


def test_a_finished_reading_asks_for_the_answer_alone() -> None:
    events, _ = read(Model())
    engine = Model()
    read(engine, reading=kept_in(events))
    assert not engine.parts
    assert not engine.condensed
    assert len(engine.answered) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"options": PackingOptions(window=2_200, answer_reserve=300)},
        {"documents": [book(31)]},
    ],
)
def test_another_window_or_document_is_read_anew(other: dict[str, Any]) -> None:
    events, _ = read(Model())
    engine = Model()
    told, *_ = read(engine, *other.pop("documents", ()), reading=kept_in(events), **other)[0]
    assert isinstance(told, Forecast)
    assert told.kept == 0


def test_what_is_learnt_meanwhile_moves_no_cut(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "calibration.json")
    events, _ = read(Model(counts=1.3), calibration=calibration)
    assert calibration.margin("script-1", "en") > 0.2
    engine = Model(counts=1.3)
    read(engine, reading=kept_in(events), calibration=calibration)
    assert not engine.parts
    fresh = Model(counts=1.3)
    read(fresh, calibration=calibration)
    room = OPTIONS.window - 300
    assert all(
        1.3 * (part.report.tokens.total - part.report.tokens.answer_reserve) <= room for part in fresh.parts
    ), "the next reading keeps the margin"


def test_a_server_that_drops_a_part_ends_the_reading_before_more_is_spent() -> None:
    engine = Model(counts=0.3)
    with pytest.raises(ContextTooLong, match="read only"):
        read(engine)
    assert len(engine.parts) == 1


def test_notes_that_quote_what_is_not_there_never_reach_the_answer() -> None:
    engine = Model(note="- The tower of {0} is “made of green glass and gold” [p. {2}].")
    events, turn = read(engine)
    notes = [event.note for event in events if isinstance(event, NoteFound)]
    assert {note.state for note in notes} == {NoteState.MISSING}
    assert "green glass" not in engine.answered[0].messages[-1].text
    assert turn.answer.refused
    assert "30 notes were left out" in turn.answer.warning


def test_notes_cut_at_their_room_are_told_by_page() -> None:
    engine = Model()
    engine.stop = Stop.LENGTH
    _, turn = read(engine)
    assert "The notes from pages 1–" in turn.answer.warning
    assert "cut" in turn.answer.warning


def test_more_notes_than_the_window_holds_are_condensed_in_rounds() -> None:
    class Shortening(Model):
        def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
            for event in super().stream(context, cancel):
                shorter = "You shorten notes" in context.messages[0].text
                yield (
                    Delta(event.text.replace(" and it is wide", ""))
                    if shorter and isinstance(event, Delta)
                    else event
                )

    wide = " and it is wide" * 12
    engine = Shortening(note="- {0}" + wide + " “{1} metres” [p. {2}].")
    events, turn = read(engine, options=PackingOptions(window=2_400, answer_reserve=500))
    rounds = [event for event in events if isinstance(event, Condensing)]
    assert rounds
    assert len(engine.condensed) == len(rounds)
    assert {citation.place.span.page for citation in turn.answer.citations} == set(range(30))
    engine = Shortening(note=engine.note)
    read(engine, options=PackingOptions(window=2_400, answer_reserve=500), reading=kept_in(events))
    assert not engine.condensed, "what was condensed is kept like any part"


def test_a_model_that_does_not_condense_is_an_error_and_no_loop() -> None:
    engine = Model(note="- {0}" + " and it is wide" * 30 + " “{1} metres” [p. {2}].")
    with pytest.raises(PackError, match="did not condense"):
        read(engine, options=PackingOptions(window=2_400, answer_reserve=500))


def test_several_documents_are_named_in_the_notes() -> None:
    engine = Model()
    options = PackingOptions(window=3_000, answer_reserve=300)
    _, turn = read(engine, book(6), book(6, "c", "Castles"), options=options)
    text = engine.answered[0].messages[-1].text
    assert "Cvell0 is “90 metres” tall [p. 1, Castles]." in text
    assert "Bvell0 is “90 metres” tall [p. 1, Towers]." in text
    cited = {(citation.place.document, citation.place.span.page) for citation in turn.answer.citations}
    assert cited == {(id * 8, page) for id in "bc" for page in range(6)}
    assert turn.report is not None
    assert [coverage.sent for coverage in turn.report.coverage] == [tuple(range(6))] * 2


def test_the_built_in_reader_reads_all_of_it_and_lists_what_matches() -> None:
    document = book(12)
    events, turn = run(
        read_deeply(
            Request("List all towers and how tall they are.", [document], BuiltinReader(), Packer(), OPTIONS)
        )
    )
    told = events[0]
    assert isinstance(told, Forecast)
    assert (told.calls, told.prompt_tokens_at_most, told.price_at_most) == (0, 0, 0.0)
    assert sum(isinstance(event, PartStarted) for event in events) == told.parts > 1
    assert {citation.place.span.page for citation in turn.answer.citations} == set(range(12))
    assert "12" in turn.answer.text.splitlines()[0]
    assert turn.report is not None
    assert turn.report.coverage[0].sent == tuple(range(12))
    _, one = run(
        read_deeply(Request("How tall is the tower of Bvell7?", [document], BuiltinReader(), Packer(), OPTIONS))
    )
    assert "97 metres" in one.answer.text
    assert len(one.answer.citations) == 1
    _, none = run(
        read_deeply(Request("List all submarine captains.", [document], BuiltinReader(), Packer(), OPTIONS))
    )
    assert none.answer.refused


def test_in_a_session_the_answer_is_kept_as_a_turn(tmp_path: Path) -> None:
    path = tmp_path / "towers.txt"
    path.write_text("towers")
    with Store(tmp_path / "library.db") as store:
        document = book()
        document = replace(document, id=hashlib.sha256(path.read_bytes()).hexdigest())
        session = store.create_session("Towers", [store.remember(document, path)]).id
        work = deepkept.read_in_session(store, session, Request(QUESTION, [document], Model(), Packer(), OPTIONS))
        _, turn = run(work)
        assert store.session(session).turns == (turn,)


@pytest.mark.parametrize(
    "data", [None, [], {}, {"key": "k", "margin": -1, "said": []}, {"key": "k", "margin": 0, "said": [["a"]]}]
)
def test_what_is_no_reading_is_read_anew(data: object) -> None:
    assert decode(data) is None


# --- notes -------------------------------------------------------------------------------------------------


def test_notes_are_taken_apart_and_looked_up() -> None:
    said = """Here are the notes:
* The tower of Bvell3 is “93 metres tall” [p. 4].
  It stands alone.
2. On a hill, “painted all in red by monks” [p. 2].
- Both: “94 metres tall” [p. 5], “older than the sea itself” [p. 5].
- Wrong page: “tower of Bvell6 is 96 metres” [p. 2].
- It rained a lot [p. 1].

> The tower of Bvell8 is 98 metres tall.
[p. 9]
[nothing here]
"""
    notes = notes_in(said, [book()])
    assert [note.state for note in notes] == [
        NoteState.FOUND,
        NoteState.MISSING,
        NoteState.PARTLY,
        NoteState.FOUND,
        NoteState.UNQUOTED,
        NoteState.FOUND,
    ]
    assert notes[0].text.endswith("It stands alone.")
    shown = [noted.text for note in notes for noted in as_noted(note, [book()], OPTIONS)]
    assert len(shown) == 5
    assert "(not found: “older than the sea itself”)" in shown[1]
    assert "is on [p. 7])" in shown[2]
    assert shown[3].endswith("(no quote found)")


@pytest.mark.parametrize(
    "said",
    ["[nothing here]", "[Nothing here].", "**[nothing here]**", "", "[nothing here]\nThe part is about rain."],
)
def test_nothing_is_no_note(said: str) -> None:
    assert notes_in(said, [book()]) == []


def test_the_last_line_of_notes_that_were_cut_is_no_note() -> None:
    (note,) = notes_in("- One “90 metres” [p. 1].\n- Two “91 me", [book()], cut=True)
    assert isinstance(note, Note)
    assert "One" in note.text


# --- when to offer it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the book.",
        "Please summarize this document",
        "Give me a summary of the whole report",
        "List all the companies mentioned in the report.",
        "What are all the risks?",
        "How many times is the harbour mentioned?",
        "How many different characters are there?",
        "How many chapters are there in the book?",
        "Name every person who appears in the story",
        "What is this book about?",
        "What are the main themes of the novel?",
        "סכם את הספר",
        "כמה פעמים מוזכר הנמל בספר?",
        "מנה את כל הדמויות בסיפור",
        "Fasse das Buch zusammen",
        "Nenne alle Personen im Text",
        "Wie oft wird der Hafen erwähnt?",
        "Résume le livre",
        "Liste tous les personnages",
        "Combien de fois le port est-il mentionné ?",
        "Resume el libro",
        "Enumera todos los personajes",
        "¿Cuántas veces se menciona el puerto?",
        "总结这本书",
        "列出所有人物",
        "文中提到了几次港口？港口被提到多少次？",
        "لخص هذا الكتاب",
        "اذكر جميع الشخصيات",
        "كم مرة ذكر الميناء في النص؟",
    ],
)
def test_questions_about_the_whole(question: str) -> None:
    assert wants_whole(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many employees did the company have in 2019?",
        "How many ships did Ada Brandt count?",
        "How much did all operating expenses grow?",
        "What is the summary of section 3?",
        "Who wrote the summary?",
        "Where is the list of abbreviations?",
        "What does the report say about all-cause mortality?",
        "When was the book written?",
        "What was the total of all assets at year end?",
        "How often must the filter be changed?",
        "כמה עובדים היו לחברה בשנת 2019?",
        "מי כתב את הספר?",
        "Wie viele Einwohner hat die Stadt?",
        "Combien d'employés la société avait-elle ?",
        "¿Cuántos empleados tenía la empresa?",
        "公司有多少员工？",
        "كم عدد الموظفين؟",
        "",
    ],
)
def test_questions_about_one_place(question: str) -> None:
    assert not wants_whole(question)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("List all the towers", "the towers"),
        ("How many times is the harbour mentioned?", "is the harbour ?"),
        ("מנה את כל הדמויות", "הדמויות"),
        ("列出所有人物", "人物"),
        ("Enumera todos los personajes", "los personajes"),
        ("How many?", "How many?"),
    ],
)
def test_the_subject_is_what_is_asked_for(question: str, left: str) -> None:
    assert subject(question) == left


# --- the verb ----------------------------------------------------------------------------------------------


@pytest.fixture
def towers_file(tmp_path: Path) -> Path:
    path = tmp_path / "towers.txt"
    path.write_text("\f".join(page.text for page in book().pages), encoding="utf-8")
    return path


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    from docqa import cli

    def call(engine: Any, *arguments: object, code: int = 0) -> tuple[str, str]:
        monkeypatch.setattr(cli.ask, "engine_of", lambda args: engine)
        returned = cli.run(["ask", *map(str, arguments), "--window", "2000", "--answer-reserve", "300"])
        out, err = capsys.readouterr()
        assert returned == code, err
        return out, err

    return call


def test_the_verb_forecasts_reads_and_prints_notes(verb: Any, towers_file: Path) -> None:
    out, err = verb(Model(), towers_file, QUESTION, "--deep", "--json")
    row = json.loads(out)
    assert row["parts"] > 3
    assert len(row["notes"]) == 30
    assert row["notes"][0]["state"] == "found"
    assert "reading all of it in" in err
    assert f"part 2 of {row['parts']}" in err


def test_the_verb_goes_on_where_it_was_killed(verb: Any, towers_file: Path, docqa_home: Path) -> None:
    engine = Model()

    def fails(number: int) -> None:
        if number == 3:
            raise Unreachable("The connection broke.", "Try again.")

    engine.before_part = fails
    _, err = verb(engine, towers_file, QUESTION, "--deep", "--json", code=1)
    assert "kept" in err
    assert len(list((docqa_home / "reading").iterdir())) == 1
    engine.before_part = lambda number: None
    row = json.loads(verb(engine, towers_file, QUESTION, "--deep", "--json")[0])
    assert len(engine.parts) == row["parts"]
    assert list((docqa_home / "reading").iterdir()) == []


def test_the_verb_sends_nothing_away_unasked(
    verb: Any, towers_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docqa.engines import OpenAIEngine

    engine = OpenAIEngine("https://api.example.com/v1", "m")
    asked: list[PackedContext] = []

    def stream(self: OpenAIEngine, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        asked.append(context)
        yield from Model().stream(context, cancel)

    monkeypatch.setattr(OpenAIEngine, "stream", stream)
    _, err = verb(engine, towers_file, QUESTION, "--deep", code=1)
    assert "--yes" in err
    assert not asked
    verb(engine, towers_file, QUESTION, "--deep", "--yes")
    assert asked


def test_the_verb_states_the_price_that_the_person_gave(verb: Any, towers_file: Path) -> None:
    from docqa.engines import OpenAIEngine
    from docqa.library import EndpointProfile, Settings

    profile = EndpointProfile("e", "https://api.example.com/v1/", "m", price_in=1_000.0, price_out=2_000.0)
    Settings(endpoints=(profile,)).save()
    _, err = verb(OpenAIEngine("https://api.example.com/v1", "m"), towers_file, QUESTION, "--deep", code=1)
    assert re.search(r"at most [\d.]+ at the prices in your settings", err)


def test_the_verb_offers_a_deep_read_where_pages_were_left_out(verb: Any, towers_file: Path) -> None:
    assert "asks about the whole document; --deep" in verb(Model(), towers_file, QUESTION)[1]
    assert "did not fit the window; --deep" in verb(Model(), towers_file, "How tall is the mill?")[1]  # refused
    assert "--deep" not in verb(Teller(), towers_file, "How tall is Bvell3?")[1]


def test_errors_are_docqas_own() -> None:
    with pytest.raises(DocqaError):
        read(Model(), options=PackingOptions(window=500, answer_reserve=300))
