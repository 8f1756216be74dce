"""Limits on how many steps run at once and how fast they start hold across processes, also when one is killed."""

import asyncio
import json
import time
from pathlib import Path
from threading import Barrier

import pytest

from crawl_assets.durable.limits import Gates, Limit
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import values
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.durable.opening import LOG, journals_in, opened
from crawl_assets_tests.durable.paid_asset import buyer
from crawl_assets_tests.fakes.vendor import Answer, Vendor

TOLERANCE = 0.1  # seconds that a start may come late on a busy machine


def buy_some(folder: Path, url: str, who: str, count: int, limits: list[Limit]) -> None:
    """Be a process that buys `count` things."""
    items = [f"{who}-{number}" for number in range(count)]
    with journals_in(folder).open(Scope(who, ""), who, LOG) as steps:
        values(steps.map("buy", buyer(url), items, key=str, limits=limits))


def run_together(folder: Path, vendor: Vendor, processes: int, count: int, limits: list[Limit]) -> None:
    opened(folder)
    children = [start(buy_some, folder, vendor.url, f"p{n}", count, limits) for n in range(processes)]
    assert [join(child) for child in children] == [0] * processes


def test_never_more_in_flight_than_allowed_across_four_processes(tmp_path: Path) -> None:
    with Vendor(seconds=0.01) as vendor:
        run_together(tmp_path, vendor, 4, 25, [Limit("vendor", in_flight=3)])
    assert len(vendor.calls) == 100
    assert vendor.most_at_once == 3


def note_starts(folder: Path, who: str, limits: list[Limit]) -> None:
    """Be a process whose ten steps note when they started, by the clock that all processes share."""

    async def step(_: int) -> float:
        moment = time.monotonic()
        await asyncio.sleep(0.05)
        return moment

    with journals_in(folder).open(Scope(who, ""), who, LOG) as steps:
        moments = values(steps.map("note", step, range(10), key=str, limits=limits))
    (folder / f"{who}.json").write_text(json.dumps(moments))


def test_never_faster_starts_than_allowed_across_four_processes(tmp_path: Path) -> None:
    opened(tmp_path)
    limits = [Limit("vendor", in_flight=8, starts_per_second=40)]
    children = [start(note_starts, tmp_path, f"p{number}", limits) for number in range(4)]
    assert [join(child) for child in children] == [0] * 4
    moments = sorted(moment for file in tmp_path.glob("p*.json") for moment in json.loads(file.read_text()))
    assert len(moments) == 40
    for first in range(len(moments)):
        for later in range(first + 1, len(moments)):
            assert moments[later] - moments[first] > (later - first) / 40 - TOLERANCE
    assert moments[-1] - moments[0] < 4, "the allowed rate was not used"


def test_a_killed_process_frees_its_places(tmp_path: Path) -> None:
    limits = [Limit("vendor", in_flight=2)]
    opened(tmp_path)
    with Vendor() as vendor:
        for item in ("dead-0", "dead-1"):
            vendor.says(item, Answer(hangs=True))
        child = start(buy_some, tmp_path, vendor.url, "dead", 2, limits)
        vendor.wait_for_calls(2)
        child.kill()
        join(child)
        buy_some(tmp_path, vendor.url, "alive", 5, limits)
        assert len(vendor.calls) == 7


def test_a_process_that_comes_later_gets_its_turn_before_the_first_is_done(tmp_path: Path) -> None:
    limits = [Limit("vendor", in_flight=2)]
    opened(tmp_path)
    with Vendor(seconds=0.02) as vendor:
        first = start(buy_some, tmp_path, vendor.url, "first", 150, limits)
        vendor.wait_for_calls(10)
        later = start(buy_some, tmp_path, vendor.url, "later", 5, limits)
        assert (join(first), join(later)) == (0, 0)
    order = [call.item.split("-")[0] for call in vendor.calls]
    assert len(order) == 155
    assert order[-1] == "first", "the later process had to wait for the whole of the first"


def test_who_waits_to_start_does_not_sit_on_places_of_a_wider_limit(tmp_path: Path) -> None:
    async def run() -> list[str]:
        wide = Limit("all", in_flight=3)
        slow = Gates(tmp_path, [Limit("slow", in_flight=3, starts_per_second=0.01), wide])
        quick = Gates(tmp_path, [Limit("quick", in_flight=2), wide])
        done: list[str] = []

        async def call(gates: Gates, name: str) -> None:
            async with gates.place():
                await asyncio.sleep(0)
                done.append(name)

        waiting = [asyncio.create_task(call(slow, "slow")) for _ in range(8)]
        async with asyncio.timeout(30):
            while not done:
                await asyncio.sleep(0)
            for _ in range(10):  # one slow one waits 100 s for its start; two places are free for the quick
                await asyncio.gather(call(quick, "quick"), call(quick, "quick"))
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return done

    assert asyncio.run(run()) == ["slow"] + ["quick"] * 20


def test_limits_named_in_different_orders_do_not_wait_for_each_other(tmp_path: Path) -> None:
    one, other = Limit("one", in_flight=1), Limit("other", in_flight=1)

    async def run() -> int:
        async def call(gates: Gates) -> None:
            async with gates.place():
                await asyncio.sleep(0.001)

        gates = [Gates(tmp_path, [one, other]), Gates(tmp_path, [other, one])]
        async with asyncio.timeout(30):
            return len(await asyncio.gather(*(call(gates[number % 2]) for number in range(20))))

    assert asyncio.run(run()) == 20


def test_a_start_left_over_from_before_a_reboot_does_not_block(tmp_path: Path) -> None:
    async def start_once() -> None:
        async with asyncio.timeout(30), Gates(tmp_path, [Limit("vendor", 1, starts_per_second=100)]).place():
            pass

    asyncio.run(start_once())
    (clock,) = tmp_path.glob("*/next")
    clock.write_text(f"{10.0**9:030.9f}")  # the machine had been up for longer than it is now
    asyncio.run(start_once())


@pytest.mark.parametrize(("in_flight", "starts"), [(0, None), (-1, None), (1, 0.0), (1, -2.0)])
def test_a_limit_under_which_nothing_could_start_is_refused(in_flight: int, starts: float | None) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        Limit("vendor", in_flight, starts)


def test_two_limits_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="share a key: a, a"):
        Gates(tmp_path, [Limit("a", 1), Limit("a", 2)])


def test_as_many_plain_functions_run_at_once_as_the_limit_allows(tmp_path: Path) -> None:

    together = Barrier(12)

    def call(item: int) -> int:
        together.wait(timeout=30)
        return item

    with opened(tmp_path) as steps:
        outcomes = steps.map("call", call, range(12), key=str, limits=[Limit("vendor", in_flight=12)])
    assert values(outcomes) == list(range(12))
