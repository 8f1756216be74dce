"""Retriable steps are tried again after a while, as the other side wishes; others are not; StopAll stops everyone."""

import asyncio
import logging
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.durable.errors import NonRetriable, Retriable, StopAll
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.records import Scope
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.steps import values
from crawl_assets.retry_after import LONGEST, retry_after_seconds
from crawl_assets_tests.durable.opening import LOG, SCOPE, journals_in, opened
from crawl_assets_tests.durable.paid_asset import buyer
from crawl_assets_tests.fakes.vendor import Answer, Vendor

NOW = datetime(2026, 1, 5, 6, tzinfo=UTC)
AT_ONCE = RetryRule(attempts=4, first_wait=0)


class Flaky:
    """Fails some times with an error, then returns the number of the call."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.times, self.calls = error, times, 0

    def __call__(self, _: str) -> int:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error
        return self.calls


@pytest.mark.parametrize("error", [Retriable("busy"), ConnectionResetError("reset"), TimeoutError("too slow")])
def test_what_may_go_away_is_tried_again(tmp_path: Path, error: Exception) -> None:
    with opened(tmp_path) as steps:
        outcome = steps.map("call", Flaky(error, times=3), ["a"], key=str, retry=AT_ONCE)[0]
    assert (outcome.value, outcome.attempts, outcome.error) == (4, 4, None)


def test_after_the_last_attempt_the_item_fails_with_what_was_said_last(tmp_path: Path) -> None:
    flaky = Flaky(Retriable("busy"), times=9)
    with opened(tmp_path) as steps:
        outcome = steps.map("call", flaky, ["a"], key=str, retry=AT_ONCE)[0]
    assert (flaky.calls, outcome.error, outcome.attempts, outcome.cause) == (4, "busy", 4, flaky.error)
    (kept,) = journals_in(tmp_path).show(SCOPE)
    assert (kept.state, kept.error, kept.attempts) == ("failed", "busy", 4)


@pytest.mark.parametrize("error", [NonRetriable("HTTP 404"), ValueError("a bug"), KeyError("another")])
def test_what_cannot_get_better_is_not_repeated(tmp_path: Path, error: Exception) -> None:
    flaky = Flaky(error, times=1)
    with opened(tmp_path) as steps:
        outcome = steps.map("call", flaky, ["a"], key=str, retry=AT_ONCE)[0]
    assert (flaky.calls, outcome.cause) == (1, error)


def test_a_step_cancelled_from_within_fails_alone(tmp_path: Path) -> None:
    async def call(item: str) -> str:
        if item == "b":
            raise asyncio.CancelledError
        return item

    with opened(tmp_path) as steps:
        outcomes = steps.map("call", call, list("abc"), key=str)
    assert [outcome.value for outcome in outcomes] == ["a", None, "c"]


def test_the_vendors_wish_to_wait_is_honoured_in_seconds_and_as_a_date(tmp_path: Path) -> None:
    with Vendor(seconds=0) as vendor, opened(tmp_path) as steps:
        date = datetime.now(UTC) + timedelta(seconds=2)
        vendor.says("seconds", Answer(429, {"Retry-After": "1"}))
        vendor.says("date", Answer(503, {"Retry-After": format_datetime(date, usegmt=True)}))
        values(steps.map("buy", buyer(vendor.url), ["seconds", "date"], key=str))
        waits = {item: [c.moment for c in vendor.calls if c.item == item] for item in ("seconds", "date")}
    assert 1 <= waits["seconds"][1] - waits["seconds"][0] < 1.5
    assert 0.9 <= waits["date"][1] - waits["date"][0] < 2.7  # a date has no fractions of a second


def test_while_an_item_waits_to_be_tried_again_another_run_may_have_its_place(tmp_path: Path) -> None:
    limits = [Limit("one at a time", in_flight=1)]
    tried, other_done = threading.Event(), threading.Event()

    def wait_for_other(_: str) -> bool:
        if not tried.is_set():
            tried.set()
            raise Retriable("later", retry_after=0.2)
        return other_done.is_set()

    def other() -> None:
        tried.wait()
        with journals_in(tmp_path).open(Scope("other", ""), "other", LOG) as steps:
            steps.map("call", lambda item: item, ["b"], key=str, limits=limits)
        other_done.set()

    thread = threading.Thread(target=other)
    thread.start()
    with opened(tmp_path) as steps:
        outcome = steps.map("call", wait_for_other, ["a"], key=str, limits=limits)[0]
    thread.join()
    assert outcome.value is True


def test_stop_all_starts_nothing_more_and_keeps_what_was_in_flight(tmp_path: Path) -> None:
    in_flight = threading.Barrier(3)
    called: list[str] = []

    def call(item: str) -> str:
        called.append(item)
        if item in "abc":
            in_flight.wait(timeout=30)
        if item == "b":
            raise StopAll("HTTP 402: out of credit")
        if item in "ac":
            stopped.wait(timeout=30)
        return item

    stopped = threading.Event()

    class Log(logging.Logger):
        def warning(self, message: object, *args: object, **more: object) -> None:
            stopped.set()

    with journals_in(tmp_path).open(SCOPE, "run", Log("stop")) as steps:
        outcomes = steps.map("call", call, list("abcdefgh"), key=str, limits=[Limit("three", in_flight=3)])
    assert sorted(called) == ["a", "b", "c"]
    assert [outcome.value for outcome in outcomes] == ["a", None, "c", None, None, None, None, None]
    assert outcomes[1].error == "HTTP 402: out of credit"
    assert {outcome.error for outcome in outcomes[3:]} == {"not started: HTTP 402: out of credit"}


def test_stop_all_does_not_wait_for_those_who_wait_to_be_tried_again(tmp_path: Path) -> None:
    has_failed = threading.Event()

    def call(item: str) -> str:
        if item == "slow":
            has_failed.set()
            raise Retriable("busy", retry_after=200)
        has_failed.wait(timeout=30)
        raise StopAll("the key was revoked")

    with opened(tmp_path) as steps:
        outcomes = steps.map("call", call, ["slow", "stop", "next"], key=str, limits=[Limit("two", in_flight=2)])
    assert [outcome.error for outcome in outcomes] == [
        "busy; not tried again: the key was revoked",
        "the key was revoked",
        "not started: the key was revoked",
    ]


@given(st.integers(1, 5000), st.floats(0, 100), st.floats(0, 1000))
def test_backoff_is_random_between_nothing_and_its_doubled_limit(attempt: int, first: float, longest: float) -> None:
    rule = RetryRule(attempts=6000, first_wait=first, longest_wait=longest)
    wait = rule.wait(attempt, Retriable("busy"))
    assert wait is not None
    assert 0 <= wait <= min(longest, first * 2.0 ** min(attempt - 1, 900))


@given(st.floats(0, 300))
def test_a_wish_to_wait_is_exceeded_by_a_tenth_at_most(asked: float) -> None:
    wait = RetryRule().wait(1, Retriable("busy", retry_after=asked))
    assert wait is not None
    assert asked <= wait <= 1.1 * asked


def test_backoff_spreads_those_who_failed_together() -> None:
    assert len({RetryRule().wait(3, Retriable("busy")) for _ in range(20)}) > 10


def test_who_asks_for_more_than_five_minutes_is_not_waited_for() -> None:
    assert RetryRule().wait(1, Retriable("busy", retry_after=301)) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        (".", None),
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("999999999999", LONGEST),
        ("Mon, 05 Jan 2026 06:00:30 GMT", 30),
        ("Mon, 05 Jan 2026 06:00:30 -0000", 30),
        ("Mon, 05 Jan 2026 08:00:30 +0200", 30),
        ("Monday, 05-Jan-26 06:00:30 GMT", 30),
        ("Mon, 05 Jan 2026 05:00:00 GMT", 0),
        ("Mon, 05 Jan 2027 05:00:00 GMT", LONGEST),
        ("Mon, 99 Jan 2026 05:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_of_its_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@given(st.text() | st.from_regex(r"\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ [+-]?\w*", fullmatch=True))
def test_no_header_breaks_the_reader(header: str) -> None:
    wait = retry_after_seconds(header, NOW)
    assert wait is None or 0 <= wait <= LONGEST
