"""Pages as pictures."""

from __future__ import annotations

import threading
from pathlib import Path
from types import ModuleType

import pytest

from docqa.domain import Rect, finish
from docqa.errors import LoadError, PasswordNeeded
from docqa.reading import Picture, Renderer, load

BOX = "0 0 1 rg 100 600 200 100 re f"  # blue; from the top: y 92 to 192


@pytest.fixture
def boxed(tmp_path: Path, make: ModuleType) -> Path:
    """A page with a blue box and a word."""
    path = tmp_path / "box.pdf"
    path.write_bytes(make.pdf([f"{BOX} {make.show('Word')}"]))
    return path


def pixel(picture: Picture, x: int, y: int) -> tuple[int, ...]:
    at = y * picture.stride + 3 * x
    return tuple(picture.data[at : at + 3])


def test_a_page_in_pixels(boxed: Path) -> None:
    with Renderer(boxed) as renderer:
        picture = renderer.render(0, 0.5)
    assert (picture.width, picture.height) == (306, 396)
    assert len(picture.data) == picture.stride * picture.height
    assert pixel(picture, 100, 70) == (0, 0, 255)
    assert pixel(picture, 5, 5) == (255, 255, 255)


def test_a_part_of_a_page(boxed: Path) -> None:
    with Renderer(boxed) as renderer:
        picture = renderer.render(0, 2.0, Rect(100, 92, 150, 142))
    assert (picture.width, picture.height) == (100, 100)
    assert pixel(picture, 50, 50) == (0, 0, 255)


def test_a_word_s_box_holds_its_ink(boxed: Path) -> None:
    document = finish(load(boxed))
    rect = document.pages[0].boxes.word(0)[2]
    with Renderer(boxed) as renderer:
        inside = renderer.render(0, 2.0, rect)
        whole = renderer.render(0, 2.0, Rect(0, 0, 612, 90))
    assert _dark(inside) > 50
    assert _dark(inside) >= 0.98 * _dark(whole)


def _dark(picture: Picture) -> int:
    rows = (
        picture.data[y * picture.stride : y * picture.stride + 3 * picture.width] for y in range(picture.height)
    )
    return sum(row[x] < 128 for row in rows for x in range(0, len(row), 3))


def test_an_enormous_picture_is_made_smaller(boxed: Path) -> None:
    with Renderer(boxed) as renderer:
        picture = renderer.render(0, 100.0, Rect(0, 0, 612, 100))
    assert picture.width * picture.height <= 41_000_000
    assert picture.width / picture.height == pytest.approx(6.12, rel=0.01)


def test_many_threads(boxed: Path) -> None:
    found: list[Picture] = []
    with Renderer(boxed) as renderer:
        threads = [threading.Thread(target=lambda: found.append(renderer.render(0, 0.3))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_rotated_page_is_drawn_as_displayed(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "rotated.pdf"
    path.write_bytes(make.pdf([f"{BOX} {make.show('Word')}"], page="/Rotate 90"))
    page = finish(load(path)).pages[0]
    assert (page.width, page.height, page.text) == (792, 612, "Word")
    with Renderer(path) as renderer:
        ink = renderer.render(0, 2.0, page.boxes.word(0)[2])
    assert _dark(ink) > 50


def test_locked_files_need_the_password(tmp_path: Path) -> None:
    from docqa.reading.mupdf import pymupdf

    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Secret")
    path = tmp_path / "locked.pdf"
    document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open sesame", owner_pw="owner")
    with Renderer(path) as renderer, pytest.raises(PasswordNeeded):
        renderer.render(0, 1.0)
    with Renderer(path, password="open sesame") as renderer:
        assert _dark(renderer.render(0, 2.0)) > 50
    assert finish(load(path, password="open sesame")).pages[0].text == "Secret"


def test_a_page_that_is_not_there(boxed: Path) -> None:
    with Renderer(boxed) as renderer:
        with pytest.raises(LoadError):
            renderer.render(7, 1.0)
        assert renderer.render(0, 0.1).width > 0


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with Renderer(tmp_path / "gone.pdf") as renderer, pytest.raises(LoadError, match="gone"):
        renderer.render(0, 1.0)


def test_a_closed_renderer_says_so(boxed: Path) -> None:
    renderer = Renderer(boxed)
    renderer.close()
    with pytest.raises(LoadError, match="closed"):
        renderer.render(0, 1.0)


def test_a_sketch_has_all_but_the_words(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "plan.pdf"
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>"
    path.write_bytes(make.pdf([make.show("Word")] * 3, catalog=labels))
    whole = finish(load(path))
    with Renderer(path) as renderer:
        sketch = renderer.sketch()
        assert renderer.render(0, 0.5).width == 306, "the same worker draws on"
    assert sketch.title == whole.title
    assert sketch.kind == whole.kind
    assert sketch.outline == whole.outline
    assert [(p.label, p.width, p.height) for p in sketch.pages] == [
        (p.label, p.width, p.height) for p in whole.pages
    ]
    assert [p.label for p in sketch.pages] == ["i", "ii", "1"]
    assert not any(page.text for page in sketch.pages)


def test_a_sketch_of_a_broken_file_fails_as_loading_does(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nrubbish")
    with Renderer(path) as renderer, pytest.raises(LoadError):
        renderer.sketch()


def test_links_lead_to_places_and_addresses(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "links.pdf"
    inner = "<< /Type /Annot /Subtype /Link /Rect [72 700 172 720] /Dest [6 0 R /XYZ 50 400 0] >>"
    outer = (
        "<< /Type /Annot /Subtype /Link /Rect [72 600 172 620] "
        "/A << /S /URI /URI (https://example.org/a?b=c) >> >>"
    )
    lost = "<< /Type /Annot /Subtype /Link /Rect [72 500 172 520] /Dest (nowhere) >>"
    path.write_bytes(make.pdf(["", ""], page="/Annots [8 0 R 9 0 R 10 0 R]", extra=[inner, outer, lost]))
    with Renderer(path) as renderer:
        one, other = renderer.links(0)
    assert one.rect == Rect(72, 72, 172, 92)
    assert (one.address, one.page, one.x, one.y) == ("", 1, 50, 392)
    assert (other.address, other.page) == ("https://example.org/a?b=c", -1)


def test_by_night_paper_is_dark_ink_light_and_colours_are_themselves(boxed: Path) -> None:
    with Renderer(boxed) as renderer:
        night = renderer.render(0, 1.0, night=True)
        assert pixel(renderer.render(0, 1.0), 5, 5) == (255, 255, 255), "the next picture is a day's again"
    paper, box = pixel(night, 5, 5), pixel(night, 200, 140)
    assert max(paper) < 50
    assert box[2] > box[0], "blue stays blue"
    ink = max(sum(pixel(night, x, y)) for x in range(70, 110) for y in range(60, 74))
    assert ink > 500


def test_by_night_a_photograph_stays_and_a_drawing_turns(tmp_path: Path, make: ModuleType) -> None:
    def picture(byte: str) -> str:
        return (
            f"<< /Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
            f"/Filter /ASCIIHexDecode /Length 97 >>\nstream\n{byte * 16}>\nendstream"
        )

    path = tmp_path / "pictures.pdf"
    draw = "q 100 0 0 100 100 600 cm /P Do Q q 100 0 0 100 300 600 cm /D Do Q"
    path.write_bytes(
        make.pdf(
            [draw],
            page="/Resources << /XObject << /P 6 0 R /D 7 0 R >> >>",
            extra=[picture("C04020"), picture("FFFFFF")],
        ).replace(b"/Resources << /Font << /F 3 0 R >> >> /Resources", b"/Resources")
    )
    with Renderer(path) as renderer:
        night = renderer.render(0, 1.0, night=True)
    photograph, drawing = pixel(night, 150, 140), pixel(night, 350, 140)
    assert photograph[0] > 2 * photograph[2], f"red as it was, only dimmed: {photograph}"
    assert max(drawing) < 60, f"white paper is dark: {drawing}"


def test_by_night_a_dark_page_stays_dark(tmp_path: Path, make: ModuleType) -> None:
    path = tmp_path / "cover.pdf"
    path.write_bytes(make.pdf(["0 0.3 0.3 rg 0 0 612 792 re f 1 1 1 rg 100 600 200 100 re f"]))
    with Renderer(path) as renderer:
        whole = renderer.render(0, 0.5, night=True)
        part = renderer.render(0, 2.0, Rect(110, 102, 160, 152), night=True)
    assert max(pixel(whole, 10, 10)) < 90
    assert min(pixel(part, 50, 50)) > 180, "a part is judged as its page is"
