"""Tell the Dagster instance which crawl events are partitions."""

from pathlib import Path

from crawl_assets.instance import dagster_home, open_instance
from crawl_assets.settings import Settings


def add_event_partition(settings: Settings, event_id: str) -> Path:
    """Add an event to the dynamic partitions of the shared instance; returns the folder of that instance."""
    from crawl_assets.product_drafts.partitions import CRAWL_EVENTS

    with open_instance(settings) as instance:
        instance.add_dynamic_partitions(str(CRAWL_EVENTS.name), [event_id])
    return dagster_home(settings)
