"""Which languages can be read from pictures on this machine, and by what.

Languages go by Tesseract's names ("eng", "heb", "chi_sim", …). RapidOCR comes with docqa and reads Latin letters,
Chinese and Japanese; Tesseract, where the system has it, reads what it has data for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ONLY = "DOCQA_OCR"  # "rapidocr" or "tesseract": the one engine to use, should the other give trouble
_NOT_LANGUAGES = {"osd", "equ", "snum"}

SHIPPED: tuple[str, ...] = ("eng", "chi_sim", "chi_tra", "jpn", "deu", "fra", "ita", "nld", "por", "spa")
"""What RapidOCR's own models read; of the other languages in Latin letters they read most too."""

_LATIN_TOO = frozenset(
    (
        *("afr", "cat", "ces", "dan", "est", "eus", "fin", "gle", "glg", "hrv", "hun", "ind", "isl", "lav", "lit"),
        *("msa", "nor", "oci", "pol", "ron", "slk", "slv", "sqi", "swa", "swe", "tgl", "tur", "lat", "epo"),
    )
)


def ocr_languages() -> tuple[str, ...]:
    """The languages that some engine here reads, sorted."""
    return tuple(sorted({*tesseract_languages(), *(SHIPPED if has_rapid() else ())}))


def ocr_engines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each engine's name and the languages it reads here; one that is missing reads none."""
    return (
        ("RapidOCR", (*SHIPPED, "and most others in Latin letters") if has_rapid() else ()),
        ("Tesseract", tesseract_languages()),
    )


def tesseract_languages() -> tuple[str, ...]:
    """The languages that Tesseract has data for here, sorted; none where the program is missing."""
    folder = language_folder()
    if folder is None or tesseract_program() is None:
        return ()
    return tuple(sorted(data.stem for data in folder.glob("*.traineddata") if data.stem not in _NOT_LANGUAGES))


def rapid_reads(language: str) -> bool:
    """Whether RapidOCR's models know this language's letters."""
    return language in SHIPPED or language in _LATIN_TOO


@cache
def has_rapid() -> bool:
    """Whether RapidOCR is installed, and wanted."""
    return find_spec("rapidocr") is not None and os.environ.get(ONLY, "rapidocr") == "rapidocr"


@cache
def tesseract_program() -> str | None:
    """Tesseract's program, if the system has it and it is wanted."""
    if os.environ.get(ONLY, "tesseract") != "tesseract":
        return None
    if program := shutil.which("tesseract"):
        return program
    if sys.platform == "win32":  # its installer does not put it on the path
        for root in ("PROGRAMFILES", "LOCALAPPDATA"):
            for place in ("Tesseract-OCR", r"Programs\Tesseract-OCR"):
                program = str(Path(os.environ.get(root, "C:\\")) / place / "tesseract.exe")
                if Path(program).is_file():
                    return program
    return None


@cache
def language_folder() -> Path | None:
    """Where Tesseract's language data lies: what the person set, what it says itself, the usual places."""
    for folder in _folders():
        if any(folder.glob("*.traineddata")):
            return folder
    return None


def _folders() -> list[Path]:
    folders = []
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        folders += [Path(prefix), Path(prefix) / "tessdata"]
    if program := tesseract_program():
        try:
            said = subprocess.run(
                [program, "--list-langs"],
                capture_output=True,
                text=True,
                timeout=10,
                check=False,
                errors="replace",
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            said = ""
        if '"' in said:  # List of available languages in "/usr/share/tesseract-ocr/5/tessdata/" (2):
            folders.append(Path(said.split('"')[1]))
        folders.append(Path(program).parent / "tessdata")
    if sys.platform != "win32":
        usual = ("/usr/share", "/usr/local/share", "/opt/homebrew/share", "/opt/local/share")
        folders += [Path(place) / "tessdata" for place in usual]
        folders += sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))
    return [folder for folder in folders if folder.is_dir()]
