"""Durable steps against `dbos` on SQLite, side by side: 2,000 steps whose results are each on disk before they count.

Both sides run the same trivial function and keep a file on the same disk. Ours: libSQL in WAL mode with
synchronous = FULL, results committed in groups. dbos: its own settings on SQLite (a rollback journal, synchronous =
FULL, a transaction a step), and once more with its file in WAL mode, which dbos does not set itself but keeps. So a
result that was reported as done survives a power loss on every side. One after another: a loop, each step waits for
the one before, plain functions. 64 at once: `Steps.map` over an async function, and asyncio.gather over async dbos
steps. The repeats are interleaved; the table shows medians, and ratios against the faster dbos. dbos is faster one
after another than at once, so the goal is measured on the best of each side.

Run: `python bench/durable_steps.py`
"""

import asyncio
import logging
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from dbos import DBOS, DBOSConfig
from tabulate import tabulate

from crawl_assets.durable.journal import Journals
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import Steps, values
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

STEPS = 2_000
AT_ONCE = 64
REPEATS = 3
GOAL = 10.0


def answer(number: int) -> dict[str, int]:
    return {"number": number, "square": number * number}


async def async_answer(number: int) -> dict[str, int]:
    return answer(number)


@DBOS.step()
def dbos_step(number: int) -> dict[str, int]:
    return answer(number)


@DBOS.step()
async def dbos_async_step(number: int) -> dict[str, int]:
    return answer(number)


@DBOS.workflow()
def dbos_in_turn() -> int:
    return len([dbos_step(number) for number in range(STEPS)])


@DBOS.workflow()
async def dbos_at_once() -> int:
    done = 0
    for start in range(0, STEPS, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, STEPS))
        done += len(await asyncio.gather(*(dbos_async_step(number) for number in numbers)))
    return done


def ours_in_turn(steps: Steps) -> int:
    return len(values(steps.map("answer", answer, range(STEPS), key=str, limits=[Limit("one", in_flight=1)])))


def ours_at_once(steps: Steps) -> int:
    return len(values(steps.map("answer", async_answer, range(STEPS), key=str)))


def measure_ours(folder: Path, body: Callable[[Steps], int]) -> float:
    database = LocalDatabase(folder / "ours.db")
    migrate(database, shipped_migrations())
    journals = Journals(database, FileBlobs(folder / "blobs"), folder / "journals")
    with journals.open(Scope("bench", ""), "run", logging.getLogger("bench")) as steps:
        started = time.perf_counter()
        done = body(steps)
        seconds = time.perf_counter() - started
    kept = database.query("SELECT count(*) AS n FROM journal_steps WHERE state = 'done'")[0]["n"]
    database.close()
    assert done == kept == STEPS
    return seconds


def measure_dbos(folder: Path, workflow: Callable[[], object], *, wal: bool) -> float:
    file = folder / "dbos.db"
    if wal:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    config: DBOSConfig = {"name": "bench", "system_database_url": f"sqlite:///{file}", "log_level": "ERROR"}
    DBOS(config=config)
    DBOS.launch()
    try:
        started = time.perf_counter()
        done = asyncio.run(workflow()) if asyncio.iscoroutinefunction(workflow) else workflow()
        seconds = time.perf_counter() - started
    finally:
        DBOS.destroy()
    with closing(sqlite3.connect(file)) as connection:
        ((kept,),) = connection.execute("SELECT count(*) FROM operation_outputs").fetchall()
    assert done == kept == STEPS
    return seconds


MEASURES: dict[str, Callable[[Path], float]] = {
    "dbos in turn": lambda folder: measure_dbos(folder, dbos_in_turn, wal=False),
    "dbos in turn, WAL": lambda folder: measure_dbos(folder, dbos_in_turn, wal=True),
    "ours in turn": lambda folder: measure_ours(folder, ours_in_turn),
    "dbos at once": lambda folder: measure_dbos(folder, dbos_at_once, wal=False),
    "dbos at once, WAL": lambda folder: measure_dbos(folder, dbos_at_once, wal=True),
    "ours at once": lambda folder: measure_ours(folder, ours_at_once),
}


def rates() -> dict[str, float]:
    """Return the median steps per second of each measure."""
    seconds: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(REPEATS):
        for name, measure in MEASURES.items():
            with tempfile.TemporaryDirectory() as folder:
                seconds[name].append(measure(Path(folder)))
    return {name: STEPS / statistics.median(found) for name, found in seconds.items()}


def main() -> None:
    rate = rates()
    sides = []
    for side, file in (("dbos", ""), ("dbos", ", WAL"), ("ours", "")):
        in_turn, at_once = rate[f"{side} in turn{file}"], rate[f"{side} at once{file}"]
        sides.append((in_turn, at_once, max(in_turn, at_once)))
    titles = ("one after another", f"{AT_ONCE} at once", "best of each")
    rows = [
        (title, plain, wal, ours, f"{ours / max(plain, wal):.1f}x")
        for title, plain, wal, ours in zip(titles, *sides, strict=True)
    ]
    headers = [f"{STEPS:,} steps, steps a second", "dbos", "dbos, WAL file", "durable steps", f"goal {GOAL:g}x"]
    print(tabulate(rows, headers=headers, tablefmt="github", floatfmt=",.0f"))


if __name__ == "__main__":
    main()
