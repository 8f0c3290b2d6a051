"""Small files of every format, made from their parts. Tests get this module as the fixture `make`."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

from PIL import Image, ImageDraw


def pdf(pages: Sequence[str], *, catalog: str = "", page: str = "", extra: Sequence[str] = ()) -> bytes:
    """A PDF whose pages have these content streams. `catalog` and `page` are added to those dictionaries,
    `extra` objects are numbered from 4 + 2 * len(pages)."""
    first = 4
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {first + 2 * i + 1} 0 R"
            f" /Resources << /Font << /F 3 0 R >> >> {page} >>"
        )
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    objects += extra
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for offset in offsets:
        out.write(f"{offset:010d} 00000 n \n".encode())
    out.write(f"trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def show(text: str, x: float = 72, y: float = 720, size: float = 12) -> str:
    """The content stream's operators that show `text` at a place (PDF's: origin bottom left)."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {x} {y} Td ({escaped}) Tj ET"


def archive(members: dict[str, str | bytes]) -> bytes:
    """A ZIP file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def epub(chapters: Sequence[str], title: str = "A Small Book") -> bytes:
    """An EPUB with one XHTML file a chapter."""
    files = {f"c{i}.xhtml": chapter for i, chapter in enumerate(chapters)}
    items = "".join(f'<item id="i{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in files)
    spine = "".join(f'<itemref idref="i{n}"/>' for n in files)
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
            "b.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{
                name: '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>c</title></head>'
                f"<body>{body}</body></html>"
                for name, body in files.items()
            },
        }
    )


def fb2(text: str) -> bytes:
    """A FictionBook."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">'
        "<description><title-info><book-title>Small</book-title></title-info></description>"
        f"<body><section><p>{text}</p></section></body></FictionBook>"
    ).encode()


def docx(paragraphs: Sequence[str]) -> bytes:
    """A Word document."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": "<Relationships xmlns="
            '"http://schemas.openxmlformats.org/package/2006/relationships"/>',
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


def xps() -> bytes:
    """An XPS document with one page that holds a box and no text (its fonts would have to be shipped)."""
    content = "http://schemas.openxmlformats.org/package/2006/content-types"
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    space = "http://schemas.microsoft.com/xps/2005/06"
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{content}"><Default Extension="fdseq" '
            'ContentType="application/vnd.ms-package.xps-fixeddocumentsequence+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{relation}"><Relationship Id="r" '
            f'Type="{space}/fixedrepresentation" Target="/f.fdseq"/></Relationships>',
            "f.fdseq": f'<FixedDocumentSequence xmlns="{space}"><DocumentReference Source="/d.fdoc"/>'
            "</FixedDocumentSequence>",
            "d.fdoc": f'<FixedDocument xmlns="{space}"><PageContent Source="/p.fpage"/></FixedDocument>',
            "p.fpage": f'<FixedPage xmlns="{space}" Width="400" Height="300">'
            '<Path Data="M 20,20 L 200,20 200,200 20,200 Z" Fill="#ff0000"/></FixedPage>',
        }
    )


def picture(form: str, *, frames: int = 1, size: tuple[int, int] = (200, 100)) -> bytes:
    """A picture with a black box on white, in one of Pillow's formats."""
    images = []
    for number in range(frames):
        image = Image.new("RGB", size, "white")
        ImageDraw.Draw(image).rectangle((10 + number, 10, 60, 60), fill="black")
        images.append(image)
    out = io.BytesIO()
    options = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(out, form, **options)
    return out.getvalue()


def mobi(text: str) -> bytes:
    """An uncompressed Mobipocket book: a Palm database of a header record and one text record."""
    html = f"<html><body><p>{text}</p></body></html>".encode()
    palmdoc = struct.pack(">HHIHHHH", 1, 0, len(html), 1, 4096, 0, 0)
    header = b"MOBI" + struct.pack(">IIII", 232, 2, 65001, 1) + struct.pack(">I", 6) + b"\xff" * 40
    header += struct.pack(">IIIII", 1, 16 + 232, 4, 9, 0) + bytes(232)
    first = palmdoc + header[:232] + b"Small\0\0\0"
    offset = 78 + 8 * 2 + 2
    records = struct.pack(">II", offset, 0) + struct.pack(">II", offset + len(first), 2)
    database = b"Small".ljust(32, b"\0") + struct.pack(">HHIIIIII", 0, 0, 0, 0, 0, 0, 0, 0)
    return database + b"BOOKMOBI" + struct.pack(">IIH", 0, 0, 2) + records + b"\0\0" + first + html
