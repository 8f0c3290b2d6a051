"""Every family's rule against the examples that its maker publishes, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.packing.picture_tokens import FAMILIES, UNKNOWN, PictureRule, picture_rule

# These compare width / height with a grid's, which is another distance after a quarter turn; or end rows in more.
_CROOKED = ("InternVL", "Phi", "LLaVA-", "Granite", "SmolVLM", "Idefics")

SIDES = st.integers(1, 6_000)


@pytest.mark.parametrize(
    ("model", "width", "height", "tokens"),
    [
        # OpenAI's guide: tiles.
        ("gpt-4o", 1024, 1024, 765),
        ("gpt-4o", 2048, 4096, 1105),
        ("gpt-4.1", 512, 512, 255),
        ("gpt-4o-mini", 1024, 1024, 25_501),
        ("gpt-5", 1024, 1024, 630),
        ("o1", 1024, 1024, 675),
        ("o3-2025-04-16", 1024, 1024, 675),
        # Patches, with the guide's two examples before the multiplier: 1,024 and 1,452.
        ("gpt-4.1-mini", 1024, 1024, 1_659),
        ("gpt-5-mini", 1800, 2400, 2_353),
        ("gpt-5-nano", 1024, 1024, 2_520),
        ("openai/o4-mini", 1024, 1024, 1_762),
        ("gpt-5.4", 1024, 1024, 1_229),
        # Anthropic's table of sizes that are not shrunk.
        ("claude-sonnet-4-5", 1000, 1000, 1_334),
        ("claude-3-haiku", 200, 200, 64),
        ("anthropic/claude-opus-4-7", 2000, 1500, 4_000),
        ("claude-sonnet-4-5", 2000, 1500, 1_640),
        ("claude-3-5-sonnet", 2000, 1500, 1_640),
        # Google: 258 for a small one, 258 a tile.
        ("gemini-2.5-flash", 384, 384, 258),
        ("gemini-2.0-flash", 1536, 1536, 1_032),
        ("gemma3:4b", 3000, 400, 256),
        # Qwen: a square of 28 pixels, of 32 since 3.
        ("qwen2.5vl:7b", 1120, 840, 1_200),
        ("Qwen3-VL-8B-Instruct", 1280, 960, 1_200),
        # Mistral's encoder: 1,024 in squares of 16, and a token at each row's end.
        ("pixtral-12b-2409", 1024, 1024, 64 * 64 + 64),
        ("mistral-small3.1:24b", 1120, 560, 40 * 20 + 20),
        ("llava:7b", 1024, 768, 576),
        # Rounded to the nearest square, not up: smart_resize.
        ("qwen2-vl", 1000, 1000, 36 * 36),
        ("qwen2.5-vl", 20, 20, 4),
        # Together AI's four bills for Llama 3.2: 1,601 a tile of 560, in a grid of up to two by two.
        ("llama3.2-vision", 500, 500, 1_601),
        ("llama3.2-vision", 700, 500, 3_202),
        ("llama3.2-vision", 500, 700, 3_202),
        ("llama3.2-vision", 1000, 900, 6_404),
        # The examples in get_best_fit's docstring: 300 x 200 goes onto two tiles side by side.
        ("llama4:scout", 336, 336, 147),
        ("llama4:scout", 450, 300, 147 + 2 * 145),
        ("llama4:scout", 1344, 1344, 147 + 16 * 145),
        # InternVL keeps proportions, not size: a small page still becomes two by three tiles and the whole.
        ("internvl3", 448, 448, 258),
        ("internvl3", 300, 450, 7 * 256 + 2),
        ("internvl3", 1344, 1344, 10 * 256 + 2),
        # “SmolVLM encodes each 384 x 384 patch to 81 tokens”, the long side always four of them.
        ("smolvlm2-2.2b", 1536, 1536, 17 * (81 + 2) + 4 + 2),
        ("smolvlm2-2.2b", 100, 100, 17 * (81 + 2) + 4 + 2),
        ("smolvlm-256m-instruct", 2048, 1024, 9 * (64 + 2) + 2 + 2),
        # A 672 x 672 picture: four tiles of 576, 48 row ends, and the whole (2,928).
        ("llava-v1.6-mistral-7b", 672, 672, 4 * 576 + 48 + 576),
        ("llava-onevision-qwen2-7b", 1152, 1152, 9 * 729 + 81 + 729),
        ("llava-onevision-qwen2-7b", 384, 384, 729 + 27 + 729),
        # Phi-3.5's processor: (tiles + 1) x 144 + 1 + (rows + 1) x 12.
        ("phi-3.5-vision-instruct", 1344, 1344, 17 * 144 + 1 + 5 * 12),
        ("phi-4-multimodal-instruct", 448, 448, 256 + 1 + 256 + 16 + 16),
        # Nine slices of 448 and the whole for the 1,344 x 1,344 that OpenBMB names as the largest.
        ("minicpm-v:8b", 1344, 1344, 10 * 66 + 4 + 9),
        ("gemini-3-pro-preview", 1024, 1448, 1_120),
        ("gemini-2.5-pro", 1000, 1000, 4 * 258),
    ],
)
def test_published_examples(model: str, width: int, height: int, tokens: int) -> None:
    assert picture_rule(model).count(width, height) == tokens


@pytest.mark.parametrize(
    ("width", "height", "tokens"),
    [
        (256, 256, 77),
        (512, 512, 308),
        (768, 768, 692),
        (1280, 720, 1_104),
        (1920, 1080, 2_448),
        (2560, 1440, 2_931),
        (3840, 2160, 2_931),
        (4032, 3024, 2_942),
    ],
)
def test_what_the_newest_models_were_measured_to_charge(width: int, height: int, tokens: int) -> None:
    """The column gpt6_high_tokens of the data set “Image input token cost by resolution” on Hugging Face."""
    assert picture_rule("gpt-6").count(width, height) == tokens


@pytest.mark.parametrize(
    ("width", "height", "tokens"), [(512, 512, 361), (1024, 1024, 1_369), (1920, 1080, 2_691)]
)
def test_claude_is_never_counted_below_what_was_measured(width: int, height: int, tokens: int) -> None:
    """The same data set's columns less what a message costs: patches of 28, which the older rule exceeds."""
    counted = picture_rule("claude-opus-5-5").count(width, height)
    assert tokens <= counted <= 1.05 * tokens


def test_an_estimate_says_so() -> None:
    assert picture_rule("grok-4").estimate
    assert UNKNOWN.estimate
    assert not picture_rule("gpt-4o").estimate
    assert not picture_rule("qwen3-vl").estimate


def test_a_name_that_says_nothing_is_counted_as_more_than_the_common_rule() -> None:
    assert picture_rule("my-own-model") is UNKNOWN
    assert picture_rule("") is UNKNOWN
    for width, height in ((600, 800), (1024, 1024), (1568, 1108)):
        assert UNKNOWN.count(width, height) > picture_rule("qwen2.5-vl").count(width, height)


@pytest.mark.parametrize("rule", FAMILIES, ids=lambda rule: rule.family)
def test_every_rule_names_who_published_it(rule: PictureRule) -> None:
    assert len(rule.source) > 20


@pytest.mark.parametrize("rule", FAMILIES, ids=lambda rule: rule.family)
@given(width=SIDES, height=SIDES)
def test_a_picture_costs_something_and_a_quarter_turn_costs_the_same(
    rule: PictureRule, width: int, height: int
) -> None:
    tokens = rule.count(width, height)
    assert tokens > 0
    if rule.family.startswith(_CROOKED):
        return
    turned = rule.count(height, width)
    # A row's end costs a token: a tall picture has more of them.
    assert abs(turned - tokens) <= max(width, height) / 16 + 1


@pytest.mark.parametrize("rule", FAMILIES, ids=lambda rule: rule.family)
@given(width=st.integers(64, 4_000), height=st.integers(64, 4_000))
def test_within_its_limits_a_family_shrinks_nothing(rule: PictureRule, width: int, height: int) -> None:
    scale = rule.largest(width, height)
    wide, high = max(1, int(width * scale)), max(1, int(height * scale))
    assert max(wide, high) <= rule.longest
    assert not rule.shortest or min(wide, high) <= rule.shortest
    assert not rule.area or wide * high <= rule.area
