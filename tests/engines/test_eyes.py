"""Which models read pictures, by names as their makers and servers write them."""

from __future__ import annotations

import pytest

from docqa.engines import reads_pictures

SEEING = [
    "gpt-4o",
    "gpt-4.1-mini",
    "openai/gpt-5.2",
    "gpt-6-astra",
    "o3-2025-04-16",
    "o4-mini",
    "claude-3-5-sonnet-20241022",
    "claude-opus-4-7",
    "anthropic.claude-haiku-4-5-20251001-v1:0",
    "gemini-2.5-flash",
    "google/gemini-3-pro-preview",
    "gemma3:4b",
    "gemma-4-31b-it",
    "qwen2.5vl:7b",
    "Qwen/Qwen3-VL-8B-Instruct",
    "qwen3.5:9b",
    "pixtral-12b-2409",
    "mistral-small3.1:24b",
    "mistral-large-3",
    "llama3.2-vision:11b",
    "llama4:scout",
    "llava:7b",
    "llava-onevision-qwen2-7b",
    "moondream",
    "minicpm-v:8b",
    "InternVL3_5-8B",
    "SmolVLM2-2.2B-Instruct",
    "idefics3-8b",
    "granite3.2-vision",
    "phi-3.5-vision-instruct",
    "Phi-4-multimodal-instruct",
    "Phi-4-reasoning-vision-15B",
    "grok-4-fast",
    "deepseek-vl2",
    "deepseek-ocr",
    "deepseek-v4.1-flash-1017",
    "glm-4.6v-flash",
    "glm5.3-flash",
    "kimi-k3",
    "mimo-v2.6-pro",
    "amazon.nova-2-lite-v1:0",
    "PaddleOCR-VL",
    "ERNIE-4.5-VL-28B-A3B-Paddle",
]
BLIND = [
    "gpt-3.5-turbo",
    "gpt-oss:20b",
    "o1-mini",
    "o3-mini",
    "text-embedding-3-small",
    "gemma2:9b",
    "gemma3:1b",
    "claude-2.1",
    "deepseek-r1:8b",
    "deepseek-v3.1",
    "deepseek-chat",
    "deepseek-v4-pro",
    "mixtral:8x7b",
    "mistral-7b-instruct",
    "mistral-nemo",
    "codestral",
    "llama3.1:8b",
    "llama3.3",
    "llama3.2:3b",
    "smollm2:135m",
    "phi3:mini",
    "phi4:14b",
    "qwen2.5:7b",
    "qwen3:4b",
    "qwq",
    "command-r-plus",
    "granite3.3:8b",
]


@pytest.mark.parametrize("model", SEEING)
def test_those_with_eyes(model: str) -> None:
    assert reads_pictures(model) is True


@pytest.mark.parametrize("model", BLIND)
def test_those_without(model: str) -> None:
    assert reads_pictures(model) is False


def test_a_name_that_does_not_tell() -> None:
    assert reads_pictures("my-own-model") is None
    assert reads_pictures("") is None
