"""Looking on the desk: figures listed, pages asked about, pictures shown before and after, pasted ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from docqa.desk import jobs
from docqa.desk.about import SentStrip
from docqa.desk.figures_pane import first_lines
from docqa.desk.services import Services
from docqa.desk.thumbnails import HIGH, WIDE, Thumbnail
from docqa.desk.window import Window
from docqa.domain import CancelToken, Delta, Done, Event, PackedContext, Rect, Region, Usage, Used
from docqa.errors import NoVision
from docqa.library import EndpointProfile, Eyes, FigureFiles, Settings, Store, library_path
from docqa.reading import FIGURES_VERSION

LONG_MS = 20_000
SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
BARS = "0.2 0.4 0.8 rg " + " ".join(f"{170 + 30 * n} 450 20 {20 + 20 * n} re f" for n in range(5)) + " 0 0 0 rg"


class Seer:
    """An engine that keeps what it is sent, or refuses pictures."""

    name, model = "openai", "gpt-4o"

    def __init__(self) -> None:
        self.asked: list[PackedContext] = []
        self.blind = False

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(context)
        if self.blind and context.images:
            raise NoVision("The model gpt-4o at x reads no pictures.", "Ask about the page's text instead.")
        yield Delta("It rises.")
        yield Used(Usage(prompt=900, answer=3))
        yield Done()


class Desk:
    """A window with an engine that sees, on a document with a figure."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.engine = Seer()
        self.store = Store(library_path())
        profile = EndpointProfile("Seer", "http://x/v1", "gpt-4o")
        self.services = Services(self.store, Settings(engine="Seer", endpoints=(profile,)))
        self.services.make_engine = lambda profile, key: self.engine
        self.window = Window(self.services)
        self.window.furnish()
        self.window.resize(1280, 820)
        self.window.show()

    def open(self, path: Path) -> None:
        self.window.open_files([path])
        self.wait(lambda: not self.window.opener.busy and bool(self.window.pages.opened))

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=LONG_MS)

    def ask(self, question: str) -> None:
        conversation = self.window.conversation
        conversation.box.set_text(question)
        self.qtbot.keyClick(conversation.box.field, Qt.Key.Key_Return)
        self.wait(lambda: not conversation.busy)

    def close(self) -> None:
        self.window.close()
        self.qtbot.wait(20)
        self.window.deleteLater()
        assert jobs.shutdown(10)
        self.store.close()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Two pages; the second has a drawing called Figure 2."""

    def show(text: str, y: float) -> str:
        return f"BT /F 10 Tf 72 {y} Td ({text}) Tj ET"

    line = "The harbour was quiet that day and nobody saw the ship come in from the north."
    prose = " ".join(show(line, 740 - 14 * n) for n in range(5))
    second = f"{prose} {BARS} {show('Figure 2: Tons of salt by year', 425)} {show(line, 380)}"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate((prose, second)):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    body, offsets = "%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    body += f"trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{start}\n%%EOF\n"
    path = tmp_path / "report.pdf"
    path.write_bytes(body.encode())
    return path


def regions(thumbnails: list[Thumbnail]) -> list[Region]:
    return [thumbnail.region for thumbnail in thumbnails]


def test_figures_are_listed_and_asked_about(desk: Desk, report: Path) -> None:
    desk.open(report)
    window, pane = desk.window, desk.window.figures
    window.side.bring(pane)
    desk.wait(lambda: pane.model.rowCount() == 1)
    item = pane.model.item(0)
    assert item.accessibleText() == "Figure 2, p. 2. Tons of salt by year"
    assert not pane.ask.isEnabled()
    index = pane.model.index(0, 0)
    desk.qtbot.mouseClick(
        pane.list.viewport(), Qt.MouseButton.LeftButton, pos=pane.list.visualRect(index).center()
    )
    desk.wait(lambda: window.pages.view.page == 1)
    pane.ask.click()
    about = window.conversation.about
    (region,) = about.regions
    assert region.page == 1
    assert region.rect is not None
    desk.wait(lambda: about.thumbnails and about.thumbnails[0].detail.text().endswith("tokens"))
    assert about.thumbnails[0].title.text() == "Figure 2 · Page 2"
    desk.wait(lambda: about.thumbnails[0].picture.pixmap is not None)
    colour = about.thumbnails[0].picture.pixmap.toImage()
    blue = [colour.pixelColor(x, y) for x in range(0, colour.width(), 3) for y in range(0, colour.height(), 3)]
    assert any(c.blue() > 150 > c.red() for c in blue), "the bars are to be seen"
    document = window.pages.front.document.id
    assert FigureFiles().load(document, FIGURES_VERSION) is not None, "kept for the next time"


def test_a_page_is_asked_about_with_its_picture(desk: Desk, report: Path) -> None:
    desk.open(report)
    window, conversation = desk.window, desk.window.conversation
    window.pages.view.go_to_page(1)
    desk.wait(lambda: window.pages.view.page == 1)
    menu = QMenu()
    window.pages.view.menu_opening.emit(menu)
    next(action for action in menu.actions() if action.text() == "Ask about this page").trigger()
    assert conversation.about.isVisible()
    desk.ask("What does it show?")
    (context,) = desk.engine.asked
    assert [image.sight.region for image in context.images] == [Region(window.pages.front.document.id, 1)]
    assert QImage.fromData(context.images[0].data).width() == context.images[0].sight.width
    assert conversation.about.isHidden(), "the next question is about everything again"
    (view,) = conversation.views
    (strip,) = view.findChildren(SentStrip)
    assert strip.thumbnails[0].title.text() == "Page 2"
    assert strip.thumbnails[0].detail.text().endswith("tokens")
    strip.thumbnails[0].opened.emit(strip.thumbnails[0].region)
    assert window.pages.view.page == 1
    view.again.emit("What does it show?", "")
    desk.wait(lambda: len(desk.engine.asked) == 2 and not conversation.busy)
    assert desk.engine.asked[1].report.regions == context.report.regions, "asked again, it is about the same"


def test_what_went_along_shows_when_the_session_comes_back(desk: Desk, report: Path) -> None:
    desk.open(report)
    conversation = desk.window.conversation
    conversation.ask_about([Region(desk.window.pages.front.document.id, 0)])
    desk.ask("What is here?")
    session = conversation.session
    assert session is not None
    desk.window.new_conversation()
    assert not conversation.views
    desk.window.open_session(session.id)
    desk.wait(lambda: conversation.views)
    (strip,) = conversation.views[0].findChildren(SentStrip)
    assert [thumbnail.region.page for thumbnail in strip.thumbnails] == [0]


def test_a_figure_named_in_the_question_shows_before_it_is_sent_and_can_be_taken_out(
    desk: Desk, report: Path
) -> None:
    desk.open(report)
    conversation = desk.window.conversation
    desk.wait(lambda: desk.window.figures.model.rowCount() == 1)
    conversation.box.set_text("What does figure 2 say?")
    about = conversation.about
    desk.wait(lambda: about.isVisible() and about.thumbnails)
    assert about.heading.text() == "Sent along as pictures"
    desk.qtbot.keyClick(about.thumbnails[0], Qt.Key.Key_Delete)
    desk.wait(about.isHidden)
    desk.ask("What does figure 2 say?")
    assert desk.engine.asked[-1].images == ()
    desk.ask("And what does figure 2 say now?")
    assert [image.sight.label for image in desk.engine.asked[-1].images] == ["p. 2, Figure 2"]


def test_a_part_that_reaches_beyond_its_page_is_one_picture(desk: Desk, report: Path) -> None:
    desk.open(report)
    about = desk.window.conversation.about
    front = desk.window.pages.front.document
    desk.window.conversation.ask_about([Region(front.id, 1, Rect(100, 100, 5_000, 300))])
    desk.wait(lambda: about.thumbnails and about.thumbnails[0].detail.text())
    assert [thumbnail.region for thumbnail in about.thumbnails] == [Region(front.id, 1, Rect(100, 100, 612, 300))]


def test_regions_are_taken_out_one_by_one(desk: Desk, report: Path) -> None:
    desk.open(report)
    about, document = desk.window.conversation.about, desk.window.pages.front.document.id
    first, part = Region(document, 0), Region(document, 1, Rect(100, 300, 400, 400))
    desk.window.conversation.ask_about([first])
    desk.window.conversation.ask_about([part, first])
    assert about.regions == (first, part)
    assert [thumbnail.title.text() for thumbnail in about.thumbnails] == ["Page 1", "Page 2, a part"]
    about.thumbnails[0].remove.click()
    assert about.regions == (part,)
    about.clear_button.click()
    assert about.regions == ()
    assert about.isHidden()


def test_pages_by_their_labels(desk: Desk, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.open(report)
    answers = iter([("7", True), ("1-2", True)])
    said: list[str] = []

    def answer(*args: object, **_: object) -> tuple[str, bool]:
        said.append(str(args[2]))
        return next(answers)

    monkeypatch.setattr(QInputDialog, "getText", answer)
    desk.window.asking_about.these_pages.trigger()
    assert "no page 7" in said[1]
    assert [region.page for region in desk.window.conversation.about.regions] == [0, 1]


def test_an_engine_without_eyes_is_told_of_before_anything_is_sent(desk: Desk, report: Path) -> None:
    desk.services.settings = Settings()
    desk.window.conversation.engine_chosen()
    desk.open(report)
    about = desk.window.conversation.about
    desk.window.conversation.ask_about([Region(desk.window.pages.front.document.id, 1)])
    desk.wait(lambda: about.note.text())
    assert about.note.text() == "Built-in reader reads no pictures: the words found there are sent instead."
    assert about.thumbnails[0].detail.text() == "its words"


def test_a_refusal_loses_nothing_and_words_go_the_next_time(desk: Desk, report: Path) -> None:
    desk.open(report)
    conversation = desk.window.conversation
    desk.engine.blind = True
    region = Region(desk.window.pages.front.document.id, 1)
    conversation.ask_about([region])
    desk.ask("What is here?")
    assert conversation.box.text == "What is here?"
    assert conversation.about.regions == (region,)
    assert Eyes.load().of("http://x/v1", "gpt-4o") is False
    desk.wait(lambda: conversation.about.note.text())
    desk.ask("What is here?")
    assert desk.engine.asked[-1].images == ()
    assert desk.engine.asked[-1].report.regions == (region,)
    assert conversation.views[-1].turn is not None


def test_a_pasted_picture_becomes_a_page_to_ask_about(desk: Desk, report: Path) -> None:
    desk.open(report)
    conversation = desk.window.conversation
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor(20, 160, 60))
    data = QMimeData()
    data.setImageData(picture)
    assert conversation.box.field.canInsertFromMimeData(data)
    conversation.box.field.insertFromMimeData(data)
    desk.wait(lambda: conversation.about.regions)
    assert len(desk.window.pages.opened) == 2
    pasted = desk.window.pages.opened[1]
    assert pasted.document.title.startswith("Pasted picture")
    assert conversation.about.regions == (Region(pasted.document.id, 0),)
    desk.ask("Which colour is it?")
    (image,) = desk.engine.asked[-1].images
    seen = QImage.fromData(image.data)
    assert seen.pixelColor(seen.width() // 2, seen.height() // 2).green() > 140


def test_words_are_pasted_as_words(desk: Desk) -> None:
    data = QMimeData()
    data.setText("why?")
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0)
    data.setImageData(picture)
    field = desk.window.conversation.box.field
    field.insertFromMimeData(data)
    assert field.toPlainText() == "why?"


def test_a_caption_that_is_too_long_ends_in_an_ellipsis(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    wide = QFontMetrics(font).horizontalAdvance("Depth of the bas")
    assert first_lines("Depth", font, wide, 2) == ["Depth"]
    lines = first_lines("Depth of the basins in fathoms, and more of them", font, wide, 2)
    assert len(lines) == 2
    assert lines[0] == "Depth of the"
    assert lines[1].endswith("…")
    assert all(QFontMetrics(font).horizontalAdvance(line) <= wide for line in lines)
    assert first_lines("𝐃epth of the basins", font, wide, 2) == ["𝐃epth of the", "basins"]


def test_a_thumbnail_is_as_wide_as_its_words(qtbot: QtBot) -> None:
    made = Thumbnail(Region("d", 94, Rect(0, 0, 10, 10)), "Page 95, a part of it", removable=True)
    qtbot.addWidget(made)
    made.set_pixmap(QPixmap(WIDE, HIGH))
    made.show()
    assert made.title.width() >= made.title.sizeHint().width()
