"""The reading order of recognised pieces: columns, boxes that text flows round, heads and rows of tables."""

from __future__ import annotations

from docqa.reading.recognition.composing import compose
from docqa.reading.recognition.found import FoundLine, FoundWord
from docqa.reading.recognition.order import Piece, blocks_of
from docqa.reading.recognition.picture import view_of

SIZE = 40.0


def piece(text: str, x: float, y: float, size: float = SIZE) -> Piece:
    return Piece(x, y, x + 0.5 * size * len(text), y + size, size, text)


def column(lines: list[str], x: float, y: float, step: float = 50) -> list[Piece]:
    return [piece(line, x, y + step * n) for n, line in enumerate(lines)]


def in_order(pieces: list[Piece], *, mirrored: bool = False) -> list[str]:
    return [pieces[i].text for block in blocks_of(pieces, mirrored=mirrored) for i in block]


LEFT = [f"the left column's line number {n}" for n in range(6)]
RIGHT = [f"what the right one says, line {n}" for n in range(6)]


def test_columns_are_read_one_after_the_other_between_what_crosses_them() -> None:
    title, note = (
        "a title that stands over both of the columns of this page",
        "a note that runs under both of them",
    )
    pieces = [
        *column(RIGHT, 720, 200),
        piece(note, 300, 700),
        *column(LEFT, 50, 200),
        piece(title, 200, 60),
    ]
    assert in_order(pieces) == [title, *LEFT, *RIGHT, note]


def test_columns_of_a_page_from_right_to_left_begin_at_the_right() -> None:
    pieces = [*column(LEFT, 50, 200), *column(RIGHT, 720, 200)]
    assert in_order(pieces, mirrored=True) == [*RIGHT, *LEFT]


def test_text_that_flows_round_a_box_is_read_to_its_end_before_the_box() -> None:
    flow = [f"lines beside the box are short {n}" for n in range(5)]
    below = [f"and below it they run on over the whole width of the page {n}" for n in range(3)]
    box = ["A quarter of them", "42 %", "of all the houses", "have no roof at all"]
    pieces = [
        *column(flow, 50, 100),
        *(piece(text, 760 + 30 * n, 112 + 57 * n, 30) for n, text in enumerate(box)),
        *column(below, 50, 350),
    ]
    assert in_order(pieces) == [*flow, *below, *box]


def test_rows_of_a_table_stay_together_and_its_head_is_read_by_cells() -> None:
    head = [("Shares bought", 400, 150), ("as part of plans", 400, 195), ("Price", 800, 195)]
    rows = [
        (text, x, 300 + 80 * n)
        for n, row in enumerate(
            (("January", "4,578", "138.33"), ("March", "2,371", "142.24"), ("May", "18", "1.13"))
        )
        for text, x in zip(row, (50, 500, 800), strict=True)
    ]
    pieces = [piece(*cell) for cell in (*rows, *head)]
    assert in_order(pieces) == [text for text, _, _ in (*head, *rows)]


def test_a_foot_far_below_a_column_comes_after_both() -> None:
    pieces = [*column(LEFT, 50, 100), piece("17", 600, 1_000), *column(RIGHT, 720, 100)]
    assert in_order(pieces) == [*LEFT, *RIGHT, "17"]


def found(*words: tuple[str, float, float], y: float = 100, size: float = SIZE) -> FoundLine:
    """A line of (text, left, right)."""
    return FoundLine([FoundWord(text, x0, y, x1, y + size, 0.9) for text, x0, x1 in words], size)


def test_a_mark_that_was_read_apart_joins_its_word() -> None:
    view = view_of(bytes(600 * 400), 600, 400, 600, 1.0)
    lines = [found(("piracy,", 62, 180), ("they", 195, 260)), found(("“", 50, 60), y=98, size=14)]
    text = compose(lines, view)
    assert text.text == "“piracy, they"
    assert list(text.edges[:4]) == [50, 100, 180, 140]


def test_hebrew_marks_and_numbers_are_set_by_where_they_stand() -> None:
    view = view_of(bytes(600 * 400), 600, 400, 600, 1.0)
    number = FoundWord("60%,", 20, 100, 90, 140, 0.9, (("6", 32, 50), ("0", 51, 69), ("%", 70, 90), (",", 20, 28)))
    word = FoundWord("כמעט", 110, 100, 190, 140, 0.9)
    (read,) = [compose([FoundLine([word, number], SIZE)], view)]
    assert read.text == "כמעט 60%,"
    # Words keep their whole width though spaces are told by gaps.
    assert list(read.edges) == [110, 100, 190, 140, 20, 100, 90, 140]


def test_a_small_raised_figure_is_the_number_of_a_note() -> None:
    view = view_of(bytes(600 * 400), 600, 400, 600, 1.0)
    line = found(("his", 20, 60), ("use.", 75, 130))
    lines = [line, found(("17", 134, 150), y=96, size=22), found(("4", 300, 315), y=96, size=38)]
    assert compose(lines, view).text.split() == ["his", "use.¹⁷", "4"]


def test_joined_letters_stay_as_they_were_told_though_their_places_overlap() -> None:
    view = view_of(bytes(600 * 400), 600, 400, 600, 1.0)
    letters = (("ש", 150, 180), ("מ", 118, 128), ("ש", 100, 152), ("ה", 90, 110), (".", 80, 86))
    word = FoundWord("שמשה.", 80, 100, 180, 140, 0.9, letters)
    assert compose([FoundLine([word], SIZE)], view).text == "שמשה."
