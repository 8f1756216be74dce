"""`crawl-assets llms lint`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawl_assets.llms_txt.existing import page_meant
from crawl_assets.llms_txt.linting.links import all_links
from crawl_assets.llms_txt.linting.lint import ERROR, Finding, lint
from crawl_assets.llms_txt.linting.reading import parse
from crawl_assets.resources import Store, Web

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient

MOST_SITEMAPS, MOST_NESTED = 100, 100  # files that are fetched


@click.command("lint")
@click.argument("file_or_url")
@click.option(
    "--sitemap",
    metavar="FILE_OR_URL",
    help="Also ask that the pages of this sitemap are listed, here or in the llms.txt of sections that this one links.",
)
@click.option("--check-links", is_flag=True, help="Also fetch every link and report those that lead nowhere.")
@click.pass_obj
def lint_command(store: Store, file_or_url: str, sitemap: str | None, check_links: bool) -> None:
    """Judge an llms.txt by the format's rules: one finding a line, exit code 1 when one is an error."""
    import asyncio

    if not (sitemap or check_links or _is_url(file_or_url)):
        findings = lint(_text(file_or_url, Path(file_or_url).read_bytes()))
    else:
        findings = asyncio.run(_with_the_web(store, file_or_url, sitemap, check_links))
    for finding in findings:
        click.echo(finding)
    if any(finding.level == ERROR for finding in findings):
        raise SystemExit(1)


async def _with_the_web(store: Store, file_or_url: str, sitemap: str | None, check_links: bool) -> list[Finding]:
    async with Web(store=store).client() as client:
        text = _text(file_or_url, await _bytes(client, file_or_url))
        pages = await _sitemap_pages(client, sitemap) if sitemap else None
        nested = await _nested(client, text) if sitemap else {}
        links, _ = all_links(text, nested)
        urls = list(dict.fromkeys(link.url for link in links))
        alive = await _alive(client, urls) if check_links else {}
    return lint(
        text,
        sitemap_urls=pages,
        page_of_link={url: page_meant(url, pages) for url in urls} if pages else None,
        nested=nested,
        is_alive=(lambda url: alive[url]) if check_links else None,
    )


def _is_url(place: str) -> bool:
    return place.lower().startswith(("http://", "https://"))


def _text(place: str, body: bytes) -> str:
    try:
        return body.decode("utf-8")  # keeps a byte order mark, which is a finding
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{place} is not UTF-8 from byte {error.start} on. Save it as UTF-8.") from None


async def _bytes(client: "PoliteClient", place: str) -> bytes:
    import asyncio

    return (await client.get(place)).body if _is_url(place) else await asyncio.to_thread(Path(place).read_bytes)


async def _sitemap_pages(client: "PoliteClient", sitemap: str) -> set[str]:
    """Return the identities of the pages that a sitemap, and those it lists, name."""
    from crawl_assets.crawl.home import identity_or_none
    from crawl_assets.crawl.sitemaps import read_sitemap

    pages: set[str] = set()
    waiting, seen = [sitemap], {sitemap}
    while waiting:
        place = waiting.pop()
        try:
            found = read_sitemap(await _bytes(client, place))
        except ValueError as error:
            raise click.ClickException(f"{place} cannot be read as a sitemap: {error}") from None
        pages |= {page for page in map(identity_or_none, found.pages) if page}
        fresh = [one for one in dict.fromkeys(found.sitemaps) if _is_url(one) and one not in seen]
        fresh = fresh[: MOST_SITEMAPS - len(seen)]
        seen |= set(fresh)
        waiting += fresh
    return pages


async def _nested(client: "PoliteClient", text: str) -> dict[str, str]:
    """Fetch the llms.txt that this one links, and those that they link; one that cannot be had is a link like any."""
    from crawl_assets.crawl.errors import FetchError

    nested: dict[str, str] = {}
    waiting = [text]
    while waiting:
        for link in parse(waiting.pop()).links:
            is_new = _is_url(link.url) and link.url.endswith("/llms.txt") and link.url not in nested
            if not is_new or len(nested) >= MOST_NESTED:
                continue
            try:
                nested[link.url] = _text(link.url, await _bytes(client, link.url))
            except FetchError:
                continue
            waiting.append(nested[link.url])
    return nested


async def _alive(client: "PoliteClient", urls: list[str]) -> dict[str, bool]:
    """Fetch each address; one that robots.txt keeps us from is taken to be alive."""
    import asyncio

    from crawl_assets.crawl.errors import FetchError, RobotsRefused

    async def is_alive(url: str) -> bool:
        try:
            await client.get(url)
        except RobotsRefused:
            return True
        except FetchError:
            return False
        return True

    return dict(zip(urls, await asyncio.gather(*map(is_alive, urls)), strict=True))
