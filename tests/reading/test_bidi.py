"""Right-to-left lines from where their characters stand."""

from __future__ import annotations

import random

import pytest

from docqa.reading.bidi import Character, RawLine, lines

WIDTH, SPACE = 6.0, 3.0


def raw(visual: str, *, y: float = 50, order: str = "visual", block: int = 0) -> RawLine:
    """A line that looks like `visual` from left to right, its characters in some drawing order."""
    characters, x = [], 100.0
    for letter in visual:
        if letter == " ":
            x += SPACE
            continue
        characters.append(Character(letter, x, y, x + WIDTH, y + 10))
        x += WIDTH
    if order == "reversed":
        characters.reverse()
    elif order == "shuffled":
        random.Random(7).shuffle(characters)
    return RawLine(characters, 10.0, block, 0)


CONTEXT = "םוקמ לכמו םירחא םירבדמ הלעמל תדמוע תירבע לש הרוש"


def logical(visual: str, order: str = "visual", above: str = "") -> str:
    """The line as read; `above` is a line over it in another block."""
    context = [raw(above, y=20, block=9)] if above else []
    found, _ = lines([*context, raw(visual, order=order)])
    return " ".join(word.text for word in found[-1].words)


@pytest.mark.parametrize("order", ["visual", "reversed", "shuffled"])
@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("םולש", "שלום"),
        ("םלוע םולש", "שלום עולם"),
        ("1971 דעו 1957", "1957 ועד 1971"),
        ("1,234.50 ריחמ", "מחיר 1,234.50"),
        ("רטמ 100-כ", "כ-100 מטר"),
        ("םיזוחא 25%-ב", "ב-25% אחוזים"),
        ("12:30 העשב", "בשעה 12:30"),
        ("05/11/2020 ךיראת", "תאריך 05/11/2020"),
        ("םיינש 1990-1985 םינשב", "בשנים 1990-1985 שניים"),
        ("Google Chrome ןפדפד", "דפדפן Google Chrome"),
        ("iPhone 12 רישכמ", "מכשיר iPhone 12"),
        ("!םולש", "שלום!"),
        (".always-on טנטסיסא", "אסיסטנט always-on."),
    ],
)
def test_hebrew(seen: str, meant: str, order: str) -> None:
    assert logical(seen, order, CONTEXT) == meant


@pytest.mark.parametrize("stored", ["לילגה )ןופצ( םשב", "לילגה (ןופצ) םשב"])
def test_brackets_face_the_right_way_however_they_are_stored(stored: str) -> None:
    assert logical(stored) == "בשם (צפון) הגליל"


def test_english_with_a_hebrew_word() -> None:
    assert logical("The word םולש means peace in all of it") == "The word שלום means peace in all of it"


def test_arabic_ligature_in_either_order() -> None:
    # Lam-alef is one glyph: its second letter has no width and stands at the right edge.
    lam, alef = Character("ل", 100, 50, 106, 60), Character("ا", 106, 50, 106, 60)
    seen = Character("س", 106, 50, 112, 60)
    forward = RawLine([lam, alef, seen], 10.0, 0, 0)
    turned = RawLine([seen, alef, lam], 10.0, 0, 0)
    for line in (forward, turned):
        found, _ = lines([line])
        assert found[0].words[0].text == "سلا"


def test_points_stay_on_their_letters() -> None:
    shin = Character("ש", 112, 50, 118, 60)
    point = Character("\u05b8", 114, 50, 116, 60)
    mem = Character("ם", 106, 50, 112, 60)
    found, _ = lines([RawLine([point, shin, mem], 10.0, 0, 0)])
    assert found[0].words[0].text == "שָם"


def test_pieces_of_one_line_are_put_together() -> None:
    # MuPDF gives the number as a line of its own.
    whole = raw("רטמ 100 לש")
    number = [c for c in whole.characters if c.text.isdigit()]
    rest = [c for c in whole.characters if not c.text.isdigit()]
    found, mirrored = lines([RawLine(rest, 10.0, 0, 0), RawLine(number, 10.0, 1, 0)])
    assert mirrored
    assert [[word.text for word in line.words] for line in found] == [["של", "100", "מטר"]]


def test_a_short_line_of_a_hebrew_page_begins_at_the_right() -> None:
    assert logical(".Innoviz Technologies-ב", above=CONTEXT) == "ב-Innoviz Technologies."
