"""Counting tokens as the models do, offline: tiktoken with rank tables that are shipped. Its only importer."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import tiktoken

from docqa.resources import resource

DEFAULT: Final = "o200k_base"

# What a chat message costs beside its text (three tokens and its role's one), and what the conversation costs once
# for the answer's beginning. Source: OpenAI Cookbook, "How to count tokens with tiktoken".
PER_MESSAGE: Final = 4
PER_CONVERSATION: Final = 3


@dataclass(frozen=True, slots=True)
class _Table:
    """How an encoding cuts text before its ranks apply, and the checksum of its rank file."""

    sha256: str
    pattern: str


# Checksums and patterns are those that tiktoken publishes for these encodings (tiktoken_ext/openai_public.py).
_TABLES = {
    "o200k_base": _Table(
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        "|".join(
            (
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"\p{N}{1,3}",
                r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
                r"\s*[\r\n]+",
                r"\s+(?!\S)",
                r"\s+",
            )
        ),
    ),
    "cl100k_base": _Table(
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
        r"|\s+(?!\S)|\s",
    ),
}

# A million spaces overflow the stack of tiktoken's pattern matcher: a run this long is cut, which may count a
# token more than the model does.
_SPACES = 20_000
_LONG_SPACES = re.compile(rf"\s{{{_SPACES}}}")

_WORTH_THREADS = 100_000  # characters

_encodings: dict[str, tiktoken.Encoding] = {}
_loading = threading.Lock()


def encoding_for(model: str) -> str:
    """The name of the encoding that a model counts with; o200k_base for models that tiktoken does not know.

    Other makers' models have tables of their own, most of about the same size: for them the count is close, not
    exact.
    """
    try:
        name = tiktoken.encoding_name_for_model(model.rpartition("/")[2])
    except KeyError:
        return DEFAULT
    return name if name in _TABLES else DEFAULT


def count(text: str, encoding: str = DEFAULT) -> int:
    """Tokens of `text`. Words that look like a model's control tokens count as the plain text they are.

    Raises ValueError for an encoding that is not shipped.
    """
    return sum(len(_encoding(encoding).encode_ordinary(part)) for part in _parts(text))


@lru_cache(256)
def count_fixed(text: str, encoding: str = DEFAULT) -> int:
    """`count` for what stands in every window, as rules and headings do: counted once."""
    return count(text, encoding)


def count_all(texts: Sequence[str], encoding: str = DEFAULT) -> list[int]:
    """Tokens of each text, on several cores where that is worth their start."""
    if sum(map(len, texts)) < _WORTH_THREADS or any(_LONG_SPACES.search(text) for text in texts):
        return [count(text, encoding) for text in texts]
    return [len(tokens) for tokens in _encoding(encoding).encode_ordinary_batch(list(texts), num_threads=4)]


def _parts(text: str) -> list[str]:
    """`text` as it is, or cut inside its runs of very much white space."""
    if len(text) < _SPACES:
        return [text]
    parts, start = [], 0
    for run in _LONG_SPACES.finditer(text):
        parts.append(text[start : run.end()])
        start = run.end()
    parts.append(text[start:])
    return parts


def _encoding(name: str) -> tiktoken.Encoding:
    found = _encodings.get(name)
    if found is None:
        with _loading:
            found = _encodings.get(name) or _load(name)
            _encodings[name] = found
    return found


def _load(name: str) -> tiktoken.Encoding:
    """Build the encoding from the shipped file, so that tiktoken never looks for a cache or the network."""
    table = _TABLES.get(name)
    if table is None:
        raise ValueError(f"no rank table for the encoding {name!r}: there are {', '.join(_TABLES)}")
    data = resource("encodings", f"{name}.tiktoken").read_bytes()
    if hashlib.sha256(data).hexdigest() != table.sha256:
        raise ValueError(f"docqa's own file {name}.tiktoken is damaged: reinstall docqa")
    fields = data.split()
    ranks = dict(zip(map(base64.b64decode, fields[::2]), map(int, fields[1::2]), strict=True))
    return tiktoken.Encoding(name, pat_str=table.pattern, mergeable_ranks=ranks, special_tokens={})
