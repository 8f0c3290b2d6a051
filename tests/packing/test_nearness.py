"""The multilingual model: what means the same is near, whatever it is said in."""

from __future__ import annotations

import sys

import pytest

from docqa.domain import Cancelled, CancelToken
from docqa.packing import nearness as shared
from docqa.packing import vectors
from docqa.packing.near import Nearness


@pytest.fixture(scope="module")
def near() -> Nearness:
    return shared()


@pytest.mark.parametrize(
    ("question", "answer", "others"),
    [
        (
            "Where can I buy a used car?",
            "Second-hand vehicles are sold behind the station.",
            ["The cat sleeps on the sofa.", "He plays the violin."],
        ),
        (
            "מי בנה את המגדל?",
            "הקבלן משה אלון הקים את המבנה.",
            ["הכניסה אינה כרוכה בתשלום.", "בחורף יורד כאן שלג."],
        ),
        ("石桥是谁设计的？", "这座桥的设计者是工匠赵平。", ["每年五月，居民在湖边举行灯会。", "门票十元。"]),
        (
            "Who designed the stone bridge?",
            "湖上的石桥由工匠赵平设计。",
            ["每年五月，居民在湖边举行灯会。", "门票十元。"],
        ),
        ("What does entrance cost?", "الدخول مجاني للجميع.", ["تغرب الشمس خلف الجبل.", "كتب الشاعر قصيدة طويلة."]),
    ],
)
def test_the_answer_is_nearer_than_the_rest(near: Nearness, question: str, answer: str, others: list[str]) -> None:
    found = near(question, [*others, answer])
    assert found is not None
    assert max(found) == found[-1]


def test_the_same_again_is_the_same(near: Nearness) -> None:
    texts = ["One two three.", "The harbour\nwas dug.", "The harbour  was dug.", ""]
    found = near("When was the harbour dug?", texts)
    assert found is not None
    assert found[1] == found[2], "how lines break says nothing"
    assert near("When was the harbour dug?", texts) == found
    assert near("When?", []) == []


def test_it_stops_when_told(near: Nearness) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        near("When?", ["never seen before: 8271"], cancel)


def test_a_machine_that_cannot_load_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setattr(vectors, "_multilingual", None)
    assert Nearness()("מתי?", ["אז."]) is None
