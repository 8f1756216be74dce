"""`crawl-assets llms copy`, and the copy after a version is published or rolled back to."""

from typing import TYPE_CHECKING

import click

from crawl_assets.resources import Store

if TYPE_CHECKING:
    from crawl_assets.llms_txt.rows import Domain


@click.command("copy")
@click.argument("domain")
@click.option("--to", "target", metavar="TARGET", help="Like s3://bucket/folder or a folder; default: PUBLISH_TO.")
@click.option("--again", is_flag=True, help="Also send what is there already by its manifest.")
@click.pass_obj
def copy_command(store: Store, domain: str, target: str | None, again: bool) -> None:
    """Copy the published files to TARGET/DOMAIN, and delete there what is published no more.

    A run that publishes does so by itself where PUBLISH_TO is set.
    """
    from crawl_assets.llms_txt.copying import copy_published, shown_target
    from crawl_assets.llms_txt.publishing import published
    from crawl_assets.llms_txt.registry import find_domain
    from crawl_assets.settings import pass_on_environment_file

    pass_on_environment_file()
    files = published(store.database, find_domain(store.database, domain))
    target = target or store.settings.publish_to
    if not target:
        raise click.ClickException("nowhere to copy to: set PUBLISH_TO, like s3://bucket/folder, or give --to.")
    if not files:
        raise click.ClickException(f"nothing of {domain} is published yet; materialize its partition first.")
    copied = copy_published(files, domain, store.blobs, target, again=again)
    click.echo(f"{shown_target(target)}/{domain} has version {files[0].version}: {copied}.")


def copied_to_target(store: Store, domain: "Domain") -> str:
    """Copy what is published of a domain to PUBLISH_TO, if it is set, and tell what came of it.

    A copy that fails is told and not raised: what is published stays published, and the next copy repairs it.
    """
    from crawl_assets.llms_txt.copying import NotCopied, copy_published
    from crawl_assets.llms_txt.publishing import published
    from crawl_assets.store.errors import StoreError

    target = store.settings.publish_to
    if not target:
        return "nowhere: PUBLISH_TO is not set"
    files = published(store.database, domain)
    if not files:
        return "nothing is published"
    try:
        return str(copy_published(files, domain.domain, store.blobs, target))
    except (NotCopied, StoreError) as error:
        return f"not copied: {error}"
