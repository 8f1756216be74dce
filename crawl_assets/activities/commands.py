"""`crawl-assets activities ...`."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawl_assets.activities.source_commands import sources
from crawl_assets.resources import Store

BACKENDS, LEVELS = ("own", "firecrawl", "fetchfox", "model"), ("low", "medium", "high")
EVERY = ("hourly", "daily", "weekly", "monthly", "manual")
VECTORS_FILE = "vectors.parquet"


@click.group()
def activities() -> None:
    """Read activities for families from sites, review them, import them, find them."""


@activities.command()
@click.argument("url")
@click.option("--max-pages", type=click.IntRange(min=1), default=150, show_default=True, help="Pages to read at most.")
@click.option(
    "--max-depth", type=click.IntRange(min=0), default=3, show_default=True, help="Clicks from the URL; 0: it alone."
)
@click.option(
    "--max-extractions", type=click.IntRange(min=1), default=150, show_default=True, help="Activities at most."
)
@click.option("--backend", type=click.Choice(BACKENDS), default="own", show_default=True, help="Who reads the pages.")
@click.option("--model", help="Of the back end `model`, as maker/model.")
@click.option("--max-cost-usd", type=click.FloatRange(min=0, min_open=True), help="Cap on that model.")
@click.option("--external", is_flag=True, help="Also read pages of other hosts that are linked to.")
@click.option(
    "--tag", "tags", multiple=True, help="A tag that each of its activities gets; may be given several times."
)
@click.option("--urgency", type=click.Choice(LEVELS), default="medium", show_default=True, help="Of its activities.")
@click.option("--auto-import", is_flag=True, help="Import without a review; doubtful rows wait all the same.")
@click.option("--schedule", type=click.Choice(EVERY[:-1]), help="Do it again at this interval.")
@click.pass_obj
def start(store: Store, /, url: str, **options: Any) -> None:
    """Register a workflow that reads the activities of a site, and its partition."""
    from crawl_assets.activities.raw.order import ScrapeOrder
    from crawl_assets.activities.registry import start_workflow
    from crawl_assets.activities.reporting import add_workflow_partition, materialize_command
    from crawl_assets.activities.sources import NewSource, add_source

    if options["backend"] == "model" and not options["model"]:
        raise click.UsageError("--backend model needs --model, as maker/model.")
    order = ScrapeOrder(
        url,
        max_pages=options["max_pages"],
        max_depth=options["max_depth"],
        max_extractions=options["max_extractions"],
        follow_external_links=options["external"],
        tags_hint=options["tags"],
        backend=options["backend"],
    )
    now = datetime.now(UTC)
    workflow = start_workflow(
        store.database,
        order,
        now,
        auto_import=options["auto_import"],
        urgency_default=options["urgency"],
        model=options["model"],
        max_cost_usd=options["max_cost_usd"],
    )
    home = add_workflow_partition(store.settings, workflow.workflow_id)
    click.echo(f"Workflow {workflow.workflow_id} is registered and has its partition in {home}.")
    click.echo("It runs by itself while `make dev` is up. Run it now:")
    click.echo(materialize_command(home, workflow.workflow_id))
    if options["schedule"]:
        wanted = NewSource(
            url, "site", every=options["schedule"], scraper=options["backend"], auto_import=options["auto_import"]
        )
        source = add_source(store.database, wanted, now, is_checked=True)
        click.echo(f"Source {source.source_id} does it again, {source.every}.")


@activities.command()
@click.argument("workflow_id", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Newest workflows to list.")
@click.pass_obj
def status(store: Store, workflow_id: str | None, limit: int) -> None:
    """Show a workflow, or list the newest ones."""
    from tabulate import tabulate

    from crawl_assets.activities.registry import find_workflow, workflows
    from crawl_assets.activities.telling import told_of

    if workflow_id:
        click.echo(told_of(find_workflow(store.database, workflow_id)))
        return
    rows = [
        (row.workflow_id, row.state, row.review, row.activities_processed, row.url, (row.error or "")[:60])
        for row in workflows(store.database)[-limit:]
    ]
    click.echo(tabulate(rows, headers=["workflow", "state", "review", "rows", "URL", "error"], disable_numparse=True))


@activities.command()
@click.argument("workflow_id")
@click.option("--get", "name", help=f"The file to write; {VECTORS_FILE} are the vectors apart.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="The folder.")
@click.pass_obj
def files(store: Store, workflow_id: str, name: str | None, folder: Path) -> None:
    """List the files of a workflow, or write one of them into a folder."""
    from tabulate import tabulate

    from crawl_assets.activities.downloading import download, write_vectors
    from crawl_assets.activities.registry import find_workflow

    workflow = find_workflow(store.database, workflow_id)
    if name is None:
        rows = [
            (one, file["rows"], file["bytes"], file["made_at"], file["blob"])
            for one, file in sorted(workflow.files.items())
        ]
        click.echo(tabulate(rows, headers=["file", "rows", "bytes", "made at", "blob"], disable_numparse=True))
        return
    folder.mkdir(parents=True, exist_ok=True)
    if name == VECTORS_FILE:
        count = write_vectors(store.database, store.blobs, workflow, folder / name)
        click.echo(f"{count} vectors are in {folder / name}.")
        return
    click.echo(f"{download(store.blobs, workflow, name, folder)} bytes are in {folder / name}.")


@activities.command()
@click.argument("workflow_id")
@click.option("--verdict", type=click.Choice(["new", "changed", "same", "doubtful"]), help="Only these rows.")
@click.pass_obj
def review(store: Store, workflow_id: str, verdict: str | None) -> None:
    """Show what each row of a workflow is to the activities that are there, and why."""
    from tabulate import tabulate

    from crawl_assets.activities.concluding import rows_of_workflow
    from crawl_assets.activities.registry import find_workflow

    workflow = find_workflow(store.database, workflow_id)
    order = ["doubtful", "changed", "new", "same"]
    found = [row for row in rows_of_workflow(store.database, workflow_id) if verdict in (None, row.verdict)]
    found.sort(key=lambda row: (order.index(row.verdict), row.name, row.row_key))
    rows = [(row.verdict, row.outcome, row.name[:50], row.reason[:100], row.row_key) for row in found]
    click.echo(tabulate(rows, headers=["verdict", "outcome", "name", "why", "row"], disable_numparse=True))
    counts = {name: sum(row.verdict == name for row in found) for name in order}
    click.echo("\n" + ", ".join(f"{count} {name}" for name, count in counts.items()) + f"; review: {workflow.review}")


@activities.command("import")
@click.argument("workflow_id")
@click.option("--only", multiple=True, type=click.Choice(["new", "changed"]), help="Only rows that are this.")
@click.option("--except", "but", multiple=True, metavar="ROW", help="Not this row, now and in later workflows.")
@click.option("--as-new", multiple=True, metavar="ROW", help="This doubtful row is an activity of its own.")
@click.option("--as-same", multiple=True, metavar="ROW", help="This doubtful row is what it may be.")
@click.pass_obj
def import_(store: Store, workflow_id: str, only: Any, but: Any, as_new: Any, as_same: Any) -> None:
    """Import the rows of a workflow; doubtful ones wait until they are named."""
    from crawl_assets.activities.concluding import Orders, import_reviewed, summary_of
    from crawl_assets.activities.downloading import lines_of
    from crawl_assets.activities.registry import find_workflow

    workflow = find_workflow(store.database, workflow_id)
    lines = lines_of(store.blobs, workflow)
    orders = Orders(getpass.getuser(), only, but, as_new, as_same)
    done = import_reviewed(store.database, workflow, lines, orders, datetime.now(UTC))
    told = summary_of(done.rows)
    click.echo(", ".join(f"{told[name]} {name}" for name in ("imported", "skipped", "waiting", "failed")) + ".")
    for error in told["errors"]:
        click.echo(f"  failed: {error}", err=True)
    if done.vanished:
        click.echo(f"{done.vanished} activities of this site were not seen any more; they are marked as vanished.")


@activities.command()
@click.argument("workflow_id")
@click.pass_obj
def discard(store: Store, workflow_id: str) -> None:
    """Give up a workflow: what waits in it is not imported."""
    from crawl_assets.activities.concluding import discard as give_up

    workflow = give_up(store.database, workflow_id, getpass.getuser(), datetime.now(UTC))
    click.echo(f"Workflow {workflow.workflow_id} of {workflow.url} is discarded.")


@activities.command()
@click.argument("activity_id")
@click.option("--set", "values", multiple=True, metavar="FIELD=VALUE", help="A field's new value; empty: none.")
@click.option("--unlock", multiple=True, metavar="FIELD", help="Workflows may change this field again.")
@click.pass_obj
def edit(store: Store, activity_id: str, values: tuple[str, ...], unlock: tuple[str, ...]) -> None:
    """Change fields of an activity; no workflow overwrites them until they are unlocked."""
    from crawl_assets.activities.editing import edit_activity, unlock_fields

    if not values and not unlock:
        raise click.UsageError("give --set FIELD=VALUE or --unlock FIELD.")
    now = datetime.now(UTC)
    if values:
        changed = edit_activity(store.database, activity_id, values, now)
        click.echo(f"Set and locked: {', '.join(changed)}.")
    if unlock:
        unlock_fields(store.database, activity_id, unlock, now)
        click.echo(f"Unlocked: {', '.join(unlock)}.")


@activities.command(context_settings={"ignore_unknown_options": True})  # a southern latitude is no option
@click.argument("lat", type=click.FloatRange(-90, 90))
@click.argument("lon", type=click.FloatRange(-180, 180))
@click.option("--km", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True, help="How far.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Activities at most.")
@click.pass_obj
def near(store: Store, lat: float, lon: float, km: float, limit: int) -> None:
    """Find activities near a place, the nearest first."""
    from tabulate import tabulate

    from crawl_assets.activities.searching import near as found_near

    rows = [
        (f"{found.km:.1f}", found.activity.name, found.activity.city or "", found.activity.activity_id)
        for found in found_near(store.database, lat, lon, km, limit)
    ]
    click.echo(tabulate(rows, headers=["km", "name", "city", "activity"], disable_numparse=True) if rows else "none")


@activities.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Activities at most.")
@click.pass_obj
def search(store: Store, text: tuple[str, ...], limit: int) -> None:
    """Find activities by what they are about."""
    from tabulate import tabulate

    from crawl_assets.activities.searching import search as found_by

    found = found_by(store.database, store.settings, " ".join(text), limit)
    rows = [
        (
            f"{one.score:.3f}",
            one.activity.name,
            one.activity.starts_at or "",
            one.activity.city or "",
            one.activity.activity_id,
        )
        for one in found.hits
    ]
    heads = ["score", "name", "starts", "city", "activity"]
    click.echo(tabulate(rows, headers=heads, disable_numparse=True) if rows else "none")
    click.echo(f"\nBy {found.how}.")


@activities.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be let go of.")
@click.pass_obj
def retention(store: Store, dry_run: bool) -> None:
    """Let go of files whose time is over; `blobs sweep` then deletes their content."""
    from tabulate import tabulate

    from crawl_assets.activities.retention import let_go, outlived

    files = outlived(store.database, datetime.now(UTC))
    rows = [(file.workflow_id, file.name, file.bytes, file.why) for file in files]
    click.echo(tabulate(rows, headers=["workflow", "file", "bytes", "why"], disable_numparse=True) if rows else "none")
    if not dry_run and files:
        let_go(store.database, files)
        click.echo(f"\n{len(files)} files are let go of. Their content goes with: crawl-assets blobs sweep")


activities.add_command(sources)
