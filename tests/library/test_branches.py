"""A question asked again in another way: both are kept, one is shown, and files carry all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docqa.domain import Answer, Branch, Session, Turn
from docqa.errors import SessionFileError
from docqa.library import Store, codec, export_markdown, open_session_file, save_session_file


def ask(store: Store, session: str, question: str, after: str | None = None) -> str:
    id = store.begin_turn(session, question, "openai", "m", None, after)
    store.finish_turn(Turn(id, question, datetime.now(UTC), Answer(f"To {question}", "openai", "m")))
    return id


def shown(session: Session) -> list[str]:
    return [turn.question for turn in session.turns]


@pytest.fixture
def session(store: Store) -> Session:
    """A, then B and C after it; D in B's place, with E after it."""
    made = store.create_session("S", ())
    a = ask(store, made.id, "A")
    b = ask(store, made.id, "B")
    ask(store, made.id, "C")
    d = ask(store, made.id, "D", a)
    ask(store, made.id, "E")
    assert b != d
    return store.session(made.id)


def id_of(session: Session, question: str) -> str:
    lines = [session.turns, *(branch.turns for branch in session.others)]
    return next(turn.id for line in lines for turn in line if turn.question == question)


def test_what_is_asked_in_a_place_is_shown_and_what_was_there_is_kept(store: Store, session: Session) -> None:
    assert shown(session) == ["A", "D", "E"]
    (other,) = session.others
    assert (other.after, [turn.question for turn in other.turns]) == (id_of(session, "A"), ["B", "C"])
    assert [turn.question for turn in session.beside(id_of(session, "D"))] == ["B", "D"]
    assert [turn.question for turn in session.beside(id_of(session, "C"))] == ["C"]
    assert [turn.question for turn in session.beside(id_of(session, "A"))] == ["A"]


def test_the_other_branch_is_shown_to_its_end(store: Store, session: Session) -> None:
    store.show_turn(session.id, id_of(session, "B"))
    back = store.session(session.id)
    assert shown(back) == ["A", "B", "C"]
    assert [turn.question for turn in back.others[0].turns] == ["D", "E"]
    assert [turn.question for turn in store.turns_until(session.id)] == ["A", "B", "C"]
    assert [turn.question for turn in store.turns_until(session.id, id_of(session, "D"))] == ["A", "D"]
    assert store.turns_until(session.id, "") == ()


def test_a_first_question_can_have_another_beside_it(store: Store, session: Session) -> None:
    ask(store, session.id, "F", "")
    back = store.session(session.id)
    assert shown(back) == ["F"]
    assert [turn.question for turn in back.beside(id_of(back, "F"))] == ["A", "F"]
    assert back.others[0].after == ""


def test_a_question_that_got_no_answer_shows_what_was_there(store: Store, session: Session) -> None:
    begun = store.begin_turn(session.id, "X", "openai", "m", None, id_of(session, "A"))
    assert shown(store.session(session.id)) == ["A", "X"]
    store.drop_turn(begun)
    back = store.session(session.id)
    assert (back.turns, back.others) == (session.turns, session.others)


def test_only_what_is_shown_is_exported_and_all_of_it_is_found(store: Store, session: Session) -> None:
    assert "To D" in export_markdown(session)
    assert "To B" not in export_markdown(session)
    (found,) = store.sessions("To B")
    assert found.turn == id_of(session, "B")


def test_a_session_file_carries_every_branch(store: Store, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "s.docqa"
    save_session_file(session, store, path)
    with Store(tmp_path / "other" / "library.db") as other:
        assert open_session_file(path, other) == session
    store.show_turn(session.id, id_of(session, "B"))
    assert open_session_file(path, store) == store.session(session.id), "the same session, whatever it shows"
    ask(store, session.id, "G")
    copy = open_session_file(path, store)
    assert copy.id != session.id
    assert shown(copy) == ["A", "D", "E"]
    assert copy.others[0].after == copy.turns[0].id != session.turns[0].id


def test_a_file_whose_branch_hangs_on_nothing_is_refused(store: Store, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "s.docqa"
    for after in ("nowhere", session.others[0].turns[0].id):
        broken = Session(
            session.id, "S", session.created, session.updated, (), session.turns,
            others=(Branch(after, session.others[0].turns),),
        )  # fmt: skip
        save_session_file(broken, store, path)
        with pytest.raises(SessionFileError):
            open_session_file(path, store)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.integers(0, 100), max_size=12))
def test_any_tree_comes_back(places: list[int], store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = store.create_session("T", ())
    ids = [""]
    for number, place in enumerate(places):
        ids.append(ask(store, made.id, str(number), ids[place % len(ids)]))
    session = store.session(made.id)
    every = [*session.turns, *(turn for branch in session.others for turn in branch.turns)]
    assert {turn.id for turn in every} == set(ids[1:])
    assert codec.loads(Session, codec.dumps(session)) == session
    path = tmp_path_factory.mktemp("f") / "t.docqa"
    save_session_file(session, store, path)
    assert open_session_file(path, store) == session
    for id in ids[1:]:
        store.show_turn(made.id, id)
        assert id in [turn.id for turn in store.session(made.id).turns]
