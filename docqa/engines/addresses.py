"""Where an endpoint is: one way to write its base URL, and whether it is on this machine."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from docqa.errors import EngineError

OPENAI = "https://api.openai.com/v1"
_EXAMPLES = f"Use an address such as {OPENAI} or http://localhost:11434/v1."
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# What people copy from a manual's curl line behind the base.
_METHODS = re.compile(r"/(chat/completions|completions|models|responses|embeddings)$")
_LOCAL_SUFFIXES = (".local", ".lan", ".internal", ".home.arpa")


def normalise_base_url(address: str) -> str:
    """The base URL as it is stored and asked: scheme, host, path without a slash at its end.

    A missing scheme becomes http on this machine and in private networks, https elsewhere; a bare host gets the
    path /v1 that all OpenAI-compatible servers share. Raises EngineError for what is no web address.
    """
    text = address.strip()
    if not text:
        raise EngineError("The endpoint's address is empty.", _EXAMPLES)
    if re.search(r"[\s\x00-\x1f\\]", text):
        raise EngineError("The endpoint's address has white space or a backslash in it.", _EXAMPLES)
    bare = not _SCHEME.match(text)
    parts, host, port = _split(f"//{text}" if bare else text)
    scheme = parts.scheme.lower() or ("http" if _is_private(host) else "https")
    if scheme not in ("http", "https"):
        raise EngineError(
            f"The endpoint's address begins with {scheme}://, which docqa does not speak.", _EXAMPLES
        )
    if parts.username is not None or parts.password is not None:
        raise EngineError(
            "The endpoint's address holds a user name or a password.",
            "Take it out of the address; a key has its own field and is kept in the system's keyring.",
        )
    if parts.query or parts.fragment:
        raise EngineError("The endpoint's address has a part after ? or #.", _EXAMPLES)
    path = _METHODS.sub("", parts.path.rstrip("/")).rstrip("/") or "/v1"
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((scheme, shown if port is None else f"{shown}:{port}", path, "", ""))


def _split(text: str) -> tuple[SplitResult, str, int | None]:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host.encode("idna")
    except ValueError as error:  # UnicodeError is one too
        raise EngineError("The endpoint's address is not a web address.", _EXAMPLES) from error
    if not host or not (":" in host or re.fullmatch(r"[\w.-]+", host)):
        raise EngineError("The endpoint's address names no host.", _EXAMPLES)
    return parts, host, port


def host_of(base_url: str) -> str:
    """The host of a normalised base URL, in lower case and without brackets."""
    return urlsplit(base_url).hostname or ""


def is_loopback(base_url: str) -> bool:
    """Whether the endpoint is on this very machine."""
    host = host_of(base_url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_openai(base_url: str) -> bool:
    """Whether OpenAI itself (or Azure's copy of it) answers there: these want the newer parameter names."""
    host = host_of(base_url)
    return host in ("openai.com", "openai.azure.com") or host.endswith((".openai.com", ".openai.azure.com"))


def _is_private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # A name without a dot is one of the local network: no certificate authority signs those.
        return "." not in host or host.endswith((*_LOCAL_SUFFIXES, ".localhost"))
    return address.is_private or address.is_loopback or address.is_link_local or address.is_unspecified
