"""Renders the main screens into shots/ (which git ignores), for eyes: python tests/bench/screens.py [SCENE…]

The scene `report` shows somebody else's document, from the evaluation set beside the checkout: for looking at
alone. Those in PUBLISHED show docqa's own samples; `--publish` puts them into resources/screens.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from docqa.deepforecast import Forecast
from docqa.desk import app as starting
from docqa.desk.answer import Link
from docqa.desk.code_blocks import PreviewDialog
from docqa.desk.deep import ForecastDialog
from docqa.desk.help import ShortcutsDialog
from docqa.desk.languages import speak
from docqa.desk.messages import BugDialog
from docqa.desk.pages.addresses import AddressDialog
from docqa.desk.pages.regions import Drawn
from docqa.desk.picture_reading import LanguagesDialog
from docqa.desk.sent import SentDialog
from docqa.desk.services import Services
from docqa.desk.settings_dialog import ENGINES, KEYS, LOOK, PRIVACY, SCANS, SettingsDialog
from docqa.desk.shortcuts import commands
from docqa.desk.theme import theme
from docqa.desk.turn_coverage import CoverageLine
from docqa.desk.voices import VoicesDialog, presets
from docqa.desk.window import Window
from docqa.domain import CancelToken, Delta, Document, Done, Event, PackedContext, Rect, Region, Usage, Used
from docqa.errors import Unreachable
from docqa.library import EndpointProfile, Settings, Store, Voice, library_path

REPO = Path(__file__).resolve().parents[2]
SAMPLES = REPO / "resources" / "samples"
EVALSET = REPO.parent / "shared" / "evalset"
SHOTS = REPO / "shots"
PATIENCE = 120.0


class Told:
    """An engine that says what the scene wants to show."""

    name, model = "openai", "a-model"

    def __init__(self, answer: str | Exception) -> None:
        self.answer = answer

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        if isinstance(self.answer, Exception):
            raise self.answer
        yield Delta(self.answer)
        yield Used(Usage(9_120, 214))
        yield Done()


class Scene:
    """A window on a fresh library, and what a person does in it."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.store = Store(library_path())
        self.services = Services(self.store, Settings())
        self.window = Window(self.services)
        self.window.furnish()
        self.window.resize(1370, 860)
        self.window.show()
        self.settle(0.3)

    def settle(self, seconds: float = 0.7) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    def wait(self, done: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > until:
                raise TimeoutError("the scene does not come about")
            self.settle(0.02)

    def open(self, *paths: Path) -> None:
        self.window.open_files(paths)
        self.wait(lambda: not self.window.opener.busy and (self.window.pages.opened or self.window.pages.notices))
        self.settle()

    def ask(self, question: str) -> None:
        self.window.conversation.ask(question)
        self.wait(lambda: not self.window.conversation.busy)
        self.settle()

    def follow(self, number: int = 0) -> None:
        citation = self.window.conversation.views[-1].turn.answer.citations[number]
        self.window.conversation.followed.emit(Link((citation.place,), citation.quote, citation.label))
        self.settle(1.6)

    def tell(self, answer: str | Exception, window: int = 32_768) -> None:
        profile = EndpointProfile("A model of mine", "http://127.0.0.1:11434/v1", "a-model", window)
        self.services.settings = Settings(engine=profile.name, endpoints=(profile,))
        self.services.make_engine = lambda profile, key: Told(answer)
        self.window.conversation.engine_chosen()

    def speak(self, language: str) -> None:
        speak(self.app, language)
        self.remake()

    def remake(self) -> None:
        """The window again, in another language or type."""
        self.window.close()
        self.window.deleteLater()
        self.window = Window(self.services)
        self.window.furnish()
        self.window.resize(1370, 860)
        self.window.show()
        self.settle(0.3)

    def show_contents(self) -> None:
        self.window.side.bring(self.window.contents)

    def close(self) -> None:
        self.window.close()
        self.settle(0.2)
        self.window.deleteLater()
        self.settle(0.2)
        self.store.close()


def welcome(scene: Scene) -> QWidget:
    return scene.window


def paper(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "guide.pdf")
    scene.show_contents()
    scene.ask("What can a check say?")
    scene.ask("What does the built-in reader cost?")
    scene.follow()
    return scene.window


def model(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "guide.pdf")
    scene.tell(
        "The guide tells **three findings** apart [p. 5]:\n\n"
        "| Finding | What it means |\n|---|---|\n"
        "| Supported | “the words stand in the document, on the page that was named” [p. 5] |\n"
        "| Elsewhere | “they stand in the document, but on another page” [p. 3] |\n\n"
        "It adds that “an invented quotation is praised loudly” [p. 5].\n\n"
        "```python\nprint('code, too')\n```\n1. First\n2. Second"
    )
    scene.ask("Which findings are there?")
    return scene.window


def scan(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "guide-scan.pdf")
    scene.ask("What does the window show?")
    if scene.window.conversation.views[-1].turn.answer.citations:
        scene.follow()
    return scene.window


def hebrew(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "hebrew.pdf")
    scene.ask("מתי נבנה המגדל?")
    scene.follow()
    return scene.window


def harbour_book(folder: Path) -> Path:
    """A long book of our own: a harbour's log of twelve years, the same at every run."""
    rng = random.Random(12)
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
    winds = ("a light wind from the west", "a gale from the north", "fog until noon", "rain and a falling glass")
    ships = ("Constance", "Grey Heron", "Amber Star", "Two Sisters", "Patience", "Lantern of Hope")
    loads = ("salt", "timber", "oranges", "slates", "coal", "rope and tar", "herring in barrels")
    path = folder / "harbour-book.epub"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        container = (
            '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
        )
        book.writestr("META-INF/container.xml", container)
        items, refs, points = [], [], []
        for number, year in enumerate(range(1871, 1883)):
            parts = [f"<h1>The year {year}</h1>"]
            for month in months:
                parts.append(f"<h2>{month} {year}</h2>")
                for day in range(1, 29, 2):
                    litres, ship = rng.randint(9, 17), rng.choice(ships)
                    said = (
                        f"<p>The {day} of {month} began with {rng.choice(winds)}. The {ship} came in with "
                        f"{rng.randint(12, 90)} tons of {rng.choice(loads)} and paid {rng.randint(3, 40)} marks "
                        f"of dues. The lamp on the north mole burned {litres} litres of oil.</p>"
                    )
                    parts.append(said)
                    if (year, month, day) == (1878, "September", 15):
                        parts.append(
                            "<p>At noon the new iron crane was tried for the first time. It lifted a boiler of "
                            "eleven tons from the Two Sisters in nine minutes, and nobody was hurt.</p>"
                        )
            text = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{"".join(parts)}</body></html>'
            book.writestr(f"c{number}.xhtml", text)
            items.append(f'<item id="c{number}" href="c{number}.xhtml" media-type="application/xhtml+xml"/>')
            refs.append(f'<itemref idref="c{number}"/>')
            points.append(
                f'<navPoint id="n{number}" playOrder="{number + 1}">'
                f'<navLabel><text>The year {year}</text></navLabel><content src="c{number}.xhtml"/></navPoint>'
            )
        book.writestr(
            "b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The harbour book of Port Amber</dc:title>'
            f'</metadata><manifest>{"".join(items)}<item id="ncx" href="t.ncx" '
            'media-type="application/x-dtbncx+xml"/></manifest>'
            f'<spine toc="ncx">{"".join(refs)}</spine></package>',
        )
        book.writestr(
            "t.ncx",
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>'
            f"{''.join(points)}</navMap></ncx>",
        )
    return path


def long_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    scene.open(harbour_book(scene.folder))
    scene.show_contents()
    scene.ask("When was the iron crane tried for the first time?")
    scene.window.pages.view.set_night(True)
    scene.follow()
    return scene.window


def report(scene: Scene) -> QWidget:
    """Somebody's long report: for looking at only."""
    files = sorted((EVALSET / "long" / "docs").glob("*.pdf"), key=lambda path: path.stat().st_size)
    scene.open(files[len(files) // 2])
    scene.show_contents()
    scene.ask("What were the total costs?")
    if scene.window.conversation.views[-1].turn.answer.citations:
        scene.follow()
    return scene.window


def error(scene: Scene) -> QWidget:
    broken = scene.folder / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nrubbish")
    scene.open(SAMPLES / "guide.pdf")
    scene.window.open_files([broken])
    scene.wait(lambda: scene.window.pages.notices)
    scene.tell(
        Unreachable("Nothing answers at http://127.0.0.1:11434/v1.", "Start the server, or choose another.")
    )
    scene.ask("What can a check say?")
    return scene.window


def shown(scene: Scene, dialog: QWidget) -> QWidget:
    dialog.show()
    scene.settle()
    return dialog


def settings_page(scene: Scene, page: int) -> QWidget:
    scene.tell("")
    dialog = SettingsDialog(scene.services, scene.window, commands(scene.window.menus.all_keys))
    dialog.show_page(page)
    return shown(scene, dialog)


def settings(scene: Scene) -> QWidget:
    return settings_page(scene, ENGINES)


def settings_scans(scene: Scene) -> QWidget:
    return settings_page(scene, SCANS)


def settings_keys(scene: Scene) -> QWidget:
    return settings_page(scene, KEYS)


def settings_look(scene: Scene) -> QWidget:
    return settings_page(scene, LOOK)


def settings_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    return settings_page(scene, PRIVACY)


def settings_hebrew(scene: Scene) -> QWidget:
    scene.speak("he")
    return settings_page(scene, ENGINES)


def choices(scene: Scene) -> QWidget:
    """An open combo box."""
    dialog = settings_page(scene, LOOK)
    dialog.look.scale.showPopup()
    scene.settle()
    return dialog.look.scale.view().window()


def shortcuts(scene: Scene) -> QWidget:
    more = [("Send the question", "Return"), ("The question before", "Up")]
    return shown(scene, ShortcutsDialog(commands(scene.window.menus.all_keys), more, scene.window))


def engines(scene: Scene) -> QWidget:
    """The menu of those who can answer."""
    scene.tell("")
    button = scene.window.conversation.engine_button
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    scene.settle()
    return menu


def figures(scene: Scene) -> QWidget:
    scene.speak("he")
    scene.open(SAMPLES / "guide.pdf")
    scene.window.side.tabs.setCurrentIndex(2)
    scene.settle(4)
    return scene.window


def bug(scene: Scene) -> QWidget:
    try:
        raise ValueError("never shown")
    except ValueError as error:
        return shown(scene, BugDialog(error, scene.window))


def box(scene: Scene) -> QWidget:
    ask = QMessageBox(scene.window)
    ask.setText("All conversations leave the library. They are gone for good after 30 days.")
    ask.setInformativeText("This cannot be undone. Your own files and the settings stay.")
    scene.kept = QCheckBox("Delete the keys of all endpoints, too")
    ask.setCheckBox(scene.kept)
    ask.addButton("Delete all", QMessageBox.ButtonRole.DestructiveRole)
    ask.setDefaultButton(ask.addButton("Cancel", QMessageBox.ButtonRole.RejectRole))
    return shown(scene, ask)


def welcome_hebrew(scene: Scene) -> QWidget:
    scene.speak("he")
    return scene.window


def window_hebrew(scene: Scene) -> QWidget:
    """Hebrew all over: the window, the document, the question."""
    scene.speak("he")
    scene.window.conversation.box.set_text("ומה כתוב בעמוד 2?")
    return hebrew(scene)


def large(scene: Scene) -> QWidget:
    """The text size setting at 200 %, on a screen of usual density."""
    theme().apply("light", 2.0)
    scene.remake()
    return paper(scene)


def settings_large(scene: Scene) -> QWidget:
    theme().apply("light", 2.0)
    return settings_page(scene, ENGINES)


def sent(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "guide.pdf")
    scene.window.conversation.box.set_text("What can a check say?")
    meter = scene.window.conversation.meter
    scene.wait(lambda: meter.context)
    scene.settle()
    dialog = SentDialog(meter.context, meter.named_parts(), scene.window)
    dialog.show()
    scene.settle()
    return dialog


def paper_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    return paper(scene)


def narrow(scene: Scene) -> QWidget:
    scene.window.resize(800, 560)
    scene.window.side.hide()
    paper(scene)
    scene.window.side.hide()
    scene.settle()
    return scene.window


def menu(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "guide.pdf")
    scene.window.pages.view.canvas.select_all()
    shown: list[QWidget] = []
    scene.window.pages.view.menu_opening.connect(shown.append)
    scene.window.pages.view._open_menu(scene.window.mapToGlobal(QPoint(300, 200)).toPointF())
    scene.settle()
    return shown[0]


def pages(scene: Scene) -> QWidget:
    """Pages side by side with the small ones beside them, a rectangle marked, hits found."""
    scene.open(SAMPLES / "guide.pdf")
    scene.window.side.bring(scene.window.sheets)
    view = scene.window.pages.view
    view.actions_.two_pages.trigger()
    view.go_to_page(7)
    view.open_find()
    view.find_bar.edit.setText("endpoint")
    scene.wait(lambda: view.finder.hits and not view.finder.searching)
    view.go_to_page(7)
    scene.settle()
    view.canvas.set_region(Drawn(7, Rect(60, 240, 420, 390)))
    scene.settle(1)
    return scene.window


def pages_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    scene.window.pages.view.set_night(True)
    return pages(scene)


def pages_rtl(scene: Scene) -> QWidget:
    scene.app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    scene.open(SAMPLES / "hebrew.pdf")
    scene.window.side.bring(scene.window.sheets)
    view = scene.window.pages.view
    view.open_find()
    view.find_bar.edit.setText("המגדל")
    scene.wait(lambda: view.finder.hits and not view.finder.searching)
    scene.settle(1)
    return scene.window


def talk(scene: Scene) -> QWidget:
    """Versions of a question, formulas, a voice, and a question that asks about all of a long book."""
    scene.open(harbour_book(scene.folder))
    scene.tell(
        "The lamp burns between $n_{min} = 9$ and $n_{max} = 17$ litres a night, so that\n\n"
        "$$\\bar{n} \\approx \\frac{n_{min} + n_{max}}{2} = 13 \\pm \\sqrt{6}$$\n\n"
        "“The lamp on the north mole burned 9 litres of oil” [p. 1], and in a gale more."
    )
    scene.ask("How much oil does the lamp burn?")
    scene.window.conversation._again(scene.window.conversation.views[0], "How many litres a night?")
    scene.wait(lambda: not scene.window.conversation.busy)
    scene.window.conversation.voice_button._choose(presets()[1].words)
    scene.window.library.search.setText("iron crane")
    scene.window.conversation.box.set_text("List all the ships mentioned in the book")
    scene.wait(lambda: not scene.window.conversation.offer.isHidden())
    scene.settle(2)
    return scene.window


def talk_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    return talk(scene)


def empty_talk(scene: Scene) -> QWidget:
    scene.open(SAMPLES / "guide.pdf")
    scene.wait(lambda: scene.window.conversation.starters.buttons)
    scene.settle()
    return scene.window


def card(scene: Scene) -> QWidget:
    """The card of a citation."""
    scene.open(SAMPLES / "guide.pdf")
    scene.ask("What can a check say?")
    view = scene.window.conversation.views[0]
    view.answer.hovered.emit(next(iter(view.answer._links.values())))
    scene.wait(lambda: scene.window.conversation.card.isVisible())
    scene.settle()
    return scene.window.conversation.card


def deep(scene: Scene) -> QWidget:
    """Everything was read: the notes are kept, and below an answer stands what could not be seen."""
    scene.open(harbour_book(scene.folder))
    scene.window.conversation.ask("List all the ships mentioned in the book", deep=True)
    scene.wait(lambda: not scene.window.conversation.busy)
    scene.settle()
    scene.window.conversation.views[0].notes._unfold(True)
    scene.tell("“It lifted a boiler of eleven tons from the Two Sisters in nine minutes” [p. 92].", window=8_192)
    scene.ask("What did the iron crane lift?")
    scene.window.conversation.views[-1].findChild(CoverageLine).toggle.click()
    scene.settle()
    return scene.window


def unread(scene: Scene) -> QWidget:
    """A document of the library was removed, and one page of what is open has no words."""
    scene.services.read_pictures = no_reading
    scene.open(SAMPLES / "island-maths.md")
    scene.window.new_conversation()
    scene.open(SAMPLES / "guide.pdf")
    scene.window.open_files([SAMPLES / "guide-scan.pdf"], add=True)
    scene.wait(lambda: len(scene.window.pages.opened) == 2)
    scene.tell("“Without one, docqa's own reader answers” [p. 6].")
    scene.ask("Who answers?")
    scene.window.conversation.views[-1].findChild(CoverageLine).toggle.click()
    (*_, ref) = scene.store.recent_documents()
    scene.window.library.forget_asked.emit(ref)
    scene.wait(scene.window.toast.isVisible)
    scene.settle()
    return scene.window


LOOKED_AT = """The bars rise from left to right. As a page of its own:

```html
<!doctype html>
<h1>Salt by year</h1>
<p>It <b>rises</b>.</p>
<table><tr><th>Year</th><th>Tons</th></tr><tr><td>1901</td><td>20</td></tr><tr><td>1902</td><td>40</td></tr></table>
```
"""


def looking(scene: Scene) -> QWidget:
    """A figure, a part and a page were asked about with their pictures; more is about to be."""
    scene.open(SAMPLES / "guide.pdf")
    scene.tell(LOOKED_AT)
    profile = EndpointProfile("A model with eyes", "http://127.0.0.1:11434/v1", "qwen3-vl:8b", 32_768)
    scene.services.settings = Settings(engine=profile.name, endpoints=(profile,))
    scene.window.conversation.engine_chosen()
    front = scene.window.pages.front.document.id
    scene.window.side.bring(scene.window.figures)
    scene.wait(lambda: scene.window.conversation.looks.figures(front) is not None)
    scene.window.conversation.ask_about([Region(front, 7, Rect(60, 240, 420, 390)), Region(front, 3)])
    scene.ask("What is shown here?")
    scene.window.conversation.ask_about([Region(front, 2), Region(front, 5, Rect(60, 100, 500, 300))])
    scene.window.conversation.box.set_text("And what do these say?")
    scene.window.pages.view.go_to_page(7)
    scene.window.pages.view.canvas.set_region(Drawn(7, Rect(60, 240, 420, 390)))
    scene.settle(3)
    return scene.window


def looking_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    return looking(scene)


def blind(scene: Scene) -> QWidget:
    """A model without eyes is asked about a part of a page."""
    scene.open(SAMPLES / "guide.pdf")
    profile = EndpointProfile("Small", "http://127.0.0.1:11434/v1", "smollm2:135m", 8_192)
    scene.services.settings = Settings(engine=profile.name, endpoints=(profile,))
    scene.window.conversation.engine_chosen()
    front = scene.window.pages.front.document.id
    scene.window.conversation.ask_about([Region(front, 7, Rect(60, 240, 420, 390))])
    scene.window.conversation.box.set_text("What is shown here?")
    scene.settle(3)
    return scene.window


def no_reading(path: Path, document: Document, *_: object, **__: object) -> Iterator[None]:
    """Nothing here reads pictures of pages."""
    yield from ()
    return document


def small(scene: Scene) -> QWidget:
    """The screen of a small notebook, less what the system keeps of it."""
    scene.window.resize(1366, 728)
    return paper(scene)


def small_dark(scene: Scene) -> QWidget:
    theme().apply("dark")
    return small(scene)


def small_large(scene: Scene) -> QWidget:
    """The same with text at 150 %."""
    theme().apply("light", 1.5)
    scene.remake()
    return small(scene)


def small_hebrew(scene: Scene) -> QWidget:
    scene.speak("he")
    scene.window.resize(1366, 728)
    return hebrew(scene)


def dialogs(scene: Scene) -> QWidget:
    """The lesser dialogs, one below the other."""
    told = Forecast(9, 2, 8, 10, 180_000, 196_000, 12_000)
    shown = (
        VoicesDialog((Voice("Rhymes", "Answer in rhyme."), Voice("Short", "Be short.")), "Answer in rhyme."),
        ForecastDialog(told, None, "A model of mine", None),
        PreviewDialog("<h1>A page</h1><p>With words.</p>"),
        AddressDialog("https://example.org/a/very/long/way/to/go?and=more", scene.window),
        LanguagesDialog("docqa: the guide", ("eng", "heb", "deu", "fra"), ("heb",), scene.window),
    )
    board = QWidget()
    column = QHBoxLayout(board)
    for few in (shown[:2], shown[2:3], shown[3:]):
        part = QVBoxLayout()
        for one in few:
            one.setWindowFlags(Qt.WindowType.Widget)
            frame = QFrame()
            frame.setStyleSheet("QFrame#around { border: 1px solid #999; }")
            frame.setObjectName("around")
            QVBoxLayout(frame).addWidget(one)
            part.addWidget(frame)
        column.addLayout(part)
    board.resize(1700, 980)
    board.show()
    scene.settle()
    return board


SCENES: dict[str, Callable[[Scene], QWidget]] = {
    "deep": deep,
    "unread": unread,
    "looking": looking,
    "looking-dark": looking_dark,
    "blind": blind,
    "small": small,
    "small-dark": small_dark,
    "small-large": small_large,
    "small-hebrew": small_hebrew,
    "dialogs": dialogs,
    "talk": talk,
    "talk-dark": talk_dark,
    "talk-200": talk,
    "empty-talk": empty_talk,
    "card": card,
    "welcome": welcome,
    "paper": paper,
    "model": model,
    "scan": scan,
    "hebrew": hebrew,
    "long-dark": long_dark,
    "report": report,
    "error": error,
    "settings": settings,
    "settings-dark": settings_dark,
    "settings-scans": settings_scans,
    "settings-keys": settings_keys,
    "settings-look": settings_look,
    "settings-hebrew": settings_hebrew,
    "choices": choices,
    "shortcuts": shortcuts,
    "bug": bug,
    "engines": engines,
    "figures": figures,
    "box": box,
    "welcome-hebrew": welcome_hebrew,
    "window-hebrew": window_hebrew,
    "large": large,
    "settings-large": settings_large,
    "sent": sent,
    "paper-dark": paper_dark,
    "narrow": narrow,
    "menu": menu,
    "pages": pages,
    "pages-dark": pages_dark,
    "pages-rtl": pages_rtl,
    "pages-200": pages,
    "paper-200": paper,
    "welcome-200": welcome,
}
PUBLISHED = ("welcome", "paper", "long-dark", "window-hebrew")
COLOURS = 160  # of a published picture's palette


def shoot(name: str) -> None:
    """One scene, in this process."""
    SHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DOCQA_HOME"] = str(Path(folder) / "home")
        app = starting.application([sys.argv[0]])
        theme().apply("light")
        scene = Scene(app, Path(folder))
        SCENES[name](scene).grab().save(str(SHOTS / f"{name}.png"))
        scene.close()


def publish(name: str) -> None:
    """The scene with as many colours as it needs, small enough for a README."""
    target = REPO / "resources" / "screens" / f"{name}.png"
    target.parent.mkdir(exist_ok=True)
    with Image.open(SHOTS / f"{name}.png") as whole:
        small = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(target, optimize=True)
    print(f"{target.name}: {target.stat().st_size // 1024} KB")


def main() -> None:
    names = [name for name in sys.argv[1:] if name in SCENES]
    if "--one" in sys.argv:
        shoot(names[0])
        return
    for name in names or (PUBLISHED if "--publish" in sys.argv else SCENES):
        scale = "2" if name.endswith("-200") else "1"
        environment = {**os.environ, "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(REPO)}
        subprocess.run([sys.executable, __file__, "--one", name], env=environment, check=True)
        print(name)
        if "--publish" in sys.argv:
            publish(name)


if __name__ == "__main__":
    main()
