"""Models are ranked by what they answered, and only when they answered enough."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.cryptic_bench.rankings import inconsistencies, rank_week, wilson_interval
from crawl_assets.cryptic_bench.rows import ModelResponse, WeeklyRanking
from crawl_assets_tests.cryptic_bench.rows import MONDAY, clue, model, puzzle, response, scored


def ranked(clues: list[Clue], responses: list[ModelResponse], **changes: object) -> dict[str, WeeklyRanking]:
    ids = dict.fromkeys(row.openrouter_id for row in responses)
    rows = rank_week(
        MONDAY,
        clues=clues,
        puzzles=[puzzle(**changes)],
        responses=responses,
        evaluations=scored(responses, clues),
        models=[model(openrouter_id) for openrouter_id in ids],
    )
    return {row.openrouter_id: row for row in rows}


def replies(clues: list[Clue], by: str, right: int, wrong: int = 0, failed: int = 0) -> list[ModelResponse]:
    texts = [*["LISTEN"] * right, *["SILENT"] * wrong, *[None] * failed]
    return [response(of, text, by) for of, text in zip(clues, texts, strict=False)]


TEN = [clue(position) for position in range(1, 11)]


def test_equal_accuracy_is_an_equal_rank_and_the_next_rank_is_left_out() -> None:
    rows = ranked(
        TEN,
        [
            *replies(TEN, "a/first", 9, 1),
            *replies(TEN, "b/tied", 7, 3),
            *replies(TEN, "c/tied", 7, 3),
            *replies(TEN, "d/last", 2, 8),
        ],
    )
    assert {name: row.rank for name, row in rows.items()} == {"a/first": 1, "b/tied": 2, "c/tied": 2, "d/last": 4}
    assert list(rows) == ["a/first", "b/tied", "c/tied", "d/last"]


def test_accuracy_is_of_the_answered_clues() -> None:
    rows = ranked(TEN, [*replies(TEN, "a/whole", 7, 3), *replies(TEN, "b/part", 7, 1, 2)])
    assert rows["b/part"].accuracy == 87.5
    assert (rows["b/part"].rank, rows["a/whole"].rank) == (1, 2)
    assert (rows["b/part"].answered, rows["b/part"].failed, rows["b/part"].is_partial) == (8, 2, True)


def test_a_model_that_answered_less_than_four_fifths_is_listed_unranked_with_the_reason() -> None:
    rows = ranked(TEN, [*replies(TEN, "a/few", 7, 0, 3), *replies(TEN, "b/enough", 1, 7, 2)])
    assert rows["a/few"].rank is None
    assert rows["a/few"].reason == "answered 7 of 10 (3 HTTP 402); 80% are needed"
    assert (rows["b/enough"].rank, rows["b/enough"].reason) == (1, None)


def test_a_baseline_is_listed_but_never_ranked_and_moves_nobody() -> None:
    rows = ranked(TEN, [*replies(TEN, "baseline/anagram", 10), *replies(TEN, "a/model", 5, 5)])
    assert rows["baseline/anagram"].rank is None
    assert "baseline" in str(rows["baseline/anagram"].reason)
    assert rows["a/model"].rank == 1


def test_a_week_in_which_no_model_answered_has_no_ranks() -> None:
    rows = ranked(TEN, [*replies(TEN, "a/one", 0, 0, 10), *replies(TEN, "b/two", 0, 0, 10)])
    assert [row.rank for row in rows.values()] == [None, None]
    assert [row.accuracy for row in rows.values()] == [None, None]


def test_a_puzzle_that_was_not_read_whole_makes_its_week_partial() -> None:
    rows = ranked(TEN, replies(TEN, "a/one", 10), problems=("8 clues; a Guardian cryptic has 24 to 32",))
    assert rows["a/one"].is_partial
    assert not ranked(TEN, replies(TEN, "a/one", 10))["a/one"].is_partial


def test_replies_to_clues_that_are_no_longer_in_the_week_do_not_count() -> None:
    gone = clue(11)
    responses = [*replies(TEN, "a/one", 10), response(gone, "LISTEN", "a/one")]
    rows = rank_week(
        MONDAY,
        clues=TEN,
        puzzles=[],
        responses=responses,
        evaluations=scored(responses, [*TEN, gone]),
        models=[model("a/one")],
    )
    assert (rows[0].total_clues, rows[0].answered) == (10, 10)


def test_cost_counts_every_attempt_and_time_only_answers() -> None:
    again = [replace(row, attempt=2, response_time_ms=1500) for row in replies(TEN, "a/one", 10)]
    row = ranked(TEN, [*replies(TEN, "a/one", 10), *again])["a/one"]
    assert math.isclose(row.cost_usd or 0, 0.02)
    assert row.mean_response_time_ms == 1000


@pytest.mark.parametrize(
    ("correct", "answered", "low", "high"),
    [(0, 10, 0, 27.75), (10, 10, 72.25, 100), (5, 10, 23.66, 76.34), (81, 263, 25.53, 36.62)],
)
def test_the_interval_is_wilsons(correct: int, answered: int, low: float, high: float) -> None:
    # 81 of 263 is the worked example of R. G. Newcombe, Statistics in Medicine 17 (1998), table I
    found = wilson_interval(correct, answered)
    assert found == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_bounds(counts: tuple[int, int]) -> None:
    correct, answered = counts
    low, high = wilson_interval(correct, answered)
    assert 0 <= low <= 100 * correct / answered <= high <= 100


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=8))
def test_ranks_follow_from_the_counts_whatever_they_are(counts: list[tuple[int, int]]) -> None:
    responses = []
    for place, (right, wrong) in enumerate(counts):
        right_, wrong_ = min(right, 10), min(wrong, 10 - min(right, 10))
        responses += replies(TEN, f"m/{place}", right_, wrong_, 10 - right_ - wrong_)
    rows = list(ranked(TEN, responses).values())
    assert inconsistencies(rows) == []
    held = [row for row in rows if row.rank is not None]
    for row in held:
        better = [other for other in held if (other.accuracy or 0) > (row.accuracy or 0)]
        assert row.rank == len(better) + 1


def test_rankings_that_do_not_follow_from_their_counts_are_named() -> None:
    rows = list(ranked(TEN, [*replies(TEN, "a/one", 9, 1), *replies(TEN, "b/two", 5, 5)]).values())
    wrong_rank = [rows[0], replace(rows[1], rank=1)]
    assert inconsistencies(wrong_rank) == ["2026-W02 b/two has rank 1; its counts say 2"]
    wrong_week = [replace(rows[0], week_start=MONDAY + timedelta(weeks=1))]
    assert "is stamped 2026-W02, but 2026-01-12 is 2026-W03" in inconsistencies(wrong_week)[0]
    silent = [replace(rows[0], rank=None, answered=1, correct=1, reason=None)]
    assert inconsistencies(silent) == ["2026-W02 a/one is unranked without a reason"]
