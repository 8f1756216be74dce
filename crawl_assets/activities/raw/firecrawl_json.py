"""Firecrawl v2's json format as a back end: a crawl whose model reads every activity of every page.

The start is one durable step and its results are another: a run that was killed in between waits for the same crawl,
and pays for no second one. Whatever the schema asks for is a list, so a page with twenty events gives twenty.
"""

import asyncio
import json
from collections.abc import Callable
from logging import Logger
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.raw.items import SCHEMA, item_activity, prompt_with
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.activities.records import RawActivity
from crawl_assets.crawl.firecrawl import CrawlOrder, Firecrawl, JsonFormat
from crawl_assets.crawl.firecrawl_collecting import collect
from crawl_assets.crawl.firecrawl_site import CANCEL_SECONDS, CrawlFailed, OurJob, Patience, last_poll
from crawl_assets.crawl.urls import identity
from crawl_assets.durable.errors import StepError

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps

START, RESULTS = "firecrawl json start", "firecrawl json results"  # steps
MAX_AGE_MS = 86_400_000  # a copy of the last day will do, and costs no fetch
_SHOWN = 5  # failures that a note names


def order_of(order: ScrapeOrder) -> CrawlOrder:
    """Write an order as Firecrawl takes it."""
    return CrawlOrder(
        identity(order.url),
        job_id="",
        limit=order.max_pages,
        max_depth=order.max_depth,
        max_age_ms=MAX_AGE_MS,
        json=JsonFormat(SCHEMA, prompt_with(order.tags_hint)),
        allow_external_links=order.follow_external_links,
    )


def crawl_json(
    steps: "Steps",
    client: Firecrawl,
    order: ScrapeOrder,
    log: Logger,
    patience: Patience | None = None,
    check: Callable[[], None] = lambda: None,
) -> RawResult:
    """Crawl a site by Firecrawl and read its activities; `check` raises when the crawl is wanted no more.

    A crawl that is wanted no more is cancelled at Firecrawl too, as every page costs.

    Raises CrawlFailed for a crawl without a page, and the errors of `Firecrawl`.
    """
    is_wanted = True

    def still_wanted() -> None:
        nonlocal is_wanted
        is_wanted = False
        check()
        is_wanted = True

    async def results(crawl_id: str) -> dict[str, Any]:
        try:
            poll, note = await last_poll(client, crawl_id, OurJob("", check=still_wanted), log, patience or Patience())
        finally:
            if not is_wanted:
                log.info(await _cancelled(client, crawl_id))
        found = collect("", crawl_id, polls=[poll])
        return {
            "state": found.state,
            "notes": [note] if note else [],
            "credits": poll.credits_used,
            "nameless": poll.nameless,
            "pages": [[page.url, page.extracted] for page in found.contents],
            "failures": [[page.url, page.error] for page in found.pages if page.error is not None],
        }

    seen = steps.run(RESULTS, results, started(steps, client, order))
    if seen["state"] == "failed" and not seen["pages"]:
        why = "; ".join(f"{url}: {error}" for url, error in seen["failures"][:_SHOWN]) or "it gave no reason"
        raise CrawlFailed(f"Firecrawl could not crawl {order.url}: {why}.")
    rows, without = [], 0
    for url, extracted in seen["pages"]:
        found = activities_of(extracted, url)
        rows += found
        without += not found
    notes = [*seen["notes"], *_notes(seen, order)]
    if without:
        notes.append(f"{without} pages name no activity.")
    for note in notes:
        log.info(note)
    return RawResult(rows, notes, len(seen["pages"]), cost=None, credits=seen["credits"])


def started(steps: "Steps", client: Firecrawl, order: ScrapeOrder) -> str:
    """Start the crawl once, whatever happens to the run, and return Firecrawl's id of it."""
    return str(steps.run(START, client.start, order_of(order)))


async def _cancelled(client: Firecrawl, crawl_id: str) -> str:
    """Cancel a crawl and tell what came of it; a failure to do so does not hide why it is cancelled."""
    try:
        async with asyncio.timeout(CANCEL_SECONDS):
            was_running = await client.cancel(crawl_id)
    except (StepError, TimeoutError) as error:
        return f"Firecrawl crawl {crawl_id} could not be cancelled: {error}"
    return f"Firecrawl crawl {crawl_id} {'is cancelled' if was_running else 'had ended already'}."


def activities_of(extracted: str | None, url: str) -> list[RawActivity]:
    """Read what the json format gave for a page: a list of activities, or one alone against the schema."""
    found = json.loads(extracted) if extracted is not None else None
    if isinstance(found, dict):
        found = found.get("activities", [found])
    listed = found if isinstance(found, list) else []
    return [row for item in listed if (row := item_activity(item, url, "firecrawl json")) is not None]


def _notes(seen: dict[str, Any], order: ScrapeOrder) -> list[str]:
    notes = []
    if seen["state"] != "completed":
        notes.append(f"Firecrawl says that the crawl is {seen['state']}.")
    if not seen["pages"]:
        notes.append("Firecrawl found no page. Check the start URL, and whether the site lets it in.")
    if seen["nameless"]:
        notes.append(f"{seen['nameless']} results name no URL and are left out.")
    if len(seen["pages"]) >= order.max_pages:
        notes.append(f"The crawl may read {order.max_pages} pages and read as many; there may be more.")
    failures = seen["failures"]
    notes += [f"Not read: {url}: {error}" for url, error in failures[:_SHOWN]]
    if len(failures) > _SHOWN:
        notes.append(f"{len(failures) - _SHOWN} more pages could not be read.")
    return notes
