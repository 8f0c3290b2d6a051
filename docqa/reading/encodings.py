"""Which encoding a text file is in, also when it is short.

Byte order marks, UTF-16's zeros, UTF-8's strictness and what a page declares settle most files. For the rest each
candidate encoding reads the text, and the reading that looks most like a language wins: by how common its letters
are, by alphabets not mixing inside a word, and by what only real words do (Hebrew's final letters end words, Greek
carries accents). charset-normalizer decides where no reading looks like anything.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from charset_normalizer import from_bytes

_SAMPLE = 32 << 10  # bytes that are judged; the whole file is then decoded
_ENOUGH = 0.15  # a reading below this looks like no language

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)

# Letters by frequency in running text, most frequent first (rounded from public letter counts of each language).
_HEBREW = "יוהלאתרמבשנםדעקכחפגטצןזסךףץ"
_ARABIC = "اليمنوترهبعدكفسقةحجشأطصخىذءئضظغزثإؤآ"
_CYRILLIC = "оеаинтсрвлкмдпуязыьбгчйхжшюцщэфъёіїєґ"
_GREEK = "αοιετσνηυρπκμλςίωόάέδχήγύθώφβξζψϊ"
# The Latin encodings differ in single letters only: what counts is whether a letter is used at all.
_WESTERN = "éáíóñèäüöàçãúêßôâîëïåøæ"
_CENTRAL = "áíéěąřłęčšžóýůúśżöüćńőťďňźűţăşß"
_TURKISH = "ıüşğöçâîİ"
_THAI = "านรกอเงมยล่ว้ดทสตะิปบค็ีุหแจพขชใไั์ำูึืโผซถศธณภฐฎฏษญฯๆ"
_CHINESE = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天"
)
_TRADITIONAL = (
    "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding and how well a character fits the languages written in it: 1 common, 0 rare, -1 foreign."""

    codec: str
    fit: Callable[[str], float]


def _alphabet(letters: str) -> Callable[[str], float]:
    ranks = {letter: 1.0 - 0.8 * i / len(letters) for i, letter in enumerate(letters)}
    script = _script(letters[0])

    def fit(character: str) -> float:
        known = ranks.get(character.lower())
        if known is not None:
            return known
        return -0.3 if _script(character) == script else -1.0

    return fit


def _accented(letters: str) -> Callable[[str], float]:
    known = frozenset(letters)

    def fit(character: str) -> float:
        if character.lower() in known or character in known:
            return 0.75
        return 0.3 if _script(character) == "LATIN" else -1.0

    return fit


def _script(character: str) -> str:
    return unicodedata.name(character, "?").split()[0]


def _east_asian(frequent: str, common: Callable[[str], float]) -> Callable[[str], float]:
    known = frozenset(frequent)

    def fit(character: str) -> float:
        if character in known:
            return 1.0
        if unicodedata.east_asian_width(character) in "FW" and unicodedata.category(character)[0] in "PSZ":
            return 0.6  # 、。「」 and their kin
        return common(character)

    return fit


def _row(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether a character stands in the rows of a national set that hold its common characters."""

    def stands(character: str) -> bool:
        try:
            encoded = character.encode(codec)
        except UnicodeEncodeError:
            return False
        return len(encoded) == 2 and first <= encoded[0] <= last

    return stands


_in_gb, _in_big5, _in_jis = _row("gb2312", 0xB0, 0xD7), _row("big5", 0xA4, 0xC6), _row("euc_jp", 0xB0, 0xCF)
_in_ksx = _row("euc_kr", 0xB0, 0xC8)


def _simplified(character: str) -> float:
    return 0.7 if _in_gb(character) else -0.8


def _traditional(character: str) -> float:
    return 0.7 if _in_big5(character) else -0.8


def _japanese(character: str) -> float:
    if "\u3041" <= character <= "\u30fe":
        return 1.0
    return 0.7 if _in_jis(character) else -0.8  # half-width katakana is what other encodings turn into


def _korean(character: str) -> float:
    if "가" <= character <= "힣":
        return 1.0 if _in_ksx(character) else -0.5  # the syllables added later are hardly ever written
    return -0.6


_CANDIDATES = (
    _Candidate("cp1252", _accented(_WESTERN)),
    _Candidate("cp1255", _alphabet(_HEBREW)),
    _Candidate("cp1251", _alphabet(_CYRILLIC)),
    _Candidate("koi8-r", _alphabet(_CYRILLIC)),
    _Candidate("cp866", _alphabet(_CYRILLIC)),
    _Candidate("cp1256", _alphabet(_ARABIC)),
    _Candidate("cp1253", _alphabet(_GREEK)),
    _Candidate("cp1254", _accented(_TURKISH)),
    _Candidate("cp1250", _accented(_CENTRAL)),
    _Candidate("cp874", _alphabet(_THAI)),
    _Candidate("cp862", _alphabet(_HEBREW)),
    _Candidate("cp932", _east_asian("", _japanese)),
    _Candidate("euc_jp", _east_asian("", _japanese)),
    _Candidate("gb18030", _east_asian(_CHINESE, _simplified)),
    _Candidate("big5", _east_asian(_TRADITIONAL, _traditional)),
    _Candidate("cp949", _east_asian("", _korean)),
)


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of `data`. `html`: what the page declares about itself counts."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    codec = _wide(data)
    if codec:
        return data.decode(codec, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and error.start > 0 and error.end == len(data):
            return data.decode("utf-8", "replace")  # cut off in the middle of a character
    else:
        return data.decode("iso2022_jp", "replace") if b"\x1b$" in data else text
    if html and (codec := _declared(data)):
        return data.decode(codec, "replace")
    return data.decode(_best(data), "replace")


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark shows in zeros on one side of its pairs."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if max(even, odd) < 0.05 * half or max(even, odd) < 8 * min(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    if not found:
        return ""
    try:
        codec = codecs.lookup((found.group(1) or found.group(2)).decode("ascii")).name
    except LookupError:
        return ""
    # A page in UTF-8 would have been recognised; web pages say Latin-1 and GB2312 and mean their supersets.
    better = {"utf-8": "", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
    return better.get(codec, codec)


def _best(data: bytes) -> str:
    sample = _telling(data)
    scored = [
        (score, candidate.codec) for candidate in _CANDIDATES if (score := _score(sample, candidate)) is not None
    ]
    score, codec = max(scored, key=lambda pair: pair[0], default=(0.0, "cp1252"))
    if score >= _ENOUGH:
        return codec
    guess = from_bytes(data[:_SAMPLE]).best()
    return guess.encoding if guess is not None else codec


def _telling(data: bytes) -> bytes:
    """The lines that hold more than ASCII, up to the sample's size."""
    lines, size = [], 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    return b"".join(lines)[:_SAMPLE]


_WORD = re.compile(r"(?:[^\W\d_]|[\u0591-\u05c7\u064b-\u0652\u0e30-\u0e4e])+")
_CASED = frozenset(("cp1251", "koi8-r", "cp866", "cp1253"))


def _score(sample: bytes, candidate: _Candidate) -> float | None:
    """How much the sample looks like language in this encoding, about -1 to 1; None where it can't be in it."""
    try:
        # Not final: the sample may end in the middle of a character.
        text = codecs.getincrementaldecoder(candidate.codec)("strict").decode(sample)
    except UnicodeDecodeError:
        return None
    total, count = 0.0, 0
    for character in text:
        if character.isascii():
            continue
        count += 1
        if character in "“”‘’„«»–—…•·°§©®™€£\u00a0¿¡":
            total += 0.3
        else:
            total += candidate.fit(character)
    if not count:
        return None
    for found in _WORD.finditer(text):
        if not found.group().isascii():
            total -= _oddity(found.group())
    if candidate.codec == "cp1253" and count > 12 and not any(letter in text for letter in "άέήίόύώ"):
        total -= 0.5 * count
    if candidate.codec in _CASED and text == text.lower():
        total -= 0.08 * count  # a text with no capital at all
    return total / count


_FINALS = frozenset("םןךףץ")


def _oddity(word: str) -> float:
    """What real words do not do: mix alphabets, have capitals behind small letters, finals before the end."""
    odd = 0.0
    for before, character in pairwise(word):
        if before.isascii() and character.isascii():
            continue
        latin = (_is_latin(before), _is_latin(character))
        if latin[0] != latin[1]:
            odd += 1.5
        elif before.islower() and character.isupper():
            odd += 1.0
        elif character.isupper():
            odd += 0.15
        elif latin[0]:
            odd += 0.3 * (not before.isascii() and not character.isascii())  # accents one after the other
        if before in _FINALS:
            odd += 1.5
    if len(word) > 1 and word[-1] in _FINALS:
        odd -= 0.7
    return odd


def _is_latin(character: str) -> bool:
    return character.isascii() or _script(character) == "LATIN"
