"""What is kept of workflows and for how long; files that nobody needs any more are let go.

Here rows let go of files; `crawl-assets blobs sweep` deletes the content that no row names any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawl_assets.activities.registry import forgetting, workflows
from crawl_assets.activities.rows import ScrapeWorkflow
from crawl_assets.activities.workflows import (
    DROPPED,
    IMAGES,
    LINES,
    MADE_BY,
    MANIFEST,
    PLACES,
    RAW,
    STANDARD,
    VECTORS,
)
from crawl_assets.store.database import Database, Statement

INTERMEDIATES = (RAW, STANDARD, IMAGES, PLACES, VECTORS)
# of a workflow that has ended and waits for no person
KEPT_FOR: Mapping[str, timedelta] = {
    RAW: timedelta(days=30),
    STANDARD: timedelta(days=30),
    IMAGES: timedelta(days=30),
    PLACES: timedelta(days=30),
    VECTORS: timedelta(days=30),
    DROPPED: timedelta(days=90),
    LINES: timedelta(days=365),
    MANIFEST: timedelta(days=365),
}
FAILED_FOR = timedelta(days=90)  # every file of one that failed: it may be gone on with until then
_FORGET = {
    "raw_activities": "DELETE FROM raw_activities WHERE workflow_id = ? AND name = ?",
    "standardized_activities": "DELETE FROM standardized_activities WHERE workflow_id = ? AND name = ?",
    "activity_images": "DELETE FROM activity_images WHERE workflow_id = ? AND name = ?",
    "activity_places": "DELETE FROM activity_places WHERE workflow_id = ? AND name = ?",
    "activity_embeddings": "DELETE FROM activity_embeddings WHERE workflow_id = ? AND name = ?",
    "activities_jsonl": "DELETE FROM activities_jsonl WHERE workflow_id = ? AND name = ?",
}


@dataclass(frozen=True, slots=True)
class Outlived:
    """A file whose time is over."""

    workflow_id: str
    name: str
    bytes: int
    made_at: str
    why: str


def outlived(database: Database, now: datetime) -> list[Outlived]:
    """Return the files whose time is over; those under review or of a workflow under way are never among them."""
    found = []
    for workflow in workflows(database):
        for name, file in sorted(workflow.files.items()):
            why = _why(workflow, name, now)
            if why:
                found.append(Outlived(workflow.workflow_id, name, file["bytes"], file["made_at"], why))
    return found


def let_go(database: Database, files: Iterable[Outlived]) -> None:
    """Forget files, all or none."""
    database.transaction([statement for file in files for statement in forget_file(file.workflow_id, file.name)])


def forget_file(workflow_id: str, name: str) -> list[Statement]:
    """Return the statements by which the rows let go of a file."""
    sql = _FORGET[MADE_BY[name]]
    return [Statement(sql, (workflow_id, name), MADE_BY[name]), forgetting(workflow_id, name)]


def forget_intermediates(workflow: ScrapeWorkflow) -> tuple[list[str], list[Statement]]:
    """Return the intermediates of a workflow that are there, and the statements that let go of them."""
    names: Sequence[str] = [name for name in INTERMEDIATES if name in workflow.files]
    return list(names), [one for name in names for one in forget_file(workflow.workflow_id, name)]


def _why(workflow: ScrapeWorkflow, name: str, now: datetime) -> str | None:
    if workflow.completed_at is None or workflow.review == "pending":
        return None
    age = now - workflow.completed_at
    kept_for = FAILED_FOR if workflow.state == "failed" else KEPT_FOR.get(name)
    if kept_for is None or age <= kept_for:
        return None
    return f"the workflow ended {age.days} days ago; {name} is kept for {kept_for.days}"
