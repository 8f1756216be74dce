"""The rows of the tables of llms.txt: a dataclass a table, a field a column."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Domain:
    """A site that is recrawled."""

    domain: str  # host, with its port when not the default
    start_url: str
    interval_minutes: int
    include: tuple[str, ...]  # globs of paths; empty: every path
    exclude: tuple[str, ...]
    max_pages: int
    source: str  # own or firecrawl
    title: str | None  # None: the title of the start page
    rules: dict[str, Any]  # of composing
    change_rules: dict[str, Any]  # of comparing
    model: str | None  # writes summaries; None: they are the pages' own words
    max_cost_usd: float | None  # of one crawl's summaries
    mails_unchanged: bool  # people are told of crawls that change nothing
    is_paused: bool
    published_version: int | None  # what is served; None: the newest
    added_at: datetime


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """One crawl of one domain."""

    job_id: str
    domain: str
    state: str  # active, finished, failed or cancelled
    run_id: str
    started_at: datetime
    finished_at: datetime | None
    error: str | None
    is_complete: bool | None = None  # it reached all it could; None while it is active
    sitemap_urls: tuple[str, ...] = ()
    own_llms_txt: str | None = None  # blob id of the llms.txt that the site has itself


@dataclass(frozen=True, slots=True)
class CrawlPage:
    """What the newest crawl saw of one page."""

    domain: str
    url: str  # identity
    job_id: str
    requested_url: str
    status: int | None
    outcome: str  # fetched, unchanged, failed or refused
    content_type: str
    blob: str | None
    depth: int
    error: str | None
    is_noindex: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class PageVersion:
    """What one crawl made of one page: an audit row, and the version itself when it is new or changed."""

    domain: str
    url: str
    job_id: str
    crawled_at: datetime
    outcome: str  # new, changed, same, failed, not_found, gone, absent or left_out
    is_complete_crawl: bool
    raw_blob: str | None
    markdown_blob: str | None  # of the accepted version when nothing changed
    fingerprint: str | None
    similarity: float | None
    title: str | None
    description: str | None
    reason: str
    summary_source: str | None = None  # plain or model: who wrote title and description
    summary_note: str | None = None  # why it is not the model's, where one was to write it


@dataclass(frozen=True, slots=True)
class Artifact:
    """One published file of one version."""

    domain: str
    version: int
    path: str  # llms.txt, llms-full.txt, pages/guide.md
    blob: str
    bytes: int
    job_id: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What one crawl changed."""

    domain: str
    job_id: str
    crawled_at: datetime
    pages: int  # live after it
    new: int
    changed: int
    same: int
    failed: int
    removed: int
    summarised: int  # described by a model, newly
    cost_usd: float | None  # of those
    version: int  # of the artifacts after it
    is_published: bool  # this crawl made that version


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What a model said of a text."""

    summary_key: str
    model: str
    prompt_version: str
    domain: str
    url: str
    reply: str | None
    cost_usd: float | None
    asked_at: datetime
