"""A local libSQL file through libsql-experimental, with the defects of 0.0.55 handled here and nowhere else.

| defect                                                  | what is done                                        |
|---------------------------------------------------------|-----------------------------------------------------|
| busy timeout is 0 and waiting holds the interpreter     | BEGIN IMMEDIATE, repeated with jitter in Python     |
| integers past 2^53 (2^31 in untyped columns) are floats | `binding`: bound as text inside CAST(? AS INTEGER)  |
| missing and named arguments and NaN become NULL         | `binding`: refused                                  |
| of several statements only the first is run             | `binding`: refused                                  |
| text is cut at NUL on read                              | such rows are read again as bytes                   |
| every error is ValueError                               | `errors.from_sqlite_message`                        |
| use after close panics                                  | a closed database says so                           |
| a deleted file takes writes that nobody will ever see   | seen before each transaction and query, and refused |
"""

import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

from crawl_assets.store.binding import bindable, changes_rows, reads
from crawl_assets.store.bulk import upsert_rows
from crawl_assets.store.database import Result, Row, SqlValue, Statement, Where
from crawl_assets.store.errors import (
    Busy,
    CheckViolation,
    ForeignKeyViolation,
    NotADatabase,
    NotWritable,
    StoreError,
    from_sqlite_message,
)
from crawl_assets.store.foreign_keys import broken_key, diagnosis

T = TypeVar("T")

BUSY_SECONDS = 60.0
_SHAPES = 500  # distinct queries remembered


class LocalDatabase:
    """One libSQL file; see `store.database.Database` for the contract.

    Opened at the first statement, in WAL mode with foreign keys on and full synchronisation: a committed transaction
    survives kill -9 and power loss. A write waits up to `busy_seconds` for other processes, then raises Busy.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._lock = threading.RLock()
        self._connection: Any = None
        self._file: tuple[int, int] | None = None  # device and inode of the open file
        self._closed = False
        self._shapes: dict[str, tuple[str, ...]] = {}

    @property
    def name(self) -> str:
        """Return the file's path."""
        return str(self.path)

    def query(self, sql: str, args: Sequence[SqlValue] = ()) -> list[Row]:
        """Run one SELECT and return its rows as dicts by column name."""
        with self._lock:
            self._check_file()
            names, rows = self._patiently(lambda: self._select(sql, args))
            return list(map(dict, map(zip, repeat(names), rows)))  # half the time of a comprehension

    def transaction(self, statements: Sequence[Statement]) -> list[Result]:
        """Run all statements or none, in order, and return one result each."""
        with self._lock:
            try:
                self._begin()
                results = [self._run(statement) for statement in statements]
                self._patiently(lambda: self._execute("COMMIT", ()))
            except BaseException as error:
                self._rollback()
                if isinstance(error, ForeignKeyViolation):
                    raise self._explained(statements, error) from None
                raise
            return results

    def upsert(self, table: str, rows: Sequence[Row], key: Sequence[str], replace_where: Where | None = None) -> int:
        """Insert rows or update those with the same key, in one transaction; returns how many rows changed."""
        return sum(result.affected for result in self.transaction(upsert_rows(table, rows, key, replace_where)))

    def close(self) -> None:
        """Let go of the connection; a second call does nothing."""
        with self._lock:
            connection, self._connection, self._closed = self._connection, None, True
            if connection is not None:
                connection.close()

    def _connected(self) -> Any:
        if self._closed:
            raise StoreError(f"{self.name} was closed by this process; open it again.")
        if self._connection is None:
            import libsql_experimental

            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise NotWritable(
                    f"{self.path.parent} cannot be made ({error.strerror}). Choose another CRAWL_ASSETS_HOME."
                ) from None
            connection: Any = None
            try:
                connection = libsql_experimental.connect(self.name, isolation_level=None, check_same_thread=False)
                for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                    connection.execute(f"PRAGMA {pragma}").fetchall()
            except ValueError as error:
                if connection is not None:
                    connection.close()
                raise from_sqlite_message(str(error), database=self.name) from None
            self._connection, self._file = connection, self._file_on_disk()
        return self._connection

    def _begin(self) -> None:
        self._check_file()
        self._patiently(lambda: self._execute("BEGIN IMMEDIATE", ()))

    def _check_file(self) -> None:
        if self._connection is not None and self._file_on_disk() != self._file:
            raise NotADatabase(
                f"{self.name} was deleted or replaced while this process had it open; what it wrote there is gone "
                "with the old file. Put the file back or start this process again."
            )

    def _file_on_disk(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _patiently(self, attempt: Callable[[], T]) -> T:
        """Repeat while another process holds the lock; the pauses are short, random and release the interpreter."""
        deadline = time.monotonic() + self._busy_seconds
        pause = 0.001
        while True:
            try:
                return attempt()
            except Busy:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(random.uniform(0.2, 1) * pause)
                pause = min(pause * 1.5, 0.05)

    def _rollback(self) -> None:
        if self._connection is None or not self._connection.in_transaction:
            return
        try:
            self._connection.execute("ROLLBACK")
        except ValueError:  # a new connection starts without the transaction
            self._connection.close()
            self._connection = None

    def _explained(self, statements: Sequence[Statement], error: ForeignKeyViolation) -> StoreError:
        """Run the transaction once more with deferred checks, only to learn which row points nowhere."""
        self._begin()
        try:
            found = [self._run(statement) for statement in diagnosis(statements)]
            return broken_key(found[-1]) or error
        except StoreError:
            return error
        finally:
            self._rollback()

    def _run(self, statement: Statement) -> Result:
        if reads(statement.sql):
            names, rows = self._select(statement.sql, statement.args)
            return Result(names, [row[: len(names)] for row in rows], 0)
        cursor = self._execute(statement.sql, statement.args, statement.table)
        columns = tuple(column[0] for column in cursor.description or ())
        rows = self._call(cursor.fetchall, statement.table) if columns else []
        affected = max(cursor.rowcount, 0) if changes_rows(statement.sql) else 0
        return Result(columns, rows, len(rows) if columns else affected)

    def _execute(self, sql: str, args: Sequence[SqlValue], table: str | None = None) -> Any:
        bound, values = bindable(sql, args)
        return self._call(lambda: self._connected().execute(bound, values), table)

    def _call(self, run: Callable[[], T], table: str | None) -> T:
        try:
            return run()
        except ValueError as error:
            raise self._named(from_sqlite_message(str(error), database=self.name, table=table)) from None

    def _named(self, error: StoreError) -> StoreError:
        """Name the columns of a broken CHECK, which SQLite describes only by the rule's own text."""
        if not isinstance(error, CheckViolation) or error.table is None:
            return error
        names = [
            row[1] for row in self._connection.execute("SELECT * FROM pragma_table_info(?)", (error.table,)).fetchall()
        ]
        words = set(re.findall(r"\w+", error.detail))
        return CheckViolation(error.table, [name for name in names if name in words], error.detail)

    def _select(self, sql: str, args: Sequence[SqlValue]) -> tuple[tuple[str, ...], list[tuple[SqlValue, ...]]]:
        """Return the names and rows of a query, text whole; a row may end in one more cell, which tells of a NUL."""
        sql, args = bindable(sql.strip().removesuffix(";"), args)
        names = self._shape(sql, args)
        cells = [f"c{number}" for number in range(len(names))]
        inner = f"WITH q({', '.join(cells)}) AS ({sql}\n)"
        has_nul = " OR ".join(f"instr({cell}, char(0))" for cell in cells)
        rows = self._rows(f"{inner} SELECT {', '.join(cells)}, {has_nul} FROM q", args)
        if any(row[-1] for row in rows):
            exact = ", ".join(
                f"CASE typeof({cell}) WHEN 'text' THEN CAST({cell} AS BLOB) ELSE {cell} END, typeof({cell})"
                for cell in cells
            )
            return names, [_with_text(row) for row in self._rows(f"{inner} SELECT {exact} FROM q", args)]
        return names, rows

    def _shape(self, sql: str, args: Sequence[SqlValue]) -> tuple[str, ...]:
        """Return the names of a query's columns, asked once unless a `*` may mean others the next time."""
        names = self._shapes.get(sql)
        if names is None:
            cursor = self._call(lambda: self._connected().execute(f"SELECT * FROM ({sql}\n) LIMIT 0", args), None)
            names = tuple(column[0] for column in cursor.description or ())
            cursor.fetchall()
            if "*" not in sql and len(self._shapes) < _SHAPES:
                self._shapes[sql] = names
        return names

    def _rows(self, sql: str, args: Sequence[SqlValue]) -> list[tuple[Any, ...]]:
        return self._call(lambda: self._connected().execute(sql, args).fetchall(), None)


def _with_text(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.decode() if kind == "text" else value for value, kind in zip(row[::2], row[1::2], strict=True))
