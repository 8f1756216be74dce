"""The domains that are recrawled, and the crawl that is under way of each."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawl_assets.crawl.urls import host_key
from crawl_assets.llms_txt.comparing.change_settings import changed_rules
from crawl_assets.llms_txt.rows import CrawlJob, Domain
from crawl_assets.store.database import Database, Statement, Where
from crawl_assets.store.errors import UniqueViolation
from crawl_assets.store.rows import load, save
from crawl_assets.store.values import timestamp_text

DEFAULT_INTERVAL, DEFAULT_MAX_PAGES = timedelta(hours=24), 1000
LONGEST_BACKOFF = 32  # intervals that a failing domain waits at most


_END = """
UPDATE crawl_jobs SET state = ?, finished_at = ?, error = ?, is_complete = ?, sitemap_urls = ?, own_llms_txt = ?
WHERE job_id = ? AND run_id = ? AND state = 'active'
"""
# in the order in which rows may go
_OF_A_DOMAIN = ("llms_txt_artifacts", "crawl_report", "page_versions", "crawl_pages", "crawl_jobs", "domains")


class UnknownDomainError(LookupError):
    """No domain of this name is registered; names those that are."""


class CrawlEnded(RuntimeError):
    """A crawl that goes on was ended from elsewhere; what it saw is not kept."""


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
    if before is None:  # a run that went on while the domain was removed may have stored rows of it
        _forget(database, fresh.domain)
    domain = replace(before, start_url=start_url, is_paused=False) if before else fresh
    domain = replace(domain, **_given(domain, options))
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
    """Record what a crawl reached; `own_llms_txt` is the blob id of the file that the site has itself.

    Raises CrawlEnded when it was cancelled or failed meanwhile, or is forgotten.
    """
    done = replace(job, state="finished", finished_at=now, is_complete=is_complete, sitemap_urls=tuple(sitemap_urls))
    done = replace(done, own_llms_txt=own_llms_txt)
    if not _end(database, done):
        raise CrawlEnded(_why_ended(database, job))


def fail_job(database: Database, job: CrawlJob, now: datetime, error: str) -> bool:
    """Record why an active crawl failed; the domain is due again, later each time."""
    return _end(database, replace(job, state="failed", finished_at=now, error=error[:2000]))


def cancel_job(database: Database, job: CrawlJob, now: datetime, why: str) -> bool:
    """Record that an active crawl was cancelled; returns False when it had ended before."""
    return _end(database, replace(job, state="cancelled", finished_at=now, error=why[:2000]))


def is_active(database: Database, job: CrawlJob) -> bool:
    """Tell whether a crawl is under way, by whatever run."""
    return bool(database.query("SELECT 1 FROM crawl_jobs WHERE job_id = ? AND state = 'active'", (job.job_id,)))


def check_active(database: Database, job: CrawlJob) -> None:
    """Raise CrawlEnded when a crawl was cancelled or failed meanwhile, or is forgotten with its domain."""
    if not is_active(database, job):
        raise CrawlEnded(_why_ended(database, job))


def active_jobs(database: Database) -> list[CrawlJob]:
    """Return the crawls under way."""
    return load(database, "crawl_jobs", CrawlJob, Where("state = 'active'", ()))


def _end(database: Database, job: CrawlJob) -> bool:
    """Store how an active crawl ended.

    Returns False, and changes nothing, for one that had ended, is forgotten, or is gone on with by another run.
    """
    args = (
        job.state,
        timestamp_text(job.finished_at) if job.finished_at else None,
        job.error,
        job.is_complete if job.is_complete is None else int(job.is_complete),
        json.dumps(job.sitemap_urls),
        job.own_llms_txt,
        job.job_id,
        job.run_id,
    )
    return database.transaction([Statement(_END, args, "crawl_jobs")])[0].affected == 1


def _why_ended(database: Database, job: CrawlJob) -> str:
    found = database.query("SELECT state, run_id, error FROM crawl_jobs WHERE job_id = ?", (job.job_id,))
    if not found:
        state = "is forgotten with its domain"
    elif found[0]["state"] == "active":
        state = f"is gone on with by run {found[0]['run_id']}"
    else:
        state = f"is {found[0]['state']}: {found[0]['error']}"
    return f"The crawl {job.job_id} of {job.domain} {state}. What it saw is not kept."


def newest_job(database: Database, domain: str) -> CrawlJob | None:
    """Return the crawl of a domain that was started last."""
    return next(reversed(jobs_of(database, domain)), None)


def due_domains(database: Database, now: datetime) -> list[Domain]:
    """Return the domains whose next crawl is due: never crawled ones at once, failing ones ever later."""
    jobs: dict[str, list[CrawlJob]] = {}
    for job in sorted(load(database, "crawl_jobs", CrawlJob), key=lambda job: job.started_at):
        jobs.setdefault(job.domain, []).append(job)
    return [row for row in domains(database) if not row.is_paused and _is_due(row, jobs.get(row.domain, []), now)]


def _is_due(domain: Domain, jobs: Sequence[CrawlJob], now: datetime) -> bool:
    return not jobs or now >= due_at(domain, jobs)


def due_at(domain: Domain, jobs: Sequence[CrawlJob]) -> datetime:
    """Return when a domain is crawled next; `jobs` are its crawls, oldest first, one at least."""
    failures = 0
    for job in reversed(jobs):
        if job.state != "failed":
            break
        failures += 1
    intervals = min(2 ** max(failures - 1, 0), LONGEST_BACKOFF)
    wait: timedelta = timedelta(minutes=domain.interval_minutes) * intervals
    return jobs[-1].started_at + wait


def jobs_of(database: Database, domain: str) -> list[CrawlJob]:
    """Return a domain's crawls, oldest first."""
    jobs = load(database, "crawl_jobs", CrawlJob, Where("domain = ?", (domain,)))
    return sorted(jobs, key=lambda job: job.started_at)


def change_domain(database: Database, name: str, **options: Any) -> Domain:
    """Change fields of a domain, see `_given`; raises UnknownDomainError, ValueError for rules that are none."""
    before = find_domain(database, name)
    changed = replace(before, **_given(before, options))
    save(database, "domains", [changed])
    return changed


def remove_domain(database: Database, name: str) -> None:
    """Forget a domain, its crawls and what was published of it; raises UnknownDomainError."""
    find_domain(database, name)
    _forget(database, name)


def _forget(database: Database, name: str) -> None:
    database.transaction([Statement(f"DELETE FROM {table} WHERE domain = ?", (name,), table) for table in _OF_A_DOMAIN])


def minutes(text: str) -> int:
    """Read '30m', '24h' or '7d'; raises ValueError for anything else."""
    units = {"m": 1, "h": 60, "d": 24 * 60}
    number, unit = text[:-1], text[-1:].lower()
    if unit in units and number.isdigit() and int(number) > 0:
        return int(number) * units[unit]
    raise ValueError(f"{text!r} is no interval; one looks like 30m, 24h or 7d.")


def _given(domain: Domain, options: dict[str, Any]) -> dict[str, Any]:
    """Return the fields to be changed: None leaves one as it is, '' empties it, change rules join those there are."""
    given = {name: None if value == "" else value for name, value in options.items() if value is not None}
    if "change_rules" in given:
        given["change_rules"] = changed_rules(domain.change_rules, options["change_rules"])
    return given
