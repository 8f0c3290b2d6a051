"""From what an engine found on a page to its text: pieces of lines in reading order, words with their places."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from docqa.reading import bidi, layout, normalise, rows
from docqa.reading.bidi import RawLine
from docqa.reading.recognition import order
from docqa.reading.recognition.found import FoundLine, FoundWord
from docqa.reading.recognition.picture import View

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_LATIN = re.compile("[A-Za-z]")
_RUNS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.,:/]*[A-Za-z0-9])?|[^A-Za-z0-9]+")
_TURNED = re.compile(r"[)\]}][^(\[{)\]}]*[(\[{][.,;:]?")
_RIGHTWARD = re.compile("[A-Za-z0-9]")
_WHITE = 0.2  # font sizes of white that are kept between words, as spaces are told by gaps
_PIECE = 0.8  # font sizes of white that may part columns or cells
_MARK = re.compile("[\"'“”„‟‘’‚«»‹›()\\[\\]{}]{1,2}|[0-9]{1,2}")
_BESIDE = 0.2  # … and which parts a note's raised number from its word at most
_NOTE, _RAISED = 0.75, 0.1  # of the line's font size that such a number has, and that it is raised by
_TORN = 0.1  # font sizes of white from which a mark is a word of its own
_ENCLOSING = re.compile("[\"'“”„‟‘’‚«»‹›()\\[\\]{}]{1,2}")
_NUMBER_OF_NOTE = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_OPENING, _CLOSING = str.maketrans(")]}", "([{"), str.maketrans("([{", ")]}")
_THIN = 0.15  # of an even share of the word's width, below which its letters' places are none
_TWICE = 0.6  # of the smaller of two words under the other
_SAME_SIZE = 1.18  # from the smallest to the largest of lines that are taken for one size


def nothing() -> layout.Text:
    """The text of a page without any."""
    return layout.Text("", array("I"), array("I"), array("f"))


def compose(found: list[FoundLine], view: View) -> layout.Text:
    """The words in reading order. Lines are set in the view's own upright frame; places lead back to the page."""
    pieces = _pieces(_with_leaders(_once(found), view))
    mirrored = sum(map(_weight, pieces)) > 0
    set_out = order.blocks_of([_outline(piece) for piece in pieces], mirrored=mirrored)
    ordered = [(pieces[i], number) for number, block in enumerate(set_out) for i in block]
    if any(_RIGHT_TO_LEFT.search(word.text) for piece in pieces for word in piece.words):
        raw = [
            RawLine(characters, piece.size, number, 0)
            for piece, number in ordered
            if (characters := list(_characters(piece)))
        ]
        lines, mirrored = bidi.lines(raw)
    else:
        lines, mirrored = [], False
        for piece, number in ordered:
            words = [
                rows.Word(kept, word.x0, word.y0, word.x1, word.y1)
                for word in piece.words
                if (kept := normalise.word(word.text))
            ]
            if words:
                lines.append(rows.Line(words, piece.size, number))
    if not lines:
        return nothing()
    text = layout.compose(lines, mirrored=mirrored)
    edges = array("f")
    for at in range(0, len(text.edges), 4):
        edges.extend(view.to_page(*text.edges[at : at + 4]))
    return layout.Text(text.text, text.starts, text.ends, edges)


def _pieces(found: list[FoundLine]) -> list[FoundLine]:
    """Lines parted where white is wider than between words: columns and cells may part them. Sizes are evened, and
    marks that an engine read apart join their words."""
    out = []
    for line in _with_marks(found, _sizes(found)):
        part: list[FoundWord] = []
        for word in line.words:
            if part and word.x0 - max(one.x1 for one in part) > _PIECE * line.size:
                out.append(FoundLine(part, line.size))
                part = []
            elif part and _is_torn(part[-1], word, line.size):
                word = _joined(part.pop(), word)
            part.append(word)
        out.append(FoundLine(part, line.size))
    return out


def _once(found: list[FoundLine]) -> list[FoundLine]:
    """The lines without words that were found twice: what covers a surer one goes."""
    words = sorted((word for line in found for word in line.words), key=lambda word: word.y0)
    gone: set[FoundWord] = set()
    for at, word in enumerate(words):
        for other in words[at + 1 :]:
            if other.y0 > word.y1:
                break
            wide = min(word.x1, other.x1) - max(word.x0, other.x0)
            high = min(word.y1, other.y1) - max(word.y0, other.y0)
            least = min((one.x1 - one.x0) * (one.y1 - one.y0) for one in (word, other))
            if wide > 0 and high > 0 and wide * high > _TWICE * least:
                gone.add(min(word, other, key=lambda one: (one.sure, one.x1 - one.x0)))
    kept = [FoundLine([word for word in line.words if word not in gone], line.size) for line in found]
    return [line for line in kept if line.words]


def _with_leaders(found: list[FoundLine], view: View) -> list[FoundLine]:
    """The lines with an ellipsis for each row of dots that led through them."""
    for leader in view.leaders:
        x0, y0, x1, y1 = view.from_page(*leader)
        for line in found:
            first = line.words[0]
            if first.y0 <= (y0 + y1) / 2 <= first.y1:
                line.words.append(FoundWord("…", x0, first.y0, x1, first.y1, 1.0, (("…", x0, x1),)))
                break
    return found


def _with_marks(found: list[FoundLine], sizes: list[float]) -> list[FoundLine]:
    """The lines, their words from left to right, with lines of a lone mark put where the mark stands."""
    lines: list[FoundLine] = []
    marks: list[FoundLine] = []
    for line, size in zip(found, sizes, strict=True):
        lone = len(line.words) == 1 and _MARK.fullmatch(line.words[0].text)
        (marks if lone else lines).append(FoundLine(sorted(line.words, key=lambda word: word.x0), size))
    for mark in marks:
        (word,) = mark.words
        for line in lines:
            own = _as_mark_of(line, word, mark.size)
            if own is not None:
                line.words = sorted([*line.words, own], key=lambda one: one.x0)
                break
        else:
            lines.append(mark)
    return lines


def _as_mark_of(line: FoundLine, mark: FoundWord, size: float) -> FoundWord | None:
    """A mark beside a word of the line, as the line has it; a small raised figure is the number of a note."""
    top, bottom = min(word.y0 for word in line.words), max(word.y1 for word in line.words)
    middle = (mark.y0 + mark.y1) / 2
    gap = min(max(word.x0 - mark.x1, mark.x0 - word.x1) for word in line.words)
    if not top <= middle <= bottom or gap >= _BESIDE * line.size:
        return None
    text = mark.text
    if text.isdigit():
        if size > _NOTE * line.size or middle > (top + bottom) / 2 - _RAISED * line.size:
            return None
        text = normalise.raised(text)
    elif gap >= _TORN * line.size:
        return None
    return mark._replace(text=text, y0=line.words[0].y0, y1=line.words[0].y1, letters=())


def _is_torn(left: FoundWord, right: FoundWord, size: float) -> bool:
    """Whether one of two words is a mark that belongs to the other."""
    if _NUMBER_OF_NOTE.fullmatch(right.text):
        return right.x0 - left.x1 < _BESIDE * size
    mark = _ENCLOSING.fullmatch(left.text) or _ENCLOSING.fullmatch(right.text)
    return mark is not None and right.x0 - left.x1 < _TORN * size


def _joined(left: FoundWord, right: FoundWord) -> FoundWord:
    rightward = not _RIGHT_TO_LEFT.search(left.text + right.text)
    text = left.text + right.text if rightward else right.text + left.text
    sure = max(left.sure, right.sure)
    letters = left.letters + right.letters if left.letters and right.letters else ()
    y0, y1 = min(left.y0, right.y0), max(left.y1, right.y1)
    return FoundWord(text, left.x0, y0, max(left.x1, right.x1), y1, sure, letters)


def _outline(piece: FoundLine) -> order.Piece:
    """Where a piece stands; its height is most of its words'."""
    return order.Piece(
        min(word.x0 for word in piece.words),
        median(word.y0 for word in piece.words),
        max(word.x1 for word in piece.words),
        median(word.y1 for word in piece.words),
        piece.size,
        " ".join(word.text for word in piece.words),
    )


def _weight(line: FoundLine) -> int:
    """Letters that run to the left less those that run to the right."""
    text = "".join(word.text for word in line.words)
    return len(_RIGHT_TO_LEFT.findall(text)) - len(_LATIN.findall(text))


def _characters(piece: FoundLine) -> Iterator[bidi.Character]:
    """Where a piece's characters stand. Spaces are told by gaps: where words stand closer than that, a little
    white is left at their ends."""
    words = sorted(piece.words, key=lambda word: word.x0)
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    closed = [max(0.0, _WHITE * piece.size - gap) / 2 for gap in gaps]
    for word, left, right in zip(words, [0.0, *closed], [*closed, 0.0], strict=True):
        most = 0.25 * (word.x1 - word.x0)
        start, end = word.x0 + min(left, most), word.x1 - min(right, most)
        for text, x0, x1 in _letters(word):
            yield text, min(max(x0, start), end), word.y0, max(min(x1, end), start), word.y1


def _letters(word: FoundWord) -> Iterator[tuple[str, float, float]]:
    """A word's characters and their edges from left to right, without white between them: as the engine saw them,
    else as if all were equally wide, with numbers and Latin in a Hebrew word running to the right."""
    if word.letters:
        ordered = _ordered(word.letters)
        middles = [(x0 + x1) / 2 for _, x0, x1 in ordered]
        edges = [word.x0, *((left + right) / 2 for left, right in pairwise(middles)), word.x1]
        texts = _facing([text for text, _, _ in ordered])
        even = (word.x1 - word.x0) / len(texts)
        if min(right - left for left, right in pairwise(edges)) < _THIN * even:
            edges = [word.x0 + i * even for i in range(len(texts) + 1)]
    else:
        text = word.text
        if _RIGHT_TO_LEFT.search(text):
            seen = [run if _RIGHTWARD.match(run) else run[::-1] for run in _RUNS.findall(text)]
            text = "".join(reversed(seen)).translate(bidi.MIRRORED)  # brackets as they look
        elif _TURNED.fullmatch(text):  # … and here as they came, from the right
            text = text.translate(bidi.MIRRORED)
        texts = list(text)
        width = (word.x1 - word.x0) / len(text)
        edges = [word.x0 + i * width for i in range(len(text) + 1)]
    yield from zip(texts, edges[:-1], edges[1:], strict=True)


def _ordered(letters: Sequence[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Letters told in logical order as they stand from left to right.

    Those that join or overlap, as in Arabic, have no places to go by: among themselves they stay as told.
    """
    seen = sorted(letters, key=lambda letter: letter[1] + letter[2])
    leftward = iter([text for text, _, _ in reversed(letters) if _RIGHT_TO_LEFT.match(text)])
    return [(next(leftward) if _RIGHT_TO_LEFT.match(text) else text, x0, x1) for text, x0, x1 in seen]


def _facing(texts: list[str]) -> list[str]:
    """A word's characters from left to right with brackets as they look, whichever way they were told.

    Those at its ends open and close it, those inside are told as they were typed.
    """
    shapes = [text.translate(bidi.MIRRORED) if _RIGHT_TO_LEFT.search("".join(texts)) else text for text in texts]
    first, last = 0, len(texts) - 1
    while first < last and (shape := texts[first].translate(_OPENING)) in "([{":
        shapes[first] = shape
        first += 1
    while last > first and (shape := texts[last].translate(_CLOSING)) in ")]}":
        shapes[last] = shape
        last -= 1
    return shapes


def _sizes(found: list[FoundLine]) -> list[float]:
    """The lines' font sizes in pixels, evened: those that differ by less than can be measured are one."""
    ascending = sorted(range(len(found)), key=lambda i: found[i].size)
    groups: list[list[int]] = []
    for i in ascending:
        if groups and found[i].size < _SAME_SIZE * found[groups[-1][0]].size:
            groups[-1].append(i)
        else:
            groups.append([i])
    sizes = [0.0] * len(found)
    for group in groups:
        usual = median([found[i].size for i in group for _ in found[i].words])
        for i in group:
            sizes[i] = usual
    return sizes
