"""Messages between docqa and its reading worker: a JSON header and raw bytes, length-prefixed.

Not pickle: the worker parses hostile files, and what comes out of it must not be able to run code here.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

Header = dict[str, Any]

_PREFIX = struct.Struct(">IQ")
_MAX_HEADER = 64 << 20
_MAX_BLOB = 1 << 30


class BrokenWire(Exception):
    """The other side went away in the middle, or sent what is no message."""


def send(stream: BinaryIO, header: Header, blob: bytes = b"") -> None:
    """Write one message and flush. Raises OSError when the other side is gone."""
    encoded = json.dumps(header).encode()
    stream.write(_PREFIX.pack(len(encoded), len(blob)))
    stream.write(encoded)
    if blob:
        stream.write(blob)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Header, bytes]:
    """Read one message. Raises EOFError at a clean end, BrokenWire otherwise."""
    prefix = stream.read(_PREFIX.size)
    if not prefix:
        raise EOFError
    if len(prefix) < _PREFIX.size:
        raise BrokenWire("half a message")
    header_size, blob_size = _PREFIX.unpack(prefix)
    if header_size > _MAX_HEADER or blob_size > _MAX_BLOB:
        raise BrokenWire("a message of impossible size")
    encoded = stream.read(header_size)
    blob = stream.read(blob_size) if blob_size else b""
    if len(encoded) < header_size or len(blob) < blob_size:
        raise BrokenWire("half a message")
    try:
        header = json.loads(encoded)
    except ValueError as error:
        raise BrokenWire("a message that is not JSON") from error
    if not isinstance(header, dict):
        raise BrokenWire("a message without a header")
    return header, blob
