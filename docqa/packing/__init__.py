"""Documents, history and question into the engine's window: counted exactly, chosen openly."""

from docqa.packing.cache import VectorCache
from docqa.packing.models import Embedder
from docqa.packing.packer import Packer
from docqa.packing.tokens import count, encoding_for

__all__ = ["Embedder", "Packer", "VectorCache", "count", "encoding_for"]
