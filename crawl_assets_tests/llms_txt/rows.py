"""Builders of the rows of llms.txt: say only what a test is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crawl_assets.llms_txt.rows import PageVersion

DOMAIN = "docs.example.org"
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def seen(crawl: int, outcome: str, url: str = f"https://{DOMAIN}/a", **changes: Any) -> PageVersion:
    """Say what crawl number `crawl` (one a day) made of a page."""
    row = PageVersion(
        domain=DOMAIN,
        url=url,
        job_id=f"job{crawl:03}",
        crawled_at=NOW + timedelta(days=crawl),
        outcome=outcome,
        is_complete_crawl=True,
        raw_blob=f"sha256:{crawl}",
        markdown_blob=f"sha256:md{crawl}",
        fingerprint="f",
        similarity=None,
        title="A",
        description="About a",
        reason="because",
    )
    return replace(row, **changes)
