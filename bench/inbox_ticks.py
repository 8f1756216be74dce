"""Ticks of an inbox sensor over 10,000 waiting events: how long each takes, and how fast webhooks are received.

Three cases, each with 10,000 events of 2 kB: a backlog that is drained (500 partitions; each tick takes 1,000 events,
stores a row for each, and requests one backfill), events that all came too early and are looked at again, and nothing
to do. A tick is the whole evaluation of the Dagster sensor. Then 2,000 signed webhooks of 2 kB through the app under
uvicorn, one after another and 50 at once, each on disk before it is answered; the client shares the machine.

Run: `python bench/inbox_ticks.py`
"""

import asyncio
import hashlib
import hmac
import json
import logging
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import httpx
import uvicorn
from tabulate import tabulate

from crawl_assets.inbox.admission import Secrets
from crawl_assets.inbox.events import Delivery, Handled, InboxEvent, NotYet
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox.receiver import receiver_app
from crawl_assets.inbox.sensors import inbox_sensor
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

EVENTS, PARTITIONS, BODY_CHARACTERS = 10_000, 500, 2_000
WEBHOOKS = 2_000
GOAL_SECONDS = 1.0
SITES = dg.DynamicPartitionsDefinition(name="site")


@dg.asset(partitions_def=SITES)
def pages() -> None: ...


def storing(_database: Database) -> Callable[[InboxEvent], Handled]:
    def handle(event: InboxEvent) -> Handled:
        page = event.data
        write = Statement("INSERT INTO seen (url, text) VALUES (?, ?)", (page["url"], page["text"][:100]))
        return Handled(page["site"], (write,))

    return handle


def too_early(_database: Database) -> Callable[[InboxEvent], Handled]:
    def handle(event: InboxEvent) -> Handled:
        raise NotYet(f"{event.data['site']} is not known yet")

    return handle


@dataclass
class Store:
    database: Database


def ledger_in(folder: Path) -> Ledger:
    database = LocalDatabase(folder / "bench.db")
    migrate(database, shipped_migrations())
    database.transaction([Statement("CREATE TABLE seen (url TEXT PRIMARY KEY, text TEXT NOT NULL)")])
    return Ledger(database)


def fill(ledger: Ledger) -> None:
    now, text = datetime.now(UTC), "x" * BODY_CHARACTERS
    bodies = [
        json.dumps({"site": f"{number % PARTITIONS}.example", "url": f"https://{number}", "text": text})
        for number in range(EVENTS)
    ]
    ledger.record_all([Delivery("generic", f"id-{place}", body, True, now) for place, body in enumerate(bodies)])


def ticks(ledger: Ledger, handler_for: Callable[[Database], Callable[[InboxEvent], Handled]], most: int) -> list[float]:
    sensor = inbox_sensor("bench", "generic", handler_for, partitions=SITES, assets=[pages], description="Measured.")
    definitions = dg.Definitions(assets=[pages], sensors=[sensor])
    cursor, seconds = None, []
    with dg.DagsterInstance.ephemeral() as instance:
        for _ in range(most):
            context = dg.build_sensor_context(
                instance=instance, cursor=cursor, definitions=definitions, sensor_name="bench"
            )
            assert context.repository_def is not None  # resolved before the clock runs, as the code server has it
            started = time.perf_counter()
            result = sensor(context, store=Store(ledger.database))
            seconds.append(time.perf_counter() - started)
            assert isinstance(result, dg.SensorResult)
            cursor = result.cursor
            if not result.run_requests and not ledger.due("generic", 1, 1):
                break
    return seconds


def measure_ticks() -> None:
    rows = []
    for name, handler, most in (("backlog", storing, 100), ("too early", too_early, 12)):
        with tempfile.TemporaryDirectory() as folder:
            ledger = ledger_in(Path(folder))
            fill(ledger)
            seconds = ticks(ledger, handler, most)
            rows.append((f"10,000 events, {name}", len(seconds), statistics.median(seconds), max(seconds)))
            if handler is storing:
                assert ledger.database.query("SELECT count(*) AS n FROM seen")[0]["n"] == EVENTS
                seconds = ticks(ledger, handler, 5)
                rows.append(("10,000 events, all done", len(seconds), statistics.median(seconds), max(seconds)))
            ledger.database.close()
    headers = ["waiting", "ticks", "median s", f"slowest s (goal {GOAL_SECONDS:g})"]
    print(tabulate(rows, headers=headers, tablefmt="github", floatfmt=".3f"))


async def deliver(port: int, at_once: int) -> list[float]:
    waiting = list(range(WEBHOOKS))
    seconds = []

    async def work(client: httpx.AsyncClient) -> None:
        while waiting:
            body = json.dumps({"webhookId": f"hook-{at_once}-{waiting.pop()}", "text": "x" * BODY_CHARACTERS}).encode()
            signature = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
            started = time.perf_counter()
            answer = await client.post(
                "/hooks/firecrawl", content=body, headers={"x-firecrawl-signature": f"sha256={signature}"}
            )
            seconds.append(time.perf_counter() - started)
            assert answer.status_code == 200

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
        await asyncio.gather(*(work(client) for _ in range(at_once)))
    return seconds


def measure_receiver() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder))
        config = uvicorn.Config(
            receiver_app(ledger, Secrets({"firecrawl": ["secret"]})), port=0, lifespan="on", log_level="critical"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        rows = [measure_delivering(server.servers[0].sockets[0].getsockname()[1], at_once) for at_once in (1, 50)]
        server.should_exit = True
        thread.join()
        assert ledger.database.query("SELECT count(*) AS n FROM inbox_events")[0]["n"] == WEBHOOKS * len(rows)
        ledger.database.close()
    headers = ["webhooks at once", "a second", "median ms", "99 % within ms"]
    print()
    print(tabulate(rows, headers=headers, tablefmt="github", floatfmt=".1f"))


def measure_delivering(port: int, at_once: int) -> tuple[int, float, float, float]:
    started = time.perf_counter()
    seconds = sorted(asyncio.run(deliver(port, at_once)))
    a_second = WEBHOOKS / (time.perf_counter() - started)
    return at_once, a_second, 1000 * statistics.median(seconds), 1000 * seconds[int(0.99 * len(seconds))]


def main() -> None:
    logging.disable(logging.INFO)  # a line a tick
    measure_ticks()
    measure_receiver()


if __name__ == "__main__":
    main()
