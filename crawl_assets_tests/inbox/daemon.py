"""What Dagster's daemon does with the sensor, in a process that can be killed between any two of its steps.

Evaluate, launch the runs whose keys are new, store the cursor: three steps, as in dagster._daemon.sensor. The runs
and the cursor lie in tables `launched` and `daemon`, beside `effects` and `crawls` of the events' handler.
"""

import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from crawl_assets.inbox.events import Handled, InboxEvent, NotYet
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox.sensors import inbox_sensor
from crawl_assets.inbox.ticking import TickRules
from crawl_assets.store.database import Database, Statement
from crawl_assets_tests.inbox.receiving import ledger_in

CRAWLS = dg.DynamicPartitionsDefinition(name="crawl")
TABLES = (
    "CREATE TABLE effects (event TEXT NOT NULL)",  # without a key: an effect that comes twice stands here twice
    "CREATE TABLE crawls (id TEXT PRIMARY KEY)",
    "CREATE TABLE launched (run_key TEXT PRIMARY KEY, partition TEXT NOT NULL)",
    "CREATE TABLE daemon (cursor TEXT NOT NULL)",
)


@dg.asset(partitions_def=CRAWLS)
def crawled() -> None: ...


def handler_for(database: Database) -> Callable[[InboxEvent], Handled]:
    """Handle page events of crawls that are known by now."""
    known = {row["id"] for row in database.query("SELECT id FROM crawls")}

    def handle(event: InboxEvent) -> Handled:
        page = event.data
        if page["id"] not in known:
            raise NotYet(f"crawl {page['id']} is not known yet")
        return Handled(page["id"], (Statement("INSERT INTO effects (event) VALUES (?)", (page["webhookId"],)),))

    return handle


sensor = inbox_sensor(
    "crawls_inbox",
    "firecrawl",
    handler_for,
    partitions=CRAWLS,
    assets=[crawled],
    description="Runs crawls.",
    rules=TickRules(most_events=100),
)
DEFS = dg.Definitions(assets=[crawled], sensors=[sensor])


class Store:
    """The resource of the sensor."""

    def __init__(self, ledger: Ledger) -> None:
        self.database = ledger.database


def make_tables(ledger: Ledger) -> None:
    ledger.database.transaction([Statement(sql) for sql in TABLES])


def run_daemon(folder: Path, hangs_in_tick: int = 0) -> None:
    """Tick for ever; in the tick of that number that launches runs, hang between launching them and the cursor."""
    ledger = ledger_in(folder)
    ticks = 0
    with dg.DagsterInstance.ephemeral() as instance:
        while True:
            stored = ledger.database.query("SELECT cursor FROM daemon")
            context = dg.build_sensor_context(
                instance=instance,
                cursor=stored[0]["cursor"] if stored else None,
                definitions=DEFS,
                sensor_name="crawls_inbox",
            )
            result = sensor(context, store=Store(ledger))
            assert isinstance(result, dg.SensorResult)
            for request in result.run_requests or ():
                launch = "INSERT INTO launched (run_key, partition) VALUES (?, ?) ON CONFLICT DO NOTHING"
                ledger.database.transaction([Statement(launch, (str(request.run_key), str(request.partition_key)))])
            ticks += bool(result.run_requests)
            if ticks == hangs_in_tick:
                (folder / "hangs").touch()
                time.sleep(3600)
            store = [Statement("DELETE FROM daemon"), Statement("INSERT INTO daemon VALUES (?)", (str(result.cursor),))]
            ledger.database.transaction(store)
            time.sleep(0.02)
