"""Arguments as libsql-experimental 0.0.55 binds them unchanged, and the statements it would run only in part.

It fills missing and named arguments with NULL, drops surplus ones, binds the keys of a dict, runs only the first of
several statements, turns NaN into NULL and integers past 2^53 into floats, all without a word. Here such integers are
bound as text and cast, and the others are refused.
"""

import math
import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache

from crawl_assets.store.database import SqlValue
from crawl_assets.store.errors import SqlError

_BOUND_AS_INTEGER = range(-(2**31), 2**31)  # wider ones become REAL where a column has no type, past 2^53 others
_SKIPPED_OR_MARK = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|(\?\d*|(?<![\w$])[:@$]\w+)""", re.DOTALL
)
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_CHANGES_ROWS = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|WITH)\b", re.IGNORECASE)
_READS = re.compile(r"\s*(SELECT|VALUES|WITH(?!.*\b(INSERT|UPDATE|DELETE|REPLACE)\b))\b", re.IGNORECASE | re.DOTALL)


def bindable(sql: str, args: Sequence[SqlValue]) -> tuple[str, tuple[SqlValue, ...]]:
    """Return SQL and arguments that arrive as they are; raises SqlError for what would be changed or left out."""
    check_arguments(sql, args)
    wide = [place for place, value in enumerate(args) if isinstance(value, int) and value not in _BOUND_AS_INTEGER]
    if not wide:
        return sql, tuple(args)
    values = tuple(str(value) if place in wide else value for place, value in enumerate(args))
    return with_casts(sql, dict.fromkeys(wide, "INTEGER")), values


def check_arguments(sql: str, args: Sequence[SqlValue]) -> None:
    """Raise SqlError for several statements in one, a wrong number of arguments, or a value that SQL cannot hold."""
    wanted = _argument_count(sql)
    if isinstance(args, str | bytes | Mapping):
        raise SqlError(f"the arguments are a {type(args).__name__}; pass a tuple with a value for each ?.")
    if len(args) != wanted:
        raise SqlError(f"the statement has {wanted} ? for {len(args)} arguments: {sql.strip():.200}")
    for position, value in enumerate(args):
        why = _why_not(value)
        if why:
            raise SqlError(f"argument {position}, {value!r:.80}, {why}")


def _why_not(value: object) -> str | None:
    if value is not None and not isinstance(value, int | float | str | bytes):
        return f"is a {type(value).__name__}; SQL takes None, int, float, str and bytes."
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "does not fit into 64 bits; pass it as text."
    if isinstance(value, float) and math.isnan(value):
        return "would become NULL; pass None."
    try:
        if isinstance(value, str):
            value.encode()
    except UnicodeEncodeError:
        return "holds a lone surrogate, which is no Unicode text."
    return None


@lru_cache(512)
def reads(sql: str) -> bool:
    """Tell whether a statement only reads; a WITH that merely mentions a writing word counts as one that writes."""
    return _READS.match(_COMMENTS.sub(" ", sql)) is not None


@lru_cache(512)
def changes_rows(sql: str) -> bool:
    """Tell whether a statement can change rows; after any other SQLite still counts those of an earlier one."""
    return _CHANGES_ROWS.match(_COMMENTS.sub(" ", sql)) is not None and not reads(sql)


@lru_cache(512)
def _argument_count(sql: str) -> int:
    if ";" in sql and len(split_statements(sql)) > 1:
        raise SqlError(f"several statements in one: {sql.strip():.200}. Pass each as its own.")
    marks = [found[1] for found in _SKIPPED_OR_MARK.finditer(sql) if found[1]]
    other = next((mark for mark in marks if mark != "?"), None)
    if other:
        raise SqlError(f"the statement has the argument {other}; write plain ? for each: {sql.strip():.200}")
    return len(marks)


def with_casts(sql: str, types: Mapping[int, str]) -> str:
    """Wrap the `?` at each place (from 0) of `types` into a CAST to that type."""
    position = -1

    def mark(found: re.Match[str]) -> str:
        nonlocal position
        if found[1] is None:
            return found[0]
        position += 1
        return f"CAST(? AS {types[position]})" if position in types else "?"

    return _SKIPPED_OR_MARK.sub(mark, sql)


def split_statements(text: str) -> list[str]:
    """Split SQL text at the semicolons that end statements, leaving those in strings, comments and triggers alone.

    What stands after the last semicolon is a statement too, unless it is only comments and space.
    """
    statements, pending = [], ""
    for piece in re.split(r"(;)", text):
        pending += piece
        if piece == ";" and sqlite3.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    found = [*statements, pending.strip()]
    return [statement for statement in found if _COMMENTS.sub("", statement).strip(" ;\n\t\r")]
