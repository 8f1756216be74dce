"""What the table refuses and takes: the probes of the replaced system's checks, and what they let through wrongly."""

import json
from collections.abc import Iterator

import pytest

from crawl_assets.product_drafts.statuses import STATUSES, TRANSITIONS, IllegalStep, check_step
from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database, SqlValue, Statement
from crawl_assets.store.errors import CheckViolation, UniqueViolation
from crawl_assets.store.migrate import migrate, shipped_migrations

INSERT = """
INSERT INTO product_drafts (id, status, draft_payload, error, published_product_id, event_id) VALUES (?, ?, ?, ?, ?, ?)
"""
URL = {"url": "https://shop.example/p"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = connect("", "", tmp_path_factory.mktemp("rules") / "rules.db")
    migrate(database, shipped_migrations())
    yield database
    database.close()


@pytest.fixture
def database(shared: Database) -> Database:
    shared.transaction([Statement("DELETE FROM product_drafts")])
    return shared


def put(
    database: Database,
    payload: object = URL,
    status: str = "READY_FOR_REVIEW",
    error: str | None = None,
    product: str | None = None,
    draft_id: SqlValue = "d",
    event: str | None = None,
) -> None:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    database.transaction([Statement(INSERT, (draft_id, status, text, error, product, event), "product_drafts")])


REFUSED = {
    "no url": {"payload": "{}"},
    "a blank url": {"payload": {"url": "  "}},
    "a url that is a number": {"payload": {"url": 7}},
    "images null": {"payload": URL | {"images": None}},
    "variant images null": {"payload": URL | {"variant_images": None}},
    "the source tmall": {"payload": URL | {"source": "tmall"}},
    "an empty currency": {"payload": URL | {"currency": ""}},
    "the currency NT$": {"payload": URL | {"currency": "NT$"}},
    "a price in words": {"payload": URL | {"price": "abc"}},
    "a price None in words": {"payload": URL | {"price": "None"}},
    "a range of prices": {"payload": URL | {"price": "100 - 200"}},
    "a price below zero": {"payload": URL | {"price": -1}},
    "a price that is an object": {"payload": URL | {"price": {"amount": 1}}},
    "a price that is true": {"payload": URL | {"price": True}},
    "a failure without a reason": {"status": "FAILED", "error": " "},
    "ready with an error": {"error": "an old one"},
    "published without a product": {"status": "PUBLISHED"},
    "published with a blank product": {"status": "PUBLISHED", "product": " "},
    "an unknown status": {"status": "DONE"},
    "no id": {"draft_id": None},
}
TAKEN = {
    "as little as may be": {},
    "a price as text": {"payload": URL | {"price": "199.00", "currency": "TWD", "images": []}},
    "a price as a number": {"payload": URL | {"price": 199}},
    "no price": {"payload": URL | {"price": None}},
    "published with a product": {"status": "PUBLISHED", "product": "0b0e"},
    "failed with a reason": {"status": "FAILED", "error": "it hung"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_table_refuses(database: Database, what: str) -> None:
    with pytest.raises(CheckViolation) as refusal:
        put(database, **REFUSED[what])  # type: ignore[arg-type]
    assert refusal.value.table == "product_drafts"


@pytest.mark.parametrize("what", TAKEN)
def test_the_table_takes(database: Database, what: str) -> None:
    put(database, **TAKEN[what])  # type: ignore[arg-type]
    assert len(database.query("SELECT id FROM product_drafts")) == 1


def test_a_price_as_text_keeps_its_zeros(database: Database) -> None:
    put(database, URL | {"price": "199.00"})
    assert database.query("SELECT price FROM product_drafts") == [{"price": "199.00"}]


def test_two_drafts_of_one_event_are_refused_and_many_without_one_are_not(database: Database) -> None:
    for draft_id in ("a", "b"):
        put(database, draft_id=draft_id)
    put(database, draft_id="c", event="e")
    with pytest.raises(UniqueViolation):
        put(database, draft_id="d", event="e")


@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_the_database_and_the_code_allow_the_same_steps(database: Database, before: str, after: str) -> None:
    def facts(status: str) -> tuple[str | None, str | None]:
        return ("it hung" if status == "FAILED" else None), ("p" if status == "PUBLISHED" else None)

    put(database, status=before, error=facts(before)[0], product=facts(before)[1])
    step = "UPDATE product_drafts SET status = ?, error = ?, published_product_id = ?"
    change = Statement(step, (after, *facts(after)), "product_drafts")
    if after == before or after in TRANSITIONS[before]:
        check_step("d", before, after)
        database.transaction([change])
        return
    with pytest.raises(CheckViolation):
        database.transaction([change])
    with pytest.raises(IllegalStep, match=f"draft d is {before} and cannot become {after}; "):
        check_step("d", before, after)


def test_a_payload_is_looked_at_again_when_it_changes(database: Database) -> None:
    put(database)
    change = "UPDATE product_drafts SET draft_payload = ?"
    for payload in (URL | {"price": "x"}, URL | {"currency": "NT$"}, {"url": 1}):
        with pytest.raises(CheckViolation):
            database.transaction([Statement(change, (json.dumps(payload),), "product_drafts")])
