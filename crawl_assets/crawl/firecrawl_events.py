"""Webhooks of Firecrawl v2 as typed events.

https://docs.firecrawl.dev/webhooks/events
A payload is {success, type, id, webhookId, data, metadata, error}. `metadata` echoes what we sent at the start: our own
job id, by which an event is known before Firecrawl's id is. Nothing here trusts the order in which they come.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from crawl_assets.crawl.firecrawl_pages import FirecrawlPage, read_document

JOB_ID = "job_id"  # the key of our own id in a webhook's metadata
Kind = Literal["started", "page", "completed", "failed"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class NotAnEvent(ValueError):
    """A payload is no event of a Firecrawl v2 crawl; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class FirecrawlEvent:
    """One webhook."""

    kind: Kind
    crawl_id: str | None = None  # Firecrawl's own
    job_id: str | None = None  # ours; None from servers that echo no metadata
    delivery_id: str | None = None  # the same at each retry; None from older and self-hosted servers
    pages: tuple[FirecrawlPage, ...] = ()
    error: str | None = None

    def belongs_to(self, job_id: str, crawl_id: str | None) -> bool:
        """Tell whether it speaks of our job; `crawl_id` is None until Firecrawl has told it.

        What names neither belongs to nobody, and what names another crawl not to this one.
        """
        if self.job_id is not None and self.job_id != job_id:
            return False
        if self.crawl_id is not None and crawl_id is not None:
            return self.crawl_id == crawl_id
        return self.job_id == job_id


def read_event(payload: Any) -> FirecrawlEvent:
    """Read a webhook's JSON; raises NotAnEvent for what is none, or is a page without an address."""
    if not isinstance(payload, Mapping):
        raise NotAnEvent(f"a webhook of Firecrawl is a JSON object, not {type(payload).__name__}.")
    kind = payload.get("type")
    short = kind.removeprefix("crawl.") if isinstance(kind, str) else None
    known = next((one for one in KINDS if one == short), None)
    if known is None:
        raise NotAnEvent(f"{kind!r:.80} is no type of a crawl's webhook; known are {', '.join(KINDS)}.")
    found = payload.get("metadata")
    metadata = found if isinstance(found, Mapping) else {}
    crawl_id, job_id = _id(payload.get("id")), _id(metadata.get(JOB_ID))
    if crawl_id is None and job_id is None:
        raise NotAnEvent(f"crawl.{known} names no crawl: neither 'id' nor metadata.{JOB_ID} is there.")
    error = _id(payload.get("error"))
    if known == "page" and payload.get("success") is False and error is None:
        error = "Firecrawl gave no reason."
    return FirecrawlEvent(
        known,
        crawl_id,
        job_id,
        _id(payload.get("webhookId")),
        _pages(payload.get("data"), error) if known == "page" else (),
        error,
    )


def crawl_ids(events: Iterable[FirecrawlEvent], job_id: str) -> list[str]:
    """Return the ids that events give to the crawl of a job, sorted: what its start's lost answer would have said."""
    return sorted({event.crawl_id for event in events if event.job_id == job_id and event.crawl_id is not None})


def _pages(data: Any, error: str | None) -> tuple[FirecrawlPage, ...]:
    documents = data if isinstance(data, list) else [data]
    pages = tuple(page for page in (read_document(document, error) for document in documents) if page is not None)
    if not pages:
        raise NotAnEvent("crawl.page names no page: metadata.url and metadata.sourceURL are missing or no addresses.")
    return pages


def _id(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
