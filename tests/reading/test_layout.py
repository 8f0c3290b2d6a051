"""Reading order, rows, paragraphs and words, from lines as MuPDF gives them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from docqa.reading.layout import Text, compose
from docqa.reading.rows import Line, Word

SIZE = 10.0


def line(
    text: str, x: float, y: float, *, block: int = 0, width: float = 5.0, gap: float = 2.5, size: float = SIZE
) -> Line:
    """A line of words at (x, y), each character `width` wide."""
    words = []
    for word in text.split():
        words.append(Word(word, x, y, x + width * len(word), y + size))
        x += width * len(word) + gap
    return Line(words, size, block)


def text(lines: Sequence[Line]) -> str:
    return compose(lines).text


def paragraph(lines: Sequence[str], x: float = 50, y: float = 50, block: int = 0) -> list[Line]:
    return [line(words, x, y + 12 * i, block=block) for i, words in enumerate(lines)]


def test_lines_of_a_paragraph_are_joined() -> None:
    assert text(paragraph(["The quick brown fox jumps over", "the lazy dog and then it goes", "home."])) == (
        "The quick brown fox jumps over the lazy dog and then it goes home."
    )


def test_a_line_that_ends_early_ends_there() -> None:
    lines = paragraph(["Jane Doe", "12 Winding Street", "Springfield, Republic of Somewhere"])
    assert text(lines) == "Jane Doe\n12 Winding Street\nSpringfield, Republic of Somewhere"


def test_paragraphs_are_apart_by_a_blank_line() -> None:
    lines = [*paragraph(["One sentence here that is long.", "Ends."]), *paragraph(["Another one."], y=90, block=1)]
    assert text(lines) == "One sentence here that is long. Ends.\n\nAnother one."


def test_a_word_parted_at_the_line_s_end_is_whole_again() -> None:
    assert text(paragraph(["we shall consider the possi-", "bility of rain in the evening"])) == (
        "we shall consider the possibility of rain in the evening"
    )


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    assert "non-GAAP" in text(paragraph(["this is a measure that is non-", "GAAP in every respect there"]))
    assert "long-term" in text(
        [
            *paragraph(["the investments are all long-", "term in their nature here"]),
            line("long-term debt", 50, 200),
        ]
    )


def test_hyphens_of_a_page_that_parts_no_words_stay() -> None:
    page = paragraph(["this is a measure that is non-", "current in every respect, and skilled"])
    page += paragraph(["the workers are all highly-", "trained for this sort of thing here"], y=200, block=1)
    assert "non-current" in text(page)
    assert "highly-trained" in text(page)


def test_hyphens_of_a_page_that_parts_words_go() -> None:
    page = paragraph(["of the con-", "tract a mat-", "ter is the con-", "tent of non-", "sense his"])
    assert "contract" in text(page)
    assert "nonsense" in text(page)


def test_a_soft_hyphen_never_shows() -> None:
    assert (
        text(paragraph(["we shall consider the possi\u00ad", "bility of rain in the evening"])).count(
            "possibility"
        )
        == 1
    )
    assert "\u00ad" not in text([line("possi\u00ad", 50, 50), line("next", 50, 300, block=1)])


def test_a_table_row_is_one_line() -> None:
    lines = [
        line("Revenue", 50, 50), line("2022", 300, 50), line("2021", 400, 50),
        line("Products", 50, 65), line("$", 280, 65), line("1,234", 300, 65),
        line("$", 380, 65), line("987", 400, 65),
        line("Services and more", 50, 80), line("(12", 300, 80), line(")", 330, 80),
        line("5.5", 400, 80), line("%", 430, 80),
    ]  # fmt: skip
    assert text(lines) == "Revenue  2022  2021\nProducts  $1,234  $987\nServices and more  (12)  5.5%"


def test_a_label_that_wraps_is_one_cell() -> None:
    lines = [
        line("Net income attributable to", 50, 50), line("the Company", 50, 62),
        line("500", 300, 62), line("400", 400, 62),
        line("Per share", 50, 80), line("1.5", 300, 80), line("1.2", 400, 80),
    ]  # fmt: skip
    assert text(lines) == "Net income attributable to the Company  500  400\nPer share  1.5  1.2"


def test_column_heads_on_one_bottom_line_are_cells() -> None:
    lines = [
        line("(In millions)", 50, 74),
        line("Common", 200, 62), line("Stock", 205, 74),
        line("Additional", 300, 50), line("Paid-In", 315, 62), line("Capital", 315, 74),
        line("Total", 420, 74),
        line("Balance", 50, 90), line("5,061", 205, 90), line("6,745", 325, 90), line("11,806", 415, 90),
    ]  # fmt: skip
    assert (
        text(lines)
        == "(In millions)  Common Stock  Additional Paid-In Capital  Total\nBalance  5,061  6,745  11,806"
    )


def test_a_caption_above_a_table_keeps_its_line() -> None:
    lines = [
        line("Cash flows", 50, 50),
        line("Operating activities of the group", 50, 62), line("5,591", 300, 62),
    ]  # fmt: skip
    assert text(lines) == "Cash flows\nOperating activities of the group  5,591"


def test_columns_of_text_are_read_one_after_the_other() -> None:
    left = paragraph([f"left column line number {n} is full" for n in "abcdefgh"])
    right = paragraph([f"right column line number {n} is full" for n in "abcdefgh"], x=320, block=1)
    composed = text([*left, *right])
    assert composed.index("left column line number h") < composed.index("right column line number a")
    assert "\n" not in composed.split("right column")[0].strip()


def test_list_items_keep_their_lines() -> None:
    lines = [
        line("•", 50, 50), line("The first item is so long that it", 65, 50), line("goes on", 65, 62),
        line("•", 50, 74), line("The second item", 65, 74),
    ]  # fmt: skip
    assert text(lines) == "• The first item is so long that it goes on\n• The second item"


def test_numbered_lines_of_one_block_keep_their_lines() -> None:
    lines = paragraph(["(a) the first thing that was said then", "(b) the second thing that was said also"])
    assert text(lines) == "(a) the first thing that was said then\n(b) the second thing that was said also"


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left = paragraph(["the sentence that begins here goes", "on for lines and never ends before the"])
    right = paragraph(["top of the next column, where it ends."], x=320, y=20, block=1)
    assert "before the top of" in text([*left, *right])


def test_leaders_are_folded() -> None:
    assert text([line("Introduction . . . . . . . . 12", 50, 50)]) == "Introduction … 12"


def test_sideways_text_is_read_along_its_own_direction() -> None:
    # Turn 1 reads upwards: its first line is the leftmost, its first word the lowest.
    first = Line([Word("Net", 50, 400, 60, 420), Word("sales", 50, 370, 60, 395)], SIZE, 0, 1)
    second = Line([Word("1,234", 50, 200, 60, 230)], SIZE, 0, 1)
    third = Line([Word("Costs", 65, 395, 75, 420)], SIZE, 0, 1)
    composed = compose([first, second, third])
    assert composed.text == "Net sales  1,234\nCosts"
    assert list(composed.edges[:4]) == [50, 400, 60, 420]


def test_chinese_lines_join_without_a_space_and_have_a_box_a_character() -> None:
    lines = [Line([Word("中华人民", 50, 50, 90, 60)], SIZE, 0), Line([Word("共和国", 50, 62, 80, 72)], SIZE, 0)]
    composed = compose(lines)
    assert composed.text == "中华人民共和国"
    assert len(composed.starts) == 7
    assert list(composed.edges[4:8]) == [60, 50, 70, 60]


words_ = st.lists(st.text(alphabet="abcXYZ019-.,()$%•אבג中文é", min_size=1, max_size=8), min_size=1, max_size=6)


@given(
    st.lists(
        st.tuples(words_, st.integers(0, 400), st.integers(0, 60), st.integers(0, 3), st.integers(0, 3)),
        max_size=12,
    )
)
def test_every_word_s_place_slices_to_it(raw: list[tuple[list[str], int, int, int, int]]) -> None:
    lines = []
    for words, x, row, block, turn in raw:
        made = line(" ".join(words), float(x), 12.0 * row, block=block)
        lines.append(Line(made.words, SIZE, block, turn))
    written = sorted(character for one in lines for word in one.words for character in word.text)
    composed: Text = compose(lines)
    ends = [0, *composed.ends]
    for i, (start, end) in enumerate(zip(composed.starts, composed.ends, strict=True)):
        assert ends[i] <= start <= end
        assert not any(character.isspace() for character in composed.text[start:end])
    assert len(composed.edges) == 4 * len(composed.starts)
    between = "".join(
        composed.text[a:b]
        for a, b in zip([0, *composed.ends], [*composed.starts, len(composed.text)], strict=True)
    )
    assert not between.strip()
    # Nothing is lost but hyphens at line ends and dot leaders.
    kept = sorted(character for character in composed.text if not character.isspace() and character != "…")
    assert [c for c in written if c not in "-."] == [c for c in kept if c not in "-."]
