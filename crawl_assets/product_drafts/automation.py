"""What starts by itself: pages asked for by webhooks, crawls that were forgotten, results that are not stored yet."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dagster as dg

from crawl_assets.inbox.sensors import inbox_sensor
from crawl_assets.product_drafts import assets
from crawl_assets.product_drafts.orders import AWAY, forgotten
from crawl_assets.product_drafts.partitions import CRAWL_EVENTS
from crawl_assets.product_drafts.persisting import settle_unsaved
from crawl_assets.product_drafts.requested import SOURCE, handler_for
from crawl_assets.resources import Store

DRAFTS = ("product_drafts", "product_proposals", "product_evidence")
MOST_RUNS = 20  # a tick
FORGOTTEN_AFTER, KILLED_AFTER, UNSAVED_AFTER = timedelta(minutes=10), timedelta(hours=1), timedelta(minutes=2)
MOST_TRIES = 5
StoreParam = dg.ResourceParam[Store]

crawl_products_job = dg.define_asset_job(
    "crawl_products_job",
    dg.AssetSelection.assets("product_pages", *DRAFTS),
    description="Crawl one shop page and keep its result as a draft to review.",
)

crawler_requests = inbox_sensor(
    "crawler_requests",
    SOURCE,
    handler_for,
    partitions=CRAWL_EVENTS,
    assets=[assets.product_pages, assets.drafts_of_results],
    description="Webhooks that ask for a shop page (crawler/url.requested): each is crawled once.",
)


@dg.sensor(
    job=crawl_products_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Pages that were asked for and not crawled, or whose crawl was killed: each is crawled, a few times.",
)
def forgotten_crawls(context: dg.SensorEvaluationContext, store: StoreParam) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request a run for each event that waits for one since long."""
    now = datetime.now(UTC)
    try:
        waiting = forgotten(store.database, now - FORGOTTEN_AFTER, now - KILLED_AFTER, MOST_TRIES)[:MOST_RUNS]
    except AWAY as error:
        yield dg.SkipReason(str(error))
        return
    if not waiting:
        yield dg.SkipReason("no page waits to be crawled")
    context.instance.add_dynamic_partitions(str(CRAWL_EVENTS.name), [event.event_id for event in waiting])
    for event in waiting:
        key = f"{event.event_id}:{event.requested_at.isoformat()}:{event.tries}"
        yield dg.RunRequest(run_key=key, partition_key=event.event_id)


@dg.sensor(
    asset_selection=dg.AssetSelection.assets(*DRAFTS),
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Result files that are not in the database, which was away: each is stored, nothing crawled.",
)
def unsaved_results(context: dg.SensorEvaluationContext, store: StoreParam) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request a run of product_drafts for each result that is a file alone; at most one an hour for a file."""
    now = datetime.now(UTC)
    try:
        waiting = settle_unsaved(store, time.time() - UNSAVED_AFTER.total_seconds(), context.log)[:MOST_RUNS]
    except AWAY as error:
        yield dg.SkipReason(str(error))
        return
    if not waiting:
        yield dg.SkipReason("each result is in the database")
    context.instance.add_dynamic_partitions(str(CRAWL_EVENTS.name), [event_id for event_id, _ in waiting])
    for event_id, name in waiting:
        yield dg.RunRequest(run_key=f"{name}@{now:%Y-%m-%dT%H}", partition_key=event_id)
