"""The arithmetic behind what pictures cost: how models' servers shrink, cut and count, each way once.

Every function gives a `Count`, which takes the pixels as they are sent and applies the server's own scaling first.
Sources are named in `docqa.packing.picture_tokens`, where each family has its numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache

Count = Callable[[int, int], int]
_Grid = tuple[int, int]  # tiles across and down


def fixed(tokens: int) -> Count:
    """The same for every picture: it is scaled to one size."""
    return lambda width, height: tokens


def bent_tiles(base: int, tile: int) -> Count:
    """OpenAI's tiles: into 2,048 x 2,048, then the short side to 768, then squares of 512 and a base."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, 2048)
        shrink = min(1.0, 768 / min(wide, high))
        # Rounded up where halves of a pixel decide over a whole tile.
        across, down = math.ceil(wide * shrink - 1e-6), math.ceil(high * shrink - 1e-6)
        return base + tile * math.ceil(max(across, 1) / 512) * math.ceil(max(down, 1) / 512)

    return count


def patches(budget: int, multiplier: float) -> Count:
    """OpenAI's patches of 32 x 32 within a budget, times the model's multiplier.

    The guide fits some models' pictures into 2,048 x 2,048 first; what was measured was not, and costs more.
    """

    def count(width: int, height: int) -> int:
        wide, high = float(width), float(height)
        found = math.ceil(wide / 32) * math.ceil(high / 32)
        if found > budget:
            shrink = math.sqrt(32 * 32 * budget / (wide * high))
            across, down = wide * shrink / 32, high * shrink / 32
            if across >= 1 and down >= 1:
                shrink *= min(math.floor(across) / across, math.floor(down) / down)
            # To whole pixels: what is a hair beside one by reckoning in floats is meant to be it.
            wide, high = max(1, int(wide * shrink + 1e-6)), max(1, int(high * shrink + 1e-6))
            found = min(budget, math.ceil(wide / 32) * math.ceil(high / 32))
        return math.ceil(found * multiplier)

    return count


def claude(longest: int, most: int) -> Count:
    """Anthropic's patches of 28 x 28, or the (w x h) / 750 that it published before, whichever is more."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, longest)
        found = math.ceil(wide / 28) * math.ceil(high / 28)
        return min(most, max(found, math.ceil(wide * high / 750)))

    return count


def merged(side: int, least: int, most: int) -> Count:
    """Qwen's `smart_resize`: each side to its nearest multiple of `side` pixels, a token a square of them.

    A picture of more than `most` squares is shrunk, one of fewer than `least` is grown.
    """

    def count(width: int, height: int) -> int:
        across, down = max(1, round(width / side)), max(1, round(height / side))
        if across * down > most:
            scale = math.sqrt(width * height / (most * side * side))
            across, down = math.floor(width / scale / side), math.floor(height / scale / side)
        elif across * down < least:
            scale = math.sqrt(least * side * side / (width * height))
            across, down = math.ceil(width * scale / side), math.ceil(height * scale / side)
        return max(across, 1) * max(down, 1)

    return count


def rows(side: int, longest: int) -> Count:
    """Mistral's squares of `side` pixels after fitting into `longest`, each row with a token at its end."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, longest)
        across, down = math.ceil(round(wide) / side), math.ceil(round(high) / side)
        return max(across, 1) * max(down, 1) + max(down, 1)

    return count


def gemini_tiles(width: int, height: int) -> int:
    """258 for up to 384 x 384, else 258 a tile of 768 x 768."""
    if max(width, height) <= 384:
        return 258
    return 258 * math.ceil(width / 768) * math.ceil(height / 768)


def canvas(side: int, most: int, tokens: Callable[[_Grid], int]) -> Count:
    """Meta's canvas of up to `most` tiles of `side` pixels: what enlarges least, or else shrinks least."""
    grids = _grids(most)

    def count(width: int, height: int) -> int:
        scales = [(min(across * side / width, down * side / height), (across, down)) for across, down in grids]
        larger = [scale for scale, _ in scales if scale >= 1]
        best = min(larger) if larger else max(scale for scale, _ in scales)
        return tokens(min((grid for scale, grid in scales if scale == best), key=math.prod))

    return count


def likest(side: int, most: int, tokens: int, around: int) -> Count:
    """InternVL: the grid of tiles whose proportions are closest, whatever the picture's size, and the whole.

    Of grids that are equally close, the larger is taken as long as the picture fills half of it.
    """
    grids = sorted(_grids(most), key=math.prod)

    def count(width: int, height: int) -> int:
        best, off = (1, 1), math.inf
        for grid in grids:
            by = abs(width / height - grid[0] / grid[1])
            if by < off or (by == off and width * height > 0.5 * side * side * math.prod(grid)):
                best, off = grid, by
        tiles = math.prod(best)
        return tokens * (tiles + (tiles > 1)) + around

    return count


def stretched(tiles: int, side: int, tokens: int) -> Count:
    """SmolVLM and Idefics 3: the long side always becomes `tiles` tiles of `side` pixels.

    The whole goes along. Each tile has a mark before it and one for its place, each row a line's end.
    """

    def count(width: int, height: int) -> int:
        pixels = max(1, int(tiles * side * min(width, height) / max(width, height)))
        short = math.ceil((pixels + pixels % 2) / side)
        down = tiles if height > width else short
        return (tokens + 2) * (tiles * short + 1) + down + 2

    return count


def sliced(side: int, tokens: int, most: int) -> Count:
    """MiniCPM-V: a small picture of the whole, and slices, about as many as squares of `side` pixels.

    Each comes between two marks; a number and line ends stand around them.
    """

    def count(width: int, height: int) -> int:
        wanted = min(math.ceil(width * height / (side * side)), most)
        if wanted <= 1:
            return tokens + 2 + 4
        best, off = 1, math.inf
        for slices in (wanted - 1, wanted, wanted + 1):
            if slices == 1 or slices > most:
                continue
            for across in range(1, slices + 1):
                by = abs(math.log(width / height) - math.log(across * across / slices))
                if slices % across == 0 and by < off:
                    best, off = slices, by
        return (tokens + 2) * (best + 1) + 4 + most

    return count


def anyres(tile: int, patches_a_side: int, grids: Iterable[_Grid], most: int = 0) -> Count:
    """LLaVA-NeXT: the grid that keeps most of the picture, cut to its proportions, and the whole beside it.

    A tile of `tile` pixels is `patches_a_side` squared tokens, each row of patches ends in one more. `most` is the
    number of tiles whose tokens are kept at most (0: all): LLaVA-OneVision shrinks what is more.
    """
    known = tuple(grids)
    side = patches_a_side

    def count(width: int, height: int) -> int:
        best, kept, wasted = known[0], -1, 0
        for across, down in known:
            scale = min(across * tile / width, down * tile / height)
            area = min(int(width * scale) * int(height * scale), width * height)
            waste = across * down * tile * tile - area
            if area > kept or (area == kept and waste < wasted):
                best, kept, wasted = (across, down), area, waste
        wide, high = best[0] * side, best[1] * side
        if width / height > wide / high:
            high -= (high - int(height * wide / width)) // 2 * 2
        else:
            wide -= (wide - int(width * high / height)) // 2 * 2
        wide, high = max(wide, 1), max(high, 1)
        shrink = math.sqrt(wide * high / (most * side * side)) if most else 1.0
        if shrink > 1.1:
            wide, high = int(wide // shrink), int(high // shrink)
        return wide * high + high + side * side

    return count


def phi3(crops: int) -> Count:
    """Phi-3 and 3.5 vision: enlarged to as many as `crops` tiles of 336, 144 tokens each, and the whole."""

    def count(width: int, height: int) -> int:
        ratio = max(width, height) / min(width, height)
        long = 1
        while (long + 1) * math.ceil((long + 1) / ratio) <= crops:
            long += 1
        short = max(1, math.ceil(long / ratio))
        down = long if height > width else short
        return (long * short + 1) * 144 + 1 + (down + 1) * 12

    return count


def phi4(crops: int) -> Count:
    """Phi-4 multimodal: tiles of 448 as the picture fills them, 256 tokens each, a line's end a row, the whole."""
    shrunk = sorted(_grids(crops), key=math.prod)

    def count(width: int, height: int) -> int:
        across, down = math.ceil(width / 448), math.ceil(height / 448)
        if across * down > crops:
            across, down = min(
                shrunk, key=lambda grid: (abs(width / height - grid[0] / grid[1]), -math.prod(grid))
            )
        return 256 + 1 + 256 * across * down + 16 * down + 16

    return count


def tiles_and_one(side: int, tokens: int) -> Count:
    """As many tiles of `side` pixels as cover the picture, and one of the whole."""
    return lambda width, height: tokens * (math.ceil(width / side) * math.ceil(height / side) + 1)


def common(share: float, least: int) -> Count:
    """One token a square of 28 x 28, as most open models count, and `share` more; never below `least`."""
    return lambda width, height: max(
        least, math.ceil((1 + share) * (math.ceil(width / 28) * math.ceil(height / 28)))
    )


def _fitted(width: float, height: float, longest: float) -> tuple[float, float]:
    """The size within a square of `longest`, never larger than it was."""
    shrink = min(1.0, longest / max(width, height))
    return width * shrink, height * shrink


@cache
def _grids(most: int) -> tuple[_Grid, ...]:
    """All ways to lay at most `most` tiles."""
    return tuple(
        (across, down) for across in range(1, most + 1) for down in range(1, most + 1) if across * down <= most
    )
