"""What kind of page it is: judged from the text layer, the pictures, and whether the letters can be right."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from docqa.domain import Document, PageKind, PageSource, finish
from docqa.reading import load
from docqa.reading.kinds import Layer, improbable

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
ENGLISH = (
    "The council met in the old mill by the river to decide which of the seven bridges should be mended first. "
    "After three hours nobody had changed anybody's mind, and the miller served bread with honey to all of them. "
)
HEBREW = "הספינה יצאה מן הנמל לפנות בוקר, ועל סיפונה עמד הנער והביט אל החוף ההולך ומתרחק ממנו אט אט. " * 5


def shuffled(text: str, letters: str, seed: int = 5) -> str:
    """`text` as a font with wrong Unicode gives it: every letter stands for another."""
    mixed = list(letters)
    random.Random(seed).shuffle(mixed)
    return text.lower().translate(str.maketrans(letters, "".join(mixed)))


@pytest.mark.parametrize("text", [ENGLISH * 2, HEBREW], ids=["English", "Hebrew"])
def test_a_language_is_probable(text: str) -> None:
    assert not improbable(text)


@pytest.mark.parametrize(
    "text",
    [
        "12,345 (6.7)% $ 1,204 – 88.1 [3] * 2023 2022 = " * 20,
        "ACGTTGCAACGTAGCTAGCTTAGC " * 30,
        "x = f(a[i] + 1) * {b, c}; " * 30,
        "0x1F3A 9c2e77 QX-1187/B serial no. " * 20,
    ],
    ids=["figures", "bases", "code", "serial numbers"],
)
def test_odd_text_is_still_text(text: str) -> None:
    assert not improbable(text)


@pytest.mark.parametrize(
    "text",
    [
        shuffled(ENGLISH * 2, string.ascii_lowercase),
        shuffled(HEBREW, "אבגדהוזחטיכלמנסעפצקרשת"),
        (ENGLISH * 4).translate({ord(c): ord(c) + 7 for c in string.ascii_letters}),
        HEBREW.encode("cp1255").decode("cp1252", errors="ignore"),
        "".join(chr(33 + ord(c) % 15) if c.isalpha() else c for c in ENGLISH * 4),
    ],
    ids=["Latin shuffled", "Hebrew shuffled", "shifted", "Hebrew as Latin", "marks"],
)
def test_letters_that_are_hardly_a_language_are_noticed(text: str) -> None:
    assert improbable(text)


def test_kinds_by_what_covers_the_page() -> None:
    assert Layer(900, 0, 0.0).kind is PageKind.TEXT
    assert Layer(900, 0, 0.1).kind is PageKind.TEXT
    assert Layer(900, 0, 0.4).kind is PageKind.MIXED
    assert Layer(900, 900, 1.0).kind is PageKind.SCANNED
    assert Layer(900, 900, 0.0).kind is PageKind.TEXT  # unseen, but behind no picture


def test_a_scan_is_scanned_and_a_text_is_text() -> None:
    scan = finish(load(SAMPLES / "guide-scan.pdf"))
    assert {page.kind for page in scan.pages} == {PageKind.SCANNED}
    assert {page.source for page in scan.pages} == {PageSource.NONE}
    guide = finish(load(SAMPLES / "guide.pdf"))
    assert {page.kind for page in guide.pages} <= {PageKind.TEXT, PageKind.MIXED}


def test_a_font_that_says_other_letters_makes_the_page_unread(
    read: Callable[..., Document], make: ModuleType
) -> None:
    lines = [shuffled(ENGLISH[i : i + 70], string.ascii_lowercase) for i in range(0, len(ENGLISH), 70)] * 3
    content = "\n".join(make.show(line, y=740 - 14 * number) for number, line in enumerate(lines))
    (page,) = read("shuffled.pdf", make.pdf([content])).pages
    assert page.kind is PageKind.GARBLED
    assert page.source is PageSource.NONE
    assert page.text == ""
    assert page.problem
