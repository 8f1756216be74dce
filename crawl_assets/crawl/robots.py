"""What robots.txt says to us (RFC 9309), read with protego."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawl_assets.crawl.errors import AddressRefused, FetchError, RobotsUnknown
from crawl_assets.crawl.turns import Clock
from crawl_assets.crawl.urls import follow, origin
from crawl_assets.durable.errors import Retriable

if TYPE_CHECKING:
    import httpx
    from protego import Protego

    from crawl_assets.crawl.exchange import Answer

LARGEST = 500 * 1024  # bytes that are read; what follows is not looked at (section 2.5)
MOST_REDIRECTS = 5  # then the file counts as missing (section 2.3.1.2)
LONGEST_DELAY = 60.0  # seconds; who asks for more gets this
ASK_AGAIN_SECONDS = 60.0  # after robots.txt could not be read


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one origin for one product token."""

    product: str
    rules: "Protego | None" = None  # None: no rules, everything is allowed

    @property
    def delay(self) -> float:
        """Return the seconds to leave between two requests, at most 60."""
        asked = self.rules.crawl_delay(self.product) if self.rules else None
        return min(asked or 0.0, LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Return the addresses of sitemaps as written, each once (https://www.sitemaps.org/protocol.html)."""
        return tuple(dict.fromkeys(self.rules.sitemaps)) if self.rules else ()

    def allows(self, url: str) -> bool:
        """Tell whether the URL may be fetched."""
        return self.rules is None or self.rules.can_fetch(url, self.product)


def parse_robots(body: bytes, product: str) -> RobotsRules:
    """Read a robots.txt; lines that make no sense are left out."""
    from protego import Protego

    return RobotsRules(product, Protego.parse(body.decode("utf-8-sig", "replace")))


class RobotsBook:
    """The rules of every origin that was asked, each fetched once.

    `ask` fetches one URL without following redirects and returns answers up to status 499, cut at 500 KiB.
    """

    def __init__(self, product: str, ask: "Callable[[httpx.URL], Awaitable[Answer]]", clock: Clock) -> None:
        self._product, self._ask, self._clock = product, ask, clock
        self._known: dict[str, RobotsRules] = {}
        self._failed: dict[str, tuple[FetchError, float]] = {}  # why, and when to ask again
        self._one: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def rules(self, url: "httpx.URL") -> RobotsRules:
        """Return the rules for a URL's origin; raises RobotsUnknown, or what forbids the address altogether."""
        where = origin(url)
        if where in self._known:
            return self._known[where]
        async with self._one[where]:
            if where not in self._known:
                self._refuse_too_early(where, url)
                try:
                    self._known[where] = await self._fetched(url)
                except AddressRefused as error:
                    raise AddressRefused(str(url), error.what) from None
                except FetchError as error:
                    if not isinstance(error, Retriable):
                        raise
                    self._failed[where] = error, self._clock.monotonic() + ASK_AGAIN_SECONDS
                    raise _unknown(url, error, error.retry_after) from None
            return self._known[where]

    def _refuse_too_early(self, where: str, url: "httpx.URL") -> None:
        error, ask_again_at = self._failed.get(where, (None, 0.0))
        left = ask_again_at - self._clock.monotonic()
        if error is not None and left > 0:
            raise _unknown(url, error, left)

    async def _fetched(self, url: "httpx.URL") -> RobotsRules:
        hop = url.copy_with(raw_path=b"/robots.txt")
        for _ in range(1 + MOST_REDIRECTS):
            answer = await self._ask(hop)
            if 300 <= answer.status < 400 and answer.location:
                hop = follow(hop, answer.location)
            elif 200 <= answer.status < 300:
                return parse_robots(answer.body, self._product)
            else:
                break  # 4xx: no rules (section 2.3.1.3)
        return RobotsRules(self._product)


def _unknown(url: "httpx.URL", error: FetchError, retry_after: float | None) -> RobotsUnknown:
    unknown = RobotsUnknown(str(url), f"not fetched, because its robots.txt cannot be read now. {error}")
    unknown.retry_after = retry_after
    return unknown
