"""100,000 rows through the IO manager against raw `sqlite3` executemany, side by side.

Both sides start from the same DataFrame, write the same table in WAL mode with full synchronisation, upsert by key in
one transaction, and load everything back into a DataFrame. The repeats are interleaved; the table shows medians.

Run: `python bench/io_manager_rows.py`
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pandas as pd
from tabulate import tabulate

from crawl_assets.store.database import Statement
from crawl_assets.store.io_manager import TursoIOManager
from crawl_assets.store.local import LocalDatabase

ROWS = 100_000
REPEATS = 5
GOAL = 2.0
WEEK = "2026-01-05"

TABLE = """
CREATE TABLE replies (
    reply_id INTEGER PRIMARY KEY, week_start TEXT NOT NULL, model TEXT NOT NULL, response TEXT NOT NULL,
    cost_usd REAL, is_correct BOOLEAN NOT NULL, asked_at DATETIME NOT NULL
)
"""
COLUMNS = "reply_id, week_start, model, response, cost_usd, is_correct, asked_at"
UPSERT = f"""
INSERT INTO replies ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (reply_id) DO UPDATE SET week_start = excluded.week_start, model = excluded.model,
    response = excluded.response, cost_usd = excluded.cost_usd, is_correct = excluded.is_correct,
    asked_at = excluded.asked_at
"""


def replies() -> pd.DataFrame:
    """Make the rows: an int key, short and longer text, floats with gaps, booleans, moments."""
    start = datetime(2026, 1, 5, 6, tzinfo=UTC)
    return pd.DataFrame(
        {
            "reply_id": range(ROWS),
            "week_start": WEEK,
            "model": [f"maker/model-{number % 11}" for number in range(ROWS)],
            "response": [f"The definition is “{number}”, so the answer is: ANSWER {number}" for number in range(ROWS)],
            "cost_usd": [None if number % 10 == 0 else number / 7e6 for number in range(ROWS)],
            "is_correct": [number % 3 == 0 for number in range(ROWS)],
            "asked_at": [start + timedelta(milliseconds=number) for number in range(ROWS)],
        }
    )


def tuples_of(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Turn a frame into what sqlite3 binds, as fast as plain Python can: moments as text; NaN is NULL by itself."""
    columns = {name: frame[name].tolist() for name in frame}
    columns["asked_at"] = [moment.isoformat() for moment in columns["asked_at"]]
    return list(zip(*columns.values(), strict=True))


def raw_connection(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(TABLE)
    return connection


def raw_write(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(UPSERT, rows)
    connection.execute("COMMIT")


def raw_load(connection: sqlite3.Connection) -> pd.DataFrame:
    frame = pd.read_sql_query(f"SELECT {COLUMNS} FROM replies ORDER BY reply_id", connection)
    return frame.assign(
        asked_at=pd.to_datetime(frame["asked_at"], format="ISO8601"), is_correct=frame["is_correct"].astype(bool)
    )


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def measure(frame: pd.DataFrame, ready: list[tuple[object, ...]], folder: Path) -> dict[str, float]:
    """Time each action once in a fresh folder; returns seconds by name."""
    connection = raw_connection(folder)
    database = LocalDatabase(folder / "ours.db")
    database.transaction([Statement(TABLE)])
    manager = TursoIOManager(lambda: database)
    weeks = dg.WeeklyPartitionsDefinition("2026-01-05", day_offset=1)
    asset = {"asset_key": "replies", "partition_key": WEEK, "asset_partitions_def": weeks}
    metadata = {"partition_expr": "week_start"}

    # contexts made by hand cost 50 ms each, which a run, having one already, does not pay
    outputs = [dg.build_output_context(definition_metadata=metadata, **asset) for _ in range(2)]
    reading = dg.build_input_context(
        upstream_output=dg.build_output_context(asset_key="replies", definition_metadata=metadata),
        dagster_type=dg.DagsterType(lambda _, frame: True, "Frame", typing_type=pd.DataFrame),
        **asset,
    )

    def write() -> None:
        manager.handle_output(outputs.pop(), frame)

    def load() -> pd.DataFrame:
        return manager.load_input(reading)

    timed = {
        "raw fresh": seconds(lambda: raw_write(connection, tuples_of(frame))),
        "ours fresh": seconds(write),
        "raw rerun": seconds(lambda: raw_write(connection, tuples_of(frame))),
        "ours rerun": seconds(write),
        "raw load": seconds(lambda: raw_load(connection)),
        "ours load": seconds(load),
    }
    connection.execute("DELETE FROM replies")
    timed["ready fresh"] = seconds(lambda: raw_write(connection, ready))
    timed["ready rerun"] = seconds(lambda: raw_write(connection, ready))
    assert load().equals(frame.assign(asked_at=frame["asked_at"].astype("datetime64[us, UTC]")))
    connection.close()
    database.close()
    return timed


def main() -> None:
    frame = replies()
    ready = tuples_of(frame)
    repeats = []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            repeats.append(measure(frame, ready, Path(folder)))
    median = {name: statistics.median(repeat[name] for repeat in repeats) for name in repeats[0]}
    rows = [
        ("write, fresh table", median["ready fresh"], median["raw fresh"], median["ours fresh"]),
        ("write again, nothing new", median["ready rerun"], median["raw rerun"], median["ours rerun"]),
        ("load into a DataFrame", None, median["raw load"], median["ours load"]),
    ]
    headers = [
        "100,000 rows x 7 columns, seconds",
        "sqlite3, ready tuples",
        "sqlite3, from DataFrame",
        "IO manager",
        "",
    ]
    shown = [(*row, f"{row[3] / row[2]:.2f}x (goal {GOAL:g}x)") for row in rows]
    print(tabulate(shown, headers=headers, tablefmt="github", floatfmt=".3f"))


if __name__ == "__main__":
    main()
