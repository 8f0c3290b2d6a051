"""Hebrew set right from a second reading and from a page's own letters; pieces that were passed over."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from docqa.reading.recognition import leftover, leftward
from docqa.reading.recognition.found import FoundLine, FoundWord
from docqa.reading.recognition.picture import view_of, without_leaders
from docqa.reading.recognition.tesseract import _lines

WIDE, STEP = 30, 36


def word(visual: str, x: float = 0, sure: float = 0.9, logical: str = "") -> FoundWord:
    """A word that looks like `visual` from left to right; told in logical order."""
    letters = tuple((letter, x + STEP * i, x + STEP * i + WIDE) for i, letter in enumerate(visual))
    return FoundWord(logical or visual, x, 10, x + STEP * len(visual) - 6, 60, sure, letters)


@pytest.mark.parametrize(
    ("mixed", "alone", "meant"),
    [
        # A number and a Latin word behind a Hebrew prefix, which stands at the right.
        (word("1957-1", sure=0.2), word("1957-מ", sure=0.2, logical="מ-1957"), "מ-1957"),
        (word("Kiosk-9", sure=0.1), word("105/1-ל", sure=0.03, logical="ל-105/1"), "ל-Kiosk"),
        (word("COVID-19", sure=0.9), word("10016-ב", sure=0.3, logical="ב-10016"), "COVID-19"),
        # A Hebrew word taken for Latin, and Latin taken for Hebrew.
        (word("NIN", sure=0.89), word("אוה", sure=0.9, logical="הוא"), "הוא"),
        (word("ONY", sure=0.8), word("םגו", sure=0.65, logical="וגם"), "וגם"),
        (word("DFA", sure=0.79), word("שכזה", sure=0.5, logical="הזכש"), "DFA"),
        (word("w", sure=0.88), word("וע", sure=0.72, logical="עו"), "w"),
        (word("is", sure=0.8), word("18", sure=0.9), "is"),
    ],
)
def test_words_are_taken_from_the_reading_that_knows_them(mixed: FoundWord, alone: FoundWord, meant: str) -> None:
    alone = alone._replace(x1=mixed.x1)
    (line,) = leftward.together([FoundLine([mixed], 40)], [FoundLine([alone], 40)])
    assert line.words[0].text == meant


SAMEKH, MEM, OTHER = "ס", "ם", "א"


def page(*visual: str) -> tuple[np.ndarray, list[FoundLine]]:
    """Words as they were read, below each other, on a picture of round (o), square (q) and plain (x) letters; each
    is given as what was read and what is there: "ס=q"."""
    picture = np.full((80 * len(visual), 400), 255, np.uint8)
    lines = []
    for row, text in enumerate(visual):
        read = []
        for i, (letter, shape) in enumerate(part.split("=") for part in text.split()):
            x, y = 20 + STEP * i, 80 * row + 20
            read.append((letter, float(x), float(x + WIDE)))
            if shape == "o":
                cv2.ellipse(picture, (x + 15, y + 15), (12, 13), 0, 0, 360, 0, 4)
            elif shape == "q":
                cv2.rectangle(picture, (x + 2, y + 2), (x + 27, y + 27), 0, 4)
            else:
                cv2.line(picture, (x + 2, y + 2), (x + 27, y + 27), 0, 4)
        logical = "".join(letter for letter, _, _ in reversed(read))
        y0 = 80.0 * row + 15
        found = FoundWord(logical, read[0][1], y0, read[-1][2], y0 + 40, 0.9, tuple(reversed(read)))
        lines.append(FoundLine([found], 36))
    return picture, lines


def test_a_final_mem_that_was_taken_for_a_samekh_is_told_by_the_pages_own_letters() -> None:
    sure = [f"א=x {SAMEKH}=o א=x"] * 3
    mems = [f"{MEM}=q א=x"] * 2
    for known in (sure + mems, sure):
        picture, lines = page(*known, f"{SAMEKH}=q א=x", f"{SAMEKH}=o א=x")
        read = [line.words[0].text for line in leftward.mended(lines, picture, leftward.Shapes())]
        assert read[-2:] == [OTHER + MEM, OTHER + SAMEKH]
        assert read[0] == OTHER + SAMEKH + OTHER


def test_what_one_page_taught_about_letters_serves_the_next() -> None:
    shapes = leftward.Shapes()
    picture, lines = page(*[f"א=x {SAMEKH}=o א=x"] * 2, *[f"{MEM}=q א=x"] * 2)
    leftward.mended(lines, picture, shapes)
    picture, lines = page(f"{SAMEKH}=q א=x")
    assert leftward.mended(lines, picture, shapes)[0].words[0].text == OTHER + MEM


def test_the_mark_inside_an_abbreviation_is_no_star() -> None:
    picture, lines = page("י=x *=x ע=x")
    assert leftward.mended(lines, picture, leftward.Shapes())[0].words[0].text == 'ע"י'


def test_letters_of_nothing_but_a_direction_mark_are_none() -> None:
    told = (
        "<span class='ocr_line' id='l' title=\"bbox 0 0 90 40; baseline 0 -8; x_size 30\">\n"
        "<span class='ocrx_word' id='w' title='bbox 0 0 90 40; x_wconf 91'>\n"
        "<span class='ocrx_cinfo' title='x_bboxes 60 0 90 40; x_conf 99'>א&rlm;</span>\n"
        "<span class='ocrx_cinfo' title='x_bboxes 50 0 59 40; x_conf 99'>\u200f</span>\n"
        "<span class='ocrx_cinfo' title='x_bboxes 0 0 40 40; x_conf 99'>&quot;</span></span></span>"
    )
    (line,) = _lines(told)
    assert line.words[0].text == 'א"'
    assert line.words[0].letters == (("א", 60, 90), ('"', 0, 40))


def test_rows_of_dots_are_taken_out_and_remembered_and_full_stops_stay() -> None:
    picture = np.full((200, 800), 255, np.uint8)
    for x in range(100, 600, 14):
        cv2.circle(picture, (x, 80), 2, 0, -1)
    for x in (100, 300, 310, 320):
        cv2.circle(picture, (x, 160), 2, 0, -1)
    view = view_of(picture.tobytes(), 800, 200, 800, 2.0)
    clean = without_leaders(view, 24)
    assert clean.pixels[:120].min() == 255
    assert (clean.pixels[120:] == picture[120:]).all()
    (leader,) = clean.leaders
    assert leader == pytest.approx((49, 39, 296.5, 41.5), abs=1)
    assert clean.from_page(*leader) == pytest.approx((98, 78, 593, 83), abs=2)


def test_ink_that_no_word_covers_is_gathered_and_put_back_where_it_stood() -> None:
    picture = np.full((400, 600), 255, np.uint8)
    cv2.putText(picture, "17", (280, 350), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    cv2.putText(picture, "covered", (50, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    known = [FoundLine([FoundWord("covered", 40, 20, 300, 80, 0.9)], 30)]
    (piece,) = leftover.scraps(picture, known, 22)
    assert (piece.x0, piece.y1) == pytest.approx((280, 352), abs=5)
    sheet, tops = leftover.sheet(picture, [piece], 22)
    x0, y0 = 2 * 22, tops[0]
    assert (sheet[y0 : y0 + piece.y1 - piece.y0, x0 : x0 + piece.x1 - piece.x0].min()) == 0
    read = [FoundLine([FoundWord("17", x0, y0, x0 + piece.x1 - piece.x0, y0 + 24, 0.95)], 30)]
    (back,) = leftover.put_back(read, [piece], tops, 22)
    assert back.words[0][:4] == ("17", piece.x0, piece.y0, piece.x1)
    doubtful = [FoundLine([read[0].words[0]._replace(sure=0.5)], 30)]
    assert leftover.put_back(doubtful, [piece], tops, 22) == []
