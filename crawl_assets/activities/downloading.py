"""Files of a workflow for people: as they are, and the vectors apart."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.records import read_lines
from crawl_assets.activities.rows import ScrapeWorkflow
from crawl_assets.activities.workflows import LINES, file_content

if TYPE_CHECKING:
    from crawl_assets.store.blobs import Blobs
    from crawl_assets.store.database import Database


class NoSuchFile(LookupError):
    """A workflow has no file of this name; names those that it has."""


def lines_of(blobs: "Blobs", workflow: ScrapeWorkflow) -> list[ActivityLine]:
    """Return the joined rows of a workflow; raises NoSuchFile and FileLost."""
    return list(read_lines(content(blobs, workflow, LINES), ActivityLine))


def content(blobs: "Blobs", workflow: ScrapeWorkflow, name: str) -> bytes:
    """Return the content of a file; raises NoSuchFile and FileLost."""
    file: dict[str, Any] | None = workflow.files.get(name)
    if file is None:
        there = ", ".join(sorted(workflow.files)) or "none"
        raise NoSuchFile(f"workflow {workflow.workflow_id} has no file {name!r}; there is {there}.")
    return file_content(blobs, workflow.workflow_id, name, file["blob"])


def download(blobs: "Blobs", workflow: ScrapeWorkflow, name: str, folder: Path) -> int:
    """Write a file into a folder; returns its bytes."""
    data = content(blobs, workflow, name)
    (folder / name).write_bytes(data)
    return len(data)


def write_vectors(database: "Database", blobs: "Blobs", workflow: ScrapeWorkflow, path: Path) -> int:
    """Write the vectors of a workflow's rows as Parquet, some thousand in memory at a time; returns how many.

    Raises ValueError without pyarrow.
    """
    from crawl_assets.activities.parquet import as_parquet

    lines = lines_of(blobs, workflow)
    with path.open("wb") as file:
        return as_parquet(_vectors(database, lines), file.write)


def _vectors(database: "Database", lines: Sequence[ActivityLine]) -> Iterator[tuple[str, str, str, str, bytes]]:
    from crawl_assets.activities.enriching.vectors import vectors

    def how(line: ActivityLine) -> tuple[str, str]:
        assert line.embedding is not None
        return line.embedding.model, line.embedding.recipe

    found = sorted((line for line in lines if line.embedding), key=lambda line: (how(line), line.row_key))
    for (model, recipe), group in groupby(found, key=how):
        rows: dict[str, list[str]] = {}
        for line in group:
            rows.setdefault(line.embedding.text_hash, []).append(line.row_key)  # type: ignore[union-attr]
        for text, vector in vectors(database, rows, model, recipe):
            for row_key in rows[text]:
                yield row_key, text, recipe, model, vector
