"""A page's picture made fit to be read: evened out, scaled to the size of its letters, set straight, cleaned.

Each step returns a new `View`, which knows how to get from its pixels back to the page's points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from docqa.reading.recognition.found import Gray

_LETTER = 24.0  # pixels of a small letter's height that engines read best
_FINE = (0.62, 1.5)  # shares of that within which scaling gains nothing
_LARGEST = 24_000_000  # pixels of a scaled picture
_LOOKED_AT = 1_000  # pixels a side that skew is measured at
_STEEPEST = 12.0  # degrees of skew that are looked for
_SKEWED = 0.25  # degrees from which it is worth turning
_NOISY = 0.9  # specks for every letter
_EVEN = 6.0  # how far clean paper's brightness varies, letters' soft edges included
_LEADER = 8  # dots in a row that lead somewhere
_UNEVEN = 28.0  # how far the paper's brightness may vary over the page, of 255


@dataclass(frozen=True, slots=True)
class View:
    """A picture, and the affine map (2 x 3) from its pixels to points of the page.

    `leaders` are rows of dots that were taken out of it, as rectangles on the page.
    """

    pixels: Gray
    back: Any
    leaders: tuple[tuple[float, float, float, float], ...] = ()

    def to_page(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The smallest rectangle on the page, in points, that holds one of this view."""
        corners = np.array(((x0, x1, x0, x1), (y0, y0, y1, y1), (1.0, 1.0, 1.0, 1.0)))
        xs, ys = self.back @ corners
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())

    def from_page(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The smallest rectangle of this view, in pixels, that holds one of the page."""
        return View(self.pixels, cv2.invertAffineTransform(self.back)).to_page(x0, y0, x1, y1)


def view_of(samples: bytes, width: int, height: int, stride: int, scale: float) -> View:
    """The view of a page drawn at `scale` pixels a point, in grey."""
    rows = np.frombuffer(samples, np.uint8).reshape(height, stride)[:, :width]
    return View(np.ascontiguousarray(rows), np.array(((1 / scale, 0.0, 0.0), (0.0, 1 / scale, 0.0))))


def _through(view: View, pixels: Gray, step: Any) -> View:
    """A view after a step whose own map (2 x 3) leads from the new pixels to the old."""
    whole = view.back @ np.vstack((step, (0.0, 0.0, 1.0)))
    return View(pixels, whole, view.leaders)


def is_blank(view: View) -> bool:
    """Whether there is nothing on it to read."""
    return float(view.pixels.std()) < 2.0


def evened(view: View) -> View:
    """Light text turned dark, and shadows taken out of unevenly lit paper."""
    pixels = view.pixels
    if float(np.median(pixels)) < 100:
        pixels = 255 - pixels
    small = cv2.resize(pixels, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    low, high = np.percentile(paper, (5, 95))
    if _UNEVEN < high - low < 140:  # more is no shadow but pictures and coloured boxes
        ground = cv2.resize(paper, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
        pixels = cv2.divide(pixels, np.maximum(ground, 40), scale=250)
    return replace(view, pixels=pixels)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the dark marks on a page are like: how high its small letters are in pixels (0 if it has none), and
    how many specks there are for each letter."""

    letter: float
    specks: float


def marks_of(view: View) -> Marks:
    """Measure letters and specks by the parts that hang together."""
    pixels = view.pixels
    if pixels.size > 12_000_000:  # the middle is enough
        height, width = pixels.shape
        pixels = pixels[height // 5 : -(height // 5) or None, width // 5 : -(width // 5) or None]
    _, dark = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    if count < 2:
        return Marks(0.0, 0.0)
    width, height, area = (
        stats[1:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    shaped = (height >= 6) & (height < 0.1 * pixels.shape[0]) & (width < 4 * height) & (width * 6 > height)
    letters = shaped & (area > 0.15 * width * height)
    specks = int(((area <= 6) & (height <= 3) & (width <= 3)).sum())
    if letters.sum() < 12:
        return Marks(0.0, float(specks) / 12)
    return Marks(float(np.median(height[letters])), specks / float(letters.sum()))


def scaled(view: View, letter: float) -> View:
    """The view at the scale at which letters `letter` pixels high are read best."""
    if letter <= 0:
        return view
    factor = _LETTER / letter
    if _FINE[0] <= factor <= _FINE[1]:
        return view
    factor = min(max(factor, 0.2), 3.0, (_LARGEST / view.pixels.size) ** 0.5)
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    pixels = cv2.resize(view.pixels, None, fx=factor, fy=factor, interpolation=method)
    sx, sy = view.pixels.shape[1] / pixels.shape[1], view.pixels.shape[0] / pixels.shape[0]
    return _through(view, pixels, np.array(((sx, 0.0, 0.0), (0.0, sy, 0.0))))


def despeckled(view: View, marks: Marks) -> View:
    """The view without salt and pepper, where there is much of it."""
    if marks.specks < _NOISY:
        return view
    return replace(view, pixels=cv2.medianBlur(view.pixels, 3))


def without_leaders(view: View, letter: float) -> View:
    """An upright view without the rows of dots that lead to page numbers: engines make words of them.

    `letter` is the height of small letters in pixels.
    """
    _, dark = cv2.threshold(view.pixels, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, middles = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    most = 0.35 * letter + 1
    round_ = (width <= most) & (height <= most) & (width * 2 >= height) & (height * 2 >= width)
    dots = np.flatnonzero(round_ & (stats[:, cv2.CC_STAT_AREA] >= 0.4 * width * height) & (height >= 2))
    if len(dots) < _LEADER:
        return view
    step = max(1.0, 0.12 * letter)
    dots = dots[np.argsort(middles[dots, 1], kind="stable")]
    rows = np.split(dots, np.flatnonzero(np.diff(middles[dots, 1]) > step) + 1)
    pixels, leaders = view.pixels.copy(), list(view.leaders)
    paper = int(np.median(pixels))
    for row in rows:
        row = row[np.argsort(middles[row, 0])]
        for run in np.split(row, np.flatnonzero(np.diff(middles[row, 0]) > 1.2 * letter) + 1):
            if len(run) < _LEADER:
                continue
            left, top = stats[run, cv2.CC_STAT_LEFT], stats[run, cv2.CC_STAT_TOP]
            right, bottom = left + width[run], top + height[run]
            for x0, y0, x1, y1 in zip(left, top, right, bottom, strict=True):
                pixels[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = paper
            edges = float(left.min()), float(top.min()), float(right.max()), float(bottom.max())
            leaders.append(view.to_page(*edges))
    return replace(view, pixels=pixels, leaders=tuple(leaders))


def binarised(view: View) -> View:
    """Black on white by what stands around each pixel: for faded, stained and low-contrast pages."""
    size = max(31, int(min(view.pixels.shape) / 40) | 1)
    soft = cv2.GaussianBlur(view.pixels, (3, 3), 0)
    pixels = cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, size, 12)
    return replace(view, pixels=pixels)


def is_clean(view: View) -> bool:
    """Whether the paper is white and even, as where a page was drawn or saved in two colours: cleaning it would
    gain nothing."""
    paper = view.pixels[view.pixels > 200]
    return paper.size > 0.5 * view.pixels.size and float(np.median(paper)) > 245 and float(paper.std()) < _EVEN


def smoothed(view: View) -> View:
    """Noise averaged away where nothing has an edge."""
    return replace(view, pixels=cv2.fastNlMeansDenoising(view.pixels, None, 18, 5, 13))


def turned(view: View, turns: int) -> View:
    """The view turned by quarters, clockwise."""
    height, width = view.pixels.shape
    match turns % 4:
        case 1:
            step = ((0.0, 1.0, 0.0), (-1.0, 0.0, float(height)))
            pixels = cv2.rotate(view.pixels, cv2.ROTATE_90_CLOCKWISE)
        case 2:
            step = ((-1.0, 0.0, float(width)), (0.0, -1.0, float(height)))
            pixels = cv2.rotate(view.pixels, cv2.ROTATE_180)
        case 3:
            step = ((0.0, -1.0, float(width)), (1.0, 0.0, 0.0))
            pixels = cv2.rotate(view.pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            return view
    return _through(view, pixels, np.array(step))


@dataclass(frozen=True, slots=True)
class Skew:
    """How lines run: `angle` in degrees (positive: down to the right) off the sharper of both axes, and whether
    that is the upright one."""

    angle: float
    sideways: bool


def skew_of(view: View) -> Skew:
    """Measured by how sharply ink gathers into lines when it is added up along each angle, on both axes."""
    factor = min(1.0, _LOOKED_AT / max(view.pixels.shape))
    small = cv2.resize(view.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    _, dark = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    # What is large is no letter: pictures, rules and the black edges of scans outweigh all lines of text.
    count, parts, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = (
        (stats[:, cv2.CC_STAT_HEIGHT] < 40) & (stats[:, cv2.CC_STAT_WIDTH] < 60) & (stats[:, cv2.CC_STAT_AREA] > 2)
    )
    kept[0] = False
    if count < 20 or not kept.any():
        return Skew(0.0, False)
    ys, xs = np.nonzero(kept[parts])
    if len(xs) > 60_000:
        pick = np.random.default_rng(0).choice(len(xs), 60_000, replace=False)
        xs, ys = xs[pick], ys[pick]
    level, level_angle = _sharpest(xs, ys)
    upright, upright_angle = _sharpest(ys, -xs)
    sideways = upright > 1.25 * level
    return Skew(upright_angle if sideways else level_angle, sideways)


def _sharpest(along: Any, across: Any) -> tuple[float, float]:
    """The sharpness of lines at the best angle, and that angle in degrees."""
    sharpness, angle = 0.0, 0.0
    for reach, step in ((_STEEPEST, 1.0), (1.0, 0.25), (0.25, 0.05)):
        for tried in angle + np.arange(-reach, reach + step / 2, step):
            rows = across - np.tan(np.radians(tried)) * along
            profile = np.bincount((rows - rows.min()).astype(np.int32))
            sharp = float(np.square(np.diff(profile.astype(np.float64))).sum())
            if sharp > sharpness:
                sharpness, angle = sharp, float(tried)
    return sharpness, angle


def straightened(view: View, angle: float) -> View:
    """The view turned back by `angle` degrees of skew, on a sheet large enough to lose nothing."""
    if abs(angle) < _SKEWED:
        return view
    height, width = view.pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = int(height * sin + width * cos), int(height * cos + width * sin)
    turn[0, 2] += (wide - width) / 2
    turn[1, 2] += (high - height) / 2
    pixels = cv2.warpAffine(view.pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    return _through(view, pixels, cv2.invertAffineTransform(turn))
