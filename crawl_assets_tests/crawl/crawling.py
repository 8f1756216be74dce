"""Crawls of sites on loopback, with their journal, blobs and kept pages in a folder of a test."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawl_assets.crawl import exchange  # noqa: F401  forked children find it imported
from crawl_assets.crawl.fetch import PoliteClient
from crawl_assets.crawl.kept import KeptPages
from crawl_assets.crawl.limits import FETCH_LIMITS, FetchLimits
from crawl_assets.crawl.site import CrawledPage, CrawlRules, SiteCrawl, crawl_site
from crawl_assets.durable.journal import Journals
from crawl_assets.durable.records import Scope
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.fakes.site import SiteServer

LOG = logging.getLogger("crawl")
SCOPE = Scope("crawl_pages", "test")


@dataclass(frozen=True)
class Crawled:
    """A crawl and the site it saw."""

    site: str  # its address
    crawl: SiteCrawl
    blobs: FileBlobs

    @property
    def paths(self) -> list[str]:
        """Return the pages that have content, in the order they were found."""
        return [self.path(page) for page in self.crawl.pages if page.blob]

    def page(self, path: str) -> CrawledPage:
        [found] = [page for page in self.crawl.pages if self.path(page) == path]
        return found

    def text(self, path: str) -> str:
        blob = self.page(path).blob
        assert blob is not None
        return self.blobs.get(blob).decode()

    def path(self, page: CrawledPage) -> str:
        return page.url.removeprefix(self.site)


def links_to(*paths: str) -> str:
    """Make a page that links to some paths."""
    return "<html><body>" + "".join(f'<p><a href="{path}">{path}</a></p>' for path in paths) + "</body></html>"


def crawl(folder: Path, site: SiteServer, start: str = "/", **rules: Any) -> Crawled:
    """Crawl a site; a second crawl in the same folder finds what the first one kept."""
    return crawl_address(folder, site.url, site.url + start, rules)


def crawl_address(
    folder: Path, site: str, start_url: str, rules: dict[str, Any], limits: FetchLimits = FETCH_LIMITS
) -> Crawled:
    """Crawl a site by its address, as a process of its own would."""
    database = LocalDatabase(folder / "crawl.db")
    migrate(database, shipped_migrations())
    blobs = FileBlobs(folder / "blobs")
    journals = Journals(database, blobs, folder / "journals")
    client = PoliteClient(
        allow_hosts=[site.partition("//")[2]],
        kept=KeptPages(database, blobs),
        retry=RetryRule(attempts=2, first_wait=0.01),
        limits=limits,
    )
    with journals.open(SCOPE, "a-run", LOG) as steps:
        seen = crawl_site(steps, client, blobs, CrawlRules(start_url, **rules), LOG)
    journals.close(SCOPE)
    database.close()
    return Crawled(site, seen, blobs)
