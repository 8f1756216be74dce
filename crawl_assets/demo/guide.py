"""The sample guide of events and places: read, enriched, reviewed, imported, and found again by its words."""

from datetime import UTC, datetime

from crawl_assets.demo.project import Demo

READ = ["raw_activities", "standardized_activities", "activity_images", "activity_places", "activity_embeddings"]
JOIN = ["activities_jsonl", "imported_activities"]
QUERY = "lanterns at night"


def import_activities(demo: Demo, base: str) -> None:
    """Run one workflow, show what a review shows, import it, and search it."""
    from tabulate import tabulate

    from crawl_assets.activities.concluding import Orders, import_reviewed, rows_of_workflow, summary_of
    from crawl_assets.activities.downloading import lines_of
    from crawl_assets.activities.partitions import WORKFLOWS
    from crawl_assets.activities.raw.order import ScrapeOrder
    from crawl_assets.activities.registry import find_workflow, start_workflow
    from crawl_assets.activities.searching import search

    store, say = demo.store, demo.say
    say(f"A sample guide of events and places at {base}:")
    now = datetime.now(UTC)
    started = start_workflow(store.database, ScrapeOrder(f"{base}/"), now, auto_import=False, urgency_default="medium")
    demo.instance.add_dynamic_partitions(str(WORKFLOWS.name), [started.workflow_id])
    for assets in (READ, JOIN):
        demo.materialize(assets, started.workflow_id, ", ".join(assets))
    workflow = find_workflow(store.database, started.workflow_id)
    found = rows_of_workflow(store.database, workflow.workflow_id)
    shown = [(row.verdict, row.name[:44], row.reason[:80]) for row in found]
    say("\n" + tabulate(shown, ["review", "activity", "why"], disable_numparse=True) + "\n")
    done = import_reviewed(store.database, workflow, lines_of(store.blobs, workflow), Orders("demo"), datetime.now(UTC))
    told = summary_of(done.rows)
    counts = ", ".join(f"{told[name]} {name}" for name in ("imported", "skipped", "waiting", "failed"))
    say(f"A person imports all but the doubtful rows: {counts}.\n")
    hits = search(store.database, store.settings, QUERY, 3)
    say(f"Nearest to {QUERY!r}, by {hits.how}:")
    say(tabulate([(f"{hit.score:.3f}", hit.activity.name, hit.activity.city or "") for hit in hits.hits]) + "\n")
