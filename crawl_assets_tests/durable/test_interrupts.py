"""Ctrl-C and Dagster's termination end a map promptly; what finished is kept, in threads what was in flight too."""

import asyncio
import os
import signal
import urllib.request
from pathlib import Path

import pytest

from crawl_assets.durable.limits import Limit
from crawl_assets.durable.own_loop import in_own_loop
from crawl_assets.durable.steps import values
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.durable.opening import finished, opened
from crawl_assets_tests.durable.paid_asset import buyer
from crawl_assets_tests.fakes.vendor import Answer, Vendor

ITEMS = [f"item-{number}" for number in range(20)]
LIMITS = [Limit("vendor", in_flight=4)]


def ctrl_c(process_id: int | None) -> None:
    assert process_id is not None
    os.kill(process_id, signal.SIGINT)


def buy_async(folder: Path, url: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with opened(folder) as steps:
        values(steps.map("buy", buyer(url), ITEMS, key=str, limits=LIMITS))


def buy_in_threads(folder: Path, url: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with opened(folder) as steps:
        values(steps.map("buy", lambda item: post(url, item), ITEMS, key=str, limits=LIMITS))


def post(url: str, item: str) -> str:
    with urllib.request.urlopen(f"{url}/buy/{item}", data=b"", timeout=60) as response:
        return str(response.read().decode())


def test_async_calls_in_flight_are_dropped_and_what_finished_is_kept(tmp_path: Path) -> None:
    opened(tmp_path)
    with Vendor() as vendor:
        for item in ITEMS[8:12]:
            vendor.says(item, Answer(hangs=True))
        process = start(buy_async, tmp_path, vendor.url)
        vendor.wait_for_calls(12)
        ctrl_c(process.pid)
        assert join(process, seconds=10) != 0
        assert finished(tmp_path) == set(ITEMS[:8])
        buy_async(tmp_path, vendor.url)
        assert {item for item, count in vendor.bought.items() if count > 1} == set(ITEMS[8:12])


def test_calls_in_threads_cannot_be_stopped_so_their_results_are_kept(tmp_path: Path) -> None:
    opened(tmp_path)
    with Vendor() as vendor:
        for item in ITEMS[8:12]:
            vendor.says(item, Answer(seconds=0.5))
        process = start(buy_in_threads, tmp_path, vendor.url)
        vendor.wait_for_calls(12)
        ctrl_c(process.pid)
        assert join(process, seconds=10) != 0
        assert finished(tmp_path) == set(ITEMS[:12])
        buy_in_threads(tmp_path, vendor.url)
        assert set(vendor.bought.values()) == {1}


def test_a_coroutine_runs_in_its_own_loop_even_inside_another() -> None:
    async def number() -> int:
        await asyncio.sleep(0)
        return 7

    async def caller() -> int:
        return in_own_loop(number)

    assert asyncio.run(caller()) == 7


def test_the_first_error_of_several_is_raised_as_itself() -> None:
    async def fail() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(30))
            raise LookupError("the first")

    with pytest.raises(LookupError, match="the first"):
        in_own_loop(fail)
