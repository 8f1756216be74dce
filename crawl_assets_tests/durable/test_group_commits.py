"""Results are committed in groups, are on disk before the next stage, and a store that fails ends the map at once."""

import asyncio
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import libsql_experimental
import pytest

from crawl_assets.durable.journal import Journals
from crawl_assets.durable.lease import take
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.steps import values
from crawl_assets.durable.writer import Ended, Writer
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.database import Result, Statement
from crawl_assets.store.errors import Busy, NotADatabase, NotWritable
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.durable.opening import LOG, SCOPE, database_in, finished, journals_in, opened


class CountingDatabase(LocalDatabase):
    transactions = 0

    def transaction(self, statements: Sequence[Statement]) -> list[Result]:
        self.transactions += 1
        return super().transaction(statements)


def test_many_results_share_a_commit(tmp_path: Path) -> None:
    database_in(tmp_path).close()
    database = CountingDatabase(tmp_path / "test.db")

    async def call(item: int) -> int:
        return item

    with Journals(database, FileBlobs(tmp_path / "blobs"), tmp_path / "journals").open(SCOPE, "run", LOG) as steps:
        outcomes = steps.map("call", call, range(1280), key=str)
    assert values(outcomes) == list(range(1280))
    assert len(finished(tmp_path)) == 1280
    assert database.transactions < 1280 / 8


def test_thousands_of_steps_a_second_fit(tmp_path: Path) -> None:
    opened(tmp_path)
    started = time.monotonic()
    with opened(tmp_path) as steps:
        steps.map("call", lambda item: item, range(5000), key=str)
    assert time.monotonic() - started < 5  # about 0.3 s on an idle machine


def test_a_result_is_on_disk_before_the_next_stage_sees_it(tmp_path: Path) -> None:
    seen: list[set[str]] = []
    with opened(tmp_path) as steps:
        steps.map("first", str.upper, list("abc"), key=str)
        steps.map("second", lambda item: seen.append(finished(tmp_path)), ["d"], key=str)
    assert seen == [{"a", "b", "c"}]


def test_a_place_is_kept_until_the_result_is_on_disk(tmp_path: Path) -> None:
    on_disk: list[int] = []

    def call(item: int) -> int:
        on_disk.append(len(finished(tmp_path)))
        return item

    with opened(tmp_path) as steps:
        steps.map("call", call, range(10), key=str, limits=[Limit("one", in_flight=1)])
    assert on_disk == list(range(10))


def test_a_locked_database_ends_the_map_and_the_next_run_buys_only_what_is_missing(tmp_path: Path) -> None:
    opened(tmp_path)
    bought: list[str] = []
    other = libsql_experimental.connect(str(tmp_path / "test.db"), isolation_level=None, check_same_thread=False)

    def buy(item: str) -> str:
        bought.append(item)
        if item == "d":
            other.execute("BEGIN IMMEDIATE")
        return item

    impatient = LocalDatabase(tmp_path / "test.db", busy_seconds=0.05)
    journals = Journals(impatient, FileBlobs(tmp_path / "blobs"), tmp_path / "journals")
    with pytest.raises(Busy), journals.open(SCOPE, "run", LOG) as steps:
        steps.map("buy", buy, list("abcdefgh"), key=str, limits=[Limit("one", in_flight=1)])
    assert bought == list("abcd")
    other.execute("ROLLBACK")
    with opened(tmp_path) as steps:
        outcomes = steps.map("buy", str, list("abcdefgh"), key=str)
    assert [outcome.key for outcome in outcomes if outcome.was_remembered] == list("abc")
    assert values(outcomes) == list("abcdefgh")


def test_a_database_that_is_deleted_meanwhile_ends_the_map(tmp_path: Path) -> None:
    bought: list[str] = []

    def buy(item: str) -> str:
        bought.append(item)
        if item == "c":
            (tmp_path / "test.db").unlink()
        return item

    with pytest.raises(NotADatabase, match="was deleted"), opened(tmp_path) as steps:
        steps.map("buy", buy, list("abcdefgh"), key=str, limits=[Limit("one", in_flight=1)])
    assert bought == list("abc")


def test_a_blob_that_cannot_be_written_ends_the_map_and_is_no_failure_of_the_item(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file where the folder should be")
    with pytest.raises(NotWritable), opened(tmp_path) as steps:
        steps.map("read", lambda item: "x" * 1_100_000, list("abc"), key=str)
    assert journals_in(tmp_path).show(SCOPE) == []


class GatedDatabase(LocalDatabase):
    """Lets no transaction through while its gate is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.gate = threading.Event()
        self.gate.set()

    def transaction(self, statements: Sequence[Statement]) -> list[Result]:
        assert self.gate.wait(timeout=30)
        return super().transaction(statements)


def test_who_is_cancelled_while_waiting_for_a_commit_takes_nobody_elses_result_along(tmp_path: Path) -> None:
    database_in(tmp_path)
    database = GatedDatabase(tmp_path / "test.db")
    lease = take(database, tmp_path / "locks", SCOPE, "a-run")
    writer = Writer(database, FileBlobs(tmp_path / "blobs"), lease)
    database.gate.clear()

    async def wait_and_be_cancelled() -> None:
        waiting = asyncio.ensure_future(asyncio.wrap_future(writer.put(Ended("buy", "a", "", 1, text="1"))))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(wait_and_be_cancelled())
    others = [writer.put(Ended("buy", item, "", 1, text="1")) for item in "bcd"]
    database.gate.set()
    for future in others:
        future.result(timeout=30)
    writer.close()
    lease.leave("open")
    assert finished(tmp_path) == {"a", "b", "c", "d"}


def test_maps_of_several_threads_share_a_journal(tmp_path: Path) -> None:
    with opened(tmp_path) as steps:
        threads = [
            threading.Thread(target=steps.map, args=(f"step-{number}", str.upper, list("abcde")), kwargs={"key": str})
            for number in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(journals_in(tmp_path).show(SCOPE)) == 30
