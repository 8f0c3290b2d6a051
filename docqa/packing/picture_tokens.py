"""What a picture costs in tokens, by each model family's own published rule: the one table of them.

Where a maker has published two rules over time, or lets the person choose, the dearer one is taken; a model whose
family has none is counted as `UNKNOWN`, so that what is planned does not turn out larger than the window. All were
looked up in November 2026: the makers' guides for those that only they run, and for open models the code that
runs them, `transformers` first. Each entry names its source, and says where it is an estimate.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from docqa.packing import picture_rules as rules
from docqa.packing.picture_rules import Count

PER_PICTURE = 4  # tokens that mark where a picture begins and ends, whatever the family


@dataclass(frozen=True, slots=True)
class PictureRule:
    """How one family counts: `count(width, height)` gives tokens for pixels, `source` says who published it.

    The family shrinks pictures whose long side is over `longest` pixels, whose short side is over `shortest` or
    that have more than `area` pixels (0: no such limit): beyond, more would be sent for nothing. An `estimate` is
    no rule of the maker's for this very model, or one that its server may be set to apply otherwise.
    """

    family: str
    count: Count
    longest: int
    source: str
    shortest: int = 0
    area: int = 0
    estimate: bool = False

    def largest(self, width: float, height: float) -> float:
        """By what a picture of these proportions may be scaled before the family would shrink it again."""
        limits = [self.longest / max(width, height)]
        if self.shortest:
            limits.append(self.shortest / min(width, height))
        if self.area:
            limits.append(math.sqrt(self.area / (width * height)))
        return min(limits)


_OPENAI = "OpenAI, “Images and vision”, calculating costs (developers.openai.com)"
_ANTHROPIC = "Anthropic, “Vision”, image costs and resolution (platform.claude.com)"
_GOOGLE = "Google, “Understand and count tokens” (ai.google.dev)"
_GEMINI_3 = "Google, “Media resolution”, token counts (ai.google.dev): high, the default for pictures"
_GEMMA = "Google, “Vision understanding” for Gemma, visual data (ai.google.dev)"
_QWEN = "transformers, image_processing_qwen2_vl.py, smart_resize; the models' preprocessor_config.json"
_MISTRAL = "mistral-common, tokens/tokenizers/image.py, ImageEncoder"
_TRANSFORMERS = "transformers, models/"

UNKNOWN = PictureRule(
    "unknown",
    rules.common(0.5, 640),
    1_568,
    "none is published under this name: a half more than the most common open rule",
    estimate=True,
)


def _gpt_tiles(family: str, base: int, tile: int) -> PictureRule:
    return PictureRule(family, rules.bent_tiles(base, tile), 2048, _OPENAI, shortest=768)


def _gpt_patches(family: str, multiplier: float, budget: int = 1_536) -> PictureRule:
    return PictureRule(family, rules.patches(budget, multiplier), 2048, _OPENAI, area=budget * 32 * 32)


_OLD_CLAUDE = PictureRule("Claude", rules.claude(1568, 1_640), 1568, _ANTHROPIC, area=1_568 * 28 * 28)
_NEW_CLAUDE = PictureRule("Claude from 4.7 on", rules.claude(2576, 4_784), 2576, _ANTHROPIC, area=4_784 * 28 * 28)
_GEMINI = PictureRule("Gemini 1 and 2, tiles", rules.gemini_tiles, 3072, _GOOGLE)
_NEW_GEMINI = PictureRule("Gemini since 3, high resolution", rules.fixed(1_120), 1536, _GEMINI_3)
# A server may be set to 70, 140, 280 (as it comes), 560 or 1,120; pictures are grown to it as well as shrunk.
_GEMMA_4 = PictureRule(
    "Gemma 4, largest budget", rules.fixed(1_120), 2048, _GEMMA, area=1_120 * 48 * 48, estimate=True
)
_QWEN_2 = PictureRule("Qwen2-VL and 2.5", rules.merged(28, 4, 16_384), 3584, _QWEN)
_QWEN_3 = PictureRule("Qwen since 3-VL", rules.merged(32, 64, 16_384), 4096, _QWEN)
_PIXTRAL = PictureRule("Pixtral 12B", rules.rows(16, 1024), 1024, f"{_MISTRAL}: squares of 16")
_PIXTRAL_LARGE = PictureRule(
    "Pixtral Large", rules.rows(16, 1024), 1024, f"{_MISTRAL}: as Pixtral 12B, the dearest of them", estimate=True
)
_NEW_MISTRAL = PictureRule(
    "Mistral since Small 3.1", rules.rows(28, 1540), 1540, f"{_MISTRAL}: squares of 14, merged by two"
)


def _llama4_tokens(grid: tuple[int, int]) -> int:
    """Tiles of 144 with a separator each, then the whole between three marks."""
    tiles = math.prod(grid)
    return 147 + (145 * tiles if tiles > 1 else 0)


_LLAMA_4 = PictureRule(
    "Llama 4",
    rules.canvas(336, 16, _llama4_tokens),
    1344,
    f"{_TRANSFORMERS}llama4: get_best_fit and _prompt_split_image",
)
# The model attends to these beside its window; servers differ in whether they count (Together AI bills them so).
_LLAMA_32 = PictureRule(
    "Llama 3.2 vision",
    rules.canvas(560, 4, lambda grid: 1_601 * math.prod(grid)),
    1120,
    f"{_TRANSFORMERS}mllama: get_optimal_tiled_canvas; 1,601 a tile in Together AI's “Vision”, pricing",
)
_LLAVA = PictureRule(
    "LLaVA 1.5", rules.fixed(576), 672, f"{_TRANSFORMERS}llava: 336 pixels in patches of 14, the class token off"
)
_LLAVA_NEXT = PictureRule(
    "LLaVA-NeXT",
    rules.anyres(336, 24, ((1, 2), (2, 1), (2, 2), (1, 3), (3, 1))),
    1008,
    f"{_TRANSFORMERS}llava_next: image_grid_pinpoints and pack_image_features",
)
_ONEVISION = PictureRule(
    "LLaVA-OneVision",
    rules.anyres(384, 27, ((across, down) for across in range(1, 7) for down in range(1, 7)), 9),
    2304,
    f"{_TRANSFORMERS}llava_onevision: _get_unpadded_features, anyres_max_9",
)
_GRANITE = PictureRule(
    "Granite vision",
    rules.anyres(
        384, 27, ((across, down) for across in range(1, 11) for down in range(1, 11) if across * down <= 10)
    ),
    3840,
    "IBM, granite-vision's image_grid_pinpoints (llama.cpp, README-granitevision.md) by LLaVA-NeXT's rule",
    area=10 * 384 * 384,
    estimate=True,
)
_MOONDREAM = PictureRule(
    "Moondream", rules.fixed(730), 756, "Moondream 2's vision encoder: 378 pixels in patches of 14", estimate=True
)
_MINICPM_46 = PictureRule(
    "MiniCPM-V since 4.6", rules.sliced(448, 72, 9), 1344, f"{_TRANSFORMERS}minicpmv4_6: get_sliced_grid"
)
_MINICPM = PictureRule(
    "MiniCPM-V", rules.sliced(448, 64, 9), 1344, "OpenBMB, image_processing_minicpmv.py: 64 a slice of 448"
)
_INTERNVL = PictureRule(
    "InternVL",
    rules.likest(448, 12, 256, 2),
    1792,
    f"{_TRANSFORMERS}internvl and got_ocr2: get_optimal_tiled_canvas, 256 a tile and the whole",
)
_SMOLVLM_SMALL = PictureRule(
    "SmolVLM 256M and 500M",
    rules.stretched(4, 512, 64),
    2048,
    f"{_TRANSFORMERS}smolvlm: resize_for_vision_encoder; Hugging Face, “SmolVLM Grows Smaller”: 64 for 512 x 512",
)
_SMOLVLM = PictureRule(
    "SmolVLM 2B",
    rules.stretched(4, 384, 81),
    1536,
    f"{_TRANSFORMERS}smolvlm; Hugging Face, “SmolVLM”, memory: 81 tokens for 384 x 384",
)
_IDEFICS = PictureRule(
    "Idefics 3", rules.stretched(4, 364, 169), 1456, f"{_TRANSFORMERS}idefics3: 169 a tile of 364, the long side 4"
)
_PHI_3 = PictureRule(
    "Phi 3 and 3.5 vision",
    rules.phi3(16),
    1344,
    "Microsoft, Phi-3.5-vision's processing_phi3_v.py: HD_transform and calc_num_image_tokens, 16 crops",
)
_PHI_4 = PictureRule(
    "Phi 4 multimodal", rules.phi4(36), 2688, f"{_TRANSFORMERS}phi4_multimodal: dynamic_preprocess, num_img_tokens"
)
_GROK = PictureRule(
    "Grok",
    rules.tiles_and_one(448, 256),
    1344,
    "xAI's “Image Understanding” gives none now: 256 a tile of 448 and one more, as others report it",
    estimate=True,
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
    (r"gemini-[12]", _GEMINI),
    (r"gemini", _NEW_GEMINI),
    (r"gemma-?4", _GEMMA_4),
    (r"gemma", PictureRule("Gemma 3", rules.fixed(256), 896, _GEMMA)),
    (r"qwen-?(3\.\d|[4-9])|qwen-?3.*(vl|omni)", _QWEN_3),
    (r"qwen.*(vl|omni)|qvq|olmocr|ui-tars", _QWEN_2),
    (r"pixtral.*large", _PIXTRAL_LARGE),
    (r"pixtral", _PIXTRAL),
    (r"(mistral|magistral|devstral)-(small|medium|large)|ministral", _NEW_MISTRAL),
    (r"llama-?4|llama.*(scout|maverick)", _LLAMA_4),
    (r"llama-?3\.2", _LLAMA_32),
    (r"llava.*onevision", _ONEVISION),
    (r"llava.*(1\.6|next)", _LLAVA_NEXT),
    (r"llava", _LLAVA),
    (r"granite.*vision", _GRANITE),
    (r"moondream", _MOONDREAM),
    (r"minicpm-?v-?4[.-]?[6-9]", _MINICPM_46),
    (r"minicpm-?[vo]", _MINICPM),
    (r"internvl|intern-s", _INTERNVL),
    (r"smolvlm.*(256|500)m", _SMOLVLM_SMALL),
    (r"smolvlm", _SMOLVLM),
    (r"idefics", _IDEFICS),
    (r"phi-?4.*multimodal", _PHI_4),
    (r"phi-?[34].*vision", _PHI_3),
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
