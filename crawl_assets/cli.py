"""`crawl-assets`: what the `dagster` command has no word for."""

from typing import Any

import click

from crawl_assets.activities.commands import activities
from crawl_assets.blob_commands import blobs
from crawl_assets.crawl_commands import crawl
from crawl_assets.cryptic_bench.commands import cryptic
from crawl_assets.inbox_commands import inbox, serve
from crawl_assets.journal_commands import journal
from crawl_assets.llms_txt.commands import llms
from crawl_assets.product_drafts.commands import products
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings


class ReadableErrors(click.Group):
    """A group whose commands end with one clear line, not a traceback, when the reader can do something about it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; known errors become messages and exit code 1."""
        from crawl_assets.durable.errors import StepError
        from crawl_assets.store.errors import StoreError

        try:
            return super().invoke(ctx)
        except (StoreError, StepError, LookupError, ValueError, OSError) as error:
            if isinstance(error, KeyError | IndexError | UnicodeError):
                raise
            raise click.ClickException(str(error)) from error


@click.group(cls=ReadableErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crawl-assets")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Scrape, evaluate with language models and publish, on Dagster and Turso.

    Settings come from environment variables and the file .env; see .env.example.
    """
    ctx.obj = Store()


@main.command()
@click.option("--status", "only_status", is_flag=True, help="Only show which migrations are applied.")
@click.pass_obj
def migrate(store: Store, only_status: bool) -> None:
    """Bring the database's schema up to date, and register the active models as partitions."""
    from crawl_assets.cryptic_bench.registry import active_models
    from crawl_assets.cryptic_bench.reporting import add_model_partitions
    from crawl_assets.store import migrate as migrations

    shipped = migrations.shipped_migrations()
    database = store.unmigrated_database
    if only_status:
        click.echo(database.name)
        for state in migrations.status(database, shipped):
            click.echo(f"  {state.name:<32} {state.applied_at or 'waiting'}")
        return
    applied = migrations.migrate(database, shipped)
    models = [model.openrouter_id for model in active_models(database)]
    home = add_model_partitions(store.settings, models)
    click.echo(f"{database.name}: {', '.join(applied) or 'nothing to apply'}")
    click.echo(f"{home}: {len(models)} models are partitions")


@main.command("dagster-home")
def dagster_home() -> None:
    """Print the folder to use as DAGSTER_HOME, making it when needed."""
    from crawl_assets.instance import dagster_home as folder

    click.echo(folder(read_settings()))


@main.command()
def demo() -> None:
    """Run everything on the sample site with the offline baselines: no key, no network."""
    from crawl_assets.demo.running import run_demo

    run_demo(click.echo)


main.add_command(activities)
main.add_command(blobs)
main.add_command(crawl)
main.add_command(cryptic)
main.add_command(inbox)
main.add_command(journal)
main.add_command(llms)
main.add_command(products)
main.add_command(serve)
