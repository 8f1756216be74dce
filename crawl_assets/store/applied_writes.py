"""A transaction as one Hrana batch that can be sent again without being applied again.

The batch inserts the write's own id into the small table `applied_writes` before anything else, so of two copies of
one write only one can ever commit: the other fails at that step, rolls back, and reads how many rows each statement
had changed, which the first copy wrote down beside the id.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crawl_assets.store.binding import changes_rows
from crawl_assets.store.database import Result, Statement
from crawl_assets.store.hrana import Json, decoded_result, encoded_all, encoded_statement, store_error

_TABLE = """
CREATE TABLE IF NOT EXISTS applied_writes (
    id TEXT PRIMARY KEY,                 -- made by the client, one a transaction
    applied_at INTEGER NOT NULL,         -- Unix seconds by the server's clock
    affected TEXT NOT NULL DEFAULT ''    -- rows changed by each statement that can change rows: '3,0,'
)
"""
_FORGET = "DELETE FROM applied_writes WHERE applied_at < unixepoch() - 86400"
_MARK = "INSERT INTO applied_writes (id, applied_at) VALUES (?, unixepoch())"
_COUNT = "UPDATE applied_writes SET affected = affected || changes() || ',' WHERE id = ?"
_FOUND = "SELECT affected FROM applied_writes WHERE id = ?"

_PLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b", re.I | re.S)
_TELLS = re.compile(r"\bRETURNING\b|\bchanges\s*\(", re.IGNORECASE)


@dataclass(slots=True)
class Batch:
    """The steps of one transaction; every step runs only when all before it were good."""

    steps: list[Json] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # the step of each statement
    counted: list[bool] = field(default_factory=list)  # whether the statement's count is written down
    end: int = 0  # the last step that must be good
    found: int | None = None  # the step that finds the write already applied

    def add(self, statement: Json, condition: Json | None = None) -> int:
        """Add a step after the last one, or under a condition of its own; returns its number."""
        number = len(self.steps)
        if condition is None and number:
            condition = ok(number - 1)
        self.steps.append({"stmt": statement} | ({"condition": condition} if condition else {}))
        return number

    @property
    def request(self) -> Json:
        """Return the request that runs it."""
        return {"type": "batch", "batch": {"steps": self.steps}}


@dataclass(frozen=True, slots=True)
class AlreadyApplied:
    """The write is in the database since an earlier try."""

    affected: list[int]


def ok(step: int) -> Json:
    """Return the condition that a step was good."""
    return {"type": "ok", "step": step}


def is_counted_only(statements: Sequence[Statement]) -> bool:
    """Tell whether counts of changed rows are all that these statements answer, so that one batch can commit them.

    A word that merely looks like RETURNING errs to the safe side.
    """
    return all(_PLAIN.match(s.sql) and not _TELLS.search(s.sql) for s in statements)


def write_batch(statements: Sequence[Statement], write_id: str, *, forget: bool, commits: bool) -> Batch:
    """Return a write transaction; without `commits` it is left open, for `commit_batch` on the same stream."""
    batch = Batch()
    batch.add(_silent("PRAGMA foreign_keys = ON"))  # Turso's default is off; it lasts as long as the stream
    begin = batch.add(_silent("BEGIN IMMEDIATE"))
    batch.add(_silent(_TABLE))
    if forget:
        batch.add(_silent(_FORGET))
    mark = batch.add(encoded_statement(_MARK, (write_id,), want_rows=False))
    for statement, encoded in zip(statements, encoded_all(statements), strict=True):
        batch.places.append(batch.add(encoded))
        batch.counted.append(commits and changes_rows(statement.sql))
        if batch.counted[-1]:
            batch.add(encoded_statement(_COUNT, (write_id,), want_rows=False))
    batch.end = batch.add(_silent("COMMIT")) if commits else len(batch.steps) - 1
    batch.found = batch.add(encoded_statement(_FOUND, (write_id,)), {"type": "error", "step": mark})
    _undo(batch, begin)
    return batch


def commit_batch() -> Batch:
    """Return the end of a transaction that was left open."""
    batch = Batch()
    batch.end = batch.add(_silent("COMMIT"))
    batch.add(_silent("ROLLBACK"), {"type": "not", "cond": ok(batch.end)})
    return batch


def read_batch(statements: Sequence[Statement]) -> Batch:
    """Return a transaction of statements that only read, all from one moment."""
    batch = Batch()
    begin = batch.add(_silent("BEGIN"))
    batch.places = [batch.add(encoded) for encoded in encoded_all(statements)]
    batch.counted = [False] * len(statements)
    batch.end = batch.add(_silent("COMMIT"))
    _undo(batch, begin)
    return batch


def tried_batch(statements: Sequence[Statement]) -> Batch:
    """Return a transaction that is always undone, to look at what it would have done."""
    batch = Batch()
    batch.add(_silent("PRAGMA foreign_keys = ON"))
    begin = batch.add(_silent("BEGIN IMMEDIATE"))
    batch.places = [batch.add(encoded) for encoded in encoded_all(statements)]
    batch.counted = [False] * len(statements)
    batch.end = len(batch.steps) - 1
    batch.add(_silent("ROLLBACK"), ok(begin))
    return batch


def outcome(batch: Batch, raw: Any, statements: Sequence[Statement], database: str) -> list[Result] | AlreadyApplied:
    """Read a `BatchResult`: the results of the statements; raises the error of the step that failed.

    Raises one of hrana.MALFORMED for what is no such result.
    """
    results, errors = raw["step_results"], raw["step_errors"]
    if not len(results) == len(errors) == len(batch.steps):
        raise ValueError("not a result for each step")
    found = results[batch.found] if batch.found is not None else None
    if found is not None and found["rows"]:
        return AlreadyApplied([int(count) for count in found["rows"][0][0]["value"].split(",") if count])
    failed = next((number for number in range(batch.end + 1) if errors[number] or not results[number]), None)
    if failed is not None:
        table = statements[batch.places.index(failed)].table if failed in batch.places else None
        raise store_error(errors[failed], database, table)
    return [decoded_result(results[place], s.sql) for place, s in zip(batch.places, statements, strict=True)]


def counted_results(batch: Batch, applied: AlreadyApplied) -> list[Result]:
    """Return the results of statements that answer only counts, as they were written down."""
    counts = iter(applied.affected)
    return [Result((), [], next(counts, 0) if counted else 0) for counted in batch.counted]


def _silent(sql: str) -> Json:
    return {"sql": sql, "want_rows": False}


def _undo(batch: Batch, begin: int) -> None:
    batch.add(_silent("ROLLBACK"), {"type": "and", "conds": [ok(begin), {"type": "not", "cond": ok(batch.end)}]})
