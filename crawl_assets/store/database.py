"""The one face of the database that the rest of the project knows: local file or remote Turso."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

SqlValue = None | int | float | str | bytes
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with an argument for each of its plain `?` marks."""

    sql: str
    args: tuple[SqlValue, ...] = ()
    table: str | None = None  # the table it writes, for errors where SQLite names none


@dataclass(frozen=True, slots=True)
class Result:
    """What one statement of a transaction did.

    Text that RETURNING gives back ends at a NUL in it where the database is local; a SELECT gives it back whole.
    """

    columns: tuple[str, ...]
    rows: list[tuple[SqlValue, ...]]
    affected: int  # rows inserted, updated or deleted; 0 for a SELECT


@dataclass(frozen=True, slots=True)
class Where:
    """A condition over one table's own columns, without the word WHERE, and its arguments."""

    sql: str
    args: tuple[SqlValue, ...] = ()


EVERY_ROW = Where("1")


class Database(Protocol):
    """A libSQL database, wherever it lies. Safe to share between threads; every call raises a `StoreError`."""

    @property
    def name(self) -> str:
        """Path or host for people to read; never holds a token."""

    def query(self, sql: str, args: Sequence[SqlValue] = ()) -> list[Row]:
        """Run one SELECT and return its rows as dicts by column name; each column needs a name of its own."""

    def transaction(self, statements: Sequence[Statement]) -> list[Result]:
        """Run all statements or none, in order, and return one result each."""

    def upsert(self, table: str, rows: Sequence[Row], key: Sequence[str], replace_where: Where | None = None) -> int:
        """Insert rows or update those with the same key, in one transaction; returns how many rows changed.

        With `replace_where`, rows of the table that meet the condition and are not among `rows` are deleted.
        Rows that are already there with equal values are not touched and not counted.
        """

    def close(self) -> None:
        """Let go of the connection; a second call does nothing."""
