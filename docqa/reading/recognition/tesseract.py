"""Tesseract, as the program that the system has: words, boxes and confidence from its table, scripts from its own
data. A process for each page: what it does to itself it does not do to the worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from docqa.reading.ocr import language_folder, tesseract_program
from docqa.reading.recognition.found import FoundLine, FoundWord, Gray, RecognitionFailed

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

    def read(self, picture: Gray, languages: tuple[str, ...], dots: int, seconds: float) -> list[FoundLine]:
        """See `Recogniser`."""
        told = _run(picture, seconds, "-l", "+".join(languages), "--psm", "3", "--dpi", str(dots), "tsv")
        return _lines(told)

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


def _lines(table: str) -> list[FoundLine]:
    """From the table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    lines: list[FoundLine] = []
    blocks: dict[tuple[str, str], int] = {}
    at = None
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5":
            continue
        text, sure = cells[11].strip(), float(cells[10])
        if not text or sure < _LEAST_SURE:
            continue
        x, y, width, height = map(int, cells[6:10])
        if at != cells[2:5]:
            at = cells[2:5]
            lines.append(FoundLine([], blocks.setdefault((at[0], at[1]), len(blocks))))
        lines[-1].words.append(FoundWord(text, x, y, x + width, y + height, sure / 100))
    return lines


def has_scripts() -> bool:
    """Whether the data that tells scripts and turns (osd) is there."""
    folder: Path | None = language_folder()
    return tesseract_program() is not None and folder is not None and (folder / "osd.traineddata").is_file()
