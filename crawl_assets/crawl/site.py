"""Crawl one site: its sitemaps and its links, breadth first, every request a durable step.

    with journals.open(scope, run_id, log) as steps:
        crawl = crawl_site(steps, client, blobs, CrawlRules("https://docs.example.org/"), log)

What was fetched is remembered by the journal: a crawl that was killed goes on where it was, and asks again only for
what was in flight. The next crawl asks with validators, when the client keeps pages.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.crawl.client_thread import ClientThread, open_in_thread
from crawl_assets.crawl.crawl_rules import CrawlRules, speaks
from crawl_assets.crawl.errors import FetchError
from crawl_assets.crawl.frontier import Frontier, Visit
from crawl_assets.crawl.home import Home, home_of
from crawl_assets.crawl.in_vain import InVain
from crawl_assets.crawl.merging import duplicates
from crawl_assets.crawl.reading import Reading
from crawl_assets.crawl.sitemap_search import find_sitemaps
from crawl_assets.crawl.urls import host_key, identity
from crawl_assets.crawl.visiting import Visited, visit, visit_failed, visited
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.store.errors import StoreError

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import Page, PoliteClient, ReadBefore
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.blobs import Blobs

__all__ = ["CrawlRules", "CrawledPage", "SiteCrawl", "crawl_in_thread", "crawl_site"]
ONCE = RetryRule(attempts=1)  # the client itself tries again
IN_FLIGHT = 8  # pages of one host, over all processes: while some are on the wire, others are read and kept
OnProgress = Callable[[int, int], None]  # visited so far, known so far


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """What a crawl saw of one page."""

    url: str  # identity, after redirects
    requested_url: str  # what was asked for first
    status: int | None  # None: no answer, or never asked
    outcome: str  # fetched, unchanged, failed or refused; the last three have a reason in `error`, unchanged has none
    content_type: str
    blob: str | None  # id of the decoded body as UTF-8 text; None unless fetched or unchanged
    depth: int
    error: str | None
    is_noindex: bool
    fetched_at: datetime  # UTC; of the start of the crawl where there was no answer


@dataclass(frozen=True, slots=True)
class SiteCrawl:
    """What a crawl saw of a site."""

    pages: list[CrawledPage]  # the start page first, in the order they were found
    is_complete: bool  # nothing was cut off by the cap on pages, nothing failed that may work later
    sitemap_urls: tuple[str, ...]  # identities that sitemaps list and the rules ask for
    notes: list[str]  # for people


def crawl_site(
    steps: "Steps",
    client: "PoliteClient",
    blobs: "Blobs",
    rules: CrawlRules,
    log: Logger,
    on_progress: OnProgress | None = None,
) -> SiteCrawl:
    """Crawl a site with a client that is not open yet.

    A page that fails is one of the pages. Raises BadUrl for the start URL, StoreError when results cannot be kept.
    """
    with open_in_thread(client) as thread:
        return crawl_in_thread(steps, client, thread, blobs, rules, log, on_progress)


def crawl_in_thread(
    steps: "Steps",
    client: "PoliteClient",
    thread: ClientThread,
    blobs: "Blobs",
    rules: CrawlRules,
    log: Logger,
    on_progress: OnProgress | None = None,
) -> SiteCrawl:
    """Crawl as `crawl_site` does, with a client that is open in a thread and may be asked for more afterwards."""
    identity(rules.start_url)
    began = datetime.fromisoformat(steps.run("begin", _now))
    return _Crawl(steps, client, thread, blobs, rules, began, on_progress or _silent).run(log)


class _Crawl:
    """One crawl under way."""

    def __init__(
        self,
        steps: "Steps",
        client: "PoliteClient",
        thread: ClientThread,
        blobs: "Blobs",
        rules: CrawlRules,
        began: datetime,
        on_progress: OnProgress,
    ) -> None:
        self._steps, self._client, self._thread, self._blobs = steps, client, thread, blobs
        self._rules, self._began, self._on_progress = rules, began, on_progress
        self._pages: dict[str, Visited] = {}  # by their URL at home
        self._visits: dict[str, Visit] = {}  # the first one that led to each
        self._in_vain = InVain()
        self._may_work_later = self._visited = self._known = self._waves = 0

    def run(self, log: Logger) -> SiteCrawl:
        start = Visit(identity(self._rules.start_url), 0)
        first = self._wave([start])[0]
        home = home_of(start.url, first.url)
        if home is None:
            return self._elsewhere(start, first)
        frontier = Frontier(self._rules, home)
        frontier.start({start.url, home.at_home(first.url) or start.url})
        self._take(start, first, home, frontier)
        sitemaps = find_sitemaps(self._steps, self._client, self._thread, home, first.feeds)
        frontier.offer(sitemaps.pages, 1, None)
        while not self._in_vain.has_stopped and (wave := frontier.next_wave()):
            self._known = self._visited + len(wave) + len(frontier)
            for one, result in zip(wave, self._wave(wave), strict=True):
                self._take(one, result, home, frontier)
        notes = [*sitemaps.notes, *(f"Left out, {why}: {count} URLs." for why, count in frontier.left_out.items())]
        if self._in_vain.has_stopped:
            notes.append(f"The crawl ended early. {self._in_vain.why}")
        elif len(frontier):
            notes.append(f"{len(frontier)} known URLs were not visited: the crawl may ask for {self._rules.max_pages}.")
        merged = duplicates(self._pages)
        if merged:
            notes.append(f"{len(merged)} addresses lead to the page of another one (canonical, index page): merged.")
        if self._may_work_later:
            notes.append(f"{self._may_work_later} pages failed for now; a later crawl may get them.")
        for note in notes:
            log.info(note)
        pages = [self._page(url) for url in self._pages if url not in merged]
        is_complete = not len(frontier) and not self._may_work_later and first.blob is not None
        return SiteCrawl(pages, is_complete, tuple(frontier.asked_for(sitemaps.pages)), notes)

    def _wave(self, wave: list[Visit]) -> list[Visited]:
        async def fetch(one: Visit) -> object:
            try:
                result = await visit(one.url, revisits, self._blobs, self._began)
                self._in_vain.answered()
                return result
            except FetchError as error:
                self._in_vain.failed(error)
                raise
            finally:
                self._seen()

        self._thread.wait(self._client.look_up([one.url for one in wave]))
        revisits, before = _InThread(self._thread, self._client), self._visited
        outcomes = self._steps.map(
            f"fetch {self._waves}",
            fetch,
            wave,
            key=lambda one: one.url,
            inputs=lambda one: one.url,
            limits=[Limit(f"crawl/{host_key(self._rules.start_url)}", IN_FLIGHT)],
            retry=ONCE,
        )
        self._waves += 1
        results = []
        for one, outcome in zip(wave, outcomes, strict=True):
            if outcome.error is None:
                results.append(visited(outcome.value))
                continue
            if isinstance(outcome.cause, StoreError):
                raise outcome.cause
            self._may_work_later += 1
            results.append(visit_failed(one.url, outcome.cause, outcome.error))
        self._visited = before + len(wave)
        self._on_progress(self._visited, max(self._known, self._visited))
        return results

    def _seen(self) -> None:
        self._visited += 1
        self._on_progress(self._visited, max(self._known, self._visited))

    def _take(self, one: Visit, result: Visited, home: Home, frontier: Frontier) -> None:
        """Keep a result under its URL at home, and queue where it leads."""
        url = home.at_home(result.url)
        if url is None:
            self._keep(one.url, one, replace(result, outcome="refused", blob=None, error=_away(result.url)))
            return
        if url != home.at_home(one.url) and (reason := frontier.reached(url)):
            words = f"It redirects to {url}, which the rules leave out: {reason}."
            self._keep(one.url, one, replace(result, outcome="refused", blob=None, error=words))
            return
        if not speaks(result.language, self._rules.languages):
            reason = f"Its language is {result.language}, and {', '.join(self._rules.languages)} are asked for."
            self._keep(url, one, replace(result, outcome="refused", blob=None, error=reason))
            return
        canonical = home.at_home(result.canonical) if result.canonical else None
        self._keep(url, one, replace(result, url=url, canonical=canonical, links=()))
        frontier.offer(result.links, one.depth + 1, url)
        if canonical is not None:
            frontier.offer([canonical], one.depth + 1, url)

    def _keep(self, url: str, one: Visit, result: Visited) -> None:
        before = self._pages.get(url)
        if before is None or (before.blob is None and result.blob is not None):
            self._pages[url] = result
            self._visits.setdefault(url, one)

    def _page(self, url: str) -> CrawledPage:
        seen, one = self._pages[url], self._visits[url]
        return CrawledPage(
            url=url,
            requested_url=one.url,
            status=seen.status,
            outcome=seen.outcome,
            content_type=seen.content_type,
            blob=seen.blob,
            depth=one.depth,
            error=seen.error,
            is_noindex=seen.is_noindex,
            fetched_at=datetime.fromisoformat(seen.fetched_at) if seen.fetched_at else self._began,
        )

    def _elsewhere(self, start: Visit, first: Visited) -> SiteCrawl:
        self._keep(start.url, start, replace(first, outcome="refused", blob=None, links=(), error=_away(first.url)))
        return SiteCrawl([self._page(start.url)], False, (), [f"{start.url}: {_away(first.url)}"])


class _InThread:
    """The client in its thread, as visits ask for it."""

    def __init__(self, thread: ClientThread, client: "PoliteClient") -> None:
        self._thread, self._client = thread, client

    async def revisit(self, url: str) -> "Page | ReadBefore":
        return await self._thread.run(self._client.revisit(url))

    def note(self, page: "Page", reading: Reading) -> None:
        self._client.note(page, reading)


def _away(url: str) -> str:
    return f"It redirects to another site, {url}. Crawl that one, if it is meant."


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _silent(_: int, __: int) -> None:
    """Show nothing."""
