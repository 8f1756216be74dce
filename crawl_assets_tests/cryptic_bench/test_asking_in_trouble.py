"""A provider in trouble, a killed process, a spent budget: what was bought is kept, and a later run buys the rest."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from crawl_assets.cryptic_bench.asking import Pace, stored_responses
from crawl_assets.durable.retrying import RetryRule
from crawl_assets_tests.cryptic_bench.weeks import (
    MODEL,
    UNHURRIED,
    WEEK,
    Bench,
    chat_with,
    clues_of,
    model_of,
    weeks_later,
)
from crawl_assets_tests.fakes.openai import (
    KEY,
    Call,
    OpenAIServer,
    Sent,
    after,
    busy,
    completion,
    in_200,
    out_of_credit,
    reply,
    reset,
    retired,
    sequence,
    stall,
    status,
)

CLUES = clues_of(count=28)
OTHER = "maker/other"
REPO = Path(__file__).parents[2]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench.open(tmp_path)
    bench.add(CLUES, model_of(), model_of(OTHER))
    return bench


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(lambda clue: "TEAPOT") as server:
        yield server


def answered(server: OpenAIServer, model: str = MODEL) -> list[int]:
    """How often each clue was asked, most often first."""
    return sorted(Counter(server.asked(model)).values(), reverse=True)


def process(bench: Bench, server: OpenAIServer, model: str, week: int, count: int, pace: Pace) -> subprocess.Popen[str]:
    numbers = (pace.in_flight, pace.starts_per_second, pace.in_flight_in_all)
    command = [sys.executable, "-m", "crawl_assets_tests.cryptic_bench.weeks", bench.folder, server.base_url, model]
    return subprocess.Popen(
        [*map(str, command), str(weeks_later(week)), str(count), *map(str, numbers)],
        cwd=REPO,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ends_with(running: subprocess.Popen[str]) -> str:
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    return said.strip()


@pytest.mark.parametrize("refusal", [out_of_credit(), in_200(402), status(401, "no"), status(403, "no")])
def test_a_provider_that_refuses_half_way_through_a_week_is_asked_only_the_rest_once_it_answers_again(
    bench: Bench, server: OpenAIServer, refusal: object
) -> None:
    server.behave(MODEL, after(14, reply("TEAPOT"), refusal))  # type: ignore[arg-type]
    first = bench.ask(chat_with(server.base_url), CLUES)
    assert first.bought == 14 and len(first.missing) == 14
    assert first.stopped is not None and "HTTP 40" in first.stopped
    assert server.count(MODEL) <= 14 + UNHURRIED.in_flight, "nothing was started after the refusal"
    rows = stored_responses(bench.database, MODEL, WEEK)
    assert Counter(row.outcome for row in rows)["answered"] == 14
    assert all(row.error_status in (401, 402, 403) for row in rows if row.outcome == "failed")

    server.behave(MODEL, reply("TEAPOT"))
    before = server.count(MODEL)
    second = bench.ask(chat_with(server.base_url), CLUES)
    assert (second.bought, second.missing, second.stopped) == (14, [], None)
    assert server.count(MODEL) - before == 14
    assert {row.outcome for row in stored_responses(bench.database, MODEL, WEEK)} == {"answered"}


def test_a_retired_model_is_stopped_at_once_and_says_so_and_no_other_model_is_concerned(
    bench: Bench, server: OpenAIServer
) -> None:
    server.behave(MODEL, retired())
    asked = bench.ask(chat_with(server.base_url), CLUES)
    assert asked.stopped is not None and f"crawl-assets cryptic models retire {MODEL}" in asked.stopped
    assert (asked.bought, asked.has_replies, len(asked.missing)) == (0, False, 28)
    assert server.count(MODEL) <= UNHURRIED.in_flight
    assert bench.ask(chat_with(server.base_url), CLUES, model_of(OTHER)).bought == 28


def test_a_missing_key_stops_the_model_with_what_to_do_and_leaves_no_row(bench: Bench) -> None:
    asked = bench.ask(chat_with("https://openrouter.ai/api/v1", key=""), CLUES)
    assert asked.stopped is not None and "set OPENROUTER_API_KEY" in asked.stopped
    assert (asked.responses, len(asked.missing)) == ([], 28)


def test_a_storm_of_429_ends_complete_within_the_limits(bench: Bench, server: OpenAIServer) -> None:
    def storm(call: Call) -> Sent:
        return busy(0.05)(call) if call.number % 3 else completion(call, "TEAPOT")

    server.behave(MODEL, storm)
    asked = bench.ask(
        chat_with(server.base_url), CLUES, pace=Pace(4, 100, 32), retry=RetryRule(attempts=40, first_wait=0.01)
    )
    assert (asked.bought, asked.missing) == (28, [])
    assert server.count(MODEL) > 28
    assert server.most_in_flight(MODEL) <= 4
    assert fastest(server.starts(MODEL)) <= 100 * 1.3


@pytest.mark.parametrize("trouble", [status(500), status(503), in_200(502), reset(), busy(0)])
def test_trouble_that_passes_is_waited_for(bench: Bench, server: OpenAIServer, trouble: object) -> None:
    server.behave(MODEL, sequence(trouble, trouble, reply("TEAPOT")))  # type: ignore[arg-type]
    assert bench.ask(chat_with(server.base_url), CLUES[:4]).missing == []


def test_trouble_that_lasts_ends_with_rows_that_say_why_and_a_later_run_finishes(
    bench: Bench, server: OpenAIServer
) -> None:
    server.behave(MODEL, status(503, "overloaded"))
    asked = bench.ask(chat_with(server.base_url), CLUES[:4], retry=RetryRule(attempts=2, first_wait=0))
    assert (asked.bought, len(asked.missing), asked.stopped) == (0, 4, None)
    assert {(row.outcome, row.error_status) for row in asked.responses} == {("failed", 503)}
    assert server.count(MODEL) == 8
    server.behave(MODEL, reply("TEAPOT"))
    assert bench.ask(chat_with(server.base_url), CLUES[:4]).bought == 4


def test_a_provider_that_stalls_is_given_up_when_nobody_was_answered_and_a_later_run_finishes(
    bench: Bench, server: OpenAIServer
) -> None:
    server.behave(MODEL, after(5, reply("TEAPOT"), stall()))
    started = time.monotonic()
    asked = bench.ask(chat_with(server.base_url, total_seconds=0.4), CLUES)
    assert time.monotonic() - started < 10, "28 clues, 4 attempts each, 0.4 s a time, are not all waited for"
    assert asked.stopped is not None and "no whole answer within 0.4 s" in asked.stopped
    assert (asked.bought, len(asked.missing)) == (5, 23)
    assert "failed" in {row.outcome for row in asked.responses}
    server.behave(MODEL, reply("TEAPOT"))
    again = bench.ask(chat_with(server.base_url), CLUES)
    assert (again.bought, again.missing) == (23, [])


def test_one_slow_answer_stops_nobody(bench: Bench, server: OpenAIServer) -> None:
    server.behave(MODEL, sequence(stall(), reply("TEAPOT")))
    assert bench.ask(chat_with(server.base_url, total_seconds=0.4), CLUES, pace=Pace(2, 1000, 32)).missing == []


def test_max_cost_stops_before_the_call_that_could_pass_it_and_a_higher_one_buys_the_rest(
    bench: Bench, server: OpenAIServer
) -> None:
    server.behave(MODEL, reply("TEAPOT", cost=0.25))
    first = bench.ask(chat_with(server.base_url), CLUES, max_cost_usd=2.6)
    assert first.stopped is not None and "max_cost_usd=2.6 is reached" in first.stopped
    assert first.bought == server.count(MODEL) == 10
    assert len(first.responses) == 10, "a call that was not made leaves no row"
    second = bench.ask(chat_with(server.base_url), CLUES, max_cost_usd=100.0)
    assert (second.bought, second.missing, second.stopped) == (18, [], None)
    assert answered(server) == [1] * 28


def test_until_a_cost_is_known_one_clue_is_asked_alone(bench: Bench, server: OpenAIServer) -> None:
    server.behave(MODEL, sequence(status(500), reply("TEAPOT", cost=3.0)))
    asked = bench.ask(chat_with(server.base_url), CLUES, max_cost_usd=2.0)
    assert (asked.bought, server.count(MODEL)) == (1, 2)


def test_those_who_waited_for_the_first_cost_do_not_start_all_at_once(bench: Bench, server: OpenAIServer) -> None:
    server.latency = 0.5
    bench.ask(chat_with(server.base_url), CLUES[:12], max_cost_usd=2.0, pace=Pace(8, 20, 32))
    assert server.count(MODEL) == 12
    assert fastest(server.starts(MODEL)) <= 20 * 1.3


def test_costs_of_earlier_runs_are_known_from_their_rows(bench: Bench, server: OpenAIServer) -> None:
    server.behave(MODEL, reply("TEAPOT", cost=0.25))
    bench.ask(chat_with(server.base_url), CLUES[:1])
    asked = bench.ask(chat_with(server.base_url), CLUES, max_cost_usd=0.2)
    assert asked.bought == 0 and server.count(MODEL) == 1
    assert asked.stopped is not None and "could cost 0.250000" in asked.stopped


def test_max_cost_cannot_be_kept_with_a_provider_that_states_none(bench: Bench, server: OpenAIServer) -> None:
    server.behave(MODEL, lambda call: Sent(body={"choices": [{"message": {"content": "TEAPOT"}}]}))
    asked = bench.ask(chat_with(server.base_url), CLUES, max_cost_usd=2.0)
    assert asked.bought == 1
    assert asked.stopped is not None and "does not say what a call costs" in asked.stopped


def test_defect_8_a_killed_run_is_continued_and_loses_at_most_what_was_in_flight(
    bench: Bench, server: OpenAIServer
) -> None:
    server.latency = 0.05
    pace, kills = Pace(4, 1000, 32), (5, 14, 24)
    for bought in kills:
        running = process(bench, server, MODEL, 0, 28, pace)
        while server.count(MODEL) < bought and running.poll() is None:
            time.sleep(0.005)
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
    assert not stored_responses(bench.database, MODEL, WEEK), "it was killed before anything was stored"
    asked = bench.ask(chat_with(server.base_url), CLUES)
    assert asked.missing == [] and len(asked.responses) == 28
    assert asked.bought <= 28 - (kills[-1] - len(kills) * pace.in_flight)
    assert server.count(MODEL) <= 28 + len(kills) * pace.in_flight


def test_a_run_that_fails_before_it_stores_its_rows_does_not_buy_them_twice(bench: Bench, server: OpenAIServer) -> None:
    def full() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        bench.ask(chat_with(server.base_url), CLUES, before_storing=full)
    again = bench.ask(chat_with(server.base_url), CLUES)
    assert (again.bought, len(again.responses), server.count(MODEL)) == (0, 28, 28)


def test_asking_again_is_not_bought_twice_when_it_is_broken_off(bench: Bench, server: OpenAIServer) -> None:
    def broken() -> None:
        raise OSError("broken off")

    bench.ask(chat_with(server.base_url), CLUES)
    for _ in range(2):
        with pytest.raises(OSError, match="broken off"):
            bench.ask(chat_with(server.base_url), CLUES, ask_again=True, before_storing=broken)
    asked = bench.ask(chat_with(server.base_url), CLUES, ask_again=True)
    assert len(asked.responses) == 56
    assert server.count(MODEL) == 56


def test_asking_again_that_was_broken_off_keeps_what_it_bought_when_nobody_asks_again(
    bench: Bench, server: OpenAIServer
) -> None:
    def broken() -> None:
        raise OSError("broken off")

    bench.ask(chat_with(server.base_url), CLUES)
    with pytest.raises(OSError, match="broken off"):
        bench.ask(chat_with(server.base_url), CLUES, ask_again=True, before_storing=broken)
    asked = bench.ask(chat_with(server.base_url), CLUES)
    assert (asked.bought, len(asked.responses), server.count(MODEL)) == (0, 56, 56)


def test_the_key_is_in_no_row_no_journal_and_no_log(
    bench: Bench, server: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    echo = f"Incorrect API key provided: {KEY}"
    server.behave(MODEL, sequence(reply(echo), status(500, echo), status(400, echo), reset(), status(401, echo)))
    with caplog.at_level(logging.DEBUG):
        asked = bench.ask(chat_with(server.base_url), CLUES, pace=Pace(1, 1000, 32))
    assert asked.stopped is not None and len(asked.responses) >= 3
    bench.database.query("SELECT count(*) AS n FROM journal_steps")
    bench.database.close()
    kept = b"".join(file.read_bytes() for file in bench.folder.rglob("*") if file.is_file())
    assert b"Incorrect API key provided: [key]" in kept
    assert KEY.encode() not in kept
    assert KEY not in caplog.text and KEY not in repr(asked)


def fastest(starts: list[float]) -> float:
    """Starts a second over any six in a row."""
    return max(5 / (later - earlier) for earlier, later in zip(starts, starts[5:], strict=False))


def test_limits_hold_across_processes(bench: Bench, server: OpenAIServer) -> None:
    server.latency = 0.25
    pace = Pace(in_flight=4, starts_per_second=20, in_flight_in_all=6)
    bench.add(clues_of(weeks_later(1), 12))
    partitions = [(MODEL, 0), (MODEL, 1), (OTHER, 0)]
    running = [process(bench, server, model, week, 12, pace) for model, week in partitions]
    assert [ends_with(one) for one in running] == ["12 0 None"] * 3
    assert server.most_in_flight(MODEL) == 4
    assert server.most_in_flight(OTHER) <= 4
    assert 4 < server.most_in_flight() <= 6
    assert fastest(server.starts(MODEL)) <= 20 * 1.3


def test_two_processes_start_at_most_two_calls_of_a_model_a_second(bench: Bench, server: OpenAIServer) -> None:
    bench.add(clues_of(weeks_later(1), 3))
    running = [process(bench, server, MODEL, week, 3, Pace()) for week in (0, 1)]
    assert [ends_with(one) for one in running] == ["3 0 None"] * 2
    starts = server.starts(MODEL)
    assert len(starts) == 6
    assert starts[-1] - starts[0] > 5 / 2 - 0.3
    assert all(later - earlier > 0.2 for earlier, later in pairwise(starts)), "0.5 s apart but for how a call travels"


def test_the_pace_of_the_real_thing_is_what_is_promised() -> None:
    assert Pace() == Pace(in_flight=8, starts_per_second=2.0, in_flight_in_all=32)
