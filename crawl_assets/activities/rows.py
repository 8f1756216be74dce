"""The rows of the tables of workflows, activities and sources; a field has the name of its column."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawl_assets.activities.records import WorkflowFile

__all__ = [
    "ActivityDecision", "FieldProvenance", "ImportedActivity", "ScrapeWorkflow", "ScrapingSource",
    "ScrapingSourceItem", "StoredActivity", "WorkflowFile",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScrapeWorkflow:
    """One scrape of one site or page, and where it stands."""

    workflow_id: str
    url: str
    scope: str  # identity of the URL
    state: str  # queued, running, completed or failed
    review: str  # none, pending, imported or discarded
    started_at: datetime  # UTC, as all below
    completed_at: datetime | None
    run_id: str | None
    error: str | None
    scraper: str
    model: str | None
    max_cost_usd: float | None
    max_pages: int
    max_depth: int
    max_extractions: int
    follow_external_links: bool
    tags_hint: tuple[str, ...]
    auto_import: bool
    urgency_default: str
    files: dict[str, Any]  # name -> {blob, bytes, rows, made_at}
    counts: dict[str, Any]  # asset -> {in, out, ...}
    cost_usd: float | None
    is_complete: bool | None
    activities_processed: int
    import_summary: dict[str, Any]  # imported, skipped, failed, errors
    source_id: str | None


@dataclass(frozen=True, slots=True)
class ImportedActivity:
    """What one row of a workflow is to the activities."""

    workflow_id: str
    row_key: str
    name: str
    activity_id: str | None
    verdict: str  # new, changed, same or doubtful
    outcome: str  # waiting, imported, skipped or failed
    reason: str


@dataclass(frozen=True, slots=True)
class StoredActivity:
    """An activity as it is kept."""

    activity_id: str
    key: str
    name: str
    description: str | None
    urgency: str
    is_public: bool
    location_name: str | None
    formatted_address: str | None
    street_address: str | None
    city: str | None
    state_province: str | None
    postal_code: str | None
    country_code: str | None
    latitude: float | None
    longitude: float | None
    place_id: str | None
    starts_at: str | None
    ends_at: str | None
    time_zone: str | None
    recurrence: str | None
    is_evergreen: bool
    published_at: str | None
    tags: tuple[str, ...]
    price_min: str | None
    price_max: str | None
    currency: str | None
    is_free: bool | None
    age_min: int | None
    age_max: int | None
    setting: str | None
    image_url: str | None
    image_blob: str | None
    source_url: str
    flags: tuple[str, ...]
    scope: str
    workflow_id: str
    is_vanished: bool
    first_seen: datetime
    last_seen: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FieldProvenance:
    """Who said one value of one field; the newest is the one that counts."""

    activity_id: str
    field: str
    source_url: str  # '' for a person
    workflow_id: str | None
    value: dict[str, Any]  # {"is": the value}
    at: datetime
    is_locked: bool


@dataclass(frozen=True, slots=True)
class ActivityDecision:
    """What a person decided of a row under review."""

    workflow_id: str
    row_key: str  # '' for all the rest
    decision: str  # import, new, same, except or discard
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ScrapingSource:
    """What is watched for new activities."""

    source_id: str
    url: str
    detector: str  # sitemap, rss, listing or site
    name: str
    every: str  # hourly, daily, weekly, monthly or manual
    is_paused: bool
    has_baseline: bool
    cap: int
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    scraper: str
    auto_import: bool
    added_at: datetime
    last_checked_at: datetime | None
    last_change_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class ScrapingSourceItem:
    """One address that a source named."""

    source_id: str
    url: str
    state: str  # known, discovered, queued, scraped, failed or removed
    lastmod: str | None
    tries: int
    next_try_at: datetime | None
    workflow_id: str | None
    first_seen_at: datetime
    last_seen_at: datetime
