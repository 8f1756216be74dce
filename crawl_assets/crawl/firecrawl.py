"""Firecrawl v2: start a crawl, read what it has, cancel it.

https://docs.firecrawl.dev/api-reference/v2-introduction
What comes back is folded with its webhooks by `firecrawl_collecting.collect`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawl_assets.crawl.firecrawl_collecting import Poll, State
from crawl_assets.crawl.firecrawl_events import JOB_ID, KINDS
from crawl_assets.crawl.firecrawl_pages import FirecrawlPage, read_document, read_failures
from crawl_assets.durable.errors import NonRetriable
from crawl_assets.json_api import ApiAccess, JsonApi, Refused, Service, TryLater

FIRECRAWL = Service(
    "Firecrawl",
    "FIRECRAWL_API_KEY",
    "FIRECRAWL_BASE_URL",
    "The account has fewer credits than the crawl's page limit. Add credits or lower the limit (--max-pages).",
)
MOST_ANSWERS = 10_000  # pages of results of one crawl; with Firecrawl's 100 documents each, a million pages
_STATES: Mapping[str, State] = {
    "scraping": "running",
    "completed": "completed",
    "failed": "failed",
    "cancelled": "cancelled",
}
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


class CrawlGone(NonRetriable):
    """Firecrawl does not know the crawl (any more): it keeps results for 24 hours."""


class BadNext(NonRetriable):
    """The address of further results leads to another server, which is not asked, or round in a circle."""


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """What Firecrawl's model is to read in each page (https://docs.firecrawl.dev/features/llm-extract)."""

    schema: Mapping[str, Any]  # JSON Schema of one object a page
    prompt: str


@dataclass(frozen=True, slots=True)
class CrawlOrder:
    """What is to be crawled."""

    url: str
    job_id: str  # our own; comes back in every webhook
    limit: int  # pages; Firecrawl answers 402 when it is more than the credits left
    include: tuple[str, ...] = ()  # regular expressions on the path
    exclude: tuple[str, ...] = ()
    max_depth: int | None = None  # hops from the start
    delay: float | None = None  # seconds between pages
    webhook_url: str | None = None  # None: polling alone
    max_age_ms: int = 0  # of a copy that Firecrawl may answer with; 0: always fetched anew
    json: JsonFormat | None = None  # asked of each page instead of its Markdown
    allow_external_links: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is."""

    state: State
    total: int  # pages
    completed: int


class Firecrawl:
    """The client; raises the errors of `json_api`, and here NotSetUp for a key or an address that cannot be one."""

    def __init__(self, access: ApiAccess) -> None:
        self._api = JsonApi(FIRECRAWL, access)

    def __repr__(self) -> str:
        """Show the address, never the key."""
        return repr(self._api)

    async def start(self, order: CrawlOrder) -> str:
        """Start a crawl and return Firecrawl's id; raises OutcomeUnknown when the answer was lost.

        A start is not asked again after a lost answer, as that could pay for two crawls: if it began, its webhooks name
        our job, and `firecrawl_events.crawl_ids` finds its id there.
        """
        answer = await self._api.call("POST", "/crawl", crawl_body(order), is_repeatable=False)
        crawl_id = answer.get("id")
        if not isinstance(crawl_id, str) or not _ID.fullmatch(crawl_id):
            raise NonRetriable(f"Firecrawl started a crawl of {order.url} without telling its id: {crawl_id!r:.100}.")
        return crawl_id

    async def progress(self, crawl_id: str, seen: int = 0) -> Progress:
        """Tell how far a crawl is, without the `seen` results at its beginning; raises CrawlGone."""
        answer = await self._get(f"{_path(crawl_id)}?skip={seen}")
        return Progress(_state(answer), _count(answer.get("total")) or 0, _count(answer.get("completed")) or 0)

    async def poll(self, crawl_id: str) -> Poll:
        """Read everything a crawl has so far, its failures too once it has ended; raises CrawlGone, BadNext."""
        path = _path(crawl_id)
        answer = await self._get(path)
        # a crawl that ends while it is read is not whole yet: documents may have come before those already passed
        state = _state(answer)
        pages, nameless, seen = _documents(answer)
        following, asked = self._following(answer, path), {path}
        while following is not None and (seen or state != "running"):  # a running one has a next even at its end
            if following in asked or len(asked) >= MOST_ANSWERS:
                raise BadNext(f"Firecrawl crawl {crawl_id}: the results after {following} lead round in a circle.")
            asked.add(following)
            answer = await self._get(following)
            more, unnamed, seen = _documents(answer)
            pages += more
            nameless += unnamed
            following = self._following(answer, path)
        if state != "running":
            pages += read_failures(await self._get(f"{path}/errors"))
        return Poll(
            crawl_id,
            state,
            _count(answer.get("total")) or 0,
            _count(answer.get("completed")) or 0,
            _count(answer.get("creditsUsed")),
            tuple(pages),
            is_whole=state != "running",
            nameless=nameless,
        )

    async def cancel(self, crawl_id: str) -> bool:
        """Cancel a crawl; returns False when there is none to cancel, as it has ended or is forgotten."""
        try:
            await self._api.call("DELETE", _path(crawl_id))
        except Refused as error:
            if error.status in (404, 409):
                return False
            raise
        return True

    async def _get(self, target: str) -> dict[str, Any]:
        try:
            return await self._api.call("GET", target)
        except Refused as error:
            if error.status in (404, 410):
                raise CrawlGone(f"{error} Results are kept for 24 hours only; crawl again.") from None
            raise

    def _following(self, answer: Mapping[str, Any], path: str) -> str | None:
        """Return where the results go on, under our own base URL: the key goes nowhere else.

        Servers behind a proxy may write https where they are asked by http, so the scheme of `next` does not count.
        """
        following = answer.get("next")
        if not isinstance(following, str) or not following:
            return None
        own = urlsplit(self._api.base_url + path)
        try:
            parts = urlsplit(following)
        except ValueError:
            parts = urlsplit("")
        if (parts.netloc.lower(), parts.path) != (own.netloc.lower(), own.path):
            raise BadNext(
                f"Firecrawl's 'next' leads away from {own.netloc}{own.path}; nothing was sent there. Check "
                "FIRECRAWL_BASE_URL: it must name the server as the server names itself."
            )
        return f"{path}?{parts.query}"


def crawl_body(order: CrawlOrder) -> dict[str, Any]:
    """Write an order as the body of POST /crawl.

    Firecrawl tests the start URL against includePaths as well, and ends with nothing when it does not match; so the
    start's own path is always included.
    """
    formats: list[Any] = ["markdown"]
    if order.json is not None:
        formats = [{"type": "json", "schema": dict(order.json.schema), "prompt": order.json.prompt}]
    body: dict[str, Any] = {
        "url": order.url,
        "limit": order.limit,
        "scrapeOptions": {"formats": formats, "onlyMainContent": True, "maxAge": order.max_age_ms},
    }
    if order.allow_external_links:
        body["allowExternalLinks"] = True
    if order.include:
        body["includePaths"] = [f"^{re.escape(urlsplit(order.url).path or '/')}$", *order.include]
    if order.exclude:
        body["excludePaths"] = list(order.exclude)
    if order.max_depth is not None:
        body["maxDiscoveryDepth"] = order.max_depth
    if order.delay is not None:
        body["delay"] = order.delay
    if order.webhook_url is not None:
        body["webhook"] = {"url": order.webhook_url, "metadata": {JOB_ID: order.job_id}, "events": list(KINDS)}
    return body


def _path(crawl_id: str) -> str:
    if not _ID.fullmatch(crawl_id):
        raise ValueError(f"{crawl_id!r:.80} cannot be the id of a Firecrawl crawl.")
    return f"/crawl/{crawl_id}"


def _state(answer: Mapping[str, Any]) -> State:
    status = answer.get("status")
    if not isinstance(status, str) or status not in _STATES:
        raise TryLater(f"Firecrawl says {status!r:.80} of a crawl; known are {', '.join(_STATES)}.")
    return _STATES[status]


def _documents(answer: Mapping[str, Any]) -> tuple[list[FirecrawlPage], int, int]:
    """Return the pages of one answer, how many had no address, and how many documents there were."""
    data = answer.get("data")
    documents = data if isinstance(data, list) else []
    pages = [page for page in map(read_document, documents) if page is not None]
    return pages, len(documents) - len(pages), len(documents)


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
