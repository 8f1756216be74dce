"""One crawl as a job: begun or gone on with, and ended well, failed or cancelled; only one that ended well counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.crawl.firecrawl import CrawlGone
from crawl_assets.crawl.firecrawl_site import CrawlFailed, cancel_by_firecrawl
from crawl_assets.durable.errors import NonRetriable, StepError
from crawl_assets.llms_txt.crawling import FIRECRAWL, DomainCrawl, crawl_domain
from crawl_assets.llms_txt.registry import (
    CrawlEnded,
    cancel_job,
    check_active,
    fail_job,
    finish_job,
    is_active,
    newest_job,
    start_job,
)
from crawl_assets.llms_txt.rows import CrawlJob, Domain
from crawl_assets.llms_txt.told import crawl_id_of, our_job, webhook_address
from crawl_assets.store.database import Database

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps
    from crawl_assets.resources import Outside, Store, Web

# A failed crawl that is begun again so soon does not fetch again, nor pay again for, what it has; later it is anew.
STILL_FRESH, OLDEST_FRESH = timedelta(hours=1), timedelta(hours=12)  # since it failed, since it began


class NothingSeen(NonRetriable):
    """No page of the site could be had; says why. What is published stays, and the crawl counts as failed."""


class NothingToResume(RuntimeError):
    """The crawl that a run was to go on with has ended meanwhile."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a crawl works with."""

    store: "Store"
    web: "Web"
    outside: "Outside"


def crawl_as_job(
    steps: "Steps", services: Services, domain: Domain, run_id: str, log: Logger, resumes: str | None = None
) -> DomainCrawl:
    """Crawl a domain and record how that ended, in the journal that no second run can have open meanwhile.

    `resumes` names the job that the run was requested for. Raises NothingToResume when that one has ended, CrawlEnded
    when this one was ended from elsewhere, NothingSeen, and the crawl's own errors. What ends the run itself (Dagster's
    termination, Ctrl-C) cancels the job, also where Firecrawl crawls; the next crawl begins anew.
    """
    database = services.store.database
    before, began = newest_job(database, domain.domain), datetime.now(UTC)
    if resumes is not None and (before is None or before.state != "active" or before.job_id != resumes):
        raise NothingToResume(f"The crawl {resumes} of {domain.domain} has ended meanwhile; there is nothing to do.")
    job = start_job(database, domain.domain, run_id, began)
    if not _goes_on(before, began):
        steps.forget()
    try:
        webhook_url = _webhook_url(services, log) if domain.source == FIRECRAWL else None
        ours = our_job(database, job, webhook_url, partial(check_active, database, job))
        crawl = crawl_domain(steps, services.web, services.outside, services.store.blobs, domain, ours, log)
        if not any(page.blob for page in crawl.pages):
            why = next((page.error for page in crawl.pages if page.error), None) or "it has no page that can be read"
            raise NothingSeen(f"No page of {domain.domain} could be had: {why}")
        now, own = datetime.now(UTC), crawl.own_llms_txt
        finish_job(database, job, now, crawl.is_complete, crawl.sitemap_urls, own_llms_txt=own)
    except Exception as error:
        if isinstance(error, CrawlGone | CrawlFailed | NothingSeen):
            steps.forget()
        if isinstance(error, CrawlEnded) and not is_active(database, job):
            log.info(cancel_there(database, services.outside, domain, job))
        fail_job(database, job, datetime.now(UTC), str(error))
        raise
    except BaseException:
        if cancel_job(database, job, datetime.now(UTC), "Its run was terminated."):
            log.info(cancel_there(database, services.outside, domain, job))
        raise
    return crawl


def _goes_on(before: CrawlJob | None, now: datetime) -> bool:
    """Tell whether what the journal holds counts: of a crawl that goes on, or whose output is not stored yet."""
    if before is None or before.state == "cancelled":
        return False
    if before.state == "failed":
        ended = before.finished_at or before.started_at
        return now - ended < STILL_FRESH and now - before.started_at < OLDEST_FRESH
    return True


def _webhook_url(services: Services, log: Logger) -> str | None:
    settings = services.store.settings
    address = webhook_address(settings.public_url)
    if address and not settings.firecrawl_webhook_secrets and FIRECRAWL not in settings.inbox_unsigned:
        log.warning("FIRECRAWL_WEBHOOK_SECRET is not set, so its webhooks are refused; looking finds everything.")
    return address


def cancel_there(database: Database, outside: "Outside", domain: Domain, job: CrawlJob) -> str:
    """Cancel a job's crawl at Firecrawl, where that crawls and has begun; says what came of it."""
    crawl_id = crawl_id_of(database, job) if domain.source == FIRECRAWL else None
    if crawl_id is None:
        return "Nothing was begun elsewhere."
    try:
        return (
            f"{crawl_id} is cancelled at Firecrawl."
            if cancel_by_firecrawl(outside.firecrawl(), crawl_id)
            else (f"{crawl_id} had ended at Firecrawl.")
        )
    except (StepError, TimeoutError) as error:
        return f"{crawl_id} could not be cancelled at Firecrawl, and may go on there: {error or 'no answer in time'}"
