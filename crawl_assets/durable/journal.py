"""Journals: what makes the steps of a materialization survive its process.

    with journals.open_for(context) as steps:
        replies = steps.map("ask", ask, clues, key=lambda clue: clue.clue_id)

A journal belongs to an asset and partition. It stays open until the asset's body ends well; whatever run comes next
finds the finished steps. Ended well, it waits for its output: the IO manager removes it in the transaction that
stores the output (`closing_statements`). An asset whose output is not stored that way calls `Journals.close`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from crawl_assets.durable.lease import take
from crawl_assets.durable.mapping import Surroundings
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import Steps
from crawl_assets.durable.writer import Writer
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database, Statement

_SUMMARY = """
SELECT j.asset, j.partition, j.state, j.run_id, j.owner, j.host, j.pid, j.opened_at, j.heartbeat_at,
       count(s.item) FILTER (WHERE s.state = 'done') AS done,
       count(s.item) FILTER (WHERE s.state = 'failed') AS failed,
       (SELECT f.step || ' ' || f.item || ': ' || f.error FROM journal_steps f
        WHERE f.asset = j.asset AND f.partition = j.partition AND f.state = 'failed'
        ORDER BY f.finished_at DESC LIMIT 1) AS last_error
FROM journals j LEFT JOIN journal_steps s ON s.asset = j.asset AND s.partition = j.partition
GROUP BY j.asset, j.partition ORDER BY j.opened_at
"""
_STEPS = """
SELECT step, item, state, attempts, finished_at, error, length(result) AS characters, blob
FROM journal_steps WHERE asset = ? AND partition = ? ORDER BY finished_at, step, item
"""


class AssetContext(Protocol):
    """What a journal needs of Dagster's AssetExecutionContext."""

    asset_key: Any
    has_partition_key: bool
    partition_key: str
    run_id: str
    log: logging.Logger


@dataclass(frozen=True, slots=True)
class JournalSummary:
    """One journal as `crawl-assets journal list` shows it."""

    asset: str
    partition: str
    state: str  # open or ended
    done: int
    failed: int
    opened_at: str
    run_id: str
    held_by: str  # host and process that had it open last
    last_error: str | None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step of a journal as `crawl-assets journal show` shows it."""

    step: str
    item: str
    state: str
    attempts: int
    finished_at: str
    error: str | None
    size: str  # of the result


class Journals:
    """The journals of one database; `folder` holds their locks and the places of limits."""

    def __init__(self, database: Database, blobs: Blobs, folder: Path) -> None:
        self._database, self._blobs, self._folder = database, blobs, folder

    def open_for(self, context: AssetContext) -> Any:
        """Open the journal of the asset and partition that a Dagster context is materializing, for a `with` block."""
        partition = str(context.partition_key) if context.has_partition_key else ""
        scope = Scope(context.asset_key.to_user_string(), partition)
        return self.open(scope, context.run_id, context.log)

    @contextmanager
    def open(self, scope: Scope, run_id: str, log: logging.Logger) -> Iterator[Steps]:
        """Open a journal; raises JournalInUse while another run has it, JournalTooNew for one of a newer version."""
        lease = take(self._database, self._folder / "locks", scope, run_id)
        ended = False
        try:
            writer = Writer(self._database, self._blobs, scope, lease.renew)
            around = Surroundings(self._database, self._blobs, lease, writer, self._folder / "limits", log)
            try:
                yield Steps(around)
            finally:
                writer.close()
            ended = True
        finally:
            lease.leave("ended" if ended else "open")

    def close(self, scope: Scope) -> None:
        """Forget an ended journal whose asset has no stored output."""
        self._database.transaction(closing_statements(scope))

    def summaries(self) -> list[JournalSummary]:
        """Return every journal there is, oldest first."""
        return [
            JournalSummary(
                row["asset"],
                row["partition"],
                row["state"],
                row["done"],
                row["failed"],
                row["opened_at"],
                row["run_id"],
                f"{row['host']}, process {row['pid']}" + ("" if row["owner"] else " (not running)"),
                row["last_error"],
            )
            for row in self._database.query(_SUMMARY)
        ]

    def show(self, scope: Scope) -> list[StepRecord]:
        """Return the steps of one journal in the order they finished."""
        return [
            StepRecord(
                row["step"],
                row["item"],
                row["state"],
                row["attempts"],
                row["finished_at"],
                row["error"],
                f"blob {row['blob']}" if row["blob"] else f"{row['characters'] or 0} characters",
            )
            for row in self._database.query(_STEPS, (scope.asset, scope.partition))
        ]

    def clear(self, scope: Scope) -> int:
        """Give up a journal with its finished steps; returns how many. Raises JournalInUse while a run has it."""
        lease = take(self._database, self._folder / "locks", scope, "journal clear")
        try:
            args = (scope.asset, scope.partition)
            statements = [
                Statement(f"DELETE FROM {table} WHERE asset = ? AND partition = ?", args) for table in _TABLES
            ]
            return self._database.transaction(statements)[0].affected
        finally:
            lease.leave("open")


_TABLES = ("journal_steps", "journals")
_ENDED = "EXISTS (SELECT 1 FROM journals j WHERE j.asset = ? AND j.partition = ? AND j.state = 'ended')"


def closing_statements(scope: Scope) -> list[Statement]:
    """Return the statements that forget a journal, if it has ended, for the transaction that stores its output."""
    args = (scope.asset, scope.partition)
    return [
        Statement(f"DELETE FROM {table} WHERE asset = ? AND partition = ? AND {_ENDED}", (*args, *args), table)
        for table in _TABLES
    ]
