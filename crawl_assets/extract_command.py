"""`crawl-assets crawl extract`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawl_assets.resources import Store, Web

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient

_WEB = ("http://", "https://")


@click.command()
@click.argument("pages", metavar="FILE_OR_URL...", nargs=-1, required=True)
@click.pass_obj
def extract(store: Store, pages: tuple[str, ...]) -> None:
    """Turn pages of HTML into Markdown and text: one JSON line a page, in the order given.

    A line holds url, title, description, language, published, markdown and text. The url of a FILE is the one that the
    page names as its own (canonical link, og:url), else the file's. URLs are fetched politely, see `crawl site`. A page
    that cannot be read gives a line with its url and an error; the command then ends with exit code 1.
    """
    failed = asyncio.run(_extract_all(Web(store=store), pages))
    if failed:
        raise SystemExit(1)


async def _extract_all(web: Web, pages: tuple[str, ...]) -> int:
    """Write a line for each page and return how many could not be read."""
    if not any(page.lower().startswith(_WEB) for page in pages):
        return sum([_write(_line_of_file(page)) for page in pages])
    async with web.client() as client:
        return sum([_write(await _line(client, page)) for page in pages])


async def _line(client: "PoliteClient", page: str) -> dict[str, str | None]:
    if not page.lower().startswith(_WEB):
        return _line_of_file(page)
    from crawl_assets.crawl.errors import FetchError

    try:
        fetched = await client.get(page)
    except FetchError as error:
        return {"url": page, "error": error.what}
    if fetched.content_type not in ("text/html", "application/xhtml+xml", ""):
        return {"url": fetched.url, "error": f"it is {fetched.content_type}, not HTML."}
    return _extracted(fetched.text, fetched.url)


def _line_of_file(name: str) -> dict[str, str | None]:
    from crawl_assets.crawl.charset import decode
    from crawl_assets.crawl.own_url import own_url

    try:
        path = Path(name).resolve()
        html = decode(path.read_bytes(), None)
    except (OSError, ValueError) as error:
        return {"url": name, "error": f"it cannot be read: {getattr(error, 'strerror', None) or error}."}
    return _extracted(html, own_url(html) or path.as_uri())


def _extracted(html: str, url: str) -> dict[str, str | None]:
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


def _write(line: dict[str, str | None]) -> bool:
    """Write one line and tell whether it is an error."""
    text = json.dumps(line, ensure_ascii=False)
    try:
        click.echo(text)
    except UnicodeEncodeError:  # a terminal that is not UTF-8
        click.echo(json.dumps(line))
    sys.stdout.flush()
    return "error" in line
