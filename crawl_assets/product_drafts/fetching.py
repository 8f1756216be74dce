"""How a page is had: by the polite client, or by a browser where the run's config says so."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawl_assets.crawl.errors import BadAnswer

if TYPE_CHECKING:
    from crawl_assets.resources import Web

HTML = ("text/html", "application/xhtml+xml", "")


class Walled(Exception):
    """The page is a login, a captcha or a block; the message says which, for a person."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page."""

    url: str  # after redirects
    status: int | None  # HTTP status; None where a browser does not tell
    content_type: str  # media type
    html: str
    body: bytes  # as it is kept


def by_client(web: "Web", url: str, seconds: float) -> Fetched:
    """Fetch a page politely, robots.txt and redirects included, within a time; raises FetchError or TimeoutError."""
    from crawl_assets.durable.own_loop import in_own_loop

    return in_own_loop(lambda: _get(web, url, seconds))


async def _get(web: "Web", url: str, seconds: float) -> Fetched:
    try:
        async with asyncio.timeout(seconds), web.client(keeps=False) as client:
            page = await client.get(url)
    except TimeoutError:
        raise TimeoutError(f"the page did not come within {seconds:g} s, its tries together.") from None
    if page.content_type not in HTML:
        raise BadAnswer(page.url, f"it is {page.content_type}, not HTML. Give the address of the product's page.")
    return Fetched(page.url, page.status, page.content_type, page.text, page.body)


def by_browser(web: "Web", url: str, seconds: float) -> Fetched:
    """Fetch a page by a browser, which runs its scripts, within a time; raises FetchError, or NotSetUp without one."""
    from crawl_assets.durable.own_loop import in_own_loop

    return in_own_loop(lambda: _shown(web, url, seconds))


async def _shown(web: "Web", url: str, seconds: float) -> Fetched:
    from crawl_assets.product_drafts.browser import Browser, find_chromium

    settings = web.settings
    browser = Browser(find_chromium(settings.chromium_path), allow_hosts=settings.allowed_hosts, seconds=seconds)
    async with web.client(keeps=False) as client:
        await client.ask_robots(url)
    async with browser:
        page = await browser.get(url)
    return Fetched(page.url, page.status, "text/html", page.html, page.html.encode("utf-8", "replace"))
