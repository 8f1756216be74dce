"""A Firecrawl client for tests, a site that it crawls, and who takes its webhooks."""

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from crawl_assets.crawl.firecrawl import CrawlOrder, Firecrawl
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.json_api import ApiAccess
from crawl_assets_tests.fakes.firecrawl import SECRET, FirecrawlServer, Payload, Plan
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

T = TypeVar("T")
SITE = "https://docs.example.org"
JOB = "job-7"

# a page of each kind that Firecrawl tells of
SCRAPES = [
    Scrape(f"{SITE}/", "# Home", "Home", "Where it starts"),
    *(Scrape(f"{SITE}/guide/{number}", f"# Guide {number}", [f"Guide {number}", "og"]) for number in range(9)),
    Scrape(f"{SITE}/old", "# New", "New", final_url=f"{SITE}/new"),
    Scrape(f"{SITE}/new", "# New", "New"),
    Scrape(f"{SITE}/lost", "# Not found", "404", status=404),
    Scrape(f"{SITE}/slow", error="The page took too long to load."),
    Scrape(f"{SITE}/private", is_blocked=True),
]


def client_of(server: FirecrawlServer, waits: list[float] | None = None, **options: Any) -> Firecrawl:
    """Make a client that notes its waits instead of waiting."""

    async def sleep(seconds: float) -> None:
        (waits if waits is not None else []).append(seconds)

    options.setdefault("retry", RetryRule(attempts=3))
    return Firecrawl(ApiAccess(server.base_url, server.key, sleep=sleep, **options))


def order(**more: Any) -> CrawlOrder:
    return CrawlOrder(**{"url": f"{SITE}/", "job_id": JOB, "limit": 100} | more)


def run(call: Awaitable[T]) -> T:
    async def main() -> T:
        return await call

    return asyncio.run(main())


class Receiver:
    """Takes signed webhooks; a context manager."""

    def __init__(self) -> None:
        self.payloads: list[Payload] = []
        self.http = JsonServer(self._take)

    def __enter__(self) -> "Receiver":
        self.http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.__exit__()

    @property
    def url(self) -> str:
        return f"http://{self.http.place}/hooks/firecrawl"

    def _take(self, request: Request) -> Sent:
        expected = "sha256=" + hmac.new(SECRET.encode(), request.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(request.headers.get("x-firecrawl-signature", ""), expected):
            return Sent(401, {})
        self.payloads.append(json.loads(request.body))
        return Sent(200, {})


def disorderly(seed: int) -> Plan:
    """Lose about every fifth webhook, send others up to three times, all in any order."""
    chance = random.Random(seed)

    def plan(events: list[Payload]) -> list[Payload]:
        sent = [event for event in events for _ in range(chance.choice([0, 1, 1, 2, 3]))]
        chance.shuffle(sent)
        return sent

    return plan


def failure(call: Callable[[], object]) -> Exception:
    """Return what a call raises."""
    try:
        result = call()
    except Exception as error:
        return error
    raise AssertionError(f"it went well: {result!r}")
