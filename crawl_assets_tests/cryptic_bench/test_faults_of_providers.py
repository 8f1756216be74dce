"""A provider in trouble, seen from the assets: a readable failure or a listed gap, nothing lost, a rerun finishes."""

import logging
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_assets.durable.records import Scope
from crawl_assets_tests.cryptic_bench.projects import (
    ASK,
    BASELINE,
    ONE,
    TWO,
    WEEK,
    Project,
    ended,
    environment,
    process,
    small_week,
)
from crawl_assets_tests.fakes.openai import (
    Call,
    OpenAIServer,
    Sent,
    after,
    busy,
    completion,
    out_of_credit,
    reply,
    retired,
    stall,
)
from crawl_assets_tests.store.databases import until

CLUES = 20
IN_FLIGHT = 8


@pytest.fixture
def provider() -> Iterator[OpenAIServer]:
    with OpenAIServer(lambda clue: "LISTEN") as server:
        yield server


@pytest.fixture
def project(tmp_path: Path, provider: OpenAIServer) -> Iterator[Project]:
    """A week of clues that acme/one and acme/two may be asked."""
    with Project(environment(tmp_path, None, provider), total_seconds=0.4) as project:
        project.add_models(ONE, TWO)
        project.keep_week(small_week(CLUES))
        yield project


def finishes(project: Project, provider: OpenAIServer, bought_before: int) -> None:
    """Run again with a provider that is well: only what was missing is bought, and the checks pass."""
    provider.behave(ONE, reply("LISTEN"))
    before = provider.count(ONE)
    again = project.ask()
    assert again.failure == "" and again.failed_checks == []
    assert again.metadata["model_responses"]["bought_now"] == provider.count(ONE) - before == CLUES - bought_before
    assert again.metadata["evaluations"]["correct"] == CLUES


def test_credit_that_ends_half_way_keeps_what_was_bought_and_names_the_rest(
    project: Project, provider: OpenAIServer
) -> None:
    provider.behave(ONE, after(10, reply("LISTEN"), out_of_credit()))
    ran = project.ask()
    assert ran.failure == "", "what was bought is published as a partial week"
    shown = ran.metadata["model_responses"]
    assert (shown["bought_now"], shown["missing"], shown["cost_usd"]) == (10, 10, 0.01)
    assert shown["stopped"].startswith("acme/one: HTTP 402. The account is out of credit. Add credit, then run again")
    assert len(shown["missing_clues"].split(", ")) == 10
    assert "HTTP 402" in shown["errors"]
    assert ran.failed_checks == ["every_clue_asked", "few_failures"]
    assert ran.problems("every_clue_asked").count("\n") == 9
    ranked = project.run(["weekly_rankings"], WEEK)
    assert "answered 10 of 20" in ranked.metadata["weekly_rankings"]["leaderboard"]
    assert ranked.metadata["weekly_rankings"]["partial"] is True
    finishes(project, provider, 10)


def test_a_wrong_key_fails_the_run_with_what_to_do_and_without_the_key(tmp_path: Path, provider: OpenAIServer) -> None:
    wrong = "sk-or-v1-wrong-key"
    with Project(environment(tmp_path, None, provider, OPENROUTER_API_KEY=wrong)) as project:
        project.add_models(ONE)
        project.keep_week(small_week(CLUES))
        ran = project.ask()
        assert not ran.success
        assert "acme/one: HTTP 401. Check OPENROUTER_API_KEY: it is missing, wrong or revoked." in ran.failure
        assert wrong not in ran.failure
        assert ran.metadata == {}, "nothing is published"
        assert project.ask(BASELINE).success, "no other model is concerned"
    with Project(environment(tmp_path, None, provider)) as project:
        project.add_models(ONE)
        finishes(project, provider, 0)


def test_a_missing_key_fails_the_run_before_anything_is_sent(tmp_path: Path) -> None:
    environ = environment(tmp_path, LLM_BASE_URL="https://openrouter.ai/api/v1")
    with Project(environ) as project:
        project.add_models(ONE)
        project.keep_week(small_week(CLUES))
        assert "No key for openrouter.ai: set OPENROUTER_API_KEY" in project.ask().failure


def test_a_retired_model_fails_alone_and_says_how_to_retire_it(project: Project, provider: OpenAIServer) -> None:
    provider.behave(ONE, retired())
    ran = project.ask()
    assert "HTTP 404" in ran.failure and "crawl-assets cryptic models retire acme/one" in ran.failure
    assert provider.count(ONE) <= IN_FLIGHT
    assert project.ask(TWO).metadata["model_responses"]["bought_now"] == CLUES
    assert project.cli("cryptic", "models", "retire", ONE).exit_code == 0


def test_a_storm_of_429_is_waited_out(project: Project, provider: OpenAIServer) -> None:
    seen: Counter[str] = Counter()

    def storm(call: Call) -> Sent:
        seen[call.clue] += 1
        return busy(0.05)(call) if seen[call.clue] <= 3 else completion(call, "LISTEN")

    provider.behave(ONE, storm)
    ran = project.ask()
    assert (ran.failure, ran.failed_checks) == ("", [])
    assert ran.metadata["model_responses"]["bought_now"] == CLUES
    assert provider.count(ONE) == 4 * CLUES
    assert provider.most_in_flight(ONE) <= IN_FLIGHT


def test_a_provider_that_stalls_half_way_is_given_up_and_its_replies_are_kept(
    project: Project, provider: OpenAIServer
) -> None:
    provider.behave(ONE, after(5, reply("LISTEN"), stall()))
    ran = project.ask()
    assert ran.failure == ""
    assert "no whole answer within 0.4 s" in ran.metadata["model_responses"]["stopped"]
    assert ran.metadata["model_responses"]["missing"] == CLUES - 5
    assert "every_clue_asked" in ran.failed_checks
    finishes(project, provider, 5)


def test_a_budget_stops_before_it_is_passed_and_a_higher_one_goes_on(project: Project, provider: OpenAIServer) -> None:
    ran = project.ask(max_cost_usd=0.005)
    assert ran.metadata["model_responses"]["cost_usd"] <= 0.005
    assert "max_cost_usd=0.005 is reached" in ran.metadata["model_responses"]["stopped"]
    assert provider.count(ONE) == 5
    finishes(project, provider, 5)


def test_asking_again_buys_a_second_attempt_and_an_unknown_prompt_version_is_refused(
    project: Project, provider: OpenAIServer
) -> None:
    assert project.ask().success
    assert project.ask(ask_again=True).metadata["model_responses"]["dagster/row_count"] == 2 * CLUES
    assert provider.count(ONE) == 2 * CLUES
    assert "no prompt version '99'; there are" in project.ask(prompt_version="99").failure


def test_two_runs_of_one_partition_at_once_do_not_buy_twice(project: Project, provider: OpenAIServer) -> None:
    scope = Scope("model_responses", f"{ONE}|{WEEK}")
    with project.store.journals.open(scope, "another run", logging.getLogger("another")):
        ran = project.ask()
    assert not ran.success and provider.count(ONE) == 0
    assert "another run" in ran.failure
    finishes(project, provider, 0)


def test_kill_nine_in_the_middle_of_a_real_run_loses_at_most_what_was_in_flight(
    tmp_path: Path, provider: OpenAIServer
) -> None:
    model = "openai/gpt-5.2"  # shipped, so that its partition is known without an instance
    environ, count = environment(tmp_path, None, provider), 8
    with Project(environ) as project:
        project.keep_week(small_week(count))
    running = process(environ, ASK, f"{model}|{WEEK}")
    until(lambda: provider.count(model) >= 4 or running.poll() is not None)
    os.killpg(running.pid, signal.SIGKILL)
    assert ended(running)[0] == -signal.SIGKILL
    at_kill = provider.count(model)
    with Project(environ) as project:
        listed = project.cli("journal", "list").stdout
        assert f"{model}|{WEEK}" in listed and "killed" in listed
        assert project.everything()["model_responses"] == []
        done = [row["item"] for row in project.database.query("SELECT item FROM journal_steps WHERE state = 'done'")]
        assert len(done) >= at_kill - 1, "half a second apart, one call at most was in flight"
    with Project(environ) as project:
        ran = project.ask(model)
        assert (ran.failure, ran.failed_checks) == ("", [])
        assert len(project.everything()["evaluations"]) == count
        assert model not in project.cli("journal", "list").stdout
    asked = Counter(provider.asked(model))
    assert len(asked) == count
    assert sum(asked.values()) - count <= at_kill - len(done) <= 1
