"""`crawl-assets serve` and `crawl-assets inbox ...`."""

import json
from typing import TYPE_CHECKING

import click

from crawl_assets.resources import Store

if TYPE_CHECKING:
    from crawl_assets.inbox.admission import Secrets
    from crawl_assets.inbox.ledger import Ledger
    from crawl_assets.settings import Settings

ERROR_CHARACTERS = 100  # of a failure in a table


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8480, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 chooses one.")
@click.pass_obj
def serve(store: Store, host: str, port: int) -> None:
    """Receive webhooks and serve what is published, as at /docs.example.org/llms.txt.

    Webhooks come to /hooks/firecrawl, /hooks/resend, /hooks/generic and /hooks/crawler; /health tells that all is well.

    A source without a secret in the settings is refused. Behind a proxy that ends TLS, let it pass bodies unchanged:
    signatures are over the raw bytes.
    """
    import uvicorn

    from crawl_assets.inbox.receiver import receiver_app
    from crawl_assets.llms_txt.serving import artifact_routes

    app = receiver_app(_ledger(store), inbox_secrets(store.settings), extra_routes=artifact_routes(store))
    uvicorn.run(app, host=host, port=port, ws="none", lifespan="on", access_log=False, server_header=False)


@click.group()
def inbox() -> None:
    """See what webhooks brought, and what became of it."""


@inbox.command("list")
@click.option("--failed", "only_failed", is_flag=True, help="Only events that could not be handled.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="At most so many, newest first.")
@click.pass_obj
def list_(store: Store, only_failed: bool, limit: int) -> None:
    """List the newest events.

    States: pending (a sensor has not handled it, or it waits for what it belongs to), requested (its run is being
    requested), done and failed.
    """
    from tabulate import tabulate

    rows = [
        (event.id, event.source, event.state, event.partition, event.tries, event.received_at, _short(event.error))
        for event in _ledger(store).listed(only_failed=only_failed, most=limit)
    ]
    headers = ["id", "source", "state", "partition", "tries", "received", "error, or what it waits for"]
    nothing = "No event has failed." if only_failed else "No event has come."
    click.echo(tabulate(rows, headers, disable_numparse=True) if rows else nothing)


@inbox.command()
@click.argument("event_id", metavar="ID", type=int)
@click.pass_obj
def show(store: Store, event_id: int) -> None:
    """Show one event with its body."""
    event = _ledger(store).show(event_id)
    facts = {
        "source": event.source,
        "delivery": event.delivery_id,
        "signed": "yes" if event.is_signed else "no, let in by INBOX_UNSIGNED",
        "received": event.received_at,
        "state": event.state,
        "partition": event.partition,
        "tries": event.tries or None,
        "replays": event.replays or None,
        "looked at": event.looked_at,
        "settled": event.settled_at,
        "error": event.error,
    }
    click.echo(f"event {event.id}")
    for name, value in facts.items():
        if value is not None:
            click.echo(f"  {name:<10} {value}")
    click.echo(json.dumps(event.data, indent=2, ensure_ascii=True))


@inbox.command()
@click.argument("event_id", metavar="ID", type=int)
@click.pass_obj
def replay(store: Store, event_id: int) -> None:
    """Let the sensor handle a done or failed event once more."""
    _ledger(store).replay(event_id)
    click.echo(f"Event {event_id} is pending again; its sensor handles it with the next tick.")


def inbox_secrets(settings: "Settings") -> "Secrets":
    """Return what the settings say about signatures; raises ValueError, which names the setting."""
    from crawl_assets.inbox.admission import Secrets

    by_source = {
        "firecrawl": settings.firecrawl_webhook_secrets,
        "resend": settings.resend_webhook_secrets,
        "generic": settings.inbox_secrets,
        "crawler": settings.crawler_webhook_secrets,
    }
    return Secrets(by_source, frozenset(settings.inbox_unsigned))


def _ledger(store: Store) -> "Ledger":
    from crawl_assets.inbox.ledger import Ledger

    return Ledger(store.database)


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= ERROR_CHARACTERS else line[: ERROR_CHARACTERS - 1] + "…"
