"""A line every few seconds says how far a map is, how fast, at what cost, and how long it still takes."""

import logging
from pathlib import Path

import pytest

from crawl_assets.durable.progress import EVERY_SECONDS, Progress
from crawl_assets_tests.durable.opening import opened


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    caplog.set_level(logging.INFO)
    return Lines(caplog)


class Lines(list[str]):
    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    def said(self) -> list[str]:
        messages = [record.getMessage() for record in self._caplog.records]
        self._caplog.clear()
        return messages


def test_a_line_tells_done_failed_rate_cost_and_time_left(clock: Clock, lines: Lines) -> None:
    progress = Progress("ask", 100, logging.getLogger("progress"), lambda value: value["cost"], clock)
    for _ in range(9):
        progress.done({"cost": 0.25}, was_remembered=False)
    clock.now += 5
    progress.failed()
    assert lines.said() == ["ask: 9/100 done, 1 failed, 1.8/s, 2.2500 USD, 50 s left"]


def test_remembered_results_cost_nothing_again_and_do_not_count_for_the_rate(clock: Clock, lines: Lines) -> None:
    progress = Progress("ask", 100, logging.getLogger("progress"), lambda value: value["cost"], clock)
    for _ in range(50):
        progress.done({"cost": 0.25}, was_remembered=True)
    clock.now += 10
    progress.done({"cost": 0.25}, was_remembered=False)
    assert lines.said() == ["ask: 51/100 done, 0 failed, 0.1/s, 0.2500 USD, 490 s left"]


def test_lines_come_every_few_seconds_and_not_more_often(clock: Clock, lines: Lines) -> None:
    progress = Progress("ask", 1000, logging.getLogger("progress"), None, clock)
    for _ in range(100):
        clock.now += 0.5
        progress.done(None, was_remembered=False)
    assert len(lines.said()) == 50 / EVERY_SECONDS


def test_before_anything_is_done_no_time_is_guessed(clock: Clock, lines: Lines) -> None:
    progress = Progress("ask", 10, logging.getLogger("progress"), None, clock)
    clock.now += 6
    progress.failed()
    assert lines.said() == ["ask: 0/10 done, 1 failed, 0.0/s, 9 left"]


def test_a_map_ends_with_a_line_and_a_single_step_says_nothing(tmp_path: Path, lines: Lines) -> None:
    with opened(tmp_path) as steps:
        steps.map("read", str.upper, ["a"], key=str)
        steps.run("once", lambda: 1)
        assert lines.said() == []
        steps.map("read", str.upper, ["a", "b"], key=str, cost_of=lambda _: 0.5)
    (line,) = lines.said()
    assert line.startswith("read: 2/2 done, 0 failed, ")
    assert "0.5000 USD" in line


def test_a_wrong_cost_function_does_not_lose_the_result_that_was_paid(tmp_path: Path) -> None:
    bought: list[str] = []

    def buy(item: str) -> str:
        bought.append(item)
        return item

    with pytest.raises(KeyError), opened(tmp_path) as steps:
        steps.map("buy", buy, ["a"], key=str, cost_of=lambda value: {}[value])
    with opened(tmp_path) as steps:
        assert steps.map("buy", buy, ["a"], key=str)[0].was_remembered
    assert bought == ["a"]
