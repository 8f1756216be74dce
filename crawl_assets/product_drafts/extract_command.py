"""`crawl-assets products extract`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from crawl_assets.page_lines import Fetch, Line, fetching_politely, write_lines
from crawl_assets.resources import Store, Web


@click.command("extract")
@click.argument("pages", metavar="FILE_OR_URL...", nargs=-1, required=True)
@click.option(
    "--browser", is_flag=True, help="Fetch URLs by a browser, which runs the page's scripts (extra `browser`)."
)
@click.pass_obj
def extract_command(store: Store, pages: tuple[str, ...], browser: bool) -> None:
    """Read the product of each page, without a model: one JSON line a page, in the order given.

    A line holds url, name, price and regular_price (decimal text, "1299.00"), currency, availability, sku, mpn, gtin,
    brand, description, images, main_image, rating, breadcrumbs, properties, variations, confidence and evidence; what
    the page does not tell is null. The url of a FILE is the one that the page names as its own (canonical link,
    og:url), else the file's. A page that cannot be read, or that is a login, a captcha or a block, gives a line with
    its url and an error; the command then ends with exit code 1.
    """
    web = Web(store=store)
    if asyncio.run(_extract_all(web, pages, by_browser=browser)):
        raise SystemExit(1)


async def _extract_all(web: Web, pages: tuple[str, ...], *, by_browser: bool) -> int:
    fetching = _fetching_by_browser(web) if by_browser else fetching_politely(lambda: web.client(keeps=False))
    return await write_lines(pages, fetching, _line)


@asynccontextmanager
async def _fetching_by_browser(web: Web) -> AsyncIterator[Fetch]:
    """Fetch pages by a browser, where robots.txt lets us."""
    from crawl_assets.product_drafts.browser import Browser, find_chromium

    settings = web.settings

    async def fetch(url: str) -> tuple[str, str]:
        await client.ask_robots(url)
        page = await browser.get(url)
        return page.html, page.url

    async with (
        web.client(keeps=False) as client,
        Browser(find_chromium(settings.chromium_path), allow_hosts=settings.allowed_hosts) as browser,
    ):
        yield fetch


def _line(html: str, url: str) -> Line:
    from crawl_assets.product_drafts.extraction.extract import as_json, extract_product
    from crawl_assets.product_drafts.walls import SCRIPTS, wall_of

    product = extract_product(html, url)
    wall = wall_of(html, url) if product.price is None else None
    is_walled = wall is not None and wall.kind is not SCRIPTS  # what such a shell says in its head is still read
    return {"url": url, "error": wall.note} if wall and is_walled else as_json(product)
