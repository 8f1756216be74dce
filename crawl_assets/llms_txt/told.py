"""What Firecrawl's webhooks told of a crawl, as the inbox keeps them, and which crawl of ours an event is about."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from crawl_assets.crawl.firecrawl_events import FirecrawlEvent, NotAnEvent, crawl_ids, read_event
from crawl_assets.crawl.firecrawl_site import START, OurJob
from crawl_assets.durable.records import Scope, remembered
from crawl_assets.inbox.events import Handled, InboxEvent, NotYet
from crawl_assets.inbox.ledger import Ledger, Sought
from crawl_assets.llms_txt.registry import active_jobs
from crawl_assets.llms_txt.rows import CrawlJob
from crawl_assets.store.database import Database

SOURCE = "firecrawl"
SLACK = timedelta(hours=1)  # between the clocks of who crawls and who receives
REMEMBERED = timedelta(days=2)  # Firecrawl keeps a crawl for one
ENDS = ("completed", "failed")
LARGEST_END = 4_000  # bytes of an event that tells of an end: it holds no page

_STATE = "SELECT state FROM crawl_jobs WHERE job_id = ?"


class NoCrawlOfOurs(LookupError):
    """An event names no crawl that was started here."""


def webhook_address(public_url: str) -> str | None:
    """Return where Firecrawl sends its webhooks, None for nowhere; raises ValueError, which names the setting."""
    if not public_url:
        return None
    parts = urlsplit(public_url)
    is_near = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme not in (("http", "https") if is_near else ("https",)) or not parts.hostname or parts.query:
        raise ValueError(
            f"CRAWL_PUBLIC_URL is {public_url!r:.200}; an address like https://hooks.example.org is needed."
        )
    return f"{public_url.rstrip('/')}/hooks/{SOURCE}"


@dataclass(slots=True)
class Told:
    """What was told of one job. Only events are read that came since it began and name it."""

    ledger: Ledger
    job: CrawlJob
    _after: int = 0  # the last event that was glanced at

    def events(self, crawl_id: str | None) -> Iterator[FirecrawlEvent]:
        """Read every event about it, a few at a time: they hold the text of pages."""
        after = 0
        while found := self._naming(crawl_id, Sought(self._since, after)):
            yield from _readable(found)
            after = found[-1][0]

    def told_end(self, crawl_id: str) -> bool:
        """Tell whether an event of its end has come since the last glance."""
        while found := self._naming(crawl_id, Sought(self._since, self._after, LARGEST_END, most=100)):
            self._after = found[-1][0]
            about = (event for event in _readable(found) if event.belongs_to(self.job.job_id, crawl_id))
            if any(event.kind in ENDS for event in about):
                return True
        return False

    @property
    def _since(self) -> datetime:
        return self.job.started_at - SLACK

    def _naming(self, crawl_id: str | None, sought: Sought) -> list[tuple[int, str]]:
        words = [self.job.job_id, *([crawl_id] if crawl_id else [])]
        return self.ledger.naming(SOURCE, words, sought)


def our_job(database: Database, job: CrawlJob, webhook_url: str | None, check: Callable[[], None]) -> OurJob:
    """Return a job as Firecrawl's adapter knows it."""
    told = Told(Ledger(database), job)
    return OurJob(job.job_id, webhook_url, told.events, told.told_end, check)


def handler_for(database: Database) -> Callable[[InboxEvent], Handled]:
    """Handle webhooks of Firecrawl: an event about a crawl of ours is kept for the run that waits for it.

    No run is requested here: who crawls reads the events itself, and a crawl whose run is gone is gone on with by the
    sensor stalled_crawls alone. One who starts runs again cannot start two for one crawl.
    """
    states: dict[str, str | None] = {}

    def handle(event: InboxEvent) -> Handled:
        told = read_event(event.data)
        job_id = told.job_id or job_of(database, told.crawl_id or "", datetime.now(UTC))
        if job_id not in states:
            rows = database.query(_STATE, (job_id,))
            states[job_id] = rows[0]["state"] if rows else None
        if states[job_id] is None:
            raise NotYet(f"no crawl {job_id!r:.80} has begun here, or its domain was removed")
        return Handled()

    return handle


def crawl_id_of(database: Database, job: CrawlJob) -> str | None:
    """Return Firecrawl's id of a job: from the run that started it, else from its webhooks; None when it has none."""
    if (started := _started(database, job)) is not None:
        return started
    told = crawl_ids(Told(Ledger(database), job).events(None), job.job_id)
    return told[0] if told else None


def job_of(database: Database, crawl_id: str, now: datetime) -> str:
    """Return our job by Firecrawl's id: from the run that started it, else from other events; raises NoCrawlOfOurs."""
    for job in active_jobs(database):
        if _started(database, job) == crawl_id:
            return job.job_id
    ledger = Ledger(database)
    for event in _readable(ledger.naming(SOURCE, [crawl_id], Sought(now - REMEMBERED))):
        if event.crawl_id == crawl_id and event.job_id is not None:
            return event.job_id
    raise NoCrawlOfOurs(f"the crawl {crawl_id!r:.80} was not started here: no run and no other event knows it.")


def _started(database: Database, job: CrawlJob) -> str | None:
    done = remembered(database, Scope("crawl_pages", job.domain), START).values()
    return next((json.loads(step.result) for step in done if step.result), None)


def _readable(found: list[tuple[int, str]]) -> Iterator[FirecrawlEvent]:
    for _, body in found:
        try:
            yield read_event(json.loads(body))
        except NotAnEvent:  # the sensor marks it as failed
            continue
