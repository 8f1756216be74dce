"""How Python values lie in SQL columns, and come back the same.

| declared type  | Python             | kept as                                                       |
|----------------|--------------------|---------------------------------------------------------------|
| INTEGER        | int                | 64-bit integer                                                |
| REAL           | float              | IEEE double; NaN is NULL, infinities are refused              |
| TEXT           | str                | UTF-8, NUL included                                           |
| BOOLEAN        | bool               | 0 or 1                                                        |
| BLOB           | bytes              | as it is                                                      |
| DATE           | date               | '2026-01-05'                                                  |
| DATETIME       | datetime           | '2026-01-05T06:00:00.000000Z'; a naive one is taken as UTC    |
| DECIMAL TEXT   | Decimal            | its exact text                                                |
| JSON TEXT      | dict, list, tuple  | JSON; a tuple comes back as a list                            |

None, NaN, NaT and NA are NULL. An INTEGER column also takes True and False, and floats that are whole numbers (pandas
makes floats of integers with gaps); a REAL column also takes ints up to 2^53. Everything else is refused with
`UnkeepableValue`.
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
_ALSO_TAKES: dict[str, set[type]] = {"REAL": {int}, "INTEGER": {bool, float}}
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
    write = {kind: _CONVERTED.get((kind, declared)) or _TO_SQL[kind] for kind in kinds}
    try:
        if len(write) == 1:
            (of_kind,) = write.values()
            return [None if value is None else of_kind(value) for value in values]
        return [None if value is None else write[type(value)](value) for value in values]
    except _REFUSALS:
        for row, value in enumerate(values):
            try:
                value is None or write[type(value)](value)
            except _REFUSALS as error:
                raise UnkeepableValue(name, row, f"{value!r:.80} cannot be kept: {error}") from None
        raise


def from_sql(values: Iterable[SqlValue], declared: str) -> list[Any]:
    """Turn one column of SQL values back into Python values; NULL becomes None.

    Raises ValueError, TypeError or ArithmeticError for a value that the column's type does not describe.
    """
    decode = _FROM_SQL.get(declared.upper())
    if decode is None:
        return list(values)
    return [None if value is None else decode(value) for value in values]


def timestamp_text(value: datetime) -> str:
    """Write a moment as ISO-8601 UTC text of fixed width, so that text order is time order; naive means UTC."""
    moment = value if value.tzinfo is None else value.astimezone(UTC)
    return moment.isoformat("T", "microseconds")[:26] + "Z"  # without the offset


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment  # SQLite's own clock writes no zone


def _kinds_in_order(values: Sequence[Any]) -> list[type]:
    return [kind for kind in dict.fromkeys(map(type, values)) if kind is not type(None)]


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if json.loads(text) != _with_lists(value):
        raise ValueError("as JSON it would come back different (keys must be text, values plain)")
    return text


def _decimal_text(value: Decimal) -> str | None:
    return None if value.is_nan() else str(value)


def _whole(value: float) -> int | None:
    if math.isnan(value):
        return None
    if not value.is_integer() or abs(value) > _EXACT_IN_A_DOUBLE:
        raise ValueError("the column's type is INTEGER, and this is no whole number up to 2^53")
    return int(value)


def _real(value: int) -> int:
    if abs(value) > _EXACT_IN_A_DOUBLE:
        raise ValueError("the column's type is REAL, which holds integers exactly only up to 2^53")
    return value


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    return [_with_lists(item) for item in value] if isinstance(value, list | tuple) else value


_TO_SQL: dict[type, Callable[[Any], SqlValue]] = {
    int: int,
    float: lambda value: None if value != value else value,  # noqa: PLR0124  # only NaN is unequal to itself
    str: str,
    bool: int,
    bytes: bytes,
    date: date.isoformat,
    datetime: timestamp_text,
    Decimal: _decimal_text,
    dict: _json_text,
    list: _json_text,
    tuple: _json_text,
}
_CONVERTED: dict[tuple[type, str], Callable[[Any], SqlValue]] = {(float, "INTEGER"): _whole, (int, "REAL"): _real}
_REFUSALS = (ValueError, TypeError, OverflowError, RecursionError)
_FROM_SQL: dict[str, Callable[[Any], Any]] = {
    "REAL": float,
    "BOOLEAN": bool,
    "DATE": date.fromisoformat,
    "DATETIME": _moment,
    "DECIMAL TEXT": Decimal,
    "JSON TEXT": json.loads,
}
