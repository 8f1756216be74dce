"""What is stored of a domain's crawls."""

from crawl_assets.llms_txt.rows import CrawlReport, PageVersion
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load


def history_of(database: Database, domain: str, *, without_job: str = "") -> list[PageVersion]:
    """Return what every crawl made of every page; `without_job` leaves one crawl out."""
    return load(database, "page_versions", PageVersion, Where("domain = ? AND job_id <> ?", (domain, without_job)))


def seen_by(database: Database, job_id: str) -> list[PageVersion]:
    """Return what one crawl made of every page."""
    return load(database, "page_versions", PageVersion, Where("job_id = ?", (job_id,)))


def reports_of(database: Database, domain: str) -> list[CrawlReport]:
    """Return the reports of a domain's crawls, oldest first."""
    rows = load(database, "crawl_report", CrawlReport, Where("domain = ?", (domain,)))
    return sorted(rows, key=lambda row: row.crawled_at)
