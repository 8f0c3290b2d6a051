"""Documents, history and question into the engine's window: counted exactly, chosen openly."""

from docqa.packing.cache import VectorCache
from docqa.packing.models import Embedder
from docqa.packing.near import Nearness, nearness
from docqa.packing.packer import Packer
from docqa.packing.tokens import count, encoding_for

__all__ = ["Embedder", "Nearness", "Packer", "VectorCache", "count", "encoding_for", "nearness"]
