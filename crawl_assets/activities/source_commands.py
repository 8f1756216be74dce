"""`crawl-assets activities sources ...`."""

from datetime import UTC, datetime
from typing import Any

import click

from crawl_assets.resources import Store


@click.group()
def sources() -> None:
    """Watch sitemaps, feeds and listings; what is new in them becomes workflows."""


@sources.command()
@click.argument("url")
@click.option(
    "--detector",
    type=click.Choice(["sitemap", "rss", "listing", "site"]),
    required=True,
    help="What the URL is; site: read it all each time.",
)
@click.option(
    "--every",
    type=click.Choice(["hourly", "daily", "weekly", "monthly", "manual"]),
    default="daily",
    show_default=True,
    help="How often it is asked.",
)
@click.option("--name", default="", help="For people; default: the URL.")
@click.option("--baseline", is_flag=True, help="The first check only records what is there.")
@click.option(
    "--cap", type=click.IntRange(min=1), default=20, show_default=True, help="Workflows of one check at most."
)
@click.option("--include", multiple=True, metavar="GLOB", help="Only these paths; may be given several times.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Not these paths; may be given several times.")
@click.option(
    "--backend",
    "scraper",
    type=click.Choice(["own", "firecrawl", "fetchfox"]),
    default="own",
    show_default=True,
    help="Who reads the pages.",
)
@click.option("--auto-import/--review", default=True, show_default=True, help="What its workflows do with their rows.")
@click.pass_obj
def add(store: Store, /, url: str, baseline: bool, **options: Any) -> None:
    """Watch a URL; one that is watched already is changed."""
    from crawl_assets.activities.sources import NewSource, add_source

    source = add_source(store.database, NewSource(url, has_baseline=baseline, **options), datetime.now(UTC))
    click.echo(f"Source {source.source_id} is asked {source.every}: {source.url}")
    click.echo("The schedule hourly_sources asks those that are due; now: crawl-assets activities sources check")


@sources.command("list")
@click.pass_obj
def list_(store: Store) -> None:
    """List the sources with what they named so far."""
    from tabulate import tabulate

    from crawl_assets.activities import sources as watched

    rows = [
        (
            row.source_id,
            row.detector,
            "paused" if row.is_paused else row.every,
            f"{row.last_checked_at:%Y-%m-%d %H:%M}" if row.last_checked_at else "never",
            ", ".join(f"{count} {state}" for state, count in watched.counts_of(store.database, row.source_id).items()),
            row.url,
            (row.error or "")[:60],
        )
        for row in watched.sources(store.database)
    ]
    heads = ["source", "detector", "every", "checked (UTC)", "addresses", "URL", "error"]
    click.echo(tabulate(rows, headers=heads, disable_numparse=True) if rows else "none")


@sources.command()
@click.argument("source_id")
@click.pass_obj
def pause(store: Store, source_id: str) -> None:
    """Stop watching for now."""
    from crawl_assets.activities.sources import pause_source

    click.echo(f"{pause_source(store.database, source_id, is_paused=True).url} is paused.")


@sources.command()
@click.argument("source_id")
@click.pass_obj
def resume(store: Store, source_id: str) -> None:
    """Go on watching."""
    from crawl_assets.activities.sources import pause_source

    click.echo(f"{pause_source(store.database, source_id, is_paused=False).url} is watched again.")


@sources.command()
@click.argument("source_id")
@click.pass_obj
def remove(store: Store, source_id: str) -> None:
    """Forget a source and what it named; its activities stay."""
    from crawl_assets.activities.sources import remove_source

    click.echo(f"{remove_source(store.database, source_id).url} is forgotten.")


@sources.command()
@click.argument("source_id", required=False)
@click.pass_obj
def check(store: Store, source_id: str | None) -> None:
    """Ask one source now, or all that are due; says which workflows it asked for."""
    import logging

    from crawl_assets.activities.sources import check_source, due_sources, find_source
    from crawl_assets.resources import Web

    now = datetime.now(UTC)
    due = [find_source(store.database, source_id)] if source_id else due_sources(store.database, now)
    web, log = Web(store=store), logging.getLogger(__name__)
    for source in due:
        click.echo(check_source(store, web, source.source_id, "command line", log, now))
    if not due:
        click.echo("no source is due")
