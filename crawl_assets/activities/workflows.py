"""What every asset of a workflow does around its own work: journal, state, files."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from crawl_assets.activities import registry
from crawl_assets.activities.records import read_lines, write_lines
from crawl_assets.activities.rows import ScrapeWorkflow, WorkflowFile
from crawl_assets.store.blobs import LOST_BLOB
from crawl_assets.store.errors import StoreError

if TYPE_CHECKING:
    from dagster import AssetExecutionContext

    from crawl_assets.durable.steps import Steps
    from crawl_assets.resources import Store
    from crawl_assets.store.blobs import Blobs

Row = TypeVar("Row")


class FileLost(StoreError):
    """The content of a workflow's file is gone or damaged; says what makes it anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """One asset's part of a workflow under way."""

    workflow: ScrapeWorkflow
    asset: str
    steps: "Steps"
    blobs: "Blobs"
    log: logging.Logger
    files: list[WorkflowFile] = field(default_factory=list)  # kept so far
    counts: dict[str, Any] = field(default_factory=dict)  # for people, and for what must add up

    def keep(self, name: str, rows: Sequence[Any], note: str = "") -> WorkflowFile:
        """Keep rows as JSON Lines."""
        return self.keep_bytes(name, write_lines(rows), len(rows), note)

    def keep_bytes(self, name: str, data: bytes, rows: int, note: str = "") -> WorkflowFile:
        """Keep a file's content as it is."""
        blob = self.blobs.put(data)
        file = WorkflowFile(self.workflow.workflow_id, name, blob, len(data), rows, note, datetime.now(UTC))
        self.files.append(file)
        return file

    def take_up(self, name: str) -> bool:
        """Take a file of a run that broke off later, if it is whole: what was paid for is not asked for again.

        Of a workflow that has ended well nothing is taken up; to materialize it again is to do it anew.
        """
        told = self.workflow.files.get(name)
        if told is None or self.workflow.state not in (registry.RUNNING, registry.FAILED):
            return False
        try:
            self.blobs.get(told["blob"])
        except LOST_BLOB as error:
            self.log.warning(f"{name} is made anew: {error}")
            return False
        made_at = datetime.fromisoformat(told["made_at"])
        blob, size, rows = told["blob"], told["bytes"], told["rows"]
        self.files.append(WorkflowFile(self.workflow.workflow_id, name, blob, size, rows, told["note"], made_at))
        self.counts.update(self.workflow.counts.get(self.asset, {}))
        return True

    def count(self, **counts: Any) -> None:
        """Say what is to stand on the workflow's row."""
        self.counts.update(counts)


@contextmanager
def part_of_workflow(context: "AssetExecutionContext", store: "Store") -> Iterator[Part]:
    """Open the asset's journal and the workflow, and list afterwards what the asset made.

    An error fails the workflow and stands on its row. A run that finds the journal in use changes nothing. Raises
    UnknownWorkflow, WorkflowDiscarded and JournalInUse.
    """
    workflow_id, run_id = context.partition_key, context.run.run_id
    workflow = registry.find_workflow(store.database, workflow_id)
    registry.check_wanted(workflow)
    with store.journals.open_for(context) as steps:
        part = Part(workflow, context.asset_key.to_user_string(), steps, store.blobs, context.log)
        registry.begin(store.database, workflow_id, run_id, is_anew=part.asset == "raw_activities")
        try:
            yield part
            registry.note(store.database, workflow_id, part.asset, part.counts, part.files)
        except Exception as error:
            _note_failure(store, part, run_id, error)
            raise


def rows_of(blobs: "Blobs", files: Iterable[WorkflowFile], name: str, kind: type[Row]) -> Iterator[Row]:
    """Read the rows of one of some files; raises FileLost, and LookupError where there is no such file."""
    yield from read_lines(content_of(blobs, files, name), kind)


def content_of(blobs: "Blobs", files: Iterable[WorkflowFile], name: str) -> bytes:
    """Return the content of one of some files; raises as `rows_of` does."""
    listed = list(files)
    file = next((file for file in listed if file.name == name), None)
    if file is None:
        raise LookupError(f"there is no file {name!r}; there is {', '.join(one.name for one in listed) or 'none'}.")
    return file_content(blobs, file.workflow_id, name, file.blob)


def file_content(blobs: "Blobs", workflow_id: str, name: str, blob: str) -> bytes:
    """Return the content of a file; raises FileLost when it is gone or damaged."""
    try:
        return blobs.get(blob)
    except LOST_BLOB as error:
        raise FileLost(
            f"{name} of workflow {workflow_id} is lost: materialize {MADE_BY.get(name, 'its asset')} again, "
            f"and what comes after it. {error}"
        ) from None


MADE_BY: Mapping[str, str] = {  # name of a file -> asset
    "raw_activities.jsonl": "raw_activities",
    "standardized_activities.jsonl": "standardized_activities",
    "dropped_activities.jsonl": "standardized_activities",
    "activity_images.jsonl": "activity_images",
    "activity_places.jsonl": "activity_places",
    "activity_embeddings.jsonl": "activity_embeddings",
    "activities.jsonl": "activities_jsonl",
    "manifest.json": "activities_jsonl",
}
RAW, STANDARD, DROPPED, IMAGES, PLACES, VECTORS, LINES, MANIFEST = MADE_BY


def _note_failure(store: "Store", part: Part, run_id: str, error: Exception) -> None:
    words = f"{part.asset}: {error!s}" if str(error) else f"{part.asset}: {type(error).__name__}"
    try:
        registry.fail(store.database, part.workflow.workflow_id, run_id, words, datetime.now(UTC))
    except StoreError as unnoted:  # the database is away: the first error is the one to be told
        part.log.error(f"that workflow {part.workflow.workflow_id} failed is not recorded: {unnoted}")
