"""Opening a file in MuPDF: by its name or its bytes, with a password however it was typed. In the worker alone."""

from __future__ import annotations

import io
import stringprep
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docqa.errors import LoadError
from docqa.reading.binding import mupdf, pymupdf
from docqa.reading.formats import WEBP, Format

MAX_PICTURE = 250_000_000  # pixels of a picture file; MuPDF decodes them whole


def document(path: Path, stream: bytes | None, form: Format) -> Any:
    """MuPDF's document of a file, or of the bytes that it gets instead; raises what MuPDF does."""
    if stream is None:
        try:
            str(path).encode()
        except UnicodeEncodeError:  # a name that is no text; MuPDF takes names as UTF-8
            stream = path.read_bytes()
    if stream is not None:
        kind = "png" if form is WEBP else form.mupdf
        return pymupdf.open(stream=stream, filetype=kind)
    return pymupdf.open(path, filetype=form.mupdf)


def has_objects(doc: Any, index: int) -> bool:
    """Whether the resources of a PDF's page name any object to draw, as a picture is. Raises what MuPDF does."""
    page = mupdf.pdf_lookup_page_obj(pymupdf._as_pdf_document(doc), index)
    resources = mupdf.pdf_dict_get_inheritable(page, mupdf.PDF_ENUM_NAME_Resources)
    if not resources.m_internal:
        return False
    return bool(mupdf.pdf_dict_len(mupdf.pdf_dict_get(resources, mupdf.PDF_ENUM_NAME_XObject)))


def spellings(password: str) -> Iterator[str]:
    """The password as typed, and as SASLprep (RFC 4013) has PDF 2.0 files store it."""
    yield password
    mapped = "".join(" " if stringprep.in_table_c12(c) else c for c in password if not stringprep.in_table_b1(c))
    prepared = unicodedata.normalize("NFKC", mapped)
    if prepared != password:
        yield prepared


def damaged(shown: str, form: Format) -> LoadError:
    """What to tell about a file that MuPDF makes nothing of."""
    return LoadError(
        f"“{shown}” could not be read as {form.name}: it is damaged or not finished.",
        "Get the file anew, or open and save it in another program first.",
    )


def check_picture(path: Path, shown: str) -> None:
    """Refuse a picture that would not fit in memory, by its header alone."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours
    try:
        with Image.open(path) as picture:
            width, height = picture.size
    except OSError:
        return  # MuPDF may know the format better
    if width * height > MAX_PICTURE:
        raise LoadError(
            f"“{shown}” is a picture of {width:,} × {height:,} pixels, more than docqa opens.",
            "Scale it down to at most 15,000 × 15,000 pixels and open that.",
        )


def as_png(path: Path) -> bytes:
    """A format that MuPDF lacks, as one that it has, without loss."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()
