"""People approve, publish, reject and retry drafts; what they did is kept, what cannot be is refused with a reason."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from crawl_assets.product_drafts import reviewing
from crawl_assets.product_drafts.reviewing import ChangedMeanwhile, Decision, find_draft, is_reviewed, reviews_of
from crawl_assets.product_drafts.rows import ProductDraft
from crawl_assets.product_drafts.statuses import IllegalStep
from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets.store.rows import save
from crawl_assets_tests.product_drafts.results import EVENT, NOW, draft

ANN = Decision("ann", NOW)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = connect("", "", tmp_path / "reviews.db")
    migrate(database, shipped_migrations())
    yield database
    database.close()


def kept(database: Database, status: str = "READY_FOR_REVIEW") -> ProductDraft:
    save(database, "product_drafts", [draft(status)])
    return find_draft(database, "d-1")


def test_a_draft_is_found_by_its_id_and_by_its_event_s(database: Database) -> None:
    made = kept(database)
    assert find_draft(database, EVENT) == made
    with pytest.raises(LookupError, match="no draft 'x'; `crawl-assets products list` shows"):
        find_draft(database, "x")


def test_approving_with_edits_changes_them_and_notes_before_and_after(database: Database) -> None:
    made = kept(database)
    edits = {"title": "Kettle, red", "price": Decimal("12.50"), "currency": "eur", "brand": "Acme", "images": ["u"]}
    after = reviewing.approve(database, made, edits, None, ANN)
    assert find_draft(database, "d-1").payload == after.payload
    assert (after.status, after.payload["price"], after.payload["currency"]) == ("READY_FOR_REVIEW", "12.50", "EUR")
    (review,) = reviews_of(database, "d-1")
    assert (review.action, review.reviewer, review.edits["title"]) == (
        "approve",
        "ann",
        {"before": "old", "after": "Kettle, red"},
    )
    assert is_reviewed(database, "d-1")


def test_null_takes_a_field_out(database: Database) -> None:
    after = reviewing.approve(database, kept(database), {"title": None}, None, ANN)
    assert "title" not in after.payload


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"price": "1,50"}, "price: '1,50' is no decimal like 1299.00"),
        ({"currency": "NT$"}, "currency: 'NT\\$' is no currency of three letters"),
        ({"title": "t" * 301}, "title: cut from 301 to 300 characters"),
        ({"variations": [{"sku": "1"}]}, "variations: number 0 has no title"),
        ({"url": "https://other.example"}, "url cannot be edited"),
        ({"status": "error"}, "status cannot be edited"),
    ],
)
def test_edits_that_a_draft_cannot_hold_are_refused_and_nothing_changes(
    database: Database, edits: dict[str, object], words: str
) -> None:
    made = kept(database)
    with pytest.raises(ValueError, match=words):
        reviewing.approve(database, made, edits, None, ANN)
    assert (find_draft(database, "d-1"), reviews_of(database, "d-1")) == (made, [])


def test_publishing_needs_a_product_and_keeps_it(database: Database) -> None:
    with pytest.raises(ValueError, match="the product id is empty"):
        reviewing.approve(database, kept(database), {}, " ", ANN)
    reviewing.approve(database, kept(database), {}, "prod-1", ANN)
    after = find_draft(database, "d-1")
    assert (after.status, after.published_product_id, after.published_at_ms) == (
        "PUBLISHED",
        "prod-1",
        int(NOW.timestamp()) * 1000,
    )


@pytest.mark.parametrize("status", ["FAILED", "QUEUED_FOR_DRAFT", "REJECTED"])
def test_only_a_ready_draft_can_be_approved(database: Database, status: str) -> None:
    with pytest.raises(IllegalStep, match=f"draft d-1 is {status} and cannot become PUBLISHED; "):
        reviewing.approve(database, kept(database, status), {}, None, ANN)


def test_rejecting_is_final_and_keeps_the_reason(database: Database) -> None:
    after = reviewing.reject(database, kept(database), Decision("ann", NOW, "a fake"))
    assert find_draft(database, "d-1").status == "REJECTED"
    assert reviews_of(database, "d-1")[0].reason == "a fake"
    with pytest.raises(IllegalStep, match="is REJECTED already"):
        reviewing.reject(database, after, ANN)
    with pytest.raises(IllegalStep, match="is REJECTED; only FAILED ones are tried again"):
        reviewing.queue_again(database, after, ANN)


def test_a_failed_draft_can_be_queued_again_and_loses_its_error(database: Database) -> None:
    reviewing.queue_again(database, kept(database, "FAILED"), ANN)
    after = find_draft(database, "d-1")
    assert (after.status, after.error) == ("QUEUED_FOR_DRAFT", None)


def test_a_ready_draft_is_not_retried_and_how_to_crawl_it_is_said(database: Database) -> None:
    with pytest.raises(IllegalStep, match="materialize its partition to crawl it again"):
        reviewing.queue_again(database, kept(database), ANN)


def test_a_decision_about_a_draft_that_changed_meanwhile_is_refused(database: Database) -> None:
    seen = kept(database)
    reviewing.reject(database, seen, ANN)
    with pytest.raises(ChangedMeanwhile, match="look at it again"):
        reviewing.approve(database, seen, {}, "prod-1", ANN)
    assert find_draft(database, "d-1").status == "REJECTED"
    assert [review.action for review in reviews_of(database, "d-1")] == ["reject"]
