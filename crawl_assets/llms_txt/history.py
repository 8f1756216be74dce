"""What is stored of a domain's crawls, and for how long."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from crawl_assets.llms_txt.lifecycle import ACCEPTED, MISSES
from crawl_assets.llms_txt.rows import CrawlReport, PageVersion
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load

KEPT_CRAWLS = 30  # whose rows are all kept


def history_of(database: Database, domain: str, *, without_job: str = "") -> list[PageVersion]:
    """Return what every crawl made of every page; `without_job` leaves one crawl out."""
    return load(database, "page_versions", PageVersion, Where("domain = ? AND job_id <> ?", (domain, without_job)))


def within_bounds(history: Iterable[PageVersion], crawls: int = KEPT_CRAWLS) -> list[PageVersion]:
    """Return the rows that are kept: all of the newest crawls, of older ones the versions and what decides a state.

    What is let go are old audit rows ("same", "failed" ...); `page_states` says of what is left the same as of all.
    """
    rows = sorted(history, key=lambda row: (row.url, row.crawled_at, row.job_id))
    newest = {job for _, job in sorted({(row.crawled_at, row.job_id) for row in rows})[-crawls:]}
    return [row for _, page in groupby(rows, key=lambda row: row.url) for row in _kept(list(page), newest)]


def _kept(rows: list[PageVersion], newest: set[str]) -> Iterator[PageVersion]:
    """Yield a page's rows that are kept, oldest first."""
    accepted = max((place for place, row in enumerate(rows) if row.outcome in ACCEPTED), default=-1)
    since: dict[str, int] = {}
    for place, row in enumerate(rows):
        if place > accepted:
            since[row.outcome] = since.get(row.outcome, 0) + 1
        decides = place > accepted and row.outcome != "failed" and since[row.outcome] <= MISSES
        if row.job_id in newest or row.outcome in ("new", "changed") or place == accepted or decides:
            yield row


def seen_by(database: Database, job_id: str) -> list[PageVersion]:
    """Return what one crawl made of every page."""
    return load(database, "page_versions", PageVersion, Where("job_id = ?", (job_id,)))


def reports_of(database: Database, domain: str) -> list[CrawlReport]:
    """Return the reports of a domain's crawls, oldest first."""
    rows = load(database, "crawl_report", CrawlReport, Where("domain = ?", (domain,)))
    return sorted(rows, key=lambda row: row.crawled_at)
