"""`crawl-assets crawl ...`."""

import click

from crawl_assets.extract_command import extract


@click.group()
def crawl() -> None:
    """Fetch pages and turn them into Markdown."""


crawl.add_command(extract)
