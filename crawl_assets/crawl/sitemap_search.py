"""Find the sitemaps of a site and read them, each one a durable step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawl_assets.crawl.errors import NotFound, shown_url
from crawl_assets.crawl.home import identity_or_none
from crawl_assets.crawl.sitemaps import Sitemap, read_sitemap
from crawl_assets.durable.retrying import RetryRule

if TYPE_CHECKING:
    from crawl_assets.crawl.client_thread import ClientThread
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.crawl.home import Home
    from crawl_assets.durable.steps import Steps

DEEPEST = 3  # an index of indexes of sitemaps
MOST_SITEMAPS = 100
MOST_PAGES = 200_000
ONCE = RetryRule(attempts=1)


@dataclass(frozen=True, slots=True)
class FoundInSitemaps:
    """What all the sitemaps of a site list."""

    pages: tuple[str, ...]  # as written, each once
    notes: list[str]


def find_sitemaps(
    steps: "Steps", client: "PoliteClient", thread: "ClientThread", home: "Home", feeds: Sequence[str]
) -> FoundInSitemaps:
    """Read the sitemaps that robots.txt names, /sitemap.xml, what they index, and feeds; one that fails is a note."""

    async def named(origin: str) -> list[str]:
        return list(await thread.run(client.sitemaps(origin + "/")))

    async def read(url: str) -> dict[str, Any]:
        try:
            page = await thread.run(client.get(url))
            found = read_sitemap(page.body)
        except NotFound:
            found = Sitemap()
        except ValueError as error:
            raise ValueError(f"{shown_url(url)}: {error}") from None
        return {"pages": list(found.pages), "sitemaps": list(found.sitemaps)}

    told = steps.map("sitemaps of robots.txt", named, [home.origin], key=str, retry=ONCE)[0]
    addresses = [*(told.value or ()), f"{home.origin}/sitemap.xml", *feeds]
    pages: dict[str, None] = {}
    notes: list[str] = []
    asked: set[str] = set()
    for depth in range(DEEPEST):
        wave = [url for url in dict.fromkeys(map(identity_or_none, addresses)) if url and url not in asked]
        if len(asked) + len(wave) > MOST_SITEMAPS:
            wave = wave[: MOST_SITEMAPS - len(asked)]
            notes.append(f"The site has more sitemaps than the {MOST_SITEMAPS} that are read.")
        if not wave:
            break
        asked.update(wave)
        addresses = []
        for outcome in steps.map(f"sitemaps {depth}", read, wave, key=str, retry=ONCE):
            if outcome.error is not None:
                notes.append(f"Sitemap not read. {outcome.error}")
                continue
            pages.update(dict.fromkeys(outcome.value["pages"]))
            addresses += outcome.value["sitemaps"]
    else:
        if any(identity_or_none(url) not in asked for url in addresses):
            notes.append(f"Sitemaps nested deeper than {DEEPEST} are not read.")
    return FoundInSitemaps(tuple(pages)[:MOST_PAGES], notes)
