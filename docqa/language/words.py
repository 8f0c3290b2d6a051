"""Words, the terms that ranking compares, and which language a text is in."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter

import regex
import Stemmer

from docqa.language.folding import DIGITS, strip_marks
from docqa.language.function_words import FUNCTION_WORDS
from docqa.language.scripts import counts

# Scripts written without spaces: each character is a word of its own.
_SOLID = r"[\p{Han}\p{Hiragana}\p{Katakana}\u30fc\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}&&\p{L}\p{N}]"
# A letter run with what joins it inside: apostrophes between letters, gershayim in Hebrew, points and commas
# between digits.
_RUN_OF = rf"[[\p{{L}}\p{{N}}]--{_SOLID}][[\p{{L}}\p{{N}}\p{{M}}\u00ad\u200c\u200d]--{_SOLID}]*"
_JOINT = (
    r"(?:(?<=\p{L}\p{M}*)['’׳](?=\p{L})|(?<=\p{Hebrew}\p{M}*)[\"”״](?=\p{Hebrew})"
    r"|(?<=\p{Nd})[.,'’٫٬](?=\p{Nd}))"
)
_JOINED = rf"{_RUN_OF}(?:{_JOINT}{_RUN_OF})*"
_WORD = regex.compile(rf"{_SOLID}\p{{M}}*|{_JOINED}", regex.V1)
_RUN = regex.compile(rf"(?:{_SOLID}\p{{M}}*)+|{_JOINED}", regex.V1)
# The same for pages in Latin letters alone, several times as quick in the standard library's engine.
_NOT_LATIN = re.compile(r"[^\x00-\u02ff\u2000-\u2bff]|[\u00ad\u200c\u200d\u20d0-\u20ff]")
_LATIN_RUN = re.compile(r"[^\W_]+(?:(?:(?<=[^\W\d_])['’](?=[^\W\d_])|(?<=\d)[.,'’](?=\d))[^\W_]+)*")
_SOLID_START = regex.compile(_SOLID, regex.V1)
_HANGUL = regex.compile(r"\p{Hangul}+")
_GROUPED = regex.compile(r"\d{1,3}(?:[,'’٬]\d{3})+(?:\.\d+)?")
_NUMBER_IN_WORD = regex.compile(r"\d{3,}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")

_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_LATIN = frozenset(FUNCTION_WORDS) - frozenset(
    ["ar", "bg", "bn", "el", "fa", "he", "hi", "hy", "ne", "ru", "sr", "ta", "uk", "yi"]
)
_CYRILLIC = ("ru", "uk", "bg", "sr")
_ONE_LANGUAGE = {
    "Greek": "el",
    "Hangul": "ko",
    "Thai": "th",
    "Tamil": "ta",
    "Bengali": "bn",
    "Armenian": "hy",
    "Georgian": "ka",
    "Lao": "lo",
    "Khmer": "km",
    "Myanmar": "my",
    "Ethiopic": "am",
    "Syriac": "syr",
    "Thaana": "dv",
}
_PER_SCRIPT = {
    "Latin": tuple(sorted(_LATIN)),
    "Cyrillic": _CYRILLIC,
    "Hebrew": ("he", "yi"),
    "Arabic": ("ar", "fa"),
    "Devanagari": ("hi", "ne"),
}
# Where no function word was seen, a script with one language far ahead of its others still tells.
_LIKELY = {"Hebrew": "he", "Arabic": "ar", "Devanagari": "hi", "Cyrillic": "ru"}


def words(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the words of `text`; scripts without spaces are split into characters."""
    pattern = _WORD if _NOT_LATIN.search(text) else _LATIN_RUN
    return [match.span() for match in pattern.finditer(text)]


def terms(text: str, language: str) -> list[str]:
    """What ranking compares, in text order: words folded and stemmed, without function words.

    `language` (ISO 639-1, "" when unsure) is the document's: question and document must be given the same one.
    A Hebrew word gives itself and its stems without prefixes, scripts without spaces give single characters and
    pairs, Hangul words their pairs. Latin words inside a document in another script are taken as English.
    """
    stem = _stems_of(language)
    found: list[str] = []
    for word in runs(text):
        found.extend(stem(word))
    return found


def runs(text: str) -> list[str]:
    """The words of `text` as `terms` takes them, one `terms_of` each; a run of a script without spaces is one."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return (_RUN if _NOT_LATIN.search(text) else _LATIN_RUN).findall(text)


def terms_of(run: str, language: str) -> tuple[str, ...]:
    """The terms of one of `runs`."""
    return _stems_of(language)(run)


class _Stems:
    """Word -> its terms in one language, remembered: a book has a few thousand different words."""

    _LIMIT = 100_000  # words; one language's memory stays under some 30 MB however many books are read

    def __init__(self, language: str) -> None:
        self._language = language
        self._stemmer = Stemmer.Stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None
        self._latin = None if language in _LATIN or not language else Stemmer.Stemmer("english")
        self._stop = FUNCTION_WORDS.get(language, frozenset()) | (
            frozenset() if self._latin is None else FUNCTION_WORDS["en"]
        )
        self._known: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()  # a Snowball stemmer must not be used by two threads at once

    def __call__(self, word: str) -> tuple[str, ...]:
        known = self._known.get(word)
        if known is None:
            with self._lock:
                known = self._terms(word)
                if len(self._known) >= self._LIMIT:
                    self._known.clear()
                self._known[word] = known
        return known

    def _terms(self, word: str) -> tuple[str, ...]:
        if _SOLID_START.match(word):
            return _ngrams(word)
        lower = word.casefold()
        if lower in self._stop:
            return ()
        if lower[0].isdecimal() and _GROUPED.fullmatch(lower):
            lower = regex.sub(r"[,'’٬]", "", lower)
        if not lower.isalpha() and any(map(str.isdecimal, lower)):
            plain = strip_marks(lower).translate(DIGITS)
            # "FY2022" is also 2022; "1,250.5" and "CO2" stay what they are.
            inside = _NUMBER_IN_WORD.findall(plain) if not plain[0].isdecimal() else []
            return (plain, *inside)
        if _HANGUL.fullmatch(lower):
            return _pairs(lower) or (lower,)
        lower = lower.replace("’", "'")
        if "\u0590" <= lower[0] <= "\u05ff" and self._language != "yi":
            return _hebrew(strip_marks(lower))
        latin = lower[0] < "\u0250" or "\u1e00" <= lower[0] <= "\u1eff"
        stemmer = self._latin if latin and self._latin is not None else self._stemmer
        stemmed = stemmer.stemWord(lower) if stemmer is not None else lower
        return (strip_marks(stemmed) or strip_marks(lower) or lower,)


_stems: dict[str, _Stems] = {}


def _stems_of(language: str) -> _Stems:
    stems = _stems.get(language)
    if stems is None:
        stems = _stems.setdefault(language, _Stems(language))
    return stems


def _pairs(word: str) -> tuple[str, ...]:
    return tuple(word[i : i + 2] for i in range(len(word) - 1))


def _ngrams(run: str) -> tuple[str, ...]:
    """Single characters and pairs of a run without spaces, as is usual for Chinese and Japanese retrieval."""
    return (*run, *_pairs(run))


_HEBREW_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_HEBREW_PREFIXES = ("כש", "וש", "וה", "וב", "ול", "ומ", "וכ", "שה", "שב", "של", "שמ", "מה", "לכ", "מש")
_HEBREW_SUFFIXES = ("יות", "ים", "ות", "ית", "יה", "ה", "ת", "י")


def _hebrew(word: str) -> tuple[str, ...]:
    """A Hebrew word and what it may be without its glued prefixes (and, the, in, to, from, as, that) and endings.

    Light on purpose: without a dictionary no one can tell "בית" (house) from "ב" + "ית", so a long word gives all
    its readings and a match on any of them counts.
    """
    word = word.replace('"', "").replace("״", "").replace("”", "").replace("'", "").replace("׳", "")
    bare = word
    readings = [word]
    if len(word) >= 4 and word[0] in "ובהלמשכ":
        readings.append(word[1:])
        bare = word[1:]
        if len(word) >= 5 and word[:2] in _HEBREW_PREFIXES:
            readings.append(word[2:])
            bare = word[2:]
    for suffix in _HEBREW_SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= 3:
            readings.append(bare[: -len(suffix)])
            break
    return tuple(dict.fromkeys(reading.translate(_HEBREW_FINALS) for reading in readings))


_SAMPLE = 8_000  # characters from each of the beginning, the middle and the end


def detect(text: str) -> str:
    """The main language of `text` as ISO 639-1 ("en", "he", "zh", …; "syr" has no shorter code), or "" if unsure.

    Script first, then the small words of the languages that share it. Reliable for a paragraph and more; a
    short question may give "".
    """
    if len(text) > 3 * _SAMPLE:
        middle = len(text) // 2
        text = f"{text[:_SAMPLE]}\n{text[middle : middle + _SAMPLE]}\n{text[-_SAMPLE:]}"
    scripts = counts(text)
    if not scripts:
        return ""
    kana = scripts.pop("Hiragana", 0) + scripts.pop("Katakana", 0)
    scripts["Han"] += kana
    # One ideograph says about as much as a word of two to three letters.
    for name in ("Han", "Hangul"):
        scripts[name] *= 2
    script = scripts.most_common(1)[0][0]
    if script == "Han":
        return "ja" if kana * 2 > 0.1 * scripts["Han"] else "zh"
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script == "Arabic" and regex.search(r"[ٹڈڑےہ]", text):
        return "ur"
    seen = Counter(word.casefold() for word in _RUN.findall(text))
    scores = {
        language: sum(seen[word] for word in FUNCTION_WORDS[language]) for language in _PER_SCRIPT.get(script, ())
    }
    ranked = sorted(scores, key=lambda language: scores[language], reverse=True)
    if not ranked or scores[ranked[0]] == 0 or (len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]):
        return _LIKELY.get(script, "")
    return ranked[0]
