"""From a file to a Document."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from docqa.domain import Document, PageSource, Progress, finish
from docqa.errors import LoadError, PasswordNeeded, WrongPassword
from docqa.reading import load, worker

Read = Callable[..., Document]
IMAGE = "q 400 0 0 400 100 200 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x7f\x7f\x00 EI Q"


def test_id_is_the_hash_of_the_bytes(read: Read, make: ModuleType) -> None:
    data = make.pdf([make.show("Hello")])
    assert read("a.pdf", data).id == hashlib.sha256(data).hexdigest()


def test_every_word_has_its_place(read: Read, make: ModuleType) -> None:
    page = read("a.pdf", make.pdf([make.show("Hello brave world", 72, 720)])).pages[0]
    words = [page.boxes.word(i) for i in range(len(page.boxes))]
    assert [page.text[start:end] for start, end, _ in words] == ["Hello", "brave", "world"]
    for _, _, rect in words:
        assert 55 < rect.y0 < rect.y1 < 80
    assert words[0][2].x0 == pytest.approx(72, abs=1)
    assert words[0][2].x1 < words[1][2].x0


def test_labels_come_from_the_file(read: Read, make: ModuleType) -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 5 /P (A-) >>] >>"
    document = read("a.pdf", make.pdf([make.show("x")] * 4, catalog=labels))
    assert [page.label for page in document.pages] == ["i", "ii", "A-5", "A-6"]
    assert document.pages_labelled("a-5") == (2,)


def test_without_labels_pages_count_from_one(read: Read, make: ModuleType) -> None:
    assert [page.label for page in read("a.pdf", make.pdf([make.show("x")] * 2)).pages] == ["1", "2"]


def test_outline(read: Read, make: ModuleType) -> None:
    data = make.pdf(
        [make.show("x")] * 2,
        catalog="/Outlines 8 0 R",
        extra=[
            "<< /Type /Outlines /First 9 0 R /Last 10 0 R /Count 2 >>",
            "<< /Title (First part) /Parent 8 0 R /Next 10 0 R /Dest [4 0 R /Fit] >>",
            "<< /Title (Second part) /Parent 8 0 R /Prev 9 0 R /Dest [6 0 R /Fit] >>",
        ],
    )
    outline = read("a.pdf", data).outline
    assert [tuple(entry) for entry in outline] == [(1, "First part", 0), (1, "Second part", 1)]


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ("Annual Report 2022", "Annual Report 2022"),
        ("", "paper"),
        ("Microsoft Word - draft3.docx", "paper"),
        ("untitled", "paper"),
        ("12", "paper"),
    ],
)
def test_a_title_that_means_something(read: Read, make: ModuleType, metadata: str, title: str) -> None:
    data = make.pdf([make.show("x")], extra=[f"<< /Title ({metadata}) >>"])
    data = data.replace(b"trailer\n<<", b"trailer\n<< /Info 6 0 R")
    assert read("paper.pdf", data).title == title


def test_kinds_of_pages(read: Read, make: ModuleType) -> None:
    pages = read(
        "a.pdf", make.pdf([make.show("Words"), IMAGE, "", "1 g 0 0 612 792 re f", "0 g 10 10 99 99 re f"])
    ).pages
    assert [page.source for page in pages] == [
        PageSource.TEXT,
        PageSource.NONE,
        PageSource.TEXT,
        PageSource.TEXT,
        PageSource.NONE,
    ]
    assert [page.text for page in pages] == ["Words", "", "", "", ""]
    assert "picture without text" in pages[1].problem
    assert pages[2].problem == ""


def test_garbled_text_is_noticed(read: Read, make: ModuleType) -> None:
    letters = "".join(f"\\{code:03o}" for code in range(1, 27))
    page = read("a.pdf", make.pdf([f"BT /F 12 Tf 72 700 Td ({letters}) Tj ET"])).pages[0]
    assert page.source is PageSource.NONE
    assert "letters" in page.problem


def test_form_fields_are_read(read: Read, make: ModuleType) -> None:
    data = make.pdf(
        [make.show("Name:")],
        page="/Annots [6 0 R]",
        extra=[
            "<< /Type /Annot /Subtype /FreeText /Rect [150 700 300 730] /Contents (Jane) /DA (/F 12 Tf 0 g) "
            "/AP << /N 7 0 R >> >>",
            "<< /Type /XObject /Subtype /Form /BBox [0 0 150 30] /Resources << /Font << /F 3 0 R >> >> "
            "/Length 34 >>\nstream\nBT /F 12 Tf 2 10 Td (Jane) Tj ET  \nendstream",
        ],
    )
    assert "Jane" in read("form.pdf", data).pages[0].text


def test_a_footnote_mark_does_not_lengthen_a_number(read: Read, make: ModuleType) -> None:
    content = "BT /F 12 Tf 72 720 Td (Sales of 4,285) Tj 4 Ts /F 7 Tf (1) Tj 0 Ts /F 12 Tf ( in all) Tj ET"
    assert read("a.pdf", make.pdf([content])).pages[0].text == "Sales of 4,285¹ in all"


def test_words_that_a_tag_gives_to_a_drawing_are_read(read: Read, make: ModuleType) -> None:
    drawn = f"/Span <</ActualText (Unchecked box)>> BDC {IMAGE} EMC"
    content = f"{make.show('Is it so? Yes')} {drawn} {make.show('and that is all', 72, 600)}"
    tagged = read("a.pdf", make.pdf([content], catalog="/StructTreeRoot << /Type /StructTreeRoot >>"))
    words = tagged.pages[0].text.split()
    assert sorted(words) == sorted(["Is", "it", "so?", "Yes", "Unchecked", "box", "and", "that", "is", "all"])


def test_passwords(read: Read, tmp_path: Path) -> None:
    from docqa.reading.mupdf import pymupdf

    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Secret words")
    path = tmp_path / "locked.pdf"
    document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="pässwort", owner_pw="owner")
    with pytest.raises(PasswordNeeded) as caught:
        finish(load(path))
    assert not isinstance(caught.value, WrongPassword)
    with pytest.raises(WrongPassword):
        finish(load(path, password="no"))
    assert finish(load(path, password="pässwort")).pages[0].text == "Secret words"


def test_a_password_that_is_not_needed_does_no_harm(read: Read, make: ModuleType) -> None:
    assert read("a.pdf", make.pdf([make.show("Hello")]), password="x").pages[0].text == "Hello"


def test_a_damaged_page_costs_that_page(read: Read, make: ModuleType) -> None:
    data = make.pdf([make.show("One"), make.show("Two")]).replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 2 0 R]")
    pages = read("a.pdf", data).pages
    assert pages[0].text == "One"
    assert [page.source for page in pages] == [PageSource.TEXT, PageSource.NONE]
    assert "damaged" in pages[1].problem


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    for path, said in (
        (tmp_path, "folder"),
        (tmp_path / "gone.pdf", "not there"),
        (tmp_path / "empty.pdf", "empty"),
    ):
        with pytest.raises(LoadError, match=said) as caught:
            finish(load(path))
        assert caught.value.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "private.pdf"
    path.write_bytes(b"%PDF")
    path.chmod(0)
    with pytest.raises(LoadError, match="permission"):
        finish(load(path))


def test_a_file_deleted_while_it_is_read(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make.pdf([make.show("Hello")]))
    loading = load(path)
    next(loading)
    path.unlink()
    with pytest.raises(LoadError, match="gone"):
        finish(loading)


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_names_are_shown_safely(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "evil\u202efdp.\x1b[31m\nname.pdf"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(LoadError) as caught:
        finish(load(path))
    assert not set(caught.value.message) & set("\u202e\x1b\n")
    raw = os.fsencode(tmp_path) + b"/\xff\xfe.pdf"
    Path(os.fsdecode(raw)).write_bytes(make.pdf([make.show("Hello")]))
    document = finish(load(Path(os.fsdecode(raw))))
    assert document.pages[0].text == "Hello"
    document.title.encode()


def test_progress_counts_pages(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make.pdf([make.show("x")] * 100))
    seen: list[Progress] = list(load(path))
    pages = [progress.done for progress in seen if progress.total == 100]
    assert pages == sorted(pages)
    assert pages[-1] == 100


def test_a_book_of_two_thousand_pages_stays_small(tmp_path: Path, make: ModuleType) -> None:
    content = "\n".join(
        make.show(f"Line {n} of a page that is full of words to the very end", 72, 720 - 14 * n) for n in range(10)
    )
    path = tmp_path / "book.pdf"
    path.write_bytes(make.pdf([content] * 2000))
    worker._end_idle()
    document = finish(load(path))
    assert len(document.pages) == 2000
    assert len(document.pages[1999].boxes) > 100
    size = sum(
        sys.getsizeof(page.text) + sum(map(_size, (page.boxes.starts, page.boxes.ends, page.boxes.edges)))
        for page in document.pages
    )
    assert size < 100 << 20
    for used in worker._idle:
        status = Path(f"/proc/{used.pid}/status")
        if status.exists():
            peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
            assert int(peak.split()[1]) < 150 << 10  # KiB


def _size(column: object) -> int:
    return sys.getsizeof(column)
