"""Tesseract, as the program that the system has: words, places, confidence and sizes from its hOCR, scripts from
its own data. A process for each page: what it does to itself it does not do to the worker."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from docqa.reading import normalise
from docqa.reading.ocr import language_folder, tesseract_program
from docqa.reading.recognition.found import FoundLine, FoundWord, Gray, RecognitionFailed

# Text wherever it stands, in no order: asked for order, it runs lines across columns and loses words in charts.
_SPARSE, _BLOCK = "11", "6"
_LEFTWARD = frozenset(("heb", "ara", "fas", "urd", "yid", "syr", "div", "pus", "snd", "uig", "kur_ara"))
_LEAST_SURE = 3.0  # per cent; below it are specks and rules read as letters
_WIDEST = 32_000  # pixels a side that Tesseract takes


class Script(NamedTuple):
    """What a page looks like: quarter turns clockwise that set it upright, the script's name, and how sure (of the
    turn, of the script) on Tesseract's open scale, where 1 is little and 10 much."""

    turns: int
    name: str
    sure_of_turn: float
    sure_of_name: float


class Tesseract:
    """The program, asked page by page."""

    def read(
        self, picture: Gray, languages: tuple[str, ...], dots: int, seconds: float, *, block: bool = False
    ) -> list[FoundLine]:
        """See `Recogniser`. `block`: the picture is nothing but lines below each other."""
        apart = "1" if _LEFTWARD & set(languages) else "0"
        options = ("-c", f"hocr_char_boxes={apart}", "--psm", _BLOCK if block else _SPARSE, "--dpi", str(dots))
        return _lines(_run(picture, seconds, "-l", "+".join(languages), *options, "hocr"))

    def look(self, picture: Gray, dots: int, seconds: float) -> Script | None:
        """The page's script and which side is up; None where there is too little to tell by."""
        try:
            told = _run(picture, seconds, "--psm", "0", "--dpi", str(dots))
        except RecognitionFailed:
            return None
        said = dict(re.findall(r"^([A-Z][a-z ]+): (\S+)", told, re.MULTILINE))
        try:
            turns = round(float(said["Rotate"]) / 90) % 4
            return Script(
                turns, said["Script"], float(said["Orientation confidence"]), float(said["Script confidence"])
            )
        except (KeyError, ValueError):
            return None


@cache
def _environment() -> dict[str, str]:
    environment = os.environ.copy()
    environment["OMP_THREAD_LIMIT"] = "1"  # its threads wait for each other more than they work
    folder = language_folder()
    if folder is not None:
        environment["TESSDATA_PREFIX"] = str(folder)
    return environment


def _run(picture: Gray, seconds: float, *arguments: str) -> str:
    program = tesseract_program()
    if program is None:
        raise RecognitionFailed("Tesseract is not there")
    height, width = picture.shape
    if max(height, width) > _WIDEST:
        raise RecognitionFailed("its picture is too large")
    portable = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    with subprocess.Popen(
        [program, "stdin", "stdout", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        _limit(process.pid, seconds)
        try:
            told, _ = process.communicate(portable, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise RecognitionFailed("it took too long") from error
        finally:
            process.kill()
    if process.returncode:
        raise RecognitionFailed("Tesseract failed on it")
    return told.decode("utf-8", "replace")


def _limit(process: int, seconds: float) -> None:
    """Should the worker be ended meanwhile, the program ends by itself."""
    if sys.platform == "linux":
        import resource

        most = int(seconds) + 1
        try:
            resource.prlimit(process, resource.RLIMIT_CPU, (most, most))
        except OSError:  # it is over already, or the system does not let us
            return


_LINE, _WORD = re.compile(r"<span class='ocr_\w+'"), "<span class='ocrx_word'"
_LETTER = re.compile(r"x_bboxes (\d+) \d+ (\d+) [^>]*>([^<]+)<")
_TAG = re.compile("<[^>]*>")
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_NUMBERS = {name: re.compile(rf"{name} (-?[\d.]+)(?: (-?[\d.]+))?") for name in ("x_size", "baseline", "x_wconf")}
_SIDES = re.compile("[\u200e\u200f\u202a-\u202e]")
_EM = 1.1  # font sizes for the height from the top of d to the foot of p
_ABOVE, _BELOW = 0.84, 0.24  # font sizes from the baseline to the top and foot of a text layer's boxes
_RAISED, _SMALL = 0.18, 0.6  # font sizes above the baseline, and of height, that make figures superscript
_STRAY = 0.35  # font sizes by which a word's ink may leave its line's box


def _lines(told: str) -> list[FoundLine]:
    """From hOCR: lines with baseline and size; words with ink, confidence and text, perhaps their letters."""
    lines: list[FoundLine] = []
    for part in _LINE.split(told)[1:]:
        title, *parts = part.split(_WORD)
        box = _BOX.search(title)
        if box is None:
            continue
        left, top, _, bottom = map(int, box.groups())
        slope, offset = _numbers("baseline", title)
        size = _EM * _numbers("x_size", title)[0] or float(bottom - top)
        words = [word for one in parts if (word := _word(one, left, bottom + offset, slope, size)) is not None]
        if words:
            lines.append(FoundLine(words, size))
    return lines


def _word(told: str, left: float, foot: float, slope: float, size: float) -> FoundWord | None:
    """A word of a line whose baseline leaves `left` at the height `foot` with this slope."""
    box, (sure, _) = _BOX.search(told), _numbers("x_wconf", told)
    if box is None or sure < _LEAST_SURE:
        return None
    x0, y0, x1, y1 = map(int, box.groups())
    letters = [
        (letter, int(start), int(end)) for start, end, text in _LETTER.findall(told) if (letter := _clean(text))
    ]
    text = "".join(text for text, _, _ in letters) or _clean(told.partition(">")[2].partition("\n")[0])
    if not text:
        return None
    base = foot + slope * ((x0 + x1) / 2 - left)
    if y1 < base - _RAISED * size and y1 - y0 < _SMALL * size and text.isdigit():
        text, letters = normalise.raised(text), []
    top, bottom = base - _ABOVE * size, base + _BELOW * size
    if y0 < top - _STRAY * size or y1 > bottom + _STRAY * size:  # of another line, or much larger
        top, bottom = float(y0), float(y1)
    return FoundWord(text, x0, top, x1, bottom, sure / 100, tuple(letters))


def _clean(told: str) -> str:
    return _SIDES.sub("", html.unescape(_TAG.sub("", told))).strip()


def _numbers(name: str, title: str) -> tuple[float, float]:
    """One or two numbers of a line's or word's title; 0 for those that it lacks."""
    found = _NUMBERS[name].search(title)
    return (float(found[1]), float(found[2] or 0)) if found else (0.0, 0.0)


def has_scripts() -> bool:
    """Whether the data that tells scripts and turns (osd) is there."""
    folder: Path | None = language_folder()
    return tesseract_program() is not None and folder is not None and (folder / "osd.traineddata").is_file()
