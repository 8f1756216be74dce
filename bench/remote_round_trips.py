"""10,000 rows to a remote database 20 ms away: round trips and seconds, beside one INSERT a row.

The server is the tests' own, on loopback, and waits 20 ms before each answer. One INSERT a row (what an `executemany`
over HTTP does) is measured on fewer rows and said to be so.

Run: `python bench/remote_round_trips.py`
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).parents[1]))  # the fake server is not part of the installed package

from crawl_assets.store.database import Database, Statement
from crawl_assets.store.remote import RemoteDatabase
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.store.io_contexts import load, write

ROWS = 10_000
ROWS_ONE_BY_ONE = 200
LATENCY = 0.02
GOAL = 10
TOKEN = "bench"


def replies() -> pd.DataFrame:
    """Make rows of an int key, a model, a longer text, a float with gaps and a boolean."""
    return pd.DataFrame(
        {
            "reply_id": range(ROWS),
            "model": [f"maker/model-{number % 11}" for number in range(ROWS)],
            "response": [f"The definition is “{number}”, so the answer is: ANSWER {number}" for number in range(ROWS)],
            "cost_usd": [None if number % 10 == 0 else number / 7e6 for number in range(ROWS)],
            "is_correct": [number % 3 == 0 for number in range(ROWS)],
        }
    )


def one_by_one(database: Database, frame: pd.DataFrame) -> None:
    """Insert the first rows with one request each."""
    for row in frame.head(ROWS_ONE_BY_ONE).itertuples(index=False):
        cost = None if pd.isna(row.cost_usd) else float(row.cost_usd)
        values = (int(row.reply_id), str(row.model), str(row.response), cost, int(row.is_correct))
        database.transaction([Statement("INSERT INTO singly VALUES (?, ?, ?, ?, ?)", values, "singly")])


def measured(server: HranaServer, action: Callable[[], object]) -> tuple[int, float]:
    """Return round trips and seconds of an action."""
    before, started = server.request_count, time.perf_counter()
    action()
    return server.request_count - before, time.perf_counter() - started


def main() -> None:
    frame = replies()
    with (
        tempfile.TemporaryDirectory() as folder,
        HranaServer(Path(folder) / "remote.db", token=TOKEN, latency=LATENCY) as server,
    ):
        database = RemoteDatabase(server.url, TOKEN)
        fresh = measured(server, lambda: write(database, frame, name="replies", key=("reply_id",)))
        again = measured(server, lambda: write(database, frame, name="replies", key=("reply_id",)))
        loaded = measured(server, lambda: load(database, name="replies"))
        pd.testing.assert_frame_equal(load(database, name="replies"), frame)
        database.transaction(
            [Statement("CREATE TABLE singly (reply_id INTEGER PRIMARY KEY, model, response, cost, ok)")]
        )
        singly = measured(server, lambda: one_by_one(database, frame))
        database.close()
    rows = [
        ("write through the IO manager, first connection and new table included", ROWS, *fresh, f"at most {GOAL}"),
        ("write again, nothing new", ROWS, *again, f"at most {GOAL}"),
        ("load into a DataFrame", ROWS, *loaded, ""),
        (f"one INSERT a row, measured on {ROWS_ONE_BY_ONE} rows", ROWS_ONE_BY_ONE, *singly, ""),
        (f"one INSERT a row, reckoned for {ROWS:,}", ROWS, *(round(x * ROWS / ROWS_ONE_BY_ONE) for x in singly), ""),
    ]
    headers = [f"remote {LATENCY * 1000:g} ms away", "rows", "round trips", "seconds", "goal"]
    print(tabulate(rows, headers=headers, tablefmt="github", floatfmt=".2f"))


if __name__ == "__main__":
    main()
