"""Old audit rows are let go, and what is known of a page stays."""

from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.llms_txt.history import KEPT_CRAWLS, within_bounds
from crawl_assets.llms_txt.lifecycle import page_states
from crawl_assets.llms_txt.rows import PageVersion
from crawl_assets_tests.llms_txt.rows import seen

OUTCOMES = ("new", "changed", "same", "failed", "not_found", "gone", "absent", "left_out")


def crawls(outcomes: list[str]) -> list[PageVersion]:
    return [seen(number, outcome) for number, outcome in enumerate(outcomes)]


@given(st.lists(st.sampled_from(OUTCOMES), max_size=30), st.integers(1, 6))
def test_the_state_of_a_page_is_that_of_its_whole_history(outcomes: list[str], kept: int) -> None:
    history = crawls(outcomes)
    before, after = page_states(history), page_states(within_bounds(history, kept))
    assert {url: (state.is_live, state.accepted) for url, state in after.items()} == {
        url: (state.is_live, state.accepted) for url, state in before.items()
    }


@given(st.lists(st.sampled_from(OUTCOMES), max_size=30), st.integers(1, 6))
def test_the_next_crawl_sees_the_same_too(outcomes: list[str], kept: int) -> None:
    for following in OUTCOMES:
        history = [*crawls(outcomes), seen(len(outcomes), following)]
        bounded = [*within_bounds(crawls(outcomes), kept), history[-1]]
        before, after = page_states(history), page_states(bounded)
        assert [state.is_live for state in after.values()] == [state.is_live for state in before.values()]


def test_a_page_that_stays_the_same_for_years_costs_no_more_than_a_month() -> None:
    kept = within_bounds(crawls(["new", *["same"] * 1000]))
    assert len(kept) == KEPT_CRAWLS + 1
    assert kept[0].outcome == "new"


def test_every_version_is_kept() -> None:
    kept = within_bounds(crawls(["new", *["changed", "same"] * 100]))
    assert len([row for row in kept if row.outcome == "changed"]) == 100
