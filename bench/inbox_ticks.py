"""Ticks of an inbox sensor over 10,000 waiting events: how long each takes, and how fast webhooks are received.

Three cases, each with 10,000 events of 2 kB: a backlog that is drained (500 partitions; each tick takes 1,000 events,
stores a row for each, and requests one backfill), events that all came too early and are looked at again, and nothing
to do. A tick is the whole evaluation of the Dagster sensor. Then 2,000 signed webhooks of 2 kB to
`crawl-assets serve`, one after another and 50 at once, each on disk before it is answered; the client, in a process of
its own, shares the machine.

Run: `python bench/inbox_ticks.py`
"""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from tabulate import tabulate

from crawl_assets.inbox.events import Delivery, Handled, InboxEvent, NotYet
from crawl_assets.inbox.ledger import Ledger
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


def request_of(name: str) -> bytes:
    body = json.dumps({"webhookId": name, "text": "x" * BODY_CHARACTERS}).encode()
    signature = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    head = (
        f"POST /hooks/firecrawl HTTP/1.1\r\nhost: bench\r\ncontent-length: {len(body)}\r\n"
        f"x-firecrawl-signature: sha256={signature}\r\n\r\n"
    )
    return head.encode() + body


async def deliver(port: int, at_once: int) -> list[float]:
    """Deliver by hand over `at_once` connections: an HTTP client would take longer than the receiver."""
    waiting = [request_of(f"hook-{at_once}-{number}") for number in range(WEBHOOKS)]
    seconds = []

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            request = waiting.pop()
            started = time.perf_counter()
            writer.write(request)
            answer = await reader.readuntil(b"kept\n")
            seconds.append(time.perf_counter() - started)
            assert answer.startswith(b"HTTP/1.1 200 "), answer
        writer.close()

    await asyncio.gather(*(work() for _ in range(at_once)))
    return seconds


def measure_receiver() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        listening.close()
        words = ["-c", "from crawl_assets.cli import main; main()", "serve", "--port", str(port)]
        settings = {"CRAWL_ASSETS_HOME": folder, "FIRECRAWL_WEBHOOK_SECRET": "secret"}
        with subprocess.Popen(
            [sys.executable, *words], env={**os.environ, **settings}, cwd=folder, stderr=subprocess.DEVNULL
        ) as process:
            wait_for(port)
            rows = [measure_delivering(port, at_once) for at_once in (1, 50)]
            process.terminate()
        ledger = Ledger(LocalDatabase(Path(folder) / "crawl_assets.db"))
        assert ledger.database.query("SELECT count(*) AS n FROM inbox_events")[0]["n"] == WEBHOOKS * len(rows)
        ledger.database.close()
    headers = ["webhooks at once", "a second", "median ms", "99 % within ms"]
    print()
    print(tabulate(rows, headers=headers, tablefmt="github", floatfmt=".1f"))


def wait_for(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)


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
