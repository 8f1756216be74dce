"""The polite client: everything that is fetched from the web goes through here.

For each hop of a request the URL is checked, robots.txt is asked, the host's turn is waited for, the address is
checked and dialled, and the validators of what is kept are offered to the server.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Self

from crawl_assets.crawl.addresses import allow_list
from crawl_assets.crawl.charset import charset_of, decode
from crawl_assets.crawl.errors import (
    BadAnswer,
    FetchError,
    RobotsRefused,
    TooManyRedirects,
    TooSlow,
    Unavailable,
    error_for_status,
)
from crawl_assets.crawl.inflating import ACCEPTED
from crawl_assets.crawl.kept import KeptPage, KeptPages
from crawl_assets.crawl.limits import FETCH_LIMITS, FetchLimits
from crawl_assets.crawl.robots import LARGEST, RobotsBook
from crawl_assets.crawl.turns import AT_ONCE, CLOCK, Clock, HostTurns
from crawl_assets.crawl.urls import follow, parse_url, place
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.retry_after import retry_after_seconds

if TYPE_CHECKING:
    import ssl

    import httpx

    from crawl_assets.crawl.exchange import Answer, Exchange
    from crawl_assets.crawl.network import Resolver

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_TEXTUAL = re.compile(r"text/.*|.*[/+](xml|json|yaml)|application/(javascript|ld\+json|x-ndjson)|", re.S)


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched."""

    url: str  # where the content came from, after redirects
    status: int  # of the answer that carried the content; 200 also when a 304 said that the kept one is current
    content_type: str  # media type, lower case, without parameters; '' when the server named none
    text: str  # decoded; '' when the media type is no text
    body: bytes  # after content decoding
    is_unchanged: bool  # a 304 said so, or the kept body is the same
    fetched_at: datetime  # UTC
    body_since: datetime  # UTC; when this very body came first, as far as is known


_MOST_SLOW = 2  # attempts that take the whole time limit
RETRY = RetryRule(attempts=4)  # a durable step above repeats a failed get again, after longer waits


def default_user_agent() -> str:
    """Return how we name ourselves; the part before the slash is what robots.txt may address."""
    return f"crawl_assets/{version('crawl-assets')} (+https://pypi.org/project/crawl-assets/)"


class PoliteClient:
    """An HTTP client that asks first; an async context manager for one event loop.

    `allow_hosts` are `host:port` that may lie on private addresses. At most `at_once` requests are in flight on a host,
    only one where there are `delay_seconds` to leave between two requests; robots.txt may ask for more. `retry` is for
    one URL within `get`: 429, 5xx, lost connections and timeouts. `resolve` and `ssl_context` default to the system's
    names and certifi's roots.
    """

    def __init__(
        self,
        *,
        allow_hosts: Sequence[str] = (),
        kept: KeptPages | None = None,
        user_agent: str | None = None,
        limits: FetchLimits = FETCH_LIMITS,
        retry: RetryRule = RETRY,
        at_once: int = AT_ONCE,
        delay_seconds: float = 0.0,
        clock: Clock = CLOCK,
        resolve: "Resolver | None" = None,
        ssl_context: "ssl.SSLContext | None" = None,
    ) -> None:
        self._allowed, self._kept = allow_list(allow_hosts), kept
        self._limits, self._retry, self._clock = limits, retry, clock
        self._resolve, self._ssl_context, self._delay = resolve, ssl_context, delay_seconds
        agent = user_agent or default_user_agent()
        self._headers = {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED}
        self._robots = RobotsBook(_product_token(agent), self._robots_answer, clock)
        self._turns: defaultdict[str, HostTurns] = defaultdict(lambda: HostTurns(clock, at_once))
        self._open = AsyncExitStack()
        self._exchange: Exchange | None = None

    async def __aenter__(self) -> Self:
        from crawl_assets.crawl.exchange import Exchange
        from crawl_assets.crawl.network import GuardedNetwork, system_addresses

        network = GuardedNetwork(self._resolve or system_addresses, self._allowed)
        exchange = Exchange(self._limits, network, self._ssl_context)
        self._exchange = await self._open.enter_async_context(exchange)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exchange = None
        await self._open.aclose()

    async def get(self, url: str) -> Page:
        """Fetch a page, following redirects; raises a FetchError (see crawl.errors)."""
        hop = parse_url(url)
        for _ in range(1 + self._limits.redirects):
            page = await self._hop(hop)
            if isinstance(page, Page):
                return page
            hop = page
        raise TooManyRedirects(url, f"more than {self._limits.redirects} redirects, the last one to {hop.host}.")

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a URL's origin names; raises a FetchError."""
        return (await self._robots.rules(parse_url(url))).sitemaps

    async def _hop(self, url: "httpx.URL") -> "Page | httpx.URL":
        rules = await self._robots.rules(url)
        if not rules.allows(str(url)):
            raise RobotsRefused(str(url), f"robots.txt asks {rules.product} not to fetch it. Leave it out.")
        kept = await asyncio.to_thread(self._kept.find, str(url)) if self._kept else None
        answer = await self._answer(url, kept.conditions() if kept else {}, max(rules.delay, self._delay))
        if 200 <= answer.status < 300:
            return await self._new_page(answer, kept)
        if answer.status == 304:
            return await self._same_page(answer, kept)
        if answer.status < 400:
            return _next_hop(answer)
        raise error_for_status(str(url), answer.status, None)

    async def _new_page(self, answer: "Answer", kept: KeptPage | None) -> Page:
        now = datetime.now(UTC)
        headers = answer.headers
        new = KeptPage(
            etag=headers.get("etag") or None,
            last_modified=headers.get("last-modified") or None,
            content_type=headers.get("content-type", ""),
            body=answer.body,
        )
        is_unchanged = kept is not None and kept.body == new.body
        if self._kept and kept and is_unchanged and kept.content_type == new.content_type:
            await asyncio.to_thread(self._kept.confirm, str(answer.url), new.etag, new.last_modified, now)
        elif self._kept:
            await asyncio.to_thread(self._kept.keep, str(answer.url), new, now)
        since = kept.came_at if kept and is_unchanged else None
        return _page(str(answer.url), answer.status, new, now, since, is_unchanged=is_unchanged)

    async def _same_page(self, answer: "Answer", kept: KeptPage | None) -> Page:
        if kept is None or self._kept is None:
            raise BadAnswer(str(answer.url), "HTTP 304, although it was not asked whether the page changed.")
        now = datetime.now(UTC)
        headers = answer.headers
        await asyncio.to_thread(
            self._kept.confirm, str(answer.url), headers.get("etag"), headers.get("last-modified"), now
        )
        return _page(str(answer.url), 200, kept, now, kept.came_at, is_unchanged=True)

    async def _robots_answer(self, url: "httpx.URL") -> "Answer":
        return await self._answer(url, {}, 0.0, cut_at=LARGEST)

    async def _answer(
        self, url: "httpx.URL", conditions: Mapping[str, str], delay: float, cut_at: int | None = None
    ) -> "Answer":
        """Ask until there is an answer that a repeat would not change, or the retry rule gives up."""
        turns = self._turns[place(url)]
        attempt = 0
        while True:
            attempt += 1
            try:
                async with turns.turn(delay):
                    return await self._ask(url, conditions, cut_at)
            except FetchError as error:
                wait = self._retry.wait(attempt, error)
                if wait is None or (isinstance(error, TooSlow) and attempt >= _MOST_SLOW):
                    raise
                if isinstance(error, Unavailable) and error.is_about_the_host:
                    turns.slow_down()
                    turns.rest(wait)
                else:
                    await self._clock.sleep(wait)

    async def _ask(self, url: "httpx.URL", conditions: Mapping[str, str], cut_at: int | None) -> "Answer":
        if self._exchange is None:
            raise RuntimeError("PoliteClient is not open; use it in `async with`.")
        answer = await self._exchange.get(url, {**self._headers, **conditions}, cut_at=cut_at)
        if answer.status >= 400:
            wish = retry_after_seconds(answer.headers.get("retry-after"), datetime.now(UTC))
            error = error_for_status(str(url), answer.status, wish)
            if isinstance(error, Unavailable):
                raise error
        return answer


def _next_hop(answer: "Answer") -> "httpx.URL":
    if not answer.location:
        raise BadAnswer(str(answer.url), f"HTTP {answer.status} that leads nowhere: it has no Location.")
    return follow(answer.url, answer.location)


def _page(
    url: str, status: int, content: KeptPage, at: datetime, since: datetime | None, *, is_unchanged: bool
) -> Page:
    media_type = content.content_type.partition(";")[0].strip().lower()
    text = decode(content.body, charset_of(content.content_type)) if _TEXTUAL.fullmatch(media_type) else ""
    return Page(url, status, media_type, text, content.body, is_unchanged, at, since or at)


def _product_token(user_agent: str) -> str:
    found = re.match(r"[A-Za-z_-]+", user_agent)  # RFC 9309, section 2.2.1
    if not found:
        raise ValueError(f"The User-Agent {user_agent!r:.80} must begin with a product name of letters, '_' and '-'.")
    return found[0]
