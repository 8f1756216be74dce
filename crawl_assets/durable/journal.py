"""Journals: what makes the steps of a materialization survive its process.

    with journals.open_for(context) as steps:
        replies = steps.map("ask", ask, clues, key=lambda clue: clue.clue_id)

A journal belongs to an asset and partition. It stays open until the asset's body ends well; whatever run comes next
finds the finished steps. Ended well, it waits for its output: the IO manager removes it in the transaction that
stores the output (`closing_output`). An asset whose output is not stored that way calls `Journals.close`. A second run
of the same asset and partition does not wait: it gets JournalInUse.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawl_assets.durable.lease import is_alive, take
from crawl_assets.durable.mapping import Surroundings
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import Steps
from crawl_assets.durable.writer import Writer
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database, Statement

if TYPE_CHECKING:
    from dagster import AssetExecutionContext, OutputContext, PartitionKeyRange

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
_CLEAR = tuple(f"DELETE FROM {table} WHERE asset = ? AND partition = ?" for table in ("journal_steps", "journals"))
_ENDED = "EXISTS (SELECT 1 FROM journals j WHERE j.asset = ? AND j.partition = ? AND j.state = 'ended')"


@dataclass(frozen=True, slots=True)
class JournalSummary:
    """One journal as `crawl-assets journal list` shows it."""

    scope: Scope
    state: str  # running; killed; open: its run failed; ended: well, but its output is not stored
    done: int  # finished steps
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
    result: str | None  # how large it is, and where it lies


class Journals:
    """The journals of one database; `folder` holds their locks and the places of limits."""

    def __init__(self, database: Database, blobs: Blobs, folder: Path) -> None:
        self._database, self._blobs, self._folder = database, blobs, folder

    def open_for(self, context: "AssetExecutionContext") -> AbstractContextManager[Steps]:
        """Open the journal of the asset and partition that a Dagster context is materializing, for a `with` block."""
        partition = ""
        if context.has_partition_key:
            partition = str(context.partition_key)
        elif context.has_partition_key_range:
            partition = _range(context.partition_key_range)
        return self.open(Scope(context.asset_key.to_user_string(), partition), context.run.run_id, context.log)

    @contextmanager
    def open(self, scope: Scope, run_id: str, log: logging.Logger) -> Iterator[Steps]:
        """Open a journal; raises JournalInUse while another run has it, JournalUnreadable for another version's."""
        lease = take(self._database, self._folder / "locks", scope, run_id)
        ended = False
        try:
            writer = Writer(self._database, self._blobs, lease)
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
        now = datetime.now(UTC)
        return [
            JournalSummary(
                Scope(row["asset"], row["partition"]),
                _state(row, now),
                row["done"],
                row["failed"],
                row["opened_at"],
                row["run_id"],
                f"{row['host']}, process {row['pid']}",
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
                row["blob"] or (None if row["characters"] is None else f"{row['characters']} characters"),
            )
            for row in self._database.query(_STEPS, (scope.asset, scope.partition))
        ]

    def clear(self, scope: Scope) -> int:
        """Give up a journal with its finished steps; returns how many. Raises JournalInUse while a run has it."""
        lease = take(self._database, self._folder / "locks", scope, "journal clear", any_format=True)
        try:
            statements = [Statement(sql, (scope.asset, scope.partition)) for sql in _CLEAR]
            return self._database.transaction(statements)[0].affected
        finally:
            lease.leave("open")


def closing_statements(scope: Scope) -> list[Statement]:
    """Return the statements that forget a journal, if it has ended, for the transaction that stores its output."""
    args = (scope.asset, scope.partition)
    return [Statement(f"{sql} AND {_ENDED}", (*args, *args)) for sql in _CLEAR]


def closing_output(context: "OutputContext") -> list[Statement]:
    """Return the `closing_statements` for what an IO manager is storing; fits TursoIOManager's `also_write`."""
    partition = ""
    if context.has_partition_key:
        partition = str(context.partition_key)
    elif context.has_asset_partitions:
        partition = _range(context.asset_partition_key_range)
    return closing_statements(Scope(context.asset_key.to_user_string(), partition))


def _range(keys: "PartitionKeyRange") -> str:
    return f"{keys.start}...{keys.end}"  # as `dagster asset materialize --partition-range` writes it


def _state(row: dict[str, Any], now: datetime) -> str:
    if not row["owner"]:
        return str(row["state"])
    return "running" if is_alive(row, now) else "killed"
