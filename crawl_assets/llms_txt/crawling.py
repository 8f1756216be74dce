"""Crawl a registered domain, with our own crawler or by Firecrawl; what comes of it is the same."""

from dataclasses import dataclass
from functools import partial
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.crawl.client_thread import open_in_thread
from crawl_assets.crawl.crawl_rules import CrawlRules
from crawl_assets.crawl.firecrawl_site import OurJob, crawl_by_firecrawl
from crawl_assets.crawl.site import crawl_in_thread
from crawl_assets.llms_txt.existing import fetch_existing
from crawl_assets.llms_txt.rows import CrawlPage, Domain

if TYPE_CHECKING:
    from crawl_assets.crawl.client_thread import ClientThread
    from crawl_assets.crawl.fetch import Page, PoliteClient
    from crawl_assets.durable.steps import Steps
    from crawl_assets.resources import Outside, Web
    from crawl_assets.store.blobs import Blobs


OWN, FIRECRAWL = "own", "firecrawl"


@dataclass(frozen=True, slots=True)
class DomainCrawl:
    """What a crawl of a domain saw."""

    pages: list[CrawlPage]
    is_complete: bool
    sitemap_urls: tuple[str, ...]
    notes: list[str]
    own_llms_txt: str | None  # blob id of the llms.txt that the site has itself


def crawl_domain(
    steps: "Steps",
    web: "Web",
    outside: "Outside",
    blobs: "Blobs",
    domain: Domain,
    job: OurJob,
    log: Logger,
) -> DomainCrawl:
    """Crawl within the domain's own rules; every fetch is a durable step."""
    rules = CrawlRules(domain.start_url, include=domain.include, exclude=domain.exclude, max_pages=domain.max_pages)
    client = web.client()
    with open_in_thread(client) as thread:
        if domain.source == FIRECRAWL:
            seen = crawl_by_firecrawl(steps, outside.firecrawl(), blobs, rules, job, log)
        else:
            seen = crawl_in_thread(steps, client, thread, blobs, rules, log)
        has_pages = any(page.blob for page in seen.pages)
        own = fetch_existing(steps, partial(_get, client, thread), blobs, domain.start_url) if has_pages else None
    pages = [
        CrawlPage(
            domain=domain.domain,
            url=page.url,
            job_id=job.job_id,
            requested_url=page.requested_url,
            status=page.status,
            outcome=page.outcome,
            content_type=page.content_type,
            blob=page.blob,
            depth=page.depth,
            error=page.error,
            is_noindex=page.is_noindex,
            fetched_at=page.fetched_at,
        )
        for page in seen.pages
    ]
    return DomainCrawl(pages, seen.is_complete, tuple(seen.sitemap_urls), list(seen.notes), own)


async def _get(client: "PoliteClient", thread: "ClientThread", url: str) -> "Page":
    return await thread.run(client.get(url))
