"""Words inside pictures that stand beside text: read, put behind the text, and never twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from docqa.domain import Document, PageKind, PageSource, finish
from docqa.reading import Renderer, load, ocr, recognise, unread_pictures, worker

LINES = ["Table of the tides at the old harbour", "low water 04:17 and 16:52", "high water 10:31 and 22:58"]


@pytest.fixture(autouse=True)
def _need_an_engine() -> None:
    ocr.tesseract_program.cache_clear()
    ocr.language_folder.cache_clear()
    if "eng" not in ocr.tesseract_languages():
        pytest.skip("Tesseract does not read eng here: install Debian's tesseract-ocr")


def illustrated(make: ModuleType, tmp_path: Path, picture: Image.Image, above: list[str]) -> bytes:
    """A PDF page with lines of text and a picture below them, half as high as the page; line one is on it too."""
    out = io.BytesIO()
    picture.convert("L").save(out, "JPEG", quality=90)
    data = out.getvalue().decode("latin-1")
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height}"
        " /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Filter /DCTDecode /Length {len(data)} >>\nstream\n{data}\nendstream"
    )
    text = "\n".join(make.show(line, y=740 - 18 * n) for n, line in enumerate(above))
    content = f"{text}\nq 468 0 0 380 72 80 cm /I Do Q\n{make.show(above[0], y=100)}"
    made: bytes = make.pdf([content], extra=[image]).replace(
        b"/Font << /F 3 0 R >> >>", b"/Font << /F 3 0 R >> /XObject << /I 6 0 R >> >>"
    )
    return made


@pytest.fixture
def words_drawn(make: ModuleType, tmp_path: Path) -> Image.Image:
    """A picture of lines of words."""
    path = tmp_path / "drawn.pdf"
    path.write_bytes(
        make.pdf(["\n".join(make.show(line, y=700 - 40 * n, size=22) for n, line in enumerate(LINES))])
    )
    with Renderer(path) as renderer:
        drawn = renderer.render(0, 200 / 72, (60, 40, 528, 420))
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.data, "raw", "RGB", drawn.stride)


ABOVE = ["The harbour master keeps a table of the tides in his office", "and copies it out for every boat."]


def read(path: Path, document: Document) -> Document:
    work = recognise(path, document, ["eng"])
    while True:
        try:
            next(work)
        except StopIteration as end:
            done: Document = end.value
            return done


def test_the_words_of_a_picture_join_the_page_behind_its_text(
    make: ModuleType, tmp_path: Path, words_drawn: Image.Image
) -> None:
    path = tmp_path / "mixed.pdf"
    path.write_bytes(illustrated(make, tmp_path, words_drawn, ABOVE))
    document = finish(load(path))
    (before,) = document.pages
    assert (before.kind, before.source) == (PageKind.MIXED, PageSource.TEXT)
    assert unread_pictures(document) == (0,)

    done = read(path, document)
    (page,) = done.pages
    assert (page.kind, page.source) == (PageKind.MIXED, PageSource.BOTH)
    assert page.text.startswith(before.text + "\n\n")
    added = page.text[len(before.text) :]
    for line in LINES:
        assert line in added
    # What stands on the picture as text is not read again.
    assert page.text.count("harbour master") == before.text.count("harbour master") == 2
    (place,) = page.boxes.rects(page.text.index("04:17"), page.text.index("04:17") + 5)
    assert 72 < place.x0 < place.x1 < 540
    assert 332 < place.y0 < place.y1 < 712
    # Read once; reading again in other languages begins with the text layer.
    assert unread_pictures(done) == ()
    (again,) = read_again(path, done).pages
    assert again.text == page.text


def read_again(path: Path, document: Document) -> Document:
    work = recognise(path, document, ["eng"], pages=[0])
    while True:
        try:
            next(work)
        except StopIteration as end:
            done: Document = end.value
            return done


def test_a_picture_without_words_adds_none(make: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "clouds.pdf"
    clouds = Image.effect_mandelbrot((900, 700), (-2, -1.5, 1, 1.5), 100)
    path.write_bytes(illustrated(make, tmp_path, clouds, ABOVE))
    document = finish(load(path))
    (page,) = read(path, document).pages
    assert (page.text, page.source) == (document.pages[0].text, PageSource.BOTH)


def test_a_picture_that_takes_recognition_down_leaves_the_text(
    make: ModuleType, tmp_path: Path, words_drawn: Image.Image, faulty: Callable[..., None]
) -> None:
    path = tmp_path / "mixed.pdf"
    path.write_bytes(illustrated(make, tmp_path, words_drawn, ABOVE))
    document = finish(load(path))
    faulty("crash", page=0)
    (page,) = read(path, document).pages
    assert (page.text, page.source, page.problem) == (document.pages[0].text, PageSource.BOTH, "")


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the next workers fail on a page."""

    def fail(how: str, page: int) -> None:
        monkeypatch.setattr(worker, "COMMAND", (str(Path(__file__).with_name("faulty_worker.py")),))
        monkeypatch.setenv("FAULT", how)
        monkeypatch.setenv("FAULT_PAGE", str(page))

    return fail
