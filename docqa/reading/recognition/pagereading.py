"""One page from picture to words: drawn, prepared, read by the engine that knows its languages, set in order."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docqa.reading import layout
from docqa.reading.ocr import has_rapid, ocr_languages, rapid_reads, tesseract_languages
from docqa.reading.recognition import leftover, leftward, picture
from docqa.reading.recognition.composing import compose, nothing
from docqa.reading.recognition.found import (
    FoundLine,
    Quality,
    Recogniser,
    RecognitionFailed,
    quality,
)
from docqa.reading.recognition.picture import View
from docqa.reading.recognition.rapid import Rapid
from docqa.reading.recognition.tesseract import Tesseract, has_scripts

_SURELY, _ENOUGH = 0.75, 8  # of words in pictures beside text, and how many letters such a picture holds
_SURE_ALONE, _SURE_LATIN, _SURE_PREFIX = 0.8, 0.85, 0.5  # from which a second look counts
_FEW, _SCRAWL = 3, 0.5  # words of a line, and how sure the surest of them is at most, that are none
_CONFIDENT = 1.5  # of Tesseract's measure for scripts and turns, from which it is right nearly always

# What a script is most likely to be written in, by Tesseract's names; English stands in many pages of any script.
_LANGUAGES = {
    "Latin": ("eng",),
    "Fraktur": ("deu_latf", "deu_frak", "frk", "deu"),
    "Hebrew": ("heb", "eng"),
    "Arabic": ("ara", "fas", "eng"),
    "Han": ("chi_sim", "chi_tra", "eng"),
    "HanS": ("chi_sim", "eng"),
    "HanT": ("chi_tra", "eng"),
    "Japanese": ("jpn", "eng"),
    "Hiragana": ("jpn", "eng"),
    "Katakana": ("jpn", "eng"),
    "Korean": ("kor", "eng"),
    "Hangul": ("kor", "eng"),
    "Cyrillic": ("rus", "ukr", "eng"),
    "Greek": ("ell", "eng"),
    "Devanagari": ("hin", "eng"),
    "Thai": ("tha", "eng"),
    "Bengali": ("ben", "eng"),
    "Tamil": ("tam", "eng"),
    "Armenian": ("hye", "eng"),
    "Georgian": ("kat", "eng"),
}
# Together with Latin letters, Tesseract takes many a short word of these for Latin.
_MISTAKEN = frozenset(("heb", "ara", "fas", "urd", "yid"))
_NAMES = {"Han": "Chinese", "HanS": "Chinese", "HanT": "Chinese", "Hangul": "Korean"}


@dataclass(slots=True)
class Reading:
    """What became of a page: its text with places in points, how good it is, or why there is none."""

    text: layout.Text
    quality: Quality
    languages: tuple[str, ...]
    problem: str = ""


@dataclass(slots=True)
class _Try:
    lines: list[FoundLine]
    view: View
    languages: tuple[str, ...]
    quality: Quality


class PageReader:
    """Reads the pages of one file. Languages that nobody named are guessed, and a good guess serves on."""

    def __init__(self) -> None:
        self._tesseract, self._rapid = Tesseract(), Rapid()
        self._guess: tuple[str, ...] = ()
        self._turns = 0
        self._shapes = leftward.Shapes()

    def read(self, drawn: View, languages: Sequence[str], seconds: float) -> Reading:
        """Read the page drawn as `drawn` in `languages`, or in what it seems to be in.

        Raises RecognitionFailed. `seconds` is the most it may take.
        """
        until = time.monotonic() + seconds
        if picture.is_blank(drawn):
            return Reading(nothing(), Quality(0, 0.0), ())
        view = picture.evened(drawn)
        marks = picture.marks_of(view)
        wide = view.pixels.shape[1]
        view = picture.scaled(picture.despeckled(view, marks), marks.letter)
        finer = view.pixels.shape[1] / wide
        skew = picture.skew_of(view)
        # Sideways pages come in batches, all turned the same way.
        turns = (self._turns if self._turns % 2 else 1) if skew.sideways else 0
        view = picture.straightened(picture.turned(view, turns), skew.angle)
        view = picture.without_leaders(view, marks.letter * finer)
        missing = ""
        wanted = tuple(languages) or self._guess
        if not wanted:
            wanted, more, missing = self._look(view, until)
            view, turns = picture.turned(view, more), turns + more
        best = self._try(view, wanted, until) if wanted else _Try([], view, (), Quality(0, 0.0))
        if not best.quality.good:
            best, turns, missing = self._again(best, turns, bool(languages), missing, until)
        if best.quality.good:
            self._turns = turns % 4
            if not languages:
                self._guess = best.languages
        if not best.quality.poor:
            best.lines = self._looked_at_again(best, marks.letter * finer, until)
        return _reading(best, missing)

    def read_pictures(self, drawn: View, languages: Sequence[str], seconds: float) -> layout.Text:
        """The words of the pictures on a page, of which nothing else was drawn; only those that are surely words.

        Photographs are told by their looks or by what is made of them, and tried once. Raises RecognitionFailed.
        """
        until = time.monotonic() + seconds
        marks = picture.marks_of(drawn)
        if picture.is_blank(drawn) or not leftover.has_lines(drawn.pixels, marks.letter):
            return nothing()
        view = picture.scaled(drawn, marks.letter)
        wanted = tuple(languages) or self._guess or self._look(view, until)[0]
        if not wanted:
            return nothing()
        found = self._try(view, wanted, until)
        sure = [
            FoundLine(words, line.size)
            for line in found.lines
            if (words := [word for word in line.words if word.sure >= _SURELY])
        ]
        return compose(sure, view) if quality(sure).characters >= _ENOUGH else nothing()

    def _looked_at_again(self, best: _Try, letter: float, until: float) -> list[FoundLine]:
        """The lines with what Tesseract passed over, as lone figures often are, and what it was unsure of."""
        engine, known = self._engine(best.languages) if best.lines else (None, ())
        if engine is not self._tesseract or letter <= 0:
            return best.lines
        view, lines = best.view, best.lines

        def read(pieces: list[leftover.Scrap], languages: tuple[str, ...], least: float) -> list[FoundLine]:
            if not pieces or time.monotonic() > until - 1:
                return []
            sheet, tops = leftover.sheet(view.pixels, pieces, letter)
            seconds = max(1.0, until - time.monotonic())
            found = self._tesseract.read(sheet, languages, 300, seconds, block=True)
            return leftover.put_back(found, pieces, tops, letter, least)

        if known[0] in _MISTAKEN:
            prefixes, strange = leftward.doubtful(lines)
            latin = read(strange, ("eng",), _SURE_LATIN) if "eng" in known else []
            lines = leftward.settled(lines, read(prefixes, known[:1], _SURE_PREFIX), latin)
        return [*lines, *read(leftover.scraps(view.pixels, lines, letter), known, _SURE_ALONE)]

    def _again(self, best: _Try, turns: int, fixed: bool, missing: str, until: float) -> tuple[_Try, int, str]:
        """Other ways up, other scripts, other pictures of a page that was not read well."""
        view = best.view
        wanted, more, lacking = self._look(view, until)
        missing = missing or lacking
        ways: list[tuple[int, tuple[str, ...]]] = []
        if fixed or not wanted:
            wanted = best.languages
        if (more or wanted != best.languages) and wanted:
            ways.append((more, wanted))
        if best.quality.sure < 0.7 and wanted:
            ways += [(way, wanted) for way in (2, 1, 3) if way != more]
        turned = 0
        for way, tongue in ways:
            if time.monotonic() > until - 1:
                break
            other = self._try(picture.turned(view, way), tongue, until)
            if other.quality.score > 1.1 * best.quality.score:
                best, turned = other, way
            if best.quality.good:
                break
        if not best.quality.good and best.languages and not picture.is_clean(best.view):
            for clean in (picture.binarised, picture.smoothed):
                if time.monotonic() > until - 1:
                    break
                other = self._try(clean(best.view), best.languages, until)
                if other.quality.score > 1.05 * best.quality.score:
                    best = other
        return best, turns + turned, missing

    def _look(self, view: View, until: float) -> tuple[tuple[str, ...], int, str]:
        """Languages a page may be in, quarter turns that set it upright, and a script that nothing here reads."""
        everything = ocr_languages()
        usual = _best(("eng", *everything[:1]), everything)
        if not has_scripts():
            return usual, 0, ""
        script = self._tesseract.look(view.pixels, 300, max(1.0, until - time.monotonic()))
        if script is None:
            return usual, 0, ""
        turns = script.turns if script.sure_of_turn >= _CONFIDENT else 0
        languages = _best(_LANGUAGES.get(script.name, ()), everything)
        reads = [name for name in _LANGUAGES.get(script.name, ()) if name != "eng"] or ["eng"]
        if not set(reads) & set(everything) and script.name != "Latin":
            missing = script.name if script.sure_of_name >= _CONFIDENT else ""
            return usual, turns, missing
        return languages or usual, turns, ""

    def _try(self, view: View, languages: tuple[str, ...], until: float) -> _Try:
        engine, known = self._engine(languages)
        seconds = max(1.0, until - time.monotonic())
        lines = engine.read(view.pixels, known, 300, seconds)
        if known[0] in _MISTAKEN:
            if len(known) > 1 and leftward.wants_own(lines):
                alone = engine.read(view.pixels, known[:1], 300, max(1.0, until - time.monotonic()))
                lines = leftward.together(lines, alone)
            lines = leftward.mended(lines, view.pixels, self._shapes)
        # On worn paper, what is hardly text counts for the page's quality, and for nothing else.
        kept = lines if picture.is_clean(view) else [line for line in lines if not _is_scrawl(line)]
        return _Try(kept, view, languages, quality(lines))

    def _engine(self, languages: tuple[str, ...]) -> tuple[Recogniser, tuple[str, ...]]:
        """The engine for these languages, and those of them it knows."""
        data = tesseract_languages()
        known = tuple(language for language in languages if language in data)
        by_rapid = has_rapid() and all(rapid_reads(language) for language in languages)
        if by_rapid and (len(known) < len(languages) or languages[0].startswith(("chi", "jpn"))):
            return self._rapid, languages
        if known:
            return self._tesseract, known
        if has_rapid():
            return self._rapid, languages
        raise RecognitionFailed("nothing here reads " + ", ".join(languages))


def _is_scrawl(line: FoundLine) -> bool:
    """Whether a line is a few signs that an engine made of specks and edges."""
    return len(line.words) <= _FEW and max(word.sure for word in line.words) < _SCRAWL


def _best(wanted: Iterable[str], there: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for language in wanted if language in there))


def _reading(read: _Try, missing: str) -> Reading:
    """The text of what was read, or why it is none."""
    if missing and not read.quality.good:
        name = _NAMES.get(missing, missing)
        return Reading(
            nothing(), read.quality, read.languages, f"nothing on this computer reads {name} from pictures"
        )
    if read.quality.poor:
        problem = "it is a picture in which no words could be made out"
        return Reading(nothing(), read.quality, read.languages, problem)
    return Reading(compose(read.lines, read.view), read.quality, read.languages)
