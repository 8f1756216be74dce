"""A server that stalls, drips, resets, cuts, refuses: a clear error in bounded time, or the answer at a second try."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.errors import AuthFailed, Busy, SqlError, StoreError, Timeout, Unreachable
from crawl_assets.store.remote import RemoteDatabase
from crawl_assets.store.repeating import Patience
from crawl_assets_tests.fakes import hrana_faults as faults
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.store.databases import TOKEN, Pauses, hurried, until

PASSING = {
    "reset before": faults.ResetBefore(),
    "lost answer": faults.LoseAnswer(),
    "cut answer": faults.CutAnswer(),
    "429": faults.Status(429),
    "500": faults.Status(500),
    "503": faults.Status(503, retry_after="0"),
    "not JSON": faults.Answer(b"<html>sign in</html>"),
    "no results": faults.Answer(b'{"baton": null, "base_url": null, "results": []}'),
    "other results": faults.Answer(b'{"baton": null, "base_url": null, "results": [{"type": "ok"}, {"type": "ok"}]}'),
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HranaServer]:
    with HranaServer(tmp_path / "remote.db", token=TOKEN) as found:
        yield found


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_query_is_asked_again_after_what_passes(server: HranaServer, fault: faults.Fault) -> None:
    pauses = Pauses()
    database = hurried(server, sleep=pauses)
    server.next(fault, times=2)
    assert database.query("SELECT 1 AS a") == [{"a": 1}]
    first, second = pauses.seconds
    assert 0.125 <= first <= 0.25 <= second <= 0.5


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_does_not_pass_ends_unreachable_after_a_few_tries(server: HranaServer, fault: faults.Fault) -> None:
    server.next(fault, times=50)
    with pytest.raises(Unreachable, match=server.url.removeprefix("http://")):
        hurried(server, retry_seconds=100).query("SELECT 1")
    assert server.request_count == 1 + 6


@pytest.mark.parametrize("fault", [faults.Stall(), faults.Drip(), faults.Drip(whole_headers=True)], ids=str)
@pytest.mark.parametrize("writes", [False, True], ids=["query", "transaction"])
def test_an_answer_that_never_ends_is_a_timeout(server: HranaServer, fault: faults.Fault, writes: bool) -> None:
    database = hurried(server, answer_seconds=0.2, retry_seconds=0.2)
    database.query("SELECT 1")
    server.next(fault, times=9)
    started = time.monotonic()
    with pytest.raises(Timeout, match=r"gave no whole answer within 0\.2 s"):
        database.transaction([Statement("CREATE TABLE a (b)")]) if writes else database.query("SELECT 1")
    assert time.monotonic() - started < 3


def stalled(server: HranaServer, database: RemoteDatabase) -> tuple[threading.Thread, list[str]]:
    """Start a thread whose query is never answered; returns it and what its error says in the end."""
    said: list[str] = []

    def ask() -> None:
        try:
            database.query("SELECT 1")
        except StoreError as error:
            said.append(str(error))

    database.query("SELECT 1")
    server.next(faults.Stall())
    waiting = threading.Thread(target=ask)
    waiting.start()
    until(lambda: len(server.bodies) == 2)
    return waiting, said


def test_other_threads_run_while_one_waits_for_a_stalled_server(server: HranaServer) -> None:
    database = hurried(server, answer_seconds=30.0)
    waiting, _ = stalled(server, database)
    assert [database.query("SELECT 2 AS a") for _ in range(3)] == [[{"a": 2}]] * 3
    assert waiting.is_alive()
    database.close()
    waiting.join(10)


def test_closing_ends_what_still_waits(server: HranaServer) -> None:
    database = hurried(server, answer_seconds=30.0)
    waiting, said = stalled(server, database)
    database.close()
    waiting.join(10)
    assert len(said) == 1
    assert "was closed by this process" in said[0]


@pytest.mark.parametrize("asked", ["7", "Wed, 01 Jan 2200 00:00:00 GMT"])
def test_retry_after_is_waited_for_or_not_waited_for_at_all(server: HranaServer, asked: str) -> None:
    pauses = Pauses()
    database = hurried(server, sleep=pauses, retry_seconds=60.0)
    server.next(faults.Status(429, retry_after=asked))
    if asked == "7":
        assert database.query("SELECT 1 AS a") == [{"a": 1}]
        assert 7 < pauses.seconds[0] < 7.3
    else:
        with pytest.raises(Unreachable, match="429"):
            database.query("SELECT 1")
        assert pauses.seconds == []


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_ends_at_once(server: HranaServer, status: int) -> None:
    server.next(faults.Status(status))
    with pytest.raises(AuthFailed, match="Set TURSO_AUTH_TOKEN"):
        hurried(server).query("SELECT 1")
    assert server.request_count == 2


@pytest.mark.parametrize(
    ("token", "why"),
    [("", "needs a token"), ("wrong", "refused the token"), ("two words", "holds a space"), ("é", "holds")],
)
def test_a_missing_wrong_or_garbled_token_says_so(server: HranaServer, token: str, why: str) -> None:
    with pytest.raises(AuthFailed, match=why):
        hurried(server, token).query("SELECT 1")


def test_an_address_where_nothing_answers_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    database = RemoteDatabase(f"http://127.0.0.1:{port}", TOKEN, patience=Patience(sleep=Pauses()))
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port} cannot be reached.*Check TURSO_DATABASE_URL"):
        database.transaction([Statement("CREATE TABLE a (b)")])


def test_a_host_that_does_not_exist_is_unreachable() -> None:
    database = RemoteDatabase("http://no-such-host.invalid", TOKEN, patience=Patience(sleep=Pauses()))
    with pytest.raises(Unreachable, match=r"no-such-host.invalid cannot be reached"):
        database.query("SELECT 1")


@pytest.mark.parametrize("status", [400, 404, 405])
def test_an_address_that_is_no_database_is_unreachable_at_once(server: HranaServer, status: int) -> None:
    server.next(faults.Status(status, body="what?"))
    with pytest.raises(Unreachable, match=f"answered {status}: what\\?. Check TURSO_DATABASE_URL"):
        hurried(server).query("SELECT 1")
    assert server.request_count == 2


def test_a_request_that_is_too_large_says_so(server: HranaServer) -> None:
    server.next(faults.Status(413))
    with pytest.raises(SqlError, match="Write less at once"):
        hurried(server).query("SELECT 1")


def test_a_redirect_is_not_followed(server: HranaServer, tmp_path: Path) -> None:
    with HranaServer(tmp_path / "other.db") as other:
        server.next(faults.Status(307, location=f"{other.url}/v3/pipeline"))
        with pytest.raises(Unreachable, match="307 with a redirect, which is not followed"):
            hurried(server).query("SELECT 1")
        assert other.request_count == 0


def test_another_writer_is_waited_for(server: HranaServer, tmp_path: Path) -> None:
    import sqlite3

    server.streams._busy_seconds = 0.0
    database = hurried(server, sleep=time.sleep, busy_seconds=20.0)
    database.transaction([Statement("CREATE TABLE a (b)")])
    other = sqlite3.connect(tmp_path / "remote.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    asked = server.request_count
    done = threading.Thread(target=lambda: database.transaction([Statement("INSERT INTO a VALUES (1)")]))
    done.start()
    until(lambda: server.request_count >= asked + 3)  # refused twice as busy
    other.execute("COMMIT")
    done.join(20)
    assert database.query("SELECT b FROM a") == [{"b": 1}]


def test_a_writer_that_does_not_end_makes_it_busy(server: HranaServer, tmp_path: Path) -> None:
    import sqlite3

    server.streams._busy_seconds = 0.0
    other = sqlite3.connect(tmp_path / "remote.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="is being written by another process"):
        hurried(server, sleep=time.sleep, busy_seconds=0.2).transaction([Statement("CREATE TABLE a (b)")])
    other.close()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"message": "SQLite error: database or disk is full", "code": "SQLITE_FULL"}, "OutOfSpace"),
        ({"message": "SQLite error: attempt to write a readonly database", "code": "SQLITE_READONLY"}, "NotWritable"),
        ({"message": "Operation was blocked: upgrade your plan", "code": "BLOCKED"}, "NotWritable"),
        ({"message": "Transaction timed out", "code": "TRANSACTION_TIMEOUT"}, "Timeout"),
        ({"message": "Response is too large", "code": "RESPONSE_TOO_LARGE"}, "SqlError"),
        ({"message": "not authorized", "code": "SQLITE_AUTH"}, "AuthFailed"),
        ({"message": "database disk image is malformed"}, "NotADatabase"),
        ({"message": "something new", "code": None}, "SqlError"),
    ],
)
def test_the_errors_of_the_server_have_types(server: HranaServer, error: dict[str, Any], kind: str) -> None:
    import json

    body = {
        "baton": None,
        "base_url": None,
        "results": [{"type": "error", "error": error}, {"type": "error", "error": error}],
    }
    server.next(faults.Answer(json.dumps(body).encode()), times=2)
    database = hurried(server)
    for call in (
        lambda: database.query("SELECT 1"),
        lambda: database.transaction([Statement("CREATE TABLE a (b)")]),
    ):
        with pytest.raises(StoreError) as caught:
            call()
        assert type(caught.value).__name__ == kind
        assert error["message"].removeprefix("SQLite error: ") in str(caught.value)
