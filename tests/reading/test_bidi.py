"""Right-to-left lines from where their characters stand."""

from __future__ import annotations

import random

import pytest

from docqa.reading.bidi import RawLine, lines

WIDTH, SPACE = 6.0, 3.0


def raw(visual: str, *, y: float = 50, order: str = "visual", block: int = 0) -> RawLine:
    """A line that looks like `visual` from left to right, its characters in some drawing order."""
    characters, x = [], 100.0
    for letter in visual:
        if letter == " ":
            x += SPACE
            continue
        characters.append((letter, x, y, x + WIDTH, y + 10))
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
        ("תאז iPad .70%-ל הלע", "עלה ל-70%. iPad זאת"),
        ("תאז .iPad 5-ל הלע", "עלה ל-iPad 5. זאת"),
    ],
)
def test_hebrew(seen: str, meant: str, order: str) -> None:
    assert logical(seen, order, CONTEXT) == meant


@pytest.mark.parametrize("stored", ["לילגה )ןופצ( םשב", "לילגה (ןופצ) םשב"])
def test_brackets_face_the_right_way_however_they_are_stored(stored: str) -> None:
    assert logical(stored) == "בשם (צפון) הגליל"


# Each as it looks from left to right (brackets stored as they look), and as it is meant.
BRACKETED = [
    ("לאמש ,(carbon fibre) ןימי", "ימין (carbon fibre), שמאל"),
    ("לאמש [carbon fibre] ןימי", "ימין [carbon fibre] שמאל"),
    ("לאמש {carbon} ןימי", "ימין {carbon} שמאל"),
    ("לאמש «carbon» ןימי", "ימין «carbon» שמאל"),
    ("לאמש «ןוטבה» ןימי", "ימין «הבטון» שמאל"),
    ("לאמש ([65%] קלח) ןימי", "ימין (חלק [65%]) שמאל"),
    ("לאמש (1936) ןימי", "ימין (1936) שמאל"),
    ("לאמש carbon (CF) ןימי", "ימין carbon (CF) שמאל"),
    ("לאמש (carbon (CF ןימי", "ימין carbon (CF) שמאל"),  # as programs older than Unicode 6.3 show it
    ("לאמש random() ןימי", "ימין random() שמאל"),
]


@pytest.mark.parametrize(("seen", "meant"), BRACKETED)
def test_brackets_stored_as_they_look(seen: str, meant: str) -> None:
    assert logical(seen, above=CONTEXT) == meant


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("לאמש ,)carbon fibre( ןימי", "ימין (carbon fibre), שמאל"),
        ("לאמש ]carbon fibre[ ןימי", "ימין [carbon fibre] שמאל"),
        ("לאמש »ןוטבה« ןימי", "ימין «הבטון» שמאל"),
        ("לאמש )]65%[ קלח( ןימי", "ימין (חלק [65%]) שמאל"),
        ("לאמש carbon (CF) ןימי", "ימין carbon (CF) שמאל"),
    ],
)
def test_brackets_stored_as_they_were_typed(stored: str, meant: str) -> None:
    assert logical(stored, above=CONTEXT) == meant


@pytest.mark.parametrize("stored", ["ןושאר( ןימי", "ןושאר) ןימי"])
def test_a_bracket_that_closes_in_the_next_line(stored: str) -> None:
    """White space tells an opening bracket even where its partner is not in the line."""
    assert logical(stored, above=CONTEXT) == "ימין (ראשון"


def test_brackets_in_an_english_line_stay() -> None:
    assert logical("The word (םולש) means peace (or hello)") == "The word (שלום) means peace (or hello)"


def test_sideways_lines_have_words_too() -> None:
    upwards = [(letter, 50.0, 400 - x1, 60.0, 400 - x0) for letter, x0, _, x1, _ in raw("םלוע םולש").characters]
    found, _ = lines([RawLine(upwards, 10.0, 0, 1)])
    assert [word.text for word in found[0].words] == ["שלום", "עולם"]
    assert found[0].words[0].y1 == pytest.approx(found[0].words[1].y0 - SPACE)


def test_english_with_a_hebrew_word() -> None:
    assert logical("The word םולש means peace in all of it") == "The word שלום means peace in all of it"


def test_arabic_ligature_in_either_order() -> None:
    # Lam-alef is one glyph: its second letter has no width and stands at the right edge.
    lam, alef = ("ل", 100, 50, 106, 60), ("ا", 106, 50, 106, 60)
    seen = ("س", 106, 50, 112, 60)
    forward = RawLine([lam, alef, seen], 10.0, 0, 0)
    turned = RawLine([seen, alef, lam], 10.0, 0, 0)
    for line in (forward, turned):
        found, _ = lines([line])
        assert found[0].words[0].text == "سلا"


def test_points_stay_on_their_letters() -> None:
    shin = ("ש", 112, 50, 118, 60)
    point = ("\u05b8", 114, 50, 116, 60)
    mem = ("ם", 106, 50, 112, 60)
    found, _ = lines([RawLine([point, shin, mem], 10.0, 0, 0)])
    assert found[0].words[0].text == "שָם"


def test_pieces_of_one_line_are_put_together() -> None:
    # MuPDF gives the number as a line of its own.
    whole = raw("רטמ 100 לש")
    number = [c for c in whole.characters if c[0].isdigit()]
    rest = [c for c in whole.characters if not c[0].isdigit()]
    found, mirrored = lines([RawLine(rest, 10.0, 0, 0), RawLine(number, 10.0, 1, 0)])
    assert mirrored
    assert [[word.text for word in line.words] for line in found] == [["של", "100", "מטר"]]


def test_a_short_line_of_a_hebrew_page_begins_at_the_right() -> None:
    assert logical(".Innoviz Technologies-ב", above=CONTEXT) == "ב-Innoviz Technologies."


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("نم %50 لقألا", "الأقل 50% من"),
        ("نم 5%", "5% من"),
        ("نم 47.500 وأ", "أو 47.500 من"),
    ],
)
def test_numbers_behind_arabic_letters_keep_their_signs_apart(seen: str, meant: str) -> None:
    assert logical(seen) == meant
