"""The rows of the tables of product drafts: a dataclass a table, a field a column."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A draft; url, source, title, description, currency and price are columns that the database makes of its payload.

    All is text or a number here, as the replaced system's table has it.
    """

    id: str  # a UUID; of the oldest rows their event id
    status: str  # see statuses.py
    draft_payload: str  # JSON, see contract.py
    error: str | None
    created_by: str | None
    created_at_ms: int
    updated_at_ms: int
    published_at_ms: int | None
    published_product_id: str | None
    event_id: str | None

    @property
    def payload(self) -> dict[str, Any]:
        """Return the payload; an empty one where it is no JSON object."""
        found = json.loads(self.draft_payload)
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class CrawlEvent:
    """A page that somebody asked for."""

    event_id: str
    url: str  # as it was asked for
    normalised_url: str
    out_dir: str | None  # below PRODUCTS_OUT
    requested_by: str  # cli, crawler or ui
    state: str  # requested, crawling, crawled or failed
    tries: int  # crawls that began since it was asked for last
    error: str | None
    result_file: str | None
    requested_at: datetime
    started_at: datetime | None = None
    crawled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The newest crawl of an event: one row of product_pages."""

    event_id: str
    requested_url: str
    url: str  # after redirects
    status: str  # ok, needs_manual or error
    http_status: int | None
    content_type: str
    blob: str | None
    fetched_by: str  # client or browser
    result_file: str
    error: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Where one field of a result was read."""

    event_id: str
    captured_at: str
    number: int
    field: str
    value: str | None  # as it was found, as text
    source: str
    path: str
    snippet: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A newer result of a draft that a person has decided on."""

    event_id: str
    captured_at: str
    draft_id: str
    status: str  # that the draft would have
    draft_payload: dict[str, Any]
    error: str | None
    result_file: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided."""

    review_id: str
    draft_id: str
    action: str  # approve, publish, reject or retry
    reviewer: str
    from_status: str
    to_status: str
    reason: str | None
    edits: dict[str, Any]  # by field: {"before": ..., "after": ...}
    reviewed_at: datetime
