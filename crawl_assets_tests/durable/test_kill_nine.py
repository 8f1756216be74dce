"""kill -9 at random moments while Dagster materializes 200 paid steps: all results come, none is bought twice.

Bought twice may be only what was in flight at a kill: begun at the vendor, its result not yet on disk. The kills fall
anywhere from just before the first purchase to the end of storing the output.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.schema import describe
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.durable.opening import database_in, finished
from crawl_assets_tests.durable.paid_asset import IN_FLIGHT, STEPS, materialize
from crawl_assets_tests.fakes.vendor import Vendor

STORING = 20  # how often a kill falls into the storing of the output, as if that were so many steps


class Batch:
    """One materialization, from its first process to the one that stores the output; checks each kill's damage."""

    def __init__(self, folder: Path, vendor: Vendor, name: str) -> None:
        self.folder, self.vendor, self.name = folder, vendor, name
        self.may_be_bought_again = 0
        self.finished: dict[str, int] = {}  # item whose result was on disk at a kill -> how often it was bought by then

    def stored(self) -> dict[str, int]:
        """Return the receipt of each item in the output, empty while it is not stored."""
        database = LocalDatabase(self.folder / "test.db")
        if describe(database, "purchases") is None:
            return {}
        rows = database.query("SELECT item, receipt FROM purchases WHERE batch = ?", (self.name,))
        return {row["item"]: row["receipt"] for row in rows}

    def bought(self) -> dict[str, int]:
        return {item: count for item, count in self.vendor.bought.items() if item.startswith(f"{self.name}-")}

    def was_killed(self, bought_before: dict[str, int]) -> None:
        """Take stock after a kill, when the vendor has read the last call."""
        self.vendor.wait_until_alone()
        now, on_disk = self.bought(), set(self.stored()) or finished(self.folder)
        in_flight = [item for item, count in now.items() if count > bought_before.get(item, 0) and item not in on_disk]
        assert len(in_flight) <= IN_FLIGHT, in_flight
        self.may_be_bought_again += len(in_flight)
        for item in on_disk:
            self.finished.setdefault(item, now[item])

    def check(self) -> None:
        """Assert what is promised once the output is stored."""
        bought, stored = self.bought(), self.stored()
        assert len(stored) == len(bought) == STEPS
        receipts = {number: call.item for number, call in enumerate(self.vendor.calls, 1)}
        assert {item: receipts[receipt] for item, receipt in stored.items()} == {item: item for item in stored}
        assert {item: bought[item] for item in self.finished} == self.finished, "a finished step was bought again"
        assert sum(bought.values()) - STEPS <= self.may_be_bought_again
        assert finished(self.folder) == set(), "the journal is still there"


def kill_often(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    database_in(folder).close()
    with Vendor() as vendor:
        to_first_call, after_last_call = undisturbed(Batch(folder, vendor, "batch-0"))
        done = number = 0
        while done < kills:
            number += 1
            batch = Batch(folder, vendor, f"batch-{number}")
            while not batch.stored():
                before, begun = batch.bought(), len(vendor.calls)
                process = start(materialize, folder, vendor.url, batch.name)
                if done < kills:
                    left = STEPS - len(finished(folder))
                    wanted = chance.randint(1, left + STORING)
                    if left:
                        vendor.wait_for_calls(begun + min(wanted, left))
                    pause = 0.01 if wanted <= left else after_last_call if left else to_first_call + after_last_call
                    process.join(chance.uniform(0 if left else to_first_call, pause))
                    process.kill()
                if join(process) == -9:
                    done += 1
                    batch.was_killed(before)
                else:
                    assert process.exitcode == 0
            print(f"seed {seed}: {batch.name} stored after {done} kills, {sum(batch.bought().values())} bought")
            batch.check()


def undisturbed(batch: Batch) -> tuple[float, float]:
    """Measure a whole materialization: seconds before the vendor's first call, and from its last to the end."""
    join(start(int))  # for whatever only the first process of all has to wait for
    started = time.monotonic()
    process = start(materialize, batch.folder, batch.vendor.url, batch.name)
    assert join(process) == 0
    batch.check()
    return batch.vendor.calls[0].moment - started, time.monotonic() - batch.vendor.calls[-1].moment


def test_five_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, kills=5, seed=2026)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 20260105])
def test_fifty_kills_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    kill_often(tmp_path, kills=50, seed=seed)


def command(folder: Path, url: str, batch: str) -> "subprocess.Popen[bytes]":
    arguments = ["-m", "crawl_assets_tests.durable.paid_definitions", "--select", "purchases", "--partition", batch]
    return subprocess.Popen(
        [sys.executable, "-m", "dagster", "asset", "materialize", *arguments],
        env={**os.environ, "PAID_FOLDER": str(folder), "PAID_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # so that the step's own process dies with it
    )


@pytest.mark.soak
def test_three_kills_of_the_dagster_command_lose_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(3)
    database_in(tmp_path).close()
    with Vendor() as vendor:
        batch = Batch(tmp_path, vendor, "batch-7")
        for _ in range(3):
            before = batch.bought()
            process = command(tmp_path, vendor.url, batch.name)
            vendor.wait_for_calls(sum(before.values()) + chance.randint(1, 60), seconds=60)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            batch.was_killed(before)
        process = command(tmp_path, vendor.url, batch.name)
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output.decode()
        batch.check()
