"""`crawl-assets llms cancel`."""

from datetime import UTC, datetime

import click

from crawl_assets.resources import Outside, Store


@click.command("cancel")
@click.argument("domain")
@click.pass_obj
def cancel_command(store: Store, domain: str) -> None:
    """Cancel the crawl of a site that is under way; nothing of it is published.

    A run that still goes on ends with its next look at Firecrawl, or at the end of our own crawl.
    """
    from crawl_assets.llms_txt.registry import cancel_job, find_domain, newest_job
    from crawl_assets.llms_txt.under_way import cancel_there

    known, job = find_domain(store.database, domain), newest_job(store.database, domain)
    by = "It was cancelled by crawl-assets llms cancel."
    if job is None or not cancel_job(store.database, job, datetime.now(UTC), by):
        raise click.ClickException(f"no crawl of {domain} is under way.")
    said = cancel_there(store.database, Outside(lambda: store.settings), known, job)
    click.echo(f"The crawl of {domain} is cancelled. {said}")
