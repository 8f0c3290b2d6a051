"""Which models read pictures, as far as their names tell."""

from __future__ import annotations

import re

# Families whose every model of that name reads pictures, and those that only do under the name given. Sources: the
# makers' model lists, Ollama's and LM Studio's lists of vision models (November 2026).
_EYES = re.compile(
    r"gpt-(4o|4\.1|4\.5|4-turbo|4-vision|[5-9]|\d\d)|chatgpt|(?<![a-z])o[134](?!-mini-20\d|[\w.])|o4-mini|computer-use"
    r"|claude-(3|4|5|6|opus|sonnet|haiku)|gemini|gemma-?[34]|medgemma|paligemma"
    r"|qwen.*(vl|omni)|qwen-?3\.[5-9]|qwen-?[4-9]|qvq|olmocr|llava|moondream|minicpm-?[vo]|internvl|intern-s"
    r"|pixtral|mistral-(small-?(3\.[1-9]|[4-9]|latest|2[5-9])|medium|large-?(3|latest|2512))|ministral-?3|magistral"
    r"|llama-?4|llama-?3\.2.*vision|llama.*(scout|maverick)|smolvlm|idefics|granite.*vision|phi-?[34].*(vision|multimodal)"
    r"|grok-(2-vision|[4-9])|vision|-vl\b|[-:]vl[-:]|kimi-(vl|k2\.[5-9])|glm-?(4v|[45](\.\d)?v|5\.[3-9])|deepseek-(ocr|vl)|deepseek-?v4\.[1-9]-flash"
    r"|nova-(\d-)?(lite|pro|premier)|kimi-k[3-9]|mimo-v2\.[5-9]|phi-?4.*vision|ernie.*vl|molmo"
)
# Said in the name itself, whatever model without eyes it is built on ("llava-onevision-qwen2").
_SAID = re.compile(r"vision|llava|multimodal|internvl|(?<![a-z])vl(?![a-z])|smolvlm|minicpm-?[vo]")
_BLIND = re.compile(
    r"gpt-3|gpt-oss|o1-(mini|preview)|o3-mini|embed|whisper|gemma-?(2|3-?270m|3-?1b|3:1b|3:270m)|codegemma|claude-(2|instant)"
    r"|deepseek-(r\d|v[23](?!l)|coder|chat|reasoner)|deepseek-?v4(\.\d)?-pro|mixtral|mistral-(7b|nemo|small-?(2[0-4]|3\.0))|codestral|llama-?(2|3\.1|3\.3)"
    r"|llama-?3(?![.\d])|llama-?3\.2-?:?[13]b|tinyllama|smollm|phi-?(2|3(?!.*vision)|4(?!.*(multimodal|vision)))|qwen-?2(\.5)?(?!.*(vl|omni))"
    r"|qwen-?3(?!.*(vl|omni)|\.\d)|qwq|command-r|olmo(?!cr)|granite(?!.*vision)|falcon|yi-|stablelm|starcoder"
)


def reads_pictures(model: str) -> bool | None:
    """Whether a model of this name reads pictures; None where the name does not tell."""
    name = model.casefold().replace("_", "-").replace(" ", "-")
    if _SAID.search(name):
        return True
    if _BLIND.search(name):
        return False
    return True if _EYES.search(name) else None
