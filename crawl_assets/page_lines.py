"""Commands that read pages: one JSON line a page, in the order given, an error in the place of what cannot be read."""

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient

Line = Mapping[str, Any]
LineOf = Callable[[str, str], Line]  # of HTML and URL
Fetch = Callable[[str], Awaitable[tuple[str, str]]]  # HTML and the URL it came from; raises a FetchError

_WEB = ("http://", "https://")
_HTML = ("text/html", "application/xhtml+xml", "")


async def write_lines(pages: Sequence[str], fetching: AbstractAsyncContextManager[Fetch], line_of: LineOf) -> int:
    """Write a line for each FILE or URL and return how many pages could not be read.

    `fetching` is only entered when there is something to fetch. The url of a file is the one that the page names as its
    own (canonical link, og:url), else the file's.
    """
    if not any(_is_url(page) for page in pages):
        return sum([_write(_line_of_file(page, line_of)) for page in pages])
    async with fetching as fetch:
        return sum([_write(await _line(fetch, page, line_of)) for page in pages])


@asynccontextmanager
async def fetching_politely(make_client: Callable[[], "PoliteClient"]) -> AsyncIterator[Fetch]:
    """Fetch pages by a polite client of its own; what is no HTML is a BadAnswer."""
    from crawl_assets.crawl.errors import BadAnswer

    async def fetch(url: str) -> tuple[str, str]:
        page = await client.get(url)
        if page.content_type not in _HTML:
            raise BadAnswer(page.url, f"it is {page.content_type}, not HTML.")
        return page.text, page.url

    async with make_client() as client:
        yield fetch


def _is_url(page: str) -> bool:
    return page.lower().startswith(_WEB)


async def _line(fetch: Fetch, page: str, line_of: LineOf) -> Line:
    if not _is_url(page):
        return _line_of_file(page, line_of)
    from crawl_assets.crawl.errors import FetchError

    try:
        html, url = await fetch(page)
    except FetchError as error:
        return {"url": page, "error": error.what}
    return line_of(html, url)


def _line_of_file(name: str, line_of: LineOf) -> Line:
    from crawl_assets.crawl.own_url import own_url

    try:
        path = Path(name).resolve()
        html = _saved_text(path.read_bytes())
    except (OSError, ValueError) as error:
        return {"url": name, "error": f"it cannot be read: {getattr(error, 'strerror', None) or error}."}
    return line_of(html, own_url(html) or path.as_uri())


def _saved_text(body: bytes) -> str:
    """Return the text of a saved page: browsers save UTF-8, whatever it still declares."""
    from crawl_assets.crawl.charset import decode

    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(body, None)


def _write(line: Line) -> bool:
    """Write one line and tell whether it is an error."""
    text = json.dumps(line, ensure_ascii=False)
    try:
        click.echo(text)
    except UnicodeEncodeError:  # a terminal that is not UTF-8
        click.echo(json.dumps(line))
    sys.stdout.flush()
    return "error" in line
