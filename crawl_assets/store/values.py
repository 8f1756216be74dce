"""How Python values lie in SQL columns, and come back the same.

| declared type  | Python             | kept as                                                       |
|----------------|--------------------|---------------------------------------------------------------|
| INTEGER        | int                | 64-bit integer                                                |
| REAL           | float              | IEEE double; NaN is NULL, -0.0 is 0.0                         |
| TEXT           | str                | UTF-8, NUL included                                           |
| BOOLEAN        | bool               | 0 or 1                                                        |
| BLOB           | bytes              | as it is                                                      |
| DATE           | date               | '2026-01-05'                                                  |
| DATETIME       | datetime           | '2026-01-05T06:00:00.000000Z'; a naive one is taken as UTC    |
| DECIMAL TEXT   | Decimal            | its exact text                                                |
| JSON TEXT      | dict, list, tuple  | JSON; a tuple comes back as a list                            |

None, NaN, NaT and NA are NULL. Everything else is refused with `UnkeepableValue`.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from crawl_assets.store.database import SqlValue
from crawl_assets.store.errors import UnkeepableValue

UNKNOWN = ""  # a column that has never held a value has no type yet
_DECLARED: dict[type, str] = {
    int: "INTEGER",
    float: "REAL",
    str: "TEXT",
    bool: "BOOLEAN",
    bytes: "BLOB",
    date: "DATE",
    datetime: "DATETIME",
    Decimal: "DECIMAL TEXT",
    dict: "JSON TEXT",
    list: "JSON TEXT",
    tuple: "JSON TEXT",
}
_ALSO_TAKES: dict[str, set[type]] = {"REAL": {int}, "INTEGER": {bool}}
_EXACT_IN_A_DOUBLE = 2**53


def declared_type(kind: type) -> str | None:
    """Return the column type that keeps values of this Python type, or None when there is none."""
    return _DECLARED.get(kind)


def column_type(name: str, values: Sequence[Any]) -> str:
    """Find the column type that keeps all of `values` (plain Python ones); UNKNOWN when all are None.

    Raises UnkeepableValue for a value that fits no column, or that does not fit the column of those before it.
    """
    declared = UNKNOWN
    for kind in _kinds_in_order(values):
        own = _DECLARED.get(kind)
        if own is None:
            row = next(row for row, value in enumerate(values) if type(value) is kind)
            raise UnkeepableValue(name, row, f"a {kind.__name__} cannot be kept ({values[row]!r:.80})")
        if declared in (UNKNOWN, own) or {declared, own} == {"INTEGER", "REAL"}:
            declared = "REAL" if "REAL" in (declared, own) else own
        else:
            row = next(row for row, value in enumerate(values) if type(value) is kind)
            why = f"the column holds {declared} before, and here a {kind.__name__} ({values[row]!r:.80})"
            raise UnkeepableValue(name, row, f"{why}; give a column one type")
    return declared


def to_sql(name: str, values: Sequence[Any], declared: str) -> list[SqlValue]:
    """Turn one column of Python values into what SQL keeps; raises UnkeepableValue naming column and row."""
    kinds = _kinds_in_order(values)
    for kind in kinds:
        if declared and _DECLARED.get(kind) != declared and kind not in _ALSO_TAKES.get(declared, ()):
            row = next(row for row, value in enumerate(values) if type(value) is kind)
            why = f"a {kind.__name__} ({values[row]!r:.80}) does not fit the column's type {declared}"
            raise UnkeepableValue(name, row, why)
    if set(kinds) <= {int, str, bytes} and declared != "REAL":
        return list(values)
    kept = []
    for row, value in enumerate(values):
        try:
            kept.append(None if value is None else _TO_SQL[type(value)](value))
        except (ValueError, TypeError) as error:
            raise UnkeepableValue(name, row, f"{value!r:.80} cannot be kept: {error}") from None
        if declared == "REAL" and type(value) is int and abs(value) > _EXACT_IN_A_DOUBLE:
            raise UnkeepableValue(name, row, f"the integer {value} is not exact in a REAL column")
    return kept


def from_sql(values: Iterable[SqlValue], declared: str) -> list[Any]:
    """Turn one column of SQL values back into Python values; NULL becomes None."""
    decode = _FROM_SQL.get(declared.upper())
    if decode is None:
        return list(values)
    return [None if value is None else decode(value) for value in values]


def timestamp_text(value: datetime) -> str:
    """Write a moment as ISO-8601 UTC text of fixed width, so that text order is time order; naive means UTC."""
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment.year >= 1000 else f"{moment.isoformat()[:26]:0<26}Z"


def _kinds_in_order(values: Sequence[Any]) -> list[type]:
    return [kind for kind in dict.fromkeys(map(type, values)) if kind is not type(None)]


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if json.loads(text) != _with_lists(value):
        raise ValueError("as JSON it would come back different (keys must be text, values plain)")
    return text


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    return [_with_lists(item) for item in value] if isinstance(value, list | tuple) else value


_TO_SQL: dict[type, Callable[[Any], SqlValue]] = {
    int: int,
    float: lambda value: None if math.isnan(value) else value,
    str: str,
    bool: int,
    bytes: bytes,
    date: date.isoformat,
    datetime: timestamp_text,
    Decimal: str,
    dict: _json_text,
    list: _json_text,
    tuple: _json_text,
}
_FROM_SQL: dict[str, Callable[[Any], Any]] = {
    "REAL": float,
    "BOOLEAN": bool,
    "DATE": date.fromisoformat,
    "DATETIME": datetime.fromisoformat,
    "DECIMAL TEXT": Decimal,
    "JSON TEXT": json.loads,
}
