"""Streams of the fake Hrana server: one SQLite connection each, tied to requests by batons that serve once."""

import re
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawl_assets.store.binding import split_statements
from crawl_assets_tests.fakes import hrana_wire as wire
from crawl_assets_tests.fakes.hrana_json import modernize
from crawl_assets_tests.fakes.hrana_wire import ProtocolError

# what libsql-server's query_analysis.rs lets through, of the statements that sqlite3 would take
_REFUSED = re.compile(
    r"\s*(ATTACH|DETACH|VACUUM|PRAGMA\s+(?!(\w+\.)?(table_\w*info|table_list|index_list|foreign_key)))", re.I
)
_ALSO = re.compile(r"\s*PRAGMA\s+(defer_foreign_keys|foreign_keys|user_version|data_version|integrity_check)\b", re.I)
_WRITES = {
    getattr(sqlite3, f"SQLITE_{name}")
    for name in (
        *("INSERT", "UPDATE", "DELETE", "ALTER_TABLE", "CREATE_TABLE", "CREATE_INDEX", "CREATE_TRIGGER", "CREATE_VIEW"),
        *("DROP_TABLE", "DROP_INDEX", "DROP_TRIGGER", "DROP_VIEW"),
    )
}


class StreamExpired(Exception):
    """The stream was not used for too long."""


class SqlFailed(Exception):
    """A statement failed, which ends neither the pipeline nor the stream."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.said = {"message": message, "code": code}


@dataclass(slots=True)
class Stream:
    """One connection, its stored SQL texts and the baton expected next."""

    connection: sqlite3.Connection | None
    sqls: dict[int, str] = field(default_factory=dict)
    expiry: threading.Timer | None = None

    def answer(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        """Return the `StreamResult` of one checked request."""
        if self.connection is None:
            raise ProtocolError("the stream was closed by an earlier request")
        kind = request["type"]
        try:
            result = getattr(self, f"_{kind}")(request, version)
        except SqlFailed as error:
            return {"type": "error", "error": error.said}
        return {"type": "ok", "response": {"type": kind} | result}

    def close(self) -> None:
        """Undo what was not committed and let the file go."""
        if self.expiry is not None:
            self.expiry.cancel()
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def _close(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        self.close()
        return {}

    def _execute(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        return {"result": self._run(request["stmt"])}

    def _batch(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        steps = request["batch"]
        for number, step in enumerate(steps):
            if step.get("condition") is not None:
                wire.condition(step["condition"], number, version)
            _check_allowed(self._sql(step["stmt"]))  # the server refuses the whole batch before it runs a step
        results: list[Any] = []
        errors: list[Any] = []
        for step in steps:
            result = error = None
            if step.get("condition") is None or self._holds(step["condition"], results, errors):
                try:
                    result = self._run(step["stmt"])
                except SqlFailed as failed:
                    error = failed.said
            results.append(result)
            errors.append(error)
        return {"result": {"step_results": results, "step_errors": errors, "replication_index": None}}

    def _sequence(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        for sql in split_statements(self._sql(request)):
            self._run({"sql": sql})
        return {}

    def _describe(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        sql = self._sql(request)
        written = False

        def authorize(action: int, *_: Any) -> int:
            nonlocal written
            written = written or action in _WRITES
            return sqlite3.SQLITE_OK

        connection = self._open()
        connection.set_authorizer(authorize)
        try:
            count = _parameter_count(connection, sql)
        finally:
            connection.set_authorizer(None)
        is_explain = sql.lstrip()[:7].upper() == "EXPLAIN"
        columns = []
        if not written:
            shown = connection.execute(sql, [None] * count) if not is_explain else None
            columns = [{"name": column[0], "decltype": None} for column in (shown and shown.description) or ()]
        result = {
            "params": [{"name": None}] * count,
            "cols": columns,
            "is_explain": is_explain,
            "is_readonly": not written,
        }
        return {"result": result}

    def _store_sql(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        if request["sql_id"] in self.sqls:
            raise ProtocolError(f"sql_id {request['sql_id']} is in use")
        self.sqls[request["sql_id"]] = request["sql"]
        return {}

    def _close_sql(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        self.sqls.pop(request["sql_id"], None)
        return {}

    def _get_autocommit(self, request: dict[str, Any], version: str) -> dict[str, Any]:
        return {"is_autocommit": not self._open().in_transaction}

    def _open(self) -> sqlite3.Connection:
        assert self.connection is not None
        return self.connection

    def _sql(self, found: dict[str, Any]) -> str:
        if found.get("sql") is not None:
            return str(found["sql"])
        if found["sql_id"] not in self.sqls:
            raise ProtocolError(f"no SQL text is stored as {found['sql_id']}")
        return self.sqls[found["sql_id"]]

    def _holds(self, condition: dict[str, Any], results: list[Any], errors: list[Any]) -> bool:
        kind = condition["type"]
        if kind == "ok":
            return results[condition["step"]] is not None
        if kind == "error":
            return errors[condition["step"]] is not None
        if kind == "not":
            return not self._holds(condition["cond"], results, errors)
        if kind == "is_autocommit":
            return not self._open().in_transaction
        combined = all if kind == "and" else any
        return combined(self._holds(inner, results, errors) for inner in condition["conds"])

    def _run(self, statement: dict[str, Any]) -> dict[str, Any]:
        sql, connection = self._sql(statement), self._open()
        _check_allowed(sql)
        args, named = statement.get("args", []), statement.get("named_args", [])
        if args and named:
            raise SqlFailed("Specifying both positional and named arguments is not supported", "ARGS_BOTH")
        bound = {item["name"].lstrip(":@$"): item["value"] for item in named} if named else args
        before = connection.total_changes
        try:
            cursor = connection.execute(sql, bound)
            rows = cursor.fetchall()
            names = [column[0] for column in cursor.description or ()]
        except sqlite3.Error as error:
            raise _sql_failed(error) from None
        changed = connection.total_changes != before
        return {
            "cols": [{"name": name, "decltype": None} for name in names],
            "rows": [list(map(wire.encoded, row)) for row in rows] if statement.get("want_rows", True) else [],
            "affected_row_count": connection.execute("SELECT changes()").fetchone()[0] if changed else 0,
            "last_insert_rowid": str(cursor.lastrowid) if cursor.lastrowid else None,
            "rows_read": len(rows),  # as Turso does, beyond the specification
        }


class Streams:
    """All streams of one server, found by their next baton."""

    def __init__(self, path: Path, *, busy_seconds: float, stream_seconds: float) -> None:
        self._path, self._busy_seconds, self._stream_seconds = path, busy_seconds, stream_seconds
        self._lock = threading.Lock()
        self._waiting: dict[str, Stream] = {}
        self._expired: set[str] = set()
        self._used: set[str] = set()

    def take(self, baton: str | None) -> Stream:
        """Open a stream, or take the one that waits for its baton; a baton serves once."""
        if baton is None:
            connection = sqlite3.connect(
                self._path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA synchronous = OFF")  # no test pulls the plug
            modernize(connection)
            return Stream(connection)
        with self._lock:
            stream = self._waiting.pop(baton, None)
            if baton in self._expired:
                raise StreamExpired
            if stream is None:
                raise ProtocolError("the baton was used before" if baton in self._used else "the baton is not valid")
            self._used.add(baton)
        if stream.expiry is not None:
            stream.expiry.cancel()
        return stream

    def give_back(self, stream: Stream) -> str | None:
        """Let a stream wait for its next request; returns the baton, or None when it was closed."""
        if stream.connection is None:
            return None
        baton = secrets.token_urlsafe(24)
        stream.expiry = threading.Timer(self._stream_seconds, self.expire, [baton])
        stream.expiry.daemon = True
        with self._lock:
            self._waiting[baton] = stream
        stream.expiry.start()
        return baton

    def expire(self, baton: str) -> None:
        """Close the stream that waits for a baton."""
        with self._lock:
            stream = self._waiting.pop(baton, None)
            if stream is not None:
                self._expired.add(baton)
        if stream is not None:
            stream.close()

    @property
    def open_count(self) -> int:
        """Return how many streams wait for a next request."""
        with self._lock:
            return len(self._waiting)

    def close(self) -> None:
        """Close every stream."""
        for baton in list(self._waiting):
            self.expire(baton)


def _check_allowed(sql: str) -> None:
    if _REFUSED.match(sql) and not _ALSO.match(sql):
        raise SqlFailed(f"SQL string could not be parsed: unsupported statement: {sql}", "SQL_PARSE_ERROR")


def _parameter_count(connection: sqlite3.Connection, sql: str) -> int:
    """Prepare a statement without running it and return how many arguments it takes."""
    explained = sql if sql.lstrip()[:7].upper() == "EXPLAIN" else f"EXPLAIN {sql}"
    try:
        connection.execute(explained).fetchall()
    except sqlite3.ProgrammingError as error:
        uses = re.search(r"uses (\d+)", str(error))
        if uses is None:
            raise _sql_failed(error) from None
        connection.execute(explained, [None] * int(uses[1])).fetchall()
        return int(uses[1])
    except sqlite3.Error as error:
        raise _sql_failed(error) from None
    return 0


def _sql_failed(error: sqlite3.Error) -> SqlFailed:
    said = str(error)
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.Warning):
        many = "one statement at a time" in said
        return SqlFailed(said, "SQL_MANY_STATEMENTS" if many else "ARGS_INVALID")
    parts: Sequence[str] = getattr(error, "sqlite_errorname", "SQLITE_UNKNOWN").split("_")[:2]
    return SqlFailed(f"SQLite error: {said}", "_".join(parts))
