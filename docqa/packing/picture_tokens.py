"""What a picture costs in tokens, by each model family's own published rule: the one table of them.

Every rule takes the pixels as they are sent and applies the family's own shrinking first, as its server does.
Where a maker has published two rules over time the dearer one is taken; a model whose family has none is counted
as `UNKNOWN`, so that what is planned does not turn out larger than the window. The rules were looked up in
November 2026; each names its source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

Count = Callable[[int, int], int]


PER_PICTURE = 4  # tokens that mark where a picture begins and ends, whatever the family


@dataclass(frozen=True, slots=True)
class PictureRule:
    """How one family counts: `count(width, height)` gives tokens for pixels, `source` says who published it.

    The family shrinks pictures whose long side is over `longest` pixels, whose short side is over `shortest` or
    that have more than `area` pixels (0: no such limit): beyond, more would be sent for nothing.
    """

    family: str
    count: Count
    longest: int
    source: str
    shortest: int = 0
    area: int = 0

    def largest(self, width: float, height: float) -> float:
        """By what a picture of these proportions may be scaled before the family would shrink it again."""
        limits = [self.longest / max(width, height)]
        if self.shortest:
            limits.append(self.shortest / min(width, height))
        if self.area:
            limits.append(math.sqrt(self.area / (width * height)))
        return min(limits)


def _fitted(width: float, height: float, longest: float) -> tuple[float, float]:
    """The size within a square of `longest`, never larger than it was."""
    shrink = min(1.0, longest / max(width, height))
    return width * shrink, height * shrink


def _tiles(base: int, tile: int) -> Count:
    """OpenAI's tiles: into 2,048 x 2,048, then the short side to 768, then squares of 512 and a base."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, 2048)
        shrink = min(1.0, 768 / min(wide, high))
        # Rounded up where halves of a pixel decide over a whole tile.
        across, down = math.ceil(wide * shrink - 1e-6), math.ceil(high * shrink - 1e-6)
        return base + tile * math.ceil(max(across, 1) / 512) * math.ceil(max(down, 1) / 512)

    return count


def _patches(budget: int, multiplier: float, longest: int = 2048) -> Count:
    """OpenAI's patches of 32 x 32 within a budget, times the model's multiplier."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, longest)
        patches = math.ceil(wide / 32) * math.ceil(high / 32)
        if patches > budget:
            shrink = math.sqrt(32 * 32 * budget / (wide * high))
            across, down = wide * shrink / 32, high * shrink / 32
            if across >= 1 and down >= 1:
                shrink *= min(math.floor(across) / across, math.floor(down) / down)
            # To whole pixels: what is a hair beside one by reckoning in floats is meant to be it.
            wide, high = max(1, int(wide * shrink + 1e-6)), max(1, int(high * shrink + 1e-6))
            patches = min(budget, math.ceil(wide / 32) * math.ceil(high / 32))
        return math.ceil(patches * multiplier)

    return count


def _claude(longest: int, most: int) -> Count:
    """Anthropic's patches of 28 x 28, or the (w x h) / 750 that it published before, whichever is more."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, longest)
        patches = math.ceil(wide / 28) * math.ceil(high / 28)
        return min(most, max(patches, math.ceil(wide * high / 750)))

    return count


def _merged(side: int, least: int, most: int) -> Count:
    """One token a square of `side` pixels, shrunk to `most` of them, grown to `least`."""

    def count(width: int, height: int) -> int:
        across, down = math.ceil(width / side), math.ceil(height / side)
        if across * down > most:
            shrink = math.sqrt(most / (across * down))
            across, down = max(1, math.ceil(across * shrink)), max(1, math.ceil(down * shrink))
        return max(least, across * down)

    return count


def _boxed(side: int, longest: int) -> Count:
    """Mistral's squares of `side` pixels after fitting into `longest`, each row with a token at its end."""

    def count(width: int, height: int) -> int:
        wide, high = _fitted(width, height, longest)
        across, down = math.ceil(wide / side), math.ceil(high / side)
        return across * down + down

    return count


def _gemini(width: int, height: int) -> int:
    """Gemini 2: 258 for up to 384 x 384, else 258 a tile of 768 x 768."""
    if max(width, height) <= 384:
        return 258
    return 258 * math.ceil(width / 768) * math.ceil(height / 768)


def _llama4(width: int, height: int) -> int:
    """Llama 4: up to 16 tiles of 336 x 336 and a small picture of the whole, 144 tokens and a separator each."""
    tiles = math.ceil(width / 336) * math.ceil(height / 336)
    tiles = min(tiles, 16)
    return 145 * (tiles + (tiles > 1))


def _llama32(width: int, height: int) -> int:
    """Llama 3.2: up to four tiles of 560 x 560, each of 1,601 vectors that the model attends to beside its window.

    Servers differ in whether these count against the context, so they do here.
    """
    return 1_601 * min(4, math.ceil(width / 560) * math.ceil(height / 560))


def _fixed(tokens: int) -> Count:
    return lambda width, height: tokens


def _sliced(side: int, tokens: int, most: int) -> Count:
    """A small picture of the whole and up to `most` squares of `side` pixels: `tokens` each, and two marks."""

    def count(width: int, height: int) -> int:
        slices = min(most, math.ceil(width / side) * math.ceil(height / side))
        return (tokens + 2) * (slices + (slices > 1))

    return count


def _unknown(width: int, height: int) -> int:
    """One token a square of 28 x 28, as most open models count, and a half more; not below 640."""
    return max(640, math.ceil(1.5 * (math.ceil(width / 28) * math.ceil(height / 28))))


_OPENAI = "OpenAI, “Images and vision” guide, calculating costs (developers.openai.com)"
_ANTHROPIC = "Anthropic, “Vision” guide (platform.claude.com)"
_GOOGLE = "Google, “Understand and count tokens” and “Media resolution” (ai.google.dev)"
_GEMMA = "Google, “Vision understanding” for Gemma (ai.google.dev)"
_QWEN = "Qwen, model cards and preprocessor_config.json"
_MISTRAL = "Mistral, the image encoder of mistral-common"
_META = "Meta, the image processors in transformers"

UNKNOWN = PictureRule(
    "unknown", _unknown, 1_568, "none is published under this name: a half more than the most common open rule"
)


def _gpt_tiles(family: str, base: int, tile: int) -> PictureRule:
    return PictureRule(family, _tiles(base, tile), 2048, _OPENAI, shortest=768)


def _gpt_patches(family: str, multiplier: float, budget: int = 1_536) -> PictureRule:
    return PictureRule(family, _patches(budget, multiplier), 2048, _OPENAI, area=budget * 32 * 32)


_OLD_CLAUDE = PictureRule("Claude", _claude(1568, 1_640), 1568, _ANTHROPIC, area=1_568 * 28 * 28)
_NEW_CLAUDE = PictureRule("Claude from 4.7 on", _claude(2576, 4_784), 2576, _ANTHROPIC, area=4_784 * 28 * 28)
_PIXTRAL = PictureRule("Pixtral 12B", _boxed(16, 1024), 1024, f"{_MISTRAL}: squares of 16")
_NEW_MISTRAL = PictureRule("Mistral since Small 3.1", _boxed(28, 1540), 1540, f"{_MISTRAL}: 14, merged by two")
_LLAVA_NEXT = PictureRule(
    "LLaVA-NeXT", _fixed(2_944), 672, "LLaVA-NeXT: four tiles and the whole, 576 each, rows ended"
)
_MINICPM = PictureRule("MiniCPM-V", _sliced(448, 64, 9), 1344, "OpenBMB: 64 a slice, at most nine and the whole")
_INTERNVL = PictureRule("InternVL", _sliced(448, 256, 12), 1792, "OpenGVLab: 256 a tile of 448, at most twelve")
_SMOLVLM = PictureRule(
    "SmolVLM", _sliced(512, 64, 16), 2048, "Hugging Face, SmolVLM's processor: 64 a tile of 512"
)
_PHI = PictureRule(
    "Phi vision", _sliced(336, 144, 16), 1344, "Microsoft, Phi-3.5-vision's processor: 144 a tile of 336"
)
_GROK = PictureRule(
    "Grok", _sliced(448, 256, 6), 1344, "xAI, “Image understanding”: 256 a tile of 448, at most six"
)

# The first pattern that is found in a model's name decides, so what is more special stands first.
_TABLE: tuple[tuple[str, PictureRule], ...] = (
    (r"gpt-4o-mini", _gpt_tiles("gpt-4o-mini, tiles", 2_833, 5_667)),
    (r"gpt-4\.1-mini|gpt-5(\.\d+)?(-codex)?-mini", _gpt_patches("gpt mini, patches", 1.62)),
    (r"gpt-4\.1-nano|gpt-5(\.\d+)?-nano", _gpt_patches("gpt nano, patches", 2.46)),
    (r"o4-mini", _gpt_patches("o4-mini, patches", 1.72)),
    (r"gpt-5\.[23]|gpt-5(\.1)?-codex", _gpt_patches("gpt-5.2 and 5.3, patches", 1.2)),
    (r"gpt-5\.[4-9]|gpt-5\.\d\d|gpt-([6-9]|\d\d)(?!\d)", _gpt_patches("gpt since 5.4, patches", 1.2, 2_500)),
    (r"gpt-5", _gpt_tiles("gpt-5, tiles", 70, 140)),
    (r"computer-use", _gpt_tiles("computer-use, tiles", 65, 129)),
    (r"(?<![a-z])o[13](?![\w.])", _gpt_tiles("o1 and o3, tiles", 75, 150)),
    (r"gpt-4|chatgpt", _gpt_tiles("gpt-4o, 4.1 and 4.5, tiles", 85, 170)),
    (r"claude-([a-z]+-)?(4[-.][7-9]|[5-9])(?!\d)", _NEW_CLAUDE),
    (r"claude", _OLD_CLAUDE),
    (r"gemini-[12]", PictureRule("Gemini 1 and 2, tiles", _gemini, 3072, _GOOGLE)),
    (r"gemini", PictureRule("Gemini 3, high resolution", _fixed(1_120), 1536, _GOOGLE)),
    (
        r"gemma-?4",
        PictureRule("Gemma 4, largest budget", _merged(48, 1, 1_120), 2048, _GEMMA, area=1_120 * 48 * 48),
    ),
    (r"gemma", PictureRule("Gemma 3", _fixed(256), 896, _GEMMA)),
    (r"qwen-?(3\.\d|[4-9])|qwen-?3.*(vl|omni)", PictureRule("Qwen3-VL", _merged(32, 64, 16_384), 4096, _QWEN)),
    (r"qwen.*(vl|omni)|qvq|olmocr|ui-tars", PictureRule("Qwen2-VL", _merged(28, 4, 16_384), 3584, _QWEN)),
    (r"pixtral(?!.*large)", _PIXTRAL),
    (r"pixtral|(mistral|magistral|devstral)-(small|medium|large)|ministral", _NEW_MISTRAL),
    (r"llama-?4|llama.*(scout|maverick)", PictureRule("Llama 4", _llama4, 1344, f"{_META}: tiles of 336")),
    (r"llama-?3\.2", PictureRule("Llama 3.2 vision", _llama32, 1120, f"{_META}: tiles of 560")),
    (r"llava.*(1\.6|next|onevision)|granite.*vision", _LLAVA_NEXT),
    (r"llava", PictureRule("LLaVA 1.5", _fixed(576), 672, "LLaVA 1.5: 336 pixels in patches of 14")),
    (r"moondream", PictureRule("Moondream", _fixed(729), 756, "Moondream: 378 pixels in patches of 14")),
    (r"minicpm-?[vo]", _MINICPM),
    (r"internvl|intern-s", _INTERNVL),
    (r"smolvlm|idefics", _SMOLVLM),
    (r"phi-?(3|4).*(vision|multimodal)", _PHI),
    (r"grok", _GROK),
)

FAMILIES: tuple[PictureRule, ...] = (*(rule for _, rule in _TABLE), UNKNOWN)
_PATTERNS = tuple((re.compile(pattern), rule) for pattern, rule in _TABLE)


@lru_cache(256)
def picture_rule(model: str) -> PictureRule:
    """The rule of the family that `model` belongs to by its name; UNKNOWN where the name does not tell."""
    name = model.casefold().replace("_", "-").replace(" ", "-")
    for pattern, rule in _PATTERNS:
        if pattern.search(name):
            return rule
    return UNKNOWN
