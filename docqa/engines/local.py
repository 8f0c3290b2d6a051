"""Model servers on this machine, found only when somebody asks for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from docqa.domain import CancelToken
from docqa.engines.openai_compatible import list_models
from docqa.errors import EngineError

# The ports that the servers' manuals name as their defaults.
_DEFAULTS = (("Ollama", 11434), ("LM Studio", 1234), ("llama.cpp", 8080), ("vLLM", 8000))
_PATIENCE = 2.0  # seconds for each


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model server that answers on this machine, by the name of the software whose port it is."""

    name: str
    base_url: str
    models: tuple[str, ...]


def find_local_servers(
    cancel: CancelToken | None = None, ports: tuple[tuple[str, int], ...] = _DEFAULTS
) -> tuple[LocalServer, ...]:
    """Ask the loopback ports where model servers usually listen which models they have, all at once.

    Nothing else is asked, and nothing at all unless this is called. Raises Cancelled.
    """
    cancel = cancel or CancelToken()
    cancel.check()

    def ask(name: str, port: int) -> LocalServer | None:
        base_url = f"http://127.0.0.1:{port}/v1"
        try:
            return LocalServer(name, base_url, list_models(base_url, timeout=_PATIENCE))
        except EngineError:
            return None

    with ThreadPoolExecutor(len(ports) or 1, thread_name_prefix="find-server") as pool:
        answers = [pool.submit(ask, name, port) for name, port in ports]
        found = tuple(server for server in (answer.result() for answer in answers) if server)
    cancel.check()
    return found
