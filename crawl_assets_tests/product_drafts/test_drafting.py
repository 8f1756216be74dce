"""What a result does to the draft of its event."""

import pytest

from crawl_assets.product_drafts.drafting import DraftRules, decide
from crawl_assets.product_drafts.statuses import checked_needs_manual
from crawl_assets_tests.product_drafts.results import EVENT, NOW, RULES, draft, result


def test_the_first_result_makes_a_draft_with_an_id_of_the_event_s_own() -> None:
    first, again = (decide(None, result(title="A", price="1.50"), EVENT, RULES) for _ in range(2))
    assert first.draft == again.draft
    assert (first.draft.status, first.draft.error, first.draft.event_id) == ("READY_FOR_REVIEW", None, EVENT)
    assert first.draft.payload["price"] == "1.50"
    assert first.draft.id != decide(None, result(), "event-2", RULES).draft.id


@pytest.mark.parametrize(
    ("status", "more", "setting", "expected"),
    [
        ("ok", {}, "FAILED", ("READY_FOR_REVIEW", None)),
        ("needs_manual", {"notes": "a captcha"}, "FAILED", ("FAILED", "a captcha")),
        ("needs_manual", {"notes": "a captcha"}, "READY_FOR_REVIEW", ("READY_FOR_REVIEW", None)),
        ("needs_manual", {}, "FAILED", ("FAILED", "crawler returned status=needs_manual")),
        ("error", {"error": "HTTP 404"}, "FAILED", ("FAILED", "HTTP 404")),
        ("error", {}, "READY_FOR_REVIEW", ("FAILED", "crawler returned status=error")),
    ],
)
def test_the_status_of_a_draft_follows_from_the_result_and_the_setting(
    status: str, more: dict[str, str], setting: str, expected: tuple[str, str | None]
) -> None:
    made = decide(None, result(status=status, **more), EVENT, DraftRules(setting, "cli", NOW)).draft
    assert (made.status, made.error) == expected
    assert made.payload.get("notes") == (
        more.get("notes") or ("crawler returned status=needs_manual" if status == "needs_manual" else None)
    )


def test_a_setting_that_is_no_status_for_it_is_named() -> None:
    with pytest.raises(ValueError, match=r"PRODUCTS_NEEDS_MANUAL is 'PUBLISHED'; it is FAILED or READY_FOR_REVIEW\."):
        checked_needs_manual("PUBLISHED")


@pytest.mark.parametrize("status", ["PUBLISHED", "REJECTED"])
@pytest.mark.parametrize("outcome", ["ok", "error"])
def test_bug_a2_a_final_draft_is_never_overwritten_and_the_result_stands_beside_it(status: str, outcome: str) -> None:
    before = draft(status)
    decided = decide(before, result(10, outcome, title="new"), EVENT, RULES)
    assert decided.draft == before
    assert decided.proposal is not None
    assert decided.proposal.draft_payload["title"] == "new"
    assert decided.proposal.status == ("READY_FOR_REVIEW" if outcome == "ok" else "FAILED")


def test_bug_a2_nor_is_one_that_a_person_has_approved() -> None:
    before = draft()
    decided = decide(before, result(10, title="new"), EVENT, RULES, is_reviewed=True)
    assert decided.draft == before
    assert decided.proposal is not None


def test_bug_a2_an_old_error_goes_with_a_result_that_is_well() -> None:
    decided = decide(draft("FAILED"), result(10, title="new"), EVENT, RULES)
    assert (decided.draft.status, decided.draft.error) == ("READY_FOR_REVIEW", None)


def test_bug_a3_a_queued_draft_whose_crawl_fails_is_queued_no_more() -> None:
    decided = decide(draft("QUEUED_FOR_DRAFT", hour=None), result(10, "error", error="no answer"), EVENT, RULES)
    assert (decided.draft.status, decided.draft.error) == ("FAILED", "no answer")


def test_a_draft_that_nobody_looked_at_is_renewed_and_stays_the_same_row() -> None:
    before = draft()
    after = decide(before, result(10, title="new"), EVENT, RULES).draft
    assert (after.id, after.created_by, after.created_at_ms) == (before.id, before.created_by, before.created_at_ms)
    assert after.payload["title"] == "new"


def test_bug_a1_an_older_result_and_the_same_one_change_nothing() -> None:
    before = draft(hour=10)
    for hour in (9, 10):
        decided = decide(before, result(hour, title="stale"), EVENT, RULES)
        assert (decided.draft, decided.proposal) == (before, None)


def test_a_row_whose_id_is_the_event_is_taken_over() -> None:
    before = draft("FAILED", id=EVENT, event_id=None)
    after = decide(before, result(10), EVENT, RULES).draft
    assert (after.id, after.event_id) == (EVENT, EVENT)
