"""`crawl-assets cryptic ...`."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import click

from crawl_assets.resources import Store


@click.group()
def cryptic() -> None:
    """Benchmark language models on the week's cryptic crosswords."""


@cryptic.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_obj
def import_(store: Store, path: Path) -> None:
    """Import a published benchmark database (SQLite), score and rank it; a newer snapshot updates."""
    from crawl_assets.cryptic_bench.importing import import_published
    from crawl_assets.cryptic_bench.published import read_published
    from crawl_assets.cryptic_bench.reporting import report_import

    imported = import_published(store.database, read_published(path))
    report_import(store.settings, store.database, imported)
    for line in imported.summary():
        click.echo(line)


@cryptic.command()
@click.option("--week", "week_id", metavar="WEEK", help="A week like 2026-W01; default: the newest with a ranking.")
@click.option("--all", "every_week", is_flag=True, help="Every week.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="The form of the rows.",
)
@click.pass_obj
def leaderboard(store: Store, week_id: str | None, every_week: bool, form: str) -> None:
    """Print a week's leaderboard."""
    from crawl_assets.cryptic_bench import leaderboard as board
    from crawl_assets.cryptic_bench.puzzle import week_start_from_id

    if week_id is not None and every_week:
        raise click.UsageError("give --week or --all, not both.")
    if week_id is not None:
        week_start_from_id(week_id)  # a clear error for a bad week
    wanted = None if every_week else week_id or board.newest_ranked_week(store.database)
    rows = board.leaderboard(store.database, wanted)
    click.echo({"table": board.as_table, "csv": board.as_csv, "json": board.as_json}[form](rows))


@cryptic.command()
@click.option("--week", "week_id", metavar="WEEK", required=True, help="A week like 2026-W01.")
@click.option("--model", "openrouter_id", metavar="ID", required=True, help="A model id like openai/gpt-5.2.")
@click.pass_obj
def clues(store: Store, week_id: str, openrouter_id: str) -> None:
    """Print every clue of a week with one model's answer, wrong ones first."""
    from tabulate import tabulate

    from crawl_assets.cryptic_bench.clue_results import clue_results
    from crawl_assets.cryptic_bench.puzzle import week_start_from_id
    from crawl_assets.cryptic_bench.registry import find_model

    model = find_model(store.database, openrouter_id)
    results = clue_results(store.database, week_start_from_id(week_id), model.openrouter_id)
    if not results:
        raise click.ClickException(f"no clues are known for {week_id}; see `crawl-assets cryptic leaderboard --all`.")
    click.echo(tabulate([row.values() for row in results], headers=list(results[0]), disable_numparse=True))


@cryptic.group()
def models() -> None:
    """Manage the models that are asked each week."""


@models.command()
@click.argument("openrouter_id", metavar="ID")
@click.option("--name", "display_name", help="The name to show; default: the id's last part.")
@click.pass_obj
def add(store: Store, openrouter_id: str, display_name: str | None) -> None:
    """Add a model (or bring a retired one back) and its partition."""
    from crawl_assets.cryptic_bench.registry import add_model
    from crawl_assets.cryptic_bench.reporting import add_model_partitions

    model = add_model(store.database, openrouter_id, display_name, datetime.now(UTC))
    home = add_model_partitions(store.settings, [model.openrouter_id])
    click.echo(f"{model.openrouter_id} is active and has its partition in {home}.")
    click.echo(
        "Past weeks: in the UI, open model_responses, Materialize, choose this model and the weeks; or start the\n"
        "sensor new_model_backfill. One week:\n"
        f"DAGSTER_HOME={shlex.quote(str(home))} dagster asset materialize -m crawl_assets.definitions \\\n"
        f"  --select model_responses,evaluations --partition '{model.openrouter_id}|<Monday, like 2026-01-05>'"
    )


@models.command("list")
@click.pass_obj
def list_(store: Store) -> None:
    """List every model with its state."""
    from tabulate import tabulate

    from crawl_assets.cryptic_bench.registry import known_models

    rows = [
        (model.openrouter_id, model.display_name, model.kind, "active" if model.is_active else "retired")
        for model in known_models(store.database)
    ]
    click.echo(tabulate(rows, headers=["id", "name", "kind", "state"]))


@models.command()
@click.argument("openrouter_id", metavar="ID")
@click.pass_obj
def retire(store: Store, openrouter_id: str) -> None:
    """Ask a model no more; what it answered stays."""
    from crawl_assets.cryptic_bench.registry import retire_model

    model = retire_model(store.database, openrouter_id)
    click.echo(f"{model.openrouter_id} is retired; its results stay.")
