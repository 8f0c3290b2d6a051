"""Figures and tables are found where they stand, with their captions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from docqa.domain import Document, Figure, FigureKind, Page, PageSource, Rect, WordBoxes, finish
from docqa.errors import LoadError
from docqa.reading import find_figures, load
from docqa.reading.figures import page_figures
from docqa.reading.graphics import clusters

PROSE = "The harbour was quiet that day and nobody saw the ship come in from the north at all."


def chart(x: float, y: float) -> str:
    """A bar chart 200 x 150 with its left bottom corner at a place in PDF's own coordinates."""
    bars = " ".join(f"{x + 20 + 30 * n} {y} 20 {20 + 20 * n} re f" for n in range(5))
    return f"0.2 0.4 0.8 rg {bars} 0 0 0 RG {x} {y} m {x + 200} {y} l S {x} {y} m {x} {y + 150} l S 0 0 0 rg"


def found_in(path: Path) -> tuple[Document, tuple[Figure, ...]]:
    document = finish(load(path))
    return document, finish(find_figures(path, document))


def paragraphs(make: Any, top: float, count: int) -> str:
    return " ".join(make.show(PROSE, 72, top - 14 * n, 10) for n in range(count))


def test_a_drawing_with_its_caption_below(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    page = " ".join(
        (
            paragraphs(make, 740, 5),
            chart(150, 450),
            make.show("tons", 130, 590, 8),
            make.show("Figure 2: Tons of salt that came in by year", 150, 425, 10),
            paragraphs(make, 400, 6),
        )
    )
    path.write_bytes(make.pdf([paragraphs(make, 700, 10), page]))
    document, figures = found_in(path)
    (figure,) = figures
    assert (figure.label, figure.kind, figure.page) == ("Figure 2", FigureKind.FIGURE, 1)
    assert figure.caption is not None
    assert document.text(figure.caption) == "Figure 2: Tons of salt that came in by year"
    x0, y0, x1, y1 = figure.rect
    assert x0 <= 151, "with the axis"
    assert x0 <= 132, "and its label"
    assert y0 <= 792 - 600 + 1
    assert x1 >= 349
    assert 792 - 452 <= y1 <= 792 - 430, "without its caption"


def test_captions_in_a_row_belong_to_the_pictures_above_them(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "pair.pdf"
    page = " ".join(
        (
            chart(60, 450),
            chart(330, 450),
            make.show("Figure 4(a) Salt by year", 90, 425, 10),
            make.show("Figure 4(b) Herring by year", 360, 425, 10),
            paragraphs(make, 390, 6),
        )
    )
    path.write_bytes(make.pdf([page]))
    _, figures = found_in(path)
    assert [figure.label for figure in figures] == ["Figure 4(a)", "Figure 4(b)"]
    left, right = (figure.rect for figure in figures)
    assert left.x1 < 270 < 320 < right.x0


def test_a_line_that_leaves_the_page_and_the_paper_under_a_picture_take_no_part() -> None:
    picture = ("fill-image", (140.0, 60.0, 450.0, 240.0))
    marks = [("fill-path", (45.0, 55.0, 541.0, 260.0)), picture, ("stroke-path", (-20.0, -101.0, 292.0, 211.0))]
    (found,) = clusters(marks, 595, 842)
    assert (found.x0, found.y0, found.x1, found.y1) == picture[1]


def test_formulas_in_running_text_are_no_table() -> None:
    """Their gaps stand anywhere; those of a table stand one below the other."""
    assert not tables_in([[100 + 40 * n, 132 + 40 * n, 164 + 40 * n] for n in range(6)])
    assert tables_in([[60, 200, 390] for n in range(6)])


def tables_in(rows: list[list[int]]) -> list[Figure]:
    """The tables of a page of lines with three numbers each, whose left edges are given."""
    text, words = "", []
    for n, lefts in enumerate(rows):
        for cell, left in enumerate(lefts):
            word = str(1_000 + 10 * n + cell)
            words.append((len(text), len(text) + 4, Rect(left, 100 + 14 * n, left + 24, 110 + 14 * n)))
            text += word + ("\n" if cell == 2 else "  ")
    page = Page(0, "1", text.rstrip(), 595, 842, PageSource.TEXT, WordBoxes.of(words))
    return [found.figure for found in page_figures(page, []) if found.figure.kind is FigureKind.TABLE]


def test_parts_side_by_side_are_one_figure(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    drawn = chart(80, 500) + " " + chart(320, 500)
    path.write_bytes(
        make.pdf([f"{paragraphs(make, 760, 3)} {drawn} {make.show('Fig. 1. Both harbours', 220, 470, 10)}"])
    )
    _, (figure,) = found_in(path)
    assert figure.rect.x0 < 85
    assert figure.rect.x1 > 515


def test_a_table_below_its_caption(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    rows = [
        ("Ship", "Tons", "Dues"),
        ("Constance", "90", "40"),
        ("Patience", "12", "3"),
        ("Amber Star", "55", "21"),
    ]
    cells = " ".join(
        make.show(cell, 90 + 140 * column, 600 - 18 * row, 10)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
    )
    said = f"{paragraphs(make, 740, 4)} {make.show('Table 3. Ships and their dues', 90, 625, 10)} {cells}"
    path.write_bytes(make.pdf([f"{said} {paragraphs(make, 500, 5)}"]))
    document, figures = found_in(path)
    (table,) = figures
    assert (table.label, table.kind) == ("Table 3", FigureKind.TABLE)
    inside = [document.pages[0].boxes.word(i) for i in range(len(document.pages[0].boxes))]
    words = {
        document.pages[0].text[start:end]
        for start, end, box in inside
        if table.rect.y0 - 1 <= box.y0 and box.y1 <= table.rect.y1 + 1
    }
    assert {"Ship", "Constance", "Amber", "55", "21"} <= words
    assert "quiet" not in words


def test_a_picture_without_a_caption_and_a_logo_on_every_page(make: Any, tmp_path: Path) -> None:
    pages = []
    for number in range(12):
        sheet = Image.new("RGB", (600, 800), "white")
        pages.append(sheet)
        sheet.putpixel((number, 5), (0, 0, 0))
    # A logo that stands on each page is drawn as shapes; page 5 has a chart of its own.
    logo = " ".join(f"{480 + 9 * n} 700 6 {30 + 5 * n} re f" for n in range(8))
    contents = [f"{paragraphs(make, 600, 5)} {logo}" for _ in range(12)]
    contents[5] += " " + chart(150, 200)
    path = tmp_path / "slides.pdf"
    path.write_bytes(make.pdf(contents))
    _, figures = found_in(path)
    assert [(figure.label, figure.page) for figure in figures] == [("", 5)]


def test_rows_of_numbers_without_a_caption(make: Any, tmp_path: Path) -> None:
    rows = " ".join(
        make.show(cell, 80 + 150 * column, 600 - 16 * row, 10)
        for row in range(8)
        for column, cell in enumerate((f"Item {row}", f"{row * 7}", f"{row * 11}.5"))
    )
    path = tmp_path / "accounts.pdf"
    path.write_bytes(make.pdf([f"{paragraphs(make, 740, 4)} {rows}"]))
    _, figures = found_in(path)
    assert [(figure.label, figure.kind) for figure in figures] == [("", FigureKind.TABLE)]


def test_contents_are_no_table(make: Any, tmp_path: Path) -> None:
    entries = " ".join(
        make.show(words, x, 700 - 16 * n, 10)
        for n in range(1, 12)
        for x, words in ((72, f"Item {n}."), (140, "The harbour and its ships"), (520, str(3 * n)))
    )
    path = tmp_path / "book.pdf"
    path.write_bytes(make.pdf([entries]))
    assert found_in(path)[1] == ()


def test_hebrew_contents_with_the_page_set_left_are_no_table() -> None:
    text, words = "", []
    for n in range(8):
        for cell, (left, word) in enumerate(((80, str(6 + 3 * n)), (300, "פרק"), (480, f".{n + 1}"))):
            words.append((len(text), len(text) + len(word), Rect(left, 100 + 14 * n, left + 24, 110 + 14 * n)))
            text += word + ("\n" if cell == 2 else "  ")
    page = Page(0, "1", text.rstrip(), 595, 842, PageSource.TEXT, WordBoxes.of(words))
    assert not page_figures(page, [])


def test_a_list_of_figures_is_none(make: Any, tmp_path: Path) -> None:
    entries = " ".join(
        make.show(f"Figure {n}: A view of the harbour ........ {n + 3}", 72, 700 - 16 * n, 10) for n in range(1, 9)
    )
    path = tmp_path / "book.pdf"
    path.write_bytes(make.pdf([entries]))
    assert found_in(path)[1] == ()


def test_a_scanned_page_has_its_figures_where_its_words_leave_room() -> None:
    said = f"{PROSE}\n{PROSE}\n\nFigure 4: The mole from the north\n\n{PROSE}"
    tops = {0: 60, 1: 74, 3: 420, 5: 460}
    words, at = [], 0
    for number, line in enumerate(said.split("\n")):
        for n, word in enumerate(line.split()):
            start = said.index(word, at)
            left = 60 + 26 * n
            words.append((start, start + len(word), Rect(left, tops[number], left + 24, tops[number] + 10)))
            at = start + len(word)
    page = Page(0, "1", said, 595, 842, PageSource.OCR, WordBoxes.of(words))
    (found,) = page_figures(page, [])
    assert found.figure.label == "Figure 4"
    assert found.figure.rect.y0 == pytest.approx(84)
    assert found.figure.rect.y1 == pytest.approx(420)


def test_marks_far_apart_are_clusters_of_their_own() -> None:
    near = [("fill-path", (100.0 + 20 * n, 100.0, 112.0 + 20 * n, 160.0)) for n in range(4)]
    far = [("fill-image", (300.0, 500.0, 400.0, 600.0))]
    background = [("fill-path", (0.0, 0.0, 612.0, 792.0))]
    line_of_text = [("stroke-path", (72.0, 400.0, 200.0, 400.5))]
    found = clusters([*background, *near, *far, *line_of_text, ("fill-text", (0.0, 0.0, 9.0, 9.0))], 612, 792)
    assert [(round(c.x0), round(c.y0), round(c.x1), round(c.y1)) for c in found] == [
        (100, 100, 172, 160),
        (300, 500, 400, 600),
    ]
    assert found[0].shapes == 4
    assert found[1].pictures == 10_000


def test_a_file_that_is_gone_is_told(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(make.pdf([paragraphs(make, 700, 3)]))
    document = finish(load(path))
    path.unlink()
    with pytest.raises(LoadError):
        finish(find_figures(path, document))


def test_a_table_above_its_caption_ends_at_the_paragraph_before_it(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    rows = " ".join(
        make.show(cell, 90 + 140 * column, 600 - 18 * row, 10)
        for row, line in enumerate([("Ship", "Tons", "Dues"), ("Constance", "90", "40"), ("Patience", "12", "3")])
        for column, cell in enumerate(line)
    )
    heading = make.show("5.2 Results", 72, 625, 10)
    said = f"{paragraphs(make, 740, 6)} {heading} {rows} {make.show('Table 3. Ships and their dues', 90, 540, 10)}"
    path.write_bytes(make.pdf([f"{said} {paragraphs(make, 500, 5)}"]))
    _, (table,) = found_in(path)
    assert table.label == "Table 3"
    assert table.rect.y0 == pytest.approx(792 - 610, abs=6), "neither the heading nor the paragraph above it"
