"""A tenure is a run of ranked weeks at one rank; weeks in which nobody is ranked do not break it."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.puzzle import week_id_of
from crawl_assets.cryptic_bench.rows import WeeklyRanking
from crawl_assets.cryptic_bench.tenure import tenures, weeks_at_rank
from crawl_assets_tests.cryptic_bench.rows import MONDAY, ranking


def history(**ranks: list[int | None]) -> list[WeeklyRanking]:
    """Build rankings from each model's rank week by week; None: listed unranked."""
    return [
        ranking(MONDAY + timedelta(weeks=week), model, rank)
        for model, listed in ranks.items()
        for week, rank in enumerate(listed)
    ]


def runs(rankings: list[WeeklyRanking]) -> list[tuple[str, int, str, str | None, int]]:
    return [
        (row.openrouter_id, row.rank_position, row.start_week, row.end_week, row.weeks_count)
        for row in tenures(rankings)
    ]


def test_weeks_at_the_same_rank_are_one_tenure() -> None:
    assert runs(history(a=[1, 1, 1])) == [("a", 1, "2026-W02", None, 3)]


def test_another_rank_ends_a_tenure_and_begins_one() -> None:
    assert runs(history(a=[1, 2, 2, 1], b=[2, 1, 1, 2])) == [
        ("a", 1, "2026-W02", "2026-W02", 1),
        ("a", 2, "2026-W03", "2026-W04", 2),
        ("a", 1, "2026-W05", None, 1),
        ("b", 2, "2026-W02", "2026-W02", 1),
        ("b", 1, "2026-W03", "2026-W04", 2),
        ("b", 2, "2026-W05", None, 1),
    ]


def test_a_week_in_which_nobody_is_ranked_does_not_break_a_tenure() -> None:
    assert runs(history(a=[1, None, 1], b=[2, None, 2])) == [
        ("a", 1, "2026-W02", None, 2),
        ("b", 2, "2026-W02", None, 2),
    ]


def test_a_week_in_which_only_others_are_ranked_breaks_it() -> None:
    assert runs(history(a=[1, None, 1], b=[2, 1, 2])) == [
        ("a", 1, "2026-W02", "2026-W02", 1),
        ("a", 1, "2026-W04", None, 1),
        ("b", 2, "2026-W02", "2026-W02", 1),
        ("b", 1, "2026-W03", "2026-W03", 1),
        ("b", 2, "2026-W04", None, 1),
    ]


def test_a_tenure_that_a_newer_ranked_week_does_not_hold_is_not_current() -> None:
    found = tenures(history(a=[1, None], b=[2, 1]))
    assert {(row.openrouter_id, row.is_current) for row in found} == {("a", False), ("b", True), ("b", False)}


def test_no_ranking_no_tenure() -> None:
    assert tenures([]) == []
    assert tenures(history(a=[None, None])) == []


def test_a_new_year_goes_on_from_the_old_one() -> None:
    weeks = [MONDAY - timedelta(weeks=2), MONDAY - timedelta(weeks=1), MONDAY]  # 2025-W52, 2026-W01, 2026-W02
    assert runs([ranking(week, "a", 1) for week in weeks]) == [("a", 1, "2025-W52", None, 3)]


RANKS = st.lists(st.none() | st.integers(1, 3), min_size=1, max_size=12)


@given(st.dictionaries(st.sampled_from("abc"), RANKS, min_size=1))
def test_every_ranked_week_of_a_model_lies_in_exactly_one_of_its_tenures(ranks: dict[str, list[int | None]]) -> None:
    rankings = history(**ranks)
    found = tenures(rankings)
    held = {(row.week_id, row.openrouter_id): row.rank for row in rankings if row.rank is not None}
    assert sum(row.weeks_count for row in found) == len(held)
    for (week, model), rank in held.items():
        around = [
            row
            for row in found
            if row.openrouter_id == model and row.start_week <= week and week <= (row.end_week or "9999-W99")
        ]
        assert [row.rank_position for row in around] == [rank]
    for row in found:
        weeks = [week for (week, model), _ in sorted(held.items()) if model == row.openrouter_id]
        inside = [week for week in weeks if row.start_week <= week <= (row.end_week or "9999-W99")]
        assert len(inside) == row.weeks_count


@given(st.dictionaries(st.sampled_from("abc"), RANKS, min_size=1))
def test_the_weeks_at_rank_of_a_tenures_last_week_are_its_length(ranks: dict[str, list[int | None]]) -> None:
    rankings = history(**ranks)
    counted = weeks_at_rank(rankings)
    newest = max((week for week, _ in counted), default=week_id_of(MONDAY))
    for row in tenures(rankings):
        assert counted[row.end_week or newest, row.openrouter_id] == row.weeks_count
