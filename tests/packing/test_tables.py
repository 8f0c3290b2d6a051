from __future__ import annotations

import pytest

from docqa.packing.ranking import Scores
from docqa.packing.tables import central, labels, without_numbers

BALANCE = """Balance sheets
(in millions)  2022  2021
Cash and equivalents (Note 4)  $14,127  14,487
Trade receivables  16,160  15,283
Total assets  $187,378  182,018"""


def _central(*texts: str) -> Scores:
    return central([labels(text) for text in texts])


def test_rows_lose_their_numbers_and_keep_years() -> None:
    assert without_numbers(BALANCE) == (
        "Balance sheets\n(in millions) 2022 2021\nCash and equivalents (Note 4)\nTrade receivables\nTotal assets"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Sales rose by 3.4% to new heights.",
        "Article 12 of the treaty",
        "12",
        "In the first 90 days",
        "שלוש מאות ו-40 איש",
    ],
)
def test_a_line_with_one_number_is_no_row(line: str) -> None:
    assert without_numbers(line) == line
    assert labels(line) == set()


def test_a_row_of_nothing_but_numbers_vanishes() -> None:
    assert without_numbers("Heading\n12.5  (3,400)  — 7%\nEnd") == "Heading\nEnd"


def test_labels_are_letters_before_the_first_number() -> None:
    assert labels(BALANCE) == {"cash and equivalents", "trade receivables", "total assets"}
    assert labels("Éléments d’actif  1 200  3 400") == {"éléments d actif"}


def test_pages_whose_rows_recur_are_central() -> None:
    other = "Net interest on the pension plan  5  6\nSomething that stands once  7  8"
    prose = "Trade receivables grew because customers paid later. " * 10
    pages = _central(prose, BALANCE, other, "Trade receivables  1  2", "Total assets  3  4", "")
    assert pages.argmax() == 1
    assert pages[0] == pages[2] == pages[5] == 0
    assert 0 < pages[3] < pages[1] < 1


def test_a_few_labels_that_recur_count_little() -> None:
    few = _central("Mean error  1  2", "Mean error  3  4")
    rows = "\n".join(f"Quantity of the kind {chr(97 + i)}{chr(97 + i)}  {i}  {i + 1}" for i in range(24))
    many = _central(rows, rows)
    assert few.max() < 0.1 < 0.5 < many.max() < 1


def test_a_document_without_tables_has_no_central_pages() -> None:
    assert _central("Prose.", "", "More prose.").tolist() == [0, 0, 0]
