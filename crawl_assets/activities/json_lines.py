"""Frozen dataclasses as JSON Lines (https://jsonlines.org) and back, by the types of their fields.

One object a line, keys sorted: equal rows are equal bytes, whoever wrote them. Fields may be text, numbers, booleans,
datetimes, Literal, tuples of one type, mappings of text to text, other such dataclasses, and any of these or None.
"""

import json
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Row = TypeVar("Row")
_Decode = Callable[[Any], Any]


class BadLines(ValueError):
    """A line is not what this version writes; the message names line and field."""


def to_json(row: Any) -> dict[str, Any]:
    """Return a row as plain JSON, every field named; datetimes as ISO 8601."""
    return {field.name: _plain(getattr(row, field.name)) for field in fields(row)}


def from_json(kind: type[Row], found: Mapping[str, Any]) -> Row:
    """Read a row back; raises BadLines for a field that is unknown, missing or of another type."""
    known = _decoders(kind)  # type: ignore[arg-type]
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise BadLines(f"{kind.__name__} has no field {', '.join(unknown)}")
    values = {}
    for name, (decode, is_needed) in known.items():
        if name in found:
            try:
                values[name] = decode(found[name])
            except (TypeError, ValueError) as error:
                raise BadLines(f"{kind.__name__}.{name} is {found[name]!r:.80}: {error}") from None
        elif is_needed:
            raise BadLines(f"{kind.__name__}.{name} is missing")
    return kind(**values)


def write_lines(rows: Iterable[Any]) -> bytes:
    """Write rows as JSON Lines: UTF-8, keys sorted, a line end after each line; no rows are no bytes."""
    lines = (
        json.dumps(to_json(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        for row in rows
    )
    # a lone surrogate, which JSON may escape, has no UTF-8
    return b"".join(f"{line}\n".encode("utf-8", "replace") for line in lines)


def read_lines(data: bytes, kind: type[Row]) -> Iterator[Row]:
    """Read rows of one kind line by line; raises BadLines with the line's number."""
    start, number = 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line, start, number = data[start:end], end + 1, number + 1
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            if not isinstance(found, dict):
                raise BadLines(f"it is {found!r:.80}, no JSON object")
            row = from_json(kind, found)
        except ValueError as error:
            raise BadLines(f"line {number} is no {kind.__name__}: {error}") from None
        yield row


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return to_json(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value


@cache
def _decoders(kind: type[Any]) -> dict[str, tuple[_Decode, bool]]:
    """Return what reads each field, and whether it must be there."""
    hints = get_type_hints(kind)
    return {
        field.name: (_decoder(hints[field.name]), field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    }


def _decoder(hint: Any) -> _Decode:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = [_decoder(one) for one in arguments if one is not type(None)]
        return lambda value: None if value is None else inner[0](value)
    if origin is not None:
        return _of_generic(origin, arguments)
    if is_dataclass(hint):
        return lambda value: from_json(hint, _checked(value, dict))  # type: ignore[arg-type]
    if hint is datetime:
        return datetime.fromisoformat
    if hint is float:
        return lambda value: float(_checked(value, (int, float)))
    return lambda value: _checked(value, hint)


def _of_generic(origin: Any, arguments: tuple[Any, ...]) -> _Decode:
    if origin is Literal:
        return lambda value: _one_of(value, arguments)
    if origin is tuple:
        decode = _decoder(arguments[0])
        return lambda value: tuple(decode(one) for one in _checked(value, list))
    if origin is Mapping:
        return lambda value: {name: _checked(inner, str) for name, inner in _checked(value, dict).items()}
    raise TypeError(f"no field may be {origin}")


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"it must be {getattr(kind, '__name__', 'a number')}")
    return value


def _one_of(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"it must be one of {', '.join(map(str, allowed))}")
    return value
