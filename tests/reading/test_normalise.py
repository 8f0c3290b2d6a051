"""Characters of a word."""

from __future__ import annotations

import pytest

from docqa.reading import normalise


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("plain", "plain"),
        ("oﬃce", "office"),
        ("ﬁnd", "find"),
        ("10²", "10²"),
        ("½", "½"),
        ("co\u00adop", "coop"),
        ("possi\u00ad", "possi\u00ad"),
        ("\u00ad", ""),
        ("a\u200bb\ufeff", "ab"),
        ("\u202bשלום\u202c", "שלום"),
        ("\x03\x04", ""),
        ("\uf0b7", "•"),
        ("e\u0301", "é"),
        ("\ufefc\u0645", "لام"),
        ("１２３", "123"),
        ("⼈⼝", "人口"),
        ("，。", "，。"),
        ("........", "…"),
        ("etc...", "etc..."),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_word(raw: str, kept: str) -> None:
    assert normalise.word(raw) == kept


def test_superscripts_do_not_become_digits() -> None:
    assert normalise.raised("2") == "²"
    assert normalise.raised("(1)") == "⁽¹⁾"
    assert normalise.raised("th") == "th"


def test_text_without_letters_is_noticed() -> None:
    assert normalise.unreadable_share("\ufffd\ufffd \ufffd") == 1.0
    assert normalise.unreadable_share("\x03\x04\x05") == 1.0
    assert normalise.unreadable_share("\uf0b7 item \uf0b7 item") == 0.0
    assert normalise.unreadable_share("good words \ufffd") < 0.2
    assert normalise.unreadable_share("") == 0.0
