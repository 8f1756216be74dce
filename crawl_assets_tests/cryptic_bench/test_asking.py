"""A week is asked once: what is bought stays bought, what failed is asked again, other weeks are left alone."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.asking import questions, row_from_json, row_to_json, stored_responses
from crawl_assets.cryptic_bench.prompts import CURRENT
from crawl_assets.cryptic_bench.rows import ModelResponse
from crawl_assets_tests.cryptic_bench.weeks import MODEL, NOW, WEEK, Bench, chat_with, clues_of, model_of, weeks_later
from crawl_assets_tests.fakes.openai import Behaviour, OpenAIServer, after, in_200, out_of_credit, reply, status

CLUES = clues_of(count=8)
OTHER = "maker/other"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench.open(tmp_path)
    bench.add(CLUES, model_of(), model_of(OTHER), model_of("baseline/anagram", kind="baseline"))
    return bench


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(lambda clue: "TEAPOT") as server:
        yield server


def outcomes(bench: Bench, model: str = MODEL) -> list[tuple[int, str]]:
    """What is stored of the week: attempt and outcome, in the order of the clues."""
    rows = stored_responses(bench.database, model, WEEK)
    return [
        (row.attempt, row.outcome)
        for row in sorted(rows, key=lambda row: (int(row.clue_id.split("-")[1]), row.attempt))
    ]


def test_every_clue_is_bought_with_all_that_the_provider_tells(bench: Bench, server: OpenAIServer) -> None:
    asked = bench.ask(chat_with(server.base_url), CLUES)
    assert (asked.bought, asked.missing, asked.stopped) == (8, [], None)
    stored = stored_responses(bench.database, MODEL, WEEK)
    assert stored == asked.responses
    one = stored[0]
    assert (one.outcome, one.response, one.attempt, one.week_start, one.asked_at) == (
        "answered",
        "TEAPOT",
        1,
        WEEK,
        NOW,
    )
    assert (one.tokens_used, one.cost_usd, one.prompt_version, one.kind) == (
        85,
        0.001,
        CURRENT.version,
        "language_model",
    )
    assert one.provider_reply is not None and one.request_id is not None


def test_a_model_is_asked_in_its_own_words_with_more_fields_where_it_has_them(
    bench: Bench, server: OpenAIServer
) -> None:
    bench.ask(chat_with(server.base_url), CLUES[:1], model_of(reasoning={"max_tokens": 1000}))
    (call,) = server.calls
    assert call.body["reasoning"] == {"max_tokens": 1000}
    assert call.body["temperature"] == 0.0 and call.body["max_tokens"] == 500
    assert call.clue == CLUES[0].clue_text
    assert "TEAPOT" not in json.dumps(call.body)


def test_what_is_bought_stays_bought(bench: Bench, server: OpenAIServer) -> None:
    bench.ask(chat_with(server.base_url), CLUES)
    again = bench.ask(chat_with(server.base_url), CLUES)
    assert (again.bought, again.missing, len(again.responses)) == (0, [], 8)
    assert server.count(MODEL) == 8


def test_a_clue_that_came_late_is_asked_alone(bench: Bench, server: OpenAIServer) -> None:
    bench.ask(chat_with(server.base_url), CLUES[:7])
    assert bench.ask(chat_with(server.base_url), CLUES).bought == 1
    assert server.asked(MODEL)[7:] == [CLUES[7].clue_text]


def test_another_prompt_does_not_buy_a_reply_that_is_there(bench: Bench, server: OpenAIServer) -> None:
    bench.ask(chat_with(server.base_url), CLUES)
    bench.ask(chat_with(server.base_url), CLUES, prompt=replace(CURRENT, version="new", question="Solve this."))
    assert server.count(MODEL) == 8


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [(reply("TEA", "length"), "truncated"), (reply(None, "content_filter"), "refused"), (reply("no"), "answered")],
)
def test_a_truncated_or_refused_reply_is_a_reply(
    bench: Bench, server: OpenAIServer, behaviour: Behaviour, outcome: str
) -> None:
    server.behave(MODEL, behaviour)
    bench.ask(chat_with(server.base_url), CLUES)
    bench.ask(chat_with(server.base_url), CLUES)
    assert outcomes(bench) == [(1, outcome)] * 8
    assert server.count(MODEL) == 8


@pytest.mark.parametrize("behaviour", [reply(""), status(400, "refused"), in_200(422)])
def test_an_empty_or_failed_response_is_asked_again_in_a_later_run_under_the_same_attempt(
    bench: Bench, server: OpenAIServer, behaviour: Behaviour
) -> None:
    server.behave(MODEL, after(3, reply("TEAPOT"), behaviour))
    first = bench.ask(chat_with(server.base_url), CLUES)
    assert (first.bought, len(first.missing), first.stopped) == (3, 5, None)
    server.behave(MODEL, reply("TEAPOT"))
    second = bench.ask(chat_with(server.base_url), CLUES)
    assert (second.bought, second.missing) == (5, [])
    assert outcomes(bench) == [(1, "answered")] * 8


def test_a_failed_call_leaves_a_row_that_says_why(bench: Bench, server: OpenAIServer) -> None:
    server.behave(MODEL, status(400, "context length exceeded"))
    bench.ask(chat_with(server.base_url), CLUES[:1])
    (row,) = stored_responses(bench.database, MODEL, WEEK)
    assert (row.outcome, row.error_status, row.response, row.cost_usd) == ("failed", 400, None, None)
    assert row.error_message is not None and "context length exceeded" in row.error_message
    assert row.asked_at == NOW


def test_asking_again_buys_the_next_attempt_of_every_clue(bench: Bench, server: OpenAIServer) -> None:
    bench.ask(chat_with(server.base_url), CLUES)
    again = bench.ask(chat_with(server.base_url), CLUES, ask_again=True)
    assert (again.bought, len(again.responses)) == (8, 16)
    assert outcomes(bench) == [(1, "answered"), (2, "answered")] * 8


def test_asking_again_where_it_was_stopped_buys_only_the_rest_of_that_round(bench: Bench, server: OpenAIServer) -> None:
    bench.ask(chat_with(server.base_url), CLUES)
    server.behave(MODEL, after(11, reply("TEAPOT"), out_of_credit()))
    stopped = bench.ask(chat_with(server.base_url), CLUES, ask_again=True)
    assert stopped.bought == 3 and stopped.stopped is not None
    server.behave(MODEL, reply("TEAPOT"))
    assert bench.ask(chat_with(server.base_url), CLUES, ask_again=True).bought == 5
    assert outcomes(bench) == [(1, "answered"), (2, "answered")] * 8


def test_defect_5_with_no_new_puzzle_in_a_week_nothing_is_asked(bench: Bench, server: OpenAIServer) -> None:
    bench.ask(chat_with(server.base_url), CLUES)
    later = weeks_later(1)
    new = clues_of(later, 2)
    bench.add(new)
    bench.ask(chat_with(server.base_url), new)
    bench.ask(chat_with(server.base_url), new)
    assert server.count(MODEL) == 10, "a week asks its own clues, once"
    with pytest.raises(ValueError, match=r"several weeks \(2026-01-05, 2026-01-12\)"):
        bench.ask(chat_with(server.base_url), [*new, *CLUES])
    assert server.count(MODEL) == 10


def test_a_week_without_clues_asks_nobody_and_needs_no_key(bench: Bench) -> None:
    asked = bench.ask(chat_with("https://openrouter.ai/api/v1", key=""), [], ask_again=True)
    assert (asked.responses, asked.bought, asked.missing, asked.stopped) == ([], 0, [], None)


def test_baselines_are_asked_without_key_pace_or_budget(bench: Bench, server: OpenAIServer) -> None:
    baseline = model_of("baseline/anagram", kind="baseline")
    asked = bench.ask(chat_with(server.base_url, key=""), CLUES, baseline, max_cost_usd=0.0)
    assert (asked.bought, asked.missing) == (8, [])
    assert {(row.kind, row.cost_usd, row.outcome) for row in asked.responses} == {("baseline", 0.0, "answered")}
    assert not server.calls
    assert not list((bench.folder / "journals" / "limits").glob("*"))


def test_the_progress_line_tells_how_far_and_what_it_cost(
    bench: Bench, server: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        bench.ask(chat_with(server.base_url), CLUES)
    assert f"{MODEL}: 8 of 8 clues to ask, prompt {CURRENT.version}." in caplog.text
    assert re.search(r"ask: 8/8 done, 0 failed, [\d.]+/s, 0\.0080 USD", caplog.text)


def answered(clue_id: str, attempt: int, outcome: str = "answered", status: int | None = None) -> ModelResponse:
    rest = dict.fromkeys(name for name in ModelResponse.__slots__)
    return ModelResponse(
        **rest
        | {"clue_id": clue_id, "attempt": attempt, "outcome": outcome, "error_status": status, "week_start": WEEK}
    )


@pytest.mark.parametrize(
    ("bought", "ask_again", "attempts"),
    [
        ([[], []], False, [1, 1]),
        ([[], []], True, [1, 1]),
        ([["answered"], []], False, [0, 1]),
        ([["answered"], []], True, [0, 1]),  # the first round is not whole
        ([["answered"], ["failed"]], False, [0, 1]),
        ([["answered"], ["failed"]], True, [0, 1]),
        ([["answered"], ["empty"]], False, [0, 1]),
        ([["answered"], ["empty"]], True, [2, 2]),  # it was asked, and would be empty for ever
        ([["answered"], ["refused by 400"]], True, [2, 2]),
        ([["answered"], ["refused by 400"]], False, [0, 1]),
        ([["answered"], ["truncated"]], True, [2, 2]),
        ([["answered", "answered"], ["answered"]], True, [0, 2]),
        ([["answered", "failed"], ["answered", "answered"]], True, [2, 0]),
        ([["answered", "failed"], ["answered", "answered"]], False, [0, 0]),
        ([["failed", "failed"], ["answered", "answered"]], False, [2, 0]),
    ],
)
def test_each_clue_is_asked_when_it_is_its_turn(bought: list[list[str]], ask_again: bool, attempts: list[int]) -> None:
    clues = CLUES[:2]
    rows = [
        answered(
            clue.clue_id, attempt, outcome.split()[0].replace("refused", "failed"), 400 if "400" in outcome else 502
        )
        for clue, outcomes in zip(clues, bought, strict=True)
        for attempt, outcome in enumerate(outcomes, 1)
    ]
    asked = {question.clue.clue_id: question.attempt for question in questions(clues, rows, ask_again)}
    assert [asked.get(clue.clue_id, 0) for clue in clues] == attempts


ROWS = st.builds(
    ModelResponse,
    openrouter_id=st.text(),
    clue_id=st.text(),
    attempt=st.integers(1, 9),
    week_start=st.dates(),
    outcome=st.sampled_from(["answered", "failed"]),
    response=st.none() | st.text(),
    error_message=st.none() | st.text(),
    error_status=st.none() | st.integers(400, 599),
    finish_reason=st.none() | st.text(),
    response_time_ms=st.none() | st.integers(0, 10**6),
    prompt_tokens=st.none() | st.integers(0, 10**6),
    completion_tokens=st.none() | st.integers(0, 10**6),
    tokens_used=st.none() | st.integers(0, 10**6),
    cost_usd=st.none() | st.floats(0, 100),
    request_id=st.none() | st.text(),
    prompt_version=st.none() | st.text(),
    provider_reply=st.none()
    | st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.booleans())),
    asked_at=st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    kind=st.text(),
)


@settings(deadline=None)
@given(row=ROWS)
def test_a_row_comes_back_from_a_journal_as_it_was(row: ModelResponse) -> None:
    assert row_from_json(json.loads(json.dumps(row_to_json(row)))) == row
