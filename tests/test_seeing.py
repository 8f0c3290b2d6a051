"""Questions about pages and parts of pages, from the file to an endpoint that looks at what it is sent."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from docqa import cli
from docqa.asking import Packed, Request, ask
from docqa.domain import (
    Delta,
    Document,
    Figure,
    FigureKind,
    Mode,
    PackingOptions,
    Page,
    Rect,
    Region,
    Span,
    Turn,
    finish,
)
from docqa.engines import BuiltinReader, OpenAIEngine
from docqa.errors import NoVision
from docqa.library import EndpointProfile, Eyes, Settings
from docqa.packing import Packer
from docqa.reading import Renderer, load
from docqa.seeing import Looking

REPO = Path(__file__).resolve().parents[1]
GUIDE = REPO / "resources" / "samples" / "guide.pdf"
SCAN = REPO / "resources" / "samples" / "guide-scan.pdf"


class Seer:
    """An endpoint that decodes every picture it is sent; `requests` holds the parts of each last message."""

    def __init__(self) -> None:
        self.requests: list[list[Any]] = []
        self.refusal: tuple[int, str] | None = None
        self.url = ""

    @property
    def pictures(self) -> list[tuple[str, Image.Image]]:
        """The pictures of the last request with the label before each."""
        parts = self.requests[-1]
        found = []
        for before, part in pairwise(parts):
            if part["type"] == "image_url":
                head, _, data = part["image_url"]["url"].partition(",")
                image = Image.open(io.BytesIO(base64.b64decode(data, validate=True)))
                image.load()
                assert head == f"data:image/{(image.format or '').lower()};base64"
                assert before["type"] == "text", "a picture has its label before it"
                found.append((before["text"].strip(), image))
        return found


@pytest.fixture
def seer() -> Iterator[Seer]:
    seen = Seer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            content = body["messages"][-1]["content"]
            parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
            seen.requests.append(parts)
            if seen.refusal and any(part["type"] == "image_url" for part in parts):
                status, message = seen.refusal
                data = json.dumps({"error": {"code": status, "message": message, "type": "server_error"}}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            delta = {"choices": [{"index": 0, "delta": {"content": "I see."}, "finish_reason": None}]}
            last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
            usage = {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}}
            for event in (delta, last, usage):
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    seen.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield seen
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def guide() -> Document:
    return finish(load(GUIDE))


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Forty pages as pictures alone, each with its number written large and a coloured field of its own."""
    pages = []
    for number in range(40):
        sheet = Image.new("RGB", (620, 877), "white")
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((40, 40, 200, 200), fill=(200, 5 * number, 40))
        pen.text((300, 400), f"{number + 1}", fill="black", font_size=120)
        pages.append(sheet)
    path = tmp_path / "paper.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=75)
    return path


def answered(work: Any) -> tuple[Packed, Turn]:
    packed = next(work)
    assert isinstance(packed, Packed)
    while True:
        try:
            assert isinstance(next(work), Delta)
        except StopIteration as end:
            return packed, end.value


def test_pages_go_as_pictures_of_the_size_that_was_counted(seer: Seer, guide: Document) -> None:
    regions = (Region(guide.id, 5), Region(guide.id, 3), Region(guide.id, 3, Rect(50, 60, 350, 260)))
    with Renderer(GUIDE) as renderer:
        engine = OpenAIEngine(seer.url, "gpt-4o")
        looking = Looking({guide.id: renderer})
        options = PackingOptions(model="gpt-4o")
        packed, turn = answered(
            ask(Request("What is here?", [guide], engine, Packer(), options, regions=regions, looking=looking))
        )
    sights = packed.context.report.pictures
    assert [label for label, _ in seer.pictures] == [f"[{sight.label}]" for sight in sights]
    assert [image.size for _, image in seer.pictures] == [(sight.width, sight.height) for sight in sights]
    assert [sight.region.page for sight in sights] == [3, 3, 5], "in the order of the pages"
    assert seer.requests[-1][-1]["text"].endswith("Question: What is here?")
    assert guide.pages[3].text[:40] in seer.requests[-1][-1]["text"], "the text goes beside the picture"
    assert turn.report is not None
    assert turn.report.regions == regions
    assert turn.answer.text == "I see."


def test_a_part_shows_what_is_there(seer: Seer, scans: Path) -> None:
    document = finish(load(scans))
    size = document.pages[8]
    part = Rect(size.width * 40 / 620, size.height * 40 / 877, size.width * 200 / 620, size.height * 200 / 877)
    with Renderer(scans) as renderer:
        engine = OpenAIEngine(seer.url, "qwen3-vl")
        regions = (Region(document.id, 8, part),)
        answered(
            ask(
                Request(
                    "Which colour?",
                    [document],
                    engine,
                    Packer(),
                    PackingOptions(model="qwen3-vl"),
                    regions=regions,
                    looking=Looking({document.id: renderer}),
                )
            )
        )
    ((label, image),) = seer.pictures
    assert label == "[p. 9, a part]"
    red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
    assert abs(red - 200) < 9
    assert abs(green - 40) < 9
    assert abs(blue - 40) < 9


def test_a_scanned_paper_goes_whole_and_in_order(
    seer: Seer, scans: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "gpt-4o", "--window", "65536", "--no-ocr"]
    assert cli.run(["ask", str(scans), "What was measured?", "--pictures", *endpoint]) == cli.DONE
    shown = capsys.readouterr().out
    assert len(seer.pictures) == 40
    greens = [image.convert("RGB").getpixel((image.width // 5, image.height // 7)) for _, image in seer.pictures]
    assert all(abs(colour[1] - 5 * n) < 12 for n, colour in enumerate(greens)), "page after page"
    assert shown.count("picture of p. ") == 40
    assert "all 40 pages sent" in shown
    assert cli.run(["pack", str(scans), "--pictures", "--json", *endpoint[4:]]) == cli.DONE
    packed = json.loads(capsys.readouterr().out)
    assert packed["mode"] == "images"
    assert packed["tokens"]["total"] <= packed["window"]
    sizes = [(image["width"], image["height"]) for image in packed["images"]]
    assert sizes == [image.size for _, image in seer.pictures]
    assert {"page", "label", "rect", "width", "height", "tokens"} <= set(packed["images"][0])


def corners(image: Image.Image) -> list[str]:
    """The colours of the four corners, from the top left in the order of reading."""
    named = {(True, False, False): "red", (False, True, False): "green", (False, False, True): "blue"}
    wide, high = image.width - 1 - image.width // 20, image.height - 1 - image.height // 20
    low = (image.width // 20, image.height // 20)
    places = (low, (wide, low[1]), (low[0], high), (wide, high))
    pixels = [image.convert("RGB").getpixel(place) for place in places]
    return [named.get(tuple(value > 128 for value in pixel), "white") for pixel in pixels]  # type: ignore[union-attr,arg-type,misc]


@pytest.fixture
def sheet() -> Image.Image:
    """A sheet of 400 x 600 whose corners are red, green, blue and white."""
    made = Image.new("RGB", (400, 600), "white")
    pen = ImageDraw.Draw(made)
    for at, colour in (((0, 0), (255, 0, 0)), ((300, 0), (0, 255, 0)), ((0, 500), (0, 0, 255))):
        pen.rectangle((*at, at[0] + 100, at[1] + 100), fill=colour)
    return made


def test_an_image_file_is_asked_about_as_it_is(
    seer: Seer, sheet: Image.Image, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.save(tmp_path / "sheet.png")
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "gpt-4o", "--no-ocr"]
    assert cli.run(["ask", str(tmp_path / "sheet.png"), "Which colours?", "--pages", "1", *endpoint]) == cli.DONE
    ((label, image),) = seer.pictures
    assert label == "[p. 1]"
    assert corners(image) == ["red", "green", "blue", "white"]
    assert image.height == pytest.approx(1.5 * image.width, abs=2)
    capsys.readouterr()


def test_a_page_that_lies_on_its_side_is_sent_as_it_is_shown(
    seer: Seer, sheet: Image.Image, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """/Rotate 90: a quarter turn clockwise, so that what was bottom left is now top left."""
    upright, turned = tmp_path / "upright.pdf", tmp_path / "turned.pdf"
    sheet.save(upright, resolution=72)
    data = upright.read_bytes()
    turned.write_bytes(data.replace(b"/Type /Page\n", b"/Type /Page /Rotate 90\n", 1))
    assert turned.read_bytes() != data
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "gpt-4o", "--no-ocr"]
    assert cli.run(["ask", str(turned), "Which colours?", "--pages", "1", *endpoint]) == cli.DONE
    ((_, image),) = seer.pictures
    assert image.width > image.height
    assert corners(image) == ["blue", "red", "white", "green"]
    # And a part of it is where it is seen: its top right corner is red's neighbour no more.
    part = ["--region", "1:500,0,600,100"]
    assert cli.run(["ask", str(turned), "Which colour?", *part, *endpoint]) == cli.DONE
    ((label, image),) = seer.pictures
    assert label == "[p. 1, a part]"
    assert corners(image) == ["red"] * 4
    capsys.readouterr()


def test_a_figure_that_the_question_names_is_sent(seer: Seer, scans: Path) -> None:
    document = finish(load(scans))
    size = document.pages[8]
    rect = Rect(size.width * 40 / 620, size.height * 40 / 877, size.width * 200 / 620, size.height * 200 / 877)
    figures = {document.id: (Figure("Figure 3", FigureKind.FIGURE, 8, rect),)}
    with Renderer(scans) as renderer:
        engine, options = OpenAIEngine(seer.url, "gpt-4o"), PackingOptions(model="gpt-4o")
        looking = Looking({document.id: renderer}, figures)
        packed, _ = answered(
            ask(Request("What does Fig. 3 show?", [document], engine, Packer(), options, looking=looking))
        )
    named = [each for each in seer.pictures if each[0] == "[p. 9, Figure 3]"]
    ((_, image),) = named
    sight = next(sight for sight in packed.context.report.pictures if sight.label == "p. 9, Figure 3")
    assert image.size == (sight.width, sight.height)
    red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
    assert (abs(red - 200) < 9, abs(green - 40) < 9, abs(blue - 40) < 9) == (True, True, True)


def test_a_named_page_is_looked_at_where_it_is_a_picture(
    seer: Seer, scans: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "gpt-4o", "--window", "8192", "--no-ocr"]
    assert cli.run(["ask", str(scans), "What colour is on page 12?", *endpoint]) == cli.DONE
    assert "[p. 12]" in [label for label, _ in seer.pictures]
    capsys.readouterr()


def test_words_and_pictures_go_together_in_the_order_of_the_pages(
    seer: Seer, scans: Path, guide: Document
) -> None:
    """Two documents: one is read, of the other two pages are looked at; each comes under its own number."""
    paper = finish(load(scans))
    regions = (Region(paper.id, 30), Region(guide.id, 2), Region(paper.id, 4))
    with Renderer(scans) as renderer:
        engine, options = OpenAIEngine(seer.url, "gpt-4o"), PackingOptions(model="gpt-4o")
        looking = Looking({paper.id: renderer})
        request = Request("Compare.", [guide, paper], engine, Packer(), options, regions=regions, looking=looking)
        packed, _ = answered(ask(request))
    assert [label for label, _ in seer.pictures] == ["[p. 5, document 2]", "[p. 31, document 2]"]
    greens = [
        image.convert("RGB").getpixel((image.width // 5, image.height // 7))[1] for _, image in seer.pictures
    ]  # type: ignore[index]
    assert [round(green / 5) for green in greens] == [4, 30]
    parts = seer.requests[-1]
    assert [part["type"] for part in parts] == ["text", "image_url", "text", "image_url", "text"]
    assert guide.pages[2].text[:40] in parts[-1]["text"], "the page without a picture goes as its words"
    assert packed.context.report.mode is Mode.MIXED


def test_a_blind_model_is_told_of_before_anything_is_sent(seer: Seer, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "smollm2"]
    assert cli.run(["ask", str(GUIDE), "What is here?", "--pictures", "--pages", "4", *endpoint]) == cli.FAILED
    assert "smollm2 reads no pictures" in capsys.readouterr().err.lower()
    assert seer.requests == []
    assert cli.run(["ask", str(GUIDE), "What is here?", "--pages", "4", *endpoint]) == cli.DONE
    assert "the words of these pages go instead" in capsys.readouterr().err
    assert not seer.pictures


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"),
        (500, "failed to process inputs: this model is missing data required for image input"),
        (400, "Invalid content type. image_url is only supported by certain models."),
        (400, "Model does not support images. Please use a model that does."),
        (404, "No endpoints found that support image input"),
    ],
)  # fmt: skip
def test_a_refusal_is_learnt(seer: Seer, capsys: pytest.CaptureFixture[str], status: int, message: str) -> None:
    seer.refusal = (status, message)
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "house-model"]
    question = ["ask", str(GUIDE), "What is here?", "--pages", "4", *endpoint]
    assert cli.run(question) == cli.FAILED
    said = capsys.readouterr().err
    assert "reads no pictures" in said
    assert "text" in said
    assert len(seer.pictures) == 1
    assert Eyes.load().of(seer.url, "house-model") is False
    assert cli.run(question) == cli.DONE, "asked again, the text goes by itself"
    assert not seer.pictures


def test_the_persons_own_word_counts_most(seer: Seer, capsys: pytest.CaptureFixture[str]) -> None:
    profile = EndpointProfile("Mine", seer.url, "smollm2", vision="yes")
    Settings(endpoints=(profile,)).save()
    endpoint = ["--engine", "openai", "--base-url", seer.url, "--model", "smollm2"]
    assert cli.run(["ask", str(GUIDE), "What is here?", "--pages", "4", *endpoint]) == cli.DONE
    assert len(seer.pictures) == 1
    Settings(endpoints=(EndpointProfile("Mine", seer.url, "gpt-4o", vision="no"),)).save()
    assert cli.run(["ask", str(GUIDE), "What is here?", "--pages", "4", *endpoint[:-1], "gpt-4o"]) == cli.DONE
    assert not seer.pictures
    capsys.readouterr()


def test_a_page_that_cannot_be_drawn_goes_as_text(seer: Seer, guide: Document, tmp_path: Path) -> None:
    broken = tmp_path / "gone.pdf"
    with Renderer(broken) as renderer:
        packed, _ = answered(
            ask(
                Request(
                    "What is here?",
                    [guide],
                    OpenAIEngine(seer.url, "gpt-4o"),
                    Packer(),
                    PackingOptions(model="gpt-4o"),
                    regions=(Region(guide.id, 3),),
                    looking=Looking({guide.id: renderer}),
                )
            )
        )
    assert not packed.context.images
    assert [passage.place.span.page for passage in packed.context.passages] == [3]


def test_the_builtin_reader_answers_from_the_part_alone(guide: Document) -> None:
    question = "How many tokens are kept free for the answer?"
    page = next(page for page in guide.pages if "2,048" in page.text)
    at = page.text.index("2,048")
    (where,) = guide.rects(Span(page.index, at, at + 5))

    def told(rect: Rect) -> str:
        regions = (Region(guide.id, page.index, rect),)
        work = ask(Request(question, [guide], BuiltinReader(), Packer(), PackingOptions(), regions=regions))
        return answered(work)[1].answer.text

    assert "2,048" in told(Rect(0, where.y0 - 40, page.width, where.y1 + 40))
    assert "2,048" not in told(Rect(0, 0, page.width, where.y0 - 40))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["--pages", "99"], "no page 99"),
        (["--region", "4:1,2,3"], "no part of a page"),
        (["--region", "4:5000,5000,6000,6000"], "no such part"),
    ],
)
def test_pages_that_are_not_there(given: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["pack", str(GUIDE), "--question", "?", *given]) == cli.FAILED
    assert why in capsys.readouterr().err


def test_pages_by_their_printed_labels(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["pack", str(GUIDE), "--question", "?", "--pages", "ii-2, 5", "--json"]) == cli.DONE
    packed = json.loads(capsys.readouterr().out)
    assert [place["label"] for place in packed["included"]] == ["ii", "1", "2", "5"]


def test_no_vision_keeps_the_question_with_the_person(seer: Seer, guide: Document) -> None:
    seer.refusal = (500, "image input is not supported")
    found: list[bool] = []
    with Renderer(GUIDE) as renderer, pytest.raises(NoVision):
        answered(
            ask(
                Request(
                    "What is here?",
                    [guide],
                    OpenAIEngine(seer.url, "m"),
                    Packer(),
                    PackingOptions(),
                    regions=(Region(guide.id, 3),),
                    looking=Looking({guide.id: renderer}, found=found.append),
                )
            )
        )
    assert found == [False]


def test_the_builtin_reader_answers_about_a_figure_with_its_caption() -> None:
    filler = "The logbook was closed early, before breakfast, as nothing of any interest was seen."
    said = f"{filler}\nFigure 7: Tides at the north mole, by month\n{filler}"
    pages = tuple(Page(n, str(n + 1), said if n == 3 else filler, 595, 842) for n in range(6))
    document = Document("f" * 64, "Log", "application/pdf", pages)
    start = said.index("Figure 7")
    caption = Span(3, start, said.index("\n", start))
    figure = Figure("Figure 7", FigureKind.FIGURE, 3, Rect(0, 0, 100, 100), caption)
    looking = Looking(figures={document.id: (figure,)})

    def told(question: str) -> str:
        work = ask(Request(question, [document], BuiltinReader(), Packer(), PackingOptions(), looking=looking))
        return answered(work)[1].answer.text

    assert "Tides at the north mole" in told("What does fig. 7 show?")
    assert "[p. 4]" in told("What does Figure 7 show?")
    assert "early" in told("When was the logbook closed?"), "without a figure all is searched"
