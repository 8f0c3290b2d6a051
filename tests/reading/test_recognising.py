"""Pictures of pages read as text: by both engines, any side up, and whatever a page does to its worker."""

from __future__ import annotations

import io
import string
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageFilter
from rapidfuzz.distance import Levenshtein

from docqa.domain import Document, PageKind, PageSource, Progress, Rect, finish
from docqa.reading import Recognised, Renderer, load, ocr, read_pictures, recognise, unread_pictures, worker

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
NEEDED = {"eng": "tesseract-ocr", "heb": "tesseract-ocr-heb"}


def need_tesseract(*languages: str) -> None:
    """Skip where the system's Tesseract does not read these."""
    ocr.tesseract_program.cache_clear()
    ocr.language_folder.cache_clear()
    for language in languages:
        if language not in ocr.tesseract_languages():
            pytest.skip(f"Tesseract does not read {language} here: install Debian's {NEEDED[language]}")


def read_all(path: Path, document: Document, *arguments: object, **options: object) -> Document:
    work = recognise(path, document, *arguments, **options)  # type: ignore[arg-type]
    while True:
        try:
            next(work)
        except StopIteration as end:
            read: Document = end.value
            return read


def words(text: str) -> list[str]:
    return text.casefold().split()


def wrong_words(read: str, true: str) -> float:
    """The share of words that are wrong, missing or too many."""
    return Levenshtein.distance(words(read), words(true)) / len(words(true))


def scan_of(path: Path, pages: Iterable[int], scale: float, change: Callable[[Image.Image], Image.Image]) -> bytes:
    """Pages of a document as pictures in a TIFF, each changed."""
    pictures = []
    with Renderer(path) as renderer:
        for page in pages:
            drawn = renderer.render(page, scale)
            picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.data, "raw", "RGB", drawn.stride)
            pictures.append(change(picture.convert("L")))
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:], dpi=(72 * scale, 72 * scale))
    return out.getvalue()


@pytest.fixture
def prose(make: ModuleType, tmp_path: Path) -> tuple[Path, str]:
    """A small PDF page of English prose and its words."""
    lines = [
        "The lighthouse keeper counted seventeen ships before the fog came in,",
        "and wrote the number into his book with the date, 14 March 1887.",
        "At noon the supply boat brought flour, lamp oil and three letters,",
        "one of which had been to Lisbon and back before it found the island.",
        "He answered it the same evening, by the light he was paid to keep,",
        "and never learnt whether anybody read what he had written there.",
    ]
    path = tmp_path / "prose.pdf"
    shown = "\n".join(make.show(line, y=700 - 20 * n) for n, line in enumerate(lines))
    path.write_bytes(make.pdf([shown], page="/CropBox [0 570 612 740]"))  # what is small is read soon
    return path, " ".join(lines)


def test_the_sample_scan_is_read_by_tesseract() -> None:
    need_tesseract("eng")
    path = SAMPLES / "guide-scan.pdf"
    scan, guide = finish(load(path)), finish(load(SAMPLES / "guide.pdf"))
    assert unread_pictures(scan) == (0, 1)
    read = read_all(path, scan)
    assert unread_pictures(read) == ()
    assert read_pictures(read) == (0, 1)
    assert "2,048 of these are kept free for the answer" in read.pages[1].text
    # The same words at the same places as in the file that was scanned.
    phrase = "never changes again"
    (true,) = [page for page in guide.pages if phrase in page.text]
    place = rect_of(read, 0, phrase)
    assert overlap(place, rect_of(guide, true.index, phrase)) > 0.5


def rect_of(document: Document, page: int, phrase: str) -> Rect:
    at = document.pages[page].text.index(phrase)
    (rect, *_) = document.pages[page].boxes.rects(at, at + len(phrase))
    return rect


def overlap(a: Rect, b: Rect) -> float:
    """Intersection over union."""
    inner = max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))
    area = (a.x1 - a.x0) * (a.y1 - a.y0) + (b.x1 - b.x0) * (b.y1 - b.y0)
    return inner / (area - inner)


def test_a_page_is_read_without_tesseract(
    prose: tuple[Path, str], read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(ocr.ONLY, "rapidocr")
    path, true = prose
    scan = scan_of(path, [0], 150 / 72, lambda picture: picture)
    document = read("scan.tif", scan)
    (page,) = read_all(tmp_path / "scan.tif", document).pages
    assert page.source is PageSource.OCR
    assert wrong_words(page.text, true) < 0.05


def test_hebrew_comes_out_in_logical_order(tmp_path: Path, read: Callable[..., Document]) -> None:
    need_tesseract("heb", "eng")
    path = SAMPLES / "hebrew.pdf"
    (whole, *_) = finish(load(path)).pages
    ends = (whole.boxes.word(i)[2].y1 for i in range(len(whole.boxes)))
    foot = max(end for end in ends if end < 0.45 * whole.height) + 3  # between two lines
    part = Rect(0, 0, whole.width, foot)
    true = " ".join(whole.text[span.start : span.end] for span in whole.spans_in(part))
    document = read(
        "hebrew.tif", scan_of(path, [0], 200 / 72, lambda p: p.crop((0, 0, p.width, int(foot * 200 / 72))))
    )
    for languages in ([], ["heb"]):
        (page,) = read_all(tmp_path / "hebrew.tif", document, languages).pages
        assert wrong_words(page.text, true) < 0.1
    # The words stand where the text layer has them, as high as its boxes.
    phrase = "איך נבנה המגדל"
    at, there = page.text.index(phrase), whole.text.index(phrase)
    (place, *_), (known, *_) = (
        page.boxes.rects(at, at + len(phrase)),
        whole.boxes.rects(there, there + len(phrase)),
    )
    assert overlap(place, known) > 0.6


@pytest.mark.parametrize("angle", [90, 180, 270, 4], ids=str)
def test_a_turned_page_is_read_upright(
    angle: int, prose: tuple[Path, str], tmp_path: Path, read: Callable[..., Document]
) -> None:
    need_tesseract("eng")
    path, true = prose
    scan = scan_of(path, [0], 150 / 72, lambda p: p.rotate(angle, expand=True, fillcolor=255))
    document = read("turned.tif", scan)
    (page,) = read_all(tmp_path / "turned.tif", document, ["eng"]).pages
    assert wrong_words(page.text, true) < 0.05
    (first, *_) = page.boxes.rects(0, 14)
    (upright, *_) = finish(load(path)).pages[0].boxes.rects(0, 14)
    tall = first.y1 - first.y0 > first.x1 - first.x0
    assert tall is (angle in (90, 270))
    if angle == 180:
        assert overlap(Rect(612 - first.x1, 170 - first.y1, 612 - first.x0, 170 - first.y0), upright) > 0.5


def test_a_degraded_page_is_read(prose: tuple[Path, str], tmp_path: Path, read: Callable[..., Document]) -> None:
    need_tesseract("eng")
    path, true = prose

    def degrade(picture: Image.Image) -> Image.Image:
        noise = Image.effect_noise(picture.size, 60)
        soft = Image.blend(picture.filter(ImageFilter.GaussianBlur(0.6)), noise, 0.35)
        return soft.rotate(1.5, fillcolor=160)

    document = read("worn.tif", scan_of(path, [0], 150 / 72, degrade))
    (page,) = read_all(tmp_path / "worn.tif", document, ["eng"]).pages
    assert wrong_words(page.text, true) < 0.1


def test_a_garbled_page_is_read_as_it_looks(
    make: ModuleType, tmp_path: Path, read: Callable[..., Document]
) -> None:
    need_tesseract("eng")
    shifted = str.maketrans(string.ascii_lowercase, string.ascii_lowercase[7:] + string.ascii_lowercase[:7])
    shown = [f"{n} houses stand along the quiet river bank under old trees" for n in range(20, 30)]
    # A font whose glyphs are right, and whose ToUnicode says other letters.
    ranges = "\n".join(
        f"<{ord(letter):02x}> <{ord(chr(code)):04x}>"
        for letter, code in ((chr(key), value) for key, value in shifted.items())
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"26 beginbfchar\n{ranges}\nendbfchar endcmap end"
    )
    content = "\n".join(make.show(line, y=740 - 18 * n).replace("/F ", "/G ") for n, line in enumerate(shown))
    resources = "/Resources << /Font << /G 6 0 R >> >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    stream = f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream"
    data = make.pdf([content], extra=[font, stream]).replace(
        b"/Resources << /Font << /F 3 0 R >> >>", resources.encode()
    )
    document = read("garbled.pdf", data)
    assert document.pages[0].kind is PageKind.GARBLED
    assert document.pages[0].text == ""
    (page,) = read_all(tmp_path / "garbled.pdf", document, ["eng"]).pages
    assert page.kind is PageKind.GARBLED
    assert "27 houses stand along the quiet river bank" in page.text


def test_an_empty_picture_is_read_and_holds_nothing(tmp_path: Path, read: Callable[..., Document]) -> None:
    out = io.BytesIO()
    Image.new("L", (400, 300), 250).save(out, "PNG")
    document = read("empty.png", out.getvalue())
    (page,) = read_all(tmp_path / "empty.png", document).pages
    assert (page.source, page.text) == (PageSource.OCR, "")


@pytest.mark.usefixtures("_no_leftover_worker")
@pytest.mark.parametrize(
    ("how", "why"), [("crash", "crash"), ("memory", "needs more memory"), ("hang", "took too long")]
)
def test_a_page_that_takes_recognition_down_costs_itself(
    how: str, why: str, prose: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, faulty: Callable[..., None]
) -> None:
    need_tesseract("eng")
    path, true = prose
    scan = path.with_suffix(".tif")
    scan.write_bytes(scan_of(path, [0, 0], 150 / 72, lambda picture: picture))
    document = finish(load(scan))
    faulty(how, page=0)
    if how == "hang":
        monkeypatch.setattr("docqa.reading.recognising.PAGE_LIMIT", 1.0)
        monkeypatch.setattr("docqa.reading.recognising._SLACK", 0.5)
        read = read_all(scan, document, ["eng"], pages=[0])
    else:
        read = read_all(scan, document, ["eng"])
        assert wrong_words(read.pages[1].text, true) < 0.05
    assert read.pages[0].unreadable
    assert why in read.pages[0].problem


def test_a_picture_of_ten_thousand_megapixels_harms_nothing(
    make: ModuleType, tmp_path: Path, read: Callable[..., Document]
) -> None:
    squeezed = zlib.compress(zlib.compress(bytes(30_000_000))).decode("latin-1")
    image = (
        "<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode] /Length {len(squeezed)} >>\n"
        f"stream\n{squeezed}\nendstream"
    )
    bomb = make.pdf(["q 612 0 0 792 0 0 cm /I Do Q", make.show("harmless")], extra=[image]).replace(
        b"/Font << /F 3 0 R >> >>", b"/Font << /F 3 0 R >> /XObject << /I 8 0 R >> >>"
    )
    document = read("bomb.pdf", bomb)
    done = read_all(tmp_path / "bomb.pdf", document)
    assert (done.pages[0].text, done.pages[1].text) == ("", "harmless")


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the next workers fail on a page."""

    def fail(how: str, page: int) -> None:
        monkeypatch.setattr(worker, "COMMAND", (str(Path(__file__).with_name("faulty_worker.py")),))
        monkeypatch.setenv("FAULT", how)
        monkeypatch.setenv("FAULT_PAGE", str(page))

    return fail


def test_cancelled_recognition_ends_its_workers() -> None:
    path = SAMPLES / "guide-scan.pdf"
    work = recognise(path, finish(load(path)))
    begun = next(work)
    assert begun == Progress(0, 2, "Reading pictures of pages")
    next(work)
    lanes = work.gi_frame.f_locals["lanes"]
    processes = [lane._worker for lane in lanes if lane._worker]
    assert processes
    work.close()
    assert not any(process.alive for process in processes)


def test_progress_and_pages_come_as_they_are_done(prose: tuple[Path, str]) -> None:
    need_tesseract("eng")
    path, _ = prose
    scan = path.with_suffix(".tif")
    scan.write_bytes(scan_of(path, [0, 0], 150 / 72, lambda picture: picture))
    events = list(recognise(scan, finish(load(scan)), ["eng"], pages=[1]))
    (found,) = [event for event in events if isinstance(event, Recognised)]
    assert (found.page.index, found.languages) == (1, ("eng",))
    assert events[-1] == Progress(1, 1, "Reading pictures of pages")
