"""Values, statements and results as JSON of the Hrana protocol, versions 2 and 3.

Specification: https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
Integers travel as text, bytes as base64 (Turso's server leaves the padding out and takes both). Its JSON parser reads
long floats only nearly right, so those go as text with 17 digits, which SQLite itself reads exactly.
"""

import base64
import binascii
import math
from collections.abc import Sequence
from typing import Any

from crawl_assets.store.binding import check_arguments, reads, with_casts
from crawl_assets.store.database import Result, SqlValue, Statement
from crawl_assets.store.errors import (
    AuthFailed,
    Busy,
    NotWritable,
    SqlError,
    StoreError,
    Timeout,
    from_sqlite_message,
)

Json = dict[str, Any]

CLOSE: Json = {"type": "close"}
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)  # raised for what is not of the protocol


def encoded_statement(sql: str, args: Sequence[SqlValue] = (), *, want_rows: bool = True) -> Json:
    """Return a `Stmt`; raises SqlError for arguments that cannot arrive as they are."""
    check_arguments(sql, args)
    long = {place: "REAL" for place, value in enumerate(args) if isinstance(value, float) and not _is_short(value)}
    text = with_casts(sql, long) if long else sql
    values = [
        _encoded_long(value) if isinstance(value, float) and place in long else _encoded(value)
        for place, value in enumerate(args)
    ]
    return {"sql": text, "args": values, "want_rows": want_rows}


def decoded_result(raw: Any, sql: str) -> Result:
    """Read the `StmtResult` of a statement; raises one of MALFORMED for what is none."""
    columns = tuple(column["name"] or "" for column in raw["cols"])
    rows = [tuple(map(_decoded, row)) for row in raw["rows"]]
    affected = int(raw["affected_row_count"])
    if reads(sql):
        return Result(columns, rows, 0)
    return Result(columns, rows, len(rows) if columns else affected)


def store_error(raw: Any, database: str, table: str | None = None) -> StoreError:
    """Turn an `Error` into the error that says what to do; codes are those of libsql-server."""
    raw = raw if isinstance(raw, dict) else {}
    code, message = str(raw.get("code") or ""), str(raw.get("message") or "no reason given")
    message = message.removeprefix("SQLite error: ").removeprefix("SQL input error: ")
    if code in _BY_CODE:
        kind, advice = _BY_CODE[code]
        return kind(f"{database} {advice} (It said: {message:.500})")
    return from_sqlite_message(message, database=database, table=table)


def errors_of(result: Any) -> list[Json]:
    """Return every `Error` in a `StreamResult`; raises one of MALFORMED for what is none."""
    if result["type"] == "error":
        return [result["error"]]
    steps = result.get("response", {}).get("result", {}).get("step_errors", ())
    return [error for error in steps if error is not None]


def came_too_late(error: StoreError) -> bool:
    """Tell whether a COMMIT failed because the server had already ended the transaction by itself."""
    return isinstance(error, Timeout) or "no transaction is active" in str(error)


def encoded_all(statements: Sequence[Statement]) -> list[Json]:
    """Return every statement as a `Stmt`; raises SqlError before anything is sent."""
    return [encoded_statement(statement.sql, statement.args) for statement in statements]


def _is_short(value: float) -> bool:
    """Tell a decimal of up to 15 digits with a small exponent, which every parser reads right."""
    return value == 0 or (1e-7 < abs(value) < 1e15 and float(f"{value:.14e}") == value)


def _encoded_long(value: float) -> Json:
    text = f"{value:.16e}" if math.isfinite(value) else f"{math.copysign(9, value):.0f}e999"
    return {"type": "text", "value": text}


def _encoded(value: SqlValue) -> Json:
    if value is None:
        return {"type": "null"}
    if isinstance(value, int):
        return {"type": "integer", "value": str(int(value))}
    if isinstance(value, float):
        return {"type": "float", "value": value}
    if isinstance(value, str):
        return {"type": "text", "value": value}
    return {"type": "blob", "base64": base64.b64encode(value).decode()}


def _decoded(raw: Json) -> SqlValue:
    kind = raw["type"]
    if kind == "null":
        return None
    if kind == "integer":
        return int(raw["value"])
    if kind == "float":
        if raw["value"] is None:  # how libsql-server writes what JSON has no number for
            raise SqlError("a result holds an infinite number, which the protocol cannot carry; ask for it as text.")
        return float(raw["value"])
    if kind == "text":
        return str(raw["value"])
    if kind == "blob":
        return _bytes(raw["base64"])
    raise ValueError(kind)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None


_BY_CODE: dict[str, tuple[type[StoreError], str]] = {
    "SQLITE_BUSY": (Busy, "is being written by another process. Wait for it to finish, then try again."),
    "SQLITE_LOCKED": (Busy, "is being written by another process. Wait for it to finish, then try again."),
    "TRANSACTION_BUSY": (Busy, "has too many transactions open. Try again in a moment."),
    "TRANSACTION_TIMEOUT": (Timeout, "ended a transaction that took too long; nothing was written. Write less."),
    "SQLITE_AUTH": (AuthFailed, "does not let this TURSO_AUTH_TOKEN do that. Use a token with full access."),
    "BLOCKED": (NotWritable, "is blocked by Turso. Look at its plan and limits."),
    "RESPONSE_TOO_LARGE": (SqlError, "has a longer answer than it may send. Ask for fewer rows at once."),
}
