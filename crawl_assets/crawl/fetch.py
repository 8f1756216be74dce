"""The polite client: everything that is fetched from the web goes through here.

For each hop of a request the URL is checked, robots.txt is asked, the host's turn is waited for, the address is
checked and dialled, and the validators of what is kept are offered to the server.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
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
from crawl_assets.crawl.kept import Headers, KeptPage, KeptPages
from crawl_assets.crawl.limits import FETCH_LIMITS, FetchLimits
from crawl_assets.crawl.reading import Reading
from crawl_assets.crawl.robots import LARGEST, RobotsBook, RobotsRules
from crawl_assets.crawl.turns import AT_ONCE, CLOCK, Clock, HostTurns
from crawl_assets.crawl.urls import follow, parse_url, place
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.retry_after import retry_after_seconds
from crawl_assets.store.blobs import blob_id

if TYPE_CHECKING:
    import ssl

    import httpx

    from crawl_assets.crawl.exchange import Answer, Exchange
    from crawl_assets.crawl.network import Resolver

_Find = Callable[[str], Awaitable[KeptPage | None]]
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
    robots_tag: str = ""  # the X-Robots-Tag headers, a line each
    body_blob: str | None = None  # blob id of the body where it is kept


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """An unchanged page that need not be read again: what was read in it is kept, and its body was not loaded."""

    url: str  # as those of Page
    content_type: str
    reading: Reading
    fetched_at: datetime
    body_since: datetime
    robots_tag: str


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
        self._ahead: dict[str, KeptPage | None] = {}  # what `look_up` found, each taken once

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
        if self._kept:
            await asyncio.to_thread(self._kept.flush)

    async def get(self, url: str) -> Page:
        """Fetch a page, following redirects; raises a FetchError (see crawl.errors)."""
        page = await self._follow(url, self._found)
        assert isinstance(page, Page)
        return page

    async def revisit(self, url: str) -> Page | ReadBefore:
        """Fetch a page as `get` does, unless it is unchanged since it was read; see `look_up` and `note`."""
        return await self._follow(url, self._found_read)

    async def look_up(self, urls: Sequence[str]) -> None:
        """Get ready for visits of some URLs again: ask for all that is kept of them at once."""
        if self._kept:
            self._ahead = await asyncio.to_thread(self._kept.find_read, urls)

    def note(self, page: Page, reading: Reading) -> None:
        """Keep what was read in a page, for the next `revisit`."""
        if self._kept and page.body_blob:
            self._kept.note(page.url, page.body_blob, reading)

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a URL's origin names; raises a FetchError."""
        return (await self._robots.rules(parse_url(url))).sitemaps

    async def ask_robots(self, url: str) -> None:
        """Raise RobotsRefused when a page may not be fetched, by whatever means; or RobotsUnknown, BadUrl ..."""
        await self._allowing(parse_url(url))

    async def _follow(self, url: str, find: _Find) -> Page | ReadBefore:
        hop = parse_url(url)
        for _ in range(1 + self._limits.redirects):
            page = await self._hop(hop, find)
            if isinstance(page, Page | ReadBefore):
                return page
            hop = page
        raise TooManyRedirects(url, f"more than {self._limits.redirects} redirects, the last one to {hop.host}.")

    async def _found(self, url: str) -> KeptPage | None:
        return await asyncio.to_thread(self._kept.find, url) if self._kept else None

    async def _found_read(self, url: str) -> KeptPage | None:
        if url in self._ahead:
            return self._ahead.pop(url)
        return await asyncio.to_thread(self._kept.find, url, may_be_read=True) if self._kept else None

    async def _hop(self, url: "httpx.URL", find: _Find) -> "Page | ReadBefore | httpx.URL":
        shown = str(url)
        rules = await self._allowing(url)
        kept = await find(shown)
        answer = await self._answer(url, kept.headers.conditions() if kept else {}, max(rules.delay, self._delay))
        if 200 <= answer.status < 300:
            return await self._new_page(shown, answer, kept)
        if answer.status == 304:
            return self._same_page(shown, answer, kept)
        if answer.status < 400:
            return _next_hop(answer)
        raise error_for_status(shown, answer.status, None)

    async def _allowing(self, url: "httpx.URL") -> RobotsRules:
        rules = await self._robots.rules(url)
        if not rules.allows(str(url)):
            raise RobotsRefused(str(url), f"robots.txt asks {rules.product} not to fetch it. Leave it out.")
        return rules

    async def _new_page(self, url: str, answer: "Answer", kept: KeptPage | None) -> Page:
        now, headers, blob = datetime.now(UTC), _kept_headers(answer), None
        is_unchanged = False
        if self._kept:
            blob = blob_id(answer.body)
            is_unchanged = kept is not None and kept.body_blob == blob
            if kept and is_unchanged and kept.headers.content_type == headers.content_type:
                self._kept.confirm(url, blob, headers, now)
            else:
                await asyncio.to_thread(self._kept.keep, url, headers, answer.body, now, is_new=kept is None)
        since = kept.came_at if kept and is_unchanged else now
        return _page(url, answer.status, headers, answer.body, blob, now, since, is_unchanged=is_unchanged)

    def _same_page(self, url: str, answer: "Answer", kept: KeptPage | None) -> Page | ReadBefore:
        if kept is None or self._kept is None:
            raise BadAnswer(url, "HTTP 304, although it was not asked whether the page changed.")
        now, renewed = datetime.now(UTC), _kept_headers(answer)
        self._kept.confirm(url, kept.body_blob, renewed, now)
        headers = replace(kept.headers, robots_tag=renewed.robots_tag or kept.headers.robots_tag)
        if kept.body is None:
            assert kept.reading is not None
            media_type = _media_type(headers)
            return ReadBefore(url, media_type, kept.reading, now, kept.came_at, headers.robots_tag)
        return _page(url, 200, headers, kept.body, kept.body_blob, now, kept.came_at, is_unchanged=True)

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


def _kept_headers(answer: "Answer") -> Headers:
    headers = answer.headers
    return Headers(
        headers.get("etag") or None,
        headers.get("last-modified") or None,
        headers.get("content-type", ""),
        "\n".join(headers.get_list("x-robots-tag")),
    )


def _page(
    url: str,
    status: int,
    headers: Headers,
    body: bytes,
    blob: str | None,
    at: datetime,
    since: datetime,
    *,
    is_unchanged: bool,
) -> Page:
    media_type = _media_type(headers)
    text = decode(body, charset_of(headers.content_type)) if _TEXTUAL.fullmatch(media_type) else ""
    return Page(url, status, media_type, text, body, is_unchanged, at, since, headers.robots_tag, blob)


def _media_type(headers: Headers) -> str:
    return headers.content_type.partition(";")[0].strip().lower()


def _product_token(user_agent: str) -> str:
    found = re.match(r"[A-Za-z_-]+", user_agent)  # RFC 9309, section 2.2.1
    if not found:
        raise ValueError(f"The User-Agent {user_agent!r:.80} must begin with a product name of letters, '_' and '-'.")
    return found[0]
