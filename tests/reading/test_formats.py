"""Every format opens by its content, whatever its name says."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docqa.domain import Document, PageSource, finish
from docqa.errors import LoadError
from docqa.reading import SUFFIXES, load

Read = Callable[..., Document]
FOX = "The quick brown fox"
TEXTS: dict[str, Callable[[Any], bytes]] = {
    "application/pdf": lambda make: make.pdf([make.show(FOX)]),
    "application/epub+zip": lambda make: make.epub([f"<h1>One</h1><p>{FOX}</p>"]),
    "application/x-mobipocket-ebook": lambda make: make.mobi(FOX),
    "application/x-fictionbook+xml": lambda make: make.fb2(FOX),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": lambda make: make.docx([FOX]),
    "text/html": lambda make: f"<!DOCTYPE html><html><body><p>{FOX}</p></body></html>".encode(),
    "text/plain": lambda make: FOX.encode(),
}
PICTURES: dict[str, Callable[[Any], bytes]] = {
    "image/png": lambda make: make.picture("PNG"),
    "image/jpeg": lambda make: make.picture("JPEG"),
    "image/tiff": lambda make: make.picture("TIFF"),
    "image/webp": lambda make: make.picture("WEBP"),
    "image/gif": lambda make: make.picture("GIF"),
    "image/bmp": lambda make: make.picture("BMP"),
    "image/jp2": lambda make: make.picture("JPEG2000"),
    "application/vnd.ms-xpsdocument": lambda make: make.xps(),
    "application/vnd.comicbook+zip": lambda make: make.archive(
        {"1.png": make.picture("PNG"), "2.png": make.picture("PNG")}
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_text_is_read_whatever_the_name_says(read: Read, make: ModuleType, kind: str) -> None:
    document = read("named without a suffix", TEXTS[kind](make))
    assert document.kind == kind
    assert FOX in document.pages[0].text
    assert document.pages[0].source is PageSource.TEXT


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_are_pages_without_text(read: Read, make: ModuleType, kind: str) -> None:
    document = read("named wrongly.txt", PICTURES[kind](make))
    assert document.kind == kind
    assert len(document.pages) == (2 if "comicbook" in kind else 1)
    for page in document.pages:
        assert (page.text, page.source) == ("", PageSource.NONE)
        assert "picture" in page.problem


def test_each_page_of_a_tiff_is_a_page(read: Read, make: ModuleType) -> None:
    assert len(read("fax.tif", make.picture("TIFF", frames=3)).pages) == 3


def test_zipped_fb2(read: Read, make: ModuleType) -> None:
    assert "Hello" in read("book.fb2.zip", make.archive({"book.fb2": make.fb2("Hello")})).pages[0].text


@pytest.mark.parametrize("junk", [b"\r\n" * 2000, b"HTTP/1.1 200 OK\r\n\r\n", bytes(range(1, 32)) * 50])
def test_pdf_behind_junk(read: Read, make: ModuleType, junk: bytes) -> None:
    assert read("letter.pdf", junk + TEXTS["application/pdf"](make)).pages[0].text == FOX


def test_text_about_pdf_is_text(read: Read) -> None:
    document = read("notes.txt", b"How PDFs work\n%PDF-1.7 is the first line.\n1 0 obj begins an object.\n")
    assert document.kind == "text/plain"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("paper.pdf", b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "it holds a web page"),
        ("paper.pdf", b"just words", "not a PDF file: it holds plain text"),
        ("scan.png", b"just words", "not a PNG picture file"),
        ("paper.pdf", bytes(range(256)) * 8, "not a PDF file, or it is damaged"),
        ("what", bytes(range(256)) * 8, "no kind of document"),
        ("book.epub", lambda make: make.epub(["x"])[:300], "damaged or incomplete archive"),
        ("stuff.zip", lambda make: make.archive({"a.txt": "x", "b.txt": "y"}), "ZIP archive, not a document"),
        (
            "letter.odt",
            lambda make: make.archive({"mimetype": "application/vnd.oasis.opendocument"}),
            "OpenDocument",
        ),
        ("letter.rtf", b"{\\rtf1 hello}", "rich text"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old office program"),
        ("a.pdf", b"%PDF-1.7\n", "could not be read as PDF"),
        (
            "a.docx",
            lambda make: make.archive({"[Content_Types].xml": "x", "word/a.xml": "<"}),
            "could not be read",
        ),
    ],
)
def test_what_is_no_document_is_told_apart(
    read: Read, make: ModuleType, name: str, data: bytes | Callable[[Any], bytes], said: str
) -> None:
    with pytest.raises(LoadError) as caught:
        read(name, data if isinstance(data, bytes) else data(make))
    assert said in caught.value.message
    assert caught.value.hint


def test_suffixes_for_the_file_dialog() -> None:
    assert {".pdf", ".epub", ".mobi", ".fb2", ".xps", ".cbz", ".docx", ".txt", ".md", ".webp"} <= set(SUFFIXES)


def test_a_picture_bomb_is_refused_by_its_header(tmp_path: Path, make: ModuleType) -> None:
    header = make.picture("PNG")
    size = (30_000).to_bytes(4, "big") * 2
    body = b"IHDR" + size + header[24:29]
    wide = header[:12] + body + zlib.crc32(body).to_bytes(4, "big") + header[33:]
    path = tmp_path / "bomb.png"
    path.write_bytes(wide)
    with pytest.raises(LoadError, match="30,000 × 30,000"):
        finish(load(path))
