"""A journal has one owner: a second run is refused, a dead one is replaced, a replaced one stops."""

import os
import socket
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawl_assets.durable.errors import JournalInUse, JournalLost, JournalUnreadable
from crawl_assets.durable.lease import FORMAT, take
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.records import Scope
from crawl_assets.durable.writer import Ended, Writer
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.database import Statement
from crawl_assets.store.errors import StoreError
from crawl_assets.store.values import timestamp_text
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.durable.opening import LOG, SCOPE, database_in, finished, journals_in, opened
from crawl_assets_tests.durable.paid_asset import buyer
from crawl_assets_tests.fakes.vendor import Answer, Vendor


def hold_open(folder: Path, url: str) -> None:
    """Be a process that has a journal open while the vendor does not answer."""
    with opened(folder, run_id="the-first-run") as steps:
        steps.map("buy", buyer(url), ["a"], key=str)


def set_row(folder: Path, column: str, value: str | int) -> None:
    database_in(folder).transaction([Statement(f"UPDATE journals SET {column} = ?", (value,))])


def ago(seconds: float) -> str:
    return timestamp_text(datetime.now(UTC) - timedelta(seconds=seconds))


def test_a_second_process_is_told_who_has_the_journal_and_gets_it_once_that_one_is_killed(tmp_path: Path) -> None:
    opened(tmp_path)
    with Vendor() as vendor:
        vendor.says("a", Answer(hangs=True))
        first = start(hold_open, tmp_path, vendor.url)
        vendor.wait_for_calls(1)
        with (
            pytest.raises(JournalInUse, match=rf"replies \[2026-01-05\] .* run the-first-run, process {first.pid}"),
            opened(tmp_path),
        ):
            pass
        first.kill()
        join(first)
        assert [found.state for found in journals_in(tmp_path).summaries()] == ["killed"]
        with opened(tmp_path) as steps:
            assert steps.map("buy", buyer(vendor.url), ["a"], key=str)[0].error is None


def test_a_second_run_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(JournalInUse), opened(tmp_path):
        pass


def test_other_partitions_are_open_at_the_same_time(tmp_path: Path) -> None:
    with opened(tmp_path), opened(tmp_path, Scope("replies", "2026-01-12")), opened(tmp_path, Scope("clues", "")):
        assert [found.state for found in journals_in(tmp_path).summaries()] == ["running"] * 3


def test_many_that_begin_at_once_are_one_that_runs_and_others_that_are_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    together = threading.Barrier(8)
    all_tried = threading.Barrier(8)
    outcomes: list[str] = []

    def run(number: int) -> None:
        journals = journals_in(tmp_path, locks=f"machine-{number % 4}")
        together.wait(timeout=30)
        try:
            with journals.open(SCOPE, f"run-{number}", LOG):
                outcomes.append("ran")
                all_tried.wait(timeout=30)
        except JournalInUse:
            outcomes.append("refused")
            all_tried.wait(timeout=30)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ran"] + ["refused"] * 7


def test_a_run_on_another_machine_that_was_heard_of_lately_is_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path):
        set_row(tmp_path, "host", "elsewhere")
        set_row(tmp_path, "heartbeat_at", ago(50))
        with (
            pytest.raises(JournalInUse, match=r"on elsewhere\), last heard of 5\d s ago"),
            journals_in(tmp_path, "here").open(SCOPE, "mine", LOG),
        ):
            pass


@pytest.mark.parametrize("host", ["elsewhere", socket.gethostname()], ids=["another machine", "other locks, same host"])
def test_a_silent_run_elsewhere_is_taken_over_and_writes_nothing_more(tmp_path: Path, host: str) -> None:
    bought: list[str] = []

    def buy(item: str) -> str:
        bought.append(item)
        set_row(tmp_path, "host", host)
        set_row(tmp_path, "heartbeat_at", ago(61))
        other = others.enter_context(journals_in(tmp_path, "elsewhere").open(SCOPE, "the-other-run", LOG))
        other.map("buy", str.upper, ["z"], key=str)
        return item

    with ExitStack() as others:
        with pytest.raises(JournalLost, match="taken over by another process"), opened(tmp_path) as steps:
            steps.map("buy", buy, list("abcdefgh"), key=str, limits=[Limit("one", in_flight=1)])
        assert [found.run_id for found in journals_in(tmp_path).summaries()] == ["the-other-run"]
    assert bought == ["a"]
    assert finished(tmp_path) == {"z"}


def test_a_run_that_was_replaced_adds_nothing_to_a_journal_that_is_closed(tmp_path: Path) -> None:
    journals = journals_in(tmp_path)
    with pytest.raises(JournalLost), journals.open(SCOPE, "mine", LOG) as steps:
        database_in(tmp_path).transaction([Statement("DELETE FROM journals")])
        steps.map("buy", str.upper, ["a"], key=str)
    assert finished(tmp_path) == set()


def test_a_run_that_only_waits_still_says_that_it_is_alive(tmp_path: Path) -> None:
    database = database_in(tmp_path)
    lease = take(database, tmp_path / "locks", SCOPE, "a-run")
    writer = Writer(database, FileBlobs(tmp_path / "blobs"), lease, heartbeat_seconds=0.02)
    set_row(tmp_path, "heartbeat_at", "2026-01-05T06:00:00.000000Z")
    deadline = time.monotonic() + 30
    while database.query("SELECT heartbeat_at AS at FROM journals")[0]["at"] < "2026-01-06":
        assert time.monotonic() < deadline, "no heartbeat came"
        time.sleep(0.01)
    writer.close()
    lease.leave("open")


def test_a_heartbeat_that_finds_no_database_does_not_end_the_writer(tmp_path: Path) -> None:
    database = database_in(tmp_path)
    lease = take(database, tmp_path / "locks", SCOPE, "a-run")
    database.close()
    writer = Writer(database, FileBlobs(tmp_path / "blobs"), lease, heartbeat_seconds=0.01)
    time.sleep(0.1)  # some heartbeats fail
    with pytest.raises(StoreError, match="closed by this process"):
        writer.put(Ended("buy", "a", "", 1, text="1")).result(timeout=30)
    writer.close()
    os.close(lease.lock)


@pytest.mark.parametrize("found", [FORMAT + 1, 0])
def test_a_journal_of_another_format_is_refused_with_what_to_do_and_can_be_cleared(tmp_path: Path, found: int) -> None:
    with opened(tmp_path) as steps:
        steps.map("buy", str.upper, list("ab"), key=str)
    set_row(tmp_path, "format", found)
    with (
        pytest.raises(
            JournalUnreadable, match=f"format {found}.*crawl-assets journal clear replies --partition '2026-01"
        ),
        opened(tmp_path),
    ):
        pass
    assert journals_in(tmp_path).clear(SCOPE) == 2
    assert journals_in(tmp_path).summaries() == []


def test_a_journal_in_use_cannot_be_cleared(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(JournalInUse):
        journals_in(tmp_path).clear(SCOPE)
