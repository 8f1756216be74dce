"""A workflow of 10,000 activities with vectors of 1,536 numbers: time and memory of each step, and the largest event.

    .venv/bin/python bench/activity_workflow.py [--rows 10000]

Raw rows are made up; vectors are random, kept as a server's would be. Pictures and the web are left out.
"""

import argparse
import logging
import random
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import numpy as np
from tabulate import tabulate

from crawl_assets.activities.assets import NAMES
from crawl_assets.activities.enriching.embedding_texts import embedding_text, text_hash
from crawl_assets.activities.enriching.vectors import keep
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.records import Activity, RawActivity, RawLocation, read_lines, row_key, write_lines
from crawl_assets.activities.registry import find_workflow, note, start_workflow
from crawl_assets.activities.rows import WorkflowFile
from crawl_assets.activities.workflows import RAW, STANDARD
from crawl_assets.definitions import build
from crawl_assets.resources import LanguageModels, Store, Web
from crawl_assets.settings import read_settings
from crawl_assets.store.database import Statement
from crawl_assets.store.rows import save

MODEL, NUMBERS = "text-embedding-3-small", 1536
STARTED = datetime(2026, 11, 20, 9, tzinfo=UTC)
TOWNS = ("Frome", "Whitby", "Ludlow", "Hexham", "Totnes", "Stroud", "Ripon", "Bakewell")
WORDS = (
    "otter", "heron", "willow", "quay", "mill", "bridge", "meadow", "lantern", "harbour", "orchard", "castle", "river",
    "hill", "forest", "beach",
)  # fmt: skip


def raw_rows(count: int) -> list[RawActivity]:
    """Make raw rows in many towns, a tenth of them a second page of another one."""
    chance, rows = random.Random(1), []
    for number in range(count):
        one = number if number % 10 else max(0, number - 1)
        name = f"{WORDS[one % 15]} {WORDS[one // 15 % 15]} walk {one}".title()
        url = f"https://guide.example.org/e/{number}"
        town = TOWNS[one % 8]
        text = " ".join(chance.choices(WORDS, k=60))
        place = RawLocation(name=f"Pier {one}", street_address=f"{one} Quay St", city=town, country_code="GB")
        rows.append(RawActivity(row_key(url, name), url, name, text, place, "2027-05-01", tags=("outdoor",)))
    return rows


def peak() -> float:
    """Return the most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Bench:
    """A project in a folder, and what was measured."""

    def __init__(self, home: Path) -> None:
        settings = read_settings({"CRAWL_ASSETS_HOME": str(home)})
        self.store = Store(lambda: replace(settings, embeddings_model=MODEL, openai_api_key="none"))
        defs = build(self.store, Web(store=self.store), LanguageModels(lambda: settings))
        self.job = defs.resolve_implicit_global_asset_job_def()
        self.instance = dg.DagsterInstance.ephemeral()
        self.rows: list[tuple[str, str, str, str]] = []

    def measured(self, name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = work()
        largest = ""
        if isinstance(found, dg.ExecuteInProcessResult):
            assert found.success
            largest = f"{max(len(dg.serialize_value(event)) for event in found.all_events) / 1000:.0f}"
        self.rows.append((name, f"{time.perf_counter() - started:.1f}", f"{peak():.0f}", largest))
        return found

    def materialize(self, asset: str, workflow_id: str) -> Any:
        return self.job.execute_in_process(
            instance=self.instance,
            partition_key=workflow_id,
            asset_selection=[dg.AssetKey(asset)],
            run_config={"loggers": {"console": {"config": {"log_level": "ERROR"}}}},
        )


def give_vectors(store: Store, workflow_id: str) -> None:
    """Keep random vectors for the texts of the workflow, as if a batch had brought them."""
    found = find_workflow(store.database, workflow_id).files[STANDARD]
    made: dict[str, bytes] = {}
    chance = np.random.default_rng(1)
    for activity in read_lines(store.blobs.get(found["blob"]), Activity):
        vector = chance.normal(size=NUMBERS).astype("<f4")
        made[text_hash(embedding_text(activity))] = (vector / np.linalg.norm(vector)).tobytes()
        if len(made) == 500:
            keep(store.database, made, MODEL, STARTED)
            made = {}
    keep(store.database, made, MODEL, STARTED)


def main() -> None:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    count = parser.parse_args().rows
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        store = bench.store
        order = ScrapeOrder("https://guide.example.org", max_extractions=count)
        workflow = start_workflow(store.database, order, STARTED, auto_import=True)
        id_ = workflow.workflow_id
        bench.instance.add_dynamic_partitions("workflow", [id_])
        data = write_lines(raw_rows(count))
        raw = WorkflowFile(id_, RAW, store.blobs.put(data), len(data), count, "", STARTED)
        save(store.database, "raw_activities", [raw])
        note(store.database, id_, "raw_activities", {"out": count}, [raw])
        reading = "UPDATE scrape_workflows SET state = 'running', is_complete = 1, cost_usd = 0"
        store.database.transaction([Statement(reading)])
        bench.rows.append(("before", "", f"{peak():.0f}", ""))
        for asset in NAMES:
            if asset == "activity_embeddings":
                bench.measured("(vectors arrive)", lambda: give_vectors(store, id_))
            bench.measured(asset, lambda asset=asset: bench.materialize(asset, id_))
        print(f"{count} rows, vectors of {NUMBERS} numbers")
        heads = ["step", "seconds", "peak MB so far", "largest event kB"]
        print(tabulate(bench.rows, headers=heads, disable_numparse=True, colalign=("left", "right", "right", "right")))
        print(find_workflow(store.database, id_).import_summary)


if __name__ == "__main__":
    main()
