"""`crawl-assets crawl extract`."""

import asyncio

import click

from crawl_assets.page_lines import Line, fetching_politely, write_lines
from crawl_assets.resources import Store, Web


@click.command()
@click.argument("pages", metavar="FILE_OR_URL...", nargs=-1, required=True)
@click.pass_obj
def extract(store: Store, pages: tuple[str, ...]) -> None:
    """Turn pages of HTML into Markdown and text: one JSON line a page, in the order given.

    A line holds url, title, description, language, published, markdown and text. The url of a FILE is the one that the
    page names as its own (canonical link, og:url), else the file's. URLs are fetched politely, see `crawl site`. A page
    that cannot be read gives a line with its url and an error; the command then ends with exit code 1.
    """
    if asyncio.run(_extract_all(Web(store=store), pages)):
        raise SystemExit(1)


async def _extract_all(web: Web, pages: tuple[str, ...]) -> int:
    return await write_lines(pages, fetching_politely(web.client), _line)


def _line(html: str, url: str) -> Line:
    from crawl_assets.crawl.extract import extract as extract_page

    page = extract_page(html, url)
    return {
        "url": url,
        "title": page.title,
        "description": page.description,
        "language": page.language,
        "published": page.published,
        "markdown": page.markdown,
        "text": page.text,
    }
