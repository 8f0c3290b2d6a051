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
