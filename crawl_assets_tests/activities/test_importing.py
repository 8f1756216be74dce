"""Rows become activities: once, with who said what; later workflows change them, people's words stay."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from crawl_assets.activities.concluding import (
    NothingToReview,
    Orders,
    UnknownRow,
    conclude,
    conclude_in_turn,
    discard,
    import_reviewed,
    rows_of_workflow,
)
from crawl_assets.activities.editing import NotEditable, edit_activity, unlock_fields
from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.records import Location
from crawl_assets.activities.registry import find_workflow, new_workflow
from crawl_assets.activities.rows import ScrapeWorkflow, StoredActivity
from crawl_assets.activities.stored import newest_provenance, stored_activities
from crawl_assets.durable.journal import Journals
from crawl_assets.durable.records import Scope
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.database import Database
from crawl_assets.store.rows import save
from crawl_assets_tests.activities.rows import DAY, SITE, brought_in, line, workflow

ME = "ana"


def by_name(database: Database) -> dict[str, StoredActivity]:
    return {row.name: row for row in stored_activities(database)}


def everything(database: Database) -> dict[str, list[dict[str, object]]]:
    tables = ("activities", "activity_provenance", "activity_vectors", "imported_activities")
    return {table: database.query(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables}


def outcomes(rows: list[object]) -> dict[str, tuple[str, str]]:
    return {row.name: (row.verdict, row.outcome) for row in rows}  # type: ignore[attr-defined]


def test_new_rows_become_activities_with_the_source_of_each_value(database: Database) -> None:
    done = brought_in(database, [line("Otter Pool", city="Bristol", description="Warm."), line("Crow Hill")])
    assert outcomes(done.rows) == {"Otter Pool": ("new", "imported"), "Crow Hill": ("new", "imported")}
    otter = by_name(database)["Otter Pool"]
    said = newest_provenance(database, [otter.activity_id])[otter.activity_id]
    assert said["description"].source_url == otter.source_url
    assert said["description"].value == {"is": "Warm."}
    assert "price_min" not in said


def test_a_repeated_import_changes_nothing(database: Database) -> None:
    lines = [line("Otter Pool", city="Bristol"), line("Crow Hill", tags=("outdoor",))]
    first = workflow(database)
    conclude(database, first, lines, DAY)
    before = everything(database)
    again = conclude(database, first, lines, DAY)
    assert {row.verdict for row in again.rows} == {"same"}
    after = everything(database)
    after.pop("imported_activities"), before.pop("imported_activities")
    assert after == before


def test_bug_b4_an_updated_page_updates_its_activity(database: Database) -> None:
    brought_in(database, [line("Otter Pool", description="Warm.", starts_at="2026-12-01")])
    done = brought_in(database, [line("Otter Pool", description="Cold.", starts_at="2026-12-02")], days=1)
    assert outcomes(done.rows) == {"Otter Pool": ("changed", "imported")}
    assert "description: Warm. -> Cold." in done.rows[0].reason
    otter = by_name(database)["Otter Pool"]
    assert (otter.description, otter.starts_at) == ("Cold.", "2026-12-02")
    assert otter.changed_at == DAY + timedelta(days=1)
    assert len(by_name(database)) == 1


def test_what_a_person_set_is_overwritten_by_no_workflow_until_it_is_unlocked(database: Database) -> None:
    brought_in(database, [line("Otter Pool", description="Warm.", starts_at="2026-12-01")])
    otter = by_name(database)["Otter Pool"]
    words = ["description=Lovely.", "tags=swim, indoor", "setting="]
    edit_activity(database, otter.activity_id, words, DAY + timedelta(hours=1))
    fresh = line("Otter Pool", description="Cold.", starts_at="2026-12-05", setting="outdoor")
    done = brought_in(database, [fresh], days=1)
    assert done.rows[0].reason == "the same page and name; starts_at: 2026-12-01 -> 2026-12-05"
    assert by_name(database)["Otter Pool"].setting is None
    otter = by_name(database)["Otter Pool"]
    assert (otter.description, otter.tags, otter.starts_at) == ("Lovely.", ("swim", "indoor"), "2026-12-05")
    unlock_fields(database, otter.activity_id, ["description"], DAY + timedelta(days=1, hours=1))
    brought_in(database, [line("Otter Pool", description="Cold.", starts_at="2026-12-05")], days=2)
    assert by_name(database)["Otter Pool"].description == "Cold."


@pytest.mark.parametrize(
    ("assignment", "why"),
    [
        ("colour=red", "one of name"),
        ("name=", "cannot be empty"),
        ("age_min=young", "cannot be 'young'"),
        ("x", "write"),
    ],
)
def test_an_edit_that_makes_no_sense_says_what_would(database: Database, assignment: str, why: str) -> None:
    brought_in(database, [line("Otter Pool")])
    with pytest.raises(NotEditable, match=why):
        edit_activity(database, by_name(database)["Otter Pool"].activity_id, [assignment], DAY)


def test_an_older_workflow_does_not_overwrite_what_a_newer_one_said(database: Database) -> None:
    brought_in(database, [line("Otter Pool", description="Cold.")], days=3)
    brought_in(database, [line("Otter Pool", description="Warm.")], days=1)
    otter = by_name(database)["Otter Pool"]
    assert (otter.description, otter.last_seen) == ("Cold.", DAY + timedelta(days=3))


def test_a_second_page_of_an_activity_only_fills_its_gaps(database: Database) -> None:
    place = Location(formatted_address="12 Quay St, Bristol", city="Bristol")
    first = line("Tide Museum", "/museum", location=place, description="How the river rises.")
    brought_in(database, [first])
    other = line("Tide Museum", "/tide", location=place, description="Other words.", setting="indoor")
    done = brought_in(database, [other], days=1, is_complete=False)
    assert len(by_name(database)) == 1
    museum = by_name(database)["Tide Museum"]
    assert (museum.description, museum.setting) == ("How the river rises.", "indoor")
    assert museum.source_url.endswith("/museum")
    assert done.rows[0].activity_id == museum.activity_id


def test_rows_of_one_activity_within_a_workflow_become_one(database: Database) -> None:
    place = Location(formatted_address="12 Quay St, Bristol", city="Bristol")
    rows = [line("Tide Museum", "/museum", location=place), line("Tide Museum", "/tide", location=place, price=None)]
    done = brought_in(database, rows)
    assert sorted(row.verdict for row in done.rows) == ["new", "same"]
    assert len({row.activity_id for row in done.rows}) == len(by_name(database)) == 1


def test_what_a_later_whole_workflow_did_not_see_is_marked_as_vanished_and_comes_back(database: Database) -> None:
    otter, crow = line("Otter Pool"), line("Crow Hill")
    brought_in(database, [otter, crow])
    assert brought_in(database, [otter], days=1, is_complete=False).vanished == 0
    assert brought_in(database, [otter], days=2).vanished == 1
    assert {name: row.is_vanished for name, row in by_name(database).items()} == {
        "Otter Pool": False,
        "Crow Hill": True,
    }
    brought_in(database, [otter, crow], days=3)
    assert not any(row.is_vanished for row in by_name(database).values())


def test_what_a_wider_workflow_saw_has_not_vanished_because_a_narrower_one_did_not(database: Database) -> None:
    brought_in(database, [line("Otter Pool"), line("Crow Hill")])
    narrow = replace(workflow(database, 1), max_depth=1)
    save(database, "scrape_workflows", [narrow])
    assert conclude(database, narrow, [line("Otter Pool")], DAY).vanished == 0


def test_bug_b3_a_row_that_the_database_refuses_fails_alone_and_the_files_stay(database: Database) -> None:
    made = replace(workflow(database), files={"raw_activities.jsonl": {"blob": "sha256:" + "0" * 64, "bytes": 1}})
    bad = line("Nowhere", location=Location(latitude=91.0, longitude=0.0))
    done = conclude(database, made, [line("Otter Pool"), bad, line("Crow Hill")], DAY)
    assert outcomes(done.rows)["Nowhere"] == ("new", "failed")
    assert "latitude" in next(row.reason for row in done.rows if row.name == "Nowhere")
    assert set(by_name(database)) == {"Otter Pool", "Crow Hill"}
    assert (done.deleted, done.review) == ([], "pending")
    kept = find_workflow(database, made.workflow_id)
    assert kept.import_summary["failed"] == 1
    assert "Nowhere" in kept.import_summary["errors"][0]


def test_without_auto_import_rows_wait_until_a_person_imports_them(database: Database) -> None:
    lines = [line("Otter Pool"), line("Crow Hill"), line("Lantern Walk")]
    made = workflow(database, auto_import=False)
    done = brought_in_for_review(database, made, lines)
    assert (done, by_name(database)) == ({"waiting"}, {})
    now = DAY + timedelta(hours=1)
    made = find_workflow(database, made.workflow_id)
    crow = lines[1].row_key
    ended = import_reviewed(database, made, lines, Orders(ME, only=["new"], but=[crow]), now)
    assert outcomes(ended.rows) == {
        "Otter Pool": ("new", "imported"),
        "Crow Hill": ("new", "skipped"),
        "Lantern Walk": ("new", "imported"),
    }
    assert set(by_name(database)) == {"Otter Pool", "Lantern Walk"}
    assert find_workflow(database, made.workflow_id).review == "imported"
    later = brought_in(database, lines, days=1)
    assert outcomes(later.rows)["Crow Hill"] == ("new", "skipped")
    assert "left out by ana" in next(row.reason for row in later.rows if row.name == "Crow Hill")


def brought_in_for_review(database: Database, made: object, lines: list[ActivityLine]) -> set[str]:
    return {row.outcome for row in conclude(database, made, lines, DAY).rows}  # type: ignore[arg-type]


def test_a_doubtful_row_waits_even_where_the_rest_is_imported_and_a_person_decides(database: Database) -> None:
    here = Location(formatted_address="5 Elm Rd, Frome", city="Frome")
    there = Location(formatted_address="80 Oak Ave, Whitby", city="Whitby")
    brought_in(database, [line("Gruffalo Trail", "/a", location=here), line("Gruffalo Trail", "/b", location=there)])
    made, other = workflow(database, 1), line("Gruffalo Trail", "/c")
    done = conclude(database, made, [other], DAY)
    assert outcomes(done.rows) == {"Gruffalo Trail": ("doubtful", "waiting")}
    assert (done.review, done.deleted, len(stored_activities(database))) == ("pending", [], 2)
    made = find_workflow(database, made.workflow_id)
    ended = import_reviewed(database, made, [other], Orders(ME, as_same=[other.row_key]), DAY)
    assert (ended.review, len(stored_activities(database))) == ("imported", 2)
    later = brought_in(database, [replace(other, setting="outdoor")], days=2, is_complete=False)
    assert outcomes(later.rows) == {"Gruffalo Trail": ("changed", "imported")}


def test_a_doubtful_row_may_be_an_activity_of_its_own(database: Database) -> None:
    here = Location(formatted_address="5 Elm Rd, Frome", city="Frome")
    there = Location(formatted_address="80 Oak Ave, Whitby", city="Whitby")
    brought_in(database, [line("Gruffalo Trail", "/a", location=here), line("Gruffalo Trail", "/b", location=there)])
    made, other = workflow(database, 1), line("Gruffalo Trail", "/c")
    conclude(database, made, [other], DAY)
    made = find_workflow(database, made.workflow_id)
    ended = import_reviewed(database, made, [other], Orders(ME, as_new=[other.row_key]), DAY)
    assert (ended.review, len(stored_activities(database))) == ("imported", 3)


def test_a_discarded_workflow_brings_nothing_in(database: Database) -> None:
    made = workflow(database, auto_import=False)
    lines = [line("Otter Pool")]
    brought_in_for_review(database, made, lines)
    ended = discard(database, made.workflow_id, ME, DAY)
    assert ended.review == "discarded"
    assert {row.outcome for row in rows_of_workflow(database, made.workflow_id)} == {"skipped"}
    with pytest.raises(NothingToReview, match="discarded"):
        import_reviewed(database, ended, lines, Orders(ME), DAY)
    assert by_name(database) == {}


def test_a_row_that_is_not_there_cannot_be_left_out(database: Database) -> None:
    made = workflow(database, auto_import=False)
    brought_in_for_review(database, made, [line("Otter Pool")])
    made = find_workflow(database, made.workflow_id)
    with pytest.raises(UnknownRow, match="no row abc"):
        import_reviewed(database, made, [line("Otter Pool")], Orders(ME, but=["abc"]), DAY)


def test_workflows_that_end_at_once_make_one_activity_of_its_two_pages(database: Database, tmp_path: Path) -> None:
    place = Location(formatted_address="12 Quay St, Frome", city="Frome")
    log, journals = (
        logging.getLogger(__name__),
        Journals(database, FileBlobs(tmp_path / "blobs"), tmp_path / "journals"),
    )
    start = Barrier(8)

    def end(number: int) -> None:
        made = replace(workflow_of(number), state="running")
        save(database, "scrape_workflows", [made])
        start.wait(10)
        with journals.open(Scope("imported_activities", made.workflow_id), "run", log) as steps:
            row = line("Tide Museum", f"/{number}", location=place)
            conclude_in_turn(steps, database, made.workflow_id, [row], "sha256:0")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(end, range(8)))
    assert len(stored_activities(database)) == 1


def workflow_of(number: int) -> ScrapeWorkflow:
    return new_workflow(ScrapeOrder(f"{SITE}/{number}"), DAY, auto_import=True)
