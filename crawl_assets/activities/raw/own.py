"""Our own crawler as a back end: pages with structured data, feeds, and what plain pages say in words.

Every request is a durable step. Pages of other hosts are read one hop away and only when the order asks for it, and
there structured data alone counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from logging import Logger
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.raw.by_model import Text
from crawl_assets.activities.raw.feeds import TYPES, read_feed
from crawl_assets.activities.raw.merging import without_repeats
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.activities.raw.pages import read_page
from crawl_assets.activities.records import RawActivity
from crawl_assets.crawl.client_thread import ClientThread, open_in_thread
from crawl_assets.crawl.crawl_rules import CrawlRules
from crawl_assets.crawl.errors import FetchError
from crawl_assets.crawl.home import identity_or_none, is_same_host
from crawl_assets.crawl.page_facts import page_facts
from crawl_assets.crawl.site import SiteCrawl, crawl_in_thread
from crawl_assets.crawl.urls import host_key, identity
from crawl_assets.crawl.visiting import HTML
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.retrying import RetryRule

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.blobs import Blobs

FEEDS, EXTERNAL, LINKED = "fetch feeds", "fetch external pages", "fetch pages of feeds"  # steps
MOST_FEEDS = 20
ONCE = RetryRule(attempts=1)  # the client itself tries again
IN_FLIGHT = 8
# hosts that every page links to and that say nothing of what there is to do
_NO_GUIDES = (
    "facebook.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "youtu.be", "linkedin.com", "pinterest.com",
    "tiktok.com", "google.com", "goo.gl", "apple.com", "wa.me", "whatsapp.com", "t.me", "wordpress.org",
    "wikipedia.org",
)  # fmt: skip
_NO_HTML = "it is no page of HTML"


@dataclass(frozen=True, slots=True)
class OwnCrawl:
    """What came of a crawl."""

    result: RawResult
    texts: list[Text]  # of pages without structured data, for who can read them


@dataclass(slots=True)
class _Seen:
    """What was read so far."""

    keep_texts: bool = False
    texts: list[Text] = field(default_factory=list)
    rows: list[RawActivity] = field(default_factory=list)
    pages: int = 0
    listings: int = 0  # index pages, which are no activities
    empty: int = 0
    links: dict[str, None] = field(default_factory=dict)  # to other hosts
    feeds: dict[str, None] = field(default_factory=dict)

    def take(self, html: str, url: str, *, may_read_words: bool = True) -> None:
        reading = read_page(html, url, may_read_words=may_read_words and not self.keep_texts)
        self.pages += 1
        if self.keep_texts and not reading.rows and reading.text:
            self.texts.append(Text(url, reading.text))
            return
        self.listings += reading.kind == "listing" and not reading.rows
        self.empty += reading.kind == "other"
        self.rows += reading.rows


def crawl_own(
    steps: "Steps",
    client: "PoliteClient",
    blobs: "Blobs",
    order: ScrapeOrder,
    log: Logger,
    *,
    keep_texts: bool = False,
) -> OwnCrawl:
    """Crawl a site with a client that is not open yet and read its activities.

    With `keep_texts` pages without structured data are not read; their text is given back instead.

    Raises BadUrl for the start URL, StoreError when results cannot be kept. A start page that cannot be had is a note.
    """
    rules = CrawlRules(order.url, max_pages=order.max_pages, max_depth=order.max_depth)
    with open_in_thread(client) as thread:
        crawl = crawl_in_thread(steps, client, thread, blobs, rules, log)
        fetch = _Fetch(steps, client, thread, blobs)
        seen, notes = _Seen(keep_texts), [*crawl.notes, *_failures(crawl)]
        for page in crawl.pages:
            if page.blob is None or page.content_type not in HTML:
                continue
            html = blobs.get(page.blob).decode("utf-8", "replace")
            seen.take(html, page.url)
            facts = page_facts(html, page.url)
            seen.feeds |= dict.fromkeys(facts.feeds)
            if order.follow_external_links and page.depth < order.max_depth:
                seen.links |= dict.fromkeys(_to_other_hosts(facts.links, page.url))
        known = {name for page in crawl.pages if page.blob for name in (page.url, page.requested_url)}
        notes += _from_feeds(fetch, crawl, seen, known, order)
        if order.follow_external_links:
            notes += _from_others(fetch, seen, order)
    if seen.listings:
        notes.append(f"{seen.listings} pages are lists of others and no activities.")
    if seen.empty:
        notes.append(f"{seen.empty} pages name no activity.")
    rows, repeated = without_repeats(seen.rows)
    notes += [f"{row.name} stands on many pages of the site and is kept once, of {row.source_url}." for row in repeated]
    result = RawResult(rows, notes, seen.pages, is_complete=crawl.is_complete and not fetch.failed)
    return OwnCrawl(result, seen.texts)


def _from_feeds(fetch: "_Fetch", crawl: SiteCrawl, seen: _Seen, known: set[str], order: ScrapeOrder) -> list[str]:
    """Read the site's feeds: their events, and the pages they lead to where the start itself is a feed."""
    start = identity(order.url)
    is_feed = any(start in (page.url, page.requested_url) and page.content_type in TYPES for page in crawl.pages)
    addresses = [start] if is_feed else list(seen.feeds)
    if not addresses or (order.max_depth == 0 and not is_feed):
        return []
    notes, links = [], dict[str, None]()
    for url, found in fetch.all(FEEDS, addresses[:MOST_FEEDS]):
        if found["blob"] is None:
            notes.append(f"Feed not read. {found['error']}")
            continue
        feed = read_feed(fetch.blobs.get(found["blob"]), url)
        if feed is None:
            notes.append(f"{url} is no feed that can be read.")
            continue
        seen.rows += feed.rows
        links |= dict.fromkeys(same for link in feed.links if (same := identity_or_none(link)))
    if not is_feed or order.max_depth == 0:
        return notes
    own = [link for link in links if is_same_host(host_key(link), host_key(start)) and link not in known]
    return notes + _read(fetch, LINKED, own[: order.max_pages - 1], seen, may_read_words=True)


def _from_others(fetch: "_Fetch", seen: _Seen, order: ScrapeOrder) -> list[str]:
    left = max(0, order.max_pages - seen.pages)
    links = list(seen.links)
    notes = _read(fetch, EXTERNAL, links[:left], seen, may_read_words=False)
    if len(links) > left:
        notes.append(f"{len(links) - left} pages of other hosts were not read: the limit is {order.max_pages} pages.")
    return notes


def _read(fetch: "_Fetch", step: str, urls: list[str], seen: _Seen, *, may_read_words: bool) -> list[str]:
    failed = []
    for url, found in fetch.all(step, urls):
        if found["blob"] is None:
            failed.append(f"{url}: {found['error']}")
        else:
            seen.take(fetch.blobs.get(found["blob"]).decode("utf-8", "replace"), url, may_read_words=may_read_words)
    return [f"Not read: {line}" for line in failed[:5]] + (
        [f"{len(failed) - 5} more pages could not be read."] if len(failed) > 5 else []
    )


class _Fetch:
    """Pages beside the crawl, each a durable step."""

    def __init__(self, steps: "Steps", client: "PoliteClient", thread: ClientThread, blobs: "Blobs") -> None:
        self._steps, self._client, self._thread, self.blobs = steps, client, thread, blobs
        self.failed = 0  # pages, for now or for good

    def all(self, step: str, urls: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give each URL after redirects, the blob of its body (None: why not, in `error`)."""

        async def fetch(url: str) -> dict[str, Any]:
            page = await self._thread.run(self._client.get(url))
            if step != FEEDS and page.content_type not in HTML:
                return {"url": url, "blob": None, "error": _NO_HTML}
            data = page.body if step == FEEDS else page.text.encode("utf-8", "replace")
            return {"url": page.url, "blob": self.blobs.put(data), "error": None}

        limits = [Limit(f"crawl/{step}", IN_FLIGHT)]
        for url, outcome in zip(
            urls, self._steps.map(step, fetch, urls, key=str, limits=limits, retry=ONCE), strict=True
        ):
            if outcome.error is None:
                yield identity_or_none(outcome.value["url"]) or url, outcome.value
            elif isinstance(outcome.cause, FetchError):
                self.failed += 1
                yield url, {"url": url, "blob": None, "error": outcome.error}
            else:
                raise outcome.cause or RuntimeError(outcome.error)


def _to_other_hosts(links: Iterable[str], url: str) -> Iterator[str]:
    home = host_key(url)
    for link in map(identity_or_none, links):
        if link is None or is_same_host(host_key(link), home):
            continue
        host = host_key(link).removeprefix("www.")
        if not any(host == one or host.endswith(f".{one}") for one in _NO_GUIDES):
            yield link


def _failures(crawl: SiteCrawl) -> list[str]:
    if not crawl.pages or crawl.pages[0].blob is not None or crawl.pages[0].content_type in TYPES:
        return []
    return [f"The start page was not read: {crawl.pages[0].error}"]
