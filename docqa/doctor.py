"""Whether this machine has what docqa needs, and what to do where it falls short."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from docqa.engines import list_models
from docqa.errors import DocqaError
from docqa.library import Secrets, Settings, home, library_path
from docqa.own_library import own_library
from docqa.packing import count
from docqa.reading import ocr_engines, ocr_languages

_DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}

# Run in a process of its own, so that this one never imports Qt and a crash of it is only a finding. On Linux
# the X11 plugin is loaded by hand, because Qt itself would only say that it could not be loaded.
_TRY_QT = """
import ctypes, pathlib, sys
from PySide6 import QtCore, QtGui, QtWidgets
if sys.platform == "linux":
    plugins = pathlib.Path(QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath))
    ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
print(QtCore.qVersion())
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` says what to do where `ok` is False; `optional`: docqa works without it."""

    what: str
    ok: bool
    found: str
    advice: str = ""
    optional: bool = False


def examine(*, ask_engines: bool) -> Iterator[Finding]:
    """Look at everything in turn; connects to the configured endpoints only if `ask_engines`."""
    yield _qt()
    yield _data()
    yield _tokens()
    yield _keyring()
    yield _ocr()
    if ask_engines:
        yield from _engines()


def _qt() -> Finding:
    try:
        tried = subprocess.run(
            [sys.executable, "-c", _TRY_QT], capture_output=True, text=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding(
            "window (Qt)", False, "Qt did not start within a minute", "Restart the machine and try again."
        )
    if tried.returncode == 0:
        return Finding("window (Qt)", True, f"Qt {tried.stdout.strip()}")
    reason = tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else f"exit {tried.returncode}"
    library = next((name for name in _DEBIAN_PACKAGES if name in reason), None)
    if library:
        advice = f"Debian/Ubuntu: sudo apt install {_DEBIAN_PACKAGES[library]}"
    else:
        advice = "Install Qt's system libraries as README says, or reinstall PySide6-Essentials."
    return Finding("window (Qt)", False, f"{reason}; the verbs work without it", advice)


def _data() -> Finding:
    try:
        with own_library() as store:
            kept, wrong = len(store.sessions()), store.check()
    except DocqaError as error:
        return Finding("library", False, error.message, error.hint)
    if wrong:
        advice = "Save your sessions as files, then move library.db elsewhere and open them in a new library."
        return Finding("library", False, f"{library_path()} is damaged: {wrong[0]}", advice)
    return Finding("library", True, f"{kept} {'session' if kept == 1 else 'sessions'} in {home()}")


def _tokens() -> Finding:
    try:
        count("docqa")
    except (DocqaError, OSError) as error:
        return Finding("token tables", False, str(error), "Reinstall docqa.")
    return Finding("token tables", True, "shipped and unchanged")


def _keyring() -> Finding:
    secrets = Secrets()
    advice = "Keys would be kept for one run only. Install a keyring: on Linux, GNOME Keyring or KWallet."
    if secrets.available:
        return Finding("keyring", True, secrets.backend, optional=True)
    return Finding("keyring", False, secrets.backend, advice, optional=True)


def _ocr() -> Finding:
    told = "; ".join(f"{name} reads {', '.join(languages)}" for name, languages in ocr_engines() if languages)
    if not ocr_languages():
        return Finding("text recognition", False, "nothing here reads pictures", "Reinstall docqa.", optional=True)
    return Finding("text recognition", True, told, _MORE_LANGUAGES, optional=True)


_MORE_LANGUAGES = {
    "linux": "For more languages (Debian/Ubuntu): sudo apt install tesseract-ocr tesseract-ocr-heb (one each)",
    "darwin": "For more languages: brew install tesseract tesseract-lang",
    "win32": "For more languages: install Tesseract (UB Mannheim's installer) and choose them there",
}.get(sys.platform, "For more languages: install Tesseract and its data for them")


def _engines() -> Iterator[Finding]:
    secrets = Secrets()
    profiles = Settings.load().endpoints
    if not profiles:
        yield Finding("engines", True, "none configured; the built-in reader answers", optional=True)
    for profile in profiles:
        what = f"engine {profile.name}"
        try:
            models = list_models(profile.base_url, secrets.get(profile.base_url))
        except DocqaError as error:
            yield Finding(what, False, error.message, error.hint, optional=True)
            continue
        known = not models or profile.model in models
        advice = "" if known else f"Choose one of: {', '.join(models[:8])}"
        yield Finding(what, known, f"{profile.base_url} answers; model {profile.model}", advice, optional=True)
