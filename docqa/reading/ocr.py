"""Which languages Tesseract can read on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NOT_LANGUAGES = {"osd", "equ", "snum"}


def ocr_languages() -> tuple[str, ...]:
    """Tesseract's names ("eng", "heb", "chi_sim", …) of the language data found here, sorted."""
    found = {
        data.stem
        for folder in _folders()
        if folder.is_dir()
        for data in folder.glob("*.traineddata")
        if data.stem not in _NOT_LANGUAGES
    }
    return tuple(sorted(found))


def _folders() -> list[Path]:
    """Where language data may be: what the person set, what tesseract itself says, the usual places."""
    folders = []
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        folders += [Path(prefix), Path(prefix) / "tessdata"]
    if program := shutil.which("tesseract"):
        folders.append(Path(program).parent / "tessdata")
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
    if sys.platform == "win32":
        folders.append(Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "Tesseract-OCR" / "tessdata")
    else:
        usual = ("/usr/share", "/usr/local/share", "/opt/homebrew/share", "/opt/local/share")
        folders += [Path(place) / "tessdata" for place in usual]
        folders += sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))
    return folders
