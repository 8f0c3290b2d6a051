"""Domain values as JSON and back: one shape for the store, for session files and for what the verbs print.

A dataclass becomes an object with its fields' names, a tuple a list, an enum its value, a time an ISO 8601
string in UTC. A `Place` or `Span` inside another value is written inline, so that a citation reads
``{"document", "page", "start", "end", "label", "quote", "at"}``. Reading is strict, since session files come from
strangers: wrong types and unknown names are refused; a name that is absent takes the field's default, so
that fields added later need no migration.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from docqa.domain import ContextReport, Place, Span
from docqa.library.jsontext import CodecError, parse

__all__ = ["CodecError", "decode", "dumps", "encode", "loads", "parse", "read_time", "time_text"]

T = TypeVar("T")

_INLINE = (Place, Span)
_INTEGERS = 2**53  # what every JSON reader keeps exactly


class _Codec(NamedTuple):
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def encode(value: Any) -> Any:
    """`value`, a domain value or a tuple of them, as what `json.dumps` takes."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [encode(item) for item in value]
    kind: Any = type(value)
    return _codec(kind).write(value)


def decode(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `data` (as `json.loads` gives it) stands for. Raises CodecError."""
    anything: Any = kind
    value: T = _codec(anything).read(data)
    return value


def dumps(value: Any) -> str:
    """`value` as compact JSON text that always encodes to UTF-8, lone surrogates and all."""
    data = encode(value)
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, allow_nan=False, separators=(",", ":"))
    return text


def loads(kind: type[T], text: str | bytes) -> T:
    """The value of type `kind` in JSON `text`. Raises CodecError."""
    return decode(kind, parse(text))


def time_text(when: datetime) -> str:
    """A time as text that sorts as time does: UTC, always to the microsecond."""
    if when.tzinfo is None:
        raise ValueError("a time without a zone")
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: Any) -> datetime:
    """The time that `time_text` wrote. Raises CodecError."""
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is None:
            raise CodecError("a time without a zone")
        return when.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise CodecError("not a time") from error


@cache
def _codec(kind: Any) -> _Codec:
    """How values of the type `kind` are written and read."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (arg for arg in args if arg is not NoneType)
        return _optional(_codec(inner))
    if origin is tuple:
        return _many(_codec(args[0])) if args[-1] is Ellipsis else _fixed(tuple(map(_codec, args)))
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    if hasattr(kind, "_fields"):
        return _named(kind)
    if issubclass(kind, StrEnum):
        return _Codec(str, _choice(kind))
    if kind in _PLAIN:
        return _PLAIN[kind]
    raise TypeError(f"no JSON for {kind}")


def _same(value: Any) -> Any:
    return value


def _plain(kind: type, name: str) -> _Codec:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise CodecError(f"not {name}")
        return data

    return _Codec(_same, read)


def _read_integer(data: Any) -> int:
    if type(data) is not int or not -_INTEGERS <= data <= _INTEGERS:
        raise CodecError("not a whole number")
    return data


def _read_number(data: Any) -> float:
    if type(data) is int and -_INTEGERS <= data <= _INTEGERS:
        return float(data)
    if type(data) is not float or data - data != 0:  # a literal such as 1e999 reads as infinity
        raise CodecError("not a number")
    return data


_PLAIN: dict[type, _Codec] = {
    str: _plain(str, "text"),
    bool: _plain(bool, "true or false"),
    int: _Codec(_same, _read_integer),
    float: _Codec(_same, _read_number),
    datetime: _Codec(time_text, read_time),
}


def _choice(kind: type[StrEnum]) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if type(data) is not str or data not in kind.__members__.values():
            raise CodecError(f"not one of {', '.join(kind)}")
        return kind(data)

    return read


def _optional(inner: _Codec) -> _Codec:
    def write(value: Any) -> Any:
        return None if value is None else inner.write(value)

    def read(data: Any) -> Any:
        return None if data is None else inner.read(data)

    return _Codec(write, read)


def _many(item: _Codec) -> _Codec:
    def write(value: Any) -> Any:
        return [item.write(one) for one in value]

    def read(data: Any) -> Any:
        if type(data) is not list:
            raise CodecError("not a list")
        values = []
        for i, one in enumerate(data):
            try:
                values.append(item.read(one))
            except CodecError as error:
                raise CodecError(f"{i}: {error}") from error
        return tuple(values)

    return _Codec(write, read)


def _fixed(items: tuple[_Codec, ...]) -> _Codec:
    def write(value: Any) -> Any:
        return [item.write(one) for item, one in zip(items, value, strict=True)]

    def read(data: Any) -> Any:
        if type(data) is not list or len(data) != len(items):
            raise CodecError(f"not a list of {len(items)}")
        return tuple(item.read(one) for item, one in zip(items, data, strict=True))

    return _Codec(write, read)


def _named(kind: Any) -> _Codec:
    """A named tuple (a rectangle) as the list that a tuple is."""
    plain = _fixed(tuple(_codec(hint) for hint in get_type_hints(kind).values()))
    return _Codec(plain.write, lambda data: kind(*plain.read(data)))


class _Field(NamedTuple):
    name: str
    codec: _Codec
    names: frozenset[str] | None  # of the JSON object, where the field is written inline
    required: bool


def _record(kind: Any) -> _Codec:
    """A dataclass as an object; its places and spans inline."""
    hints = get_type_hints(kind)
    fields = tuple(
        _Field(
            field.name,
            _grouped() if (kind, field.name) == (ContextReport, "included") else _codec(hints[field.name]),
            _names(hints[field.name]) if hints[field.name] in _INLINE else None,
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
    )
    known = _names(kind)

    def write(value: Any) -> Any:
        data: dict[str, Any] = {}
        for field in fields:
            written = field.codec.write(getattr(value, field.name))
            data.update(written if field.names else {field.name: written})
        return data

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise CodecError("not an object")
        if not known.issuperset(data):
            raise CodecError(f"unknown names: {', '.join(sorted(map(repr, data.keys() - known)))[:200]}")
        values = {}
        for field in fields:
            try:
                if field.names:
                    values[field.name] = field.codec.read({k: v for k, v in data.items() if k in field.names})
                elif field.name in data:
                    values[field.name] = field.codec.read(data[field.name])
                elif field.required:
                    raise CodecError("missing")
            except CodecError as error:
                raise CodecError(str(error) if field.names else f"{field.name}: {error}") from error
        try:
            return kind(**values)
        except ValueError as error:
            raise CodecError(str(error)) from error

    return _Codec(write, read)


def _names(kind: Any) -> frozenset[str]:
    """The names of `kind`'s JSON object."""
    hints = get_type_hints(kind)
    names: set[str] = set()
    for field in dataclasses.fields(kind):
        names |= _names(hints[field.name]) if hints[field.name] in _INLINE else {field.name}
    return frozenset(names)


def _grouped() -> _Codec:
    """Places by runs of the same document, ``{"document", "spans": [[page, start, end]…]}``.

    A whole book's report lists every page: naming the document once keeps a turn of it to a few bytes a page.
    """
    spans = _many(_fixed((_PLAIN[int], _PLAIN[int], _PLAIN[int])))
    document = _PLAIN[str]

    def write(value: Any) -> Any:
        return [
            {"document": name, "spans": [[at.span.page, at.span.start, at.span.end] for at in places]}
            for name, places in groupby(value, key=lambda place: place.document)
        ]

    def read(data: Any) -> Any:
        if type(data) is not list:
            raise CodecError("not a list")
        places: list[Place] = []
        for group in data:
            if type(group) is not dict or group.keys() != {"document", "spans"}:
                raise CodecError("not places of a document")
            name = document.read(group["document"])
            try:
                places.extend(Place(name, Span(*span)) for span in spans.read(group["spans"]))
            except ValueError as error:
                raise CodecError(str(error)) from error
        return tuple(places)

    return _Codec(write, read)
