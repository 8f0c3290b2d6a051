"""Engines answer a packed context: the built-in reader, or a model behind an OpenAI-compatible endpoint."""

from docqa.engines.addresses import host_of, is_loopback, normalise_base_url
from docqa.engines.builtin import BuiltinReader
from docqa.engines.embeddings import EndpointEmbedder
from docqa.engines.eyes import reads_pictures
from docqa.engines.local import LocalServer, find_local_servers
from docqa.engines.openai_compatible import OpenAIEngine, list_models
from docqa.engines.protocol import Engine

__all__ = [
    "BuiltinReader",
    "EndpointEmbedder",
    "Engine",
    "LocalServer",
    "OpenAIEngine",
    "find_local_servers",
    "host_of",
    "is_loopback",
    "list_models",
    "normalise_base_url",
    "reads_pictures",
]
