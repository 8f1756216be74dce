"""Turso over HTTP (the Hrana protocol), with httpx.

One call is one round trip: a query is one SELECT, a transaction is one batch with conditions that commits or rolls
back by itself. (A transaction that answers rows - RETURNING, a SELECT among writes - takes two: its rows are here
before COMMIT is sent, so that they cannot be lost with the answer to it.)

What happens when no answer comes (a reset, an answer cut short, no whole answer in time, 429, 5xx):
- A query is simply sent again. It can only read, whatever its text: what is not plainly a SELECT is asked for inside
  `SELECT * FROM (...)`, where SQL allows nothing that writes.
- A write is sent again with the same id. Each write inserts its id into the table `applied_writes` in its own
  transaction, so of all copies only one ever commits, also when the first one is still on its way or running. When
  the copy finds the id there, it returns the counts that lie beside it. Ids are kept for a day.
- When a write is refused (a broken constraint, say) after an answer was lost, its id is inserted alone, so that the
  lost copy cannot be applied later either. If that shows that the lost copy was applied after all, it counts.
- When the time is over, the error says that the outcome is not known.
"""

import re
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from crawl_assets.store import applied_writes as writes
from crawl_assets.store.applied_writes import AlreadyApplied, Batch
from crawl_assets.store.binding import check_arguments, reads
from crawl_assets.store.bulk import upsert_rows
from crawl_assets.store.database import Result, Row, SqlValue, Statement, Where
from crawl_assets.store.errors import CheckViolation, ForeignKeyViolation, StoreError, Timeout, Unreachable
from crawl_assets.store.foreign_keys import broken_key, diagnosis
from crawl_assets.store.hrana import (
    CLOSE,
    MALFORMED,
    came_too_late,
    decoded_result,
    encoded_statement,
    store_error,
)
from crawl_assets.store.hrana_http import Answer, HranaHttp
from crawl_assets.store.repeating import NoAnswer, Patience, Tries

T = TypeVar("T")

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0  # for one whole exchange, also one whose answer drips in
_FORGET_EVERY = 500  # writes; the first one of each process forgets old ids too


class RemoteDatabase:
    """One Turso database at `address` (http or https); see `store.database.Database` for the contract."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        patience: Patience = Patience(),  # noqa: B008  # frozen
    ) -> None:
        self._http = HranaHttp(address, token, connect_seconds=connect_seconds, answer_seconds=answer_seconds)
        self._patience = patience
        self._lock = threading.Lock()
        self._writes = 0

    def __repr__(self) -> str:
        """Show the host, never the token."""
        return f"RemoteDatabase({self.name!r})"

    @property
    def name(self) -> str:
        """Return the host."""
        return self._http.name

    def query(self, sql: str, args: Sequence[SqlValue] = ()) -> list[Row]:
        """Run one SELECT and return its rows as dicts by column name."""
        check_arguments(sql, args)
        asked = sql if reads(sql) else f"SELECT * FROM ({sql.strip().removesuffix(';')}\n)"
        request = {"type": "execute", "stmt": encoded_statement(asked, args)}

        def ask() -> list[Row]:
            answer = self._http.pipeline([request, CLOSE])
            found = self._read_answer(answer, lambda raw: decoded_result(raw, sql))
            return [dict(zip(found.columns, row, strict=False)) for row in found.rows]

        return Tries(self._patience).until_answered(ask)

    def transaction(self, statements: Sequence[Statement]) -> list[Result]:
        """Run all statements or none, in order, and return one result each."""
        if not statements:
            return []
        if all(reads(statement.sql) for statement in statements):
            return Tries(self._patience).until_answered(lambda: self._read(statements))
        try:
            return self._write(statements)
        except (ForeignKeyViolation, CheckViolation) as error:
            refused = error
        raise self._explained(statements, refused)

    def upsert(self, table: str, rows: Sequence[Row], key: Sequence[str], replace_where: Where | None = None) -> int:
        """Insert rows or update those with the same key, in one transaction; returns how many rows changed."""
        return sum(result.affected for result in self.transaction(upsert_rows(table, rows, key, replace_where)))

    def close(self) -> None:
        """Let go of the connections; a second call does nothing."""
        self._http.close()

    def _read(self, statements: Sequence[Statement]) -> list[Result]:
        batch = writes.read_batch(statements)
        results = self._outcome(batch, self._http.pipeline([batch.request, CLOSE]), statements)
        assert not isinstance(results, AlreadyApplied)
        return results

    def _write(self, statements: Sequence[Statement]) -> list[Result]:
        """Apply a write exactly once; the id ties its copies together."""
        write_id, forget = uuid.uuid4().hex, self._is_time_to_forget()
        commits = writes.is_counted_only(statements)
        batch = writes.write_batch(statements, write_id, forget=forget, commits=commits)
        kept: list[list[Result]] = []  # of the copy whose COMMIT was sent last: only that one can have been applied

        def send() -> list[Result]:
            if commits:
                results = self._outcome(batch, self._http.pipeline([batch.request, CLOSE]), statements)
                return writes.counted_results(batch, results) if isinstance(results, AlreadyApplied) else results
            return self._in_two(batch, statements, kept)

        tries = Tries(self._patience)
        try:
            return tries.until_answered(send)
        except StoreError as error:
            refused = error
        if not tries.may_be_done:
            raise refused
        if tries.was_answered:
            found = self._alone(write_id)
            if isinstance(found, AlreadyApplied):
                return kept[-1] if kept else writes.counted_results(batch, found)
            if found is not None:
                raise refused
        refused.args = (f"{refused} An answer was lost on the way, so it is not known whether the write was applied.",)
        raise refused

    def _alone(self, write_id: str) -> list[Result] | AlreadyApplied | None:
        """Insert a write's id and nothing else, so that no copy of it can be applied any more; None: no answer."""
        alone = writes.write_batch((), write_id, forget=False, commits=True)
        try:
            return self._outcome(alone, self._http.pipeline([alone.request, CLOSE]), ())
        except (StoreError, NoAnswer):
            return None

    def _in_two(self, batch: Batch, statements: Sequence[Statement], kept: list[list[Result]]) -> list[Result]:
        """Run a transaction up to its COMMIT, keep its results, then commit it on the same stream."""
        opened = self._http.pipeline([batch.request])
        done = False
        try:
            results = self._outcome(batch, opened, statements)
            done = not isinstance(results, AlreadyApplied)
        finally:
            if not done and opened.baton is not None:
                with suppress(StoreError, NoAnswer):  # the server closes it by itself in a while
                    self._http.pipeline([CLOSE], opened)
        if isinstance(results, AlreadyApplied):
            return kept[-1]
        if opened.baton is None:
            raise NoAnswer(Timeout(f"{self.name} ended a transaction before it was committed."), was_sent=False)
        kept[:] = [results]
        commit = writes.commit_batch()
        try:
            self._outcome(commit, self._http.pipeline([commit.request, CLOSE], opened), ())
        except StoreError as error:
            failure = error
        else:
            return results
        if came_too_late(failure):
            raise NoAnswer(failure, was_sent=True)
        raise failure

    def _outcome(self, batch: Batch, answer: Answer, statements: Sequence[Statement]) -> list[Result] | AlreadyApplied:
        return self._read_answer(answer, lambda raw: writes.outcome(batch, raw, statements, self.name))

    def _read_answer(self, answer: Answer, read: Callable[[Any], T]) -> T:
        """Read the first result of a pipeline; raises its error, or NoAnswer for what is not of the protocol."""
        with suppress(*MALFORMED):
            raw = answer.results[0]
            if raw["type"] == "error":
                raise store_error(raw["error"], self.name)
            return read(raw["response"]["result"])
        why = f"{self.name} answered with something that is not of the Hrana protocol. Check TURSO_DATABASE_URL."
        raise NoAnswer(Unreachable(why), was_sent=True)

    def _explained(self, statements: Sequence[Statement], error: ForeignKeyViolation | CheckViolation) -> StoreError:
        """Name the rows or columns of a broken rule, which SQLite describes only by the rule's own text, or not."""
        try:
            if isinstance(error, CheckViolation):
                return self._with_columns(error)
            asked = diagnosis(statements)
            batch = writes.tried_batch(asked)
            found = self._outcome(batch, self._http.pipeline([batch.request, CLOSE]), asked)
            assert not isinstance(found, AlreadyApplied)
            return broken_key(found[-1]) or error
        except (StoreError, NoAnswer):
            return error

    def _with_columns(self, error: CheckViolation) -> CheckViolation:
        if error.table is None:
            return error
        names = [row["name"] for row in self.query("SELECT name FROM pragma_table_info(?)", (error.table,))]
        words = set(re.findall(r"\w+", error.detail))
        return CheckViolation(error.table, [name for name in names if name in words], error.detail)

    def _is_time_to_forget(self) -> bool:
        with self._lock:
            self._writes += 1
            return self._writes % _FORGET_EVERY == 1
