"""A write whose answer is lost is applied exactly once, and its results come back all the same."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.errors import AuthFailed, StoreError, Timeout, UniqueViolation, Unreachable
from crawl_assets_tests.fakes import hrana_faults as faults
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.store.databases import TOKEN, hurried

ADD = Statement("UPDATE counted SET n = n + 1", (), "counted")
ADD_AND_TELL = Statement("UPDATE counted SET n = n + 1 RETURNING n", (), "counted")
LOSSES: dict[str, Any] = {
    "reset before it was read": faults.ResetBefore(),
    "reset after it was applied": faults.LoseAnswer(),
    "cut half way": faults.CutAnswer(),
    "500, applied": faults.Status(500, applies=True),
    "500, not applied": faults.Status(500),
    "429, not applied": faults.Status(429),
    "stalled": faults.Stall(),
    "dripped": faults.Drip(),
}


@pytest.fixture(params=["v3", "v2"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HranaServer]:
    with HranaServer(tmp_path / "remote.db", token=TOKEN, versions=[request.param], stream_seconds=0.1) as found:
        hurried(found).transaction(
            [
                Statement("CREATE TABLE counted (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"),
                Statement("INSERT INTO counted VALUES (1, 0), (2, 0)"),
            ]
        )
        yield found


def counts(folder: Path) -> list[int]:
    """Ask the file itself, past the server."""
    connection = sqlite3.connect(folder / "remote.db")
    try:
        return [row[0] for row in connection.execute("SELECT n FROM counted ORDER BY id")]
    finally:
        connection.close()


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("times", [1, 2])
def test_a_write_is_applied_once_and_its_counts_are_right(
    server: HranaServer, tmp_path: Path, loss: faults.Fault, times: int
) -> None:
    database = hurried(server, answer_seconds=0.1, retry_seconds=20.0)
    database.query("SELECT 1")
    server.next(loss, times=times)
    other = Statement("DELETE FROM counted WHERE id > 9")
    results = database.transaction([other, ADD, other, Statement("CREATE TABLE made (a)"), ADD])
    assert [result.affected for result in results] == [0, 2, 0, 0, 2]
    assert counts(tmp_path) == [2, 2]


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("goes_well", [0, 1], ids=["before the commit", "of the commit"])
def test_a_write_that_tells_rows_is_applied_once_and_tells_them(
    server: HranaServer, tmp_path: Path, loss: faults.Fault, goes_well: int
) -> None:
    database = hurried(server, answer_seconds=0.1, retry_seconds=20.0, busy_seconds=20.0)
    database.query("SELECT 1")
    server.next(*[None] * goes_well, loss)
    results = database.transaction([ADD_AND_TELL, Statement("SELECT max(n) AS most FROM counted")])
    assert [result.rows for result in results] == [[(1,), (1,)], [(1,)]]
    assert counts(tmp_path) == [1, 1]


@pytest.mark.parametrize("write", [ADD, ADD_AND_TELL], ids=["counts", "rows"])
def test_a_copy_that_is_applied_late_changes_nothing(server: HranaServer, tmp_path: Path, write: Statement) -> None:
    database = hurried(server)
    late = faults.ApplyLate()
    server.next(late)
    assert database.transaction([write])[0].affected == 2
    late.released.set()
    assert late.applied.wait(10)
    assert counts(tmp_path) == [1, 1]
    assert "UNIQUE constraint failed: applied_writes.id" in str(late.answers)


def test_a_late_copy_that_wins_is_the_one_that_counts(server: HranaServer, tmp_path: Path) -> None:
    late = faults.ApplyLate()

    def applied_meanwhile(seconds: float) -> None:
        late.released.set()
        assert late.applied.wait(10)

    server.next(late)
    assert hurried(server, sleep=applied_meanwhile).transaction([ADD])[0].affected == 2
    assert counts(tmp_path) == [1, 1]


def test_a_write_that_is_refused_after_a_lost_answer_cannot_be_applied_late(
    server: HranaServer, tmp_path: Path
) -> None:
    insert = Statement("INSERT INTO counted VALUES (7, 0)", (), "counted")
    database, others = hurried(server), hurried(server)
    others.transaction([insert])
    late = faults.ApplyLate()
    server.next(late)
    with pytest.raises(UniqueViolation):
        database.transaction([insert])
    others.transaction([Statement("DELETE FROM counted WHERE id = 7")])  # now the late copy could go in
    late.released.set()
    assert late.applied.wait(10)
    assert counts(tmp_path) == [0, 0]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(faults.LoseAnswer(), Unreachable), (faults.Status(502), Unreachable), (faults.Stall(), Timeout)],
)
def test_when_no_try_is_answered_the_error_says_that_the_outcome_is_not_known(
    server: HranaServer, fault: faults.Fault, kind: type[StoreError]
) -> None:
    database = hurried(server, answer_seconds=0.2, retry_seconds=0.5)
    database.query("SELECT 1")
    server.next(fault, times=20)
    with pytest.raises(kind, match="it is not known whether the write was applied"):
        database.transaction([ADD])


def test_a_token_that_expires_after_a_lost_answer_leaves_the_outcome_unknown(server: HranaServer) -> None:
    server.next(faults.LoseAnswer(), faults.Status(401), faults.Status(401))
    with pytest.raises(AuthFailed, match="it is not known whether the write was applied"):
        hurried(server).transaction([ADD])


def test_a_write_that_was_never_sent_leaves_no_doubt(server: HranaServer) -> None:
    database = hurried(server)
    server.close()
    with pytest.raises(Unreachable) as caught:
        database.transaction([ADD])
    assert "not known" not in str(caught.value)


def test_a_baton_that_expires_before_the_commit_starts_the_transaction_again(
    server: HranaServer, tmp_path: Path
) -> None:
    server.next(None, faults.ExpireBaton())
    results = hurried(server).transaction([ADD_AND_TELL])
    assert results[0].rows == [(1,), (1,)]
    assert counts(tmp_path) == [1, 1]


@pytest.mark.parametrize(
    "error",
    [
        {"message": "Transaction timed out", "code": "TRANSACTION_TIMEOUT"},
        {"message": "SQLite error: cannot commit - no transaction is active", "code": "SQLITE_ERROR"},
    ],
    ids=["timed out", "gone"],
)
def test_a_commit_that_comes_too_late_starts_the_transaction_again(
    server: HranaServer, tmp_path: Path, error: dict[str, str]
) -> None:
    ended = {"step_results": [None, None], "step_errors": [error, error]}
    batch = {"type": "ok", "response": {"type": "batch", "result": ended}}
    body = {"baton": None, "base_url": None, "results": [batch, {"type": "ok", "response": {"type": "close"}}]}
    server.next(None, faults.Instead(json.dumps(body).encode()))
    assert hurried(server).transaction([ADD_AND_TELL])[0].rows == [(1,), (1,)]
    assert counts(tmp_path) == [1, 1]


def test_streams_are_closed_by_whoever_opened_them(server: HranaServer) -> None:
    database = hurried(server)
    database.transaction([ADD_AND_TELL])
    with pytest.raises(UniqueViolation):
        database.transaction([ADD_AND_TELL, Statement("INSERT INTO counted VALUES (1, 1)")])
    assert server.streams.open_count == 0


def test_writers_that_all_lose_answers_lose_no_write_and_double_none(server: HranaServer, tmp_path: Path) -> None:
    database = hurried(server, tries=1000, retry_seconds=60.0, busy_seconds=60.0)
    server.next(*[None, faults.LoseAnswer(), faults.CutAnswer(), faults.ResetBefore(), None, faults.Status(503)] * 20)
    changed: list[int] = []

    def write() -> None:
        for _ in range(5):
            changed.append(database.transaction([ADD])[0].affected)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert changed == [2] * 40
    assert counts(tmp_path) == [40, 40]


def test_old_ids_are_forgotten(server: HranaServer, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "remote.db", isolation_level=None)
    connection.execute("UPDATE applied_writes SET applied_at = applied_at - 90000")
    hurried(server).transaction([ADD])
    assert connection.execute("SELECT count(*) FROM applied_writes").fetchone() == (1,)
    connection.close()
