"""`crawl-assets blobs ...`."""

from datetime import UTC, datetime, timedelta

import click

from crawl_assets.resources import Store


@click.group()
def blobs() -> None:
    """Look after the files that hold pages, texts and published files."""


@blobs.command()
@click.option("--older-than", metavar="DAYS", type=float, default=7, show_default=True, help="Keep younger ones.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.pass_obj
def sweep(store: Store, older_than: float, dry_run: bool) -> None:
    """Delete the files that no row of the database names any more.

    Rows are let go by themselves: pages by the crawl that finds them gone, audit rows after 30 crawls, versions of
    llms.txt after 50. Safe beside running materializations.
    """
    from crawl_assets.store.blobs import FileBlobs
    from crawl_assets.store.sweeping import sweep as sweep_blobs

    files = store.blobs
    assert isinstance(files, FileBlobs)
    age = timedelta(days=older_than)
    done = sweep_blobs(store.database, files, datetime.now(UTC), age, only_look=dry_run)
    verb = "would be deleted" if dry_run else "are deleted"
    click.echo(
        f"{done.gone} files ({done.bytes / 1e6:.1f} MB) that no row names {verb}; "
        f"{done.named} are in use, {done.young} are younger than {older_than:g} days."
    )
