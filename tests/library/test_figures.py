"""Figures are kept as vectors are: with a document that the library keeps, and no longer."""

from __future__ import annotations

from pathlib import Path

from docqa.domain import Figure, FigureKind, Rect, Span
from docqa.library import FigureFiles
from docqa.library.vectors import forget_vectors

DOCUMENT = "ab" * 32
FIGURES = (
    Figure("Figure 3", FigureKind.FIGURE, 4, Rect(72.5, 100, 400, 300.25), Span(4, 10, 60)),
    Figure("", FigureKind.TABLE, 5, Rect(0, 0, 10, 20)),
)


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / f"{DOCUMENT}.pages").write_bytes(b"")
    kept = FigureFiles(tmp_path)
    assert kept.load(DOCUMENT, 1) is None
    kept.keep(DOCUMENT, 1, FIGURES)
    assert kept.load(DOCUMENT, 1) == FIGURES
    assert kept.load(DOCUMENT, 2) is None, "what a newer version finds may differ"
    kept.keep(DOCUMENT, 2, ())
    assert kept.load(DOCUMENT, 2) == ()
    forget_vectors(tmp_path, DOCUMENT)
    assert kept.load(DOCUMENT, 1) is None


def test_nothing_is_kept_of_a_document_that_is_not(tmp_path: Path) -> None:
    FigureFiles(tmp_path).keep(DOCUMENT, 1, FIGURES)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / f"{DOCUMENT}.pages").write_bytes(b"")
    kept = FigureFiles(tmp_path)
    kept.keep(DOCUMENT, 1, FIGURES)
    (file,) = tmp_path.glob("*.vectors")
    file.write_bytes(file.read_bytes()[:-9])
    assert kept.load(DOCUMENT, 1) is None
