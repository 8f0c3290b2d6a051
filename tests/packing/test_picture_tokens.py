"""Every family's rule against the examples that its maker publishes, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.packing.picture_tokens import FAMILIES, UNKNOWN, PictureRule, picture_rule

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
        ("llama3.2-vision", 500, 500, 1_601),
    ],
)
def test_published_examples(model: str, width: int, height: int, tokens: int) -> None:
    assert picture_rule(model).count(width, height) == tokens


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
