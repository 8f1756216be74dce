"""What may stand in a request of Hrana over HTTP, checked to the letter, and values on their way in and out.

Specification: https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
A server should ignore unknown fields; this one refuses them, so that a misspelt field of a client is found.
"""

import base64
import binascii
import math
import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any, str], Any]

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")


class ProtocolError(Exception):
    """The client broke the protocol; the stream is not valid any more."""


def pipeline(raw: Any) -> tuple[str | None, list[Any]]:
    """Return the baton and the requests of a `PipelineReqBody`."""
    body = fields(raw, "the body", {"baton": optional(text), "requests": array(anything)})
    return body["baton"], body["requests"]


def stream_request(raw: Any, version: str) -> dict[str, Any]:
    """Check one `StreamRequest` of a protocol version, `v2` or `v3`."""
    kind = raw.get("type") if isinstance(raw, dict) else None
    known = _REQUESTS | ({"get_autocommit": ({}, {})} if version == "v3" else {})
    if kind not in known:
        raise ProtocolError(f"no request of type {kind!r} in {version}")
    required, others = known[kind]
    request = fields(raw, kind, {"type": text, **required}, others)
    if kind in ("sequence", "describe"):
        one_of_sql(request, kind)
    return request


def fields(raw: Any, where: str, required: dict[str, Check], others: dict[str, Check] | None = None) -> dict[str, Any]:
    """Check that an object has the required fields, perhaps the others, no further ones, and their types."""
    if not isinstance(raw, dict):
        raise ProtocolError(f"{where} is not an object")
    known = required | (others or {})
    for name in raw:
        if name not in known:
            raise ProtocolError(f"{where} has the unknown field {name!r}")
    for name in required:
        if name not in raw:
            raise ProtocolError(f"{where} lacks the field {name!r}")
    return {name: check(raw[name], f"{where}.{name}") for name, check in known.items() if name in raw}


def one_of_sql(found: dict[str, Any], where: str) -> None:
    """Check that exactly one of `sql` and `sql_id` is given."""
    if (found.get("sql") is None) == (found.get("sql_id") is None):
        raise ProtocolError(f"{where} needs exactly one of sql and sql_id")


def text(raw: Any, where: str) -> str:
    if not isinstance(raw, str):
        raise ProtocolError(f"{where} is not a string")
    return raw


def boolean(raw: Any, where: str) -> bool:
    if not isinstance(raw, bool):
        raise ProtocolError(f"{where} is not a boolean")
    return raw


def int32(raw: Any, where: str) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not -(2**31) <= raw < 2**31:
        raise ProtocolError(f"{where} is not a 32-bit integer")
    return raw


def anything(raw: Any, where: str) -> Any:
    return raw


def optional(check: Check) -> Check:
    return lambda raw, where: None if raw is None else check(raw, where)


def array(check: Check) -> Check:
    def checked(raw: Any, where: str) -> list[Any]:
        if not isinstance(raw, list):
            raise ProtocolError(f"{where} is not an array")
        return [check(item, f"{where}[{place}]") for place, item in enumerate(raw)]

    return checked


def value(raw: Any, where: str) -> Any:
    """Read a `Value`: an integer is a string of digits, bytes are base64 with or without padding."""
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind == "null":
        fields(raw, where, {"type": text})
        return None
    if kind == "blob":
        return _bytes(fields(raw, where, {"type": text, "base64": text})["base64"], where)
    if kind == "float":
        number = fields(raw, where, {"type": text, "value": anything})["value"]
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise ProtocolError(f"{where}.value is not a number")
        return float(number)
    if kind not in ("integer", "text"):
        raise ProtocolError(f"{where} has no type of value: {kind!r}")
    found = fields(raw, where, {"type": text, "value": text})["value"]
    if kind == "text":
        return found
    if not _INTEGER.fullmatch(found) or not -(2**63) <= int(found) < 2**63:
        raise ProtocolError(f"{where}.value is not a 64-bit integer in decimal")
    return int(found)


def encoded(found: Any) -> dict[str, Any]:
    """Write a `Value` as libsql-server does: base64 without padding, an infinite float as null."""
    if found is None:
        return {"type": "null"}
    if isinstance(found, int):
        return {"type": "integer", "value": str(found)}
    if isinstance(found, float):
        return {"type": "float", "value": found if math.isfinite(found) else None}
    if isinstance(found, str):
        return {"type": "text", "value": found}
    return {"type": "blob", "base64": base64.b64encode(found).decode().rstrip("=")}


def statement(raw: Any, where: str) -> dict[str, Any]:
    """Check a `Stmt` and read its values."""
    named = array(lambda item, place: fields(item, place, {"name": text, "value": value}))
    found = fields(
        raw,
        where,
        {},
        {
            "sql": optional(text),
            "sql_id": optional(int32),
            "args": array(value),
            "named_args": named,
            "want_rows": boolean,
        },
    )
    one_of_sql(found, where)
    return found


def batch(raw: Any, where: str) -> list[dict[str, Any]]:
    """Check a `Batch` and return its steps."""
    step = {"stmt": statement}
    steps = array(lambda item, place: fields(item, place, step, {"condition": optional(anything)}))
    found: list[dict[str, Any]] = fields(raw, where, {"steps": steps})["steps"]
    return found


def condition(raw: Any, step: int, version: str) -> None:
    """Check the `BatchCond` of a step, which may speak only of steps before it."""
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind in ("ok", "error"):
        asked = fields(raw, "condition", {"type": text, "step": int32})["step"]
        if not 0 <= asked < step:
            raise ProtocolError(f"the condition of step {step} speaks of step {asked}")
    elif kind == "not":
        condition(fields(raw, "condition", {"type": text, "cond": anything})["cond"], step, version)
    elif kind in ("and", "or"):
        for inner in fields(raw, "condition", {"type": text, "conds": array(anything)})["conds"]:
            condition(inner, step, version)
    elif kind == "is_autocommit" and version == "v3":
        fields(raw, "condition", {"type": text})
    else:
        raise ProtocolError(f"no condition of type {kind!r} in {version}")


def _bytes(found: str, where: str) -> bytes:
    bare = found.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        raise ProtocolError(f"{where} is not base64") from None


_SQL: dict[str, Check] = {"sql": optional(text), "sql_id": optional(int32)}
_REQUESTS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "close": ({}, {}),
    "execute": ({"stmt": statement}, {}),
    "batch": ({"batch": batch}, {}),
    "sequence": ({}, _SQL),
    "describe": ({}, _SQL),
    "store_sql": ({"sql_id": int32, "sql": text}, {}),
    "close_sql": ({"sql_id": int32}, {}),
}
