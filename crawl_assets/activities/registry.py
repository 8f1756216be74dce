"""The workflows: asked for, under way, ended."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.rows import ScrapeWorkflow, WorkflowFile
from crawl_assets.crawl.urls import identity
from crawl_assets.durable.errors import StopAll
from crawl_assets.store.database import EVERY_ROW, Database, Statement, Where
from crawl_assets.store.errors import UniqueViolation
from crawl_assets.store.rows import load, save
from crawl_assets.store.values import timestamp_text

if TYPE_CHECKING:
    from crawl_assets.activities.raw.order import ScrapeOrder

QUEUED, RUNNING, COMPLETED, FAILED = "queued", "running", "completed", "failed"
ERROR_CHARACTERS = 4000
_BEGIN = """
UPDATE scrape_workflows SET state = 'running', run_id = ?, completed_at = NULL, error = NULL
WHERE workflow_id = ? AND (? OR state <> 'completed')
"""
_FAIL = """
UPDATE scrape_workflows SET state = 'failed', completed_at = ?, error = ?
WHERE workflow_id = ? AND run_id = ? AND state = 'running'
"""
_FAIL_ITEMS = """
UPDATE scraping_source_items SET state = 'failed', tries = tries + 1,
    next_try_at = CASE WHEN tries < ? THEN
        strftime('%Y-%m-%dT%H:%M:%S.000000Z', ?, '+' || (3600 << tries) || ' seconds') END
WHERE workflow_id = ? AND state = 'queued'
    AND EXISTS (SELECT 1 FROM scrape_workflows w WHERE w.workflow_id = ? AND w.run_id = ? AND w.state = 'failed')
"""
_COMPLETE = """
UPDATE scrape_workflows SET state = 'completed', completed_at = ?, error = NULL, review = ?, activities_processed = ?,
    import_summary = ?
WHERE workflow_id = ?
"""
_COMPLETE_ITEMS = """
UPDATE scraping_source_items SET state = 'scraped', tries = 0, next_try_at = NULL
WHERE workflow_id = ? AND state IN ('queued', 'failed')
"""
_GIVE_UP = """
UPDATE scrape_workflows SET state = 'failed', completed_at = ?, error = ?
WHERE workflow_id = ? AND state IN ('queued', 'running')
"""
_FORGET_ITEMS = """
UPDATE scraping_source_items SET state = 'failed', next_try_at = NULL WHERE workflow_id = ? AND state = 'queued'
"""
_NOTE = """
UPDATE scrape_workflows SET counts = json_set(counts, '$."' || ? || '"', json(?)), files = json_patch(files, ?)
WHERE workflow_id = ?
"""
_READ = "UPDATE scrape_workflows SET is_complete = ?, cost_usd = ? WHERE workflow_id = ?"
_REVIEWED = "UPDATE scrape_workflows SET review = ?, import_summary = ? WHERE workflow_id = ?"
_FORGET_FILE = "UPDATE scrape_workflows SET files = json_remove(files, '$.\"' || ? || '\"') WHERE workflow_id = ?"
MOST_TRIES = 5  # workflows that may fail in a row for one address of a source


class UnknownWorkflow(LookupError):
    """No workflow has this id; names the newest ones."""


class WorkflowDiscarded(StopAll):
    """A workflow was given up by a person; no run goes on with it."""


class AlreadyUnderWay(ValueError):
    """A workflow of this URL has not ended; names it."""


def start_workflow(
    database: Database,
    order: "ScrapeOrder",
    now: datetime,
    *,
    auto_import: bool = False,
    urgency_default: str = "medium",
    model: str | None = None,
    max_cost_usd: float | None = None,
) -> ScrapeWorkflow:
    """Register a workflow that a person asks for; raises AlreadyUnderWay while another one of its URL has not ended."""
    workflow = new_workflow(order, now, auto_import=auto_import, urgency_default=urgency_default)
    workflow = replace(workflow, model=model, max_cost_usd=max_cost_usd)
    try:
        save(database, "scrape_workflows", [workflow])
    except UniqueViolation:
        known = workflows(database, Where("scope = ? AND state IN ('queued', 'running')", (workflow.scope,)))
        named = f"workflow {known[0].workflow_id} is {known[0].state}" if known else "another workflow was"
        raise AlreadyUnderWay(
            f"{named} for {workflow.url} already. Go on with it by materializing its partition, or give it up: "
            f"crawl-assets activities discard {known[0].workflow_id if known else 'ID'}"
        ) from None
    return workflow


def new_workflow(
    order: "ScrapeOrder",
    now: datetime,
    *,
    auto_import: bool,
    urgency_default: str = "medium",
    source_id: str | None = None,
) -> ScrapeWorkflow:
    """Make the row of a workflow that waits for its run; it is not stored."""
    return ScrapeWorkflow(
        workflow_id=f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}",
        url=order.url,
        scope=identity(order.url),
        state=QUEUED,
        review="none",
        started_at=now,
        completed_at=None,
        run_id=None,
        error=None,
        scraper=order.backend,
        model=None,
        max_cost_usd=None,
        max_pages=order.max_pages,
        max_depth=order.max_depth,
        max_extractions=order.max_extractions,
        follow_external_links=order.follow_external_links,
        tags_hint=order.tags_hint,
        auto_import=auto_import,
        urgency_default=urgency_default,
        files={},
        counts={},
        cost_usd=None,
        is_complete=None,
        activities_processed=0,
        import_summary={},
        source_id=source_id,
    )


def order_of(workflow: ScrapeWorkflow) -> "ScrapeOrder":
    """Return what a workflow asks its back end for."""
    from crawl_assets.activities.raw.order import ScrapeOrder

    return ScrapeOrder(
        workflow.url,
        max_pages=workflow.max_pages,
        max_depth=workflow.max_depth,
        max_extractions=workflow.max_extractions,
        follow_external_links=workflow.follow_external_links,
        tags_hint=workflow.tags_hint,
        backend=workflow.scraper,  # type: ignore[arg-type]  # the order checks it
    )


def workflows(database: Database, where: Where = EVERY_ROW) -> list[ScrapeWorkflow]:
    """Return workflows, the oldest first."""
    found = load(database, "scrape_workflows", ScrapeWorkflow, where)
    return sorted(found, key=lambda row: (row.started_at, row.workflow_id))


def find_workflow(database: Database, workflow_id: str) -> ScrapeWorkflow:
    """Return one workflow; raises UnknownWorkflow."""
    found = workflows(database, Where("workflow_id = ?", (workflow_id,)))
    if not found:
        newest = [row.workflow_id for row in workflows(database)[-5:]]
        listed = f"the newest are {', '.join(newest)}" if newest else "there is none yet"
        raise UnknownWorkflow(f"no workflow {workflow_id!r}; {listed}. Start one: crawl-assets activities start URL")
    return found[0]


def check_wanted(workflow: ScrapeWorkflow) -> None:
    """Raise WorkflowDiscarded when a person has given a workflow up."""
    if workflow.review == "discarded":
        raise WorkflowDiscarded(
            f"workflow {workflow.workflow_id} was discarded; start a new one: "
            f"crawl-assets activities start {workflow.url}"
        )


def begin(database: Database, workflow_id: str, run_id: str, *, is_anew: bool) -> None:
    """Record that a run has a workflow now; one that failed goes on, a completed one only when all is done anew."""
    database.transaction([Statement(_BEGIN, (run_id, workflow_id, int(is_anew)), "scrape_workflows")])


def fail(database: Database, workflow_id: str, run_id: str, error: str, now: datetime) -> None:
    """Record why a workflow failed, unless another run has it; the item of a source waits to be tried again."""
    at = timestamp_text(now)
    failed = Statement(_FAIL, (at, error[:ERROR_CHARACTERS], workflow_id, run_id), "scrape_workflows")
    arguments = (MOST_TRIES - 1, at, workflow_id, workflow_id, run_id)
    items = Statement(_FAIL_ITEMS, arguments, "scraping_source_items")
    database.transaction([failed, items])


def completion(
    workflow_id: str, now: datetime, review: str, processed: int, summary: Mapping[str, Any]
) -> list[Statement]:
    """Return the statements that end a workflow well, for the transaction of its last rows."""
    text = json.dumps(summary, ensure_ascii=False)
    return [
        Statement(_COMPLETE, (timestamp_text(now), review, processed, text, workflow_id), "scrape_workflows"),
        Statement(_COMPLETE_ITEMS, (workflow_id,), "scraping_source_items"),
    ]


def give_up(workflow_id: str, why: str, now: datetime) -> list[Statement]:
    """Return the statements that end a workflow which has not ended; a run of it stops at its next look."""
    at = timestamp_text(now)
    return [
        Statement(_GIVE_UP, (at, why, workflow_id), "scrape_workflows"),
        Statement(_FORGET_ITEMS, (workflow_id,), "scraping_source_items"),
    ]


def reviewed(workflow_id: str, review: str, summary: Mapping[str, Any]) -> Statement:
    """Return the statement that records what people decided of a workflow."""
    return Statement(_REVIEWED, (review, json.dumps(summary, ensure_ascii=False), workflow_id), "scrape_workflows")


def note(
    database: Database, workflow_id: str, asset: str, counts: Mapping[str, Any], files: Sequence[WorkflowFile]
) -> None:
    """List what an asset made on the workflow's row, beside what the others made, and its counts."""
    made = {
        file.name: {
            "blob": file.blob,
            "bytes": file.bytes,
            "rows": file.rows,
            "made_at": timestamp_text(file.made_at),
            "note": file.note,
        }
        for file in files
    }
    arguments = (asset, json.dumps(counts), json.dumps(made), workflow_id)
    database.transaction([Statement(_NOTE, arguments, "scrape_workflows")])


def note_reading(database: Database, workflow_id: str, *, is_complete: bool, cost_usd: float | None) -> None:
    """Record whether the site was seen whole, and what that cost."""
    database.transaction([Statement(_READ, (int(is_complete), cost_usd, workflow_id), "scrape_workflows")])


def forgetting(workflow_id: str, name: str) -> Statement:
    """Return the statement that takes a file off a workflow's list."""
    return Statement(_FORGET_FILE, (name, workflow_id), "scrape_workflows")


def as_told(workflow: ScrapeWorkflow) -> dict[str, Any]:
    """Return a workflow's row as plain data for people."""
    return {
        name: timestamp_text(value) if isinstance(value, datetime) else value
        for name, value in asdict(workflow).items()
    }
