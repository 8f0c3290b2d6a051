"""What docqa asks of an engine: to stream an answer to a packed context. Nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from docqa.domain import CancelToken, Event, PackedContext


class Engine(Protocol):
    """Anything that answers: the built-in reader, a model behind an endpoint."""

    @property
    def name(self) -> str:
        """Which kind of engine: "builtin" or "openai"."""

    @property
    def model(self) -> str:
        """The model's name at its endpoint; empty for the built-in reader."""

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        """Yield Delta, Used and at last Done. Raises Cancelled when cancelled, EngineError when it fails."""
