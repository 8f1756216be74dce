"""`crawl-assets llms lint`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from crawl_assets.resources import Store


@click.command("lint")
@click.argument("file_or_url")
@click.option("--check-links", is_flag=True, help="Also fetch every link and report those that lead nowhere.")
@click.pass_obj
def lint_command(store: Store, file_or_url: str, check_links: bool) -> None:
    """Judge an llms.txt by the format's rules: one finding a line, exit code 1 when one is an error."""
    from crawl_assets.llms_txt.linting import ERROR, lint
    from crawl_assets.llms_txt.reading import parse

    text = _read(store, file_or_url)
    alive: Mapping[str, bool] = {}
    if check_links:
        alive = _alive(store, [link.url for link in parse(text).links])
    findings = lint(text, is_alive=(lambda url: alive.get(url, True)) if check_links else None)
    for finding in findings:
        click.echo(finding)
    if any(finding.level == ERROR for finding in findings):
        raise SystemExit(1)


def _read(store: Store, file_or_url: str) -> str:
    is_url = file_or_url.lower().startswith(("http://", "https://"))
    body = _fetched(store, file_or_url) if is_url else Path(file_or_url).read_bytes()
    try:
        return body.decode("utf-8")  # keeps a byte order mark, which is a finding
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file_or_url} is not UTF-8 from byte {error.start} on. Save it as UTF-8."
        ) from None


def _fetched(store: Store, url: str) -> bytes:
    import asyncio

    from crawl_assets.resources import Web

    async def fetch() -> bytes:
        async with Web(store=store).client() as client:
            return (await client.get(url)).body

    return asyncio.run(fetch())


def _alive(store: Store, urls: Sequence[str]) -> dict[str, bool]:
    """Fetch each address once; one that robots.txt keeps us from is taken to be alive."""
    import asyncio

    from crawl_assets.crawl.errors import FetchError, RobotsRefused
    from crawl_assets.resources import Web

    async def check() -> dict[str, bool]:
        async with Web(store=store).client() as client:

            async def is_alive(url: str) -> bool:
                try:
                    await client.get(url)
                except RobotsRefused:
                    return True
                except FetchError:
                    return False
                return True

            different = list(dict.fromkeys(urls))
            return dict(zip(different, await asyncio.gather(*map(is_alive, different)), strict=True))

    return asyncio.run(check())
