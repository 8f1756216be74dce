"""A page stays while it may only be unwell, goes when it is gone, and comes back when it is seen again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.llms_txt.lifecycle import live_pages, page_states
from crawl_assets_tests.llms_txt.rows import seen

OUTCOMES = ("new", "changed", "same", "failed", "not_found", "gone", "absent", "left_out")


def is_live(*outcomes: str, complete: bool = True) -> bool:
    history = [
        seen(crawl, outcome, is_complete_crawl=complete or outcome != "absent")
        for crawl, outcome in enumerate(outcomes)
    ]
    return bool(live_pages(history))


@pytest.mark.parametrize(
    "outcomes",
    [
        ("new",),
        ("new", "failed", "failed", "failed", "failed"),
        ("new", "not_found", "not_found"),
        ("new", "not_found", "not_found", "same", "not_found"),
        ("new", "absent", "absent"),
        ("new", "absent", "absent", "same", "absent", "absent"),
        ("new", "gone", "same"),
        ("new", "not_found", "not_found", "not_found", "changed"),
        ("new", "left_out", "changed"),
    ],
)
def test_a_page_that_may_only_be_unwell_or_has_come_back_is_live(outcomes: tuple[str, ...]) -> None:
    assert is_live(*outcomes)


@pytest.mark.parametrize(
    "outcomes",
    [
        (),
        ("failed",),
        ("not_found",),
        ("new", "gone"),
        ("new", "not_found", "not_found", "not_found"),
        ("new", "absent", "absent", "absent"),
        ("new", "left_out"),
        ("new", "gone", "failed"),
    ],
)
def test_a_page_that_is_gone_or_was_never_seen_is_not_live(outcomes: tuple[str, ...]) -> None:
    assert not is_live(*outcomes)


def test_absence_from_an_incomplete_crawl_does_not_count() -> None:
    assert is_live("new", *["absent"] * 5, complete=False)


def test_defect_h_a_failed_fetch_keeps_the_last_accepted_version() -> None:
    history = [seen(0, "new"), seen(1, "changed"), seen(2, "failed", markdown_blob=None)]
    assert [row.markdown_blob for row in live_pages(history)] == ["sha256:md1"]


@given(st.lists(st.sampled_from(OUTCOMES), max_size=12), st.randoms())
def test_the_order_in_which_rows_are_read_does_not_matter(outcomes: list[str], random: object) -> None:
    history = [seen(crawl, outcome) for crawl, outcome in enumerate(outcomes)]
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert page_states(shuffled) == page_states(history)
