"""`crawl-assets crawl ...`."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawl_assets.extract_command import extract
from crawl_assets.resources import Store, Web

if TYPE_CHECKING:
    from crawl_assets.crawl.site import CrawlRules, SiteCrawl

OnProgress = Callable[[int, int], None]  # done, known so far
JOURNAL = "crawl_site"


@click.group()
def crawl() -> None:
    """Fetch pages and turn them into Markdown."""


crawl.add_command(extract)


@crawl.command()
@click.argument("url")
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to fill.")
@click.option("--max-pages", default=1000, show_default=True, type=click.IntRange(1), help="URLs to ask for at most.")
@click.option(
    "--max-depth", default=25, show_default=True, type=click.IntRange(0), help="Clicks away from URL at most."
)
@click.option(
    "--include", multiple=True, metavar="GLOB", help="Only pages whose path fits; may be given several times."
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="No page whose path fits; may be given several times.")
@click.option("--language", "languages", multiple=True, metavar="TAG", help="Only pages in this language, like `en`.")
@click.pass_obj
def site(
    store: Store,
    url: str,
    folder: Path,
    max_pages: int,
    max_depth: int,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    languages: tuple[str, ...],
) -> None:
    """Crawl the site at URL and write its pages as Markdown files, with index.md and index.json.

    Pages are found through sitemaps and links, on the host of URL and below its folder, unless --include says which. In
    a GLOB `*` stands for a part of one path segment, `**` for any number of them: /docs/**, /blog/, *.html. robots.txt
    is obeyed. A crawl that was broken off goes on where it was; the next one asks only for what has changed. Files of
    pages that are gone are removed. Ends with exit code 1 when the start page cannot be had.
    """
    from crawl_assets.crawl.crawl_rules import CrawlRules
    from crawl_assets.crawl_files import write_files

    rules = CrawlRules(url, include, exclude, max_pages, max_depth, languages)
    with _bar("crawling") as on_progress:
        seen = _crawled(store, rules, on_progress)
    with _bar("writing") as on_progress:
        written = write_files(folder, url, seen, store.blobs, on_progress)
    failed = [page for page in seen.pages if page.blob is None]
    for note in seen.notes:
        click.echo(note)
    click.echo(f"{written} pages in {folder}, {len(failed)} others without text; index.json names them.")
    if seen.pages[0].blob is None:
        raise click.ClickException(seen.pages[0].error or "the start page has no text.")


def _crawled(store: Store, rules: "CrawlRules", on_progress: OnProgress) -> "SiteCrawl":
    from crawl_assets.crawl.site import crawl_site
    from crawl_assets.crawl.urls import host_key
    from crawl_assets.durable.errors import JournalError
    from crawl_assets.durable.records import Scope

    log = logging.getLogger("crawl_assets.crawl")
    scope = Scope(JOURNAL, host_key(rules.start_url))
    try:
        with store.journals.open(scope, "crawl-assets crawl site", log) as steps:
            seen = crawl_site(steps, Web(store=store).client(), store.blobs, rules, log, on_progress)
        store.journals.close(scope)
    except JournalError as error:
        raise click.ClickException(str(error)) from error
    return seen


@contextmanager
def _bar(label: str) -> Iterator[OnProgress]:
    """Show how far it is, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, known: None
        return
    with click.progressbar(length=1, label=label, show_pos=True, file=sys.stderr) as bar:

        def show(done: int, known: int) -> None:
            bar.length = max(known, 1)
            bar.update(done - bar.pos)

        yield show
