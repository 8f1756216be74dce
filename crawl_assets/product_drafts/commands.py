"""`crawl-assets products ...`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawl_assets.product_drafts.extract_command import extract_command
from crawl_assets.product_drafts.statuses import STATUSES
from crawl_assets.resources import Store

if TYPE_CHECKING:
    from crawl_assets.product_drafts.orders import Order
    from crawl_assets.product_drafts.reviewing import Decision
    from crawl_assets.product_drafts.rows import ProductDraft

ASSETS = "product_pages,product_drafts,product_proposals,product_evidence"
_BY = click.option("--by", "reviewer", default="cli", show_default=True, help="Who decides, for the audit log.")


@click.group()
def products() -> None:
    """Crawl shop pages into product drafts, and review them."""


@products.command()
@click.argument("url")
@click.option("--event-id", metavar="ID", help="Default: sha256 of the normalised URL.")
@click.option("--out-dir", metavar="DIR", help="A folder below PRODUCTS_OUT for its result files.")
@click.pass_obj
def add(store: Store, url: str, event_id: str | None, out_dir: str | None) -> None:
    """Ask for a shop page: adds the partition of its crawl event and prints how to crawl it now.

    While `make dev` runs, a page that nobody crawls by hand is crawled by itself after ten minutes.
    """
    from crawl_assets.product_drafts.orders import order_for
    from crawl_assets.product_drafts.result_files import result_folder

    order = order_for(url, event_id, out_dir, "cli")
    result_folder(store.settings.products_out, order.out_dir)
    _ask(store, order)


@products.command("list")
@click.option("--status", type=click.Choice(STATUSES), help="Only these.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="At most so many, newest first.")
@click.pass_obj
def list_(store: Store, status: str | None, limit: int) -> None:
    """List drafts, the newest changes first."""
    from tabulate import tabulate

    from crawl_assets.product_drafts.reviewing import drafts

    rows = [
        (
            draft.id,
            draft.status,
            _short(draft.payload.get("title")),
            draft.payload.get("price"),
            draft.payload.get("currency"),
            f"{datetime.fromtimestamp(draft.updated_at_ms / 1000, UTC):%Y-%m-%d %H:%M}",
            _short(draft.error),
        )
        for draft in drafts(store.database, status)[:limit]
    ]
    headers = ["id", "status", "title", "price", "currency", "changed (UTC)", "error"]
    click.echo(tabulate(rows, headers, disable_numparse=True) if rows else "There is no such draft.")


@products.command()
@click.argument("draft_id", metavar="ID")
@click.pass_obj
def show(store: Store, draft_id: str) -> None:
    """Show a draft (by its id or its event's) with its evidence, newer results beside it, and what was decided."""
    from tabulate import tabulate

    from crawl_assets.product_drafts.reviewing import evidence_of, find_draft, proposals_of, reviews_of

    draft = find_draft(store.database, draft_id)
    event_id = draft.event_id or draft.id
    click.echo(f"draft {draft.id} of event {event_id} is {draft.status}")
    if draft.error:
        click.echo(f"error: {draft.error}")
    if draft.published_product_id:
        click.echo(f"published as {draft.published_product_id}")
    click.echo(json.dumps(draft.payload, indent=2, ensure_ascii=True))
    evidence = [
        (row.field, _short(row.value), row.source, row.path, row.confidence, _short(row.snippet))
        for row in evidence_of(store.database, event_id)
        if row.captured_at == draft.payload.get("captured_at")
    ]
    if evidence:
        headers = ["field", "value", "source", "path", "confidence", "the page's own words"]
        click.echo("\n" + tabulate(evidence, headers, disable_numparse=True))
    for proposal in proposals_of(store.database, event_id):
        click.echo(f"\nA newer result beside it, of {proposal.captured_at}, {proposal.status}:")
        for line in _differences(draft.payload, proposal.draft_payload):
            click.echo(f"  {line}")
    for review in reviews_of(store.database, draft.id):
        why = f": {review.reason}" if review.reason else ""
        click.echo(f"\n{review.reviewed_at:%Y-%m-%d %H:%M} {review.action} by {review.reviewer}{why}")
        for key, change in review.edits.items():
            click.echo(f"  {key}: {_short(change['before'])!r} -> {_short(change['after'])!r}")


@products.command()
@click.argument("draft_id", metavar="ID")
@click.option("--edits", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="JSON: fields to change.")
@click.option("--product-id", metavar="ID", help="The product that it became; the draft is then PUBLISHED.")
@_BY
@click.pass_obj
def approve(store: Store, draft_id: str, edits: Path | None, product_id: str | None, reviewer: str) -> None:
    """Approve a draft that is READY_FOR_REVIEW, with edits from a JSON file ({"price": "12.00", "brand": null}).

    Without --product-id it stays READY_FOR_REVIEW, and no later crawl overwrites it; with it, it is PUBLISHED.
    """
    from crawl_assets.product_drafts import reviewing

    draft = reviewing.find_draft(store.database, draft_id)
    after = reviewing.approve(store.database, draft, _edits(edits), product_id, _decision(reviewer))
    how = f"published as {after.published_product_id}" if product_id else "approved"
    click.echo(f"draft {after.id} is {how}; its status is {after.status}.")


@products.command()
@click.argument("draft_id", metavar="ID")
@click.option("--reason", help="Why, for the audit log.")
@_BY
@click.pass_obj
def reject(store: Store, draft_id: str, reason: str | None, reviewer: str) -> None:
    """Reject a draft for good."""
    from crawl_assets.product_drafts import reviewing

    draft = reviewing.find_draft(store.database, draft_id)
    after = reviewing.reject(store.database, draft, _decision(reviewer, reason))
    click.echo(f"draft {after.id} is {after.status}.")


@products.command()
@click.argument("draft_id", metavar="ID")
@_BY
@click.pass_obj
def retry(store: Store, draft_id: str, reviewer: str) -> None:
    """Queue a failed draft for another crawl, and print how to crawl it now."""
    from crawl_assets.product_drafts import reviewing
    from crawl_assets.product_drafts.orders import order_for

    draft = reviewing.find_draft(store.database, draft_id)
    order = _order_of(store, draft) or order_for(draft.payload["url"], draft.event_id or draft.id, None, "cli")
    after = reviewing.queue_again(store.database, draft, _decision(reviewer))
    click.echo(f"draft {after.id} is {after.status}.")
    _ask(store, order)


def _ask(store: Store, order: "Order") -> None:
    from crawl_assets.product_drafts.orders import AWAY, OrderFiles, order_statements, utc_now
    from crawl_assets.product_drafts.reporting import add_event_partition

    try:
        store.database.transaction(order_statements(store.database, order, utc_now()))
    except AWAY as error:
        click.echo(f"The event is a file alone: {error}", err=True)
    OrderFiles(store.settings.home).keep(order)
    home = add_event_partition(store.settings, order.event_id)
    click.echo(f"{order.url} is event {order.event_id} and has its partition in {home}. Crawl it now:")
    click.echo(
        f"DAGSTER_HOME={home} dagster asset materialize -m crawl_assets.definitions \\\n"
        f"  --select {ASSETS} --partition {order.event_id}"
    )


def _order_of(store: Store, draft: "ProductDraft") -> "Order | None":
    from crawl_assets.product_drafts.orders import Order, find_event

    row = find_event(store.database, draft.event_id or draft.id)
    return Order(row.event_id, row.url, row.out_dir, row.requested_by) if row else None


def _edits(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    from decimal import Decimal

    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except ValueError as error:
        raise ValueError(f"{path} is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise ValueError(f'{path} holds no JSON object; one looks like {{"price": "12.00", "brand": null}}.')  # noqa: TRY004  # of the file, not of a caller
    return found


def _decision(reviewer: str, reason: str | None = None) -> "Decision":
    from crawl_assets.product_drafts.reviewing import Decision

    return Decision(reviewer, datetime.now(UTC), reason)


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    keys = [key for key in {**before, **after} if key not in ("captured_at", "dropped")]
    return [
        f"{key}: {_short(before.get(key))!r} -> {_short(after.get(key))!r}"
        for key in keys
        if before.get(key) != after.get(key)
    ] or ["nothing differs"]


def _short(value: Any) -> str | None:
    if value is None:
        return None
    line = " ".join(str(value).split())
    return line if len(line) <= 60 else line[:59] + "…"


products.add_command(extract_command)
