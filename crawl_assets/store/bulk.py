"""Many rows in few statements: rows travel as one JSON argument and SQLite unpacks them with `json_each`.

Measured against one INSERT a row: 5,000 rows in 19 ms instead of one round trip each on a remote. JSON also keeps
what arguments lose in libsql-experimental 0.0.55 (integers past 2^53). Numbers are written so that SQLite reads the
same value back: integers as digits, floats with 17 significant digits (SQLite's own parser is off by one unit in the
last place for about one in 7,000 shorter ones; none of 4.8 million at 17 digits). Bytes travel as hexadecimal text.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring  # the C function behind json.dumps
from typing import Any

from crawl_assets.store.database import Row, SqlValue, Statement, Where
from crawl_assets.store.errors import NotNullViolation, SqlError, UniqueViolation, UnkeepableValue

ROWS_A_STATEMENT = 5_000
CHARACTERS_A_STATEMENT = 2_000_000  # keeps one remote request within a few MB
MAX_INTEGER = 2**63 - 1


def quoted(name: str) -> str:
    """Quote a table or column name, so that `order` or `a b` is a name like any other."""
    return '"' + name.replace('"', '""') + '"'


def upsert_rows(
    table: str, rows: Sequence[Row], key: Sequence[str], replace_where: Where | None = None
) -> list[Statement]:
    """Write `rows`, dicts with the same columns each, into `table` by `key`; see `upsert_columns`."""
    columns = tuple(rows[0]) if rows else ()
    odd = next((number for number, row in enumerate(rows) if row.keys() != rows[0].keys()), None)
    if odd is not None:
        raise SqlError(
            f"row {odd} for table {table} has the columns {', '.join(rows[odd])}; row 0 has {', '.join(columns)}."
        )
    return upsert_columns(table, columns, [[row[name] for row in rows] for name in columns], key, replace_where)


def upsert_columns(
    table: str,
    columns: Sequence[str],
    values: Sequence[Sequence[SqlValue]],
    key: Sequence[str],
    replace_where: Where | None = None,
) -> list[Statement]:
    """Write rows, given as one sequence of `values` a column, into `table` by `key`, in as few statements as fit.

    With `replace_where`, rows that meet it and are not among the given ones are deleted first. Rows already there with
    equal values are left alone, so `affected` counts real changes. Without a key, rows are only inserted.
    Raises UnkeepableValue, NotNullViolation (a key without a value) or UniqueViolation (a key twice among the rows).
    """
    is_empty = not values or not values[0]
    cells = [] if is_empty else [_cells(name, column) for name, column in zip(columns, values, strict=True)]
    places = [] if is_empty else _places(table, columns, key)
    _check_keys(table, key, [values[place] for place in places])
    statements = []
    if replace_where is not None:
        statements.append(_delete_others(table, key, [cells[place] for place in places], replace_where))
    if is_empty:
        return statements
    insert = _insert_sql(table, columns, key, cells)
    return statements + [Statement(insert, (payload,), table) for payload in _payloads(list(_json_rows(cells)))]


def _places(table: str, columns: Sequence[str], key: Sequence[str]) -> list[int]:
    missing = [name for name in key if name not in columns]
    if missing:
        raise SqlError(
            f"the rows for table {table} lack its key column {missing[0]!r}; they have {', '.join(columns)}."
        )
    return [columns.index(name) for name in key]


@dataclass(frozen=True, slots=True)
class _Cells:
    """The values of one column, ready to be written as JSON by %-formatting."""

    format: str
    values: Sequence[object]
    has_bytes: bool


def _cells(name: str, values: Sequence[Any]) -> _Cells:
    kinds = set(map(type, values))
    try:
        if kinds == {int} and min(values) >= -MAX_INTEGER - 1 and max(values) <= MAX_INTEGER:
            return _Cells("%d", values, False)
        if kinds == {float} and all(map(math.isfinite, values)):
            return _Cells("%.16e", values, False)
        texts = _json_texts(kinds, values)
        if str in kinds:
            "".join(texts).encode()  # a lone surrogate has no UTF-8
        return _Cells("%s", texts, bytes in kinds)
    except (ValueError, KeyError):
        for row, value in enumerate(values):
            _check_value(name, row, value)
        raise


def _json_texts(kinds: set[type], values: Sequence[Any]) -> list[str]:
    """Write each value as JSON; a column of one kind, NULL apart, goes through that kind's function alone."""
    some = kinds - {type(None)}
    if len(some) > 1:
        return ["null" if value is None else _AS_JSON[type(value)](value) for value in values]
    write = _AS_JSON[some.pop()] if some else str
    if type(None) in kinds:
        return ["null" if value is None else write(value) for value in values]
    return list(map(write, values))


def _integer(value: int) -> str:
    if not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        raise ValueError(value)
    return str(value)


def _real(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(value)
    return f"{value:.16e}"


_JSON_TEXT: Callable[[Any], str] = encode_basestring
_AS_JSON: dict[type, Callable[[Any], str]] = {
    str: _JSON_TEXT,
    int: _integer,
    float: _real,
    bool: lambda value: "1" if value else "0",
    bytes: lambda value: '{"hex":"' + value.hex() + '"}',
}


def _check_value(column: str, row: int, value: object) -> None:
    if value is not None and type(value) not in _AS_JSON:
        raise UnkeepableValue(column, row, f"a {type(value).__name__} cannot be kept ({value!r:.80})")
    if isinstance(value, int) and not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        raise UnkeepableValue(column, row, f"the integer {value!r:.80} does not fit into 64 bits; keep it as text")
    if isinstance(value, float) and not math.isfinite(value):
        raise UnkeepableValue(column, row, f"{value} is not a number a remote database can return; keep None or text")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            why = f"the text holds a lone surrogate at position {error.start} ({value!r:.80}), no Unicode text"
            raise UnkeepableValue(column, row, why) from None


def _check_keys(table: str, key: Sequence[str], values: Sequence[Sequence[SqlValue]]) -> None:
    if not values:
        return
    keys: Sequence[Any] = values[0] if len(values) == 1 else list(zip(*values, strict=True))
    if len(set(keys)) == len(keys) and not any(None in column for column in values):
        return
    seen: dict[tuple[SqlValue, ...], int] = {}
    for number, value in enumerate(zip(*values, strict=True)):
        if None in value:
            raise NotNullViolation(table, [key[value.index(None)]], f"row {number} has no value for the key")
        first = seen.setdefault(value, number)
        if first != number:
            raise UniqueViolation(table, key, f"rows {first} and {number} both have the key {value!r:.200}")


def _insert_sql(table: str, columns: Sequence[str], key: Sequence[str], cells: list[_Cells]) -> str:
    names = ", ".join(map(quoted, columns))
    values = ", ".join(_unpacked(position, column.has_bytes) for position, column in enumerate(cells))
    sql = f"INSERT INTO {quoted(table)} ({names}) SELECT {values} FROM json_each(?) j WHERE true"
    if not key:
        return sql
    rest = [quoted(name) for name in columns if name not in key]
    target = ", ".join(map(quoted, key))
    if not rest:
        return f"{sql} ON CONFLICT ({target}) DO NOTHING"
    assignments = ", ".join(f"{name} = excluded.{name}" for name in rest)
    own = ", ".join(f"{quoted(table)}.{name}" for name in rest)
    new = ", ".join(f"excluded.{name}" for name in rest)
    return f"{sql} ON CONFLICT ({target}) DO UPDATE SET {assignments} WHERE ({own}) IS NOT ({new})"


def _unpacked(position: int, is_bytes: bool) -> str:
    plain = f"j.value ->> {position}"
    if not is_bytes:
        return plain
    path = f"'$[{position}]'"
    return f"CASE json_type(j.value, {path}) WHEN 'object' THEN unhex(j.value ->> '$[{position}].hex') ELSE {plain} END"


def _delete_others(table: str, key: Sequence[str], keys: list[_Cells], where: Where) -> Statement:
    sql = f"DELETE FROM {quoted(table)} WHERE ({where.sql})"
    if not keys:
        return Statement(sql, where.args, table)
    names = ", ".join(map(quoted, key))
    values = ", ".join(_unpacked(position, column.has_bytes) for position, column in enumerate(keys))
    kept = "[" + ",".join(_json_rows(keys)) + "]"
    return Statement(f"{sql} AND ({names}) NOT IN (SELECT {values} FROM json_each(?) j)", (*where.args, kept), table)


def _json_rows(cells: list[_Cells]) -> Iterator[str]:
    row = "[" + ",".join(column.format for column in cells) + "]"
    return map(row.__mod__, zip(*(column.values for column in cells), strict=True))


def _payloads(rows: list[str]) -> Iterator[str]:
    """Join rows to JSON arrays within both limits; a single row may pass the one of characters."""
    if len(rows) <= ROWS_A_STATEMENT:
        joined = ",".join(rows)
        if len(joined) <= CHARACTERS_A_STATEMENT or len(rows) == 1:
            yield f"[{joined}]"
            return
    parts = max(2, -(-len(rows) // ROWS_A_STATEMENT))
    size = -(-len(rows) // parts)
    for start in range(0, len(rows), size):
        yield from _payloads(rows[start : start + size])
