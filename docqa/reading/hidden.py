"""Words of a file that nobody sees on its page: white on white, in the colour of their ground, tiny, transparent,
under pictures and filled shapes, without shape.

What stands off the page MuPDF does not even read. The rest is kept out of a page's text, since whoever hid it may
have meant it for a model, and is told apart from the text that scanners lay unseen behind a picture of the page.
Looked for in what reading yields anyway; a page is only drawn when something on it is suspicious. In the worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from docqa.reading.binding import mupdf, pymupdf

Box = tuple[float, float, float, float]
Word = tuple[Any, ...]

_SEEN = mupdf.FZ_STEXT_FILLED | mupdf.FZ_STEXT_STROKED  # flags of a span that is drawn in some way
_TINY = 1.5  # points of a font that nobody can read
_FAINT = 26  # of 255: the most opacity of what nobody sees
_LIGHT = 0xD8  # the least of red, green and blue in a colour that may vanish on paper
_CONTRAST = 20  # of 255: grey levels that differ by less look the same
_COVERED = 0.9  # share of a span that lies under or on a shape that may hide it
_ROUGH = 0xE0E0E0  # the bits of a colour that anybody sees a difference in
_SAME_PLACE = 0.5  # share of a span that lies over another one
_MOSTLY, _SHORT = 0.7, 4  # share of a word that lies in a span it is of, and letters that prove little
_LEAST = 6  # letters on a page from which they may say something; a lost label of a chart says nothing
_SCAN = 0.6  # share of the page from which a picture over text is a scan over what was recognised in it
_DRAWN = 250_000  # pixels of the drawing that suspicious spans are looked at in

_TEXT_BLOCK, _SHAPE_BLOCK = 0, 3  # how MuPDF numbers its blocks
_HIGH, _WIDE = 4.0, 12.0  # points of the least shape that is looked at: smaller ones are rules and bullets

_TAGS = re.compile("[\U000e0001-\U000e007f]+")
_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{2,6}\U000e007f")  # flags as emoji
_SELECTORS = re.compile("[\U000e0100-\U000e01ef]{4,}")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff]{8,}")


def unseen_signs(text: str) -> str:
    """What is written in `text` in signs without a shape: letters of Unicode's tags, runs that can only be a code.

    Single joiners and marks of direction are how some scripts are written, and are nothing hidden.
    """
    if text.isascii() or (text.isprintable() and not _SELECTORS.search(text)):
        return ""
    found = []
    for match in _TAGS.finditer(_FLAG.sub("", text)):
        said = "".join(chr(ord(c) - 0xE0000) for c in match[0] if 0xE0020 <= ord(c) < 0xE007F)
        found.append(said or f"({len(match[0])} invisible signs)")
    found += [f"({len(match[0])} invisible signs)" for match in _SELECTORS.finditer(text)]
    found += [f"({len(match[0])} invisible signs)" for match in _ZERO_WIDTH.finditer(text)]
    return "\n".join(found)


def without_signs(text: str) -> str:
    """`text` without what `unseen_signs` finds in it."""
    if text.isascii():
        return text
    flags = _FLAG.findall(text)
    kept = [_ZERO_WIDTH.sub("", _SELECTORS.sub("", _TAGS.sub("", part))) for part in _FLAG.split(text)]
    return "".join(part + flag for part, flag in zip(kept, [*flags, ""], strict=True))


def characters(blocks: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """How many characters a page's text has, and how many of them are not drawn at all."""
    every = unseen = 0
    for block in blocks:
        for line in block["lines"]:
            for span in line["spans"]:
                count = len(span["text"] if "text" in span else span["chars"])
                every += count
                if not span["char_flags"] & _SEEN:
                    unseen += count
    return every, unseen


class Shape(NamedTuple):
    """A filled shape of a page: its place among the page's blocks in the order of painting, its box and colour."""

    order: int
    box: Box
    colour: int


def parted(blocks: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Shape]]:
    """MuPDF's blocks of a page as those of text, and the filled shapes that are large enough to hide a word."""
    texts: list[dict[str, Any]] = []
    shapes: list[Shape] = []
    for block in blocks:
        if block["type"] == _TEXT_BLOCK:
            texts.append(block)
        elif block["type"] == _SHAPE_BLOCK and not block["stroked"] and block["alpha"] > 255 - _FAINT:
            left, top, right, bottom = block["bbox"]
            if bottom - top >= _HIGH and right - left >= _WIDE:
                shapes.append(Shape(block["number"], block["bbox"], block["color"]))
    return texts, shapes


def find(
    page: Any,
    blocks: Sequence[dict[str, Any]],
    shapes: Sequence[Shape],
    behind_picture: bool,
    marks: Sequence[tuple[Any, ...]],
) -> list[dict[str, Any]]:
    """The spans of a page's text that nobody sees.

    `shapes` are the page's filled ones. `behind_picture`: its text is a layer behind a scan. `marks` is all
    that is painted, in order, where pictures may lie over text; else nothing.
    """
    suspects = _suspicious(blocks)
    if behind_picture:
        suspects = [span for span in suspects if span["char_flags"] & _SEEN]
    else:
        suspects = [*suspects, *_shaped(blocks, shapes, suspects)]
    covered = _covered(page, blocks, marks) if marks else []
    if not suspects and not covered:
        return []
    hidden = [span for span in suspects if span["size"] < _TINY and _SEEN & span["char_flags"]]
    hidden += [span for span in suspects if span["alpha"] <= _FAINT and span not in hidden]
    rest = [span for span in suspects if span not in hidden]
    hidden += _vanishing(page, rest, blocks)
    hidden += [span for span in covered if span not in hidden]
    letters = sum(sum(map(str.isalnum, text_of(span))) for span in hidden)
    return hidden if letters >= _LEAST else []


def without(blocks: Sequence[dict[str, Any]], spans: Sequence[dict[str, Any]]) -> None:
    """Take `spans` out of `blocks`."""
    gone = set(map(id, spans))
    for block in blocks:
        for line in block["lines"]:
            line["spans"] = [span for span in line["spans"] if id(span) not in gone]


def seen(words: Sequence[Word], spans: Sequence[dict[str, Any]]) -> list[Word]:
    """MuPDF's words without those that stand in `spans`."""
    boxes = [(span["bbox"], text_of(span)) for span in spans]

    def hides(word: Word, box: Box, text: str) -> bool:
        # Short words may be a part of another word of what stands hidden over or under them.
        same = word[4] in text if len(word[4]) > _SHORT else word[4] in text.split()
        return same and _overlap(word[:4], box) > _MOSTLY

    return [word for word in words if not any(hides(word, box, text) for box, text in boxes)]


def text_of(span: dict[str, Any]) -> str:
    """A span's text, however it was extracted."""
    return str(span["text"]) if "text" in span else "".join(character["c"] for character in span["chars"])


def _spans(blocks: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        for line in block["lines"]:
            yield from line["spans"]


def _suspicious(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The spans that may be ones that nobody sees; cheap, for it is asked of every span of every page."""
    found = []
    for block in blocks:
        for line in block["lines"]:
            for span in line["spans"]:
                colour = span["color"]
                if (
                    (colour & 0xFF < _LIGHT or (colour >> 8) & 0xFF < _LIGHT or (colour >> 16) & 0xFF < _LIGHT)
                    and span["size"] >= _TINY
                    and span["alpha"] > _FAINT
                    and span["char_flags"] & _SEEN
                ):
                    continue
                if any(map(str.isalnum, text_of(span))):
                    found.append(span)
    return found


def _shaped(
    blocks: Sequence[dict[str, Any]], shapes: Sequence[Shape], known: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Spans that lie under a shape painted later, or on one in their own colour, beside those that are `known`."""
    if not shapes:
        return []
    ids = set(map(id, known))
    colours: dict[int, list[Shape]] = {}
    for shape in shapes:
        colours.setdefault(shape.colour & _ROUGH, []).append(shape)
    found = []
    for block in blocks:
        later = [shape for shape in shapes if shape.order > block["number"] and _touch(shape.box, block["bbox"])]
        for line in block["lines"]:
            for span in line["spans"]:
                own = colours.get(span["color"] & _ROUGH)
                if own is None and not later:
                    continue
                over = [*later, *(own or ())]
                if id(span) not in ids and any(map(str.isalnum, text_of(span))):
                    box = span["bbox"]
                    if any(_touch(shape.box, box) and _overlap(box, shape.box) > _COVERED for shape in over):
                        found.append(span)
    return found


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _vanishing(
    page: Any, suspects: Sequence[dict[str, Any]], blocks: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Those of `suspects` that leave no trace when the page is drawn, or lie over words that can be read."""
    if not suspects:
        return []
    ids = set(map(id, suspects))
    plain = [span["bbox"] for span in _spans(blocks) if id(span) not in ids]
    area = pymupdf.Rect(suspects[0]["bbox"])
    for span in suspects[1:]:
        area |= pymupdf.Rect(span["bbox"])
    area &= page.rect
    if area.is_empty:
        return []
    scale = min(1.5, (_DRAWN / max(area.width * area.height, 1.0)) ** 0.5)
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=area, colorspace=pymupdf.csGRAY, alpha=False)
    return [
        span
        for span in suspects
        if _uniform(drawn, span["bbox"], scale) or any(_overlap(span["bbox"], box) > _SAME_PLACE for box in plain)
    ]


def _uniform(drawn: Any, box: Box, scale: float) -> bool:
    """Whether all pixels of `drawn` in `box` (points) look alike; its upper and lower edge are its neighbours'."""
    rim = 0.12 * (box[3] - box[1])
    left, right = int(box[0] * scale) - drawn.x, int(box[2] * scale) + 1 - drawn.x
    top, bottom = int((box[1] + rim) * scale) - drawn.y, int((box[3] - rim) * scale) + 1 - drawn.y
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, drawn.width), min(bottom, drawn.height)
    if left >= right or top >= bottom:
        return False
    samples, stride = drawn.samples_mv, drawn.stride
    low, high = 255, 0
    for row in range(top, bottom):
        line = bytes(samples[row * stride + left : row * stride + right])
        low, high = min(low, min(line)), max(high, max(line))
        if high - low > _CONTRAST:
            return False
    return True


def _covered(
    page: Any, blocks: Sequence[dict[str, Any]], marks: Sequence[tuple[Any, ...]]
) -> list[dict[str, Any]]:
    """Spans that a picture was laid over: painted before it, within it, and it lets nothing through."""
    width, height = page.rect.width, page.rect.height
    pictures: list[tuple[int, Box]] = []
    texts: list[tuple[int, Box]] = []
    for order, (kind, box) in enumerate(marks):
        if kind == "fill-image":
            if (box[2] - box[0]) * (box[3] - box[1]) < _SCAN * width * height:
                pictures.append((order, box))
        elif kind in ("fill-text", "stroke-text"):
            texts.append((order, box))
    if not pictures:
        return []
    found = []
    for span in _spans(blocks):
        over = [order for order, box in pictures if _overlap(span["bbox"], box) > 0.9]
        if over and any(map(str.isalnum, text_of(span))):
            painted = [order for order, box in texts if _overlap(span["bbox"], box) > 0.6]
            if painted and max(painted) < max(over):
                found.append(span)
    return found


def _overlap(box: Sequence[float], other: Sequence[float]) -> float:
    """The share of `box` that lies in `other`."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return float(width * height / area) if width > 0 and height > 0 and area > 0 else 0.0
