"""Rows of activities in one line each, and a database to bring them into."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crawl_assets.activities.concluding import Concluded, conclude
from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.records import Activity, Location, row_key
from crawl_assets.activities.registry import new_workflow
from crawl_assets.activities.rows import ScrapeWorkflow
from crawl_assets.store.database import Database
from crawl_assets.store.rows import save

SITE = "https://guide.example.org"
DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def activity(name: str, path: str | None = None, **more: Any) -> Activity:
    """Make an activity on a page of its own."""
    url = f"{SITE}{path or '/' + name.lower().replace(' ', '-')}"
    return Activity(row_key(url, name), name, url, **more)


def line(name: str, path: str | None = None, *, city: str | None = None, **more: Any) -> ActivityLine:
    """Make a joined row; with a city it lies in a street there that is the name's own."""
    if city and "location" not in more:
        place = f"{len(name)}{sum(map(ord, name)) % 90} {name} St, {city}"
        more["location"] = Location(formatted_address=place, city=city)
    one = activity(name, path)
    return ActivityLine(one.row_key, one.name, one.source_url, **more)


def workflow(
    database: Database, days: int = 0, *, is_complete: bool = True, auto_import: bool = True
) -> ScrapeWorkflow:
    """Store a workflow of the site that began some days later."""
    from dataclasses import replace

    made = new_workflow(ScrapeOrder(SITE), DAY + timedelta(days=days), auto_import=auto_import)
    made = replace(made, state="running", is_complete=is_complete)
    save(database, "scrape_workflows", [made])
    return made


def brought_in(database: Database, lines: list[ActivityLine], days: int = 0, **options: Any) -> Concluded:
    """Conclude a workflow of these rows that began some days later."""
    made = workflow(database, days, **options)
    return conclude(database, made, lines, made.started_at + timedelta(minutes=5))
