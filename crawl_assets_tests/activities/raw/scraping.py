"""Orders carried out on loopback, each with its journal and blobs in a folder of a test."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawl_assets.activities.raw.backends import Backends, raw_activities
from crawl_assets.activities.raw.fetchfox import FetchFox
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.activities.records import RawActivity
from crawl_assets.crawl.fetch import PoliteClient
from crawl_assets.crawl.firecrawl import Firecrawl
from crawl_assets.crawl.firecrawl_site import Patience
from crawl_assets.durable.records import Scope
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.steps import Steps
from crawl_assets.json_api import ApiAccess
from crawl_assets.store.blobs import FileBlobs
from crawl_assets_tests.durable.opening import journals_in
from crawl_assets_tests.fakes.fetchfox import FetchFoxServer
from crawl_assets_tests.fakes.firecrawl import FirecrawlServer

LOG = logging.getLogger("activities")
SCOPE = Scope("raw_activities", "workflow-1")
MODEL = "maker/model"


async def no_sleep(_: float) -> None:
    pass


def _none() -> Any:
    raise AssertionError("this back end was not asked for")


def fetchfox_of(server: FetchFoxServer, **more: Any) -> Callable[[], FetchFox]:
    access = ApiAccess(server.base_url, server.key, **{"retry": RetryRule(attempts=3), "sleep": no_sleep} | more)
    return lambda: FetchFox(access)


def firecrawl_of(server: FirecrawlServer) -> Callable[[], Firecrawl]:
    access = ApiAccess(server.base_url, server.key, sleep=no_sleep, retry=RetryRule(attempts=3))
    return lambda: Firecrawl(access)


def web_of(*sites: str) -> Callable[[], PoliteClient]:
    """Return what makes clients that may go to some sites on loopback."""
    hosts = [site.partition("//")[2] for site in sites]
    return lambda: PoliteClient(allow_hosts=hosts, retry=RetryRule(attempts=2, first_wait=0.01))


@contextmanager
def steps_in(folder: Path) -> Iterator[Steps]:
    """Open the journal as a process would that has just begun; what it finished stays for the next."""
    with journals_in(folder).open(SCOPE, "a-run", LOG) as steps:
        yield steps


def scraped(folder: Path, order: ScrapeOrder, **given: Any) -> RawResult:
    """Carry out an order; `given` are the back ends' parts: web, firecrawl, fetchfox, chat, terms, check."""
    fields: dict[str, Any] = {"web": _none, "firecrawl": _none, "fetchfox": _none, "chat": _none} | given
    made = Backends(blobs=FileBlobs(folder / "blobs"), patience=Patience(sleep=no_sleep), **fields)
    with steps_in(folder) as steps:
        return raw_activities(steps, made, order, LOG)


def by_name(result: RawResult) -> dict[str, RawActivity]:
    """Return the rows by name; fails when two share one."""
    found = {row.name or "": row for row in result.rows}
    assert len(found) == len(result.rows), [row.name for row in result.rows]
    return found


def event(name: str = "Pond dipping", **more: Any) -> dict[str, Any]:
    """Return an Event of schema.org."""
    return {"@context": "https://schema.org", "@type": "Event", "name": name, **more}


def page(body: str = "", *, title: str = "Pond dipping", head: str = "", data: Any = None) -> str:
    """Return a page, with structured data where some is given."""
    script = "" if data is None else f'<script type="application/ld+json">{json.dumps(data)}</script>'
    main = f"<main><h1>{title}</h1>{body}</main>"
    return f"<html><head><title>{title}</title>{head}{script}</head><body>{main}</body></html>"
