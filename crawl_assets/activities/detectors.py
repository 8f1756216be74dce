"""What a source names now: the pages of a sitemap, the entries of a feed, the links of a listing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.rows import ScrapingSource
from crawl_assets.crawl.client_thread import ClientThread, open_in_thread
from crawl_assets.crawl.errors import shown_url
from crawl_assets.crawl.globs import matches_any
from crawl_assets.crawl.home import identity_or_none, is_same_host
from crawl_assets.crawl.sitemaps import read_lastmods, read_sitemap
from crawl_assets.crawl.urls import host_key
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.steps import values

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.durable.steps import Steps

DEEPEST, MOST_SITEMAPS = 3, 100
ONCE = RetryRule(attempts=1)  # the client itself tries again


@dataclass(frozen=True, slots=True)
class Detected:
    """What a source names, by the identity of its address."""

    lastmods: Mapping[str, str | None]  # address -> when it changed last, in the source's words
    is_whole: bool  # what is missing is gone
    notes: Sequence[str] = ()


def detect(steps: "Steps", client: "PoliteClient", source: ScrapingSource) -> Detected:
    """Ask a source with a client that is not open yet; raises StepsFailed when it cannot be had or read.

    A child of a sitemap's index that fails is a note, and then nothing counts as gone.
    """
    with open_in_thread(client) as thread:
        if source.detector == "sitemap":
            found = _sitemap(steps, client, thread, source.url)
        elif source.detector == "rss":
            found = _feed(steps, client, thread, source.url)
        else:
            found = _listing(steps, client, thread, source.url)
    kept = {url: said for url, said in found.lastmods.items() if _is_wanted(source, url)}
    return Detected(kept, found.is_whole, found.notes)


def _sitemap(steps: "Steps", client: "PoliteClient", thread: ClientThread, url: str) -> Detected:
    async def read(address: str) -> dict[str, Any]:
        page = await thread.run(client.get(address))
        try:
            found = read_sitemap(page.body)
        except ValueError as error:
            raise ValueError(f"{shown_url(address)}: {error}") from None
        said = read_lastmods(page.body)
        return {"pages": [[one, said.get(one)] for one in found.pages], "sitemaps": list(found.sitemaps)}

    lastmods: dict[str, str | None] = {}
    notes: list[str] = []
    asked, waiting = set[str](), [url]
    for depth in range(DEEPEST):
        wave = [one for one in dict.fromkeys(waiting) if one not in asked][: MOST_SITEMAPS - len(asked)]
        if not wave:
            break
        asked.update(wave)
        outcomes = steps.map(f"sitemap {depth}", read, wave, key=str, retry=ONCE)
        if depth == 0:
            values(outcomes)
        waiting = []
        for outcome in outcomes:
            if outcome.error is not None:
                notes.append(f"Sitemap not read. {outcome.error}")
                continue
            for address, said in outcome.value["pages"]:
                same = identity_or_none(address)
                if same:
                    lastmods[same] = said or lastmods.get(same)
            waiting += [same for one in outcome.value["sitemaps"] if (same := identity_or_none(one))]
    if any(one not in asked for one in waiting):
        notes.append(f"More sitemaps than {MOST_SITEMAPS}, or nested deeper than {DEEPEST}: not all are read.")
    return Detected(lastmods, not notes, notes)


def _feed(steps: "Steps", client: "PoliteClient", thread: ClientThread, url: str) -> Detected:
    async def read(address: str) -> list[list[str | None]]:
        import feedparser

        page = await thread.run(client.get(address))
        parsed = feedparser.parse(page.body, response_headers={"content-location": page.url})
        if not parsed.version:
            raise ValueError(f"{shown_url(address)} is no feed that can be read.")
        return [
            [entry.get("link"), entry.get("updated" if "updated" in entry else "published")] for entry in parsed.entries
        ]

    entries = values(steps.map("feed", read, [url], key=str, retry=ONCE))[0]
    return Detected({same: said for link, said in entries if (same := identity_or_none(link))}, is_whole=False)


def _listing(steps: "Steps", client: "PoliteClient", thread: ClientThread, url: str) -> Detected:
    async def read(address: str) -> list[str]:
        from crawl_assets.crawl.page_facts import page_facts

        page = await thread.run(client.get(address))
        return list(page_facts(page.text, page.url).links)

    links = values(steps.map("listing", read, [url], key=str, retry=ONCE))[0]
    home, own = host_key(url), identity_or_none(url)
    found = [same for link in links if (same := identity_or_none(link)) and same != own]
    return Detected(dict.fromkeys(one for one in found if is_same_host(host_key(one), home)), is_whole=False)


def _is_wanted(source: ScrapingSource, url: str) -> bool:
    return (not source.include or matches_any(source.include, url)) and not matches_any(source.exclude, url)
