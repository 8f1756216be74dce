"""How often a remote database is asked: once a call, and never a row at a time."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.errors import ForeignKeyViolation
from crawl_assets.store.migrate import shipped_migrations, status
from crawl_assets_tests.fakes import hrana_faults as faults
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.store.databases import TOKEN, hurried
from crawl_assets_tests.store.io_contexts import load, write


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HranaServer]:
    with HranaServer(tmp_path / "remote.db", token=TOKEN) as found:
        yield found


def test_nothing_is_sent_before_the_first_statement(server: HranaServer) -> None:
    database = hurried(server)
    assert database.name == server.url.removeprefix("http://")
    assert database.transaction([]) == []
    database.close()
    assert server.request_count == 0


def test_a_call_is_one_round_trip_after_one_question_for_the_version(server: HranaServer) -> None:
    database = hurried(server)
    database.transaction([Statement("CREATE TABLE a (b)"), Statement("INSERT INTO a VALUES (1), (2)")])
    database.query("SELECT b FROM a")
    database.transaction([Statement("SELECT b FROM a"), Statement("SELECT 1")])
    assert server.requests == ["GET /v3"] + ["POST /v3/pipeline"] * 3
    assert server.streams.open_count == 0


def test_a_transaction_that_tells_rows_among_writes_takes_two(server: HranaServer) -> None:
    database = hurried(server)
    database.transaction([Statement("CREATE TABLE a (b)")])
    before = server.request_count
    database.transaction([Statement("INSERT INTO a VALUES (1) RETURNING b")])
    assert server.request_count - before == 2


@pytest.mark.parametrize("status_of_v3", [404, 405, 501])
def test_version_2_is_spoken_where_version_3_is_not(tmp_path: Path, status_of_v3: int) -> None:
    with HranaServer(tmp_path / "remote.db", token=TOKEN, versions=["v2"]) as server:
        if status_of_v3 != 501:
            server.next(faults.Status(status_of_v3), method="GET")
        database = hurried(server)
        database.query("SELECT 1")
        database.query("SELECT 1")
        assert server.requests == ["GET /v3"] + ["POST /v2/pipeline"] * 2


def test_the_question_for_the_version_is_repeated_until_it_is_answered(server: HranaServer) -> None:
    server.next(faults.Status(503), faults.ResetBefore(), method="GET")
    assert hurried(server).query("SELECT 1 AS a") == [{"a": 1}]
    assert server.requests[-1] == "POST /v3/pipeline"


def test_10_000_rows_through_the_io_manager_take_at_most_10_round_trips(server: HranaServer) -> None:
    database = hurried(server, answer_seconds=30.0)
    frame = pd.DataFrame(
        {"id": range(10_000), "word": [f"word {number}" * 5 for number in range(10_000)], "share": 0.5}
    )
    assert write(database, frame, key=("id",))["rows_changed"] == 10_000
    assert server.request_count <= 10
    assert write(database, frame, key=("id",))["rows_changed"] == 0
    assert server.request_count <= 20
    pd.testing.assert_frame_equal(load(database), frame)


def test_rows_too_long_for_one_statement_still_go_in_one_request(server: HranaServer) -> None:
    database = hurried(server, answer_seconds=30.0)
    database.transaction([Statement("CREATE TABLE long (id INTEGER PRIMARY KEY, word TEXT)")])
    before = server.request_count
    assert database.upsert("long", [{"id": n, "word": "x" * 40_000} for n in range(100)], ["id"]) == 100
    assert server.request_count - before == 1


def test_a_broken_rule_is_explained_in_one_more_round_trip(server: HranaServer) -> None:
    database = hurried(server)
    database.transaction(
        [Statement("CREATE TABLE a (b PRIMARY KEY)"), Statement("CREATE TABLE c (d REFERENCES a (b))")]
    )
    before = server.request_count
    with pytest.raises(ForeignKeyViolation, match="1 rows point at a"):
        database.transaction([Statement("INSERT INTO c VALUES (1)", (), "c")])
    assert server.request_count - before == 2
    assert database.query("SELECT * FROM c") == []


@pytest.mark.parametrize(("value", "kind"), [(0.5, "float"), (-1e14, "float"), (0.1 + 0.2, "text"), (5e-324, "text")])
def test_a_float_goes_as_a_number_only_where_every_parser_reads_it_right(
    server: HranaServer, value: float, kind: str
) -> None:
    database = hurried(server)
    assert database.query("SELECT ? AS a, typeof(?) AS kind", (value, value)) == [{"a": value, "kind": "real"}]
    assert server.bodies[-1]["requests"][0]["stmt"]["args"][0]["type"] == kind


def test_a_forked_process_makes_its_own_connection(server: HranaServer) -> None:
    import os

    database = hurried(server)
    database.transaction([Statement("CREATE TABLE a (b)")])
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if database.query("SELECT 7 AS n") == [{"n": 7}] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


MIGRATING = """
import sys
from crawl_assets.store.connect import connect
from crawl_assets.store.migrate import migrate, shipped_migrations
sys.stdin.readline()
print(len(migrate(connect(sys.argv[1], sys.argv[2], None), shipped_migrations())))
"""


def test_two_processes_that_migrate_at_once_end_with_one_applied_set(tmp_path: Path) -> None:
    serving = [
        sys.executable,
        "-m",
        "crawl_assets_tests.fakes.hrana",
        "--file",
        str(tmp_path / "a.db"),
        "--token",
        TOKEN,
    ]
    with subprocess.Popen(serving, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", MIGRATING, url, TOKEN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        applied = [int(process.communicate(timeout=60)[0]) for process in processes]
        from crawl_assets.store.remote import RemoteDatabase

        shipped = shipped_migrations()
        assert sum(applied) == len(shipped)
        assert all(state.applied_at for state in status(RemoteDatabase(url, TOKEN), shipped))
        server.kill()
