"""A project whose site Firecrawl crawls, with signed webhooks into a receiver of the same database."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import httpx

from crawl_assets.inbox.admission import Secrets
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.llms_txt.automation import firecrawl_events, stalled_crawls
from crawl_assets.llms_txt.publishing import published
from crawl_assets.llms_txt.registry import add_domain, find_domain, newest_job, remove_domain
from crawl_assets.llms_txt.rows import CrawlJob
from crawl_assets.resources import Outside
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, environment, process
from crawl_assets_tests.fakes.firecrawl import SECRET, FirecrawlServer
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.site import SiteServer
from crawl_assets_tests.inbox.receiving import ledger_in, receiving
from crawl_assets_tests.store.databases import until

CRAWL = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]


@dataclass
class Crawled:
    """All that takes part in it."""

    project: Project
    firecrawl: FirecrawlServer
    site: SiteServer
    ledger: Ledger
    receiver: httpx.Client

    @property
    def name(self) -> str:
        return self.site.place

    def register(self, **options: Any) -> None:
        """Register the site, as if it never was before."""
        if any(row["domain"] == self.name for row in self.project.database.query("SELECT domain FROM domains")):
            remove_domain(self.project.database, self.name)
        add_domain(self.project.database, self.site.url, datetime.now(UTC), **({"source": "firecrawl"} | options))
        self.project.instance.add_dynamic_partitions("domain", [self.name])

    def crawl(self) -> Ran:
        return self.project.run(CRAWL, self.name)

    def job(self) -> CrawlJob:
        found = newest_job(self.project.database, self.name)
        assert found is not None
        return found

    def files(self) -> dict[str, bytes]:
        rows = published(self.project.database, find_domain(self.project.database, self.name))
        return {row.path: self.project.store.blobs.get(row.blob) for row in rows}

    def count(self, table: str) -> int:
        return int(self.project.database.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])

    def handle_events(self) -> dg.SensorResult:
        """Let the sensor of the inbox tick."""
        context = dg.build_sensor_context(
            instance=self.project.instance, definitions=self.project.defs, sensor_name="firecrawl_events"
        )
        result = firecrawl_events(context, store=self.project.store)
        assert isinstance(result, dg.SensorResult)
        return result

    def watch(self) -> list[dg.RunRequest]:
        """Let the sensor of stalled crawls tick; returns the runs that it requests."""
        outside = Outside(lambda: self.project.store.settings)
        with dg.build_sensor_context(instance=self.project.instance) as context:
            results = list(stalled_crawls(context, store=self.project.store, outside=outside))  # type: ignore[call-overload]
        return [one for one in results if isinstance(one, dg.RunRequest)]


def has_asked(crawled: Crawled) -> bool:
    """Tell whether the crawl was started and is being waited for."""
    ids = crawled.firecrawl.crawl_ids
    return bool(ids) and crawled.firecrawl.http.count("GET", f"/v2/crawl/{ids[-1]}") > 0


def started(crawled: Crawled) -> subprocess.Popen[str]:
    """Crawl in a process, and wait until it waits for Firecrawl."""
    added = crawled.project.cli("llms", "add", crawled.site.url, "--source", "firecrawl")
    assert added.exit_code == 0, added.output
    home = crawled.project.store.settings.home / "dagster"
    running = process(crawled.project.environ | {"DAGSTER_HOME": str(home)}, CRAWL, crawled.name)
    until(lambda: has_asked(crawled) or running.poll() is not None)
    return running


def scrapes_at(url: str) -> list[Scrape]:
    """Say what Firecrawl finds on the site: one page of each kind that it tells of."""
    pages = [
        Scrape(f"{url}/guide/{number}", f"# Guide {number}\n\nAbout {number}.", f"Guide {number}")
        for number in range(4)
    ]
    return [
        Scrape(f"{url}/", "# Home\n\nWhere it all starts.", "Home", "Where it starts"),
        *pages,
        Scrape(f"{url}/old", "# New\n\nMoved here.", "New", final_url=f"{url}/new"),
        Scrape(f"{url}/lost", "# Not found", "404", status=404),
        Scrape(f"{url}/slow", error="The page took too long to load."),
        Scrape(f"{url}/private", is_blocked=True),
    ]


@contextmanager
def firecrawled(
    folder: Path, scrapes: Sequence[Scrape] | None = None, *, settings: dict[str, str] | None = None, **options: Any
) -> Iterator[Crawled]:
    """Start everything; `options` are those of the fake Firecrawl."""
    ledger = ledger_in(folder)
    with SiteServer({}) as site, receiving(ledger, Secrets({"firecrawl": [SECRET]})) as receiver:
        found = scrapes_at(site.url) if scrapes is None else [_moved(one, site.url) for one in scrapes]
        with FirecrawlServer(found, **options) as firecrawl:
            named = {
                "CRAWL_ALLOW_HOSTS": site.place,
                "CRAWL_PUBLIC_URL": str(receiver.base_url),
                "FIRECRAWL_BASE_URL": firecrawl.base_url,
                "FIRECRAWL_API_KEY": firecrawl.key,
                "FIRECRAWL_WEBHOOK_SECRET": SECRET,
            }
            with Project(environment(folder, **named, **(settings or {}))) as project:
                crawled = Crawled(project, firecrawl, site, ledger, receiver)
                crawled.register()
                yield crawled
    ledger.database.close()


def _moved(scrape: Scrape, url: str) -> Scrape:
    """Put a scrape that is given by its path on the site."""
    return Scrape(f"{url}{scrape.url}", scrape.markdown, scrape.title)
