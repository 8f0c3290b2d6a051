from __future__ import annotations

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docqa.language import fold, strip_marks
from docqa.language.folding import PLAIN

ODD = (
    "aàÀß ﬁ½²µ-‐‑–\u00ad\n\r\t \u00a0\u200b\u200f'"
    "’“«שָׁלוֹמ״ס״םعَرَבيّ٣ｶﾞがガか゛한글ㄱㅏᄒ\u1161\u0301\u0308İıſΣς…Ǆǆ¨ͺ＂１"
)
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“Exam-\nple” ﬁne", '"example" fine'),
        ("naïve  café\r\n résumé", "naive cafe resume"),
        ("שָׁלוֹם", "שלום"),
        ("צה״ל וחברת־הבת", 'צה"ל וחברת-הבת'),
        ("مُحَمَّد ٢٠٢٣", "محمد 2023"),
        ("co\u00adoperate\u200b!", "cooperate!"),
        ("exam\u00ad\nple", "example"),
        ("2019-\n2020", "2019-2020"),
        ("Anglo-\nSaxon", "anglo-saxon"),
        ("a - \n b", "a - b"),
        ("１２３ｋｇ", "123kg"),
        ("ｶﾞｽ", "ガス"),
        ("\u1112\u1161\u11ab", "한"),
        ("STRASSE Straße", "strasse strasse"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_what_a_reader_takes_for_the_same_compares_equal(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_case_can_be_kept() -> None:
    assert fold("Né À PARIS", case=True).text == "Ne A PARIS"


def test_a_span_comes_back_as_the_words_it_was() -> None:
    text = "The “diﬃ-\ncult” na\u0308ıve  case"
    folded = fold(text)
    at = folded.text.index("difficult")
    start, end = folded.span(at, at + len("difficult"))
    assert text[start:end] == "diﬃ-\ncult"
    at = folded.text.index("na")
    assert text[slice(*folded.span(at, at + 2))] == "na\u0308"


def test_a_span_outside_the_text_is_refused() -> None:
    folded = fold("abc")
    for start, end in ((-1, 2), (2, 1), (0, 4)):
        with pytest.raises(ValueError, match="not a span"):
            folded.span(start, end)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, case=st.booleans(), data=st.data())
@example(text="a\u0301\u00ad\nb  \u200b c", case=False, data=None)
def test_every_folded_span_maps_back_to_a_slice_that_folds_to_the_same(
    text: str, case: bool, data: st.DataObject | None
) -> None:
    folded = fold(text, case=case)
    spans = [(i, j) for i in range(len(folded.text)) for j in range(i + 1, len(folded.text) + 1)]
    if data is not None and spans:
        spans = data.draw(st.lists(st.sampled_from(spans), min_size=1, max_size=8))
    for start, end in spans:
        first, last = folded.span(start, end)
        assert 0 <= first < last <= len(text)
        # A span that cuts a block ("ﬁ" in two) comes back with the whole block.
        while start > 0 and folded.span(start - 1, end) == (first, last):
            start -= 1
        while end < len(folded.text) and folded.span(start, end + 1) == (first, last):
            end += 1
        assert fold(text[first:last], case=case).text == folded.text[start:end]


@settings(deadline=None)
@given(text=TEXTS)
def test_spans_keep_their_order(text: str) -> None:
    folded = fold(text)
    places = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert places == sorted(places)


def test_each_plain_character_folds_to_one_character() -> None:
    plain = regex.compile(f"[{PLAIN}-]")
    for char in filter(plain.fullmatch, map(chr, range(0x21, 0x10000))):
        for case in (False, True):
            assert len(fold(char, case=case).text) == 1, hex(ord(char))


def test_long_text_without_spaces_is_quick() -> None:
    assert len(fold("a" * 1_000_000).text) == 1_000_000
    assert len(fold("\u0301" * 200_000).text) == 0
    assert fold("-\n" * 100_000).text.startswith("- -")
    assert fold("\u200d" * 200_000 + "a").text == "a"


def test_marks_are_stripped_and_letters_stay() -> None:
    assert strip_marks("éàçñ שָׁלוֹם ガ") == "eacn שלום ガ"
