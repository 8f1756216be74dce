"""`crawl-assets journal ...`."""

from typing import TYPE_CHECKING

import click

from crawl_assets.resources import Store

if TYPE_CHECKING:
    from crawl_assets.durable.journal import Journals, JournalSummary

ERROR_CHARACTERS = 100  # of a failure in a table


@click.group()
def journal() -> None:
    """See what was paid for and is not stored yet."""


@journal.command("list")
@click.pass_obj
def list_(store: Store) -> None:
    """List the journals of assets and partitions.

    States: running; killed (its process died), open (its run failed) and ended (its steps ended well, but the output is
    not stored yet). The next run of the asset and partition goes on with any but the first.
    """
    from tabulate import tabulate

    rows = [
        (
            found.scope.asset,
            found.scope.partition,
            found.state,
            found.done,
            found.failed,
            found.opened_at,
            found.run_id,
            found.held_by,
            _short(found.last_error),
        )
        for found in store.journals.summaries()
    ]
    headers = ["asset", "partition", "state", "done", "failed", "since", "run", "process", "failed last"]
    click.echo(tabulate(rows, headers, disable_numparse=True) if rows else "No journal is open.")


@journal.command()
@click.argument("asset")
@click.option("--partition", help="Which, when the asset has journals of several partitions.")
@click.pass_obj
def show(store: Store, asset: str, partition: str | None) -> None:
    """Show the steps of one asset's journal in the order they ended."""
    from tabulate import tabulate

    found = _chosen(store.journals, asset, partition)
    click.echo(f"{found.scope}: {found.state}, {found.done} done, {found.failed} failed, since {found.opened_at}")
    rows = [
        (step.step, step.item, step.state, step.attempts, step.finished_at, _short(step.error) or step.result)
        for step in store.journals.show(found.scope)
    ]
    headers = ["step", "item", "state", "attempts", "ended", "result or error"]
    click.echo(tabulate(rows, headers, disable_numparse=True))


@journal.command()
@click.argument("asset")
@click.option("--partition", help="Which, when the asset has journals of several partitions.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def clear(store: Store, asset: str, partition: str | None, yes: bool) -> None:
    """Give up one asset's journal: its next run buys everything anew."""
    from crawl_assets.durable.errors import JournalError

    found = _chosen(store.journals, asset, partition)
    if not yes:
        click.confirm(f"Give up {found.done} finished steps of {found.scope}, to be paid for again?", abort=True)
    try:
        store.journals.clear(found.scope)
    except JournalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The journal of {found.scope} is gone, with {found.done} finished steps.")


def _chosen(journals: "Journals", asset: str, partition: str | None) -> "JournalSummary":
    of_asset = [found for found in journals.summaries() if found.scope.asset == asset]
    chosen = [found for found in of_asset if partition in (None, found.scope.partition)]
    if len(chosen) == 1:
        return chosen[0]
    there_are = ", ".join(repr(found.scope.partition) for found in of_asset)
    if chosen:
        raise click.UsageError(
            f"{asset} has journals of {len(chosen)} partitions; choose with --partition: {there_are}"
        )
    if of_asset:
        raise click.ClickException(f"no journal of {asset} for partition {partition!r}; there are: {there_are}")
    raise click.ClickException(f"no journal of {asset!r}; `crawl-assets journal list` shows which there are.")


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= ERROR_CHARACTERS else line[: ERROR_CHARACTERS - 1] + "…"
