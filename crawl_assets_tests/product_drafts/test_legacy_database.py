"""A database of the replaced system is used as it is: its table and its rows, also those that break newer rules."""

from pathlib import Path

import pytest

from crawl_assets.product_drafts.reviewing import draft_of, drafts
from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets.store.schema import describe
from crawl_assets_tests.product_drafts.legacy import OF_AN_EVENT_ID, legacy_database

SCHEMA = "SELECT name, tbl_name FROM sqlite_master WHERE tbl_name = 'product_drafts' AND sql IS NOT NULL ORDER BY name"


@pytest.fixture
def legacy(tmp_path: Path) -> Database:
    return legacy_database(tmp_path / "legacy.db")


@pytest.fixture
def fresh(tmp_path: Path) -> Database:
    database = connect("", "", tmp_path / "fresh.db")
    migrate(database, shipped_migrations())
    return database


def test_its_rows_are_all_there_and_can_be_read(legacy: Database) -> None:
    assert {draft.id: draft.status for draft in drafts(legacy)} == {
        OF_AN_EVENT_ID: "FAILED",
        "odd-row": "READY_FOR_REVIEW",
        "queued-row": "QUEUED_FOR_DRAFT",
    }


def test_a_new_database_has_the_same_columns_indexes_and_triggers(legacy: Database, fresh: Database) -> None:
    assert legacy.query(SCHEMA) == fresh.query(SCHEMA)
    old, new = describe(legacy, "product_drafts"), describe(fresh, "product_drafts")
    assert old is not None
    assert new is not None
    assert (old.types, old.generated, old.key) == (new.types, new.generated, new.key)


def test_a_row_whose_id_is_the_event_s_is_that_event_s_draft(legacy: Database) -> None:
    assert [draft.id for draft in draft_of(legacy, OF_AN_EVENT_ID)] == [OF_AN_EVENT_ID]
    assert draft_of(legacy, "another") == []


def test_a_row_that_breaks_a_new_rule_can_still_be_changed_elsewhere(legacy: Database) -> None:
    legacy.transaction([Statement("UPDATE product_drafts SET created_by = 'us' WHERE id = 'odd-row'")])
    legacy.transaction([Statement("UPDATE product_drafts SET error = NULL WHERE id = 'odd-row'")])
    row = legacy.query("SELECT currency, created_by, error FROM product_drafts WHERE id = 'odd-row'")
    assert row == [{"currency": "NT$", "created_by": "us", "error": None}]
