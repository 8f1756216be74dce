"""Crawl one site by Firecrawl: the other adapter behind what `site.crawl_site` returns.

Firecrawl gives Markdown, so pages are `text/markdown`. Its start is one durable step and its results another: a run
that was killed in between waits for the same crawl, and pays for no second one. Results hold for 24 hours there.
Webhooks only make it quicker: the last look at a crawl that has ended finds everything, whatever they told or lost.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from logging import Logger
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from crawl_assets.crawl.crawl_rules import Admission, CrawlRules, speaks
from crawl_assets.crawl.firecrawl import CrawlOrder, Firecrawl
from crawl_assets.crawl.firecrawl_collecting import Collected, Poll, collect
from crawl_assets.crawl.firecrawl_events import FirecrawlEvent, crawl_ids
from crawl_assets.crawl.firecrawl_pages import FirecrawlPage
from crawl_assets.crawl.globs import pattern
from crawl_assets.crawl.home import Home, home_of
from crawl_assets.crawl.site import CrawledPage, SiteCrawl
from crawl_assets.crawl.urls import identity
from crawl_assets.durable.errors import NonRetriable
from crawl_assets.durable.own_loop import in_own_loop
from crawl_assets.json_api import OutcomeUnknown

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.blobs import Blobs

MARKDOWN = "text/markdown"
CANCEL_SECONDS = 15.0  # a run that is being ended waits no longer
START, RESULTS = "firecrawl start", "firecrawl results"  # steps
_LITERAL = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Patience:
    """How a crawl is waited for; all in seconds."""

    first_wait: float = 2.0  # between two looks; grows
    longest_wait: float = 15.0
    total: float = 7200.0  # then it is cancelled, and what there is is taken
    glance: float = 1.0  # between two glances at what webhooks told
    lost_answer: float = 30.0  # for a webhook to tell of a crawl whose start was not answered
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


def _nothing_told(_crawl_id: str | None) -> Iterable[FirecrawlEvent]:
    return ()


def _not_told(_crawl_id: str) -> bool:
    return False


def _still_wanted() -> None:
    pass


@dataclass(frozen=True, slots=True)
class OurJob:
    """What Firecrawl's webhooks are told by, and what they told; Firecrawl's id is None while it is not known."""

    job_id: str  # known before the crawl is started
    webhook_url: str | None = None  # None: they are not asked for, and looking alone finds everything
    told: Callable[[str | None], Iterable[FirecrawlEvent]] = _nothing_told  # so far, of this and other jobs
    told_end: Callable[[str], bool] = _not_told  # whether they told that the crawl has ended
    check: Callable[[], None] = _still_wanted  # raises when the crawl is wanted no more


class CrawlFailed(NonRetriable):
    """Firecrawl could not crawl the site; to ask about that crawl again is in vain."""


def crawl_by_firecrawl(
    steps: "Steps",
    client: Firecrawl,
    blobs: "Blobs",
    rules: CrawlRules,
    job: OurJob,
    log: Logger,
    patience: Patience | None = None,
) -> SiteCrawl:
    """Crawl a site within the rules; a page that fails is one of the pages.

    Raises BadUrl for the start URL, CrawlFailed for a crawl without a page, and the errors of `Firecrawl` and `check`.
    """
    home = home_of(rules.start_url)
    assert home is not None, "a start URL is at home on its own site"
    began = datetime.fromisoformat(steps.run("firecrawl begin", _now))
    order, patience = order_of(rules, job), patience or Patience()

    async def start() -> str:
        if (known := _told_id(job)) is not None:  # a run that was killed before it had the answer
            return known
        try:
            return await client.start(order)
        except OutcomeUnknown:
            known = await _told_late(job, patience)
            if known is None:
                raise
            return known

    async def results(crawl_id: str) -> dict[str, Any]:
        poll, note = await last_poll(client, crawl_id, job, log, patience)
        found = collect(job.job_id, crawl_id, job.told(crawl_id), [poll])
        return _kept(found, poll, note, blobs)

    seen = steps.run(RESULTS, results, steps.run(START, start))
    crawl = _site_crawl(seen, rules, home, began)
    for note in crawl.notes:
        log.info(note)
    if seen["state"] == "failed" and not crawl.pages:
        raise CrawlFailed(f"Firecrawl could not crawl {rules.start_url}: {seen['error'] or 'it gave no reason'}.")
    return crawl


def order_of(rules: CrawlRules, job: OurJob) -> CrawlOrder:
    """Write the rules as Firecrawl takes them: globs as regular expressions of paths."""
    return CrawlOrder(
        identity(rules.start_url),
        job.job_id,
        rules.max_pages,
        include=tuple(map(_path_pattern, rules.include)),
        exclude=tuple(map(_path_pattern, rules.exclude)),
        max_depth=rules.max_depth,
        webhook_url=job.webhook_url,
    )


def _path_pattern(glob: str) -> str:
    """Return a glob for paths as they are sent, with what is not ASCII percent-encoded."""
    return f"^{_LITERAL.sub(lambda found: quote(found[0]), pattern(glob))}$"


def cancel_by_firecrawl(client: Firecrawl, crawl_id: str) -> bool:
    """Cancel a crawl where it was started; returns False when it has ended or is forgotten there.

    Raises the errors of `Firecrawl`, TimeoutError when it does not answer soon.
    """

    async def cancel() -> bool:
        async with asyncio.timeout(CANCEL_SECONDS):
            return await client.cancel(crawl_id)

    return in_own_loop(cancel)


def _told_id(job: OurJob) -> str | None:
    ids = crawl_ids(job.told(None), job.job_id)
    return ids[0] if ids else None


async def _told_late(job: OurJob, patience: Patience) -> str | None:
    """Return Firecrawl's id as soon as a webhook tells it; None when none does."""
    waited = 0.0
    while job.webhook_url is not None and waited < patience.lost_answer:
        if (known := _told_id(job)) is not None:
            return known
        await patience.sleep(patience.glance)
        waited += patience.glance
    return None


async def last_poll(client: Firecrawl, crawl_id: str, job: OurJob, log: Logger, patience: Patience) -> tuple[Poll, str]:
    """Wait for the end of a crawl, then read everything; returns it with a note when it was cut off.

    Raises the errors of `Firecrawl` and of the job's `check`.
    """
    waited, wait, seen, is_told = 0.0, patience.first_wait, 0, False
    while True:
        job.check()
        progress = await client.progress(crawl_id, seen)
        if progress.state != "running":
            return await client.poll(crawl_id), ""
        if waited >= patience.total:
            await client.cancel(crawl_id)
            return await client.poll(crawl_id), f"It had not ended after {patience.total:g} s and was cancelled."
        log.info(f"Firecrawl {crawl_id}: {progress.completed} of {progress.total} pages")
        if job.webhook_url is None or is_told:  # a webhook may be ahead of what Firecrawl itself says
            await patience.sleep(wait)
        else:
            is_told = await _told_meanwhile(job, crawl_id, wait, patience)
        waited, wait, seen = waited + wait, min(1.5 * wait, patience.longest_wait), progress.completed


async def _told_meanwhile(job: OurJob, crawl_id: str, seconds: float, patience: Patience) -> bool:
    """Wait, but not on once a webhook has told of the end; returns whether one has."""
    while seconds > 0:
        if job.told_end(crawl_id):
            return True
        await patience.sleep(min(seconds, patience.glance))
        seconds -= patience.glance
    return job.told_end(crawl_id)


def _kept(found: Collected, poll: Poll, note: str, blobs: "Blobs") -> dict[str, Any]:
    """Return plain JSON with the text of pages as blobs."""
    return {
        "state": found.state,
        "is_whole": found.is_whole,
        "error": found.error,
        "completed": poll.completed,
        "nameless": poll.nameless,
        "note": note,
        "pages": [_kept_page(page, blobs) for page in found.pages],
    }


def _kept_page(page: FirecrawlPage, blobs: "Blobs") -> dict[str, Any]:
    return {
        "url": page.url,
        "requested_url": page.requested_url,
        "status": page.status,
        "language": page.language,
        "error": page.error,
        "is_noindex": page.is_noindex,
        "is_refused": page.is_refused,
        "blob": None if page.markdown is None else blobs.put(page.markdown.encode("utf-8", "replace")),
    }


def _site_crawl(seen: dict[str, Any], rules: CrawlRules, home: Home, began: datetime) -> SiteCrawl:
    admission = Admission(rules, home.folder)
    start = identity(rules.start_url)
    pages, left_out = [], 0
    for fact in seen["pages"]:
        url = home.at_home(fact["url"])
        if url is None or (start not in (url, fact["requested_url"]) and admission.outside(url)):
            left_out += 1
            continue
        pages.append(_page(fact, url, rules, start, began))
    pages.sort(key=lambda page: (page.depth, page.url))
    notes = [seen["note"]] if seen["note"] else []
    if seen["state"] != "completed":
        notes.append(f"Firecrawl says that the crawl is {seen['state']}.")
    if not seen["pages"]:
        notes.append("Firecrawl found no page. Check the start URL, and whether the site lets it in.")
    if left_out:
        notes.append(f"{left_out} pages that Firecrawl found are left out: another site's, or outside of the rules.")
    if seen["nameless"]:
        notes.append(f"{seen['nameless']} results name no URL and are left out.")
    is_cut_off = seen["completed"] >= rules.max_pages
    if is_cut_off:
        notes.append(f"The crawl may ask for {rules.max_pages} pages and asked for as many; there may be more.")
    may_work_later = sum(page.outcome == "failed" and page.status is None for page in pages)
    if may_work_later:
        notes.append(f"{may_work_later} pages failed for now; a later crawl may get them.")
    is_complete = seen["is_whole"] and seen["state"] == "completed" and not is_cut_off and not may_work_later
    return SiteCrawl(pages, is_complete and any(page.blob for page in pages), (), notes)


def _page(fact: dict[str, Any], url: str, rules: CrawlRules, start: str, began: datetime) -> CrawledPage:
    error, blob = fact["error"], fact["blob"]
    outcome = "refused" if fact["is_refused"] else "fetched" if error is None else "failed"
    if error is None and not speaks(fact["language"], rules.languages):
        wanted = ", ".join(rules.languages)
        outcome, blob, error = "refused", None, f"Its language is {fact['language']}, and {wanted} are asked for."
    return CrawledPage(
        url=url,
        requested_url=fact["requested_url"],
        status=fact["status"],
        outcome=outcome,
        content_type=MARKDOWN if blob else "",
        blob=blob,
        depth=0 if start in (url, fact["requested_url"]) else 1,  # Firecrawl does not tell how it came there
        error=error,
        is_noindex=fact["is_noindex"],
        fetched_at=began,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
