"""What a file really is, by its content; its name only tells kinds of plain text apart."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from docqa.errors import LoadError


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file docqa reads: media type, MuPDF's name for it, and the name people know it by.

    Where `mupdf` is "html", the file's text is decoded and laid out by us first (`text` tells how).
    """

    kind: str
    mupdf: str
    name: str
    suffixes: tuple[str, ...]
    text: bool = False
    picture: bool = False

    @property
    def flowing(self) -> bool:
        """Whether its pages are made by laying it out, whole, when it is opened."""
        return self.kind != "application/pdf" and not self.picture


PDF = Format("application/pdf", "pdf", "PDF", (".pdf",))
EPUB = Format("application/epub+zip", "epub", "EPUB", (".epub",))
MOBI = Format("application/x-mobipocket-ebook", "mobi", "MOBI", (".mobi", ".prc", ".azw"))
FB2 = Format("application/x-fictionbook+xml", "fb2", "FB2", (".fb2",))
XPS = Format("application/vnd.ms-xpsdocument", "xps", "XPS", (".xps", ".oxps"))
CBZ = Format("application/vnd.comicbook+zip", "cbz", "CBZ", (".cbz",))
DOCX = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word document", (".docx",)
)
XLSX = Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "workbook", (".xlsx",))
PPTX = Format(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", "slides", (".pptx",)
)
TEXT = Format("text/plain", "html", "text", (".txt", ".text", ".log"), text=True)
MARKDOWN = Format("text/markdown", "html", "Markdown", (".md", ".markdown"), text=True)
HTML = Format("text/html", "html", "web page", (".html", ".htm", ".xhtml"), text=True)
PNG = Format("image/png", "png", "PNG picture", (".png",), picture=True)
JPEG = Format("image/jpeg", "jpeg", "JPEG picture", (".jpg", ".jpeg"), picture=True)
TIFF = Format("image/tiff", "tiff", "TIFF picture", (".tif", ".tiff"), picture=True)
WEBP = Format("image/webp", "webp", "WebP picture", (".webp",), picture=True)
GIF = Format("image/gif", "gif", "GIF picture", (".gif",), picture=True)
BMP = Format("image/bmp", "bmp", "BMP picture", (".bmp",), picture=True)
JP2 = Format("image/jp2", "jp2", "JPEG 2000 picture", (".jp2", ".jpx", ".j2k"), picture=True)

FORMATS = (
    *(PDF, EPUB, MOBI, FB2, XPS, CBZ, DOCX, XLSX, PPTX),
    *(TEXT, MARKDOWN, HTML, PNG, JPEG, TIFF, WEBP, GIF, BMP, JP2),
)
SUFFIXES: tuple[str, ...] = tuple(suffix for known in FORMATS for suffix in known.suffixes)

HEAD = 64 << 10  # bytes that are looked at; a PDF's header may come late, after junk

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JP2),
    (b"\xff\x4f\xff\x51\x00", JP2),
)

# Known, and not read here: what it is, and the way out.
_FOREIGN = (
    (b"{\\rtf", "a rich text (RTF) file", "Save it as DOCX or PDF and open that."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a file of an old office program",
        "Save it as DOCX or PDF and open that.",
    ),
    (b"%!PS", "a PostScript file", "Convert it to PDF (ps2pdf does) and open that."),
    (b"Rar!", "a RAR archive", "Unpack it and open the files in it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and open the files in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and open the file in it."),
    (b"BZh", "a bzip2 archive", "Unpack it and open the file in it."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it and open the file in it."),
    (b"AT&TFORM", "a DjVu file", "Convert it to PDF and open that."),
    (b"SQLite format 3\x00", "a database", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ", "a program", ""),
)

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|span|article|section)[\s>/]", re.IGNORECASE
)
_FB2 = re.compile(rb"<FictionBook[\s>]")
_ADVICE = "docqa reads " + ", ".join(
    ("PDF", "EPUB", "MOBI", "FB2", "XPS", "CBZ", "DOCX", "text", "Markdown", "HTML")
)
ADVICE = f"{_ADVICE} and page images (PNG, JPEG, TIFF, WebP)."


def recognise(path: Path, shown: str) -> Format:
    """The format of the file at `path`; `shown` is its name as messages show it.

    Raises LoadError for what docqa does not read, and for plain text that calls itself something else (a
    download's error page named .pdf), and OSError where the file can't be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = _by_magic(head, path, shown)
    if found is not None:
        return found
    suffix = path.suffix.lower()
    found = _kind_of_text(head, suffix)
    if found is None:
        claimed = next((known for known in FORMATS if suffix in known.suffixes), None)
        if claimed is not None and not claimed.text:
            raise LoadError(f"“{shown}” is not a {claimed.name} file, or it is damaged at its start.", ADVICE)
        raise LoadError(f"“{shown}” is no kind of document that docqa reads.", ADVICE)
    claimed = next((known for known in FORMATS if suffix in known.suffixes), None)
    if claimed is not None and not claimed.text and claimed is not found:
        raise LoadError(
            f"“{shown}” is not a {claimed.name} file: it holds {_A[found.kind]}.",
            "Get the file anew (a failed download often leaves an error page), "
            f"or rename it to {found.suffixes[0]} to read it as it is.",
        )
    return found


_A = {TEXT.kind: "plain text", MARKDOWN.kind: "plain text", HTML.kind: "a web page", FB2.kind: "an FB2 book"}


def _by_magic(head: bytes, path: Path, shown: str) -> Format | None:
    for magic, picture in _PICTURES:
        if head.startswith(magic):
            return picture
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    # "BM" alone is the start of many a text: a bitmap's reserved words are zero and its header size is known.
    if (
        head[:2] == b"BM"
        and head[6:10] == b"\0\0\0\0"
        and head[14:15] in b"\x0c\x28\x38\x40\x6c\x7c"
        and head[14:15]
    ):
        return BMP
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return MOBI
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path, shown)
    if head.startswith(b"%PDF-") or _is_pdf_behind_junk(head, path):
        return PDF
    for magic, what, hint in _FOREIGN:
        if head.startswith(magic) and not (magic == b"MZ" and _is_text(head)):
            raise LoadError(f"“{shown}” is {what}, which docqa does not read.", hint or ADVICE)
    return None


_HEADER = re.compile(rb"(?:^|[\r\n\0])\s*%PDF-\d|\d+\s+\d+\s+obj\b")


def _is_pdf_behind_junk(head: bytes, path: Path) -> bool:
    """Mailers and servers put their own lines before a PDF's header; some files lost it.

    Text about PDFs may quote a header, so what only a real one has must be there too: objects and an end.
    """
    if not _HEADER.search(head):
        return False
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - HEAD))
        tail = file.read(HEAD)
    objects = b"endobj" in head or b"endobj" in tail
    end = b"startxref" in tail or b"%%EOF" in tail or b"trailer" in tail
    return objects and (end or path.suffix.lower() == ".pdf")


def _kind_of_zip(path: Path, shown: str) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError) as error:
        raise LoadError(
            f"“{shown}” is a damaged or incomplete archive (a cut-off EPUB, DOCX or ZIP file).",
            "Get the file anew and open it again.",
        ) from error
    if mimetype.startswith(b"application/epub") or "META-INF/container.xml" in names:
        return EPUB
    if b"opendocument" in mimetype:
        raise LoadError(
            f"“{shown}” is an OpenDocument file, which docqa does not read.",
            "Save it as DOCX or PDF and open that.",
        )
    for folder, office in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return office
    lower = [name.lower() for name in names if not name.endswith("/")]
    if any(name.endswith((".fdseq", ".fdoc", ".fpage")) for name in lower):
        return XPS
    if sum(name.endswith((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp")) for name in lower) * 2 > len(
        lower
    ):
        return CBZ
    if len(lower) == 1 and lower[0].endswith(".fb2"):
        return FB2
    raise LoadError(f"“{shown}” is a ZIP archive, not a document.", "Unpack it and open the files in it.")


def _kind_of_text(head: bytes, suffix: str) -> Format | None:
    if not _is_text(head):
        return None
    plain = head.replace(b"\0", b"")  # UTF-16 shows its tags once its zeros are gone
    if _FB2.search(plain[:4096]):
        return FB2
    if suffix in MARKDOWN.suffixes:
        return MARKDOWN
    start = plain[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and (_HTML.search(plain[:4096]) or suffix in HTML.suffixes):
        return HTML
    if suffix in HTML.suffixes and _HTML.search(plain):
        return HTML
    return TEXT


def _is_text(head: bytes) -> bool:
    """Whether these bytes could be text in some encoding: a byte order mark, UTF-16's zeros, few controls."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if not head:
        return False
    zeros = head.count(0)
    if zeros:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        one_sided = max(even, odd) > 8 * min(even, odd)
        return one_sided and zeros > 0.05 * len(head)
    controls = sum(head.count(code) for code in range(32) if code not in b"\t\n\r\f\x1b\x08")
    return controls <= 0.01 * len(head)
