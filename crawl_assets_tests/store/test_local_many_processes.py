"""Many processes, one local file: nobody sees a lock, no row is lost, and a killed one leaves whole transactions."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.local import LocalDatabase

WRITERS = 8

# writes until the deadline or its death; prints how many transactions have come back as committed
WRITER = """
import sys, time
from pathlib import Path
from crawl_assets.store.database import Statement
from crawl_assets.store.local import LocalDatabase

path, writer, rows, until = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
database = LocalDatabase(path)
table = "CREATE TABLE IF NOT EXISTS things (writer, batch, row, text, UNIQUE (writer, batch, row))"
database.transaction([Statement(table)])
batch = 0
while time.time() < until:
    things = [{"writer": writer, "batch": batch, "row": row, "text": "x" * 500} for row in range(rows)]
    database.upsert("things", things, ["writer", "batch", "row"])
    batch += 1
    print(batch, flush=True)
"""
BROKEN_BATCHES = "SELECT writer, batch FROM things GROUP BY writer, batch HAVING count(*) <> ?"


def started(path: Path, writer: int, rows: int, seconds: float) -> "subprocess.Popen[str]":
    arguments = [str(path), str(writer), str(rows), str(time.time() + seconds)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *arguments], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def is_whole(database: LocalDatabase) -> bool:
    return database.query("SELECT integrity_check AS found FROM pragma_integrity_check") == [{"found": "ok"}]


@pytest.mark.parametrize("seconds", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_eight_processes_write_one_file_and_no_row_is_lost(tmp_path: Path, seconds: int) -> None:
    path = tmp_path / "shared.db"
    writers = [started(path, writer, 5, seconds) for writer in range(WRITERS)]
    ended = [writer.communicate(timeout=seconds + 60) for writer in writers]
    assert [(writer.returncode, errors) for writer, (_, errors) in zip(writers, ended, strict=True)] == [(0, "")] * 8
    batches = [int(output.split()[-1]) for output, _ in ended]  # every writer came to write
    database = LocalDatabase(path)
    found = database.query("SELECT writer, count(*) AS n FROM things GROUP BY writer ORDER BY writer")
    assert found == [{"writer": writer, "n": 5 * batches[writer]} for writer in range(WRITERS)]
    assert is_whole(database)


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.soak)])
def test_a_process_killed_while_it_writes_leaves_whole_transactions_and_a_healthy_file(
    tmp_path: Path, kills: int
) -> None:
    path, rows = tmp_path / "killed.db", 6_000  # several statements a transaction
    for writer in range(kills):
        process = started(path, writer, rows, 60)
        assert process.stdout is not None
        process.stdout.readline()  # it has committed once
        time.sleep(random.uniform(0, 0.05))  # a moment in the middle of any later transaction
        os.kill(process.pid, signal.SIGKILL)
        told = 1 + len(process.communicate()[0].split())
        database = LocalDatabase(path)
        assert database.query(BROKEN_BATCHES, (rows,)) == []
        ((kept,),) = database.transaction(
            [Statement("SELECT count(DISTINCT batch) AS n FROM things WHERE writer = ?", (writer,))]
        )[0].rows
        assert isinstance(kept, int)
        assert kept - told in (0, 1)  # one may have been committed without a word about it
        assert is_whole(database)
        database.close()
