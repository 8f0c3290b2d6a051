"""The page pane as a person uses it: scroll, zoom, jump, select, copy, find, follow a citation, lose the file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from docqa.desk.pages import Mark, PagesView
from docqa.desk.pages.addresses import AddressDialog
from docqa.desk.pages.find import MOST
from docqa.desk.pages.ground import Fit
from docqa.domain import Document, Page, PageSource, Rect, Region, Span, WordBoxes
from docqa.errors import LoadError
from docqa.language import direction
from docqa.reading import PageLink

WORD, HIGH, LEFT, TOP = 50.0, 14.0, 60.0, 80.0


def page_of(
    index: int, lines: Sequence[str], size: tuple[float, float] = (595, 842), label: str = "", **more: Any
) -> Page:
    """A page whose words stand on a grid; lines in Hebrew run from the right."""
    text, boxes = "", []
    for row, line in enumerate(lines):
        for column, word in enumerate(line.split()):
            text += ("\n" if not column else " ") if text else ""
            x, y = LEFT + column * WORD, TOP + row * HIGH * 1.4
            x0 = size[0] - x - WORD * 0.8 if direction(line) == "rtl" else x
            boxes.append((len(text), len(text) + len(word), Rect(x0, y, x0 + WORD * 0.8, y + HIGH)))
            text += word
    return Page(index, label or str(index + 1), text, *size, boxes=WordBoxes.of(boxes), **more)


def book(pages: int, **more: Any) -> Document:
    lines = ["The quick brown fox", "jumps over the lazy dog", "Café naïve résumé"]
    return Document(
        "0" * 64,
        "A Book",
        "application/pdf",
        tuple(page_of(i, [*lines, f"page number{i}"], **more) for i in range(pages)),
    )


@dataclass(frozen=True)
class FakePicture:
    width: int
    height: int
    stride: int
    data: bytes


class FakeRenderer:
    """Paints each page in a shade of its own, and writes down what it was asked for."""

    def __init__(self, document: Document, pause: float = 0.0) -> None:
        self.document, self.pause = document, pause
        self.asked: list[tuple[int, float, Rect | None]] = []
        self.error: Exception | None = None
        self.linked: dict[int, list[PageLink]] = {}

    @staticmethod
    def shade(page: int) -> int:
        return 40 + page * 37 % 200

    def links(self, page: int) -> Sequence[PageLink]:
        return self.linked.get(page, ())

    def render(self, page: int, scale: float, clip: Rect | None = None, *, night: bool = False) -> FakePicture:
        self.asked.append((page, scale, clip))
        time.sleep(self.pause)
        if self.error:
            raise self.error
        whole = self.document.pages[page]
        x0, y0, x1, y1 = clip or Rect(0, 0, whole.width, whole.height)
        width, height = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
        shade = 255 - self.shade(page) if night else self.shade(page)
        return FakePicture(width, height, 3 * width, bytes([shade]) * (3 * width * height))


@pytest.fixture
def view(qtbot: QtBot) -> PagesView:
    made = PagesView()
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_book(view: PagesView, qtbot: QtBot, document: Document, pause: float = 0.0) -> FakeRenderer:
    renderer = FakeRenderer(document, pause)
    view.show_document(document, renderer)
    settle(view, qtbot)
    return renderer


def settle(view: PagesView, qtbot: QtBot) -> None:
    """Wait until all that is wanted has been drawn."""
    pictures = view.canvas.pictures
    qtbot.waitUntil(
        lambda: (
            not view.canvas._soon.isActive()
            and pictures._job is None
            and all(pictures.get(want) for want in pictures._wanted)
        )
    )


def grab(view: PagesView) -> QImage:
    return view.canvas.viewport().grab().toImage()


def place_of(view: PagesView, page: int, word: str) -> QPoint:
    """The middle of a word on the screen."""
    start = view.document.pages[page].text.index(word)
    (rect,) = view.document.rects(Span(page, start, start + len(word)))
    return view.canvas.on_screen(page, rect).center().toPoint()


def edges_of(view: PagesView, page: int, word: str) -> tuple[QPoint, QPoint]:
    """Just inside the left and the right edge of a word on the screen."""
    start = view.document.pages[page].text.index(word)
    (rect,) = view.document.rects(Span(page, start, start + len(word)))
    box, middle = view.canvas.on_screen(page, rect), place_of(view, page, word)
    return QPoint(round(box.left()) + 1, middle.y()), QPoint(round(box.right()) - 1, middle.y())


def drag(view: PagesView, start: QPoint, end: QPoint) -> None:
    port = view.canvas.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for point in ((start + end) / 2, end):
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(point),
            QPointF(port.mapToGlobal(point)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, move)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


# -- pictures -----------------------------------------------------------------------------------------


def test_only_pages_near_what_is_seen_are_drawn(view: PagesView, qtbot: QtBot) -> None:
    renderer = open_book(view, qtbot, book(2_000))
    assert renderer.asked[0][0] == 0
    assert {page for page, _, _ in renderer.asked} <= {0, 1, 2}
    view.go_to_page(1_500)
    settle(view, qtbot)
    assert view.page == 1_500
    assert {page for page, _, _ in renderer.asked} <= {0, 1, 2, 1_499, 1_500, 1_501, 1_502}
    shade = FakeRenderer.shade(1_500)
    middle = view.canvas.page_rect(1_500).center().toPoint()
    assert grab(view).pixelColor(middle) == QColor(shade, shade, shade)


def test_what_was_scrolled_past_is_not_drawn(view: PagesView, qtbot: QtBot) -> None:
    renderer = open_book(view, qtbot, book(400), pause=0.05)
    renderer.asked.clear()
    for page in range(10, 300, 10):
        view.canvas.show_page(page)
        qtbot.wait(2)
    settle(view, qtbot)
    drawn = [page for page, _, _ in renderer.asked]
    assert {290, 291} <= set(drawn)
    assert len(drawn) < 15, "pages were drawn that nobody saw"


def test_a_long_book_opens_at_once(view: PagesView, qtbot: QtBot) -> None:
    document = book(2_000)
    began = time.perf_counter()
    view.show_document(document, FakeRenderer(document))
    assert time.perf_counter() - began < 0.25


def test_a_page_that_fits_is_in_the_middle_beside_a_wider_one(view: PagesView, qtbot: QtBot) -> None:
    document = book(9)
    wide = page_of(8, ["a wide table"], (842, 595))
    open_book(view, qtbot, replace(document, pages=(*document.pages[:8], wide)))
    kept = view.state()._replace(page=3, x=0.0, y=0.0)  # its own left edge at the view's
    for width in (700, 1100, 520):
        view.resize(width, 800)
        view.restore(kept)
        settle(view, qtbot)
        shown = view.canvas.page_rect(3)
        assert shown.center().x() == pytest.approx(view.canvas.viewport().width() / 2, abs=2)


def test_pictures_kept_stay_within_their_room(view: PagesView, qtbot: QtBot) -> None:
    view.canvas.pictures._room = 12 * 2**20
    renderer = open_book(view, qtbot, book(60))
    for page in range(60):
        view.canvas.show_page(page)
        settle(view, qtbot)
    seen = 4 * max(4 * round(595 * scale) * round(842 * scale) for _, scale, _ in renderer.asked)
    assert view.canvas.pictures.kept_bytes <= max(12 * 2**20, seen)
    held = sum(image.sizeInBytes() for image in view.canvas.pictures._images.values())
    assert view.canvas.pictures.kept_bytes == held
    renderer.asked.clear()
    view.canvas.show_page(58)
    settle(view, qtbot)
    assert renderer.asked == [], "what was just drawn is still there"


def test_pages_of_different_sizes_each_keep_theirs(view: PagesView, qtbot: QtBot) -> None:
    sizes = [(595, 842), (842, 595), (200, 300), (1500, 400), (0, 0)]
    pages = tuple(page_of(i, ["some words"], size) for i, size in enumerate(sizes))
    open_book(view, qtbot, Document("x", "t", "k", pages))
    scale = view.canvas.page_rect(0).width() / 595
    for i, (width, height) in enumerate([*sizes[:4], (612, 792)]):
        rect = view.canvas.page_rect(i)
        assert (rect.width(), rect.height()) == pytest.approx((width * scale, height * scale))


def test_a_hugely_zoomed_page_is_drawn_in_parts_that_meet(view: PagesView, qtbot: QtBot) -> None:
    renderer = open_book(view, qtbot, book(3))
    renderer.asked.clear()
    view.canvas.set_zoom(8.0)
    settle(view, qtbot)
    clips = [clip for _, _, clip in renderer.asked if clip]
    assert clips
    assert all((c.x1 - c.x0) * (c.y1 - c.y0) < 595 * 842 / 4 for c in clips)
    image, rect = grab(view), view.canvas.page_rect(0)
    shade = QColor(*[FakeRenderer.shade(0)] * 3)
    for x in range(5, image.width() - 5, 3):
        for y in range(5, image.height() - 5, 50):
            if rect.contains(QPointF(x, y)):
                assert image.pixelColor(x, y) == shade, f"a gap at {x}, {y}"


def test_zoom_keeps_the_place_under_the_mouse(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(20))
    view.go_to_page(7)
    point = QPointF(300, 200)
    before = view.canvas.spot_at(point)
    wheel = QWheelEvent(
        point,
        view.canvas.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    zoom = view.canvas.zoom
    QApplication.sendEvent(view.canvas.viewport(), wheel)
    after = view.canvas.spot_at(point)
    assert view.canvas.zoom == pytest.approx(zoom * 1.21)
    assert after.page == before.page
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=1.5)


def test_fitting_follows_the_window(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(5))
    port = view.canvas.viewport()
    assert port.width() - 30 < view.canvas.page_rect(0).width() < port.width()
    view.resize(500, 700)
    qtbot.waitUntil(lambda: port.width() < 500)
    assert port.width() - 30 < view.canvas.page_rect(0).width() < port.width()
    view.actions_.fit_page.trigger()
    assert view.canvas.page_rect(0).height() <= port.height()
    assert view.actions_.fit_page.isChecked()
    assert not view.actions_.fit_width.isChecked()
    view.actions_.real_size.trigger()
    assert view.canvas.page_rect(0).width() == pytest.approx(595 * view.logicalDpiX() / 72)
    assert view.bar.zoom.text() == "100%"


def test_night_turns_ink_light_and_paper_dark(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(1))
    middle = view.canvas.page_rect(0).center().toPoint()
    by_day = grab(view).pixelColor(middle).lightness()
    view.set_night(True)
    settle(view, qtbot)
    assert grab(view).pixelColor(middle).lightness() > by_day + 60


# -- moving about -----------------------------------------------------------------------------------------


def test_back_and_forward_after_jumps(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(100))
    assert not view.actions_.back.isEnabled()
    view.go_to_page(40)
    view.go_to_page(80)
    view.actions_.back.trigger()
    assert view.page == 40
    view.actions_.back.trigger()
    assert view.page == 0
    assert not view.actions_.back.isEnabled()
    QTest.keyClick(view.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.page == 40)


def test_back_points_to_where_the_interface_begins(view: PagesView) -> None:
    def ink_left(page_view: PagesView) -> bool:
        image = page_view.actions_.back.icon().pixmap(24, 24).toImage()
        columns = [
            sum(image.pixelColor(x, y).alpha() for y in range(image.height())) for x in range(image.width())
        ]
        return sum(columns[: len(columns) // 2]) > sum(columns[len(columns) // 2 :])

    assert ink_left(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert not ink_left(view)


def test_keys_move_through_the_pages(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(50))
    bar, key = view.canvas.verticalScrollBar(), Qt.Key
    for down, up in (
        (key.Key_PageDown, key.Key_PageUp),
        (key.Key_Down, key.Key_Up),
        (key.Key_Right, key.Key_Left),
    ):
        start = bar.value()
        QTest.keyClick(view.canvas, down)
        assert bar.value() > start
        QTest.keyClick(view.canvas, up)
        assert abs(bar.value() - start) <= 10
    QTest.keyClick(view.canvas, key.Key_Space)
    after = bar.value()
    assert after > 0
    QTest.keyClick(view.canvas, key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() < after
    QTest.keyClick(view.canvas, key.Key_End)
    assert view.page == 49
    QTest.keyClick(view.canvas, key.Key_Home)
    assert view.page == 0
    view.canvas.back()
    assert view.page == 49


def test_the_page_can_be_written_as_printed_or_by_number(view: PagesView, qtbot: QtBot) -> None:
    document = book(20)
    labels = ["i", "ii", "iii", "iv", *(str(n) for n in range(1, 17))]
    document = replace(
        document,
        pages=tuple(replace(page, label=label) for page, label in zip(document.pages, labels, strict=True)),
    )
    open_book(view, qtbot, document)
    with qtbot.waitSignal(view.page_changed) as changed:
        write_page(view, "IV")
    assert changed.args == [3]
    assert view.bar.edit.text() == "iv"
    assert "4 of 20" in view.bar.total.text().replace("(", "").replace(")", "")
    write_page(view, "12")
    assert view.page == 15
    write_page(view, "19")  # no page is printed so: the nineteenth
    assert view.page == 18
    write_page(view, "xyz")
    assert view.page == 18
    assert "No such page" in view.bar.total.text()


def write_page(view: PagesView, text: str) -> None:
    view.bar.ask_page()
    view.bar.edit.selectAll()
    QTest.keyClicks(view.bar.edit, text)
    QTest.keyClick(view.bar.edit, Qt.Key.Key_Return)


def test_one_comes_back_to_where_one_was(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(50))
    view.canvas.set_zoom(1.7)
    view.canvas.verticalScrollBar().setValue(20_000)
    state = view.state()
    view.clear()
    open_book(view, qtbot, book(50))
    view.restore(state)
    assert view.state().page == state.page
    assert view.state()[1:3] == pytest.approx(state[1:3], abs=1)
    assert view.canvas.zoom == pytest.approx(1.7)
    assert view.canvas.fit is Fit.FREE


# -- words -----------------------------------------------------------------------------------------


def test_words_are_selected_with_the_mouse_and_copied(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(3))
    with qtbot.waitSignal(view.selection_changed):
        drag(view, edges_of(view, 0, "quick")[0], edges_of(view, 0, "lazy")[1])
    assert view.canvas.selected_text() == "quick brown fox\njumps over the lazy"
    view.actions_.copy.trigger()
    assert QGuiApplication.clipboard().text() == "quick brown fox\njumps over the lazy"
    view.actions_.copy_quote.trigger()
    assert QGuiApplication.clipboard().text() == "“quick brown fox jumps over the lazy” (A Book, p. 1)"


def test_hebrew_is_selected_in_its_own_order(view: PagesView, qtbot: QtBot) -> None:
    page = page_of(0, ["שלום לכל העולם", "מה שלומך היום"])
    open_book(view, qtbot, Document("x", "ספר", "k", (page,)))
    start, end = edges_of(view, 0, "לכל")[1], edges_of(view, 0, "מה")[0]
    assert end.x() > start.x()  # the next line begins farther right
    drag(view, start, end)
    assert view.canvas.selected_text() == "לכל העולם\nמה"


def test_double_click_takes_the_word_and_a_third_the_paragraph(view: PagesView, qtbot: QtBot) -> None:
    page = page_of(0, ["First things come first.", "Then others follow.", "Another paragraph."])
    page = replace(page, text=page.text.replace("\nThen", " Then").replace(".\n", ".\n\n"))
    found = page.text.split()
    starts = [page.text.index(word) for word in found]
    boxes = [
        (start, start + len(word), page.boxes.word(i)[2])
        for i, (start, word) in enumerate(zip(starts, found, strict=True))
    ]
    open_book(view, qtbot, Document("x", "t", "k", (replace(page, boxes=WordBoxes.of(boxes)),)))
    port, at = view.canvas.viewport(), place_of(view, 0, "others")
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    assert view.canvas.selected_text() == "others"
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
    assert view.canvas.selected_text() == "First things come first. Then others follow."


SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_keys_draw_the_selection_further(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(2))
    drag(view, edges_of(view, 0, "quick")[0], edges_of(view, 0, "quick")[1])
    port, key = view.canvas, Qt.Key
    QTest.keyClick(port, key.Key_Right, SHIFT | CTRL)
    assert view.canvas.selected_text() == "quick brown"
    QTest.keyClick(port, key.Key_Left, SHIFT)
    assert view.canvas.selected_text() == "quick brow"
    QTest.keyClick(port, key.Key_End, SHIFT)
    assert view.canvas.selected_text() == "quick brown fox"
    QTest.keyClick(port, key.Key_Down, SHIFT)
    assert view.canvas.selected_text().startswith("quick brown fox\njumps over the l")
    QTest.keyClick(port, key.Key_Up, SHIFT)
    assert "jumps" not in view.canvas.selected_text()
    for _ in range(6):
        QTest.keyClick(port, key.Key_Down, SHIFT)
    assert [span.page for span in view.canvas.selection] == [0, 1], "and on to the next page"


def test_in_hebrew_the_left_arrow_goes_on(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, Document("x", "ספר", "k", (page_of(0, ["שלום לכל העולם"]),)))
    drag(view, edges_of(view, 0, "שלום")[1], edges_of(view, 0, "שלום")[0])
    QTest.keyClick(view.canvas, Qt.Key.Key_Left, SHIFT | CTRL)
    assert view.canvas.selected_text() == "שלום לכל"


def test_j_and_k_scroll_and_letters_in_fields_stay_letters(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(5))
    bar = view.canvas.verticalScrollBar()
    QTest.keyClick(view.canvas, Qt.Key.Key_J)
    assert bar.value() > 0
    QTest.keyClick(view.canvas, Qt.Key.Key_K)
    assert bar.value() == 0
    view.open_find()
    QTest.keyClicks(view.find_bar.edit, "rf")
    assert view.find_bar.edit.text() == "rf"
    assert not view.canvas.drawing


# -- how pages lie -----------------------------------------------------------------------------------------


def test_pages_side_by_side_and_the_cover_alone(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(9))
    canvas = view.canvas
    view.actions_.two_pages.trigger()
    assert canvas.page_rect(0).right() < canvas.page_rect(1).left()
    assert canvas.page_rect(0).top() == canvas.page_rect(1).top()
    assert canvas.page_rect(1).right() < canvas.viewport().width(), "both fit the width"
    view.actions_.cover.trigger()
    assert canvas.page_rect(0).left() > canvas.viewport().width() / 2
    assert canvas.page_rect(1).top() == canvas.page_rect(2).top() > canvas.page_rect(0).top()
    view.go_to_page(1)
    view.actions_.next_page.trigger()
    assert view.page == 3
    state = view.state()
    view.actions_.cover.trigger()
    assert not view.actions_.two_pages.isChecked()
    assert canvas.page_rect(1).top() < canvas.page_rect(2).top()
    view.restore(state)
    assert view.actions_.cover.isChecked()
    assert view.state() == state


def test_a_hebrew_book_opens_from_the_right(view: PagesView, qtbot: QtBot) -> None:
    pages = tuple(page_of(i, ["שלום לכל העולם"]) for i in range(4))
    open_book(view, qtbot, Document("x", "ספר", "k", pages))
    view.actions_.two_pages.trigger()
    assert view.canvas.page_rect(0).left() > view.canvas.page_rect(1).right()


def test_turned_pages_are_pointed_at_and_marked_where_they_lie(view: PagesView, qtbot: QtBot) -> None:
    renderer = open_book(view, qtbot, book(3))
    canvas = view.canvas
    view.actions_.turn_right.trigger()
    settle(view, qtbot)
    rect = canvas.page_rect(0)
    assert rect.width() > rect.height()
    drag(view, place_of(view, 0, "quick") - QPoint(0, 14), place_of(view, 0, "brown") + QPoint(0, 14))
    assert canvas.selected_text() == "quick brown"
    quick, brown = place_of(view, 0, "quick"), place_of(view, 0, "brown")
    assert abs(quick.x() - brown.x()) < 3 < brown.y() - quick.y(), "a line runs down"
    shade = QColor(*[renderer.shade(0)] * 3)
    image = grab(view)
    assert image.pixelColor(rect.center().toPoint()) == shade
    assert image.pixelColor(quick) != shade
    start = view.document.pages[0].text.index("fox")
    view.show_places([Span(0, start, start + 3)], flash=False)
    fox = place_of(view, 0, "fox")
    image, line = grab(view), QColor("#c07f00")
    underlined = [x for x in range(fox.x() - 40, fox.x() + 40) if image.pixelColor(x, fox.y()) == line]
    assert underlined, "a citation has a line"
    assert max(underlined) < fox.x(), "which lies at the foot of the words: after this turn, left of them"
    for _ in range(3):
        view.actions_.turn_right.trigger()
    assert canvas.turn == 0
    assert canvas.page_rect(0).width() < canvas.page_rect(0).height()


def test_a_turned_page_in_parts_asks_for_the_parts_that_are_seen(view: PagesView, qtbot: QtBot) -> None:
    renderer = open_book(view, qtbot, book(1))
    view.actions_.turn_right.trigger()
    settle(view, qtbot)
    renderer.asked.clear()
    view.canvas.set_zoom(8.0)
    view.canvas.verticalScrollBar().setValue(0)
    view.canvas.horizontalScrollBar().setValue(view.canvas.horizontalScrollBar().maximum())
    settle(view, qtbot)
    clips = [clip for _, _, clip in renderer.asked if clip]
    # After a turn to the right, what lies top right is the page's own top left.
    assert any(clip.x0 == 0 and clip.y0 == 0 for clip in clips)


def test_zoom_to_the_selection(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(3))
    drag(view, edges_of(view, 0, "quick")[0], edges_of(view, 0, "brown")[1])
    view.actions_.zoom_to_selection.trigger()
    assert view.canvas.zoom > 2
    port = view.canvas.viewport().rect()
    assert port.contains(edges_of(view, 0, "quick")[0])
    assert port.contains(edges_of(view, 0, "brown")[1])


# -- links and rectangles -----------------------------------------------------------------------------------------


def test_links_inside_are_followed_and_back_leads_back(view: PagesView, qtbot: QtBot) -> None:
    document = book(30)
    renderer = FakeRenderer(document)
    word = document.rects(Span(0, 4, 9))[0]
    renderer.linked[0] = [PageLink(word, "", 20, 0, 400)]
    view.show_document(document, renderer)
    qtbot.waitUntil(lambda: bool(view.canvas.links.on(0)))
    at = place_of(view, 0, "quick")
    QTest.mouseMove(view.canvas.viewport(), at)
    move(view, at)
    assert view.canvas.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    drag(view, edges_of(view, 0, "quick")[0], edges_of(view, 0, "brown")[1])
    assert view.page == 0, "a drag over a link selects"
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.page == 20
    assert view.canvas.spot().y == pytest.approx(400, abs=20)
    view.actions_.back.trigger()
    assert view.page == 0
    view.canvas.setFocus()
    qtbot.waitUntil(lambda: bool(view.canvas.links.on(0)))
    QTest.keyClick(view.canvas, Qt.Key.Key_F)
    QTest.keyClick(view.canvas, Qt.Key.Key_1)
    assert view.page == 20, "the same by key"


def move(view: PagesView, at: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    where = QPointF(view.canvas.viewport().mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.canvas.viewport(), event)


def test_links_outside_say_where_before_they_are_opened(
    view: PagesView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    document = book(1)
    renderer = FakeRenderer(document)
    renderer.linked[0] = [PageLink(document.rects(Span(0, 4, 9))[0], "https://exämple.org/a?b=c", -1, 0, 0)]
    view.show_document(document, renderer)
    qtbot.waitUntil(lambda: bool(view.canvas.links.on(0)))
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0, "quick"))
    dialog = view.findChild(AddressDialog)
    assert not opened
    said = [part.text().replace("\u200b", "") for part in dialog.findChildren(QLabel)]
    assert "xn--exmple-cua.org" in said, "letters that look alike are told apart"
    dialog.open_button.click()
    assert [url.host() for url in opened] == ["exämple.org"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "nonsense"])
def test_what_is_no_web_address_is_never_opened(qtbot: QtBot, address: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AddressDialog(address, parent)
    dialog.show()
    assert not dialog.open_button.isVisible()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == address


def test_a_rectangle_is_drawn_asked_about_and_copied(view: PagesView, qtbot: QtBot) -> None:
    renderer = open_book(view, qtbot, book(3))
    QTest.keyClick(view.canvas, Qt.Key.Key_R)
    assert view.canvas.drawing
    first, last = edges_of(view, 0, "brown")[0] - QPoint(3, 10), edges_of(view, 0, "the")[1] + QPoint(3, 10)
    drag(view, first, last)
    region = view.canvas.region
    assert region is not None
    assert not view.canvas.drawing, "the next drag selects again"
    assert view.canvas.region_text() == "brown\nthe"
    assert view.canvas.region_bar.isVisible()
    assert view.rect().contains(view.canvas.region_bar.geometry())
    with qtbot.waitSignal(view.region_asked) as asked:
        QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    assert asked.args == [Region("0" * 64, 0, region.rect)]
    view.actions_.copy.trigger()
    assert QGuiApplication.clipboard().text() == "brown\nthe"
    QGuiApplication.clipboard().clear()
    view.actions_.copy_region_image.trigger()
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull())
    image = QGuiApplication.clipboard().image()
    assert image.width() == pytest.approx((region.rect.x1 - region.rect.x0) * 300 / 72, abs=2)
    assert renderer.asked[-1][2] == region.rect
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.canvas.region is None
    assert not view.canvas.region_bar.isVisible()


def test_a_rectangle_by_keys_alone(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(1))
    key = Qt.Key
    QTest.keyClick(view.canvas, key.Key_R)
    QTest.keyClick(view.canvas, key.Key_Down)
    first = view.canvas.region.rect
    QTest.keyClick(view.canvas, key.Key_Right)
    QTest.keyClick(view.canvas, key.Key_Down, SHIFT)
    second = view.canvas.region.rect
    assert second.x0 > first.x0
    assert second.y0 == first.y0
    assert second.y1 > first.y1
    for _ in range(200):
        QTest.keyClick(view.canvas, key.Key_Right)
    assert view.canvas.region.rect.x1 <= 595


def test_with_alt_a_drag_draws_and_a_slip_of_the_hand_does_not(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(1))
    port, alt = view.canvas.viewport(), Qt.KeyboardModifier.AltModifier
    at = place_of(view, 0, "quick")
    QTest.mousePress(port, Qt.MouseButton.LeftButton, alt, at)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, alt, at + QPoint(2, 2))
    assert view.canvas.region is None
    QTest.mousePress(port, Qt.MouseButton.LeftButton, alt, at)
    move(view, at + QPoint(2_000, 90))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, alt, at)
    assert view.canvas.region.rect.x1 == 595, "kept on the page"


def test_a_selection_runs_over_pages(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(3))
    view.canvas.set_zoom(0.4)
    drag(view, edges_of(view, 0, "number0")[0], edges_of(view, 1, "brown")[1])
    assert view.canvas.selected_text() == "number0\nThe quick brown"
    assert "pp. 1–2" in view.canvas.selected_quote()
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.canvas.selected_text() == ""


def test_find_marks_all_places_whatever_their_accents(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(30))
    view.go_to_page(10)
    QTest.keyClick(view.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.find_bar.isVisible()
    QTest.keyClicks(view.find_bar.edit, "cafe NAIVE")
    qtbot.waitUntil(lambda: len(view.finder.hits) == 30 and not view.finder.searching)
    assert view.page == 10
    assert view.find_bar.count.text() == "11 of 30"
    assert view.finder.hits == sorted(view.finder.hits)
    assert view.document.text(view.finder.current) == "Café naïve"
    QTest.keyClick(view.find_bar.edit, Qt.Key.Key_Return)
    assert view.finder.position == 12
    for _ in range(12):
        view.actions_.find_previous.trigger()
    assert view.finder.position == 30  # round the beginning
    assert view.page == 29
    QTest.keyClick(view.find_bar.edit, Qt.Key.Key_Escape)
    assert not view.find_bar.isVisible()
    assert view.finder.hits == []


def test_capitals_and_whole_words_count_if_wanted(view: PagesView, qtbot: QtBot) -> None:
    page = page_of(0, ["The other Other others", "another OTHER, other"])
    open_book(view, qtbot, Document("x", "t", "k", (page,)))
    bar, finder = view.find_bar, view.finder

    def found() -> list[str]:
        qtbot.waitUntil(lambda: not bar._typing.isActive() and not finder.searching)
        return [view.document.text(span) for span in finder.hits]

    bar.ask("other")
    assert len(found()) == 6
    QTest.keyClick(bar.edit, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert found() == ["other", "Other", "OTHER", "other"]
    QTest.keyClick(bar.edit, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert found() == ["other", "other"]
    bar.whole.click()
    assert found() == ["other", "other", "other", "other"]


def test_hits_show_beside_the_scroll_bar(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(100))
    margin = view.canvas.margin
    plain = margin.grab().toImage()
    view.find_text("number70")
    qtbot.waitUntil(lambda: bool(margin.places.get(Mark.FIND)))
    (place,) = margin.places[Mark.FIND]
    assert place == pytest.approx(0.70, abs=0.01)
    image = margin.grab().toImage()
    y = round(place * image.height())
    assert any(image.pixelColor(8, y + d) != plain.pixelColor(8, y + d) for d in range(-2, 3))
    view.close_find()
    qtbot.waitUntil(lambda: not margin.places[Mark.FIND])


def test_what_is_nowhere_is_said_so(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(5))
    view.find_bar.ask("unicorn")
    qtbot.waitUntil(lambda: view.find_bar.count.text() == "Not found")


def test_too_many_hits_are_counted_honestly(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(2_000))
    view.find_bar.ask("e")
    qtbot.waitUntil(lambda: view.finder.more and not view.finder.searching)
    assert len(view.finder.hits) == MOST
    assert view.find_bar.count.text().endswith("+")
    assert "type more" in view.find_bar.count.toolTip()


def test_a_citation_is_gone_to_and_drawn_on_its_words_only(view: PagesView, qtbot: QtBot) -> None:
    document = book(300)
    open_book(view, qtbot, document)
    text = document.pages[200].text
    span = Span(200, text.index("over"), text.index("lazy") + 4)
    settle(view, qtbot)
    view.show_places([span], flash=False)
    settle(view, qtbot)
    assert view.page == 200
    image = grab(view)
    paper = QColor(*[FakeRenderer.shade(200)] * 3)
    for word in ("over", "the lazy"):
        assert image.pixelColor(place_of(view, 200, word)) != paper
    for word in ("jumps", "dog", "brown"):
        assert image.pixelColor(place_of(view, 200, word)) == paper
    view.set_highlights(Mark.CITATION, [])
    assert grab(view).pixelColor(place_of(view, 200, "over")) == paper
    view.actions_.back.trigger()
    assert view.page == 0


def test_marks_of_each_kind_differ_in_shape_not_only_colour(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(1))
    text = view.document.pages[0].text
    span = Span(0, text.index("brown"), text.index("brown") + 5)
    (rect,) = view.document.rects(span)
    box = view.canvas.on_screen(0, rect)
    above, below = QPointF(box.center().x(), box.top() - 1), box.center()
    below.setY(box.bottom())
    shapes = set()
    for kind in (Mark.CITATION, Mark.FIND, Mark.FIND_CURRENT):
        for other in Mark:
            view.set_highlights(other, [span] if other is kind else [])
        image = grab(view)
        fill = image.pixelColor(box.center().toPoint())
        paper = image.pixelColor(QPoint(round(box.left()) - 20, round(box.center().y())))
        shapes.add(tuple(image.pixelColor(at.toPoint()) in (fill, paper) for at in (above, below)))
    assert shapes == {(True, False), (True, True), (False, False)}, "underlined, plain, framed"


# -- when things go wrong -----------------------------------------------------------------------------------------


def test_without_the_file_the_words_stay_readable(view: PagesView, qtbot: QtBot) -> None:
    document = book(5)
    renderer = FakeRenderer(document)
    renderer.error = LoadError("“book.pdf” is not there any more.", "Put it back, then try again.")
    view.show_document(document, renderer)
    settle(view, qtbot)
    notice = view._notice
    assert notice is not None
    assert "not there any more" in notice.message
    assert "try again" in notice.hint
    spot = view.canvas.on_screen(0, document.pages[0].boxes.word(1)[2]).toAlignedRect()
    ink = [
        grab(view).pixelColor(x, y).lightness() < 128
        for x in range(spot.left(), spot.right())
        for y in range(spot.center().y() - 2, spot.center().y() + 3)
    ]
    assert 5 < sum(ink) < len(ink) - 5, "the word is drawn where it stands"
    asked = len(renderer.asked)
    view.canvas.verticalScrollBar().setValue(30)
    settle(view, qtbot)
    assert len(renderer.asked) == asked, "a broken page is not asked for again and again"

    view.reload_wanted.connect(lambda: view.draw_with(FakeRenderer(document)))
    notice.buttons[0].click()
    settle(view, qtbot)
    assert view._notice is None
    middle = view.canvas.page_rect(0).center().toPoint()
    assert grab(view).pixelColor(middle) == QColor(*[FakeRenderer.shade(0)] * 3)


def test_a_page_that_was_not_read_says_why(view: PagesView, qtbot: QtBot) -> None:
    document = book(2)
    unread = replace(
        document.pages[0], text="", boxes=WordBoxes(), source=PageSource.NONE, problem="only a picture"
    )
    open_book(view, qtbot, replace(document, pages=(unread, document.pages[1])))
    assert "could not be read as text: only a picture" in view.canvas.note(0)
    assert view.canvas.note(1) == ""
    assert "only a picture" in view.canvas.accessibleDescription()


def test_text_without_places_flows(view: PagesView, qtbot: QtBot) -> None:
    page = Page(0, "1", "words that stand nowhere in particular " * 40, 300, 400)
    view.show_document(Document("x", "t", "k", (page,)), None)
    settle(view, qtbot)
    image = grab(view)
    rect = view.canvas.page_rect(0).toAlignedRect().adjusted(8, 8, -8, -8)
    dark = sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(rect.left(), rect.right(), 2)
        for y in range(rect.top(), rect.top() + rect.height() // 3, 2)
    )
    assert dark > 300


def test_a_new_document_hears_nothing_of_the_old_one(view: PagesView, qtbot: QtBot) -> None:
    old = FakeRenderer(book(5), pause=0.15)
    view.show_document(old.document, old)
    qtbot.waitUntil(lambda: len(old.asked) == 1)
    old.error = LoadError("closed")
    open_book(view, qtbot, book(3))
    qtbot.wait(250)
    assert view._notice is None
    assert len(old.asked) == 1
    view.clear()
    assert view.page == -1
    assert not view.actions_.search.isEnabled()


def test_the_menu_lets_others_add_to_it(view: PagesView, qtbot: QtBot) -> None:
    open_book(view, qtbot, book(2))
    menus: list[QMenu] = []
    view.menu_opening.connect(menus.append)
    view.canvas.menu_wanted.emit(QPointF(50, 50))
    assert view.actions_.copy_quote in menus[0].actions()
    menus[0].close()


def test_scrolling_a_long_book_never_stalls(view: PagesView, qtbot: QtBot) -> None:
    """A coarse net, for machines under load: the bench measures finely."""
    open_book(view, qtbot, book(2_000), pause=0.02)
    view.find_text("quick")
    bar = view.canvas.verticalScrollBar()
    stalls = []
    for step in range(120):
        began = time.perf_counter()
        bar.setValue(step * 9_000)
        QApplication.processEvents()
        view.canvas.viewport().repaint()
        stalls.append(time.perf_counter() - began)
    stalls.sort()
    assert stalls[-6] < 0.05, f"{stalls[-6] * 1000:.0f} ms"
