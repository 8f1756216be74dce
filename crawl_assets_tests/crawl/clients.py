"""Clients for tests: allowed to visit the given sites, with a clock that is told instead of waited for."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from crawl_assets.crawl.fetch import Page, PoliteClient
from crawl_assets.crawl.turns import Clock
from crawl_assets.durable.retrying import RetryRule
from crawl_assets_tests.fakes.site import SiteServer


@dataclass
class ToldTime:
    """Time that passes only by sleeping; `chance` real seconds of it are left for others to act."""

    now: float = 1000.0
    chance: float = 0.0
    sleeps: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        await asyncio.sleep(self.chance)
        self.now += seconds


def client_for(*sites: SiteServer, **options: Any) -> PoliteClient:
    """Make a client that may visit the sites and never really waits, unless told otherwise."""
    options.setdefault("clock", ToldTime().clock)
    options.setdefault("retry", RetryRule(attempts=3))
    options.setdefault("allow_hosts", [site.place for site in sites])
    return PoliteClient(**options)


def fetch(site: SiteServer, *paths: str, **options: Any) -> list[Page]:
    """Fetch paths of a site one after another with one client."""

    async def main() -> list[Page]:
        async with client_for(site, **options) as client:
            return [await client.get(site.url + path) for path in paths]

    return asyncio.run(main())
