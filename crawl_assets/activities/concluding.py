"""The end of a workflow: its rows are brought in, or wait for a person; the rest follows what people say."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.importing import (
    FAILED,
    IMPORTED,
    SKIPPED,
    WAITING,
    import_groups,
    mark_vanished,
    outcome_row,
    review_groups,
)
from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.registry import QUEUED, RUNNING, completion, find_workflow, give_up, reviewed
from crawl_assets.activities.resolving.matching import matches_of
from crawl_assets.activities.retention import forget_intermediates
from crawl_assets.activities.reviewing import CHANGED, DOUBTFUL, NEW, SAME, Group, Verdict, groups_of, known_rows
from crawl_assets.activities.rows import ActivityDecision, ImportedActivity, ScrapeWorkflow
from crawl_assets.activities.stored import imported_before, keys_of
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load, save, save_statements

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps

ERRORS_SHOWN = 20
IN_TURN = (Limit("import of activities", in_flight=1),)


class UnknownRow(LookupError):
    """A workflow has no such row."""


class NothingToReview(ValueError):
    """A workflow is not there yet, or its review is over."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """How a workflow ended."""

    rows: list[ImportedActivity]
    vanished: int  # activities that it did not see any more
    deleted: list[str]  # files
    review: str


@dataclass(frozen=True, slots=True)
class Orders:
    """What a person says of a workflow's rows."""

    by: str
    only: Collection[str] = ()  # verdicts; empty: new, changed and the same
    but: Collection[str] = ()  # row keys that are left out
    as_new: Collection[str] = ()  # doubtful rows
    as_same: Collection[str] = ()


def conclude_in_turn(
    steps: "Steps", database: Database, workflow_id: str, lines: Sequence[ActivityLine], blob: str
) -> Concluded:
    """Conclude a workflow as a durable step while no other one of this machine does: both might make one activity.

    `blob` is the id of the lines' content.
    """

    def bring_in(*_: str) -> dict[str, Any]:
        workflow = find_workflow(database, workflow_id)
        ended = conclude(database, workflow, lines, datetime.now(UTC))
        return {"vanished": ended.vanished, "deleted": ended.deleted, "review": ended.review}

    told = steps.run("bring in", bring_in, workflow_id, blob, limits=IN_TURN, retry=RetryRule(attempts=1))
    return Concluded(rows_of_workflow(database, workflow_id), **told)


def conclude(database: Database, workflow: ScrapeWorkflow, lines: Sequence[ActivityLine], now: datetime) -> Concluded:
    """Bring all rows in that need no person where the workflow may, else only say what they are; ends the workflow.

    Intermediates are let go of only when every row has been brought in.
    """
    before = {row.row_key: row for row in rows_of_workflow(database, workflow.workflow_id)}
    groups = grouped(database, lines)
    left_out = _left_out(database, [line.row_key for line in lines])
    if workflow.auto_import:
        rows = list(import_groups(database, workflow, groups, lambda verdict: left_out.get(verdict.row_key)))
    else:
        rows = [
            _as_before(outcome_row(workflow.workflow_id, verdict, WAITING), before)
            for _, verdicts in review_groups(database, workflow, groups)
            for verdict in verdicts
        ]
    outcomes = Counter(row.outcome for row in rows)
    needs_person = bool(outcomes[WAITING] or outcomes[FAILED])
    review = "pending" if needs_person else "imported" if rows else "none"
    vanished = mark_vanished(database, workflow) if workflow.auto_import and workflow.is_complete else 0
    is_over = workflow.auto_import and not needs_person and not _waits_for_vectors(workflow)
    deleted, forget = forget_intermediates(workflow) if is_over else ([], [])
    end = completion(workflow.workflow_id, now, review, len(lines), summary_of(rows))
    ours = Where("workflow_id = ?", (workflow.workflow_id,))
    kept = save_statements(database, "imported_activities", rows, ours) if rows else []
    database.transaction([*kept, *forget, *end])
    _index(database, lines, rows)
    return Concluded(rows, vanished, deleted, review)


def import_reviewed(
    database: Database, workflow: ScrapeWorkflow, lines: Sequence[ActivityLine], orders: Orders, now: datetime
) -> Concluded:
    """Bring in what a person says; rows that are not spoken of go on waiting.

    Raises UnknownRow, NothingToReview, and StoreError; a repetition goes on where it broke off.
    """
    _check(database, workflow, lines, orders)
    save_decisions(database, workflow.workflow_id, orders, now)
    before = {row.row_key: row for row in rows_of_workflow(database, workflow.workflow_id)}
    decided = dict.fromkeys(orders.as_new, NEW) | dict.fromkeys(orders.as_same, SAME)
    wanted = set(orders.only or (NEW, CHANGED, SAME))
    groups = grouped(database, lines, decided)

    def choose(verdict: Verdict) -> tuple[str, str] | None:
        if verdict.row_key in orders.but:
            return SKIPPED, f"left out by {orders.by}"
        if verdict.row_key in decided or verdict.verdict in wanted:
            return None
        earlier = before.get(verdict.row_key)
        if earlier and earlier.outcome in (IMPORTED, SKIPPED):
            return earlier.outcome, earlier.reason
        return WAITING, verdict.reason

    rows = [_kept_reason(row, before) for row in import_groups(database, workflow, groups, choose)]
    vanished = mark_vanished(database, workflow) if workflow.is_complete else 0
    is_open = any(row.outcome in (WAITING, FAILED) for row in rows)
    review = "pending" if is_open else "imported"
    end = reviewed(workflow.workflow_id, review, summary_of(rows))
    database.transaction([*save_statements(database, "imported_activities", rows), end])
    _index(database, lines, rows)
    return Concluded(rows, vanished, [], review)


def discard(database: Database, workflow_id: str, by: str, now: datetime) -> ScrapeWorkflow:
    """Give up a workflow, also one under way: what waits is skipped; what was brought in stays."""
    workflow = find_workflow(database, workflow_id)
    save(database, "activity_decisions", [ActivityDecision(workflow_id, "", "discard", by, now)])
    waiting = [row for row in rows_of_workflow(database, workflow_id) if row.outcome in (WAITING, FAILED)]
    save(database, "imported_activities", [_skipped(row, f"discarded by {by}") for row in waiting])
    rows = rows_of_workflow(database, workflow_id)
    statements = [reviewed(workflow_id, "discarded", summary_of(rows))]
    if workflow.state in (QUEUED, RUNNING):
        statements += give_up(workflow_id, f"discarded by {by}", now)
    database.transaction(statements)
    return find_workflow(database, workflow_id)


def grouped(database: Database, lines: Sequence[ActivityLine], decided: Mapping[str, str] | None = None) -> list[Group]:
    """Bring the rows of a workflow together with each other and with the activities that are there."""
    earlier = imported_before(database, [line.row_key for line in lines])
    seen = known_rows(lines, keys_of(database), earlier)
    fresh = [line for line in lines if line.row_key not in seen]
    return groups_of(lines, seen, matches_of(database, fresh), decided)


def rows_of_workflow(database: Database, workflow_id: str) -> list[ImportedActivity]:
    """Return what is known of each row of a workflow."""
    return load(database, "imported_activities", ImportedActivity, Where("workflow_id = ?", (workflow_id,)))


def summary_of(rows: Sequence[ImportedActivity]) -> dict[str, Any]:
    """Count what became of rows, with the first errors."""
    outcomes = Counter(row.outcome for row in rows)
    errors = [f"{row.name}: {row.reason}" for row in rows if row.outcome == FAILED]
    return {name: outcomes[name] for name in (IMPORTED, SKIPPED, WAITING, FAILED)} | {"errors": errors[:ERRORS_SHOWN]}


def save_decisions(database: Database, workflow_id: str, orders: Orders, now: datetime) -> None:
    """Record what a person says of rows."""
    said = {"except": orders.but, NEW: orders.as_new, SAME: orders.as_same, "import": [""]}
    rows = [
        ActivityDecision(workflow_id, row_key, decision, orders.by, now)
        for decision, row_keys in said.items()
        for row_key in row_keys
    ]
    save(database, "activity_decisions", rows)


def _waits_for_vectors(workflow: ScrapeWorkflow) -> bool:
    return bool(workflow.counts.get("activity_embeddings", {}).get("waiting"))


def _index(database: Database, lines: Sequence[ActivityLine], rows: Sequence[ImportedActivity]) -> None:
    """Bring the indexes of vectors up to date that these rows touch."""
    from crawl_assets.activities.enriching.vectors import index

    taken = {row.row_key for row in rows if row.outcome == IMPORTED}
    used = {(line.embedding.model, line.embedding.recipe) for line in lines if line.embedding and line.row_key in taken}
    for model, recipe in sorted(used):
        index(database, model, recipe)


def _check(database: Database, workflow: ScrapeWorkflow, lines: Sequence[ActivityLine], orders: Orders) -> None:
    known = {line.row_key for line in lines}
    strange = [row for row in (*orders.but, *orders.as_new, *orders.as_same) if row not in known]
    if strange:
        raise UnknownRow(
            f"workflow {workflow.workflow_id} has no row {', '.join(strange)}; "
            f"see: crawl-assets activities review {workflow.workflow_id}"
        )
    if workflow.state != "completed":
        raise NothingToReview(
            f"workflow {workflow.workflow_id} is {workflow.state}; only a completed one can be imported."
        )
    if workflow.review == "discarded":
        raise NothingToReview(f"workflow {workflow.workflow_id} was discarded; start a new one of {workflow.url}.")


def _left_out(database: Database, row_keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return rows that a person left out of an earlier workflow, and said nothing else of later: they stay out."""
    where = Where("row_key IN (SELECT value FROM json_each(?))", (json.dumps(list(row_keys)),))
    newest: dict[str, ActivityDecision] = {}
    for row in sorted(load(database, "activity_decisions", ActivityDecision, where), key=lambda one: one.at):
        newest[row.row_key] = row
    return {
        row.row_key: (SKIPPED, f"left out by {row.by} on {row.at:%Y-%m-%d}")
        for row in newest.values()
        if row.decision == "except"
    }


def _as_before(row: ImportedActivity, before: Mapping[str, ImportedActivity]) -> ImportedActivity:
    earlier = before.get(row.row_key)
    return earlier if earlier and earlier.outcome in (IMPORTED, SKIPPED) else row


def _kept_reason(row: ImportedActivity, before: Mapping[str, ImportedActivity]) -> ImportedActivity:
    """Leave a row that was brought in before as it was told of then: now it is the same as itself."""
    earlier = before.get(row.row_key)
    if earlier and earlier.outcome == IMPORTED and row.verdict in (SAME, DOUBTFUL):
        return earlier
    return row


def _skipped(row: ImportedActivity, reason: str) -> ImportedActivity:
    return replace(row, outcome=SKIPPED, reason=reason)
