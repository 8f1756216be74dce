"""The domains that are recrawled, and the crawl that is under way of each."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawl_assets.crawl.urls import host_key
from crawl_assets.llms_txt.rows import CrawlJob, Domain
from crawl_assets.store.database import Database, Statement, Where
from crawl_assets.store.errors import UniqueViolation
from crawl_assets.store.rows import load, save

DEFAULT_INTERVAL, DEFAULT_MAX_PAGES = timedelta(hours=24), 1000
LONGEST_BACKOFF = 32  # intervals that a failing domain waits at most


# in the order in which rows may go
_OF_A_DOMAIN = ("llms_txt_artifacts", "crawl_report", "page_versions", "crawl_pages", "crawl_jobs", "domains")


class UnknownDomainError(LookupError):
    """No domain of this name is registered; names those that are."""


def add_domain(database: Database, url: str, now: datetime, **options: Any) -> Domain:
    """Register a site by the address its crawl starts at; raises ValueError for an address that cannot be one."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ValueError(f"{url!r} is no web address; one looks like https://docs.example.org.")
    start_url = parts._replace(fragment="", path=parts.path or "/").geturl()
    known = {row.domain: row for row in domains(database)}
    fresh = Domain(
        domain=host_key(start_url),
        start_url=start_url,
        interval_minutes=int(DEFAULT_INTERVAL.total_seconds() // 60),
        include=(),
        exclude=(),
        max_pages=DEFAULT_MAX_PAGES,
        source="own",
        title=None,
        rules={},
        change_rules={},
        model=None,
        max_cost_usd=None,
        mails_unchanged=False,
        is_paused=False,
        published_version=None,
        added_at=now,
    )
    before = known.get(fresh.domain)
    domain = replace(before, start_url=start_url, is_paused=False) if before else fresh
    domain = replace(domain, **_given(options))
    save(database, "domains", [domain])
    return domain


def domains(database: Database) -> list[Domain]:
    """Return every registered domain by name."""
    return load(database, "domains", Domain)


def find_domain(database: Database, name: str) -> Domain:
    """Return one domain; raises UnknownDomainError."""
    known = {row.domain: row for row in domains(database)}
    if name not in known:
        listed = ", ".join(known) or "none yet"
        raise UnknownDomainError(f"no domain {name!r}; there is {listed}. Add it: crawl-assets llms add https://{name}")
    return known[name]


def start_job(database: Database, domain: str, run_id: str, now: datetime) -> CrawlJob:
    """Begin a crawl, or go on with one whose run died; the database allows one active crawl a domain."""
    active = load(database, "crawl_jobs", CrawlJob, Where("domain = ? AND state = 'active'", (domain,)))
    job = (
        replace(active[0], run_id=run_id)
        if active
        else CrawlJob(uuid.uuid4().hex, domain, "active", run_id, now, None, None)
    )
    try:
        save(database, "crawl_jobs", [job])
    except UniqueViolation:
        return start_job(database, domain, run_id, now)  # another run has begun one this moment
    return job


def finish_job(
    database: Database,
    job: CrawlJob,
    now: datetime,
    is_complete: bool,
    sitemap_urls: Sequence[str],
    *,
    own_llms_txt: str | None = None,
) -> None:
    """Record what a crawl reached; `own_llms_txt` is the blob id of the file that the site has itself."""
    done = replace(job, state="finished", finished_at=now, is_complete=is_complete, sitemap_urls=tuple(sitemap_urls))
    done = replace(done, own_llms_txt=own_llms_txt)
    save(database, "crawl_jobs", [done])


def fail_job(database: Database, job: CrawlJob, now: datetime, error: str) -> None:
    """Record why a crawl failed; the domain is due again, later each time."""
    save(database, "crawl_jobs", [replace(job, state="failed", finished_at=now, error=error[:2000])])


def newest_job(database: Database, domain: str) -> CrawlJob | None:
    """Return the crawl of a domain that was started last."""
    jobs = load(database, "crawl_jobs", CrawlJob, Where("domain = ?", (domain,)))
    return max(jobs, key=lambda job: job.started_at, default=None)


def due_domains(database: Database, now: datetime) -> list[Domain]:
    """Return the domains whose next crawl is due: never crawled ones at once, failing ones ever later."""
    jobs: dict[str, list[CrawlJob]] = {}
    for job in sorted(load(database, "crawl_jobs", CrawlJob), key=lambda job: job.started_at):
        jobs.setdefault(job.domain, []).append(job)
    return [row for row in domains(database) if not row.is_paused and _is_due(row, jobs.get(row.domain, []), now)]


def _is_due(domain: Domain, jobs: Sequence[CrawlJob], now: datetime) -> bool:
    if not jobs:
        return True
    failures = 0
    for job in reversed(jobs):
        if job.state != "failed":
            break
        failures += 1
    intervals = min(2 ** max(failures - 1, 0), LONGEST_BACKOFF)
    wait: timedelta = timedelta(minutes=domain.interval_minutes) * intervals
    return now - jobs[-1].started_at >= wait


def change_domain(database: Database, name: str, **options: Any) -> Domain:
    """Change fields of a domain, those that are not None; raises UnknownDomainError."""
    changed = replace(
        find_domain(database, name), **{key: value for key, value in options.items() if value is not None}
    )
    save(database, "domains", [changed])
    return changed


def remove_domain(database: Database, name: str) -> None:
    """Forget a domain, its crawls and what was published of it; raises UnknownDomainError."""
    find_domain(database, name)
    database.transaction([Statement(f"DELETE FROM {table} WHERE domain = ?", (name,), table) for table in _OF_A_DOMAIN])


def minutes(text: str) -> int:
    """Read '30m', '24h' or '7d'; raises ValueError for anything else."""
    units = {"m": 1, "h": 60, "d": 24 * 60}
    number, unit = text[:-1], text[-1:].lower()
    if unit in units and number.isdigit() and int(number) > 0:
        return int(number) * units[unit]
    raise ValueError(f"{text!r} is no interval; one looks like 30m, 24h or 7d.")


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}
